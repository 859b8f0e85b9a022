//! The folders with documents, and the names of what lies in them.
//!
//! Documents of the first folder are named by their path in it. Each further folder is mounted under
//! its own name: `name/path`.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use crate::error::KnowledgeError;
use crate::name;
use crate::path::is_under;

/// One folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Root {
    /// The first part of its files' names; empty for the first folder.
    pub(crate) name: String,
    pub(crate) place: PathBuf,
}

/// All of them; the first one is always there.
#[derive(Debug)]
pub(crate) struct Roots(Vec<Root>);

impl Roots {
    /// Names the folders. One that lies in another one, or is named twice, is left out: its files are
    /// found there. A further folder that is missing is kept: it may come back.
    ///
    /// # Errors
    /// The first folder is missing, or there is none.
    pub(crate) fn open(folders: &[PathBuf]) -> Result<Self, KnowledgeError> {
        let Some(first) = folders.first() else {
            return Err(KnowledgeError::FolderMissing(PathBuf::new()));
        };
        let place = std::fs::canonicalize(first)
            .ok()
            .filter(|place| place.is_dir())
            .ok_or_else(|| KnowledgeError::FolderMissing(first.clone()))?;
        let mut roots = vec![Root { name: String::new(), place }];
        let mut taken = HashSet::new();
        for folder in &folders[1..] {
            let place = std::fs::canonicalize(folder)
                .or_else(|_| std::path::absolute(folder))
                .unwrap_or_else(|_| folder.clone());
            if let Some(outer) = roots.iter().find(|root| place.starts_with(&root.place)) {
                tracing::warn!(
                    folder = %place.display(), outer = %outer.place.display(),
                    "a folder lies in another one and is found there"
                );
                continue;
            }
            let own = place.file_name().and_then(name::to_text).unwrap_or_else(|| "folder".into());
            let name = (1..)
                .map(|count| if count == 1 { own.clone() } else { format!("{own}-{count}") })
                .find(|name| {
                    !taken.contains(name) && !roots[0].place.join(name::from_text(name)).exists()
                })
                .unwrap_or(own);
            taken.insert(name.clone());
            roots.push(Root { name, place });
        }
        Ok(Self(roots))
    }

    /// The first folder.
    pub(crate) fn first(&self) -> &Root {
        &self.0[0]
    }

    /// All folders, the first one first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Root> {
        self.0.iter()
    }

    /// The name of `path`: that of its folder for the folder itself. `None` if it lies elsewhere, or has
    /// a name that cannot be written.
    pub(crate) fn name_of(&self, path: &Path) -> Option<String> {
        let inside = self.0.iter().filter(|root| path.starts_with(&root.place));
        // An outer folder that was named later holds an inner one.
        let root = inside.max_by_key(|root| root.place.as_os_str().len())?;
        let mut name = root.name.clone();
        for part in path.strip_prefix(&root.place).ok()?.components() {
            let Component::Normal(part) = part else { return None };
            if !name.is_empty() {
                name.push('/');
            }
            name.push_str(&name::to_text(part)?);
        }
        Some(name)
    }

    /// The folder that a file of this name lies in.
    pub(crate) fn root_of(&self, name: &str) -> &Root {
        self.0[1..].iter().find(|root| is_under(name, &root.name)).unwrap_or(&self.0[0])
    }

    /// The place of what is called `name`. Links in it are not followed.
    pub(crate) fn place_of(&self, name: &str) -> PathBuf {
        let root = self.root_of(name);
        let inner = name[root.name.len()..].trim_start_matches('/');
        let mut place = root.place.clone();
        place.extend(inner.split('/').filter(|part| !part.is_empty()).map(name::from_text));
        place
    }

    /// Whether `name` belongs to the folder called `scope`, itself or below. The empty scope is
    /// the first folder, and not the others that are mounted in its names.
    pub(crate) fn is_within(&self, name: &str, scope: &str) -> bool {
        is_under(name, scope) && (!scope.is_empty() || self.root_of(name).name.is_empty())
    }

    /// Whether a real path, without links in it, lies in one of the folders.
    pub(crate) fn hold(&self, real: &Path) -> bool {
        self.0.iter().any(|root| real.starts_with(&root.place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_folders_have_names_of_their_own() {
        let top = tempfile::tempdir().unwrap();
        let place = |name: &str| {
            let place = top.path().join(name);
            std::fs::create_dir_all(&place).unwrap();
            std::fs::canonicalize(place).unwrap()
        };
        let folders = [
            place("main"),
            place("a/guides"),
            place("b/guides"),
            place("main/inner"),
            place("a/guides"),
            place("main/taken").join("../../c/taken"),
        ];
        place("c/taken");
        let roots = Roots::open(&folders).unwrap();
        let names: Vec<_> = roots.iter().map(|root| root.name.as_str()).collect();
        assert_eq!(names, ["", "guides", "guides-2", "taken-2"]);
        for (name, path) in [
            ("x/y.md", folders[0].join("x/y.md")),
            ("guides/y.md", folders[1].join("y.md")),
            ("guides-2/z/y.md", folders[2].join("z/y.md")),
            ("inner/y.md", folders[3].join("y.md")),
        ] {
            assert_eq!(roots.name_of(&path).as_deref(), Some(name));
            assert_eq!(roots.place_of(name), path);
        }
        assert!(roots.is_within("guide/x.md", "") && !roots.is_within("guides/x.md", ""));
        assert!(roots.is_within("guides/x.md", "guides"));
        assert_eq!(roots.name_of(top.path()), None);
    }
}
