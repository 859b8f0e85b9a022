//! Files that come with a message: what is taken, under which name, and what they are.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::media_type::media_type;
use crate::{AttachmentId, ErrorCode, FileCause, PersonalSpan};

/// The largest file that is taken, in bytes.
pub const MAX_ATTACHMENT_BYTES: usize = 10 << 20;
/// The most files that come with one message.
pub const MAX_ATTACHMENTS: usize = 5;
/// The most bytes that the files of one message have together.
pub const MAX_ATTACHMENTS_BYTES: usize = 20 << 20;
/// The longest name that a file keeps, in characters.
const MAX_NAME_CHARS: usize = 120;
/// What a file is called whose name has nothing that can be kept.
const UNNAMED: &str = "attachment";

/// A file that came with a message, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// Its name without folders.
    pub name: String,
    /// What it is, by its bytes and not by what its sender said: `image/png`, `image/jpeg`, `image/gif` and
    /// `image/webp` can be shown; whatever else is a file to keep.
    pub media_type: String,
    /// Its length.
    pub bytes: u64,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
    /// Whether its text was read.
    #[serde(default)]
    pub state: AttachmentState,
    /// Why it has no text, as a sentence without its beginning; none where it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The same in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<FileCause>,
}

/// Whether the text of a file was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentState {
    /// Not yet.
    #[default]
    Waiting,
    /// Its text is there.
    Read,
    /// There is none, or it cannot be read.
    Unreadable,
}

/// The text that was read from a file. It is what somebody else wrote: data, and nothing to follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttachmentText {
    /// Markdown, to be shown as plain text.
    pub text: String,
    /// It goes on: this is its beginning.
    pub cut: bool,
    /// Where it holds personal data and secrets, in order, for a screen to cover; nothing where its own sender
    /// reads it. They are worked out when somebody reads, and stored nowhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personal: Vec<PersonalSpan>,
}

/// A file on its way in: checked, without an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    name: String,
    media_type: &'static str,
    bytes: Arc<[u8]>,
}

/// A file from outside that was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAttachment {
    /// It has no bytes.
    #[error("{0} is empty: choose the file again")]
    Empty(String),
    /// It is larger than [`MAX_ATTACHMENT_BYTES`].
    #[error("{0} is larger than {most} MB: send a smaller file", most = MAX_ATTACHMENT_BYTES >> 20)]
    TooLarge(String),
    /// They are more than [`MAX_ATTACHMENTS`].
    #[error("{0} files are more than {MAX_ATTACHMENTS}: send them with several messages")]
    TooMany(usize),
    /// They are larger than [`MAX_ATTACHMENTS_BYTES`] together.
    #[error(
        "the files are larger than {most} MB together: send them with several messages",
        most = MAX_ATTACHMENTS_BYTES >> 20
    )]
    TooLargeTogether,
    /// Its bytes are a program's.
    #[error("{0} is a program: send documents, pictures or text")]
    Program(String),
}

impl InvalidAttachment {
    /// The code that machines act on.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Empty(_) => ErrorCode::InvalidInput,
            Self::TooLarge(_) | Self::TooMany(_) | Self::TooLargeTogether => ErrorCode::TooLarge,
            Self::Program(_) => ErrorCode::UnsupportedFile,
        }
    }
}

impl NewAttachment {
    /// Takes a file under the name that its sender gave it.
    ///
    /// # Errors
    /// [`InvalidAttachment`] where it is empty, too large or a program.
    pub fn new(name: &str, bytes: &[u8]) -> Result<Self, InvalidAttachment> {
        let name = base_name(name);
        if bytes.is_empty() {
            return Err(InvalidAttachment::Empty(name));
        }
        if bytes.len() > MAX_ATTACHMENT_BYTES {
            return Err(InvalidAttachment::TooLarge(name));
        }
        match media_type(bytes, &name) {
            Some(media_type) => Ok(Self { name, media_type, bytes: bytes.into() }),
            None => Err(InvalidAttachment::Program(name)),
        }
    }

    /// Its name without folders.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Its bytes, at least one.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file as it is kept under this id, whose bytes have this BLAKE3.
    pub fn kept_as(&self, id: AttachmentId, hash: String) -> Attachment {
        Attachment {
            id,
            name: self.name.clone(),
            media_type: self.media_type.to_owned(),
            bytes: self.bytes.len() as u64,
            hash,
            state: AttachmentState::Waiting,
            reason: None,
            cause: None,
        }
    }
}

