//! What a message says: intent, category, sentiment and priority.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CorrectedLabel, PriorityReason, Slot};

/// A closed set of labels that a classifier chooses from.
pub trait Label: Copy + Eq + Sized + 'static {
    /// Every label, in the order of the classifier's outputs.
    const ALL: &'static [Self];
    /// The label as it is written in JSON and in training data.
    fn name(self) -> &'static str;
    /// The label with this name.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|label| label.name() == name)
    }
}

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }
        impl Label for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

labels!(
    /// What the customer wants from the message.
    Intent {
        /// Asks for information.
        Question = "question",
        /// Reports that something is wrong.
        Problem = "problem",
        /// Asks for something to be done.
        Action = "action",
        /// Gives an opinion or thanks.
        Feedback = "feedback",
        /// Asks for a person, a manager or a formal complaint.
        Escalate = "escalate",
    }
);

labels!(
    /// Which part of the business the message is about.
    Category {
        /// Faults, set-up, errors, compatibility.
        Technical = "technical",
        /// Invoices, payments, refunds, prices.
        Billing = "billing",
        /// Sign-in, profile, plan, privacy.
        Account = "account",
        /// Ordering, delivery, returns.
        Orders = "orders",
        /// Everything else.
        General = "general",
    }
);

labels!(
    /// How the customer feels.
    Sentiment {
        /// Pleased.
        Positive = "positive",
        /// No clear feeling.
        Neutral = "neutral",
        /// Unhappy.
        Negative = "negative",
        /// Angry.
        Angry = "angry",
    }
);

labels!(
    /// How soon a message must be dealt with.
    Urgency {
        /// Thanks, feedback, curiosity.
        None = "none",
        /// Can wait a day.
        Ordinary = "ordinary",
        /// Work or money is stuck, a date is near, the customer asks again.
        Soon = "soon",
        /// A loss goes on, a date is within hours, security, safety, an outage.
        Now = "now",
    }
);

/// A label and how sure the classifier is of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Labelled<L> {
    /// The label with the highest probability.
    pub label: L,
    /// Its calibrated probability, 0 to 1.
    pub confidence: f32,
    /// The confidence is below the classifier's floor: more doubt than an agent should build on.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsure: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What one of a team's own labels is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OwnKind {
    /// What the customer wants.
    Intent,
    /// What the message is about.
    Category,
}

/// One of a team's own labels, as `.aside/taxonomy.toml` in the knowledge folder names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OwnLabel {
    /// What it is about.
    pub kind: OwnKind,
    /// The label's name.
    pub name: String,
    /// Its calibrated probability among the labels, 0 to 1.
    pub confidence: f32,
    /// Whether the message is like any of the labels' examples at all.
    pub in_scope: bool,
    /// It is out of scope, or rather wrong than right.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsure: bool,
}

/// What the classifier heads read in one message, before any rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reading {
    /// What the customer wants.
    pub intent: Labelled<Intent>,
    /// What it is about.
    pub category: Labelled<Category>,
    /// How the customer feels.
    pub sentiment: Labelled<Sentiment>,
    /// How soon it must be dealt with.
    pub urgency: Labelled<Urgency>,
}

/// The language of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Language {
    /// Its code of two letters (ISO 639-1), such as `de`.
    pub code: String,
    /// Whether the encoder in use reads it. If not, documents are searched by words alone, and
    /// suggestions may be poor.
    pub understood: bool,
}

/// One addend of the priority, for "angry +3, asked twice +2".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriorityPoint {
    /// Why, in a few words.
    pub reason: String,
    /// How much it adds.
    pub points: i8,
    /// Why, for other languages; none in what was stored before it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grounds: Option<PriorityReason>,
}

impl PriorityPoint {
    /// A point that is given for this.
    pub fn new(grounds: PriorityReason, points: i8) -> Self {
        Self { reason: grounds.to_string(), points, grounds: Some(grounds) }
    }
}

/// A text that seems to give orders to a language model, to steer it against who runs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Suspicion {
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// What it was seen by, each with the words.
    pub evidence: Vec<String>,
    /// The same in parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<OrderSign>,
}

impl Suspicion {
    /// Seen by these.
    pub fn new(score: f32, signs: Vec<OrderSign>) -> Self {
        Self { score, evidence: signs.iter().map(OrderSign::to_string).collect(), signs }
    }
}

/// What a text shows to be an order to a language model by. As text it is English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderSign {
    /// What it does.
    pub kind: OrderKind,
    /// The document does not show these words.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// The words.
    pub words: String,
}

/// What an order to a language model does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// It asks to drop the instructions.
    DropsInstructions,
    /// It asks what the instructions are.
    AsksForInstructions,
    /// It gives the model a role without rules.
    RoleWithoutRules,
    /// It imitates the marks of a model's conversation.
    ImitatesMarks,
    /// It speaks to a model that reads the text.
    SpeaksToModel,
    /// It holds letters that nobody sees.
    InvisibleLetters,
    /// It reads like an order, by all its words.
    ReadsLikeOrder,
}

impl std::fmt::Display for OrderSign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let says = match self.kind {
            OrderKind::DropsInstructions => "asks to drop the instructions",
            OrderKind::AsksForInstructions => "asks for the instructions of a model",
            OrderKind::RoleWithoutRules => "gives a model a role without rules",
            OrderKind::ImitatesMarks => "imitates the marks of a model's conversation",
            OrderKind::SpeaksToModel => "speaks to a model that reads the text",
            OrderKind::InvisibleLetters => "holds invisible letters",
            OrderKind::ReadsLikeOrder => "reads like an order to a model",
        };
        write!(f, "{}{says}: {}", if self.hidden { "hidden: " } else { "" }, self.words)
    }
}

/// Everything known about one customer message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Analysis {
    /// What the customer wants.
    pub intent: Labelled<Intent>,
    /// What it is about.
    pub category: Labelled<Category>,
    /// How the customer feels.
    pub sentiment: Labelled<Sentiment>,
    /// It says both that something is good and that something is bad.
    #[serde(default)]
    pub mixed: bool,
    /// How soon it must be dealt with, as its words tell; none in what was stored before it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Labelled<Urgency>>,
    /// The team's own labels; none where it has named none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<OwnLabel>,
    /// What it is written in; none where that is in doubt, as in most messages of a word or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The labels above that follow corrections by agents, and why; none where the classifiers stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<CorrectedLabel>,
    /// What the message names, in the order of reading; none in what was stored before it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<Slot>,
    /// Why the message seems to give orders to a language model; none where it does not, and in what was
    /// stored before it was looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspicious: Option<Suspicion>,
    /// 1 (can wait) to 10 (now).
    #[schema(minimum = 1, maximum = 10)]
    pub priority: u8,
    /// How the priority came about; base, addends and clamping sum to `priority`.
    pub priority_points: Vec<PriorityPoint>,
    /// The customer asked the same thing before, here or in an earlier conversation.
    pub repeated_question: bool,
    /// The labels are guesses at confidence 0: the classifiers could not run (no model), or do not read
    /// the message's language.
    pub degraded: bool,
}
