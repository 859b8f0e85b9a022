//! Rich Text Format, by a small reader of our own: [`mod@words`] cuts the file into control words and
//! text, [`letters`] knows the code pages, and this file makes paragraphs, lists and tables of it.

mod letters;
mod words;

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, table::table};
use crate::front_matter::Meta;
use letters::{code_page, code_page_of_charset};
use words::{Word, words};

/// `.rtf`.
pub(super) struct Rtf;

impl Converter for Rtf {
    fn extensions(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Rtf]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        Ok(vec![read(source.bytes)])
    }
}

/// The text of an RTF file or of a message's body.
pub(super) fn read(bytes: &[u8]) -> Converted {
    Reader::default().read(bytes)
}

/// What a group's text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Destination {
    /// The document's text.
    #[default]
    Body,
    /// Nothing that is shown in the text.
    Skipped,
    /// The table of fonts, which tells their code pages.
    Fonts,
    /// The table of styles, which tells headings.
    Styles,
    /// The document's own title.
    Title,
    /// A list item's mark.
    Mark,
    /// A note, which is set after the text.
    Note,
}

/// What a group inherits from the one around it.
#[derive(Clone, Copy, Debug)]
struct State {
    destination: Destination,
    /// Hidden by the author, or marked as deleted.
    hidden: bool,
    font: i32,
    /// How many characters stand after each Unicode one for programs that know none.
    fallback: usize,
}

impl Default for State {
    fn default() -> Self {
        Self { destination: Destination::Body, hidden: false, font: -1, fallback: 1 }
    }
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default)]
struct Paragraph {
    style: i32,
    outline: Option<usize>,
    level: usize,
    /// How far it stands from the margin, in twentieths of a point.
    indent: i32,
    in_table: bool,
}

impl Paragraph {
    /// How deep it stands as an item of a list: by its margin, because items of several lists stand in
    /// each other; by its level where no margin is said.
    fn depth(&self) -> i32 {
        // What programs move a level in by.
        const STEP: i32 = 360;
        let level = i32::try_from(self.level).unwrap_or_default();
        if self.indent > 0 { self.indent } else { STEP * (level + 1) }
    }
}

/// The most groups in each other; real documents measured below 20.
const MAX_GROUPS: usize = 10_000;

/// Items deeper than this are written as this deep.
const MAX_NESTING: usize = 8;

struct Reader {
    state: State,
    outer: Vec<State>,
    code_page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    headings: HashMap<i32, usize>,
    /// The style that is being described, and its name so far.
    style: i32,
    style_name: String,
    title: String,
    /// Bytes that were not decoded yet: a letter may have two, and they may come in two ways.
    bytes: Vec<u8>,
    /// Characters still to skip after a Unicode one.
    skip: usize,
    /// The first half of a character that UTF-16 has in two.
    surrogate: Option<u16>,
    paragraph: Paragraph,
    text: String,
    mark: String,
    note: String,
    notes: Vec<String>,
    row: Vec<String>,
    rows: Vec<Vec<String>>,
    markdown: String,
    in_list: bool,
    /// The depths of the items that the next item of the list may stand in.
    items: Vec<i32>,
    hidden: Hidden,
    hid_before: bool,
    first_of_group: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            state: State::default(),
            outer: Vec::new(),
            code_page: encoding_rs::WINDOWS_1252,
            fonts: HashMap::new(),
            headings: HashMap::new(),
            style: 0,
            style_name: String::new(),
            title: String::new(),
            bytes: Vec::new(),
            skip: 0,
            surrogate: None,
            paragraph: Paragraph::default(),
            text: String::new(),
            mark: String::new(),
            note: String::new(),
            notes: Vec::new(),
            row: Vec::new(),
            rows: Vec::new(),
            markdown: String::new(),
            in_list: false,
            items: Vec::new(),
            hidden: Hidden::default(),
            hid_before: false,
            first_of_group: false,
        }
    }
}

