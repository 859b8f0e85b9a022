//! What Aside advises on a message: suggested replies, their citations, and escalation.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Analysis, ConversationId, Evidence, MessageId, ModelNote, Remembered, SlotKind, SuggestionId,
};

/// The passage of the knowledge base that carries a sentence of a suggestion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Citation {
    /// Path of the document relative to the knowledge folder, with `/`; `path#id` for one article of a collection.
    pub document: String,
    /// The document's title.
    pub title: String,
    /// Headings above the passage, outermost first, joined by ` > `; empty at the top of the document.
    pub section: String,
    /// Page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// The exact words of the document.
    pub quote: String,
    /// How well the passage answers, 0 to 1.
    pub score: f32,
    /// The passage's id, for opening it in its document.
    pub chunk: String,
}

/// In which way a suggestion answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// The one or few sentences that answer.
    Answer,
    /// The whole passage with its steps.
    Steps,
    /// Another document's view of it.
    Alternative,
    /// A question back, where the answer hangs on something that the customer has not said.
    Clarify,
    /// A text that the team keeps for such messages.
    Macro,
    /// What an agent sent before for a message like it.
    SentBefore,
    /// As a language model wrote it from the passages, checked against them.
    Model,
}

/// What carries a sentence of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// A passage of the documents.
    Carried,
    /// The team's own word: a macro, or what an agent sent before.
    Team,
    /// It states no fact: a greeting, an apology, a question.
    NoFact,
    /// Nothing.
    Unsupported,
}

/// One sentence of a suggestion, and what carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SuggestionSentence {
    /// Where it begins, in characters of the suggestion's text.
    pub start: u32,
    /// Where it ends, in characters of the suggestion's text.
    pub end: u32,
    /// What carries it.
    pub support: Support,
    /// Which of the suggestion's citations carries it, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<u32>,
    /// What speaks against a sentence that nothing carries, as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// What a document says about a matter, in one of its sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Statement {
    /// Where it stands.
    pub citation: Citation,
    /// The sentence, plain.
    pub says: String,
    /// The number, amount or duration in it that another document contradicts.
    pub value: String,
}

/// Two documents that say the same with two numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Contradiction {
    /// What the suggestion says.
    pub one: Statement,
    /// What another document says.
    pub other: Statement,
}

/// A reply that the agent may insert, edit and send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    /// Names this suggestion when it is used.
    pub id: SuggestionId,
    /// The reply. Plain text.
    pub text: String,
    /// In which way it answers.
    pub kind: SuggestionKind,
    /// How likely it answers the message, 0 to 1.
    pub confidence: f32,
    /// Where its sentences stand, in the order in which it uses them; empty for the team's own words.
    pub citations: Vec<Citation>,
    /// Its sentences in order, and what carries each; empty in advice from before they were told.
    #[serde(default)]
    pub sentences: Vec<SuggestionSentence>,
    /// The share of the sentences that state a fact which a passage carries, 0 to 1; `null` where none
    /// states a fact of the documents, or where it was not judged.
    #[serde(default)]
    pub groundedness: Option<f32>,
    /// What other documents say against it.
    #[serde(default)]
    pub contradictions: Vec<Contradiction>,
    /// The language model that wrote it; none where it is composed of the documents' own sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Where the team's own words come from: there for macros and for replies that were sent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamWords>,
}

impl Suggestion {
    /// Whether it is composed of the documents' own words alone, beside what opens and closes it.
    pub fn is_exact(&self) -> bool {
        use SuggestionKind::{Alternative, Answer, Steps};
        matches!(self.kind, Answer | Steps | Alternative)
    }
}

/// Words of the team's own, and what became of them so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TeamWords {
    /// Under which their use is counted: `macro:` and its name, or `reply:` and a hash of the words.
    pub key: String,
    /// The macro's name; none for a reply that was sent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How often agents sent them: of a macro, weighted by how much of it stayed as it was suggested.
    pub sent: u32,
    /// How often agents dismissed them.
    pub dismissed: u32,
}

