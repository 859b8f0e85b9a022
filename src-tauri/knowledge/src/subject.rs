//! What the articles of one file are about, where their titles say it in front.
//!
//! Collections often repeat the same questions for each product, place or plan: `Acorn Guest House —
//! Is there parking?`. The part in front is the article's subject: an answer about another one is
//! wrong, however well its words fit.

use std::collections::HashMap;

/// What stands between a subject and the rest of a title. A colon is none: `Benefits: retirement` has a
/// topic in front, which questions seldom name (doc2dial with colons: hit@5 .742 instead of .768).
const SEPARATORS: [&str; 3] = [" — ", " – ", " - "];

/// The subject of each title: its part before the first separator, where another title of the same
/// file has it, too; else empty.
pub(crate) fn subjects(titles: &[String]) -> Vec<String> {
    let heads: Vec<Option<&str>> = titles.iter().map(|title| head(title)).collect();
    let mut counts: HashMap<String, u32> = HashMap::new();
    for head in heads.iter().flatten() {
        *counts.entry(head.to_lowercase()).or_default() += 1;
    }
    let shared = |head: &&str| counts.get(&head.to_lowercase()).is_some_and(|&count| count > 1);
    heads.into_iter().map(|head| head.filter(shared).unwrap_or_default().to_owned()).collect()
}

/// What a title has before its first separator.
fn head(title: &str) -> Option<&str> {
    let end = SEPARATORS.iter().filter_map(|separator| title.find(separator)).min()?;
    Some(title[..end].trim()).filter(|head| !head.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_what_several_titles_begin_with() {
        let titles = [
            "Acorn House — Is there parking?",
            "ACORN HOUSE — May I smoke?",
            "Alpha: the plan - What does it cost?",
            "Alpha: the plan – How long does it run?",
            "Note - closed on Sundays",
            "Billing: refunds",
            "Billing: invoices",
            "Is there parking?",
            " — nothing in front",
        ];
        assert_eq!(
            subjects(&titles.map(str::to_owned)),
            [
                "Acorn House",
                "ACORN HOUSE",
                "Alpha: the plan",
                "Alpha: the plan",
                "",
                "",
                "",
                "",
                ""
            ]
        );
    }
}
