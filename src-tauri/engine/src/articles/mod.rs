//! Articles that are written over the API: Markdown files in `articles/` of the first knowledge folder,
//! where they are found like any other document.
//!
//! A name is made of plain letters, digits and hyphens, so it leads nowhere else, and is no name that a
//! system keeps for itself. A file that a person put there, which lacks the mark of an article, is neither
//! shown nor changed. Files are written beside their place, flushed, and put there whole.

mod name;
mod text;

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use aside_contract::{ArticleDraft, Timestamp};
use parking_lot::Mutex;

use crate::{EngineError, Places};

/// In the first knowledge folder.
const FOLDER: &str = "articles";
const ENDING: &str = "md";
/// How many articles may have the same title, nearly.
const MOST_ALIKE: u32 = 1_000;

/// The articles of the first knowledge folder.
pub(crate) struct Articles {
    folder: PathBuf,
    /// Held while somebody looks at a file and then writes it.
    writing: Mutex<()>,
}

/// An article's file.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) draft: ArticleDraft,
}

impl Articles {
    pub(crate) fn new(places: &Places) -> Self {
        let folder = places.knowledge.first().cloned().unwrap_or_default().join(FOLDER);
        Self { folder, writing: Mutex::default() }
    }

    /// The document that an article is found as.
    pub(crate) fn document(id: &str) -> String {
        format!("{FOLDER}/{id}.{ENDING}")
    }

    /// The file of an article.
    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.{ENDING}"))
    }

    /// When an article's file changed, to the millisecond; none where it is gone.
    pub(crate) fn modified(&self, id: &str) -> Option<Timestamp> {
        let modified = fs::metadata(self.path(id)).and_then(|found| found.modified()).ok()?;
        let since = modified.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok().map(Timestamp)
    }

    /// The articles after the one named `after`, by their names, at most `limit`.
    pub(crate) fn list(&self, after: &str, limit: usize) -> Result<Vec<Stored>, EngineError> {
        let failed = |source| EngineError::ArticleFile { path: self.folder.clone(), source };
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut ids = Vec::new();
        for entry in entries {
            let name = entry.map_err(failed)?.file_name();
            let id = name.to_str().and_then(|name| name.strip_suffix(&format!(".{ENDING}")));
            ids.extend(id.filter(|id| name::is_id(id) && *id > after).map(str::to_owned));
        }
        ids.sort_unstable();
        let mut found = Vec::new();
        for id in ids {
            if found.len() == limit {
                break;
            }
            found.extend(self.find(&id)?);
        }
        Ok(found)
    }

    /// One article.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or [`EngineError::ArticleFile`].
    pub(crate) fn get(&self, id: &str) -> Result<Stored, EngineError> {
        let found = if name::is_id(id) { self.find(id)? } else { None };
        found.ok_or_else(|| EngineError::NotFound { what: "article", name: id.to_owned() })
    }

    /// Writes a new article.
    ///
    /// # Errors
    /// [`EngineError::Refused`] about the draft, or [`EngineError::ArticleFile`].
    pub(crate) fn add(&self, draft: &ArticleDraft) -> Result<Stored, EngineError> {
        let draft = text::checked(draft)?;
        let content = text::written(&draft)?;
        let _turn = self.writing.lock();
        self.make_folder()?;
        let name = name::of_title(&draft.title);
        for number in 1..=MOST_ALIKE {
            let id = if number == 1 { name.clone() } else { format!("{name}-{number}") };
            let path = self.path(&id);
            let placed = self.partial(&content).and_then(|file| {
                // Whatever has the name keeps it.
                file.persist_noclobber(&path).map_err(|error| error.error)
            });
            match placed {
                Ok(_) => return Ok(Stored { id, version: version(&content), draft }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(source) => return Err(EngineError::ArticleFile { path, source }),
            }
        }
        Err(EngineError::Refused("too many articles have this title: choose another".to_owned()))
    }

    /// Writes an article anew, if it still stands in this version.
    ///
    /// # Errors
    /// As for [`Articles::add`], [`EngineError::NotFound`], or [`EngineError::ArticleChanged`].
    pub(crate) fn change(
        &self,
        id: &str,
        draft: &ArticleDraft,
        known: &str,
    ) -> Result<Stored, EngineError> {
        let draft = text::checked(draft)?;
        let content = text::written(&draft)?;
        let _turn = self.writing.lock();
        self.expect(id, known)?;
        let path = self.path(id);
        let replaced = self
            .partial(&content)
            .and_then(|file| file.persist(&path).map_err(|error| error.error));
        replaced.map_err(|source| EngineError::ArticleFile { path, source })?;
        Ok(Stored { id: id.to_owned(), version: version(&content), draft })
    }

    /// Removes an article, if it still stands in this version.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::ArticleChanged`], or [`EngineError::ArticleFile`].
    pub(crate) fn remove(&self, id: &str, known: &str) -> Result<Stored, EngineError> {
        let _turn = self.writing.lock();
        let stored = self.expect(id, known)?;
        let path = self.path(id);
        fs::remove_file(&path).map_err(|source| EngineError::ArticleFile { path, source })?;
        Ok(stored)
    }

    fn expect(&self, id: &str, known: &str) -> Result<Stored, EngineError> {
        let stored = self.get(id)?;
        if stored.version != known {
            return Err(EngineError::ArticleChanged(id.to_owned()));
        }
        Ok(stored)
    }

    /// The article with this name; none where there is none, or something else has the name.
    fn find(&self, id: &str) -> Result<Option<Stored>, EngineError> {
        let path = self.path(id);
        let read = match self.is_plain_folder().and_then(|is| Ok(is && is_file(&path)?)) {
            Ok(true) => fs::read(&path),
            Ok(false) => return Ok(None),
            Err(error) => Err(error),
        };
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(EngineError::ArticleFile { path, source }),
        };
        let Ok(content) = String::from_utf8(bytes) else { return Ok(None) };
        let version = version(&content);
        Ok(text::read(&content).map(|draft| Stored { id: id.to_owned(), version, draft }))
    }

    /// Whether the folder is there and no link that leads elsewhere.
    fn is_plain_folder(&self) -> io::Result<bool> {
        match fs::symlink_metadata(&self.folder) {
            Ok(found) => Ok(found.is_dir()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn make_folder(&self) -> Result<(), EngineError> {
        let failed = |source| EngineError::ArticleFile { path: self.folder.clone(), source };
        match fs::create_dir(&self.folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(error)),
            _ => {}
        }
        match self.is_plain_folder().map_err(failed)? {
            true => Ok(()),
            false => Err(failed(io::Error::new(
                ErrorKind::NotADirectory,
                "articles are kept in a folder of this name, which is something else",
            ))),
        }
    }

    /// A file beside the articles, hidden, with the content on the disk.
    fn partial(&self, content: &str) -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".article-").suffix(".tmp");
        // Others read it as they read what a person puts there.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let mut file = builder.tempfile_in(&self.folder)?;
        file.write_all(content.as_bytes())?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}

