//! Data without sentences as text that people can read: a list of names and values, lists of like
//! records as tables.

use serde_json::{Map, Value};

use super::table::table;

/// The most columns of a table; wider records are lists.
const MAX_COLUMNS: usize = 12;
/// Deeper than this, the indent stays.
const MAX_INDENT: usize = 8;

/// The Markdown of any JSON value.
pub(super) fn outline(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Array(items) => push_items(&mut out, 0, items),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| push(&mut out, 0, name, value));
        }
        value => out.push_str(&scalar(value).unwrap_or_default()),
    }
    out
}

fn push(out: &mut String, depth: usize, name: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            push_line(out, depth, name, "");
            fields.iter().for_each(|(name, value)| push(out, depth + 1, name, value));
        }
        Value::Array(items) if items.iter().all(is_scalar) => {
            let items: Vec<String> = items.iter().filter_map(scalar).collect();
            push_line(out, depth, name, &items.join(", "));
        }
        Value::Array(items) => {
            push_line(out, depth, name, "");
            push_items(out, depth + 1, items);
        }
        value => push_line(out, depth, name, &scalar(value).unwrap_or_default()),
    }
}

fn push_items(out: &mut String, depth: usize, items: &[Value]) {
    if let Some(rows) = records(items) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&table(&rows));
        out.push('\n');
        return;
    }
    for (index, item) in items.iter().enumerate() {
        push(out, depth, &(index + 1).to_string(), item);
    }
}

/// Records of scalars under the same few names, as rows with a header.
fn records(items: &[Value]) -> Option<Vec<Vec<String>>> {
    if items.len() < 2 {
        return None;
    }
    let records: Vec<&Map<String, Value>> =
        items.iter().map(Value::as_object).collect::<Option<_>>()?;
    let mut names: Vec<&String> = Vec::new();
    for record in &records {
        for (name, value) in *record {
            if !is_scalar(value) {
                return None;
            }
            if !names.contains(&name) {
                names.push(name);
            }
            if names.len() > MAX_COLUMNS {
                return None;
            }
        }
    }
    let cell = |value: Option<&Value>| value.and_then(scalar).unwrap_or_default();
    let mut rows = vec![names.iter().map(|name| (*name).clone()).collect::<Vec<_>>()];
    rows.extend(
        records.iter().map(|record| names.iter().map(|name| cell(record.get(*name))).collect()),
    );
    Some(rows)
}

fn push_line(out: &mut String, depth: usize, name: &str, value: &str) {
    for _ in 0..depth.min(MAX_INDENT) {
        out.push_str("  ");
    }
    out.push_str("- ");
    out.push_str(name);
    out.push(':');
    for word in value.split_whitespace() {
        out.push(' ');
        out.push_str(word);
    }
    out.push('\n');
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// A value in words; null has none.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_tables_and_the_rest_is_a_list() {
        let value = serde_json::json!({
            "shop": {"name": "Lamp & Co", "open": ["Mon", "Tue"], "note": null},
            "plans": [{"plan": "Team", "price": 9}, {"plan": "Solo", "free": true}]
        });
        let text = outline(&value);
        for expected in [
            "- shop:\n",
            "  - name: Lamp & Co\n",
            "  - open: Mon, Tue\n",
            "| Team | 9 |",
            "- plans:\n\n|",
        ] {
            assert!(text.contains(expected), "{expected} is missing in:\n{text}");
        }
    }
}
