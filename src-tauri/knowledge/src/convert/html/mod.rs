//! Web pages, by `markitdown-core`, after what is not the page's own text was cut out.

mod spans;

use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, decode};
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
        let page = decode::labelled(source.bytes, charset(source.bytes));
        let title = element(page.as_bytes(), b"title")
            .map(|title| plain(&String::from_utf8_lossy(title)))
            .filter(|title| !title.is_empty());
        let (markdown, hidden) = fragment(&page)?;
        let title = title.filter(|_| !has_heading(&markdown));
        Ok(vec![Converted {
            meta: Meta { title, ..Meta::default() },
            markdown,
            hidden,
            ..Converted::default()
        }])
    }
}

/// The Markdown of a page or a piece of one, and the hidden text that it lost.
pub(super) fn fragment(html: &str) -> Result<(String, Hidden), ConvertError> {
    let (own, hidden) = own_text(html.as_bytes());
    // After scripts went, whose comparisons look like elements.
    super::preflight::nesting(&own)?;
    // The mark in front says UTF-8, whatever the page declares.
    let own = [b"\xEF\xBB\xBF".as_slice(), &spans::spread_down(&own)].concat();
    let markdown = super::worker::markitdown(&own, ".html")?;
    Ok((super::docx::drop_pictures(markdown.trim_start_matches('\u{feff}')), hidden))
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
    b"dialog",
    b"head",
    b"title",
];

/// The part of the page that is its own text: `<main>` or the only `<article>` where there is one,
/// without [`DROPPED`] elements, hidden elements, comments, and headers outside of it; and the
/// hidden elements that had text.
fn own_text(html: &[u8]) -> (Vec<u8>, Hidden) {
    let articles = tags(html).filter(|tag| !tag.closes && tag.named(b"article")).count();
    let region =
        element(html, b"main").or_else(|| element(html, b"article").filter(|_| articles == 1));
    let (body, whole_page) = (region.unwrap_or(html), region.is_none());
    let mut out = Vec::with_capacity(body.len());
    let mut kept_to = 0;
    let mut skipped: Option<Skipped> = None;
    let mut hidden = Hidden::default();
    let is_on_paper = is_on_paper(html);
    for tag in tags(body) {
        match &mut skipped {
            Some(skip) if tag.named(&skip.name) => {
                // A paragraph needs no end: the next one ends it.
                let ends = tag.closes || tag.named(b"p");
                skip.depth = if ends { skip.depth - 1 } else { skip.depth + 1 };
                if skip.depth == 0 {
                    let inside = &body[skip.from..tag.start];
                    if skip.hidden && has_words(inside) {
                        hidden.add(&plain(&String::from_utf8_lossy(inside)));
                    }
                    kept_to = if tag.closes { tag.end } else { tag.start };
                    skipped = None;
                }
            }
            Some(_) => {}
            None if tag.comment => {
                out.extend_from_slice(&body[kept_to..tag.start]);
                kept_to = tag.end;
            }
            None if tag.closes || tag.is_void() => {}
            None => {
                let is_hidden = is_hidden(&tag, is_on_paper);
                if is_hidden || is_boilerplate(&tag, body, whole_page) {
                    out.extend_from_slice(&body[kept_to..tag.start]);
                    let name = tag.name.to_ascii_lowercase();
                    skipped = Some(Skipped { name, depth: 1, from: tag.end, hidden: is_hidden });
                }
            }
        }
    }
    if skipped.is_none() {
        out.extend_from_slice(&body[kept_to..]);
    }
    (out, hidden)
}

/// An element that is being left out.
struct Skipped {
    name: Vec<u8>,
    /// How many elements of its name are open.
    depth: usize,
    /// Where its content begins.
    from: usize,
    hidden: bool,
}

/// Whether the page says nothing of what is behind its text, so that white cannot be read.
fn is_on_paper(html: &[u8]) -> bool {
    let page = html.to_ascii_lowercase();
    [&b"background"[..], b"bgcolor"].iter().all(|word| memchr::memmem::find(&page, word).is_none())
}

fn is_hidden(tag: &Tag<'_>, is_on_paper: bool) -> bool {
    /// Values of `color` that nobody sees on white.
    const WHITE: [&str; 5] = ["white", "#fff", "#ffffff", "rgb(255,255,255)", "transparent"];
    let attributes = String::from_utf8_lossy(tag.attributes).to_ascii_lowercase();
    let squeezed: String = attributes.split_whitespace().collect();
    let mut declared = squeezed.split(['"', '\'', ';']).filter_map(|one| one.split_once(':'));
    declared.any(|(name, value)| match name {
        "color" => is_on_paper && WHITE.contains(&value),
        "opacity" => value.parse() == Ok(0.0_f32),
        _ => false,
    }) || squeezed.contains("display:none")
        || squeezed.contains("visibility:hidden")
        || squeezed.contains("font-size:0;")
        || squeezed.contains("font-size:0\"")
        || squeezed.contains("font-size:0px")
        || squeezed.contains("aria-hidden=\"true\"")
        || squeezed.contains("aria-hidden='true'")
        || attributes.split_whitespace().any(|word| word == "hidden" || word.starts_with("hidden="))
}

