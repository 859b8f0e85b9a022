//! E-books, by `markitdown-core`.

use super::{ConvertError, Converted, Converter, Kind, Source, docx, preflight, worker};
use crate::front_matter::Meta;

/// `.epub`.
pub(super) struct Epub;

impl Converter for Epub {
    fn extensions(&self) -> &'static [&'static str] {
        &["epub"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Epub]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        preflight::archive(source.bytes)?;
        let markdown = docx::drop_pictures(&worker::markitdown(source.bytes, ".epub")?);
        let title =
            markdown.lines().find_map(|line| line.strip_prefix("**Title:** ")).map(str::to_owned);
        Ok(vec![Converted {
            meta: Meta { title, ..Meta::default() }.tidy(),
            markdown,
            ..Converted::default()
        }])
    }
}
