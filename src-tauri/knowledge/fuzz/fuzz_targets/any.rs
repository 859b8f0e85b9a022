//! Content whose name tells nothing, so that its first bytes choose the converter.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| aside_knowledge::fuzzing::convert("unknown", bytes));
