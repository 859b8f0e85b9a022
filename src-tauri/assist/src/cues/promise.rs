//! Answers that only promise: somebody will look into it, and write again.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{content_set, fold, pattern, plain_letters, sentences};

/// Somebody of the team will see to it.
static PROMISES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:i|we)(?:'ll| will| am going to| are going to|'m going to|'re going to| shall)? ?(?:also |then |gladly |now |just )*(?:look(?:ing)? into|look(?:ing)? at|check(?:ing)?|get(?:ting)? back|come(?:ing)? back|write|writing|let you know|investigat(?:e|ing)|forward(?:ed)?|pass(?:ed)? (?:it|this|that|your)|find(?:ing)? out|ask(?:ing)? (?:a|our|my|the)|keep you|be in touch|update you)\b|\b(?:ich|wir) (?:werden? )?(?:schauen?|sehen?|pru?e?fen?|kla?e?ren?|ku?e?mmern?|melden?|geben?|leiten?|fragen?|forschen?|untersuchen?)\b|\b(?:pru?e?fe|schaue|kla?e?re|melde|melden|ku?e?mmern?) (?:ich|wir)\b",
    )
});
/// Words that a promise may have, common English ones aside: "we look into it and write to you today".
const FEW: usize = 6;

/// Whether a reply says nothing but that somebody will see to it. A number, or more words of matter, say more.
pub fn only_promises(reply: &str) -> bool {
    let said: Vec<&str> = sentences(reply).into_iter().map(|range| &reply[range]).collect();
    let promises = |sentence: &str| PROMISES.is_match(&plain_letters(&fold(sentence)));
    let empty = |sentence: &str| content_set(sentence).is_empty();
    let short = |sentence: &str| {
        !sentence.contains(|c: char| c.is_ascii_digit()) && content_set(sentence).len() <= FEW
    };
    said.iter().any(|one| promises(one))
        && said.iter().all(|one| empty(one) || (promises(one) && short(one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_alone_is_told_from_an_answer() {
        for promise in [
            "we look into it and write to you today.",
            "I will check this and get back to you.",
            "Wir prüfen das und melden uns.",
            "We'll let you know.",
        ] {
            assert!(only_promises(promise), "{promise}");
        }
        for answer in [
            "",
            "Hold the button for 10 seconds.",
            "We will check it: open Settings, choose Network, and send us the address of the Hub.",
            "The refund takes five days. We will let you know when it is booked.",
            "Yes, with acrylic paint.",
        ] {
            assert!(!only_promises(answer), "{answer}");
        }
    }
}
