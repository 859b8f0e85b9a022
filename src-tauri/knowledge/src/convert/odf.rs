//! OpenDocument texts and presentations.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use super::tree::{self, Element, Node};
use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, preflight, table::table};
use crate::front_matter::Meta;

/// `.odt`, `.ott`.
pub(super) struct Text;

/// `.odp`, `.otp`.
pub(super) struct Presentation;

/// The most rows or columns that a repeated one counts for: sheets repeat empty ones to their end.
const MAX_REPEATS: usize = 100;
/// The most bytes of one part.
const MAX_PART_BYTES: u64 = 128 << 20;

impl Converter for Text {
    fn extensions(&self) -> &'static [&'static str] {
        &["odt", "ott"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Odt]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let (writer, body) = open(source.bytes, "text")?;
        Ok(vec![writer.document(source.bytes, &body)])
    }
}

impl Converter for Presentation {
    fn extensions(&self) -> &'static [&'static str] {
        &["odp", "otp"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Odp]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let (writer, body) = open(source.bytes, "presentation")?;
        Ok(vec![writer.document(source.bytes, &body)])
    }
}

/// Refuses a document whose parts are encrypted.
pub(super) fn refuse_protected(bytes: &[u8]) -> Result<(), ConvertError> {
    match part(bytes, "META-INF/manifest.xml") {
        Some(manifest) if manifest.windows(15).any(|window| window == b"encryption-data") => {
            Err(ConvertError::Protected)
        }
        _ => Ok(()),
    }
}

