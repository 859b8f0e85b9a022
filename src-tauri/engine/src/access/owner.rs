//! The token of the machine's owner: made anew by each process, and told in the file beside the lock, which
//! only its user may read. Whoever can read that file can read the stores beside it as well.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{SECRET_BYTES, random};
use crate::EngineError;
use crate::secrets::hex;

/// See the module. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OwnerToken(String);

impl OwnerToken {
    /// A new one.
    ///
    /// # Errors
    /// [`EngineError::Random`].
    pub(crate) fn make() -> Result<Self, EngineError> {
        Ok(Self(hex(&random::<SECRET_BYTES>()?)))
    }

    /// The token itself, to go with a request.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether somebody has it. Takes the same time for every text of a length.
    pub(crate) fn is(&self, shown: &str) -> bool {
        // Hashes are compared in constant time.
        blake3::hash(self.0.as_bytes()) == blake3::hash(shown.as_bytes())
    }
}

impl fmt::Debug for OwnerToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("OwnerToken(…)")
    }
}
