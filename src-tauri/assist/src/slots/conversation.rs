//! What a conversation names by now: a later message fills in or corrects what an earlier one said.

use std::sync::LazyLock;

use aside_contract::{Author, ConversationSlot, Message, Slot, SlotKind, Timestamp};
use chrono::{DateTime, NaiveDateTime};
use regex::Regex;

use super::{Products, counts_something, find, goes_on, phone};
use crate::slots::pattern;

/// Of a longer conversation, the newest messages are read.
const MAX_MESSAGES: usize = 200;
/// The most that a conversation keeps; the oldest give way.
const MAX_KEPT: usize = 50;
/// A longer message is no bare answer to a question for a number.
const MAX_ANSWER_WORDS: usize = 8;

/// What messages are read with.
#[derive(Clone, Copy, Debug)]
pub struct SlotContext<'a> {
    /// The team's products.
    pub products: &'a Products,
    /// How far the desk's clock is ahead of UTC, in seconds: "tomorrow" is told from its day.
    pub utc_offset_seconds: i32,
}

/// What messages name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedSlots {
    /// The newest message of a customer alone, in the order of reading.
    pub newest: Vec<Slot>,
    /// The whole conversation as it stands after it, the newest first.
    pub current: Vec<ConversationSlot>,
}

/// Reads a conversation's messages, oldest first.
///
/// A value stands until a later message corrects it: "no, it's order 1043", "1043, not 1042". A bare
/// number counts where it answers a question for one, or corrects one.
pub fn named_slots<'m>(
    messages: impl IntoIterator<Item = &'m Message>,
    context: &SlotContext<'_>,
) -> NamedSlots {
    let messages: Vec<&Message> = messages.into_iter().collect();
    let mut named = NamedSlots::default();
    let mut asked = None;
    for message in &messages[messages.len().saturating_sub(MAX_MESSAGES)..] {
        match message.author {
            Author::Customer => {
                named.hear(message, asked, context);
                if !named.newest.is_empty() {
                    asked = None;
                }
            }
            Author::Agent | Author::Assistant => asked = asked_for(&message.text),
        }
    }
    named
}

impl NamedSlots {
    fn hear(&mut self, message: &Message, asked: Option<SlotKind>, context: &SlotContext<'_>) {
        let text = &*message.text;
        let mut own = find(text, local(message.at, context.utc_offset_seconds), context.products);
        let denied = self.denied(text);
        own.retain(|slot| !denied_here(text, slot));
        let kind = match (asked, &denied[..]) {
            (Some(kind), _) => Some(kind),
            (None, [(kind, _), ..]) => Some(*kind),
            (None, []) if CORRECTS.is_match(text) => self.newest_number(),
            (None, []) => None,
        };
        if let Some(kind) = kind.filter(|kind| !own.iter().any(|slot| slot.kind == *kind))
            && let Some(slot) = bare_answer(text, kind, &own, &denied)
        {
            own.push(slot);
            own.sort_by_key(|slot| slot.start);
        }
        self.current.retain(|known| {
            let corrected =
                own.iter().any(|slot| slot.kind == known.slot.kind && corrects(text, slot));
            let said_again = own.iter().any(|slot| same(slot, &known.slot));
            let taken_back = denied.iter().any(|(_, value)| *value == known.slot.value);
            !(corrected || said_again || taken_back)
        });
        let heard =
            own.iter().map(|slot| ConversationSlot { slot: slot.clone(), message_id: message.id });
        self.current.splice(0..0, heard);
        self.current.truncate(MAX_KEPT);
        self.newest = own;
    }

    /// What the message takes back of what is known: "not 1042".
    fn denied(&self, text: &str) -> Vec<(SlotKind, String)> {
        let values = DENIED.captures_iter(text).filter_map(|hit| hit.name("value"));
        values
            .filter_map(|value| {
                let value = value.as_str();
                let known = self.current.iter().find(|known| {
                    known.slot.value.eq_ignore_ascii_case(value)
                        || known.slot.text.eq_ignore_ascii_case(value)
                })?;
                Some((known.slot.kind, known.slot.value.clone()))
            })
            .collect()
    }

    /// The kind of the number that was named last.
    fn newest_number(&self) -> Option<SlotKind> {
        self.current.iter().map(|known| known.slot.kind).find(|kind| is_number(*kind))
    }
}

/// Whether values of a kind are numbers that a customer may send without a word beside them.
fn is_number(kind: SlotKind) -> bool {
    use SlotKind::{ErrorCode, Invoice, Order, Phone, Version};
    matches!(kind, Order | Invoice | ErrorCode | Phone | Version)
}

fn same(one: &Slot, other: &Slot) -> bool {
    one.kind == other.kind && one.value == other.value
}

/// The moment as the desk's clock shows it.
fn local(at: Timestamp, utc_offset_seconds: i32) -> NaiveDateTime {
    let shifted = at.0.saturating_add(i64::from(utc_offset_seconds) * 1000);
    DateTime::from_timestamp_millis(shifted).unwrap_or_default().naive_utc()
}

