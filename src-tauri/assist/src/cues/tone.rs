//! Loudness and rudeness, which a model that saw lower-case text cannot hear.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, own_words, pattern};

static FURY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:furious|livid|outraged?|outrageous|seething|fuming|infuriat\w+|enraged|had (?:it|enough)|fed up|sick (?:and tired )?of|appall(?:ed|ing)|disgust(?:ed|ing)|absolutely unacceptable|completely unacceptable|how dare you|never again|angry|pissed(?: off)?)\b",
    )
});
static INSULT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:idiots?|morons?|incompeten\w+|pathetic|useless|clowns?|liars?|lying|thieves|thief|scam(?:mers?|ming)?|crooks?|rip-?off|joke of a|worst (?:company|service|support|customer|experience|app|product)|garbage|trash|a joke|ridiculous|stupid|shame on you|robbing|robbed|stole|stealing|junk|rubbish|kidding me|joking)\b",
    )
});
static PROFANITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:f+u+c+k\w*|f\*+\w*|wtf|shit\w*|bull ?shit|crap|damn(?:ed|it)?|goddamn|bloody hell|arse(?:hole)?s?|ass(?:hole)s?|bastards?)\b",
    )
});
static UNHAPPY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:disappoint\w+|unhappy|upset|annoy\w+|frustrat\w+|unacceptable|terrible|awful|horrible|poor (?:service|support|quality)|bad (?:service|experience|quality)|waste of|wasted|not (?:happy|good enough|acceptable|impressed)|still (?:not|no|broken|waiting|has(?:n't| not)|have(?:n't| not)|does(?:n't| not))|no (?:useful|proper|real|helpful) (?:reply|answer|help|response|solution)|nobody|no one (?:answers?|replies|helps?)|again and again|let down|hate|worst|unbelievable|nothing (?:\w+ ){0,4}help(?:s|ed)?|inconvenien\w+|concerned|worried)\b",
    )
});
static HAPPY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:thank(?:s| you) (?:so|very) much|love (?:it|the|this|your)|great (?:service|product|job|help|work|support)|excellent|amazing|awesome|wonderful|fantastic|perfect(?:ly)?|very (?:happy|pleased|satisfied)|well done|brilliant|appreciate)\b",
    )
});
static DENIED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:not|n't|no longer|never)(?: \w+)? $"));

/// How loud and how rude a message is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tone {
    /// Strength of the signs of anger: fury 2, profanity, insult, capitals and `!!` 1 each.
    pub anger: u8,
    /// It says that something is bad.
    pub unhappy: bool,
    /// It says that something is good.
    pub happy: bool,
    /// The words and signs of anger, for people.
    pub signs: Vec<String>,
}

/// Reads loudness and rudeness from the customer's own lines.
pub(crate) fn tone(text: &str) -> Tone {
    let own = own_words(text);
    let folded = fold(&own);
    let mut tone = Tone::default();
    for (signs, strength) in [(&FURY, 2), (&PROFANITY, 1), (&INSULT, 1)] {
        let said =
            signs.find_iter(&folded).find(|found| !DENIED.is_match(&folded[..found.start()]));
        if let Some(found) = said {
            tone.anger += strength;
            tone.signs.push(found.as_str().to_owned());
        }
    }
    if shouts(&own) {
        tone.anger += 1;
        tone.signs.push("capitals".to_owned());
    }
    if folded.contains("!!") || folded.contains("?!") {
        tone.anger += 1;
        tone.signs.push("!!".to_owned());
    }
    let said = |words: &Regex| {
        words.find_iter(&folded).any(|found| !DENIED.is_match(&folded[..found.start()]))
    };
    tone.unhappy = said(&UNHAPPY) || said(&FURY) || said(&INSULT);
    tone.happy = said(&HAPPY);
    tone
}

/// At least three words of three letters or more in capitals, and these are more than half of all such words.
fn shouts(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 3);
    let (mut loud, mut all) = (0, 0);
    for word in words {
        all += 1;
        loud += usize::from(word.chars().all(char::is_uppercase));
    }
    loud >= 3 && loud * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shouting_and_insults_add_up() {
        for (text, at_least, at_most) in [
            ("WHERE IS MY PARCEL YOU IDIOTS!!", 3, 4),
            ("I am furious.", 2, 2),
            ("I'm not angry, just asking.", 0, 0),
            ("The USB-C PD port and the HDMI port", 0, 0),
            ("How do I export a CSV?", 0, 0),
            ("This is useless", 1, 1),
            ("What a fucking scam", 2, 2),
        ] {
            let tone = tone(text);
            assert!((at_least..=at_most).contains(&tone.anger), "{text}: {tone:?}");
        }
    }
}
