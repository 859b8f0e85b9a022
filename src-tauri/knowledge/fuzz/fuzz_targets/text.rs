#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| aside_knowledge::fuzzing::convert("txt", bytes));
