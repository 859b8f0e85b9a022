//! What a program or device says when it fails: `E-1042`, `0x80070005`, `HTTP 503`, `ERR_TIMED_OUT`.

use std::ops::Range;
use std::sync::LazyLock;

use aside_contract::SlotKind;
use regex::{Captures, Regex};

use super::{Finding, Recognizer, Scope, counts_something, goes_on, overlap};
use crate::slots::pattern;

/// The longest code, in characters.
const MAX_CHARS: usize = 64;
/// Letters and digits, also in groups.
const CODE: &str = r"(?P<code>(?:-[0-9]{1,6}|[0-9a-z]+(?:[-_.:][0-9a-z]+)*))";

/// The shape says it.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<code>0[xX][0-9A-Fa-f]{3,16}|(?:ERR|SSL|SEC|PR|DNS|NS|PROBE|INET|WDF|IRQL|KERNEL|CRITICAL|STATUS|ERROR)(?:_[A-Z0-9]+)+|(?:E|ERR|Err|ERROR|ORA|SQLSTATE|KB)-[0-9]{2,6}|TS-?[0-9]{6})\b",
    )
});
/// `HTTP 503`, `status code 503`; the reason after it belongs to it no more.
static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:https?(?:/[0-9.]{1,3})?[\s-]{0,2}(?:(?:status|error|code|response)\s){0,2}|status(?:\scode)?[\s:]{1,2})(?P<code>[1-5][0-9]{2})\b",
    )
});
/// A number with the words that HTTP gives it: `404 not found`.
static REASON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<code>[45][0-9]{2})\s?[-:(]?\s?(?:not found|bad request|unauthori[sz]ed|forbidden|internal server|bad gateway|service unavailable|gateway time|too many requests)",
    )
});
/// A letter and two digits or more are a code where something shows them: "the display says E07". Alone
/// they are a lamp's socket or a size.
static SHOWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i:\b(?:shows?|showing|showed|displays?|displaying|says?|saying|said|reads|reading|reports?|reporting|blinks?|blinking|flashes|flashing|gives?|giving|code|fault|alarm|error)(?:\s(?:me|us|the|a|an|error|code|message|fault|now|only|just|always|is|of|with|up))*)[\s:"'“”(–-]{1,3}(?P<code>[EF]-?[0-9]{2,4})\b|(?P<lit>\b[EF]-?[0-9]{2,4})\b["'”]?(?i:\s(?:is |was |comes up |appears |appeared |flashes |blinks )?(?:shown |displayed )?(?:on|in) (?:the|my|its|your|our) (?:\w+ )?(?:display|screen|app|hub|panel|device|meter)\b)|^[\s"'“(]*(?P<alone>[EF]-?[0-9]{2,4})[\s"'”).?!]*$"#,
    )
});
/// "error code is 1603", "Fehler" is another language's.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?i)\b(?:(?:error|err|stop|exit|fault|failure|result|return|response)(?:s|[\s-]?(?:code|number|no\.?|nr\.?|num|id|message|msg|ref|reference))*|errno|exception|err)(?:[\s:#=("'“,.–-]{{1,3}}(?:is|was|of|says|said|saying|reads|with|the|a|code|number|named|called|it's|this|that))*[\s:#=("'“\[–-]{{1,4}}?{CODE}"#
    ))
});
/// "the E1042 error", "a 503 error message".
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r#"(?i)(?:^|[\s("'“]){CODE}["'”)]?\s(?:error|errors|exception|fault)\b"#))
});

pub(super) const RECOGNIZER: Recognizer =
    Recognizer { kind: SlotKind::ErrorCode, find: |scope: &Scope<'_>| findings(scope.text) };

/// The error codes of a text, in one spelling each.
pub fn error_codes(text: &str) -> Vec<String> {
    findings(text).into_iter().map(|finding| finding.value).collect()
}

fn findings(text: &str) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut add = |range: Range<usize>, value: String| {
        if !found.iter().any(|other| overlap(&other.range, &range)) {
            found.push(Finding { range, value });
        }
    };
    let range = |hit: &Captures<'_>| hit.name("code").map(|code| code.range());
    for hit in SHAPES.captures_iter(text) {
        if let Some(range) = range(&hit).filter(|range| !goes_on(text, range.end)) {
            add(range.clone(), value(&text[range]));
        }
    }
    for hit in SHOWN.captures_iter(text) {
        let code = hit.name("code").or_else(|| hit.name("lit")).or_else(|| hit.name("alone"));
        if let Some(range) = code.map(|code| code.range()).filter(|at| !goes_on(text, at.end)) {
            add(range.clone(), value(&text[range]));
        }
    }
    for hit in STATUS.captures_iter(text) {
        let (Some(whole), Some(code)) = (hit.get(0), range(&hit)) else { continue };
        if !goes_on(text, code.end) {
            add(whole.range(), format!("HTTP {}", &text[code]));
        }
    }
    for hit in REASON.captures_iter(text) {
        if let Some(code) = range(&hit) {
            add(code.clone(), format!("HTTP {}", &text[code]));
        }
    }
    for pattern in [&AFTER, &BEFORE] {
        for hit in pattern.captures_iter(text) {
            let Some(range) = range(&hit) else { continue };
            if is_code(&text[range.clone()]) && ends(text, &range, &hit) {
                add(range.clone(), value(&text[range]));
            }
        }
    }
    found.sort_by_key(|finding| finding.range.start);
    found
}

