//! `cargo xtask test`: every check, quick ones first, stopping at the first that fails.

mod browser;
mod rust;
mod window;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Purpose};
use crate::shell;

/// Takes the pictures that the documents show into `folder`: of every view in a browser, and with
/// `in_window` of the desk in the real window, which has to be built for that.
///
/// # Errors
/// The build fails, or a view does not come to show what its picture is of.
pub fn take_pictures(folder: &std::path::Path, in_window: bool) -> Result<()> {
    browser::take_pictures(folder)?;
    if in_window { window::take_pictures(folder) } else { Ok(()) }
}

/// Measures in the real window, which is built for that, how soon it can be used.
///
/// # Errors
/// The build fails, or the window does not come to show a list.
pub fn measure_window_start() -> Result<()> {
    window::measure_start()
}

/// One check: its name, and what it does.
type Step = (&'static str, fn() -> Result<()>);

/// Every check, in their order. A build of the interface comes before all Rust: it becomes part of
/// the programs.
const STEPS: &[Step] = &[
    ("set-up", || setup::prepare(Purpose::Test)),
    ("format", rust::format),
    ("interface-types", || interface("check")),
    ("interface-units", || interface("test")),
    ("lints", rust::lints),
    ("tests", rust::tests),
    ("api-types", rust::api_types),
    ("documentation", rust::documentation),
    ("browser", browser::test),
    ("window", window::test),
];

/// Arguments of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Only these checks, after the set-up: format, interface-types, interface-units, lints, tests,
    /// api-types, documentation, browser, window.
    only: Vec<String>,
}

/// Runs the checks, and says of each how long it took.
///
/// # Errors
/// The first check that fails, by its name.
pub fn test(arguments: &Arguments) -> Result<()> {
    if let Some(unknown) =
        arguments.only.iter().find(|name| !STEPS.iter().any(|(step, _)| step == name))
    {
        bail!("there is no check `{unknown}`: `cargo xtask test --help` lists them");
    }
    let wanted = |name: &str| {
        arguments.only.is_empty() || name == "set-up" || arguments.only.iter().any(|n| n == name)
    };
    let mut taken: Vec<(&str, Duration)> = Vec::new();
    let mut failure = None;
    for (name, step) in STEPS.iter().filter(|(name, _)| wanted(name)) {
        println!("\n=== {name}");
        let start = Instant::now();
        let outcome = step();
        taken.push((name, start.elapsed()));
        if let Err(error) = outcome {
            failure = Some(error.context(format!("the check `{name}` failed")));
            break;
        }
    }
    println!();
    for (position, (name, time)) in taken.iter().enumerate() {
        let outcome =
            if failure.is_some() && position + 1 == taken.len() { "failed" } else { "passed" };
        println!("{outcome}  {:>7.1} s  {name}", time.as_secs_f64());
    }
    let failed = usize::from(failure.is_some());
    println!("checks: {} passed, {failed} failed", taken.len() - failed);
    failure.map_or(Ok(()), Err)
}

/// A script of the interface's package.
fn interface(script: &str) -> Result<()> {
    shell::run(&mut shell::npm(&shell::root().join("ui"), &["run", "--silent", script]))
        .with_context(|| format!("in ui/, `npm run {script}`"))
}
