//! The few lines between `---` at the head of a Markdown file.

use aside_contract::Visibility;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// Dates and times that people write without a time zone; they are taken as UTC.
const TIMES: &[&str] = &["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
const DATES: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y"];
/// A bare number up to this counts seconds since 1970, above it milliseconds: the year 5138 and 1973.
const MOST_SECONDS: i64 = 100_000_000_000;

/// Values of `visibility` that let customers see a document, and of `internal` and `public` that say no.
const PUBLIC: &[&str] = &["public", "external"];
const NO: &[&str] = &["false", "no", "off", "0", "n"];

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Its title.
    pub title: Option<String>,
    /// What it is about, in a sentence or two that its text does not repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its category, lower-case.
    pub category: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was last changed, in milliseconds since 1970.
    pub updated: Option<i64>,
    /// Who may be shown it.
    pub visibility: Visibility,
}

impl Meta {
    /// Empty values become none, the category lower-case.
    pub(crate) fn tidy(self) -> Self {
        let some = |text: Option<String>| {
            text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self {
            title: some(self.title),
            summary: some(self.summary),
            category: some(self.category).map(|category| category.to_lowercase()),
            tags: self.tags.into_iter().filter_map(|tag| some(Some(tag))).collect(),
            ..self
        }
    }

    /// Takes in one field that says how old the document is or who may see it; others are none of
    /// its business.
    ///
    /// A time of change comes before a mere date. A list is its items with commas between. Once internal,
    /// a document stays internal, and a visibility that we do not know is internal too: too little shown
    /// does less harm than too much.
    pub(crate) fn note(&mut self, key: &str, value: &str) {
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "updated" | "updated_at" | "last_updated" | "last_modified" | "modified" => {
                self.updated = time(value).or(self.updated);
            }
            "date" => self.updated = self.updated.or_else(|| time(value)),
            "visibility" if words(value).any(|word| !is_one_of(word, PUBLIC)) => {
                self.visibility = Visibility::Internal;
            }
            "internal" if words(value).any(|word| !is_one_of(word, NO)) => {
                self.visibility = Visibility::Internal;
            }
            "public" if words(value).any(|word| is_one_of(word, NO)) => {
                self.visibility = Visibility::Internal;
            }
            "audience" if words(value).any(is_of_the_team) => {
                self.visibility = Visibility::Internal;
            }
            _ => {}
        }
    }
}

fn is_one_of(value: &str, words: &[&str]) -> bool {
    words.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// The words of a value, which may be a list.
fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A word such as `agents`, for those who answer customers.
fn is_of_the_team(word: &str) -> bool {
    let word = word.to_lowercase();
    ["internal", "agent", "staff", "employee"].iter().any(|begin| word.starts_with(begin))
}

/// A date or time in milliseconds since 1970; `None` where it is neither.
fn time(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse::<i64>() {
        // Eight digits are a date: 20250131.
        return match NaiveDate::parse_from_str(text, "%Y%m%d") {
            Ok(date) if text.len() == 8 => midnight(date),
            _ if number <= MOST_SECONDS => number.checked_mul(1000),
            _ => Some(number),
        };
    }
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S %z"))
        .map(|time| time.timestamp_millis())
        .ok()
        .or_else(|| {
            let parsed = |form| NaiveDateTime::parse_from_str(text, form).ok();
            TIMES.iter().find_map(|form| parsed(form)).map(|time| time.and_utc().timestamp_millis())
        })
        .or_else(|| {
            let parsed = |form| NaiveDate::parse_from_str(text, form).ok();
            DATES.iter().find_map(|form| parsed(form)).and_then(midnight)
        })
}

fn midnight(date: NaiveDate) -> Option<i64> {
    Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis())
}

/// Splits front matter from the body. Text that does not begin with a closed block has none.
///
/// Reads the little of YAML (between `---`) and TOML (between `+++`) that people write there: `key: value`
/// or `key = value`, quotes, `[a, b]`, and `- a` lines. Keys that we do not know are skipped, whatever stands
/// below them.
pub(crate) fn split(text: &str) -> (Meta, &str) {
    block(text).map_or_else(|| (Meta::default(), text), |(meta, body)| (meta, body))
}

fn block(text: &str) -> Option<(Meta, &str)> {
    let text = text.trim_start_matches('\u{feff}');
    let begin = text.trim_start();
    let (fence, separator) =
        [("---", ':'), ("+++", '=')].into_iter().find(|(fence, _)| begin.starts_with(fence))?;
    let rest = &begin[fence.len()..];
    let first_line = rest.find('\n').filter(|&end| rest[..end].trim().is_empty())?;
    let block = &rest[first_line + 1..];
    // Below a blank line, `---` may as well be a rule.
    let has_key = |line: &str| {
        let key = line.split_once(separator).map_or("", |(key, _)| key.trim());
        !key.is_empty() && !key.contains(char::is_whitespace)
    };
    if begin.len() < text.len() && !block.lines().next().is_some_and(has_key) {
        return None;
    }
    let mut offset = 0;
    for line in block.split_inclusive('\n') {
        let end = line.trim_end();
        if end == fence || (end == "..." && fence == "---") {
            let body = block[offset + line.len()..].trim_start_matches('\n');
            return Some((parse(&block[..offset], separator), body));
        }
        offset += line.len();
    }
    None
}

