//! Secrets covered for good, where a text is only looked at.

use crate::{Kind, find_kinds};

/// What stands in place of a secret.
pub const COVER: &str = "••••";

/// `text` with [`COVER`] in place of each of [`Kind::SECRETS`]: for lists and quotes, which nobody reads a
/// card's number from. Nothing restores it.
///
/// ```
/// let covered = aside_redact::cover_secrets("My card is 4111 1111 1111 1111, I am ann@example.org.");
/// assert_eq!(covered, "My card is ••••, I am ann@example.org.");
/// ```
pub fn cover_secrets(text: &str) -> String {
    let (mut covered, mut shown) = (String::with_capacity(text.len()), 0);
    for secret in find_kinds(text, Kind::SECRETS) {
        covered.push_str(&text[shown..secret.range.start]);
        covered.push_str(COVER);
        shown = secret.range.end;
    }
    covered.push_str(&text[shown..]);
    covered
}
