//! What `taxonomy.toml` says, and what is wrong with it.

use aside_assist::{Product, Products};
use aside_contract::{OwnKind, TaxonomyProblem, TextPlace};
use aside_inference::taxonomy::{LabelSpec, TaxonomySpec};
use serde::Deserialize;

/// A label with fewer examples is learnt by its description, and needs one.
pub(crate) const FEW_EXAMPLES: usize = 3;

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaxonomyFile {
    #[serde(default)]
    pub(crate) intent: Vec<Entry>,
    #[serde(default)]
    pub(crate) category: Vec<Entry>,
    #[serde(default)]
    pub(crate) product: Vec<ProductEntry>,
    #[serde(default)]
    pub(crate) out_of_scope: OutOfScope,
}

/// A product that messages may name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductEntry {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) examples: Vec<String>,
}

/// Messages that have none of the labels.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutOfScope {
    #[serde(default)]
    pub(crate) examples: Vec<String>,
}

impl TaxonomyFile {
    /// Reads the file's content, whatever it says of its labels.
    pub(crate) fn read(content: &str) -> Result<Self, TaxonomyProblem> {
        toml::from_str(content).map_err(|error| TaxonomyProblem {
            detail: error.message().to_owned(),
            place: error.span().map(|span| place(content, span.start, span.end)),
        })
    }

    /// Reads the file's content, and refuses labels that cannot be learnt.
    pub(crate) fn parse(content: &str) -> Result<Self, TaxonomyProblem> {
        let file = Self::read(content)?;
        let problem = |detail: String| Err(TaxonomyProblem { detail, place: None });
        for (kind, entries) in [("intent", &file.intent), ("category", &file.category)] {
            if entries.len() == 1 {
                return problem(format!("there is one {kind}: at least two are needed"));
            }
            for (index, entry) in entries.iter().enumerate() {
                if entry.name.trim().is_empty() {
                    return problem("a label has no name".to_owned());
                }
                if entries[..index].iter().any(|other| other.name == entry.name) {
                    return problem(format!("the label `{}` is there twice", entry.name));
                }
                if entry.description.trim().is_empty() && entry.examples.len() < FEW_EXAMPLES {
                    return problem(format!(
                        "the label `{}` needs a description, or {FEW_EXAMPLES} examples",
                        entry.name
                    ));
                }
            }
        }
        if file.product.iter().any(|product| product.name.trim().is_empty()) {
            return problem("a product has no name".to_owned());
        }
        Ok(file)
    }

    /// The products that messages may name.
    pub(crate) fn products(&self) -> Products {
        let products = self.product.iter().map(|product| Product {
            name: product.name.trim().to_owned(),
            aliases: product.aliases.clone(),
        });
        Products::new(products.collect())
    }

    /// The labels of one kind.
    pub(crate) fn entries(&self, kind: OwnKind) -> &[Entry] {
        match kind {
            OwnKind::Intent => &self.intent,
            OwnKind::Category => &self.category,
        }
    }

    /// What is to be learnt of one kind; `None` where the file has no such labels.
    pub(crate) fn spec(&self, kind: OwnKind) -> Option<TaxonomySpec> {
        let entries = self.entries(kind);
        let labels = entries.iter().map(|entry| LabelSpec {
            name: entry.name.clone(),
            description: entry.description.clone(),
            examples: entry.examples.clone(),
        });
        (!entries.is_empty()).then(|| TaxonomySpec {
            labels: labels.collect(),
            out_of_scope: self.out_of_scope.examples.clone(),
        })
    }
}

/// A piece of the file, by its bytes.
fn place(content: &str, start: usize, end: usize) -> TextPlace {
    let before = content.get(..start).unwrap_or(content);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    TextPlace {
        line: number(before.matches('\n').count() + 1),
        column: number(before[line_start..].chars().count() + 1),
        length: number(content.get(start..end).map_or(1, |text| text.chars().count().max(1))),
    }
}

#[cfg(test)]
mod tests {
    use aside_contract::{Category, Intent, Label};

    use super::*;

    #[test]
    fn the_built_in_taxonomy_is_a_file_of_the_same_format() {
        let file = TaxonomyFile::parse(include_str!("../../../../models/taxonomy.toml")).unwrap();
        let names = |entries: &[Entry]| -> Vec<String> {
            entries.iter().map(|entry| entry.name.clone()).collect()
        };
        let intents: Vec<&str> = Intent::ALL.iter().map(|label| label.name()).collect();
        let categories: Vec<&str> = Category::ALL.iter().map(|label| label.name()).collect();
        assert_eq!(names(&file.intent), intents);
        assert_eq!(names(&file.category), categories);
        assert!(file.intent.iter().chain(&file.category).all(|entry| entry.examples.len() >= 3));
    }

    #[test]
    fn a_file_that_cannot_be_learnt_is_refused_with_its_reason() {
        let label = "[[intent]]\nname = \"a\"\ndescription = \"x\"\n";
        let other = "[[intent]]\nname = \"b\"\n";
        for (content, reason) in [
            ([label, other, "examples = [\"one\"]"].concat(), "needs a description"),
            (label.to_owned(), "at least two"),
            ([label, label].concat(), "twice"),
            ([label, "[[intent]]\nname = \" \"\ndescription = \"x\""].concat(), "no name"),
            ("[[product]]\nname = \"\"".to_owned(), "no name"),
            ("[[intents]]\nname = \"a\"".to_owned(), "unknown field"),
        ] {
            let problem = TaxonomyFile::parse(&content).unwrap_err();
            assert!(problem.detail.contains(reason), "{problem:?}");
        }
    }

    #[test]
    fn what_is_no_toml_is_found_in_its_line() {
        let problem = TaxonomyFile::parse("# labels\n[[intent]]\nname = ä\n").unwrap_err();
        assert_eq!(
            problem.place.map(|place| (place.line, place.column)),
            Some((3, 8)),
            "{problem:?}"
        );
    }
}
