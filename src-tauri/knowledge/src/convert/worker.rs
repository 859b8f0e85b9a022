//! The body of the converting process: a document on stdin, its Markdown as JSON on stdout.

use std::io::{Read, Write};

use super::{ConvertError, Converted, MAX_FILE_BYTES, converter_for, limits};

/// The first argument that makes a binary of ours a converting process; the file's name follows.
pub const CONVERT_WORKER_ARG: &str = "--convert-worker";

/// Deeply nested documents recurse deeply; this stack holds what the memory cap lets them nest.
const STACK_BYTES: usize = 64 << 20;
/// The most bytes of the answer.
pub(super) const MAX_OUTPUT_BYTES: u64 = 32 << 20;

/// Converts the document on stdin and ends the process.
///
/// The last argument is the file's name. Prints a `Result` of documents or [`ConvertError`] as JSON.
/// A binary calls this before anything else when its first argument is [`CONVERT_WORKER_ARG`], and
/// has [`super::CappedAllocator`] as its global allocator.
pub fn convert_worker_main() -> ! {
    limits::cap_memory(limits::MEMORY_BYTES);
    let name = std::env::args_os()
        .next_back()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let answered = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || answer(&name))
        .is_ok_and(|thread| thread.join().unwrap_or(false));
    std::process::exit(i32::from(!answered));
}

/// Whether an answer was written.
fn answer(name: &str) -> bool {
    let mut bytes = Vec::new();
    if std::io::stdin().lock().take(MAX_FILE_BYTES).read_to_end(&mut bytes).is_err() {
        return false;
    }
    let result = match converter_for(name) {
        Some(converter) => converter.convert(&bytes, name),
        None => Err(ConvertError::Unsupported),
    };
    drop(bytes);
    let mut stdout = std::io::stdout().lock();
    serde_json::to_writer(&mut stdout, &result).is_ok() && stdout.flush().is_ok()
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
fn short(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}

/// Reads the answer of the process.
pub(super) fn parse_answer(bytes: &[u8]) -> Result<Vec<Converted>, ConvertError> {
    serde_json::from_slice::<Result<Vec<Converted>, ConvertError>>(bytes)
        .unwrap_or_else(|_| Err(ConvertError::Crashed("its converter did not finish".to_owned())))
}
