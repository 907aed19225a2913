//! [`text::look`] under libFuzzer.
#![no_main]

#[path = "../looks/text.rs"]
mod text;

libfuzzer_sys::fuzz_target!(|text: &str| text::look(text));
