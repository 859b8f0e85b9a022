//! What a message names: order numbers, amounts, dates, codes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::MessageId;

/// A kind of thing that customers name and agents look up.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// The number of an order.
    Order,
    /// The number of an invoice.
    Invoice,
    /// A sum of money.
    Amount,
    /// A day, or a moment of a day.
    Date,
    /// A time of day without its day.
    Time,
    /// A product of the team's list.
    Product,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// The version of a program or a device's system.
    Version,
    /// What a program or device says when it fails.
    ErrorCode,
    /// A web address.
    Url,
}

impl SlotKind {
    /// The kind as it is written in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Invoice => "invoice",
            Self::Amount => "amount",
            Self::Date => "date",
            Self::Time => "time",
            Self::Product => "product",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Version => "version",
            Self::ErrorCode => "error_code",
            Self::Url => "url",
        }
    }
}

impl std::fmt::Display for SlotKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// One thing that a message names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Slot {
    /// What it is.
    pub kind: SlotKind,
    /// As the customer wrote it.
    pub text: String,
    /// In one spelling: `2026-11-22`, `2026-11-22T17:00` or `17:00` (as the customer's clock shows
    /// it, without a zone); `49.90 EUR` (ISO 4217); an address in lower case; a telephone number as
    /// `+` and digits; a product's name on the list. The text itself where it cannot be resolved, as
    /// for `03/04/2026`.
    pub value: String,
    /// Where it begins, in characters of the message; behind its end where a file of the message names it.
    pub start: u32,
    /// Where it ends, in characters of the message.
    pub end: u32,
}

/// What a conversation is about, by one of its messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConversationSlot {
    /// What was named.
    pub slot: Slot,
    /// The customer's message that named it last.
    pub message_id: MessageId,
}
