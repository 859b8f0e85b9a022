//! Zip archives, as folders: each member is a document of its own. Nothing is written anywhere, so a
//! member's name is only a name, whatever it tries to be.

use std::io::{Cursor, Read};

use super::{
    ConvertError, Converted, Converter, Kind, MAX_FILE_BYTES, Source, decode, may_be_document,
};
use crate::path::is_ignored;

/// `.zip`.
pub(super) struct Archive;

/// The most members, and the most bytes that all of them may unpack to.
const MAX_MEMBERS: usize = 5_000;
const MAX_UNPACKED_BYTES: u64 = 256 << 20;

impl Converter for Archive {
    fn extensions(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Archive]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let mut archive = zip::ZipArchive::new(Cursor::new(source.bytes))
            .map_err(|error| ConvertError::Malformed(error.to_string()))?;
        if archive.len() > MAX_MEMBERS {
            return Err(ConvertError::OverLimit(format!(
                "{} members in its archive",
                archive.len()
            )));
        }
        let mut budget = MAX_UNPACKED_BYTES;
        let mut documents = Vec::new();
        for index in 0..archive.len() {
            let (place, content) = read(&mut archive, index, budget);
            let Some(place) = place else { continue };
            match content {
                Ok(bytes) => {
                    budget -= bytes.len() as u64;
                    documents.extend(source.member(&place, &bytes));
                }
                Err(error) => documents.push(Converted {
                    article: Some(place),
                    problem: Some(error),
                    ..Converted::default()
                }),
            }
        }
        if documents.is_empty() {
            return Err(ConvertError::NoText("no member of the archive is a document".to_owned()));
        }
        Ok(documents)
    }
}

/// A member's place, if it is a document at all, and its bytes.
fn read(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    index: usize,
    budget: u64,
) -> (Option<String>, Result<Vec<u8>, ConvertError>) {
    let malformed = |error: &dyn std::fmt::Display| ConvertError::Malformed(error.to_string());
    let (place, protected) = match archive.by_index_raw(index) {
        Ok(member) => {
            let link = member.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000);
            let place = if member.is_dir() || link { None } else { place(member.name_raw()) };
            (place, member.encrypted())
        }
        Err(error) => return (Some(format!("member {}", index + 1)), Err(malformed(&error))),
    };
    if place.is_none() {
        return (None, Ok(Vec::new()));
    }
    if protected {
        return (place, Err(ConvertError::Protected));
    }
    let limit = budget.min(MAX_FILE_BYTES);
    let content = archive.by_index(index).map_err(|error| malformed(&error)).and_then(|member| {
        let mut bytes = Vec::new();
        // Sizes that an archive declares are not believed: what comes out is counted.
        member.take(limit + 1).read_to_end(&mut bytes).map_err(|error| malformed(&error))?;
        if bytes.len() as u64 > limit {
            return Err(ConvertError::OverLimit(format!("more than {} MB unpacked", limit >> 20)));
        }
        Ok(bytes)
    });
    (place, content)
}

/// A member's name as a place below its archive, without what would lead out of it; `None` for what
/// would be no document in a folder either.
fn place(name: &[u8]) -> Option<String> {
    let name = decode::text(name);
    let parts: Vec<&str> = name
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | "..") && !part.ends_with(':'))
        .collect();
    let file = parts.last()?;
    let ignored = parts.iter().any(|part| is_ignored(part) || *part == "__MACOSX");
    (!ignored && may_be_document(file)).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_members_name_leads_nowhere_else() {
        for (name, expected) in [
            ("a/b.md", Some("a/b.md")),
            ("/etc/passwd", Some("etc/passwd")),
            ("../../x.md", Some("x.md")),
            ("C:\\Users\\x.md", Some("Users/x.md")),
            ("__MACOSX/a.md", None),
            (".git/config", None),
            ("run.exe", None),
            ("..", None),
        ] {
            assert_eq!(place(name.as_bytes()).as_deref(), expected, "{name}");
        }
    }
}
