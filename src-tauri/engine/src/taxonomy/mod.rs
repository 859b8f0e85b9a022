//! The team's own labels: `.aside/taxonomy.toml` in the first knowledge folder, learnt in the app.
//!
//! The file is looked at every second and with each message, which costs a call of the system. Where it
//! changed, it is learnt behind the scenes while the labels of before go on; what was learnt is stored
//! with the version of the file, so that the next start has it at once. `file` reads it, `edit` writes it
//! for the screen of labels.

pub(crate) mod edit;
pub(crate) mod file;

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use aside_assist::{NEIGHBOUR_CONFIDENCE, Products};
use aside_contract::{
    ConfusedLabel, CorrectedBy, CorrectedLabel, Correction, FieldProblem, LabelState, OwnKind,
    OwnLabel, TaxonomyDraft, TaxonomyLabel, TaxonomyProblem, TaxonomySaved, TaxonomyView,
    Timestamp,
};
use aside_inference::taxonomy::{METHOD, RELATED, TaxonomyHead, TaxonomyReading, TaxonomySpec};
use aside_inference::{InferenceQueue, WEIGHTS_SHA256};
use parking_lot::{Mutex, RwLock};

use crate::error::at_line;
use crate::team_file::{Stamp, replace, stamp, version_of};
use crate::{EngineError, Places};
use file::TaxonomyFile;

/// Below the first knowledge folder.
const FILE: &str = ".aside/taxonomy.toml";
/// How often the file is looked at while the folder is followed.
const LOOK: Duration = Duration::from_secs(1);

/// The team's own labels, as far as they are learnt.
pub(crate) struct OwnTaxonomy {
    file: PathBuf,
    stored: PathBuf,
    queue: Option<InferenceQueue>,
    heads: RwLock<Vec<(OwnKind, TaxonomyHead)>>,
    products: RwLock<Arc<Products>>,
    /// Messages that agents corrected, as further examples; and how often they changed.
    corrected: RwLock<(Vec<Corrected>, u64)>,
    /// What the heads were learnt from: the file and how often the corrections had changed. Held while
    /// learning.
    seen: Mutex<(Stamp, u64)>,
    /// How learning went last.
    outcome: RwLock<Outcome>,
    /// Held while the file is written.
    saving: Mutex<()>,
}

/// How learning went.
#[derive(Clone, Debug, Default, PartialEq)]
struct Outcome {
    learnt_at: Option<Timestamp>,
    problem: Option<TaxonomyProblem>,
}

/// A message to which an agent gave one of the team's own labels.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Corrected {
    kind: OwnKind,
    label: String,
    text: String,
}

impl OwnTaxonomy {
    pub(crate) fn new(places: &Places, queue: Option<InferenceQueue>) -> Arc<Self> {
        let first = places.knowledge.first().cloned().unwrap_or_default();
        Arc::new(Self {
            file: first.join(FILE),
            stored: places.index().join("taxonomy"),
            queue,
            heads: RwLock::default(),
            products: RwLock::default(),
            corrected: RwLock::default(),
            seen: Mutex::default(),
            outcome: RwLock::default(),
            saving: Mutex::default(),
        })
    }

    /// Takes what agents corrected as further examples, and learns behind the scenes where that changes
    /// anything. Returns at once.
    pub(crate) fn follow(self: &Arc<Self>, corrections: &[Correction]) {
        let own = corrections.iter().filter_map(|one| {
            let kind = one.kind.own()?;
            Some(Corrected { kind, label: one.to.clone(), text: one.text.clone() })
        });
        let now: Vec<Corrected> = own.collect();
        {
            let mut corrected = self.corrected.write();
            if corrected.0 != now {
                *corrected = (now, corrected.1 + 1);
            }
        }
        self.refresh();
    }

    /// Learns the file behind the scenes where it or the corrections changed. Returns at once.
    pub(crate) fn refresh(self: &Arc<Self>) {
        let changed = self.seen.try_lock().is_some_and(|seen| *seen != self.now());
        if changed {
            let own = Arc::clone(self);
            let learner = thread::Builder::new().name("taxonomy".to_owned());
            if let Err(error) = learner.spawn(move || own.settle()) {
                tracing::error!(%error, "no thread to learn the taxonomy on");
            }
        }
    }

