//! Measuring quality on labelled data: the tasks of `aside eval`.
//!
//! Datasets are JSON Lines, plain or gzip, with the formats that each task documents.

mod classifier;
mod dataset;
mod metrics;
mod retrieval;

pub(crate) use dataset::rows;

pub use classifier::{ClassReport, ClassifierReport, Task};
pub use metrics::Latency;
pub use retrieval::{Ranking, RetrievalReport};
