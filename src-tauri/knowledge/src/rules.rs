//! Which files are left out, and why: hidden and temporary ones, and what `.asideignore` files say.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::path::{file_part, is_ignored};
use crate::roots::Roots;

/// The name of the files with rules.
pub(crate) const RULES_FILE: &str = ".asideignore";
/// The folder with the team's own settings. It is no document that somebody forgot to rename.
pub(crate) const SETTINGS_FOLDER: &str = ".aside";
/// A larger file of rules is taken for a mistake.
const MAX_RULES_BYTES: u64 = 1 << 20;

/// The rules of the folders, read as they are needed and kept for one walk.
pub(crate) struct Rules<'a> {
    roots: &'a Roots,
    read: HashMap<String, Option<Arc<Gitignore>>>,
    /// Lines that are no patterns, by the file's name.
    pub(crate) faults: Vec<(String, String)>,
}

impl<'a> Rules<'a> {
    /// No rules are read yet.
    pub(crate) fn new(roots: &'a Roots) -> Self {
        Self { roots, read: HashMap::new(), faults: Vec::new() }
    }

    /// Why something is left out, if it is: for itself or for a folder above it.
    pub(crate) fn leaves_out(&mut self, name: &str, is_folder: bool) -> Option<String> {
        let root = self.roots.root_of(name).name.len();
        let folders = name.match_indices('/').map(|(at, _)| at).filter(|at| *at > root);
        let folders: Vec<usize> = folders.collect();
        let above = folders.into_iter().find_map(|at| self.leaves_out_itself(&name[..at], true));
        above.or_else(|| self.leaves_out_itself(name, is_folder))
    }

    /// Why something is left out for itself. The folders above it are the caller's to ask about.
    pub(crate) fn leaves_out_itself(&mut self, name: &str, is_folder: bool) -> Option<String> {
        let root = self.roots.root_of(name);
        if name == root.name {
            return None;
        }
        let part = file_part(name);
        if is_ignored(part) {
            let kind = if part.starts_with('.') { "hidden" } else { "a temporary file" };
            return Some(format!("it is {kind}: rename it if it is a document"));
        }
        let place = self.roots.place_of(name);
        let mut folder = name;
        // The rules nearest to the file decide.
        while folder != root.name {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            if let Some(rules) = self.of_folder(folder) {
                match rules.matched(&place, is_folder) {
                    Match::Ignore(glob) => {
                        let file = join(folder, RULES_FILE);
                        return Some(format!(
                            "the line `{}` in {file} leaves it out",
                            glob.original()
                        ));
                    }
                    Match::Whitelist(_) => return None,
                    Match::None => {}
                }
            }
        }
        None
    }

    fn of_folder(&mut self, folder: &str) -> Option<Arc<Gitignore>> {
        if let Some(known) = self.read.get(folder) {
            return known.clone();
        }
        let place = self.roots.place_of(folder);
        let file = place.join(RULES_FILE);
        let rules = is_rules_file(&file).then(|| {
            let mut builder = GitignoreBuilder::new(&place);
            let fault = builder.add(&file).map(|fault| fault.to_string());
            let built = builder.build();
            let fault = fault.or_else(|| built.as_ref().err().map(ToString::to_string));
            self.faults.extend(fault.map(|fault| {
                (
                    join(folder, RULES_FILE),
                    format!("not all of its lines can be used ({fault}): mend them"),
                )
            }));
            built.ok().map(Arc::new)
        });
        self.read.insert(folder.to_owned(), rules.flatten());
        self.read.get(folder).cloned().flatten()
    }
}

fn is_rules_file(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|file| file.is_file() && file.len() <= MAX_RULES_BYTES)
}

/// The name of `part` in the folder called `folder`.
pub(crate) fn join(folder: &str, part: &str) -> String {
    if folder.is_empty() { part.to_owned() } else { format!("{folder}/{part}") }
}
