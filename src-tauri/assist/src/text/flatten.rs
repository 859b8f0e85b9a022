//! Markdown made plain for a customer: the words stay, the marks go.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::passage::{self, Kind};
use super::pattern;

static IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"!\[([^\]]*)\]\([^)]*\)"));
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\(\s*<?([^)\s>]*)>?(?:\s+"[^"]*")?\s*\)"#)
});
static ALERT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*"));
static BARE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"https?://(?:www\.)?([^\s/?#]+)(?:\S*[^\s.,;:!?)])?"));
static AUTOLINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"<((?:https?://|mailto:)[^>\s]+)>"));
static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>"));
static STRONG: LazyLock<Regex> = LazyLock::new(|| pattern(r"\*\*|~~|\b__|__\b|`"));
static STAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(^|[\s(\[\x22'])\*(\S)|(\S)\*([\s).,;:!?\]\x22']|$)"));
static UNDERSCORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(^|[\s(])_(\S)|(\S)_([\s).,;:!?]|$)"));
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\([\\`*_{}\[\]()#+\-.!|<>~])"));
static SPACES: LazyLock<Regex> = LazyLock::new(|| pattern(r"[ \t]+"));
static MARKER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([ \t]*)([-*+]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?"));

/// `markdown` as plain text: marks of emphasis, code and headings removed, an address in brackets
/// after a link's words, lists one item a line, a table row as `Head: cell; Head: cell`.
///
/// Words are neither added nor reordered, so the result of a quote says what the quote says.
pub fn flatten(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for block in passage::blocks(markdown) {
        let text = &markdown[block.range.clone()];
        let plain = match block.kind {
            Kind::Paragraph => inline(&unquoted(text)),
            Kind::Heading => inline(text.trim_start_matches('#').trim_end_matches('#')),
            Kind::List { .. } => block
                .items
                .iter()
                .map(|item| list_item(&markdown[item.clone()]))
                .collect::<Vec<_>>()
                .join("\n"),
            Kind::Table => table(text),
            Kind::Code => code(text),
        };
        if plain.trim().is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(plain.trim_end());
    }
    out
}

/// `markdown` as somebody would read it out: as [`flatten`] has it, of a link only its words, of a bare address the
/// name of its site, and each line ended, so that a voice pauses there.
pub fn spoken(markdown: &str) -> String {
    let words = LINK.replace_all(markdown, "$1");
    let plain = flatten(&words);
    let plain = BARE.replace_all(&plain, "$1");
    let lines = plain
        .lines()
        .map(|line| line.trim().trim_start_matches("- "))
        .filter(|line| !line.is_empty());
    let ended = lines.map(|line| match line.ends_with(|last: char| last.is_alphanumeric()) {
        true => format!("{line}."),
        false => line.to_owned(),
    });
    ended.collect::<Vec<_>>().join("\n")
}

/// One run of Markdown text on one line.
fn inline(text: &str) -> String {
    let text = ALERT.replace(text, "");
    let text = IMAGE.replace_all(&text, "$1");
    let text = LINK.replace_all(&text, |found: &Captures<'_>| {
        let (words, target) = (&found[1], &found[2]);
        let address = target.strip_prefix("mailto:").unwrap_or(target);
        if words == address || !(target.starts_with("http") || target.starts_with("mailto:")) {
            words.to_owned()
        } else {
            format!("{words} ({address})")
        }
    });
    let text = AUTOLINK.replace_all(&text, "$1");
    let text = TAG.replace_all(&text, " ");
    let text = STRONG.replace_all(&text, "");
    let text = STAR.replace_all(&text, "$1$2$3$4");
    let text = UNDERSCORE.replace_all(&text, "$1$2$3$4");
    let text = ESCAPE.replace_all(&text, "$1");
    let text = text
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    let text = text.replace("&amp;", "&").replace(['\n', '\r'], " ");
    SPACES.replace_all(text.trim(), " ").into_owned()
}

fn unquoted(text: &str) -> String {
    text.lines()
        .map(|line| line.trim_start().trim_start_matches(['>', ' ']))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A list item with its mark; the items below it are indented by two spaces a level.
fn list_item(text: &str) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut outermost = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match (MARKER.captures(line), lines.last_mut()) {
            (Some(found), _) => {
                let depth = found[1].replace('\t', "    ").len().div_ceil(3);
                if lines.is_empty() {
                    outermost = depth;
                }
                let mark = if found[2].ends_with(['.', ')']) { &found[2] } else { "-" };
                let indent = "  ".repeat(depth.saturating_sub(outermost));
                lines.push((format!("{indent}{mark} "), line[found[0].len()..].to_owned()));
            }
            (None, Some((_, words))) => {
                words.push(' ');
                words.push_str(line.trim());
            }
            (None, None) => lines.push((String::new(), line.to_owned())),
        }
    }
    lines
        .into_iter()
        .map(|(mark, words)| format!("{mark}{}", inline(&words)))
        .collect::<Vec<_>>()
        .join("\n")
}

fn table(text: &str) -> String {
    let mut rows = text.lines().map(cells);
    let Some(head) = rows.next() else { return String::new() };
    let rows: Vec<Vec<String>> = rows.filter(|row| !row.iter().all(|cell| is_rule(cell))).collect();
    let line = |row: &Vec<String>| {
        let named =
            row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(column, cell)| {
                match head.get(column).filter(|name| !name.is_empty()) {
                    Some(name) => format!("{name}: {cell}"),
                    None => cell.clone(),
                }
            });
        // A cell that ends as a sentence goes on within the row.
        named.collect::<Vec<_>>().join("; ").replace(".; ", "; ")
    };
    if rows.is_empty() {
        head.join("; ")
    } else {
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// The cells of a row of a table, plain.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches('>').trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line);
    line.replace("\\|", "\u{1}").split('|').map(|cell| inline(cell).replace('\u{1}', "|")).collect()
}

fn is_rule(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | ' '))
}

fn code(text: &str) -> String {
    text.lines().filter(|line| !is_fence(line)).collect::<Vec<_>>().join("\n")
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let cases = [
            ("Open **Settings** and _choose_ `Export`.", "Open Settings and choose Export."),
            (
                "See [the guide](guide.md) or [our site](https://x.example/a).",
                "See the guide or our site (https://x.example/a).",
            ),
            ("Write to <mailto:a@x.example>\nor wait.", "Write to mailto:a@x.example or wait."),
            ("Set max_retry_count to 5 * 3.", "Set max_retry_count to 5 * 3."),
            ("> Note that\n> it is warm.", "Note that it is warm."),
            ("- one\n- [ ] two\n  - deeper", "- one\n- two\n  - deeper"),
            ("  - indented\n  - list", "- indented\n- list"),
            ("[Set up [the] hub](https://x.example)", "Set up [the] hub (https://x.example)"),
            ("> [!NOTE]\n> It is hot.", "It is hot."),
            ("1. Open it\n   and wait.\n2. Close it.", "1. Open it and wait.\n2. Close it."),
            (
                "| Plan | Price |\n|---|---:|\n| Free | 0 |\n| Pro | 9 |",
                "Plan: Free; Price: 0\nPlan: Pro; Price: 9",
            ),
            (
                "| Code | Cause | Do |\n|---|---|---|\n| E07 | It is open. | Close it. |",
                "Code: E07; Cause: It is open; Do: Close it.",
            ),
            ("```sh\nls -l *\n```", "ls -l *"),
            ("a &amp; b<br>c ![chart](x.png)", "a & b c chart"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(flatten(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn what_is_read_out_has_neither_marks_nor_addresses() {
        for (markdown, expected) in [
            (
                "Open **Settings** and see [the guide](https://x.example/a/b).",
                "Open Settings and see the guide.",
            ),
            ("Look at https://www.x.example/a?b=1, please.", "Look at x.example, please."),
            ("It is on https://x.example.", "It is on x.example."),
            (
                "## Steps\n\n1. Open it\n2. Wait!\n\n- `Save`",
                "Steps.\n1. Open it.\n2. Wait!\nSave.",
            ),
            ("Hello, 5 * 3 is 15", "Hello, 5 * 3 is 15."),
        ] {
            assert_eq!(spoken(markdown), expected, "{markdown}");
        }
    }
}
