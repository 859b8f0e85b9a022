//! Bytes of a file to Markdown documents.
//!
//! One converter per format behind [`Converter`], listed in [`CONVERTERS`]. Formats that are more
//! than plain text are converted in processes of their own ([`pool`] keeps them, [`process`] is one as
//! the engine sees it, [`worker`] its body, [`protocol`] what goes between, [`limits`] what holds it),
//! because hostile files end in memory, stack and time that no `catch_unwind` gives back.

mod archive;
mod articles;
mod choice;
mod compressed_rtf;
mod decode;
mod delimited;
mod docx;
mod eml;
mod epub;
mod feed;
mod hidden;
mod html;
mod kind;
mod limits;
mod mail;
mod markdown;
mod msg;
mod notebook;
mod ocr;
mod odf;
mod outline;
mod pdf;
mod picture;
mod pool;
mod pptx;
mod preflight;
mod process;
mod protocol;
mod reader;
mod reflow;
mod rtf;
mod sheets;
mod slices;
mod source;
mod table;
mod text;
mod tree;
mod worker;
mod xml;

use std::io::Read;
use std::path::Path;

use aside_contract::FileCause;
use serde::{Deserialize, Serialize};

pub use hidden::Hidden;
pub use limits::MAX_FILE_BYTES;
pub use limits::memory::CappedAllocator;
pub use ocr::{installation as ocr_installation, program as ocr_program};
pub use picture::Picture;
pub(crate) use pool::Pool;
pub use process::WorkerCommand;
pub use reader::{FileReader, ReadFile};
pub use worker::{CONVERT_WORKER_ARG, convert_worker_main};

pub(crate) use choice::may_be_document;
pub(crate) use kind::Kind;
pub(crate) use source::Source;

use crate::front_matter::Meta;

/// Counts the changes to what converters and the chunker make of the same bytes: a file that was
/// indexed by another version is read again.
pub(crate) const CONVERTER_VERSION: u32 = 11;

/// Why a file could not be converted. Each text is a sentence for the person who put the file there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ConvertError {
    /// The system would not let us read it.
    #[error("it cannot be read ({0}): check its permissions")]
    Unreadable(String),
    /// There is no such file.
    #[error("it is not there: check its name")]
    Missing,
    /// A folder, a device, a pipe.
    #[error("it is {0} and no file: name a file")]
    NoFile(String),
    /// No converter takes it.
    #[error("files of this kind are not supported: save it as PDF, text or an office document")]
    Unsupported,
    /// A format that is known and not supported.
    #[error("files of the old .{old} format are not supported: save it as .{new}")]
    OldFormat {
        /// Its ending.
        old: String,
        /// The ending of the format to save it as.
        new: String,
    },
    /// Its content is not what its name says, and nothing else that is known.
    #[error(
        "it is called .{extension}, but its content is {}: give it its right name, or save it again",
        content.spoken()
    )]
    Mislabelled {
        /// Its ending.
        extension: String,
        /// What it holds.
        content: Kind,
    },
    /// Above [`MAX_FILE_BYTES`].
    #[error("it is larger than {} MB: split it", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// Nothing to find in it.
    #[error("no text in it: {0}")]
    NoText(String),
    /// A picture, and nothing here to recognise text in it.
    #[error(
        "it may be a picture of text: install tesseract to read it ({}), then start Aside anew",
        ocr::INSTALL
    )]
    NeedsOcr,
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
    /// It took longer by the clock than one file may, which a busy machine does to any file.
    #[error(
        "it took longer than {0} seconds to read, and the machine may have been busy: it is tried again at the next start or change"
    )]
    TooSlow(u64),
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

