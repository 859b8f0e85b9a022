//! Names, codes and addresses: what a reply names has to stand where it points.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::claims::Claim;
use super::evidence::{Evidence, Window};
use super::terms::same;
use crate::text::{fold, is_stop, pattern};

/// Words with a digit and a letter, addresses: FW-E1, E09, help@shop.example, shop.example/help.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:https?://)?[a-z][\w-]*(?:\.[a-z][\w-]*)+(?:/[\w./-]*)?|\b[a-z][a-z-]*[0-9]\w*(?:-\w+)*\b",
    )
});
/// A word as it stands in running text.
static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\p{L}][\p{L}'\u{2019}]*"));

/// Whether a text holds a code or an address.
pub(super) fn has_code(text: &str) -> bool {
    CODE.is_match(&fold(text))
}

/// What a text names, lower case: words with a capital letter that do not begin a sentence, codes and
/// addresses.
pub(super) fn names(text: &str) -> BTreeSet<String> {
    // As long as the text itself, so that places hold in both.
    let lower = text.to_ascii_lowercase();
    let codes: Vec<Range<usize>> = CODE.find_iter(&lower).map(|code| code.range()).collect();
    let code =
        |range: &Range<usize>| fold(&text[range.clone()]).trim_end_matches(['.', '/']).to_owned();
    let mut found: BTreeSet<String> = codes.iter().map(code).collect();
    for word in WORD.find_iter(text) {
        let before = text[..word.start()].trim_end_matches(['"', '\u{201c}', '(', '*', ' ', '\'']);
        let begins = before.is_empty() || before.ends_with(['.', ':', '!', '?', '\n']);
        let inside = codes.iter().any(|code| code.contains(&word.start()));
        let capital = word.as_str().chars().next().is_some_and(char::is_uppercase);
        // Single letters are initials or "I".
        if capital && !begins && !inside && word.as_str().chars().count() > 1 {
            let name = fold(word.as_str());
            let name = name.trim_end_matches("'s").to_owned();
            if !is_stop(&name) {
                found.insert(name);
            }
        }
    }
    found
}

/// A name of the sentence that does not stand in the window, as a sentence.
pub(super) fn missing(
    claim: &Claim,
    evidence: &Evidence<'_>,
    window: &Window<'_>,
) -> Option<String> {
    let held = |name: &str| {
        window.names(name)
            || evidence.is_common(name)
            || window.units.iter().any(|unit| unit.names.iter().any(|own| same(own, name)))
    };
    let absent = claim.names.iter().find(|name| !held(name))?;
    let title = &evidence.passage(window.passage).title;
    Some(format!(
        "\u{201c}{absent}\u{201d} does not stand in the passage of \u{201c}{title}\u{201d}."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_codes_and_addresses_are_found() {
        let found = |text: &str| names(text).into_iter().collect::<Vec<_>>().join(" ");
        for (text, expected) in [
            ("The parcel is delivered by DHL.", "dhl"),
            ("Cancel Plus or Pro. Then I wait.", "plus pro"),
            ("Buy the adapter (FW-E1), see E09.", "fw-e1 e09"),
            ("Write to help@shop.example.", "help@shop.example"),
            ("Open Settings > Plan.", "plan settings"),
            ("Off a Three-Phase Kit.", "kit phase three"),
            ("It takes 3 days.", ""),
        ] {
            let mut expected: Vec<&str> = expected.split_whitespace().collect();
            expected.sort_unstable();
            assert_eq!(found(text), expected.join(" "), "{text}");
        }
    }
}
