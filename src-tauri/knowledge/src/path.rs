//! Names of files inside the knowledge folder.

use std::path::{Component, Path, PathBuf};

use crate::convert::may_be_document;

/// The name of `path` below `root`, with `/` between its parts; `None` if it lies elsewhere, is the
/// root itself, or is no Unicode.
pub(crate) fn relative(root: &Path, path: &Path) -> Option<String> {
    let mut name = String::new();
    for part in path.strip_prefix(root).ok()?.components() {
        let Component::Normal(part) = part else { return None };
        if !name.is_empty() {
            name.push('/');
        }
        name.push_str(part.to_str()?);
    }
    (!name.is_empty()).then_some(name)
}

/// The place of the file that is called `name` below `root`.
pub(crate) fn absolute(root: &Path, name: &str) -> PathBuf {
    name.split('/').fold(root.to_path_buf(), |path, part| path.join(part))
}

/// Whether a file or folder of this name is none of ours: hidden, or a temporary of an editor, an
/// office program or a browser.
pub(crate) fn is_ignored(part: &str) -> bool {
    const TEMPORARY: [&str; 6] = [".tmp", ".temp", ".swp", ".swx", ".part", ".crdownload"];
    let lower = part.to_ascii_lowercase();
    part.starts_with('.')
        || part.starts_with("~$")
        || part.starts_with(".#")
        || (part.starts_with('#') && part.ends_with('#'))
        || part.ends_with('~')
        || TEMPORARY.iter().any(|ending| lower.ends_with(ending))
}

/// Whether a file of this relative name is to be indexed.
pub(crate) fn is_document(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    !name.split('/').any(is_ignored) && may_be_document(file)
}

/// Whether `name` is `folder` or lies below it. Everything lies below the empty name.
pub(crate) fn is_under(name: &str, folder: &str) -> bool {
    folder.is_empty()
        || name == folder
        || name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The category that the first folder gives a file, lower-case; empty at the top.
pub(crate) fn first_folder(name: &str) -> String {
    name.split_once('/').map(|(folder, _)| folder.to_lowercase()).unwrap_or_default()
}

/// Whether a folder above the file is called `internal` or `private`, in any case.
pub(crate) fn in_internal_folder(name: &str) -> bool {
    let mut folders = name.split('/').rev().skip(1);
    folders
        .any(|folder| ["internal", "private"].iter().any(|name| folder.eq_ignore_ascii_case(name)))
}

/// The file's extension, lower-case; empty without one.
pub(crate) fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// The file's name without folders and extension, its dashes and underscores as spaces.
pub(crate) fn spoken_name(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.replace(['-', '_'], " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_and_hidden_files_are_no_documents() {
        for name in [
            "~$offer.docx",
            ".notes.md.swp",
            "notes.md~",
            "a.tmp",
            ".git/readme.md",
            "a/.b/c.md",
            "x.exe",
        ] {
            assert!(!is_document(name), "{name}");
        }
        for name in ["a.md", "b/C.DOCX", "über uns/faq.html"] {
            assert!(is_document(name), "{name}");
        }
    }

    #[test]
    fn an_internal_folder_is_internal_at_any_depth() {
        assert!(in_internal_folder("Internal/a.md") && in_internal_folder("a/private/b/c.md"));
        assert!(!in_internal_folder("internal.md") && !in_internal_folder("internals/a.md"));
    }

    #[test]
    fn a_folder_holds_what_lies_below_it_and_nothing_of_a_like_name() {
        assert!(is_under("a/b.md", "a") && is_under("a", "a") && is_under("x", ""));
        assert!(!is_under("ab/c.md", "a"));
    }
}
