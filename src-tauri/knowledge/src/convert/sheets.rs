//! Spreadsheets, by `calamine`: each sheet a heading, each block of cells a table.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, Xlsx,
    XlsxError,
};

use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, preflight, table::table};

/// Excel's workbooks: `.xlsx`, `.xlsm`, `.xlsb`, `.xls`.
pub(super) struct Excel;

/// OpenDocument's spreadsheets.
pub(super) struct OpenDocument;

/// The most cells of one sheet that are kept. A row of ten makes a passage or two.
const MAX_CELLS: usize = 1_000_000;

/// Filled cells by row and column.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

impl Converter for Excel {
    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm", "xlsb", "xls", "xltx"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Xlsx, Kind::Xls]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let stream = Cursor::new(source.bytes);
        if Kind::of(source.bytes) == Kind::Compound {
            let book = Xls::new(stream).map_err(|error| match error {
                XlsError::Password => ConvertError::Protected,
                error => malformed(&error),
            })?;
            return whole_sheets(book);
        }
        preflight::archive(source.bytes)?;
        let is_binary = zip::ZipArchive::new(Cursor::new(source.bytes))
            .is_ok_and(|archive| archive.index_for_name("xl/workbook.bin").is_some());
        if is_binary {
            let mut book = Xlsb::new(stream).map_err(|error| malformed(&error))?;
            let mut sheets = Sheets::of(&book);
            for name in std::mem::take(&mut sheets.visible) {
                let mut reader =
                    book.worksheet_cells_reader(&name).map_err(|error| malformed(&error))?;
                let mut cells = Sheet::default();
                while let Some(cell) = reader.next_cell().map_err(|error| malformed(&error))? {
                    cells.put(cell.get_position(), cell.get_value().clone());
                }
                sheets.write(&name, &cells);
            }
            return sheets.done();
        }
        let mut book = Xlsx::new(stream).map_err(|error| match error {
            XlsxError::Password => ConvertError::Protected,
            error => malformed(&error),
        })?;
        let mut sheets = Sheets::of(&book);
        for name in std::mem::take(&mut sheets.visible) {
            let mut reader =
                book.worksheet_cells_reader(&name).map_err(|error| malformed(&error))?;
            let mut cells = Sheet::default();
            while let Some(cell) = reader.next_cell().map_err(|error| malformed(&error))? {
                cells.put(cell.get_position(), cell.get_value().clone());
            }
            sheets.write(&name, &cells);
        }
        sheets.done()
    }
}

impl Converter for OpenDocument {
    fn extensions(&self) -> &'static [&'static str] {
        &["ods"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Ods]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        preflight::archive(source.bytes)?;
        super::odf::refuse_protected(source.bytes)?;
        whole_sheets(Ods::new(Cursor::new(source.bytes)).map_err(|error| malformed(&error))?)
    }
}

/// Sheets of a workbook that can only be read as a whole.
fn whole_sheets<'a, B>(mut book: B) -> Result<Vec<Converted>, ConvertError>
where
    B: Reader<Cursor<&'a [u8]>>,
    B::Error: std::fmt::Display,
{
    let mut sheets = Sheets::of(&book);
    for name in std::mem::take(&mut sheets.visible) {
        let range = book.worksheet_range(&name).map_err(|error| malformed(&error))?;
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Sheet::default();
        for (row, column, value) in range.used_cells() {
            let place =
                |at: usize, from: u32| from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            cells.put_text((place(row, top), place(column, left)), text(value));
        }
        sheets.write(&name, &cells);
    }
    sheets.done()
}

/// The cells of a sheet as they come, the first [`MAX_CELLS`] of them, and how many came.
#[derive(Default)]
struct Sheet(Cells, usize);

impl Sheet {
    fn put(&mut self, place: (u32, u32), value: DataRef<'_>) {
        self.put_text(place, text(&Data::from(value)));
    }

    fn put_text(&mut self, (row, column): (u32, u32), text: String) {
        if text.trim().is_empty() {
            return;
        }
        self.1 += 1;
        if self.1 <= MAX_CELLS {
            self.0.entry(row).or_default().insert(column, text);
        }
    }
}

/// The Markdown of a workbook as it grows.
#[derive(Default)]
struct Sheets {
    visible: Vec<String>,
    hidden: Hidden,
    markdown: String,
    left_out: Vec<String>,
}

impl Sheets {
    fn of<'a, B: Reader<Cursor<&'a [u8]>>>(book: &B) -> Self {
        let mut sheets = Self::default();
        for sheet in book.sheets_metadata() {
            match (sheet.visible, sheet.typ) {
                (SheetVisible::Visible, SheetType::WorkSheet) => {
                    sheets.visible.push(sheet.name.clone());
                }
                // Its cells are not read: only its name tells what it is.
                (_, SheetType::WorkSheet) => sheets.hidden.add(&sheet.name),
                _ => {}
            }
        }
        sheets
    }

