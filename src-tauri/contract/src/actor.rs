//! Who did something.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ApiTokenId, UserId};

/// Who did something: as it stands in the ledger, with the name that they had then.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// Aside itself.
    Aside,
    /// A customer, in a session of the chat.
    Customer,
    /// The machine's owner: at the desktop window, by a command, or by anything on this machine while
    /// nobody has to sign in.
    Owner,
    /// Somebody who signed in.
    User {
        /// Names the user for good.
        id: UserId,
        /// The name that the user had.
        name: String,
    },
    /// A program, by the token that an administrator made for it.
    Token {
        /// Names the token for good.
        id: ApiTokenId,
        /// What the token is called.
        name: String,
    },
}

impl Actor {
    /// What the machine's owner is called where others have names.
    pub const OWNER: &str = "this machine's owner";

    /// The name of somebody of the team, or of a program that works for it; none for Aside itself and for
    /// customers.
    pub fn agent(&self) -> Option<&str> {
        match self {
            Self::Aside | Self::Customer => None,
            Self::Owner => Some(Self::OWNER),
            Self::User { name, .. } | Self::Token { name, .. } => Some(name),
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Aside => "Aside",
            Self::Customer => "the customer",
            Self::Owner | Self::User { .. } | Self::Token { .. } => {
                self.agent().unwrap_or_default()
            }
        })
    }
}
