//! Why a priority is what it is and why a rule fired, in parts that each language can make its own
//! sentence of. As text they are English.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LabelKind, OrderSign, Sentiment};

/// Why a point of the priority is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PriorityReason {
    /// What every message has.
    EveryMessage,
    /// The customer is unhappy.
    Negative,
    /// The customer is angry.
    Angry,
    /// The customer has asked for it before.
    Asked {
        /// How often, this time included.
        times: usize,
    },
    /// The customer has priority by contract.
    Vip,
    /// Something came to harm, and the team is to pay.
    Damages,
    /// The customer speaks of self-harm.
    SelfHarm,
    /// The customer threatens people.
    Threat,
    /// Something may catch fire, or somebody is hurt.
    Danger,
    /// A date presses.
    Presses {
        /// The customer's words.
        words: String,
    },
    /// It reads as something that must be dealt with at once.
    Urgent,
    /// It reads as something that must be dealt with soon.
    SoonDue,
    /// The customer waits for an answer.
    Waiting {
        /// For how many minutes.
        minutes: u64,
        /// Within how many minutes an answer was promised.
        target_minutes: u64,
    },
    /// What the sum has to lie between.
    Held {
        /// The least.
        lowest: i8,
        /// The most.
        highest: i8,
    },
}

impl fmt::Display for PriorityReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EveryMessage => f.write_str("every message"),
            Self::Negative => f.write_str("negative"),
            Self::Angry => f.write_str("angry"),
            Self::Asked { times: 2 } => f.write_str("asked twice"),
            Self::Asked { times } => write!(f, "asked {times} times"),
            Self::Vip => f.write_str("VIP customer"),
            Self::Damages => f.write_str("claim for damages"),
            Self::SelfHarm => f.write_str("speaks of self-harm"),
            Self::Threat => f.write_str("threatens people"),
            Self::Danger => f.write_str("danger"),
            Self::Presses { words } => write!(f, "presses: \u{201c}{words}\u{201d}"),
            Self::Urgent => f.write_str("reads as urgent"),
            Self::SoonDue => f.write_str("reads as soon due"),
            Self::Waiting { minutes, target_minutes } => {
                write!(f, "waiting {}, target {}", spoken(*minutes), spoken(*target_minutes))
            }
            Self::Held { lowest, highest } => write!(f, "held between {lowest} and {highest}"),
        }
    }
}

/// A time as people say it, rounded down: `45 min`, `3 h`, `2 d`.
fn spoken(minutes: u64) -> String {
    match minutes {
        0..=119 => format!("{minutes} min"),
        120..=2879 => format!("{} h", minutes / 60),
        _ => format!("{} d", minutes / 1440),
    }
}

/// What made a rule of escalation fire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Evidence {
    /// Words or signs of the message, or what a team's rule names.
    Words {
        /// As they stand there.
        text: String,
    },
    /// It is written in capitals.
    Capitals,
    /// An earlier message asks for the same.
    AskedBefore {
        /// Its beginning.
        words: String,
    },
    /// A label that was read in the message.
    Label {
        /// Which label.
        what: LabelKind,
        /// Its name.
        label: String,
        /// How sure the classifier is, 0 to 1, where that matters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidence: Option<f32>,
    },
    /// A label of which the classifier is unsure.
    Doubt {
        /// Which label.
        what: LabelKind,
        /// How sure it is, 0 to 1.
        confidence: f32,
    },
    /// The labels are guessed by rules.
    Guessed {
        /// The language that the classifiers do not read, by its code; none where there is no model.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// The best reply is an unlikely answer.
    UnlikelyReply {
        /// How likely it answers, 0 to 1.
        confidence: f32,
    },
    /// No passage lies above the floor of relevance.
    NothingFound,
    /// The customer has priority by contract.
    Vip,
    /// A point of the message's priority.
    Priority {
        /// What it is given for.
        reason: PriorityReason,
        /// How much it adds.
        points: i8,
    },
    /// How the customer felt from message to message.
    Moods {
        /// Oldest first.
        moods: Vec<Sentiment>,
    },
    /// It seems to give orders to a language model.
    Order {
        /// What shows that.
        sign: OrderSign,
    },
    /// The step of Aside's that failed.
    Fault {
        /// What happened, in a sentence.
        text: String,
    },
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words { text } | Self::Fault { text } => f.write_str(text),
            Self::Order { sign } => sign.fmt(f),
            Self::Capitals => f.write_str("capitals"),
            Self::AskedBefore { words } => write!(f, "asked before: \u{201c}{words}\u{201d}"),
            Self::Label { label, confidence: None, .. } => f.write_str(label),
            Self::Label { what, label, confidence: Some(confidence) } => {
                write!(f, "{} {label}, confidence {confidence:.2}", what.words())
            }
            Self::Doubt { what, confidence } => write!(f, "{} {confidence:.2}", what.words()),
            Self::Guessed { language: Some(code) } => {
                write!(f, "language {code}: labels are guessed")
            }
            Self::Guessed { language: None } => f.write_str("no model: labels are guessed"),
            Self::UnlikelyReply { confidence } => write!(f, "best reply {confidence:.2}"),
            Self::NothingFound => f.write_str("no passage above the floor of relevance"),
            Self::Vip => f.write_str("VIP"),
            Self::Moods { moods } => {
                let moods: Vec<String> = moods.iter().map(Sentiment::to_string).collect();
                write!(f, "from message to message: {}", moods.join(", "))
            }
            Self::Priority { reason, points } => write!(f, "{reason} {points:+}"),
        }
    }
}

impl Evidence {
    /// Words of the message.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words { text: text.into() }
    }

    /// All parts in one line.
    pub fn line(parts: &[Self]) -> String {
        parts.iter().map(Self::to_string).collect::<Vec<_>>().join(", ")
    }
}
