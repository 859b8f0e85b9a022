//! Bytes of a text file to a string, whatever wrote it.

use encoding_rs::Encoding;

/// Decodes text by its byte order mark; without one as UTF-8, as UTF-16 where the zero bytes say so,
/// and in the encoding that its letters make likely otherwise. Line ends become `\n`.
pub(super) fn text(bytes: &[u8]) -> String {
    labelled(bytes, None)
}

/// Like [`text`], where the file itself names its encoding. A byte order mark outweighs that, and so
/// do letters that are UTF-8 throughout: no other encoding writes those by chance, and pages that
/// were converted keep their old label.
pub(super) fn labelled(bytes: &[u8], label: Option<&[u8]>) -> String {
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0,
        None => {
            let said = label
                .and_then(Encoding::for_label)
                .filter(|_| matches!(zero_bytes(bytes), Zeros::Few) && !is_foreign_utf8(bytes));
            said.unwrap_or_else(|| likely(bytes)).decode_without_bom_handling(bytes).0
        }
    };
    let text = decoded.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    if text.contains(is_control) { without_controls(&text) } else { text }
}

/// A control character that text has no use for.
fn is_control(letter: char) -> bool {
    letter.is_ascii_control() && !matches!(letter, '\n' | '\t' | '\x0C')
}

/// Text without control characters and without what terminals make of them: `ESC [ … m` is a colour,
/// `ESC ] … BEL` a window's title (ECMA-48).
fn without_controls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\x1B' if letters.next_if_eq(&'[').is_some() => {
                while letters.next_if(|next| (' '..='?').contains(next)).is_some() {}
                letters.next_if(|next| ('@'..='~').contains(next));
            }
            '\x1B' if letters.next_if_eq(&']').is_some() => {
                while letters.next_if(|next| !next.is_ascii_control()).is_some() {}
                letters.next_if_eq(&'\x07');
            }
            letter if is_control(letter) => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Whether `bytes` are text in some encoding: control characters, which text has hardly any of, tell.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(16 << 10)];
    if Encoding::for_bom(head).is_some() || !matches!(zero_bytes(head), Zeros::Few) {
        return true;
    }
    let control =
        |&&byte: &&u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    // One or two stand in the shortest of logs.
    head.iter().filter(control).count().saturating_sub(2) * 50 <= head.len()
}

/// Whether a line end is one byte: not so in UTF-16.
pub(super) fn has_plain_lines(bytes: &[u8]) -> bool {
    let wide = |encoding| encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
    is_text(bytes)
        && matches!(zero_bytes(bytes), Zeros::Few)
        && !Encoding::for_bom(bytes).is_some_and(|(encoding, _)| wide(encoding))
}

/// Whether `bytes` are UTF-8 with letters beyond ASCII; the last one may be cut off.
fn is_foreign_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => !bytes.is_ascii(),
        Err(error) => error.error_len().is_none() && !bytes[..error.valid_up_to()].is_ascii(),
    }
}

/// The encoding of text without a mark.
fn likely(bytes: &[u8]) -> &'static Encoding {
    match zero_bytes(bytes) {
        Zeros::Odd => return encoding_rs::UTF_16LE,
        Zeros::Even => return encoding_rs::UTF_16BE,
        Zeros::Few => {}
    }
    if std::str::from_utf8(bytes).is_ok() {
        return encoding_rs::UTF_8;
    }
    // UTF-8 that is cut off or damaged in a few places is still UTF-8.
    let damage = String::from_utf8_lossy(bytes).matches(char::REPLACEMENT_CHARACTER).count();
    let foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if damage * 20 < foreign {
        return encoding_rs::UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(&bytes[..bytes.len().min(64 << 10)], true);
    detector.guess(None, false)
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

/// UTF-16 of a text with Latin letters has a zero in most pairs, always on the same side; of other
/// letters at least at its blanks and line ends.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_terminals_are_told_is_no_text() {
        let log = b"x\x1B[1;31mwildebeest\x1B[0m error\n\x1B]0;title\x07here\x07 \x1B";
        assert!(is_text(log));
        assert_eq!(text(log), "xwildebeest error\nhere ");
        assert_eq!(text(b"\x1B[\nnext"), "\nnext");
    }

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
    fn a_wrong_label_does_not_garble_utf8_and_a_right_one_is_believed() {
        let page = "返品は三十日以内".as_bytes();
        assert_eq!(labelled(page, Some(b"gb2312")), "返品は三十日以内");
        assert_eq!(labelled(&page[..page.len() - 1], Some(b"gb2312")), "返品は三十日以\u{fffd}");
        assert_eq!(labelled(b"\xcd\xcb\xbb\xf5", Some(b"gb2312")), "退货");
        assert_eq!(labelled(b"\x1b$BJVIJ\x1b(B", Some(b"iso-2022-jp")), "返品");
    }

    #[test]
    fn letters_make_an_encoding_likely() {
        for (encoding, words) in [
            (
                encoding_rs::WINDOWS_1251,
                "Возврат денег занимает пять рабочих дней после получения посылки.",
            ),
            (encoding_rs::SHIFT_JIS, "返品は商品到着後三十日以内にお申し込みください。"),
            (encoding_rs::EUC_KR, "환불은 영업일 기준 5일 이내에 처리됩니다."),
            (encoding_rs::WINDOWS_1253, "Η επιστροφή χρημάτων διαρκεί πέντε εργάσιμες ημέρες."),
        ] {
            assert_eq!(text(&encoding.encode(words).0), words, "{}", encoding.name());
        }
    }

    #[test]
    fn what_a_file_says_of_its_encoding_counts_below_a_mark() {
        assert_eq!(labelled(b"\xE9", Some(b"windows-1251")), "й");
        assert_eq!(labelled("\u{feff}é".as_bytes(), Some(b"windows-1251")), "é");
    }

    #[test]
    fn one_damaged_place_leaves_the_rest_as_it_is() {
        let bytes = [("Größe ".repeat(40)).as_bytes(), b"\xFF"].concat();
        assert!(text(&bytes).starts_with("Größe Größe"));
    }

    #[test]
    fn programs_are_no_text() {
        assert!(!is_text(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0"));
        assert!(is_text("Größe\r\n\tx".as_bytes()) && is_text(b""));
    }

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(text(b"a\r\nb\rc\nd"), "a\nb\nc\nd");
    }
}
