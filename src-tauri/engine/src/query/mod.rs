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

use aside_contract::{QueryAnswer, QueryCatalog, QueryRequest, Timestamp};
use aside_query::{Limits, Source};
pub(crate) use recall::Recall;
use serde::Serialize;

use crate::{Engine, EngineError};

/// So many questions may be worked on at once: they share SQLite's memory, and messages go first.
pub(crate) const AT_ONCE: usize = 2;

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
