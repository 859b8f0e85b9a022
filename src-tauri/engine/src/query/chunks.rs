//! The table `chunks`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use aside_contract::QueryKind::{Integer, Text, Time};
use aside_contract::QueryValue;
use aside_knowledge::ChunkRow;
use aside_query::{Column, Row, Rows, Scan, Source, SourceError, Stop, Table, iso};
use parking_lot::Mutex;

use super::name;
use super::scores::{Ranking, Scores};

static TABLE: Table = Table {
    name: "chunks",
    about: "The passages that documents are cut into: what search finds.",
    matchable: true,
    columns: &[
        Column::key("id", Text, "The passage's id."),
        Column::key(
            "document",
            Text,
            "Path of its document; path#id for one article of a collection.",
        ),
        Column::new("title", Text, "The document's title."),
        Column::key("category", Text, "The document's category; may be empty."),
        Column::new("tags", Text, "The document's tags, separated by commas."),
        Column::new("section", Text, "Headings above the passage, joined by >."),
        Column::new("page", Integer, "Page, from 1, where the format has pages."),
        Column::new("text", Text, "The passage as Markdown."),
        Column::new("updated", Time, "When the document was last changed."),
        Column::new("visibility", Text, "public or internal."),
    ],
};
const ID: usize = 0;
const DOCUMENT: usize = 1;
const CATEGORY: usize = 3;

/// How many chunks are read at first, and at most at once: few questions read far.
const FIRST_BLOCK: usize = 16;
const BLOCK: usize = 512;

/// The chunks, read in blocks as far as a question goes.
pub(crate) struct Chunks {
    scores: Arc<Scores>,
    /// The numbers of the ids that were given out or looked up.
    numbers: Arc<Mutex<HashMap<String, u32>>>,
    /// All ids are in `numbers`.
    all_known: Mutex<bool>,
}

impl Chunks {
    pub(crate) fn new(scores: Arc<Scores>) -> Self {
        Self { scores, numbers: Arc::default(), all_known: Mutex::new(false) }
    }

    /// The chunk with this id. Ids have no index of their own: where it is none of those that this
    /// question gave out, all chunks are read, once.
    fn number(&self, id: &str, stop: Stop) -> Result<Option<u32>, SourceError> {
        if let Some(number) = self.numbers.lock().get(id) {
            return Ok(Some(*number));
        }
        let mut all_known = self.all_known.lock();
        if !*all_known {
            let numbers: Vec<u32> = self.all()?;
            for block in numbers.chunks(BLOCK) {
                if stop.is_over() {
                    return Ok(None);
                }
                let rows = self.scores.knowledge.chunk_rows(block)?;
                self.numbers.lock().extend(rows.into_iter().map(|row| (row.chunk, row.number)));
            }
            *all_known = true;
        }
        Ok(self.numbers.lock().get(id).copied())
    }

    fn all(&self) -> Result<Vec<u32>, SourceError> {
        let documents = self.scores.documents()?;
        Ok(documents.iter().flat_map(|document| document.chunks.iter().copied()).collect())
    }

    /// The chunks that the equalities leave; `None` where there are none.
    fn allowed(&self, scan: &Scan) -> Result<Option<HashSet<u32>>, SourceError> {
        let mut allowed: Option<HashSet<u32>> = None;
        for (column, value) in &scan.equal {
            let QueryValue::Text(value) = value else { continue };
            let found: HashSet<u32> = if *column == ID {
                self.number(value, scan.stop)?.into_iter().collect()
            } else {
                let documents = self.scores.documents()?;
                documents
                    .iter()
                    .filter(|document| match *column {
                        DOCUMENT => document.document == *value,
                        CATEGORY => document.category == *value,
                        _ => true,
                    })
                    .flat_map(|document| document.chunks.iter().copied())
                    .collect()
            };
            allowed = Some(match allowed {
                Some(allowed) => allowed.intersection(&found).copied().collect(),
                None => found,
            });
        }
        Ok(allowed)
    }
}

impl Source for Chunks {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn rows(&self) -> u64 {
        self.scores.knowledge.status().chunks
    }

    fn scan(&self, scan: &Scan) -> Result<Rows, SourceError> {
        let rankings: Vec<Arc<Ranking>> =
            scan.matches.iter().map(|text| self.scores.ranking(text)).collect::<Result<_, _>>()?;
        let allowed = self.allowed(scan)?;
        // A floor above zero leaves only chunks that have a score.
        let floor = scan.at_least.iter().find(|(_, floor)| *floor > 0.0);
        let leading = scan.best_first.or(floor.map(|(text, _)| *text));
        let mut numbers = match (leading.and_then(|text| rankings.get(text)), &allowed) {
            (None, None) => self.all()?,
            (None, Some(allowed)) => allowed.iter().copied().collect(),
            (Some(ranking), _) => {
                let mut numbers = ranking.ranked.clone();
                if floor.is_none() {
                    let others = match &allowed {
                        Some(allowed) => allowed.iter().copied().collect(),
                        None => self.all()?,
                    };
                    numbers.extend(others.into_iter().filter(|chunk| !ranking.has(*chunk)));
                }
                numbers
            }
        };
        numbers.retain(|chunk| {
            allowed.as_ref().is_none_or(|allowed| allowed.contains(chunk))
                && scan.at_least.iter().all(|(text, floor)| {
                    rankings.get(*text).is_none_or(|ranking| ranking.of(*chunk) >= *floor)
                })
        });
        Ok(Box::new(Blocks {
            scores: self.scores.clone(),
            known: self.numbers.clone(),
            rankings,
            numbers,
            read: 0,
            block: FIRST_BLOCK,
            rows: Vec::new().into_iter(),
        }))
    }
}

/// Chunks on their way out, block by block.
struct Blocks {
    scores: Arc<Scores>,
    known: Arc<Mutex<HashMap<String, u32>>>,
    rankings: Vec<Arc<Ranking>>,
    numbers: Vec<u32>,
    read: usize,
    block: usize,
    rows: std::vec::IntoIter<ChunkRow>,
}

impl Iterator for Blocks {
    type Item = Result<Row, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(self.row(row)));
            }
            if self.read == self.numbers.len() {
                return None;
            }
            let end = (self.read + self.block).min(self.numbers.len());
            match self.scores.knowledge.chunk_rows(&self.numbers[self.read..end]) {
                Ok(rows) => self.rows = rows.into_iter(),
                Err(error) => return Some(Err(error.into())),
            }
            self.read = end;
            self.block = (self.block * 2).min(BLOCK);
        }
    }
}

impl Blocks {
    fn row(&self, row: ChunkRow) -> Row {
        let ChunkRow { number, chunk, document, section, page, text } = row;
        self.known.lock().insert(chunk.clone(), number);
        let mut values: Row = vec![
            chunk.into(),
            document.document.into(),
            document.title.into(),
            document.category.into(),
            document.tags.join(", ").into(),
            section.into(),
            page.into(),
            text.into(),
            iso(document.updated).into(),
            name(&document.visibility).into(),
        ];
        values.extend(self.rankings.iter().map(|ranking| QueryValue::Real(ranking.of(number))));
        values
    }
}
