//! What agents corrected, as the analysis uses it: at hand at once, and learnt behind the scenes.
//!
//! The desk keeps the corrections. Their embeddings, and what the built-in heads made of the messages,
//! are worked out anew at each start, so that they are always of the encoder and the heads in use.

use std::sync::Arc;
use std::thread;

use aside_contract::{
    Category, CorrectedBy, CorrectedLabel, Correction, Intent, Label, LabelKind, MessageId,
    Reading, Sentiment,
};
use aside_inference::Probabilities;
use aside_inference::corrections::{CorrectedExample, CorrectionHead, MOST_LEARNT, NEAR, nearest};
use parking_lot::{Mutex, RwLock};

use crate::model::Model;

/// The built-in labels that can be corrected.
const BUILT_IN: [LabelKind; 3] = [LabelKind::Intent, LabelKind::Category, LabelKind::Sentiment];

/// What a message was read from, kept for its correction.
#[derive(Clone, Debug)]
pub(crate) struct Basis {
    /// The message's embedding.
    pub(crate) embedding: Vec<f32>,
    /// What the built-in heads made of it, before any correction; none without heads.
    pub(crate) probabilities: Option<Probabilities>,
}

/// One corrected label with what its message was read from; none where there is no encoder.
#[derive(Clone)]
struct Row {
    correction: Correction,
    basis: Option<Arc<Basis>>,
}

/// Every correction, and what was learnt from them.
#[derive(Default)]
pub(crate) struct Corrections {
    rows: RwLock<Vec<Row>>,
    /// In the order of [`BUILT_IN`].
    heads: RwLock<[Option<CorrectionHead>; 3]>,
    /// Held while learning, so that what was learnt last is of the newest corrections.
    learning: Mutex<()>,
}

impl Corrections {
    /// Takes the stored corrections in, for their own messages; see [`Self::read_behind`] for others.
    pub(crate) fn new(stored: Vec<Correction>) -> Self {
        let rows = stored.into_iter().map(|correction| Row { correction, basis: None }).collect();
        Self { rows: RwLock::new(rows), ..Self::default() }
    }

    /// Reads the corrected messages behind the scenes, a few milliseconds each, and learns from them.
    /// Returns at once; ends early where nobody has use for it any more.
    pub(crate) fn read_behind(self: &Arc<Self>, model: &Arc<Model>) {
        let (own, model, stored) = (Arc::downgrade(self), Arc::clone(model), self.all());
        let read = move || {
            for correction in stored {
                let basis = basis(&correction.text, &model).map(Arc::new);
                let Some(own) = own.upgrade() else { return };
                let mut rows = own.rows.write();
                if let Some(row) = rows.iter_mut().find(|row| row.correction == correction) {
                    row.basis = basis;
                }
            }
            if let Some(own) = own.upgrade() {
                own.learn();
            }
        };
        if let Err(error) = thread::Builder::new().name("corrections".to_owned()).spawn(read) {
            tracing::error!(%error, "no thread to read the corrections on");
        }
    }

    /// Follows a new correction from now on.
    pub(crate) fn put(&self, correction: Correction, basis: Option<Basis>) {
        let mut rows = self.rows.write();
        rows.retain(|row| !same(&row.correction, &correction));
        rows.push(Row { correction, basis: basis.map(Arc::new) });
    }

    /// Follows a correction no longer, at once: what was learnt of its kind is forgotten until it is learnt
    /// again without it.
    pub(crate) fn remove(&self, message: MessageId, kind: LabelKind) {
        self.rows
            .write()
            .retain(|row| row.correction.message_id != message || row.correction.kind != kind);
        // A learner that is at work knows the correction still.
        let _learning = self.learning.lock();
        for (head, of) in self.heads.write().iter_mut().zip(BUILT_IN) {
            if of == kind {
                *head = None;
            }
        }
    }

    /// The correction of a message's label, if there is one.
    pub(crate) fn of(&self, message: MessageId, kind: LabelKind) -> Option<Correction> {
        let rows = self.rows.read();
        let mut found = rows.iter().map(|row| &row.correction);
        found.find(|one| one.message_id == message && one.kind == kind).cloned()
    }

    /// The cosine to the nearest corrected message, if there is any.
    pub(crate) fn nearest(&self, embedding: &[f32]) -> Option<f32> {
        let rows = self.rows.read();
        let vectors = rows.iter().filter_map(|row| Some(row.basis.as_ref()?.embedding.as_slice()));
        Some(nearest(embedding, vectors)?.1)
    }

    /// Every correction, oldest first.
    pub(crate) fn all(&self) -> Vec<Correction> {
        self.rows.read().iter().map(|row| row.correction.clone()).collect()
    }

    /// Learns from the corrections as they are now.
    pub(crate) fn learn(&self) {
        let _learning = self.learning.lock();
        let rows = self.rows.read().clone();
        let heads = BUILT_IN.map(|kind| learn(&rows, kind));
        *self.heads.write() = heads;
    }

    /// Learns behind the scenes. Returns at once.
    pub(crate) fn learn_behind(self: &Arc<Self>) {
        let own = Arc::clone(self);
        let learner = thread::Builder::new().name("corrections".to_owned());
        if let Err(error) = learner.spawn(move || own.learn()) {
            tracing::error!(%error, "no thread to learn the corrections on");
        }
    }

    /// The probabilities with what was learnt from corrections of messages like this one.
    pub(crate) fn adjusted(&self, basis: &Basis) -> Option<Probabilities> {
        let mut probabilities = basis.probabilities.clone()?;
        for (kind, head) in BUILT_IN.into_iter().zip(self.heads.read().iter()) {
            if let (Some(head), Some(part)) = (head, part_mut(&mut probabilities, kind)) {
                head.adjust(&basis.embedding, part);
            }
        }
        Some(probabilities)
    }

