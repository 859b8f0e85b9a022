//! Questions in SQL: the tables that they are asked of.
//!
//! `chunks` and `documents` read the knowledge base as they go; what people said and decided is kept in
//! memory once a question has named it, and follows the ledger (`recall`).

mod chunks;
mod documents;
mod examples;
mod history;
mod recall;
mod reviews;
mod scores;
mod slots;
mod tickets;
mod verdicts;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aside_contract::{QueryAnswer, QueryCatalog, QueryRequest, Timestamp};
use aside_query::{Limits, Source};
pub(crate) use recall::Recall;
use serde::Serialize;

use crate::{Engine, EngineError};

/// So many questions may be worked on at once: they share SQLite's memory, and messages go first.
const AT_ONCE: usize = 2;

/// Counts the questions that are being worked on.
#[derive(Default)]
pub(crate) struct Turns(AtomicUsize);

/// One question's turn; over when it is dropped.
struct Turn<'a>(&'a Turns);

impl Turns {
    fn take(&self) -> Option<Turn<'_>> {
        let taken = self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, |taken| {
            (taken < AT_ONCE).then_some(taken + 1)
        });
        taken.ok().map(|_| Turn(self))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Engine {
    /// Answers a question in SQL, read-only, within the default [`Limits`].
    ///
    /// # Errors
    /// [`EngineError::Query`] says what is wrong with the question and where;
    /// [`EngineError::TooManyQueries`] while others are worked on.
    pub fn query(&self, request: &QueryRequest) -> Result<QueryAnswer, EngineError> {
        let _turn = self.queries.take().ok_or(EngineError::TooManyQueries)?;
        Ok(aside_query::run(request, &self.sources(), &Limits::default(), Timestamp::now())?)
    }

    /// The tables that can be asked, and questions to begin with.
    pub fn query_catalog(&self) -> QueryCatalog {
        let tables = self.sources().iter().map(|source| source.table().describe()).collect();
        QueryCatalog { tables, examples: examples::examples() }
    }

    fn sources(&self) -> Vec<Arc<dyn Source>> {
        let scores = Arc::new(scores::Scores::new(&self.knowledge));
        let mut sources: Vec<Arc<dyn Source>> = vec![
            Arc::new(chunks::Chunks::new(scores.clone())),
            Arc::new(documents::Documents::new(scores)),
        ];
        sources.extend(history::tables(&self.desk, &self.recall));
        sources.push(Arc::new(tickets::table(&self.desk)));
        sources.push(Arc::new(verdicts::table(&self.desk)));
        sources.push(Arc::new(reviews::table(&self.desk)));
        sources
    }
}

/// The name of a value as it is written in JSON.
fn name(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_given_back() {
        let turns = Turns::default();
        let held: Vec<_> = (0..AT_ONCE).map(|_| turns.take().unwrap()).collect();
        assert!(turns.take().is_none());
        drop(held);
        assert!(turns.take().is_some());
    }
}
