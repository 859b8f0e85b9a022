//! Reading a model file and proving that it is the one that was meant.

use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::ModelError;

/// The sha256 of `bytes` in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The whole content of `file`.
pub(crate) fn read(file: &Path, mend: &'static str) -> Result<Vec<u8>, ModelError> {
    std::fs::read(file).map_err(|source| ModelError::reading(file, source, mend))
}

/// Refuses `bytes` of `file` unless their sha256 is `wanted`.
pub(crate) fn verify(
    file: &Path,
    bytes: &[u8],
    wanted: &str,
    mend: &'static str,
) -> Result<(), ModelError> {
    let found = sha256(bytes);
    if found == wanted {
        return Ok(());
    }
    Err(ModelError::Checksum { file: file.to_owned(), found, wanted: wanted.to_owned(), mend })
}
