//! Which documents are read, and by what.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The section `[knowledge]`. It holds from the next start on, where neither the command nor the environment says
/// otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KnowledgeSettings {
    /// The folders of documents, each with its whole path; none where nothing is chosen. The first one names the
    /// index.
    pub folders: Vec<String>,
    /// The folder below `models` with the encoder; empty where none is chosen.
    pub encoder: String,
}

impl KnowledgeSettings {
    /// The folders as they were chosen; none where nothing is.
    pub(crate) fn chosen_folders(&self) -> Vec<PathBuf> {
        self.folders.iter().map(PathBuf::from).collect()
    }

    /// What makes no sense, if anything. Whether the folders are there is looked at when they are opened.
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(wrong) = self.folders.iter().find(|folder| !Path::new(folder).is_absolute()) {
            let example = if cfg!(windows) { "C:\\handbook" } else { "/home/ann/handbook" };
            return Err(format!(
                "knowledge.folders: `{wrong}` is no whole path; write it from the root, such as {example}"
            ));
        }
        // One below `models`, never elsewhere.
        let encoder = &self.encoder;
        if encoder.contains(['/', '\\']) || encoder.starts_with('.') {
            return Err(format!(
                "knowledge.encoder: `{encoder}` is no name of a folder in models; write its name alone, such as all-MiniLM-L6-v2"
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_paths_and_names_are_taken() {
        let checked = |folder: &str, encoder: &str| {
            let folders = vec![folder.to_owned()];
            KnowledgeSettings { folders, encoder: encoder.to_owned() }.check()
        };
        let root = if cfg!(windows) { "C:\\" } else { "/" };
        assert_eq!(checked(&format!("{root}docs"), "multilingual-e5-small"), Ok(()));
        assert_eq!(KnowledgeSettings::default().check(), Ok(()));
        for wrong in ["", "docs", "~/docs", "../docs"] {
            assert!(checked(wrong, "").unwrap_err().contains("whole path"), "{wrong}");
        }
        for wrong in ["../elsewhere", "/models/e5", "a\\b", "."] {
            assert!(checked(root, wrong).unwrap_err().contains("its name alone"), "{wrong}");
        }
    }
}
