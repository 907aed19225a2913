//! [`value::look`] under libFuzzer.
#![no_main]

#[path = "../looks/value.rs"]
mod value;

libfuzzer_sys::fuzz_target!(|text: &str| value::look(text));
