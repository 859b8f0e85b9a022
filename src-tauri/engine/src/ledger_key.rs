//! The key that signs the ledger's head: in the environment or the system's keyring, never in a file.

use aside_desk::LedgerKey;

use crate::EngineError;
use crate::secrets::MasterKey;

/// Where it stands.
const PLACE: MasterKey =
    MasterKey { variable: "ASIDE_LEDGER_KEY", service: "aside-ledger-key", user: "ledger" };

/// The key from the environment, else from the keyring, which is given one where it has none; `None` where
/// there is neither.
///
/// # Errors
/// [`EngineError::LedgerKey`] where one is there and is no key.
pub(crate) fn find() -> Result<Option<LedgerKey>, EngineError> {
    // What is written while a keyring is locked is signed with the next start.
    let found = PLACE.find().map_err(|place| EngineError::LedgerKey { place })?;
    let Some((seed, place)) = found else { return Ok(None) };
    LedgerKey::from_seed(&seed).map(Some).ok_or(EngineError::LedgerKey { place })
}
