//! Words that are compared: their stems, with irregular forms and a few words that mean the same.

use crate::text::{content_set, is_stop, words};

/// Forms and words that count as one in replies of a support desk. Short on purpose: every pair here is
/// one in any sentence.
const SAME: &[&[&str]] = &[
    &["buy", "bought", "purchas"],
    &["begin", "began", "begun", "start"],
    &["break", "broke", "broken"],
    &["choos", "chose", "chosen", "select", "pick"],
    &["cost", "pric"],
    &["delet", "remov", "eras"],
    &["device", "applianc"],
    &["end", "stop"],
    &["extra", "add", "addition"],
    &["fail", "unsuccessful"],
    &["find", "found"],
    &["free", "gratis"],
    &["hold", "held"],
    &["keep", "kept", "stay", "remain", "stor"],
    &["leav", "left"],
    &["lock", "block"],
    &["lose", "lost", "los"],
    &["login", "signin", "sign"],
    &["log", "sign"],
    &["mail", "email"],
    &["mean", "meant"],
    &["pay", "paid"],
    &["phon", "mobil", "smartphon"],
    &["receiv", "arriv"],
    &["refund", "reimburs"],
    &["return", "back"],
    &["send", "sent"],
    &["show", "display", "shown"],
    &["subscription", "plan"],
    &["success", "succeed", "successful"],
    &["tak", "took", "taken"],
    &["undo", "undon", "revers"],
    &["wait", "waited"],
    &["writ", "wrot", "written"],
];

/// Number words that the values compare, and words of negation that the polarity compares.
const ELSEWHERE: &[&str] = &[
    "cannot", "except", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing",
    "only", "without",
];

/// Words that no sentence hangs on, as stems: units, which are compared with their numbers, and fillers.
const FILLERS: &[&str] = &[
    "abl",
    "actual",
    "automatical",
    "case",
    "current",
    "day",
    "directly",
    "easily",
    "euro",
    "fully",
    "generally",
    "hour",
    "however",
    "immediately",
    "instead",
    "meantim",
    "minut",
    "moment",
    "month",
    "normally",
    "not",
    "note",
    "possibl",
    "second",
    "simply",
    "soon",
    "therefor",
    "thing",
    "tim",
    "time",
    "usual",
    "usually",
    "way",
    "week",
    "year",
];

/// The words of `text` that carry matter, each once: without numbers and negations, which are compared
/// by themselves.
pub(super) fn terms(text: &str) -> Vec<String> {
    let set = content_set(text);
    let mut found: Vec<String> = set
        .into_iter()
        .filter(|word| {
            !word.chars().any(|c| c.is_ascii_digit())
                && ELSEWHERE.binary_search(&&**word).is_err()
                && FILLERS.binary_search(&&**word).is_err()
        })
        .map(canonical)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The words of `text` in order, as [`terms`] has them; `None` for words without matter.
pub(super) fn in_order(text: &str) -> Vec<(String, Option<String>)> {
    let term = |word: String| {
        let matter = !is_stop(&word) && ELSEWHERE.binary_search(&&*word).is_err();
        let stem = if matter { terms(&word).pop() } else { None };
        (word, stem)
    };
    words(text).into_iter().map(term).collect()
}

/// Whether two terms are forms of one word: the shorter one, of at least five letters, but for its last
/// one begins the longer one.
pub(super) fn same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let common = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
    common >= 5 && common + 1 >= short.len() && long.len() <= short.len() + 4
}

/// The first of the words that count as one.
fn canonical(stem: String) -> String {
    let group = SAME.iter().find(|group| group.contains(&&*stem));
    group.map_or(stem, |group| group[0].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_left_out_are_sorted_for_the_search_among_them() {
        assert!(ELSEWHERE.is_sorted() && FILLERS.is_sorted());
    }

    #[test]
    fn forms_of_one_word_meet_and_others_do_not() {
        for (one, other, meet) in [
            ("deliver", "delivery", true),
            ("calculat", "calculation", true),
            ("monthly", "month", true),
            ("pair", "parcel", false),
            ("plan", "plug", false),
            ("account", "accountant", true),
        ] {
            assert_eq!(same(one, other), meet, "{one} and {other}");
        }
    }
}
