//! The chunks with the best BM25: blocks of postings that cannot reach them are skipped.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use roaring::RoaringBitmap;
use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::query::QueryTerm;
use super::{BOOSTS, Fields};
use crate::error::KnowledgeError;

/// How many postings the words of one text may have together. Beyond, the most frequent words only
/// rank what the others bring: they say least, and cost most.
const MOST_POSTINGS: u64 = 80_000;
/// The rarest words are looked for however many postings they have.
const LEAST_TERMS: usize = 2;

/// The numbers of the `limit` chunks with the best BM25 for `terms`, best first; of `allowed` ones
/// alone, where that is given.
///
/// # Errors
/// The index cannot be read.
pub(super) fn best(
    searcher: &Searcher,
    fields: Fields,
    terms: &[&QueryTerm],
    allowed: Option<&RoaringBitmap>,
    limit: usize,
) -> Result<Vec<u32>, KnowledgeError> {
    let mut left = MOST_POSTINGS;
    let affordable = |(place, term): &(usize, &&QueryTerm)| {
        let postings = term.postings();
        let kept = *place < LEAST_TERMS || postings <= left;
        left = left.saturating_sub(postings);
        kept
    };
    let kept = terms.iter().enumerate().take_while(affordable);
    let clauses: Vec<_> = kept.flat_map(|(_, term)| clauses(fields, term)).collect();
    if clauses.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let weight =
        BooleanQuery::new(clauses).weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut top = Top { limit, hits: BinaryHeap::with_capacity(limit + 1) };
    // What one segment brings raises the bar for the next.
    for segment in searcher.segment_readers() {
        let numbers = segment.fast_fields().u64("chunk")?;
        weight.for_each_pruning(top.threshold(), segment, &mut |doc, score| {
            let number = numbers.first(doc).and_then(|number| u32::try_from(number).ok());
            if let Some(chunk) = number
                && !segment.is_deleted(doc)
                && allowed.is_none_or(|allowed| allowed.contains(chunk))
            {
                top.offer(Hit { score, chunk });
            }
            top.threshold()
        })?;
    }
    Ok(top.into_chunks())
}

fn clauses(fields: Fields, term: &QueryTerm) -> Vec<(Occur, Box<dyn Query>)> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (index, field) in fields.texts().into_iter().enumerate() {
        if term.places.iter().any(|places| places[index].is_some()) {
            let word = Term::from_field_text(field, &term.text);
            let query = TermQuery::new(word, IndexRecordOption::WithFreqs);
            let query = BoostQuery::new(Box::new(query), BOOSTS[index]);
            clauses.push((Occur::Should, Box::new(query)));
        }
    }
    clauses
}

/// The best hits so far, the worst of them on top.
struct Top {
    limit: usize,
    hits: BinaryHeap<Reverse<Hit>>,
}

impl Top {
    fn offer(&mut self, hit: Hit) {
        self.hits.push(Reverse(hit));
        if self.hits.len() > self.limit {
            self.hits.pop();
        }
    }

    /// A score has to be better than this. One that equals the worst passes: it may be an older
    /// chunk's, and chunks are met in the order of the index, not of their age.
    fn threshold(&self) -> f32 {
        match self.hits.peek() {
            Some(Reverse(worst)) if self.hits.len() == self.limit => worst.score.next_down(),
            _ => f32::MIN,
        }
    }

    fn into_chunks(self) -> Vec<u32> {
        // Reversed hits in rising order are hits from the best to the worst.
        self.hits.into_sorted_vec().into_iter().map(|Reverse(hit)| hit.chunk).collect()
    }
}

/// Better hits are larger; of equal ones the older chunk.
#[derive(Debug)]
struct Hit {
    score: f32,
    chunk: u32,
}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.chunk.cmp(&self.chunk))
    }
}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Hit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Hit {}

#[cfg(test)]
mod tests {
    use aside_contract::SearchFilter;

    use super::*;
    use crate::record::DocumentRecord;
    use crate::store::NewWords;
    use crate::words::Words;

