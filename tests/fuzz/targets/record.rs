//! [`record::look`] under libFuzzer.
#![no_main]

#[path = "../looks/record.rs"]
mod record;

libfuzzer_sys::fuzz_target!(|data: &[u8]| record::look(data));
