//! Golden questions: what the team wants found, asked again once the index has settled after a change.
//!
//! The questions stand in a [`mod@file`] of the team's, what came of them in the desk's store ([`history`]). A
//! regression is a question whose document was found in time before and is not any more, however many runs
//! ago that was.

mod file;
mod history;

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use aside_contract::{Event, GoldenQuestion, GoldenReport, GoldenRun, Timestamp};
use parking_lot::Mutex;

use crate::team_file::TeamFile;
use crate::team_file::replace;
use crate::{Engine, EngineError, Places};
use history::{Asked, History};

/// Below the first knowledge folder.
const FILE: &str = ".aside/golden.toml";
/// How long the index has to stay as it is before the questions are asked.
const SETTLED: Duration = Duration::from_secs(3);
/// The documents among which a place is told.
const PLACES: usize = 10;
/// Passages that are looked at for that many documents.
const PASSAGES: usize = 60;

/// The golden questions of the first knowledge folder.
pub(crate) struct Golden {
    file: TeamFile<Vec<GoldenQuestion>>,
    path: PathBuf,
    /// Names the folder's history.
    folder: String,
    /// Held while they are asked, and while the file is written.
    turn: Mutex<()>,
    /// Told of each change of the index, until somebody listens.
    changed: Mutex<Option<Receiver<()>>>,
}

impl Golden {
    /// With what is to be told of each change of the index.
    pub(crate) fn new(places: &Places) -> (Self, Sender<()>) {
        let (tell, changed) = channel();
        let first = places.knowledge.first().cloned().unwrap_or_default();
        let golden = Self {
            file: TeamFile::new(places, FILE, "golden questions", file::parse),
            folder: first.to_string_lossy().into_owned(),
            path: first.join(FILE),
            turn: Mutex::default(),
            changed: Mutex::new(Some(changed)),
        };
        (golden, tell)
    }
}

