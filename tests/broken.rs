//! Files as editors leave them broken, each a folder under `tests/broken/`: put over the bulletin in `base/`, checked, and
//! what `gongbao check` then says kept beside it in both languages. `UPDATE=1 cargo test --test broken` writes what is
//! said; read it as a stranger would: is it clear what to do?

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gongbao::build::{Clock, Outcome, Request, check};
use gongbao::diagnostic::emit::{Format, Look, emit};
use gongbao::diagnostic::{Lang, Severity};

/// How many mistakes there are at least.
const LEAST: usize = 130;

fn copy(from: &Path, to: &Path) {
    for file in walkdir::WalkDir::new(from).into_iter().map(|file| file.expect("readable")) {
        let place = to.join(file.path().strip_prefix(from).expect("inside"));
        if file.file_type().is_dir() {
            fs::create_dir_all(&place).expect("a folder");
        } else {
            fs::copy(file.path(), &place).expect("a copy");
        }
    }
}

/// What is found in the bulletin with the files of `folder` in place of its own.
fn checked(folder: &Path) -> Outcome {
    let root = tempfile::tempdir().expect("a folder");
    copy(Path::new("tests/broken/base"), root.path());
    copy(&folder.join("content"), &root.path().join("content"));
    let now = "2024-01-01T04:00:00Z".parse().expect("a moment");
    let request = Request {
        root: root.path().to_owned(),
        drafts: false,
        base_url: None,
        relative: false,
        gallery: false,
        clock: Clock { as_of: None, epoch: None, now },
    };
    check(&request).expect("the system works")
}

/// Every folder but `base`, in order.
fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir("tests/broken").expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    folders.retain(|folder| !folder.ends_with("base"));
    folders.sort();
    folders
}

#[test]
fn editors_are_told_what_to_do() {
    let base = Path::new("tests/broken/base");
    assert_eq!(checked(base).findings, [], "the bulletin itself has findings");
    let folders = folders();
    assert!(folders.len() >= LEAST, "only {} mistakes", folders.len());
    let (mut silent, mut differ) = (Vec::new(), Vec::new());
    for folder in &folders {
        let outcome = checked(folder);
        if outcome.findings.iter().all(|finding| finding.severity() == Severity::Advice) {
            silent.push(folder);
        }
        differ.extend(unlike(folder, &outcome));
        for (lang, name) in [(Lang::Zh, "zh.txt"), (Lang::En, "en.txt")] {
            let said = emit(&outcome.findings, &outcome, Format::Human(Look::default()), lang);
            let kept = folder.join(name);
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&kept, said).expect("written");
            } else if fs::read_to_string(&kept).unwrap_or_default() != said {
                differ.push(format!("{}:\n{said}", kept.display()));
            }
        }
    }
    assert!(silent.is_empty(), "nothing is told of {silent:?}");
    assert!(differ.is_empty(), "{}\nUPDATE=1 cargo test --test broken writes what is said", differ.join("\n"));
}

/// Words of the parsers and of serde, which no editor should meet in Chinese.
const PARSERS: &[&str] =
    &["while parsing", "expected", "invalid", "unexpected", "did not find", "not allowed", "unknown variant"];

/// What a finding should be in both languages and is not: helped, and in Chinese without the parsers' words.
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

#[test]
fn every_mistake_has_a_number_of_its_own() {
    let names: Vec<String> =
        folders().iter().filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned())).collect();
    let numbers: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('-')?.0)).collect();
    assert_eq!(numbers.len(), names.len(), "a number stands twice in tests/broken");
}
