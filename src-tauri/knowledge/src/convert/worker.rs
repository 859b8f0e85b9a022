//! The body of the converting process: file after file from its parent, documents back.

use std::fs::File;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::limits::{self, MAX_FILE_BYTES, MAX_OUTPUT_BYTES, fence, kernel, memory};
use super::protocol::{
    ANSWER, BODY, HELLO, Hello, LAST_ANSWER, MAX_NAME_BYTES, NAME, expect, receive, send,
};
use super::{CONVERTER_VERSION, ConvertError, Converted, Source};

/// The first argument that makes a binary of ours a converting process.
pub const CONVERT_WORKER_ARG: &str = "--convert-worker";

/// Converts what comes on stdin until that is closed, and ends the process.
///
/// A binary calls this before anything else when its first argument is [`CONVERT_WORKER_ARG`], and
/// has [`super::CappedAllocator`] as its global allocator.
pub fn convert_worker_main() -> ! {
    std::process::exit(i32::from(run().is_err()));
}

fn run() -> std::io::Result<()> {
    let pipes = Pipes::take()?;
    kernel::restrict();
    memory::cap(limits::MEMORY_BYTES);
    let fence = fence::raise().to_string();
    std::thread::Builder::new()
        .stack_size(limits::STACK_BYTES)
        .spawn(move || serve(pipes, fence))?
        .join()
        .unwrap_or_else(|_| Err(std::io::Error::other("the converter broke off")))
}

/// Answers file after file, until there are no more or it is time for a new process.
fn serve(mut pipes: Pipes, fence: String) -> std::io::Result<()> {
    let hello = serde_json::to_vec(&Hello { version: CONVERTER_VERSION, fence })?;
    send(&mut pipes.output, HELLO, &hello)?;
    let held_at_first = memory::held();
    let mut served = 0;
    while pipes.wait()
        && let Some((NAME, name)) = receive(&mut pipes.input, MAX_NAME_BYTES)?
    {
        let (_, bytes) = expect(&mut pipes.input, &[BODY], MAX_FILE_BYTES)?;
        kernel::start_of_file();
        let (answer, sound) = answer(&bytes, &String::from_utf8_lossy(&name));
        drop(bytes);
        served += 1;
        let usage = kernel::usage();
        let goes_on = sound
            && served < limits::FILES_PER_WORKER
            && memory::held().saturating_sub(held_at_first + answer.len()) < limits::LEAKED_BYTES
            && usage.peak_resident < limits::PEAK_RESIDENT_BYTES
            && usage.processor.as_secs() < limits::CPU_SECONDS_PER_WORKER;
        send(&mut pipes.output, if goes_on { ANSWER } else { LAST_ANSWER }, &answer)?;
        if !goes_on {
            break;
        }
    }
    Ok(())
}

/// The answer for one file, and whether this process is still sound after it.
fn answer(bytes: &[u8], name: &str) -> (Vec<u8>, bool) {
    let converted = catch_unwind(AssertUnwindSafe(|| Source::new(bytes, name).convert()));
    match converted {
        Ok(result) => (encode(&result), true),
        Err(panic) => {
            let said = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            (encode(&Err(ConvertError::Crashed(short(&said)))), false)
        }
    }
}

/// The answer as JSON, or as much as says that it is too long.
fn encode(result: &Result<Vec<Converted>, ConvertError>) -> Vec<u8> {
    let mut encoded = Bounded(Vec::new());
    if serde_json::to_writer(&mut encoded, result).is_ok() {
        return encoded.0;
    }
    let too_long = format!("more than {} MB of text", MAX_OUTPUT_BYTES >> 20);
    let refusal = Err::<Vec<Converted>, _>(ConvertError::OverLimit(too_long));
    serde_json::to_vec(&refusal).unwrap_or_default()
}

/// Bytes up to [`MAX_OUTPUT_BYTES`].
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if (self.0.len() + bytes.len()) as u64 > MAX_OUTPUT_BYTES {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The two ends of the parent's pipes.
struct Pipes {
    input: File,
    output: File,
}

impl Pipes {
    /// Takes stdin and stdout for the protocol. What a library prints goes nowhere after this.
    #[cfg(unix)]
    fn take() -> std::io::Result<Self> {
        use std::os::fd::{AsFd, AsRawFd};
        let input = std::io::stdin().as_fd().try_clone_to_owned()?.into();
        let output = std::io::stdout().as_fd().try_clone_to_owned()?.into();
        let nowhere = File::options().write(true).open("/dev/null")?;
        // SAFETY: both are open descriptors of this process, which has one thread.
        unsafe { libc::dup2(nowhere.as_raw_fd(), libc::STDOUT_FILENO) };
        Ok(Self { input, output })
    }

    /// Takes stdin and stdout for the protocol.
    #[cfg(windows)]
    fn take() -> std::io::Result<Self> {
        use std::os::windows::io::AsHandle;
        Ok(Self {
            input: std::io::stdin().as_handle().try_clone_to_owned()?.into(),
            output: std::io::stdout().as_handle().try_clone_to_owned()?.into(),
        })
    }

    /// Waits for the next file; false if none comes for [`limits::IDLE`].
    #[cfg(unix)]
    fn wait(&self) -> bool {
        use std::os::fd::AsRawFd;
        let mut input =
            libc::pollfd { fd: self.input.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        let patience = libc::c_int::try_from(limits::IDLE.as_millis()).unwrap_or(-1);
        // SAFETY: `input` is one valid pollfd for the length of the call.
        unsafe { libc::poll(&raw mut input, 1, patience) != 0 }
    }

    /// Waits for the next file, as long as that takes.
    #[cfg(not(unix))]
    fn wait(&self) -> bool {
        true
    }
}

/// What `markitdown-core` makes of `bytes`, taken as a file with this extension (with its dot).
pub(super) fn markitdown(bytes: &[u8], extension: &str) -> Result<String, ConvertError> {
    let info = markitdown_core::StreamInfo {
        extension: Some(extension.to_owned()),
        filename: Some(format!("document{extension}")),
        ..Default::default()
    };
    markitdown_core::convert(bytes, &info, &markitdown_core::Options::default()).map_err(|error| {
        let reason = error.to_string();
        if reason.contains("PasswordIncorrect") {
            ConvertError::Protected
        } else {
            ConvertError::Malformed(short(&reason))
        }
    })
}

/// The first line, at most 200 characters: parsers quote their input at length.
pub(super) fn short(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}
