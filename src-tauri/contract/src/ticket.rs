//! Tickets: a conversation handed to a supervisor, with everything that is known so far.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Actor, Author, ConversationId, EscalationReason, Evidence, MessageId, Timestamp, Trend,
};

/// The most characters of an owner's name.
pub const MAX_OWNER_CHARS: usize = 100;
/// The most characters of a note.
pub const MAX_NOTE_CHARS: usize = 2_000;

/// Names one ticket: `T-4K7Q`, short enough for the telephone.
///
/// The letters are those of Crockford's base 32, which has no I, L, O and U. What people read to each
/// other is taken as it is meant: small letters, `O` for 0, `I` and `L` for 1, with or without `T-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct TicketId(String);

/// Crockford's base 32.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The fewest and the most letters after `T-`.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=8;

/// A text that names no ticket.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no ticket: one looks like T-4K7Q")]
pub struct NoTicketId(String);

impl TicketId {
    /// The name with these letters: the lowest five bits of each byte count. 4 to 8 bytes; fewer are
    /// filled up with 0, more are cut off.
    pub fn from_random(bytes: &[u8]) -> Self {
        let letter = |byte: &u8| char::from(DIGITS[usize::from(byte & 31)]);
        let mut letters: String = bytes.iter().take(*LETTERS.end()).map(letter).collect();
        while letters.len() < *LETTERS.start() {
            letters.push('0');
        }
        Self(format!("T-{letters}"))
    }

    /// As people read it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TicketId {
    type Err = NoTicketId;

    fn from_str(text: &str) -> Result<Self, NoTicketId> {
        let wrong = || NoTicketId(text.chars().take(40).collect());
        let said = text.trim().to_ascii_uppercase();
        let letters = said.strip_prefix("T-").unwrap_or(&said);
        let letters: String = letters
            .chars()
            .filter(|letter| !matches!(letter, '-' | ' '))
            .map(|letter| match letter {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let known = |letter: u8| DIGITS.contains(&letter);
        match LETTERS.contains(&letters.len()) && letters.bytes().all(known) {
            true => Ok(Self(format!("T-{letters}"))),
            false => Err(wrong()),
        }
    }
}

impl TryFrom<String> for TicketId {
    type Error = NoTicketId;
    fn try_from(text: String) -> Result<Self, NoTicketId> {
        text.parse()
    }
}

impl From<TicketId> for String {
    fn from(id: TicketId) -> Self {
        id.0
    }
}

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TicketStatus {
    /// Nobody has taken it.
    Open,
    /// Its owner works on it.
    Assigned,
    /// Back with the agent, most often with a note on how to go on.
    Returned,
    /// Done.
    Resolved,
}

impl TicketStatus {
    /// Every status, in the order in which a list shows them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Assigned, Self::Returned, Self::Resolved];

    /// Its name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Assigned => "assigned",
            Self::Returned => "returned",
            Self::Resolved => "resolved",
        }
    }

    /// Whether a ticket may go from here to `next`. Staying is always allowed; what is resolved has to be
    /// opened again before somebody works on it.
    pub fn may_become(self, next: Self) -> bool {
        !matches!((self, next), (Self::Resolved, Self::Assigned | Self::Returned))
    }
}

impl fmt::Display for TicketStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What was tried already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TicketAttempt {
    /// What was said, shortened.
    pub text: String,
    /// Who tried it: the customer, an agent or the assistant.
    pub by: Author,
    /// The message that says so.
    pub message_id: MessageId,
    /// It began as a suggestion of Aside.
    pub suggested: bool,
}

/// What the customer asked and nobody answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenQuestion {
    /// The question, in the customer's words.
    pub text: String,
    /// The message that asks it.
    pub message_id: MessageId,
}

/// What the customer feels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TicketFeeling {
    /// In a word or two: `angry`, `unhappy`, `calm`, `pleased`.
    pub word: String,
    /// Where it goes over the conversation.
    pub trend: Trend,
    /// The words or moods that say so.
    pub evidence: String,
    /// The same in parts, for other languages; none in what was stored before they were told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Evidence>,
}

/// What happened to a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TicketChange {
    /// When.
    pub at: Timestamp,
    /// The status before; none for the first entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TicketStatus>,
    /// The status since.
    pub to: TicketStatus,
    /// Who has it since, where somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A supervisor said whether handing over was right; none where nobody said so with this change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<bool>,
    /// Who did it; absent where that was not kept yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
}

/// What is known of a conversation when it is handed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandOver {
    /// The customer's message that the reasons speak of; none before it is analysed.
    pub message_id: Option<MessageId>,
    /// 1 to 10, of the newest customer message, with what waiting adds.
    pub priority: u8,
    /// What the customer wants, what happened, and what is named.
    pub summary: String,
    /// What was tried, oldest first.
    pub tried: Vec<TicketAttempt>,
    /// What the customer feels.
    pub feeling: TicketFeeling,
    /// What nobody answered, oldest first.
    pub open_questions: Vec<OpenQuestion>,
    /// Why a supervisor is needed, strongest first; empty where an agent decided alone.
    pub reasons: Vec<EscalationReason>,
    /// What to say to the customer; `{ticket}` stands for the ticket's id.
    pub hand_off_text: String,
}

