//! Web addresses. A page may be somebody's own, or open without a login to whoever knows its address.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern};
use crate::Kind;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(?i)\b(?:(?:https?|ftp)://|www\.)[^\s<>"'`|\\^{}\[\]]+[^\s<>"'`|\\^{}\[\].,;:!?)]"#)
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        findings(Kind::Url, &ADDRESS, text, |_, range| {
            (!text[..range.start].ends_with('@')).then_some(0.6)
        })
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn web_addresses_are_found_without_the_marks_after_them() {
        check_table(
            &RECOGNIZER,
            &[
                ("see https://www.example.org/~ann/?a=b.", &["https://www.example.org/~ann/?a=b"]),
                ("(www.example.org)", &["www.example.org"]),
                ("http://Smellology.be/\n\nAddress", &["http://Smellology.be/"]),
                ("example.org or ann@www.example", &[]),
                ("www. is missing", &[]),
            ],
        );
    }
}
