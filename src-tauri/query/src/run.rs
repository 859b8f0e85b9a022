//! From a question to its answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_contract::{QueryAnswer, QueryRequest, QueryValue, Timestamp};
use parking_lot::Mutex;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ErrorCode, Statement, ToSql, params_from_iter};

use crate::parse::{Words, parse};
use crate::rewrite::{MATCH, Rewritten, rewrite};
use crate::source::{Source, SourceError, Stop, Table};
use crate::suggest::nearest;
use crate::table_module::{BOOLEAN, read, written};
use crate::{QueryError, QueryFault, engine, time};

/// What a question may take and give.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it may be worked on, once the records of its tables are in memory.
    pub time: Duration,
    /// How long may be taken to bring them there, which the first question after a start does.
    pub reading: Duration,
    /// How many rows are given out.
    pub rows: usize,
    /// How many characters of a text are given out.
    pub text_chars: usize,
    /// How many bytes of text are given out in all; rows after that are left out.
    pub answer_bytes: usize,
    /// How much memory SQLite may use for it, in bytes. Holds for all questions at once.
    pub memory_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(5),
            reading: Duration::from_secs(60),
            rows: 1_000,
            text_chars: 4_000,
            answer_bytes: 8 << 20,
            memory_bytes: 256 << 20,
        }
    }
}

/// The stack of the thread that works on a question: a syntax tree of the longest question may be
/// as deep as it has words. Address space only, until it is used.
const STACK_BYTES: usize = 64 << 20;

/// Functions worth asking about when one does not exist.
const FUNCTIONS: [&str; 34] = [
    MATCH,
    "now",
    "date_trunc",
    "date",
    "strftime",
    "julianday",
    "count",
    "sum",
    "avg",
    "min",
    "max",
    "total",
    "group_concat",
    "coalesce",
    "ifnull",
    "nullif",
    "iif",
    "length",
    "lower",
    "upper",
    "trim",
    "substr",
    "replace",
    "instr",
    "round",
    "abs",
    "floor",
    "ceil",
    "row_number",
    "rank",
    "lag",
    "lead",
    "json_extract",
    "printf",
];

/// Answers a question from the tables. `now` is what `now()` says.
///
/// # Errors
/// [`QueryError`] says what is wrong with the question and where, or what kept it from being
/// answered.
pub fn run(
    request: &QueryRequest,
    sources: &[Arc<dyn Source>],
    limits: &Limits,
    now: Timestamp,
) -> Result<QueryAnswer, QueryError> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("query".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || answer(request, sources, limits, now))
            .map_err(|error| QueryFault::Internal(error.to_string()))?
            .join()
            .map_err(|_| QueryFault::Internal("its thread ended".to_owned()))?
    })
}

fn answer(
    request: &QueryRequest,
    sources: &[Arc<dyn Source>],
    limits: &Limits,
    now: Timestamp,
) -> Result<QueryAnswer, QueryError> {
    let start = Instant::now();
    let (query, words) = parse(&request.sql)?;
    let tables: Vec<&'static Table> = sources.iter().map(|source| source.table()).collect();
    let rewritten = rewrite(query, &words, &request.params, &tables, time::iso(now))?;
    prepare(sources, &words, limits.reading)?;
    let stop = Stop(Instant::now() + limits.time);
    let failure = Arc::new(Mutex::new(None));
    let explain = |error: rusqlite::Error| explain(&error, &failure, &words, &tables, limits);
    let connection = engine::open(&rewritten, sources, limits, stop, &failure).map_err(explain)?;
    let mut answer = collect(&connection, &rewritten, limits).map_err(explain)?;
    answer.elapsed_ms = start.elapsed().as_secs_f64() * 1e3;
    Ok(answer)
}

/// Brings the records of the tables that a question names into memory: how long that takes says nothing of
/// the question.
fn prepare(
    sources: &[Arc<dyn Source>],
    words: &Words,
    reading: Duration,
) -> Result<(), QueryError> {
    let stop = Stop(Instant::now() + reading);
    for source in sources.iter().filter(|source| words.find(source.table().name).is_some()) {
        source.prepare(stop).map_err(QueryFault::Source)?;
        if stop.is_over() {
            return Err(QueryFault::Reading(reading.as_secs()).into());
        }
    }
    Ok(())
}

