//! Where things live: the knowledge folder, the data folder, the models.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aside_inference::BUILT_IN;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::settings::KnowledgeSettings;
use crate::{EngineError, Settings};

/// The folders that an engine works with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The watched folders of documents, at least one. Never written to. The first one names the
    /// index; further ones can come and go.
    pub knowledge: Vec<PathBuf>,
    /// Everything that Aside stores.
    pub data: PathBuf,
    /// The trained heads and the folders of the encoders' weights.
    pub models: PathBuf,
    /// The folder in `models` with the encoder that documents are searched with; the built-in one
    /// where none is named.
    pub encoder: Option<String>,
    /// Who decided on what can be chosen.
    pub decided: Decided,
}

/// Who decided on the places that can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// On the knowledge folders.
    pub knowledge: DecidedBy,
    /// On the encoder.
    pub encoder: DecidedBy,
}

/// Who decided on something; the first that says anything does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// What the command names.
    Command,
    /// A variable of the environment.
    Environment,
    /// The settings.
    Settings,
    /// Nobody: it is what was open last, or what is there.
    #[default]
    Otherwise,
}

impl DecidedBy {
    /// Whether the settings are not asked.
    fn is_before_settings(self) -> bool {
        matches!(self, Self::Command | Self::Environment)
    }
}

/// Remembers, in the data folder, which knowledge folder was open last.
const LAST_FOLDER: &str = "last-knowledge-folder";
/// Names, in the data folder, the encoder for those who cannot set a variable.
const ENCODER: &str = "encoder";
/// Walking more often than this helps nobody.
const SHORTEST_POLL: Duration = Duration::from_millis(100);

impl Places {
    /// Decides on the folders.
    ///
    /// Data: as named, else `ASIDE_DATA`, else the user's data folder. Knowledge: as named, else
    /// `ASIDE_KNOWLEDGE` (folders with the separator that `PATH` has on this system), else as the settings in
    /// the data folder say, else the folders that were open last with a data folder that was named either
    /// way, else `./knowledge` where it exists, else the folders that were open last. Makes no folder. Models:
    /// `ASIDE_MODELS`, else the nearest `models/manifest.json` above the working folder or the program, else
    /// `models` in the data folder. Encoder: `ASIDE_ENCODER`, else as the settings say, else the name in the
    /// file `encoder` in the data folder, else the built-in one. Settings that cannot be read say nothing.
    ///
    /// # Errors
    /// [`EngineError::NoKnowledgeFolder`] or [`EngineError::NoDataFolder`].
    pub fn resolve(knowledge: Vec<PathBuf>, data: Option<PathBuf>) -> Result<Self, EngineError> {
        Self::decide(knowledge, data, |name| std::env::var_os(name))
    }

    /// The same, with the variables that `variable` knows.
    fn decide(
        knowledge: Vec<PathBuf>,
        data: Option<PathBuf>,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, EngineError> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let data = data.or_else(|| variable("ASIDE_DATA").map(PathBuf::from));
        let named_data = data.is_some();
        let data = data_folder(data)?;
        let settings = Settings::load(&data).map(|settings| settings.knowledge);
        let settings = settings.unwrap_or_else(|error| {
            tracing::warn!(%error, "the settings choose neither folders nor an encoder");
            KnowledgeSettings::default()
        });
        let last = || {
            let lines = fs::read_to_string(data.join(LAST_FOLDER)).unwrap_or_default();
            lines.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect::<Vec<_>>()
        };
        let nearby = || vec![PathBuf::from("knowledge")];
        let is_there = |folders: &Vec<PathBuf>| folders.first().is_some_and(|first| first.is_dir());
        let by = |by: DecidedBy| move |folders| (folders, by);
        let some = |folders: Vec<PathBuf>| Some(folders).filter(|folders| !folders.is_empty());
        let (knowledge, knowledge_by) = some(knowledge)
            .map(by(DecidedBy::Command))
            .or_else(|| {
                let folders = std::env::split_paths(&variable("ASIDE_KNOWLEDGE")?).collect();
                Some(folders).map(by(DecidedBy::Environment))
            })
            .or_else(|| some(settings.chosen_folders()).map(by(DecidedBy::Settings)))
            // A data folder that was named belongs to the folder that was indexed into it.
            .or_else(|| some(last()).filter(|_| named_data).map(by(DecidedBy::Otherwise)))
            .or_else(|| Some(nearby()).filter(is_there).map(by(DecidedBy::Otherwise)))
            .or_else(|| some(last()).map(by(DecidedBy::Otherwise)))
            .ok_or(EngineError::NoKnowledgeFolder)?;
        let named = variable("ASIDE_ENCODER").and_then(|name| written(&name.to_string_lossy()));
        let (encoder, encoder_by) = match named {
            Some(name) => (Some(name), DecidedBy::Environment),
            None => encoder_without_command(&settings, &data),
        };
        let models = find_models().unwrap_or_else(|| data.join("models"));
        let knowledge = knowledge.iter().map(|folder| absolute(folder)).collect();
        let decided = Decided { knowledge: knowledge_by, encoder: encoder_by };
        Ok(Self { knowledge, data, models, encoder, decided })
    }

