//! Measuring: the tasks of `aside bench`. The desk is measured in [`desk`], the knowledge base here.
//!
//! Two parts. The folder that is given is indexed as it would be at work ([`folder`]). Then synthetic
//! corpora of growing size, modelled on the texts and embeddings of that folder ([`corpus`]), go through the
//! same doors, and are searched ([`scale`]). Everything is written below one temporary folder, which
//! goes when the measurement ends, however it ends.

mod corpus;
mod desk;
mod folder;
mod machine;
mod scale;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aside_knowledge::WorkerCommand;
use serde::{Deserialize, Serialize};

use crate::eval::rows;
use crate::model::Model;
use crate::redaction::OwnRedaction;
use crate::{EngineError, Places};

pub use desk::{DeskBench, DeskReport};
pub use folder::{FolderReport, FormatReport};
pub use machine::{Machine, Memory};
pub use scale::{Percentiles, SizeReport};

use corpus::{Corpus, Question};

/// Bytes on the disk that one synthetic chunk needs while it is measured, as measured.
const BYTES_PER_CHUNK: u64 = 7_000;

/// What to measure.
#[derive(Clone, Debug)]
pub struct KnowledgeBench {
    /// The knowledge folder and the models; the data folder is not touched.
    pub places: Places,
    /// The sizes of the synthetic corpora, in chunks.
    pub sizes: Vec<usize>,
    /// Questions that customers asked, JSON Lines with `question`; without, sentences of the folder.
    pub questions: Option<PathBuf>,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnowledgeReport {
    /// Where.
    pub machine: Machine,
    /// The folder that was given.
    pub folder: FolderReport,
    /// The synthetic corpora.
    pub sizes: Vec<SizeReport>,
}

/// How far a measurement is: what it does, how much of it is done, and of how much.
pub type Progress<'a> = dyn FnMut(&str, u64, u64) -> ControlFlow<()> + 'a;

impl KnowledgeBench {
    /// How many bytes the largest corpus needs in the temporary folder.
    pub fn disk_bytes(&self) -> u64 {
        self.sizes.iter().max().map_or(0, |&chunks| chunks as u64 * BYTES_PER_CHUNK)
    }

    /// Measures. `progress` hears of every step, and ends it with [`ControlFlow::Break`].
    ///
    /// # Errors
    /// [`EngineError::Interrupted`]; [`EngineError::Bench`] where the temporary folder cannot be
    /// written, the model is missing or the folder has no text; what the knowledge base refuses.
    pub fn run(
        &self,
        worker: &WorkerCommand,
        progress: &mut Progress<'_>,
    ) -> Result<KnowledgeReport, EngineError> {
        let scratch = tempfile::Builder::new()
            .prefix("aside-bench-")
            .tempdir()
            .map_err(|source| failed("make a temporary folder", &std::env::temp_dir(), &source))?;
        let model = Model::load(&self.places, &Arc::new(OwnRedaction::new(&self.places)));
        let queue = model.wanted.clone().ok_or_else(|| EngineError::Bench {
            reason: format!("the model is needed: {:?}", model.state(None)),
        })?;
        let machine = Machine::here(queue.embedder().kernel());
        let (folder, texts) =
            folder::measure(&self.places.knowledge, scratch.path(), &queue, worker, progress)?;
        let questions: Vec<String> = match &self.questions {
            Some(path) => rows::<Question>(path)?.into_iter().map(|row| row.question).collect(),
            None => Vec::new(),
        };
        let corpus = Arc::new(Corpus::of(&texts, questions, &queue, progress)?);
        let mut sizes = Vec::with_capacity(self.sizes.len());
        for &chunks in &self.sizes {
            sizes.push(scale::measure(&corpus, chunks, scratch.path(), worker, progress)?);
        }
        Ok(KnowledgeReport { machine, folder, sizes })
    }
}

/// Tells of a step; an error where it shall end.
fn step(progress: &mut Progress<'_>, what: &str, done: u64, all: u64) -> Result<(), EngineError> {
    match progress(what, done, all) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(EngineError::Interrupted),
    }
}

fn failed(what: &str, path: &Path, source: &std::io::Error) -> EngineError {
    EngineError::Bench { reason: format!("cannot {what} {}: {source}", path.display()) }
}