/// Whether a word beside "error" is a code: a number of two digits and more that is no year, letters
/// with digits, or capitals in groups.
fn is_code(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    if word.len() > MAX_CHARS {
        return false;
    }
    let capitals = !word.contains(|c: char| c.is_lowercase());
    match (digits, letters) {
        (0, _) => capitals && word.contains('_') && letters >= 5,
        (1, 0) => word.starts_with('-'),
        (_, 0) => !year && !word.contains([':', '.']),
        // "1st", "2x", "10am"; a code in small letters has groups or two digits.
        _ => {
            let ordinal =
                ["st", "nd", "rd", "th", "x", "am", "pm", "s", "gb", "mb", "k", "hrs", "days"]
                    .iter()
                    .any(|ending| {
                        word.to_lowercase()
                            .strip_suffix(ending)
                            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
                    });
            !ordinal && (capitals || digits >= 2) && !word.contains('.')
        }
    }
}

/// Whether a code may end here. After the code stands what makes it a quantity, except where the
/// pattern itself has the word "error" there.
fn ends(text: &str, range: &Range<usize>, hit: &Captures<'_>) -> bool {
    let inside = hit.get(0).is_some_and(|whole| whole.end() > range.end);
    !goes_on(text, range.end) && (inside || !counts_something(text, range.end))
}

/// Capitals, but the `x` of a hexadecimal number.
fn value(code: &str) -> String {
    match code.strip_prefix("0x").or_else(|| code.strip_prefix("0X")) {
        Some(number) => format!("0x{}", number.to_uppercase()),
        None => code.to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn codes_are_found_by_shape_or_by_the_words_beside_them() {
        check_table(
            &RECOGNIZER,
            &[
                ("It says E-1042.", &[("E-1042", "E-1042")]),
                ("Update failed: 0x80070005", &[("0x80070005", "0x80070005")]),
                ("we get HTTP 503 since noon", &[("HTTP 503", "HTTP 503")]),
                ("the API answers with status code 429", &[("status code 429", "HTTP 429")]),
                ("I see 404 Not Found", &[("404", "HTTP 404")]),
                ("error code: 1603", &[("1603", "1603")]),
                ("I still get error e1042", &[("e1042", "E1042")]),
                ("error -36 when copying", &[("-36", "-36")]),
                (
                    "a 503 error and the ce-34878-0 error",
                    &[("503", "503"), ("ce-34878-0", "CE-34878-0")],
                ),
                (
                    "ERR_CONNECTION_RESET in Chrome",
                    &[("ERR_CONNECTION_RESET", "ERR_CONNECTION_RESET")],
                ),
                ("exit code 137", &[("137", "137")]),
                ("ORA-00942: table does not exist", &[("ORA-00942", "ORA-00942")]),
                ("the error message is \"UI-800-3\"", &[("UI-800-3", "UI-800-3")]),
                ("My hub shows E07", &[("E07", "E07")]),
                ("the display says \"E42\" since noon", &[("E42", "E42")]),
                ("E-07?", &[("E-07", "E-07")]),
                ("There is E21 on the display.", &[("E21", "E21")]),
                ("It keeps flashing F103", &[("F103", "F103")]),
                ("the app gives me the code E12", &[("E12", "E12")]),
            ],
        );
    }

    #[test]
    fn words_counts_and_years_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("I get an error message every time", &[]),
                ("I got the error 5 times, error 20 times", &[]),
                ("there was an error in 2024", &[]),
                ("an error 3 days ago", &[]),
                ("error after the update", &[]),
                ("my code is 4411", &[]),
                ("COVID-19 and MP-3 and route 66", &[]),
                ("the error on iOS 17", &[]),
                ("error, 10am", &[]),
                ("order 503", &[]),
                ("Do you sell E14 bulbs? The lamp has an E27 socket.", &[]),
                ("I live in flat E12, and e07 is my neighbour", &[]),
            ],
        );
    }
}
