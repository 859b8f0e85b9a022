//! Plain text in any encoding. It may carry front matter too.

use super::{ConvertError, Converted, Converter, Kind, Source, decode};
use crate::front_matter;

/// `.txt` and `.text`.
pub(super) struct Text;

impl Converter for Text {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
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
