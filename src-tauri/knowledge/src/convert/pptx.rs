//! PowerPoint presentations, by `markitdown-core`: slides are pages, notes stay with their slide.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use super::{ConvertError, Converted, Converter, Kind, Source, docx, preflight, tree, worker};

/// `.pptx`, `.ppsx`, `.potx`.
pub(super) struct Pptx;

/// The most bytes of one part.
const MAX_PART_BYTES: u64 = 64 << 20;

impl Converter for Pptx {
    fn extensions(&self) -> &'static [&'static str] {
        &["pptx", "ppsx", "potx", "pptm"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Pptx]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        preflight::archive(source.bytes)?;
        let markdown = docx::drop_pictures(&worker::markitdown(source.bytes, ".pptx")?);
        Ok(vec![slides(&markdown, &hidden_slides(source.bytes))])
    }
}

/// Slides parted at the comments that number them. Hidden ones keep their number and lose their text.
fn slides(text: &str, hidden: &[usize]) -> Converted {
    let mut converted = Converted::default();
    let mut dropped = false;
    for line in text.lines() {
        if let Some(number) = slide_number(line) {
            let end = converted.markdown.trim_end().len();
            converted.markdown.truncate(end);
            if end > 0 {
                converted.markdown.push_str("\n\n");
            }
            // Numbers come in order; a page begins where the one before ends.
            while converted.pages.len() < number {
                converted.pages.push(converted.markdown.len());
            }
            dropped = hidden.contains(&number);
            converted.hidden += u32::from(dropped);
        } else if !dropped {
            let line = if line.trim() == "### Notes:" { "### Notes\n" } else { line };
            converted.markdown.push_str(line.trim_end());
            converted.markdown.push('\n');
            if line.starts_with("### Notes") {
                converted.markdown.push('\n');
            }
        }
    }
    converted.markdown.truncate(converted.markdown.trim_end().len());
    let end = converted.markdown.len();
    converted.pages.iter_mut().for_each(|page| *page = end.min(*page));
    converted
}

/// The number in `<!-- Slide number: 3 -->`, within reason.
fn slide_number(line: &str) -> Option<usize> {
    let number = line.trim().strip_prefix("<!-- Slide number: ")?.strip_suffix(" -->")?;
    number.parse().ok().filter(|number| (1..=10_000).contains(number))
}

/// The numbers, from 1, of the slides that are not shown.
fn hidden_slides(bytes: &[u8]) -> Vec<usize> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut part = |name: &str| {
        let mut content = Vec::new();
        archive.by_name(name).ok()?.take(MAX_PART_BYTES).read_to_end(&mut content).ok()?;
        Some(content)
    };
    let parsed = |content: Option<Vec<u8>>| content.and_then(|content| tree::parse(&content).ok());
    let Some(relations) = parsed(part("ppt/_rels/presentation.xml.rels")) else {
        return Vec::new();
    };
    let targets: HashMap<&str, &str> = relations
        .elements()
        .filter_map(|relation| Some((relation.attribute("Id")?, relation.attribute("Target")?)))
        .collect();
    let Some(presentation) = parsed(part("ppt/presentation.xml")) else { return Vec::new() };
    let mut hidden = Vec::new();
    for (index, slide) in
        presentation.child("sldIdLst").into_iter().flat_map(tree::Element::elements).enumerate()
    {
        // `id` and `r:id` differ by their prefix, which the tree does not keep.
        let target = slide.attributes.iter().find_map(|(_, value)| targets.get(value.as_str()));
        let Some(target) = target else { continue };
        let place = target.strip_prefix('/').map_or_else(|| format!("ppt/{target}"), str::to_owned);
        let Some(content) = part(&place) else { continue };
        let head = &content[..content.len().min(4096)];
        let root =
            head.windows(5).position(|window| window == b"<p:sl").map_or(head, |at| &head[at..]);
        let root = &root[..root.iter().position(|byte| *byte == b'>').unwrap_or(root.len())];
        if root.windows(8).any(|window| window == b"show=\"0\"") {
            hidden.push(index + 1);
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slides_are_pages_and_hidden_ones_are_dropped() {
        let text = "<!-- Slide number: 1 -->\n# One\n\n<!-- Slide number: 2 -->\n# Secret\n\n<!-- Slide number: 3 -->\n# Three\n\n### Notes:\nSay hello\n";
        let converted = slides(text, &[2]);
        assert_eq!(converted.markdown, "# One\n\n# Three\n\n### Notes\n\nSay hello");
        assert_eq!((converted.pages, converted.hidden), (vec![0, 7, 7], 1));
    }
}
