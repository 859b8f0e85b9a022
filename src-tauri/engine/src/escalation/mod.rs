//! When a team wants a supervisor: `.aside/escalation.toml` in the first knowledge folder.

mod edit;

use aside_assist::{TeamRule, TeamRules};
use aside_contract::{Category, Label};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::team_file::{TeamFile, read_toml, version_of};
use crate::{Engine, EngineError, Places};

/// Below the first knowledge folder.
const FILE: &str = ".aside/escalation.toml";
/// Where a rule names no weight: it recommends by itself at the built-in threshold.
const WEIGHT: f64 = 0.75;
/// Rules at most, and keywords of one: every message is compared with all of them.
const MOST_RULES: usize = 100;
const MOST_KEYWORDS: usize = 200;
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EscalationFile {
    threshold: Option<f64>,
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
    weight: Option<f64>,
}

/// The team's own threshold and rules, as their file has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EscalationView {
    /// Where they stand, or would.
    pub file: String,
    /// Names the file's content, for saving.
    pub version: String,
    /// Why the file cannot be used; those of before hold then, and nothing can be changed here.
    pub problem: Option<String>,
    /// The score from which handing over is recommended; the usual one where the file names none.
    pub threshold: Option<f64>,
    /// The usual one.
    pub usual_threshold: f64,
    /// How strongly a rule speaks that names no weight.
    pub usual_weight: f64,
    /// The rules, in the order of the file.
    pub rules: Vec<RuleDraft>,
}

/// What the team's own threshold and rules are to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationDraft {
    /// The version that was changed.
    pub version: String,
    /// 0.05 to 1; the usual one where absent.
    #[serde(default)]
    pub threshold: Option<f64>,
    /// All rules.
    pub rules: Vec<RuleDraft>,
}

/// A rule of the team's. It fires where all that it names holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleDraft {
    /// Its name in the file; none for a new one.
    #[serde(default)]
    pub was: Option<String>,
    /// 1 to 60 characters.
    pub name: String,
    /// The sentence that agents read.
    #[serde(default)]
    pub because: Option<String>,
    /// One of them has to be said, as whole words.
    #[schema(required = true)]
    #[serde(default)]
    pub keywords: Vec<String>,
    /// What the message has to be about.
    #[serde(default)]
    pub category: Option<Category>,
    /// An amount of more than this has to be named.
    #[serde(default)]
    pub amount_over: Option<f64>,
    /// How strongly it speaks for escalation, 0 to 1; 0.75 where absent.
    #[serde(default)]
    pub weight: Option<f64>,
}

fn parse(content: &str) -> Result<TeamRules, String> {
    let file: EscalationFile = read_toml(content)?;
    if let Some(threshold) = file.threshold.filter(|one| !(0.05..=1.0).contains(one)) {
        return Err(format!("`threshold` is {threshold}, and has to be between 0.05 and 1"));
    }
    if file.rule.len() > MOST_RULES {
        return Err(format!("there are more than {MOST_RULES} rules"));
    }
    let rules = file.rule.into_iter().map(rule).collect::<Result<Vec<_>, _>>()?;
    #[allow(clippy::cast_possible_truncation, reason = "a weight is no finer")]
    let threshold = file.threshold.map(|threshold| threshold as f32);
    Ok(TeamRules { threshold, rules })
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
    #[allow(clippy::cast_possible_truncation, reason = "a weight is no finer")]
    let weight = weight as f32;
    let explanation = row.because.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty());
    Ok(TeamRule { name, explanation, keywords, category, amount_over: row.amount_over, weight })
}

/// The team's own rules, as the file has them.
pub(crate) struct OwnEscalation(pub(crate) TeamFile<TeamRules>);

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

    /// The team's own threshold and rules, as their file has them.
    ///
    /// # Errors
    /// [`EngineError::TeamFile`] where it cannot be read.
    pub fn escalation_rules(&self) -> Result<EscalationView, EngineError> {
        let own = &self.escalation.0;
        let content = own.content()?;
        let problem = own.check(&content).err();
        let file: EscalationFile = read_toml(&content).unwrap_or_default();
        let rules = file.rule.into_iter().map(RuleDraft::from).collect();
        Ok(EscalationView {
            file: own.path().display().to_string(),
            version: version_of(&content),
            problem,
            threshold: file.threshold,
            usual_threshold: decimal(aside_assist::ESCALATION_THRESHOLD),
            usual_weight: WEIGHT,
            rules,
        })
    }

    /// Writes the team's own threshold and rules into their file, whose comments stay. They hold at once.
    ///
    /// # Errors
    /// [`EngineError::TeamFileChanged`] where the file says something else by now,
    /// [`EngineError::Refused`] with what is wrong, or [`EngineError::TeamFile`].
    pub fn save_escalation_rules(
        &self,
        draft: &EscalationDraft,
    ) -> Result<EscalationView, EngineError> {
        self.escalation.0.save(&draft.version, |content| edit::edited(content, draft))?;
        self.escalation_rules()
    }

    /// The rules that a draft would make.
    ///
    /// # Errors
    /// [`EngineError::Refused`] with what is wrong, or [`EngineError::TeamFile`].
    pub(crate) fn drafted_rules(&self, draft: &EscalationDraft) -> Result<TeamRules, EngineError> {
        let content = self.escalation.0.content()?;
        edit::edited(&content, draft).and_then(|new| parse(&new)).map_err(EngineError::Refused)
    }
}

impl From<RuleRow> for RuleDraft {
    fn from(row: RuleRow) -> Self {
        Self {
            was: Some(row.name.trim().to_owned()),
            name: row.name.trim().to_owned(),
            because: row.because,
            keywords: row.keywords,
            category: row.category.as_deref().and_then(Category::from_name),
            amount_over: row.amount_over,
            weight: row.weight,
        }
    }
}

/// A single-precision number as people write it: 0.7 and not 0.699999988.
fn decimal(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| f64::from(number))
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
        assert_eq!((rules.rules[0].amount_over, rules.rules[0].weight), (Some(500.0), 0.75));
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
