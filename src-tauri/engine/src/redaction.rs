//! The team's own patterns of personal data: `.aside/redaction.toml` in the first knowledge folder.
//!
//! The file is looked at before each use, which costs a call of the system. One that cannot be used is
//! told in the log, and the patterns of before go on.

use std::fs;
use std::path::PathBuf;

use aside_redact::{Masks, OwnPatterns};
use parking_lot::Mutex;

use crate::Places;
use crate::taxonomy::{Stamp, stamp};

/// Below the first knowledge folder.
const FILE: &str = ".aside/redaction.toml";

/// The team's own patterns, as the file last said.
pub(crate) struct OwnRedaction {
    file: PathBuf,
    read: Mutex<(Stamp, OwnPatterns)>,
}

impl OwnRedaction {
    pub(crate) fn new(places: &Places) -> Self {
        let first = places.knowledge.first().cloned().unwrap_or_default();
        Self { file: first.join(FILE), read: Mutex::default() }
    }

    /// Masks for one conversation, that know the team's own patterns.
    pub(crate) fn masks(&self) -> Masks {
        let mut read = self.read.lock();
        let now = stamp(&self.file);
        if read.0 != now {
            read.0 = now;
            match now.map(|_| self.patterns()) {
                None => read.1 = OwnPatterns::default(),
                Some(Ok(patterns)) => read.1 = patterns,
                Some(Err(reason)) => tracing::warn!(
                    file = %self.file.display(),
                    %reason,
                    "going on with the patterns of before"
                ),
            }
        }
        Masks::with(read.1.clone())
    }

    fn patterns(&self) -> Result<OwnPatterns, String> {
        let content = fs::read_to_string(&self.file).map_err(|error| error.to_string())?;
        OwnPatterns::read(&content).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_when_it_changes_and_a_bad_one_leaves_the_patterns_of_before() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places {
            knowledge: vec![folder.path().to_owned()],
            data: folder.path().join("data"),
            models: folder.path().join("models"),
            encoder: None,
        };
        let own = OwnRedaction::new(&places);
        let redacted = || own.masks().redact("about ZX-2044").to_string();
        assert_eq!(redacted(), "about ZX-2044");
        fs::create_dir(folder.path().join(".aside")).unwrap();
        let file = folder.path().join(FILE);
        fs::write(&file, "[[pattern]]\nregex = 'ZX-\\d{4}'").unwrap();
        assert_eq!(redacted(), "about [REFERENCE_1]");
        fs::write(&file, "[[pattern]]\nregex = '('").unwrap();
        assert_eq!(redacted(), "about [REFERENCE_1]");
        fs::remove_file(&file).unwrap();
        assert_eq!(redacted(), "about ZX-2044");
    }
}
