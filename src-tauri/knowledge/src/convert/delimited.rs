//! Tables in text files: commas, semicolons, tabs or bars between fields.

use super::{ConvertError, Converted, Converter, Kind, Source, decode, table::table};

/// `.csv`, `.tsv`, `.tab`; and text that calls itself `.xls`, as many systems export it.
pub(super) struct Delimited;

impl Converter for Delimited {
    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Text]
    }

    fn contained(&self) -> bool {
        false
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let text = decode::text(source.bytes);
        // Excel writes and reads a first line that names the delimiter.
        let (said, text) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
            Some((said, rest)) if said.len() == 1 => (said.bytes().next(), rest),
            _ => (None, text.as_str()),
        };
        let delimiter = said.unwrap_or_else(|| delimiter(text));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for record in reader(text, delimiter).records() {
            let record = record.map_err(|error| ConvertError::Malformed(error.to_string()))?;
            rows.push(record.iter().map(str::to_owned).collect());
        }
        Ok(vec![Converted { markdown: table(&rows), ..Converted::default() }])
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The delimiter that parts the first rows into the most fields, the same number in most rows.
fn delimiter(text: &str) -> u8 {
    const ROWS: usize = 30;
    let score = |delimiter: u8| {
        let widths: Vec<usize> =
            reader(text, delimiter).records().take(ROWS).flatten().map(|row| row.len()).collect();
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for &width in &widths {
            match counts.iter_mut().find(|(known, _)| *known == width) {
                Some((_, count)) => *count += 1,
                None => counts.push((width, 1)),
            }
        }
        let (width, count) = counts.into_iter().max_by_key(|&(_, count)| count).unwrap_or_default();
        // How alike the rows are comes before how wide they are; one field is no table.
        if width > 1 { (count * 10 / widths.len(), width) } else { (0, 0) }
    };
    let mut best = (b',', score(b','));
    for delimiter in [b'\t', b';', b'|'] {
        let score = score(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markdown(text: &str) -> String {
        Delimited.convert(&Source::new(text.as_bytes(), "a.csv")).unwrap().remove(0).markdown
    }

    #[test]
    fn the_delimiter_is_found_and_quotes_hold_fields_together() {
        let expected = "| Plan | Price |\n| --- | --- |\n| Team, large | 9,50 |\n| Solo | 4 |\n";
        for text in [
            "Plan,Price\n\"Team, large\",\"9,50\"\nSolo,4\n",
            "Plan;Price\r\nTeam, large;9,50\r\nSolo;4",
            "Plan\tPrice\nTeam, large\t9,50\nSolo\t4\n",
            "Plan|Price\nTeam, large|9,50\nSolo|4\n",
            "sep=;\nPlan;Price\nTeam, large;9,50\nSolo;4\n",
        ] {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_quote_that_never_ends_loses_nothing() {
        let text = markdown("a,b\n\"open,1\nc,2\n");
        assert!(text.contains("open,1 c,2"), "{text}");
    }
}
