//! What a file is, by its bytes.
//!
//! A browser is only ever shown the four kinds of pictures here, whose head was read. Whatever could run in
//! a page (HTML, SVG, scripts) is text, and text is only ever text.

/// The most pixels of a picture that is shown: more take a browser's memory.
const MAX_PIXELS: u64 = 50_000_000;
/// What nothing is known of.
const UNKNOWN: &str = "application/octet-stream";

/// What programs begin with: Windows, Linux, macOS (four orders of bytes and the fat form), WebAssembly.
const PROGRAMS: [&[u8]; 8] = [
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
];

/// Documents that are a zip or a compound file, which their endings tell apart. None of them is ever shown.
const OFFICE: [(&str, &str); 10] = [
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("epub", "application/epub+zip"),
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("msg", "application/vnd.ms-outlook"),
];

/// The media type of a file, by its bytes; its name only tells kinds of office documents apart. `None` for
/// programs.
pub(crate) fn media_type(bytes: &[u8], name: &str) -> Option<&'static str> {
    if let Some((media_type, width, height)) = picture(bytes) {
        let pixels = u64::from(width) * u64::from(height);
        return Some(if (1..=MAX_PIXELS).contains(&pixels) { media_type } else { UNKNOWN });
    }
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    if is_zip || bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let office = OFFICE.iter().find(|(known, _)| *known == ending);
        let unknown = if is_zip { "application/zip" } else { UNKNOWN };
        return Some(office.map_or(unknown, |(_, media_type)| media_type));
    }
    if bytes.starts_with(b"%PDF-") {
        return Some("application/pdf");
    }
    if bytes.starts_with(br"{\rtf") {
        return Some("application/rtf");
    }
    if is_text(bytes) {
        // Text that a shell would run is no program until somebody makes it one.
        return Some("text/plain");
    }
    if PROGRAMS.iter().any(|magic| bytes.starts_with(magic)) {
        return None;
    }
    Some(UNKNOWN)
}

/// Whether the beginning is text in UTF-8 or, with its mark, in UTF-16.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return true;
    }
    let head = &bytes[..bytes.len().min(8192)];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The last letter may be cut in two.
        Err(fault) if fault.error_len().is_none() => {
            std::str::from_utf8(&head[..fault.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let strange = |letter: char| letter.is_control() && !"\t\n\r\u{c}\u{1b}".contains(letter);
    !text.chars().any(strange)
}

/// The kind of a picture that browsers show, with its width and height in pixels, from its head.
fn picture(bytes: &[u8]) -> Option<(&'static str, u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16)? == b"IHDR" {
        return Some(("image/png", big32(bytes, 16)?, big32(bytes, 20)?));
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Some(("image/gif", little(bytes, 6, 2)?, little(bytes, 8, 2)?));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP" {
        let (width, height) = webp(bytes)?;
        return Some(("image/webp", width, height));
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        let (width, height) = jpeg(bytes)?;
        return Some(("image/jpeg", width, height));
    }
    None
}

/// The size in the first chunk of a WebP (RFC 9649).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8L" if *bytes.get(20)? == 0x2f => {
            let packed = little(bytes, 21, 4)?;
            Some(((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1))
        }
        b"VP8 " if bytes.get(23..26)? == b"\x9d\x01\x2a" => {
            Some((little(bytes, 26, 2)? & 0x3fff, little(bytes, 28, 2)? & 0x3fff))
        }
        _ => None,
    }
}

/// The size in the frame header of a JPEG (ITU T.81, B.2.2), behind segments that tell their length.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    while *bytes.get(at)? == 0xff {
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Bytes that fill.
            0xff => at += 1,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let side =
                    |at| Some(u32::from(*bytes.get(at)?) << 8 | u32::from(*bytes.get(at + 1)?));
                return Some((side(at + 7)?, side(at + 5)?));
            }
            _ => {
                let length = bytes.get(at + 2..at + 4)?;
                at += 2 + usize::from(length[0]) * 256 + usize::from(length[1]);
            }
        }
    }
    None
}

fn big32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A number of so many bytes, the least first.
fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let digits = bytes.get(at..at + length)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | u32::from(*digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend(b"\x08\x02\0\0\0");
        bytes
    }

    #[test]
    fn pictures_are_told_by_their_heads() {
        let gif = b"GIF89a\x10\0\x20\0\0\0\0";
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x20\0\x10\x03";
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x0f\xc0\x07\0";
        assert_eq!(picture(&png(16, 32)), Some(("image/png", 16, 32)));
        assert_eq!(picture(gif), Some(("image/gif", 16, 32)));
        assert_eq!(picture(jpeg), Some(("image/jpeg", 16, 32)));
        assert_eq!(picture(lossless), Some(("image/webp", 16, 32)));
        let extended = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x0f\0\0\x1f\0\0";
        assert_eq!(picture(extended), Some(("image/webp", 16, 32)));
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x10\0\x20\0";
        assert_eq!(picture(lossy), Some(("image/webp", 16, 32)));
    }

    #[test]
    fn heads_that_are_cut_or_lie_show_nothing() {
        for whole in [png(16, 32), b"\xff\xd8\xff\xe0\xff\xff".to_vec(), b"RIFF0000WEBP".to_vec()] {
            for cut in 0..whole.len().min(24) {
                assert_eq!(picture(&whole[..cut]), None, "{cut} of {whole:?}");
            }
        }
        assert_eq!(media_type(&png(100_000, 100_000), "bomb.png"), Some(UNKNOWN));
        assert_eq!(media_type(&png(0, 5), "none.png"), Some(UNKNOWN));
    }

    #[test]
    fn what_could_run_in_a_page_is_text() {
        for (bytes, name) in [
            (&b"<!doctype html><script>alert(1)</script>"[..], "a.html"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.svg"),
            (b"<svg onload='alert(1)'/>", "picture.png"),
            (b"#!/bin/sh\nrm -rf /", "run.sh"),
            ("Grüße".as_bytes(), "a.txt"),
        ] {
            assert_eq!(media_type(bytes, name), Some("text/plain"), "{name}");
        }
    }

    #[test]
    fn documents_and_programs_are_told_by_their_bytes() {
        for (bytes, name, kind) in [
            (&b"%PDF-1.7\n%\xe2\xe3"[..], "a.txt", Some("application/pdf")),
            (b"PK\x03\x04\x14\0\x06\0", "a.docx", Some(OFFICE[0].1)),
            (b"PK\x03\x04\x14\0\x06\0", "a.png", Some("application/zip")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "old.doc", Some("application/msword")),
            (b"\x7fELF\x02\x01\x01\0", "a.pdf", None),
            (b"MZ\x90\0\x03\0", "setup.exe", None),
            (b"\xca\xfe\xba\xbe\0\0\0\x34", "A.class", None),
            (b"\0\x01\x02\x03", "a.bin", Some(UNKNOWN)),
        ] {
            assert_eq!(media_type(bytes, name), kind, "{name}");
        }
    }

    #[test]
    fn a_letter_that_the_head_cuts_in_two_leaves_it_text() {
        let text = format!("{}ü{}", "a".repeat(8191), "b".repeat(100));
        assert_eq!(media_type(text.as_bytes(), "a.txt"), Some("text/plain"));
    }
}