impl Engine {
    /// The golden questions, and how they stood when they were asked last.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn golden(&self) -> Result<GoldenReport, EngineError> {
        let problem = self.golden.file.problem();
        let report = self.golden_history()?.report(self.golden.file.get());
        Ok(GoldenReport { file: self.golden.path.display().to_string(), problem, ..report })
    }

    /// Asks all golden questions now, behind live messages, and tells listeners what came of it.
    ///
    /// # Errors
    /// Where a store fails, or the model refuses a question.
    pub fn ask_golden(&self) -> Result<GoldenReport, EngineError> {
        let turn = self.golden.turn.lock();
        let questions = self.golden.file.get();
        let (start, generation) = (Instant::now(), self.knowledge.status().generation);
        let documents = self.knowledge.document_rows()?;
        let there: HashSet<&str> = documents.iter().map(|one| one.document.as_str()).collect();
        let mut asked = Vec::with_capacity(questions.len());
        for question in questions {
            let found = self.first_documents(&question.question)?;
            let wanted = |names: &Vec<String>| {
                names.iter().any(|name| question.documents.iter().any(|one| one == name))
            };
            let place = found.iter().position(wanted);
            let missing = question.documents.iter().filter(|one| !there.contains(one.as_str()));
            asked.push(Asked {
                place: place.and_then(|place| u32::try_from(place + 1).ok()),
                first: found.first().and_then(|names| names.first().cloned()),
                missing: missing.cloned().collect(),
                question,
            });
        }
        let mut history = self.golden_history()?;
        let took = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let run = history.take(asked, Timestamp::now(), generation, took);
        let kept = serde_json::to_vec(&history)
            .map_err(|error| EngineError::Refused(error.to_string()))?;
        self.desk.keep_golden(&self.golden.folder, kept)?;
        drop(turn);
        let GoldenRun { questions, found, lost, .. } = run;
        match lost {
            0 => tracing::info!(questions, found, "golden questions were asked"),
            _ => tracing::warn!(questions, found, lost, "golden questions were found before"),
        }
        self.publish(Event::GoldenAsked { run });
        self.golden()
    }

    /// Adds a golden question to the team's file, in the place of one with the same words.
    ///
    /// # Errors
    /// [`EngineError::Refused`] about the question or the file, [`EngineError::NotFound`] where a document is
    /// not there, or where the file cannot be written.
    pub fn add_golden(&self, question: &GoldenQuestion) -> Result<GoldenReport, EngineError> {
        let question = file::checked(question.clone()).map_err(EngineError::Refused)?;
        for document in &question.documents {
            if self.knowledge.document(document)?.is_none() {
                return Err(EngineError::NotFound { what: "document", name: document.clone() });
            }
        }
        self.edit_golden(|content| file::with(content, &question))
    }

    /// Takes a golden question out of the team's file.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where there is none with these words, [`EngineError::Refused`] about the file,
    /// or where it cannot be written.
    pub fn remove_golden(&self, question: &str) -> Result<GoldenReport, EngineError> {
        if !self.golden.file.get().iter().any(|one| one.question == question.trim()) {
            return Err(EngineError::NotFound {
                what: "golden question",
                name: question.to_owned(),
            });
        }
        self.edit_golden(|content| file::without(content, question))
    }

    fn edit_golden(
        &self,
        edit: impl FnOnce(&str) -> Result<String, String>,
    ) -> Result<GoldenReport, EngineError> {
        let turn = self.golden.turn.lock();
        let failed = |source| EngineError::TeamFile { path: self.golden.path.clone(), source };
        let content = match fs::read_to_string(&self.golden.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            read => read.map_err(failed)?,
        };
        let edited = edit(&content).map_err(EngineError::Refused)?;
        replace(&self.golden.path, &edited).map_err(failed)?;
        drop(turn);
        self.golden()
    }

    /// Asks the golden questions after each change of the index once it has settled, behind the scenes.
    /// Returns at once.
    pub(crate) fn ask_golden_behind(&self) {
        let Some(changed) = self.golden.changed.lock().take() else { return };
        let me = self.me.clone();
        let ask = move || {
            while changed.recv().is_ok() {
                // Files change in bursts: only the last change counts.
                loop {
                    match changed.recv_timeout(SETTLED) {
                        Ok(()) => {}
                        Err(RecvTimeoutError::Timeout) => break,
                        Err(RecvTimeoutError::Disconnected) => return,
                    }
                }
                let Some(engine) = me.upgrade() else { return };
                if let Err(error) = engine.ask_golden_if_due() {
                    tracing::error!(%error, "the golden questions were not asked");
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("golden".to_owned()).spawn(ask) {
            tracing::error!(%error, "no thread to ask the golden questions on");
        }
    }

    /// Asks where there are questions, the index is at rest, and it is another one than the last time.
    fn ask_golden_if_due(&self) -> Result<(), EngineError> {
        let status = self.knowledge.status();
        let by_meaning = self.knowledge.encoder().is_some() && !status.paused;
        let is_whole = !by_meaning || status.embedded >= status.chunks;
        let questions = self.golden.file.get();
        if questions.is_empty() || status.pending > 0 || !is_whole {
            return Ok(());
        }
        let history = self.golden_history()?;
        if history.generation() != Some(status.generation) || !history.knows(&questions) {
            self.ask_golden()?;
        }
        Ok(())
    }

    fn golden_history(&self) -> Result<History, EngineError> {
        let kept = self.desk.golden(&self.golden.folder)?;
        // Of another release: what came of the questions is found out again.
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept).ok()).unwrap_or_default())
    }

    /// The documents that a question finds, best first, each place with those that say the same.
    fn first_documents(&self, question: &str) -> Result<Vec<Vec<String>>, EngineError> {
        let mut places: Vec<Vec<String>> = Vec::new();
        for passage in self.search_behind(question, PASSAGES)? {
            if places.iter().flatten().any(|name| *name == passage.document) {
                continue;
            }
            places.push([vec![passage.document], passage.duplicates].concat());
            if places.len() == PLACES {
                break;
            }
        }
        Ok(places)
    }
}
