//! Brings a machine into the state that a subcommand needs. Does nothing, within a second, where
//! nothing changed.

mod debian;
mod front_end;
mod model;

use std::fs::{self, File};

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::shell;

/// What the machine is to be made ready for; each needs more than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Purpose {
    /// The interface as a page: no system package at all.
    Serve,
    /// The desktop window too: the system's web view.
    Window,
    /// Every test too: a browser, a virtual display and a driver for the window.
    Test,
    /// The documents' pictures too: what makes them small.
    Pictures,
}

/// Arguments of `cargo xtask setup`.
#[derive(clap::Args)]
pub struct Arguments {
    /// What to make ready for.
    #[arg(long = "for", value_enum, default_value = "test", value_name = "PURPOSE")]
    purpose: Purpose,
}

/// `cargo xtask setup`.
///
/// # Errors
/// As [`prepare`].
pub fn setup(arguments: &Arguments) -> Result<()> {
    prepare(arguments.purpose)?;
    println!("ready for: {:?}", arguments.purpose);
    Ok(())
}

/// Installs and builds everything that `purpose` needs and that is not there yet.
///
/// # Errors
/// Something cannot be installed, fetched or built; the error says what to do by hand.
pub fn prepare(purpose: Purpose) -> Result<()> {
    // Two set-ups at once would pull the folders from under each other.
    let folder = shell::root().join(".aside");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let lock = File::create(folder.join("setup.lock")).context("cannot make the set-up's lock")?;
    lock.lock().context("cannot wait for another set-up to end")?;

    debian::install(purpose)?;
    if let Err(error) = model::fetch() {
        // The desk opens without the model and finds documents by words; the checks measure with it.
        if purpose >= Purpose::Test {
            return Err(error);
        }
        eprintln!("warning: {error:#}. Without the model, documents are found by words alone.");
    }
    front_end::build()
}
