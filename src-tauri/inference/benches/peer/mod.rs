//! sentence-transformers in a process of its own, asked line by line.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::Failure;

pub struct Peer {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts `peer.py` and waits until its model is loaded and warm.
    pub fn start(python: &Path, model: Option<&Path>) -> Result<Self, Failure> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peer.py");
        let mut process = Command::new(python)
            .arg(script)
            .args(model)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let questions = process.stdin.take().ok_or("no stdin")?;
        let answers = BufReader::new(process.stdout.take().ok_or("no stdout")?);
        let mut peer = Self { process, questions, answers };
        peer.embed(&["warm up".to_owned()], 1)?;
        Ok(peer)
    }

    /// Wall and processor seconds that embedding `texts` took the peer.
    pub fn embed(&mut self, texts: &[String], batch: usize) -> Result<Option<(f64, f64)>, Failure> {
        writeln!(self.questions, "{}", json!({"texts": texts, "batch": batch}))?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line).map_err(|_| "the peer gave no answer")?;
        Ok(answer["wall"].as_f64().zip(answer["cpu"].as_f64()))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Processor seconds of this process so far; 0 where the system does not tell.
pub fn cpu_seconds() -> f64 {
    #[cfg(target_os = "linux")]
    {
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: `time` is a valid place for the answer.
        if unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) } == 0 {
            return time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9;
        }
    }
    0.0
}
