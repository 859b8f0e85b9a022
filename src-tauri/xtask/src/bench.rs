//! `cargo xtask bench`.

use anyhow::Result;

use crate::setup::{self, Purpose};
use crate::shell;

/// Arguments of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Handed on to the measurement of the encoder.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Measures the encoder: the time of a short message, and chunks a second.
///
/// # Errors
/// The set-up or the measurement fails.
pub fn bench(arguments: &Arguments) -> Result<()> {
    setup::prepare(Purpose::Serve)?;
    let mut bench =
        shell::cargo(&["bench", "--package", "aside-inference", "--bench", "encoder", "--"]);
    shell::run(bench.args(&arguments.rest).current_dir(std::env::current_dir()?))
}
