//! Trains the classifier heads: `cargo xtask train --datasets DIR`.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::error::Error;
use std::path::PathBuf;

use aside_inference::train::{TrainOptions, cross_validate, train};
use clap::Parser;

/// Trains the heads for intent, category, sentiment and urgency, and writes them with their manifest.
#[derive(Parser)]
struct Arguments {
    /// The folder with `classify/`, `conversations/` and `retrieval/`, as models/README.md describes it
    #[arg(long, value_name = "DIR")]
    datasets: PathBuf,
    /// Where the encoder and the supplement are and the heads go
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models"))]
    models: PathBuf,
    /// The same seed gives the same weights
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only measure intent and category, each fifth of the public data by what the others teach, and note
    /// that in the manifest
    #[arg(long)]
    cross_validate: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { datasets, models, seed, cross_validate: measure } = Arguments::parse();
    let date = chrono::Utc::now().date_naive().to_string();
    let options = TrainOptions { datasets, models, seed, date };
    if measure {
        for (head, figures) in cross_validate(&options)? {
            println!("{head}: {figures:#?}");
        }
        return Ok(());
    }
    let report = train(&options)?;
    for head in &report.heads {
        println!("{head:#?}");
    }
    println!("{} bytes in {}", report.bytes, report.weights.display());
    Ok(())
}
