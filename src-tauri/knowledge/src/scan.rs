//! A walk through the folder: what is there now.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::error::KnowledgeError;
use crate::path::{is_document, is_ignored, relative};

/// What a scan found and set going.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScanSummary {
    /// Files that can be indexed.
    pub seen: u64,
    /// Of these, new, changed or not yet finished: they are queued.
    pub queued: u64,
    /// Files that were known and are gone.
    pub removed: u64,
}

/// A file as a walk or an event found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sighting {
    /// Its relative name.
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) modified: i64,
    /// An event says that it changed, whatever size and time say.
    pub(crate) changed: bool,
}

impl Sighting {
    /// A sighting from a file's metadata.
    pub(crate) fn new(path: String, metadata: &Metadata, changed: bool) -> Self {
        Self { path, size: metadata.len(), modified: modified(metadata), changed }
    }
}

/// A file's time of change, in nanoseconds since 1970; 0 where the system has none.
pub(crate) fn modified(metadata: &Metadata) -> i64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or_default()
}

/// A file's time of change in milliseconds since 1970.
pub(crate) fn millis(modified: i64) -> i64 {
    modified.div_euclid(1_000_000)
}

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) sightings: Vec<Sighting>,
    /// Files and folders that cannot be taken, with the reason.
    pub(crate) problems: Vec<(String, String)>,
}

/// Walks `start`, which is `root` or lies below it.
///
/// Symbolic links are not followed: what they point to inside the folder is found at its own place,
/// and what lies outside is none of ours. Unreadable folders are problems, not errors.
///
/// # Errors
/// The root itself is missing or unreadable.
pub(crate) fn walk(root: &Path, start: &Path) -> Result<Walk, KnowledgeError> {
    let mut walk = Walk::default();
    let mut folders = vec![start.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(source) if folder == *root && source.kind() == std::io::ErrorKind::NotFound => {
                return Err(KnowledgeError::FolderMissing(folder));
            }
            Err(source) if folder == *root => {
                return Err(KnowledgeError::io("read the folder", folder, source));
            }
            Err(error) => {
                // A folder that went meanwhile is no problem.
                if error.kind() != std::io::ErrorKind::NotFound {
                    let reason =
                        format!("the folder cannot be read ({error}): check its permissions");
                    walk.problems.push((display_name(root, &folder), reason));
                }
                continue;
            }
        };
        for entry in entries.flatten() {
            walk.take(root, &entry, &mut folders);
        }
    }
    walk.sightings.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(walk)
}

impl Walk {
    fn take(&mut self, root: &Path, entry: &std::fs::DirEntry, folders: &mut Vec<PathBuf>) {
        let Ok(kind) = entry.file_type() else { return };
        let path = entry.path();
        if is_ignored(&entry.file_name().to_string_lossy()) || kind.is_symlink() {
            return;
        }
        let Some(name) = relative(root, &path) else {
            let reason = "its name is no valid Unicode: rename it".to_owned();
            self.problems.push((display_name(root, &path), reason));
            return;
        };
        if kind.is_dir() {
            folders.push(path);
        } else if kind.is_file() && is_document(&name) {
            // A file that went meanwhile is not there.
            if let Ok(metadata) = entry.metadata() {
                self.sightings.push(Sighting::new(name, &metadata, false));
            }
        }
    }
}

/// A name for people, of a path that may not be Unicode.
fn display_name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_hidden_and_foreign_files_are_left_out() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("a/.git")).unwrap();
        for name in ["a/one.md", "a/.git/x.md", "two.pdf", "~$two.docx", "three.exe"] {
            std::fs::write(root.path().join(name), "x").unwrap();
        }
        std::os::unix::fs::symlink(outside.path(), root.path().join("link")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.md"), root.path().join("secret.md"))
            .unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("a/loop")).unwrap();
        let walk = walk(root.path(), root.path()).unwrap();
        let names: Vec<_> = walk.sightings.iter().map(|sighting| sighting.path.as_str()).collect();
        assert_eq!(names, ["a/one.md", "two.pdf"]);
        assert!(walk.problems.is_empty());
    }

    #[test]
    fn a_missing_folder_is_named() {
        let gone = Path::new("/no/such/folder");
        assert!(matches!(walk(gone, gone), Err(KnowledgeError::FolderMissing(_))));
    }
}
