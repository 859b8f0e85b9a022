//! Bringing an older store up to date, with a copy of it first.
//!
//! Each step takes the records from one schema to the next. All steps run in one transaction, so
//! that a process that dies on the way leaves the old store as it was.

use std::collections::HashMap;

use heed::types::SerdeJson;
use serde_json::{Value, json};

use super::edition::{Edition, Editions};
use super::{Change, SCHEMA, Store};
use crate::error::KnowledgeError;
use crate::path::extension;
use crate::scan::millis;

/// The copy of the store as it was before, beside the store's folder. The next upgrade replaces it.
const COPY: &str = "store-before-upgrade.mdb";

impl Store {
    /// Brings the records to this release's schema. An empty store just gets it.
    ///
    /// # Errors
    /// [`KnowledgeError::NewerSchema`], or the store or its copy cannot be written.
    pub(super) fn bring_up_to_date(&self) -> Result<(), KnowledgeError> {
        let found = self.read(|snapshot| snapshot.counter("schema"))?;
        if found == SCHEMA {
            return Ok(());
        }
        if found > SCHEMA {
            let path = self.folder().to_path_buf();
            return Err(KnowledgeError::NewerSchema { path, found, known: SCHEMA });
        }
        if found > 0 {
            let copy = self.folder().with_file_name(COPY);
            self.copy_to(&copy)?;
            tracing::info!(from = found, to = SCHEMA, copy = %copy.display(), "the document store is brought up to date");
        }
        self.write(|change| {
            if found == 1 {
                from_1_to_2(change)?;
            }
            if (1..=2).contains(&found) {
                from_2_to_3(change)?;
            }
            change.set_counter("schema", SCHEMA)
        })
    }
}

/// The vectors become the edition that answers.
fn from_2_to_3(change: &mut Change<'_, '_>) -> Result<(), KnowledgeError> {
    let meta = change.databases.meta;
    let embedder = meta.get(change.txn, "embedder")?;
    if let Some(encoder) = embedder.as_ref().and_then(Value::as_str) {
        let dimensions = usize::try_from(change.counter("dimensions")?).unwrap_or_default();
        let answering = Edition { encoder: encoder.to_owned(), dimensions, index: 0 };
        change.put_editions(&Editions { answering: Some(answering), ..Editions::default() })?;
    }
    meta.delete(change.txn, "embedder")?;
    meta.delete(change.txn, "dimensions")?;
    Ok(())
}

/// Documents get their age, visibility, file and format.
///
/// What a document says of itself was not kept, so it is taken as internal until its file is read
/// again, which the new converter version brings about at the next scan; its vectors are kept.
fn from_1_to_2(change: &mut Change<'_, '_>) -> Result<(), KnowledgeError> {
    let mut files = HashMap::new();
    for row in change.databases.files.remap_data_type::<SerdeJson<Value>>().iter(change.txn)? {
        let (_, file) = row?;
        let path = file["path"].as_str().unwrap_or_default().to_owned();
        let modified = millis(file["modified"].as_i64().unwrap_or_default());
        for id in file["documents"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            files.insert(id.to_owned(), (path.clone(), modified));
        }
    }
    let documents = change.databases.documents.remap_data_type::<SerdeJson<Value>>();
    let old: Vec<(Vec<u8>, Value)> = documents
        .iter(change.txn)?
        .map(|row| row.map(|(key, document)| (key.to_vec(), document)))
        .collect::<Result<_, _>>()?;
    for (key, mut document) in old {
        let id = document["id"].as_str().unwrap_or_default();
        let (file, updated) = files.remove(id).unwrap_or_default();
        document["updated"] = json!(updated);
        document["visibility"] = json!("internal");
        document["format"] = json!(extension(&file));
        document["file"] = json!(file);
        document["hidden"] = json!(0);
        documents.put(change.txn, &key, &document)?;
    }
    Ok(())
}
