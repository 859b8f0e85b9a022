//! The report on escalation as tables for a terminal.

use std::fmt::Write;

use anyhow::Result;
use aside_engine::eval::{EscalationFigures, EscalationReport, Latency, RuleReport};

use crate::print;

pub(super) fn table(report: &EscalationReport) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "escalation: {} rows, threshold {}", report.rows, report.threshold)?;
    figures(&mut out, "all", &report.all)?;
    for (split, part) in &report.splits {
        figures(&mut out, split, part)?;
    }
    if !report.mistakes.is_empty() {
        writeln!(out, "\njudged otherwise than labelled")?;
    }
    for mistake in &report.mistakes {
        let wanted = if mistake.escalate { "wanted" } else { "not wanted" };
        writeln!(
            out,
            "{:>5} {:6} {:.2} {wanted}; missed [{}], wrong [{}]: {}",
            mistake.line,
            mistake.split,
            mistake.score,
            mistake.missed.join(", "),
            mistake.wrong.join(", "),
            print::tame(&mistake.text)
        )?;
    }
    let Latency { p50, p99 } = report.latency_ms;
    writeln!(out, "\none message: p50 {p50:.1} ms, p99 {p99:.1} ms")?;
    Ok(out)
}

fn figures(out: &mut String, part: &str, figures: &EscalationFigures) -> Result<()> {
    writeln!(
        out,
        "\n{:24} {:>6} {:>6} {:>10} {:>8}",
        format!("{part}, {} rows", figures.rows),
        "wanted",
        "fired",
        "precision",
        "recall"
    )?;
    let share =
        |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |one| format!("{one:.3}"));
    let all = [("recommended", &figures.recommended)];
    let rules = figures.rules.iter().map(|(name, rule)| (name.as_str(), rule));
    for (name, RuleReport { wanted, fired, right: _, precision, recall }) in
        all.into_iter().chain(rules)
    {
        writeln!(
            out,
            "{name:24} {wanted:>6} {fired:>6} {:>10} {:>8}",
            share(*precision),
            share(*recall)
        )?;
    }
    Ok(())
}
