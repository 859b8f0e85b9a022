//! Redaction: rows `{text, spans}` against what `redact` finds.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use aside_redact::{Kind, find};
use serde::{Deserialize, Serialize};

use super::dataset;
use super::metrics::Latency;
use crate::{Engine, EngineError};

/// Types of datasets and the kinds that find them. The rest of the types stays in clear on purpose.
const TYPES: &[(&str, &[Kind])] = &[
    ("PERSON", &[Kind::Person]),
    ("GPE", &[Kind::Location]),
    ("LOCATION", &[Kind::Location]),
    ("STREET_ADDRESS", &[Kind::Address]),
    ("ADDRESS", &[Kind::Address]),
    ("ZIP_CODE", &[Kind::Address]),
    ("ORGANIZATION", &[Kind::Organization]),
    ("EMAIL_ADDRESS", &[Kind::Email]),
    ("EMAIL", &[Kind::Email]),
    ("PHONE_NUMBER", &[Kind::Phone]),
    ("PHONE", &[Kind::Phone]),
    ("CREDIT_CARD", &[Kind::Card]),
    ("IBAN_CODE", &[Kind::Iban]),
    ("IP_ADDRESS", &[Kind::Ip]),
    ("MAC_ADDRESS", &[Kind::Mac]),
    ("DOMAIN_NAME", &[Kind::Url]),
    ("URL", &[Kind::Url]),
    ("US_SSN", &[Kind::Ssn]),
    ("US_ITIN", &[Kind::NationalId]),
    ("UK_NINO", &[Kind::NationalId]),
    ("US_DRIVER_LICENSE", &[Kind::Licence]),
    ("US_PASSPORT", &[Kind::Passport]),
    ("DATE_OF_BIRTH", &[Kind::BirthDate]),
    ("AGE", &[Kind::Age]),
    ("ORDER_ID", &[Kind::Reference]),
    ("INVOICE_ID", &[Kind::Reference]),
    ("US_BANK_NUMBER", &[Kind::Account]),
    ("ACCOUNT_NUMBER", &[Kind::Account]),
];

#[derive(Deserialize)]
struct Row {
    text: String,
    spans: Vec<RowSpan>,
}

/// From one character to another.
#[derive(Deserialize)]
struct RowSpan {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

/// How the spans of one type are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpanReport {
    /// Spans that the rows have.
    pub spans: usize,
    /// Of them, the share that a finding of the type's kind overlaps.
    pub recall: f64,
    /// Of them, the share that a finding matches from end to end, with the kind.
    pub recall_exact: f64,
    /// Of their characters, the share that is masked under any kind.
    pub masked: f64,
}

/// How the findings of one kind hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FindingReport {
    /// Findings.
    pub findings: usize,
    /// Of them, the share that overlaps a span of a type of the kind.
    pub precision: f64,
    /// Of them, the share that matches one from end to end.
    pub precision_exact: f64,
}

/// How redaction fares on a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RedactionReport {
    /// `redaction`.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// Over the types that are looked for.
    pub recognised: SpanReport,
    /// Over all types, also those that stay in clear on purpose.
    pub all: SpanReport,
    /// Over all findings.
    pub findings: FindingReport,
    /// Of all findings, the share that overlaps a span of any type.
    pub precision_any: f64,
    /// By type of the dataset.
    pub types: BTreeMap<String, SpanReport>,
    /// By kind.
    pub kinds: BTreeMap<String, FindingReport>,
    /// One text.
    pub latency_ms: Latency,
}

/// Counts that make a [`SpanReport`].
#[derive(Clone, Copy, Default)]
struct Spans {
    spans: usize,
    overlapped: usize,
    exact: usize,
    bytes: usize,
    masked: usize,
}

/// Counts that make a [`FindingReport`].
#[derive(Clone, Copy, Default)]
struct Findings {
    findings: usize,
    overlapping: usize,
    exact: usize,
    any: usize,
}

