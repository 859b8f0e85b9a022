//! Texts that the team keeps: `.aside/macros.toml` in the first knowledge folder.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;

use aside_assist::names_all;
use aside_contract::{Analysis, Macro, SlotKind};
use aside_inference::corrections::nearest;
use parking_lot::Mutex;
use serde::Deserialize;

use crate::Places;
use crate::model::Model;
use crate::team_file::{TeamFile, read_toml};

/// Below the first knowledge folder.
const FILE: &str = ".aside/macros.toml";
/// A team with more has another place for them.
const MOST: usize = 500;
/// The longest text, in characters.
const LONGEST: usize = 8_000;
/// The cosine of a message to a macro from which on it is offered; docs/replies.md has the figures.
const FITS: f32 = 0.53;
/// What a keyword in the message adds.
const KEYWORD: f32 = 0.22;
/// How sure the category has to be before macros of another one are left out.
const CATEGORY_FLOOR: f32 = 0.7;

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MacroFile {
    #[serde(rename = "macro")]
    macros: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    text: String,
    category: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    unless: Vec<SlotKind>,
}

/// The macros of the file, and what they mean.
pub(crate) struct Macros {
    file: TeamFile<Vec<Macro>>,
    learnt: Mutex<Learnt>,
}

/// What was embedded last.
#[derive(Default)]
struct Learnt {
    /// With the vectors of its name and keywords, and of its text.
    macros: Arc<Vec<(Macro, [Vec<f32>; 2])>>,
    /// What they are of, while they are embedded too.
    of: Option<Vec<Macro>>,
}

impl Macros {
    pub(crate) fn new(places: &Places) -> Self {
        Self { file: TeamFile::new(places, FILE, "macros", parse), learnt: Mutex::default() }
    }

    /// Their file.
    pub(crate) fn file(&self) -> &TeamFile<Vec<Macro>> {
        &self.file
    }

    /// As the file has them.
    pub(crate) fn all(&self) -> Vec<Macro> {
        self.file.get()
    }

    /// The macro that fits a message best, with how well, if one does. `is_named` says whether the
    /// conversation names something of a kind: what is known is not asked for. A file that changed is embedded
    /// behind live messages: until then, its macros of before are offered.
    pub(super) fn best(
        self: &Arc<Self>,
        model: &Arc<Model>,
        embedding: &[f32],
        text: &str,
        analysis: &Analysis,
        is_named: impl Fn(SlotKind) -> bool,
    ) -> Option<(Macro, f32)> {
        self.learn_behind(model);
        let learnt = Arc::clone(&self.learnt.lock().macros);
        let category = Some(&analysis.category)
            .filter(|category| category.confidence >= CATEGORY_FLOOR)
            .map(|category| category.label.to_string());
        let fit = |(own, vectors): &(Macro, [Vec<f32>; 2])| {
            let cosine = nearest(embedding, vectors.iter().map(Vec::as_slice))?.1;
            let keyword = own.keywords.iter().any(|keyword| names_all(text, keyword));
            let other = own.category.as_ref().zip(category.as_ref()).is_some_and(|(a, b)| a != b);
            let fit = cosine + if keyword { KEYWORD } else { 0.0 };
            let fits = fit >= FITS && (keyword || !other);
            let needless = || own.unless.iter().any(|kind| is_named(*kind));
            (fits && !needless()).then_some(fit.min(1.0))
        };
        let fits = learnt.iter().filter_map(|own| Some((own.0.clone(), fit(own)?)));
        fits.reduce(|best, found| if found.1 > best.1 { found } else { best })
    }

    /// Embeds the macros on a thread of its own where the file changed. Returns at once.
    fn learn_behind(self: &Arc<Self>, model: &Arc<Model>) {
        let macros = self.file.get();
        let mut learnt = self.learnt.lock();
        if learnt.of.as_ref() == Some(&macros) || (learnt.of.is_none() && macros.is_empty()) {
            return;
        }
        learnt.of = Some(macros.clone());
        drop(learnt);
        let (own, model) = (Arc::clone(self), Arc::clone(model));
        let learn = move || {
            let Some(reader) = &model.reader else { return };
            let embed = |text: &str| reader.read_behind(text).map(|pass| pass.embedding);
            let mut embedded = Vec::with_capacity(macros.len());
            for one in &macros {
                let named = format!("{}. {}", one.name, one.keywords.join(", "));
                match (embed(&named), embed(&one.text)) {
                    (Ok(named), Ok(text)) => embedded.push((one.clone(), [named, text])),
                    (Err(error), _) | (_, Err(error)) => {
                        tracing::warn!(name = one.name, %error, "a macro is not offered");
                    }
                }
            }
            let mut learnt = own.learnt.lock();
            // The file may have changed once more meanwhile.
            if learnt.of.as_ref() == Some(&macros) {
                learnt.macros = Arc::new(embedded);
            }
        };
        if let Err(error) = thread::Builder::new().name("macros".to_owned()).spawn(learn) {
            tracing::error!(%error, "no thread to read the macros on");
        }
    }
}

fn parse(content: &str) -> Result<Vec<Macro>, String> {
    let file: MacroFile = read_toml(content)?;
    if file.macros.len() > MOST {
        return Err(format!("there are more than {MOST} macros"));
    }
    let mut names = BTreeSet::new();
    let read = |row: Row| {
        let (name, text) = (row.name.trim().to_owned(), row.text.trim().to_owned());
        if name.is_empty() || text.is_empty() {
            return Err(format!("the macro `{name}` needs a name and a text"));
        }
        if text.chars().count() > LONGEST {
            return Err(format!("the macro `{name}` has more than {LONGEST} characters"));
        }
        if !names.insert(name.to_lowercase()) {
            return Err(format!("there are two macros called `{name}`"));
        }
        let keywords = row.keywords.into_iter().map(|word| word.trim().to_owned());
        Ok(Macro {
            name,
            text,
            category: row.category.map(|name| name.trim().to_lowercase()),
            keywords: keywords.filter(|word| !word.is_empty()).collect(),
            unless: row.unless,
        })
    };
    file.macros.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_are_read_and_mistakes_are_named() {
        let content = "[[macro]]\nname = \" Late refund \"\ntext = \"It takes 5 days.\"\ncategory = \"Billing\"\nkeywords = [\"refund\", \"\"]\nunless = [\"order\"]";
        let expected = Macro {
            name: "Late refund".to_owned(),
            text: "It takes 5 days.".to_owned(),
            category: Some("billing".to_owned()),
            keywords: vec!["refund".to_owned()],
            unless: vec![SlotKind::Order],
        };
        assert_eq!(parse(content), Ok(vec![expected]));
        assert_eq!(parse(""), Ok(Vec::new()));
        for (wrong, why) in [
            ("[[macro]]\nname = \"a\"", "text"),
            ("[[macro]]\nname = \"\"\ntext = \"b\"", "needs a name"),
            ("[[macro]]\nname = \"a\"\ntext = \"b\"\nkind = \"x\"", "kind"),
            ("[[macro]]\nname = \"a\"\ntext = \"b\"\nunless = [\"weather\"]", "weather"),
            (&format!("{content}\n{content}"), "two macros"),
        ] {
            let said = parse(wrong).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
    }
}
