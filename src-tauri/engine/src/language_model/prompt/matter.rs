//! What a template is told about the message.

use aside_assist::Voice;
use aside_contract::{
    Analysis, Author, LabelKind, Message, Remembered, Sentiment, UNNAMED_CUSTOMER,
};
use aside_redact::Masks;
use serde::Serialize;

use super::Fence;
use crate::ForModel;

/// Messages of the conversation that are told, the newest last.
const TURNS: usize = 12;
/// The same for a summary.
pub(crate) const TURNS_OF_SUMMARY: usize = 40;
/// Characters of a message or passage that are told.
const LONGEST: usize = 4_000;

/// A customer's message with what is known around it.
pub(crate) struct Matter<'a> {
    /// The message.
    pub(crate) message: &'a Message,
    /// The conversation before it, oldest first.
    pub(crate) history: &'a [Message],
    /// What was read in it.
    pub(crate) analysis: &'a Analysis,
    /// What the customer is called.
    pub(crate) customer: &'a str,
    /// The customer has priority by contract.
    pub(crate) vip: bool,
    /// What is remembered of the customer and has to do with the message.
    pub(crate) remembered: &'a [Remembered],
    /// A supervisor is to take over.
    pub(crate) escalate: bool,
    /// How the team speaks, and about what it does not.
    pub(crate) voice: &'a Voice,
    /// What the files of the message say.
    pub(crate) attached: &'a str,
}

/// What templates can use. Every text of somebody else is masked and fenced.
#[derive(Serialize)]
pub(crate) struct Facts {
    /// Stands in the marks of this prompt.
    fence: String,
    /// The conversation before the message.
    history: Vec<Turn>,
    /// The message.
    message: String,
    /// The customer has priority by contract. What customers are called is not told.
    vip: bool,
    category: String,
    intent: String,
    sentiment: &'static str,
    priority: u8,
    repeated: bool,
    language: Option<String>,
    /// What the team has noted about the customer and has to do with the message.
    known: Vec<String>,
    passages: Vec<Numbered>,
    /// What the reply must not speak about, and what it must refuse, as the team says.
    forbidden: Vec<String>,
    refusals: Vec<String>,
    /// The most words of the reply.
    max_words: u32,
    /// The text that is to be rewritten, in which way, and into which language; empty for other tasks.
    text: String,
    how: String,
    into: String,
    /// The labels that are to be given; empty for other tasks.
    unsure: Vec<String>,
}

impl Facts {
    /// Something of everything, to try a template with.
    pub(super) fn example() -> Self {
        let text = "<<0 customer>>\nhello\n<</0>>".to_owned();
        Self {
            fence: "0".to_owned(),
            history: vec![Turn { author: "customer", text: text.clone() }],
            message: text.clone(),
            vip: true,
            category: "general".to_owned(),
            intent: "question".to_owned(),
            sentiment: "angry",
            priority: 9,
            repeated: true,
            language: Some("en".to_owned()),
            known: vec![text.clone()],
            passages: vec![Numbered { number: 1, text }],
            forbidden: vec!["other customers".to_owned()],
            refusals: vec!["Give no legal advice.".to_owned()],
            max_words: MAX_WORDS,
            text: "<<0 text>>\nhello\n<</0>>".to_owned(),
            how: "shorten".to_owned(),
            into: "French".to_owned(),
            unsure: vec!["intent".to_owned(), "category".to_owned(), "sentiment".to_owned()],
        }
    }
}

#[derive(Serialize)]
struct Turn {
    /// `customer` or `agent`.
    author: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Numbered {
    /// From 1: what the reply cites.
    number: usize,
    /// Its document's title, and what it says.
    text: String,
}

/// The most words of a reply.
const MAX_WORDS: u32 = 150;

impl Matter<'_> {
    /// The name of the template: the hand-over's where that is advised, else the category's.
    pub(crate) fn template(&self) -> &'static str {
        if self.escalate { "escalation" } else { self.category() }
    }

    fn category(&self) -> &'static str {
        use aside_contract::Category::{Account, Billing, General, Orders, Technical};
        match self.analysis.category.label {
            Technical => "technical",
            Billing => "billing",
            Account => "account",
            Orders => "orders",
            General => "general",
        }
    }

    pub(super) fn facts(&self, passages: &ForModel<'_>, fence: &Fence, masks: &mut Masks) -> Facts {
        self.facts_of(TURNS, passages, fence, masks)
    }

    /// As [`Self::facts`], with so many messages before the newest at most.
    pub(super) fn facts_of(
        &self,
        turns: usize,
        passages: &ForModel<'_>,
        fence: &Fence,
        masks: &mut Masks,
    ) -> Facts {
        if self.customer != UNNAMED_CUSTOMER {
            masks.expect_name(self.customer);
        }
        let mut said = |what: &str, text: &str| {
            let text = masks.redact(shortened(text));
            fence.around(what, &text)
        };
        let earlier = self.history.len().saturating_sub(turns);
        let history = self.history[earlier..].iter().map(|message| {
            let author = match message.author {
                Author::Customer => "customer",
                Author::Agent | Author::Assistant => "agent",
            };
            Turn { author, text: said(author, &message.text) }
        });
        let history = history.collect();
        let mut message = said("customer", &self.message.text);
        if !self.attached.is_empty() {
            message.push('\n');
            message.push_str(&said("attachment", self.attached));
        }
        let known = self.remembered.iter().map(|fact| said("fact", &fact.text)).collect();
        let numbered = passages.passages().iter().enumerate().map(|(at, passage)| {
            let text = format!("{}\n{}", passage.title, passage.text);
            // Last, so that what the customer named has its mask here too.
            let text = masks.redact_published(shortened(&text));
            Numbered { number: at + 1, text: fence.around(&format!("passage {}", at + 1), &text) }
        });
        let numbered = numbered.collect();
        Facts {
            fence: fence.nonce().to_owned(),
            history,
            message,
            vip: self.vip,
            category: self.category().to_owned(),
            intent: self.analysis.intent.label.to_string(),
            sentiment: match self.analysis.sentiment.label {
                Sentiment::Positive => "positive",
                Sentiment::Neutral => "neutral",
                Sentiment::Negative => "negative",
                Sentiment::Angry => "angry",
            },
            priority: self.analysis.priority,
            repeated: self.analysis.repeated_question,
            language: self.analysis.language.as_ref().map(|language| language.code.clone()),
            known,
            passages: numbered,
            forbidden: self.voice.forbidden_topics.clone(),
            refusals: self
                .voice
                .refusals
                .iter()
                .map(|refusal| format!("If {}, say: {}", refusal.when, refusal.say))
                .collect(),
            max_words: MAX_WORDS,
            text: String::new(),
            how: String::new(),
            into: String::new(),
            unsure: Vec::new(),
        }
    }
}

impl Facts {
    /// With the labels that are to be given.
    pub(super) fn with_unsure(mut self, unsure: &[LabelKind]) -> Self {
        self.unsure = unsure.iter().map(|kind| kind.words().to_owned()).collect();
        self
    }

    /// With a text of the agent's to rewrite, masked and fenced.
    pub(super) fn with_text(
        mut self,
        (text, how, into): (&str, &str, &str),
        fence: &Fence,
        masks: &mut Masks,
    ) -> Self {
        self.text = fence.around("text", &masks.redact(text));
        (self.how, self.into) = (how.to_owned(), into.to_owned());
        self
    }
}

/// The beginning of a text that is far longer than others.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}
