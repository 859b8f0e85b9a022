//! Keys of pages that hold the customer chat.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;

/// Lets the pages of some sites hold the chat. Its id stands in those pages and is no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatKey {
    /// What the pages send as `X-Aside-Key`.
    pub id: String,
    /// The sites, such as `https://shop.example`.
    pub origins: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A key to be made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChatKey {
    /// The sites whose pages may use it, such as `https://shop.example`; at least one.
    pub origins: Vec<String>,
}
