//! What names of files inside the knowledge folders say.

use crate::convert::may_be_document;

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

/// The last part of a name.
pub(crate) fn file_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Whether a file of this name may be of a kind that can be read; its content decides.
pub(crate) fn is_supported(file: &str) -> bool {
    may_be_document(file)
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
    let file = file_part(name);
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
    fn temporary_and_hidden_files_are_told_by_their_names() {
        for part in ["~$offer.docx", ".notes.md.swp", "notes.md~", "a.tmp", ".git", "#a.md#"] {
            assert!(is_ignored(part), "{part}");
        }
        for part in ["a.md", "C.DOCX", "über uns", "c#.md", "a~b.md"] {
            assert!(!is_ignored(part), "{part}");
        }
        assert!(is_supported("C.DOCX") && !is_supported("x.exe"));
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
