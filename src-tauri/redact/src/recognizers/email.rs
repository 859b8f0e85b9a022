//! E-mail addresses, also with `(at)` and `(dot)` in brackets.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern};
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

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let mut found = findings(Kind::Email, &ADDRESS, text, |_, _| Some(0.95));
        found.extend(findings(Kind::Email, &SPELT_OUT, text, |_, _| Some(0.8)));
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
                ("follow @aside on it", &[]),
                ("meet me at home", &[]),
                ("user@localhost", &[]),
                ("price @ 3.50", &[]),
            ],
        );
    }
}
