//! Text that a Word document has and does not show: taken out before anything else reads it.

use std::collections::HashSet;
use std::io::{Cursor, Read, Write};

use quick_xml::events::Event;

use super::super::{ConvertError, Hidden};

/// The most bytes of one part.
const MAX_PART_BYTES: u64 = 128 << 20;

/// The document without its hidden runs, and what they say; `None` if it has none.
pub(super) fn without_hidden(bytes: &[u8]) -> Result<Option<(Vec<u8>, Hidden)>, ConvertError> {
    let malformed = |error: &dyn std::fmt::Display| ConvertError::Malformed(error.to_string());
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| malformed(&error))?;
    let styles =
        read(&mut archive, "word/styles.xml").map(|part| hidden_styles(&part)).unwrap_or_default();
    let names: Vec<String> = (0..archive.len())
        .filter_map(|index| archive.name_for_index(index)?.ok().map(|name| name.into_owned()))
        .collect();
    let mut changed = Vec::new();
    let mut hidden = Hidden::default();
    for name in names.iter().filter(|name| is_text_part(name)) {
        let Some(part) = read(&mut archive, name) else { continue };
        if styles.is_empty() && !contains(&part, b"vanish") && !is_on_paper(&part) {
            continue;
        }
        if let Some((part, cut)) = cut(&part, &styles).filter(|(_, cut)| cut.pieces > 0) {
            changed.push((name.clone(), part));
            hidden.join(&cut);
        }
    }
    if changed.is_empty() {
        return Ok(None);
    }
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (index, name) in names.iter().enumerate() {
        let written = match changed.iter().find(|(changed, _)| changed == name) {
            Some((_, part)) => copy
                .start_file(name.as_str(), options)
                .and_then(|()| copy.write_all(part).map_err(zip::result::ZipError::from)),
            None => archive.by_index_raw(index).and_then(|member| copy.raw_copy_file(member)),
        };
        written.map_err(|error| malformed(&error))?;
    }
    let copy = copy.finish().map_err(|error| malformed(&error))?;
    Ok(Some((copy.into_inner(), hidden)))
}

fn is_text_part(name: &str) -> bool {
    name.strip_prefix("word/").is_some_and(|part| {
        part.ends_with(".xml")
            && ["document", "footnotes", "endnotes"].iter().any(|start| part.starts_with(start))
    })
}

fn read(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Vec<u8>> {
    let mut part = Vec::new();
    archive.by_name(name).ok()?.take(MAX_PART_BYTES).read_to_end(&mut part).ok()?;
    Some(part)
}

fn contains(part: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(part, wanted).is_some()
}

/// Whether white text in a part has nothing behind it that it could be read on.
fn is_on_paper(part: &[u8]) -> bool {
    const WHITE: &[u8] = b"\"FFFFFF\"";
    const BEHIND: [&[u8]; 5] =
        [b":fill=", b":highlight", b"tblStyle", b"txbxContent", b":background"];
    contains(part, WHITE) && !BEHIND.iter().any(|behind| contains(part, behind))
}

/// The ids of the styles that hide their text.
fn hidden_styles(part: &[u8]) -> HashSet<Vec<u8>> {
    let mut reader = quick_xml::Reader::from_reader(part);
    let mut hidden = HashSet::new();
    let mut style = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == b"style" => {
                style = value(&tag, b"styleId");
            }
            Ok(Event::Start(tag) | Event::Empty(tag))
                if tag.local_name().as_ref() == b"vanish" && is_on(&tag) =>
            {
                hidden.extend(style.clone());
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref() == b"style" => style = None,
            Ok(Event::Eof) | Err(_) => return hidden,
            Ok(_) => {}
        }
    }
}

