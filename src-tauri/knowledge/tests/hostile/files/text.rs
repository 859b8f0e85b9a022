//! Plain text and tables as text.

use super::Hostile;

pub fn files() -> Vec<Hostile> {
    let megabyte_of_rows = "1234567,some customer,some city,42.50\n".repeat((1 << 20) / 38);
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    vec![
        Hostile::new("200-megabytes.csv", megabyte_of_rows.clone()).repeated(200).slow(),
        Hostile::new("20-megabytes.csv", megabyte_of_rows).repeated(20),
        Hostile::new("open-quote.csv", format!("a,b\n\"{}", "x,y\n".repeat(500_000))),
        Hostile::new("columns.csv", "a,".repeat(300_000) + "\n" + &"b,".repeat(300_000)),
        Hostile::new("commas.csv", ",".repeat(3_000_000)),
        Hostile::new("quotes.csv", "\"".repeat(3_000_001)),
        Hostile::new("ragged.csv", (0..2_000).map(|n| "x,".repeat(n) + "\n").collect::<String>()),
        Hostile::new("tabs.tsv", "\t".repeat(3_000_000)),
        Hostile::new("one-line.txt", "endless".repeat(3_000_000)),
        Hostile::new("one-line-of-words.txt", "endless words ".repeat(1_000_000)),
        Hostile::new("lines.txt", "\n".repeat(5_000_000)),
        Hostile::new("letters.txt", "a\n\n".repeat(900_000)),
        Hostile::new("zeros.txt", vec![0; 3_000_000]),
        Hostile::new("zeros-among-words.txt", "words\0".repeat(200_000)),
        Hostile::new("no-utf8.txt", [0xC3, 0x28, 0xA0, 0xFF, 0xFE, 0xF8, b' '].repeat(100_000)),
        Hostile::new("half-a-unit.txt", [&b"\xFF\xFE"[..], &utf16("words"), b"\x41"].concat()),
        Hostile::new(
            "lone-surrogates.txt",
            [&b"\xFF\xFE"[..], &[0x00, 0xD8].repeat(100_000)].concat(),
        ),
        Hostile::new("utf32.txt", [&b"\xFF\xFE\0\0"[..], &b"w\0\0\0".repeat(1_000)].concat()),
        Hostile::new("controls.txt", "\u{1b}[2J\u{7}\u{8}\u{202e}\u{feff}\u{200b}".repeat(50_000)),
        Hostile::new("marks.txt", "e".to_owned() + &"\u{301}".repeat(500_000)),
        Hostile::new("server.log", "2026-11-21 ERROR refused\n".repeat(400_000)),
    ]
}
