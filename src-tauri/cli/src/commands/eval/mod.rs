//! `aside eval`.

mod escalation;
mod plot;
mod text;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use aside_engine::Engine;
use aside_engine::eval::{Classification, Task};
use indicatif::ProgressBar;
use serde::Serialize;

use crate::args::EvalTask;
use crate::{args, open, print};

pub(crate) fn run(args: &args::Eval) -> Result<ExitCode> {
    let file = args.file.clone().or_else(|| args.test.clone()).context("name a file of rows")?;
    let (engine, _scratch) = open::open_scratch(
        &args.folders,
        matches!(args.task, EvalTask::Retrieval | EvalTask::Chat | EvalTask::Escalation),
    )?;
    let task = match args.task {
        EvalTask::Intent => Task::Intent,
        EvalTask::Category => Task::Category,
        EvalTask::Sentiment => Task::Sentiment,
        EvalTask::Urgency => Task::Urgency,
        EvalTask::Taxonomy => return taxonomy(args, &engine, &file),
        EvalTask::Retrieval => return retrieval(args, &engine, &file),
        EvalTask::Chat => return chat(args, &engine, &file),
        EvalTask::Injection => return injection(args, &engine, &file),
        EvalTask::Grounding => return grounding(args, &engine, &file),
        EvalTask::Escalation => return escalation(args, &engine, &file),
        EvalTask::Gaps => return gaps(args, &engine, &file),
        EvalTask::Redaction => return redaction(args, &engine, &file),
    };
    let bar = open::bar("reading");
    let corrections = args.corrections.as_deref();
    let report = engine.eval_classifier(task, &file, corrections, shown(&bar))?;
    bar.finish_and_clear();
    plot(args, &format!("{} on {}", report.task, file.display()), &report.figures)?;
    show(args, &report, &text::classifier(&report)?)
}

fn taxonomy(args: &args::Eval, engine: &Engine, file: &Path) -> Result<ExitCode> {
    let train = args.train.as_deref().unwrap_or(file);
    let bar = open::bar("reading");
    let progress = shown(&bar);
    let corrections = args.corrections.as_deref();
    let report =
        engine.eval_taxonomy(train, file, args.per_class, args.seed, corrections, progress)?;
    bar.finish_and_clear();
    plot(args, &format!("taxonomy on {}", file.display()), &report.figures)?;
    show(args, &report, &text::taxonomy(&report)?)
}

fn retrieval(args: &args::Eval, engine: &Engine, file: &Path) -> Result<ExitCode> {
    let index = open::index(engine)?;
    if index.status.documents == 0 {
        bail!(
            "there are no documents in {}: name their folder with --knowledge DIR",
            index.status.folder
        );
    }
    let bar = open::bar("asking");
    let progress = shown(&bar);
    if let Some(out) = &args.features {
        engine.ranking_features(file, out, progress)?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = engine.eval_retrieval(file, progress)?;
    bar.finish_and_clear();
    show(args, &report, &text::retrieval(&report)?)
}

fn chat(args: &args::Eval, engine: &Engine, file: &Path) -> Result<ExitCode> {
    open::index(engine)?;
    let bar = open::bar("asking");
    let report = engine.eval_chat(file, shown(&bar))?;
    bar.finish_and_clear();
    show(args, &report, &text::chat(&report)?)
}

fn redaction(args: &args::Eval, engine: &Engine, file: &Path) -> Result<ExitCode> {
    let bar = open::bar("reading");
    let report = engine.eval_redaction(file, shown(&bar))?;
    bar.finish_and_clear();
    show(args, &report, &text::redaction(&report)?)
}

fn injection(args: &args::Eval, engine: &Engine, file: &Path) -> Result<ExitCode> {
    let bar = open::bar("reading");
    let report = engine.eval_injection(file, shown(&bar))?;
    bar.finish_and_clear();
    show(args, &report, &text::injection(&report)?)
}

fn grounding(args: &args::Eval, engine: &Engine, file: &Path) -> Result<ExitCode> {
    let bar = open::bar("reading");
    let report = engine.eval_grounding(file, shown(&bar))?;
    bar.finish_and_clear();
    show(args, &report, &text::grounding(&report)?)
}

fn escalation(args: &args::Eval, engine: &Engine, file: &Path) -> Result<ExitCode> {
    open::index(engine)?;
    let bar = open::bar("judging");
    let report = engine.eval_escalation(file, shown(&bar))?;
    bar.finish_and_clear();
    show(args, &report, &escalation::table(&report)?)
}

fn gaps(args: &args::Eval, engine: &Engine, file: &Path) -> Result<ExitCode> {
    let bar = open::bar("reading");
    let report = engine.eval_gaps(file, shown(&bar))?;
    bar.finish_and_clear();
    show(args, &report, &text::gaps(&report)?)
}

/// Shows how many of all are done.
fn shown(bar: &ProgressBar) -> impl Fn(usize, usize) {
    |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }
}

/// Writes the charts where they are asked for.
fn plot(args: &args::Eval, title: &str, figures: &Classification) -> Result<()> {
    if let Some(out) = &args.plot {
        std::fs::write(out, plot::page(title, figures)?)
            .with_context(|| format!("{} cannot be written", out.display()))?;
    }
    Ok(())
}

fn show(args: &args::Eval, report: &impl Serialize, text: &str) -> Result<ExitCode> {
    if args.json {
        print::json(report)?;
    } else {
        print::text(text)?;
    }
    Ok(ExitCode::SUCCESS)
}
