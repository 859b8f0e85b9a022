//! Messages.

use super::zips::{Member, zip};
use super::{Bait, Hostile};

const HEAD: &str = "From: a@example.com\r\nTo: b@example.com\r\nSubject: Words\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMIME-Version: 1.0\r\n";

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let three = [group[0], *group.get(1).unwrap_or(&0), *group.get(2).unwrap_or(&0)];
        let number = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place)) as usize & 63];
            out.push(if place > group.len() { '=' } else { letter.into() });
        }
    }
    out
}

pub fn files(bait: &Bait) -> Vec<Hostile> {
    let mut parts = String::from(HEAD);
    for n in 0..10_000 {
        parts += &format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n");
    }
    parts += "Content-Type: text/plain\r\n\r\ndeep\r\n";
    let messages =
        HEAD.to_owned() + &"Content-Type: message/rfc822\r\n\r\n".repeat(10_000) + "deep";
    let siblings = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n",
        "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"../../a.txt\"\r\n\r\nwords\r\n".repeat(20_000)
    );
    let attached = |name: &str, bytes: &[u8]| {
        format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nwords\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
            base64(bytes)
        )
    };
    let bomb = zip(&[Member::filled("zeros.txt", b'0', 32 << 20)]);
    let reaching = format!(
        "{HEAD}Content-Type: message/external-body; access-type=URL; URL=\"http://127.0.0.1:{}/mail\"\r\n\r\nContent-Type: text/plain\r\n\r\n",
        bait.port
    );
    let mut chain = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    chain.resize(512, 0);
    // One sector of allocation table whose first sector follows itself.
    chain[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    chain[44..48].copy_from_slice(&1_u32.to_le_bytes());
    chain[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    chain[76..512].fill(0xFF);
    chain[76..80].copy_from_slice(&0_u32.to_le_bytes());
    chain.extend(0_u32.to_le_bytes().repeat(128));
    chain.extend([0; 512]);
    vec![
        Hostile::new("parts.eml", parts),
        Hostile::new("messages.eml", messages),
        Hostile::new("siblings.eml", siblings),
        Hostile::new("headers.eml", "X-A: b\r\n".repeat(200_000) + HEAD + "\r\nwords"),
        Hostile::new(
            "long-header.eml",
            format!("Subject: {}\r\n{HEAD}\r\nwords", "=?utf-8?Q?x?= ".repeat(200_000)),
        ),
        Hostile::new(
            "no-boundary.eml",
            format!(
                "{HEAD}Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n{}",
                "--\r\n".repeat(100_000)
            ),
        ),
        Hostile::new(
            "charset.eml",
            format!(
                "{HEAD}Content-Type: text/plain; charset=\"utf-7;;;;\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
                "=".repeat(500_000)
            ),
        ),
        Hostile::new("bomb-attached.eml", attached("bomb.zip", &bomb)),
        Hostile::new(
            "itself-attached.eml",
            attached("a.eml", attached("b.eml", b"Subject: x\r\n\r\nwords").as_bytes()),
        ),
        Hostile::new("reaching.eml", reaching),
        Hostile::new("loop.msg", chain.clone()),
        Hostile::new("cut.msg", &chain[..700]),
    ]
}
