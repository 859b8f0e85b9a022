//! Archives that unpack to more than they are, or to where they should not.

use super::zips::{Member, zip};
use super::{Bait, Hostile};

const MEGABYTE: usize = 1 << 20;

pub fn files(bait: &Bait) -> Vec<Hostile> {
    let page = Member::deflated("page.md", b"# A page\n\nwith some words\n");
    let bomb = Member::filled("zeros.txt", b'0', 64 * MEGABYTE);
    // Sixteen in each of five levels, a million in all.
    let mut matryoshka = zip(&[Member::filled("zeros.txt", b'0', 4 * MEGABYTE)]);
    for _ in 0..5 {
        let copies: Vec<Member> =
            (0..16).map(|n| Member::deflated(&format!("lib{n}.zip"), &matryoshka)).collect();
        matryoshka = zip(&copies);
    }
    let kernel = Member::filled("zeros.txt", b'0', 10 * MEGABYTE);
    let overlapping: Vec<Member> = (0..1_000)
        .map(|n| Member {
            name: format!("{n:04}.txt").into(),
            at: (n > 0).then_some(0),
            ..kernel.clone()
        })
        .collect();
    let link = |target: &str| Member {
        attributes: 0o120_777 << 16,
        ..Member::stored("link.txt", target.as_bytes())
    };
    let names = [
        bait.nothing.display().to_string(),
        "../../../../../../../../tmp/aside-escaped.md".into(),
        "..\\..\\escaped.md".into(),
        "C:\\Windows\\escaped.md".into(),
        "a\0b.md".into(),
        "long/".repeat(12_000) + "x.md",
    ];
    let escapes: Vec<Member> =
        names.iter().map(|name| Member::stored(name, b"# Escaped\n\nwords\n")).collect();
    let many: Vec<Member> = (0..60_000).map(|n| Member::stored(&format!("{n}.md"), b"x")).collect();
    let page_zip = zip(std::slice::from_ref(&page));
    let shifted = {
        let mut bytes = page_zip.clone();
        let end = bytes.len();
        bytes[end - 6..end - 2].copy_from_slice(&0xFFFF_0000_u32.to_le_bytes());
        bytes
    };
    vec![
        Hostile::new("bomb.zip", zip(&[bomb.clone(), page.clone()])),
        Hostile::new("matryoshka.zip", matryoshka),
        Hostile::new("overlapping.zip", zip(&overlapping)),
        Hostile::new("overlapping.docx", zip(&overlapping)),
        Hostile::new("says-it-is-small.zip", zip(&[bomb.claiming(10)])),
        Hostile::new("says-it-is-huge.zip", zip(&[page.clone().claiming(1 << 40)])),
        Hostile::new("escapes.zip", zip(&escapes)),
        Hostile::new(
            "links.zip",
            zip(&[link(&bait.secret.display().to_string()), link("link.txt")]),
        ),
        Hostile::new("many.zip", zip(&many)),
        Hostile::new("encrypted.zip", zip(&[Member { flags: 1, ..page.clone() }])),
        Hostile::new("unknown-method.zip", zip(&[Member { method: 99, ..page.clone() }])),
        Hostile::new("wrong-sum.zip", zip(&[Member { crc: 7, ..page.clone() }])),
        Hostile::new("same-name.zip", zip(&vec![page.clone(); 500])),
        Hostile::new(
            "names.zip",
            zip(&[Member { name: vec![0xFF, 0xFE, b'/', 0x80, b'.', b'm', b'd'], ..page }]),
        ),
        Hostile::new("directory-elsewhere.zip", shifted),
        Hostile::new("cut.zip", &page_zip[..page_zip.len() - 30]),
        Hostile::new("empty.zip", zip(&[])),
        Hostile::new("in-itself.zip", zip(&[Member::stored("in-itself.zip", &page_zip)])),
    ]
}
