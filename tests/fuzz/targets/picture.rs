//! [`picture::look`] under libFuzzer.
#![no_main]

#[path = "../looks/picture.rs"]
mod picture;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    picture::look(data);
});
