//! Which language a message is written in, where that is beyond doubt.
//!
//! Two detectors that were trained on different data read the words. Where they agree, they are hardly
//! ever wrong; where they do not, nothing is claimed. `docs/encoders.md` has the figures of each and of
//! both.

use whatlang::{Detector, Lang};

use crate::MessageContext;
use crate::text::{is_stop, own_words, words};

/// What the classifiers and the built-in encoder read.
pub(crate) const ENGLISH: &str = "en";

/// What is read of a message: its first words tell as much as all.
const MAX_CHARS: usize = 1_000;

/// How sure the one detector has to be of a language that the other does not know. From 0.2 to 0.5 the
/// figures hardly differ.
const ALONE: f64 = 0.5;

/// Both detectors take bare English nouns ("edit premium account") for a Romance language at times. So
/// for up to this many words without a letter beyond a to z, the first has to be this sure.
const FEW_WORDS: usize = 5;
const OF_FEW_WORDS: f64 = 0.15;

/// The languages that are told apart, with their codes (ISO 639-1), and whether both detectors know them.
/// Of languages that resemble each other, such as Danish and Norwegian, a short message fits several.
const LANGUAGES: &[(Lang, &str, Option<whichlang::Lang>)] = &[
    (Lang::Ara, "ar", Some(whichlang::Lang::Ara)),
    (Lang::Cmn, "zh", Some(whichlang::Lang::Cmn)),
    (Lang::Deu, "de", Some(whichlang::Lang::Deu)),
    (Lang::Eng, ENGLISH, Some(whichlang::Lang::Eng)),
    (Lang::Fra, "fr", Some(whichlang::Lang::Fra)),
    (Lang::Hin, "hi", Some(whichlang::Lang::Hin)),
    (Lang::Ita, "it", Some(whichlang::Lang::Ita)),
    (Lang::Jpn, "ja", Some(whichlang::Lang::Jpn)),
    (Lang::Kor, "ko", Some(whichlang::Lang::Kor)),
    (Lang::Nld, "nl", Some(whichlang::Lang::Nld)),
    (Lang::Por, "pt", Some(whichlang::Lang::Por)),
    (Lang::Rus, "ru", Some(whichlang::Lang::Rus)),
    (Lang::Spa, "es", Some(whichlang::Lang::Spa)),
    (Lang::Swe, "sv", Some(whichlang::Lang::Swe)),
    (Lang::Tur, "tr", Some(whichlang::Lang::Tur)),
    (Lang::Vie, "vi", Some(whichlang::Lang::Vie)),
    (Lang::Ces, "cs", None),
    (Lang::Dan, "da", None),
    (Lang::Ell, "el", None),
    (Lang::Fin, "fi", None),
    (Lang::Heb, "he", None),
    (Lang::Hun, "hu", None),
    (Lang::Nob, "nb", None),
    (Lang::Pol, "pl", None),
    (Lang::Ron, "ro", None),
    (Lang::Ukr, "uk", None),
];

/// The code of the message's language; where its own words leave it in doubt, of all that the customer
/// wrote in the conversation.
pub(crate) fn of(ctx: &MessageContext<'_>) -> Option<&'static str> {
    detect(&own_words(ctx.text)).or_else(|| {
        let mut all = own_words(ctx.text);
        for earlier in ctx.earlier() {
            if all.len() >= MAX_CHARS {
                break;
            }
            all.push(' ');
            all.push_str(&own_words(earlier));
        }
        detect(&all)
    })
}

/// The code (ISO 639-1) of the language that a text is written in; none where that is in doubt.
pub fn language_of(text: &str) -> Option<&'static str> {
    detect(&own_words(text))
}

/// The least share of English function words in a message that is taken for English without proof.
const FUNCTION_WORDS: f32 = 0.25;

/// Whether nothing in the words of a message whose language is in doubt speaks for English: there are
/// words, and hardly a function word of English among them.
pub(crate) fn looks_foreign(text: &str) -> bool {
    let words = words(&plain(&own_words(text)));
    let english = words.iter().filter(|word| is_stop(word)).count();
    !words.is_empty() && (english as f32) < FUNCTION_WORDS * words.len() as f32
}

/// The code of the language that both detectors read in `text`.
fn detect(text: &str) -> Option<&'static str> {
    let words = plain(text);
    let allowed = LANGUAGES.iter().map(|(lang, ..)| *lang).collect();
    // Nothing is found where there are no letters.
    let first = Detector::with_allowlist(allowed).detect(&words)?;
    let second = whichlang::detect_language(&words);
    let (_, code, known) = LANGUAGES.iter().find(|(lang, ..)| *lang == first.lang())?;
    let bare = words.is_ascii() && words.split_whitespace().count() <= FEW_WORDS;
    let agreed = match known {
        Some(known) => *known == second && (!bare || first.confidence() >= OF_FEW_WORDS),
        None => first.confidence() >= ALONE,
    };
    // Support English is full of names and codes, and the second is hardly ever wrong about it.
    if second == whichlang::Lang::Eng && (!agreed || known.is_some()) {
        return Some(ENGLISH);
    }
    agreed.then_some(*code)
}

/// The words of `text` that belong to a language: no addresses, handles, tags, numbers or codes.
fn plain(text: &str) -> String {
    let mut words = String::new();
    let mut left = MAX_CHARS;
    let of_language = |word: &&str| {
        !word.contains("://") && !word.contains(['@', '#', '_']) && !word.contains(char::is_numeric)
    };
    for word in text.split_whitespace().filter(of_language) {
        let before = words.len();
        words.extend(word.chars().take(left));
        left -= words[before..].chars().count();
        if left == 0 {
            break;
        }
        words.push(' ');
    }
    words
}