    /// Learns the file soon after each change from now on, and hands `tell` why it cannot be learnt, if it
    /// cannot, whenever it was learnt or refused. Ends with the engine. Returns at once.
    pub(crate) fn watch(self: &Arc<Self>, tell: impl Fn(Option<String>) + Send + 'static) {
        let own = Arc::downgrade(self);
        let mut told = self.outcome.read().clone();
        let looker = thread::Builder::new().name("labels".to_owned()).spawn(move || {
            while let Some(own) = own.upgrade() {
                own.settle();
                let outcome = own.outcome.read().clone();
                if outcome != told {
                    tell(own.trouble());
                    told = outcome;
                }
                drop(own);
                thread::sleep(LOOK);
            }
        });
        if let Err(error) = looker {
            tracing::error!(%error, "no thread to follow the taxonomy on");
        }
    }

    /// Learns the file where it changed, and waits for who learns it already. A file that cannot be
    /// learnt leaves the labels of before.
    pub(crate) fn settle(&self) {
        let mut seen = self.seen.lock();
        let now = self.now();
        if *seen == now {
            return;
        }
        *seen = now;
        let learnt = if now.0.is_some() {
            self.learn()
        } else {
            *self.products.write() = Arc::default();
            Ok(Vec::new())
        };
        match learnt {
            Ok(heads) => {
                let learnt_at = (!heads.is_empty()).then(Timestamp::now);
                *self.heads.write() = heads;
                *self.outcome.write() = Outcome { learnt_at, problem: None };
            }
            Err(error) => {
                tracing::warn!(%error, "going on with the labels of before");
                let problem = match error {
                    EngineError::TaxonomyFile { problem, .. } => problem,
                    other => TaxonomyProblem { detail: other.to_string(), place: None },
                };
                self.outcome.write().problem = Some(problem);
            }
        }
    }

    /// The team's products.
    pub(crate) fn products(&self) -> Arc<Products> {
        self.products.read().clone()
    }

    /// What the heads would be learnt from now.
    fn now(&self) -> (Stamp, u64) {
        (stamp(&self.file), self.corrected.read().1)
    }

    /// The names of the labels of a kind, as they are learnt.
    pub(crate) fn labels(&self, kind: OwnKind) -> Vec<String> {
        let heads = self.heads.read();
        let head = heads.iter().find(|(of, _)| *of == kind);
        head.map(|(_, head)| head.labels().to_vec()).unwrap_or_default()
    }

    /// What the own labels say of a message, by its embedding, with those of the `corrections` that
    /// they follow.
    pub(crate) fn read(
        &self,
        embedding: &[f32],
        corrections: &[CorrectedLabel],
    ) -> (Vec<OwnLabel>, Vec<CorrectedLabel>) {
        let heads = self.heads.read();
        let mut followed = Vec::new();
        let own = heads.iter().map(|(kind, head)| {
            let reading = head.read(embedding);
            let name = &head.labels()[reading.label];
            let correction = corrections.iter().find(|one| one.kind.own() == Some(*kind));
            // A label may be gone from the file since.
            let correction = correction.filter(|one| head.labels().contains(&one.label));
            if let Some(correction) = correction {
                // Where the head has learnt it meanwhile, what counts is what was read before.
                let read = if correction.label == *name { &correction.read } else { name };
                followed.push(CorrectedLabel { read: read.clone(), ..correction.clone() });
                let confidence = match correction.by {
                    CorrectedBy::Agent => 1.0,
                    _ => NEIGHBOUR_CONFIDENCE,
                };
                let name = correction.label.clone();
                return OwnLabel { kind: *kind, name, confidence, in_scope: true, unsure: false };
            }
            OwnLabel {
                kind: *kind,
                name: name.clone(),
                confidence: reading.confidence,
                in_scope: reading.in_scope,
                unsure: is_unsure(&reading, head.labels().len()),
            }
        });
        (own.collect(), followed)
    }

