//! Opening the engine for a command, with a progress bar while it indexes.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use aside_contract::{Actor, KnowledgeStatus, ModelState};
use aside_engine::{Engine, EngineError, IndexSummary, Places};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::Folders;

/// Opens the engine on the folders. A missing model is said on standard error.
pub(crate) fn open(folders: &Folders) -> Result<Arc<Engine>> {
    Ok(open_places(Places::resolve(folders.knowledge.clone(), folders.data.clone())?)?)
}

/// Opens the engine for work that leaves no trace: without a named data folder, a temporary one, and
/// without documents where none are needed. The folder goes when the second value is dropped.
pub(crate) fn open_scratch(
    folders: &Folders,
    documents: bool,
) -> Result<(Arc<Engine>, Option<Scratch>)> {
    if folders.data.is_some() {
        return Ok((open(folders)?, None));
    }
    let scratch = Scratch::make()?;
    let mut knowledge = folders.knowledge.clone();
    if documents {
        knowledge = Places::resolve(knowledge, None)?.knowledge;
    } else if knowledge.is_empty() {
        knowledge.push(scratch.empty_knowledge());
    }
    let engine = open_places(Places::resolve(knowledge, Some(scratch.data()))?)?;
    Ok((engine, Some(scratch)))
}

/// Opens the engine in these places, as [`open`] does.
pub(crate) fn open_places(places: Places) -> Result<Arc<Engine>, EngineError> {
    let engine = Engine::open(places, aside_engine::this_program_as_worker()?)?;
    if let ModelState::Missing { reason } = engine.model_state() {
        eprintln!("aside: searching by words alone: {reason}");
    }
    // Whoever runs a command on the stores owns them.
    Ok(engine.acting_as(Actor::Owner))
}

/// Brings the index up to date, with a bar on a terminal.
pub(crate) fn index(engine: &Engine) -> Result<IndexSummary> {
    let bar = bar("indexing");
    let said = Cell::new(false);
    let summary = engine.index(|status| {
        // Without a terminal there is no bar, and a large folder takes minutes.
        if bar.is_hidden() && status.pending > 0 && !said.replace(true) {
            let folder = &status.folder;
            eprintln!("aside: reading {folder}: {} files are new or changed", status.pending);
        }
        show(&bar, status);
    })?;
    bar.finish_and_clear();
    Ok(summary)
}

/// A bar on standard error; hidden where that is no terminal.
pub(crate) fn bar(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(0).with_message(what);
    if let Ok(style) =
        ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}  {per_sec}, {eta} left")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Shows on a bar how far indexing is.
pub(crate) fn show(bar: &ProgressBar, status: &KnowledgeStatus) {
    // Files first, then the chunks whose embedding goes on behind.
    let (done, all) = if status.pending > 0 {
        (status.files, status.files + status.pending)
    } else if let Some(change) = &status.change {
        (change.done, change.texts)
    } else {
        (status.embedded, status.chunks)
    };
    let what = match &status.change {
        _ if status.pending > 0 => "reading files".to_owned(),
        Some(change) => format!("embedding anew with {}", change.to),
        None => "embedding chunks".to_owned(),
    };
    bar.set_message(what);
    bar.set_length(all);
    bar.set_position(done);
}

/// A folder that is removed when dropped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    fn make() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("aside-{}", std::process::id()));
        std::fs::create_dir_all(path.join("empty"))?;
        Ok(Self(path))
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    fn empty_knowledge(&self) -> PathBuf {
        self.0.join("empty")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A leftover in the temporary folder is the system's to clean.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