/// The styles and the body of a document.
fn open(bytes: &[u8], body: &str) -> Result<(Writer, Element), ConvertError> {
    preflight::archive(bytes)?;
    refuse_protected(bytes)?;
    let missing = || ConvertError::Malformed("it has no content".to_owned());
    let mut content = tree::parse(&part(bytes, "content.xml").ok_or_else(missing)?)?;
    let mut writer = Writer::default();
    if let Some(styles) = part(bytes, "styles.xml").and_then(|part| tree::parse(&part).ok()) {
        writer.styles.read(&styles);
    }
    writer.styles.read(&content);
    let mut take = |name: &str| {
        let place = content
            .children
            .iter()
            .position(|node| matches!(node, Node::Element(element) if element.name == name))?;
        match content.children.swap_remove(place) {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    };
    let mut holder = take("body").ok_or_else(missing)?;
    let place = holder
        .children
        .iter()
        .position(|node| matches!(node, Node::Element(element) if element.name == body))
        .ok_or_else(missing)?;
    match holder.children.swap_remove(place) {
        Node::Element(element) => Ok((writer, element)),
        Node::Text(_) => Err(missing()),
    }
}

fn part(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = Vec::new();
    archive.by_name(name).ok()?.take(MAX_PART_BYTES).read_to_end(&mut content).ok()?;
    Some(content)
}

/// What styles say that matters for text.
#[derive(Default)]
struct Styles {
    parents: HashMap<String, String>,
    hidden: HashSet<String>,
    /// List styles and their levels that are numbered.
    numbered: HashSet<(String, usize)>,
}

impl Styles {
    fn read(&mut self, part: &Element) {
        for group in part.elements().filter(|group| group.name.ends_with("styles")) {
            for style in group.elements() {
                let Some(name) = style.attribute("name") else { continue };
                if style.name == "list-style" {
                    for level in
                        style.elements().filter(|level| level.name == "list-level-style-number")
                    {
                        let depth = level.attribute("level").and_then(|level| level.parse().ok());
                        // A level without a format shows no number.
                        if level.attribute("num-format").is_some_and(|format| !format.is_empty()) {
                            self.numbered.insert((name.to_owned(), depth.unwrap_or(1)));
                        }
                    }
                    continue;
                }
                if let Some(parent) = style.attribute("parent-style-name") {
                    self.parents.insert(name.to_owned(), parent.to_owned());
                }
                let hides = |properties: &Element| {
                    (properties.name == "text-properties"
                        && properties.attribute("display") == Some("none"))
                        || (properties.name == "drawing-page-properties"
                            && properties.attribute("visibility") == Some("hidden"))
                };
                if style.elements().any(hides) {
                    self.hidden.insert(name.to_owned());
                }
            }
        }
    }

    /// Whether the style or one that it builds on satisfies `check`.
    fn any(&self, style: Option<&str>, check: impl Fn(&str) -> bool) -> bool {
        let mut style = style;
        // Styles could build on each other in a circle.
        for _ in 0..16 {
            let Some(name) = style else { return false };
            if check(name) {
                return true;
            }
            style = self.parents.get(name).map(String::as_str);
        }
        false
    }
}

/// A document's Markdown as it grows.
#[derive(Default)]
struct Writer {
    styles: Styles,
    markdown: String,
    pages: Vec<usize>,
    notes: Vec<String>,
    hidden: Hidden,
}

impl Writer {
    fn document(mut self, bytes: &[u8], body: &Element) -> Converted {
        self.blocks(body, &mut Vec::new());
        for (index, note) in std::mem::take(&mut self.notes).iter().enumerate() {
            self.markdown.push_str(&format!("[^{}]: {note}\n\n", index + 1));
        }
        let title = part(bytes, "meta.xml")
            .and_then(|part| tree::parse(&part).ok())
            .and_then(|meta| meta.descendant("title").map(Element::text));
        let has_heading = self.markdown.lines().any(|line| line.starts_with("# "));
        let title = title.filter(|_| !has_heading);
        let meta = Meta { title, ..Meta::default() }.tidy();
        Converted {
            meta,
            markdown: self.markdown.trim_end().to_owned(),
            pages: self.pages,
            hidden: self.hidden,
            ..Converted::default()
        }
    }

    fn is_hidden(&mut self, element: &Element) -> bool {
        let style = element.attribute("style-name");
        let hidden = matches!(element.name.as_str(), "hidden-text" | "hidden-paragraph")
            || (element.name == "section" && element.attribute("display") == Some("none"))
            || self.styles.any(style, |style| self.styles.hidden.contains(style));
        let counts =
            hidden && (element.name.starts_with("hidden") || !element.text().trim().is_empty());
        if counts {
            self.hidden.add(&element.text());
        }
        hidden
    }

    /// Writes the blocks in `parent`. `lists` are the styles of the lists around it.
    fn blocks(&mut self, parent: &Element, lists: &mut Vec<String>) {
        for element in parent.elements() {
            match element.name.as_str() {
                // Marks of what was deleted, forms, tables of contents, and notes on the text are no text of it.
                "tracked-changes" | "forms" | "sequence-decls" | "annotation"
                | "table-of-content" | "alphabetical-index" | "variable-decls" => {}
                _ if self.is_hidden(element) => {
                    if element.name == "page" {
                        self.pages.push(self.markdown.len());
                    }
                }
                "h" => self.heading(element),
                "p" => self.paragraph(element),
                "list" => {
                    let style = element.attribute("style-name").map(str::to_owned);
                    let style = style.or_else(|| lists.last().cloned()).unwrap_or_default();
                    lists.push(style);
                    self.list(element, lists);
                    lists.pop();
                    if lists.is_empty() {
                        self.markdown.push('\n');
                    }
                }
                "table" => self.table(element),
                "page" => self.slide(element),
                "notes" => self.slide_notes(element),
                _ => self.blocks(element, lists),
            }
        }
    }

    fn heading(&mut self, element: &Element) {
        let level =
            element.attribute("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
        let text = one_line(&self.inline(element));
        if !text.is_empty() {
            self.markdown
                .push_str(&format!("{} {text}\n\n", "#".repeat(usize::clamp(level, 1, 6))));
        }
    }

    fn paragraph(&mut self, element: &Element) {
        let style = element.attribute("style-name");
        let code = self.styles.any(style, |style| style.starts_with("Preformatted"));
        let title = self.styles.any(style, |style| style == "Title");
        let text = self.inline(element);
        if text.trim().is_empty() {
            return;
        }
        if code {
            // Lines of code follow each other as paragraphs of their own.
            match self.markdown.strip_suffix("```\n\n") {
                Some(open) => self.markdown.truncate(open.len()),
                None => self.markdown.push_str("```\n"),
            }
            self.markdown.push_str(&format!("{}\n```\n\n", text.trim_end()));
        } else if title {
            self.markdown.push_str(&format!("# {}\n\n", one_line(&text)));
        } else {
            self.markdown.push_str(text.trim());
            self.markdown.push_str("\n\n");
        }
    }

    fn list(&mut self, list: &Element, lists: &mut Vec<String>) {
        let depth = lists.len();
        let style = lists.last().cloned().unwrap_or_default();
        let numbered = self.styles.numbered.contains(&(style, depth));
        let mut number = 0;
        for item in
            list.elements().filter(|item| matches!(item.name.as_str(), "list-item" | "list-header"))
        {
            let from = self.markdown.len();
            self.blocks(item, lists);
            let body = self.markdown.split_off(from);
            // Texts number their headings by lists around them: such an item is no item.
            if body.trim_start().starts_with('#') && !body.trim().contains('\n') {
                self.markdown.push_str(&body);
                continue;
            }
            if body.trim().is_empty() {
                continue;
            }
            number += 1;
            let mark = if numbered { format!("{number}. ") } else { "- ".to_owned() };
            let indent = " ".repeat(mark.len());
            for (index, line) in body.lines().filter(|line| !line.trim().is_empty()).enumerate() {
                self.markdown.push_str(if index == 0 { &mark } else { &indent });
                self.markdown.push_str(line);
                self.markdown.push('\n');
            }
        }
    }

    fn table(&mut self, element: &Element) {
        let mut rows = Vec::new();
        self.rows(element, &mut rows);
        let table = table(&rows);
        if !table.is_empty() {
            self.markdown.push_str(&table);
            self.markdown.push('\n');
        }
    }

    fn rows(&mut self, element: &Element, rows: &mut Vec<Vec<String>>) {
        for child in element.elements() {
            match child.name.as_str() {
                "table-row" => {
                    let mut row = Vec::new();
                    for cell in child.elements().filter(|cell| cell.name.ends_with("table-cell")) {
                        let from = self.markdown.len();
                        self.blocks(cell, &mut Vec::new());
                        let text = one_line(&self.markdown.split_off(from));
                        row.extend(std::iter::repeat_n(
                            text,
                            repeats(cell, "number-columns-repeated"),
                        ));
                    }
                    rows.extend(std::iter::repeat_n(row, repeats(child, "number-rows-repeated")));
                }
                "table-header-rows" | "table-row-group" | "table-rows" => self.rows(child, rows),
                _ => {}
            }
        }
    }

    fn slide(&mut self, page: &Element) {
        self.pages.push(self.markdown.len());
        let is_title = |frame: &&Element| frame.attribute("class") == Some("title");
        if let Some(title) = page.elements().find(is_title) {
            let text = one_line(&self.inline(title));
            if !text.is_empty() {
                self.markdown.push_str(&format!("## {text}\n\n"));
            }
        }
        for frame in page.elements().filter(|frame| !is_title(frame)) {
            match frame.name.as_str() {
                "notes" => self.slide_notes(frame),
                _ if self.is_hidden(frame) => {}
                "table" => self.table(frame),
                _ => self.blocks(frame, &mut Vec::new()),
            }
        }
    }

    fn slide_notes(&mut self, notes: &Element) {
        let from = self.markdown.len();
        for frame in
            notes.elements().filter(|frame| frame.attribute("class") != Some("page-number"))
        {
            self.blocks(frame, &mut Vec::new());
        }
        let text = self.markdown.split_off(from);
        if !text.trim().is_empty() {
            self.markdown.push_str(&format!("### Notes\n\n{}\n\n", text.trim()));
        }
    }

    /// The text of a paragraph with its line breaks, links and the marks of its notes.
    fn inline(&mut self, element: &Element) -> String {
        let mut out = String::new();
        self.push_inline(element, &mut out);
        out
    }

    fn push_inline(&mut self, parent: &Element, out: &mut String) {
        for node in &parent.children {
            let element = match node {
                Node::Text(text) => {
                    push_collapsed(out, text);
                    continue;
                }
                Node::Element(element) => element,
            };
            match element.name.as_str() {
                "s" => out.extend(std::iter::repeat_n(' ', repeats(element, "c"))),
                "tab" => out.push('\t'),
                "line-break" => out.push('\n'),
                "annotation" | "annotation-end" | "page-number" | "title" | "desc" | "image" => {}
                "note" => {
                    let body = element.child("note-body").map(|body| {
                        let texts: Vec<String> =
                            body.elements().map(|part| self.inline(part)).collect();
                        one_line(&texts.join(" "))
                    });
                    self.notes.push(body.unwrap_or_default());
                    out.push_str(&format!("[^{}]", self.notes.len()));
                }
                _ if self.is_hidden(element) => {}
                "a" => {
                    let text = one_line(&self.inline(element));
                    match element
                        .attribute("href")
                        .filter(|href| href.starts_with("http") || href.starts_with("mailto:"))
                    {
                        Some(href) if !text.is_empty() && text != href => {
                            out.push_str(&format!("[{text}]({href})"));
                        }
                        _ => out.push_str(&text),
                    }
                }
                "p" | "h" if !out.is_empty() => {
                    out.push('\n');
                    self.push_inline(element, out);
                }
                _ => self.push_inline(element, out),
            }
        }
    }
}

fn repeats(element: &Element, attribute: &str) -> usize {
    let count = element.attribute(attribute).and_then(|count| count.parse().ok()).unwrap_or(1);
    usize::clamp(count, 1, MAX_REPEATS)
}

/// White space of the file is one blank; what a document means by more has elements of its own.
fn push_collapsed(out: &mut String, text: &str) {
    for character in text.chars() {
        if !matches!(character, ' ' | '\n' | '\t' | '\r') {
            out.push(character);
        } else if !out.ends_with([' ', '\n', '\t']) {
            out.push(' ');
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
