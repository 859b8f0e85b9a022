//! What conversations are reviewed by: `.aside/checklist.toml` in the first knowledge folder, else a checklist
//! that fits most desks.

use std::collections::BTreeSet;

use aside_contract::Criterion;
use serde::Deserialize;

/// The most criteria: with more, nobody fills them in.
const MOST: usize = 30;
/// The most characters of a name, a title and what to look for.
const LONGEST: (usize, usize, usize) = (40, 100, 500);

/// What the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChecklistFile {
    criterion: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    title: String,
    #[serde(default)]
    about: String,
    weight: Option<f32>,
}

/// The criteria; the built-in ones by default.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Criteria(pub(super) Vec<Criterion>);

impl Default for Criteria {
    fn default() -> Self {
        let built_in = [
            ("greeting", "Greeting", "The customer is greeted and called by name.", 1.0),
            (
                "answer",
                "Right answer with a source",
                "What is said is right, and a document of the team says so.",
                3.0,
            ),
            ("complete", "Complete", "Every question of the customer is answered.", 2.0),
            ("tone", "Tone", "Friendly, and fitting to how the customer feels.", 2.0),
            ("next_step", "Next step", "The customer knows what happens next, and when.", 1.0),
            (
                "hand_over",
                "Handed over rightly",
                "It went to a supervisor where it had to, and only there.",
                1.0,
            ),
        ];
        Self(Vec::from(built_in.map(|(name, title, about, weight)| Criterion {
            name: name.to_owned(),
            title: title.to_owned(),
            about: about.to_owned(),
            weight,
        })))
    }
}

pub(super) fn parse(content: &str) -> Result<Criteria, String> {
    let file: ChecklistFile = toml::from_str(content).map_err(|error| error.to_string())?;
    if file.criterion.is_empty() || file.criterion.len() > MOST {
        return Err(format!("a checklist has 1 to {MOST} criteria"));
    }
    let mut names = BTreeSet::new();
    let read = |row: Row| {
        let (name, title) = (row.name.trim().to_owned(), row.title.trim().to_owned());
        let about = row.about.trim().to_owned();
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        if !(1..=LONGEST.0).contains(&name.len()) || !name.chars().all(plain) {
            return Err(format!(
                "the criterion `{name}` needs a name of 1 to {} plain letters, digits, _ and -",
                LONGEST.0
            ));
        }
        if !(1..=LONGEST.1).contains(&title.chars().count()) || about.chars().count() > LONGEST.2 {
            return Err(format!(
                "the criterion `{name}` needs a title of 1 to {} characters, and at most {} on what to look for",
                LONGEST.1, LONGEST.2
            ));
        }
        let weight = row.weight.unwrap_or(1.0);
        if !(weight > 0.0 && weight <= 100.0) {
            return Err(format!("the weight of the criterion `{name}` is above 0 and at most 100"));
        }
        if !names.insert(name.clone()) {
            return Err(format!("there are two criteria called `{name}`"));
        }
        Ok(Criterion { name, title, about, weight })
    };
    file.criterion.into_iter().map(read).collect::<Result<_, _>>().map(Criteria)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_writes_its_own_and_mistakes_are_told() {
        let own = parse("[[criterion]]\nname = \"tone\"\ntitle = \"Tone\"\nweight = 2").unwrap();
        assert_eq!((own.0[0].name.as_str(), own.0[0].weight), ("tone", 2.0));
        for (content, said) in [
            ("criterion = []", "1 to 30"),
            ("[[criterion]]\nname = \"a b\"\ntitle = \"x\"", "plain letters"),
            ("[[criterion]]\nname = \"a\"\ntitle = \"\"", "needs a title"),
            ("[[criterion]]\nname = \"a\"\ntitle = \"x\"\nweight = 0", "above 0"),
            ("[[criterion]]\nname = \"a\"\ntitle = \"x\"\nweight = nan", "above 0"),
            (
                "[[criterion]]\nname = \"a\"\ntitle = \"x\"\n[[criterion]]\nname = \"a\"\ntitle = \"y\"",
                "two criteria",
            ),
            ("[[criteria]]\nname = \"a\"", "unknown field"),
        ] {
            let refusal = parse(content).unwrap_err();
            assert!(refusal.contains(said), "{refusal}");
        }
    }
}