/// A text that the team keeps for messages of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Macro {
    /// What the team calls it.
    pub name: String,
    /// The reply; `{customer_name}`, `{order_number}`, `{invoice_number}` and `{team}` stand for what is known.
    pub text: String,
    /// The category of the messages that it answers; any where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Words that such messages hold.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// It is not suggested where the conversation names one of these: it asks for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<SlotKind>,
}

/// Why a suggestion is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DismissReason {
    /// It answers something else.
    NotRelevant,
    /// What it says is wrong.
    Wrong,
    /// What it says was right once.
    OutOfDate,
    /// Something is missing.
    Incomplete,
    /// Nobody should speak so to this customer.
    Tone,
    /// Something else.
    Other,
}

impl DismissReason {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotRelevant => "not what was asked",
            Self::Wrong => "wrong",
            Self::OutOfDate => "out of date",
            Self::Incomplete => "something is missing",
            Self::Tone => "wrong tone",
            Self::Other => "something else",
        }
    }
}

/// What became of the suggestions that cite a passage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PassageUse {
    /// Sent, weighted by how much of each stayed as it was suggested: 1 for one that was sent as it is.
    pub sent: f32,
    /// Dismissed because of what they say; a wrong tone is not the passage's fault.
    pub dismissed: u32,
    /// Replies that were sent, however much of each was changed.
    pub replies: u32,
}

/// Why a message, or one of its questions, has no answer from the documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Abstention {
    /// The question, where the message holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Why, as a sentence.
    pub reason: String,
    /// The document that comes nearest, too far away to answer; none where nothing was found at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Nearest>,
}

/// A document that is too far away to answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Nearest {
    /// Its path, as in a citation.
    pub document: String,
    /// Its title.
    pub title: String,
    /// How likely it answers, 0 to 1.
    pub score: f32,
}

/// One reason for handing over to a supervisor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EscalationReason {
    /// The rule's name, stable for machines, such as `explicit_request`.
    pub rule: String,
    /// The reason as a sentence for people.
    pub explanation: String,
    /// Which of the rule's sentences it is, for rules that have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The words or figures that made the rule fire.
    pub evidence: String,
    /// The same in parts, for other languages; none in what was stored before they were told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Evidence>,
    /// How strongly it speaks for escalation, 0 to 1.
    pub weight: f32,
    /// Somebody said that the rule fired wrongly; it does not count any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wrong: bool,
}

/// Whether the conversation should go to a supervisor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Escalation {
    /// The score reached the threshold.
    pub recommended: bool,
    /// 0 to 1: `1 - Π(1 - weight)` over the reasons.
    pub score: f32,
    /// Strongest first; empty where nothing speaks for it.
    pub reasons: Vec<EscalationReason>,
}

/// Where the time went, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Timing {
    /// Embedding, heads and rules.
    pub analysis: f64,
    /// Search in the knowledge base.
    pub retrieval: f64,
    /// Composing replies and judging escalation.
    pub draft: f64,
    /// From the message's receipt to the advice's receipt, storing included.
    pub total: f64,
}

/// What Aside advises on one customer message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Advice {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The customer's message that is advised on.
    pub message_id: MessageId,
    /// What the message says.
    pub analysis: Analysis,
    /// Up to three replies, best first; empty where nothing relevant was found.
    pub suggestions: Vec<Suggestion>,
    /// What the documents do not answer, and why; empty where everything is answered.
    #[serde(default)]
    pub abstentions: Vec<Abstention>,
    /// Whether to hand over.
    pub escalation: Escalation,
    /// What is remembered of the customer and has to do with the message, the nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<Remembered>,
    /// Where the time went.
    pub timing_ms: Timing,
    /// What came of asking a language model; none where none was asked, or it is still writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelNote>,
}
