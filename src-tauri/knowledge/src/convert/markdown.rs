//! Markdown: taken as it is, its front matter read and removed.

use super::{ConvertError, Converted, Converter, Kind, Source, decode};
use crate::front_matter;

/// `.md` and `.markdown`.
pub(super) struct Markdown;

impl Converter for Markdown {
    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Text]
    }

    fn contained(&self) -> bool {
        false
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let text = decode::text(source.bytes);
        let (meta, body) = front_matter::split(&text);
        Ok(vec![Converted { meta, markdown: body.to_owned(), ..Converted::default() }])
    }
}
