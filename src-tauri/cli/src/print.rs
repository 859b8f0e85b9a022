//! Printing: a reader that has seen enough (`aside search … | head -1`) ends the command quietly.

use std::borrow::Cow;
use std::io::{self, Write};

use anyhow::Result;
use aside_contract::Timestamp;
use serde::Serialize;

/// Prints one JSON object.
pub(crate) fn json(value: &impl Serialize) -> Result<()> {
    text(&format!("{}\n", serde_json::to_string_pretty(value)?))
}

/// A name or text of somebody else's on one line: control characters, which could give a terminal orders
/// or forge a line, are written out (`\\n`, `\\u{1b}`).
pub(crate) fn tame(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let tame = |letter: char| match letter.is_control() {
        true => letter.escape_default().to_string(),
        false => letter.to_string(),
    };
    Cow::Owned(text.chars().map(tame).collect())
}

/// Prints a text as it is.
pub(crate) fn text(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// A moment, to the second.
pub(crate) fn time(at: Timestamp) -> String {
    chrono::DateTime::from_timestamp_millis(at.0)
        .map(|at| at.format("%Y-%m-%d %H:%M:%S UTC").to_string())
        .unwrap_or_default()
}
