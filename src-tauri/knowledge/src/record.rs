//! What is stored of files, documents, chunks and texts.

use std::collections::BTreeMap;

use aside_contract::{FileCause, Suspicion, Visibility};
use serde::{Deserialize, Serialize};

use crate::convert::LeftOut;

/// Where a file stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub(crate) enum FileState {
    /// It waits to be read, or is being read; a restart goes on here.
    Queued,
    /// Its documents are stored as the file had them.
    Indexed,
    /// Its text is stored, but for what stands in pictures: they wait to be recognised. A restart goes
    /// on here.
    Pictured,
    /// It could not be read.
    Failed {
        /// Why, as a sentence.
        reason: String,
        /// The reason lies in its content: it is tried again only when that changes.
        lasting: bool,
        /// Why, in parts; none of before that was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<FileCause>,
    },
}

/// One file below the knowledge folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    /// Its relative name.
    pub(crate) path: String,
    /// Its bytes and its time of change (nanoseconds since 1970) when it was last looked at.
    pub(crate) size: u64,
    pub(crate) modified: i64,
    /// When anything about it changed, its permissions included, by then (nanoseconds since 1970);
    /// 0 where that is not known for sure.
    #[serde(default)]
    pub(crate) touched: i64,
    /// BLAKE3 of the content that `documents` were made of, in hexadecimal; empty before.
    pub(crate) hash: String,
    /// The converter version that made them.
    pub(crate) version: u32,
    /// Where it stands.
    pub(crate) state: FileState,
    /// The ids of its documents.
    pub(crate) documents: Vec<String>,
    /// What of it could not be read, while the rest was.
    #[serde(default)]
    pub(crate) left_out: Vec<LeftOut>,
    /// The ids of those of its documents that seem to give orders to a language model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) marked: Vec<String>,
}

impl FileRecord {
    /// The members of a container that have no text, each with the first reason: what else is said of one
    /// adds nothing.
    pub(crate) fn members_left_out(&self) -> BTreeMap<&str, &LeftOut> {
        let mut members = BTreeMap::new();
        for part in self.left_out.iter().filter(|part| !part.member.is_empty()) {
            members.entry(&*part.member).or_insert(part);
        }
        members
    }

    /// How many of them could not be read, as the list of files counts them.
    pub(crate) fn failed_members(&self) -> u64 {
        self.members_left_out().values().filter(|part| !part.skipped).count() as u64
    }
}

/// That a document seems to give orders to a language model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Why.
    pub suspicion: Suspicion,
    /// BLAKE3 of all that was looked at, in hexadecimal: what is allowed is allowed as it reads then.
    pub content: String,
}

/// One document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct DocumentRecord {
    /// `path`, or `path#article`.
    pub(crate) id: String,
    pub(crate) title: String,
    /// What its title says in front that it is about, as others of its file do; empty without.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) subject: String,
    pub(crate) category: String,
    pub(crate) tags: Vec<String>,
    /// Milliseconds since 1970: what it says of itself, else the file's time of change.
    pub(crate) updated: i64,
    pub(crate) visibility: Visibility,
    /// The file that holds it.
    pub(crate) file: String,
    /// What that was read as, such as `md`.
    pub(crate) format: String,
    /// Pieces of hidden text that were dropped.
    pub(crate) hidden: u32,
    /// Why it is held back from language models, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mark: Option<Mark>,
    /// The numbers of its chunks in reading order.
    pub(crate) chunks: Vec<u32>,
}

/// One chunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChunkRecord {
    /// Its public id.
    pub(crate) id: String,
    /// Its document's id.
    pub(crate) document: String,
    pub(crate) section: String,
    pub(crate) page: Option<u32>,
    pub(crate) text: String,
    /// The key of the text that is embedded for it.
    pub(crate) input: String,
    /// The number of that text's vector.
    pub(crate) vector: u32,
}

/// A text that has a vector, or waits for one, in each edition. Chunks with the same text share it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InputRecord {
    /// The number of its vectors.
    pub(crate) vector: u32,
    /// How many chunks use it.
    pub(crate) uses: u32,
    /// When its last chunk went (milliseconds since 1970), if none uses it. It is kept for a while:
    /// a file that is moved is deleted here and created there, in any order.
    pub(crate) unused_since: Option<i64>,
}

/// The text that is embedded for a chunk: what it stands below, and what it says.
pub(crate) fn input(
    category: Option<&str>,
    title: Option<&str>,
    section: &str,
    text: &str,
) -> String {
    let headings = [category, title, Some(section)].into_iter().flatten();
    let headings = headings.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n");
    if headings.is_empty() { text.to_owned() } else { format!("{headings}\n{text}") }
}

/// The key of a text that is embedded.
pub(crate) fn input_key(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

/// The text that was embedded for a stored chunk, found by its key: whether its document's category and
/// title stand in it is not stored. Where an older release put it together in another way, as this
/// one would for most.
pub(crate) fn embedded_text(document: &DocumentRecord, chunk: &ChunkRecord) -> String {
    let (category, title) = (Some(&*document.category), Some(&*document.title));
    let ways = [(None, title), (category, title), (None, None), (category, None)];
    let put = |(category, title)| input(category, title, &chunk.section, &chunk.text);
    let found = ways.into_iter().map(put).find(|text| input_key(text) == chunk.input);
    found.unwrap_or_else(|| put((None, title)))
}

/// A document as the pipeline hands it to the writer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PreparedDocument {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) subject: String,
    pub(crate) category: String,
    pub(crate) tags: Vec<String>,
    pub(crate) updated: i64,
    pub(crate) visibility: Visibility,
    pub(crate) file: String,
    pub(crate) format: String,
    pub(crate) hidden: u32,
    pub(crate) mark: Option<Mark>,
    pub(crate) chunks: Vec<PreparedChunk>,
}

impl PreparedDocument {
    /// About the bytes that it holds.
    pub(crate) fn bytes(&self) -> usize {
        let chunk = |chunk: &PreparedChunk| {
            size_of::<PreparedChunk>()
                + chunk.id.len()
                + chunk.section.len()
                + chunk.text.len()
                + chunk.input.len()
        };
        size_of::<Self>() + self.chunks.iter().map(chunk).sum::<usize>()
    }
}

/// A chunk as the pipeline hands it to the writer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PreparedChunk {
    pub(crate) id: String,
    pub(crate) section: String,
    pub(crate) page: Option<u32>,
    pub(crate) text: String,
    /// The text that is embedded: what the document says its title is, the section, the text.
    pub(crate) input: String,
}
