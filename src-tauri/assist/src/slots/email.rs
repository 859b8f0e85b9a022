//! E-mail addresses, as redaction recognises them.

use aside_contract::SlotKind;
use aside_redact::Kind;

use super::{Finding, Recognizer, Scope};

pub(super) const RECOGNIZER: Recognizer = Recognizer { kind: SlotKind::Email, find };

fn find(scope: &Scope<'_>) -> Vec<Finding> {
    let spans = scope.personal.iter().filter(|span| span.kind == Kind::Email);
    spans
        .map(|span| Finding {
            range: span.range.clone(),
            value: value(&scope.text[span.range.clone()]),
        })
        .collect()
}

/// What is said for a sign where an address is spelt.
const SAID: [(&str, &str); 5] =
    [(" at ", "@"), (" dot ", "."), (" underscore ", "_"), (" dash ", "-"), (" hyphen ", "-")];

/// In lower case; `(at)` and `(dot)`, and what is said for signs, as signs.
fn value(text: &str) -> String {
    let mut value = text.to_lowercase();
    for (words, sign) in [(&["at"][..], "@"), (&["dot", "punkt"], ".")] {
        for word in words {
            for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
                value = value.replace(&format!("{open}{word}{close}"), sign);
            }
        }
    }
    for (said, sign) in SAID {
        value = value.replace(said, sign);
    }
    value.replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn addresses_have_one_spelling() {
        check_table(
            &RECOGNIZER,
            &[
                ("mail Ann@Example.ORG.", &[("Ann@Example.ORG", "ann@example.org")]),
                (
                    "ann (at) example (dot) org",
                    &[("ann (at) example (dot) org", "ann@example.org")],
                ),
                (
                    "it is ann dot lee at example dot org",
                    &[("ann dot lee at example dot org", "ann.lee@example.org")],
                ),
                ("@aside on it", &[]),
            ],
        );
    }
}