    /// What the next start opens with these settings, where it is started as this one was.
    pub(crate) fn at_next_start(&self, settings: &KnowledgeSettings) -> Self {
        let mut next = self.clone();
        let folders = settings.chosen_folders();
        if !self.decided.knowledge.is_before_settings() {
            // Without a choice, those that are open now will be those that were open last.
            next.decided.knowledge = DecidedBy::Otherwise;
            if !folders.is_empty() {
                next.knowledge = folders.iter().map(|folder| absolute(folder)).collect();
                next.decided.knowledge = DecidedBy::Settings;
            }
        }
        if !self.decided.encoder.is_before_settings() {
            (next.encoder, next.decided.encoder) = encoder_without_command(settings, &self.data);
        }
        next
    }

    /// The data folder alone, as [`Places::resolve`] decides on it.
    ///
    /// # Errors
    /// [`EngineError::NoDataFolder`].
    pub fn data_folder(named: Option<PathBuf>) -> Result<PathBuf, EngineError> {
        data_folder(named.or_else(|| env_path("ASIDE_DATA")))
    }

    /// Checks that the knowledge folders are there: one that was unplugged must not look empty.
    ///
    /// # Errors
    /// [`EngineError::KnowledgeFolderMissing`] or [`EngineError::KnowledgeFolderIsNone`].
    pub fn expect_knowledge(&self) -> Result<(), EngineError> {
        for folder in &self.knowledge {
            if folder.is_file() {
                return Err(EngineError::KnowledgeFolderIsNone(folder.clone()));
            }
            if !folder.is_dir() {
                return Err(EngineError::KnowledgeFolderMissing(folder.clone()));
            }
        }
        Ok(())
    }

    /// Where the built-in encoder's weights belong.
    pub(crate) fn built_in_encoder(&self) -> PathBuf {
        self.models.join(BUILT_IN)
    }

    /// The name of the encoder's folder.
    pub(crate) fn encoder_name(&self) -> &str {
        self.encoder.as_deref().unwrap_or(BUILT_IN)
    }

    /// The folders in which those of models lie, the first before the second.
    pub(crate) fn model_folders(&self) -> [PathBuf; 2] {
        [self.models.clone(), self.data.join("models")]
    }

    /// The folder of the encoder that was named, if that is another than the built-in one.
    pub(crate) fn own_encoder(&self) -> Option<PathBuf> {
        self.encoder.as_deref().filter(|name| *name != BUILT_IN).map(|name| self.model_folder(name))
    }

    /// The folder of a model with this name, whether or not it is there.
    pub(crate) fn model_folder(&self, name: &str) -> PathBuf {
        let places = self.model_folders().map(|models| models.join(name));
        let [first, _] = &places;
        places.iter().find(|place| place.is_dir()).unwrap_or(first).clone()
    }

