//! What Aside says to customers in its own words, in each language that it speaks.
//!
//! Each language has a file with all of it; one that lacks a sentence does not compile. What stands here
//! promises neither a time nor an outcome. The team's own words, in `voice.toml`, go before.

mod english;
mod german;

use aside_contract::{Sentiment, SlotKind};

/// A language that Aside speaks to customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CustomerLanguage {
    /// English, for all others, too.
    #[default]
    English,
    /// German.
    German,
}

impl CustomerLanguage {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The language for a tag such as `de` or `de-AT`; English for those that are not spoken.
    pub fn of_tag(tag: &str) -> Self {
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        if first.eq_ignore_ascii_case("de") { Self::German } else { Self::English }
    }

    /// The language for what was read of a conversation; where that is in doubt, for what the customer's page
    /// is in.
    pub fn of(read: Option<&aside_contract::Language>, page: Option<&str>) -> Self {
        read.map(|language| language.code.as_str()).or(page).map(Self::of_tag).unwrap_or_default()
    }

    /// What is said in it.
    pub fn sentences(self) -> &'static Sentences {
        match self {
            Self::English => &english::SENTENCES,
            Self::German => &german::SENTENCES,
        }
    }
}

/// Every sentence.
#[derive(Debug)]
pub struct Sentences {
    /// What a customer reads first.
    pub greeting: &'static str,
    /// To who says thanks or goodbye.
    pub(crate) farewell: &'static str,
    /// To who asks for a person.
    pub person_comes: &'static str,
    /// While a person leads the conversation.
    pub a_person_answers: &'static str,
    pub(crate) hand_over: HandOverSentences,
    pub(crate) hand_off: HandOffSentences,
    pub(crate) opening: OpeningSentences,
    pub(crate) question_back: QuestionBackSentences,
    pub(crate) summary: SummaryWords,
}

/// When the chat hands over to a person.
#[derive(Debug)]
pub(crate) struct HandOverSentences {
    pub self_harm: &'static str,
    pub threat: &'static str,
    pub danger: &'static str,
    pub kind_words: &'static str,
    pub opinion: &'static str,
    pub angry: &'static str,
    pub unhappy: &'static str,
    pub plain: &'static str,
    /// Said to the unhappy who were handed over before.
    pub again_unhappy: &'static str,
    /// The same to all others.
    pub again: &'static str,
}

/// What an agent says who hands over to a supervisor; `{ticket}` stands for the ticket's id.
#[derive(Debug)]
pub(crate) struct HandOffSentences {
    pub threat: &'static str,
    pub danger: &'static str,
    pub angry: &'static str,
    pub unhappy: &'static str,
    pub plain: &'static str,
}

/// What opens a reply.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpeningSentences {
    pub angry: &'static str,
    /// To who had to ask again.
    pub angry_again: &'static str,
    pub unhappy: &'static str,
    pub unhappy_again: &'static str,
}

impl OpeningSentences {
    /// The one for a customer who feels so, who had to ask again or not; none where a reply starts with the
    /// matter.
    pub fn of(&self, sentiment: Sentiment, repeated_question: bool) -> Option<&'static str> {
        match (sentiment, repeated_question) {
            (Sentiment::Angry, true) => Some(self.angry_again),
            (Sentiment::Angry, false) => Some(self.angry),
            (Sentiment::Negative, true) => Some(self.unhappy_again),
            (Sentiment::Negative, false) => Some(self.unhappy),
            (Sentiment::Positive | Sentiment::Neutral, _) => None,
        }
    }
}

/// What asks the customer for what the answer hangs on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuestionBackSentences {
    /// Which row of a table; `{what}` stands for the head of its column, `{cases}` for the cases.
    pub which: &'static str,
    /// Which of two sections; `{cases}` stands for what tells them apart.
    pub about: &'static str,
    /// Between the last two cases.
    pub or: &'static str,
}

/// What stands before the quotes of a summary, and how it names what is named. It is in the conversation's
/// language, as the quotes are.
#[derive(Debug)]
pub(crate) struct SummaryWords {
    pub wants: &'static str,
    pub happened: &'static str,
    pub says: &'static str,
    pub names: &'static str,
    pub quotes: (char, char),
    pub kind: fn(SlotKind) -> &'static str,
}

impl SummaryWords {
    /// A quote under its head.
    pub fn quoted(&self, head: &str, quote: &str) -> String {
        let (open, close) = self.quotes;
        format!("{head}: {open}{quote}{close}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(language: CustomerLanguage) -> Vec<&'static str> {
        // Taken apart in full: a new sentence is looked at, too.
        let Sentences {
            greeting,
            farewell,
            person_comes,
            a_person_answers,
            hand_over,
            hand_off,
            opening,
            question_back,
            summary,
        } = language.sentences();
        let HandOverSentences {
            self_harm,
            threat,
            danger,
            kind_words,
            opinion,
            angry,
            unhappy,
            plain,
            again_unhappy,
            again,
        } = hand_over;
        let mut said = vec![
            *greeting,
            farewell,
            person_comes,
            a_person_answers,
            self_harm,
            threat,
            danger,
            kind_words,
            opinion,
            angry,
            unhappy,
            plain,
            again_unhappy,
            again,
        ];
        let HandOffSentences { threat, danger, angry, unhappy, plain } = hand_off;
        said.extend([threat, danger, angry, unhappy, plain]);
        let OpeningSentences { angry, angry_again, unhappy, unhappy_again } = opening;
        said.extend([angry, angry_again, unhappy, unhappy_again]);
        let QuestionBackSentences { which, about, or } = question_back;
        said.extend([which, about, or]);
        let SummaryWords { wants, happened, says, names, quotes: _, kind: _ } = summary;
        said.extend([wants, happened, says, names]);
        said
    }

    #[test]
    fn each_language_says_everything_in_its_own_words() {
        for language in CustomerLanguage::ALL {
            let said = all(language);
            assert!(said.iter().all(|sentence| !sentence.trim().is_empty()), "{language:?}");
            let sentences = language.sentences();
            let hand_off = &sentences.hand_off;
            let with_ticket = [
                hand_off.threat,
                hand_off.danger,
                hand_off.angry,
                hand_off.unhappy,
                hand_off.plain,
            ];
            assert!(with_ticket.iter().all(|sentence| sentence.contains("{ticket}")));
            let back = &sentences.question_back;
            assert!(back.which.contains("{what}") && back.which.contains("{cases}"));
            assert!(back.about.contains("{cases}"));
            let code = match language {
                CustomerLanguage::English => "en",
                CustomerLanguage::German => "de",
            };
            assert_eq!(CustomerLanguage::of_tag(code), language);
            // Whole sentences are read as what they are.
            for sentence in said.iter().filter(|sentence| sentence.split(' ').count() > 5) {
                assert_eq!(crate::language_of(sentence), Some(code), "{sentence}");
            }
        }
        let [english, german] = CustomerLanguage::ALL.map(all);
        assert!(english.iter().zip(&german).all(|(one, other)| one != other));
    }

    #[test]
    fn a_page_decides_where_the_words_do_not() {
        use CustomerLanguage::{English, German};
        let read = |code: &str| aside_contract::Language { code: code.into(), understood: true };
        for (code, page, expected) in [
            (Some("de"), None, German),
            (Some("en"), Some("de"), English),
            (None, Some("de-AT"), German),
            (None, Some("fr"), English),
            (Some("fr"), None, English),
            (None, None, English),
        ] {
            let code = code.map(read);
            assert_eq!(CustomerLanguage::of(code.as_ref(), page), expected, "{code:?} {page:?}");
        }
    }
}
