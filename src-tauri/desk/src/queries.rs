//! Questions to the store, each over one snapshot.

use std::collections::BTreeSet;

use aside_contract::{
    Advice, Author, Conversation, ConversationId, Correction, Labelled, LedgerLine, Message,
    MessageId, Mood, MoodPoint, PassageUse, Sentiment, Suggestion, SuggestionId, Timestamp, Trend,
};
use heed::RoTxn;
use serde::Deserialize;

use crate::attachments;
use crate::change::conversation;
use crate::error::{DeskError, Failure};
use crate::ledger::{self, Kind, LedgerEntry, LedgerFact};
use crate::list::summary;
use crate::meaning::{Alike, Wanted};
use crate::tables::{
    Tables, customer_key, exact, from_json, passage_key, sequence, split_trail_key,
};

/// A conversation with its messages and the newest advice.
pub(crate) fn whole_conversation(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: ConversationId,
) -> Result<Option<Conversation>, Failure> {
    let Some(record) = conversation(tables, txn, id)? else { return Ok(None) };
    let messages = messages(tables, txn, id)?;
    let advice = match tables.advice.get(txn, record.newest_customer_message.as_bytes())? {
        None => None,
        Some(bytes) => Some(advice_of(ledger::body(tables, txn, sequence(bytes)?)?)?),
    };
    let summary = summary(tables, txn, &record)?;
    let points = moods(tables, txn, &messages)?;
    let mood = Mood { trend: Trend::default(), points };
    // What the messages name is read from them by whoever shows it.
    let (slots, personal) = (Vec::new(), Vec::new());
    let page_language = record.page_language;
    Ok(Some(Conversation { summary, messages, advice, mood, slots, personal, page_language }))
}

/// The customer's messages of a conversation that were sent from `since` on, each with its newest advice,
/// oldest first.
pub(crate) fn advised(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: ConversationId,
    since: Timestamp,
) -> Result<Vec<(Message, Advice)>, Failure> {
    let mut found = Vec::new();
    for (entry, kind) in trail(tables, txn, id)? {
        if kind != Kind::MessageReceived {
            continue;
        }
        let message = message_of(ledger::body(tables, txn, entry)?)?;
        let advice = tables.advice.get(txn, message.id.as_bytes())?;
        if let Some(bytes) = advice.filter(|_| message.at >= since) {
            found.push((message, advice_of(ledger::body(tables, txn, sequence(bytes)?)?)?));
        }
    }
    Ok(found)
}

/// The messages of a conversation, oldest first.
pub(crate) fn messages(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: ConversationId,
) -> Result<Vec<Message>, Failure> {
    let mut messages = Vec::new();
    for (sequence, kind) in trail(tables, txn, id)? {
        if kind.holds_message() {
            let mut message = message_of(ledger::body(tables, txn, sequence)?)?;
            attachments::as_they_stand(tables, txn, &mut message.attachments)?;
            messages.push(message);
        }
    }
    Ok(messages)
}

/// Messages of a customer whose mood is told: those who talk longer have shown where it goes.
const MOODS: usize = 20;

/// What of an advice the mood needs. The rest, suggestions and all, is skipped over.
#[derive(Deserialize)]
struct AdvisedMood {
    advice: AnalysedMood,
}
#[derive(Deserialize)]
struct AnalysedMood {
    analysis: ReadMood,
}
#[derive(Deserialize)]
struct ReadMood {
    sentiment: Labelled<Sentiment>,
    #[serde(default)]
    mixed: bool,
}

/// How the customer felt in the newest analysed messages, oldest first.
fn moods(
    tables: &Tables,
    txn: &RoTxn<'_>,
    messages: &[Message],
) -> Result<Vec<MoodPoint>, Failure> {
    let mut points = Vec::new();
    let customers = messages.iter().rev().filter(|message| message.author == Author::Customer);
    for message in customers.take(MOODS) {
        let Some(bytes) = tables.advice.get(txn, message.id.as_bytes())? else { continue };
        let AdvisedMood { advice: AnalysedMood { analysis } } =
            ledger::body_as(tables, txn, sequence(bytes)?)?;
        points.push(MoodPoint {
            message_id: message.id,
            at: message.at,
            sentiment: analysis.sentiment.label,
            confidence: analysis.sentiment.confidence,
            mixed: analysis.mixed,
        });
    }
    points.reverse();
    Ok(points)
}

