//! What was tried: what the customer did, and what was answered.

use std::sync::LazyLock;

use aside_contract::{Author, Message, TicketAttempt};
use regex::Regex;

use super::{answers, said, short};
use crate::text::{fold, pattern, plain_letters};

/// The longest attempt, in characters.
const LONGEST: usize = 280;
/// Attempts at most; the oldest give way.
const MOST: usize = 12;

/// The customer tells of something that was done about it.
static TRIED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:i|we)(?:'ve| have| had)? ?(?:already |just |also )*(?:did|done)(?: all(?: of)?)? (?:that|this|it|these|those|so|everything|as you (?:said|told|wrote)|what you (?:said|told|wrote))\b|\b(?:did|done) (?:that|this|it|all that|so) (?:already|before|twice|yesterday|today)\b|\b(?:hab|habe|haben|hatte)\b[^.?!]{0,60}\b(?:versucht|probiert|ausprobiert|neu ?gestartet|zuru?e?ckgesetzt|gemacht|getan|gepru?e?ft|angerufen|geschrieben|aktualisiert|(?:de|neu )?installiert|ausgesteckt|ausgewechselt|gewechselt|getauscht)\b|\b(?:i|we)(?:'ve| have| had)? ?(?:already |also |even |just |now |then |only )*(?:tried|restarted|rebooted|reset|reinstalled|re-installed|installed|uninstalled|updated|upgraded|unplugged|plugged|replaced|cleared|cleaned|checked|double-checked|followed|switched|turned|logged (?:out|off)|signed out|changed|called|phoned|rang|emailed|e-mailed|contacted|wrote to|spoke)\b|\btried (?:everything|that|this|it|all)\b",
    )
});

/// Asks how to do it: "How do I reset the router?" tells of nothing that was done.
static ASKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:do|can|could|should|may|must|shall|would) (?:i|we)\b[^.?!]*\?\W*$")
});

/// Every attempt, oldest first.
pub(super) fn tried(messages: &[Message]) -> Vec<TicketAttempt> {
    let mut found: Vec<TicketAttempt> = Vec::new();
    for message in messages {
        let attempt = |text: String| TicketAttempt {
            text,
            by: message.author,
            message_id: message.id,
            suggested: message.suggestion_id.is_some(),
        };
        if answers(message) {
            found.push(attempt(short(&message.text, LONGEST)));
        } else if message.author == Author::Customer {
            let own = said(message).into_iter().filter(|said| {
                let plain = plain_letters(&fold(said));
                TRIED.is_match(&plain) && !ASKS.is_match(&plain)
            });
            let own: Vec<String> = own.collect();
            if !own.is_empty() {
                found.push(attempt(short(&own.join(" "), LONGEST)));
            }
        }
    }
    found.split_off(found.len().saturating_sub(MOST))
}
