//! Tokens of programs. Of a token's secret only the hash is kept.

use aside_contract::{ApiToken, ApiTokenId, Timestamp};
use heed::RoTxn;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::tables::{Tables, from_json, to_json};
use crate::users::checked_name;

/// How exactly it is kept when a token was used: an hour, in milliseconds.
const COARSE_MS: i64 = 60 * 60 * 1000;

/// A token as it is kept.
#[derive(Serialize, Deserialize)]
struct StoredToken {
    #[serde(flatten)]
    token: ApiToken,
    /// BLAKE3 of its secret, in hexadecimal.
    secret: String,
}

impl StoredToken {
    /// Compares in constant time.
    fn fits(&self, secret: &str) -> bool {
        blake3::Hash::from_hex(&self.secret)
            .is_ok_and(|hash| hash == blake3::hash(secret.as_bytes()))
    }
}

impl Desk {
    /// Keeps a token with this secret.
    ///
    /// # Errors
    /// [`DeskError::UserName`] or [`DeskError::TokenExists`] about its name, or [`DeskError::Storage`].
    pub fn add_api_token(&self, token: &ApiToken, secret: &str) -> Result<ApiToken, DeskError> {
        let token = ApiToken { name: checked_name(&token.name)?, ..token.clone() };
        let secret = blake3::hash(secret.as_bytes()).to_hex().to_string();
        self.change(move |change| {
            let name = token.name.to_lowercase();
            let others = all(change.tables, change.txn)?;
            if let Some(other) = others.iter().find(|other| other.name.to_lowercase() == name) {
                return Err(DeskError::TokenExists(other.name.clone()).into());
            }
            let stored = StoredToken { token: token.clone(), secret: secret.clone() };
            let key = token.id.as_bytes();
            change.tables.api_tokens.put(change.txn, key, &to_json(&stored)?)?;
            Ok(token.clone())
        })
    }

    /// All tokens, in the order in which they were made.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn api_tokens(&self) -> Result<Vec<ApiToken>, DeskError> {
        self.store.read(|tables, txn| all(tables, txn))
    }

    /// Removes a token: it holds no longer. Says whether there was one.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn remove_api_token(&self, id: ApiTokenId) -> Result<bool, DeskError> {
        self.change(move |change| Ok(change.tables.api_tokens.delete(change.txn, id.as_bytes())?))
    }

    /// The token with this id and secret, which is used now; none where there is none, its secret is another
    /// one, or it has expired.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn use_api_token(
        &self,
        id: ApiTokenId,
        secret: &str,
    ) -> Result<Option<ApiToken>, DeskError> {
        let now = Timestamp::now();
        let known = self.store.read(|tables, txn| stored(tables, txn, id))?;
        let Some(StoredToken { token, .. }) =
            known.filter(|known| known.fits(secret) && !known.token.has_expired(now))
        else {
            return Ok(None);
        };
        let hour = Timestamp(now.0 - now.0.rem_euclid(COARSE_MS));
        if token.last_used.is_some_and(|last| last >= hour) {
            return Ok(Some(token));
        }
        // One that is revoked meanwhile stays gone.
        self.change(move |change| {
            let Some(mut known) = stored(change.tables, change.txn, id)? else { return Ok(None) };
            known.token.last_used = Some(hour);
            change.tables.api_tokens.put(change.txn, id.as_bytes(), &to_json(&known)?)?;
            Ok(Some(known.token))
        })
    }
}

fn stored(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: ApiTokenId,
) -> Result<Option<StoredToken>, Failure> {
    let found = tables.api_tokens.get(txn, id.as_bytes())?;
    Ok(found.map(|bytes| from_json(bytes, "a token")).transpose()?)
}

/// Identifiers sort by the time of their making.
fn all(tables: &Tables, txn: &RoTxn<'_>) -> Result<Vec<ApiToken>, Failure> {
    let rows = tables.api_tokens.iter(txn)?;
    rows.map(|row| Ok(from_json::<StoredToken>(row?.1, "a token")?.token)).collect()
}
