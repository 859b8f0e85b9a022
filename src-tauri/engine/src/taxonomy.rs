//! The team's own labels: `.aside/taxonomy.toml` in the first knowledge folder, learnt in the app.
//!
//! The file is looked at with each message, which costs a call of the system. Where it changed, it is
//! learnt behind the scenes while the labels of before go on; what was learnt is stored with the
//! version of the file, so that the next start has it at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use aside_assist::{NEIGHBOUR_CONFIDENCE, Product, Products};
use aside_contract::{CorrectedBy, CorrectedLabel, Correction, OwnKind, OwnLabel};
use aside_inference::taxonomy::{LabelSpec, TaxonomyHead, TaxonomySpec};
use aside_inference::{InferenceQueue, WEIGHTS_SHA256};
use parking_lot::{Mutex, RwLock};
use serde::Deserialize;

use crate::{EngineError, Places};

/// Below the first knowledge folder.
const FILE: &str = ".aside/taxonomy.toml";
/// A label with fewer examples is learnt by its description, and needs one.
const FEW_EXAMPLES: usize = 3;
/// Below this an own label is unsure: its confidence is calibrated, so it is rather wrong than right.
const OWN_FLOOR: f32 = 0.5;

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TaxonomyFile {
    #[serde(default)]
    intent: Vec<Entry>,
    #[serde(default)]
    category: Vec<Entry>,
    #[serde(default)]
    product: Vec<ProductEntry>,
    #[serde(default)]
    out_of_scope: OutOfScope,
}

/// A product that messages may name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    examples: Vec<String>,
}

/// Messages that have none of the labels.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutOfScope {
    #[serde(default)]
    examples: Vec<String>,
}

impl TaxonomyFile {
    /// Reads the file's content.
    fn parse(content: &str) -> Result<Self, String> {
        let file: Self = toml::from_str(content).map_err(|error| error.to_string())?;
        for entry in file.intent.iter().chain(&file.category) {
            if entry.name.trim().is_empty() {
                return Err("a label has no name".to_owned());
            }
            if entry.description.trim().is_empty() && entry.examples.len() < FEW_EXAMPLES {
                return Err(format!(
                    "the label `{}` needs a description, or {FEW_EXAMPLES} examples",
                    entry.name
                ));
            }
        }
        if file.product.iter().any(|product| product.name.trim().is_empty()) {
            return Err("a product has no name".to_owned());
        }
        Ok(file)
    }

    fn products(&self) -> Products {
        let products = self.product.iter().map(|product| Product {
            name: product.name.trim().to_owned(),
            aliases: product.aliases.clone(),
        });
        Products::new(products.collect())
    }

    /// What is to be learnt of one kind; `None` where the file has no such labels.
    fn spec(&self, kind: OwnKind) -> Option<TaxonomySpec> {
        let entries = match kind {
            OwnKind::Intent => &self.intent,
            OwnKind::Category => &self.category,
        };
        let labels = entries.iter().map(|entry| LabelSpec {
            name: entry.name.clone(),
            description: entry.description.clone(),
            examples: entry.examples.clone(),
        });
        (!entries.is_empty()).then(|| TaxonomySpec {
            labels: labels.collect(),
            out_of_scope: self.out_of_scope.examples.clone(),
        })
    }
}

/// When the file was written, and its size; `None` where there is no file.
pub(crate) type Stamp = Option<(SystemTime, u64)>;

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
            Ok(heads) => *self.heads.write() = heads,
            Err(error) => tracing::warn!(%error, "going on with the labels of before"),
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
            if let Some(correction) = correction
                && (correction.by == CorrectedBy::Agent || correction.label != *name)
            {
                followed.push(CorrectedLabel { read: name.clone(), ..correction.clone() });
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
                unsure: !reading.in_scope || reading.confidence < OWN_FLOOR,
            }
        });
        (own.collect(), followed)
    }

    fn learn(&self) -> Result<Vec<(OwnKind, TaxonomyHead)>, EngineError> {
        let unfit = |reason: String| EngineError::TaxonomyFile { path: self.file.clone(), reason };
        let content = fs::read_to_string(&self.file).map_err(|error| unfit(error.to_string()))?;
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

/// Names what a head is learnt from: the encoder and all the examples.
fn version(spec: &TaxonomySpec) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    part(WEIGHTS_SHA256);
    for label in &spec.labels {
        part(&label.name);
        part(&label.description);
        part(&label.examples.len().to_string());
        label.examples.iter().for_each(|text| part(text));
    }
    spec.out_of_scope.iter().for_each(|text| part(text));
    hasher.finalize().to_hex().to_string()
}

pub(crate) fn stamp(file: &Path) -> Stamp {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use aside_contract::{Category, Intent, Label};

    use super::*;

    #[test]
    fn the_built_in_taxonomy_is_a_file_of_the_same_format() {
        let file = TaxonomyFile::parse(include_str!("../../../models/taxonomy.toml")).unwrap();
        let names = |entries: &[Entry]| -> Vec<String> {
            entries.iter().map(|entry| entry.name.clone()).collect()
        };
        let intents: Vec<&str> = Intent::ALL.iter().map(|label| label.name()).collect();
        let categories: Vec<&str> = Category::ALL.iter().map(|label| label.name()).collect();
        assert_eq!(names(&file.intent), intents);
        assert_eq!(names(&file.category), categories);
        assert!(file.intent.iter().chain(&file.category).all(|entry| entry.examples.len() >= 3));
    }

    #[test]
    fn a_file_that_cannot_be_learnt_is_refused_with_its_reason() {
        for (content, reason) in [
            ("[[intent]]\nname = \"a\"\nexamples = [\"one\"]", "needs a description"),
            ("[[intent]]\nname = \" \"\ndescription = \"x\"", "no name"),
            ("[[product]]\nname = \"\"", "no name"),
            ("[[intents]]\nname = \"a\"", "unknown field"),
            ("[[intent", "expected"),
        ] {
            let error = TaxonomyFile::parse(content).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}
