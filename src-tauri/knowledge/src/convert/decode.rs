//! Bytes of a text file to a string, whatever wrote it.

/// Decodes text by its byte order mark; without one as UTF-8, as UTF-16 where the zero bytes say so,
/// and as Latin-1 (each byte its own character, so that nothing is lost) otherwise. Line ends become `\n`.
pub(super) fn text(bytes: &[u8]) -> String {
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match (std::str::from_utf8(bytes), zero_bytes(bytes)) {
            (_, Zeros::Odd) => utf16(bytes, u16::from_le_bytes),
            (_, Zeros::Even) => utf16(bytes, u16::from_be_bytes),
            (Ok(text), Zeros::Few) => text.to_owned(),
            (Err(_), Zeros::Few) => bytes.iter().map(|&byte| windows_1252(byte)).collect(),
        },
    };
    decoded.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

/// Where a text's zero bytes stand.
enum Zeros {
    /// Too few for UTF-16 of Latin letters.
    Few,
    /// At even places: UTF-16, big-endian.
    Even,
    /// At odd places: UTF-16, little-endian.
    Odd,
}

/// UTF-16 of a text with Latin letters has a zero in most pairs, always on the same side.
fn zero_bytes(bytes: &[u8]) -> Zeros {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros =
        |start: usize| sample.iter().skip(start).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if pairs < 2 {
        Zeros::Few
    } else if odd * 3 > pairs && even * 10 < pairs {
        Zeros::Odd
    } else if even * 3 > pairs && odd * 10 < pairs {
        Zeros::Even
    } else {
        Zeros::Few
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Latin-1 with the quotes, dashes and the euro sign that Windows puts where Latin-1 has controls.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte) - 0x80],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_same_words_from_every_encoding() {
        let words = "Größe: 5 € – prüfen";
        let little: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let windows = b"Gr\xf6\xdfe: 5 \x80 \x96 pr\xfcfen";
        let with_mark = |mark: &[u8], body: &[u8]| [mark, body].concat();
        for bytes in [
            words.as_bytes().to_vec(),
            with_mark(b"\xEF\xBB\xBF", words.as_bytes()),
            with_mark(b"\xFF\xFE", &little),
            with_mark(b"\xFE\xFF", &big),
            little,
            big,
            windows.to_vec(),
        ] {
            assert_eq!(text(&bytes), words, "from {bytes:?}");
        }
    }

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(text(b"a\r\nb\rc\nd"), "a\nb\nc\nd");
    }
}
