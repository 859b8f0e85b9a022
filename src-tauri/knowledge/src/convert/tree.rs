//! XML as a tree, small and bounded. Entities that a document defines itself are not expanded, and
//! nothing outside of it is ever fetched.

use quick_xml::events::{BytesStart, Event};

use super::{ConvertError, decode};

/// How deep elements may nest; real documents measured below 60.
const MAX_DEPTH: usize = 256;

/// An element. Names are without their prefix.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of the attribute of this name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element of this name at any depth.
    pub(super) fn descendant(&self, name: &str) -> Option<&Self> {
        self.elements().find_map(|element| {
            if element.name == name { Some(element) } else { element.descendant(name) }
        })
    }

    /// All text in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.push_text(out),
            }
        }
    }
}

/// Parses a whole document; the result is its root element.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, ConvertError> {
    let text = decode::labelled(bytes, encoding(bytes));
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                if open.len() > MAX_DEPTH {
                    return Err(ConvertError::OverLimit(format!(
                        "more than {MAX_DEPTH} elements in each other"
                    )));
                }
                open.push(element(&tag));
            }
            Ok(Event::Empty(tag)) => push(&mut open, Node::Element(element(&tag))),
            Ok(Event::End(_)) if open.len() > 1 => close(&mut open),
            Ok(Event::Text(text)) => {
                push(&mut open, Node::Text(unescape(&String::from_utf8_lossy(&text))));
            }
            Ok(Event::CData(text)) => {
                push(&mut open, Node::Text(String::from_utf8_lossy(&text).into_owned()));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let place = reader.error_position();
                return Err(ConvertError::Malformed(format!(
                    "its XML breaks at byte {place}: {error}"
                )));
            }
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open.pop().and_then(|top| {
        top.children.into_iter().find_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    });
    root.ok_or_else(|| ConvertError::Malformed("it is no XML".to_owned()))
}

fn push(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        push(open, Node::Element(element));
    }
}

fn element(tag: &BytesStart<'_>) -> Element {
    let local = |name: quick_xml::name::QName<'_>| {
        String::from_utf8_lossy(name.local_name().as_ref()).into_owned()
    };
    let attributes = tag
        .attributes()
        .with_checks(false)
        .flatten()
        // Where a namespace is declared, is no word of the document.
        .filter(|attribute| attribute.key.as_namespace_binding().is_none())
        .map(|attribute| {
            (local(attribute.key), unescape(&String::from_utf8_lossy(&attribute.value)))
        })
        .collect();
    Element { name: local(tag.name()), attributes, children: Vec::new() }
}

/// Resolves the entities that every XML document has, and the blank that many have from HTML; others
/// stay as they are written.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|character| (character, end))) {
            Some((character, end)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| *character != '\0')?
        }
    })
}

/// The encoding that the XML declaration names.
fn encoding(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(256)];
    let from = head.windows(9).position(|window| window == b"encoding=")? + 10;
    let value = head.get(from..)?;
    value.iter().position(|byte| matches!(byte, b'"' | b'\'')).map(|end| &value[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_attributes_and_encodings_are_read() {
        let root = parse(b"<?xml version='1.0' encoding='ISO-8859-1'?><a:x a:k='1 &amp; 2'>\xE9&#x41;<b/><![CDATA[<c>]]></a:x>").unwrap();
        assert_eq!((root.name.as_str(), root.attribute("k")), ("x", Some("1 & 2")));
        assert_eq!(root.text(), "éA<c>");
    }

    #[test]
    fn own_entities_stay_closed_and_nesting_ends() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"xx\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&b;&c;</a>";
        assert_eq!(parse(bomb.as_bytes()).unwrap().text(), "&b;&c;");
        assert!(matches!(parse("<a>".repeat(100_000).as_bytes()), Err(ConvertError::OverLimit(_))));
        for broken in ["", "no xml", "<a", "</a>"] {
            assert!(parse(broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
