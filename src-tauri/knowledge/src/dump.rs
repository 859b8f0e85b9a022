//! The state as text, for tests and for looking at.

use std::fmt::Write;

use aside_contract::Visibility;

use crate::convert::LeftOut;
use crate::error::KnowledgeError;
use crate::index::Matrix;
use crate::record::{ChunkRecord, DocumentRecord, FileRecord, FileState};
use crate::store::{Snapshot, Store};

/// Files, documents and chunks in the order of their names, without times and numbers that differ
/// from run to run.
pub(crate) fn dump(store: &Store, matrix: &Matrix) -> Result<String, KnowledgeError> {
    store.read(|snapshot| {
        let mut out = String::new();
        for file in snapshot.files()? {
            // Taken apart in full, so that a new field is either shown or left out on purpose.
            let FileRecord {
                path,
                size,
                modified: _,
                touched: _,
                hash: _,
                version: _,
                state,
                documents,
                left_out,
                marked: _,
            } = file;
            let state = match state {
                FileState::Queued => "queued".to_owned(),
                FileState::Indexed => "indexed".to_owned(),
                FileState::Pictured => "waits for its pictures".to_owned(),
                FileState::Failed { reason, lasting: _, cause: _ } => format!("failed: {reason}"),
            };
            line(&mut out, format_args!("{path} ({size} bytes) {state}"));
            for LeftOut { member, reason, skipped: _, cause: _ } in left_out {
                line(&mut out, format_args!("  left out: {member} ({reason})"));
            }
            for id in documents {
                match snapshot.document(&id)? {
                    Some(document) => write_document(&mut out, snapshot, matrix, document)?,
                    None => line(&mut out, format_args!("  {id} IS MISSING")),
                }
            }
        }
        Ok(out)
    })
}

fn write_document(
    out: &mut String,
    snapshot: &Snapshot<'_>,
    matrix: &Matrix,
    document: DocumentRecord,
) -> Result<(), KnowledgeError> {
    let DocumentRecord {
        id,
        title,
        subject,
        category,
        tags,
        updated: _,
        visibility,
        file: _,
        format: _,
        hidden,
        mark,
        chunks,
    } = document;
    let mut head = format!("  {id} \"{title}\" [{category}] {}", tags.join(", "));
    if !subject.is_empty() {
        head.push_str(&format!(" (about {subject})"));
    }
    if visibility == Visibility::Internal {
        head.push_str(" (internal)");
    }
    if hidden > 0 {
        head.push_str(&format!(" ({hidden} hidden left out)"));
    }
    if let Some(mark) = mark {
        head.push_str(&format!(" (marked: {})", mark.suspicion.evidence.join("; ")));
    }
    line(out, head.trim_end());
    for number in chunks {
        let Some(chunk) = snapshot.chunk(number)? else {
            line(out, format_args!("    A CHUNK IS MISSING"));
            continue;
        };
        let ChunkRecord { id: _, document: _, section, page, text, input: _, vector } = chunk;
        let page = page.map(|page| format!("p. {page} ")).unwrap_or_default();
        let vector = if matrix.holds(vector) { "+" } else { "-" };
        let text: String =
            text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
        line(out, format_args!("    {vector} {page}<{section}> {text}"));
    }
    Ok(())
}

fn line(out: &mut String, text: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}
