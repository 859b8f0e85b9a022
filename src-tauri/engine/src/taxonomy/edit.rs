//! Writing labels back into their file: comments and the order of what is there stay.

use aside_contract::{FieldProblem, LabelDraft, TaxonomyDraft};
use aside_inference::taxonomy::MOST_EXAMPLES;
use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::file::{FEW_EXAMPLES, TaxonomyFile};
use crate::toml_file::{put_list, put_tables, put_text, texts};

/// What stands in the way of learning the draft, field by field.
pub(crate) fn check(draft: &TaxonomyDraft) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut add = |field: String, detail: &str| {
        problems.push(FieldProblem { field, detail: detail.to_owned() });
    };
    for (kind, labels) in [("intent", &draft.intent), ("category", &draft.category)] {
        if labels.len() == 1 {
            add(kind.to_owned(), "One label alone says nothing: add a second, or remove it.");
        }
        for (index, label) in labels.iter().enumerate() {
            let name = label.name.trim();
            if name.is_empty() {
                add(format!("{kind}/{index}/name"), "The label needs a name.");
            } else if labels[..index].iter().any(|other| other.name.trim() == name) {
                add(format!("{kind}/{index}/name"), "Another label has this name.");
            }
            if label.description.trim().is_empty() && texts(&label.examples).len() < FEW_EXAMPLES {
                add(
                    format!("{kind}/{index}/examples"),
                    "Without a description, the label needs three examples.",
                );
            }
        }
        let examples: usize = labels.iter().map(|label| label.examples.len() + 1).sum();
        if examples + draft.out_of_scope.len() > MOST_EXAMPLES {
            add(kind.to_owned(), "There are too many examples: at most 16,000 can be learnt.");
        }
    }
    problems
}

/// The file's `content` with the labels of the draft.
///
/// # Errors
/// A sentence where the content cannot be read, or has its labels in a form that cannot be edited.
pub(crate) fn edited(content: &str, draft: &TaxonomyDraft) -> Result<String, String> {
    let unread = |detail: &str| {
        format!("The file cannot be read, so it can only be mended in an editor: {detail}.")
    };
    // What is not understood was not shown either, and writing would take it away.
    TaxonomyFile::read(content).map_err(|problem| unread(&problem.detail))?;
    let mut document: DocumentMut =
        content.parse().map_err(|error: toml_edit::TomlError| unread(error.message()))?;
    put_labels(&mut document, "intent", &draft.intent)?;
    put_labels(&mut document, "category", &draft.category)?;
    let outside = texts(&draft.out_of_scope);
    if !outside.is_empty() || document.contains_key("out_of_scope") {
        let item = document.entry("out_of_scope").or_insert_with(|| Item::Table(Table::new()));
        let table = item.as_table_like_mut().ok_or("`out_of_scope` is no table.")?;
        put_list(table.entry("examples").or_insert(value(Array::new())), &outside)?;
    }
    Ok(document.to_string())
}

fn put_labels(document: &mut DocumentMut, kind: &str, labels: &[LabelDraft]) -> Result<(), String> {
    put_tables(document, kind, labels, |label| label.was.as_deref(), put_label)
}

