//! The keys of services that the user set up. They are in no file of Aside's, in no log and no answer.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring::{Entry, Error};

use crate::EngineError;
use crate::commands::settings::KeyPlace;

/// What the system's keyring calls the program whose secrets these are.
const SERVICE: &str = "aside";
/// A keyring that does not answer by then, because it asks a person to unlock it, is not waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The key of this name: the environment variable that is called so, else the entry of the system's
/// keyring with the service `aside` and this name as user.
pub(crate) fn find(name: &str) -> Option<String> {
    let variable = std::env::var(name).ok().filter(|key| !key.is_empty());
    variable.or_else(|| from_keyring(name.to_owned()))
}

/// Where the key of this name stands.
pub(crate) fn place(name: &str) -> KeyPlace {
    if std::env::var(name).is_ok_and(|key| !key.is_empty()) {
        return KeyPlace::Environment;
    }
    let user = name.to_owned();
    match patiently(move || Entry::new(SERVICE, &user).and_then(|entry| entry.get_password())) {
        Some(Ok(_)) => KeyPlace::Keyring,
        Some(Err(Error::NoDefaultStore | Error::NoEntry | Error::PlatformFailure(_))) => {
            KeyPlace::None
        }
        None | Some(Err(_)) => KeyPlace::Unknown,
    }
}

/// Keeps a key in the system's keyring.
///
/// # Errors
/// [`EngineError::Keyring`] where there is none, or it refuses.
pub(crate) fn keep(name: &'static str, key: &str) -> Result<(), EngineError> {
    let refused = |reason: String| EngineError::Keyring { reason, variable: name };
    let key = key.to_owned();
    let kept =
        patiently(move || Entry::new(SERVICE, name).and_then(|entry| entry.set_password(&key)));
    let kept = kept.ok_or_else(|| refused("it does not answer".to_owned()))?;
    kept.map_err(|error| refused(error.to_string()))
}

fn from_keyring(name: String) -> Option<String> {
    let found =
        patiently(move || Entry::new(SERVICE, &name).and_then(|entry| entry.get_password()))?;
    found.inspect_err(|error| tracing::info!(%error, "no key in a keyring")).ok()
}

/// Where a key of 32 random bytes stands, written as 64 hexadecimal digits.
pub(crate) struct MasterKey {
    /// The environment variable, which comes before the keyring.
    pub(crate) variable: &'static str,
    /// The keyring's entry.
    pub(crate) service: &'static str,
    pub(crate) user: &'static str,
}

/// How many bytes a master key has.
pub(crate) const MASTER_BYTES: usize = 32;
const KEYRING: &str = "the system's keyring";

impl MasterKey {
    /// The key from the environment, else from the keyring, which is given one where it has none, and
    /// which of them it was; `None` where there is neither.
    ///
    /// # Errors
    /// The place whose text is no key.
    pub(crate) fn find(&self) -> Result<Option<([u8; MASTER_BYTES], &'static str)>, &'static str> {
        let read =
            |digits: &str, place| unhex(digits.trim()).map(|seed| (seed, place)).ok_or(place);
        if let Ok(digits) = std::env::var(self.variable)
            && !digits.trim().is_empty()
        {
            return read(&digits, self.variable).map(Some);
        }
        let (service, user) = (self.service, self.user);
        let digits = patiently(move || from_keyring_or_new(service, user)).flatten();
        digits.map(|digits| read(&digits, KEYRING)).transpose()
    }
}

/// The digits that the keyring has, or is given now; `None` where there is no keyring.
fn from_keyring_or_new(service: &str, user: &str) -> Option<String> {
    let entry = Entry::new(service, user).ok()?;
    match entry.get_password() {
        Ok(digits) => Some(digits),
        Err(Error::NoEntry) => {
            let mut seed = [0; MASTER_BYTES];
            getrandom::fill(&mut seed).ok()?;
            let digits = hex(&seed);
            let kept = entry.set_password(&digits);
            if let Err(error) = &kept {
                tracing::warn!(%error, service, "the system's keyring keeps no key");
            }
            kept.ok().map(|()| digits)
        }
        Err(error) => {
            tracing::info!(%error, service, "there is no keyring");
            None
        }
    }
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

/// What the keyring answers; `None` where it takes too long.
pub(crate) fn patiently<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        // Nobody waits any more where the keyring took too long.
        let _ = send.send(ask());
    });
    let answer = receive.recv_timeout(PATIENCE).ok();
    if answer.is_none() {
        tracing::warn!("the system's keyring does not answer");
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_digits_and_nothing_else() {
        let key = [0xA5; MASTER_BYTES];
        assert_eq!(unhex(&hex(&key)), Some(key));
        for wrong in ["", "a5", &"g".repeat(64), &"ä".repeat(32), &"+1".repeat(32)] {
            assert!(unhex::<MASTER_BYTES>(wrong).is_none(), "{wrong}");
        }
    }
}
