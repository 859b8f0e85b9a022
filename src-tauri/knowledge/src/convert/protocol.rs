//! What goes through the pipes between the engine and a converting process: frames, each a mark, a
//! length and that many bytes.
//!
//! The process says [`HELLO`] once. Then, file by file, the engine sends [`NAME`] and [`BODY`], and
//! the process answers with [`ANSWER`], or with [`LAST_ANSWER`] before it ends.

use std::io::{Error, ErrorKind, Read, Write};

use serde::{Deserialize, Serialize};

/// A [`Hello`] as JSON.
pub(super) const HELLO: u8 = b'H';
/// A file's name in UTF-8.
pub(super) const NAME: u8 = b'N';
/// A file's content.
pub(super) const BODY: u8 = b'B';
/// A `Result` of documents or [`super::ConvertError`] as JSON.
pub(super) const ANSWER: u8 = b'A';
/// The same; the process ends after it.
pub(super) const LAST_ANSWER: u8 = b'L';

/// The most bytes of a name.
pub(super) const MAX_NAME_BYTES: u64 = 64 << 10;

/// How the process introduces itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hello {
    /// [`super::CONVERTER_VERSION`] of its program: another one's answers are not for us.
    pub(super) version: u32,
    /// The fences that are up, for people.
    pub(super) fence: String,
}

/// Sends one frame.
pub(super) fn send(pipe: &mut impl Write, mark: u8, content: &[u8]) -> std::io::Result<()> {
    let mut head = [mark; 9];
    head[1..].copy_from_slice(&(content.len() as u64).to_le_bytes());
    pipe.write_all(&head)?;
    pipe.write_all(content)?;
    pipe.flush()
}

/// Receives one frame of at most `most` bytes; `None` if the pipe was closed before it began.
pub(super) fn receive(pipe: &mut impl Read, most: u64) -> std::io::Result<Option<(u8, Vec<u8>)>> {
    let mut head = [0; 9];
    let first = pipe.read(&mut head)?;
    if first == 0 {
        return Ok(None);
    }
    pipe.read_exact(&mut head[first..])?;
    let [mark, length @ ..] = head;
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(Error::new(ErrorKind::InvalidData, format!("a frame of {length} bytes")));
    }
    let mut content = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    if pipe.take(length).read_to_end(&mut content)? as u64 != length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some((mark, content)))
}

/// Receives one frame that must come, with one of these marks.
pub(super) fn expect(
    pipe: &mut impl Read,
    marks: &[u8],
    most: u64,
) -> std::io::Result<(u8, Vec<u8>)> {
    let frame = receive(pipe, most)?.ok_or(ErrorKind::UnexpectedEof)?;
    if marks.contains(&frame.0) {
        Ok(frame)
    } else {
        Err(Error::new(ErrorKind::InvalidData, "a frame out of turn"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_as_they_went_in_and_lies_are_errors() {
        let mut pipe = Vec::new();
        send(&mut pipe, NAME, b"a.docx").unwrap();
        send(&mut pipe, BODY, b"").unwrap();
        let mut reader = pipe.as_slice();
        assert_eq!(receive(&mut reader, 9).unwrap(), Some((NAME, b"a.docx".to_vec())));
        assert_eq!(expect(&mut reader, &[BODY], 9).unwrap(), (BODY, Vec::new()));
        assert_eq!(receive(&mut reader, 9).unwrap(), None);
        assert!(expect(&mut reader, &[BODY], 9).is_err(), "nothing comes");
        assert!(receive(&mut pipe.as_slice(), 5).is_err(), "too long");
        assert!(receive(&mut &pipe[..12], 9).is_err(), "cut off");
        assert!(expect(&mut pipe.as_slice(), &[BODY], 9).is_err(), "out of turn");
    }
}
