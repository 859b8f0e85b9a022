//! A text cut into words, numbers and marks.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// The byte where it begins.
    pub(super) start: usize,
    /// Its letters.
    pub(super) text: &'a str,
}

/// The tokens of `text`: runs of letters and digits (with the apostrophes inside them), every other
/// sign by itself, lines by their ends; blanks are left out.
pub(super) fn of(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        if word(c) {
            while let Some((place, next)) = chars.peek().copied() {
                let after = place + next.len_utf8();
                let apostrophe = matches!(next, '\'' | '\u{2019}')
                    && text[after..].chars().next().is_some_and(char::is_alphabetic);
                if !word(next) && !apostrophe {
                    break;
                }
                end = after;
                chars.next();
            }
        } else if c.is_whitespace() && c != '\n' {
            continue;
        }
        tokens.push(Token { start, text: &text[start..end] });
    }
    tokens
}

/// Whether a sign belongs to a word; marks that combine with letters do.
fn word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_marks_and_lines_are_told_apart() {
        let text = "I'm Zo\u{eb} O'Neil-B.\n12 Str.";
        let tokens: Vec<&str> = of(text).iter().map(|token| token.text).collect();
        assert_eq!(tokens, ["I'm", "Zo\u{eb}", "O'Neil", "-", "B", ".", "\n", "12", "Str", "."]);
        assert!(of(text).iter().all(|token| text[token.start..].starts_with(token.text)));
    }
}
