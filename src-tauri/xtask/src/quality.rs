//! `cargo xtask quality`.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::setup::{self, Purpose};
use crate::shell;

const PAGE: &str = "docs/quality.md";
const BEGIN: &str = "<!-- cargo xtask quality: begin -->";
const END: &str = "<!-- cargo xtask quality: end -->";

/// Arguments of `cargo xtask quality`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder with `classify/` and `taxonomy/`, as models/README.md describes it
    #[arg(long, value_name = "DIR")]
    datasets: PathBuf,
    /// Measure with this `aside` instead of building one
    #[arg(long, value_name = "PROGRAM")]
    aside: Option<PathBuf>,
}

/// What is measured: how it is called, the arguments of `aside eval`, what others publish.
const MEASURED: [(&str, &[&str], &str); 4] = [
    (
        "Banking77, 77 own labels, all examples",
        &["taxonomy", "taxonomy/banking77_train.jsonl"],
        "logistic regression on the same embedding .930 (test split)",
    ),
    (
        "Banking77, 10 examples a label",
        &["taxonomy", "taxonomy/banking77_train.jsonl", "--per-class", "10"],
        "the same .855 (test split)",
    ),
    (
        "CLINC150, 150 own labels, with questions out of scope",
        &["taxonomy", "taxonomy/clinc150_train.jsonl.gz"],
        "the same .945 with .62 of the questions out of scope refused (test split)",
    ),
    (
        "TweetEval sentiment, three labels, never trained on",
        &["sentiment", "classify/sentiment3_tweeteval.jsonl"],
        "logistic regression on GoEmotions .55 macro recall",
    ),
];

/// Measures what the classifiers do and writes the table into `docs/quality.md`.
///
/// # Errors
/// The set-up or a measurement fails, or the page lacks its markers.
pub fn quality(arguments: &Arguments) -> Result<()> {
    let aside = match &arguments.aside {
        Some(aside) => aside.clone(),
        None => {
            setup::prepare(Purpose::Serve)?;
            shell::run(&mut shell::cargo(&["build", "--release", "--package", "aside-cli"]))?;
            shell::built(true)?.join("aside")
        }
    };
    let mut table = trained()?;
    table.push_str("\n| Measured through `aside eval` | Rows | Accuracy | Macro F1 | Macro recall | Calibration error | Out of scope | p50, p99 | Times the encoder | Others |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (name, what, others) in MEASURED {
        let report = measure(&aside, &arguments.datasets, what)?;
        table.push_str(&line(name, &report, others));
    }
    let page = shell::root().join(PAGE);
    let text = std::fs::read_to_string(&page)?;
    let (before, rest) = text.split_once(BEGIN).context("docs/quality.md has no begin marker")?;
    let (_, after) = rest.split_once(END).context("docs/quality.md has no end marker")?;
    std::fs::write(page, format!("{before}{BEGIN}\n\n{table}\n{END}{after}"))?;
    Ok(())
}

/// The table of the heads, as their manifest says of the rows that were held out.
fn trained() -> Result<String> {
    let manifest: Value = serde_json::from_str(&std::fs::read_to_string(
        shell::root().join("models/manifest.json"),
    )?)?;
    let mut table = "| Head, on rows held out | Rows | Accuracy | The most frequent label | Macro F1 | Macro recall | Calibration error |\n|---|---|---|---|---|---|---|\n".to_owned();
    for head in ["intent", "category", "sentiment", "urgency"] {
        let (held_out, crossed) =
            (&manifest["heads"][head], &manifest["cross_validation"]["heads"][head]);
        // The heads of a cross-validation are not calibrated.
        for (figures, name, calibrated) in [
            (&held_out["dev"], "public data", true),
            (crossed, "all public data, cross-validated", false),
            (&held_out["support"], "messages labelled by reading", true),
        ] {
            if figures.is_null() {
                continue;
            }
            let calibration = Some(share(&figures["calibration_error"]));
            let calibration = calibration.filter(|_| calibrated).unwrap_or("–".to_owned());
            let cells = ["accuracy", "most_frequent", "macro_f1", "macro_recall"]
                .map(|key| share(&figures[key]))
                .join(" | ");
            let rows = &figures["rows"];
            table.push_str(&format!("| {head}, {name} | {rows} | {cells} | {calibration} |\n"));
        }
    }
    Ok(table)
}

/// One report of `aside eval`.
fn measure(aside: &Path, datasets: &Path, what: &[&str]) -> Result<Value> {
    let [task, file, rest @ ..] = what else { bail!("nothing to measure") };
    let output = shell::command(aside)
        .args(["eval", task])
        .arg(datasets.join(file))
        .args(rest)
        .arg("--json")
        .stderr(Stdio::inherit())
        .output()
        .context("aside cannot be started")?;
    if !output.status.success() {
        bail!("aside eval {} failed", what.join(" "));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn line(name: &str, report: &Value, others: &str) -> String {
    let time = |at: &str| report["latency_ms"][at].as_f64().unwrap_or_default();
    let ratio = time("p50") / report["encoder_ms"]["p50"].as_f64().unwrap_or(f64::NAN);
    let outside = match report["out_of_scope_recall"].as_f64() {
        Some(_) => format!(
            "recall {}, accuracy then {}",
            share(&report["out_of_scope_recall"]),
            share(&report["in_scope_accuracy_with_refusal"])
        ),
        None => "–".to_owned(),
    };
    let cells = ["accuracy", "macro_f1", "macro_recall", "calibration_error"]
        .map(|key| share(&report[key]));
    format!(
        "| {name} | {} | {} | {outside} | {:.1}, {:.1} ms | {ratio:.2} | {others} |\n",
        report["rows"],
        cells.join(" | "),
        time("p50"),
        time("p99")
    )
}

/// A share between 0 and 1 with three digits.
fn share(value: &Value) -> String {
    value.as_f64().map_or_else(|| "–".to_owned(), |share| format!("{share:.3}"))
}
