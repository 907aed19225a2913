//! Broken inputs as editors leave them, under `tests/broken/NN-name/`: each folder is a small bulletin with a mistake.
//! What `check` prints of it stands beside it, in `zh.txt` and `en.txt`. `UPDATE=1 cargo test --test broken` writes
//! them; read the difference as the editor would.
//!
//! Files stand as they are on disk, under `content/`. Without a `content/site.yaml` a folder gets a plain one.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use gongbao::build::{Clock, Outcome, Request, check};
use gongbao::diagnostic::emit::{Format, emit};
use gongbao::diagnostic::{Lang, Severity};

const SITE: &str = "title: 测试公报\nas_of: 2024-01-01\nbase_url: https://example.org/\ndocuments:\n  - {id: paper, title: 某报, published: 2023-12-31}\n";

#[test]
fn every_mistake_is_told_as_kept() {
    let folders = folders();
    assert!(folders.len() >= 60, "{} folders", folders.len());
    let mut failures = Vec::new();
    for folder in &folders {
        let outcome = checked(folder);
        if !outcome.findings.iter().any(|finding| finding.severity() != Severity::Advice) {
            failures.push(format!("{}: nothing is told", folder.display()));
        }
        for (lang, name) in [(Lang::Zh, "zh.txt"), (Lang::En, "en.txt")] {
            let shown = emit(&outcome.findings, &outcome, Format::Human { colour: false }, lang);
            let path = folder.join(name);
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&path, &shown).expect("written");
            }
            let kept = fs::read_to_string(&path).unwrap_or_default();
            if kept != shown {
                failures.push(format!("{}: shown is\n{shown}", path.display()));
            }
        }
        failures.extend(unlike(folder, &outcome));
    }
    assert!(
        failures.is_empty(),
        "{}\n\nUPDATE=1 cargo test --test broken writes what was shown",
        failures.join("\n\n")
    );
}

/// Words of the parsers and of serde, which no editor should meet in Chinese.
const PARSERS: &[&str] =
    &["while parsing", "expected", "invalid", "unexpected", "did not find", "not allowed", "unknown variant"];

/// What a finding should be in both languages: helped, and in Chinese without the parsers' words.
fn unlike(folder: &Path, outcome: &Outcome) -> Vec<String> {
    let mut unlike = Vec::new();
    for finding in &outcome.findings {
        let name = || format!("{} {}", folder.display(), finding.code.id);
        let help = finding.help.as_ref();
        if help.is_none_or(|help| help.zh.is_empty() || help.en.is_empty()) {
            unlike.push(format!("{}: no help", name()));
        }
        let zh = format!("{} {}", finding.message.zh, help.map_or("", |help| &help.zh));
        for word in PARSERS.iter().filter(|word| zh.contains(*word)) {
            unlike.push(format!("{}: “{word}” in Chinese: {zh}", name()));
        }
    }
    unlike
}

fn folders() -> Vec<PathBuf> {
    let listing = fs::read_dir("tests/broken").expect("tests/broken");
    let mut folders: Vec<PathBuf> =
        listing.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn checked(folder: &Path) -> Outcome {
    let root = tempfile::tempdir().expect("a folder");
    for entry in walkdir::WalkDir::new(folder.join("content")) {
        let entry = entry.expect("an entry");
        let path = root.path().join(entry.path().strip_prefix(folder).expect("inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(path).expect("a folder");
        } else {
            fs::copy(entry.path(), path).expect("copied");
        }
    }
    let site = root.path().join("content/site.yaml");
    if !site.exists() {
        fs::write(site, SITE).expect("written");
    }
    let clock = Clock { as_of: None, epoch: None, now: "2024-01-01T04:00:00Z".parse().expect("a moment") };
    let request =
        Request { root: root.path().to_owned(), drafts: false, base_url: None, relative: false, gallery: false, clock };
    check(&request).expect("the system works")
}