impl Reader {
    fn read(mut self, source: &[u8]) -> Converted {
        for word in words(source) {
            match word {
                Word::Open => {
                    self.flush();
                    if self.outer.len() >= MAX_GROUPS {
                        break;
                    }
                    self.outer.push(self.state);
                    self.skip = 0;
                    self.first_of_group = true;
                    continue;
                }
                Word::Close => self.close(),
                Word::Byte(byte) if self.skip > 0 => {
                    self.skip -= 1;
                    let _ = byte;
                }
                Word::Byte(byte) => self.bytes.push(byte),
                Word::Symbol(symbol) => self.symbol(symbol),
                Word::Control(name, number) => self.control(name, number),
            }
            self.first_of_group = false;
        }
        self.flush();
        self.end_paragraph();
        self.end_table();
        for (index, note) in std::mem::take(&mut self.notes).iter().enumerate() {
            self.markdown.push_str(&format!("[^{}]: {}\n\n", index + 1, one_line(note)));
        }
        let has_heading = self.markdown.lines().any(|line| line.starts_with("# "));
        let title = (!has_heading).then(|| self.title.clone());
        Converted {
            meta: Meta { title, ..Meta::default() }.tidy(),
            markdown: self.markdown.trim().to_owned(),
            hidden: self.hidden,
            ..Converted::default()
        }
    }

