//! When a team wants a supervisor: `.aside/escalation.toml` in the first knowledge folder.

use aside_assist::{TeamRule, TeamRules};
use aside_contract::{Category, Label};
use serde::Deserialize;

use crate::team_file::TeamFile;
use crate::{Engine, Places};

/// Below the first knowledge folder.
const FILE: &str = ".aside/escalation.toml";
/// Where a rule names no weight: it recommends by itself at the built-in threshold.
const WEIGHT: f32 = 0.75;
/// Rules at most, and keywords of one: every message is compared with all of them.
const MOST_RULES: usize = 100;
const MOST_KEYWORDS: usize = 200;
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EscalationFile {
    threshold: Option<f32>,
    rule: Vec<RuleRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    name: String,
    because: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    category: Option<String>,
    amount_over: Option<f64>,
    weight: Option<f32>,
}

fn parse(content: &str) -> Result<TeamRules, String> {
    let file: EscalationFile = toml::from_str(content).map_err(|error| error.to_string())?;
    if let Some(threshold) = file.threshold.filter(|one| !(0.05..=1.0).contains(one)) {
        return Err(format!("`threshold` is {threshold}, and has to be between 0.05 and 1"));
    }
    if file.rule.len() > MOST_RULES {
        return Err(format!("there are more than {MOST_RULES} rules"));
    }
    let rules = file.rule.into_iter().map(rule).collect::<Result<Vec<_>, _>>()?;
    Ok(TeamRules { threshold: file.threshold, rules })
}

fn rule(row: RuleRow) -> Result<TeamRule, String> {
    let name = row.name.trim().to_owned();
    let wrong = |what: &str| Err(format!("rule `{name}`: {what}"));
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return wrong("its name has to have 1 to 60 characters");
    }
    let keywords: Vec<String> = row.keywords.iter().map(|word| word.trim().to_owned()).collect();
    if keywords.len() > MOST_KEYWORDS || keywords.iter().any(String::is_empty) {
        return wrong("it has an empty keyword, or more than 200");
    }
    let category = match row.category.as_deref().map(Category::from_name) {
        Some(None) => {
            let known: Vec<&str> = Category::ALL.iter().map(|one| one.name()).collect();
            return wrong(&format!("`category` has to be one of {}", known.join(", ")));
        }
        Some(known) => known,
        None => None,
    };
    if keywords.is_empty() && category.is_none() && row.amount_over.is_none() {
        return wrong("it names no keywords, category or amount_over, so it would never apply");
    }
    let weight = row.weight.unwrap_or(WEIGHT);
    if !(0.0..=1.0).contains(&weight) {
        return wrong("`weight` has to be between 0 and 1");
    }
    if row.amount_over.is_some_and(|amount| !amount.is_finite() || amount < 0.0) {
        return wrong("`amount_over` has to be 0 or more");
    }
    let explanation = row.because.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty());
    Ok(TeamRule { name, explanation, keywords, category, amount_over: row.amount_over, weight })
}

/// The team's own rules, as the file has them.
pub(crate) struct OwnEscalation(TeamFile<TeamRules>);

impl OwnEscalation {
    pub(crate) fn new(places: &Places) -> Self {
        Self(TeamFile::new(places, FILE, "rules of escalation", parse))
    }
}

impl Engine {
    /// The team's own rules and threshold of escalation, read anew where their file changed.
    pub(crate) fn team_rules(&self) -> TeamRules {
        self.escalation.0.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_with_what_they_leave_out() {
        let rules = parse(
            "threshold = 0.6\n[[rule]]\nname = \"big money\"\namount_over = 500\ncategory = \"billing\"\n\
             [[rule]]\nname = \"churn\"\nkeywords = [\"cancel everything\"]\nweight = 0.4\nbecause = \"They leave.\"",
        )
        .unwrap();
        assert_eq!(rules.threshold, Some(0.6));
        assert_eq!(rules.rules[0].category, Some(Category::Billing));
        assert_eq!((rules.rules[0].amount_over, rules.rules[0].weight), (Some(500.0), WEIGHT));
        assert_eq!(rules.rules[1].explanation.as_deref(), Some("They leave."));
        assert_eq!(parse("").unwrap(), TeamRules::default());
    }

    #[test]
    fn what_is_no_rule_is_refused_with_its_name() {
        for (content, what) in [
            ("threshold = 0", "threshold"),
            ("[[rule]]\nname = \"x\"", "never apply"),
            ("[[rule]]\nname = \"x\"\ncategory = \"shoes\"", "billing"),
            ("[[rule]]\nname = \"x\"\nkeywords = [\" \"]", "empty keyword"),
            ("[[rule]]\nname = \"x\"\namount_over = -1", "amount_over"),
            ("[[rule]]\nname = \"x\"\nkeywords = [\"a\"]\nweight = 2", "weight"),
            ("[[rule]]\nkeywords = [\"a\"]", "name"),
        ] {
            let refusal = parse(content).unwrap_err();
            assert!(refusal.contains(what), "{content}: {refusal}");
        }
    }
}
