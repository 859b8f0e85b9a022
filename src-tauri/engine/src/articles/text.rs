//! An article as text: front matter that this file wrote, then the content as it was given.

use aside_contract::{ArticleDraft, MAX_ARTICLE_BYTES, MAX_ARTICLE_TITLE, Visibility};
use serde::Serialize;

use crate::EngineError;

const FENCE: &str = "---\n";
/// The line that says whose file it is: what a person put in the folder has none, and is left alone.
const MARK: &str = "article: made over the API\n";
/// The most tags, and the most characters of one or of a category.
const MOST_TAGS: usize = 50;
const LONGEST_LABEL: usize = 100;
/// The most conversations that an article was made of.
const MOST_SOURCES: usize = 100;

/// The draft, tidied, if it can be an article.
///
/// # Errors
/// [`EngineError::Refused`] with what to change.
pub(super) fn checked(draft: &ArticleDraft) -> Result<ArticleDraft, EngineError> {
    let refused = |reason: &str| Err(EngineError::Refused(reason.to_owned()));
    let ArticleDraft { title, content, category, tags, visibility, sources } = draft.clone();
    let title = title.trim().to_owned();
    if title.is_empty() || title.chars().count() > MAX_ARTICLE_TITLE || !is_line(&title) {
        return refused("an article's title is one line of 1 to 200 characters");
    }
    if content.trim().is_empty() || content.len() > MAX_ARTICLE_BYTES {
        return refused("an article's content has 1 to 200,000 bytes");
    }
    if content.contains(|letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
    {
        return refused("an article's content is text without control characters");
    }
    let category = category.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let tags: Vec<String> = tags.iter().map(|tag| tag.trim().to_owned()).collect();
    if sources.len() > MOST_SOURCES {
        return refused("an article names at most 100 conversations that it was made of");
    }
    if tags.len() > MOST_TAGS || !category.iter().chain(&tags).all(|label| is_label(label)) {
        return refused(
            "an article has at most 50 tags; a tag or a category is one line of 1 to 100 characters without commas, quotes and brackets",
        );
    }
    let content = content.replace("\r\n", "\n");
    Ok(ArticleDraft { title, content, category, tags, visibility, sources })
}

fn is_line(text: &str) -> bool {
    // A few letters end a line and are no control characters.
    !text.contains(|letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}'))
}

fn is_label(text: &str) -> bool {
    (1..=LONGEST_LABEL).contains(&text.chars().count())
        && is_line(text)
        && !text.contains([',', '"', '\'', '[', ']', '\\', '#'])
}

/// The file of a checked draft.
pub(super) fn written(draft: &ArticleDraft) -> Result<String, EngineError> {
    let ArticleDraft { title, content, category, tags, visibility, sources } = draft;
    // JSON's strings and lists are YAML's, too.
    let mut text = format!("{FENCE}title: {}\n", json(title)?);
    if let Some(category) = category {
        text.push_str(&format!("category: {}\n", json(category)?));
    }
    if !tags.is_empty() {
        text.push_str(&format!("tags: {}\n", json(tags)?));
    }
    if !sources.is_empty() {
        text.push_str(&format!("sources: {}\n", json(sources)?));
    }
    text.push_str(&format!("visibility: {}\n{MARK}{FENCE}\n{content}", json(visibility)?));
    Ok(text)
}

fn json(value: &impl Serialize) -> Result<String, EngineError> {
    serde_json::to_string(value).map_err(|error| EngineError::Refused(error.to_string()))
}

/// The draft that a file holds; none where the file is no article. A person may have changed it by hand.
pub(super) fn read(text: &str) -> Option<ArticleDraft> {
    let text = text.replace("\r\n", "\n");
    let (head, content) = text.strip_prefix(FENCE)?.split_once(&format!("\n{FENCE}"))?;
    let mut draft = ArticleDraft::default();
    let mut is_ours = false;
    for line in head.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match key.trim() {
            "title" => draft.title = plain(value),
            "category" => draft.category = Some(plain(value)),
            "tags" => draft.tags = list(value),
            "visibility" if plain(value) == "internal" => draft.visibility = Visibility::Internal,
            "sources" => {
                draft.sources = list(value).iter().filter_map(|id| id.parse().ok()).collect();
            }
            "article" => is_ours = true,
            _ => {}
        }
    }
    draft.content = content.strip_prefix('\n').unwrap_or(content).to_owned();
    is_ours.then_some(draft)
}

/// A value as JSON has it, or as it stands.
fn plain(value: &str) -> String {
    serde_json::from_str(value).unwrap_or_else(|_| value.to_owned())
}

fn list(value: &str) -> Vec<String> {
    let plain_list = || {
        let items = value.trim_start_matches('[').trim_end_matches(']').split(',');
        items.map(|item| plain(item.trim())).filter(|item| !item.is_empty()).collect()
    };
    serde_json::from_str(value).unwrap_or_else(|_| plain_list())
}

#[cfg(test)]
mod tests {
    use aside_contract::ConversationId;

    use super::*;

    fn draft(title: &str, content: &str) -> ArticleDraft {
        ArticleDraft {
            title: title.to_owned(),
            content: content.to_owned(),
            category: Some("billing".to_owned()),
            tags: vec!["refund".to_owned(), "gift card".to_owned()],
            visibility: Visibility::Internal,
            sources: vec![ConversationId::new()],
        }
    }

    #[test]
    fn what_is_written_is_read_back_whatever_it_says() {
        for (title, content) in [
            ("Refunds", "We refund within 14 days.\n"),
            ("\"Quotes\" \\ and: a # colon", "---\ntitle: other\n---\n\n# Text\n"),
            ("../../etc/passwd", "\n\n---\n"),
            ("<script>alert(1)</script>", "<!-- hidden --> <b>text</b>"),
            ("日本語 🎉", "article: mine\n---\n日本"),
        ] {
            let draft = checked(&draft(title, content)).unwrap();
            let file = written(&draft).unwrap();
            assert_eq!(read(&file).as_ref(), Some(&draft), "{file}");
        }
        let by_hand = "---\r\ntitle: By hand\r\ntags: [a, b]\r\narticle: yes\r\n---\r\nText\r\n";
        let read = read(by_hand).unwrap();
        assert_eq!((read.title.as_str(), read.content.as_str()), ("By hand", "Text\n"));
        assert_eq!(read.tags, ["a", "b"]);
    }

    #[test]
    fn what_a_person_wrote_is_no_article() {
        for text in ["", "# Title\n\nText", "---\ntitle: x\n---\nText", "---\narticle: x\n"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_an_article_is_refused() {
        let long = "x".repeat(MAX_ARTICLE_BYTES + 1);
        for (title, content) in [
            ("", "text"),
            ("two\nlines", "text"),
            ("a\u{2028}b", "text"),
            ("a\0b", "text"),
            ("title", " \n"),
            ("title", "a\u{1b}[31mb"),
            ("title", long.as_str()),
            (&"x".repeat(201), "text"),
        ] {
            assert!(checked(&draft(title, content)).is_err(), "{title}");
        }
        for tag in ["", "a,b", "a\nb", "[a]", "\"a\""] {
            let draft = ArticleDraft { tags: vec![tag.to_owned()], ..draft("title", "text") };
            assert!(checked(&draft).is_err(), "{tag}");
        }
    }
}
