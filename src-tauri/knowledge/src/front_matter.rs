//! The few lines between `---` at the head of a Markdown file.

use serde::{Deserialize, Serialize};

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Its title.
    pub title: Option<String>,
    /// Its category, lower-case.
    pub category: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

impl Meta {
    /// Empty values become none, the category lower-case.
    pub(crate) fn tidy(self) -> Self {
        let some = |text: Option<String>| {
            text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self {
            title: some(self.title),
            category: some(self.category).map(|category| category.to_lowercase()),
            tags: self.tags.into_iter().filter_map(|tag| some(Some(tag))).collect(),
        }
    }
}

/// Splits front matter from the body. Text that does not begin with a closed block has none.
///
/// Reads the little of YAML that people write there: `key: value`, quotes, `[a, b]`, and `- a` lines.
/// Keys that we do not know are skipped, whatever stands below them.
pub(crate) fn split(text: &str) -> (Meta, &str) {
    let Some(rest) = text.trim_start_matches('\u{feff}').strip_prefix("---") else {
        return (Meta::default(), text);
    };
    let Some(first_line) = rest.find('\n').filter(|&end| rest[..end].trim().is_empty()) else {
        return (Meta::default(), text);
    };
    let block = &rest[first_line + 1..];
    let mut offset = 0;
    for line in block.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (
                parse(&block[..offset]),
                block[offset + line.len()..].trim_start_matches('\n'),
            );
        }
        offset += line.len();
    }
    (Meta::default(), text)
}

fn parse(block: &str) -> Meta {
    let mut meta = Meta::default();
    let mut list_of_tags = false;
    for line in block.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if list_of_tags {
                meta.tags.push(unquote(item));
            }
            continue;
        }
        let Some((key, value)) =
            line.split_once(':').filter(|(key, _)| !key.starts_with([' ', '\t', '#']))
        else {
            continue;
        };
        let key = key.trim().to_ascii_lowercase();
        list_of_tags = key == "tags";
        match key.as_str() {
            "title" => meta.title = Some(unquote(value)),
            "category" | "categories" => meta.category = items(value).into_iter().next(),
            "tags" => meta.tags = items(value),
            _ => {}
        }
    }
    meta.tidy()
}

/// `[a, b]`, `a, b` or one value.
fn items(value: &str) -> Vec<String> {
    let value = value.trim();
    let inner = value.strip_prefix('[').and_then(|value| value.strip_suffix(']')).unwrap_or(value);
    inner.split(',').map(unquote).collect()
}

fn unquote(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote)) {
            return inner.replace("\\\"", "\"").replace("''", "'");
        }
    }
    // A comment may follow a bare value.
    value.split(" #").next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_lists_and_quotes_are_read() {
        for tags in [
            "tags: [refund, \"gift card\"]",
            "tags:\n  - refund\n  - 'gift card'",
            "tags: refund, gift card",
        ] {
            let text = format!(
                "---\ntitle: \"Refunds: how\"\nCategory: Billing # main\nauthor:\n- x\n{tags}\n---\n\n# Body\n"
            );
            let (meta, body) = split(&text);
            assert_eq!(meta.title.as_deref(), Some("Refunds: how"));
            assert_eq!(meta.category.as_deref(), Some("billing"));
            assert_eq!(meta.tags, ["refund", "gift card"], "{tags}");
            assert_eq!(body, "# Body\n");
        }
    }

    #[test]
    fn a_rule_or_an_open_block_is_no_front_matter() {
        for text in ["---\ntitle: x\nno end", "--- \n", "----\na: b\n---\n", "text\n---\n"] {
            assert_eq!(split(text), (Meta::default(), text));
        }
    }
}
