//! How the team speaks: what opens and closes a reply, and what it never says.

use aside_contract::Sentiment;

use crate::sentences::{CustomerLanguage, OpeningSentences};

/// The team's voice. What it leaves out has the built-in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// The name of the team.
    pub team: Option<String>,
    /// Opens a reply to an angry customer.
    pub angry: Option<String>,
    /// Opens a reply to an unhappy customer.
    pub negative: Option<String>,
    /// Opens a reply to a customer who has no mood to speak of.
    pub neutral: Option<String>,
    /// Opens a reply to a pleased customer.
    pub positive: Option<String>,
    /// The next step that closes a reply; none without a voice file: nobody else may promise one.
    pub closing: Option<String>,
    /// The last lines of a reply.
    pub signature: Option<String>,
    /// What a customer is told who is handed over; `{ticket}` stands for the ticket's id.
    pub hand_off: HandOffWords,
    /// What language models must not write about.
    pub forbidden_topics: Vec<String>,
    /// What language models have to refuse, and in which words.
    pub refusals: Vec<Refusal>,
}

/// What is said to customers who are handed over, by how they feel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandOffWords {
    /// To an angry one.
    pub angry: Option<String>,
    /// To an unhappy one.
    pub negative: Option<String>,
    /// To one who has no mood to speak of.
    pub neutral: Option<String>,
    /// To a pleased one.
    pub positive: Option<String>,
    /// To one who speaks of self-harm.
    pub self_harm: Option<String>,
    /// To one who threatens people.
    pub threat: Option<String>,
}

/// What has to be refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// When.
    pub when: String,
    /// In which words.
    pub say: String,
}

impl Voice {
    /// The words that open a reply to a customer who feels so, who had to ask again or not; the built-in ones in
    /// the customer's language.
    pub fn opening(
        &self,
        sentiment: Sentiment,
        repeated_question: bool,
        language: CustomerLanguage,
    ) -> Option<&str> {
        let built_in = || language.sentences().opening.of(sentiment, repeated_question);
        let own = match sentiment {
            Sentiment::Angry => &self.angry,
            Sentiment::Negative => &self.negative,
            Sentiment::Neutral => &self.neutral,
            Sentiment::Positive => &self.positive,
        };
        // Who had to ask again is owed an apology, which the team's words know nothing of.
        let again =
            repeated_question && matches!(sentiment, Sentiment::Angry | Sentiment::Negative);
        own.as_deref().filter(|_| !again).or_else(built_in)
    }

    /// What follows the matter: the closing and the signature.
    pub fn end(&self) -> Option<String> {
        let parts: Vec<&str> = [&self.closing, &self.signature]
            .into_iter()
            .filter_map(|part| part.as_deref())
            .collect();
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }

    /// Every sentence of it: none states a fact, whatever stands in it.
    pub fn phrases(&self) -> Vec<String> {
        let own = [
            &self.angry,
            &self.negative,
            &self.neutral,
            &self.positive,
            &self.closing,
            &self.signature,
        ];
        let refusals = self.refusals.iter().map(|refusal| &refusal.say);
        let own = own.into_iter().flatten().chain(refusals).cloned();
        let built_in = CustomerLanguage::ALL.into_iter().flat_map(|language| {
            let OpeningSentences { angry, angry_again, unhappy, unhappy_again } =
                language.sentences().opening;
            [angry, angry_again, unhappy, unhappy_again]
        });
        own.chain(built_in.map(str::to_owned)).collect()
    }
}

/// The built-in words that open a reply to a customer who feels so, in English; `None` where a reply starts with
/// the matter. An opening states no fact and needs no citation.
pub fn opening(sentiment: Sentiment, repeated_question: bool) -> Option<&'static str> {
    CustomerLanguage::English.sentences().opening.of(sentiment, repeated_question)
}
