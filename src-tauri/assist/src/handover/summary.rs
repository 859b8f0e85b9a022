//! What the customer wants, what happened, and what is named: sentences of the customer, in their order. What
//! stands between them is in the conversation's language, as they are.

use std::sync::LazyLock;

use aside_contract::{ConversationSlot, SlotKind};
use regex::Regex;

use super::{HandOverContext, customers, said, short};
use crate::cues;
use crate::sentences::SummaryWords;
use crate::text::{content_set, fold, pattern};

/// The longest sentence that is quoted, in characters.
const QUOTE: usize = 240;
/// Named values at most.
const NAMED: usize = 6;

/// Says what is wanted.
static WANTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:i|we)(?:'d| would)? (?:want|need|like|wish|expect|demand|ask|request|insist|hope)\b|\bplease\b|\b(?:can|could|would|will) (?:you|i|we|somebody|someone)\b|\b(?:i'm|i am|we're|we are) (?:asking|looking|waiting|requesting)\b|\bgive me\b|\bhelp me\b|\b(?:ich|wir) (?:will|wollen|moechten?|mochten?|brauchen?|verlangen?|fordern?|erwarten?|haetten? gern|hatten? gern|bitten?|wuenschen?|wunschen?)\b|\bbitte\b|\b(?:koennen|konnen|koennten|konnten|wuerden|wurden) sie\b|\bgeben sie mir\b|\bhelfen sie mir\b",
    )
});

/// A sentence and how much it tells.
struct Told {
    message: usize,
    sentence: String,
    wants: u8,
    trouble: u8,
}

/// Two quotes at most and what is named, as one short text.
pub(super) fn summary(ctx: &HandOverContext<'_>) -> String {
    let mut told = Vec::new();
    for (message, text) in customers(ctx.messages).enumerate() {
        told.extend(said(text).into_iter().map(|sentence| weigh(message, sentence)));
    }
    let words = &ctx.language().sentences().summary;
    let mut parts = Vec::new();
    // The newest wish stands: a conversation moves on. The first trouble is what it began with.
    let wish = best(&told, |told| (told.wants, told.message));
    let trouble = best(&told, |told| (told.trouble, usize::MAX - told.message));
    let wish = wish.filter(|told| told.wants > 0);
    let trouble = trouble.filter(|told| told.trouble > 0);
    if let Some(told) = wish {
        parts.push(words.quoted(words.wants, &short(&told.sentence, QUOTE)));
    }
    if let Some(told) = trouble.filter(|told| wish.is_none_or(|one| one.sentence != told.sentence))
    {
        parts.push(words.quoted(words.happened, &short(&told.sentence, QUOTE)));
    }
    if parts.is_empty()
        && let Some(told) = best(&told, |told| (content_set(&told.sentence).len().min(20), 0))
    {
        parts.push(words.quoted(words.says, &short(&told.sentence, QUOTE)));
    }
    if let Some(named) = named(ctx.slots, words) {
        parts.push(format!("{}: {named}.", words.names));
    }
    parts.join(" ")
}

fn weigh(message: usize, sentence: String) -> Told {
    let folded = fold(&sentence);
    // A sentence without matter ("Can you help me?") tells little.
    let words = content_set(&sentence).len();
    let matter = words >= 2;
    let asks = sentence.ends_with('?') || WANTS.is_match(&folded);
    let person = cues::asks_for_person(&sentence).is_some();
    let wants = u8::from(asks) * (1 + u8::from(matter)) + u8::from(person);
    let told = u8::from(!asks && words >= 3) + u8::from(cues::tells_of_trouble(&sentence)) * 2;
    let trouble = u8::from(cues::danger(&sentence).is_some()) * 4 + u8::from(matter) * told;
    Told { message, sentence, wants, trouble }
}

/// The first of the highest.
fn best<K: Ord>(told: &[Told], by: impl Fn(&Told) -> K) -> Option<&Told> {
    told.iter().rev().max_by_key(|one| by(one))
}

/// Orders, invoices, codes and so on, the kinds that are looked up first.
fn named(slots: &[ConversationSlot], words: &SummaryWords) -> Option<String> {
    const KINDS: [SlotKind; 7] = [
        SlotKind::Order,
        SlotKind::Invoice,
        SlotKind::ErrorCode,
        SlotKind::Product,
        SlotKind::Version,
        SlotKind::Amount,
        SlotKind::Date,
    ];
    let of =
        |kind: SlotKind| slots.iter().map(|named| &named.slot).filter(move |one| one.kind == kind);
    let named: Vec<String> = KINDS
        .into_iter()
        .flat_map(of)
        .map(|slot| format!("{} {}", (words.kind)(slot.kind), slot.value))
        .take(NAMED)
        .collect();
    (!named.is_empty()).then(|| named.join(", "))
}
