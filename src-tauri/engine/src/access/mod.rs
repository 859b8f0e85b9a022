//! Who asks: users with their passwords and tokens, programs with theirs, and the machine's owner.

pub(crate) mod api_token;
pub(crate) mod owner;
pub(crate) mod password;
pub(crate) mod tokens;

use crate::EngineError;

/// Bytes of a secret that nobody guesses.
const SECRET_BYTES: usize = 32;

/// Random bytes from the system.
///
/// # Errors
/// [`EngineError::Random`] where it gives none.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], EngineError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(EngineError::Random)?;
    Ok(bytes)
}
