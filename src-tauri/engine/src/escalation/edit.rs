//! Writing threshold and rules back into their file.

use aside_contract::Label;
use toml_edit::{Array, DocumentMut, Table, value};

use super::{EscalationDraft, EscalationFile, RuleDraft, WEIGHT, decimal};
use crate::team_file::read_toml;
use crate::toml_file::{put_list, put_number, put_tables, put_text, put_usual_number, texts};

/// The file's `content` with the threshold and rules of the draft.
///
/// # Errors
/// A sentence where the content cannot be read, or has its rules in a form that cannot be edited.
pub(super) fn edited(content: &str, draft: &EscalationDraft) -> Result<String, String> {
    let unread =
        |detail: &str| format!("The file has to be mended in an editor first: {}.", detail.trim());
    // What is not understood was not shown either, and writing would take it away.
    read_toml::<EscalationFile>(content).map_err(|detail| unread(&detail))?;
    let mut document: DocumentMut =
        content.parse().map_err(|error: toml_edit::TomlError| unread(error.message()))?;
    let usual = decimal(aside_assist::ESCALATION_THRESHOLD);
    put_usual_number(document.as_table_mut(), "threshold", draft.threshold, usual);
    put_tables(&mut document, "rule", &draft.rules, |rule| rule.was.as_deref(), put_rule)?;
    Ok(document.to_string())
}

fn put_rule(table: &mut Table, rule: &RuleDraft) -> Result<(), String> {
    put_text(table, "name", rule.name.trim());
    put_optional(table, "because", rule.because.as_deref());
    let keywords = texts(&rule.keywords);
    if keywords.is_empty() {
        table.remove("keywords");
    } else {
        put_list(table.entry("keywords").or_insert(value(Array::new())), &keywords)?;
    }
    put_optional(table, "category", rule.category.map(|category| category.name()));
    put_number(table, "amount_over", rule.amount_over);
    put_usual_number(table, "weight", rule.weight, WEIGHT);
    Ok(())
}

fn put_optional(table: &mut Table, key: &str, text: Option<&str>) {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => put_text(table, key, text),
        None => {
            table.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use aside_contract::Category;

    use super::*;
    use crate::escalation::parse;

    const FILE: &str = r#"# When we want Grace.
threshold = 0.6 # since spring

[[rule]]
name = "big money"   # asked for by Eve
category = "billing"
amount_over = 500
weight = 0.8

# Sales wants to know.
[[rule]]
name = "churn"
keywords = [
    "cancel everything", # heard often
    "switch provider",
]
"#;

    fn rule(was: Option<&str>, name: &str) -> RuleDraft {
        RuleDraft {
            was: was.map(str::to_owned),
            name: name.to_owned(),
            because: None,
            keywords: Vec::new(),
            category: None,
            amount_over: None,
            weight: None,
        }
    }

    fn as_it_is() -> EscalationDraft {
        let money = RuleDraft {
            category: Some(Category::Billing),
            amount_over: Some(500.0),
            weight: Some(0.8),
            ..rule(Some("big money"), "big money")
        };
        let keywords = vec!["cancel everything".to_owned(), "switch provider".to_owned()];
        let churn = RuleDraft { keywords, ..rule(Some("churn"), "churn") };
        EscalationDraft { version: String::new(), threshold: Some(0.6), rules: vec![money, churn] }
    }

    #[test]
    fn what_is_not_changed_stays_to_the_last_byte() {
        assert_eq!(edited(FILE, &as_it_is()).unwrap(), FILE);
    }

    #[test]
    fn comments_stay_where_rules_change_and_the_threshold_goes() {
        let mut draft = as_it_is();
        draft.threshold = Some(0.65);
        draft.rules[0].amount_over = Some(750.5);
        draft.rules[0].because = Some("Grace decides.".to_owned());
        draft.rules[1].keywords.push("leave you".to_owned());
        draft.rules.push(RuleDraft { keywords: vec!["boss".to_owned()], ..rule(None, "boss") });
        let content = edited(FILE, &draft).unwrap();
        for kept in [
            "# When we want Grace.",
            "threshold = 0.65 # since spring",
            "\"big money\"   # asked for by Eve",
            "amount_over = 750.5",
            "because = \"Grace decides.\"",
            "# Sales wants to know.",
            "# heard often",
            "\n    \"leave you\"",
        ] {
            assert!(content.contains(kept), "{kept} is not in\n{content}");
        }
        assert_eq!(parse(&content).unwrap().rules.len(), 3);
        draft.threshold = None;
        draft.rules.remove(1);
        draft.rules[0].weight = None;
        let content = edited(&content, &draft).unwrap();
        // What somebody wrote about the threshold is worth more than a shorter file.
        assert!(content.contains("threshold = 0.7 # since spring"), "{content}");
        assert!(!content.contains("weight") && !content.contains("churn"), "{content}");
    }

    #[test]
    fn a_threshold_that_is_set_and_set_back_leaves_the_file_as_it_was() {
        for file in [
            "# Read this first.\nthreshold = 0.7 # as it comes\n\n[[rule]]\nname = \"a\"\nkeywords = [\"b\"]\n",
            "# Nothing is set.\n\n[[rule]]\nname = \"a\"\nkeywords = [\"b\"]\n",
        ] {
            let keywords = vec!["b".to_owned()];
            let rules = vec![RuleDraft { keywords, ..rule(Some("a"), "a") }];
            let set = |threshold| EscalationDraft {
                version: String::new(),
                threshold,
                rules: rules.clone(),
            };
            let changed = edited(file, &set(Some(0.5))).unwrap();
            assert!(changed.contains("threshold = 0.5"), "{changed}");
            assert_eq!(edited(&changed, &set(None)).unwrap(), file);
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_left_alone() {
        let said = edited("[[rule]]\nnam = \"x\"\n", &as_it_is()).unwrap_err();
        assert!(said.contains("line 2"), "{said}");
    }
}
