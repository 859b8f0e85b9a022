//! The index and the conversations.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

use aside_contract::{EncoderChange, Timestamp};
use aside_desk::{DeskError, DeskInspection};
use aside_knowledge::{Faults, Inspection, WordsState, WorkerCommand};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Finding, Verdict};
use crate::{EngineError, Places};

/// How long a look may take: a damaged file can send its reader round in circles.
const PATIENCE: Duration = Duration::from_secs(600);
const PAUSE: Duration = Duration::from_millis(10);

/// A kind of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookAt {
    /// The index of a knowledge folder.
    Index,
    /// The conversations and the ledger.
    Conversations,
}

impl LookAt {
    fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Conversations => "conversations",
        }
    }
}

impl FromStr for LookAt {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Index, Self::Conversations]
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| format!("there is no store called {name}"))
    }
}

/// What a look gave.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
enum Look<T> {
    Nothing,
    Seen { seen: T },
    Failed { reason: String, damage: bool },
}

/// Looks at one store, in this process, and gives the outcome as JSON for the process that wants it.
pub fn look(kind: LookAt, folder: &Path) -> serde_json::Value {
    match kind {
        LookAt::Index => json(aside_knowledge::inspect(folder), |error| error.is_damage()),
        LookAt::Conversations => {
            json(aside_desk::inspect(folder), |error| matches!(error, DeskError::Damaged(_)))
        }
    }
}

fn json<T: Serialize, E: std::fmt::Display>(
    seen: Result<Option<T>, E>,
    is_damage: impl Fn(&E) -> bool,
) -> serde_json::Value {
    let look = match seen {
        Ok(None) => Look::Nothing,
        Ok(Some(seen)) => Look::Seen { seen },
        Err(error) => Look::Failed { reason: error.to_string(), damage: is_damage(&error) },
    };
    serde_json::to_value(look).unwrap_or_default()
}

/// What is wrong with the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ill {
    /// Nothing that can be mended here.
    Nothing,
    /// The word index, which is made from the store.
    Words,
    /// The store, which is made from the documents.
    Store,
}

pub(super) struct IndexFindings {
    pub(super) findings: Vec<Finding>,
    pub(super) ill: Ill,
}

pub(super) fn index(places: &Places, looker: &WorkerCommand) -> IndexFindings {
    let folder = places.index();
    let (findings, ill) = match start(looker, LookAt::Index, &folder) {
        Look::Nothing => {
            let text = "nothing is indexed yet: `aside index` or the desk does it";
            (vec![Finding::new("index", Verdict::Fine, text)], Ill::Nothing)
        }
        Look::Failed { reason, damage } => {
            let ill = if damage { Ill::Store } else { Ill::Nothing };
            (vec![Finding::new("index", Verdict::Problem, reason)], ill)
        }
        Look::Seen { seen } => seen_index(&seen),
    };
    IndexFindings { findings, ill }
}

fn seen_index(seen: &Inspection) -> (Vec<Finding>, Ill) {
    let Inspection { files, documents, chunks, waiting, queued, failed, outdated, .. } = seen;
    let mut text = format!("{files} files, {documents} documents, {chunks} chunks");
    if *outdated {
        text.push_str("; of an older release, and brought up to date at the next start");
        return (vec![Finding::new("index", Verdict::Fine, text)], Ill::Nothing);
    }
    for (count, what) in [
        (queued, "files wait to be read"),
        (waiting, "texts wait for their vectors"),
        (failed, "files could not be read (`aside index` tells why)"),
    ] {
        if *count > 0 {
            text.push_str(&format!("; {count} {what}"));
        }
    }
    if let Some(EncoderChange { from, to, done, texts }) = &seen.change {
        text.push_str(&format!(
            "; {done} of {texts} texts have the vectors of {to}, and those of {from} answer until all do"
        ));
    }
    if !seen.truth.is_empty() {
        let text = format!(
            "{text}; the records do not agree: {}. `aside doctor --repair` sets them aside and reads the documents anew",
            told(&seen.truth)
        );
        return (vec![Finding::new("index", Verdict::Problem, text)], Ill::Store);
    }
    let index = Finding::new("index", Verdict::Fine, text);
    let (words, ill) = match &seen.words {
        WordsState::Good => {
            (Finding::new("words", Verdict::Fine, "every chunk is found"), Ill::Nothing)
        }
        WordsState::Behind => {
            let text = "behind the documents, and built at the next start";
            (Finding::new("words", Verdict::Fine, text), Ill::Nothing)
        }
        WordsState::Wrong { faults } => {
            let text = format!(
                "the word index is wrong: {}. `aside doctor --repair` builds it anew",
                told(faults)
            );
            (Finding::new("words", Verdict::Problem, text), Ill::Words)
        }
    };
    (vec![index, words], ill)
}