/// The customer's earlier messages that mean nearly the same, newest first.
pub(crate) fn alike(
    tables: &Tables,
    txn: &RoTxn<'_>,
    customer: &str,
    before: &Message,
    wanted: &Wanted<'_>,
) -> Result<Vec<Alike>, Failure> {
    let mut found = Vec::new();
    let rows = tables.meanings.rev_prefix_iter(txn, &customer_key(customer))?;
    for row in rows.take(wanted.newest) {
        let (key, bytes) = row?;
        let id = MessageId::from_bytes(exact(&key[32.min(key.len())..], "a message's id")?);
        let Some(similarity) = wanted.meaning.similarity(bytes) else { continue };
        if id == before.id || similarity < wanted.at_least {
            continue;
        }
        let Some(place) = tables.messages.get(txn, id.as_bytes())? else { continue };
        let message = message_of(ledger::body(tables, txn, split_trail_key(place)?.1)?)?;
        let age = before.at.0.saturating_sub(message.at.0);
        if (0..=wanted.within_ms).contains(&age) {
            found.push(Alike { message, similarity });
        }
    }
    Ok(found)
}

/// A suggestion that was made in this conversation.
pub(crate) fn suggestion(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: ConversationId,
    wanted: SuggestionId,
) -> Result<Option<Suggestion>, Failure> {
    let Some(bytes) = tables.suggestions.get(txn, wanted.as_bytes())? else { return Ok(None) };
    let advice = advice_of(ledger::body(tables, txn, sequence(bytes)?)?)?;
    if advice.conversation_id != id {
        return Ok(None);
    }
    Ok(advice.suggestions.into_iter().find(|suggestion| suggestion.id == wanted))
}

/// What became of the suggestions that cited each of these passages.
pub(crate) fn uses(
    tables: &Tables,
    txn: &RoTxn<'_>,
    chunks: &[&str],
) -> Result<Vec<PassageUse>, Failure> {
    let one = |chunk: &&str| {
        let known = tables.uses.get(txn, &passage_key(chunk))?;
        Ok(known
            .map(|bytes| from_json(bytes, "the use of a passage"))
            .transpose()?
            .unwrap_or_default())
    };
    chunks.iter().map(one).collect()
}

/// The entries of a conversation, oldest first.
pub(crate) fn ledger_of(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: ConversationId,
) -> Result<Vec<LedgerEntry>, Failure> {
    trail(tables, txn, id)?
        .into_iter()
        .map(|(sequence, _)| LedgerEntry::read(tables, txn, sequence))
        .collect()
}

/// The entries after this sequence, at most `limit`, oldest first.
pub(crate) fn entries_after(
    tables: &Tables,
    txn: &RoTxn<'_>,
    after: u64,
    limit: usize,
) -> Result<Vec<LedgerEntry>, Failure> {
    let mut found = Vec::new();
    let from = (after.saturating_add(1)).to_be_bytes();
    let range = (std::ops::Bound::Included(from.as_slice()), std::ops::Bound::Unbounded);
    for row in tables.ledger.range(txn, &range)?.take(limit) {
        found.push(LedgerEntry::read(tables, txn, sequence(row?.0)?)?);
    }
    Ok(found)
}

/// As [`entries_after`], with everything that the hashes are made of.
pub(crate) fn lines_after(
    tables: &Tables,
    txn: &RoTxn<'_>,
    after: u64,
    limit: usize,
) -> Result<Vec<LedgerLine>, Failure> {
    let from = (after.saturating_add(1)).to_be_bytes();
    let range = (std::ops::Bound::Included(from.as_slice()), std::ops::Bound::Unbounded);
    let rows = tables.ledger.range(txn, &range)?.take(limit);
    rows.map(|row| ledger::line(tables, txn, sequence(row?.0)?)).collect()
}

