//! The fuzz targets of `tests/fuzz`, without a fuzzer: each looks at its seeds, and at what is left of them when they are
//! cut or a byte is another. So they compile, run and stay true with the stable compiler.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;

#[path = "fuzz/looks/document.rs"]
mod document;
#[path = "fuzz/looks/picture.rs"]
mod picture;
#[path = "fuzz/looks/record.rs"]
mod record;
#[path = "fuzz/looks/text.rs"]
mod text;
#[path = "fuzz/looks/value.rs"]
mod value;

/// As libFuzzer gives a text: nothing is looked at that is none.
fn in_utf8(look: fn(&str)) -> impl Fn(&[u8]) -> bool {
    move |bytes| std::str::from_utf8(bytes).map(look).is_ok()
}

fn seeds(target: &str) -> Vec<PathBuf> {
    let folder = fs::read_dir(format!("tests/fuzz/seeds/{target}")).expect("seeds");
    let mut seeds: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{target} has no seeds");
    seeds
}

fn look_at_all(target: &str, look: impl Fn(&[u8]) -> bool) {
    for seed in seeds(target) {
        let bytes = fs::read(&seed).expect("a seed");
        assert!(!bytes.is_empty() && look(&bytes), "{}: nothing was read of it", seed.display());
        for part in 0..8 {
            look(&bytes[..bytes.len() * part / 8]);
        }
        // The same places at each run: a multiplier by Knuth.
        for n in 1..=24_usize {
            let mut bytes = bytes.clone();
            let at = n.wrapping_mul(2_654_435_761) % bytes.len();
            bytes[at] = bytes[at].wrapping_add((n * 41) as u8);
            look(&bytes);
        }
    }
}

#[test]
fn documents() {
    look_at_all("document", document::look);
}

#[test]
fn pictures() {
    look_at_all("picture", picture::look);
}

#[test]
fn records() {
    look_at_all("record", |bytes| {
        record::look(bytes);
        true
    });
}

#[test]
fn texts() {
    look_at_all("text", in_utf8(text::look));
}

#[test]
fn values() {
    look_at_all("value", in_utf8(value::look));
}

/// Each target has its look, its seeds, its test here and its row in the crate that cargo-fuzz builds.
#[test]
fn every_target_is_looked_at() {
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let mut names: Vec<String> =
            entries.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let targets = names("tests/fuzz/targets");
    assert_eq!(targets, names("tests/fuzz/looks"));
    assert_eq!(targets, names("tests/fuzz/seeds"));
    let (own, cargo) = [file!(), "tests/fuzz/Cargo.toml"].map(|path| fs::read_to_string(path).expect("a file")).into();
    for target in targets {
        assert!(own.contains(&format!("look_at_all(\"{target}\"")), "{target} is not looked at here");
        assert!(cargo.contains(&format!("name = \"{target}\"")), "{target} is not in tests/fuzz/Cargo.toml");
    }
}