impl From<&ConvertError> for FileCause {
    fn from(error: &ConvertError) -> Self {
        let owned = Clone::clone;
        match error {
            ConvertError::Unreadable(said) => Self::Forbidden { said: owned(said) },
            ConvertError::Missing => Self::Missing,
            ConvertError::NoFile(_) => Self::NoFile,
            ConvertError::Unsupported => Self::Unsupported,
            ConvertError::OldFormat { old, new } => {
                Self::OldFormat { old: owned(old), new: owned(new) }
            }
            ConvertError::Mislabelled { extension, content } => {
                Self::Mislabelled { extension: owned(extension), content: content.name() }
            }
            ConvertError::TooLarge => Self::TooLarge { megabytes: MAX_FILE_BYTES >> 20 },
            ConvertError::NoText(_) => Self::NoText,
            ConvertError::NeedsOcr => Self::NeedsOcr { install: ocr::INSTALL.to_owned() },
            ConvertError::Protected => Self::Protected,
            ConvertError::Malformed(said) => Self::Malformed { said: owned(said) },
            ConvertError::OverLimit(needs) => Self::OverLimit { needs: owned(needs) },
            ConvertError::TooSlow(seconds) => Self::TooSlow { seconds: *seconds },
            ConvertError::NotStarted(said) => Self::NotStarted { said: owned(said) },
            ConvertError::Interrupted(said) => Self::Interrupted { said: owned(said) },
            ConvertError::Crashed(said) => Self::Crashed { said: owned(said) },
        }
    }
}

impl ConvertError {
    /// Whether the same bytes would fail in the same way again.
    pub(crate) fn lies_in_content(&self) -> bool {
        !matches!(
            self,
            Self::Unreadable(_)
                | Self::Missing
                | Self::NotStarted(_)
                | Self::Interrupted(_)
                | Self::TooSlow(_)
                | Self::NeedsOcr
        )
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
    /// Where each page or slide begins in `markdown`, in bytes, for formats with pages; page 1 first.
    pub pages: Vec<usize>,
    /// The hidden text that was dropped.
    #[serde(default)]
    pub hidden: Hidden,
    /// Pictures whose text is not in `markdown` yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// Why a member of a container has no text. Such a document is no document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<ConvertError>,
    /// It is a picture that an e-mail shows in its text, or a tiny one: mostly a logo, which nobody misses
    /// where it cannot be read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decorates: bool,
    /// Parts of it that are not in `markdown`, each with the reason, as sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
}

/// A part of a file that could not be read, while the rest was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The member of a container that it is, or is a part of; empty for a part of the file itself.
    pub member: String,
    /// Why and what to do, as a sentence.
    pub reason: String,
    /// Nobody misses it: it is told, and is no failure.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
    /// The same in parts, where nothing of it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<FileCause>,
}

impl LeftOut {
    pub(crate) fn new(member: String, reason: String) -> Self {
        Self { member, reason, skipped: false, cause: None }
    }
}

/// What was made of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Conversion {
    /// Its documents, all with text.
    pub(crate) documents: Vec<Converted>,
    /// What is not in them.
    pub(crate) left_out: Vec<LeftOut>,
    /// Pictures of text were not looked at, so there may be more in it, and there may be no document.
    pub(crate) has_pictures: bool,
}

/// What to do with pictures of text, which take a thousand times as long as text.
#[derive(Clone, Copy)]
pub(crate) enum Pictures<'a> {
    /// Recognise their text, unless and until the function says to end.
    Recognise(&'a dyn Fn() -> bool),
    /// Leave them out where they could be recognised, and say so by [`Conversion::has_pictures`].
    Later,
}

/// What turns the bytes of one format into documents.
pub(crate) trait Converter: Sync {
    /// The file name extensions that it takes, lower-case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// The kinds of content that it takes.
    fn takes(&self) -> &'static [Kind];

    /// Whether hostile content can make it take memory, stack or time without bound, so that it
    /// must run in the contained process.
    fn contained(&self) -> bool;

    /// The documents in `source`.
    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError>;
}

/// Every converter. A new format is a new file beside this one and a line here. Where a name tells
/// nothing, the first that takes the content has it.
pub(crate) const CONVERTERS: &[&dyn Converter] = &[
    &text::Text,
    &text::Lines,
    &markdown::Markdown,
    &xml::Xml,
    &feed::Feed,
    &html::Html,
    &pdf::Pdf,
    &docx::Docx,
    &pptx::Pptx,
    &sheets::Excel,
    &delimited::Delimited,
    &odf::Text,
    &sheets::OpenDocument,
    &odf::Presentation,
    &rtf::Rtf,
    &epub::Epub,
    &notebook::Notebook,
    &articles::JsonLines,
    &articles::Json,
    &archive::Archive,
    &eml::Eml,
    &msg::Msg,
    &picture::PictureFile,
];

