//! What a person does outside of Aside: selecting and copying text in another program, pressing keys.

use std::io::Write;
use std::process::{Child, Command, Stdio};

use crate::desk::Result;

/// Another program that holds a text for others, until dropped.
pub struct Held(Child);

impl Held {
    /// Selects a text there.
    pub fn selected(text: &str) -> Result<Self> {
        Self::hold("primary", text)
    }

    /// Copies a text there.
    pub fn copied(text: &str) -> Result<Self> {
        Self::hold("clipboard", text)
    }

    fn hold(selection: &str, text: &str) -> Result<Self> {
        let mut program = Command::new("xclip")
            .args(["-selection", selection, "-in", "-quiet"])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        // Closed at the end of the statement, which is when xclip begins to offer it.
        program.stdin.take().ok_or("xclip takes no text")?.write_all(text.as_bytes())?;
        Ok(Self(program))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // It may have ended: somebody else has copied something.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The copied text; empty where there is none.
pub fn copied_text() -> Result<String> {
    output("xclip", &["-selection", "clipboard", "-out"])
}

/// Presses keys as a keyboard does, such as `ctrl+alt+r`, wherever the focus is.
pub fn press(keys: &str) -> Result<()> {
    output("xdotool", &["key", "--clearmodifiers", keys]).map(drop)
}

/// Takes the keyboard away from the desk, as a click beside it does: it goes to the screen itself.
pub fn leave_desk() -> Result<()> {
    output("xdotool", &["search", "--maxdepth", "0", ".*", "windowfocus", "%1"]).map(drop)
}

/// How many of Aside's windows are on the screen.
pub fn windows_shown() -> Result<usize> {
    Ok(output("xdotool", &["search", "--onlyvisible", "--name", "^Aside$"])?.lines().count())
}

fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output()?;
    Ok(String::from_utf8(output.stdout)?)
}
