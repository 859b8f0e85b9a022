//! How many tokens a month took: `model-tokens.json` in the data folder.
//!
//! Written whole after each call, beside the old file and then in its place, so that a kill loses at most
//! the call that was under way.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use aside_inference::llm::Usage;
use chrono::Utc;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// In the data folder.
const FILE: &str = "model-tokens.json";

/// Tokens of one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MonthTokens {
    /// Of prompts.
    pub prompt: u64,
    /// Of answers.
    pub answer: u64,
    /// How many calls were answered, whole or in part.
    pub calls: u64,
}

impl MonthTokens {
    /// Both kinds of tokens.
    pub fn total(self) -> u64 {
        self.prompt.saturating_add(self.answer)
    }
}

/// The meter of a data folder.
pub(crate) struct Meter {
    file: PathBuf,
    /// Held while the file is read and written.
    writing: Mutex<()>,
}

type Months = BTreeMap<String, MonthTokens>;

impl Meter {
    pub(crate) fn new(data: &Path) -> Self {
        Self { file: data.join(FILE), writing: Mutex::default() }
    }

    /// What this month took so far. A file that cannot be read counts as empty, and the log says so.
    pub(crate) fn this_month(&self) -> MonthTokens {
        self.read().get(&month()).copied().unwrap_or_default()
    }

    /// Counts a call. A full disk keeps nobody from a draft: the log tells.
    pub(crate) fn count(&self, usage: Usage) {
        if usage.total() == 0 {
            return;
        }
        let _writing = self.writing.lock();
        let mut months = self.read();
        let tokens = months.entry(month()).or_default();
        tokens.prompt = tokens.prompt.saturating_add(usage.prompt);
        tokens.answer = tokens.answer.saturating_add(usage.answer);
        tokens.calls += 1;
        if let Err(error) = self.write(&months) {
            tracing::error!(%error, file = %self.file.display(), "tokens were not counted");
        }
    }

    fn read(&self) -> Months {
        let content = match fs::read(&self.file) {
            Ok(content) => content,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Months::new(),
            Err(error) => {
                tracing::error!(%error, file = %self.file.display(), "the tokens of before cannot be read");
                return Months::new();
            }
        };
        serde_json::from_slice(&content).unwrap_or_else(|error| {
            tracing::error!(%error, file = %self.file.display(), "the tokens of before cannot be read");
            Months::new()
        })
    }

    fn write(&self, months: &Months) -> std::io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, months)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(&self.file)?;
        Ok(())
    }
}

/// The calendar month, such as `2026-11`, in UTC.
fn month() -> String {
    Utc::now().format("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_the_month_survive_and_calls_without_an_answer_cost_nothing() {
        let data = tempfile::tempdir().unwrap();
        let meter = Meter::new(data.path());
        meter.count(Usage { prompt: 700, answer: 50 });
        meter.count(Usage::default());
        meter.count(Usage { prompt: 300, answer: 10 });
        let again = Meter::new(data.path()).this_month();
        assert_eq!(again, MonthTokens { prompt: 1000, answer: 60, calls: 2 });
        assert_eq!(again.total(), 1060);
        fs::write(data.path().join(FILE), "{ half").unwrap();
        assert_eq!(meter.this_month(), MonthTokens::default());
    }
}
