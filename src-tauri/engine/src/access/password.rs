//! Passwords, of which only Argon2id hashes are kept.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use aside_contract::MIN_PASSWORD_CHARS;
use parking_lot::Mutex;

use super::random;
use crate::EngineError;

/// Memory in KiB, passes and lanes, as OWASP's Password Storage Cheat Sheet has them for Argon2id.
const COSTS: (u32, u32, u32) = (19 * 1024, 2, 1);
/// The longest password, in bytes.
const MAX_BYTES: usize = 1024;
/// What is verified where there is no such user, so that it takes as long: no password has this hash.
pub(crate) const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// One at a time: who tries many passwords at once takes 19 MiB and one core, and no more.
static TURN: Mutex<()> = Mutex::new(());

/// The hash of a new password, as a PHC string.
///
/// # Errors
/// [`EngineError::Refused`] where it is too short or too long; [`EngineError::Random`].
pub(crate) fn hash(password: &str) -> Result<String, EngineError> {
    if password.chars().count() < MIN_PASSWORD_CHARS || password.len() > MAX_BYTES {
        return Err(EngineError::Refused(format!(
            "a password has at least {MIN_PASSWORD_CHARS} characters, and at most {MAX_BYTES} bytes"
        )));
    }
    let salt: [u8; 16] = random()?;
    let argon2 = argon2().map_err(|error| broken(&error))?;
    let _turn = TURN.lock();
    let hash: PasswordHash = argon2
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| broken(&error))?;
    Ok(hash.to_string())
}

/// Whether this hash is the password's.
///
/// # Errors
/// [`EngineError::Password`] where the hash is none.
pub(crate) fn fits(password: &str, hash: &str) -> Result<bool, EngineError> {
    let hash = PasswordHash::new(hash).map_err(|error| broken(&error))?;
    let argon2 = argon2().map_err(|error| broken(&error))?;
    if password.len() > MAX_BYTES {
        return Ok(false);
    }
    let _turn = TURN.lock();
    Ok(argon2.verify_password(password.as_bytes(), &hash).is_ok())
}

fn argon2() -> Result<Argon2<'static>, argon2::Error> {
    let (memory, passes, lanes) = COSTS;
    let params = Params::new(memory, passes, lanes, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(error: &dyn std::fmt::Display) -> EngineError {
    EngineError::Password(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_fits_and_its_hash_says_how_it_was_made() {
        let kept = hash("correct horse").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(fits("correct horse", &kept).unwrap());
        for wrong in ["", "correct hors", "correct horse ", "Correct horse"] {
            assert!(!fits(wrong, &kept).unwrap(), "{wrong}");
        }
        assert_ne!(hash("correct horse").unwrap(), kept, "each has a salt of its own");
    }

    #[test]
    fn nobody_has_a_password() {
        for guess in ["", "password", NOBODYS] {
            assert!(!fits(guess, NOBODYS).unwrap());
        }
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        for wrong in ["", "123456789", &"x".repeat(MAX_BYTES + 1)] {
            assert!(matches!(hash(wrong), Err(EngineError::Refused(_))), "{}", wrong.len());
        }
    }
}
