//! A walk through the folders: what is there now, and what is left out and why.

use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::KnowledgeError;
use crate::name;
use crate::path::{file_part, is_supported};
use crate::roots::{Root, Roots};
use crate::rules::{RULES_FILE, Rules, SETTINGS_FOLDER, join};

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
    /// See [`status_changed`].
    pub(crate) touched: i64,
    /// An event says that it changed, whatever size and times say.
    pub(crate) changed: bool,
}

impl Sighting {
    /// A sighting from a file's metadata.
    pub(crate) fn new(path: String, metadata: &Metadata, changed: bool) -> Self {
        Self {
            path,
            size: metadata.len(),
            modified: modified(metadata),
            touched: status_changed(metadata),
            changed,
        }
    }
}

/// Why something that is there is not indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is left out on purpose.
    Skipped(String),
    /// It cannot be read.
    Failed(String),
}

/// A file's time of change, in nanoseconds since 1970; 0 where the system has none.
pub(crate) fn modified(metadata: &Metadata) -> i64 {
    metadata.modified().map(nanoseconds).unwrap_or_default()
}

/// When anything about the file changed, its permissions included, in nanoseconds since 1970. Unlike
/// the time of change, no program can set it back. 0 where the system has none.
#[cfg(unix)]
pub(crate) fn status_changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec())
}

/// See the one for Unix.
#[cfg(not(unix))]
pub(crate) fn status_changed(_: &Metadata) -> i64 {
    0
}

fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).ok();
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
    /// What is there and not indexed, by name.
    pub(crate) unread: Vec<(String, Unread)>,
    /// Below these names, what was not sighted is gone.
    pub(crate) scopes: Vec<String>,
    /// There are links to files that are found by their links only. A part of a walk cannot tell
    /// which link comes first, so the next one has to be whole.
    pub(crate) has_links: bool,
}

/// Walks one folder called `name` and what is below it. `on_folder` hears of each folder, by its path,
/// before it is read.
///
/// A symbolic link is followed where it leads to a file or folder inside the watched folders that is not
/// found otherwise, because it lies in a hidden place. All other links are left out with the reason.
///
/// # Errors
/// The folder is one of the watched ones, and missing or unreadable.
pub(crate) fn walk(
    roots: &Roots,
    name: &str,
    on_folder: &mut dyn FnMut(&Path),
) -> Result<Walk, KnowledgeError> {
    let mut walker = Walker::new(roots, on_folder);
    walker.below(name)?;
    Ok(walker.finish())
}

/// Walks all folders. Those that are missing are given back with the reason, and nothing of them is
/// taken for gone.
///
/// # Errors
/// The first folder is missing or unreadable.
pub(crate) fn walk_all(
    roots: &Roots,
    on_folder: &mut dyn FnMut(&Path),
) -> Result<(Walk, Vec<(Root, KnowledgeError)>), KnowledgeError> {
    let mut walker = Walker::new(roots, on_folder);
    let mut missing = Vec::new();
    for root in roots.iter() {
        match walker.below(&root.name) {
            Err(error) if root.name.is_empty() => return Err(error),
            Err(error) => missing.push((root.clone(), error)),
            Ok(()) => {}
        }
    }
    Ok((walker.finish(), missing))
}

/// A folder to be read.
struct Folder {
    name: String,
    place: PathBuf,
    /// Its place without links in it, if it was reached by a link.
    real: Option<PathBuf>,
}

struct Walker<'a> {
    roots: &'a Roots,
    rules: Rules<'a>,
    walk: Walk,
    folders: Vec<Folder>,
    /// What is found by a link only, by its real place, with the name it is found by.
    linked: HashMap<PathBuf, String>,
    /// Real places of folders that were reached by links.
    entered: HashSet<PathBuf>,
    on_folder: &'a mut dyn FnMut(&Path),
}

