//! Programs of this machine that are asked one thing, such as `tesseract`: bytes in by a pipe, bytes out by
//! a pipe.
//!
//! There is no shell, no environment but what is named, and no file written. What takes too long, or writes
//! too much, is ended with all that it started.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How often somebody looks whether it has ended.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// One start of a program.
#[derive(Debug)]
pub struct Contained<'a> {
    /// Its file.
    pub program: &'a Path,
    /// What it is told. Nothing of a customer's or a document's stands here: that goes in by the pipe.
    pub args: Vec<OsString>,
    /// All of its environment.
    pub environment: Vec<(OsString, OsString)>,
    /// What it may take.
    pub limits: ContainedLimits,
}

/// What a program may take. Memory and processor time are held by the kernel on Unix alone.
#[derive(Clone, Copy, Debug)]
pub struct ContainedLimits {
    /// The longest that it may run.
    pub deadline: Duration,
    /// Seconds of processor time.
    pub processor_seconds: u64,
    /// Bytes of memory.
    pub memory_bytes: u64,
    /// The most bytes that it may write to its output.
    pub output_bytes: u64,
}

/// A program that gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ContainedError {
    /// The system does not start it.
    #[error("it does not start: {0}")]
    NotStarted(String),
    /// It was ended at its deadline, or because nobody waits for it any more.
    #[error("it took longer than {0} s")]
    TooSlow(u64),
    /// It wrote more than it may.
    #[error("it gave more than {0} bytes")]
    TooMuch(u64),
    /// It says that it failed.
    #[error("it ended with {0}")]
    Failed(ExitStatus),
}

impl<'a> Contained<'a> {
    /// A start without arguments and environment.
    pub fn new(program: &'a Path, limits: ContainedLimits) -> Self {
        Self { program, args: Vec::new(), environment: Vec::new(), limits }
    }

    /// Tells it this, too.
    #[must_use]
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// Gives it `input` and takes its output. Ends it at once when `cancelled`.
    ///
    /// # Errors
    /// Where it does not start, fails, or takes more than its limits.
    pub fn run(
        &self,
        input: &[u8],
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<u8>, ContainedError> {
        let mut command = Command::new(self.program);
        command
            .args(&self.args)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            let limits = self.limits;
            command.current_dir("/").process_group(0);
            // SAFETY: the closure makes system calls only; it neither allocates nor locks.
            unsafe { command.pre_exec(move || restrict(limits)) };
        }
        let mut child =
            command.spawn().map_err(|error| ContainedError::NotStarted(error.to_string()))?;
        let output = self.talk(&mut child, input, cancelled);
        if output.is_none() {
            end(&mut child);
        }
        let status = child.wait().map_err(|error| ContainedError::NotStarted(error.to_string()))?;
        let most = self.limits.output_bytes;
        match output {
            None => Err(ContainedError::TooSlow(self.limits.deadline.as_secs())),
            Some(output) if output.len() as u64 > most => Err(ContainedError::TooMuch(most)),
            Some(output) if status.success() => Ok(output),
            Some(_) => Err(ContainedError::Failed(status)),
        }
    }

    /// Gives the input and takes the output; `None` after the deadline, or when `cancelled`.
    fn talk(
        &self,
        child: &mut Child,
        input: &[u8],
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Vec<u8>> {
        let (mut stdin, stdout) = (child.stdin.take()?, child.stdout.take()?);
        let (began, most) = (Instant::now(), self.limits.output_bytes);
        std::thread::scope(|scope| {
            // A program that ended closes the pipe; its status tells more than this error.
            scope.spawn(move || drop(stdin.write_all(input)));
            let reader = scope.spawn(move || {
                let mut output = Vec::new();
                // One more than it may give shows that there is more.
                let _ = stdout.take(most + 1).read_to_end(&mut output);
                output
            });
            while !reader.is_finished() {
                if began.elapsed() > self.limits.deadline || cancelled() {
                    end(child);
                    let _ = reader.join();
                    return None;
                }
                std::thread::sleep(LOOK_EVERY);
            }
            reader.join().ok()
        })
    }
}

/// Ends it and what it started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Ok(group) = libc::pid_t::try_from(child.id()) {
        // SAFETY: plain system call without memory. It is not waited for yet, so its id is still its own.
        unsafe { libc::kill(-group, libc::SIGKILL) };
    }
    // It may have ended meanwhile.
    let _ = child.kill();
}

/// Limits of the kernel: memory, processor time, no files written, few opened.
#[cfg(unix)]
fn restrict(limits: ContainedLimits) -> std::io::Result<()> {
    let limits = [
        (libc::RLIMIT_CORE, 0),
        (libc::RLIMIT_CPU, limits.processor_seconds),
        (libc::RLIMIT_AS, limits.memory_bytes),
        (libc::RLIMIT_FSIZE, 0),
        (libc::RLIMIT_NOFILE, 64),
    ];
    for (resource, value) in limits {
        let limit = libc::rlimit { rlim_cur: value, rlim_max: value };
        // SAFETY: `limit` is a valid rlimit for the length of the call.
        unsafe { libc::setrlimit(resource, &raw const limit) };
    }
    // Who writes a file all the same is told that there is no room, and not ended: sound systems make a file of
    // memory before they are asked for anything.
    // SAFETY: plain system call without memory.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    // SAFETY: plain system call without memory.
    unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, 10) };
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const LIMITS: ContainedLimits = ContainedLimits {
        deadline: Duration::from_millis(300),
        processor_seconds: 5,
        memory_bytes: 1 << 30,
        output_bytes: 1_000,
    };

    fn ask(script: &str, input: &[u8]) -> Result<Vec<u8>, ContainedError> {
        let shell = Contained::new(Path::new("/bin/sh"), LIMITS).args(["-c", script]);
        shell.run(input, &|| false)
    }

    #[test]
    fn what_goes_in_comes_out_and_the_environment_is_empty() {
        assert_eq!(ask("cat", b"hello").unwrap(), b"hello");
        // A shell sets some itself.
        let seen = String::from_utf8(ask("/usr/bin/env", b"").unwrap()).unwrap();
        assert!(!seen.contains("HOME=") && !seen.contains("CARGO"), "{seen}");
    }

    #[test]
    fn what_takes_too_long_is_ended_with_what_it_started() {
        let began = Instant::now();
        // The one that is started holds the pipe, too.
        let error = ask("sleep 20 & sleep 20", b"").unwrap_err();
        assert!(matches!(error, ContainedError::TooSlow(_)), "{error}");
        assert!(began.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_fails_writes_too_much_or_into_a_file_gives_nothing() {
        assert!(matches!(ask("exit 3", b""), Err(ContainedError::Failed(_))));
        assert!(matches!(ask("head -c 5000 /dev/zero", b""), Err(ContainedError::TooMuch(1_000))));
        let file = std::env::temp_dir().join(format!("aside-contained-{}", std::process::id()));
        let wrote = ask(&format!("echo text > {}", file.display()), b"");
        let size = std::fs::metadata(&file).map_or(0, |file| file.len());
        let _ = std::fs::remove_file(&file);
        assert!(wrote.is_err() && size == 0, "{wrote:?} {size}");
        let missing = Contained::new(Path::new("/nowhere/program"), LIMITS).run(b"", &|| false);
        assert!(matches!(missing, Err(ContainedError::NotStarted(_))));
    }
}
