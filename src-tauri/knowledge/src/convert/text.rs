//! Plain text in any encoding. It may carry front matter too.

use super::{ConvertError, Converted, Converter, decode};
use crate::front_matter;

/// `.txt` and `.text`.
pub(super) struct Text;

impl Converter for Text {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn contained(&self) -> bool {
        false
    }

    fn convert(&self, bytes: &[u8], _name: &str) -> Result<Vec<Converted>, ConvertError> {
        let text = decode::text(bytes);
        let (meta, body) = front_matter::split(&text);
        Ok(vec![Converted { meta, markdown: body.to_owned(), ..Converted::default() }])
    }
}
