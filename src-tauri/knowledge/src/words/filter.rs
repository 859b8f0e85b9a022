//! Which chunks a search may find.

use std::collections::HashMap;
use std::ops::Bound;
use std::sync::Arc;

use aside_contract::{SearchFilter, Visibility};
use parking_lot::Mutex;
use roaring::RoaringBitmap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::query::{BooleanQuery, EnableScoring, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Opstamp, Searcher, SegmentReader, TantivyDocument, Term};

use super::Fields;
use crate::error::KnowledgeError;
use crate::store::NewWords;

/// The chunks that the last filter let through: the chat asks with the same filter for every message.
///
/// A commit adds a segment to the index and marks what went in others, so while files are indexed it is
/// only these that are looked at anew.
#[derive(Default)]
pub(super) struct LastFilter(Mutex<Option<Last>>);

struct Last {
    filter: SearchFilter,
    /// The view of the index that `allowed` is of.
    view: u64,
    allowed: Arc<RoaringBitmap>,
    segments: HashMap<State, Arc<RoaringBitmap>>,
}

/// A segment and what of it was deleted: its content never changes otherwise.
type State = (SegmentId, Option<Opstamp>);

impl LastFilter {
    /// The numbers of the chunks that `filter` lets through; `None` for all.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(super) fn allowed(
        &self,
        searcher: &Searcher,
        fields: Fields,
        filter: &SearchFilter,
    ) -> Result<Option<Arc<RoaringBitmap>>, KnowledgeError> {
        let clauses = clauses(fields, filter);
        if clauses.is_empty() {
            return Ok(None);
        }
        let view = searcher.generation().generation_id();
        let known = match &*self.0.lock() {
            Some(last) if last.filter == *filter && last.view == view => {
                return Ok(Some(Arc::clone(&last.allowed)));
            }
            Some(last) if last.filter == *filter => last.segments.clone(),
            _ => HashMap::new(),
        };
        let query = BooleanQuery::intersection(clauses);
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut segments = HashMap::new();
        let mut allowed = RoaringBitmap::new();
        for (place, segment) in (0..).zip(searcher.segment_readers()) {
            let state = (segment.segment_id(), segment.delete_opstamp());
            let of_segment = match known.get(&state) {
                Some(known) => Arc::clone(known),
                None => Arc::new(ChunkNumbers.collect_segment(&*weight, place, segment)?),
            };
            allowed |= &*of_segment;
            segments.insert(state, of_segment);
        }
        let allowed = Arc::new(allowed);
        let last = Last { filter: filter.clone(), view, allowed: Arc::clone(&allowed), segments };
        *self.0.lock() = Some(last);
        Ok(Some(allowed))
    }
}

/// Adds what filters look at.
pub(super) fn add(document: &mut TantivyDocument, fields: Fields, words: &NewWords) {
    let record = &words.document;
    document.add_text(fields.category, record.category.to_lowercase());
    for tag in &record.tags {
        document.add_text(fields.tag, tag.to_lowercase());
    }
    for (end, _) in record.file.match_indices('/') {
        document.add_text(fields.folder, &record.file[..end]);
    }
    document.add_text(fields.visibility, visibility(record.visibility));
    document.add_i64(fields.updated, record.updated);
}

fn clauses(fields: Fields, filter: &SearchFilter) -> Vec<Box<dyn Query>> {
    let SearchFilter { category, tags, folder, updated_after, visibility: wanted } = filter;
    let mut clauses: Vec<Box<dyn Query>> = Vec::new();
    let mut equals = |field, value: &str| {
        let term = Term::from_field_text(field, value);
        clauses.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
    };
    if let Some(category) = category {
        equals(fields.category, &category.to_lowercase());
    }
    for tag in tags {
        equals(fields.tag, &tag.to_lowercase());
    }
    // The whole folder is everything.
    if let Some(folder) = folder.as_deref().map(|folder| folder.trim_matches('/'))
        && !matches!(folder, "" | ".")
    {
        equals(fields.folder, folder);
    }
    if let Some(wanted) = wanted {
        equals(fields.visibility, visibility(*wanted));
    }
    if let Some(after) = updated_after {
        let from = Bound::Included(Term::from_field_i64(fields.updated, after.0));
        clauses.push(Box::new(RangeQuery::new(from, Bound::Unbounded)));
    }
    clauses
}

fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Internal => "internal",
    }
}

/// Collects the numbers of chunks.
struct ChunkNumbers;

struct SegmentNumbers {
    numbers: Column<u64>,
    found: RoaringBitmap,
}

impl Collector for ChunkNumbers {
    type Fruit = RoaringBitmap;
    type Child = SegmentNumbers;

    fn for_segment(&self, _: u32, segment: &SegmentReader) -> tantivy::Result<SegmentNumbers> {
        let numbers = segment.fast_fields().u64("chunk")?;
        Ok(SegmentNumbers { numbers, found: RoaringBitmap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, found: Vec<RoaringBitmap>) -> tantivy::Result<RoaringBitmap> {
        Ok(found.into_iter().fold(RoaringBitmap::new(), |all, part| all | part))
    }
}

impl SegmentCollector for SegmentNumbers {
    type Fruit = RoaringBitmap;

    fn collect(&mut self, doc: u32, _: f32) {
        if let Some(number) = self.numbers.first(doc).and_then(|number| u32::try_from(number).ok())
        {
            self.found.insert(number);
        }
    }

    fn harvest(self) -> RoaringBitmap {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::DocumentRecord;
    use crate::words::Words;

    fn words(chunk: u32, visibility: Visibility) -> NewWords {
        let document = DocumentRecord { visibility, ..DocumentRecord::default() };
        let (section, text) = (String::new(), format!("text {chunk}"));
        NewWords { chunk, document: document.into(), section, text }
    }

    /// What is let through, after each of many commits that add, delete and change, is what is let
    /// through when it is asked for the first time.
    #[test]
    fn what_is_kept_of_segments_is_what_they_hold_after_each_commit() {
        let folder = tempfile::tempdir().unwrap();
        let index = Words::open(folder.path()).unwrap();
        let public =
            SearchFilter { visibility: Some(Visibility::Public), ..SearchFilter::default() };
        let mut expected = RoaringBitmap::new();
        for commit in 0..40_u32 {
            let mut added: Vec<NewWords> =
                (0..5).map(|place| words(commit * 5 + place, Visibility::Public)).collect();
            expected.extend(commit * 5..commit * 5 + 5);
            let mut removed = Vec::new();
            if commit > 2 && commit % 3 == 0 {
                // One goes, and one of an older segment is internal from now on.
                let (gone, changed) = (commit * 5 - 7, commit * 5 - 12);
                removed.extend([gone, changed]);
                expected.remove(gone);
                expected.remove(changed);
                added.push(words(changed, Visibility::Internal));
            }
            index.apply(&added, &removed, u64::from(commit)).unwrap();
            let kept = index.view(&public).unwrap().allowed.unwrap();
            assert_eq!(*kept, expected, "after commit {commit}");
        }
    }
}
