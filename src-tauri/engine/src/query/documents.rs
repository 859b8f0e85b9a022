//! The table `documents`.

use std::sync::Arc;

use aside_contract::QueryKind::{Integer, Text, Time};
use aside_contract::QueryValue;
use aside_knowledge::DocumentRow;
use aside_query::{Column, Row, Rows, Scan, Source, SourceError, Table, iso};

use super::name;
use super::scores::{Ranking, Scores};

static TABLE: Table = Table {
    name: "documents",
    about: "The documents of the knowledge folder. A file may hold several.",
    matchable: true,
    columns: &[
        Column::key("id", Text, "Path in the folder; path#id for one article of a collection."),
        Column::key("file", Text, "Path of the file that holds it."),
        Column::new("title", Text, "Its title."),
        Column::key("category", Text, "Its category; may be empty."),
        Column::new("tags", Text, "Its tags, separated by commas."),
        Column::new("format", Text, "What the file was read as, such as md."),
        Column::new("chunks", Integer, "How many passages it has."),
        Column::new("updated", Time, "When it was last changed."),
        Column::new("visibility", Text, "public or internal."),
    ],
};
const ID: usize = 0;
const FILE: usize = 1;
const CATEGORY: usize = 3;

/// The documents. One answers a text as well as its best chunk does.
pub(crate) struct Documents(Arc<Scores>);

impl Documents {
    pub(crate) fn new(scores: Arc<Scores>) -> Self {
        Self(scores)
    }
}

impl Source for Documents {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn rows(&self) -> u64 {
        self.0.knowledge.status().documents
    }

    fn scan(&self, scan: &Scan) -> Result<Rows, SourceError> {
        let rankings: Vec<Arc<Ranking>> =
            scan.matches.iter().map(|text| self.0.ranking(text)).collect::<Result<_, _>>()?;
        let documents = self.0.documents()?;
        let score = move |document: &DocumentRow, text: usize| {
            let of = |ranking: &Arc<Ranking>| {
                document.chunks.iter().map(|chunk| ranking.of(*chunk)).fold(0.0, f64::max)
            };
            rankings.get(text).map_or(0.0, of)
        };
        let wanted = |document: &DocumentRow| {
            scan.equal.iter().all(|(column, value)| {
                let QueryValue::Text(value) = value else { return true };
                match *column {
                    ID => document.document == *value,
                    FILE => document.file == *value,
                    CATEGORY => document.category == *value,
                    _ => true,
                }
            }) && scan.at_least.iter().all(|(text, floor)| score(document, *text) >= *floor)
        };
        let mut places: Vec<usize> =
            (0..documents.len()).filter(|place| wanted(&documents[*place])).collect();
        if let Some(text) = scan.best_first {
            let mut scored: Vec<(f64, usize)> =
                places.into_iter().map(|place| (score(&documents[place], text), place)).collect();
            scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            places = scored.into_iter().map(|(_, place)| place).collect();
        }
        let texts = scan.matches.len();
        Ok(Box::new(places.into_iter().map(move |place| {
            let document = &documents[place];
            let mut row = row(document);
            row.extend((0..texts).map(|text| QueryValue::Real(score(document, text))));
            Ok(row)
        })))
    }
}

fn row(document: &DocumentRow) -> Row {
    vec![
        document.document.as_str().into(),
        document.file.as_str().into(),
        document.title.as_str().into(),
        document.category.as_str().into(),
        document.tags.join(", ").into(),
        document.format.as_str().into(),
        QueryValue::Integer(i64::try_from(document.chunks.len()).unwrap_or(i64::MAX)),
        iso(document.updated).into(),
        name(&document.visibility).into(),
    ]
}
