//! One converting process, seen from the engine: started, fed, and ended when it takes too long.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::limits::{DEADLINE, MAX_OUTPUT_BYTES, START_DEADLINE};
use super::protocol::{ANSWER, BODY, HELLO, Hello, LAST_ANSWER, NAME, expect, send};
use super::{CONVERTER_VERSION, ConvertError, Converted};

/// The command that starts a converting process.
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

/// A converting process. Dropping it ends it.
pub(super) struct Worker {
    child: Child,
    stdin: ChildStdin,
    stdout: ChildStdout,
    /// How many files it took, this one included.
    pub(super) served: u32,
    /// The fences that it put up.
    pub(super) fence: String,
}

/// What came of giving a worker a file.
pub(super) enum Exchange {
    /// It answered, and goes on or ends itself.
    Answered { result: Result<Vec<Converted>, ConvertError>, goes_on: bool },
    /// It died or had to be ended.
    Broken(ConvertError),
}

impl Worker {
    /// Starts one and waits until it is ready.
    ///
    /// # Errors
    /// [`ConvertError::NotStarted`].
    pub(super) fn start(command: &WorkerCommand) -> Result<Self, ConvertError> {
        let failed = |reason: &dyn std::fmt::Display| ConvertError::NotStarted(reason.to_string());
        let mut child = spawn(command).map_err(|error| failed(&error))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(failed(&"it has no pipes"));
        };
        let mut worker = Self { child, stdin, stdout, served: 0, fence: String::new() };
        let hello = worker
            .talk(START_DEADLINE, |_, stdout| expect(stdout, &[HELLO], MAX_OUTPUT_BYTES))
            .map_err(|error| failed(&error))?;
        let hello: Hello = serde_json::from_slice(&hello.1).map_err(|error| failed(&error))?;
        if hello.version != CONVERTER_VERSION {
            return Err(failed(&"another version of Aside was installed: start Aside anew"));
        }
        worker.fence = hello.fence;
        Ok(worker)
    }

    /// Has it convert one file.
    pub(super) fn convert(&mut self, bytes: &[u8], name: &str) -> Exchange {
        self.served += 1;
        let answer = self.talk(DEADLINE, |stdin, stdout| {
            send(stdin, NAME, name.as_bytes())?;
            send(stdin, BODY, bytes)?;
            expect(stdout, &[ANSWER, LAST_ANSWER], MAX_OUTPUT_BYTES)
        });
        let (mark, answer) = match answer {
            Ok(answer) => answer,
            Err(error) => return Exchange::Broken(error),
        };
        match serde_json::from_slice(&answer) {
            Ok(result) => Exchange::Answered { result, goes_on: mark == ANSWER },
            Err(error) => Exchange::Broken(ConvertError::Crashed(error.to_string())),
        }
    }

    /// Runs `talk` against the pipes, but not beyond the deadline.
    fn talk<T: Send>(
        &mut self,
        deadline: Duration,
        talk: impl FnOnce(&mut ChildStdin, &mut ChildStdout) -> std::io::Result<T> + Send,
    ) -> Result<T, ConvertError> {
        let Self { child, stdin, stdout, .. } = self;
        std::thread::scope(|scope| {
            let (tell, told) = crossbeam_channel::bounded(1);
            // Pipes know no timeouts: another thread waits for them, and ending the process ends it.
            std::thread::Builder::new()
                .spawn_scoped(scope, move || tell.send(talk(stdin, stdout)))
                .map_err(|error| ConvertError::NotStarted(error.to_string()))?;
            match told.recv_timeout(deadline) {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(error)) => Err(why_broken(child, &error)),
                Err(_) => {
                    end(child);
                    Err(ConvertError::TooSlow(deadline.as_secs()))
                }
            }
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn spawn(worker: &WorkerCommand) -> std::io::Result<Child> {
    let mut command = Command::new(&worker.program);
    command
        .args(&worker.args)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // In a group of its own, so that Ctrl-C in a terminal is not blamed on the file at work.
        command.current_dir("/").process_group(0);
    }
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        const BELOW_NORMAL_PRIORITY_CLASS: u32 = 0x0000_4000;
        command.creation_flags(CREATE_NO_WINDOW | BELOW_NORMAL_PRIORITY_CLASS);
    }
    command.spawn()
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Why a process no longer talks. It usually died; one that did not is ended.
fn why_broken(child: &mut Child, error: &std::io::Error) -> ConvertError {
    if error.kind() == ErrorKind::InvalidData {
        end(child);
        return ConvertError::Crashed(format!("its converter answered with {error}"));
    }
    let patience = Instant::now() + Duration::from_secs(5);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return what_ended(status),
            Ok(None) if Instant::now() < patience => {
                std::thread::sleep(Duration::from_millis(1));
            }
            Ok(None) | Err(_) => {
                end(child);
                return ConvertError::Crashed(format!("its converter fell silent: {error}"));
            }
        }
    }
}

/// Why a process ended without an answer.
fn what_ended(status: ExitStatus) -> ConvertError {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        match status.signal() {
            Some(libc::SIGXCPU) => {
                return ConvertError::OverLimit("too much time".to_owned());
            }
            Some(libc::SIGABRT | libc::SIGSEGV | libc::SIGBUS) => {
                return ConvertError::OverLimit("too much memory, or nests too deep".to_owned());
            }
            // We end a worker only after we stopped listening to it, so this was someone else: a
            // system that shuts down or ran out of memory.
            Some(signal @ (libc::SIGKILL | libc::SIGTERM | libc::SIGINT | libc::SIGHUP)) => {
                return ConvertError::Interrupted(format!("signal {signal}"));
            }
            Some(signal) => return ConvertError::Crashed(format!("signal {signal}")),
            None => {}
        }
    }
    ConvertError::Crashed(status.to_string())
}
