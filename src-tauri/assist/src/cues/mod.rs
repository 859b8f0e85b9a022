//! Phrases that speak for themselves: what rules read in a message without a model.
//!
//! Each cue looks at the customer's own lines only and returns the words that it found.

mod danger;
mod legal;
mod person;
mod repetition;
mod tone;

pub(crate) use danger::danger;
pub(crate) use legal::legal_words;
pub(crate) use person::{asks_for_person, complains};
pub(crate) use repetition::attempts;
pub(crate) use tone::{Tone, tone};
