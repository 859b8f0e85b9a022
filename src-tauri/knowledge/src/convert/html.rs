//! Web pages, by `markitdown-core`, after what is not the page's own text was cut out.

use super::{ConvertError, Converted, Converter, Kind, Source, decode};
use crate::front_matter::Meta;

/// `.html` and `.htm`.
pub(super) struct Html;

impl Converter for Html {
    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Html, Kind::Text, Kind::Xml]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let bytes = source.bytes;
        let wide;
        let bytes = if bytes.starts_with(b"\xFF\xFE")
            || bytes.starts_with(b"\xFE\xFF")
            || bytes.contains(&0)
        {
            // markitdown-core does not know UTF-16; the mark in front outweighs a declared charset.
            wide = format!("\u{feff}{}", decode::text(bytes));
            wide.as_bytes()
        } else {
            bytes
        };
        let title =
            element(bytes, b"title").and_then(|title| std::str::from_utf8(title).ok()).map(plain);
        let markdown = super::worker::markitdown(&own_text(bytes), ".html")?;
        let markdown = super::docx::drop_pictures(markdown.trim_start_matches('\u{feff}'));
        let title = title.filter(|title| !title.is_empty() && !has_heading(&markdown));
        Ok(vec![Converted {
            meta: Meta { title, ..Meta::default() },
            markdown,
            ..Converted::default()
        }])
    }
}

/// Elements whose content is no text of the page: programs, navigation, forms, frames.
const DROPPED: &[&[u8]] = &[
    b"script",
    b"style",
    b"noscript",
    b"template",
    b"svg",
    b"iframe",
    b"object",
    b"nav",
    b"footer",
    b"aside",
    b"form",
    b"dialog",
    b"head",
    b"title",
];

/// The part of the page that is its own text: `<main>` or the only `<article>` where there is one,
/// without [`DROPPED`] elements, hidden elements, comments, and headers outside of it.
fn own_text(html: &[u8]) -> Vec<u8> {
    let articles = tags(html).filter(|tag| !tag.closes && tag.named(b"article")).count();
    let region =
        element(html, b"main").or_else(|| element(html, b"article").filter(|_| articles == 1));
    let (body, whole_page) = (region.unwrap_or(html), region.is_none());
    let mut out = Vec::with_capacity(body.len());
    let mut kept_to = 0;
    let mut skipped: Option<(Vec<u8>, usize)> = None;
    for tag in tags(body) {
        match &mut skipped {
            Some((name, depth)) if tag.named(name) => {
                *depth = if tag.closes { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    kept_to = tag.end;
                    skipped = None;
                }
            }
            Some(_) => {}
            None if tag.comment => {
                out.extend_from_slice(&body[kept_to..tag.start]);
                kept_to = tag.end;
            }
            None if !tag.closes && !tag.is_void() && is_dropped(&tag, body, whole_page) => {
                out.extend_from_slice(&body[kept_to..tag.start]);
                skipped = Some((tag.name.to_ascii_lowercase(), 1));
            }
            None => {}
        }
    }
    if skipped.is_none() {
        out.extend_from_slice(&body[kept_to..]);
    }
    // The charset that the dropped head declared still decides how the bytes are read.
    match charset(html) {
        Some(charset) => [b"<meta charset=\"".as_slice(), charset, b"\">", &out].concat(),
        None => out,
    }
}

fn is_dropped(tag: &Tag<'_>, body: &[u8], whole_page: bool) -> bool {
    let hidden = || {
        let attributes = String::from_utf8_lossy(tag.attributes).to_ascii_lowercase();
        let squeezed: String = attributes.split_whitespace().collect();
        squeezed.contains("display:none")
            || squeezed.contains("visibility:hidden")
            || squeezed.contains("aria-hidden=\"true\"")
            || attributes
                .split_whitespace()
                .any(|word| word == "hidden" || word.starts_with("hidden="))
    };
    // A site's header is boilerplate unless the page's heading stands in it.
    let site_header = || {
        whole_page && tag.named(b"header") && {
            let rest = &body[tag.end..];
            tags(rest)
                .take_while(|inner| !(inner.closes && inner.named(b"header")))
                .all(|inner| !inner.named(b"h1"))
        }
    };
    DROPPED.iter().any(|name| tag.named(name)) || hidden() || site_header()
}

/// One tag or comment, by its place.
struct Tag<'a> {
    name: &'a [u8],
    attributes: &'a [u8],
    closes: bool,
    comment: bool,
    start: usize,
    end: usize,
}

