//! The files that a team writes: what stands in them, whether they hold, and changing them.

use std::path::Path;

use aside_redact::OwnPatterns;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::owners::OwnersFile;
use crate::team_file::{TeamFile, version_of};
use crate::voice::texts;
use crate::{Engine, EngineError};

/// A file below `.aside` in the first knowledge folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TeamFileName {
    /// Threshold and rules of escalation.
    Escalation,
    /// Who should have which tickets.
    Owners,
    /// Patterns of personal data.
    Redaction,
    /// How the team speaks.
    Voice,
    /// Texts that are kept for being used again.
    Macros,
}

impl TeamFileName {
    /// Every file.
    pub const ALL: [Self; 5] =
        [Self::Escalation, Self::Owners, Self::Redaction, Self::Voice, Self::Macros];
}

/// A file of the team's, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TeamFileView {
    /// Which.
    pub name: TeamFileName,
    /// Where it is, or would be.
    pub file: String,
    /// What stands in it; empty where there is no file.
    pub content: String,
    /// Names the content, for saving.
    pub version: String,
    /// How many rules, owners, patterns, texts or macros hold at this moment.
    pub loaded: usize,
    /// Why the file cannot be used, with its line where it has one; those of before hold then.
    pub problem: Option<String>,
}

/// What a file of the team's is to say.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamFileDraft {
    /// The whole content.
    pub content: String,
    /// The version that was changed.
    pub version: String,
}

impl Engine {
    /// The files of the team.
    ///
    /// # Errors
    /// [`EngineError::TeamFile`] where one cannot be read.
    pub fn team_files(&self) -> Result<Vec<TeamFileView>, EngineError> {
        TeamFileName::ALL.into_iter().map(|name| self.team_file(name)).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// [`EngineError::TeamFile`] where it cannot be read.
    pub fn team_file(&self, name: TeamFileName) -> Result<TeamFileView, EngineError> {
        let file = self.team_file_of(name);
        let content = file.content()?;
        Ok(TeamFileView {
            name,
            file: file.path().display().to_string(),
            version: version_of(&content),
            loaded: file.loaded(),
            problem: file.problem(),
            content,
        })
    }

    /// Writes one of them. It holds at once.
    ///
    /// # Errors
    /// [`EngineError::TeamFileChanged`] where it is another version by now, [`EngineError::Refused`] with
    /// what is wrong in it, or [`EngineError::TeamFile`].
    pub fn save_team_file(
        &self,
        name: TeamFileName,
        draft: &TeamFileDraft,
    ) -> Result<TeamFileView, EngineError> {
        self.team_file_of(name).save(&draft.version, &draft.content)?;
        self.team_file(name)
    }

    fn team_file_of(&self, name: TeamFileName) -> Box<dyn Written + '_> {
        match name {
            TeamFileName::Escalation => counted(&self.escalation.0, |own| own.rules.len()),
            TeamFileName::Owners => counted(&self.owners.0, OwnersFile::len),
            TeamFileName::Redaction => counted(&self.redaction.0, OwnPatterns::len),
            TeamFileName::Voice => counted(&self.voice.0, texts),
            TeamFileName::Macros => counted(self.macros.file(), Vec::len),
        }
    }
}

/// A file, and how what it says is counted.
struct Counted<'a, T> {
    file: &'a TeamFile<T>,
    count: fn(&T) -> usize,
}

fn counted<T: Clone + Default>(
    file: &TeamFile<T>,
    count: fn(&T) -> usize,
) -> Box<dyn Written + '_> {
    Box::new(Counted { file, count })
}

/// What is the same for each of the files, whatever they say.
trait Written {
    fn path(&self) -> &Path;
    fn content(&self) -> Result<String, EngineError>;
    fn loaded(&self) -> usize;
    fn problem(&self) -> Option<String>;
    fn save(&self, version: &str, content: &str) -> Result<(), EngineError>;
}

impl<T: Clone + Default> Written for Counted<'_, T> {
    fn path(&self) -> &Path {
        self.file.path()
    }

    fn content(&self) -> Result<String, EngineError> {
        self.file.content()
    }

    fn loaded(&self) -> usize {
        (self.count)(&self.file.get())
    }

    fn problem(&self) -> Option<String> {
        self.file.problem()
    }

    fn save(&self, version: &str, content: &str) -> Result<(), EngineError> {
        self.file.save(version, |_| Ok(content.to_owned()))
    }
}
