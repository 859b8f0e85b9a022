//! The keys that open the small window from any program.

use parking_lot::Mutex;
use serde::Serialize;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_global_shortcut::{Builder, GlobalShortcut, Shortcut, ShortcutState};

use crate::beside;

/// Why the keys do nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Another program has them.
    Taken,
    /// They are no keys that this system knows.
    Unknown,
    /// This system gives no keys to programs in the background, as under Wayland.
    Unavailable,
}

/// The keys as they are registered.
#[derive(Default)]
pub struct Registered(Mutex<State>);

#[derive(Default)]
struct State {
    /// As the settings say; none before they were read, and while other keys are being recorded.
    keys: Option<String>,
    trouble: Option<Trouble>,
}

impl Registered {
    /// Why the keys do nothing, if they do nothing.
    pub fn trouble(&self) -> Option<Trouble> {
        self.0.lock().trouble
    }

    /// Registers these keys in the place of those of before; none where empty. Nothing happens where they
    /// are registered. Not to be called on the main thread, which does the work.
    pub fn apply(&self, app: &AppHandle, keys: &str) {
        let mut state = self.0.lock();
        if state.keys.as_deref() == Some(keys) {
            return;
        }
        state.keys = Some(keys.to_owned());
        state.trouble = register(app, keys).err();
        if let Some(trouble) = state.trouble {
            tracing::warn!(keys, ?trouble, "the shortcut does nothing");
        }
    }

    /// Lets the keys through until [`apply`](Self::apply) is called, so that they can be recorded anew.
    pub fn pause(&self, app: &AppHandle) {
        let mut state = self.0.lock();
        state.keys = None;
        state.trouble = register(app, "").err();
    }
}

/// Listens to the system's keys; a system that has none goes without.
pub fn listen(app: &AppHandle) {
    let plugin = Builder::new().with_handler(|app, _, event| {
        if event.state == ShortcutState::Pressed {
            beside::take_soon(app);
        }
    });
    if let Err(error) = app.plugin(plugin.build()) {
        tracing::warn!(%error, "no shortcut works in other programs");
    }
}

fn register(app: &AppHandle, keys: &str) -> Result<(), Trouble> {
    let system = app.try_state::<GlobalShortcut<Wry>>().ok_or(Trouble::Unavailable)?;
    let shortcut: Option<Shortcut> = match keys.trim() {
        "" => None,
        keys => Some(keys.parse().map_err(|_| Trouble::Unknown)?),
    };
    if let Err(error) = system.unregister_all() {
        tracing::debug!(%error, "the keys of before stay");
    }
    let Some(shortcut) = shortcut else { return Ok(()) };
    if !is_served() {
        return Err(Trouble::Unavailable);
    }
    system.register(shortcut).map_err(|error| {
        tracing::debug!(%error, "the keys cannot be registered");
        Trouble::Taken
    })
}

/// Whether the system gives keys to programs in the background: on Linux the X server does, and only to
/// programs that show on it.
fn is_served() -> bool {
    !cfg!(target_os = "linux") || crate::former::Former::is_known_here()
}