    /// Why the file cannot be learnt, in a sentence with its line; none where it can, or before anybody
    /// tried.
    pub(crate) fn trouble(&self) -> Option<String> {
        let problem = self.outcome.read().problem.clone();
        problem.map(|problem| format!("{}{}", problem.detail, at_line(&problem)))
    }

    /// The labels as their file has them, and how well they are told apart.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub(crate) fn view(self: &Arc<Self>) -> Result<TaxonomyView, EngineError> {
        self.refresh();
        let content = self.content()?;
        let read = TaxonomyFile::parse(&content);
        // What the labels are is shown even where they cannot be learnt.
        let file = TaxonomyFile::read(&content).unwrap_or_default();
        let learning = self.seen.try_lock().is_none_or(|seen| *seen != self.now());
        let outcome = self.outcome.read().clone();
        Ok(TaxonomyView {
            file: self.file.display().to_string(),
            version: version_of(&content),
            problem: read.err().or(outcome.problem.filter(|_| !learning)),
            learning,
            learnt_at: outcome.learnt_at,
            intent: self.labels_of(&file, OwnKind::Intent),
            category: self.labels_of(&file, OwnKind::Category),
            out_of_scope: file.out_of_scope.examples,
        })
    }

    /// Writes the labels into their file, unless it was changed meanwhile or something is wrong with
    /// them, and learns them behind the scenes.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub(crate) fn save(
        self: &Arc<Self>,
        draft: &TaxonomyDraft,
    ) -> Result<TaxonomySaved, EngineError> {
        let _saving = self.saving.lock();
        let content = self.content()?;
        let of_file = |detail: String| vec![FieldProblem { field: "file".to_owned(), detail }];
        let mut problems = edit::check(draft);
        if version_of(&content) != draft.version {
            problems = of_file(
                "The file was changed meanwhile: take its labels over, and make your changes again."
                    .to_owned(),
            );
        }
        if problems.is_empty() {
            match edit::edited(&content, draft) {
                Ok(new) => replace(&self.file, &new).map_err(|error| EngineError::DataFolder {
                    path: self.file.clone(),
                    source: error,
                })?,
                Err(detail) => problems = of_file(detail),
            }
        }
        Ok(TaxonomySaved { problems, taxonomy: self.view()? })
    }

    /// The file's content; empty without a file.
    fn content(&self) -> Result<String, EngineError> {
        match fs::read_to_string(&self.file) {
            Ok(content) => Ok(content),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(EngineError::TaxonomyFile {
                path: self.file.clone(),
                problem: TaxonomyProblem { detail: error.to_string(), place: None },
            }),
        }
    }

    fn labels_of(&self, file: &TaxonomyFile, kind: OwnKind) -> Vec<TaxonomyLabel> {
        let heads = self.heads.read();
        let head = heads.iter().find(|(of, _)| *of == kind).map(|(_, head)| head);
        let corrected = self.corrected.read();
        let labels = file.entries(kind).iter().map(|entry| TaxonomyLabel {
            name: entry.name.clone(),
            description: entry.description.clone(),
            examples: entry.examples.clone(),
            corrected: corrected
                .0
                .iter()
                .filter(|one| one.kind == kind && one.label == entry.name)
                .count(),
            state: head.and_then(|head| state_of(head, &entry.name)),
        });
        labels.collect()
    }

    fn learn(&self) -> Result<Vec<(OwnKind, TaxonomyHead)>, EngineError> {
        let unfit = |problem| EngineError::TaxonomyFile { path: self.file.clone(), problem };
        let content = fs::read_to_string(&self.file)
            .map_err(|error| unfit(TaxonomyProblem { detail: error.to_string(), place: None }))?;
        let file = TaxonomyFile::parse(&content).map_err(unfit)?;
        // Products are looked for as they are written; nothing about them is learnt.
        *self.products.write() = Arc::new(file.products());
        let Some(queue) = &self.queue else { return Ok(Vec::new()) };
        let corrected = self.corrected.read().0.clone();
        let mut heads = Vec::new();
        for kind in [OwnKind::Intent, OwnKind::Category] {
            let Some(mut spec) = file.spec(kind) else { continue };
            add(&mut spec, corrected.iter().filter(|one| one.kind == kind));
            let version = version(&spec);
            let stored = self.stored.join(match kind {
                OwnKind::Intent => "intent.safetensors",
                OwnKind::Category => "category.safetensors",
            });
            // A stored head that is missing or damaged is learnt anew.
            let head = match TaxonomyHead::load(&stored, &version).ok().flatten() {
                Some(head) => head,
                None => {
                    let head = TaxonomyHead::train(&spec, |texts| queue.embed_queries(texts))?;
                    let saved = fs::create_dir_all(&self.stored)
                        .and_then(|()| head.save(&stored, &version));
                    if let Err(error) = saved {
                        tracing::warn!(%error, "the taxonomy is not stored, and learnt anew next time");
                    }
                    tracing::info!(
                        labels = spec.labels.len(),
                        examples = head.examples(),
                        "taxonomy learnt"
                    );
                    head
                }
            };
            heads.push((kind, head));
        }
        Ok(heads)
    }
}

