//! [`document::look`] under libFuzzer.
#![no_main]

#[path = "../looks/document.rs"]
mod document;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    document::look(data);
});
