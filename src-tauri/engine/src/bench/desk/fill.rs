//! Fills a desk with conversations as a team would have them.
//!
//! What customers write is read and answered by the engine itself, once for each text; the conversations are
//! then written through the desk, many at once, each with such an advice under ids of its own. All of them
//! are of the time at which they were written.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use aside_contract::{
    Advice, Author, Channel, ConversationId, ConversationStatus, IncomingMessage, Message,
    SentReply, Standing, SuggestionId, TicketEdit,
};
use aside_desk::{LedgerFact, LedgerStep};

use super::super::{Progress, step};
use crate::{Engine, EngineError, InboxRequest};

/// So many write at once: they share the flushes to the disk.
const WRITERS: usize = 64;
/// Texts that are read and answered.
const MOST_TEXTS: usize = 120;
const TEXTS: [&str; 8] = [
    "Where is my order? It should have come on Friday and the link says nothing.",
    "My hub is offline since this morning and the light blinks orange. What can I do?",
    "I was charged twice for invoice 20418, please send one of the two back.",
    "How do I reset my password? The mail with the link does not come.",
    "This is a disgrace! Three weeks and nobody answers. I want to speak to a manager!",
    "Can I return the sensor? It is open but never used.",
    "Thank you, that helped. One more question: does the app work in German?",
    "Please change the address of my account and tell me that it is done.",
];
const FIRST: [&str; 16] = [
    "Ada", "Bo", "Cleo", "Dara", "Eve", "Finn", "Gita", "Hugo", "Ida", "Jon", "Kim", "Lea", "Mara",
    "Nils", "Ola", "Tom",
];
const LAST: [&str; 16] = [
    "Abel", "Berg", "Cruz", "Dietz", "Engel", "Frey", "Gross", "Hahn", "Iversen", "Jung", "Koch",
    "Lang", "Moreau", "Novak", "Olsen", "Peters",
];
const OWNERS: [&str; 5] = ["Grace", "Henri", "Irene", "Jack", "Karen"];

/// What a text was answered with.
struct Read {
    text: String,
    advice: Advice,
    steps: Vec<LedgerStep>,
}

/// Writes conversations until there are `wanted`. Says whether there were so many before.
pub(super) fn fill(
    engine: &Arc<Engine>,
    wanted: usize,
    questions: &[String],
    progress: &mut Progress<'_>,
) -> Result<bool, EngineError> {
    let there = engine.inbox(&InboxRequest { limit: Some(1), ..Default::default() })?.all;
    if there >= wanted {
        return Ok(true);
    }
    step(progress, "reading the documents", 0, 1)?;
    engine.index(|_| {})?;
    let texts = read(engine, questions, progress)?;
    let there = there + texts.len();
    let (next, ended) = (AtomicUsize::new(there), AtomicBool::new(false));
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                scope.spawn(|| {
                    while !ended.load(Ordering::Relaxed) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= wanted {
                            break;
                        }
                        converse(engine, number, wanted, &texts)?;
                    }
                    Ok::<(), EngineError>(())
                })
            })
            .collect();
        let mut told = Ok(());
        while told.is_ok() && !writers.iter().all(thread::ScopedJoinHandle::is_finished) {
            let done = next.load(Ordering::Relaxed).min(wanted);
            told = step(progress, "writing conversations", done as u64, wanted as u64);
            thread::sleep(Duration::from_millis(100));
        }
        ended.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.join().map_err(|_| EngineError::Bench {
                reason: "a thread that wrote conversations has panicked".to_owned(),
            })??;
        }
        told
    })?;
    Ok(false)
}

