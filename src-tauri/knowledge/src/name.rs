//! Names of files that are no Unicode, written so that they can be read, stored and turned back.
//!
//! On Unix a name is any bytes. Those that are no UTF-8 are written as `\xe9`; in such a name, and in
//! one that looks like it, a backslash is written as `\x5c`.

use std::ffi::{OsStr, OsString};

/// One part of a path as text; `None` where the system's names cannot be written so.
pub(crate) fn to_text(part: &OsStr) -> Option<String> {
    match part.to_str() {
        Some(text) if !has_escape(text) => Some(text.to_owned()),
        _ => escaped(part),
    }
}

/// The part that [`to_text`] wrote as `text`.
pub(crate) fn from_text(text: &str) -> OsString {
    if has_escape(text) { unescaped(text) } else { text.into() }
}

fn has_escape(text: &str) -> bool {
    text.match_indices("\\x").any(|(at, _)| hex(text.as_bytes(), at).is_some())
}

/// The byte that is written at `at`, after `\x`.
fn hex(text: &[u8], at: usize) -> Option<u8> {
    let digits = std::str::from_utf8(text.get(at + 2..at + 4)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(unix)]
fn escaped(part: &OsStr) -> Option<String> {
    use std::fmt::Write;
    use std::os::unix::ffi::OsStrExt;

    let mut text = String::new();
    for piece in part.as_bytes().utf8_chunks() {
        text.push_str(&piece.valid().replace('\\', "\\x5c"));
        for byte in piece.invalid() {
            write!(text, "\\x{byte:02x}").ok()?;
        }
    }
    Some(text)
}

#[cfg(unix)]
fn unescaped(text: &str) -> OsString {
    use std::os::unix::ffi::OsStringExt;

    let text = text.as_bytes();
    let (mut bytes, mut at) = (Vec::with_capacity(text.len()), 0);
    while at < text.len() {
        match hex(text, at).filter(|_| text[at..].starts_with(b"\\x")) {
            Some(byte) => {
                bytes.push(byte);
                at += 4;
            }
            None => {
                bytes.push(text[at]);
                at += 1;
            }
        }
    }
    OsString::from_vec(bytes)
}

/// Elsewhere names are Unicode but for broken pairs, and a backslash is in none.
#[cfg(not(unix))]
fn escaped(_: &OsStr) -> Option<String> {
    None
}

#[cfg(not(unix))]
fn unescaped(text: &str) -> OsString {
    text.into()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn every_name_can_be_written_and_turned_back() {
        let names: [&[u8]; 7] = [
            b"plain.md",
            "über uns.md".as_bytes(),
            b"caf\xe9.md",
            b"back\\slash.md",
            b"looks\\xe9so.md",
            b"both\\x\xff.md",
            b"\x80\x81",
        ];
        let mut written = Vec::new();
        for name in names {
            let text = to_text(OsStr::from_bytes(name)).unwrap();
            assert_eq!(from_text(&text).as_bytes(), name, "{text}");
            written.push(text);
        }
        assert_eq!(written[1], "über uns.md");
        assert_eq!(written[2], "caf\\xe9.md");
        assert_eq!(written[3], "back\\slash.md");
        written.sort();
        written.dedup();
        assert_eq!(written.len(), names.len(), "no two names are written alike");
    }
}
