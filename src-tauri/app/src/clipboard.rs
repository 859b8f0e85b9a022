//! What is selected or copied in other programs, and copying back to them.
//!
//! Nothing is read unless somebody asks for it by the shortcut, or switched watching on; nothing that is
//! read is kept but what was offered last, in memory.

use arboard::Clipboard;
use parking_lot::Mutex;
use serde::Serialize;

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// What is selected: on Linux every program tells of it without a copy.
    Selection,
    /// What was copied last.
    Clipboard,
}

/// A text of another program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// As it was written there.
    pub text: String,
    /// Where it comes from.
    pub source: Source,
}

/// The system's clipboard, and the selection where there is one.
#[derive(Default)]
pub struct Board {
    /// Opened at the first use and kept open: on X11 a copied text lives in the program that copied it.
    open: Mutex<Option<Clipboard>>,
    /// What Aside copied last, which nobody wants to answer.
    own: Mutex<String>,
    changes: changes::Changes,
}

impl Board {
    /// Begins to hear when the selection and the clipboard change, without reading either. Call it on the
    /// main thread, once there is a display.
    pub fn hear_changes(&self) {
        self.changes.hear();
    }

    /// The selected or the copied text, whichever is newer and is no white space; none where Aside copied
    /// it itself, or there is none. May wait for the program that has it: call it where that is fine.
    pub fn newest(&self) -> Option<Taken> {
        self.changes.newest_first().iter().find_map(|source| {
            let text = self.read(*source)?;
            (text.trim() != self.own.lock().trim()).then_some(Taken { text, source: *source })
        })
    }

    /// What was copied, if it is text. Waits as [`newest`](Self::newest) does.
    pub fn copied(&self) -> Option<String> {
        self.read(Source::Clipboard)
    }

    /// Whether Aside copied this text itself.
    pub fn is_own(&self, text: &str) -> bool {
        text == *self.own.lock()
    }

    /// Puts a text into the clipboard.
    ///
    /// # Errors
    /// There is no clipboard, or it refuses.
    pub fn copy(&self, text: String) -> Result<(), arboard::Error> {
        self.own.lock().clone_from(&text);
        self.with(|clipboard| clipboard.set_text(text))
    }

    fn read(&self, source: Source) -> Option<String> {
        match self.with(|clipboard| read(clipboard, source)) {
            Ok(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Err(arboard::Error::ContentNotAvailable) => None,
            Err(error) => {
                tracing::debug!(%error, ?source, "no text can be read");
                None
            }
        }
    }

    fn with<T>(
        &self,
        work: impl FnOnce(&mut Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, arboard::Error> {
        let mut open = self.open.lock();
        match open.as_mut() {
            Some(clipboard) => work(clipboard),
            None => work(open.insert(Clipboard::new()?)),
        }
    }
}

#[cfg(target_os = "linux")]
fn read(clipboard: &mut Clipboard, source: Source) -> Result<String, arboard::Error> {
    use arboard::{GetExtLinux, LinuxClipboardKind};
    let kind = match source {
        Source::Selection => LinuxClipboardKind::Primary,
        Source::Clipboard => LinuxClipboardKind::Clipboard,
    };
    clipboard.get().clipboard(kind).text()
}

#[cfg(not(target_os = "linux"))]
fn read(clipboard: &mut Clipboard, _: Source) -> Result<String, arboard::Error> {
    clipboard.get_text()
}

/// Whether the selection or the clipboard changed last. Programs go on offering a selection that was made
/// an hour ago, so that neither can go first always.
#[cfg(target_os = "linux")]
mod changes {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use gtk::gdk;
    use gtk::glib::ObjectExt;

    use super::Source;

    #[derive(Default)]
    pub struct Changes {
        clipboard_is_newer: Arc<AtomicBool>,
    }

    impl Changes {
        pub fn hear(&self) {
            for (selection, is_clipboard) in
                [(gdk::SELECTION_PRIMARY, false), (gdk::SELECTION_CLIPBOARD, true)]
            {
                let newer = Arc::clone(&self.clipboard_is_newer);
                gtk::Clipboard::get(&selection).connect_local("owner-change", false, move |_| {
                    newer.store(is_clipboard, Ordering::Relaxed);
                    None
                });
            }
        }

        pub fn newest_first(&self) -> &'static [Source] {
            match self.clipboard_is_newer.load(Ordering::Relaxed) {
                true => &[Source::Clipboard, Source::Selection],
                false => &[Source::Selection, Source::Clipboard],
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod changes {
    use super::Source;

    #[derive(Default)]
    pub struct Changes;

    impl Changes {
        #[allow(clippy::unused_self, reason = "there is nothing to hear here")]
        pub fn hear(&self) {}

        #[allow(clippy::unused_self, reason = "there is one place to look into here")]
        pub fn newest_first(&self) -> &'static [Source] {
            &[Source::Clipboard]
        }
    }
}
