//! The person's own settings: `settings.toml` in the data folder.
//!
//! The file holds only what differs from the defaults, with comments that stay where it is changed by a
//! command. It is looked at with each use, so a change holds at once, also in a desk that runs; `[knowledge]` alone
//! holds from the next start on. Keys are never in it: see [`ModelKey`](crate::ModelKey).

mod beside;
mod chat;
mod edit;
mod knowledge;
mod model;
mod speech;

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::EngineError;
use crate::team_file::{TeamFile, read_toml};

pub use beside::BesideSettings;
pub use chat::ChatSettings;
pub(crate) use chat::is_origin;
pub use knowledge::KnowledgeSettings;
pub use model::{ModelSettings, ModelTask};
pub use speech::{SpeechEngine, SpeechSettings};

/// In the data folder.
pub(crate) const FILE: &str = "settings.toml";

/// Everything that a person can set.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Which language model is asked for what.
    pub model: ModelSettings,
    /// Where the customer chat is reached from.
    pub chat: ChatSettings,
    /// How the desk stands beside other programs.
    pub beside: BesideSettings,
    /// Which program reads replies aloud.
    pub speech: SpeechSettings,
    /// Which documents are read, and by what.
    pub knowledge: KnowledgeSettings,
}

impl Settings {
    /// Reads the file of a data folder; the defaults where there is none.
    ///
    /// # Errors
    /// [`EngineError::Settings`] with the file, the line and what is wrong.
    pub fn load(data: &Path) -> Result<Self, EngineError> {
        let path = Self::file(data);
        let wrong = |reason: String| EngineError::Settings { path: path.clone(), reason };
        match std::fs::read_to_string(&path) {
            Ok(content) => parse(&content).map_err(wrong),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(wrong(error.to_string())),
        }
    }

    /// Writes what differs from the defaults into the file of a data folder, and leaves comments as they
    /// are. The file is the old one or the new one, whatever happens.
    ///
    /// # Errors
    /// [`EngineError::Settings`] where the settings make no sense, the file that is there cannot be read,
    /// or the new one cannot be written.
    pub fn save(&self, data: &Path) -> Result<PathBuf, EngineError> {
        let path = Self::file(data);
        let wrong = |reason: String| EngineError::Settings { path: path.clone(), reason };
        self.check().map_err(wrong)?;
        edit::save(self, &path).map_err(wrong)?;
        Ok(path)
    }

    /// The file of a data folder, whether or not it is there.
    pub fn file(data: &Path) -> PathBuf {
        data.join(FILE)
    }

    fn check(&self) -> Result<(), String> {
        self.model.check()?;
        self.chat.check()?;
        self.beside.check()?;
        self.speech.check()?;
        self.knowledge.check()
    }
}

/// The settings of a data folder, as the file has them at each use.
pub(crate) struct SettingsFile(TeamFile<Settings>);

impl SettingsFile {
    pub(crate) fn new(data: &Path) -> Self {
        Self(TeamFile::at(data.join(FILE), "settings", parse))
    }

    pub(crate) fn get(&self) -> Settings {
        self.0.get()
    }

    /// Why the file as it stands cannot be used.
    pub(crate) fn problem(&self) -> Option<String> {
        self.0.problem()
    }
}

/// What the file says; else the line and what is wrong.
fn parse(content: &str) -> Result<Settings, String> {
    let settings: Settings = read_toml(content)?;
    settings.check()?;
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn model(base_url: &str) -> Settings {
        let model = ModelSettings {
            base_url: base_url.to_owned(),
            name: "tiny".to_owned(),
            ..ModelSettings::default()
        };
        Settings { model, ..Settings::default() }
    }

    #[test]
    fn only_differences_are_saved_and_comments_stay() {
        let data = tempfile::tempdir().unwrap();
        let file = model("http://127.0.0.1:8080/v1").save(data.path()).unwrap();
        let content = fs::read_to_string(&file).unwrap();
        assert!(content.contains("base_url = \"http://127.0.0.1:8080/v1\""), "{content}");
        assert!(!content.contains("\nmax_tokens ="), "{content}");
        assert!(
            content.starts_with("# Aside's settings") && content.contains("\n[model]"),
            "{content}"
        );
        assert_eq!(Settings::load(data.path()).unwrap(), model("http://127.0.0.1:8080/v1"));

        fs::write(&file, format!("# mine\n{content}whole_seconds = 50 # slow\n")).unwrap();
        let mut settings = Settings::load(data.path()).unwrap();
        assert_eq!(settings.model.whole_seconds, 50.0);
        settings.model.base_url = "https://api.openai.com/v1".to_owned();
        settings.model.monthly_tokens = Some(10_000);
        settings.save(data.path()).unwrap();
        let content = fs::read_to_string(&file).unwrap();
        assert!(content.starts_with("# mine\n") && content.contains("# slow"), "{content}");
        assert_eq!(Settings::load(data.path()).unwrap(), settings);

        Settings::default().save(data.path()).unwrap();
        let content = fs::read_to_string(&file).unwrap();
        assert!(!content.contains("base_url = \"") && content.contains("# mine"), "{content}");
        assert_eq!(Settings::load(data.path()).unwrap(), Settings::default());
    }

    #[test]
    fn the_chat_is_saved_beside_the_model_and_its_list_keeps_its_comments() {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join(FILE);
        let written =
            "[chat]\norigins = [\n  \"https://a.example\", # shop\n]\nsigned_users = true\n";
        fs::write(&file, written).unwrap();
        let mut settings = Settings::load(data.path()).unwrap();
        settings.save(data.path()).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), written);
        settings.chat.signed_users = false;
        settings.chat.public_hosts.push("help.example".to_owned());
        settings.save(data.path()).unwrap();
        let content = fs::read_to_string(&file).unwrap();
        assert!(content.contains("# shop") && !content.contains("signed_users"), "{content}");
        assert_eq!(Settings::load(data.path()).unwrap(), settings);
    }

    #[test]
    fn a_mistake_is_named_with_its_file_and_line() {
        let data = tempfile::tempdir().unwrap();
        let said = |content: &str| {
            fs::write(data.path().join(FILE), content).unwrap();
            Settings::load(data.path()).unwrap_err().to_string()
        };
        let error = said("[model]\nname = \"a\"\nmax_tokens = \"many\"\n");
        assert!(error.contains("settings.toml") && error.contains("line 3"), "{error}");
        assert!(said("[model]\nkey = \"sk-1\"\n").contains("line 2: unknown field `key`"));
        assert!(said("[model]\nbase_url = \"http://api.openai.com\"\n").contains("https"));
        assert!(said("[model]\nmax_tokens = 0\n").contains("max_tokens"));
    }

    #[test]
    fn a_file_that_breaks_leaves_the_settings_of_before() {
        let data = tempfile::tempdir().unwrap();
        let settings = SettingsFile::new(data.path());
        assert_eq!(settings.get(), Settings::default());
        model("http://127.0.0.1:8080/v1").save(data.path()).unwrap();
        assert_eq!(settings.get().model.name, "tiny");
        fs::write(data.path().join(FILE), "[model\n").unwrap();
        assert_eq!(settings.get().model.name, "tiny");
        assert!(settings.problem().unwrap().contains("line 1"));
        fs::remove_file(data.path().join(FILE)).unwrap();
        assert_eq!((settings.get(), settings.problem()), (Settings::default(), None));
    }
}
