//! The tests that drive the real window.

use anyhow::{Context, Result};

use super::rust::has_nextest;
use crate::shell;

/// Runs them on a virtual display, in a session of its own. Elsewhere than on Linux the system has
/// no driver for its web view, so there they are left out.
pub fn test() -> Result<()> {
    if !cfg!(target_os = "linux") {
        println!("left out: this system has no driver for its web view");
        return Ok(());
    }
    let runner: &[&str] =
        if has_nextest() { &["nextest", "run", "--no-capture"] } else { &["test"] };
    let cargo = shell::cargo(runner);
    let mut session = shell::command("dbus-run-session");
    session.args(["--", "xvfb-run", "--auto-servernum", "--server-args=-screen 0 1440x900x24"]);
    session.arg(cargo.get_program()).args(cargo.get_args()).args([
        "--workspace",
        "--test",
        "window",
    ]);
    for (name, value) in cargo.get_envs() {
        match value {
            Some(value) => session.env(name, value),
            None => session.env_remove(name),
        };
    }
    shell::run(&mut session)
        .context("the window's tests failed; pictures of them lie in the target folder's tmp/")
}
