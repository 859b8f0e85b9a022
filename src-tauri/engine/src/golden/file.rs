//! The file of golden questions: `.aside/golden.toml` in the first knowledge folder. A team may write it by hand;
//! what is added or removed here leaves its comments and the order of the rest.

use aside_contract::{GoldenQuestion, MAX_GOLDEN, MAX_GOLDEN_WITHIN};
use serde::Deserialize;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

/// The longest question, in characters, and the most documents of one.
const LONGEST: usize = 1_000;
const MOST_DOCUMENTS: usize = 20;

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct GoldenFile {
    question: Vec<GoldenQuestion>,
}

pub(super) fn parse(content: &str) -> Result<Vec<GoldenQuestion>, String> {
    let file: GoldenFile = toml::from_str(content).map_err(|error| error.to_string())?;
    if file.question.len() > MAX_GOLDEN {
        return Err(format!("there are more than {MAX_GOLDEN} golden questions"));
    }
    file.question.into_iter().map(checked).collect()
}

/// The question, tidied, if it can be asked.
///
/// # Errors
/// What to change, as a sentence.
pub(super) fn checked(question: GoldenQuestion) -> Result<GoldenQuestion, String> {
    let GoldenQuestion { question, documents, within } = question;
    let question = question.trim().to_owned();
    if question.is_empty() || question.chars().count() > LONGEST {
        return Err(format!("a golden question has 1 to {LONGEST} characters"));
    }
    let documents: Vec<String> = documents.iter().map(|one| one.trim().to_owned()).collect();
    if documents.is_empty()
        || documents.len() > MOST_DOCUMENTS
        || documents.iter().any(String::is_empty)
    {
        return Err(format!(
            "the golden question `{question}` names 1 to {MOST_DOCUMENTS} documents"
        ));
    }
    if !(1..=MAX_GOLDEN_WITHIN).contains(&within) {
        return Err(format!(
            "`within` of the golden question `{question}` is 1 to {MAX_GOLDEN_WITHIN}"
        ));
    }
    Ok(GoldenQuestion { question, documents, within })
}

/// The file's `content` with the question, in the place of one with the same words.
///
/// # Errors
/// A sentence where the content cannot be read, or has its questions in a form that cannot be edited.
pub(super) fn with(content: &str, question: &GoldenQuestion) -> Result<String, String> {
    edited(content, |tables| {
        let known = tables.iter().position(|table| asks(table, &question.question));
        match known.and_then(|at| tables.get_mut(at)) {
            Some(table) => put(table, question),
            None => {
                let mut table = Table::new();
                put(&mut table, question);
                tables.push(table);
            }
        }
    })
}

/// The file's `content` without the question with these words.
///
/// # Errors
/// As [`with`].
pub(super) fn without(content: &str, question: &str) -> Result<String, String> {
    edited(content, |tables| {
        let known = (0..tables.len())
            .rev()
            .filter(|&at| tables.get(at).is_some_and(|table| asks(table, question)));
        for at in known.collect::<Vec<_>>() {
            tables.remove(at);
        }
    })
}

fn edited(content: &str, edit: impl FnOnce(&mut ArrayOfTables)) -> Result<String, String> {
    // What is not understood would be taken away by writing.
    parse(content)?;
    let mut document: DocumentMut =
        content.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let item =
        document.entry("question").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let tables = item.as_array_of_tables_mut().ok_or(
        "the questions stand in one line: write them as `[[question]]` in an editor first",
    )?;
    edit(tables);
    Ok(document.to_string())
}

fn asks(table: &Table, question: &str) -> bool {
    table.get("ask").and_then(Item::as_str).is_some_and(|ask| ask.trim() == question.trim())
}

fn put(table: &mut Table, question: &GoldenQuestion) {
    table["ask"] = value(&question.question);
    table["documents"] = value(question.documents.iter().collect::<Array>());
    table["within"] = value(i64::from(question.within));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(ask: &str, document: &str) -> GoldenQuestion {
        GoldenQuestion { question: ask.to_owned(), documents: vec![document.to_owned()], within: 3 }
    }

    #[test]
    fn what_is_added_and_removed_leaves_the_comments_and_the_rest() {
        let by_hand =
            "# Ours\n\n[[question]]\nask = \"How long?\" # from Eve\ndocuments = [\"a.md\"]\n";
        let added = with(by_hand, &question("Where?", "b.md")).unwrap();
        assert!(added.starts_with(by_hand), "{added}");
        let read = parse(&added).unwrap();
        assert_eq!(read[0].within, 3);
        assert_eq!(read[1], question("Where?", "b.md"));
        let again = with(&added, &question("Where?", "c.md")).unwrap();
        assert_eq!(parse(&again).unwrap()[1].documents, ["c.md"]);
        assert_eq!(parse(&again).unwrap().len(), 2);
        assert_eq!(without(&again, "Where?").unwrap(), by_hand);
        assert_eq!(parse(&without("", "Where?").unwrap()).unwrap(), []);
    }

    #[test]
    fn what_cannot_be_asked_is_refused_with_what_to_change() {
        for (content, said) in [
            ("[[question]]\nask = \" \"\ndocuments = [\"a.md\"]", "1 to 1000 characters"),
            ("[[question]]\nask = \"x\"\ndocuments = []", "1 to 20 documents"),
            ("[[question]]\nask = \"x\"\ndocuments = [\"a\"]\nwithin = 11", "1 to 10"),
            ("[[question]]\nask = \"x\"\ndocument = \"a\"", "unknown field"),
        ] {
            let refusal = parse(content).unwrap_err();
            assert!(refusal.contains(said), "{refusal}");
        }
        assert!(with("question = []", &question("x", "a")).unwrap_err().contains("[[question]]"));
    }
}