impl Engine {
    /// Measures redaction on rows `{text, spans: [{start, end, type}]}` with offsets in characters.
    /// `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read or a span outside of its text.
    pub fn eval_redaction(
        &self,
        path: &Path,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<RedactionReport, EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let mut types: BTreeMap<String, Spans> = BTreeMap::new();
        let mut kinds: BTreeMap<Kind, Findings> = BTreeMap::new();
        let mut times = Vec::with_capacity(rows.len());
        find("");
        for (index, row) in rows.iter().enumerate() {
            let gold = row.gold().ok_or_else(|| EngineError::Dataset {
                path: path.to_path_buf(),
                line: index + 1,
                reason: "a span lies outside of its text".to_owned(),
            })?;
            let start = Instant::now();
            let found = find(&row.text);
            times.push(start.elapsed().as_secs_f64() * 1e3);
            for (name, range) in &gold {
                let count = types.entry((*name).to_owned()).or_default();
                let fits = |kind: Kind| kinds_of(name).contains(&kind);
                count.spans += 1;
                count.overlapped += usize::from(
                    found.iter().any(|span| fits(span.kind) && overlap(&span.range, range) > 0),
                );
                count.exact +=
                    usize::from(found.iter().any(|span| fits(span.kind) && span.range == *range));
                count.bytes += range.len();
                count.masked += found.iter().map(|span| overlap(&span.range, range)).sum::<usize>();
            }
            for span in &found {
                let count = kinds.entry(span.kind).or_default();
                let mut own = gold.iter().filter(|(name, _)| kinds_of(name).contains(&span.kind));
                count.findings += 1;
                count.exact += usize::from(own.clone().any(|(_, range)| *range == span.range));
                count.overlapping +=
                    usize::from(own.any(|(_, range)| overlap(range, &span.range) > 0));
                count.any +=
                    usize::from(gold.iter().any(|(_, range)| overlap(range, &span.range) > 0));
            }
            progress(index + 1, rows.len());
        }
        let every = kinds.values().fold(Findings::default(), Findings::and);
        Ok(RedactionReport {
            task: "redaction".to_owned(),
            rows: rows.len(),
            recognised: types
                .iter()
                .filter(|(name, _)| !kinds_of(name).is_empty())
                .fold(Spans::default(), |sum, (_, spans)| sum.and(spans))
                .report(),
            all: types.values().fold(Spans::default(), Spans::and).report(),
            findings: every.report(),
            precision_any: share(every.any, every.findings),
            types: types.into_iter().map(|(name, spans)| (name, spans.report())).collect(),
            kinds: kinds
                .into_iter()
                .map(|(kind, findings)| (kind.name().to_owned(), findings.report()))
                .collect(),
            latency_ms: Latency::of(times),
        })
    }
}

impl Row {
    /// The spans by their type, in bytes; `None` where one lies outside of the text.
    fn gold(&self) -> Option<Vec<(&str, Range<usize>)>> {
        let places: Vec<usize> =
            self.text.char_indices().map(|(place, _)| place).chain([self.text.len()]).collect();
        let spans = self.spans.iter().map(|span| {
            let range = *places.get(span.start)?..*places.get(span.end)?;
            (!range.is_empty()).then_some((span.kind.as_str(), range))
        });
        spans.collect()
    }
}

/// The kinds that find a type of a dataset; none for a type that stays in clear on purpose. A kind's
/// own name is a type too.
fn kinds_of(name: &str) -> Vec<Kind> {
    match TYPES.iter().find(|(other, _)| *other == name) {
        Some((_, kinds)) => kinds.to_vec(),
        None => Kind::from_name(name).into_iter().collect(),
    }
}

/// How many bytes two ranges share.
fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Spans {
    fn and(self, other: &Self) -> Self {
        Self {
            spans: self.spans + other.spans,
            overlapped: self.overlapped + other.overlapped,
            exact: self.exact + other.exact,
            bytes: self.bytes + other.bytes,
            masked: self.masked + other.masked,
        }
    }

    fn report(self) -> SpanReport {
        SpanReport {
            spans: self.spans,
            recall: share(self.overlapped, self.spans),
            recall_exact: share(self.exact, self.spans),
            masked: share(self.masked, self.bytes),
        }
    }
}

impl Findings {
    fn and(self, other: &Self) -> Self {
        Self {
            findings: self.findings + other.findings,
            overlapping: self.overlapping + other.overlapping,
            exact: self.exact + other.exact,
            any: self.any + other.any,
        }
    }

    fn report(self) -> FindingReport {
        FindingReport {
            findings: self.findings,
            precision: share(self.overlapping, self.findings),
            precision_exact: share(self.exact, self.findings),
        }
    }
}