/// A conversation handed to a supervisor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Ticket {
    /// What people call it.
    pub id: TicketId,
    /// Its conversation, which has no other ticket.
    pub conversation: ConversationId,
    /// The customer's name or id.
    pub customer: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// When it was handed over: of the newest customer message, with what waiting added.
    #[schema(minimum = 1, maximum = 10)]
    pub priority: u8,
    /// Who has it; while it is open, who is suggested.
    #[serde(default)]
    pub owner: Option<String>,
    /// What the customer wants, what happened, and what is named.
    pub summary: String,
    /// What was tried until now, oldest first.
    pub tried: Vec<TicketAttempt>,
    /// What the customer felt when it was handed over.
    pub feeling: TicketFeeling,
    /// What nobody answered until now, oldest first.
    pub open_questions: Vec<OpenQuestion>,
    /// Why a supervisor is needed, strongest first; empty where an agent decided alone.
    pub reasons: Vec<EscalationReason>,
    /// The customer's message that the reasons speak of; absent where that was not kept yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// What to say to the customer.
    pub hand_off_text: String,
    /// What the agent should know to go on: the note with which it was returned last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coaching_note: Option<String>,
    /// What happened to it, oldest first.
    pub history: Vec<TicketChange>,
    /// When it was handed over first.
    pub created: Timestamp,
    /// When it changed last.
    pub updated: Timestamp,
}

impl Ticket {
    /// As a list shows it.
    pub fn summarised(&self) -> TicketSummary {
        TicketSummary {
            id: self.id.clone(),
            conversation: self.conversation,
            customer: self.customer.clone(),
            status: self.status,
            priority: self.priority,
            owner: self.owner.clone(),
            summary: self.summary.clone(),
            feeling: self.feeling.word.clone(),
            created: self.created,
            updated: self.updated,
        }
    }
}

/// A ticket as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TicketSummary {
    /// What people call it.
    pub id: TicketId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The customer's name or id.
    pub customer: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// When it was handed over.
    #[schema(minimum = 1, maximum = 10)]
    pub priority: u8,
    /// Who has it; while it is open, who is suggested.
    #[serde(default)]
    pub owner: Option<String>,
    /// What the customer wants, what happened, and what is named.
    pub summary: String,
    /// What the customer feels, in a word or two.
    pub feeling: String,
    /// When it was handed over first.
    pub created: Timestamp,
    /// When it changed last.
    pub updated: Timestamp,
}

/// How a ticket should change. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TicketEdit {
    /// Where it should stand.
    pub status: Option<TicketStatus>,
    /// Who should have it, 1 to 100 characters.
    pub owner: Option<String>,
    /// What to note, at most 2,000 characters. With `returned` the agent reads it as coaching.
    pub note: Option<String>,
    /// Whether handing over was right. `true` approves it: whoever says so takes the ticket, if nothing else is
    /// asked for; `false` returns it likewise. The rules that fired count as right, or as wrong, since.
    pub approved: Option<bool>,
}

/// Which tickets a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketFilter {
    /// Only those that stand here.
    pub status: Option<TicketStatus>,
    /// Only those of this owner, whatever the case of its letters.
    pub owner: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_taken_as_it_is_read_out() {
        let id = TicketId::from_random(&[4, 19, 7, 23]);
        assert_eq!(id.as_str(), "T-4K7Q");
        for said in ["T-4K7Q", "t-4k7q", " 4k7q ", "T-4K-7Q"] {
            assert_eq!(said.parse::<TicketId>(), Ok(id.clone()), "{said}");
        }
        assert_eq!("t-oil1".parse::<TicketId>().map(String::from), Ok("T-0111".to_owned()));
        for none in ["", "T-", "T-4K7", "T-4K7U", "T-123456789", "T-4K7Ä"] {
            assert!(none.parse::<TicketId>().is_err(), "{none}");
        }
    }

    #[test]
    fn ids_use_every_letter_and_grow() {
        let all: Vec<u8> = (0..=255).collect();
        for bytes in all.chunks(8) {
            let id = TicketId::from_random(bytes);
            assert_eq!(id.as_str().parse(), Ok(id.clone()));
            assert_eq!(id.as_str().len(), 10);
        }
        assert_eq!(TicketId::from_random(&[]).as_str(), "T-0000");
    }

    #[test]
    fn what_is_resolved_is_opened_before_it_is_worked_on() {
        use TicketStatus::{Assigned, Open, Resolved, Returned};
        for (from, to, allowed) in [
            (Open, Assigned, true),
            (Open, Resolved, true),
            (Assigned, Open, true),
            (Assigned, Returned, true),
            (Returned, Assigned, true),
            (Returned, Resolved, true),
            (Resolved, Open, true),
            (Resolved, Resolved, true),
            (Resolved, Assigned, false),
            (Resolved, Returned, false),
        ] {
            assert_eq!(from.may_become(to), allowed, "{from} {to}");
        }
    }
}
