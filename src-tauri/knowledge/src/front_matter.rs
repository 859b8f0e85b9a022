//! The few lines between `---` at the head of a Markdown file.

use aside_contract::Visibility;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// Dates and times that people write without a time zone; they are taken as UTC.
const TIMES: &[&str] = &["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
const DATES: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y"];
/// A bare number up to this counts seconds since 1970, above it milliseconds: the year 5138 and 1973.
const MOST_SECONDS: i64 = 100_000_000_000;

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
    /// A time of change comes before a mere date. Once internal, a document stays internal, and a
    /// visibility that we do not know is internal too: too little shown does less harm than too much.
    pub(crate) fn note(&mut self, key: &str, value: &str) {
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "updated" | "updated_at" | "last_updated" | "last_modified" | "modified" => {
                self.updated = time(value).or(self.updated);
            }
            "date" => self.updated = self.updated.or_else(|| time(value)),
            "visibility" if !is_one_of(value, &["", "public", "external"]) => {
                self.visibility = Visibility::Internal;
            }
            "internal" if is_one_of(value, &["true", "yes", "1"]) => {
                self.visibility = Visibility::Internal;
            }
            "audience" if is_one_of(value, &["internal", "agent", "agents", "staff"]) => {
                self.visibility = Visibility::Internal;
            }
            _ => {}
        }
    }
}

fn is_one_of(value: &str, words: &[&str]) -> bool {
    words.iter().any(|word| value.eq_ignore_ascii_case(word))
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
            // `>` and `|` announce lines below, which are not read.
            "description" | "summary" if !value.trim().starts_with(['>', '|']) => {
                meta.summary = Some(unquote(value));
            }
            "category" | "categories" => meta.category = items(value).into_iter().next(),
            "tags" => meta.tags = items(value),
            key => meta.note(key, &unquote(value)),
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
        ] {
            assert_eq!(visibility(lines), Visibility::Internal, "{lines}");
        }
        for lines in
            ["visibility: public", "internal: false", "audience: customers", "title: internal"]
        {
            assert_eq!(visibility(lines), Visibility::Public, "{lines}");
        }
    }

    #[test]
    fn a_rule_or_an_open_block_is_no_front_matter() {
        for text in ["---\ntitle: x\nno end", "--- \n", "----\na: b\n---\n", "text\n---\n"] {
            assert_eq!(split(text), (Meta::default(), text));
        }
    }
}
