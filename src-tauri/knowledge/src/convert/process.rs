//! Starts the converting process, feeds it, and ends it when it takes too long.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::worker::{MAX_OUTPUT_BYTES, parse_answer};
use super::{ConvertError, Converted};

/// The longest that one file may take, on a clock; the processor limit usually ends it earlier.
const DEADLINE: Duration = Duration::from_secs(60);

/// The command that converts one file: the document comes on its stdin, the file's name as a last
/// argument is added to `args`.
#[derive(Clone, Debug)]
pub struct WorkerCommand {
    /// The program: usually [`std::env::current_exe`].
    pub program: PathBuf,
    /// Its arguments: usually just [`super::CONVERT_WORKER_ARG`].
    pub args: Vec<OsString>,
}

impl WorkerCommand {
    /// This very program, run again with [`super::CONVERT_WORKER_ARG`].
    ///
    /// # Errors
    /// The system's, if it cannot tell where the program lies.
    pub fn this_program() -> std::io::Result<Self> {
        Ok(Self { program: std::env::current_exe()?, args: vec![super::CONVERT_WORKER_ARG.into()] })
    }
}

/// Converts `bytes` in a process of its own.
pub(super) fn convert(
    bytes: &[u8],
    name: &str,
    worker: &WorkerCommand,
) -> Result<Vec<Converted>, ConvertError> {
    let mut child =
        start(name, worker).map_err(|error| ConvertError::NotStarted(error.to_string()))?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        end(&mut child);
        return Err(ConvertError::Crashed("it has no pipes".to_owned()));
    };
    let began = Instant::now();
    std::thread::scope(|scope| {
        // A process that died closes the pipe: writing then fails, which its exit tells better.
        scope.spawn(move || {
            let _ = stdin.write_all(bytes);
        });
        let reader = scope.spawn(move || {
            let mut output = Vec::new();
            // Dropping the pipe at the cap makes a process that writes on fail.
            let _ = stdout.take(MAX_OUTPUT_BYTES + 1).read_to_end(&mut output);
            output
        });
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Ok(status),
                Ok(None) if began.elapsed() > DEADLINE => {
                    end(&mut child);
                    break Err(ConvertError::OverLimit(format!(
                        "more than {} seconds",
                        DEADLINE.as_secs()
                    )));
                }
                Ok(None) => std::thread::sleep(pause(began.elapsed())),
                Err(error) => {
                    end(&mut child);
                    break Err(ConvertError::Crashed(error.to_string()));
                }
            }
        };
        let output = reader.join().unwrap_or_default();
        let status = status?;
        if output.len() as u64 > MAX_OUTPUT_BYTES {
            return Err(ConvertError::OverLimit(format!(
                "more than {} MB of text",
                MAX_OUTPUT_BYTES >> 20
            )));
        }
        if status.success() { parse_answer(&output) } else { Err(what_ended(status)) }
    })
}

fn start(name: &str, worker: &WorkerCommand) -> std::io::Result<Child> {
    let mut command = Command::new(&worker.program);
    command
        .args(&worker.args)
        .arg(name)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        command.current_dir("/");
        // SAFETY: the closure makes system calls only; it neither allocates nor locks.
        unsafe { command.pre_exec(super::limits::restrict_process) };
    }
    command.spawn()
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Most files take a few milliseconds, so look often at first.
fn pause(elapsed: Duration) -> Duration {
    if elapsed < Duration::from_millis(50) {
        Duration::from_micros(300)
    } else {
        Duration::from_millis(5)
    }
}

/// Why a process ended without an answer.
fn what_ended(status: ExitStatus) -> ConvertError {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        match status.signal() {
            Some(libc::SIGXCPU | libc::SIGKILL) => {
                return ConvertError::OverLimit("too much time".to_owned());
            }
            Some(libc::SIGABRT | libc::SIGSEGV | libc::SIGBUS) => {
                return ConvertError::OverLimit("too much memory, or nests too deep".to_owned());
            }
            Some(signal) => return ConvertError::Crashed(format!("signal {signal}")),
            None => {}
        }
    }
    ConvertError::Crashed(status.to_string())
}
