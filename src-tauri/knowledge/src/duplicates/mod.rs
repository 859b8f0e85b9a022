//! Documents that say the same, or nearly, and passages that do.
//!
//! [`passage`] compares two passages that a search found. Of whole documents, a thread keeps a list of
//! the near ones: it is derived from the store, kept in memory, and brought up to date in the
//! background after each commit ([`comparing`]). [`outline`] is what is compared, [`lookup`] what makes
//! it unnecessary to compare each with all.

mod comparing;
mod lookup;
mod near;
mod outline;
mod passage;

use std::hash::{DefaultHasher, Hash, Hasher};

pub(crate) use comparing::{Changed, Comparing};
pub(crate) use near::Duplicates;
pub(crate) use passage::Fingerprint;

/// Words in a sequence.
const SEQUENCE: usize = 3;

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
