//! The real `aside` program, with folders of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long a journey waits for something that should come within a second or two.
const PATIENCE: Duration = Duration::from_secs(300);

/// A knowledge folder and a data folder that go when this is dropped.
pub(crate) struct Folders {
    dir: TempDir,
}

impl Folders {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("knowledge")).unwrap();
        Self { dir }
    }

    /// With a copy of the sample knowledge.
    pub(crate) fn with_sample() -> Self {
        let folders = Self::new();
        copy(&repository().join("knowledge"), &folders.knowledge());
        folders
    }

    pub(crate) fn knowledge(&self) -> PathBuf {
        self.dir.path().join("knowledge")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.knowledge().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The command with these folders.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aside"));
        command.args(args).arg("--knowledge").arg(self.knowledge()).arg("--data").arg(self.data());
        command.env("ASIDE_MODELS", repository().join("models"));
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs with `--json` and gives the object; anything but success fails the test.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let output = self.command(args).arg("--json").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Starts `aside serve` on a free port.
    pub(crate) fn serve(&self) -> Server {
        Server::start(self.command(&["serve", "--port", "0"]))
    }
}

/// A running `aside serve`, killed when dropped.
pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned();
        Self { child, address }
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn address(&self) -> String {
        self.address.clone()
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        ureq::get(format!("{}{path}", self.address))
            .call()
            .unwrap()
            .into_body()
            .read_json()
            .unwrap()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        ureq::post(format!("{}{path}", self.address))
            .send_json(body)
            .unwrap()
            .into_body()
            .read_json()
            .unwrap()
    }

    /// `None` where it is refused.
    pub(crate) fn try_post(&self, path: &str, body: &Value) -> Option<Value> {
        let answer = ureq::post(format!("{}{path}", self.address)).send_json(body).ok()?;
        Some(answer.into_body().read_json().unwrap())
    }

    /// As `kill -9` does it.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks until the answer passes, and gives how long that took.
    pub(crate) fn until(
        &self,
        path: &str,
        what: &str,
        passes: impl Fn(&Value) -> bool,
    ) -> Duration {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if passes(&answer) {
                return start.elapsed();
            }
            assert!(start.elapsed() < PATIENCE, "still not {what}: {answer:#}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Everything is read, word-indexed and embedded.
    pub(crate) fn until_indexed(&self, files: u64) -> Value {
        self.until("/api/v1/knowledge", "indexed", |status| {
            status["files"] == files
                && status["pending"] == 0
                && status["embedded"] == status["chunks"]
        });
        self.get("/api/v1/knowledge")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
