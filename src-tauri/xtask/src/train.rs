//! `cargo xtask train`.

use anyhow::Result;

use crate::setup::{self, Purpose};
use crate::shell;

/// Arguments of `cargo xtask train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Handed on to the trainer; `cargo xtask train -- --help` explains them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Trains the classifier heads and writes them, with their manifest, into `models/`.
///
/// # Errors
/// The set-up or the training fails.
pub fn train(arguments: &Arguments) -> Result<()> {
    setup::prepare(Purpose::Serve)?;
    let trainer = ["run", "--release", "--package", "aside-inference", "--example", "train", "--"];
    let mut train = shell::cargo(&trainer);
    shell::run(train.args(&arguments.rest).current_dir(std::env::current_dir()?))
}