impl<'a> Walker<'a> {
    fn new(roots: &'a Roots, on_folder: &'a mut dyn FnMut(&Path)) -> Self {
        Self {
            roots,
            rules: Rules::new(roots),
            walk: Walk::default(),
            folders: Vec::new(),
            linked: HashMap::new(),
            entered: HashSet::new(),
            on_folder,
        }
    }

    fn finish(mut self) -> Walk {
        let faults = self.rules.faults.into_iter();
        self.walk.unread.extend(faults.map(|(name, fault)| (name, Unread::Failed(fault))));
        self.walk.sightings.sort_by(|a, b| a.path.cmp(&b.path));
        self.walk
    }

    fn below(&mut self, name: &str) -> Result<(), KnowledgeError> {
        let place = self.roots.place_of(name);
        self.folders.push(Folder { name: name.to_owned(), place, real: None });
        while let Some(folder) = self.folders.pop() {
            (self.on_folder)(&folder.place);
            match std::fs::read_dir(&folder.place) {
                Ok(entries) => {
                    let mut entries: Vec<_> = entries.flatten().collect();
                    entries.sort_by_key(std::fs::DirEntry::file_name);
                    for entry in entries {
                        self.take(&folder, &entry);
                    }
                }
                Err(source) => self.unreadable(folder, source)?,
            }
        }
        self.walk.scopes.push(name.to_owned());
        Ok(())
    }

    fn unreadable(&mut self, folder: Folder, source: std::io::Error) -> Result<(), KnowledgeError> {
        let missing = source.kind() == std::io::ErrorKind::NotFound;
        if folder.name == self.roots.root_of(&folder.name).name {
            return Err(if missing {
                KnowledgeError::FolderMissing(folder.place)
            } else {
                KnowledgeError::io("read the folder", folder.place, source)
            });
        }
        // A folder that went meanwhile is no trouble.
        if !missing {
            let reason = format!("the folder cannot be read ({source}): check its permissions");
            self.walk.unread.push((folder.name, Unread::Failed(reason)));
        }
        Ok(())
    }

    fn take(&mut self, folder: &Folder, entry: &std::fs::DirEntry) {
        let Ok(kind) = entry.file_type() else { return };
        let Some(part) = name::to_text(&entry.file_name()) else {
            let shown = join(&folder.name, &entry.file_name().to_string_lossy());
            let reason = "its name is no valid Unicode: rename it".to_owned();
            return self.walk.unread.push((shown, Unread::Failed(reason)));
        };
        if part == RULES_FILE || part == SETTINGS_FOLDER {
            return;
        }
        let name = join(&folder.name, &part);
        if folder.name.is_empty() && !self.roots.root_of(&name).name.is_empty() {
            let other = self.roots.root_of(&name).place.display();
            let reason = format!("its name is taken by the folder {other}: rename one of them");
            // The name is the other's, so this one is told by its place.
            return self.skip(entry.path().display().to_string(), reason);
        }
        if let Some(reason) = self.rules.leaves_out_itself(&name, kind.is_dir()) {
            return self.skip(name, reason);
        }
        let real = folder.real.as_ref().map(|real| real.join(entry.file_name()));
        if kind.is_symlink() {
            self.take_link(name, &entry.path());
        } else if kind.is_dir() {
            self.enter(name, entry.path(), real);
        } else if kind.is_file() {
            // A file that went meanwhile is not there.
            if let Ok(metadata) = entry.metadata() {
                self.take_file(name, &metadata, real);
            }
        } else {
            self.skip(name, "it is a device or a pipe, and no file".to_owned());
        }
    }

    fn take_file(&mut self, name: String, metadata: &Metadata, real: Option<PathBuf>) {
        if !is_supported(file_part(&name)) {
            return self.skip(name, crate::convert::ConvertError::Unsupported.to_string());
        }
        if let Some(real) = real {
            if let Some(first) = self.linked.get(&real) {
                let reason = format!("it is the same file as {first}, which is indexed");
                return self.skip(name, reason);
            }
            self.linked.insert(real, name.clone());
        }
        self.walk.sightings.push(Sighting::new(name, metadata, false));
    }

