//! E-mail addresses, also with `(at)` and `(dot)` in brackets, and as they are spelt to somebody.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, before, findings, pattern};
use crate::Kind;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[\p{L}\p{N}_%+](?:[\p{L}\p{N}._%+'&~=/-]{0,63}[\p{L}\p{N}_%+-])?@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:\p{L}{2,24}|xn--[a-z0-9-]{2,59})",
    )
});
static SPELT_OUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[\p{L}\p{N}._%+-]{1,64} ?[\[({] ?at ?[\])}] ?[\p{L}\p{N}-]+(?: ?(?:\.|[\[({] ?(?:dot|punkt) ?[\])}]) ?[\p{L}\p{N}-]+)+",
    )
});

/// `anna dot kowalska at example dot com`: the dot before the last part is said.
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b{LOCAL}(?: at | ?@ ?){DOMAIN}(?:(?: dot |\.){DOMAIN})* dot \p{{L}}{{2,24}}\b"
    ))
});
/// `anna.kowalska at example.com`: only the sign is said.
static SIGN_SPOKEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)\b{LOCAL} at (?:{DOMAIN}\.)+\p{{L}}{{2,24}}\b")));
const LOCAL: &str =
    r"[\p{L}\p{N}_%+-]+(?:(?:\.| (?:dot|underscore|dash|hyphen) )[\p{L}\p{N}_%+-]+)*";
const DOMAIN: &str = r"[\p{L}\p{N}-]+";
/// No address goes on like this.
const NO_DOMAIN: [&str; 4] = [" at the ", " at a ", " at this ", " at that "];
/// Somebody is about to say an address.
static MAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\be-?mail|\bmail(?: me)?\b|\breach me\b"));

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let mut found = findings(Kind::Email, &ADDRESS, text, |_, _| Some(0.95));
        found.extend(findings(Kind::Email, &SPELT_OUT, text, |_, _| Some(0.8)));
        let phrase = |words: &str| NO_DOMAIN.iter().any(|word| words.contains(word));
        found.extend(findings(Kind::Email, &SPOKEN, text, |words, _| {
            (!phrase(&words.to_lowercase())).then_some(0.8)
        }));
        found.extend(findings(Kind::Email, &SIGN_SPOKEN, text, |words, range| {
            let local = words.split(" at ").next().unwrap_or_default();
            let spelt = local.contains(['.', '_', ' ']) || local.contains(|c: char| c.is_numeric());
            (spelt || MAIL.is_match(&before(text, range.start))).then_some(0.7)
        }));
        found
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn addresses_are_found_and_handles_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                (
                    "Mail ann.o'neil+shop@mail.example.co.uk.",
                    &["ann.o'neil+shop@mail.example.co.uk"],
                ),
                ("(bob@example.org)", &["bob@example.org"]),
                ("a@b.de, c@d.fr", &["a@b.de", "c@d.fr"]),
                ("jörg@müller.example", &["jörg@müller.example"]),
                ("ann (at) example (dot) org", &["ann (at) example (dot) org"]),
                (
                    "it is anna dot kowalska at example dot com, thanks",
                    &["anna dot kowalska at example dot com"],
                ),
                (
                    "write to Bob at mail dot example dot co dot uk",
                    &["Bob at mail dot example dot co dot uk"],
                ),
                ("j.smith at example.com", &["j.smith at example.com"]),
                ("my email is anna at example.com", &["anna at example.com"]),
                ("have a look at example.com", &[]),
                ("I was at the dot com party", &[]),
                ("we met at noon dot", &[]),
                ("follow @aside on it", &[]),
                ("meet me at home", &[]),
                ("user@localhost", &[]),
                ("price @ 3.50", &[]),
            ],
        );
    }
}
