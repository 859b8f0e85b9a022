//! XML of any kind, as names and values, its passages of text as paragraphs.

use super::tree::{self, Element, Node};
use super::{ConvertError, Converted, Converter, Kind, Source};

/// `.xml`.
pub(super) struct Xml;

impl Converter for Xml {
    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Xml, Kind::Text]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let root = tree::parse(source.bytes)?;
        let mut markdown = String::new();
        push(&mut markdown, &root, 0);
        Ok(vec![Converted { markdown: markdown.trim().to_owned(), ..Converted::default() }])
    }
}

/// Deeper than this, the indent stays.
const MAX_INDENT: usize = 8;

fn push(out: &mut String, element: &Element, depth: usize) {
    let is_text = |node: &Node| matches!(node, Node::Text(text) if !text.trim().is_empty());
    let has_elements = element.elements().next().is_some();
    if has_elements && element.children.iter().any(is_text) {
        // Text with marks in it: the marks are how it looks, not what it says.
        return push_line(out, depth, &element.name, &passage(element));
    }
    let text = if has_elements { String::new() } else { element.text() };
    push_line(out, depth, &element.name, &text);
    for (name, value) in &element.attributes {
        if !value.trim().is_empty() {
            push_line(out, depth + 1, name, value);
        }
    }
    for child in element.elements() {
        push(out, child, depth + 1);
    }
}

/// The text of an element with marks in it. Elements that touch are words of their own, as authors
/// and their addresses are; one that touches text is a part of a word, as in H<sub>2</sub>O.
fn passage(element: &Element) -> String {
    let mut text = String::new();
    let mut after_element = false;
    for node in &element.children {
        match node {
            Node::Text(more) => text.push_str(more),
            Node::Element(inner) => {
                if after_element {
                    text.push(' ');
                }
                text.push_str(&passage(inner));
            }
        }
        after_element = matches!(node, Node::Element(_));
    }
    text
}

fn push_line(out: &mut String, depth: usize, name: &str, value: &str) {
    out.push_str(&"  ".repeat(depth.min(MAX_INDENT)));
    out.push_str(&format!("- {name}:"));
    for word in value.split_whitespace() {
        out.push(' ');
        out.push_str(word);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_values_and_passages_are_read() {
        let text = Xml
            .convert(&Source::new(
                b"<?xml version='1.0'?><order xmlns:x='urn:x' id='7'><item>Lamp</item><note>Call <b>before</b> noon</note><by>Mx <id>A1</id><firm>Lamp</firm>, H<sub>2</sub>O</by></order>",
                "a.xml",
            ))
            .unwrap()
            .remove(0)
            .markdown;
        assert_eq!(
            text,
            "- order:\n  - id: 7\n  - item: Lamp\n  - note: Call before noon\n  - by: Mx A1 Lamp, H2O"
        );
    }
}