/// Cuts the hidden runs out of a part, and tells what they say: hidden runs that follow each other are
/// one piece. `None` if its XML breaks.
fn cut(part: &[u8], styles: &HashSet<Vec<u8>>) -> Option<(Vec<u8>, Hidden)> {
    let mut reader = quick_xml::Reader::from_reader(part);
    let mut out = Vec::with_capacity(part.len());
    let (mut kept_to, mut pieces) = (0, Hidden::default());
    let mut before = 0_usize;
    let is_on_paper = is_on_paper(part);
    // The run that is open: where it began, whether it is hidden, whether it has text.
    let mut run: Option<(usize, bool, bool)> = None;
    let (mut run_text, mut in_text) = (String::new(), false);
    let (mut in_hidden_paragraph, mut last_was_hidden) = (false, false);
    loop {
        let event = reader.read_event();
        let after = usize::try_from(reader.buffer_position()).ok()?;
        match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                b"p" => in_hidden_paragraph = false,
                b"pStyle" => {
                    in_hidden_paragraph =
                        value(&tag, b"val").is_some_and(|id| styles.contains(&id));
                }
                b"r" if run.is_none() => {
                    run = Some((before, in_hidden_paragraph, false));
                    run_text.clear();
                }
                b"vanish" => {
                    if let Some(run) = &mut run {
                        run.1 = is_on(&tag);
                    }
                }
                b"color" if is_on_paper => {
                    if let Some(run) = &mut run {
                        run.1 |= value(&tag, b"val").is_some_and(|color| color == b"FFFFFF");
                    }
                }
                b"rStyle" => {
                    if let Some(run) = &mut run {
                        run.1 |= value(&tag, b"val").is_some_and(|id| styles.contains(&id));
                    }
                }
                b"t" => {
                    if let Some(run) = &mut run {
                        run.2 = true;
                        in_text = true;
                    }
                }
                _ => {}
            },
            Ok(Event::Text(text)) if in_text => {
                run_text.push_str(&text.unescape().unwrap_or_default());
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref() == b"t" => in_text = false,
            Ok(Event::End(tag)) if tag.local_name().as_ref() == b"r" => {
                if let Some((from, hidden, has_text)) = run.take() {
                    if hidden {
                        out.extend_from_slice(part.get(kept_to..from)?);
                        kept_to = after;
                        if has_text && !last_was_hidden {
                            pieces.add(&run_text);
                        } else {
                            pieces.extend(&run_text);
                        }
                    }
                    last_was_hidden = hidden;
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return None,
        }
        before = after;
    }
    out.extend_from_slice(part.get(kept_to..)?);
    Some((out, pieces))
}

fn value(tag: &quick_xml::events::BytesStart<'_>, name: &[u8]) -> Option<Vec<u8>> {
    let attribute =
        tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.value.into_owned())
}

/// A property without a value is on.
fn is_on(tag: &quick_xml::events::BytesStart<'_>) -> bool {
    value(tag, b"val").is_none_or(|value| !matches!(value.as_slice(), b"0" | b"false" | b"off"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_runs_are_cut_and_counted() {
        let part = br#"<w:p><w:r><w:t>shown</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>no</w:t></w:r></w:p><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>too</w:t></w:r></w:p>"#;
        let styles = hidden_styles(br#"<w:styles><w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="N"/></w:styles>"#);
        let (text, pieces) = cut(part, &styles).unwrap();
        assert_eq!(
            String::from_utf8(text).unwrap(),
            r#"<w:p><w:r><w:t>shown</w:t></w:r></w:p><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>too</w:t></w:r></w:p>"#
        );
        assert_eq!((pieces.pieces, pieces.text.as_str()), (1, "nono"));
    }

    #[test]
    fn white_text_is_hidden_where_nothing_is_behind_it() {
        let white = r#"<w:p><w:r><w:t>shown</w:t></w:r><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>white</w:t></w:r></w:p>"#;
        let cut = |part: &str| cut(part.as_bytes(), &HashSet::new()).unwrap().1.text;
        assert_eq!(cut(white), "white");
        assert_eq!(cut(&format!(r#"<w:shd w:fill="003366"/>{white}"#)), "");
    }
}
