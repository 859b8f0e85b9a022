//! Which chunks a search may find.

use std::ops::Bound;
use std::sync::Arc;

use aside_contract::{SearchFilter, Visibility};
use parking_lot::Mutex;
use roaring::RoaringBitmap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, SegmentReader, TantivyDocument, Term};

use super::Fields;
use crate::error::KnowledgeError;
use crate::store::NewWords;

/// The chunks that the last filter let through, in the view of the index that it was asked of: the chat
/// asks with the same filter for every message.
#[derive(Default)]
pub(super) struct LastFilter(Mutex<Option<(u64, SearchFilter, Arc<RoaringBitmap>)>>);

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
        if let Some((of, same, allowed)) = &*self.0.lock()
            && *of == view
            && same == filter
        {
            return Ok(Some(Arc::clone(allowed)));
        }
        let allowed =
            Arc::new(searcher.search(&BooleanQuery::intersection(clauses), &ChunkNumbers)?);
        *self.0.lock() = Some((view, filter.clone(), Arc::clone(&allowed)));
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
