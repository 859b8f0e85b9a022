//! A quick look at what a file claims and how deep it nests, before anything is unpacked or parsed.

use std::io::Cursor;

use super::ConvertError;

/// The most members; the most bytes that all may declare; the highest ratio of a large member.
/// Real office files measured far below each.
const MAX_MEMBERS: usize = 5_000;
const MAX_DECLARED_BYTES: u64 = 256 << 20;
const MAX_RATIO: u64 = 200;

/// Refuses a zip that claims more than an honest office document holds.
pub(super) fn archive(bytes: &[u8]) -> Result<(), ConvertError> {
    // An office document with a password is wrapped in the older container format.
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(ConvertError::Protected);
    }
    let malformed = |error: zip::result::ZipError| ConvertError::Malformed(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
    if archive.len() > MAX_MEMBERS {
        return Err(ConvertError::OverLimit(format!("{} members in its archive", archive.len())));
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(malformed)?;
        let (size, packed) = (member.size(), member.compressed_size().max(1));
        declared = declared.saturating_add(size);
        if size > 1 << 20 && size / packed > MAX_RATIO {
            return Err(ConvertError::OverLimit(format!(
                "to unpack to {} times its size",
                size / packed
            )));
        }
        if declared > MAX_DECLARED_BYTES {
            return Err(ConvertError::OverLimit(format!(
                "more than {} MB unpacked",
                MAX_DECLARED_BYTES >> 20
            )));
        }
    }
    Ok(())
}

/// How deep the elements of a page may stand in each other. Real pages measured below a hundred;
/// parsers take a square of this, in time or in stack.
const MAX_NESTED_ELEMENTS: usize = 1_000;
/// How many attributes one element may have; parsers compare each with all others.
const MAX_ATTRIBUTES: usize = 5_000;

/// Elements that people leave open, because the next one or the end of the page closes them, and
/// those that hold nothing.
const LEFT_OPEN: &[&[u8]] = &[
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"tr",
    b"td",
    b"th",
    b"thead",
    b"tbody",
    b"tfoot",
    b"colgroup",
    b"option",
    b"optgroup",
    b"html",
    b"head",
    b"body",
    b"br",
    b"hr",
    b"img",
    b"input",
    b"meta",
    b"link",
    b"area",
    b"base",
    b"col",
    b"embed",
    b"source",
    b"track",
    b"wbr",
    b"param",
];

/// Refuses a page whose elements stand too deep in each other, or have too many attributes.
///
/// It reads tags only, so a page can fool it; the limits of the process hold then.
pub(super) fn nesting(html: &[u8]) -> Result<(), ConvertError> {
    let mut depth = 0_usize;
    for piece in html.split(|&byte| byte == b'<').skip(1) {
        let closes = piece.first() == Some(&b'/');
        let name = piece.get(usize::from(closes)..).unwrap_or_default();
        let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = &name[..end];
        let tag = piece.split(|&byte| byte == b'>').next().unwrap_or_default();
        if tag.iter().filter(|&&byte| byte == b'=').count() > MAX_ATTRIBUTES {
            return Err(ConvertError::OverLimit(format!(
                "more than {MAX_ATTRIBUTES} attributes of one element"
            )));
        }
        if name.is_empty() || LEFT_OPEN.iter().any(|open| name.eq_ignore_ascii_case(open)) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else if !tag.ends_with(b"/") {
            depth += 1;
        }
        if depth > MAX_NESTED_ELEMENTS {
            return Err(ConvertError::OverLimit(format!(
                "more than {MAX_NESTED_ELEMENTS} elements inside each other"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_elements_inside_each_other_count_as_nesting() {
        let rows = "<tr><td>cell<p>text<br><img src=a>".repeat(50_000);
        let flat = "<div><b>word</b></div><path d=1 />".repeat(50_000);
        for page in [format!("<table>{rows}</table>"), flat, "a < b ".repeat(9_000)] {
            assert_eq!(nesting(page.as_bytes()), Ok(()));
        }
        for deep in ["<div>", "<UL><li>", "<table><tr><td>", "<b class='x'>"] {
            assert!(nesting(deep.repeat(2_000).as_bytes()).is_err(), "{deep}");
        }
        assert!(nesting(format!("<p {}>", "a=b ".repeat(6_000)).as_bytes()).is_err());
    }
}
