//! What the rooms say about documents: passages, states, views.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FileCause, Suspicion, Timestamp};

/// Who may be shown a document.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everybody: the chat may cite it to customers.
    #[default]
    Public,
    /// Agents only: it is never cited to a customer by itself.
    Internal,
}

/// Which documents a search may find: those that fit everything that is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct SearchFilter {
    /// Of this category, in any case.
    pub category: Option<String>,
    /// With each of these tags, in any case.
    pub tags: Vec<String>,
    /// Below this folder, relative to the knowledge folder, with `/`.
    pub folder: Option<String>,
    /// Changed then or later.
    pub updated_after: Option<Timestamp>,
    /// That these may be shown.
    pub visibility: Option<Visibility>,
}

/// A chunk of a document, found by search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Passage {
    /// The chunk's id, stable while the passage stands unchanged in its document.
    pub chunk: String,
    /// Path of the document relative to the knowledge folder, with `/`; `path#id` for one article of a collection.
    pub document: String,
    /// The document's title.
    pub title: String,
    /// The document's category as its front matter or first folder says, lower-case; empty where neither does.
    pub category: String,
    /// The document's tags.
    pub tags: Vec<String>,
    /// When the document was last changed, as it says itself, else as its file does.
    pub updated: Timestamp,
    /// Who may be shown it.
    pub visibility: Visibility,
    /// Headings above the passage, outermost first, joined by ` > `.
    pub section: String,
    /// Page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// The passage as Markdown.
    pub text: String,
    /// How likely the passage answers the query, 0 to 1.
    pub score: f32,
    /// Other documents that say the same, word for word or nearly.
    pub duplicates: Vec<String>,
    /// Its document seems to give orders to a language model: none is handed the passage until somebody
    /// has allowed the document.
    #[serde(default)]
    pub suspicious: bool,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SearchResults {
    /// Best first.
    pub results: Vec<Passage>,
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileFailure {
    /// Path relative to the knowledge folder.
    pub path: String,
    /// What is wrong and what to do, as a sentence.
    pub reason: String,
}

/// Whether meaning can be searched, or words alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum ModelState {
    /// The model is loaded.
    Ready {
        /// Its name.
        name: String,
        /// The arithmetic it runs on, such as `int8 avx512-vnni`.
        kernel: String,
    },
    /// The model could not be loaded; search goes by words alone.
    Missing {
        /// What is wrong with which file, and the command that mends it.
        reason: String,
    },
}

/// How changes in a folder are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Following {
    /// The system tells of each change.
    Events,
    /// The folder is walked again and again; `reason` says why.
    Polling,
    /// The folder is not there; its documents are kept until it is back.
    Missing,
    /// It is read once and not followed.
    Off,
}

/// One of the folders with documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WatchedFolder {
    /// Where it is.
    pub path: String,
    /// The first part of its documents' ids; empty for the first folder.
    pub name: String,
    /// How its changes are noticed.
    pub following: Following,
    /// Why so, and what to do, where it is not by events.
    pub reason: Option<String>,
}

/// How fast something goes on, over the last seconds, and how long it still takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Pace {
    /// How many are done in a second.
    pub per_second: f32,
    /// Seconds until all are done at this pace.
    pub seconds_left: u64,
}

/// What the knowledge base holds and does at this moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct KnowledgeStatus {
    /// The first watched folder.
    pub folder: String,
    /// All watched folders.
    pub folders: Vec<WatchedFolder>,
    /// Files that are indexed.
    pub files: u64,
    /// Documents in them: a file may hold several.
    pub documents: u64,
    /// Chunks that words find.
    pub chunks: u64,
    /// Chunks that meaning finds too.
    pub embedded: u64,
    /// Files waiting to be read or being read.
    pub pending: u64,
    /// Those of them whose pictures of text wait to be recognised; they wait for no other file, and no
    /// other file for them.
    pub recognising: u64,
    /// Up to ten of the files being read now.
    pub indexing: Vec<String>,
    /// Files that could not be read, and troubles of whole folders; the first two hundred.
    pub failures: Vec<FileFailure>,
    /// How many there are of them.
    pub failed: u64,
    /// Beside them, parts of archives and e-mails that could not be read. The list of files counts both.
    #[serde(default)]
    pub failed_parts: u64,
    /// Files and folders that are left out on purpose: hidden, temporary, of another kind, ignored
    /// by a rule, links to the outside.
    pub skipped: u64,
    /// Whether finding by meaning is held back by a person; words are found all the same.
    pub paused: bool,
    /// Files a second, while files are read.
    pub reading: Option<Pace>,
    /// Passages a second, while they get their vectors.
    pub embedding: Option<Pace>,
    /// Where another encoder was chosen and its vectors are on their way: those of the former answer
    /// until all are there.
    #[serde(default)]
    pub change: Option<EncoderChange>,
    /// Counts the changes of the index; it only grows.
    pub generation: u64,
}

