//! Who in the team should have which tickets: `.aside/owners.toml` in the first knowledge folder.

use std::collections::BTreeMap;

use aside_assist::rule_names;
use aside_contract::{Category, EscalationReason, Label, MAX_OWNER_CHARS};
use serde::Deserialize;

use crate::Places;
use crate::team_file::{TeamFile, read_toml};

/// Below the first knowledge folder.
const FILE: &str = ".aside/owners.toml";

/// Comes before the name of a rule of the team's.
const OWN_RULE: &str = "team:";

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct OwnersFile {
    /// Who has what no category names.
    owner: Option<String>,
    /// By the name of a category.
    categories: BTreeMap<String, String>,
    /// By the name of a rule of escalation: comes before the category.
    rules: BTreeMap<String, String>,
}

fn parse(content: &str) -> Result<OwnersFile, String> {
    let file: OwnersFile = read_toml(content)?;
    for category in file.categories.keys() {
        if Category::from_name(category).is_none() {
            let known: Vec<&str> = Category::ALL.iter().map(|one| one.name()).collect();
            return Err(format!(
                "there is no category `{category}`: choose one of {}",
                known.join(", ")
            ));
        }
    }
    for rule in file.rules.keys() {
        if !rule.starts_with(OWN_RULE) && !rule_names().any(|name| name == rule) {
            let known: Vec<&str> = rule_names().collect();
            return Err(format!(
                "there is no rule `{rule}`: choose one of {}, or a rule of your own as `{OWN_RULE}NAME`",
                known.join(", ")
            ));
        }
    }
    for owner in file.categories.values().chain(file.rules.values()).chain(&file.owner) {
        let chars = owner.trim().chars().count();
        if chars == 0 || chars > MAX_OWNER_CHARS {
            return Err(format!("the owner `{owner}` must have 1 to {MAX_OWNER_CHARS} characters"));
        }
    }
    Ok(file)
}

/// The owners, as the file has them.
pub(crate) struct Owners(pub(crate) TeamFile<OwnersFile>);

impl Owners {
    pub(crate) fn new(places: &Places) -> Self {
        Self(TeamFile::new(places, FILE, "owners of tickets", parse))
    }

    /// Who should have a ticket about this; none where the team says nothing. The strongest reason that
    /// has an owner comes first, so that a threat goes where the team wants threats, whatever it is about.
    pub(crate) fn of(
        &self,
        reasons: &[EscalationReason],
        category: Option<Category>,
    ) -> Option<String> {
        let mut file = self.0.get();
        let mut standing = reasons.iter().filter(|reason| !reason.wrong);
        standing
            .find_map(|reason| file.rules.remove(&reason.rule))
            .or_else(|| category.and_then(|category| file.categories.remove(category.name())))
            .or(file.owner)
    }
}

impl OwnersFile {
    /// How many owners it names.
    pub(crate) fn len(&self) -> usize {
        self.categories.len() + self.rules.len() + usize::from(self.owner.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A team's folder without the file yet, and the owners that it will name.
    fn team() -> (tempfile::TempDir, Owners) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join(".aside")).unwrap();
        let places = Places {
            knowledge: vec![dir.path().to_owned()],
            data: dir.path().to_owned(),
            models: dir.path().to_owned(),
            encoder: None,
            decided: Default::default(),
        };
        let owners = Owners::new(&places);
        (dir, owners)
    }

    #[test]
    fn a_category_has_its_owner_and_the_rest_go_to_one() {
        let (dir, owners) = team();
        assert_eq!(owners.of(&[], Some(Category::Billing)), None);
        let file = "owner = \"Desk\"\n[categories]\nbilling = \"Grace\"\n";
        std::fs::write(dir.path().join(FILE), file).unwrap();
        assert_eq!(owners.of(&[], Some(Category::Billing)).as_deref(), Some("Grace"));
        assert_eq!(owners.of(&[], Some(Category::Orders)).as_deref(), Some("Desk"));
        assert_eq!(owners.of(&[], None).as_deref(), Some("Desk"));
    }

    #[test]
    fn a_reason_comes_before_the_category_unless_it_was_wrong() {
        let (dir, owners) = team();
        let file = "[categories]\nbilling = \"Grace\"\n[rules]\nthreat = \"Safety\"\n\"team:lost data\" = \"Ada\"\n";
        std::fs::write(dir.path().join(FILE), file).unwrap();
        let reason = |rule: &str, wrong| EscalationReason {
            rule: rule.to_owned(),
            explanation: String::new(),
            case: None,
            evidence: String::new(),
            parts: Vec::new(),
            weight: 0.9,
            wrong,
        };
        let of = |reasons: &[EscalationReason]| owners.of(reasons, Some(Category::Billing));
        let (vip, threat) = (reason("vip", false), reason("threat", false));
        assert_eq!(of(&[vip.clone(), threat]).as_deref(), Some("Safety"));
        assert_eq!(of(&[vip, reason("threat", true)]).as_deref(), Some("Grace"));
        assert_eq!(of(&[reason("team:lost data", false)]).as_deref(), Some("Ada"));
    }

    #[test]
    fn what_is_no_category_or_no_name_is_refused() {
        assert!(parse("[categories]\nbiling = \"Grace\"").unwrap_err().contains("billing"));
        assert!(parse("[rules]\nthreats = \"Grace\"").unwrap_err().contains("threat,"));
        assert!(parse("[categories]\nbilling = \" \"").is_err());
        assert!(parse("boss = \"Grace\"").is_err());
        assert_eq!(parse("").unwrap(), OwnersFile::default());
    }
}
