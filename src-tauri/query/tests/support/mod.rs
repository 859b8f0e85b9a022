//! A shop's documents, as plain rows.

use std::sync::Arc;
use std::time::Duration;

use aside_contract::{QueryAnswer, QueryKind, QueryRequest, QueryValue, Timestamp};
use aside_query::{
    Column, Limits, LoadedTable, QueryError, Rows, Scan, Source, SourceError, Table, run,
};

static CHUNKS: Table = Table {
    name: "chunks",
    about: "pieces of documents",
    matchable: true,
    columns: &[
        Column::key("id", QueryKind::Text, "its id"),
        Column::key("document", QueryKind::Text, "its document"),
        Column::new("title", QueryKind::Text, "its title"),
        Column::key("category", QueryKind::Text, "its category"),
        Column::new("updated", QueryKind::Time, "when it changed"),
        Column::new("page", QueryKind::Integer, "its page"),
    ],
};

static CUSTOMERS: Table = Table {
    name: "customers",
    about: "who wrote",
    matchable: false,
    columns: &[
        Column::key("customer", QueryKind::Text, "the name"),
        Column::new("vip", QueryKind::Boolean, "has priority"),
        Column::new("messages", QueryKind::Integer, "how many"),
    ],
};

static NUMBERS: Table = Table {
    name: "numbers",
    about: "many rows",
    matchable: false,
    columns: &[Column::new("n", QueryKind::Integer, "a number")],
};

static BROKEN: Table = Table {
    name: "broken",
    about: "cannot be read",
    matchable: false,
    columns: &[Column::new("n", QueryKind::Integer, "a number")],
};

/// Saturday, 21 November 2026, 10:30 UTC.
pub const NOW: Timestamp = Timestamp(1_795_257_000_000);

/// Id, document, title, category, time of change, page.
type Chunk = (&'static str, &'static str, &'static str, &'static str, &'static str, Option<i64>);

const ROWS: [Chunk; 5] = [
    (
        "c1",
        "billing/invoices.md",
        "Find a missing invoice",
        "billing",
        "2026-10-01T00:00:00.000Z",
        None,
    ),
    (
        "c2",
        "billing/invoices.md",
        "Download an invoice",
        "billing",
        "2026-10-01T00:00:00.000Z",
        Some(2),
    ),
    (
        "c3",
        "billing/old.pdf",
        "An invoice missing since 2019",
        "billing",
        "2019-01-01T00:00:00.000Z",
        Some(1),
    ),
    ("c4", "orders/parcel.md", "A missing parcel", "orders", "2026-11-20T12:00:00.000Z", None),
    (
        "c5",
        "orders/o'hara.md",
        "It's O'Hara's \"parcel\"",
        "orders",
        "2026-11-21T08:00:00.000Z",
        None,
    ),
];

/// Chunks whose score is the share of the text's words that their title holds. Counts what is read.
struct Chunks;

fn score(title: &str, text: &str) -> f64 {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let title = title.to_lowercase();
    words.iter().filter(|word| title.contains(word.as_str())).count() as f64
        / words.len().max(1) as f64
}

impl Source for Chunks {
    fn table(&self) -> &'static Table {
        &CHUNKS
    }
    fn rows(&self) -> u64 {
        ROWS.len() as u64
    }
    fn scan(&self, scan: &Scan) -> Result<Rows, SourceError> {
        let mut rows: Vec<Vec<QueryValue>> = ROWS
            .iter()
            .map(|(id, document, title, category, updated, page)| {
                let mut row: Vec<QueryValue> = vec![
                    (*id).into(),
                    (*document).into(),
                    (*title).into(),
                    (*category).into(),
                    (*updated).into(),
                    (*page).into(),
                ];
                row.extend(scan.matches.iter().map(|text| QueryValue::Real(score(title, text))));
                row
            })
            .collect();
        let real = |row: &[QueryValue], text: usize| match row[CHUNKS.columns.len() + text] {
            QueryValue::Real(score) => score,
            _ => unreachable!(),
        };
        rows.retain(|row| scan.equal.iter().all(|(column, value)| row[*column] == *value));
        rows.retain(|row| scan.at_least.iter().all(|(text, floor)| real(row, *text) >= *floor));
        if let Some(text) = scan.best_first {
            rows.sort_by(|a, b| real(b, text).total_cmp(&real(a, text)));
        }
        Ok(Box::new(rows.into_iter().map(Ok)))
    }
}

pub fn sources() -> Vec<Arc<dyn Source>> {
    vec![
        Arc::new(Chunks),
        Arc::new(LoadedTable::new(&CUSTOMERS, |_| {
            Ok(vec![
                vec!["Ada".into(), true.into(), 3_i64.into()],
                vec!["Bo".into(), false.into(), 1_i64.into()],
            ])
        })),
        Arc::new(LoadedTable::new(&NUMBERS, |_| {
            Ok((0..5_000_i64).map(|n| vec![n.into()]).collect())
        })),
        Arc::new(LoadedTable::new(&BROKEN, |_| Err("the disk is gone".into()))),
    ]
}

pub fn limits() -> Limits {
    Limits { time: Duration::from_secs(2), ..Limits::default() }
}

pub fn ask_with(sql: &str, params: &[(&str, QueryValue)]) -> Result<QueryAnswer, QueryError> {
    let params = params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    run(&QueryRequest { sql: sql.to_owned(), params }, &sources(), &limits(), NOW)
}

pub fn ask(sql: &str) -> Result<QueryAnswer, QueryError> {
    ask_with(sql, &[])
}

/// The rows as text, values by `|`.
#[track_caller]
pub fn rows(sql: &str) -> Vec<String> {
    match ask(sql) {
        Ok(answer) => shown(&answer),
        Err(error) => panic!("{sql}: {error}"),
    }
}

pub fn shown(answer: &QueryAnswer) -> Vec<String> {
    let show = |value: &QueryValue| match value {
        QueryValue::Null => "NULL".to_owned(),
        QueryValue::Boolean(value) => value.to_string(),
        QueryValue::Integer(value) => value.to_string(),
        QueryValue::Real(value) => value.to_string(),
        QueryValue::Text(value) => value.clone(),
    };
    answer.rows.iter().map(|row| row.iter().map(show).collect::<Vec<_>>().join("|")).collect()
}
