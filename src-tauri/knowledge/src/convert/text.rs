//! Plain text in any encoding. It may carry front matter too.

use super::{ConvertError, Converted, Converter, Kind, Source, decode, reflow::reflow};
use crate::front_matter;

/// Prose: `.txt` and the markups that read as text; wrapped lines are joined.
pub(super) struct Text;

/// Logs and settings, whose lines mean something; they are kept as they are.
pub(super) struct Lines;

impl Converter for Text {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text", "rst", "adoc", "asciidoc", "org", "textile", "tex", "wiki"]
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
        Ok(vec![Converted { meta, markdown: reflow(body), ..Converted::default() }])
    }
}

impl Converter for Lines {
    fn extensions(&self) -> &'static [&'static str] {
        &["log", "yaml", "yml", "toml", "conf", "cfg", "properties", "srt", "vtt"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Text]
    }

    fn contained(&self) -> bool {
        false
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        Ok(vec![Converted { markdown: decode::text(source.bytes), ..Converted::default() }])
    }
}
