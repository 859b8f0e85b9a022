//! A team's own patterns: the numbers of its orders, accounts and the like.

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::{Kind, Span};

/// The most patterns of a file.
const MOST: usize = 100;
/// The most memory that one compiled pattern may take, in bytes.
const MOST_COMPILED: usize = 1 << 20;
/// The shortest name that is looked for, in characters: shorter ones are words of many texts.
const SHORTEST_NAME: usize = 3;
/// How sure a finding is: the team knows what its numbers look like, checksums know better.
const CERTAINTY: f32 = 0.95;

/// A team's own patterns. None by default.
#[derive(Clone, Debug, Default)]
pub struct OwnPatterns(Vec<(Regex, Kind)>);

/// A file of patterns that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnPatternsError {
    /// It is no TOML, or has other fields.
    #[error("{0}")]
    Format(String),
    /// A pattern does not compile.
    #[error("the pattern `{pattern}` cannot be used: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A kind that does not exist.
    #[error("the kind `{kind}` does not exist: choose one of {}", kinds())]
    Kind {
        /// The kind.
        kind: String,
    },
    /// More patterns than are looked for in every text.
    #[error("{0} patterns are too many: {MOST} at most")]
    TooMany(usize),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    pattern: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    regex: String,
    #[serde(default = "reference")]
    kind: String,
}

fn reference() -> String {
    Kind::Reference.name().to_lowercase()
}

fn kinds() -> String {
    let names = Kind::ALL.iter().filter(|kind| **kind != Kind::Placeholder);
    names.map(|kind| kind.name().to_lowercase()).collect::<Vec<_>>().join(", ")
}

/// What is wrong with a file, with its line.
fn said(content: &str, error: &toml::de::Error) -> String {
    let line = error.span().map(|span| content[..span.start].matches('\n').count() + 1);
    let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    format!("{line}{}", error.message())
}

impl OwnPatterns {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a file in TOML: `[[pattern]]` with `regex`, in the syntax of the `regex` crate (which
    /// takes time in proportion to the text, whatever the pattern), and `kind`, by default
    /// `reference`. Where the pattern has a group named `value`, only that is masked.
    ///
    /// # Errors
    /// [`OwnPatternsError`] names the pattern or kind that cannot be used.
    ///
    /// ```
    /// let own = aside_redact::OwnPatterns::read("[[pattern]]\nregex = 'ZX-\\d{4}'").unwrap();
    /// let mut masks = aside_redact::Masks::with(own);
    /// assert_eq!(&*masks.redact("What about ZX-2044?"), "What about [REFERENCE_1]?");
    /// ```
    pub fn read(content: &str) -> Result<Self, OwnPatternsError> {
        let file: File = toml::from_str(content)
            .map_err(|error| OwnPatternsError::Format(said(content, &error)))?;
        if file.pattern.len() > MOST {
            return Err(OwnPatternsError::TooMany(file.pattern.len()));
        }
        file.pattern.into_iter().map(Entry::compile).collect::<Result<_, _>>().map(Self)
    }

    /// Looks for a person's name from now on: whole, and each word of it, in any case.
    pub(crate) fn expect_name(&mut self, name: &str) {
        let words = name.split_whitespace().filter(|word| {
            word.chars().count() >= SHORTEST_NAME && word.chars().all(char::is_alphabetic)
        });
        for part in std::iter::once(name.trim()).chain(words) {
            let literal = regex::escape(part);
            // No border where the name begins or ends with a sign.
            let at = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
            let before = if at(part.chars().next()) { r"\b" } else { "" };
            let after = if at(part.chars().next_back()) { r"\b" } else { "" };
            let pattern = format!("(?i){before}{literal}{after}");
            let is_known = self.0.iter().any(|(known, _)| known.as_str() == pattern);
            if part.chars().count() >= SHORTEST_NAME
                && !is_known
                && let Ok(regex) = RegexBuilder::new(&pattern).size_limit(MOST_COMPILED).build()
            {
                self.0.push((regex, Kind::Person));
            }
        }
    }

    /// Their findings in `text`; they may overlap.
    pub(crate) fn find(&self, text: &str) -> Vec<Span> {
        let found = self.0.iter().flat_map(|(regex, kind)| {
            regex.captures_iter(text).filter_map(|found| {
                let range = found.name("value").or_else(|| found.get(0))?.range();
                (!range.is_empty()).then_some(Span { kind: *kind, range, certainty: CERTAINTY })
            })
        });
        found.collect()
    }
}

impl Entry {
    fn compile(self) -> Result<(Regex, Kind), OwnPatternsError> {
        let Some(kind) =
            Kind::from_name(&self.kind.to_uppercase()).filter(|kind| *kind != Kind::Placeholder)
        else {
            return Err(OwnPatternsError::Kind { kind: self.kind });
        };
        let unfit = |pattern: &str, reason: String| OwnPatternsError::Pattern {
            pattern: pattern.to_owned(),
            reason,
        };
        let regex = RegexBuilder::new(&self.regex)
            .size_limit(MOST_COMPILED)
            .build()
            .map_err(|error| unfit(&self.regex, error.to_string()))?;
        if regex.is_match("") {
            return Err(unfit(&self.regex, "it matches the empty text".to_owned()));
        }
        Ok((regex, kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_patterns_mask_their_value_under_their_kind() {
        let own = OwnPatterns::read(
            "[[pattern]]\nregex = '\\bbatch (?P<value>[A-Z]{3})\\b'\n[[pattern]]\nregex = '\\bK\\d{3}\\b'\nkind = 'account'",
        )
        .unwrap();
        let found = own.find("batch ABC of K123");
        let parts: Vec<(Kind, std::ops::Range<usize>)> =
            found.into_iter().map(|span| (span.kind, span.range)).collect();
        assert_eq!(parts, [(Kind::Reference, 6..9), (Kind::Account, 13..17)]);
    }

    #[test]
    fn a_file_that_cannot_be_used_is_refused_with_its_reason() {
        for (content, reason) in [
            ("[[pattern]]\nregex = '('", "cannot be used"),
            ("[[pattern]]\nregex = 'a*'", "matches the empty text"),
            ("[[pattern]]\nregex = '\\w{1000}{1000}'", "cannot be used"),
            ("[[pattern]]\nregex = 'a'\nkind = 'ordre'", "choose one of email"),
            ("[[pattern]]\nregex = 'a'\nkind = 'placeholder'", "does not exist"),
            ("[[patterns]]\nregex = 'a'", "unknown field"),
            ("[[pattern]]", "missing field"),
        ] {
            let error = OwnPatterns::read(content).unwrap_err().to_string();
            assert!(error.contains(reason), "{content}: {error}");
        }
        let many = "[[pattern]]\nregex = 'a'\n".repeat(MOST + 1);
        assert_eq!(OwnPatterns::read(&many).unwrap_err(), OwnPatternsError::TooMany(MOST + 1));
    }
}
