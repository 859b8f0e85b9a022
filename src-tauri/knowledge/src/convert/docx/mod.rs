//! Word documents, by `markitdown-core`, after their hidden text was cut out.

mod hidden;

use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, preflight};

/// `.docx`, `.docm`, `.dotx`.
pub(super) struct Docx;

impl Converter for Docx {
    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Docx]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let bytes = source.bytes;
        preflight::archive(bytes)?;
        let shown = hidden::without_hidden(bytes)?;
        let (bytes, hidden) =
            shown.as_ref().map_or((bytes, Hidden::default()), |(bytes, hidden)| {
                (bytes.as_slice(), hidden.clone())
            });
        let markdown = super::worker::markitdown(bytes, ".docx")?;
        Ok(vec![Converted { markdown: drop_pictures(&markdown), hidden, ..Converted::default() }])
    }
}

/// Removes pictures whose data stands in the link: they say nothing to a reader of text.
pub(super) fn drop_pictures(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(start) = rest.find("![") {
        let (before, picture) = rest.split_at(start);
        out.push_str(before);
        let link = picture.find("](").filter(|&middle| picture[middle + 2..].starts_with("data:"));
        match link
            .and_then(|middle| picture[middle..].find(')').map(|end| (middle, middle + end + 1)))
        {
            Some((middle, end)) if !picture[2..middle].contains('\n') => {
                out.push_str(picture[2..middle].trim());
                rest = &picture[end..];
            }
            _ => {
                out.push_str("![");
                rest = &picture[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_in_data_leaves_only_its_description() {
        let text = "See ![the router](data:image/png;base64,AAAA) and ![a](b.png), ![open";
        assert_eq!(drop_pictures(text), "See the router and ![a](b.png), ![open");
    }
}
