//! What messages of every format have in common: their heads, and their hard-wrapped text.

use super::{ConvertError, Converted, Hidden, Source, html};

/// A message without its attachments.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// Its subject.
    pub subject: String,
    /// The lines of its head that a reader cares for: a name as `From`, and its value.
    pub head: Vec<(&'static str, String)>,
    /// Its text, as Markdown.
    pub body: String,
    /// The hidden text that its body had.
    pub hidden: Hidden,
}

impl Message {
    /// Adds a line to the head, unless it is empty.
    pub(super) fn add(&mut self, name: &'static str, value: &str) {
        let value = one_line(value);
        if !value.is_empty() {
            self.head.push((name, value));
        }
    }

    /// The message as a document.
    pub(super) fn document(self) -> Converted {
        let mut parts = Vec::new();
        let subject = one_line(&self.subject);
        if !subject.is_empty() {
            parts.push(format!("# {subject}"));
        }
        let head: Vec<String> =
            self.head.iter().map(|(name, value)| format!("- {name}: {value}")).collect();
        parts.extend((!head.is_empty()).then(|| head.join("\n")));
        parts.extend((!self.body.trim().is_empty()).then(|| self.body.trim().to_owned()));
        Converted { markdown: parts.join("\n\n"), hidden: self.hidden, ..Converted::default() }
    }
}

/// Below this many bytes a picture has no room for text that somebody would look for.
const SMALL: usize = 4 << 10;

/// Marks the pictures among an attachment's documents that an e-mail shows in its text, or that are small:
/// mostly signatures' logos.
pub(super) fn mark_decoration(documents: &mut [Converted], shown: bool, bytes: &[u8]) {
    for document in documents {
        document.decorates = !document.pictures.is_empty() && (shown || bytes.len() < SMALL);
    }
}

/// White space of every kind to single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The Markdown of a message's web page, and its hidden text.
pub(super) fn html_body(page: &str) -> Result<(String, Hidden), ConvertError> {
    use super::Converter;
    // The mark in front outweighs a declared character set: this text is decoded already.
    let page = format!("\u{feff}{page}");
    let documents = html::Html.convert(&Source::new(page.as_bytes(), "message.html"))?;
    let mut hidden = Hidden::default();
    documents.iter().for_each(|document| hidden.join(&document.hidden));
    let texts: Vec<String> = documents.into_iter().map(|document| document.markdown).collect();
    Ok((texts.join("\n\n"), hidden))
}

/// The better one of a message's web page and its plain text: the page has the lists, tables and
/// links, unless it says less.
pub(super) fn better_body(page: Option<&str>, plain: Option<&str>) -> (String, Hidden) {
    let letters = |text: &str| text.chars().filter(|one| one.is_alphanumeric()).count();
    let page = page.and_then(|page| html_body(page).ok());
    let plain = plain.map(plain_body).unwrap_or_default();
    match page {
        Some((text, hidden)) if letters(&text) * 2 > letters(&plain) => (text, hidden),
        Some((_, hidden)) => (plain, hidden),
        None => (plain, Hidden::default()),
    }
}

/// A line at least this long was wrapped by the program that sent it, in characters.
const WRAPPED: usize = 55;

/// Plain text with its paragraphs joined: senders wrap lines at some 72 characters. Quoted history
/// stays quoted.
pub(super) fn plain_body(text: &str) -> String {
    let mut out = String::new();
    let mut last: Option<(usize, String)> = None;
    for line in text.lines() {
        let (depth, content) = quoted(line.trim_end_matches('\r'));
        let joins = last
            .as_ref()
            .is_some_and(|(before, previous)| *before == depth && runs_on(previous, content));
        if joins {
            out.push(' ');
        } else if last.is_some() {
            let blank = content.trim().is_empty();
            let changed = last.as_ref().is_some_and(|(before, _)| *before != depth);
            let item = starts_item(content) || content.starts_with([' ', '\t']);
            let was_blank = last.as_ref().is_some_and(|(_, previous)| previous.trim().is_empty());
            if blank && was_blank && !changed {
                continue;
            }
            out.push('\n');
            // A line of its own is a paragraph of its own.
            if !blank && !was_blank && !item {
                out.push_str(&"> ".repeat(if changed { 0 } else { depth }));
                out.push('\n');
            }
        }
        if !joins {
            out.push_str(&"> ".repeat(depth));
        }
        out.push_str(if joins { content.trim() } else { content.trim_end() });
        last = Some((depth, content.trim_end_matches('\n').to_owned()));
    }
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// How often a line is quoted, and what it says.
fn quoted(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while let Some(inner) = rest.strip_prefix('>') {
        depth += 1;
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    (depth.min(8), rest)
}

/// Whether a line goes on in the next one.
fn runs_on(line: &str, next: &str) -> bool {
    let next_word = next.split_whitespace().next().unwrap_or_default().chars().count();
    let long = line.chars().count();
    !next.trim().is_empty()
        && !next.starts_with([' ', '\t'])
        && !starts_item(next)
        && !line.trim_start().starts_with(['|', '+'])
        && !line.ends_with([':', '-', '_', '='])
        // Wrapped: the next word would not have had room. A space at the end says so itself.
        && (long >= WRAPPED && long + 1 + next_word > 66 || line.ends_with(' ') && long > 40)
}

fn starts_item(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line.starts_with(['-', '*', '•', '+', '|', '#', '='])
        || (1..=3).contains(&digits) && line[digits..].starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_joined_and_others_are_not() {
        let text = "Hello Ann,\n\nyour order was sent on Monday and it should arrive with you on\nWednesday at the latest.\n\n- one\n- two\n\nBest,\nTim";
        assert_eq!(
            plain_body(text),
            "Hello Ann,\n\nyour order was sent on Monday and it should arrive with you on Wednesday at the latest.\n\n- one\n- two\n\nBest,\n\nTim"
        );
    }

    #[test]
    fn history_stays_quoted() {
        let text = "Yes.\n\n> Can I send it back?\n> > Older";
        assert_eq!(plain_body(text), "Yes.\n\n> Can I send it back?\n\n> > Older");
    }
}