impl Tag<'_> {
    fn named(&self, name: &[u8]) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Elements that have no end, so that nothing may be skipped up to it.
    fn is_void(&self) -> bool {
        const VOID: &[&[u8]] = &[
            b"br", b"hr", b"img", b"input", b"link", b"meta", b"source", b"track", b"wbr", b"col",
            b"area", b"base",
        ];
        self.attributes.ends_with(b"/") || VOID.iter().any(|name| self.named(name))
    }
}

/// The tags of `html` in order. What stands inside scripts and styles is not looked at.
fn tags(html: &[u8]) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    let mut raw: Option<&[u8]> = None;
    std::iter::from_fn(move || {
        loop {
            let start = at + html.get(at..)?.iter().position(|&byte| byte == b'<')?;
            let rest = &html[start + 1..];
            if rest.starts_with(b"!--") {
                let length = find(&rest[3..], b"-->").map_or(rest.len(), |place| place + 6);
                at = start + 1 + length;
                if raw.is_some() {
                    continue;
                }
                return Some(Tag {
                    name: b"",
                    attributes: b"",
                    closes: false,
                    comment: true,
                    start,
                    end: at,
                });
            }
            let closes = rest.first() == Some(&b'/');
            let inner = &rest[usize::from(closes)..];
            let name_length =
                inner.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(inner.len());
            if name_length == 0 {
                at = start + 1;
                continue;
            }
            let (name, tail) = inner.split_at(name_length);
            if raw.is_some_and(|raw| !(closes && name.eq_ignore_ascii_case(raw))) {
                at = start + 1;
                continue;
            }
            let length = tag_length(tail);
            let attributes = tail[..length].strip_suffix(b">").unwrap_or(&tail[..length]);
            at = start + 1 + usize::from(closes) + name_length + length;
            let is_raw =
                name.eq_ignore_ascii_case(b"script") || name.eq_ignore_ascii_case(b"style");
            raw = (is_raw && !closes).then_some(name);
            return Some(Tag { name, attributes, closes, comment: false, start, end: at });
        }
    })
}

/// The bytes up to and with the `>` that ends a tag; one inside quotes does not.
fn tag_length(tail: &[u8]) -> usize {
    let mut quote = None;
    for (index, &byte) in tail.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return index + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed: end at the first `>` after all.
    tail.iter().position(|&byte| byte == b'>').map_or(tail.len(), |place| place + 1)
}

/// The content of the first element of this name.
fn element<'a>(html: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut depth = 0;
    let mut start = None;
    for tag in tags(html).filter(|tag| tag.named(name)) {
        match (start, tag.closes) {
            (None, false) => start = Some(tag.end),
            (Some(_), false) => depth += 1,
            (Some(from), true) if depth == 0 => return Some(&html[from..tag.start]),
            (Some(_), true) => depth -= 1,
            (None, true) => {}
        }
    }
    None
}

/// The charset that a page declares in its first kilobyte.
fn charset(html: &[u8]) -> Option<&[u8]> {
    let head = &html[..html.len().min(1024)];
    let lower = head.to_ascii_lowercase();
    let from = find(&lower, b"charset=")? + 8;
    let value = &head[from..];
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let length =
        value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_".contains(byte)))?;
    Some(&value[..length]).filter(|value| !value.is_empty())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// A title without line breaks and with the commonest entities resolved.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(words.join(" "), |text, (entity, character)| text.replace(entity, character))
}

fn has_heading(markdown: &str) -> bool {
    markdown.lines().any(|line| line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(html: &str) -> String {
        String::from_utf8(own_text(html.as_bytes())).unwrap()
    }

    #[test]
    fn navigation_scripts_and_hidden_text_are_cut_out() {
        let page = "<body><header>Shop <nav>Home</nav></header><nav>A<nav>B</nav>C</nav><h1>Refunds</h1>\
            <script>if (a < b) { x('</p>') }</script><p hidden>no</p><p style='display: none'>no</p>\
            <!-- no --><p>Within 14 days.</p><aside>ad</aside><footer>© Shop</footer></body>";
        assert_eq!(kept(page), "<body><h1>Refunds</h1><p>Within 14 days.</p></body>");
    }

    #[test]
    fn the_main_element_is_the_page() {
        assert_eq!(
            kept("<div>menu</div><main><header><h2>T</h2></header>x</main><div>y</div>"),
            "<header><h2>T</h2></header>x"
        );
    }

    #[test]
    fn an_unclosed_script_or_quote_ends_with_the_page() {
        assert_eq!(kept("<p>a</p><script>b"), "<p>a</p>");
        assert_eq!(kept("<p class=\"a>b</p>c"), "<p class=\"a>b</p>c");
    }
}
