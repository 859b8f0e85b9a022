//! Postal codes that have a shape of their own: British and Canadian ones, and Polish and Dutch ones with
//! their town. Codes of digits alone are left to the tagger, which reads the words around.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, before, findings, pattern, stands_free};
use crate::Kind;
use crate::tagger::is_place;

/// `LS6 2AB`, `EC1A 1BB`.
static BRITISH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b[A-Z]{1,2}\d[A-Z\d]?[ \t]{0,3}\d[ABD-HJLNP-UW-Z]{2}\b"));
/// The areas that there are (Royal Mail): what else looks like one is a number of something.
const AREAS: &str = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ";
/// `M5V 2T6`.
static CANADIAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d\b")
});
/// `00-238 Warszawa`, `1012 AB Amsterdam`: up to three words of the town.
static WITH_TOWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:\d{2}-\d{3}|[1-9]\d{3} ?[A-Z]{2})[ \t]{1,3}\p{Lu}[\p{L}'\u{2019}-]+(?:[ \t]\p{Lu}[\p{L}'\u{2019}-]+){0,2}",
    )
});
/// `00-238` by itself.
static POLISH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{2}-\d{3}\b"));

/// Words with which somebody gives an address.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:post ?codes?|postal codes?|zip(?: ?code)?|kod(?: pocztowy)?|address(?:es)?|adres|live (?:at|in)|deliver(?:y|ed)?(?: it)? to|send it to|ship(?:ped)?(?: it)? to|moved? to|street|str\.?|st|road|rd|lane|avenue|ave|close|drive|ul\.|al\.)(?:\W|$)",
    )
});
/// What a number counts.
const UNITS: [&str; 2] = ["GB", "TB"];
/// The place of something in an order, where it is written small.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let named = |range: &Range<usize>| ADDRESS.is_match(&before(text, range.start));
        let mut found = findings(Kind::Address, &BRITISH, text, |code, range| {
            let upper = code.to_uppercase();
            let area = upper.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
            let is_other = UNITS.iter().any(|unit| upper.ends_with(unit))
                || ORDINALS.iter().any(|ordinal| code.ends_with(ordinal));
            let is_plain = code.contains([' ', '\t']) && !is_other;
            let known = AREAS.contains(&format!(" {area} ")) && stands_free(text, &range);
            (known && (is_plain || named(&range))).then_some(0.7)
        });
        found.extend(findings(Kind::Address, &CANADIAN, text, |code, range| {
            let is_plain = code.contains([' ', '-']) && code == code.to_uppercase();
            (stands_free(text, &range) && (is_plain || named(&range))).then_some(0.7)
        }));
        let mut with_town = findings(Kind::Address, &WITH_TOWN, text, |_, range| {
            stands_free(text, &range).then_some(0.7)
        });
        with_town.retain_mut(|span| {
            let until = town(&text[span.range.clone()], named(&span.range));
            span.range.end = span.range.start + until.unwrap_or_default();
            until.is_some()
        });
        let alone = findings(Kind::Address, &POLISH, text, |_, range| {
            let is_told = with_town.iter().any(|span| span.range.start == range.start);
            (!is_told && stands_free(text, &range) && named(&range)).then_some(0.6)
        });
        found.extend(with_town.into_iter().chain(alone));
        found
    },
};

/// Where the town ends behind its code: as far as the words are those of places. A code that no range begins
/// like, or that is said to be of an address, needs no place that is known.
fn town(found: &str, named: bool) -> Option<usize> {
    let small = found.find(char::is_lowercase)?;
    // The town begins at the capital before its first small letter.
    let start = found[..small].rfind([' ', '\t'])? + 1;
    let ends = found[start..].match_indices([' ', '\t']).map(|(at, _)| start + at);
    let mut from = start;
    let mut until = None;
    for end in ends.chain([found.len()]) {
        let unknown_counts = until.is_none() && (named || found.starts_with('0'));
        if !is_place(&found[from..end]) && !unknown_counts {
            break;
        }
        (from, until) = (end + 1, Some(end));
    }
    until
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn postal_codes_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("I moved to 14 Hyde Terrace, Leeds LS6 2AB last week", &["LS6 2AB"]),
                ("BS1 4ST, please", &["BS1 4ST"]),
                ("it is ls6 2ab", &["ls6 2ab"]),
                ("my postcode is EC1A1BB", &["EC1A1BB"]),
                ("the address: M1 4GB", &["M1 4GB"]),
                ("Toronto, ON M5V 2T6", &["M5V 2T6"]),
                ("ul. D\u{142}uga 5, 00-238 Warszawa", &["00-238 Warszawa"]),
                ("33-300 Nowy S\u{105}cz jest", &["33-300 Nowy S\u{105}cz"]),
                ("05-822 Mil\u{f3}wek, Poland", &["05-822 Mil\u{f3}wek"]),
                ("kod pocztowy: 31-150", &["31-150"]),
                ("Damrak 1, 1012 AB Amsterdam", &["1012 AB Amsterdam"]),
            ],
        );
    }

    #[test]
    fn ranges_units_and_versions_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("for 10-100 Users and 20-500 employees", &[]),
                ("the M1 8GB and the S9 2nd edition, E5 4th floor", &[]),
                ("error Q7 4AB, model X1 2DE", &[]),
                ("windows 11-234 and 1500 MB Storage", &[]),
                ("LS62AB is a part", &[]),
                ("issue #B1 1AA", &[]),
            ],
        );
    }
}
