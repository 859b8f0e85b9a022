//! Where things live: the knowledge folder, the data folder, the models.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aside_inference::BUILT_IN;

use crate::EngineError;

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
    /// `ASIDE_KNOWLEDGE` (folders with the separator that `PATH` has on this system), else the folders
    /// that were open last with a data folder that was named either way, else `./knowledge` where it
    /// exists, else the folders that were open last. Makes no folder. Models: `ASIDE_MODELS`, else the nearest `models/manifest.json` above the
    /// working folder or the program, else `models` in the data folder. Encoder: `ASIDE_ENCODER`,
    /// else the name in the file `encoder` in the data folder, else the built-in one.
    ///
    /// # Errors
    /// [`EngineError::NoKnowledgeFolder`] or [`EngineError::NoDataFolder`].
    pub fn resolve(knowledge: Vec<PathBuf>, data: Option<PathBuf>) -> Result<Self, EngineError> {
        let named_data = data.is_some() || env_path("ASIDE_DATA").is_some();
        let data = Self::data_folder(data)?;
        let last = || {
            let lines = fs::read_to_string(data.join(LAST_FOLDER)).unwrap_or_default();
            lines.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect::<Vec<_>>()
        };
        let nearby = || vec![PathBuf::from("knowledge")];
        let is_there = |folders: &Vec<PathBuf>| folders.first().is_some_and(|first| first.is_dir());
        let named = Some(knowledge).filter(|folders| !folders.is_empty());
        let knowledge = named
            .or_else(|| {
                let folders =
                    std::env::var_os("ASIDE_KNOWLEDGE").filter(|value| !value.is_empty())?;
                Some(std::env::split_paths(&folders).collect())
            })
            // A data folder that was named belongs to the folder that was indexed into it.
            .or_else(|| Some(last()).filter(|folders| named_data && !folders.is_empty()))
            .or_else(|| Some(nearby()).filter(is_there))
            .or_else(|| Some(last()).filter(|folders| !folders.is_empty()))
            .ok_or(EngineError::NoKnowledgeFolder)?;
        let models = find_models().unwrap_or_else(|| data.join("models"));
        let knowledge = knowledge.iter().map(|folder| absolute(folder)).collect();
        let encoder = named_encoder(&data);
        Ok(Self { knowledge, data, models, encoder })
    }

    /// The data folder alone, as [`Places::resolve`] decides on it.
    ///
    /// # Errors
    /// [`EngineError::NoDataFolder`].
    pub fn data_folder(named: Option<PathBuf>) -> Result<PathBuf, EngineError> {
        match named.or_else(|| env_path("ASIDE_DATA")) {
            Some(data) => Ok(absolute(&data)),
            None => default_data().ok_or(EngineError::NoDataFolder),
        }
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

    /// The folder of the encoder that was named, if that is another than the built-in one.
    pub(crate) fn own_encoder(&self) -> Option<PathBuf> {
        self.encoder.as_deref().filter(|name| *name != BUILT_IN).map(|name| self.model_folder(name))
    }

    /// The folder of a model with this name, whether or not it is there.
    pub(crate) fn model_folder(&self, name: &str) -> PathBuf {
        let places = [self.models.join(name), self.data.join("models").join(name)];
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

/// See [`Places::resolve`].
fn named_encoder(data: &Path) -> Option<String> {
    let variable = std::env::var("ASIDE_ENCODER").ok();
    let file = || fs::read_to_string(data.join(ENCODER)).ok();
    let is_named = |name: &String| !name.trim().is_empty();
    let name = variable.filter(is_named).or_else(file).filter(is_named)?;
    Some(name.trim().to_owned())
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
        assert_eq!(first, second);
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
