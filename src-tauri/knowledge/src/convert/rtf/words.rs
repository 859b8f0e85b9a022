//! Cuts RTF into its words.

/// A piece of RTF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A byte of text, as it stands there or as `\'hh`.
    Byte(u8),
    /// A backslash and this character, which is no letter.
    Symbol(u8),
    /// A backslash, these letters, and a number.
    Control(&'a str, Option<i32>),
}

/// The words of `source` in order. Line ends, which mean nothing, and binary data are left out.
pub(super) fn words(source: &[u8]) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let byte = *source.get(at)?;
            at += 1;
            return Some(match byte {
                b'{' => Word::Open,
                b'}' => Word::Close,
                b'\\' => match control(source, &mut at)? {
                    Word::Control("bin", Some(length)) => {
                        at = at.saturating_add(usize::try_from(length).unwrap_or_default());
                        continue;
                    }
                    word => word,
                },
                b'\r' | b'\n' | b'\0' => continue,
                byte => Word::Byte(byte),
            });
        }
    })
}

/// What follows a backslash.
fn control<'a>(source: &'a [u8], at: &mut usize) -> Option<Word<'a>> {
    let rest = source.get(*at..)?;
    let first = *rest.first()?;
    let letters = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters == 0 {
        *at += 1;
        if first == b'\'' {
            let hex = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
            if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                *at += 2;
                return Some(Word::Byte(byte));
            }
        }
        return Some(Word::Symbol(first));
    }
    let name = std::str::from_utf8(&rest[..letters]).unwrap_or_default();
    let tail = &rest[letters..];
    let sign = usize::from(tail.first() == Some(&b'-'));
    let digits = tail[sign..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let mut length = letters;
    let mut number = None;
    if digits > 0 {
        number =
            std::str::from_utf8(&tail[..sign + digits]).ok().and_then(|text| text.parse().ok());
        length += sign + digits;
    }
    // One blank after a control word belongs to it.
    length += usize::from(rest.get(length) == Some(&b' '));
    *at += length;
    Some(Word::Control(name, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        let found: Vec<_> = words(br"{\b0 a\'e9\~\u-5?\bin2 }}x}").collect();
        assert_eq!(
            found,
            [
                Word::Open,
                Word::Control("b", Some(0)),
                Word::Byte(b'a'),
                Word::Byte(0xE9),
                Word::Symbol(b'~'),
                Word::Control("u", Some(-5)),
                Word::Byte(b'?'),
                Word::Byte(b'x'),
                Word::Close
            ]
        );
    }
}
