//! Tokens of programs: integrations that ask for months, not somebody who signs in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ApiTokenId, Role, Timestamp};

/// The longest time for which a token holds that ends by itself, in days.
pub const MAX_TOKEN_DAYS: u32 = 3_650;

/// What a program may do, and since when. The token itself was shown once, when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApiToken {
    /// Names it for good.
    pub id: ApiTokenId,
    /// What the ledger calls the program.
    pub name: String,
    /// What the program may do: an agent's or a supervisor's part.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it holds no longer; absent where it holds until it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was used last, by the hour; absent where it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<Timestamp>,
}

impl ApiToken {
    /// Whether it held until before `now`.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

/// A token to be made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiToken {
    /// What the ledger is to call the program, 1 to 100 characters; no other token is called so.
    pub name: String,
    /// What the program may do: `agent` or `supervisor`.
    pub role: Role,
    /// For how many days it holds, 1 to 3,650; until it is revoked where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 3650)]
    pub days: Option<u32>,
}

/// A token that was made just now. No `Debug`: the token is told this once, and shown nowhere else.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct MadeApiToken {
    /// Goes with each request, as `Authorization: Bearer …`. It is kept nowhere.
    pub token: String,
    /// As it is listed from now on.
    pub listed: ApiToken,
}