fn parse(block: &str, separator: char) -> Meta {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for line in block.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if let Some((_, values)) = fields.last_mut() {
                values.push(unquote(item));
            }
            continue;
        }
        let field = line.split_once(separator);
        if let Some((key, value)) = field.filter(|(key, _)| !key.starts_with([' ', '\t', '#'])) {
            let values = items(value).into_iter().filter(|item| !item.is_empty());
            // A sentence may have commas.
            let key = key.trim().to_ascii_lowercase();
            let values = match key.as_str() {
                "title" | "description" | "summary" => vec![unquote(value)],
                _ => values.collect(),
            };
            fields.push((key, values));
        }
    }
    let mut meta = Meta::default();
    for (key, mut values) in fields {
        match key.as_str() {
            "title" => meta.title = values.into_iter().next(),
            "description" | "summary" => {
                // `>` and `|` announce lines below, which are not read.
                values.retain(|value| !value.starts_with(['>', '|']));
                meta.summary = values.into_iter().next().or(meta.summary);
            }
            "category" | "categories" => meta.category = values.into_iter().next(),
            "tags" => meta.tags = values,
            key => meta.note(key, &values.join(", ")),
        }
    }
    meta.tidy()
}

/// `[a, b]`, `a, b` or one value.
fn items(value: &str) -> Vec<String> {
    let value = value.trim();
    let list = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
    if list.is_none()
        && value.starts_with(['"', '\''])
        && value.len() > 1
        && value.ends_with(&value[..1])
    {
        return vec![unquote(value)];
    }
    list.unwrap_or(value).split(',').map(unquote).collect()
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
    fn the_time_of_change_is_read_in_the_forms_that_people_write() {
        let updated = |lines: &str| split(&format!("---\n{lines}\n---\ntext")).0.updated;
        let midnight = Some(1_738_281_600_000);
        for lines in [
            "date: 2025-01-31",
            "updated: 2025/01/31",
            "last_modified: '2025-01-31T01:00:00+01:00'",
            "Updated: 2025-01-31 00:00",
            "date: 31 January 2025",
            "date: January 31, 2025 # by hand",
            "date: Fri, 31 Jan 2025 00:00:00 GMT",
            "date: 20250131",
            "updated: 1738281600",
            "updated: 1738281600000",
            "date: 2024-05-05\nupdated: 2025-01-31",
            "updated: 2025-01-31\ndate: 2024-05-05",
        ] {
            assert_eq!(updated(lines), midnight, "{lines}");
        }
        assert_eq!(updated("updated: last spring"), None);
        assert_eq!(updated("date: 99999999999999999999"), None);
    }

    #[test]
    fn what_says_that_it_is_internal_is_and_stays_so() {
        let visibility = |lines: &str| split(&format!("---\n{lines}\n---\ntext")).0.visibility;
        for lines in [
            "visibility: internal",
            "Visibility: \"Internal\"",
            "internal: true",
            "audience: agents",
            "visibility: agents only",
            "internal: yes\nvisibility: public",
            "audience: [internal]",
            "audience:\n  - agents\n  - staff",
            "audience: staff, agents",
            "audience: Internal only",
            "public: false",
            "visibility:\n- internal",
            "visibility: [public, internal]",
        ] {
            assert_eq!(visibility(lines), Visibility::Internal, "{lines}");
        }
        for lines in [
            "visibility: public",
            "internal: false",
            "audience: customers",
            "title: internal",
            "public: true",
        ] {
            assert_eq!(visibility(lines), Visibility::Public, "{lines}");
        }
    }

    #[test]
    fn a_blank_line_before_it_and_toml_are_read_too() {
        for text in [
            "\n---\ntitle: B\nvisibility: internal\n---\nBody",
            "\u{feff}\r\n---\r\ntitle: B\r\nvisibility: internal\r\n---\r\nBody",
            "+++\ntitle = \"B\"\ntags = ['a', 'b']\nvisibility = 'internal'\n+++\nBody",
        ] {
            let (meta, body) = split(text);
            assert_eq!((meta.title.as_deref(), meta.visibility), (Some("B"), Visibility::Internal));
            assert_eq!(body.trim(), "Body", "{text}");
        }
    }

    #[test]
    fn a_rule_or_an_open_block_is_no_front_matter() {
        for text in [
            "\n---\nWords that are text.\n---\n",
            "+++\nno end",
            "---\ntitle: x\nno end",
            "--- \n",
            "----\na: b\n---\n",
            "text\n---\n",
        ] {
            assert_eq!(split(text), (Meta::default(), text));
        }
    }
}
