//! People in danger from themselves or from the customer: talk of suicide, of self-harm, threats.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, own_words, pattern};

/// Who is in danger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Threat {
    /// The customer, from the customer.
    Self_,
    /// Others, from the customer.
    Others,
}

static SELF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:kill(?:ing)?|harm(?:ing)?|hurt(?:ing)?|cut(?:ting)?|hang(?:ing)?) myself\b|\b(?:end|ending|take|taking|took) my (?:own )?life\b|\b(?:end it all|ending it all)\b|\b(?:commit(?:ting)?|attempt(?:ed|ing)?|thinking (?:of|about)|thoughts? of|consider(?:ing)?) suicide\b|\b(?:i am|i'm|i feel|i've been|feeling) suicidal\b|\b(?:i'd|i would|everyone would|they'd|they would|we'd|be|am) (?:all )?(?:be )?better off dead\b|\b(?:don't|do not|no longer|can't|cannot) (?:really |even )?(?:want|wish|bear) to (?:live|be alive|exist|wake up)\b|\b(?:want|wish|going|ready|rather|like) to die\b|\bwish i (?:was|were) dead\b|\bnot? (?:reason|point) (?:in |to )?(?:living|to live|in living|going on living)\b",
    )
});
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let do_it = r"(?:i'll|i will|i am going to|i'm going to|i'm gonna|im gonna|gonna|we will|we'll|i swear i'll|i could|i might|i'd like to|i want to|going to)";
    pattern(&[
        format!(r"\b{do_it} (?:\w+ )?(?:kill|murder|shoot|stab|strangle|beat up|beat|punch|hurt|attack|break|burn|smash|run over|hunt down|come after|make (?:you|him|her|them) (?:pay with|bleed|suffer)) (?:you|your|him|his|her|them|their|that|every|all|one of|somebody|someone|the (?:engineer|driver|courier|staff|technician|agent))\b"),
        format!(r"\b{do_it} (?:\w+ )?(?:blow (?:up|it up)|bomb|burn down|set fire to|torch|shoot up) (?:your|the|this|that|you|every|it)\b"),
        r"\b(?:somebody|someone|people|you|they|he|she) (?:will|is going to|are going to|is gonna|'ll|might|may|could) (?:get|be|end up) (?:hurt|killed|shot|injured)\b".to_owned(),
        r"\bi know where (?:you|your \w+|they|he|she)(?: all)? (?:live|lives|work|works|park|parks|sleep)\b|\b(?:watch|better watch) your backs?\b|\byou(?:'ll| will| are going to) regret (?:it|this) when i (?:come|find)\b|\bi(?:'ll| will) find (?:you|out where you live)\b".to_owned(),
    ].join("|"))
});
/// What is meant of things, or as a figure of speech.
static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:laugh\w*|battery|phone|app|game|process|task|deadline|order|subscription|screen|character|level|budget)\b[^.?!]{0,20}$",
    )
});

/// Who is in danger, with the words that say so.
pub(crate) fn threat(text: &str) -> Option<(Threat, String)> {
    let text = fold(&own_words(text)).replace(['\n', '\r'], " ");
    let first = |words: &Regex| {
        let found =
            words.find_iter(&text).find(|found| !FIGURE.is_match(&text[..found.start()]))?;
        Some(found.as_str().trim().to_owned())
    };
    first(&SELF)
        .map(|words| (Threat::Self_, words))
        .or_else(|| first(&OTHERS).map(|words| (Threat::Others, words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_to_people_is_told_from_figures_of_speech() {
        for (text, expected) in [
            ("I want to kill myself", Threat::Self_),
            ("I'm thinking about suicide", Threat::Self_),
            ("There is no point in living like this", Threat::Self_),
            ("I wish I was dead", Threat::Self_),
            ("I will kill you", Threat::Others),
            ("I'm going to burn down your warehouse", Threat::Others),
            ("I know where you live", Threat::Others),
            ("Send him again and someone will get hurt", Threat::Others),
        ] {
            assert_eq!(threat(text).map(|(who, _)| who), Some(expected), "{text}");
        }
        for text in [
            "The wait is killing me",
            "I'd kill for a discount",
            "How do I kill a frozen process?",
            "My battery wants to die every evening",
            "I was dying of laughter",
            "Can I end my plan early?",
            "Will somebody be there to sign for it?",
            "I will find the serial number and send it",
        ] {
            assert_eq!(threat(text), None, "{text}");
        }
    }
}
