//! The key that signs the ledger's head: in the environment or the system's keyring, never in a file.

use aside_desk::{KEY_BYTES, LedgerKey};
use keyring::{Entry, Error};

use crate::{EngineError, secrets};

/// Comes before the keyring: 64 hexadecimal digits.
const VARIABLE: &str = "ASIDE_LEDGER_KEY";
const SERVICE: &str = "aside-ledger-key";
const USER: &str = "ledger";

/// The key from the environment, else from the keyring, which is given one where it has none; `None` where
/// there is neither.
///
/// # Errors
/// [`EngineError::LedgerKey`] where one is there and is no key.
pub(crate) fn find() -> Result<Option<LedgerKey>, EngineError> {
    if let Ok(digits) = std::env::var(VARIABLE)
        && !digits.trim().is_empty()
    {
        return key(digits.trim(), VARIABLE).map(Some);
    }
    // What is written while a keyring is locked is signed with the next start.
    let digits = secrets::patiently(from_keyring).flatten();
    digits.map(|digits| key(&digits, "the system's keyring")).transpose()
}

/// The digits that the keyring has, or is given now; `None` where there is no keyring.
fn from_keyring() -> Option<String> {
    let entry = Entry::new(SERVICE, USER).ok()?;
    match entry.get_password() {
        Ok(digits) => Some(digits),
        Err(Error::NoEntry) => {
            let mut seed = [0; KEY_BYTES];
            getrandom::fill(&mut seed).ok()?;
            let digits = hex(&seed);
            let kept = entry.set_password(&digits);
            if let Err(error) = &kept {
                tracing::warn!(%error, "the system's keyring keeps no key: the ledger is not signed");
            }
            kept.ok().map(|()| digits)
        }
        Err(error) => {
            tracing::info!(%error, "there is no keyring: the ledger is not signed");
            None
        }
    }
}

fn key(digits: &str, place: &'static str) -> Result<LedgerKey, EngineError> {
    unhex(digits)
        .and_then(|seed| LedgerKey::from_seed(&seed))
        .ok_or(EngineError::LedgerKey { place })
}

/// The bytes of exactly so many pairs of hexadecimal digits.
pub(crate) fn unhex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if digits.len() != 2 * N || !digits.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        let pair = &digits[2 * place..][..2];
        // `from_str_radix` takes a sign as well.
        *byte = u8::from_str_radix(pair, 16).ok().filter(|_| !pair.starts_with('+'))?;
    }
    Some(bytes)
}

/// Two digits for each byte, in small letters.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_digits_and_nothing_else() {
        let seed = [0xA5; KEY_BYTES];
        assert_eq!(unhex(&hex(&seed)), Some(seed));
        for wrong in ["", "a5", &"g".repeat(64), &"ä".repeat(32), &"+1".repeat(32)] {
            assert!(key(wrong, "a test").is_err(), "{wrong}");
        }
    }
}
