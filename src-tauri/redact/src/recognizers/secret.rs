//! Keys, tokens and passwords: by the shape that their issuer gives them, or by what introduces them.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern};
use crate::Kind;

/// Prefixes and lengths as the issuers document them.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"\b(?:sk|pk|rk)_(?:live|test)_[0-9A-Za-z]{10,}",
            r"\bsk-(?:proj-|ant-|or-)?[0-9A-Za-z_-]{20,}",
            r"\bgh[pousr]_[0-9A-Za-z]{30,}",
            r"\bgithub_pat_[0-9A-Za-z_]{40,}",
            r"\bglpat-[0-9A-Za-z_-]{20,}",
            r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
            r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
            r"\bAIza[0-9A-Za-z_-]{35}",
            r"\bya29\.[0-9A-Za-z_-]{20,}",
            r"\bhf_[0-9A-Za-z]{30,}",
            r"\bgsk_[0-9A-Za-z]{40,}",
            r"\bnpm_[0-9A-Za-z]{36}\b",
            r"\bpypi-[0-9A-Za-z_-]{50,}",
            r"\bSG\.[0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{30,}",
            r"\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]*",
            r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)",
        ]
        .join("|"),
    )
});
static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)\b(?:api[ _-]?(?:key|token)|(?:access|auth|secret|private|client|license)[ _-]?(?:key|token|secret)|bearer|token|secret|pass ?(?:word|code|phrase)|passwd|pwd|pin|passwort|kennwort|zugangs(?:code|schlüssel)|contraseña|mot de passe|wachtwoord|senha)\b["']?(?:\s+(?:is|was|ist|war|lautet|es|est)\b)?(?:\s*[:=]\s*|\s+)["'`]?(?P<value>[^\s"'`,;]{4,})"#,
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let mut found = findings(Kind::Secret, &SHAPES, text, |_, _| Some(0.97));
        let introduced =
            findings(Kind::Secret, &INTRODUCED, text, |value, _| random(value).then_some(0.75));
        found.extend(introduced.into_iter().map(|mut span| {
            let value = &text[span.range.clone()];
            span.range.end = span.range.start + value.trim_end_matches(['.', '?', ')']).len();
            span
        }));
        found
    },
};

/// Whether a word looks chosen or drawn rather than spoken: letters with digits, or a mark inside.
fn random(word: &str) -> bool {
    let word = word.trim_end_matches(['.', '?', '!', ')', ':']);
    let letters = word.chars().any(char::is_alphabetic);
    let digits = word.chars().any(|c| c.is_ascii_digit());
    let marks = word
        .chars()
        .any(|c| matches!(c, '!' | '@' | '#' | '$' | '%' | '^' | '&' | '*' | '+' | '='));
    let masked = word.starts_with('[') || word.contains("://");
    word.chars().count() >= 4 && !masked && ((letters && digits) || (marks && (letters || digits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn keys_tokens_and_passwords_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("AKIAIOSFODNN7EXAMPLE", &["AKIAIOSFODNN7EXAMPLE"]),
                ("it says sk_live_abcdefghij0123456789", &["sk_live_abcdefghij0123456789"]),
                ("my password is Hunter2!.", &["Hunter2!"]),
                ("api key: 9f8a7b6c5d4e", &["9f8a7b6c5d4e"]),
                ("Authorization: Bearer abc123def456", &["abc123def456"]),
                ("Passwort: Hunter22!", &["Hunter22!"]),
                ("Mein Kennwort lautet Sommer2024, hilft das?", &["Sommer2024"]),
                ("mot de passe: Ete2024!", &["Ete2024!"]),
                ("Mein Passwort ist falsch.", &[]),
                ("Mein Passwort funktioniert nicht mehr!", &[]),
                ("my password is wrong", &[]),
                ("I forgot my password yesterday", &[]),
                ("the password reset mail", &[]),
                ("where is the token shown?", &[]),
                ("use a pin of four digits", &[]),
            ],
        );
    }

    #[test]
    fn a_private_key_is_taken_whole() {
        let text =
            "here: -----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY----- ok";
        let found = (RECOGNIZER.find)(text);
        assert!(
            found.iter().any(|span| text[span.range.clone()].ends_with("END RSA PRIVATE KEY-----"))
        );
    }
}
