//! Office documents, packed and old.

use super::zips::{Member, zip};
use super::{Bait, Hostile, laughs, nested, outside};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const S: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const R: &str = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const ODF: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"";

fn relations(rows: &[(&str, &str)]) -> String {
    let rows: String = rows
        .iter()
        .enumerate()
        .map(|(n, (kind, target))| {
            format!(
                "<Relationship Id=\"rId{}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>",
                n + 1
            )
        })
        .collect();
    format!("<?xml version=\"1.0\"?><Relationships {R}>{rows}</Relationships>")
}

fn types(part: &str, kind: &str) -> Member {
    let types = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/{part}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}.main+xml\"/></Types>"
    );
    Member::deflated("[Content_Types].xml", types.as_bytes())
}

/// A Word document with this part as its text, and others beside it.
fn docx(document: Member, others: &[Member]) -> Vec<u8> {
    let root = relations(&[("officeDocument", "word/document.xml")]);
    let mut members = vec![
        types("word/document.xml", "wordprocessingml.document"),
        Member::deflated("_rels/.rels", root.as_bytes()),
        document,
    ];
    members.extend_from_slice(others);
    zip(&members)
}

fn word(head: &str, body: &str) -> Member {
    let xml = format!("{head}<w:document {W}><w:body>{body}</w:body></w:document>");
    Member::deflated("word/document.xml", xml.as_bytes())
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A workbook with one sheet and its strings.
fn xlsx(sheet: &str, strings: &str) -> Vec<u8> {
    let book = format!(
        "<?xml version=\"1.0\"?><workbook {S}><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let strings = format!("<?xml version=\"1.0\"?><sst {S} {strings}</sst>");
    let sheet = format!("<?xml version=\"1.0\"?><worksheet {S}>{sheet}</worksheet>");
    let root = relations(&[("officeDocument", "xl/workbook.xml")]);
    let parts = relations(&[
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ]);
    zip(&[
        types("xl/workbook.xml", "spreadsheetml.sheet"),
        Member::deflated("_rels/.rels", root.as_bytes()),
        Member::deflated("xl/workbook.xml", book.as_bytes()),
        Member::deflated("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        Member::deflated("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        Member::deflated("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

/// An OpenDocument file of this kind with this body.
fn open_document(kind: &str, head: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "{head}<office:document-content {ODF}><office:body>{body}</office:body></office:document-content>"
    );
    let mime = format!("application/vnd.oasis.opendocument.{kind}");
    zip(&[
        Member::stored("mimetype", mime.as_bytes()),
        Member::deflated("content.xml", content.as_bytes()),
    ])
}

pub fn files(bait: &Bait) -> Vec<Hostile> {
    [words(bait), sheets(), open_documents(bait), slides_and_books(bait), rich_text()]
        .into_iter()
        .flatten()
        .collect()
}

fn words(bait: &Bait) -> Vec<Hostile> {
    let plain = word("", &paragraph("words"));
    let numbered = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"4000000000\"/><w:numId w:val=\"-1\"/></w:numPr></w:pPr><w:r><w:t>far in</w:t></w:r></w:p>";
    let deep = nested("<w:tbl><w:tr><w:tc>", &paragraph("deep"), "</w:tc></w:tr></w:tbl>", 20_000);
    let spans = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2000000000\"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let loops = relations(&[
        ("image", &format!("file://{}", bait.secret.display())),
        ("hyperlink", &format!("http://127.0.0.1:{}/word", bait.port)),
        ("officeDocument", "document.xml"),
    ]);
    let relations_of_word = Member::deflated("word/_rels/document.xml.rels", loops.as_bytes());
    let laughing = word(&laughs(), &paragraph("&i;"));
    let reaching = word(&outside(bait), &paragraph("&file; &net;"));
    let spaces = Member::filled("word/document.xml", b' ', 60 << 20);
    vec![
        Hostile::new("bomb.docx", docx(spaces.clone(), &[])),
        Hostile::new("bomb-that-says-it-is-small.docx", docx(spaces.claiming(100), &[])),
        Hostile::new("one-tebibyte.docx", docx(plain.clone().claiming(1 << 40), &[])),
        Hostile::new("laughs.docx", docx(laughing, &[])),
        Hostile::new("outside.docx", docx(reaching, &[])),
        Hostile::new("relations.docx", docx(plain.clone(), &[relations_of_word])),
        Hostile::new("nested-tables.docx", docx(word("", &deep), &[])),
        Hostile::new("wide-table.docx", docx(word("", spans), &[])),
        Hostile::new("far-list.docx", docx(word("", numbered), &[])),
        Hostile::new("paragraphs.docx", docx(word("", &"<w:p/>".repeat(300_000)), &[])),
        Hostile::new("no-text.docx", docx(word("", ""), &[])),
        Hostile::new("two-texts.docx", docx(plain.clone(), &[plain])),
        Hostile::new("nothing-in-it.docx", zip(&[types("word/document.xml", "x")])),
        Hostile::new(
            "old.doc",
            [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0xFF; 2_000]].concat(),
        ),
        Hostile::new(
            "locked.docx",
            [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 2_000]].concat(),
        ),
    ]
}

fn sheets() -> Vec<Hostile> {
    let corners = "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>";
    let beyond = "<sheetData><row r=\"4294967295\"><c r=\"ZZZZZZZZ99999999999\"><v>1</v></c></row></sheetData>";
    let cells: String = (1..=20_000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    let long = format!("><si><t>{}</t></si>", "words ".repeat(5_000));
    let astray =
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>4000000000</v></c></row></sheetData>";
    let column: String = (1..=300_000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>"))
        .collect();
    vec![
        Hostile::new("corners.xlsx", xlsx(corners, "count=\"1\">")),
        Hostile::new("beyond.xlsx", xlsx(beyond, ">")),
        Hostile::new(
            "one-string-everywhere.xlsx",
            xlsx(&format!("<sheetData>{cells}</sheetData>"), &long),
        ),
        Hostile::new(
            "strings-astray.xlsx",
            xlsx(astray, "count=\"4294967295\" uniqueCount=\"4294967295\">"),
        ),
        Hostile::new("tall.xlsx", xlsx(&format!("<sheetData>{column}</sheetData>"), ">")),
        Hostile::new("laughs.xlsx", xlsx(&format!("{}&i;", laughs()), ">")),
        Hostile::new("bomb.xlsx", zip(&[Member::filled("xl/workbook.xml", b' ', 60 << 20)])),
        Hostile::new(
            "old.xls",
            [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0x01; 4_000]].concat(),
        ),
    ]
}

fn open_documents(bait: &Bait) -> Vec<Hostile> {
    let repeated = "<office:spreadsheet><table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell table:number-columns-repeated=\"1000000000\"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>";
    let spaces = "<office:text><text:p>a<text:s text:c=\"2000000000\"/>b</text:p></office:text>";
    let spans = nested("<text:span>", "deep", "</text:span>", 200_000);
    let lists = nested(
        "<text:list><text:list-item>",
        "<text:p>deep</text:p>",
        "</text:list-item></text:list>",
        50_000,
    );
    let columns = "<office:text><table:table><table:table-column table:number-columns-repeated=\"2000000000\"/><table:table-row><table:table-cell table:number-columns-spanned=\"2000000000\"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:text>";
    let text = |head: &str, body: &str| {
        open_document("text", head, &format!("<office:text>{body}</office:text>"))
    };
    vec![
        Hostile::new("repeated.ods", open_document("spreadsheet", "", repeated)),
        Hostile::new("spaces.odt", open_document("text", "", spaces)),
        Hostile::new("spans.odt", text("", &format!("<text:p>{spans}</text:p>"))),
        Hostile::new("lists.odt", text("", &lists)),
        Hostile::new("columns.odt", open_document("text", "", columns)),
        Hostile::new("laughs.odt", text(&laughs(), "<text:p>&i;</text:p>")),
        Hostile::new("outside.odt", text(&outside(bait), "<text:p>&file; &net;</text:p>")),
        Hostile::new("unclosed.odt", text("", "<text:p><text:span>")),
        Hostile::new(
            "heading.odt",
            text("", "<text:h text:outline-level=\"4000000000\">High</text:h>"),
        ),
    ]
}

fn slides_and_books(bait: &Bait) -> Vec<Hostile> {
    let root = relations(&[("officeDocument", "ppt/presentation.xml")]);
    let same = relations(&[
        ("slide", "slides/slide1.xml"),
        ("slide", "../_rels/.rels"),
        ("slide", "presentation.xml"),
    ]);
    let presentation = "<?xml version=\"1.0\"?><p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId1\"/><p:sldId id=\"257\" r:id=\"rId2\"/><p:sldId id=\"258\" r:id=\"rId3\"/><p:sldId id=\"259\" r:id=\"rId9\"/></p:sldIdLst></p:presentation>";
    let group = nested("<p:grpSp>", "", "</p:grpSp>", 100_000);
    let slide = format!(
        "<?xml version=\"1.0\"?><p:sld xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"><p:cSld><p:spTree>{group}</p:spTree></p:cSld></p:sld>"
    );
    let container = "<?xml version=\"1.0\"?><container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"content.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let spine: String = (0..50_000).map(|_| "<itemref idref=\"a\"/>").collect();
    let book = format!(
        "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\"><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"b\" href=\"../../../../../../{}\" media-type=\"application/xhtml+xml\"/></manifest><spine>{spine}<itemref idref=\"b\"/></spine></package>",
        bait.secret.display()
    );
    let chapter = format!("<html><body><p>{}</p></body></html>", "words ".repeat(2_000));
    vec![
        Hostile::new(
            "slides.pptx",
            zip(&[
                types("ppt/presentation.xml", "presentationml.presentation"),
                Member::deflated("_rels/.rels", root.as_bytes()),
                Member::deflated("ppt/presentation.xml", presentation.as_bytes()),
                Member::deflated("ppt/_rels/presentation.xml.rels", same.as_bytes()),
                Member::deflated("ppt/slides/slide1.xml", slide.as_bytes()),
            ]),
        ),
        Hostile::new(
            "chapters.epub",
            zip(&[
                Member::stored("mimetype", b"application/epub+zip"),
                Member::deflated("META-INF/container.xml", container.as_bytes()),
                Member::deflated("content.opf", book.as_bytes()),
                Member::deflated("a.xhtml", chapter.as_bytes()),
            ]),
        ),
    ]
}

fn rich_text() -> Vec<Hostile> {
    let rtf = |body: String| format!("{{\\rtf1\\ansi\\ansicpg1252 {body}}}");
    vec![
        Hostile::new("groups.rtf", rtf(nested("{", "deep", "}", 1_000_000))),
        Hostile::new("unclosed.rtf", rtf("{\\b ".repeat(300_000))),
        Hostile::new("binary.rtf", rtf("\\bin4294967295 words".into())),
        Hostile::new(
            "characters.rtf",
            rtf("\\uc99999\\u-99999999999999999999 \\'zz\\'".repeat(50_000)),
        ),
        Hostile::new(
            "cells.rtf",
            rtf("\\trowd\\cellx1\\cellx999999999\\intbl x\\cell\\row".repeat(50_000)),
        ),
        Hostile::new(
            "code-page.rtf",
            rtf("\\ansicpg99999\\fcharset255 {\\fonttbl{\\f99999999999;}}\\f-7 words".into()),
        ),
        Hostile::new("word.rtf", rtf(format!("\\{} words", "x".repeat(3_000_000)))),
    ]
}