    /// Where conversations and the ledger are stored.
    pub(crate) fn desk(&self) -> PathBuf {
        self.data.join("desk")
    }

    /// Where the index of these knowledge folders is stored. Each first folder has its own, so that
    /// looking at another folder does not throw its index away.
    pub(crate) fn index(&self) -> PathBuf {
        let first = self.knowledge.first().cloned().unwrap_or_default();
        let hash = blake3::hash(first.as_os_str().as_encoded_bytes()).to_hex();
        let name: String = first
            .file_name()
            .map(|name| {
                name.to_string_lossy()
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .take(24)
                    .collect()
            })
            .unwrap_or_default();
        self.data.join("knowledge").join(format!("{name}-{}", &hash[..12]))
    }

    /// Notes down which folders are open, for commands that name none. Written only where it changes:
    /// a full disk keeps nobody from what is indexed.
    pub(crate) fn remember(&self) -> Result<(), EngineError> {
        let path = self.data.join(LAST_FOLDER);
        let folders: Vec<_> =
            self.knowledge.iter().map(|folder| folder.to_string_lossy()).collect();
        let open = folders.join("\n");
        if fs::read_to_string(&path).is_ok_and(|noted| noted == open) {
            return Ok(());
        }
        fs::write(&path, open.as_bytes()).map_err(|source| EngineError::DataFolder { path, source })
    }
}

/// How often the folders are walked instead of waiting for the system to tell of changes: `ASIDE_POLL`,
/// in seconds.
pub(crate) fn poll() -> Option<Duration> {
    let seconds = std::env::var("ASIDE_POLL").ok().filter(|value| !value.is_empty())?;
    match seconds.parse::<f64>().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
    {
        Some(poll) if poll >= SHORTEST_POLL => Some(poll),
        _ => {
            tracing::warn!(%seconds, "ASIDE_POLL is no number of seconds from 0.1 up: it is not used");
            None
        }
    }
}

/// The encoder where the environment names none: as the settings say, else the one in the file `encoder`.
fn encoder_without_command(
    settings: &KnowledgeSettings,
    data: &Path,
) -> (Option<String>, DecidedBy) {
    match written(&settings.encoder) {
        Some(name) => (Some(name), DecidedBy::Settings),
        None => (encoder_file(data), DecidedBy::Otherwise),
    }
}

/// The name in the file `encoder` of the data folder.
pub(crate) fn encoder_file(data: &Path) -> Option<String> {
    written(&fs::read_to_string(data.join(ENCODER)).ok()?)
}

/// A name, where there is one.
fn written(name: &str) -> Option<String> {
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn data_folder(named: Option<PathBuf>) -> Result<PathBuf, EngineError> {
    match named {
        Some(data) => Ok(absolute(&data)),
        None => default_data().ok_or(EngineError::NoDataFolder),
    }
}

fn env_path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn default_data() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "aside").map(|dirs| dirs.data_dir().to_path_buf())
}

fn absolute(path: &Path) -> PathBuf {
    let whole = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    whole.unwrap_or_else(|_| path.to_path_buf())
}