/// Asks for a number: "What is your order number?", "please send us the error code".
static ASKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:what|which|may i|can you|could you|can i|could i|do you have|please|kindly|send|share|provide|give|tell|confirm|dm|let us know|let me know|have)\b[^.?!]{0,60}?\b(?:(?P<order>order(?:'s)? (?:number|no\.?|id|#)|order#)|(?P<invoice>invoice (?:number|no\.?|id|#))|(?P<error>error (?:code|message|number))|(?P<phone>(?:phone|telephone|mobile|contact|cell) number)|(?P<version>version))",
    )
});
/// A number that is taken back.
static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)\b(?:not|instead of|rather than|isn't|wasn't)\s(?:(?:the|my|order|invoice|error|code|number|version|no\.)\s?){0,3}["'#]?(?P<value>[0-9a-z][0-9a-z._/-]*[0-9a-z])"#,
    )
});
/// The message begins as a correction of something.
static CORRECTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[.!?\n]\s*)\W*(?:no|nope|sorry|oops|whoops|actually|correction|wait|my bad|my mistake|typo|i meant?|it should be)\b|\b(?:i meant|should (?:be|have been)|typo)\b",
    )
});
/// Nothing but the words of a correction, up to the value.
static CORRECTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)(?:(?:^|[.!?\n]\s*)\W*(?:no|nope|sorry|oops|whoops|actually|correction|wait|my bad|my mistake|typo)\b|\b(?:i meant?|should (?:be|have been|read)|correct (?:one|number|order|invoice|code|version|address|e-?mail|date)(?: is|:)))(?:[\s,.:;!#"'-]|\b(?:no|sorry|oops|i|it|its|it's|it’s|that|thats|that's|is|was|meant|mean|the|my|our|of|for|on|correct|right|real|actual|actually|order|invoice|number|no\.|nr|code|error|should|have|be|been|read|wrong|one|typo|version|phone|e-?mail|address|date|amount|bad|mistake|correction|wait)\b)*$"#,
    )
});
/// A word that may be a number: letters and digits, in groups.
static WORD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)[+-]?\b[0-9a-z]+(?:[-_/.][0-9a-z]+)*"));

fn asked_for(text: &str) -> Option<SlotKind> {
    let hit = ASKS.captures_iter(text).last()?;
    [
        ("order", SlotKind::Order),
        ("invoice", SlotKind::Invoice),
        ("error", SlotKind::ErrorCode),
        ("phone", SlotKind::Phone),
        ("version", SlotKind::Version),
    ]
    .into_iter()
    .find_map(|(name, kind)| hit.name(name).map(|_| kind))
}

/// Whether the words before a slot make it replace what was said before.
fn corrects(text: &str, slot: &Slot) -> bool {
    let (before, _) = around(text, slot);
    CORRECTING.is_match(before)
}

/// Whether a slot stands in the message only to be taken back.
fn denied_here(text: &str, slot: &Slot) -> bool {
    let (_, from) = around(text, slot);
    DENIED
        .captures_iter(text)
        .any(|hit| hit.name("value").is_some_and(|value| value.start() == from))
}

/// The text before a slot, and the byte at which the slot begins.
fn around<'a>(text: &'a str, slot: &Slot) -> (&'a str, usize) {
    let start = usize::try_from(slot.start).unwrap_or(usize::MAX);
    let byte = text.char_indices().nth(start).map_or(text.len(), |(byte, _)| byte);
    (&text[..byte], byte)
}

/// The one number of a short message that says little else, as a slot of `kind`.
fn bare_answer(
    text: &str,
    kind: SlotKind,
    own: &[Slot],
    denied: &[(SlotKind, String)],
) -> Option<Slot> {
    if !is_number(kind) || text.split_whitespace().count() > MAX_ANSWER_WORDS {
        return None;
    }
    let taken: Vec<usize> = own.iter().map(|slot| around(text, slot).1).collect();
    let mut numbers = WORD.find_iter(text).filter(|word| {
        let digits = word.as_str().bytes().filter(u8::is_ascii_digit).count();
        let enough = match kind {
            SlotKind::Version => 1,
            SlotKind::Phone => 6,
            SlotKind::ErrorCode => 2,
            _ => 3,
        };
        digits >= enough
            && !goes_on(text, word.end())
            && !counts_something(text, word.end())
            && !taken.contains(&word.start())
            && !denied.iter().any(|(_, value)| value.eq_ignore_ascii_case(word.as_str()))
    });
    let (Some(number), None) = (numbers.next(), numbers.next()) else { return None };
    let chars = |bytes: usize| u32::try_from(text[..bytes].chars().count()).unwrap_or(u32::MAX);
    let value = match kind {
        SlotKind::Phone => phone::value(number.as_str()),
        SlotKind::Version => number.as_str().to_owned(),
        _ => number.as_str().to_uppercase(),
    };
    Some(Slot {
        kind,
        text: number.as_str().to_owned(),
        value,
        start: chars(number.start()),
        end: chars(number.end()),
    })
}
