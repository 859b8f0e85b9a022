//! Text to the words of the index.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, Stemmer, StopWordFilter,
    TextAnalyzer, Token, TokenStream, Tokenizer,
};

/// The name under which the index knows the analyzer.
pub(super) const ANALYZER: &str = "aside_english_2";
/// Words beyond this many bytes are left out.
const LONGEST_WORD_BYTES: usize = 64;

/// Words that say nothing of what is asked.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "for", "from", "had", "has", "have", "he", "her", "his", "i", "if", "in", "into", "is",
    "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "please", "she", "should", "so",
    "such", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to", "us",
    "was", "we", "were", "will", "with", "would", "you", "your",
];

/// Lower-cased stems of words, without those that say nothing; identifiers whole and in parts.
pub(super) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer)
        .filter(RemoveLongFilter::limit(LONGEST_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(StopWordFilter::remove(STOP_WORDS.iter().map(|word| (*word).to_owned())))
        .filter(Stemmer::new(Language::English))
        .build()
}

/// Whether a token stands for one certain thing, such as an error code, an article number, an option
/// of a command or a version: letters and digits together, digits with separators, or `--name`.
pub(super) fn is_identifier(token: &str) -> bool {
    let digit = token.bytes().any(|byte| byte.is_ascii_digit());
    let other = token.bytes().any(|byte| !byte.is_ascii_digit());
    (digit && other && token.len() >= 3) || (token.starts_with("--") && token.len() >= 4)
}

/// Runs of letters and digits; before the runs of a compound, the compound as one word.
#[derive(Clone, Default)]
struct WordTokenizer;

struct WordStream {
    tokens: std::vec::IntoIter<Token>,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        let mut tokens = Vec::new();
        let mut from = 0;
        for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
            if !(character.is_alphanumeric() || is_joint(character)) {
                push_run(&mut tokens, text, from, at);
                from = at + character.len_utf8();
            }
        }
        WordStream { tokens: tokens.into_iter(), token: Token::default() }
    }
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.token = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Characters that hold the parts of a compound together.
fn is_joint(character: char) -> bool {
    matches!(character, '-' | '_' | '.' | '/' | '\\' | ':' | '#')
}

/// Adds the words of `text[from..to]`, which has neither spaces nor other marks.
fn push_run(tokens: &mut Vec<Token>, text: &str, from: usize, to: usize) {
    let run = &text[from..to];
    let option = run.starts_with("--");
    let inner = run.trim_matches(is_joint);
    if inner.is_empty() {
        return;
    }
    let mut add = |word: String| {
        let position = tokens.len();
        tokens.push(Token {
            offset_from: from,
            offset_to: to,
            position,
            text: word,
            position_length: 1,
        });
    };
    let parts: Vec<&str> = inner.split(is_joint).filter(|part| !part.is_empty()).collect();
    if option || parts.len() > 1 {
        add(compound(inner, &parts, option));
    }
    for part in parts {
        add(part.to_owned());
    }
}

/// A compound as one word. Spellings of a name meet: `E-1042` and `E1042`, `Wi-Fi` and `wifi`.
/// Numbers keep their separators, so that 2.10 is not 21.0, and options their dashes.
fn compound(inner: &str, parts: &[&str], option: bool) -> String {
    if option {
        return format!("--{inner}");
    }
    let has_letter = inner.chars().any(char::is_alphabetic);
    if has_letter && parts.len() <= 3 && !inner.contains(['/', '\\', ':', '.']) {
        parts.concat()
    } else {
        inner.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut analyzer = analyzer();
        let mut stream = analyzer.token_stream(text);
        let mut words = Vec::new();
        stream.process(&mut |token| words.push(token.text.clone()));
        words
    }

    #[test]
    fn identifiers_are_words_whole_and_in_parts() {
        for (text, expected) in [
            ("Error E-1042!", &["error", "e1042", "e", "1042"][..]),
            ("(ORA-00942)", &["ora00942", "ora", "00942"]),
            ("use --dry-run.", &["use", "--dry-run", "dri", "run"]),
            ("version 2.10.1", &["version", "2.10.1", "2", "10", "1"]),
            ("Wi-Fi, wifi", &["wifi", "wi", "fi", "wifi"]),
            ("/etc/ssh/sshd_config", &["etc/ssh/sshd_config", "etc", "ssh", "sshd", "config"]),
            ("end. Next", &["end", "next"]),
            ("-- --- .", &[]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn codes_are_told_from_words_and_plain_numbers() {
        for identifier in ["e1042", "ora00942", "--dry-run", "2.10.1", "x200"] {
            assert!(is_identifier(identifier), "{identifier}");
        }
        for other in ["wifi", "2026", "30", "h2", "etc/ssh"] {
            assert!(!is_identifier(other), "{other}");
        }
    }
}
