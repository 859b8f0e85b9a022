//! The keys of services that the user set up. They are in no file of Aside's, in no log and no answer.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring::Entry;

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

fn from_keyring(name: String) -> Option<String> {
    let found =
        patiently(move || Entry::new(SERVICE, &name).and_then(|entry| entry.get_password()))?;
    found.inspect_err(|error| tracing::info!(%error, "no key in a keyring")).ok()
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
