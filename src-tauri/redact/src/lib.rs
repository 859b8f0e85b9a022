//! Personal data and secrets in text: found, masked, and restored.
//!
//! Owns the recognisers (one file per kind, with pattern, checksum or context, and a table test), how
//! their overlapping findings are resolved, the masks such as `[EMAIL_1]`, and the map that restores
//! them, and a team's [`OwnPatterns`]. Only this crate makes a [`Redacted`] text: whoever asks for one in a signature cannot be
//! handed anything rawer.
//!
//! Refuses I/O of any kind; it knows neither conversations nor models.
//!
//! The path of a text: [`find`] asks every recogniser and resolves overlaps into [`Span`]s; what no
//! pattern tells, names of people, places and organisations, the [`tagger`] reads from the words around;
//! [`Masks::redact`] puts a numbered mask in place of each, the same value always under the same
//! number, and [`Masks::redact_json`] does so with each text of structured data; what comes back from a
//! model goes through [`Masks::restore`] before a person reads it.

mod cover;
mod json;
mod masks;
mod own;
mod recognizers;
mod redacted;
mod span;
pub mod tagger;

pub use cover::{COVER, cover_secrets};
pub use json::{ReadAs, Reading};
pub use masks::{Masks, Piece};
pub use own::{OwnPatterns, OwnPatternsError};
pub use redacted::Redacted;
pub use span::{Kind, Span, find, find_kinds};

/// Redacts one text on its own. For several texts of one conversation keep one [`Masks`] and use
/// [`Masks::redact`], so that a value keeps its number.
///
/// ```
/// let (redacted, masks) = aside_redact::redact("Write to ann@example.org, please.");
/// assert_eq!(&*redacted, "Write to [EMAIL_1], please.");
/// assert_eq!(masks.restore(&redacted), "Write to ann@example.org, please.");
/// ```
pub fn redact(text: &str) -> (Redacted<String>, Masks) {
    let mut masks = Masks::new();
    let redacted = masks.redact(text);
    (redacted, masks)
}
