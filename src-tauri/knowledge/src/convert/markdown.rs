//! Markdown: front matter read and removed, comments dropped, wrapped lines joined. In MDX, what is
//! program goes and what is text stays.

use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, decode, reflow::reflow};
use crate::front_matter;

/// `.md`, `.markdown`, `.mdx`.
pub(super) struct Markdown;

impl Converter for Markdown {
    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mdx", "mdoc"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Text]
    }

    fn contained(&self) -> bool {
        false
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let text = decode::text(source.bytes);
        let (mut meta, body) = front_matter::split(&text);
        let (body, hidden) = without_comments(body);
        let body = if source.name.to_ascii_lowercase().ends_with(".mdx") {
            text_of_mdx(&body)
        } else {
            body
        };
        let mut markdown = reflow(&body);
        if let Some(summary) = meta.summary.take() {
            markdown = format!("{summary}\n\n{markdown}");
        }
        Ok(vec![Converted { meta, markdown, hidden, ..Converted::default() }])
    }
}

/// The text outside and inside of fenced code, in pieces: code is never touched.
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mark = |line: &str| {
            ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark))
        };
        let fence = mark(rest);
        let mut end = 0;
        for (index, line) in rest.split_inclusive('\n').enumerate() {
            match fence {
                None if mark(line).is_some() => break,
                Some(fence) if index > 0 && line.trim_start().starts_with(fence) => {
                    end += line.len();
                    break;
                }
                _ => end += line.len(),
            }
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some((fence.is_some(), piece))
    })
}

/// Drops `<!-- … -->`, which nobody sees, and gives those that say something.
fn without_comments(text: &str) -> (String, Hidden) {
    if !text.contains("<!--") {
        return (text.to_owned(), Hidden::default());
    }
    let mut out = String::with_capacity(text.len());
    let mut hidden = Hidden::default();
    for (is_code, piece) in pieces(text) {
        let mut rest = piece;
        while let Some((before, comment)) = rest.split_once("<!--").filter(|_| !is_code) {
            // A comment that is never closed is text.
            let Some((said, after)) = comment.split_once("-->") else { break };
            out.push_str(before);
            if said.chars().any(char::is_alphanumeric) {
                hidden.add(said);
            }
            rest = after;
        }
        out.push_str(rest);
    }
    (out, hidden)
}

/// The text of MDX: without imports, exports, expressions in braces that stand alone, and the tags of
/// components, whose titles and labels stay.
fn text_of_mdx(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (is_code, piece) in pieces(text) {
        if is_code {
            out.push_str(piece);
            continue;
        }
        let mut statement = false;
        let mut kept = String::with_capacity(piece.len());
        for line in piece.split_inclusive('\n') {
            // A statement goes on to the next blank line.
            statement = !line.trim().is_empty()
                && (statement || line.starts_with("import ") || line.starts_with("export "));
            let alone = line.trim().starts_with('{') && line.trim().ends_with('}');
            if !statement && !alone {
                kept.push_str(line);
            }
        }
        push_without_tags(&mut out, &kept);
    }
    out
}

/// Removes the tags whose names are components' (an upper-case letter, or none at all).
fn push_without_tags(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].trim_start_matches('/');
        let is_component =
            name.starts_with(|c: char| c.is_ascii_uppercase()) || name.starts_with('>');
        match tag_end(rest).filter(|_| is_component) {
            Some(end) => {
                let tag = &rest[..end];
                for attribute in ["title=", "label=", "summary="] {
                    if let Some(value) = quoted(tag, attribute) {
                        out.push_str(&format!("**{value}**\n\n"));
                    }
                }
                rest = &rest[end..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

/// Where the tag that `text` begins with ends; quotes and braces in it hold.
fn tag_end(text: &str) -> Option<usize> {
    let (mut quote, mut braces) = (None, 0_i32);
    for (index, character) in text.char_indices().take(4_000) {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '{') => braces += 1,
            (None, '}') => braces -= 1,
            (None, '>') if braces <= 0 => return Some(index + 1),
            _ => {}
        }
    }
    None
}

/// The quoted value of an attribute.
fn quoted<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let at = tag.find(attribute).filter(|&at| tag[..at].ends_with(char::is_whitespace))?;
    let value = &tag[at + attribute.len()..];
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split_once(quote).map(|(value, _)| value).filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(name: &str, text: &str) -> Converted {
        Markdown.convert(&Source::new(text.as_bytes(), name)).unwrap().remove(0)
    }

    #[test]
    fn comments_are_dropped_and_counted_but_not_in_code() {
        let page = converted(
            "a.md",
            "One <!-- secret --> two <!-- open\n\n```html\n<!-- shown -->\n```\n<!-- -->\n",
        );
        assert_eq!(page.markdown.trim_end(), "One  two <!-- open\n\n```html\n<!-- shown -->\n```");
        assert_eq!(page.hidden.pieces, 1);
    }

    #[test]
    fn what_the_head_says_of_the_text_stands_before_it() {
        let page = converted(
            "a.md",
            "---\ntitle: Refunds\ndescription: \"How long: 5 days\"\n---\n\n# Refunds\n",
        );
        assert_eq!(page.markdown.trim_end(), "How long: 5 days\n\n# Refunds");
    }

    #[test]
    fn components_and_programs_leave_their_text() {
        let text = "import { Card } from 'x'\nexport const a = {\n  b: 1\n}\n\n# Refunds\n\n<Card title=\"Cards\" onClick={() => go('>')}>\n\nFive *days*.\n\n</Card>\n\n{/* note */}\n\n```jsx\nimport x from 'y'\n<Card/>\n```\n\nif a < b then\n";
        let page = converted("a.mdx", text).markdown;
        for kept in [
            "# Refunds",
            "**Cards**",
            "Five *days*.",
            "import x from 'y'\n<Card/>",
            "if a < b then",
        ] {
            assert!(page.contains(kept), "{kept} is missing in:\n{page}");
        }
        for gone in ["import {", "b: 1", "onClick", "</Card>", "note"] {
            assert!(!page.contains(gone), "{gone} is in:\n{page}");
        }
    }
}
