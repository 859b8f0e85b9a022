//! PowerPoint presentations, by `markitdown-core`: slides are pages, notes stay with their slide.
//! Charts that it does not know, and diagrams, come from [`graphics`].

mod graphics;
mod parts;

use std::collections::HashMap;

use super::{
    ConvertError, Converted, Converter, Kind, Source, docx, preflight, table, tree, worker,
};
use graphics::Graphics;
use parts::Parts;

/// `.pptx`, `.ppsx`, `.potx`.
pub(super) struct Pptx;

/// What `markitdown-core` writes for a chart that it does not know.
const UNKNOWN_CHART: &str = "[unsupported chart]";

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
        let Some(mut parts) = Parts::open(source.bytes) else {
            return Err(ConvertError::Malformed("it is no zip archive".to_owned()));
        };
        let mut hidden = Vec::new();
        let mut graphics = HashMap::new();
        for (index, part) in parts.slides().iter().enumerate() {
            if is_hidden(&mut parts, part) {
                hidden.push(index + 1);
            } else {
                graphics.insert(index + 1, Graphics::of(&mut parts, part));
            }
        }
        Ok(vec![slides(&markdown, &hidden, &graphics)])
    }
}

/// Slides parted at the comments that number them. Hidden ones keep their number and lose their text.
fn slides(text: &str, hidden: &[usize], graphics: &HashMap<usize, Graphics>) -> Converted {
    let mut converted = Converted::default();
    let mut slide: Option<(usize, Vec<&str>)> = None;
    for line in text.lines() {
        match (slide_number(line), &mut slide) {
            (Some(number), before) => {
                finish(&mut converted, before.take(), hidden, graphics);
                slide = Some((number, Vec::new()));
            }
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    finish(&mut converted, slide, hidden, graphics);
    let end = converted.markdown.len();
    converted.pages.iter_mut().for_each(|page| *page = end.min(*page));
    converted
}

/// Adds a slide of these lines.
fn finish(
    converted: &mut Converted,
    slide: Option<(usize, Vec<&str>)>,
    hidden: &[usize],
    graphics: &HashMap<usize, Graphics>,
) {
    let Some((number, lines)) = slide else { return };
    let is_hidden = hidden.contains(&number);
    if is_hidden {
        converted.hidden.add(&lines.join("\n"));
    }
    let none = Graphics::default();
    let text = match graphics.get(&number) {
        _ if is_hidden => String::new(),
        found => slide_text(&lines, found.unwrap_or(&none)),
    };
    // Numbers come in order; a page begins where the one before ends.
    let gap = if converted.markdown.is_empty() || text.is_empty() { "" } else { "\n\n" };
    converted.markdown.push_str(gap);
    while converted.pages.len() < number {
        converted.pages.push(converted.markdown.len());
    }
    converted.markdown.push_str(&text);
}

/// The text of a slide, its diagrams before its notes.
fn slide_text(lines: &[&str], graphics: &Graphics) -> String {
    let unknown = lines.iter().filter(|line| line.trim() == UNKNOWN_CHART).count();
    // Which chart is which can be told where none was known.
    let mut charts = graphics.charts.iter().filter(|_| unknown == graphics.charts.len());
    let diagrams: String = graphics.diagrams.iter().map(|words| format!("- {words}\n")).collect();
    let mut text = String::new();
    let mut said = diagrams.is_empty();
    for line in lines {
        let is_notes = line.trim() == "### Notes:";
        if is_notes && !said {
            text.push_str(&format!("{diagrams}\n"));
            said = true;
        }
        if is_notes {
            text.push_str("### Notes\n\n");
        } else if line.trim() == UNKNOWN_CHART {
            text.push_str(charts.next().map_or("", String::as_str));
            text.push('\n');
        } else {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    if !said {
        text.push_str(&format!("\n{diagrams}"));
    }
    text.trim().to_owned()
}

/// The number in `<!-- Slide number: 3 -->`, within reason.
fn slide_number(line: &str) -> Option<usize> {
    let number = line.trim().strip_prefix("<!-- Slide number: ")?.strip_suffix(" -->")?;
    number.parse().ok().filter(|number| (1..=10_000).contains(number))
}

/// Whether the slide in the part `name` is not shown: its root element says so, near the beginning.
fn is_hidden(parts: &mut Parts<'_>, name: &str) -> bool {
    let Some(content) = parts.bytes(name) else { return false };
    let head = &content[..content.len().min(4096)];
    let root = head.windows(5).position(|window| window == b"<p:sl").map_or(head, |at| &head[at..]);
    let root = &root[..root.iter().position(|byte| *byte == b'>').unwrap_or(root.len())];
    root.windows(8).any(|window| window == b"show=\"0\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slides_are_pages_and_hidden_ones_are_dropped() {
        let text = "<!-- Slide number: 1 -->\n# One\n\n<!-- Slide number: 2 -->\n# Secret\n\n<!-- Slide number: 3 -->\n# Three\n\n### Notes:\nSay hello\n";
        let converted = slides(text, &[2], &HashMap::new());
        assert_eq!(converted.markdown, "# One\n\n# Three\n\n### Notes\n\nSay hello");
        assert_eq!((converted.pages, converted.hidden.pieces), (vec![0, 5, 7], 1));
    }

    #[test]
    fn charts_and_diagrams_stand_on_their_slide() {
        let text = "<!-- Slide number: 1 -->\n# Sales\n\n[unsupported chart]\n\n### Notes:\nSay it\n<!-- Slide number: 2 -->\n# Steps";
        let words = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let graphics = HashMap::from([
            (1, Graphics { charts: words(&["| Q1 |\n| --- |\n"]), diagrams: Vec::new() }),
            (2, Graphics { charts: Vec::new(), diagrams: words(&["Ask", "Solve"]) }),
        ]);
        assert_eq!(
            slides(text, &[], &graphics).markdown,
            "# Sales\n\n| Q1 |\n| --- |\n\n\n### Notes\n\nSay it\n\n# Steps\n\n- Ask\n- Solve"
        );
    }
}
