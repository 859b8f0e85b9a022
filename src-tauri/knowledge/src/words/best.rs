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

    /// A hit has to be better than this.
    fn threshold(&self) -> f32 {
        match self.hits.peek() {
            Some(Reverse(worst)) if self.hits.len() == self.limit => worst.score,
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
    use super::*;

    #[test]
    fn the_best_stay_and_the_bar_rises() {
        let mut top = Top { limit: 2, hits: BinaryHeap::new() };
        assert_eq!(top.threshold(), f32::MIN);
        for (score, chunk) in [(1.0, 1), (3.0, 2), (2.0, 3), (3.0, 0)] {
            top.offer(Hit { score, chunk });
        }
        assert_eq!(top.threshold(), 3.0);
        assert_eq!(top.into_chunks(), [0, 2]);
    }
}
