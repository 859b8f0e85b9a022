//! What can be asked about every file: where it stands, why, and what was made of it.

use std::collections::BTreeMap;

use aside_contract::{FileCounts, FileList, FileStage, FileStatus, MarkedDocument, Timestamp};
use globset::GlobBuilder;

use crate::board::Doing;
use crate::convert::LeftOut;
use crate::duplicates::Duplicates;
use crate::error::KnowledgeError;
use crate::index::Matrix;
use crate::record::{FileRecord, FileState};
use crate::scan::{Unread, millis};
use crate::store::{Snapshot, Store};

/// Which files are asked about.
#[derive(Clone, Copy, Debug, Default)]
pub struct FilesRequest<'a> {
    /// A part of their paths in any case, or a pattern with `*` and `?` for all of it; empty for all.
    pub pattern: &'a str,
    /// Only those that stand here.
    pub state: Option<FileStage>,
    /// Only those with a document that another one repeats, or nearly.
    pub duplicated: bool,
    /// Only those with a document that seems to give orders to a language model.
    pub marked: bool,
    /// Only those after this path, in their order.
    pub after: Option<&'a str>,
    /// So many at most.
    pub limit: usize,
}

/// A collection of articles may have thousands of near ones: so many are listed.
const MOST_NEAR: usize = 100;
/// As for those.
const MOST_MARKED: usize = 100;

const WAITS_FOR_OCR: &str = "its pictures of text are recognised one after the other (OCR), beside other \
    files; what is written in it is found already";

/// What is known of one file.
enum Known {
    Record(FileRecord),
    Unread(Unread),
    /// A member of an indexed container that was not read, and why.
    Member(LeftOut),
}

/// Lists files in the order of their paths.
pub(crate) fn list(
    store: &Store,
    matrix: &Matrix,
    duplicates: &Duplicates,
    doing: &Doing,
    request: &FilesRequest<'_>,
) -> Result<FileList, KnowledgeError> {
    let matches = matcher(request.pattern);
    store.read(|snapshot| {
        let mut all: BTreeMap<String, Known> = snapshot
            .files()?
            .into_iter()
            .filter(|file| matches(&file.path))
            .map(|file| (file.path.clone(), Known::Record(file)))
            .collect();
        for file in snapshot.files()? {
            for (member, part) in file.members_left_out() {
                let path = format!("{}#{member}", file.path);
                if matches(&path) {
                    // The first reason of a member that has several says enough.
                    all.entry(path).or_insert_with(|| Known::Member(part.clone()));
                }
            }
        }
        for (path, unread) in doing.unread.iter().filter(|(path, _)| matches(path)) {
            all.entry(path.clone()).or_insert_with(|| Known::Unread(unread.clone()));
        }
        let mut list = FileList::default();
        for (path, known) in all {
            let stage = stage(snapshot, matrix, doing, &known)?;
            *counter(&mut list.counts, stage) += 1;
            let duplicated = matches!(&known, Known::Record(file)
                if file.documents.iter().any(|id| duplicates.has_near(id)));
            list.counts.duplicated += u64::from(duplicated);
            let marked = matches!(&known, Known::Record(file) if !file.marked.is_empty());
            list.counts.marked += u64::from(marked);
            let asked = request.state.is_none_or(|state| state == stage)
                && (duplicated || !request.duplicated)
                && (marked || !request.marked)
                && request.after.is_none_or(|after| path.as_str() > after);
            if !asked {
                continue;
            }
            if list.files.len() < request.limit {
                let mut file = describe(snapshot, matrix, path, stage, &known)?;
                if let (true, Known::Record(record)) = (duplicated, &known) {
                    let near = record.documents.iter().flat_map(|id| duplicates.near(id));
                    file.duplicates = near.take(MOST_NEAR).collect();
                }
                list.files.push(file);
            } else if list.next.is_none() {
                list.next = list.files.last().map(|file| file.path.clone());
            }
        }
        Ok(list)
    })
}

