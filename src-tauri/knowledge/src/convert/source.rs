//! What a converter is given.

use aside_contract::Visibility;

use super::{ConvertError, Converted, Kind, choice};
use crate::path::in_internal_folder;

/// How deep containers may stand in each other: a message in a message, an archive's message.
const MAX_DEPTH: u8 = 2;

/// The content of a file, or of a member of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    /// Its bytes.
    pub(crate) bytes: &'a [u8],
    /// Its name, never a path.
    pub(crate) name: &'a str,
    /// How many containers it stands in.
    depth: u8,
}

impl<'a> Source<'a> {
    /// A file's content.
    pub(crate) fn new(bytes: &'a [u8], name: &'a str) -> Self {
        Self { bytes, name, depth: 0 }
    }

    /// Converts it in this process by whichever converter takes it.
    pub(crate) fn convert(&self) -> Result<Vec<Converted>, ConvertError> {
        let kind = Kind::of(self.bytes).within(self.bytes);
        choice::converter_for(kind, self.name)?.convert(self)
    }

    /// The documents of a member of this container: the member's place in it names each, and a member
    /// that cannot be converted gives one document with its problem. `place` may hold `/`.
    pub(crate) fn member(&self, place: &str, bytes: &[u8]) -> Vec<Converted> {
        let name = place.rsplit(['/', '\\']).next().unwrap_or(place);
        let member = Source { bytes, name, depth: self.depth + 1 };
        let documents = if member.depth > MAX_DEPTH {
            Err(ConvertError::OverLimit(format!("more than {MAX_DEPTH} containers in each other")))
        } else {
            member.convert()
        };
        let mut documents = documents.unwrap_or_else(|error| {
            vec![Converted { problem: Some(error), ..Converted::default() }]
        });
        for document in &mut documents {
            if in_internal_folder(place) {
                document.meta.visibility = Visibility::Internal;
            }
            document.article = Some(match document.article.take() {
                Some(inner) => format!("{place}#{inner}"),
                None => place.to_owned(),
            });
        }
        documents
    }
}