    /// A generator of numbers below a bound (xorshift), the same in each run.
    fn numbers(mut seed: u64) -> impl FnMut(u64) -> u64 {
        move |bound| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed % bound
        }
    }

    /// Every chunk with one of the words, best first, of equal ones the older: what [`best`] has to find
    /// without looking at all of them.
    fn exhaustive(
        searcher: &Searcher,
        fields: Fields,
        terms: &[&QueryTerm],
        allowed: Option<&RoaringBitmap>,
    ) -> Vec<Hit> {
        let clauses = terms.iter().flat_map(|term| clauses(fields, term)).collect();
        let query = BooleanQuery::new(clauses);
        let weight = query.weight(EnableScoring::enabled_from_searcher(searcher)).unwrap();
        let mut hits = Vec::new();
        for segment in searcher.segment_readers() {
            let numbers = segment.fast_fields().u64("chunk").unwrap();
            weight
                .for_each(segment, &mut |doc, score| {
                    let chunk = numbers.first(doc).unwrap() as u32;
                    if !segment.is_deleted(doc) && allowed.is_none_or(|all| all.contains(chunk)) {
                        hits.push(Hit { score, chunk });
                    }
                })
                .unwrap();
        }
        hits.sort_by(|a, b| b.cmp(a));
        hits
    }

    /// Few words and short texts, so that many chunks say the same and have the same score; chunks come
    /// in several segments in no order, and some go.
    #[test]
    fn skipping_finds_what_looking_at_every_chunk_finds_and_of_equal_ones_the_older() {
        const WORDS: [&str; 8] =
            ["parcel", "refund", "card", "hub", "lamp", "invoice", "cable", "voucher"];
        let (mut ties, mut cut) = (0, 0);
        for seed in 1..=4 {
            let mut next = numbers(0x9E37_79B9_7F4A_7C15 ^ seed);
            let folder = tempfile::tempdir().unwrap();
            let words = Words::open(folder.path()).unwrap();
            let mut chunks: Vec<u32> = (0..900).collect();
            for place in (1..chunks.len()).rev() {
                chunks.swap(place, next(place as u64 + 1) as usize);
            }
            let plain = seed % 2 == 0;
            for (generation, batch) in chunks.chunks(300).enumerate() {
                let mut text = |longest| {
                    let count = if longest == 0 { 0 } else { 1 + next(longest) };
                    (0..count).map(|_| WORDS[next(8) as usize]).collect::<Vec<_>>().join(" ")
                };
                let added = batch.iter().map(|&chunk| {
                    let [title, section] = if plain { [0, 0] } else { [2, 2] }.map(&mut text);
                    let document = DocumentRecord { title, ..DocumentRecord::default() };
                    NewWords { chunk, document: document.into(), section, text: text(6) }
                });
                let added: Vec<NewWords> = added.collect();
                let removed: Vec<u32> = (0..20).map(|_| next(900) as u32).collect();
                let removed = if generation == 0 { &[] } else { removed.as_slice() };
                words.apply(&added, removed, generation as u64).unwrap();
            }
            for _ in 0..40 {
                let asked: Vec<&str> = (0..1 + next(5)).map(|_| WORDS[next(8) as usize]).collect();
                let asked = asked.join(" ");
                let view = words.view(&SearchFilter::default()).unwrap();
                let query = view.query([&asked, &asked], &[]).unwrap();
                let terms: Vec<&QueryTerm> = query.terms.terms.iter().collect();
                let allowed: RoaringBitmap = (0..900).filter(|_| next(3) > 0).collect();
                for allowed in [None, Some(&allowed)] {
                    let all = exhaustive(&view.searcher, words.fields, &terms, allowed);
                    for limit in [1, 7, 60] {
                        let found =
                            best(&view.searcher, words.fields, &terms, allowed, limit).unwrap();
                        let expected = &all[..limit.min(all.len())];
                        assert_eq!(found.len(), expected.len());
                        cut += usize::from(all.len() > limit);
                        for (chunk, wanted) in found.iter().zip(expected) {
                            // One word in one field has one score. Sums differ in their last bits
                            // with the order in which postings happen to be met.
                            if plain && terms.len() == 1 {
                                assert_eq!(*chunk, wanted.chunk, "seed {seed}, {asked}, {limit}");
                            }
                            let hit = all.iter().find(|hit| hit.chunk == *chunk).unwrap();
                            let apart = (hit.score - wanted.score).abs() / wanted.score;
                            assert!(
                                apart < 1e-6,
                                "seed {seed}, {asked}, {limit}: {hit:?} {wanted:?}"
                            );
                        }
                    }
                    let tie = |two: &[Hit]| two[0].score == two[1].score;
                    ties += usize::from(terms.len() == 1 && plain && all.windows(2).any(tie));
                }
            }
        }
        assert!(ties > 15 && cut > 400, "{ties} questions with ties, {cut} lists that end early");
    }
}
