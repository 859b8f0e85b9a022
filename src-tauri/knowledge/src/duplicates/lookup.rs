//! Which documents may be near each other, without comparing each with all: MinHash signatures in
//! bands (locality-sensitive hashing; Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4).

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// Numbers of a signature: its estimate of a similarity of 0.8 is off by 0.05 (one standard
/// deviation).
const SIGNATURE: usize = 64;
/// Numbers of a band. Of two documents with a similarity of 0.8, one of the 16 bands is the same with
/// a probability of 0.9998; of two with 0.3, in one of eight cases.
const BAND: usize = 4;
/// Of more documents that share a band, such as thousands of empty forms, only the last are looked at.
const MAX_SHARING: usize = 64;

/// What of a document's sequences of words tells how much of them it shares with another. 16 bits of each
/// number suffice (b-bit minwise hashing; Li and König 2010): one in 65,536 is the same by chance.
pub(super) type Signature = [u16; SIGNATURE];

/// The signature of hashed sequences: for each of 64 hash functions, the end of the least value.
pub(super) fn signature(sequences: &HashSet<u64>) -> Signature {
    let mut least = [u32::MAX; SIGNATURE];
    for &sequence in sequences {
        for (place, least) in (0_u64..).zip(&mut least) {
            // Multiply-shift hashing, with an odd factor for each function.
            let factor = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(2 * place + 1) | 1;
            let mixed = (sequence ^ (sequence >> 31) ^ factor.rotate_left(17)).wrapping_mul(factor);
            *least = (*least).min((mixed >> 32) as u32);
        }
    }
    // The upper bits of a least value are hardly ever set.
    least.map(|value| value as u16)
}

/// The similarity of two documents as their signatures tell it, 0 to 1.
pub(super) fn estimate(one: &Signature, other: &Signature) -> f32 {
    let same = one.iter().zip(other).filter(|(one, other)| one == other).count();
    same as f32 / SIGNATURE as f32
}

/// Documents by the bands of their signatures, in eight bytes for most bands: a million documents have
/// sixteen million.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    /// By the hash of a band, the document that has it; or, from [`SHARED`] on, the place in `shared`.
    bands: HashMap<u32, u32>,
    /// The documents that share a band.
    shared: Vec<Vec<u32>>,
    /// Places in `shared` that are free.
    free: Vec<u32>,
}

/// See [`Lookup::bands`]. Documents have smaller numbers.
const SHARED: u32 = 1 << 31;

impl Lookup {
    /// Puts a document in. Numbers from 2³¹ on find no place.
    pub(super) fn insert(&mut self, document: u32, signature: &Signature) {
        if document >= SHARED {
            return;
        }
        for band in bands(signature) {
            match self.bands.entry(band) {
                Entry::Vacant(place) => {
                    place.insert(document);
                }
                Entry::Occupied(place) if *place.get() >= SHARED => {
                    self.shared[(place.get() - SHARED) as usize].push(document);
                }
                Entry::Occupied(mut place) => {
                    let both = vec![*place.get(), document];
                    let at = self.free.pop().unwrap_or_else(|| {
                        self.shared.push(Vec::new());
                        (self.shared.len() - 1) as u32
                    });
                    self.shared[at as usize] = both;
                    place.insert(at + SHARED);
                }
            }
        }
    }

    /// Takes a document out.
    pub(super) fn remove(&mut self, document: u32, signature: &Signature) {
        for band in bands(signature) {
            let Some(&found) = self.bands.get(&band) else { continue };
            if found == document {
                self.bands.remove(&band);
            }
            if found < SHARED {
                continue;
            }
            let sharing = &mut self.shared[(found - SHARED) as usize];
            sharing.retain(|&one| one != document);
            if let [last] = sharing[..] {
                *sharing = Vec::new();
                self.free.push(found - SHARED);
                self.bands.insert(band, last);
            }
        }
    }

    /// The documents that share a band with this signature.
    pub(super) fn sharing(&self, signature: &Signature) -> HashSet<u32> {
        let mut sharing = HashSet::new();
        for found in bands(signature).filter_map(|band| self.bands.get(&band)) {
            match found.checked_sub(SHARED) {
                None => drop(sharing.insert(*found)),
                Some(at) => {
                    sharing.extend(self.shared[at as usize].iter().rev().take(MAX_SHARING));
                }
            }
        }
        sharing
    }
}

/// The hashes of a signature's bands. Of a million documents, four in a thousand of a stranger's bands
/// are the same by chance; signatures are compared next.
fn bands(signature: &Signature) -> impl Iterator<Item = u32> {
    let (bands, _) = signature.as_chunks::<BAND>();
    (0_u64..).zip(bands).map(|(place, band)| {
        let numbers = band.iter().fold(0, |all, &number| (all << 16) | u64::from(number));
        super::hash(&(place, numbers)) as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashed sequences from..to of one long text.
    fn part(from: u64, to: u64) -> HashSet<u64> {
        (from..to).map(|place| super::super::hash(&place)).collect()
    }

    #[test]
    fn the_estimate_is_near_the_share_that_is_the_same() {
        let whole = signature(&part(0, 1_000));
        for shared in [300, 500, 800, 900, 1_000] {
            let similarity = shared as f32 / (2_000 - shared) as f32;
            let other = signature(&part(1_000 - shared, 2_000 - shared));
            let estimated = estimate(&whole, &other);
            assert!((estimated - similarity).abs() < 0.16, "{similarity}: {estimated}");
        }
    }

    #[test]
    fn near_documents_share_a_band_and_others_hardly_ever() {
        let mut lookup = Lookup::default();
        let far: u64 = 100_000;
        for document in 0..500 {
            let from = far + u64::from(document) * 1_000;
            lookup.insert(document, &signature(&part(from, from + 300)));
        }
        let mut strangers = 0;
        for document in 0..500_u32 {
            // 270 of 330 sequences are the same: 0.82.
            let from = far + u64::from(document) * 1_000 + 30;
            let sharing = lookup.sharing(&signature(&part(from, from + 300)));
            assert!(sharing.contains(&document), "{document}");
            strangers += sharing.len() - 1;
        }
        assert!(strangers < 5, "{strangers}");
        let first = signature(&part(far, far + 300));
        lookup.insert(500, &first);
        assert!([0, 500].iter().all(|document| lookup.sharing(&first).contains(document)));
        lookup.remove(0, &first);
        assert!(!lookup.sharing(&first).contains(&0) && lookup.sharing(&first).contains(&500));
        lookup.remove(500, &first);
        assert!(lookup.sharing(&first).is_empty() && lookup.free.len() == lookup.shared.len());
    }
}
