//! The team's own patterns of personal data: `.aside/redaction.toml` in the first knowledge folder.

use aside_redact::{Masks, OwnPatterns};

use crate::Places;
use crate::team_file::TeamFile;

/// Below the first knowledge folder.
const FILE: &str = ".aside/redaction.toml";

/// The team's own patterns, as the file last said.
pub(crate) struct OwnRedaction(pub(crate) TeamFile<OwnPatterns>);

impl OwnRedaction {
    pub(crate) fn new(places: &Places) -> Self {
        let parse = |content: &str| OwnPatterns::read(content).map_err(|error| error.to_string());
        Self(TeamFile::new(places, FILE, "patterns", parse))
    }

    /// Masks for one conversation, that know the team's own patterns.
    pub(crate) fn masks(&self) -> Masks {
        Masks::with(self.0.get())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_file_is_read_when_it_changes_and_a_bad_one_leaves_the_patterns_of_before() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places {
            knowledge: vec![folder.path().to_owned()],
            data: folder.path().join("data"),
            models: folder.path().join("models"),
            encoder: None,
            decided: Default::default(),
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
