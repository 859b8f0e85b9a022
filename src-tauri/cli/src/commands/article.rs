//! `aside article`.

use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use aside_contract::{Article, ArticleDraft, ArticleEdit, MAX_ARTICLE_BYTES, Visibility};

use crate::args::{self, About, ArticleCommand, OneArticle, ShownTo};
use crate::print;
use crate::reader::Reader;

pub(crate) fn run(args: &args::Article) -> Result<ExitCode> {
    match &args.command {
        ArticleCommand::List { folders, json } => {
            let articles = Reader::open(folders)?.articles()?;
            if *json {
                print::json(&serde_json::json!({ "articles": articles }))?;
            } else {
                print::text(&table(&articles))?;
            }
        }
        ArticleCommand::Show(OneArticle { name, folders, json }) => {
            let article = Reader::open(folders)?.article(name)?;
            if *json { print::json(&article)? } else { print::text(&whole(&article))? }
        }
        ArticleCommand::Add { title, file, about, folders, json } => {
            let mut draft = ArticleDraft {
                title: title.clone(),
                content: read(file)?,
                ..ArticleDraft::default()
            };
            describe(&mut draft, about);
            told(&Reader::open(folders)?.add_article(&draft)?, "Written", *json)?;
        }
        ArticleCommand::Change { article, title, file, about, version } => {
            let OneArticle { name, folders, json } = article;
            let reader = Reader::open(folders)?;
            let now = reader.article(name)?;
            let mut draft = now.article;
            if let Some(title) = title {
                draft.title.clone_from(title);
            }
            if let Some(file) = file {
                draft.content = read(file)?;
            }
            describe(&mut draft, about);
            let version = version.clone().unwrap_or(now.version);
            let edit = ArticleEdit { article: draft, version };
            told(&reader.change_article(name, &edit)?, "Changed", *json)?;
        }
        ArticleCommand::Remove { article: OneArticle { name, folders, json }, version } => {
            let reader = Reader::open(folders)?;
            let version = match version {
                Some(version) => version.clone(),
                None => reader.article(name)?.version,
            };
            told(&reader.remove_article(name, &version)?, "Removed", *json)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What a file says, or standard input. One that is far too large is not read whole.
fn read(file: &Path) -> Result<String> {
    let most = MAX_ARTICLE_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    let read = match file == Path::new("-") {
        true => io::stdin().take(most).read_to_end(&mut bytes),
        false => std::fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes)),
    };
    read.with_context(|| format!("{} cannot be read", file.display()))?;
    // Cut in the middle of a letter, it is too large in any case.
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) if error.as_bytes().len() as u64 == most => {
            Ok(String::from_utf8_lossy(error.as_bytes()).into_owned())
        }
        Err(_) => anyhow::bail!("{} is not UTF-8: save it as UTF-8 text", file.display()),
    }
}

/// Takes over what was named.
fn describe(draft: &mut ArticleDraft, about: &About) {
    if let Some(category) = &about.category {
        // None at all, where the name is empty.
        draft.category = Some(category.clone()).filter(|category| !category.is_empty());
    }
    if !about.tags.is_empty() {
        draft.tags = about.tags.iter().filter(|tag| !tag.is_empty()).cloned().collect();
    }
    match about.visibility {
        Some(ShownTo::Public) => draft.visibility = Visibility::Public,
        Some(ShownTo::Internal) => draft.visibility = Visibility::Internal,
        None => {}
    }
}

fn told(article: &Article, done: &str, json: bool) -> Result<()> {
    if json {
        return print::json(article);
    }
    let document = print::tame(&article.document).into_owned();
    print::text(&format!("{done}: {} ({document})\n", print::tame(&article.id)))
}

fn table(articles: &[Article]) -> String {
    let mut out = String::new();
    for Article { id, article, state, reason, .. } in articles {
        let state = format!("{state:?}").to_lowercase();
        // Writing to a string cannot fail.
        let _ = write!(out, "{:<32} {state:<8} {}", print::tame(id), print::tame(&article.title));
        if let Some(reason) = reason {
            let _ = write!(out, ": {}", print::tame(reason));
        }
        out.push('\n');
    }
    out
}

fn whole(article: &Article) -> String {
    let mut out = String::new();
    let mut line = |what: &str, text: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{what:<11}{}", print::tame(text));
    };
    let ArticleDraft { title, content, category, tags, visibility, sources: _ } = &article.article;
    line("Title", title);
    line("Document", &article.document);
    line("Version", &article.version);
    if let Some(category) = category {
        line("Category", category);
    }
    if !tags.is_empty() {
        line("Tags", &tags.join(", "));
    }
    line("Shown to", if *visibility == Visibility::Public { "everybody" } else { "agents only" });
    out.push('\n');
    for text in content.lines() {
        out.push_str(&print::tame(text));
        out.push('\n');
    }
    out
}
