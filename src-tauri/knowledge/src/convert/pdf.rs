//! PDF: text by `markitdown-core`, its pages told apart.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{ConvertError, Converted, Converter, Kind, Source, worker};

/// `.pdf`.
pub(super) struct Pdf;

/// The most bytes that are parsed in all to get a file's text page by page.
const MAX_REPEATED_BYTES: usize = 256 << 20;

impl Converter for Pdf {
    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Pdf]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let bytes = source.bytes;
        let whole = worker::markitdown(bytes, ".pdf")?;
        if whole.trim().is_empty() {
            return Err(ConvertError::NoText("it is probably scanned, OCR needed".to_owned()));
        }
        let (markdown, pages) = match page_texts(bytes, &whole) {
            Some(texts) => join(&texts),
            None => (whole.replace('\x0c', "\n\n"), Vec::new()),
        };
        Ok(vec![Converted { markdown, pages, ..Converted::default() }])
    }
}

/// The text of each page, or `None` where the pages cannot be told apart.
///
/// markitdown-core ends each page with a form feed, but not where it read the file as tables, and it
/// loses the form feeds of blank pages. So the count must agree with the file's own; where it does
/// not, each page is converted by itself.
fn page_texts(bytes: &[u8], whole: &str) -> Option<Vec<String>> {
    let mut fed: Vec<String> = whole.split('\x0c').map(str::to_owned).collect();
    if fed.len() > 1 && fed.last().is_some_and(|last| last.trim().is_empty()) {
        fed.pop();
    }
    let document = Document::load_mem(bytes).ok()?;
    let pages = document.get_pages();
    if pages.len() == fed.len() {
        return Some(fed);
    }
    if pages.len() <= 1 || pages.len().saturating_mul(bytes.len()) > MAX_REPEATED_BYTES {
        return None;
    }
    pages.values().map(|&page| page_text(&document, page)).collect()
}

/// The text of one page: the file with a page tree of that page alone, converted.
fn page_text(document: &Document, page: ObjectId) -> Option<String> {
    let mut single = document.clone();
    let mut attributes = single.get_dictionary(page).ok()?.clone();
    inherit(document, &mut attributes);
    let tree = single.new_object_id();
    attributes.set("Parent", Object::Reference(tree));
    single.objects.insert(page, Object::Dictionary(attributes));
    let mut root = Dictionary::new();
    root.set("Type", Object::Name(b"Pages".to_vec()));
    root.set("Kids", Object::Array(vec![Object::Reference(page)]));
    root.set("Count", Object::Integer(1));
    single.objects.insert(tree, Object::Dictionary(root));
    single.catalog_mut().ok()?.set("Pages", Object::Reference(tree));
    let mut bytes = Vec::new();
    single.save_to(&mut bytes).ok()?;
    worker::markitdown(&bytes, ".pdf").ok().map(|text| text.replace('\x0c', ""))
}

/// Copies what a page has from the nodes above it.
fn inherit(document: &Document, page: &mut Dictionary) {
    let mut parent = page.get(b"Parent").and_then(Object::as_reference).ok();
    for _ in 0..64 {
        let Some(node) = parent.and_then(|id| document.get_dictionary(id).ok()) else { return };
        for key in [b"Resources".as_slice(), b"MediaBox", b"CropBox", b"Rotate"] {
            if let (false, Ok(value)) = (page.has(key), node.get(key)) {
                page.set(key, value.clone());
            }
        }
        parent = node.get(b"Parent").and_then(Object::as_reference).ok();
    }
}

/// Pages to one text and the place where each begins.
fn join(texts: &[String]) -> (String, Vec<usize>) {
    let mut markdown = String::new();
    let mut pages = Vec::with_capacity(texts.len());
    for text in texts {
        if !markdown.is_empty() {
            markdown.push_str("\n\n");
        }
        pages.push(markdown.len());
        markdown.push_str(text.trim());
    }
    (markdown, pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_begins_where_its_text_does() {
        let (markdown, pages) = join(&["One".into(), String::new(), "Three".into()]);
        assert_eq!(markdown, "One\n\n\n\nThree");
        assert_eq!(pages, [0, 5, 7]);
    }
}
