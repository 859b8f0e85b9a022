//! Versions of programs and of devices' systems.

use std::sync::LazyLock;

use aside_contract::SlotKind;
use regex::Regex;

use super::{Finding, Recognizer, Scope, counts_something, goes_on};
use crate::slots::pattern;

/// Numbers with dots, and what may follow them.
const NUMBER: &str = r"(?P<number>[0-9]{1,6}(?:\.[0-9]{1,6}){0,4}[a-z]?(?:-(?:alpha|beta|rc|preview)\.?[0-9]{0,3})?)";

/// A system or browser with its version; its name belongs to it.
static SYSTEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?P<system>iOS|iPadOS|watchOS|tvOS|mac ?OS(?: X)?|OS X|Android|Windows|Chrome|Firefox|Safari|Edge|Ubuntu|Debian|Fedora|iTunes|Java|Python|Node(?:\.js)?|PHP|\.NET)\s?(?:version\s|ver\.?\s|v\.?\s?)?{NUMBER}"
    ))
});
/// After a word for version.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?P<word>version|ver|firmware|build|release|update|software|app)\b\.?(?:\s(?:version|number|no\.?))?[\s:#(]{{1,2}}(?:(?:is|to|from|of|the|v\.?)\s?){{0,2}}{NUMBER}"
    ))
});
/// `v2.3.1`, or three numbers and more.
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:[vV]\.?\s?(?P<v>[0-9]{1,4}(?:\.[0-9]{1,6}){1,4}[a-z]?)|(?P<dotted>[0-9]{1,4}(?:\.[0-9]{1,6}){2,4}))",
    )
});
/// A date with dots, or a sum with dots between its thousands.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20)[0-9]{2}|[0-3][0-9]\.[01][0-9]\.[0-9]{2}|(?:19|20)[0-9]{2}\.[0-9]{1,2}\.[0-9]{1,2}|[0-9]{1,3}(?:\.[0-9]{3})+(?:\.[0-9]{2})?)$",
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer { kind: SlotKind::Version, find };

fn find(scope: &Scope<'_>) -> Vec<Finding> {
    let text = scope.text;
    let ends = |at: usize| !goes_on(text, at) && !counts_something(text, at);
    let mut found: Vec<Finding> = Vec::new();
    let mut add = |finding: Finding| {
        if !found.iter().any(|other| super::overlap(&other.range, &finding.range)) {
            found.push(finding);
        }
    };
    for hit in SYSTEM.captures_iter(text) {
        let (Some(whole), Some(system), Some(number)) =
            (hit.get(0), hit.name("system"), hit.name("number"))
        else {
            continue;
        };
        if ends(number.end()) {
            let value = format!("{} {}", system.as_str(), number.as_str());
            add(Finding { range: whole.range(), value });
        }
    }
    for hit in NAMED.captures_iter(text) {
        let (Some(word), Some(number)) = (hit.name("word"), hit.name("number")) else { continue };
        // "update 3 apps" and "release 2" say too little without a dot.
        let certain = match word.as_str().to_ascii_lowercase().as_str() {
            "version" | "ver" | "firmware" => true,
            "build" => number.len() >= 3,
            _ => number.as_str().contains('.'),
        };
        if certain && ends(number.end()) && !OTHER.is_match(number.as_str()) {
            add(Finding { range: number.range(), value: number.as_str().to_owned() });
        }
    }
    for hit in ALONE.captures_iter(text) {
        let Some(number) = hit.name("v").or_else(|| hit.name("dotted")) else { continue };
        // Four groups without a word for it are an address in a network more often.
        let groups = number.as_str().split('.').count();
        let certain = hit.name("v").is_some() || (groups == 3 && !OTHER.is_match(number.as_str()));
        let before = text[..number.start()].chars().next_back();
        let free = !before.is_some_and(|c| matches!(c, '.' | ',' | '-' | '/' | '$' | '€' | '£'));
        if certain && free && ends(number.end()) {
            add(Finding { range: number.range(), value: number.as_str().to_owned() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn versions_are_found_with_the_system_that_they_are_of() {
        check_table(
            &RECOGNIZER,
            &[
                ("on iOS 17.2 it crashes", &[("iOS 17.2", "iOS 17.2")]),
                ("since the ios11 update", &[("ios11", "ios 11")]),
                (
                    "Windows 10.0.19045.3803",
                    &[("Windows 10.0.19045.3803", "Windows 10.0.19045.3803")],
                ),
                ("I run version 5 of it", &[("5", "5")]),
                ("firmware is v1.2.3-beta2", &[("1.2.3-beta2", "1.2.3-beta2")]),
                ("app v2.3, before 2.2.14", &[("2.3", "2.3"), ("2.2.14", "2.2.14")]),
                ("build 19045", &[("19045", "19045")]),
                (
                    "Android version 13 and update 11.1.2",
                    &[("Android version 13", "Android 13"), ("11.1.2", "11.1.2")],
                ),
            ],
        );
    }

    #[test]
    fn dates_amounts_and_counts_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("on 01.02.2024 or 01.02.24", &[]),
                ("update 3 apps, version 2 days ago", &[]),
                ("it costs 1.299.00 or $1.2.3", &[]),
                ("Windows 2 days ago", &[]),
                ("10.0.0.1", &[]),
                ("the v8 engine", &[]),
            ],
        );
    }
}
