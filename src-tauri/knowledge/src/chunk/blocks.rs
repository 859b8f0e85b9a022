//! Markdown to blocks: the pieces that a chunk is put together from.

use std::ops::Range;

/// What a block is, as far as cutting cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of this level, 1 to 6.
    Heading(usize),
    /// Lines of prose.
    Paragraph,
    /// Bullets or numbered steps, with what is indented below them.
    List,
    /// Rows between bars.
    Table,
    /// A fenced block.
    Code,
}

/// One block by its place in the Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// The blocks of `markdown` in order. Their spans do not overlap and hold every word of it.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in markdown.split_inclusive('\n') {
        lines.push((offset..offset + line.len(), line.trim_end()));
        offset += line.len();
    }
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].1.is_empty() {
            at += 1;
            continue;
        }
        let (kind, end) = block_at(&lines, at);
        blocks.push(Block { kind, span: lines[at].0.start..lines[end - 1].0.end });
        at = end;
    }
    blocks
}

type Line<'a> = (Range<usize>, &'a str);

/// The block that begins at line `at`, and the line after it.
fn block_at(lines: &[Line<'_>], at: usize) -> (Kind, usize) {
    let line = lines[at].1;
    let after = |keep: &dyn Fn(&str) -> bool| {
        at + 1 + lines[at + 1..].iter().take_while(|(_, line)| keep(line)).count()
    };
    if let Some(fence) = fence(line) {
        let close =
            lines[at + 1..].iter().position(|(_, line)| line.trim_start().starts_with(fence));
        return (Kind::Code, close.map_or(lines.len(), |place| at + place + 2));
    }
    if let Some(level) = heading_level(line) {
        return (Kind::Heading(level), at + 1);
    }
    if line.trim_start().starts_with('|') {
        return (Kind::Table, after(&|line| line.trim_start().starts_with('|')));
    }
    if is_list_item(line) {
        return (Kind::List, list_end(lines, at));
    }
    if let Some(level) = lines.get(at + 1).and_then(|(_, next)| underline_level(next)) {
        return (Kind::Heading(level), at + 2);
    }
    let end = after(&|line| {
        !line.is_empty()
            && fence(line).is_none()
            && heading_level(line).is_none()
            && !line.trim_start().starts_with('|')
            && !is_list_item(line)
    });
    (Kind::Paragraph, end)
}

/// A list goes on over blank lines while items or indented lines follow.
fn list_end(lines: &[Line<'_>], at: usize) -> usize {
    let mut end = at + 1;
    let mut next = end;
    while let Some((_, line)) = lines.get(next) {
        let after_blank = next > end;
        if line.is_empty() {
            next += 1;
        } else if heading_level(line).is_some() {
            break;
        } else if is_list_item(line) || line.starts_with([' ', '\t']) || !after_blank {
            next += 1;
            end = next;
        } else {
            break;
        }
    }
    end
}

/// The mark that opens a fenced block.
fn fence(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark))
}

/// The level of a heading with number signs.
fn heading_level(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(' ');
    let level = rest.bytes().take_while(|&byte| byte == b'#').count();
    let spaced = rest[level..].is_empty() || rest[level..].starts_with([' ', '\t']);
    (line.len() - rest.len() <= 3 && (1..=6).contains(&level) && spaced).then_some(level)
}

/// The level that a line below a heading's words gives it.
fn underline_level(line: &str) -> Option<usize> {
    let all = |mark: u8| line.len() >= 3 && line.bytes().all(|byte| byte == mark);
    if all(b'=') { Some(1) } else { all(b'-').then_some(2) }
}

/// Whether a line begins an item: `- `, `* `, `+ `, `1. ` or `1) `.
pub(super) fn is_list_item(line: &str) -> bool {
    let line = line.trim_start();
    let bullet = line.strip_prefix(['-', '*', '+', '•']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number =
        (1..=3).contains(&digits).then(|| line[digits..].strip_prefix(['.', ')'])).flatten();
    bullet.or(number).is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// A heading's words, without its marks.
pub(super) fn heading_text(block: &str) -> String {
    let line = block.lines().next().unwrap_or_default().trim();
    let line = line.trim_start_matches('#').trim_end_matches('#').trim();
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    // Links keep their words.
    while let Some((before, link)) = rest.split_once('[') {
        match link
            .split_once("](")
            .and_then(|(words, target)| target.split_once(')').map(|(_, after)| (words, after)))
        {
            Some((words, after)) => {
                text.push_str(before);
                text.push_str(words);
                rest = after;
            }
            None => break,
        }
    }
    text.push_str(rest);
    text.replace("**", "").replace('`', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(markdown: &str) -> Vec<(Kind, String)> {
        blocks(markdown)
            .into_iter()
            .map(|block| (block.kind, markdown[block.span].trim_end().to_owned()))
            .collect()
    }

    #[test]
    fn blocks_are_told_apart() {
        let markdown = "Title\n=====\nlead\nmore\n\n1. one\n\n   note\n\n2. two\nafter\n\n```sh\n# no heading\n```\n| a |\n|---|\n## Next ##\n";
        let expected = [
            (Kind::Heading(1), "Title\n====="),
            (Kind::Paragraph, "lead\nmore"),
            (Kind::List, "1. one\n\n   note\n\n2. two\nafter"),
            (Kind::Code, "```sh\n# no heading\n```"),
            (Kind::Table, "| a |\n|---|"),
            (Kind::Heading(2), "## Next ##"),
        ];
        assert_eq!(kinds(markdown), expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn headings_lose_their_marks_and_keep_their_words() {
        assert_eq!(
            heading_text("## See [the `Pro` plan](plan.md) **now** ##"),
            "See the Pro plan now"
        );
    }
}
