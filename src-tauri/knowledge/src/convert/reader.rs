//! Files that are no part of the knowledge: read once, indexed nowhere.

use super::{
    Content, Conversion, ConvertError, LeftOut, Pictures, Pool, WorkerCommand, convert_content,
};

/// The text of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFile {
    /// What its documents say, as Markdown, one after the other.
    pub text: String,
    /// What could not be read.
    pub left_out: Vec<LeftOut>,
}

/// Reads files as the index would, in contained processes of its own, so that a file which somebody sent
/// keeps no document waiting.
pub struct FileReader {
    workers: Pool,
}

impl FileReader {
    /// A reader without a process; the first file that needs one starts it.
    pub fn new(worker: WorkerCommand) -> Self {
        Self { workers: Pool::new(worker) }
    }

    /// The text of a file of this name, pictures of text included where they can be read. As many files are
    /// read at a time as there are calls.
    ///
    /// # Errors
    /// The same that the index would record for this file.
    pub fn read(&self, bytes: Vec<u8>, name: &str) -> Result<ReadFile, ConvertError> {
        let content = Content { size: bytes.len() as u64, bytes };
        let pictures = Pictures::Recognise(&|| false);
        let Conversion { documents, left_out, .. } =
            convert_content(&content, name, &self.workers, pictures)?;
        let texts: Vec<String> = documents
            .into_iter()
            .map(|document| match document.article {
                Some(member) => format!("{member}\n\n{}", document.markdown.trim()),
                None => document.markdown.trim().to_owned(),
            })
            .collect();
        Ok(ReadFile { text: texts.join("\n\n"), left_out })
    }
}
