//! Measuring quality on labelled data: the tasks of `aside eval`.
//!
//! Datasets are JSON Lines, plain or gzip, with the formats that each task documents.

mod chat;
mod classifier;
mod corrections;
mod dataset;
mod escalation;
mod gaps;
mod grounding;
mod injection;
pub(crate) mod metrics;
mod redaction;
mod report;
mod retrieval;
mod taxonomy;
mod turns;

pub(crate) use dataset::rows;

pub use chat::{ChatMistake, ChatReport};
pub use classifier::{ClassifierReport, Task};
pub use corrections::{Change, CorrectionsReport};
pub use escalation::{EscalationFigures, EscalationMistake, EscalationReport, RuleReport};
pub use gaps::{GapsReport, GroupingStep};
pub use grounding::{GroundingFigures, GroundingReport, JudgedReport};
pub use injection::{InjectionReport, MarkedReport};
pub use metrics::Latency;
pub use redaction::{FindingReport, RedactionReport, SpanReport};
pub use report::{ClassReport, Classification, ConfidenceStep};
pub use retrieval::{Ranking, RetrievalReport};
pub use taxonomy::TaxonomyReport;
