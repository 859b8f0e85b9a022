//! Whether the records agree with each other.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::Snapshot;
use super::edition::{Edition, Editions};
use super::environment::Waiting;
use crate::error::KnowledgeError;
use crate::record::InputRecord;

/// How many faults are told in words; the rest are counted.
const TOLD: usize = 20;
/// How far from 1 the squared length of a vector may be: they are stored as f32 of length 1.
const LENGTH_ERROR: f32 = 0.01;

/// What does not agree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faults {
    /// How many there are.
    pub count: u64,
    /// The first of them, each in words.
    pub told: Vec<String>,
}

impl Faults {
    /// Notes one.
    pub(crate) fn add(&mut self, fault: String) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(fault);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl Snapshot<'_> {
    /// Looks at every record: files and documents name each other, documents and chunks do, chunks
    /// and texts do, each text has its vector or waits for it, and nothing is left over.
    ///
    /// # Errors
    /// A record cannot be read at all.
    pub(crate) fn faults(&self) -> Result<Faults, KnowledgeError> {
        let mut faults = Faults::default();
        let chunk_owners = self.check_documents(&mut faults)?;
        let uses = self.check_chunks(chunk_owners, &mut faults)?;
        self.check_inputs(uses, &mut faults)?;
        Ok(faults)
    }

    /// Gives the document of each chunk, as the documents have it.
    fn check_documents(&self, faults: &mut Faults) -> Result<HashMap<u32, String>, KnowledgeError> {
        let mut wanted: HashMap<String, String> = HashMap::new();
        for row in self.databases.files.iter(self.txn)? {
            let (_, file) = row?;
            for id in file.documents {
                if let Some(other) = wanted.insert(id.clone(), file.path.clone()) {
                    faults.add(format!("{other} and {} both hold the document {id}", file.path));
                }
            }
        }
        let mut owners = HashMap::new();
        for row in self.databases.documents.iter(self.txn)? {
            let (_, document) = row?;
            match wanted.remove(&document.id) {
                Some(file) if file == document.file => {}
                Some(file) => {
                    let said = &document.file;
                    faults.add(format!("{} is of {file} and says it is of {said}", document.id));
                }
                None => faults.add(format!("the document {} is of no file", document.id)),
            }
            for number in document.chunks {
                if owners.insert(number, document.id.clone()).is_some() {
                    faults.add(format!("chunk {number} of {} is another's too", document.id));
                }
            }
        }
        for (id, file) in wanted {
            faults.add(format!("the document {id} of {file} is missing"));
        }
        Ok(owners)
    }

    /// Gives how many chunks use each text, with its vector.
    fn check_chunks(
        &self,
        mut owners: HashMap<u32, String>,
        faults: &mut Faults,
    ) -> Result<HashMap<String, (u32, u32)>, KnowledgeError> {
        let highest = self.counter("chunks")?;
        let mut uses: HashMap<String, (u32, u32)> = HashMap::new();
        self.for_each_chunk(|number, chunk| {
            match owners.remove(&number) {
                Some(document) if document == chunk.document => {}
                Some(other) => {
                    faults
                        .add(format!("chunk {number} of {} is listed by {other}", chunk.document));
                }
                None => {
                    faults.add(format!("chunk {number} of {} is listed by none", chunk.document));
                }
            }
            if u64::from(number) > highest {
                faults.add(format!("chunk {number} has a number that was not given out yet"));
            }
            let (vector, count) = uses.entry(chunk.input).or_insert((chunk.vector, 0));
            *count += 1;
            if *vector != chunk.vector {
                faults.add(format!("chunk {number} has another vector than its text"));
            }
            Ok(())
        })?;
        for (number, document) in owners {
            faults.add(format!("chunk {number} of {document} is missing"));
        }
        Ok(uses)
    }

    fn check_inputs(
        &self,
        mut uses: HashMap<String, (u32, u32)>,
        faults: &mut Faults,
    ) -> Result<(), KnowledgeError> {
        let (mut known, mut unused) = (HashSet::new(), HashSet::new());
        for row in self.databases.inputs.iter(self.txn)? {
            let (input, record) = row?;
            let InputRecord { vector, uses: counted, unused_since } = record;
            let (named, found) = uses.remove(input).unwrap_or((vector, 0));
            if (named, found) != (vector, counted) {
                faults
                    .add(format!("text {input} is used {found} times, and {counted} are counted"));
            }
            if (counted == 0) != unused_since.is_some() {
                faults.add(format!("text {input} does not know whether it is used"));
            }
            if unused_since.is_some() {
                unused.insert(vector);
            }
            if !known.insert(vector) {
                faults.add(format!("text {input} shares the vector {vector} with another"));
            }
        }
        for (input, _) in uses {
            faults.add(format!("text {input} is used and not known"));
        }
        let used: HashSet<u32> = known.difference(&unused).copied().collect();
        let Editions { answering, coming, .. } = self.editions()?;
        self.check_edition(self.databases.waiting, answering.as_ref(), (&known, &used), faults)?;
        if coming.is_some() {
            self.check_edition(self.databases.coming, coming.as_ref(), (&known, &used), faults)?;
        }
        for row in self.databases.unused.iter(self.txn)? {
            if !unused.remove(&row?.0) {
                faults.add("a text is kept as unused and is used".to_owned());
            }
        }
        for number in unused {
            faults.add(format!("the unused text of vector {number} would be kept for ever"));
        }
        Ok(())
    }

    /// Each text that is used has its vector, or waits for it.
    fn check_edition(
        &self,
        waiting: Waiting,
        edition: Option<&Edition>,
        (known, used): (&HashSet<u32>, &HashSet<u32>),
        faults: &mut Faults,
    ) -> Result<(), KnowledgeError> {
        let mut missing = used.clone();
        for row in waiting.iter(self.txn)? {
            let (number, _) = row?;
            if !missing.remove(&number) {
                faults.add(format!("text {number} waits for a vector and is not known"));
            }
        }
        let has_vector = |number, row: &[f32]| {
            let length: f32 = row.iter().map(|value| value * value).sum();
            if !known.contains(&number) {
                faults.add(format!("vector {number} belongs to no text"));
            } else if !length.is_finite() || (length - 1.0).abs() > LENGTH_ERROR {
                faults.add(format!("vector {number} is not of length 1"));
            }
            if !missing.remove(&number) && used.contains(&number) {
                faults.add(format!("text {number} has its vector and waits for it"));
            }
        };
        if let Some(edition) = edition {
            self.for_each_vector(edition, has_vector)?;
        }
        for number in missing {
            faults.add(format!("text {number} has no vector and does not wait for one"));
        }
        Ok(())
    }
}