    fn close(&mut self) {
        self.flush();
        if let Some(outer) = self.outer.pop() {
            if self.state.destination == Destination::Styles {
                let name = std::mem::take(&mut self.style_name);
                if let Some(level) = heading_level(&name) {
                    self.headings.insert(self.style, level);
                }
                self.style = 0;
            }
            if self.state.destination == Destination::Note && outer.destination != Destination::Note
            {
                self.notes.push(std::mem::take(&mut self.note));
                self.text.push_str(&format!("[^{}]", self.notes.len()));
            }
            self.state = outer;
        }
        self.skip = 0;
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' if self.first_of_group && self.state.destination == Destination::Body => {
                // A destination that older programs do not know: so do we, but for a few below.
                self.flush();
                self.state.destination = Destination::Skipped;
            }
            b'~' => self.put(' '),
            b'_' => self.put('-'),
            b'\n' | b'\r' => self.control("par", None),
            b'\\' | b'{' | b'}' if self.skip > 0 => self.skip -= 1,
            b'\\' | b'{' | b'}' => self.bytes.push(symbol),
            _ => {}
        }
    }

    fn control(&mut self, name: &str, number: Option<i32>) {
        if name == "u" {
            self.unicode(number.unwrap_or_default());
            return;
        }
        self.flush();
        let on = number != Some(0);
        match name {
            // What the whole document is written in.
            "ansicpg" => {
                self.code_page = code_page(number.unwrap_or(1252)).unwrap_or(self.code_page);
            }
            "mac" => self.code_page = encoding_rs::MACINTOSH,
            "uc" => self.state.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),

            // Groups that are no text of the document.
            "fonttbl" => self.state.destination = Destination::Fonts,
            "stylesheet" => self.state.destination = Destination::Styles,
            "title" if self.state.destination == Destination::Skipped => {
                self.state.destination = Destination::Title;
            }
            "shpinst" | "shptxt" => self.state.destination = Destination::Body,
            "listtext" | "pntext" => self.state.destination = Destination::Mark,
            "footnote" => self.state.destination = Destination::Note,
            "colortbl" | "info" | "pict" | "objdata" | "fldinst" | "header" | "headerl"
            | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf"
            | "nonshppict" | "sp" | "filetbl" | "revtbl" | "listtable" | "listoverridetable"
            | "xe" | "tc" | "pntxta" | "pntxtb" | "themedata" | "atnid" | "atnauthor"
            | "annotation" => {
                self.state.destination = Destination::Skipped;
            }

            // Letters.
            "f" => self.state.font = number.unwrap_or_default(),
            "fcharset" if self.state.destination == Destination::Fonts => {
                if let Some(encoding) = code_page_of_charset(number.unwrap_or_default()) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            "v" | "deleted" => self.state.hidden = on,
            "plain" => {
                self.state.hidden = false;
                self.state.font = -1;
            }
            "tab" => self.put('\t'),
            "line" => self.put('\n'),
            "emdash" => self.put('—'),
            "endash" => self.put('–'),
            "lquote" => self.put('‘'),
            "rquote" => self.put('’'),
            "ldblquote" => self.put('“'),
            "rdblquote" => self.put('”'),
            "bullet" => self.put('•'),
            "emspace" | "enspace" | "qmspace" => self.put(' '),

            // Paragraphs and tables.
            "s" if self.state.destination == Destination::Styles => {
                self.style = number.unwrap_or_default();
            }
            _ if self.state.destination != Destination::Body => {
                if matches!(name, "par" | "sect" | "page") {
                    self.put(' ');
                }
            }
            "s" => self.paragraph.style = number.unwrap_or_default(),
            "outlinelevel" => {
                self.paragraph.outline =
                    number.and_then(|level| usize::try_from(level).ok()).filter(|level| *level < 6);
            }
            "ilvl" => {
                self.paragraph.level =
                    number.and_then(|level| usize::try_from(level).ok()).unwrap_or(0).min(8);
            }
            "li" => self.paragraph.indent = number.unwrap_or_default(),
            "intbl" => self.paragraph.in_table = true,
            "pard" => self.paragraph = Paragraph::default(),
            "par" | "sect" | "page" => self.end_paragraph(),
            "cell" => {
                self.mark.clear();
                self.row.push(one_line(&std::mem::take(&mut self.text)));
            }
            "nestcell" | "nestrow" => self.text.push(' '),
            "row" => {
                let row = std::mem::take(&mut self.row);
                self.rows.push(row);
            }
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        // Numbers above 32767 are written as negative ones.
        let unit = if number < 0 { number + 65_536 } else { number };
        match (self.surrogate.take(), u16::try_from(unit)) {
            (None, Ok(unit @ 0xD800..=0xDBFF)) => self.surrogate = Some(unit),
            (Some(first), Ok(unit @ 0xDC00..=0xDFFF)) => {
                char::decode_utf16([first, unit])
                    .flatten()
                    .for_each(|character| self.put(character));
            }
            _ => {
                let code = u32::try_from(unit).unwrap_or_default();
                // Symbol fonts have their letters in the private area; a bullet is what lists need.
                match char::from_u32(code) {
                    Some('\u{F0B7}') => self.put('•'),
                    Some('\0' | '\u{F000}'..='\u{F0FF}') | None => {}
                    Some(character) => self.put(character),
                }
            }
        }
        self.skip = self.state.fallback;
    }

    /// Decodes the bytes so far.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let encoding = self.fonts.get(&self.state.font).copied().unwrap_or(self.code_page);
        let bytes = std::mem::take(&mut self.bytes);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        for character in text.chars() {
            self.put(character);
        }
    }

    fn put(&mut self, character: char) {
        let hides = self.state.hidden && self.state.destination == Destination::Body;
        if hides {
            if !self.hid_before && !character.is_whitespace() {
                self.hid_before = true;
                self.hidden.add("");
            }
            self.hidden.extend(character.encode_utf8(&mut [0; 4]));
            return;
        }
        match self.state.destination {
            Destination::Body => {
                self.hid_before = false;
                self.text.push(character);
            }
            Destination::Mark => self.mark.push(character),
            Destination::Note => self.note.push(character),
            Destination::Title => self.title.push(character),
            Destination::Styles => self.style_name.push(character),
            Destination::Fonts | Destination::Skipped => {}
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mark = std::mem::take(&mut self.mark);
        if self.paragraph.in_table {
            // A paragraph in a cell goes on in it.
            self.text = text;
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            return;
        }
        self.end_table();
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let heading = self.paragraph.outline.map(|level| level + 1);
        let heading = heading.or_else(|| self.headings.get(&self.paragraph.style).copied());
        let mark = mark.trim();
        if self.in_list && (mark.is_empty() || heading.is_some()) {
            self.markdown.push('\n');
            self.in_list = false;
        }
        if let Some(level) = heading {
            let number = if mark.chars().any(char::is_alphanumeric) {
                format!("{mark} ")
            } else {
                String::new()
            };
            self.markdown.push_str(&format!(
                "{} {number}{}\n\n",
                "#".repeat(level),
                one_line(text)
            ));
        } else if !mark.is_empty() {
            let number: String = mark.chars().take_while(char::is_ascii_digit).collect();
            let numbered =
                !number.is_empty() && mark[number.len()..].trim_end_matches(['.', ')']).is_empty();
            let indent = "   ".repeat(self.nesting().min(MAX_NESTING));
            let mark = match (numbered, mark.chars().any(char::is_alphanumeric)) {
                (true, _) => format!("{number}. "),
                (false, true) if mark.chars().count() > 1 => format!("- {mark} "),
                _ => "- ".to_owned(),
            };
            self.markdown.push_str(&format!("{indent}{mark}{}\n", one_line(text)));
            self.in_list = true;
        } else {
            self.markdown.push_str(text);
            self.markdown.push_str("\n\n");
        }
    }

    /// How many items of the list the one at hand stands in.
    fn nesting(&mut self) -> usize {
        if !self.in_list {
            self.items.clear();
        }
        let depth = self.paragraph.depth();
        while self.items.last().is_some_and(|&outer| outer >= depth) {
            self.items.pop();
        }
        self.items.push(depth);
        self.items.len() - 1
    }

    fn end_table(&mut self) {
        if !self.row.is_empty() {
            let row = std::mem::take(&mut self.row);
            self.rows.push(row);
        }
        let rows = std::mem::take(&mut self.rows);
        let table = table(&rows);
        if !table.is_empty() {
            if self.in_list {
                self.markdown.push('\n');
                self.in_list = false;
            }
            self.markdown.push_str(&table);
            self.markdown.push('\n');
        }
    }
}

