//! The tests that drive the page in a browser, against a real server.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use super::rust;
use crate::shell;

/// Starts `aside serve` on a copy of the sample knowledge and data of its own, and runs `tests/browser`
/// against it; the tests find it by `ASIDE_URL`.
pub fn test() -> Result<()> {
    let root = shell::root();
    let mut tests: Vec<_> = fs::read_dir(root.join("tests/browser"))
        .context("cannot read tests/browser")?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().contains(".test."))
        .collect();
    tests.sort();
    against_sample(tempfile::tempdir()?.path(), shell::command("node").arg("--test").args(&tests))
}

/// Takes the pictures of every view that the documents show, into `folder`.
pub fn take_pictures(folder: &Path) -> Result<()> {
    let script = shell::root().join("tests/browser/pictures.mjs");
    // Its name stands in some of them.
    let place = tempfile::Builder::new().prefix("Aside").rand_bytes(0).tempdir()?;
    against_sample(place.path(), shell::command("node").arg(script).env("ASIDE_PICTURES", folder))
}

/// Runs a command while `aside serve` is up on a copy of the sample knowledge, indexed, with data of
/// its own, both in `place`; the command finds it by `ASIDE_URL`.
fn against_sample(place: &Path, command: &mut Command) -> Result<()> {
    let aside = rust::aside()?;
    let (data, knowledge) = (place.join("data"), place.join("knowledge"));
    for folder in [&data, &knowledge] {
        fs::create_dir(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    // Tests write into the folder, too.
    copy_folder(&shell::root().join("knowledge"), &knowledge)?;
    // The chat is read aloud where espeak-ng is installed; the test of it is left out elsewhere.
    fs::write(data.join("settings.toml"), "[speech]\nengine = \"espeak-ng\"\n")?;
    let log = shell::built(false)?.join("browser-server.log");
    // The journeys ask about the documents at once.
    shell::run(
        shell::command(&aside)
            .args(["index", "--json", "--knowledge"])
            .arg(&knowledge)
            .arg("--data")
            .arg(&data),
    )?;
    let server = Server::start(&aside, &knowledge, &data, &log)?;
    shell::run(command.env("ASIDE_URL", &server.address))
        .with_context(|| format!("the server's log is {}", log.display()))
}

/// Copies what lies in one folder into another, which is there.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir(&place)?;
            copy_folder(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), &place)?;
        }
    }
    Ok(())
}

/// A running `aside serve`; dropping it stops it.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(program: &Path, knowledge: &Path, data: &Path, log: &Path) -> Result<Self> {
        let log_file =
            File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut process = shell::command(program)
            .args(["serve", "--port", "0", "--knowledge"])
            .arg(knowledge)
            .arg("--data")
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(log_file)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let output = process.stdout.take().context("the server has no output")?;
        let mut server = Self { process, address: String::new() };
        // The first line is `listening on http://127.0.0.1:PORT`; the output's end comes first where
        // the server cannot start.
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let Some((_, address)) = line.trim_end().split_once("listening on ") else {
            bail!("the server did not start: its log is {}", log.display());
        };
        address.clone_into(&mut server.address);
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to do about either.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