    /// The labels of a message that follow corrections: what an agent said of this very message, else of
    /// one that says nearly the same, else what was learnt. `read` is what the heads read by themselves,
    /// `learnt` the same with what was learnt.
    pub(crate) fn follow(
        &self,
        message: Option<MessageId>,
        embedding: Option<&[f32]>,
        read: Option<&Reading>,
        learnt: Option<&Reading>,
    ) -> Vec<CorrectedLabel> {
        let rows = self.rows.read();
        let mut found = Vec::new();
        for kind in BUILT_IN.into_iter().chain([LabelKind::OwnIntent, LabelKind::OwnCategory]) {
            let of_kind: Vec<&Row> =
                rows.iter().filter(|row| row.correction.kind == kind).collect();
            let name = |reading| label_of(reading, kind).unwrap_or_default();
            let (read, learnt) =
                (read.map(name).unwrap_or_default(), learnt.map(name).unwrap_or_default());
            let followed = |row: &Row, by: CorrectedBy, label: &str, similarity: f32| {
                let Correction { message_id, conversation_id, from, .. } = &row.correction;
                CorrectedLabel {
                    kind,
                    label: label.to_owned(),
                    // The heads know nothing of own labels.
                    read: if read.is_empty() { from.clone() } else { read.to_owned() },
                    by,
                    message_id: *message_id,
                    conversation_id: *conversation_id,
                    similarity,
                }
            };
            if let Some(row) = of_kind.iter().find(|row| Some(row.correction.message_id) == message)
            {
                found.push(followed(row, CorrectedBy::Agent, &row.correction.to, 1.0));
                continue;
            }
            // Of two corrections of the same words, the newer one counts.
            let newest_first = || of_kind.iter().rev();
            let vectors = newest_first()
                .map(|row| row.basis.as_ref().map_or(&[][..], |basis| &basis.embedding));
            let Some((index, similarity)) =
                embedding.and_then(|embedding| nearest(embedding, vectors))
            else {
                continue;
            };
            let Some(row) = newest_first().nth(index) else { continue };
            if similarity >= NEAR {
                if row.correction.to != read {
                    let label = &row.correction.to;
                    found.push(followed(row, CorrectedBy::Neighbour, label, similarity));
                }
            } else if learnt != read {
                found.push(followed(row, CorrectedBy::Learnt, learnt, similarity));
            }
        }
        found
    }
}

/// What a message is read from. `None` without an encoder, or where it is overloaded.
pub(crate) fn basis(text: &str, model: &Model) -> Option<Basis> {
    let pass = model.pass(text).inspect_err(|error| {
        tracing::warn!(%error, "a correction is followed for its own message alone");
    });
    let pass = pass.ok().flatten()?;
    let probabilities = model.probabilities(text, &pass);
    Some(Basis { embedding: pass.embedding, probabilities })
}

/// The name of a built-in label.
pub(crate) fn label_of(reading: &Reading, kind: LabelKind) -> Option<&'static str> {
    match kind {
        LabelKind::Intent => Some(reading.intent.label.name()),
        LabelKind::Category => Some(reading.category.label.name()),
        LabelKind::Sentiment => Some(reading.sentiment.label.name()),
        LabelKind::OwnIntent | LabelKind::OwnCategory => None,
    }
}

/// The names of the built-in labels of a kind; none of the team's own.
pub(crate) fn names(kind: LabelKind) -> Vec<&'static str> {
    fn all<L: Label>() -> Vec<&'static str> {
        L::ALL.iter().map(|label| label.name()).collect()
    }
    match kind {
        LabelKind::Intent => all::<Intent>(),
        LabelKind::Category => all::<Category>(),
        LabelKind::Sentiment => all::<Sentiment>(),
        LabelKind::OwnIntent | LabelKind::OwnCategory => Vec::new(),
    }
}

fn learn(rows: &[Row], kind: LabelKind) -> Option<CorrectionHead> {
    let known = names(kind);
    let examples: Vec<CorrectedExample<'_>> = rows
        .iter()
        .rev()
        .filter(|row| row.correction.kind == kind)
        .filter_map(|row| {
            let basis = row.basis.as_ref()?;
            Some(CorrectedExample {
                embedding: &basis.embedding,
                probabilities: part(basis.probabilities.as_ref()?, kind)?,
                label: known.iter().position(|name| *name == row.correction.to)?,
            })
        })
        .take(MOST_LEARNT)
        .collect();
    CorrectionHead::learn(&examples)
}

fn part(probabilities: &Probabilities, kind: LabelKind) -> Option<&[f32]> {
    match kind {
        LabelKind::Intent => Some(&probabilities.intent),
        LabelKind::Category => Some(&probabilities.category),
        LabelKind::Sentiment => Some(&probabilities.sentiment),
        LabelKind::OwnIntent | LabelKind::OwnCategory => None,
    }
}

fn part_mut(probabilities: &mut Probabilities, kind: LabelKind) -> Option<&mut [f32]> {
    match kind {
        LabelKind::Intent => Some(&mut probabilities.intent),
        LabelKind::Category => Some(&mut probabilities.category),
        LabelKind::Sentiment => Some(&mut probabilities.sentiment),
        LabelKind::OwnIntent | LabelKind::OwnCategory => None,
    }
}

fn same(one: &Correction, other: &Correction) -> bool {
    one.message_id == other.message_id && one.kind == other.kind
}
