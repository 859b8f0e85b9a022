//! The documents: a folder of files in, passages that answer out.
//!
//! Owns a file's whole life: it is noticed, converted to Markdown in a contained process, cut into
//! chunks, stored, found by words at once and by meaning soon after, and forgotten when it is
//! deleted. Keeps all of it in one LMDB environment of its own, which is the truth; the word index
//! and the matrix of vectors in memory are derived from it.
//!
//! Refuses to convert anything but plain text inside the process, files above [`MAX_FILE_BYTES`],
//! and archives that declare more than they should. Knows nothing of messages and conversations.
//!
//! The path of a document: [`watch`] and [`scan`] sight it, [`writer`] (the only thread that writes)
//! records it as queued, [`pipeline`] reads and converts it ([`convert`]) and cuts it ([`chunk`]),
//! the writer stores it ([`store`]) and its words ([`words`]), [`embedding`] fetches its vectors in the
//! background, and the writer puts them in ([`index`]). The path of a question: [`search`] asks words
//! and vectors, resolves what they found through the store, and gives each passage a probability.

mod backoff;
mod board;
mod chunk;
mod contained;
pub mod convert;
mod dump;
mod duplicates;
mod embedding;
mod encoders;
mod error;
mod events;
mod files;
mod front_matter;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod index;
mod inspect;
mod knowledge;
mod memory;
mod mounts;
mod name;
mod pace;
mod parts;
mod path;
mod pipeline;
mod ranking;
mod record;
mod roots;
mod rows;
mod rules;
mod scan;
mod search;
mod store;
mod subject;
mod watch;
mod words;
mod writer;

pub use contained::{Contained, ContainedError, ContainedLimits};
pub use convert::{
    CONVERT_WORKER_ARG, CappedAllocator, ConvertError, ConvertedFile, FileReader, LeftOut,
    MAX_FILE_BYTES, ReadFile, WorkerCommand, convert_file, convert_worker_main, ocr_installation,
    ocr_program,
};
pub use encoders::FormerEncoder;
pub use error::KnowledgeError;
pub use files::FilesRequest;
pub use index::kernel_name as search_kernel;
pub use inspect::{Inspection, WordsState, inspect};
pub use knowledge::{Knowledge, KnowledgeOptions};
pub use ranking::{FEATURES, RELEVANCE_FLOOR, RankBy};
pub use record::Mark;
pub use rows::{ChunkRow, DocumentRow};
pub use scan::ScanSummary;
pub use search::{Candidate, Conversation, SearchRequest};
pub use store::Faults;