fn find_models() -> Option<PathBuf> {
    if let Some(path) = env_path("ASIDE_MODELS") {
        return Some(path);
    }
    let starts = [std::env::current_dir().ok(), std::env::current_exe().ok()];
    starts
        .iter()
        .flatten()
        .flat_map(|start| start.ancestors())
        .map(|folder| folder.join("models"))
        .find(|models| models.join("manifest.json").is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_data_folder_finds_the_knowledge_folder_that_was_open_last() {
        let dir = tempfile::tempdir().unwrap();
        let (knowledge, data) = (dir.path().join("docs"), dir.path().join("data"));
        fs::create_dir(&knowledge).unwrap();
        fs::create_dir(&data).unwrap();
        let first = Places::resolve(vec![knowledge], Some(data.clone())).unwrap();
        first.remember().unwrap();
        let second = Places::resolve(Vec::new(), Some(data)).unwrap();
        assert_eq!(first.knowledge, second.knowledge);
        assert_eq!(second.decided.knowledge, DecidedBy::Otherwise);
    }

    #[test]
    fn the_command_comes_before_the_environment_and_that_before_the_settings() {
        let dir = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let folder = dir.path().canonicalize().unwrap().join(name);
            fs::create_dir_all(&folder).unwrap();
            folder
        };
        let data = folder("data");
        let last = Places::resolve(vec![folder("last")], Some(data.clone())).unwrap();
        last.remember().unwrap();
        let knowledge = folder("variable");
        let none = |_: &str| None;
        let named = |name: &str| match name {
            "ASIDE_KNOWLEDGE" => Some(knowledge.clone().into_os_string()),
            "ASIDE_ENCODER" => Some("variable".into()),
            _ => None,
        };
        let decide = |command: &[&str], variable: &dyn Fn(&str) -> Option<OsString>| {
            let command = command.iter().map(|name| folder(name)).collect();
            let places = Places::decide(command, Some(data.clone()), variable).unwrap();
            let names = places.knowledge.iter().map(|folder| {
                folder.strip_prefix(dir.path().canonicalize().unwrap()).unwrap().to_owned()
            });
            let names: Vec<_> = names.map(|name| name.display().to_string()).collect();
            (names.join(" "), places.encoder_name().to_owned(), places.decided)
        };
        let decided = |knowledge, encoder| Decided { knowledge, encoder };
        let expect = |knowledge: &str, encoder: &str, decided| {
            (knowledge.to_owned(), encoder.to_owned(), decided)
        };
        use DecidedBy::{Command, Environment, Otherwise, Settings as BySettings};
        assert_eq!(decide(&[], &none), expect("last", BUILT_IN, decided(Otherwise, Otherwise)));
        fs::write(data.join("encoder"), "file\n").unwrap();
        assert_eq!(decide(&[], &none), expect("last", "file", decided(Otherwise, Otherwise)));

        let folders = ["a", "b"].map(|name| folder(name).display().to_string()).to_vec();
        let knowledge_settings = KnowledgeSettings { folders, encoder: "set".to_owned() };
        let settings = Settings { knowledge: knowledge_settings.clone(), ..Settings::default() };
        settings.save(&data).unwrap();
        assert_eq!(decide(&[], &none), expect("a b", "set", decided(BySettings, BySettings)));
        let variable = expect("variable", "variable", decided(Environment, Environment));
        assert_eq!(decide(&[], &named), variable);
        let command = expect("command", "variable", decided(Command, Environment));
        assert_eq!(decide(&["command"], &named), command);

        // What a start says before it happens is what it does.
        let next = last.at_next_start(&knowledge_settings);
        assert_eq!(next.knowledge, last.knowledge, "the command of this start names it");
        assert_eq!((next.encoder_name(), next.decided.encoder), ("set", BySettings));
        let unnamed = Places { decided: Decided::default(), ..last };
        let started = Places::decide(Vec::new(), Some(data.clone()), none).unwrap();
        assert_eq!(unnamed.at_next_start(&knowledge_settings), started);

        fs::write(data.join("settings.toml"), "[knowledge\n").unwrap();
        assert_eq!(decide(&[], &none), expect("last", "file", decided(Otherwise, Otherwise)));
    }

    #[test]
    fn a_missing_knowledge_folder_is_named_in_the_error() {
        let dir = tempfile::tempdir().unwrap();
        let error =
            Places::resolve(vec![dir.path().join("nowhere")], Some(dir.path().join("data")))
                .unwrap()
                .expect_knowledge()
                .unwrap_err();
        assert!(error.to_string().contains("nowhere"), "{error}");
        assert!(!dir.path().join("data").exists(), "nothing is made for a mistake");
    }

    #[test]
    fn two_knowledge_folders_have_two_indexes_in_one_data_folder() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let index = |name: &str| {
            let folder = dir.path().join(name);
            fs::create_dir(&folder).unwrap();
            Places::resolve(vec![folder], Some(data.clone())).unwrap().index()
        };
        assert_ne!(index("a"), index("b"));
    }
}
