//! Loudness and rudeness, which a model that saw lower-case text cannot hear.

use std::sync::LazyLock;

use regex::Regex;

use super::faces::faces;
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
        r"\b(?:disappoint\w+|unhappy|upset|annoy\w+|frustrat\w+|unacceptable|terrible|awful|horrible|poor (?:service|support|quality)|bad (?:service|experience|quality)|waste of|wasted|not (?:happy|good enough|acceptable|impressed)|still (?:not|no|broken|waiting|has(?:n't| not)|have(?:n't| not)|does(?:n't| not))|no (?:useful|proper|real|helpful) (?:reply|answer|help|response|solution)|nobody|no one (?:answers?|replies|helps?)|again and again|let down|let(?:s|ting)? (?:me|us) down|hate|worst|unbelievable|nothing (?:\w+ ){0,4}help(?:s|ed)?|inconvenien\w+|concerned|worried|(?:taking|takes|took) (?:forever|ages|so long|too long)|for ages|(?:so|too|unbearably|painfully) slow|tired of|rude|disgrac\w*|disaster|nightmare|(?:really|very|so) bad|not what (?:i|we) (?:ordered|asked|paid|expected)|not (?:worth|useful|helpful|satisfied|pleased)|broke again|you promised|(?:want|give me) my money(?: back)?|keeps? (?:crashing|freezing|failing|breaking)|does it keep (?:crashing|freezing|failing|breaking))\b",
    )
});
static HAPPY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:thank(?:s| you) (?:so|very) much|love (?:it|the|this|your)|great (?:service|product|job|help|work|support)|excellent|amazing|awesome|wonderful|fantastic|perfect(?:ly)?|(?:very|so|really) (?:happy|pleased|satisfied|good)|well done|brilliant|appreciate|lovely|best \w+ (?:ever|this year))\b",
    )
});
static DENIED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:\bnot|n't|\bcannot|\bno longer|\bnever)(?: \w+)? $"));
/// Contentment by the denial of its opposite, which the model takes for the opposite.
static CONTENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:no|zero|without(?: any)?) (?:complaints?|problems? (?:so far|at all)|regrets)|(?:can't|cannot|can not) complain|could(?:n't| not) be (?:happier|better|more (?:pleased|satisfied))|nothing (?:to complain|but praise)|never (?:\w+ ){0,2}let (?:me|us) down|never disappoint\w*|(?:not|n't) (?:be )?(?:too |so |half |that )?bad)\b",
    )
});
/// Praise that has no end, told by a denial: "can't thank you enough", "couldn't ask for more".
static BEYOND_PRAISE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:can't|cannot|can not|could(?:n't| not)) (?:thank|praise|recommend|stress how happy)(?: \w+){0,6}? enough|(?:can't|cannot|can not|could(?:n't| not)) (?:have )?(?:ask(?:ed)?|wish(?:ed)?|hope[d]?) for (?:anything |a |any )?(?:better|more|nicer|friendlier))\b",
    )
});
/// Praise that is denied: "not happy at all", "far from pleased".
static NOT_PRAISED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:not|isn't|aren't|wasn't|am not|far from|less than|anything but)(?: \w+)? (?:happy|pleased|satisfied|impressed|delighted|amused|great|helpful|thrilled)\b",
    )
});
/// Thanks that are none: "thanks for nothing", "thanks for ruining my day".
static THANKLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:thanks|thank you|thx|cheers)(?: (?:a lot|so much|very much|a million|again))? for (?:nothing|wasting|ruining|breaking|losing|ignoring|killing|messing|spoiling|destroying|not \w+ing|making (?:me|us) (?:wait|repeat|late))\b",
    )
});
/// Thanks that a "but" follows are courtesy: what comes then is the matter.
static THANKS_BUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:thanks|thank you|thx|cheers|appreciate)\b[^.!?\n]{0,50}?\b(?:but|however|though|unfortunately|sadly)\b",
    )
});
/// Anger that is denied.
static NOT_ANGRY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\bnot|n't|\bnever) (?:\w+ )?(?:angry|mad|furious|livid|cross|outraged|fuming|upset)\b",
    )
});
/// Anger and displeasure that are denied: "I'm not angry", "I don't hate it".
static NOT_CROSS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\bnot|n't|\bnever) (?:\w+ )?(?:angry|mad|furious|upset|annoyed|unhappy|disappointed|hate|complain(?:ing)?|blam(?:e|ing)|worried|the end of the world|a big deal)\b|\bno (?:worries|rush|hurry|big deal|hard feelings)\b|\bnothing wrong with\b",
    )
});
/// A written laugh, which is wry as often as it is glad.
static LAUGH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:lo+l|lmf?ao|rofl|a?(?:ha){2,}h?|(?:he){2,}h?)\b"));
/// Marks in a row, one of them an exclamation mark behind another.
static EXCLAIMS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[!?]+![!?]*"));
/// The sign of a message in capitals.
pub(crate) const CAPITALS: &str = "capitals";
/// Of a longer row so many marks are shown.
const MOST_MARKS: usize = 5;
/// Something is asked for.
static ASKS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\?|\b(?:please|pls|help|can you|could you|need)\b"));

/// How loud and how rude a message is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tone {
    /// Strength of the signs of anger: fury 2, profanity, insult, capitals and `!!` 1 each, and what
    /// angry faces show.
    pub anger: u8,
    /// It says that something is bad.
    pub unhappy: bool,
    /// It says that something is good.
    pub happy: bool,
    /// It denies a displeasure, and says none otherwise.
    pub calm: bool,
    /// It says by a denial that nothing could be better.
    pub beyond_praise: bool,
    /// It denies praise, or its thanks are a reproach.
    pub unpraised: bool,
    /// Its thanks are followed by a "but".
    pub thanks_but: bool,
    /// It denies anger.
    pub not_angry: bool,
    /// Something is stressed: capitals, `!!`, a stretched word, a face.
    pub stressed: bool,
    /// A face shows joy, and nothing is asked for: in a request it is politeness.
    pub glad_face: bool,
    /// A face shows displeasure.
    pub sad_face: bool,
    /// The words and signs of anger, for people.
    pub signs: Vec<String>,
    /// The other signs of feeling: faces, stretched words.
    pub accents: Vec<String>,
}

