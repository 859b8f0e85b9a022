//! `cargo xtask train`.

use anyhow::Result;
use clap::ValueEnum;

use crate::setup::{self, Purpose};
use crate::shell;

/// Arguments of `cargo xtask train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// What to train
    #[arg(long, value_enum, default_value = "heads")]
    only: Model,
    /// Handed on to the trainer; `cargo xtask train -- --help` explains them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// What can be trained.
#[derive(Clone, Copy, ValueEnum)]
enum Model {
    /// The heads for intent, category, sentiment and urgency
    Heads,
    /// The tagger of names, places and organisations
    Names,
    /// The detector of orders to a language model
    Injection,
}

/// Trains a model and writes it, with its manifest, where the program has it.
///
/// # Errors
/// The set-up or the training fails.
pub fn train(arguments: &Arguments) -> Result<()> {
    let (package, example) = match arguments.only {
        Model::Heads => {
            setup::prepare(Purpose::Serve)?;
            ("aside-inference", "train")
        }
        Model::Injection => ("aside-inference", "train_injection"),
        Model::Names => ("aside-redact", "train_names"),
    };
    let trainer = ["run", "--release", "--package", package, "--example", example, "--"];
    let mut train = shell::cargo(&trainer);
    shell::run(train.args(&arguments.rest).current_dir(std::env::current_dir()?))
}
