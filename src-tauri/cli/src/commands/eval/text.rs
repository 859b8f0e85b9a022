//! Reports as tables for a terminal.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::Result;
use aside_engine::eval::{
    ChatReport, Classification, ClassifierReport, CorrectionsReport, GapsReport, GroundingReport,
    GroupingStep, InjectionReport, Latency, RedactionReport, RetrievalReport, SpanReport,
    TaxonomyReport,
};

/// With more labels than this, the confusion is a list of the most frequent mistakes.
const MATRIX: usize = 8;
/// How many mistakes that list has.
const MISTAKES: usize = 15;

pub(super) fn classifier(report: &ClassifierReport) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "{}: {} rows", report.task, report.rows)?;
    if report.anger_is_negative {
        writeln!(out, "no row is angry, so angry answers count as negative")?;
    }
    figures(&mut out, &report.figures)?;
    latency(&mut out, "one analysis", report.latency_ms, report.encoder_ms)?;
    corrections(&mut out, report.corrections.as_ref())?;
    Ok(out)
}

pub(super) fn taxonomy(report: &TaxonomyReport) -> Result<String> {
    let mut out = String::new();
    writeln!(
        out,
        "taxonomy: {} labels from {} examples, learnt in {:.2} s after {:.1} s of embedding; {} rows",
        report.labels,
        report.examples,
        report.learning_seconds,
        report.embedding_seconds,
        report.rows
    )?;
    writeln!(
        out,
        "in scope: accuracy {:.4}, with refusal {:.4}",
        report.in_scope_accuracy, report.in_scope_accuracy_with_refusal
    )?;
    if let Some(recall) = report.out_of_scope_recall {
        let precision = report.out_of_scope_precision.unwrap_or_default();
        writeln!(out, "out of scope: recall {recall:.4}, precision {precision:.4}")?;
    }
    figures(&mut out, &report.figures)?;
    latency(&mut out, "one message", report.latency_ms, report.encoder_ms)?;
    corrections(&mut out, report.corrections.as_ref())?;
    Ok(out)
}

pub(super) fn redaction(report: &RedactionReport) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "redaction: {} rows", report.rows)?;
    writeln!(out, "{:20} {:>6} {:>8} {:>8} {:>8}", "type", "spans", "recall", "exact", "masked")?;
    let mut line = |name: &str, spans: &SpanReport| {
        writeln!(
            out,
            "{name:20} {:>6} {:>8.3} {:>8.3} {:>8.3}",
            spans.spans, spans.recall, spans.recall_exact, spans.masked
        )
    };
    for (name, spans) in &report.types {
        line(name, spans)?;
    }
    line("types recognised", &report.recognised)?;
    line("all types", &report.all)?;
    writeln!(out, "\n{:20} {:>8} {:>10} {:>8}", "kind", "findings", "precision", "exact")?;
    let all = ("all kinds".to_owned(), report.findings);
    for (name, kind) in report.kinds.iter().map(|(name, kind)| (name.clone(), *kind)).chain([all]) {
        writeln!(
            out,
            "{name:20} {:>8} {:>10.3} {:>8.3}",
            kind.findings, kind.precision, kind.precision_exact
        )?;
    }
    writeln!(
        out,
        "\nof all findings, {:.3} overlap a span of any type; one text: p50 {:.3} ms, p99 {:.3} ms",
        report.precision_any, report.latency_ms.p50, report.latency_ms.p99
    )?;
    Ok(out)
}

/// What corrections change, by how near rows are to a corrected message.
fn corrections(out: &mut String, report: Option<&CorrectionsReport>) -> Result<()> {
    let Some(report) = report else { return Ok(()) };
    writeln!(out, "\nwith {} corrections, of the other rows", report.corrections)?;
    for (name, change) in [
        ("all", report.all),
        ("nearly the same", report.near),
        ("like one", report.like),
        ("unlike all", report.unlike),
    ] {
        writeln!(
            out,
            "{name:16} {:>6} rows   accuracy {:.4} before, {:.4} after",
            change.rows, change.before, change.after
        )?;
    }
    Ok(())
}

pub(super) fn chat(report: &ChatReport) -> Result<String> {
    let mut out = String::new();
    writeln!(
        out,
        "chat: {} rows, {} of them answerable; {} answered without a person, {} rightly",
        report.rows, report.answerable, report.sent, report.right
    )?;
    writeln!(
        out,
        "precision {:.3}   coverage {:.3}   of the suggestions the first is right {:.3}, any {:.3}",
        report.precision, report.coverage, report.first_suggestion, report.any_suggestion
    )?;
    for mistake in &report.mistakes {
        let place = mistake.place.as_deref().unwrap_or("-");
        let what = match (&mistake.sent, &mistake.cause) {
            (Some(sent), _) => format!("wrong: {}", sent.replace('\n', " ")),
            (None, cause) => format!("a person: {}", cause.as_deref().unwrap_or("-")),
        };
        let (line, question) = (mistake.line, &mistake.question);
        writeln!(
            out,
            "\n{line:>4}  {question}\n      {:.2} {place}\n      {what}",
            mistake.confidence
        )?;
    }
    Ok(out)
}

pub(super) fn grounding(report: &GroundingReport) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "grounding: {} rows", report.rows)?;
    for (split, figures) in &report.splits {
        writeln!(
            out,
            "\n{split}: unsupported sentences precision {:.3} recall {:.3}, carried ones tied to their passage {:.3}",
            figures.precision, figures.recall, figures.tied
        )?;
        for (kind, judged) in &figures.kinds {
            writeln!(out, "  {kind:16} {:>4} of {:>4} right", judged.right, judged.rows)?;
        }
    }
    let Latency { p50, p99 } = report.latency_ms;
    writeln!(out, "\none sentence: p50 {p50:.3} ms, p99 {p99:.3} ms")?;
    Ok(out)
}

