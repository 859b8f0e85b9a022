//! A settings file that people write: below `.aside` in the first knowledge folder, or elsewhere.
//!
//! The file is looked at with each use, which costs a call of the system, so that a change holds at
//! once. One that cannot be used is told in the log, and what it said before goes on.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use parking_lot::Mutex;
use serde::de::DeserializeOwned;

use crate::{EngineError, Places};

/// When a file was written, and its size; `None` where there is no file.
pub(crate) type Stamp = Option<(SystemTime, u64)>;

/// The stamp of a file.
pub(crate) fn stamp(file: &Path) -> Stamp {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// The file, with what it last said; the default where there is none.
pub(crate) struct TeamFile<T> {
    file: PathBuf,
    /// What it holds, for the log.
    what: &'static str,
    parse: fn(&str) -> Result<T, String>,
    read: Mutex<Read<T>>,
}

/// What a file says, as TOML.
///
/// # Errors
/// A sentence with the line that is wrong.
pub(crate) fn read_toml<T: DeserializeOwned>(content: &str) -> Result<T, String> {
    toml::from_str(content).map_err(|error| {
        let line = error.span().map(|span| content[..span.start].matches('\n').count() + 1);
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        format!("{line}{}", error.message())
    })
}

/// Puts the content in the place of the file, whole or not at all.
pub(crate) fn replace(file: &Path, content: &str) -> io::Result<()> {
    // A link stays one: what it names is replaced.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let partial = file.with_extension("toml.partial");
    let written = fs::File::create(&partial).and_then(|mut new| {
        new.write_all(content.as_bytes())?;
        new.sync_all()
    });
    let replaced = written.and_then(|()| fs::rename(&partial, &file));
    if replaced.is_err() {
        // What could not be written is told; the leftover says nothing more.
        let _ = fs::remove_file(&partial);
    }
    replaced
}

/// Names a content; empty for none.
pub(crate) fn version_of(content: &str) -> String {
    if content.is_empty() {
        return String::new();
    }
    blake3::hash(content.as_bytes()).to_hex().to_string()
}

/// What was last read.
#[derive(Default)]
struct Read<T> {
    stamp: Stamp,
    said: T,
    problem: Option<String>,
}

impl<T: Clone + Default> TeamFile<T> {
    /// `name` is its path below the first knowledge folder.
    pub(crate) fn new(
        places: &Places,
        name: &str,
        what: &'static str,
        parse: fn(&str) -> Result<T, String>,
    ) -> Self {
        let first = places.knowledge.first().cloned().unwrap_or_default();
        Self::at(first.join(name), what, parse)
    }

    /// The same with a file anywhere.
    pub(crate) fn at(
        file: PathBuf,
        what: &'static str,
        parse: fn(&str) -> Result<T, String>,
    ) -> Self {
        Self { file, what, parse, read: Mutex::default() }
    }

    /// Why the file as it stands cannot be used.
    pub(crate) fn problem(&self) -> Option<String> {
        self.get();
        self.read.lock().problem.clone()
    }

    /// The file, whether or not it is there.
    pub(crate) fn path(&self) -> &Path {
        &self.file
    }

    /// Why this could not be the file's content.
    ///
    /// # Errors
    /// A sentence, with the line where it has one.
    pub(crate) fn check(&self, content: &str) -> Result<T, String> {
        (self.parse)(content)
    }

    /// What stands in the file; empty where there is none.
    ///
    /// # Errors
    /// [`EngineError::TeamFile`] where it cannot be read.
    pub(crate) fn content(&self) -> Result<String, EngineError> {
        match fs::read_to_string(&self.file) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            read => read.map_err(|source| self.failed(source)),
        }
    }

    /// Puts `new(content)` in the place of what the file has, unless that is another `version` by now.
    ///
    /// # Errors
    /// [`EngineError::TeamFileChanged`], [`EngineError::Refused`] where the new content cannot be used, or
    /// [`EngineError::TeamFile`].
    pub(crate) fn save(
        &self,
        version: &str,
        new: impl FnOnce(&str) -> Result<String, String>,
    ) -> Result<(), EngineError> {
        // One after the other.
        let mut read = self.read.lock();
        let content = self.content()?;
        if version_of(&content) != version {
            return Err(EngineError::TeamFileChanged(self.file.clone()));
        }
        let new = new(&content).map_err(EngineError::Refused)?;
        let said = self.check(&new).map_err(EngineError::Refused)?;
        replace(&self.file, &new).map_err(|source| self.failed(source))?;
        // Not left to the stamp, which may be the same where the clock of the disk is coarse.
        *read = Read { stamp: stamp(&self.file), said, problem: None };
        Ok(())
    }

    fn failed(&self, source: io::Error) -> EngineError {
        EngineError::TeamFile { path: self.file.clone(), source }
    }

    /// What the file says, read anew where it changed.
    pub(crate) fn get(&self) -> T {
        let mut read = self.read.lock();
        let now = stamp(&self.file);
        if read.stamp != now {
            read.stamp = now;
            read.problem = None;
            match now.map_or_else(|| Ok(T::default()), |_| self.parsed()) {
                Ok(said) => read.said = said,
                Err(reason) => {
                    tracing::warn!(
                        file = %self.file.display(),
                        %reason,
                        "going on with the {} of before",
                        self.what
                    );
                    read.problem = Some(format!("{}: {}", self.file.display(), reason.trim()));
                }
            }
        }
        read.said.clone()
    }

    fn parsed(&self) -> Result<T, String> {
        let content = fs::read_to_string(&self.file).map_err(|error| error.to_string())?;
        (self.parse)(&content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(content: &str) -> Result<u32, String> {
        #[derive(serde::Deserialize)]
        struct File {
            number: u32,
        }
        read_toml::<File>(content).map(|file| file.number)
    }

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".aside/number.toml");
        replace(&file, "one").unwrap();
        replace(&file, "two").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path().join(".aside")).unwrap().count(), 1);
    }

    #[test]
    fn what_is_saved_holds_at_once_and_a_mistake_or_a_late_change_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = TeamFile::at(folder.path().join("number.toml"), "number", number);
        assert_eq!((file.get(), file.content().unwrap()), (0, String::new()));
        file.save("", |_| Ok("number = 1".to_owned())).unwrap();
        assert_eq!(file.get(), 1);
        let version = version_of("number = 1");
        let refused = file.save(&version, |_| Ok("# a\nnumber = true".to_owned())).unwrap_err();
        assert!(refused.to_string().starts_with("line 2: "), "{refused}");
        let late = file.save("", |_| Ok("number = 2".to_owned())).unwrap_err();
        assert!(matches!(late, EngineError::TeamFileChanged(_)), "{late}");
        assert_eq!(file.get(), 1);
        // As long as before, and within the same tick of the clock.
        file.save(&version, |before| Ok(before.replace('1', "3"))).unwrap();
        assert_eq!(file.get(), 3);
    }
}