/// The first few faults, and how many more there are.
fn told(faults: &Faults) -> String {
    let told: Vec<&str> = faults.told.iter().take(3).map(String::as_str).collect();
    let more = faults.count - told.len() as u64;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    told.join("; ") + &more
}

pub(super) fn conversations(places: &Places, looker: &WorkerCommand) -> Finding {
    const PART: &str = "conversations";
    let folder = places.desk();
    let advice = || {
        format!(
            "Nothing was changed. Copy {0} to a safe place, then put a copy from before in its place, or move it away to begin with an empty desk",
            folder.display()
        )
    };
    match start::<DeskInspection>(looker, LookAt::Conversations, &folder) {
        Look::Nothing => Finding::new(PART, Verdict::Fine, "there are none yet"),
        Look::Failed { reason, damage: false } => Finding::new(PART, Verdict::Problem, reason),
        Look::Failed { reason, damage: true } => {
            Finding::new(PART, Verdict::Problem, format!("{reason}. {}", advice()))
        }
        Look::Seen { seen } => {
            let DeskInspection { conversations, messages, entries, faults } = seen;
            let text = format!(
                "{conversations} conversations, {messages} messages, {entries} sound ledger entries"
            );
            if faults.is_empty() {
                return Finding::new(PART, Verdict::Fine, text);
            }
            let text = format!("{text}; {}. {}", faults.join("; "), advice());
            Finding::new(PART, Verdict::Problem, text)
        }
    }
}

/// Makes way for what is built anew. Gives where a damaged store is kept.
pub(super) fn set_aside(places: &Places, ill: Ill) -> Result<Option<PathBuf>, EngineError> {
    let folder = places.index();
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| EngineError::DataFolder { path, source }
    };
    let words = folder.join("words");
    if words.exists() {
        std::fs::remove_dir_all(&words).map_err(failed(&words))?;
    }
    if ill != Ill::Store {
        return Ok(None);
    }
    let store = folder.join("store");
    let aside = folder.join(format!("store.damaged-{}", Timestamp::now().0));
    std::fs::rename(&store, &aside).map_err(failed(&store))?;
    Ok(Some(aside))
}

/// Looks at a store in a process of its own.
fn start<T: DeserializeOwned>(looker: &WorkerCommand, kind: LookAt, folder: &Path) -> Look<T> {
    let failed = |reason: String, damage| Look::Failed { reason, damage };
    let mut command = Command::new(&looker.program);
    command.args(&looker.args).arg(kind.name()).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            return failed(format!("the process that looks did not start: {error}"), false);
        }
    };
    let until = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < until => std::thread::sleep(PAUSE),
            Ok(None) | Err(_) => {
                // It may have ended by now; both are what we want.
                let _ = child.kill();
                let _ = child.wait();
                return failed(
                    format!("{} is damaged: reading it does not end", folder.display()),
                    true,
                );
            }
        }
    };
    let mut said = Vec::new();
    if let Some(mut out) = child.stdout.take()
        && let Err(error) = out.read_to_end(&mut said)
    {
        return failed(format!("the process that looks could not be heard: {error}"), false);
    }
    match serde_json::from_slice(&said) {
        Ok(look) if status.success() => look,
        _ => failed(
            format!("{} is damaged: reading it ends the reader ({status})", folder.display()),
            true,
        ),
    }
}
