//! Checks of the Rust side. Each takes the whole workspace: another selection of packages would
//! choose other features of shared crates, and build them again.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::shell;

/// rustfmt.
pub fn format() -> Result<()> {
    shell::run(&mut shell::cargo(&["fmt", "--all", "--check"]))
        .context("`cargo fmt --all` mends it")
}

/// clippy; a warning is an error.
pub fn lints() -> Result<()> {
    // Plain test runs leave the window's tests out, and so does `--all-targets`.
    for targets in [&["--all-targets"][..], &["--test", "window"]] {
        let mut clippy = shell::cargo(&["clippy", "--workspace"]);
        shell::run(clippy.args(targets).args(["--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// Unit and integration tests, and the examples in the documentation.
pub fn tests() -> Result<()> {
    if has_nextest() {
        shell::run(&mut shell::cargo(&["nextest", "run", "--workspace", "--no-fail-fast"]))?;
        shell::run(&mut shell::cargo(&["test", "--workspace", "--doc", "--quiet"]))
    } else {
        shell::run(&mut shell::cargo(&["test", "--workspace", "--no-fail-fast"]))
    }
}

/// The documentation, private items too; a warning is an error.
pub fn documentation() -> Result<()> {
    shell::run(
        shell::cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"),
    )
}

/// The API's description in `ui/` against the one that the handlers make, and the interface's
/// types against that.
pub fn api_types() -> Result<()> {
    let made = shell::command(aside()?).arg("openapi").output();
    let made = made.context("cannot start `aside openapi`")?;
    let stored = shell::root().join("ui/openapi.json");
    let found = fs::read(&stored).with_context(|| format!("cannot read {}", stored.display()))?;
    if !made.status.success() || made.stdout != found {
        bail!(
            "ui/openapi.json is not what the handlers describe. To mend it:\n  \
             aside openapi > ui/openapi.json && npm --prefix ui run types"
        );
    }
    let ui = shell::root().join("ui");
    shell::run(&mut shell::npm(&ui, &["run", "--silent", "types", "--", "--check"]))
}

/// The `aside` command, built as its journeys build it: a plain build would choose other features of
/// shared crates than the tests before it, and compile most of them again.
pub fn aside() -> Result<PathBuf> {
    shell::run(&mut shell::cargo(&[
        "test",
        "--quiet",
        "--workspace",
        "--test",
        "journeys",
        "--no-run",
    ]))?;
    Ok(shell::built(false)?.join("aside"))
}

/// Whether nextest is there, which runs the tests of all crates side by side.
pub fn has_nextest() -> bool {
    shell::is_there("cargo-nextest")
}
