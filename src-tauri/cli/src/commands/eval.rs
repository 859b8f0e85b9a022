//! `aside eval`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_engine::eval::{ClassifierReport, RetrievalReport, Task};

use crate::args::EvalTask;
use crate::{args, open, print};

pub(crate) fn run(args: &args::Eval) -> Result<ExitCode> {
    let (engine, _scratch) = open::open_scratch(&args.folders)?;
    let task = match args.task {
        EvalTask::Intent => Task::Intent,
        EvalTask::Category => Task::Category,
        EvalTask::Sentiment => Task::Sentiment,
        EvalTask::Retrieval => {
            open::index(&engine)?;
            let bar = open::bar("asking");
            let progress = |done, all| {
                bar.set_length(all as u64);
                bar.set_position(done as u64);
            };
            if let Some(out) = &args.features {
                engine.ranking_features(&args.file, out, progress)?;
                return Ok(ExitCode::SUCCESS);
            }
            let report = engine.eval_retrieval(&args.file, progress)?;
            bar.finish_and_clear();
            if args.json {
                print::json(&report)?;
            } else {
                print::text(&show_retrieval(&report)?)?;
            }
            return Ok(ExitCode::SUCCESS);
        }
    };
    let bar = open::bar("reading");
    let report = engine.eval_classifier(task, &args.file, |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    if args.json {
        print::json(&report)?;
    } else {
        print::text(&show_classifier(&report)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn show_classifier(report: &ClassifierReport) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "{}: {} rows", report.task, report.rows)?;
    writeln!(
        out,
        "accuracy {:.3}   macro F1 {:.3}   macro recall {:.3}   p50 {:.2} ms   p99 {:.2} ms",
        report.accuracy,
        report.macro_f1,
        report.macro_recall,
        report.latency_ms.p50,
        report.latency_ms.p99
    )?;
    writeln!(out, "{:12} {:>6} {:>10} {:>8} {:>8}", "label", "rows", "precision", "recall", "F1")?;
    for (label, class) in &report.per_class {
        writeln!(
            out,
            "{label:12} {:>6} {:>10.3} {:>8.3} {:>8.3}",
            class.rows, class.precision, class.recall, class.f1
        )?;
    }
    Ok(out)
}

fn show_retrieval(report: &RetrievalReport) -> Result<String> {
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
