//! RSS and Atom: each entry a document of its own.

use super::tree::{self, Element};
use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, html};
use crate::front_matter::Meta;

/// `.rss`, `.atom`.
pub(super) struct Feed;

impl Converter for Feed {
    fn extensions(&self) -> &'static [&'static str] {
        &["rss", "atom"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Feed]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let root = tree::parse(source.bytes)?;
        let channel = root.child("channel").unwrap_or(&root);
        let mut documents = Vec::new();
        // What the feed is about, if it says more than its name.
        let about = first(channel, &["description", "subtitle"]).map(text_of).unwrap_or_default();
        documents.push(Converted {
            meta: Meta { title: first(channel, &["title"]).map(plain), ..Meta::default() }.tidy(),
            markdown: about.0,
            hidden: about.1,
            ..Converted::default()
        });
        let mut entries: Vec<&Element> =
            channel.elements().filter(|element| is_entry(element)).collect();
        if entries.is_empty() {
            // In RSS 1.0 the entries stand beside the channel.
            entries = root.elements().filter(|element| is_entry(element)).collect();
        }
        for (index, entry) in entries.into_iter().enumerate() {
            documents.push(document(entry, index + 1));
        }
        Ok(documents)
    }
}

fn is_entry(element: &Element) -> bool {
    matches!(element.name.as_str(), "item" | "entry")
}

fn document(entry: &Element, place: usize) -> Converted {
    let (markdown, hidden) = first(entry, &["encoded", "content", "description", "summary"])
        .map(text_of)
        .unwrap_or_default();
    let title = first(entry, &["title"]).map(plain);
    let tags = entry
        .elements()
        .filter(|element| element.name == "category")
        .map(|category| category.attribute("term").map_or_else(|| plain(category), str::to_owned))
        .collect();
    let mut meta = Meta { title: title.clone(), tags, ..Meta::default() };
    if let Some(time) = first(entry, &["updated", "published", "pubDate", "date"]) {
        meta.note("updated", time.text().trim());
    }
    let id = first(entry, &["guid", "id"])
        .map(|id| id.text().trim().to_owned())
        .filter(|id| !id.is_empty());
    // An entry that is only a headline is found by it.
    let markdown = if markdown.trim().is_empty() { title.unwrap_or_default() } else { markdown };
    Converted {
        article: Some(id.unwrap_or_else(|| place.to_string())),
        meta: meta.tidy(),
        markdown,
        hidden,
        ..Converted::default()
    }
}

/// The first of these elements that is there and not empty, by the order of the names.
fn first<'a>(parent: &'a Element, names: &[&str]) -> Option<&'a Element> {
    names.iter().find_map(|name| {
        parent.elements().find(|element| element.name == *name && !element.text().trim().is_empty())
    })
}

/// A passage, which may be text or HTML in text; and what of it was hidden.
fn text_of(element: &Element) -> (String, Hidden) {
    let text = element.text();
    if text.contains('<') && text.contains('>') {
        html::fragment(&text).unwrap_or((text, Hidden::default()))
    } else {
        (tree::unescape(text.trim()), Hidden::default())
    }
}

fn plain(element: &Element) -> String {
    tree::unescape(&element.text().split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_both_kinds_are_documents() {
        for (name, feed) in [
            (
                "a.rss",
                "<rss version='2.0'><channel><title>News</title><description>All</description><item><guid>g1</guid><title>New &amp;amp; old</title><category>Plans</category><description>&lt;p&gt;A &lt;b&gt;plan&lt;/b&gt;.&lt;/p&gt;</description></item></channel></rss>",
            ),
            (
                "a.atom",
                "<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title><subtitle>All</subtitle><entry><id>g1</id><title>New &amp;amp; old</title><category term='Plans'/><content type='html'>&lt;p&gt;A &lt;b&gt;plan&lt;/b&gt;.&lt;/p&gt;</content></entry></feed>",
            ),
        ] {
            let documents = Feed.convert(&Source::new(feed.as_bytes(), name)).unwrap();
            assert_eq!(documents.len(), 2, "{name}");
            assert_eq!(
                (documents[0].markdown.as_str(), documents[0].article.as_deref()),
                ("All", None)
            );
            let entry = &documents[1];
            assert_eq!(entry.article.as_deref(), Some("g1"), "{name}");
            assert_eq!(entry.meta.title.as_deref(), Some("New & old"));
            assert_eq!(entry.meta.tags, ["Plans"]);
            assert_eq!(entry.markdown.trim(), "A **plan**.");
        }
    }
}