/// The largest text that is converted in this process, in bytes.
const IN_PROCESS_BYTES: usize = 1 << 20;

/// Converts a file's content, here or in the contained process, whichever it needs.
pub(crate) fn convert_content(
    content: &Content,
    name: &str,
    workers: &Pool,
    pictures: Pictures<'_>,
) -> Result<Conversion, ConvertError> {
    let bytes = content.bytes.as_slice();
    if bytes.is_empty() {
        return Err(ConvertError::NoText("it is empty; save it again, or leave it out".to_owned()));
    }
    let is_sliced = slices::is_sliced(bytes, name);
    if content.is_cut() && !is_sliced {
        return Err(ConvertError::TooLarge);
    }
    let kind = Kind::of(bytes);
    let here = if choice::is_container(kind) || bytes.len() > IN_PROCESS_BYTES {
        None
    } else {
        Some(choice::converter_for(kind, name)?).filter(|converter| !converter.contained())
    };
    let mut documents = match here {
        Some(converter) => converter.convert(&Source::new(bytes, name))?,
        None if is_sliced => slices::convert(content, name, |slice| workers.convert(slice, name))?,
        None => workers.convert(bytes, name)?,
    };
    match pictures {
        Pictures::Later if ocr::is_installed() => {
            let has_pictures = documents.iter().any(|document| !document.pictures.is_empty());
            let kept = kept(documents);
            if has_pictures {
                return Ok(Conversion { has_pictures, ..kept.unwrap_or_default() });
            }
            return kept;
        }
        // Each says then that there is nothing to recognise it with.
        Pictures::Later => ocr::read(&mut documents, &|| false),
        Pictures::Recognise(cancelled) => ocr::read(&mut documents, cancelled),
    }
    kept(documents)
}

/// The most parts of one file that are told to be left out.
const MAX_LEFT_OUT: usize = 500;

/// The documents that have text, and the reasons of the others; where there are no others, the first
/// reason is the file's.
fn kept(documents: Vec<Converted>) -> Result<Conversion, ConvertError> {
    let mut problem = None;
    let mut kept = Conversion::default();
    for mut document in documents {
        let member = document.article.clone().unwrap_or_default();
        let left_out = std::mem::take(&mut document.left_out);
        kept.left_out
            .extend(left_out.into_iter().map(|reason| LeftOut::new(member.clone(), reason)));
        if !document.markdown.trim().is_empty() {
            kept.documents.push(document);
        } else if let Some(error) = document.problem {
            let left_out = LeftOut::new(member, error.to_string());
            kept.left_out.push(LeftOut {
                skipped: document.decorates,
                cause: Some((&error).into()),
                ..left_out
            });
            problem.get_or_insert(error);
        }
    }
    if kept.documents.is_empty() {
        return Err(problem.unwrap_or_else(|| {
            ConvertError::NoText("write something into it, or leave it out".to_owned())
        }));
    }
    let more = kept.left_out.len().saturating_sub(MAX_LEFT_OUT);
    if more > 0 {
        kept.left_out.truncate(MAX_LEFT_OUT);
        let reason = format!("{more} more parts of it could not be read");
        kept.left_out.push(LeftOut::new(String::new(), reason));
    }
    Ok(kept)
}

/// The bytes of a file, or its first ones where it is too long to be read whole.
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    /// How many bytes the file has.
    pub(crate) size: u64,
}

impl Content {
    /// Whether the file goes on after `bytes`.
    pub(crate) fn is_cut(&self) -> bool {
        self.size > self.bytes.len() as u64
    }
}