/// The level of a heading style by its name, which programs write in English whatever they show.
fn heading_level(style: &str) -> Option<usize> {
    let name = style.trim().trim_end_matches(';').to_ascii_lowercase();
    if name == "title" {
        return Some(1);
    }
    let level = name.strip_prefix("heading ").or_else(|| name.strip_prefix("überschrift "))?;
    level.parse().ok().filter(|level| (1..=6).contains(level))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markdown(rtf: &str) -> String {
        read(rtf.as_bytes()).markdown
    }

    #[test]
    fn letters_come_in_code_pages_and_in_unicode() {
        let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Gothic;}}\f0 Gr\'f6\'dfe \u8364? {\f1 \'c4\'e0} {\f2 \'95\'d4\'95i} \u-10179?\u-8704? \{x\}\par}";
        assert_eq!(markdown(rtf), "Größe € Да 返品 😀 {x}");
    }

    #[test]
    fn headings_lists_tables_and_notes_survive() {
        let rtf = r"{\rtf1{\stylesheet{\s1 heading 1;}{\s2 Normal;}}{\info{\title Own title}{\author A}}
\pard\s1 Refunds\par\pard Paid in{\footnote Card only.} five days.\par
{\listtext 1.\tab}First\par{\listtext 2.\tab}Second\par\pard
\trowd\intbl Plan\cell Price\cell\row\trowd\intbl Team\cell 9\cell\row\pard After.\par}";
        assert_eq!(
            markdown(rtf),
            "# Refunds\n\nPaid in[^1] five days.\n\n1. First\n2. Second\n\n| Plan | Price |\n| --- | --- |\n| Team | 9 |\n\nAfter.\n\n[^1]: Card only."
        );
    }

    #[test]
    fn items_stand_in_each_other_as_their_margins_do() {
        // As Word writes it: the inner list is one of its own, at its first level.
        let rtf = r"{\rtf1 {\listtext 1.\tab}\pard\li1080\ls1\ilvl1 a\par
{\listtext -\tab}\pard\li1440\ls4 aa\par{\listtext -\tab}ab\par
{\listtext 2.\tab}\pard\li1080\ls1\ilvl1 b\par\pard\li0 Text.\par
{\listtext -\tab}\pard\ilvl0 c\par{\listtext -\tab}\pard\ilvl1 cc\par}";
        assert_eq!(markdown(rtf), "1. a\n   - aa\n   - ab\n2. b\n\nText.\n\n- c\n   - cc");
    }

    #[test]
    fn hidden_text_and_what_is_no_text_are_left_out() {
        let rtf = r"{\rtf1{\pict\bin3 }}}}{\*\unknown x}{\header Page}Shown {\v not shown \b at all}{\deleted gone} text{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\par}";
        let converted = read(rtf.as_bytes());
        assert_eq!(converted.markdown, "Shown  textlink");
        assert_eq!(converted.hidden.pieces, 1);
    }

    #[test]
    fn broken_files_end() {
        for rtf in
            ["{\\rtf1", "}}}}{\\rtf1 a", "{\\rtf1\\bin999999999 x", "{\\rtf1\\u", "{\\rtf1\\'"]
        {
            markdown(rtf);
        }
        markdown(&"{".repeat(1_000_000));
    }
}
