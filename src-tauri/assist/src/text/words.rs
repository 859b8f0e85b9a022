//! Words, made comparable: lower case, contractions resolved, endings removed.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

/// Words that carry no matter of their own in a question.
const STOP: &[&str] = &[
    "a", "about", "after", "again", "all", "already", "also", "am", "an", "and", "any", "anyone",
    "are", "as", "at", "be", "been", "being", "but", "by", "can", "could", "did", "do", "does",
    "doing", "done", "for", "from", "get", "getting", "give", "go", "going", "gonna", "got", "had",
    "has", "have", "having", "hello", "help", "hey", "hi", "how", "i", "if", "im", "in", "into",
    "is", "it", "its", "just", "know", "let", "like", "me", "mine", "must", "my", "need", "now",
    "of", "ok", "okay", "on", "one", "ones", "or", "our", "out", "please", "pls", "really",
    "should", "since", "so", "some", "somebody", "someone", "still", "such", "tell", "than",
    "thank", "thanks", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "to", "today", "too", "u", "up", "us", "very", "want", "was", "we", "were", "what",
    "when", "where", "which", "who", "why", "will", "with", "would", "yes", "yet", "you", "your",
    "yours",
];

/// Whether `word` (lower case) carries no matter of its own.
pub(crate) fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

/// Lower case with straight apostrophes, so that patterns meet one spelling.
pub(crate) fn fold(text: &str) -> String {
    text.replace(['\u{2019}', '\u{2018}', '\u{02bc}'], "'").to_lowercase()
}

/// `text` (lower case) with letters without accents and with dashes, quotes and signs of money of ASCII,
/// one character for each: the spelling of patterns in languages beside English.
pub(crate) fn plain_letters(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'ß' => 's',
        '\u{2010}'..='\u{2015}' => '-',
        '\u{201c}'..='\u{201f}' | '«' | '»' => '"',
        '\u{a0}' | '\u{202f}' => ' ',
        '€' | '£' => '$',
        _ => letter,
    };
    text.chars().map(plain).collect()
}

/// The words of `text` in order, lower case; "don't" gives "not", "I've" gives "i".
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded
        .unicode_words()
        .filter_map(|word| {
            if word.ends_with("n't")
                || word == "cannot"
                || word == "cant"
                || word == "dont"
                || word == "doesnt"
            {
                return Some("not".to_owned());
            }
            let word = word.split('\'').next().unwrap_or(word);
            (!word.is_empty()).then(|| word.to_owned())
        })
        .collect()
}

/// The stems of the words that carry matter, each once.
pub(crate) fn content_set(text: &str) -> BTreeSet<String> {
    words(text).into_iter().filter(|word| !is_stop(word)).map(|word| stem(&word)).collect()
}

/// Whether `text` has every word of `wanted` that carries matter, in any form; false where none does.
pub fn names_all(text: &str, wanted: &str) -> bool {
    let wanted = content_set(wanted);
    !wanted.is_empty() && wanted.is_subset(&content_set(text))
}

/// The words of `text` that hold letters and digits, lower case: `e07`, `fw-h2`.
pub(crate) fn codes(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let parts = folded.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    let parts = parts.map(|part| part.trim_matches('-'));
    let is_code = |part: &&str| {
        part.len() > 2
            && part.starts_with(char::is_alphabetic)
            && part.contains(|c: char| c.is_ascii_digit())
    };
    parts.filter(is_code).map(str::to_owned).collect()
}

/// Removes the commonest English endings, so that "charges", "charged" and "charging" meet.
///
/// Far simpler than Porter's stemmer: both sides of every comparison go through it, and a rare false
/// meeting costs less than a table of exceptions.
fn stem(word: &str) -> String {
    let mut stem = word.to_owned();
    if stem.len() > 4 && stem.ends_with("ies") {
        stem.truncate(stem.len() - 3);
        stem.push('y');
    } else if stem.len() > 3
        && stem.ends_with('s')
        && !stem.ends_with("ss")
        && !stem.ends_with("us")
    {
        stem.truncate(stem.len() - 1);
    }
    for (ending, kept) in [("ing", 4), ("ed", 4), ("al", 4), ("ment", 3)] {
        if let Some(rest) = stem.strip_suffix(ending).filter(|rest| rest.len() >= kept) {
            stem = rest.to_owned();
            break;
        }
    }
    // "shipping" and "ship", "cancelled" and "cancel", "charge" and "charging".
    let mut tail = stem.chars().rev();
    if let (Some(last), Some(before)) = (tail.next(), tail.next()) {
        let doubled = last == before && last.is_alphabetic() && last != 's';
        if stem.len() > 3 && (doubled || last == 'e') {
            stem.pop();
        }
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted_for_the_search_among_them() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn forms_of_one_word_meet() {
        for (left, right) in [
            ("charges", "charging"),
            ("cancelled", "cancel"),
            ("shipping", "ships"),
            ("deliveries", "delivery"),
            ("renewal", "renewing"),
            ("payment", "pay"),
            ("invoice", "invoices"),
        ] {
            assert_eq!(stem(left), stem(right), "{left} and {right}");
        }
    }

    #[test]
    fn contractions_leave_the_negation() {
        assert_eq!(
            words("I can’t log in, it doesn't work"),
            ["i", "not", "log", "in", "it", "not", "work"]
        );
    }
}
