//! What a file is, by its content: a name can lie, magic bytes and members' names hardly.

use std::io::Cursor;

use serde::{Deserialize, Serialize};

use super::decode;

/// What content shows itself to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text with no mark of its own: its name says what kind of text.
    Text,
    /// A web page.
    Html,
    /// RSS or Atom.
    Feed,
    /// Other XML.
    Xml,
    /// Portable Document Format.
    Pdf,
    /// Rich Text Format.
    Rtf,
    /// A raster picture.
    Image,
    /// A zip whose members were not looked at yet.
    Zip,
    /// A zip of files, which is none of the documents below.
    Archive,
    /// Word (Office Open XML).
    Docx,
    /// PowerPoint (Office Open XML).
    Pptx,
    /// Excel (Office Open XML, or its binary form).
    Xlsx,
    /// Text document (OpenDocument).
    Odt,
    /// Spreadsheet (OpenDocument).
    Ods,
    /// Presentation (OpenDocument).
    Odp,
    /// E-book.
    Epub,
    /// Microsoft's compound file whose streams were not looked at yet.
    Compound,
    /// Word before 2007.
    Doc,
    /// PowerPoint before 2007.
    Ppt,
    /// Excel before 2007.
    Xls,
    /// Outlook message.
    Msg,
    /// An office document that a password protects.
    Encrypted,
    /// Anything else.
    Binary,
}

impl Kind {
    /// What the first bytes show. Cheap, and safe for hostile content: a container stays
    /// [`Kind::Zip`] or [`Kind::Compound`] until [`Kind::within`] looks inside.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        const PICTURES: &[&[u8]] = &[
            b"\x89PNG\r\n\x1a\n",
            b"\xFF\xD8\xFF",
            b"GIF87a",
            b"GIF89a",
            b"II*\0",
            b"MM\0*",
            b"\0\0\0\x0cjP  ",
        ];
        let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
        let bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
        if PICTURES.iter().any(|magic| bytes.starts_with(magic)) || webp || bitmap {
            Self::Image
        } else if [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"]
            .iter()
            .any(|magic| bytes.starts_with(*magic))
        {
            Self::Zip
        } else if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            Self::Compound
        } else if is_pdf(bytes) {
            Self::Pdf
        } else if bytes.trim_ascii_start().starts_with(br"{\rtf") {
            Self::Rtf
        } else if !decode::is_text(bytes) {
            Self::Binary
        } else {
            markup(bytes)
        }
    }

    /// What a container holds. Reads the container's own tables: call it in the contained process.
    pub(crate) fn within(self, bytes: &[u8]) -> Self {
        match self {
            Self::Zip => zipped(bytes),
            Self::Compound => compound(bytes),
            other => other,
        }
    }

    /// A stable name, for machines.
    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// In words, for a sentence that says what a file is.
    pub(crate) fn spoken(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Html => "a web page",
            Self::Feed => "a news feed",
            Self::Xml => "XML",
            Self::Pdf => "a PDF",
            Self::Rtf => "rich text",
            Self::Image => "a picture",
            Self::Zip | Self::Archive => "a zip archive",
            Self::Docx => "a Word document",
            Self::Pptx => "a PowerPoint presentation",
            Self::Xlsx => "an Excel workbook",
            Self::Odt => "an OpenDocument text",
            Self::Ods => "an OpenDocument spreadsheet",
            Self::Odp => "an OpenDocument presentation",
            Self::Epub => "an e-book",
            Self::Doc => "a Word document of before 2007",
            Self::Ppt => "a PowerPoint presentation of before 2007",
            Self::Xls => "an Excel workbook of before 2007",
            Self::Msg => "an Outlook message",
            Self::Compound => "an office file of before 2007",
            Self::Encrypted => "a protected office document",
            Self::Binary => "no text and no document that is known here",
        }
    }
}

/// A PDF may have a few bytes before its mark, which then begins a line.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let mark =
        |line: &[u8]| line.starts_with(b"%PDF-") && line.get(5).is_some_and(u8::is_ascii_digit);
    mark(head.trim_ascii_start()) || head.split(|&byte| byte == b'\n' || byte == b'\r').any(mark)
}