/// What was said before and up to this sequence in the conversations of these lines, oldest first.
pub(crate) fn lines_before(
    tables: &Tables,
    txn: &RoTxn<'_>,
    until: u64,
    lines: &[LedgerLine],
) -> Result<Vec<LedgerLine>, Failure> {
    let conversations: BTreeSet<ConversationId> =
        lines.iter().filter_map(|line| line.conversation).collect();
    let mut found = Vec::new();
    for conversation in conversations {
        let entries = trail(tables, txn, conversation)?.into_iter().map(|(entry, _)| entry);
        for entry in entries.take_while(|entry| *entry <= until) {
            found.push(ledger::line(tables, txn, entry)?);
        }
    }
    Ok(found)
}

/// Every label that is corrected, in the order of the corrections.
pub(crate) fn corrections(tables: &Tables, txn: &RoTxn<'_>) -> Result<Vec<Correction>, Failure> {
    let mut sequences = Vec::new();
    for row in tables.corrections.iter(txn)? {
        sequences.push(sequence(row?.1)?);
    }
    sequences.sort_unstable();
    let mut found = Vec::with_capacity(sequences.len());
    for entry in sequences {
        let entry = LedgerEntry::read(tables, txn, entry)?;
        let LedgerFact::LabelCorrected { message_id, label, from, to: Some(to) } = entry.fact
        else {
            return Err(damaged_correction().into());
        };
        let (conversation_id, text) = customer_text(tables, txn, message_id)?;
        found.push(Correction {
            message_id,
            conversation_id,
            text,
            kind: label,
            from,
            to,
            at: entry.at,
        });
    }
    Ok(found)
}

/// The conversation that holds a message, if there is such a message.
pub(crate) fn conversation_of(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: MessageId,
) -> Result<Option<ConversationId>, Failure> {
    let found = tables.messages.get(txn, id.as_bytes())?;
    Ok(found.map(|bytes| split_trail_key(bytes).map(|(holder, _)| holder)).transpose()?)
}

/// What the customer wrote in a message, and where.
fn customer_text(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: MessageId,
) -> Result<(ConversationId, String), Failure> {
    let bytes = tables.messages.get(txn, id.as_bytes())?.ok_or_else(damaged_correction)?;
    let (conversation, sequence) = split_trail_key(bytes)?;
    match ledger::body(tables, txn, sequence)? {
        LedgerFact::MessageReceived { message, .. } => Ok((conversation, message.text)),
        _ => Err(damaged_correction().into()),
    }
}

fn damaged_correction() -> DeskError {
    DeskError::Damaged("a correction belongs to no customer message".to_owned())
}

/// The entries about a conversation, oldest first, with what kind each is.
pub(crate) fn trail(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: ConversationId,
) -> Result<Vec<(u64, Kind)>, Failure> {
    let mut found = Vec::new();
    for row in tables.trail.prefix_iter(txn, id.as_bytes())? {
        let (key, mark) = row?;
        let [kind] = exact(mark, "the kind of an entry on a conversation's trail")?;
        found.push((split_trail_key(key)?.1, Kind::from_byte(kind)?));
    }
    Ok(found)
}

fn message_of(fact: LedgerFact) -> Result<Message, DeskError> {
    match fact {
        LedgerFact::MessageReceived { message, .. } | LedgerFact::ReplySent { message, .. } => {
            Ok(message)
        }
        _ => {
            Err(DeskError::Damaged("a ledger entry for a message holds something else".to_owned()))
        }
    }
}

fn advice_of(fact: LedgerFact) -> Result<Advice, DeskError> {
    match fact {
        LedgerFact::AdviceGiven { advice, .. } => Ok(*advice),
        _ => {
            Err(DeskError::Damaged("a ledger entry for an advice holds something else".to_owned()))
        }
    }
}
