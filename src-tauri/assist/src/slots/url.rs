//! Web addresses.

use std::sync::LazyLock;

use aside_contract::SlotKind;
use regex::Regex;

use super::{Finding, Recognizer, Scope};
use crate::slots::pattern;

/// With a scheme, with `www.`, or a host of a common top-level domain with a path: names such as
/// "booking.com" alone are companies more often than addresses.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)\b(?:https?://[^\s<>"@/][^\s<>"]*|www\.[a-z0-9-]+\.[^\s<>"]+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|co|gov|edu|info|app|dev|me|ly|uk|de|fr|eu|us|ca|au)/[^\s<>"]+)"#,
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer { kind: SlotKind::Url, find };

fn find(scope: &Scope<'_>) -> Vec<Finding> {
    let found = ADDRESS.find_iter(scope.text).filter_map(|found| {
        let text = trimmed(found.as_str());
        let host = text.split_once("://").map_or(text, |(_, rest)| rest);
        host.contains('.').then(|| Finding {
            range: found.start()..found.start() + text.len(),
            value: value(text),
        })
    });
    found.collect()
}

/// Without the marks of the sentence around it; a bracket belongs to it where it was opened in it.
fn trimmed(text: &str) -> &str {
    let mut text = text;
    while let Some(last) = text.chars().last() {
        let opened = match last {
            ')' => Some('('),
            ']' => Some('['),
            _ => None,
        };
        let belongs = match opened {
            Some(open) => text.matches(open).count() >= text.matches(last).count(),
            None => !matches!(
                last,
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '…' | '’' | '”' | '>'
            ),
        };
        if belongs {
            break;
        }
        text = &text[..text.len() - last.len_utf8()];
    }
    text
}

/// With a scheme; scheme and host in lower case.
fn value(text: &str) -> String {
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    format!("{}://{}{}", scheme.to_lowercase(), rest[..host].to_lowercase(), &rest[host..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn addresses_are_found_without_the_marks_around_them() {
        check_table(
            &RECOGNIZER,
            &[
                (
                    "See https://Help.Example/Faq#Top.",
                    &[("https://Help.Example/Faq#Top", "https://help.example/Faq#Top")],
                ),
                (
                    "(www.shop.example/a_(b)) and bit.ly/3xYz, ok?",
                    &[
                        ("www.shop.example/a_(b)", "https://www.shop.example/a_(b)"),
                        ("bit.ly/3xYz", "https://bit.ly/3xYz"),
                    ],
                ),
                ("I booked on booking.com and it broke.So what", &[]),
                ("and/or, 24/7, http://, http://@a.example, ann@example.org", &[]),
            ],
        );
    }
}