    /// Goes into a folder, but only once into one that links lead to.
    fn enter(&mut self, name: String, place: PathBuf, real: Option<PathBuf>) {
        if let Some(real) = &real
            && !self.entered.insert(real.clone())
        {
            return self.skip(name, "it is a folder that is indexed by another link".to_owned());
        }
        self.folders.push(Folder { name, place, real });
    }

    fn take_link(&mut self, name: String, place: &Path) {
        let shown =
            || std::fs::read_link(place).map(|to| to.display().to_string()).unwrap_or_default();
        let real = match std::fs::canonicalize(place) {
            Ok(real) => real,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let reason = format!("it is a link to {}, which is not there", shown());
                return self.skip(name, reason);
            }
            Err(error) => {
                let reason = format!("it is a link to {} that leads nowhere ({error})", shown());
                return self.skip(name, reason);
            }
        };
        let Some(target) = self.roots.name_of(&real).filter(|_| self.roots.hold(&real)) else {
            let reason = format!(
                "it is a link to {}, outside of the watched folders: copy it here, or add its folder",
                real.display()
            );
            return self.skip(name, reason);
        };
        let Ok(metadata) = std::fs::metadata(&real) else { return };
        let is_root = target == self.roots.root_of(&target).name;
        let found_there = metadata.is_dir() || is_supported(file_part(&target));
        if is_root || found_there && self.rules.leaves_out(&target, metadata.is_dir()).is_none() {
            let reason = format!("it is a link to {}, which is indexed there", real.display());
            return self.skip(name, reason);
        }
        self.walk.has_links = true;
        if metadata.is_dir() {
            self.enter(name, place.to_path_buf(), Some(real));
        } else if metadata.is_file() {
            // Changes of the file are events of the folder that holds it.
            if let Some(holder) = real.parent() {
                (self.on_folder)(holder);
            }
            self.take_file(name, &metadata, Some(real));
        } else {
            self.skip(name, "it is a link to a device or a pipe".to_owned());
        }
    }

    fn skip(&mut self, name: String, reason: String) {
        self.walk.unread.push((name, Unread::Skipped(reason)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let roots = Roots::open(&[folder.path().to_path_buf()]).unwrap();
        folder.close().unwrap();
        let walked = walk(&roots, "", &mut |_| {});
        assert!(matches!(walked, Err(KnowledgeError::FolderMissing(_))));
    }

    #[cfg(unix)]
    #[test]
    fn links_hidden_and_foreign_files_are_left_out_with_the_reason() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let root = std::fs::canonicalize(folder.path()).unwrap();
        std::fs::create_dir_all(root.join("a/.git")).unwrap();
        for name in ["a/one.md", "a/.git/x.md", "two.pdf", "~$two.docx", "three.exe"] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, root.join(name)).unwrap();
        link(outside.path(), "link");
        link(&outside.path().join("secret.md"), "secret.md");
        link(&root, "a/loop");
        link(Path::new("self"), "self");
        link(Path::new("gone.md"), "broken.md");
        let roots = Roots::open(&[root]).unwrap();
        let walk = walk(&roots, "", &mut |_| {}).unwrap();
        let names: Vec<_> = walk.sightings.iter().map(|sighting| sighting.path.as_str()).collect();
        assert_eq!(names, ["a/one.md", "two.pdf"]);
        let mut unread = walk.unread;
        unread.sort_by(|a, b| a.0.cmp(&b.0));
        let expected = [
            ("a/.git", "hidden"),
            ("a/loop", "indexed there"),
            ("broken.md", "not there"),
            ("link", "outside"),
            ("secret.md", "outside"),
            ("self", "leads nowhere"),
            ("three.exe", "not supported"),
            ("~$two.docx", "temporary"),
        ];
        assert_eq!(unread.len(), expected.len(), "{unread:?}");
        for ((name, unread), (expected, why)) in unread.iter().zip(expected) {
            assert_eq!(name, expected);
            assert!(
                matches!(unread, Unread::Skipped(reason) if reason.contains(why)),
                "{unread:?}"
            );
        }
    }
}
