//! Questions in SQL over tables that others hand in. Read-only by construction.
//!
//! Owns the dialect: which statements may be asked, what `now()`, `interval`, `semantic_match` and
//! parameters mean, the limits of a question, and errors that name the place in the text and the
//! nearest name that exists. Refuses everything but one `SELECT`, and knows neither documents nor
//! conversations: a [`Source`] gives the rows of a table, and the scores of its rows against a text.
//!
//! The path of a question: [`run()`] has it parsed into a syntax tree (`parse`), which is checked and
//! rewritten (`rewrite`) so that SQLite understands it: texts and parameters become bound values, and
//! every `semantic_match` a column of the table that it is asked of. SQLite works on an empty
//! database in memory (`engine`) where each table is a virtual one (`table_module`, `match_module`), so that its planner
//! hands conditions on to the [`Source`], and nothing is copied that the question does not read.

mod engine;
mod error;
mod match_module;
mod parse;
mod rewrite;
mod run;
mod source;
mod suggest;
mod table_module;
mod time;

pub use error::{QueryError, QueryFault};
pub use run::{Limits, run};
pub use source::{Column, LoadedTable, Row, Rows, Scan, Source, SourceError, Stop, Table};
pub use time::iso;
