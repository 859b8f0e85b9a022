//! PDF files with loops, lies and streams that unpack to more than they are.

use super::zips::zlib;
use super::{Bait, Hostile};

/// A file of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    pdf_with(objects, "")
}

fn pdf_with(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", n + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(
        format!(
            "trailer\n<</Root 1 0 R/Size {}{trailer}>>\nstartxref\n{start}\n%%EOF",
            places.len() + 1
        )
        .bytes(),
    );
    out
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn object(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

/// One page with these contents (object 4), a font (5) and further objects from 6 on.
fn page(contents: Vec<u8>, resources: &str, others: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        object(CATALOGUE),
        object("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        object(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{resources}>>>>"
        )),
        contents,
        object(FONT),
    ];
    objects.extend_from_slice(others);
    pdf(&objects)
}

pub fn files(bait: &Bait) -> Vec<Hostile> {
    let words = b"BT /F 12 Tf 20 700 Td (words) Tj ET ";
    let spaces = zlib(&vec![b' '; 10 << 20]);
    let text = zlib(&b"(words) Tj ".repeat(1_000_000));
    let filters = "/FlateDecode".repeat(3_000);
    let filters = format!("/Filter[{filters}]");
    let tree = |kids: &str| {
        pdf(&[
            object(CATALOGUE),
            object(&format!("<</Type/Pages/Count 1/Parent 2 0 R/Kids[{kids}]>>")),
        ])
    };
    // Ten levels, each of ten times the one below: ten thousand million pages.
    let mut levels = vec![object(CATALOGUE)];
    for level in 2..12 {
        let kids = format!("{} 0 R ", level + 1).repeat(10);
        levels.push(object(&format!("<</Type/Pages/Count 1000000000/Kids[{kids}]>>")));
    }
    levels.push(object("<</Type/Page/MediaBox[0 0 600 800]>>"));
    // The same with forms that draw forms.
    let form = |n: usize| {
        let draw = "/X Do ".repeat(10);
        stream(
            &format!(
                "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {n} 0 R>>>>"
            ),
            draw.as_bytes(),
        )
    };
    let forms: Vec<Vec<u8>> = (7..17)
        .map(form)
        .chain([stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", words)])
        .collect();
    let map = b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange endcmap";
    let mapped_font = object(
        "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[6 0 R]>>",
    );
    let mapped = {
        let objects = [
            object(CATALOGUE),
            object("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
            object(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            ),
            stream("", b"BT /F 12 Tf <00410042> Tj ET"),
            mapped_font,
            object(
                "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DescendantFonts[6 0 R]/W[0 4294967295 500]>>",
            ),
            stream("", map),
        ];
        pdf(&objects)
    };
    let reaching = page(
        stream("", words),
        "",
        &[object(&format!(
            "<</Type/Action/S/URI/URI(http://127.0.0.1:{}/pdf)/F(file://{})>>",
            bait.port,
            bait.secret.display()
        ))],
    );
    let pages = {
        let kids = "3 0 R ".repeat(5_000);
        pdf(&[
            object(CATALOGUE),
            object(&format!("<</Type/Pages/Count 5000/Kids[{kids}]>>")),
            object(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            ),
            stream("", words),
            object(FONT),
        ])
    };
    let whole = page(stream("", words), "", &[]);
    vec![
        Hostile::new("tree-of-itself.pdf", tree("2 0 R")),
        Hostile::new("tree-of-nothing.pdf", tree("9 0 R 9 0 R")),
        Hostile::new("tree-of-trees.pdf", pdf(&levels)).slow(),
        Hostile::new("kids-without-end.pdf", tree(&"[".repeat(300_000))),
        Hostile::new("dictionaries.pdf", pdf(&[object(&"<</A".repeat(200_000))])),
        Hostile::new("length-of-itself.pdf", page(object("<</Length 4 0 R>>stream\nBT (words) Tj ET\nendstream"), "", &[])),
        Hostile::new("references.pdf", page(object("6 0 R"), "", &[object("7 0 R"), object("6 0 R")])).slow(),
        Hostile::new("bomb.pdf", page(stream("/Filter/FlateDecode", &spaces), "", &[])),
        Hostile::new("bomb-of-words.pdf", page(stream("/Filter/FlateDecode", &text), "", &[])).slow(),
        Hostile::new("filters.pdf", page(stream(&filters, &zlib(words)), "", &[])),
        Hostile::new("predictor.pdf", page(stream("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 255/BitsPerComponent 32>>", &zlib(words)), "", &[])),
        Hostile::new("forms.pdf", page(stream("", b"/X Do"), "/XObject<</X 6 0 R>>", &forms)).slow(),
        Hostile::new("form-of-itself.pdf", page(stream("", b"/X Do"), "/XObject<</X 6 0 R>>", &[form(6)])),
        Hostile::new("objects.pdf", page(stream("", words), "", &[stream("/Type/ObjStm/N 2000000000/First 2000000000/Extends 6 0 R", b"1 0 2 5")])),
        Hostile::new("tables.pdf", pdf_with(&[object(CATALOGUE), object("<</Type/Pages/Kids[]/Count 0>>")], "/Prev 9/XRefStm 9")),
        Hostile::new("size.pdf", pdf_with(&[object(CATALOGUE)], "/Size 9223372036854775807/Prev -1")),
        Hostile::new("map.pdf", mapped),
        Hostile::new("reaching.pdf", reaching),
        Hostile::new("pages.pdf", pages),
        Hostile::new("picture.pdf", page(stream("", b"/X Do"), "/XObject<</X 6 0 R>>", &[stream("/Subtype/Image/Width 2000000000/Height 2000000000/BitsPerComponent 16/ColorSpace/DeviceCMYK/Filter/FlateDecode", &zlib(&[0; 99]))])),
        Hostile::new("encrypted.pdf", pdf_with(&[object(CATALOGUE)], "/Encrypt<</Filter/Standard/V 5/R 6/Length 999999999/O()/U()/P -1>>/ID[()()]")),
        Hostile::new("numbers.pdf", page(stream("", b"BT /F 1e308 Tf -1e308 99999999999999999999 Td (words) Tj 0 0 0 0 0 0 Tm (nan) Tj ET"), "", &[])),
        Hostile::new("operators.pdf", page(stream("", &b"q BT [ ".repeat(50_000)), "", &[])),
        Hostile::new("head-only.pdf", b"%PDF-1.7\n"),
        Hostile::new("with-noise.pdf", [&[0x90; 3_000][..], &whole].concat()),
        Hostile::new("cut.pdf", &whole[..whole.len() - 60]),
    ]
}