/// How far the change to another encoder is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EncoderChange {
    /// The encoder whose vectors answer until then.
    pub from: String,
    /// The encoder whose vectors are being made.
    pub to: String,
    /// Texts that have their new vectors.
    pub done: u64,
    /// All texts that get one.
    pub texts: u64,
}

/// Where a file stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum FileStage {
    /// It waits to be read.
    Queued,
    /// It is being read.
    Reading,
    /// Its pictures of text wait to be recognised, or are being recognised (OCR). The rest of it is
    /// found already.
    Ocr,
    /// It is found by its words; its meaning follows, where there is a model.
    Words,
    /// It is found by words and meaning.
    Indexed,
    /// It could not be read.
    Failed,
    /// It is left out on purpose.
    Skipped,
}

/// A file or folder below the watched folders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FileStatus {
    /// Path relative to the knowledge folder.
    pub path: String,
    /// Where it stands.
    pub state: FileStage,
    /// Why it failed or is left out, and what to do.
    pub reason: Option<String>,
    /// The same in parts, where it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<FileCause>,
    /// What it was read as, such as `md` or `pdf`.
    pub format: String,
    /// Documents in it.
    pub documents: u64,
    /// Passages in them.
    pub chunks: u64,
    /// Passages that meaning finds.
    pub embedded: u64,
    /// Its size when it was last read.
    pub bytes: u64,
    /// Its time of change when it was last read.
    pub modified: Option<Timestamp>,
    /// Pieces of hidden text that were left out.
    pub hidden: u64,
    /// Replies that were sent, by agents and by the chat, and cite it.
    pub replies: u32,
    /// Documents that say the same as one of this file, or nearly: for each the nearest, ten at most.
    pub duplicates: Vec<NearDocument>,
    /// Its documents that seem to give orders to a language model; a hundred at most.
    #[serde(default)]
    pub marked: Vec<MarkedDocument>,
}

/// A document that seems to give orders to a language model. It is found and cited like any other, and
/// held back from language models until somebody has looked at it and allowed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MarkedDocument {
    /// The document.
    pub document: String,
    /// Why it is marked.
    pub suspicion: Suspicion,
    /// Somebody has allowed it as it reads now; a change of its text takes that back.
    pub allowed: bool,
}

/// A document that says the same as another one, or nearly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NearDocument {
    /// The document of the file that is listed.
    pub document: String,
    /// The one that is near it.
    pub other: String,
    /// How much of both is the same, numbers aside, in percent.
    pub percent: u8,
    /// Whether every word and every number is the same.
    pub same: bool,
    /// Numbers that differ though the words around them are the same; five at most.
    pub numbers: Vec<NumberDifference>,
}

/// A number that two documents give differently in the same place, with the words beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NumberDifference {
    /// As the listed file's document has it, such as `within 30 days`.
    pub here: String,
    /// As the other one has it.
    pub there: String,
}

/// How many files stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileCounts {
    /// Waiting to be read.
    pub queued: u64,
    /// Being read.
    pub reading: u64,
    /// Waiting for the recognition of their pictures of text.
    pub ocr: u64,
    /// Found by words alone so far.
    pub words: u64,
    /// Found by words and meaning.
    pub indexed: u64,
    /// Could not be read.
    pub failed: u64,
    /// Left out on purpose.
    pub skipped: u64,
    /// Wherever they stand, those with a document that another one repeats, or nearly.
    pub duplicated: u64,
    /// Those with a document that seems to give orders to a language model.
    #[serde(default)]
    pub marked: u64,
}

/// A page of the list of files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FileList {
    /// In the order of their paths.
    pub files: Vec<FileStatus>,
    /// All files of the pattern asked for, by state.
    pub counts: FileCounts,
    /// Names the next page; `null` on the last one.
    pub next: Option<String>,
    /// Whether documents are still compared with each other, so that `duplicates` are not all of them.
    pub comparing: bool,
}

/// One chunk of a document, for reading it whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DocumentSection {
    /// The chunk's id.
    pub chunk: String,
    /// Headings above it, joined by ` > `.
    pub section: String,
    /// Page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// Its Markdown.
    pub text: String,
}

/// A document as the engine sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DocumentView {
    /// Path relative to the knowledge folder.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Its category, lower-case; may be empty.
    pub category: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was last changed, as it says itself, else as its file does.
    pub updated: Timestamp,
    /// Who may be shown it.
    pub visibility: Visibility,
    /// The file that holds it, relative to the knowledge folder.
    pub file: String,
    /// What the file was read as, such as `md` or `pdf`.
    pub format: String,
    /// Pieces of text that nobody would see in its program, and that were left out.
    pub hidden: u32,
    /// Its chunks in reading order.
    pub sections: Vec<DocumentSection>,
}