/// Reads loudness and rudeness from the customer's own lines.
pub(crate) fn tone(text: &str) -> Tone {
    let own = own_words(text);
    let stretched = stretched(&own);
    // Stretched words are met in both spellings that they may have had.
    let folded = match &stretched {
        Some(_) => format!("{}\n{}", fold(&squeezed(&own, 1)), fold(&squeezed(&own, 2))),
        None => fold(&own),
    };
    let mut tone = Tone::default();
    for (signs, strength) in [(&FURY, 2), (&PROFANITY, 1), (&INSULT, 1)] {
        let said =
            signs.find_iter(&folded).find(|found| !DENIED.is_match(&folded[..found.start()]));
        if let Some(found) = said {
            tone.anger += strength;
            tone.signs.push(found.as_str().to_owned());
        }
    }
    let shouts = shouts(&own);
    if shouts {
        tone.anger += 1;
        tone.signs.push(CAPITALS.to_owned());
    }
    let marks = EXCLAIMS.find(&folded);
    let exclaims = marks.is_some();
    if let Some(marks) = marks {
        tone.anger += 1;
        tone.signs.push(marks.as_str().chars().take(MOST_MARKS).collect());
    }
    let faces = faces(&own);
    tone.anger = tone.anger.saturating_add(faces.anger);
    tone.unhappy = displeased(&folded);
    tone.happy = said(&HAPPY, &folded) || CONTENT.is_match(&folded);
    tone.calm = !tone.unhappy
        && tone.anger == 0
        && (CONTENT.is_match(&folded) || NOT_CROSS.is_match(&folded));
    tone.beyond_praise = !tone.unhappy && tone.anger == 0 && BEYOND_PRAISE.is_match(&folded);
    tone.unpraised = NOT_PRAISED.is_match(&folded) || THANKLESS.is_match(&folded);
    tone.thanks_but = THANKS_BUT.is_match(&folded);
    tone.not_angry = NOT_ANGRY.is_match(&folded);
    tone.stressed = shouts || exclaims || stretched.is_some() || faces.sad || faces.glad;
    tone.glad_face = faces.glad && !faces.sad && !ASKS.is_match(&folded);
    tone.sad_face = faces.sad;
    tone.accents = faces.signs.into_iter().chain(stretched).collect();
    tone
}

/// The signs of feeling that the rules see in a message beside the model: words of anger, `capitals`,
/// `!!`, faces, stretched words.
pub fn feeling_signs(text: &str) -> Vec<String> {
    let tone = tone(text);
    tone.signs.into_iter().chain(tone.accents).collect()
}

/// Whether somebody laughs in words.
pub(crate) fn laughs(text: &str) -> bool {
    LAUGH.is_match(&fold(&own_words(text)))
}

/// Whether words of displeasure, fury or insult stand in a folded text undenied.
pub(crate) fn displeased(folded: &str) -> bool {
    said(&UNHAPPY, folded) || said(&FURY, folded) || said(&INSULT, folded)
}

/// Whether the words stand in a folded text undenied.
pub(crate) fn said(words: &Regex, folded: &str) -> bool {
    words.find_iter(folded).any(|found| !DENIED.is_match(&folded[..found.start()]))
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

/// The first word with a letter three times in a row, which no English word has: "sooo".
fn stretched(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_alphabetic())
        .find(|word| {
            let letters: Vec<char> = word.to_lowercase().chars().collect();
            // "www" and "iii" are no words; runs of one letter are none either.
            letters.windows(3).any(|run| run[0] == run[1] && run[1] == run[2])
                && letters.iter().any(|letter| *letter != letters[0])
        })
        .map(str::to_owned)
}

/// The text with runs of three and more equal letters cut to `kept`.
fn squeezed(text: &str, kept: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    for run in letters.chunk_by(|a, b| a.is_alphabetic() && a.eq_ignore_ascii_case(b)) {
        let kept = if run.len() >= 3 { kept } else { run.len() };
        out.extend(&run[..kept]);
    }
    out
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
            ("late again 😡", 1, 1),
            ("sooooo stuuuupid", 1, 1),
        ] {
            let tone = tone(text);
            assert!((at_least..=at_most).contains(&tone.anger), "{text}: {tone:?}");
        }
    }

    #[test]
    fn denied_displeasure_is_calm_and_denied_praise_is_not_praise() {
        for text in
            ["I'm not angry, just asking.", "I don't hate it", "No worries", "Can't complain"]
        {
            assert!(tone(text).calm, "{text}: {:?}", tone(text));
        }
        for text in ["I'm not angry but very disappointed", "I am angry", "Where is it?"] {
            assert!(!tone(text).calm, "{text}: {:?}", tone(text));
        }
        assert!(!tone("It is not very good").happy);
    }

    #[test]
    fn stretched_words_are_met_in_both_spellings() {
        for (text, happy, unhappy) in [
            ("this is amaaaazing", true, false),
            ("sooooo good", true, false),
            ("teeeerrible", false, true),
            ("visit www.example.com in room III", false, false),
        ] {
            let tone = tone(text);
            assert_eq!((tone.happy, tone.unhappy), (happy, unhappy), "{text}: {tone:?}");
        }
    }
}
