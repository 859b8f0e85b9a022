//! Bytes of a file to Markdown documents.
//!
//! One converter per format behind [`Converter`], listed in [`CONVERTERS`]. Formats that are more
//! than plain text are converted in processes of their own ([`pool`] keeps them, [`process`] is one as
//! the engine sees it, [`worker`] its body, [`protocol`] what goes between, [`limits`] what holds it),
//! because hostile files end in memory, stack and time that no `catch_unwind` gives back.

mod articles;
mod decode;
mod docx;
mod html;
mod limits;
mod markdown;
mod pdf;
mod pool;
mod preflight;
mod process;
mod protocol;
mod text;
mod worker;

use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use limits::MAX_FILE_BYTES;
pub use limits::memory::CappedAllocator;
pub(crate) use pool::Pool;
pub use process::WorkerCommand;
pub use worker::{CONVERT_WORKER_ARG, convert_worker_main};

use crate::front_matter::Meta;

/// Counts the changes to what converters and the chunker make of the same bytes: a file that was
/// indexed by another version is read again.
pub(crate) const CONVERTER_VERSION: u32 = 2;

/// Why a file could not be converted. Each text is a sentence for the person who put the file there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ConvertError {
    /// The system would not let us read it.
    #[error("it cannot be read ({0}): check its permissions")]
    Unreadable(String),
    /// No converter takes it.
    #[error("files of this kind are not supported: save it as one of {}", supported_extensions().join(", "))]
    Unsupported,
    /// Above [`MAX_FILE_BYTES`].
    #[error("it is larger than {} MB: split it", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// Nothing to find in it.
    #[error("no text in it: {0}")]
    NoText(String),
    /// It opens with a password only.
    #[error("it is protected by a password: save it without one")]
    Protected,
    /// The converter says that the content is broken.
    #[error("its content cannot be read ({0}): open it in its program and save it again")]
    Malformed(String),
    /// It would take more memory, time or output than one file may.
    #[error(
        "it was stopped because it needs {0}: it is broken or hostile; save it again or leave it out. It is not tried again until it changes"
    )]
    OverLimit(String),
    /// The converting process could not start, which is no fault of the file.
    #[error(
        "its converter did not start ({0}): check that Aside is installed whole; the file is tried again"
    )]
    NotStarted(String),
    /// The converting process was ended from outside, which is no fault of the file.
    #[error(
        "its conversion was ended from outside ({0}): the file is tried again at the next start or change"
    )]
    Interrupted(String),
    /// The converting process died.
    #[error(
        "its conversion broke off ({0}): save it again in its program. It is not tried again until it changes"
    )]
    Crashed(String),
}

impl ConvertError {
    /// Whether the same bytes would fail in the same way again.
    pub(crate) fn lies_in_content(&self) -> bool {
        !matches!(self, Self::Unreadable(_) | Self::NotStarted(_) | Self::Interrupted(_))
    }

    /// Whether the converting process ended over it, or would have: the content is quarantined.
    pub(crate) fn broke_converter(&self) -> bool {
        matches!(self, Self::OverLimit(_) | Self::Crashed(_))
    }
}

/// One document of a file, as a converter gives it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Converted {
    /// The document's id within its file, for files that hold several.
    pub article: Option<String>,
    /// What the document says of itself.
    pub meta: Meta,
    /// Its Markdown.
    pub markdown: String,
    /// Where each page begins in `markdown`, in bytes, for formats with pages; page 1 first.
    pub pages: Vec<usize>,
}

/// What turns the bytes of one format into documents.
pub(crate) trait Converter: Sync {
    /// The file name extensions that it takes, lower-case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether hostile content can make it take memory, stack or time without bound, so that it
    /// must run in the contained process.
    fn contained(&self) -> bool;

    /// The documents in `bytes`. `name` is the file's name, never a path.
    fn convert(&self, bytes: &[u8], name: &str) -> Result<Vec<Converted>, ConvertError>;
}

/// Every converter. A new format is a new file beside this one and a line here.
pub(crate) const CONVERTERS: &[&dyn Converter] = &[
    &markdown::Markdown,
    &text::Text,
    &html::Html,
    &pdf::Pdf,
    &docx::Docx,
    &articles::JsonLines,
    &articles::Json,
];

/// The extensions that some converter takes.
pub(crate) fn supported_extensions() -> Vec<&'static str> {
    CONVERTERS.iter().flat_map(|converter| converter.extensions()).copied().collect()
}

/// The converter for a file of this name, by its extension.
pub(crate) fn converter_for(name: &str) -> Option<&'static dyn Converter> {
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() {
        return None;
    }
    let extension = extension.to_ascii_lowercase();
    CONVERTERS
        .iter()
        .copied()
        .find(|converter| converter.extensions().contains(&extension.as_str()))
}

/// Converts `bytes`, here or in the contained process, whichever the format needs.
pub(crate) fn convert_bytes(
    bytes: &[u8],
    name: &str,
    workers: &Pool,
) -> Result<Vec<Converted>, ConvertError> {
    let converter = converter_for(name).ok_or(ConvertError::Unsupported)?;
    let documents = if converter.contained() {
        workers.convert(bytes, name)?
    } else {
        converter.convert(bytes, name)?
    };
    let documents: Vec<_> =
        documents.into_iter().filter(|document| !document.markdown.trim().is_empty()).collect();
    if documents.is_empty() {
        return Err(ConvertError::NoText("write something into it, or leave it out".to_owned()));
    }
    Ok(documents)
}

/// Reads a file, but no more of it than may be converted.
///
/// A symbolic link in the last place of the path is refused: what it points to may lie outside.
pub(crate) fn read_bounded(path: &Path) -> Result<Vec<u8>, ConvertError> {
    let unreadable = |error: std::io::Error| ConvertError::Unreadable(error.to_string());
    let mut options = std::fs::File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    let file = options.open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(ConvertError::Unreadable("it is not a plain file".to_owned()));
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(ConvertError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES { Err(ConvertError::TooLarge) } else { Ok(bytes) }
}

/// The Markdown that the engine sees in the file at `path`: its documents one after the other.
///
/// # Errors
/// The same that the index records for this file.
pub fn convert_file(path: &Path, worker: &WorkerCommand) -> Result<String, ConvertError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if converter_for(&name).is_none() {
        return Err(ConvertError::Unsupported);
    }
    let path =
        std::fs::canonicalize(path).map_err(|error| ConvertError::Unreadable(error.to_string()))?;
    let documents = convert_bytes(&read_bounded(&path)?, &name, &Pool::new(worker.clone()))?;
    let texts: Vec<String> = documents
        .into_iter()
        .map(|document| match (document.article, document.meta.title) {
            (Some(_), Some(title)) => format!("# {title}\n\n{}", document.markdown),
            _ => document.markdown,
        })
        .collect();
    Ok(texts.join("\n\n"))
}