    /// A sheet's blocks of rows, which empty rows part. Rows of one cell above a block are its text.
    fn write(&mut self, name: &str, Sheet(cells, count): &Sheet) {
        if cells.is_empty() {
            return;
        }
        if *count > MAX_CELLS {
            let more = count - MAX_CELLS;
            self.left_out.push(format!("the last {more} cells of the sheet {name}: split it"));
        }
        self.markdown.push_str(&format!("## {}\n\n", name.trim()));
        let mut block: Vec<(&u32, &BTreeMap<u32, String>)> = Vec::new();
        for row in cells {
            let apart = block.last().is_some_and(|(above, _)| *above + 1 < *row.0);
            if apart && !is_header_of(&block, row) {
                self.write_block(&block);
                block.clear();
            }
            block.push(row);
        }
        self.write_block(&block);
    }

    fn write_block(&mut self, block: &[(&u32, &BTreeMap<u32, String>)]) {
        let is_wide = block.iter().any(|(_, row)| row.len() > 1);
        let text_rows = if is_wide {
            block.iter().take_while(|(_, row)| row.len() == 1).count()
        } else {
            block.len()
        };
        for (_, row) in &block[..text_rows] {
            for text in row.values() {
                self.markdown.push_str(text.trim());
                self.markdown.push_str("\n\n");
            }
        }
        let columns: std::collections::BTreeSet<u32> =
            block[text_rows..].iter().flat_map(|(_, row)| row.keys().copied()).collect();
        let rows: Vec<Vec<String>> = block[text_rows..]
            .iter()
            .map(|(_, row)| {
                columns.iter().map(|column| row.get(column).cloned().unwrap_or_default()).collect()
            })
            .collect();
        if !rows.is_empty() {
            self.markdown.push_str(&table(&rows));
            self.markdown.push('\n');
        }
    }

    fn done(self) -> Result<Vec<Converted>, ConvertError> {
        let markdown = self.markdown.trim_end().to_owned();
        let Self { hidden, left_out, .. } = self;
        Ok(vec![Converted { markdown, hidden, left_out, ..Converted::default() }])
    }
}

/// Whether the one row of a block is the header of the row below, after one empty row: words above
/// values, column by column.
fn is_header_of(
    block: &[(&u32, &BTreeMap<u32, String>)],
    row: (&u32, &BTreeMap<u32, String>),
) -> bool {
    let is_value = |text: &String| text.trim().starts_with(|first: char| first.is_ascii_digit());
    match block {
        [(above, header)] => {
            *above + 2 == *row.0
                && header.len() > 1
                && header.keys().eq(row.1.keys())
                && !header.values().any(is_value)
                && row.1.values().any(is_value)
        }
        _ => false,
    }
}

/// A value as a person reads it. Errors of formulas say nothing.
fn text(value: &Data) -> String {
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => decimal(*number),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(time) => moment(time),
    }
}

/// Fifteen significant digits are what a spreadsheet shows; the rest is noise of binary fractions.
fn decimal(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

fn moment(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        let seconds = (time.as_f64() * 86_400.0).round().max(0.0);
        let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
        return format!("{hours}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0);
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    if time.as_f64() < 1.0 {
        clock
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {clock}")
    }
}

fn malformed(error: &dyn std::fmt::Display) -> ConvertError {
    let reason = error.to_string();
    if reason.to_ascii_lowercase().contains("password") {
        ConvertError::Protected
    } else {
        ConvertError::Malformed(super::worker::short(&reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_do() {
        for (number, expected) in
            [(3.0, "3"), (0.1 + 0.2, "0.3"), (19.9, "19.9"), (-1.5e6, "-1500000")]
        {
            assert_eq!(decimal(number), expected);
        }
    }

    #[test]
    fn blocks_of_a_sheet_are_tables_with_their_text_above() {
        let mut sheet = Sheet::default();
        for (row, column, text) in [
            (1, 1, "Prices"),
            (2, 1, "Plan"),
            (2, 4, "Price"),
            (3, 1, "Team"),
            (3, 4, "9"),
            (9, 0, "A note below."),
            (11, 0, "Number"),
            (11, 1, "Square"),
            (13, 0, "2"),
            (13, 1, "4"),
        ] {
            sheet.put_text((row, column), text.to_owned());
        }
        let mut sheets = Sheets::default();
        sheets.write("Plans", &sheet);
        assert_eq!(
            sheets.done().unwrap()[0].markdown,
            "## Plans\n\nPrices\n\n| Plan | Price |\n| --- | --- |\n| Team | 9 |\n\nA note below.\n\n| Number | Square |\n| --- | --- |\n| 2 | 4 |"
        );
    }
}
