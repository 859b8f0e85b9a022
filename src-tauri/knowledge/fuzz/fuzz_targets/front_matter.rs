#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| aside_knowledge::fuzzing::front_matter(text));
