//! What is wrong with a question, and where.

use aside_contract::{ErrorCode, TextPlace};

use crate::SourceError;

/// A question that was not answered.
#[derive(Debug, thiserror::Error)]
#[error("{fault}")]
pub struct QueryError {
    /// What is wrong.
    pub fault: QueryFault,
    /// Where in the question, if it has a place.
    pub place: Option<TextPlace>,
}

/// What is wrong with a question. Its text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum QueryFault {
    /// There is nothing to ask.
    #[error("the question is empty: write a SELECT, such as SELECT title FROM documents")]
    Empty,
    /// Longer than a question may be, in bytes.
    #[error("the question has {0} bytes, more than {1}: shorten it")]
    TooLong(usize, usize),
    /// More words and signs than a question may have.
    #[error("the question has more than {0} words and signs: shorten it")]
    TooManyWords(usize),
    /// It cannot be read as SQL.
    #[error("this is not understood: {0}")]
    Syntax(String),
    /// More than one statement.
    #[error("only one question at a time: remove what stands after the first")]
    Several,
    /// Something else than a `SELECT`.
    #[error("{0} is not allowed: questions only read, so begin with SELECT or WITH")]
    NotAQuestion(String),
    /// A part of SQL that is not offered.
    #[error("{0}")]
    Unsupported(String),
    /// A name that does not exist.
    #[error("there is no {what} `{name}`{}", hint(.nearest.as_deref()))]
    Unknown {
        /// `table`, `column` or `function`.
        what: &'static str,
        /// As it was written.
        name: String,
        /// The nearest name that exists.
        nearest: Option<String>,
    },
    /// A column of several tables.
    #[error("`{0}` is a column of several tables: put the table's name and a dot before it")]
    Ambiguous(String),
    /// A parameter without a value.
    #[error("the parameter {0} has no value: give one{1}")]
    NoValue(String, String),
    /// A value that no parameter takes.
    #[error("the question has no parameter `{0}`: write :{0} where its value belongs")]
    NoParameter(String),
    /// `semantic_match` without a table that it can be asked of.
    #[error("semantic_match works on {0}: name one of them in the FROM of the same SELECT")]
    NoMatch(String),
    /// What SQLite says of something else.
    #[error("the question cannot be answered: {0}")]
    Sqlite(String),
    /// The time is over.
    #[error(
        "the question took longer than {0} seconds: narrow it with WHERE, or ask of fewer tables at once"
    )]
    Time(u64),
    /// The records of its tables could not be brought into memory in time.
    #[error(
        "what the question asks of could not be read in {0} seconds: ask again, reading goes on where it stopped"
    )]
    Reading(u64),
    /// Too much memory.
    #[error(
        "the question needs more memory than it may have ({0} MB): narrow it with WHERE, or sort and group less"
    )]
    Memory(u64),
    /// A text grew too long.
    #[error("a text or a list in the question grows too long: put less together")]
    TooBig,
    /// The rows cannot be read.
    #[error(transparent)]
    Source(SourceError),
    /// A fault of ours.
    #[error("the question failed unexpectedly: {0}")]
    Internal(String),
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!(": did you mean `{nearest}`?")).unwrap_or_default()
}

impl QueryError {
    pub(crate) fn at(fault: QueryFault, place: TextPlace) -> Self {
        Self { fault, place: Some(place) }
    }

    /// The code that an API answers with.
    pub fn code(&self) -> ErrorCode {
        match self.fault {
            QueryFault::Time(_)
            | QueryFault::Reading(_)
            | QueryFault::Memory(_)
            | QueryFault::TooBig => ErrorCode::QueryLimit,
            QueryFault::Source(_) => ErrorCode::Storage,
            QueryFault::Internal(_) => ErrorCode::Internal,
            _ => ErrorCode::InvalidQuery,
        }
    }
}

impl From<QueryFault> for QueryError {
    fn from(fault: QueryFault) -> Self {
        Self { fault, place: None }
    }
}