pub(super) fn injection(report: &InjectionReport) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "injection: {} rows", report.rows)?;
    for (title, sources) in [("injections", &report.injections), ("benign", &report.benign)] {
        writeln!(out, "\n{title:24} {:>6} {:>8}", "rows", "marked")?;
        for (source, marked) in sources {
            writeln!(out, "{source:24} {:>6} {:>8.3}", marked.rows, marked.marked)?;
        }
    }
    let ordinary = report
        .false_positive_rate_ordinary
        .map_or_else(|| "-".to_owned(), |rate| format!("{rate:.4}"));
    writeln!(
        out,
        "\nrecall {:.4}   false positives {:.4}, of ordinary messages {ordinary}   one text: p50 {:.3} ms, p99 {:.3} ms",
        report.recall, report.false_positive_rate, report.latency_ms.p50, report.latency_ms.p99
    )?;
    Ok(out)
}

fn latency(out: &mut String, what: &str, whole: Latency, encoder: Latency) -> Result<()> {
    writeln!(
        out,
        "{what}: p50 {:.2} ms, p99 {:.2} ms; the encoder alone {:.2} and {:.2}, so {:.2} times as long",
        whole.p50,
        whole.p99,
        encoder.p50,
        encoder.p99,
        whole.p50 / encoder.p50
    )?;
    Ok(())
}

fn figures(out: &mut String, figures: &Classification) -> Result<()> {
    writeln!(
        out,
        "accuracy {:.4}   macro F1 {:.4}   macro recall {:.4}   calibration error {:.3}",
        figures.accuracy, figures.macro_f1, figures.macro_recall, figures.calibration_error
    )?;
    let wide = figures.per_class.keys().map(|label| label.chars().count()).max().unwrap_or(0);
    let wide = wide.max("label".len());
    writeln!(
        out,
        "\n{:wide$} {:>6} {:>10} {:>8} {:>8}",
        "label", "rows", "precision", "recall", "F1"
    )?;
    for (label, class) in &figures.per_class {
        writeln!(
            out,
            "{label:wide$} {:>6} {:>10.3} {:>8.3} {:>8.3}",
            class.rows, class.precision, class.recall, class.f1
        )?;
    }
    if figures.per_class.len() <= MATRIX {
        writeln!(out, "\nrows by their label, columns by the label given")?;
        write!(out, "{:wide$}", "")?;
        let given: BTreeSet<&String> =
            figures.confusion.iter().flat_map(|(label, row)| row.keys().chain([label])).collect();
        for label in &given {
            write!(out, " {label:>10}")?;
        }
        writeln!(out)?;
        for (label, row) in &figures.confusion {
            write!(out, "{label:wide$}")?;
            for given in &given {
                write!(out, " {:>10}", row.get(*given).copied().unwrap_or(0))?;
            }
            writeln!(out)?;
        }
    } else {
        let mut mistakes: Vec<(usize, &str, &str)> = figures
            .confusion
            .iter()
            .flat_map(|(gold, row)| {
                row.iter()
                    .filter(move |(given, _)| *given != gold)
                    .map(move |(given, count)| (*count, gold.as_str(), given.as_str()))
            })
            .collect();
        mistakes.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        writeln!(out, "\nthe most frequent mistakes")?;
        for (count, gold, given) in mistakes.iter().take(MISTAKES) {
            writeln!(out, "{count:>4}  {gold} given {given}")?;
        }
    }
    writeln!(out, "\nconfidence   rows   mean   right")?;
    for (index, step) in figures.calibration.iter().enumerate().filter(|(_, step)| step.rows > 0) {
        writeln!(
            out,
            "{:.1} to {:.1} {:>6}  {:>5.3}   {:>5.3}",
            index as f64 / 10.0,
            (index + 1) as f64 / 10.0,
            step.rows,
            step.confidence,
            step.accuracy
        )?;
    }
    writeln!(out)?;
    Ok(())
}

pub(super) fn retrieval(report: &RetrievalReport) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "{}: {} rows", report.task, report.rows)?;
    writeln!(
        out,
        "{:16} {:>6} {:>6} {:>6} {:>17}",
        "", "hit@1", "hit@5", "mrr@10", "abstaining, AUROC"
    )?;
    let rows = [
        ("fused", Some(&report.fused)),
        ("words alone", Some(&report.words)),
        ("meaning alone", report.meaning.as_ref()),
    ];
    for (name, ranking) in rows {
        let Some(ranking) = ranking else { continue };
        let auroc =
            ranking.abstain_auroc.map_or_else(|| "-".to_owned(), |auroc| format!("{auroc:.3}"));
        writeln!(
            out,
            "{name:16} {:>6.3} {:>6.3} {:>6.3} {auroc:>17}",
            ranking.hit_at_1, ranking.hit_at_5, ranking.mrr_at_10
        )?;
    }
    writeln!(
        out,
        "calibration error {:.3}   p50 {:.2} ms   p99 {:.2} ms",
        report.calibration_error, report.latency_ms.p50, report.latency_ms.p99
    )?;
    Ok(out)
}

pub(super) fn gaps(report: &GapsReport) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "{} questions with {} labels", report.questions, report.labels)?;
    writeln!(out, "  from  groups  largest  pairs right  pairs found")?;
    for GroupingStep { like, groups, largest, precision, recall } in &report.steps {
        writeln!(out, "  {like:.2}  {groups:6}  {largest:7}  {precision:11.3}  {recall:11.3}")?;
    }
    Ok(out)
}