/// Whether there is a file, and not a link to one.
fn is_file(path: &std::path::Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.is_file())
}

fn version(content: &str) -> String {
    blake3::hash(content.as_bytes()).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(dir: &tempfile::TempDir) -> Articles {
        Articles { folder: dir.path().join(FOLDER), writing: Mutex::default() }
    }

    fn draft(title: &str, content: &str) -> ArticleDraft {
        ArticleDraft { title: title.to_owned(), content: content.to_owned(), ..Default::default() }
    }

    #[test]
    fn what_a_person_put_there_is_neither_shown_nor_changed() {
        let dir = tempfile::tempdir().unwrap();
        let articles = articles(&dir);
        fs::create_dir(&articles.folder).unwrap();
        let mine = articles.path("refunds");
        fs::write(&mine, "# Mine\n").unwrap();
        let made = articles.add(&draft("Refunds!", "text")).unwrap();
        assert_eq!(made.id, "refunds-2");
        assert!(matches!(articles.get("refunds"), Err(EngineError::NotFound { .. })));
        assert!(articles.change("refunds", &draft("a", "b"), "").is_err());
        assert!(articles.remove("refunds", "").is_err());
        assert_eq!(fs::read_to_string(&mine).unwrap(), "# Mine\n");
        assert_eq!(articles.list("", 9).unwrap().len(), 1);
        let left: Vec<_> = fs::read_dir(&articles.folder).unwrap().flatten().collect();
        assert_eq!(left.len(), 2, "nothing is left beside them: {left:?}");
    }

    #[test]
    fn an_update_of_something_else_than_was_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let articles = articles(&dir);
        let first = articles.add(&draft("Refunds", "one")).unwrap();
        let second = articles.change(&first.id, &draft("Refunds", "two"), &first.version).unwrap();
        let late = articles.change(&first.id, &draft("Refunds", "three"), &first.version);
        assert!(matches!(late, Err(EngineError::ArticleChanged(_))), "{late:?}");
        fs::write(articles.path(&first.id), "---\ntitle: by hand\narticle: yes\n---\n\nhand\n")
            .unwrap();
        assert!(articles.remove(&first.id, &second.version).is_err());
        let now = articles.get(&first.id).unwrap();
        assert_eq!(now.draft.content, "hand\n");
        articles.remove(&first.id, &now.version).unwrap();
        assert!(articles.get(&first.id).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join(FOLDER)).unwrap();
        assert!(articles(&dir).add(&draft("Refunds", "text")).is_err());
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
        fs::remove_file(dir.path().join(FOLDER)).unwrap();
        let articles = articles(&dir);
        articles.add(&draft("Refunds", "text")).unwrap();
        let secret = outside.path().join("secret.md");
        fs::write(&secret, "---\narticle: x\n---\nsecret").unwrap();
        std::os::unix::fs::symlink(&secret, articles.path("linked")).unwrap();
        assert!(articles.get("linked").is_err());
    }

    #[test]
    fn a_name_from_outside_leads_nowhere_else() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("secret.md"), "---\narticle: x\n---\nsecret").unwrap();
        let articles = articles(&dir);
        articles.add(&draft("Refunds", "text")).unwrap();
        for id in
            ["../secret", "..%2fsecret", "/etc/passwd", "", ".", "..", "a/b", "a\\b", "REFUNDS"]
        {
            assert!(matches!(articles.get(id), Err(EngineError::NotFound { .. })), "{id}");
        }
    }
}
