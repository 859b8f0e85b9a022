//! JSON: a collection of articles is many documents, any other data is one that people can read.

use serde_json::{Map, Value};

use super::outline::{outline, scalar};
use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, decode, html};
use crate::front_matter::Meta;

/// `.jsonl`, `.ndjson`: one article a line.
pub(super) struct JsonLines;

/// `.json`: a list of articles, or an object whose only list it is, such as `{"faqs": […]}`.
pub(super) struct Json;

impl Converter for JsonLines {
    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Text]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let text = decode::text(source.bytes);
        let mut articles = Vec::new();
        let mut rows = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let row: Value = serde_json::from_str(line).map_err(|error| {
                ConvertError::Malformed(format!("line {} is no JSON: {error}", index + 1))
            })?;
            articles.extend(article(&row, index + 1));
            if articles.is_empty() {
                rows.push(row);
            }
        }
        Ok(some(articles, &Value::Array(rows)))
    }
}

impl Converter for Json {
    fn extensions(&self) -> &'static [&'static str] {
        &["json", "geojson"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Text]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let value: Value = serde_json::from_str(&decode::text(source.bytes))
            .map_err(|error| ConvertError::Malformed(format!("it is no JSON: {error}")))?;
        let rows = match &value {
            Value::Array(rows) => rows.as_slice(),
            Value::Object(fields) => fields
                .values()
                .find_map(Value::as_array)
                .map_or(std::slice::from_ref(&value), Vec::as_slice),
            _ => &[],
        };
        let articles =
            rows.iter().enumerate().filter_map(|(index, row)| article(row, index + 1)).collect();
        Ok(some(articles, &value))
    }
}

/// The articles; where there are none, the data as it is.
fn some(articles: Vec<Converted>, data: &Value) -> Vec<Converted> {
    if articles.is_empty() {
        return vec![Converted { markdown: outline(data), ..Converted::default() }];
    }
    articles
}

/// One row as a document; rows without content are none. A row without an id is named by its place.
fn article(row: &Value, place: usize) -> Option<Converted> {
    let row = row.as_object()?;
    let (markdown, hidden) = passage(text(row, &["content", "answer", "body"])?);
    let article = text(row, &["id"]).unwrap_or_else(|| place.to_string());
    let tags = match row.get("tags") {
        Some(Value::Array(tags)) => tags.iter().filter_map(scalar).collect(),
        Some(Value::String(tags)) => tags.split(',').map(|tag| tag.trim().to_owned()).collect(),
        _ => Vec::new(),
    };
    let mut meta = Meta {
        title: text(row, &["title", "question"]),
        category: text(row, &["category"]),
        tags,
        ..Meta::default()
    };
    for (key, value) in row {
        let value = match value {
            Value::Array(items) => items.iter().filter_map(scalar).collect::<Vec<_>>().join(", "),
            value => scalar(value).unwrap_or_default(),
        };
        meta.note(key, &value);
    }
    Some(Converted {
        article: Some(article),
        meta: meta.tidy(),
        markdown,
        hidden,
        ..Converted::default()
    })
}

/// An article's text: help centres export theirs as HTML.
fn passage(text: String) -> (String, Hidden) {
    const BLOCKS: [&str; 8] = ["<p", "<div", "<ul", "<ol", "<br", "<h1", "<h2", "<table"];
    // Text that only speaks of tags does not begin with one.
    let is_html = text.trim_start().starts_with('<') && BLOCKS.iter().any(|tag| text.contains(tag));
    match is_html.then(|| html::fragment(&text)) {
        Some(Ok(converted)) => converted,
        _ => (text, Hidden::default()),
    }
}

fn text(row: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter()
        .find_map(|&key| row.get(key).and_then(scalar))
        .filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use aside_contract::Visibility;

    use super::*;

    #[test]
    fn every_row_is_a_document_of_its_own() {
        let lines = "{\"id\": 7, \"title\": \"Refunds\", \"content\": \"In 14 days.\", \"category\": \"Billing\"}\n\n\
            {\"question\": \"How long?\", \"answer\": \"A week.\", \"tags\": \"time, delivery\"}\n{\"id\": \"x\"}";
        let articles = JsonLines.convert(&Source::new(lines.as_bytes(), "a.jsonl")).unwrap();
        let ids: Vec<_> = articles.iter().map(|article| article.article.clone().unwrap()).collect();
        assert_eq!(ids, ["7", "3"]);
        assert_eq!(articles[0].meta.category.as_deref(), Some("billing"));
        assert_eq!(articles[1].meta.title.as_deref(), Some("How long?"));
        assert_eq!(articles[1].meta.tags, ["time", "delivery"]);
    }

    #[test]
    fn an_article_says_how_old_it_is_and_who_may_see_it() {
        let lines = "{\"content\": \"a\", \"updated\": \"2025-01-31\", \"internal\": true}\n{\"content\": \"b\", \"updated\": 1738281600}";
        let articles = JsonLines.convert(&Source::new(lines.as_bytes(), "a.jsonl")).unwrap();
        let said: Vec<_> = articles
            .iter()
            .map(|article| (article.meta.updated, article.meta.visibility))
            .collect();
        let day = Some(1_738_281_600_000);
        assert_eq!(said, [(day, Visibility::Internal), (day, Visibility::Public)]);
    }

    #[test]
    fn a_list_inside_an_object_is_found() {
        let articles = Json
            .convert(&Source::new(
                br#"{"version": 1, "faqs": [{"question": "Q", "answer": "A"}]}"#,
                "a.json",
            ))
            .unwrap();
        assert_eq!(articles.len(), 1);
    }

    #[test]
    fn a_help_centres_export_loses_its_tags() {
        let export = br#"{"articles": [{"id": 9, "title": "Plans", "body": "<h2>Team</h2><p>Nine <b>euros</b>.</p>"}]}"#;
        let articles = Json.convert(&Source::new(export, "a.json")).unwrap();
        assert_eq!(articles[0].markdown.trim(), "## Team\n\nNine **euros**.");
    }

    #[test]
    fn data_without_articles_is_readable() {
        let data = Json.convert(&Source::new(br#"{"shop": {"open": "nine"}}"#, "a.json")).unwrap();
        assert_eq!(data[0].markdown, "- shop:\n  - open: nine\n");
    }

    #[test]
    fn a_broken_line_is_named() {
        let error =
            JsonLines.convert(&Source::new(b"{\"content\": \"a\"}\n{oops", "a.jsonl")).unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
