//! What an entry says without personal data, for a ledger that leaves the desk.

use aside_contract::{LedgerLine, UNNAMED_CUSTOMER};
use aside_redact::{Kind, Masks, Reading, Redacted};
use serde_json::Value;

/// Fields whose texts the program itself writes: ids, labels, names of models and hosts. Every other text
/// is read as what people write, also in a field that is added later.
const CODES: [&str; 38] = [
    "author",
    "by",
    "cause",
    "channel",
    "chunk",
    "code",
    "content",
    "conversation",
    "conversation_id",
    "criterion",
    "fact",
    "from",
    "hash",
    "host",
    "id",
    "key",
    "kind",
    "label",
    "mark",
    "media_type",
    "message_id",
    "model",
    "outcome",
    "prompt",
    "read",
    "rule",
    "source",
    "stage",
    "state",
    "status",
    "step",
    "suggestion_id",
    "support",
    "template",
    "ticket",
    "tier",
    "to",
    "trend",
];

/// How a text of an entry is read, by the fields that lead to it.
fn reading(path: &[&str], text: &str) -> Reading {
    match path {
        // What an API's caller chose to name.
        [.., "metadata", _] => Reading::Text,
        [.., "customer"] if text == UNNAMED_CUSTOMER => Reading::Code,
        [.., "customer"] | [.., "profile", "name"] => Reading::Name,
        [.., "owner" | "agent" | "reviewer"] | [.., "actor" | "by", "name"] => {
            Reading::Whole(Kind::Person)
        }
        // An order's number without the word that gives it away.
        [.., "slots", "text" | "value"] => Reading::Whole(Kind::Reference),
        // What somebody called a file may be anything, a name too.
        [.., "attachments", "name"] => Reading::Whole(Kind::Reference),
        [.., "document" | "title"] => Reading::Published,
        [.., field] if CODES.contains(field) => Reading::Code,
        _ => Reading::Text,
    }
}

/// The line with what it says masked, and the hash of what it said in its place. One that was erased stays.
pub(crate) fn masked(line: LedgerLine, masks: &mut Masks) -> LedgerLine {
    if line.erased.is_some() {
        return line;
    }
    // A body that somebody altered may be no JSON any more.
    let fact = serde_json::from_str(&line.fact).unwrap_or_else(|_| Value::from(&*line.fact));
    let said = masks.redact_json(&fact, &reading);
    withheld(line, said)
}

/// The line without its fact and salt, which could tell whether a guess is right: their hash goes instead,
/// so that the chain can be followed, and `said` for people to read.
fn withheld(line: LedgerLine, said: Redacted<String>) -> LedgerLine {
    let digits = line.salt.as_bytes().chunks_exact(2);
    let salt: Vec<u8> = digits
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&salt).update(line.fact.as_bytes());
    LedgerLine {
        salt: String::new(),
        fact: String::new(),
        withheld: Some(hasher.finalize().to_hex().to_string()),
        masked: Some(said.into_inner()),
        ..line
    }
}