/// Reads a file, but no more of it than may be converted: [`MAX_FILE_BYTES`], which is the end of the
/// matter for most formats. Of tables and logs the first part is read.
///
/// A symbolic link in the last place of the path is refused: what it points to may lie outside.
pub(crate) fn read_bounded(path: &Path) -> Result<Content, ConvertError> {
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
        let what = if metadata.is_dir() { "a folder" } else { "a device or a pipe" };
        return Err(ConvertError::NoFile(what.to_owned()));
    }
    let in_part = path.file_name().is_some_and(|name| slices::is_of_lines(&name.to_string_lossy()));
    if metadata.len() > MAX_FILE_BYTES && !in_part {
        return Err(ConvertError::TooLarge);
    }
    let expected = metadata.len().min(MAX_FILE_BYTES);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    // It may have grown since its size was asked for.
    let size = metadata.len().max(bytes.len() as u64);
    if bytes.len() as u64 > MAX_FILE_BYTES {
        if !in_part {
            return Err(ConvertError::TooLarge);
        }
        bytes.truncate(usize::try_from(MAX_FILE_BYTES).unwrap_or(usize::MAX));
    }
    Ok(Content { size, bytes })
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn unreadable(error: std::io::Error) -> ConvertError {
    match error.kind() {
        std::io::ErrorKind::NotFound => ConvertError::Missing,
        _ => ConvertError::Unreadable(error.to_string()),
    }
}

/// A file as the engine sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvertedFile {
    /// Its documents one after the other as Markdown, each with its title; comments number pages and
    /// slides, and name the documents where there are several.
    pub markdown: String,
    /// What could not be read.
    pub left_out: Vec<LeftOut>,
    /// What kept its converter from files and network, such as `landlock, seccomp`, or `none`; nothing
    /// for a file that needs no converter of its own.
    pub fence: Option<String>,
}

/// Converts the file at `path` as the index does.
///
/// # Errors
/// The same that the index records for this file.
pub fn convert_file(path: &Path, worker: &WorkerCommand) -> Result<ConvertedFile, ConvertError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = std::fs::canonicalize(path).map_err(unreadable)?;
    let workers = Pool::new(worker.clone());
    let pictures = Pictures::Recognise(&|| false);
    let Conversion { documents, left_out, .. } =
        convert_content(&read_bounded(&path)?, &name, &workers, pictures)?;
    let extension = choice::extension(&name).unwrap_or_default();
    let texts: Vec<String> =
        documents.into_iter().map(|document| shown(document, &extension)).collect();
    Ok(ConvertedFile {
        markdown: texts.join("\n\n"),
        left_out,
        fence: workers.fence().map(str::to_owned),
    })
}

/// A document with its name and title in front, if it has them.
fn shown(document: Converted, extension: &str) -> String {
    let is_slides = matches!(extension, "pptx" | "ppsx" | "potx" | "pptm" | "odp" | "otp");
    let unit = if is_slides { "Slide" } else { "Page" };
    let markdown = numbered(&document.markdown, &document.pages, unit);
    let mut head = String::new();
    if let Some(article) = document.article {
        let is_container = matches!(extension, "zip" | "eml" | "msg");
        let what = if is_container { "File" } else { "Article" };
        // A name cannot end the comment that it stands in.
        head.push_str(&format!("<!-- {what}: {} -->\n", article.replace("--", "- -")));
    }
    let heading = crate::chunk::first_heading(&document.markdown);
    if let Some(title) = document.meta.title.filter(|title| heading.as_ref() != Some(title)) {
        head.push_str(&format!("# {title}\n\n"));
    }
    head + &markdown
}

/// `markdown` with a comment where each page begins.
fn numbered(markdown: &str, pages: &[usize], unit: &str) -> String {
    let mut out = String::with_capacity(markdown.len() + 32 * pages.len());
    for (index, &start) in pages.iter().enumerate() {
        let before = if index == 0 { 0 } else { pages[index - 1] };
        out.push_str(markdown.get(before..start).unwrap_or_default());
        let gap = if out.is_empty() || out.ends_with("\n\n") { "" } else { "\n\n" };
        out.push_str(&format!("{gap}<!-- {unit} number: {} -->\n", index + 1));
    }
    out.push_str(markdown.get(pages.last().copied().unwrap_or_default()..).unwrap_or(markdown));
    out
}
