//! Identifiers and time.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier. Version 7, so identifiers sort by the time of their making.
            #[expect(clippy::new_without_default, reason = "a default identifier would be a lie")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The 16 bytes, big-endian: their order is the order of making.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The identifier with these 16 bytes.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    };
}

id!(
    /// Names one conversation.
    ConversationId
);
id!(
    /// Names one message.
    MessageId
);
id!(
    /// Names one file that came with a message.
    AttachmentId
);
id!(
    /// Names one fact about a customer.
    FactId
);
id!(
    /// Names one suggested reply.
    SuggestionId
);
id!(
    /// Names one person who works with Aside.
    UserId
);
id!(
    /// Names the token of one program.
    ApiTokenId
);
id!(
    /// Names one webhook.
    WebhookId
);
id!(
    /// Names one delivery to a webhook.
    DeliveryId
);

/// A moment: milliseconds since 1970-01-01 UTC.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(transparent)]
#[schema(value_type = i64)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The present, by the system's clock.
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