/// Tells the kinds of text apart that say themselves what they are.
fn markup(bytes: &[u8]) -> Kind {
    let head = decode::text(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let mut rest = head.trim_start();
    let declared = rest.starts_with("<?xml");
    // Declarations, comments and a document type stand before the first element.
    loop {
        if rest.starts_with("<!doctype html") {
            return Kind::Html;
        }
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->").map(|at| at + 3),
            _ if rest.starts_with("<?") => rest.find("?>").map(|at| at + 2),
            _ if rest.starts_with("<!") => rest.find('>').map(|at| at + 1),
            _ => break,
        };
        let Some(end) = end else { break };
        rest = rest[end..].trim_start();
    }
    let root = rest.strip_prefix('<').unwrap_or_default();
    let root = &root
        [..root.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(root.len())];
    match root.rsplit(':').next().unwrap_or(root) {
        "html" => Kind::Html,
        "rss" | "feed" if rest.contains("channel") || rest.contains("www.w3.org/2005/atom") => {
            Kind::Feed
        }
        "rdf" if rest.contains("purl.org/rss") => Kind::Feed,
        _ if declared => Kind::Xml,
        _ => Kind::Text,
    }
}

fn zipped(bytes: &[u8]) -> Kind {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Kind::Zip };
    // OpenDocument and e-books say what they are in a member that comes first and is not packed.
    let mut said = String::new();
    if let Ok(mut member) = archive.by_name("mimetype") {
        use std::io::Read;
        let _ = member.by_ref().take(128).read_to_string(&mut said);
    }
    match said.trim() {
        "application/epub+zip" => return Kind::Epub,
        said if said.contains("opendocument.text") => return Kind::Odt,
        said if said.contains("opendocument.spreadsheet") => return Kind::Ods,
        said if said.contains("opendocument.presentation") => return Kind::Odp,
        _ => {}
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    let any = |folder: &[u8]| archive.file_names_raw().any(|name| name.starts_with(folder));
    if has("META-INF/container.xml") {
        Kind::Epub
    } else if !has("[Content_Types].xml") && !has("_rels/.rels") {
        Kind::Archive
    } else if any(b"word/") {
        Kind::Docx
    } else if any(b"ppt/") {
        Kind::Pptx
    } else if any(b"xl/") {
        Kind::Xlsx
    } else {
        Kind::Archive
    }
}

fn compound(bytes: &[u8]) -> Kind {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else { return Kind::Compound };
    let has = |name: &str| file.exists(name);
    if has("__properties_version1.0") {
        Kind::Msg
    } else if has("EncryptedPackage") {
        Kind::Encrypted
    } else if has("WordDocument") {
        Kind::Doc
    } else if has("PowerPoint Document") {
        Kind::Ppt
    } else if has("Workbook") || has("Book") {
        Kind::Xls
    } else {
        Kind::Compound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_says_what_it_is() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n"[..], Kind::Pdf),
            (b"\n junk\n%PDF-1.4", Kind::Pdf),
            (br"{\rtf1 x}", Kind::Rtf),
            (b"PK\x03\x04", Kind::Zip),
            (b"\x89PNG\r\n\x1a\n", Kind::Image),
            (b"<!DOCTYPE html><p>", Kind::Html),
            (b"\xEF\xBB\xBF<?xml version='1.0'?><!-- a --><html xmlns='x'>", Kind::Html),
            (b"<?xml version='1.0'?><rss><channel>", Kind::Feed),
            (b"<?xml version='1.0'?><order/>", Kind::Xml),
            (b"<p align=center>readme</p>", Kind::Text),
            (b"The mark %PDF-1.7 in a sentence", Kind::Text),
            (b"", Kind::Text),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0", Kind::Binary),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn wide_text_is_text() {
        let wide: Vec<u8> = "<html>x</html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Kind::of(&wide), Kind::Html);
    }
}
