//! Messages that are a greeting, thanks or a farewell and nothing else.

use std::sync::LazyLock;

use regex::Regex;

use crate::sentences::CustomerLanguage;
use crate::text::{fold, pattern, plain_letters};

/// What is said for the sake of kindness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Courtesy {
    /// Begins a conversation.
    Greeting,
    /// Thanks, or ends a conversation.
    Farewell,
}

/// Between words, and around them: marks and faces.
const GAP: &str = r"[^\p{L}\p{N}]*";

/// A whole message of one or more of these.
fn only(words: &str) -> Regex {
    pattern(&format!("^{GAP}(?:(?:{words}){GAP})+$"))
}

static RULES: LazyLock<[(CustomerLanguage, Courtesy, Regex); 4]> = LazyLock::new(|| {
    use Courtesy::{Farewell, Greeting};
    use CustomerLanguage::{English, German};
    [
        (
            English,
            Greeting,
            only(
                r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|all|team|everyone|everybody|guys|folks))?\b",
            ),
        ),
        (
            German,
            Greeting,
            only(
                r"(?:hallo|guten (?:tag|morgen|abend)|moin(?: moin)?|servus|gru(?:ss|s|\u{df}) gott|gruezi)(?: (?:zusammen|liebes team|team))?\b",
            ),
        ),
        (
            English,
            Farewell,
            only(
                r"(?:(?:ok|okay|great|perfect|super|alright|all right|cool|nice|no|yes|that's all|that is all|that was all|got it)\b|(?:many )?thanks?(?: you)?(?: (?:so much|very much|a lot|again|for your help|for the help))?\b|thx\b|cheers\b|(?:good)?bye(?: bye)?\b|see you\b|have a (?:nice|good|great) (?:day|evening|weekend|one)\b)",
            ),
        ),
        (
            German,
            Farewell,
            only(
                r"(?:(?:ok|okay|gut|prima|perfekt|super|alles klar|in ordnung|das war's|das war alles|nein|ja)\b|(?:vielen |besten |herzlichen )?dank(?:e)?(?: (?:schon|sehr|nochmals|fur ihre hilfe|fur die hilfe))?\b|tschuss\b|auf wiedersehen\b|bis dann\b|schonen (?:tag|abend)(?: noch)?\b)",
            ),
        ),
    ]
});

/// Thanks or a farewell stands in it, so that a bare "yes" or "ok" is left to the conversation.
static SAYS_SO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:thank|thx|cheers|bye|goodbye|see you|have a|dank|tschuss|wiedersehen|bis dann|schonen)",
    )
});

/// The courtesy that a message is, with the language that it is said in; none where it says more.
pub(crate) fn courtesy(text: &str) -> Option<(Courtesy, CustomerLanguage)> {
    let folded = plain_letters(&fold(text));
    let (language, courtesy, _) = RULES.iter().find(|(.., rule)| rule.is_match(&folded))?;
    let is_said = *courtesy == Courtesy::Greeting || SAYS_SO.is_match(&folded);
    is_said.then_some((*courtesy, *language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courtesies_are_known_by_all_that_they_say() {
        use Courtesy::{Farewell, Greeting};
        use CustomerLanguage::{English, German};
        for (text, expected) in [
            ("hi", Some((Greeting, English))),
            ("Hello there! \u{1f44b}", Some((Greeting, English))),
            ("Good morning", Some((Greeting, English))),
            ("Hallo", Some((Greeting, German))),
            ("Guten Tag,", Some((Greeting, German))),
            ("thanks, bye", Some((Farewell, English))),
            ("Ok, thank you so much!", Some((Farewell, English))),
            ("Great, thanks for your help", Some((Farewell, English))),
            ("Alles klar, vielen Dank!", Some((Farewell, German))),
            ("Danke sch\u{f6}n, tsch\u{fc}ss", Some((Farewell, German))),
            ("ok", None),
            ("yes", None),
            ("Hello, where is my parcel?", None),
            ("Thanks for nothing", None),
            ("thanks, but the light still blinks", None),
            ("Danke, aber es geht nicht", None),
            ("", None),
            ("?", None),
        ] {
            assert_eq!(courtesy(text), expected, "{text}");
        }
    }
}
