//! Looks at everything that Aside stores and needs, and mends what can be made again.
//!
//! `stores` looks at the two stores, each in a process of its own, because a damaged file can end
//! the process that reads it. `surroundings` looks at folders, disk, model files and converter.
//!
//! What is made from the documents is mended: a word index is built anew, a damaged index is set
//! aside (renamed, never deleted) and the documents are read again. Conversations cannot be made
//! again, so they are never touched.

mod stores;
mod surroundings;

use std::path::PathBuf;

use aside_contract::KnowledgeStatus;
use aside_knowledge::WorkerCommand;
use serde::{Deserialize, Serialize};

use crate::lock::DataLock;
use crate::{Engine, EngineError, Places};

pub use stores::{LookAt, look};

/// How a part does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing to do.
    Fine,
    /// It was not, and is now.
    Mended,
    /// Something is to be done, as the text says.
    Problem,
}

/// What was found of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The part: `data folder`, `disk`, `index`, `words`, `conversations`, `model`,
    /// `labels` or `converter`.
    pub part: String,
    /// How it does.
    pub verdict: Verdict,
    /// What was found and, for a problem, what to do.
    pub text: String,
}

impl Finding {
    fn new(part: &str, verdict: Verdict, text: impl Into<String>) -> Self {
        Self { part: part.to_owned(), verdict, text: text.into() }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorReport {
    /// Part by part.
    pub findings: Vec<Finding>,
}

impl DoctorReport {
    /// Whether no problem is left.
    pub fn is_healthy(&self) -> bool {
        self.findings.iter().all(|finding| finding.verdict != Verdict::Problem)
    }
}

/// What a doctor works with.
#[derive(Clone, Debug)]
pub struct Doctor {
    /// The folders to look at.
    pub places: Places,
    /// The process that converts one file.
    pub worker: WorkerCommand,
    /// The command that looks at one store: it gets the kind of store and the folder as its last
    /// arguments, calls [`look`] with them, and prints what that gives.
    pub looker: WorkerCommand,
}

impl Doctor {
    /// Looks at everything; with `repair`, mends what can be made again. `progress` hears of it
    /// while documents are read anew.
    ///
    /// # Errors
    /// Where reading the documents anew fails; whatever is found is no error.
    pub fn examine(
        &self,
        repair: bool,
        progress: impl FnMut(&KnowledgeStatus),
    ) -> Result<DoctorReport, EngineError> {
        let mut findings = surroundings::look(&self.places, &self.worker);
        let lock = match DataLock::take(&self.places.data) {
            Ok(lock) => lock,
            Err(error) => {
                let text =
                    format!("{error}. The stores can be looked at only while nobody uses them");
                findings.insert(0, Finding::new("data folder", Verdict::Problem, text));
                return Ok(DoctorReport { findings });
            }
        };
        let index = stores::index(&self.places, &self.looker);
        findings.push(stores::conversations(&self.places, &self.looker));
        if !repair || index.ill == stores::Ill::Nothing {
            findings.extend(index.findings);
            return Ok(DoctorReport { findings });
        }
        let aside = stores::set_aside(&self.places, index.ill)?;
        // The engine takes the folder itself.
        drop(lock);
        self.read_anew(progress)?;
        let _lock = DataLock::take(&self.places.data)?;
        let healed = stores::index(&self.places, &self.looker);
        if healed.ill == stores::Ill::Nothing {
            findings.extend(index.findings.into_iter().map(|found| mended(found, aside.as_ref())));
        }
        findings.extend(healed.findings);
        Ok(DoctorReport { findings })
    }

    fn read_anew(&self, progress: impl FnMut(&KnowledgeStatus)) -> Result<(), EngineError> {
        let engine = Engine::open(self.places.clone(), self.worker.clone())?;
        let read = engine.index(progress);
        engine.close();
        read.map(drop)
    }
}

fn mended(found: Finding, aside: Option<&PathBuf>) -> Finding {
    if found.verdict != Verdict::Problem {
        return found;
    }
    let how = match aside {
        Some(place) => {
            format!("set aside as {}, and the documents were read anew", place.display())
        }
        None => "built anew".to_owned(),
    };
    Finding { verdict: Verdict::Mended, text: format!("{} [mended: {how}]", found.text), ..found }
}
