//! Phrases that speak for themselves: what rules read in a message without a model.
//!
//! Each cue looks at the customer's own lines only and returns the words that it found. The cues of
//! escalation have a list of phrases for each language; [`heard`] says how they are written.

mod courtesy;
mod damages;
mod danger;
mod deadline;
mod dispute;
mod faces;
mod heard;
mod legal;
mod mixed;
mod person;
mod promise;
mod repetition;
mod safety;
mod security;
mod threat;
mod tone;

pub(crate) use courtesy::{Courtesy, courtesy};
pub(crate) use damages::damage_claim;
pub(crate) use danger::danger;
pub(crate) use deadline::{Deadline, Near, deadline};
pub(crate) use dispute::dispute;
pub(crate) use legal::legal_words;
pub(crate) use mixed::{Mixed, mixed, praises, tells_of_trouble};
pub(crate) use person::{asks_for_person, complains};
pub use promise::only_promises;
pub use repetition::SAME_MEANING;
pub(crate) use repetition::attempts;
pub(crate) use safety::safety_instruction;
pub(crate) use security::security_incident;
pub(crate) use threat::{Threat, threat};
pub use tone::feeling_signs;
pub(crate) use tone::{CAPITALS, Tone, laughs, tone};
