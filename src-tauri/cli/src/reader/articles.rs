//! Articles, by whoever answers.

use anyhow::Result;
use aside_contract::{Article, ArticleDraft, ArticleEdit};
use serde::Deserialize;

use super::{Reader, encoded};

const ARTICLES: &str = "/api/v1/knowledge/articles";
/// Articles of one answer.
const PAGE: usize = 1_000;

#[derive(Deserialize)]
struct ArticleList {
    articles: Vec<Article>,
}

fn path(name: &str) -> String {
    format!("{ARTICLES}/{}", encoded(name))
}

impl Reader {
    /// All of them, by their names.
    pub(crate) fn articles(&self) -> Result<Vec<Article>> {
        let mut all: Vec<Article> = Vec::new();
        loop {
            let after = all.last().map(|last| last.id.clone()).unwrap_or_default();
            let page = match self {
                Self::Here(engine) => engine.articles(&after, PAGE)?,
                Self::Running(running) => {
                    let query = [("after", after), ("limit", PAGE.to_string())];
                    running.get::<ArticleList>(ARTICLES, &query)?.articles
                }
            };
            let is_last = page.len() < PAGE;
            all.extend(page);
            if is_last {
                return Ok(all);
            }
        }
    }

    /// As [`Engine::article`](aside_engine::Engine::article).
    pub(crate) fn article(&self, name: &str) -> Result<Article> {
        match self {
            Self::Here(engine) => Ok(engine.article(name)?),
            Self::Running(running) => running.get(&path(name), &[]),
        }
    }

    /// As [`Engine::add_article`](aside_engine::Engine::add_article).
    pub(crate) fn add_article(&self, draft: &ArticleDraft) -> Result<Article> {
        match self {
            Self::Here(engine) => Ok(engine.add_article(draft)?),
            Self::Running(running) => running.post(ARTICLES, draft),
        }
    }

    /// As [`Engine::change_article`](aside_engine::Engine::change_article).
    pub(crate) fn change_article(&self, name: &str, edit: &ArticleEdit) -> Result<Article> {
        match self {
            Self::Here(engine) => Ok(engine.change_article(name, edit)?),
            Self::Running(running) => running.put(&path(name), edit),
        }
    }

    /// As [`Engine::remove_article`](aside_engine::Engine::remove_article).
    pub(crate) fn remove_article(&self, name: &str, version: &str) -> Result<Article> {
        match self {
            Self::Here(engine) => Ok(engine.remove_article(name, version)?),
            Self::Running(running) => {
                running.delete(&format!("{}?version={}", path(name), encoded(version)))
            }
        }
    }
}
