//! Where the rows of a table come from.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use aside_contract::{QueryColumn, QueryKind, QueryTable, QueryValue};
use parking_lot::Mutex;

/// What a table is called and what its columns hold.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name, lower-case.
    pub name: &'static str,
    /// What a row of it is.
    pub about: &'static str,
    /// `semantic_match` can be asked of its rows. The first two columns of such a table name the
    /// row and its document.
    pub matchable: bool,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// What a column is called and holds.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, lower-case.
    pub name: &'static str,
    /// What it holds.
    pub kind: QueryKind,
    /// What it means.
    pub about: &'static str,
    /// Rows with a given value are found without reading all: see [`Scan::equal`].
    pub lookup: bool,
}

impl Column {
    /// A column of which all rows are read to find a value.
    pub const fn new(name: &'static str, kind: QueryKind, about: &'static str) -> Self {
        Self { name, kind, about, lookup: false }
    }

    /// A column by whose value rows are found at once.
    pub const fn key(name: &'static str, kind: QueryKind, about: &'static str) -> Self {
        Self { name, kind, about, lookup: true }
    }
}

impl Table {
    /// The table as others see it.
    pub fn describe(&self) -> QueryTable {
        QueryTable {
            name: self.name.to_owned(),
            about: self.about.to_owned(),
            matchable: self.matchable,
            columns: self
                .columns
                .iter()
                .map(|column| QueryColumn {
                    name: column.name.to_owned(),
                    kind: column.kind,
                    about: column.about.to_owned(),
                })
                .collect(),
        }
    }
}

/// The values of a row: one for each column, then one for each text of [`Scan::matches`].
pub type Row = Vec<QueryValue>;

/// Rows as they are asked for.
pub type Rows = Box<dyn Iterator<Item = Result<Row, SourceError>> + Send>;

/// What kept a source from giving its rows.
pub type SourceError = Box<dyn std::error::Error + Send + Sync>;

/// Which rows are wanted. A source may give more: every condition is checked again.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Only rows whose column (by its number) has this value. Only columns with
    /// [`Column::lookup`] come here.
    pub equal: Vec<(usize, QueryValue)>,
    /// Texts; each row ends with how well it answers each of them, 0 to 1.
    pub matches: Arc<[String]>,
    /// Only rows that answer this text (by its number) at least so well.
    pub at_least: Vec<(usize, f64)>,
    /// The rows that answer this text (by its number) best come first. Not optional for the source.
    pub best_first: Option<usize>,
    /// When to give up.
    pub stop: Stop,
}

/// Until when a question may be worked on.
#[derive(Clone, Copy, Debug)]
pub struct Stop(pub(crate) Instant);

impl Stop {
    /// Whether the time is over. What is given after that is thrown away.
    pub fn is_over(self) -> bool {
        Instant::now() >= self.0
    }
}

/// A table.
pub trait Source: Send + Sync + 'static {
    /// Its name and columns.
    fn table(&self) -> &'static Table;

    /// About how many rows it has.
    fn rows(&self) -> u64;

    /// Brings what [`scan`](Self::scan) reads into memory, where it is kept there. Before the question's own
    /// time begins; what could not be read until `stop` is read on with the next question.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn prepare(&self, stop: Stop) -> Result<(), SourceError> {
        let _ = stop;
        Ok(())
    }

    /// The rows that are wanted.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn scan(&self, scan: &Scan) -> Result<Rows, SourceError>;
}

type Load<R> = dyn Fn(Stop) -> Result<R, SourceError> + Send + Sync;

/// A table whose records are in memory while a question is worked on: they are loaded as a whole, once, when
/// the question names it. Of a small table they are its rows; of a large one, something that holds the
/// rows in less room, and each row is made when it is asked for.
pub struct LoadedTable<R = Vec<Row>> {
    table: &'static Table,
    load: Box<Load<R>>,
    count: fn(&R) -> usize,
    row: fn(&R, usize) -> Row,
    loaded: Mutex<Option<Loaded<R>>>,
}

impl LoadedTable {
    /// A table whose rows `load` gives, in the order of the table's columns.
    pub fn new(
        table: &'static Table,
        load: impl Fn(Stop) -> Result<Vec<Row>, SourceError> + Send + Sync + 'static,
    ) -> Self {
        Self::of(table, load, Vec::len, |rows, number| {
            rows.get(number).cloned().unwrap_or_default()
        })
    }
}

impl<R: Send + Sync + 'static> LoadedTable<R> {
    /// A table that `load` gives the records of: `count` says how many there are, and `row` makes the row of
    /// one, by its number from 0, in the order of the table's columns.
    pub fn of(
        table: &'static Table,
        load: impl Fn(Stop) -> Result<R, SourceError> + Send + Sync + 'static,
        count: fn(&R) -> usize,
        row: fn(&R, usize) -> Row,
    ) -> Self {
        Self { table, load: Box::new(load), count, row, loaded: Mutex::new(None) }
    }

    /// The records, loaded if they were not yet.
    fn loaded<'a>(
        &self,
        loaded: &'a mut Option<Loaded<R>>,
        stop: Stop,
    ) -> Result<&'a mut Loaded<R>, SourceError> {
        match loaded {
            Some(loaded) => Ok(loaded),
            none => {
                let records = Arc::new((self.load)(stop)?);
                Ok(none.insert(Loaded { records, by_value: HashMap::new() }))
            }
        }
    }
}

impl<R: Send + Sync + 'static> Source for LoadedTable<R> {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn rows(&self) -> u64 {
        // Unknown before it is read, and small.
        self.loaded.lock().as_ref().map_or(1_000, |loaded| (self.count)(&loaded.records) as u64)
    }

    fn prepare(&self, stop: Stop) -> Result<(), SourceError> {
        self.loaded(&mut self.loaded.lock(), stop).map(|_| ())
    }

    fn scan(&self, scan: &Scan) -> Result<Rows, SourceError> {
        let mut loaded = self.loaded.lock();
        let loaded = self.loaded(&mut loaded, scan.stop)?;
        let wanted = scan.equal.iter().find_map(|(column, value)| match value {
            QueryValue::Text(text) => Some((*column, text)),
            _ => None,
        });
        let (records, row, count) =
            (loaded.records.clone(), self.row, (self.count)(&loaded.records));
        let make = move |number: usize| Ok(row(&records, number));
        Ok(match wanted {
            Some((column, text)) => {
                let numbers = loaded.numbers(column, text, count, row);
                Box::new(numbers.into_iter().map(make))
            }
            None => Box::new((0..count).map(make)),
        })
    }
}

/// The records of a table, with the numbers of every key that was looked up.
struct Loaded<R> {
    records: Arc<R>,
    by_value: HashMap<usize, HashMap<String, Vec<usize>>>,
}

impl<R> Loaded<R> {
    /// The rows whose column has this text.
    fn numbers(
        &mut self,
        column: usize,
        text: &str,
        count: usize,
        row: fn(&R, usize) -> Row,
    ) -> Vec<usize> {
        let records = &self.records;
        let by_value = self.by_value.entry(column).or_insert_with(|| {
            let mut by_value: HashMap<String, Vec<usize>> = HashMap::new();
            for number in 0..count {
                if let Some(QueryValue::Text(value)) = row(records, number).into_iter().nth(column)
                {
                    by_value.entry(value).or_default().push(number);
                }
            }
            by_value
        });
        by_value.get(text).cloned().unwrap_or_default()
    }
}
