//! Praise and complaint in one message: "great product, terrible delivery".

use std::sync::LazyLock;

use regex::Regex;

use super::tone::said;
use crate::text::{fold, own_words, pattern, without_courtesies};

/// Where one clause ends and another view may begin.
static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[.,;!\n]+|\?+|\b(?:but|however|although|though|yet|except|unfortunately|sadly|while|whereas|shame|only that|on the other hand)\b",
    )
});
/// Praise of something. Words that are polite more often than they praise stand with their company only.
static GOOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:i (?:really |do |quite |also )?(?:like|love|enjoy)|love(?:d|ly|s)?|great|excellent|amazing|awesome|wonderful|fantastic|perfect(?:ly)?|brilliant|beautiful(?:ly)?|gorgeous|delicious|superb|outstanding|impress(?:ed|ive)|delighted|happy|pleased|satisfied|friendly|(?:very|so|was|were|really|is) (?:kind|helpful|nice|polite|quick|fast|easy)|(?:nice|fast|quick|easy|good|decent) (?:product|value|quality|service|price|shipping|delivery|reply|response|set-?up|work|job|design|staff|people|support|look|location|room|food)|(?:is|was|are|were|looks?|works?|sounds?|tastes?|feels?|very|really|so) (?:really |very |quite |pretty )?(?:good|well|nice))\b",
    )
});
/// Bad things, told as facts; the words of displeasure count too.
static BAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:broke(?:n)?|cracked|scratch(?:ed|es)|damaged|defective|faulty|died|dead|missing|(?:too|very|so|always|again|was|were|came|arrived|is) late|(?:is|was|are|too|very|so|unbearably|painfully|really) slow|rude|noisy|dirty|poor(?:ly)?|bad(?:ly)?|crash(?:es|ed|ing)?|freez(?:es|ing)|fails|(?:does|do|did|is|was|has|are|wo|will|have|ca|can)(?:n't| not) (?:even |yet )?(?:work|working|arrive|arrived|fit|help|solved?|fixed?|connect|start|load|open|turn)|stopped working|nothing works|no longer works|keeps? (?:dropping|failing|crashing|freezing|disconnecting|restarting)|bricked|outages?|offline|ruined|wrecked|never (?:arrived|came|works|worked|answer\w*)|wrong|worse|torn|stained|overpriced|too (?:expensive|small|big|loud|short)|nobody|no one)\b",
    )
});
/// An interjection that praises nothing: "Great, when will it come?"
static INTERJECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\W*(?:great|perfect|excellent|lovely|wonderful|brilliant|awesome)\W*$")
});
/// Praise that is wished for: "it would be great if".
static WISHED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:would|could|will|might|should|i'd|to) (?:\w+ )?$"));

/// What of both a message holds, and which came last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mixed {
    /// Not both.
    No,
    /// Praise first; what remains is the complaint.
    EndsBad,
    /// The complaint first; what remains is the praise.
    EndsGood,
}

/// Whether the message tells of something bad, whatever it says beside it.
pub(crate) fn tells_of_trouble(text: &str) -> bool {
    let text = fold(&without_courtesies(&own_words(text)));
    said(&BAD, &text) || super::tone::displeased(&text)
}

/// Whether the message praises something, whatever it says beside it.
pub(crate) fn praises(text: &str) -> bool {
    said(&GOOD, &fold(&without_courtesies(&own_words(text))))
}

/// Looks for a clause that praises and another that complains.
pub(crate) fn mixed(text: &str) -> Mixed {
    let text = fold(&without_courtesies(&own_words(text)));
    let (mut good, mut bad) = (None, None);
    let mut start = 0;
    let ends = CLAUSE.find_iter(&text).map(|end| (end.start(), end.end(), end.as_str()));
    for (index, (end, next, mark)) in ends.chain([(text.len(), text.len(), "")]).enumerate() {
        let clause = &text[start..end];
        // What is asked about is no view of it.
        let asks = mark.starts_with('?');
        let praises = !asks
            && !INTERJECTION.is_match(clause)
            && said(&GOOD, clause)
            && GOOD.find_iter(clause).any(|found| !WISHED.is_match(&clause[..found.start()]));
        let complains = !asks && said(&BAD, clause) || super::tone::displeased(clause);
        if praises && !complains {
            good = Some(index);
        }
        if complains && !praises {
            bad = Some(index);
        }
        start = next;
    }
    match (good, bad) {
        (Some(good), Some(bad)) if good < bad => Mixed::EndsBad,
        (Some(_), Some(_)) => Mixed::EndsGood,
        _ => Mixed::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn praise_beside_a_complaint_is_mixed_and_courtesy_is_not() {
        for (text, expected) in [
            ("Great product, terrible delivery", Mixed::EndsBad),
            ("I love the lamp, but it arrived broken.", Mixed::EndsBad),
            ("I was worried at first, but now I am very happy with it.", Mixed::EndsGood),
            ("Great, when will my broken lamp be replaced?", Mixed::No),
            ("It would be great if you could look at my broken router.", Mixed::No),
            ("Thank you very much for your help with the broken router.", Mixed::No),
            ("I would like the blue one, the red one is broken.", Mixed::No),
            ("The lamp is broken. It flickers and it is very slow.", Mixed::No),
            ("The delivery was not late, I am happy.", Mixed::No),
            ("I am not happy, the lamp is broken.", Mixed::No),
            ("Is there an easy way to fix the wrong address?", Mixed::No),
        ] {
            assert_eq!(mixed(text), expected, "{text}");
        }
    }

    #[test]
    fn trouble_is_heard_beside_praise() {
        for text in [
            "Oh great, another firmware update that bricked my hub. Fantastic job.",
            "Great job, now nothing works.",
            "Lovely, another outage.",
            "Wonderful, the app crashed again. Brilliant work.",
            "Thanks a lot, the hub is offline since your update",
        ] {
            assert!(tells_of_trouble(text), "{text}");
        }
        for text in
            ["Fantastic job, thank you!", "The new app works well", "It was not late, great"]
        {
            assert!(!tells_of_trouble(text), "{text}");
        }
    }
}
