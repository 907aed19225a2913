//! Imports point down: every `use crate::` is read and held against the order of the floors.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

/// The floors from the ground up; modules of one floor may use each other. `lib.rs` and `ARCHITECTURE.md` list the same.
const FLOORS: &[&[&str]] = &[
    &["chart", "date", "diagnostic", "quantity", "text"],
    &["source"],
    &["record"],
    &["figures"],
    &["site"],
    &["render"],
    &["check"],
    &["publish"],
    &["build"],
    &["serve"],
    &["cli"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn imports_point_down() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, text) in rust_files(Path::new("src")) {
        let module = path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or("").to_owned();
        if matches!(module.as_str(), "main" | "lib") {
            continue;
        }
        let Some(own) = floor(&module) else {
            faults.push(format!(
                "{path}: “{module}” stands on no floor; add it to tests/floors.rs, lib.rs and ARCHITECTURE.md"
            ));
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used = used.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
                seen += 1;
                match floor(used) {
                    Some(other) if other <= own => {}
                    Some(_) => faults.push(format!(
                        "{path}:{}: {module} uses {used}, which is above it: move it down, or pass the value in",
                        number + 1
                    )),
                    None => {}
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert!(seen > 100, "only {seen} imports were read");
}

#[test]
fn the_front_page_lists_the_floors_in_order() {
    let lib = fs::read_to_string("src/lib.rs").expect("lib.rs");
    let listed: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let floors: Vec<&str> = FLOORS.iter().flat_map(|floor| floor.iter().copied()).collect();
    assert_eq!(listed, floors);
    let architecture = fs::read_to_string("ARCHITECTURE.md").expect("ARCHITECTURE.md");
    for module in floors {
        assert!(architecture.contains(&format!("`{module}")), "ARCHITECTURE.md does not name the floor `{module}`");
    }
}

fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|ext| ext == "rs") {
            let text = fs::read_to_string(&entry).expect("a file");
            files.push((entry.display().to_string(), text));
        }
    }
    files.sort();
    files
}
