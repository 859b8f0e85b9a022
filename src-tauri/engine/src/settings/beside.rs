//! How the desk stands beside other programs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Keys that are held. One of them, and not Shift alone, is part of every shortcut: otherwise it would
/// take a key away from typing.
const HELD: &[&str] = &["ctrl", "cmdorctrl", "alt", "super"];

/// The longest shortcut that is taken, in bytes.
const LONGEST_SHORTCUT: usize = 60;

/// The section `[beside]`: the desktop window beside whatever else is open on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BesideSettings {
    /// The keys that take the selected or copied text from any program, such as `Ctrl+Alt+R`; empty for
    /// none. `CmdOrCtrl` is Command on a Mac and Ctrl elsewhere.
    pub shortcut: String,
    /// Whether a chosen reply is pasted into the program that the text came from, where the system lets
    /// Aside do so. It is copied in any case, and never sent.
    pub paste: bool,
    /// Whether text that is copied in another program is offered to be answered.
    pub watch_clipboard: bool,
    /// Whether the system tells of escalations and long waits while the desk is not looked at.
    pub notifications: bool,
    /// Whether Aside goes on in the background when the desk's window is closed.
    pub keep_running: bool,
}

impl Default for BesideSettings {
    fn default() -> Self {
        Self {
            shortcut: "CmdOrCtrl+Alt+R".to_owned(),
            paste: true,
            watch_clipboard: false,
            notifications: true,
            keep_running: false,
        }
    }
}

impl BesideSettings {
    /// What makes no sense, if anything. Which keys there are is the system's to say.
    pub(super) fn check(&self) -> Result<(), String> {
        let shortcut = self.shortcut.trim();
        if shortcut.is_empty() {
            return Ok(());
        }
        let mut parts: Vec<&str> = shortcut.split('+').map(str::trim).collect();
        let key = parts.pop().unwrap_or_default();
        let is_function =
            key.len() > 1 && key.starts_with(['F', 'f']) && key[1..].parse::<u8>().is_ok();
        let held = parts.iter().any(|part| HELD.contains(&part.to_ascii_lowercase().as_str()));
        if key.is_empty() || !(held || is_function) || shortcut.len() > LONGEST_SHORTCUT {
            return Err(format!(
                "beside.shortcut: `{}` is no shortcut; write keys that are held and one more, such as Ctrl+Alt+R",
                shortcut.chars().take(LONGEST_SHORTCUT).collect::<String>()
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcut_takes_no_key_away_from_typing() {
        let checked = |shortcut: &str| {
            BesideSettings { shortcut: shortcut.to_owned(), ..BesideSettings::default() }.check()
        };
        for fits in ["", "CmdOrCtrl+Alt+R", "ctrl+shift+space", "Super+A", "F9", "Shift+F12"] {
            assert_eq!(checked(fits), Ok(()), "{fits}");
        }
        for wrong in ["R", "Shift+R", "Ctrl+", "+", "Fn", &"Ctrl+".repeat(20)] {
            assert!(checked(wrong).unwrap_err().contains("Ctrl+Alt+R"), "{wrong}");
        }
    }
}