fn stage(
    snapshot: &Snapshot<'_>,
    matrix: &Matrix,
    doing: &Doing,
    known: &Known,
) -> Result<FileStage, KnowledgeError> {
    let file = match known {
        Known::Unread(Unread::Skipped(_)) => return Ok(FileStage::Skipped),
        Known::Member(part) if part.skipped => return Ok(FileStage::Skipped),
        Known::Unread(Unread::Failed(_)) | Known::Member(_) => return Ok(FileStage::Failed),
        Known::Record(file) => file,
    };
    if doing.pictured.contains(&file.path) {
        return Ok(FileStage::Ocr);
    }
    if doing.running.contains(&file.path) {
        return Ok(FileStage::Reading);
    }
    if doing.waiting.contains(&file.path) {
        return Ok(FileStage::Queued);
    }
    Ok(match &file.state {
        FileState::Queued => FileStage::Queued,
        FileState::Pictured => FileStage::Ocr,
        FileState::Failed { .. } => FileStage::Failed,
        FileState::Indexed if doing.unembedded == 0 => FileStage::Indexed,
        FileState::Indexed => {
            let mut all = true;
            for id in &file.documents {
                let chunks = snapshot.document(id)?.map(|document| document.chunks);
                all &= chunks.into_iter().flatten().all(|chunk| matrix.is_embedded(chunk));
            }
            if all { FileStage::Indexed } else { FileStage::Words }
        }
    })
}

fn describe(
    snapshot: &Snapshot<'_>,
    matrix: &Matrix,
    path: String,
    state: FileStage,
    known: &Known,
) -> Result<FileStatus, KnowledgeError> {
    let mut status = FileStatus {
        format: crate::path::extension(&path),
        path,
        state,
        reason: None,
        cause: None,
        documents: 0,
        chunks: 0,
        embedded: 0,
        bytes: 0,
        modified: None,
        hidden: 0,
        // The desk knows.
        replies: 0,
        duplicates: Vec::new(),
        marked: Vec::new(),
    };
    let file = match known {
        Known::Unread(Unread::Skipped(reason) | Unread::Failed(reason)) => {
            status.reason = Some(reason.clone());
            return Ok(status);
        }
        Known::Member(part) => {
            (status.reason, status.cause) = (Some(part.reason.clone()), part.cause.clone());
            return Ok(status);
        }
        Known::Record(file) => file,
    };
    if let (FileState::Failed { reason, cause, .. }, FileStage::Failed) = (&file.state, state) {
        (status.reason, status.cause) = (Some(reason.clone()), cause.clone());
    } else if state == FileStage::Ocr {
        status.reason = Some(WAITS_FOR_OCR.to_owned());
    } else {
        let own = file.left_out.iter().filter(|part| part.member.is_empty());
        let own: Vec<&str> = own.map(|part| part.reason.as_str()).collect();
        status.reason = (!own.is_empty()).then(|| format!("read in part: {}", own.join("; ")));
    }
    status.bytes = file.size;
    status.modified = (file.modified != 0).then(|| Timestamp(millis(file.modified)));
    for id in &file.documents {
        let Some(document) = snapshot.document(id)? else { continue };
        status.documents += 1;
        status.hidden += u64::from(document.hidden);
        status.format.clone_from(&document.format);
        status.chunks += document.chunks.len() as u64;
        status.embedded +=
            document.chunks.iter().filter(|chunk| matrix.is_embedded(**chunk)).count() as u64;
    }
    for id in file.marked.iter().take(MOST_MARKED) {
        let mark = snapshot.document(id)?.and_then(|document| document.mark);
        // Whether somebody has allowed it is told by those who keep decisions.
        status.marked.extend(mark.map(|mark| MarkedDocument {
            document: id.clone(),
            suspicion: mark.suspicion,
            allowed: false,
        }));
    }
    Ok(status)
}

fn counter(counts: &mut FileCounts, stage: FileStage) -> &mut u64 {
    match stage {
        FileStage::Queued => &mut counts.queued,
        FileStage::Reading => &mut counts.reading,
        FileStage::Ocr => &mut counts.ocr,
        FileStage::Words => &mut counts.words,
        FileStage::Indexed => &mut counts.indexed,
        FileStage::Failed => &mut counts.failed,
        FileStage::Skipped => &mut counts.skipped,
    }
}

/// What tells whether a path is asked for. A pattern that is none is taken for a part of the path.
fn matcher(pattern: &str) -> impl Fn(&str) -> bool {
    let wild = pattern.contains(['*', '?']);
    let glob =
        wild.then(|| GlobBuilder::new(pattern).case_insensitive(true).build().ok()).flatten();
    let glob = glob.map(|glob| glob.compile_matcher());
    let part = pattern.to_lowercase();
    move |path| match &glob {
        Some(glob) => glob.is_match(path),
        None => path.to_lowercase().contains(&part),
    }
}
