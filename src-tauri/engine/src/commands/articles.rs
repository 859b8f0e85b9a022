//! Articles: documents that are written over the API.

use aside_contract::{Article, ArticleDraft, ArticleEdit, FileStage, FileStatus};
use aside_knowledge::FilesRequest;

use crate::articles::{Articles, Stored};
use crate::{Engine, EngineError};

/// Articles that a page holds at most.
const MOST: usize = 1_000;

impl Engine {
    /// The articles after the one named `after`, by their names, at most `limit`.
    ///
    /// # Errors
    /// Where the folder or the store cannot be read.
    pub fn articles(&self, after: &str, limit: usize) -> Result<Vec<Article>, EngineError> {
        let stored = self.articles.list(after, limit.clamp(1, MOST))?;
        stored.into_iter().map(|stored| self.article_of(stored)).collect()
    }

    /// One article.
    ///
    /// # Errors
    /// Where there is none of this name, or its file or the store cannot be read.
    pub fn article(&self, id: &str) -> Result<Article, EngineError> {
        self.article_of(self.articles.get(id)?)
    }

    /// Writes a new article into the knowledge folder, where it is found like any other document a moment
    /// later.
    ///
    /// # Errors
    /// Where the draft is refused, or the file cannot be written.
    pub fn add_article(&self, draft: &ArticleDraft) -> Result<Article, EngineError> {
        self.article_of(self.articles.add(draft)?)
    }

    /// Writes an article anew.
    ///
    /// # Errors
    /// As [`Engine::add_article`], where there is none of this name, or where it was changed since the
    /// version that is named.
    pub fn change_article(&self, id: &str, edit: &ArticleEdit) -> Result<Article, EngineError> {
        self.article_of(self.articles.change(id, &edit.article, &edit.version)?)
    }

    /// Removes an article. Nothing cites it a moment later.
    ///
    /// # Errors
    /// Where there is none of this name, it was changed since `version`, or the file cannot be removed.
    pub fn remove_article(&self, id: &str, version: &str) -> Result<Article, EngineError> {
        self.article_of(self.articles.remove(id, version)?)
    }

    fn article_of(&self, stored: Stored) -> Result<Article, EngineError> {
        let Stored { id, version, draft } = stored;
        let document = Articles::document(&id);
        // The name has none of the letters that make a pattern.
        let request = FilesRequest { pattern: &document, limit: MOST, ..FilesRequest::default() };
        let files = self.knowledge.files(&request)?.files;
        let file = files.into_iter().find(|file| file.path == document);
        // What is known of an earlier wording says nothing about this one.
        let now = self.articles.modified(&id);
        let is_current = |file: &FileStatus| file.modified.is_none() || file.modified == now;
        let (state, reason) = file
            .filter(is_current)
            .map_or((FileStage::Queued, None), |file| (file.state, file.reason));
        Ok(Article { id, document, version, article: draft, state, reason })
    }
}
