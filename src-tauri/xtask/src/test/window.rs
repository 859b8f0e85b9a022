//! The tests that drive the real window.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::rust::has_nextest;
use crate::shell;

/// Runs them on a virtual display, in a session of its own. Elsewhere than on Linux the system has
/// no driver for its web view, so there they are left out.
pub fn test() -> Result<()> {
    if !cfg!(target_os = "linux") {
        println!("left out: this system has no driver for its web view");
        return Ok(());
    }
    let arguments: &[&str] = if has_nextest() {
        &["nextest", "run", "--no-capture", "--workspace", "--test", "window"]
    } else {
        &["test", "--workspace", "--test", "window", "--", "--test-threads=1"]
    };
    shell::run(&mut in_session(arguments))
        .context("pictures of the window lie in the target folder's tmp/")
}

/// Takes the pictures of the window that the documents show, into `folder`.
pub fn take_pictures(folder: &Path) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("pictures are taken on Linux: this system has no driver for its web view");
    }
    let arguments = ["test", "--workspace", "--test", "window", "--", "--ignored", "take_pictures"];
    shell::run(in_session(&arguments).env("ASIDE_PICTURES", folder))
}

/// Measures how soon the window can be used after the program's start.
pub fn measure_start() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the start is measured on Linux: this system has no driver for its web view");
    }
    let test = ["test", "--release", "--workspace", "--test", "window"];
    let only = ["--", "--ignored", "--nocapture", "measure_the_start"];
    shell::run(&mut in_session(&[&test[..], &only[..]].concat()))
}

/// Cargo with `arguments` on a virtual display and a session bus, which both end with it.
fn in_session(arguments: &[&str]) -> std::process::Command {
    let cargo = shell::cargo(arguments);
    let mut session = shell::command("dbus-run-session");
    session.args(["--", "xvfb-run", "--auto-servernum", "--server-args=-screen 0 1440x900x24"]);
    session.arg(cargo.get_program()).args(arguments);
    for (name, value) in cargo.get_envs() {
        match value {
            Some(value) => session.env(name, value),
            None => session.env_remove(name),
        };
    }
    session
}
