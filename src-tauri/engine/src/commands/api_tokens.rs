//! Tokens of programs.

use aside_contract::{
    ApiToken, ApiTokenId, Caller, MAX_TOKEN_DAYS, MadeApiToken, NewApiToken, Role, Timestamp,
};

use crate::access::api_token::ShownToken;
use crate::{Engine, EngineError};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// The same for a token that never was and one that was revoked.
const GONE: &str = "this token holds no longer, or never did: an administrator makes another one";

impl Engine {
    /// Makes a token for a program. It is told this once: only its hash is kept.
    ///
    /// # Errors
    /// [`EngineError::Refused`] about the role or the days; where the name is refused or taken; or the store
    /// fails.
    pub fn make_api_token(&self, new: &NewApiToken) -> Result<MadeApiToken, EngineError> {
        let NewApiToken { name, role, days } = new.clone();
        if role == Role::Administrator {
            let reason = "a token is for the role agent or supervisor: an administrator signs in";
            return Err(EngineError::Refused(reason.to_owned()));
        }
        if days.is_some_and(|days| !(1..=MAX_TOKEN_DAYS).contains(&days)) {
            return Err(EngineError::Refused(format!(
                "a token holds for 1 to {MAX_TOKEN_DAYS} days"
            )));
        }
        let (shown, created_at) = (ShownToken::make()?, Timestamp::now());
        let expires_at = days.map(|days| Timestamp(created_at.0 + i64::from(days) * DAY_MS));
        let token = ApiToken { id: shown.id, name, role, created_at, expires_at, last_used: None };
        let listed = self.desk.add_api_token(&token, &shown.secret)?;
        tracing::info!(token = %listed.id, role = %listed.role, "a token was made");
        Ok(MadeApiToken { token: shown.text(), listed })
    }

    /// All tokens, those that have expired included, in the order in which they were made.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn api_tokens(&self) -> Result<Vec<ApiToken>, EngineError> {
        Ok(self.desk.api_tokens()?)
    }

    /// Revokes a token: it counts no longer from the next request on.
    ///
    /// # Errors
    /// Where there is no such token, or the store fails.
    pub fn revoke_api_token(&self, id: ApiTokenId) -> Result<(), EngineError> {
        if !self.desk.remove_api_token(id)? {
            return Err(EngineError::NotFound { what: "token", name: id.to_string() });
        }
        tracing::info!(token = %id, "a token was revoked");
        Ok(())
    }

    /// The program that shows this token.
    pub(super) fn program(&self, shown: &str) -> Result<Caller, EngineError> {
        let found = match ShownToken::read(shown) {
            Some(ShownToken { id, secret }) => self.desk.use_api_token(id, &secret)?,
            None => None,
        };
        found.map(Caller::program).ok_or(EngineError::Unauthenticated(GONE))
    }
}