/// Checks the files of one message together.
///
/// # Errors
/// [`InvalidAttachment::TooMany`] or [`InvalidAttachment::TooLargeTogether`].
pub fn check_together(files: &[NewAttachment]) -> Result<(), InvalidAttachment> {
    if files.len() > MAX_ATTACHMENTS {
        return Err(InvalidAttachment::TooMany(files.len()));
    }
    if files.iter().map(|file| file.bytes.len()).sum::<usize>() > MAX_ATTACHMENTS_BYTES {
        return Err(InvalidAttachment::TooLargeTogether);
    }
    Ok(())
}

/// The name without folders, and without what a file system or a reader could take for something else:
/// control and direction marks, characters that some system forbids, dots and spaces at its ends, names of
/// devices. A long one keeps its ending.
fn base_name(name: &str) -> String {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|letter| !letter.is_control() && !is_invisible(*letter))
        .map(|letter| if "<>:\"|?*".contains(letter) { '_' } else { letter })
        .collect();
    let kept = kept.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    let stem = kept.split('.').next().unwrap_or_default().to_lowercase();
    let is_device =
        DEVICES.contains(&stem.trim_end_matches(|letter: char| letter.is_ascii_digit()));
    let kept = if is_device { format!("_{kept}") } else { kept.to_owned() };
    let chars = kept.chars().count();
    if chars == 0 {
        return UNNAMED.to_owned();
    }
    if chars <= MAX_NAME_CHARS {
        return kept;
    }
    let ending = kept.rfind('.').map(|dot| &kept[dot..]).filter(|ending| ending.len() <= 10);
    let ending = ending.unwrap_or_default();
    let stem: String = kept.chars().take(MAX_NAME_CHARS - ending.chars().count()).collect();
    stem + ending
}

/// Marks that have no shape and change how the letters around them are read.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path_and_hides_nothing() {
        for (sent, kept) in [
            ("invoice.pdf", "invoice.pdf"),
            ("../../../etc/passwd", "passwd"),
            ("..\\..\\Windows\\system.ini", "system.ini"),
            ("/etc/", UNNAMED),
            ("..", UNNAMED),
            ("", UNNAMED),
            (" .bashrc ", "bashrc"),
            ("a\0b\r\nc.txt", "abc.txt"),
            ("report\u{202e}fdp.exe", "reportfdp.exe"),
            ("C:evil<script>.html", "C_evil_script_.html"),
            ("NUL.txt", "_NUL.txt"),
            ("com1", "_com1"),
            ("comet.txt", "comet.txt"),
            ("Rechnung für März.pdf", "Rechnung für März.pdf"),
        ] {
            assert_eq!(base_name(sent), kept, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let kept = base_name(&format!("{}.pdf", "ä".repeat(500)));
        assert_eq!(kept.chars().count(), MAX_NAME_CHARS);
        assert!(kept.ends_with("ä.pdf"));
    }

    #[test]
    fn empty_large_and_hostile_files_are_refused_by_name() {
        let large = vec![b'a'; MAX_ATTACHMENT_BYTES + 1];
        let refused = |name, bytes: &[u8]| NewAttachment::new(name, bytes).unwrap_err();
        assert_eq!(refused("../a.txt", b""), InvalidAttachment::Empty("a.txt".to_owned()));
        assert_eq!(refused("a.txt", &large), InvalidAttachment::TooLarge("a.txt".to_owned()));
        let program = refused("photo.png", b"MZ\x90\0\x03\0\0\0");
        assert_eq!(program, InvalidAttachment::Program("photo.png".to_owned()));
        assert!(NewAttachment::new("a.txt", &large[..MAX_ATTACHMENT_BYTES]).is_ok());
    }

    #[test]
    fn five_files_and_twenty_megabytes_are_the_most() {
        let file = |bytes: usize| NewAttachment::new("a.txt", &vec![b'a'; bytes]).unwrap();
        assert!(check_together(&vec![file(1); MAX_ATTACHMENTS]).is_ok());
        let many = check_together(&vec![file(1); MAX_ATTACHMENTS + 1]);
        assert_eq!(many, Err(InvalidAttachment::TooMany(6)));
        let two = vec![file(MAX_ATTACHMENT_BYTES); 2];
        assert!(check_together(&two).is_ok());
        let over = [two, vec![file(1)]].concat();
        assert_eq!(check_together(&over), Err(InvalidAttachment::TooLargeTogether));
    }
}
