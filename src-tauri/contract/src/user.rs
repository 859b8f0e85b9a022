//! The people who work with Aside, and what each may do.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Actor, ApiToken, Timestamp, UserId};

/// The longest name of a user, in characters.
pub const MAX_USER_NAME_CHARS: usize = 100;
/// The shortest password, in characters.
pub const MIN_PASSWORD_CHARS: usize = 10;

/// What somebody may do. Each role may do what those before it may.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers customers.
    Agent,
    /// Also decides on tickets and documents, and reads the ledger and the figures.
    Supervisor,
    /// Also sets Aside up, and exports and forgets customers.
    Administrator,
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        })
    }
}

/// Somebody who signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// Names the user for good.
    pub id: UserId,
    /// What the user signs in with.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// When the user was added.
    pub created_at: Timestamp,
    /// Whether the user may sign in: one that is switched off is kept, and can do nothing.
    #[serde(default = "switched_on")]
    #[schema(required = true)]
    pub enabled: bool,
}

/// Whom a ticket can be given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserName {
    /// What the user signs in with.
    pub name: String,
    /// What the user may do.
    pub role: Role,
}

/// Users that were kept before they could be switched off.
fn switched_on() -> bool {
    true
}

/// Somebody to be added. No `Debug`: a password is shown nowhere.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// What the user signs in with, 1 to 100 characters.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// At least 10 characters.
    pub password: String,
}

/// A change of a user; what is absent stays. No `Debug`: a password is shown nowhere.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UserEdit {
    /// What the user signs in with from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the user may do from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The new password, at least 10 characters. Whoever is signed in with the old one is so no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Whether the user may sign in from now on. Switched off, their sign-ins end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// What somebody signs in with. No `Debug`: a password is shown nowhere.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The user's name.
    pub name: String,
    /// The user's password.
    pub password: String,
}

/// What somebody gets who signed in. No `Debug`: tokens are shown nowhere.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct SignedIn {
    /// Goes with each request, as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds for which the access token holds.
    pub expires_in: u64,
    /// Gets the next pair of tokens, once. Keep it like a password.
    pub refresh_token: String,
    /// Who signed in.
    pub user: User,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Caller {
    /// What they may do.
    pub role: Role,
    /// Who it is; absent for a program, and for the machine's owner: at the desktop window, by a command, or
    /// where there are no users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    /// Which program it is, where one asks with a token of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<ApiToken>,
}

impl Caller {
    /// The machine's owner, who may do everything.
    pub fn owner() -> Self {
        Self { role: Role::Administrator, user: None, token: None }
    }

    /// This user.
    pub fn user(user: User) -> Self {
        Self { role: user.role, user: Some(user), token: None }
    }

    /// The program that has this token.
    pub fn program(token: ApiToken) -> Self {
        Self { role: token.role, user: None, token: Some(token) }
    }

    /// Whether it is the machine's owner.
    pub fn is_owner(&self) -> bool {
        self.user.is_none() && self.token.is_none()
    }

    /// As the ledger names them.
    pub fn actor(&self) -> Actor {
        match (&self.user, &self.token) {
            (Some(User { id, name, .. }), _) => Actor::User { id: *id, name: name.clone() },
            (None, Some(ApiToken { id, name, .. })) => Actor::Token { id: *id, name: name.clone() },
            (None, None) => Actor::Owner,
        }
    }
}