/// Whether an own label is in doubt: one of so many labels gets their equal share of the confidence by
/// chance, so half of the way from there to certainty is asked for, and that the message has something to
/// do with what is known. docs/quality.md has what was measured.
fn is_unsure(reading: &TaxonomyReading, labels: usize) -> bool {
    let chance = 1.0 / labels.max(1) as f32;
    let floor = f32::midpoint(chance, 1.0);
    !reading.in_scope || reading.confidence < floor || reading.nearest < RELATED
}

/// Adds corrected messages to the examples of their labels, as far as the labels are still there. A text
/// that is an example of another label is one no longer: the agent has spoken last.
fn add<'a>(spec: &mut TaxonomySpec, corrected: impl Iterator<Item = &'a Corrected>) {
    for one in corrected {
        if !spec.labels.iter().any(|label| label.name == one.label) {
            continue;
        }
        add_example(spec, &one.label, &one.text);
    }
}

/// Makes a text an example of this label and of no other.
pub(crate) fn add_example(spec: &mut TaxonomySpec, label: &str, text: &str) {
    spec.out_of_scope.retain(|example| example != text);
    for one in &mut spec.labels {
        one.examples.retain(|example| example != text);
        if one.name == label {
            one.examples.push(text.to_owned());
        }
    }
}

/// Names what a head is learnt from, and how: the encoder, the method and all the examples.
fn version(spec: &TaxonomySpec) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    part(WEIGHTS_SHA256);
    part(METHOD);
    for label in &spec.labels {
        part(&label.name);
        part(&label.description);
        part(&label.examples.len().to_string());
        label.examples.iter().for_each(|text| part(text));
    }
    spec.out_of_scope.iter().for_each(|text| part(text));
    hasher.finalize().to_hex().to_string()
}

/// Why the file in the first knowledge folder cannot be learnt, and how many labels it has where it can;
/// `None` without a file. Needs no open engine.
pub(crate) fn examine(places: &Places) -> Option<Result<usize, TaxonomyProblem>> {
    let file = places.knowledge.first()?.join(FILE);
    match fs::read_to_string(file) {
        Ok(content) => {
            Some(TaxonomyFile::parse(&content).map(|file| file.intent.len() + file.category.len()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(Err(TaxonomyProblem { detail: error.to_string(), place: None })),
    }
}

fn state_of(head: &TaxonomyHead, label: &str) -> Option<LabelState> {
    let at = head.labels().iter().position(|name| name == label)?;
    let figures = head.figures().get(at)?;
    let confused = figures.confused.iter().filter_map(|(other, times)| {
        Some(ConfusedLabel { name: head.labels().get(*other)?.clone(), times: *times })
    });
    Some(LabelState {
        measured: figures.measured,
        accuracy: figures.right as f32 / figures.measured.max(1) as f32,
        confidence: figures.confidence,
        confused: confused.collect(),
    })
}