/// Whether a piece of HTML has any words outside of tags.
fn has_words(html: &[u8]) -> bool {
    let mut at = 0;
    for tag in tags(html) {
        if html[at..tag.start].iter().any(u8::is_ascii_alphanumeric) {
            return true;
        }
        at = tag.end;
    }
    html[at..].iter().any(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
}

fn is_boilerplate(tag: &Tag<'_>, body: &[u8], whole_page: bool) -> bool {
    // How many tags are looked at for a heading inside: enough for any header or dialog.
    const LOOKED_AT: usize = 400;
    let holds = |names: &[&[u8]]| {
        tags(&body[tag.end..])
            .take(LOOKED_AT)
            .take_while(|inner| !(inner.closes && inner.named(tag.name)))
            .any(|inner| names.iter().any(|name| inner.named(name)))
    };
    // A site's header is boilerplate unless the page's heading stands in it; a form unless the
    // page does, as in pages that are one form. Beside the page's own text, an `<aside>` is a note
    // to it; beside a whole page it is a side bar, unless its class says that it is a note.
    DROPPED.iter().any(|name| tag.named(name))
        || (tag.named(b"aside") && (mostly_links(tag, body) || whole_page && !is_note(tag)))
        || (whole_page && tag.named(b"header") && !holds(&[b"h1"]))
        || (tag.named(b"form") && !holds(&[b"h1", b"h2", b"article", b"main"]))
}

/// Whether an element's class calls it a note, as documentation sites do.
fn is_note(tag: &Tag<'_>) -> bool {
    const NOTES: &[&str] =
        &["note", "tip", "warning", "caution", "danger", "important", "admonition", "callout"];
    let attributes = String::from_utf8_lossy(tag.attributes).to_ascii_lowercase();
    NOTES.iter().any(|name| attributes.contains(name))
}

/// Whether more than half of an element's letters stand in links: it leads elsewhere.
fn mostly_links(element: &Tag<'_>, body: &[u8]) -> bool {
    // How many tags are looked at: enough for any note.
    const LOOKED_AT: usize = 400;
    let (mut at, mut depth, mut in_link) = (element.end, 1, false);
    let (mut linked, mut all) = (0, 0);
    for tag in tags(&body[element.end..]).take(LOOKED_AT) {
        let text = &body[at..element.end + tag.start];
        let letters = text.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
        all += letters;
        linked += if in_link { letters } else { 0 };
        at = element.end + tag.end;
        if tag.named(b"a") {
            in_link = !tag.closes;
        } else if tag.named(element.name) {
            depth += if tag.closes { -1 } else { 1 };
            if depth == 0 {
                break;
            }
        }
    }
    linked * 2 > all
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
        String::from_utf8(own_text(html.as_bytes()).0).unwrap()
    }

    #[test]
    fn hidden_text_is_counted_and_ends_where_its_element_does() {
        let (own, hidden) = own_text(
            b"<p hidden>no<p>yes<span style='display:none'>no</span><i aria-hidden=\"true\"></i><div style=\"visibility: hidden\">no</div>",
        );
        assert_eq!(String::from_utf8(own).unwrap(), "<p>yes");
        assert_eq!((hidden.pieces, hidden.text.as_str()), (3, "no\nno\nno"));
    }

    #[test]
    fn white_text_is_hidden_where_the_page_has_no_colour_behind_it() {
        for style in
            ["color: white", "margin:0;color:#FFFFFF;", "opacity: 0.0", "color:rgb(255, 255, 255)"]
        {
            let page = format!("<p>shown<p style=\"{style}\">no</p>");
            assert_eq!(kept(&page), "<p>shown", "{style}");
        }
        for page in [
            "<td style='background:#036'><b style='color:white'>Head</b></td>",
            "<p style='color:#333;opacity:0.9'>grey</p>",
            "<p style='border-color:white'>framed</p>",
        ] {
            assert_eq!(kept(page), page);
        }
    }

    #[test]
    fn a_page_that_is_one_form_is_kept() {
        assert_eq!(
            kept("<form id=a><h1>T</h1><p>x</p></form><form><input>go</form>"),
            "<form id=a><h1>T</h1><p>x</p></form>"
        );
    }

    #[test]
    fn navigation_scripts_and_hidden_text_are_cut_out() {
        let page = "<body><header>Shop <nav>Home</nav></header><nav>A<nav>B</nav>C</nav><h1>Refunds</h1>\
            <script>if (a < b) { x('</p>') }</script><p hidden>no</p><p style='display: none'>no</p>\
            <!-- no --><p>Within 14 days.</p><aside>ad</aside><footer>© Shop</footer></body>";
        assert_eq!(kept(page), "<body><h1>Refunds</h1><p>Within 14 days.</p></body>");
    }

    #[test]
    fn an_aside_is_kept_where_it_is_a_note() {
        for kept_whole in [
            "<main>x<aside>Only by <a href=b>card</a>, not in cash.</aside></main>",
            "<p>x</p><aside class=\"callout\">Not on Sundays.</aside>",
        ] {
            assert!(kept(kept_whole).contains("<aside"), "{kept_whole}");
        }
        for dropped in [
            "<main>x<aside>See: <a href=b>how to return a lamp</a></aside></main>",
            "<p>x</p><aside class=side>Our shops</aside>",
        ] {
            assert!(!kept(dropped).contains("aside"), "{dropped}");
        }
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
