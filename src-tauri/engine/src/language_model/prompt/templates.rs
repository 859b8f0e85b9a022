//! The templates: built in, and a team's own in `.aside/prompts` of the first knowledge folder.

use std::path::{Path, PathBuf};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use parking_lot::Mutex;

use super::matter::Facts;

/// Below the first knowledge folder.
const FOLDER: &str = ".aside/prompts";
/// The largest file of a team.
const MOST_BYTES: u64 = 64 << 10;
/// Steps that filling a template may take: a template that loops for ever ends.
const FUEL: u64 = 200_000;

macro_rules! built_in {
    ($($name:literal),+) => {
        [$((
            $name,
            concat!($name, ".j2"),
            include_str!(concat!("../../../../../models/prompts/", $name, ".j2")),
        )),+]
    };
}

/// Name, file and text of every template. Others can neither be used nor included.
const BUILT_IN: [(&str, &str, &str); 10] = built_in!(
    "base",
    "technical",
    "billing",
    "account",
    "orders",
    "general",
    "escalation",
    "rewrite",
    "summary",
    "labels"
);

/// Both parts of a prompt, before the last look for personal data.
pub(super) struct Filled {
    pub(super) system: String,
    pub(super) user: String,
    /// A file of the team has a part in it.
    pub(super) own: bool,
}

/// A file of the team.
struct Own {
    name: &'static str,
    file: &'static str,
    text: String,
}

/// The built-in templates under those of a team. The team's files are read with each use; where one
/// cannot be used, the log tells why and the built-in ones stand.
pub(crate) struct Templates {
    folder: PathBuf,
    problem: Mutex<Option<String>>,
}

impl Templates {
    /// With the team's files below this knowledge folder.
    pub(crate) fn new(knowledge: &Path) -> Self {
        Self { folder: knowledge.join(FOLDER), problem: Mutex::default() }
    }

    /// Fills the template with this name.
    pub(super) fn fill(&self, name: &str, facts: &Facts) -> Result<Filled, String> {
        let facts = Value::from(Serde(facts));
        let own = self.own_files();
        if own.is_empty() {
            *self.problem.lock() = None;
        } else {
            match fill(&own, name, &facts) {
                Ok((system, user)) => {
                    *self.problem.lock() = None;
                    let own = own.iter().any(|own| own.name == name || own.name == "base");
                    return Ok(Filled { system, user, own });
                }
                Err(error) => self.tell(said(&error)),
            }
        }
        let (system, user) = fill(&[], name, &facts).map_err(|error| said(&error))?;
        Ok(Filled { system, user, own: false })
    }

    /// Why the team's files, as they stand, cannot be used.
    pub(crate) fn problem(&self) -> Option<String> {
        let own = self.own_files();
        let facts = Value::from(Serde(Facts::example()));
        let mut wrong = own.iter().filter_map(|file| {
            // The frame is filled through a template that uses it.
            let name = if file.name == "base" { "general" } else { file.name };
            fill(&own, name, &facts).err().map(|error| said(&error))
        });
        wrong.next().map(|reason| format!("{}: {reason}", self.folder.display()))
    }

    fn tell(&self, reason: String) {
        let mut problem = self.problem.lock();
        if problem.as_ref() != Some(&reason) {
            tracing::warn!(folder = %self.folder.display(), %reason, "going on with the built-in prompts");
            *problem = Some(reason);
        }
    }

    /// The team's files that have the name of a template.
    fn own_files(&self) -> Vec<Own> {
        let read = |(name, file, _): &(&'static str, &'static str, &str)| {
            let path = self.folder.join(file);
            let size = std::fs::metadata(&path).ok()?.len();
            if size > MOST_BYTES {
                self.tell(format!("{file} has {size} bytes, more than {MOST_BYTES}"));
                return None;
            }
            match std::fs::read_to_string(&path) {
                Ok(text) => Some(Own { name, file, text }),
                Err(error) => {
                    self.tell(format!("{file} cannot be read: {error}"));
                    None
                }
            }
        };
        BUILT_IN.iter().filter_map(read).collect()
    }
}

fn fill(own: &[Own], name: &str, facts: &Value) -> Result<(String, String), Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(syntax);
    for (_, file, text) in BUILT_IN {
        environment.add_template(file, text)?;
    }
    for own in own {
        environment.add_template_owned(own.file, own.text.clone())?;
    }
    let file = format!("{name}.j2");
    let template = environment.get_template(&file)?;
    let mut captured = template.render_captured(facts.clone())?;
    let mut block = |name| {
        let text = captured.with_state_mut(|state| state.render_block(name))?;
        match text.trim() {
            "" => Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("the block `{name}` of {file} is empty"),
            )),
            text => Ok(text.to_owned()),
        }
    };
    Ok((block("system")?, block("user")?))
}

/// What is wrong with a template, with its file and line.
fn said(error: &Error) -> String {
    let file = error.name().unwrap_or("a template");
    let line = error.line().map(|line| format!(", line {line}")).unwrap_or_default();
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    format!("{file}{line}: {}{detail}", error.kind())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use aside_redact::Masks;

    use super::*;

    #[test]
    fn every_built_in_template_is_filled_and_none_of_its_own_words_is_masked() {
        let templates = Templates::new(Path::new("nowhere"));
        for (name, ..) in BUILT_IN.iter().filter(|(name, ..)| *name != "base") {
            let filled = templates.fill(name, &Facts::example()).unwrap();
            let numbered = filled.user.contains("[1]") || ["rewrite", "labels"].contains(name);
            assert!(!filled.own && numbered, "{name}: {}", filled.user);
            for part in [&filled.system, &filled.user] {
                let masked = Masks::new().redact_composed(part);
                assert_eq!(masked.as_ref() as &str, part, "{name}");
                assert!(!part.contains("{%") && !part.contains("\n\n\n"), "{name}: {part}");
            }
        }
        assert_eq!(templates.problem(), None);
    }

    #[test]
    fn a_team_overrides_one_template_and_a_broken_one_leaves_the_built_in() {
        let knowledge = tempfile::tempdir().unwrap();
        let folder = knowledge.path().join(FOLDER);
        fs::create_dir_all(&folder).unwrap();
        let templates = Templates::new(knowledge.path());
        let filled = |name| templates.fill(name, &Facts::example()).unwrap();
        let own = "{% extends 'base.j2' %}{% block speciality %}Be brief.{% endblock %}";
        fs::write(folder.join("billing.j2"), own).unwrap();
        assert!(filled("billing").own && filled("billing").system.contains("Be brief."));
        assert!(!filled("orders").own && !filled("orders").system.contains("Be brief."));

        for (broken, why) in [
            (
                "{% extends 'base.j2' %}{% block speciality %}{{ nobody }}{% endblock %}",
                "undefined",
            ),
            ("{% if %}", "line 1"),
            ("{% include '/etc/passwd' %}", "not found"),
            ("{% extends 'base.j2' %}{% block user %}{% endblock %}", "empty"),
            (
                "{% extends 'base.j2' %}{% block user %}{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}{% endblock %}",
                "fuel",
            ),
        ] {
            fs::write(folder.join("billing.j2"), broken).unwrap();
            assert!(!filled("billing").own, "{broken}");
            let problem = templates.problem().unwrap();
            assert!(problem.contains(why) && problem.contains("billing.j2"), "{problem}");
        }
        fs::remove_file(folder.join("billing.j2")).unwrap();
        assert_eq!(templates.problem(), None);
    }
}
