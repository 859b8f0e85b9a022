//! How much an agent changed a suggestion before sending it.

use std::mem;

/// The share of words that were added, removed or replaced, 0 (none) to 1 (all).
///
/// The Levenshtein distance over words that white space separates (Levenshtein 1966, "Binary codes
/// capable of correcting deletions, insertions and reversals"), divided by the number of words of
/// the longer text. Words and not letters: it says how much of the suggestion was of use, and the
/// longest texts, with their 10,000 words, are compared in a moment.
pub(crate) fn edit_ratio(suggested: &str, sent: &str) -> f32 {
    let suggested: Vec<&str> = suggested.split_whitespace().collect();
    let sent: Vec<&str> = sent.split_whitespace().collect();
    let longer = suggested.len().max(sent.len());
    if longer == 0 {
        return 0.0;
    }
    distance(&suggested, &sent) as f32 / longer as f32
}

fn distance(mut a: &[&str], mut b: &[&str]) -> usize {
    while let ([x, rest @ ..], [y, other @ ..]) = (a, b)
        && x == y
    {
        (a, b) = (rest, other);
    }
    while let ([rest @ .., x], [other @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (rest, other);
    }
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = above.clone();
    for (i, x) in a.iter().enumerate() {
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(x != y);
            row[j + 1] = replaced.min(above[j + 1] + 1).min(row[j] + 1);
        }
        mem::swap(&mut above, &mut row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::edit_ratio;

    #[test]
    fn the_share_of_changed_words_is_counted() {
        for (suggested, sent, ratio) in [
            ("", "", 0.0),
            ("Restart the router.", "Restart the router.", 0.0),
            ("Restart the router.", "Restart  the\nrouter.", 0.0),
            ("Restart the router.", "Restart the modem.", 1.0 / 3.0),
            ("Restart the router.", "Please restart the router.", 0.5),
            ("one two three four", "one three four", 0.25),
            ("one two", "", 1.0),
            ("one two", "three four", 1.0),
        ] {
            assert_eq!(edit_ratio(suggested, sent), ratio, "{suggested:?} → {sent:?}");
        }
    }
}
