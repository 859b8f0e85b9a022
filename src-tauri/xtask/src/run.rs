//! `cargo xtask run`.

use std::env;
use std::process::Command;

use anyhow::{Context, Result};

use crate::setup::{self, Purpose};
use crate::shell;

/// Arguments of `cargo xtask run`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Serve the interface as a page on this machine, even where there is a display.
    #[arg(long)]
    serve: bool,
    /// Build optimised: slower to build, faster to start and to index.
    #[arg(long)]
    release: bool,
    /// Handed on to the window or to `aside serve`, such as `--knowledge DIR`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Sets up, builds, and opens the desk. With the window, returns when it is closed; with the page,
/// when it is stopped.
///
/// # Errors
/// The set-up, the build or the desk itself fails.
pub fn run(arguments: &Arguments) -> Result<()> {
    let window = !arguments.serve && has_display();
    setup::prepare(if window { Purpose::Window } else { Purpose::Serve })?;

    let binary = if window { "aside-desktop" } else { "aside" };
    // The same selection of packages as the tests, so that neither rebuilds what the other built.
    let mut build = shell::cargo(&["build", "--workspace", "--bin", binary]);
    if arguments.release {
        build.arg("--release");
    }
    shell::run(&mut build)?;

    let mut desk = shell::command(shell::built(arguments.release)?.join(binary));
    for (variable, folder) in
        [("ASIDE_KNOWLEDGE", "knowledge"), ("ASIDE_DATA", ".aside"), ("ASIDE_MODELS", "models")]
    {
        if env::var_os(variable).is_none() {
            desk.env(variable, shell::root().join(folder));
        }
    }
    // Paths that were typed are meant from where they were typed.
    desk.current_dir(env::current_dir()?);
    if !window {
        desk.arg("serve");
    }
    become_program(desk.args(&arguments.rest))
}

fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Goes on as `command`, so that it hears Ctrl-C and other signals itself.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(error).with_context(|| format!("cannot start {}", command.get_program().display()))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    shell::run(command)
}