struct Bound<'a>(&'a QueryValue);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(written(self.0))
    }
}

fn collect(
    connection: &Connection,
    rewritten: &Rewritten,
    limits: &Limits,
) -> rusqlite::Result<QueryAnswer> {
    let mut statement = connection.prepare(&rewritten.sql)?;
    if !statement.readonly() {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let columns = statement.column_names().map(|name| rewritten.column_name(name)).collect();
    let truths = truths(&statement);
    let mut answer =
        QueryAnswer { columns, rows: Vec::new(), cut: false, shortened: 0, elapsed_ms: 0.0 };
    let mut bytes = 0;
    let mut rows = statement.query(params_from_iter(rewritten.values.iter().map(Bound)))?;
    while let Some(row) = rows.next()? {
        if answer.rows.len() == limits.rows || bytes >= limits.answer_bytes {
            answer.cut = true;
            break;
        }
        let mut values = Vec::with_capacity(truths.len());
        for (number, truth) in truths.iter().enumerate() {
            let value = match read(row.get_ref(number)?) {
                QueryValue::Integer(value @ (0 | 1)) if *truth => QueryValue::Boolean(value == 1),
                QueryValue::Text(text) => {
                    let text = match text.char_indices().nth(limits.text_chars) {
                        Some((end, _)) => {
                            answer.shortened = answer.shortened.saturating_add(1);
                            format!("{}…", &text[..end])
                        }
                        None => text,
                    };
                    bytes += text.len();
                    QueryValue::Text(text)
                }
                other => other,
            };
            values.push(value);
        }
        answer.rows.push(values);
    }
    Ok(answer)
}

/// Which columns of the answer are true or false.
fn truths(statement: &Statement<'_>) -> Vec<bool> {
    statement.columns().map(|column| column.decl_type() == Some(BOOLEAN)).collect()
}

/// What SQLite says, in words that lead on.
fn explain(
    error: &rusqlite::Error,
    failure: &Mutex<Option<SourceError>>,
    words: &Words,
    tables: &[&'static Table],
    limits: &Limits,
) -> QueryError {
    if let Some(error) = failure.lock().take() {
        return QueryFault::Source(error).into();
    }
    let text = match error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => {
            return QueryFault::Time(limits.time.as_secs()).into();
        }
        Some(ErrorCode::OutOfMemory) => {
            return QueryFault::Memory(limits.memory_bytes >> 20).into();
        }
        Some(ErrorCode::TooBig) => return QueryFault::TooBig.into(),
        _ => {}
    }
    let of = |names: Vec<&str>, what: &'static str, name: &str| {
        let bare = name.rsplit('.').next().unwrap_or(name);
        let fault =
            QueryFault::Unknown { what, name: name.to_owned(), nearest: nearest(bare, names) };
        QueryError { fault, place: words.find(bare) }
    };
    if let Some(name) = text.strip_prefix("no such column: ") {
        let named = |table: &&Table| words.find(table.name).is_some();
        let names = tables.iter().filter(|table| named(table)).flat_map(|table| table.columns);
        return of(names.map(|column| column.name).collect(), "column", name);
    }
    if let Some(name) = text.strip_prefix("no such function: ") {
        return of(FUNCTIONS.to_vec(), "function", name);
    }
    if let Some(name) = text.strip_prefix("no such table: ") {
        return of(tables.iter().map(|table| table.name).collect(), "table", name);
    }
    if let Some(name) = text.strip_prefix("ambiguous column name: ") {
        return QueryError {
            fault: QueryFault::Ambiguous(name.to_owned()),
            place: words.find(name),
        };
    }
    let near = text.strip_prefix("near \"").and_then(|rest| rest.split_once('"'));
    if let Some((word, _)) = near {
        let fault = QueryFault::Syntax(format!("`{word}` does not belong here"));
        return QueryError { fault, place: words.find(word) };
    }
    QueryFault::Sqlite(text).into()
}