fn put_label(table: &mut Table, label: &LabelDraft) -> Result<(), String> {
    put_text(table, "name", label.name.trim());
    let description = label.description.trim();
    if !description.is_empty() || table.contains_key("description") {
        put_text(table, "description", description);
    }
    let examples = texts(&label.examples);
    if !examples.is_empty() || table.contains_key("examples") {
        put_list(table.entry("examples").or_insert(value(Array::new())), &examples)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"# Our labels.

[[category]]
name = "warranty" # asked for by Eve
description = "Repairs."
examples = [
    # from the wiki
    "Is it covered?",
    "It died after a year", # a laptop
    "How long is the guarantee?",
]

# Shipping is the other team's.
[[category]]
name = "shipping"
description = "Parcels."

[out_of_scope]
examples = ["What is the weather like?"]
"#;

    fn label(was: Option<&str>, name: &str, description: &str, examples: &[&str]) -> LabelDraft {
        LabelDraft {
            was: was.map(str::to_owned),
            name: name.to_owned(),
            description: description.to_owned(),
            examples: examples.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    fn draft(category: Vec<LabelDraft>) -> TaxonomyDraft {
        let out_of_scope = vec!["What is the weather like?".to_owned()];
        TaxonomyDraft { category, out_of_scope, ..TaxonomyDraft::default() }
    }

    #[test]
    fn what_is_not_changed_stays_to_the_last_byte() {
        let examples = ["Is it covered?", "It died after a year", "How long is the guarantee?"];
        let same = draft(vec![
            label(Some("warranty"), "warranty", "Repairs.", &examples),
            label(Some("shipping"), "shipping", "Parcels.", &[]),
        ]);
        assert_eq!(edited(FILE, &same).unwrap(), FILE);
    }

    #[test]
    fn comments_stay_where_labels_and_examples_change() {
        let examples = ["It died after a year", "How long is the guarantee?", "Who repairs it?"];
        let new = draft(vec![
            label(Some("warranty"), "guarantee", "Repairs.", &examples),
            label(Some("shipping"), "shipping", "Parcels and couriers.", &[]),
            label(None, "returns", "Sending back.", &[" one ", "", "one", "two"]),
        ]);
        let content = edited(FILE, &new).unwrap();
        for kept in [
            "# Our labels.",
            "name = \"guarantee\" # asked for by Eve",
            "# a laptop",
            "# Shipping is the other team's.",
            "\n    \"Who repairs it?\"",
            "description = \"Parcels and couriers.\"",
            "examples = [\"one\", \"two\"]",
        ] {
            assert!(content.contains(kept), "{kept} is not in\n{content}");
        }
        assert!(!content.contains("Is it covered?"), "{content}");
        let read = TaxonomyFile::parse(&content).unwrap();
        assert_eq!(read.category.len(), 3);
        assert_eq!(read.category[0].examples, examples);
    }

    #[test]
    fn names_can_pass_from_one_label_to_another() {
        let new = draft(vec![
            label(Some("warranty"), "shipping", "Repairs.", &[]),
            label(Some("shipping"), "warranty", "Parcels.", &[]),
        ]);
        let read = TaxonomyFile::parse(&edited(FILE, &new).unwrap());
        let labels = read.unwrap().category;
        let found: Vec<(&str, &str)> =
            labels.iter().map(|one| (one.name.as_str(), one.description.as_str())).collect();
        assert_eq!(found, [("shipping", "Repairs."), ("warranty", "Parcels.")]);
    }

    #[test]
    fn a_new_file_and_an_empty_one_are_written() {
        let new = draft(vec![label(None, "a", "First.", &[]), label(None, "b", "Second.", &[])]);
        let content = edited("", &new).unwrap();
        assert_eq!(TaxonomyFile::parse(&content).unwrap().category.len(), 2);
        let none = edited(FILE, &TaxonomyDraft::default()).unwrap();
        assert!(!none.contains("[[category]]"), "{none}");
    }

    #[test]
    fn what_cannot_be_edited_is_said() {
        let new = draft(vec![label(None, "a", "First.", &[]), label(None, "b", "Second.", &[])]);
        for unread in ["[[category", "[[category]]\nname = \"a\"\nexampels = [\"one\"]"] {
            assert!(edited(unread, &new).unwrap_err().contains("cannot be read"), "{unread}");
        }
        let inline = "category = [{ name = \"a\", description = \"x\" }]";
        assert!(edited(inline, &new).unwrap_err().contains("[[category]]"));
    }

    #[test]
    fn problems_are_named_at_their_fields() {
        let wrong = draft(vec![
            label(None, " ", "x", &[]),
            label(None, "a", "", &["one", "one", "two"]),
            label(None, "a", "x", &[]),
        ]);
        let fields: Vec<String> = check(&wrong).into_iter().map(|one| one.field).collect();
        assert_eq!(fields, ["category/0/name", "category/1/examples", "category/2/name"]);
        assert_eq!(check(&draft(vec![label(None, "a", "x", &[])]))[0].field, "category");
        assert!(check(&TaxonomyDraft::default()).is_empty());
    }
}