/// Has the engine read and answer the texts.
fn read(
    engine: &Engine,
    questions: &[String],
    progress: &mut Progress<'_>,
) -> Result<Vec<Read>, EngineError> {
    let texts: Vec<&str> = if questions.is_empty() {
        TEXTS.to_vec()
    } else {
        questions.iter().map(String::as_str).take(MOST_TEXTS).collect()
    };
    let mut all = Vec::with_capacity(texts.len());
    for (number, text) in texts.iter().enumerate() {
        step(progress, "answering what customers write", number as u64, texts.len() as u64)?;
        let incoming = IncomingMessage::new("Bench", Channel::Cli, text, None)?;
        let advice = engine.receive(&incoming)?;
        let steps = engine.desk.ledger(advice.conversation_id)?.into_iter().find_map(|entry| {
            match entry.fact {
                LedgerFact::AdviceGiven { steps, .. } => Some(steps),
                _ => None,
            }
        });
        let steps = steps.unwrap_or_default();
        all.push(Read { text: (*text).to_owned(), advice, steps });
    }
    Ok(all)
}

/// One conversation: the same for the same number, but for its ids and times.
fn converse(engine: &Engine, number: usize, all: usize, texts: &[Read]) -> Result<(), EngineError> {
    let mut random = fastrand::Rng::with_seed(number as u64);
    // Two or three conversations of each customer, and many of some.
    let customers = (all * 2 / 5).max(1);
    let who = if random.u8(..) < 25 {
        random.usize(..customers.div_ceil(100))
    } else {
        random.usize(..customers)
    };
    let customer = format!("{} {} {who}", FIRST[who % 16], LAST[who / 16 % 16]);
    if who.is_multiple_of(97) {
        engine.desk.set_standing(&customer, &Standing { vip: true, tier: None })?;
    }
    let read = &texts[random.usize(..texts.len())];
    let text = format!("{} (order {})", read.text, random.u32(10_000..99_999));
    // A visitor of the chat has one running conversation, so each is somebody new.
    let incoming = match random.u8(..10) {
        0..4 => IncomingMessage::new(&format!("visitor-{number}"), Channel::Chat, &text, None)?,
        _ => IncomingMessage::new(&customer, Channel::Desk, &text, None)?,
    };
    let (message, ..) = engine.desk.receive(&incoming)?;
    let id = message.conversation_id;
    let mut advice = advise(engine, &message, read)?;
    if random.u8(..100) < 3 {
        let owner = OWNERS[random.usize(..OWNERS.len())];
        let (ticket, _) = engine.hand_to_supervisor(id, Some(owner), None)?;
        if random.bool() {
            engine.change_ticket(
                &ticket.id,
                &TicketEdit { owner: Some(owner.to_owned()), ..Default::default() },
            )?;
        }
        return Ok(());
    }
    for more in [true, false] {
        if random.u8(..100) >= 75 {
            return Ok(());
        }
        reply(engine, id, &advice, &mut random)?;
        if more && random.u8(..100) < 30 {
            let read = &texts[random.usize(..texts.len())];
            let again = IncomingMessage::new(
                incoming.customer(),
                incoming.channel(),
                &read.text,
                Some(id),
            )?;
            let (message, ..) = engine.desk.receive(&again)?;
            advice = advise(engine, &message, read)?;
            continue;
        }
        if random.u8(..100) < 85 {
            engine.desk.set_status(id, ConversationStatus::Resolved)?;
        }
        return Ok(());
    }
    Ok(())
}

fn advise(engine: &Engine, message: &Message, read: &Read) -> Result<Advice, EngineError> {
    let mut advice = read.advice.clone();
    (advice.conversation_id, advice.message_id) = (message.conversation_id, message.id);
    for suggestion in &mut advice.suggestions {
        suggestion.id = SuggestionId::new();
    }
    engine.desk.record_advice(&advice, &read.steps)?;
    Ok(advice)
}

fn reply(
    engine: &Engine,
    id: ConversationId,
    advice: &Advice,
    random: &mut fastrand::Rng,
) -> Result<(), EngineError> {
    let reply = match advice.suggestions.first() {
        Some(suggestion) if random.bool() => {
            let edited = if random.bool() { " Is there anything else?" } else { "" };
            SentReply {
                text: format!("{}{edited}", suggestion.text),
                suggestion_id: Some(suggestion.id),
            }
        }
        _ => SentReply {
            text: "We look into it and write to you today.".to_owned(),
            suggestion_id: None,
        },
    };
    engine.desk.send_reply(id, Author::Agent, &reply)?;
    Ok(())
}
