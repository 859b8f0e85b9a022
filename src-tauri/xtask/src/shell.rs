//! Starting other programs from the project's folder.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The project's folder. Cargo names it when it starts us; otherwise it is where we were built.
pub fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.ancestors().nth(2).unwrap_or(&manifest).to_path_buf()
}

/// The folder of built binaries: the one that we stand in ourselves, so that every target folder
/// that cargo can be configured to use is found.
///
/// # Errors
/// The system does not say where this program lies.
pub fn built(profile_release: bool) -> Result<PathBuf> {
    let own = env::current_exe().context("cannot find this program's own folder")?;
    let debug = own.parent().context("this program lies in no folder")?;
    Ok(if profile_release { debug.with_file_name("release") } else { debug.to_path_buf() })
}

/// `program`, to be started in the project's folder.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that started us, with `arguments`.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // These describe this program; to another build they would look like a change.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.args(arguments);
    command
}

/// npm in `folder`.
pub fn npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder).args(arguments);
    command
}

/// Runs `command` to its end, its output going to our own.
///
/// # Errors
/// It cannot be started, or ends with another status than success; the error shows it as typed.
pub fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Whether `program --version` can be started.
pub fn is_there(program: &str) -> bool {
    let mut command = command(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}
