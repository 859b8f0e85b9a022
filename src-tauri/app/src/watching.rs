//! Watching the clipboard, while somebody has switched that on: what is copied elsewhere is offered to be
//! answered, and forgotten with the next copy.

use std::hash::{BuildHasher, RandomState};

use parking_lot::Mutex;
use tauri::{AppHandle, Manager};

use crate::clipboard::Board;

/// The clipboard as it was looked at last.
#[derive(Default)]
pub struct Watch(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    /// Of the text that was there; none before the first look. The text itself is kept only while it is offered.
    hash: Option<u64>,
    hasher: RandomState,
    offered: Option<String>,
}

impl Watch {
    /// Looks at the clipboard; true where what is offered is another than before. What is there at the first
    /// look was copied before watching began, and what is copied while one of Aside's windows has the
    /// keyboard is Aside's own: neither is offered. Waits for the program that has the text.
    pub fn look(&self, app: &AppHandle, board: &Board) -> bool {
        let secret = hint::names_secret(app);
        let text = if secret { None } else { board.copied() };
        let at_desk =
            app.webview_windows().values().any(|window| window.is_focused().unwrap_or(false));
        self.0.lock().take(text, |text| !at_desk && !board.is_own(text))
    }

    /// What is offered.
    pub fn offered(&self) -> Option<String> {
        self.0.lock().offered.clone()
    }

    /// Forgets everything; true where something was offered.
    pub fn stop(&self) -> bool {
        let mut seen = self.0.lock();
        seen.hash = None;
        seen.offered.take().is_some()
    }
}

impl Seen {
    fn take(&mut self, text: Option<String>, is_foreign: impl FnOnce(&str) -> bool) -> bool {
        let hash = self.hasher.hash_one(&text);
        let before = self.hash.replace(hash);
        if before == Some(hash) {
            return false;
        }
        let offered = text.filter(|text| {
            before.is_some() && is_foreign(text) && aside_engine::is_worth_offering(text)
        });
        let changed = offered != self.offered;
        self.offered = offered;
        changed
    }
}

/// Password managers name what they copy as a secret, so that others leave it alone.
#[cfg(target_os = "linux")]
mod hint {
    use std::sync::mpsc;
    use std::time::Duration;

    use gtk::gdk;
    use tauri::AppHandle;

    /// The type under which KeePassXC, Bitwarden and others say so.
    const HINT: &str = "x-kde-passwordManagerHint";

    /// How long the program that has the clipboard may take to answer.
    const PATIENCE: Duration = Duration::from_millis(500);

    /// Whether what is copied is named a secret. Asked on the main thread, which GTK wants; not to be called there.
    pub fn names_secret(app: &AppHandle) -> bool {
        let (answer, answered) = mpsc::channel();
        let asked = app.run_on_main_thread(move || {
            let clipboard = gtk::Clipboard::get(&gdk::SELECTION_CLIPBOARD);
            clipboard.request_contents(&gdk::Atom::intern("TARGETS"), move |_, types| {
                let hint = gdk::Atom::intern(HINT);
                let named = types.targets().is_some_and(|types| types.contains(&hint));
                // Nobody waits any more where it took too long.
                let _ = answer.send(named);
            });
        });
        asked.is_ok() && answered.recv_timeout(PATIENCE).unwrap_or(false)
    }
}

#[cfg(not(target_os = "linux"))]
mod hint {
    use tauri::AppHandle;

    /// Not to be seen on this system.
    pub fn names_secret(_: &AppHandle) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &str = "My Hub has been offline since this morning. Is my data lost?";

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn what_is_copied_after_watching_began_is_offered_once() {
        let mut seen = Seen::default();
        assert!(!seen.take(text(QUESTION), |_| true), "it was there before");
        assert!(!seen.take(text("hunter2"), |_| true));
        assert!(seen.take(text(QUESTION), |_| true));
        assert_eq!(seen.offered.as_deref(), Some(QUESTION));
        assert!(!seen.take(text(QUESTION), |_| true), "nothing new");
    }

    #[test]
    fn what_is_copied_next_takes_the_offer_back() {
        let mut seen = Seen::default();
        seen.take(None, |_| true);
        seen.take(text(QUESTION), |_| true);
        assert!(seen.take(text("hunter2"), |_| true));
        assert_eq!(seen.offered, None);
    }

    #[test]
    fn what_aside_copied_is_not_offered_even_later() {
        let mut seen = Seen::default();
        seen.take(None, |_| true);
        assert!(!seen.take(text(QUESTION), |_| false));
        assert!(!seen.take(text(QUESTION), |_| true), "looked at before");
        assert_eq!(seen.offered, None);
    }
}
