//! Files as editors leave them broken, each a folder under `tests/broken/`: put over the bulletin in `base/`, checked, and
//! what `gongbao check` then says kept beside it in both languages. `UPDATE=1 cargo test --test broken` writes what is
//! said; read it as a stranger would: is it clear what to do?

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "how many helps were done")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

mod helps;

use gongbao::build::{Clock, Outcome, Request, check};
use gongbao::diagnostic::emit::{Format, Look, emit};
use gongbao::diagnostic::{Lang, Severity};

/// How many mistakes there are at least.
const LEAST: usize = 130;
/// How many helps at least say what to write.
const LEAST_DONE: usize = 90;

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

/// The bulletin with the files of `folder` in place of its own.
fn laid_out(folder: &Path) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    copy(Path::new("tests/broken/base"), root.path());
    copy(&folder.join("content"), &root.path().join("content"));
    root
}

/// What is found in the bulletin with the files of `folder` in place of its own.
fn checked(folder: &Path) -> Outcome {
    found_in(laid_out(folder).path())
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

/// What is found in a bulletin on a fixed day.
fn found_in(root: &Path) -> Outcome {
    let now = "2024-01-01T04:00:00Z".parse().expect("a moment");
    let request = Request {
        root: root.to_owned(),
        drafts: false,
        base_url: None,
        relative: false,
        gallery: false,
        clock: Clock { as_of: None, epoch: None, now },
    };
    check(&request).expect("the system works")
}

#[test]
fn a_bulletin_without_its_configuration_is_told_so() {
    let root = tempfile::tempdir().expect("a folder");
    copy(Path::new("tests/broken/base"), root.path());
    fs::remove_file(root.path().join("content/site.yaml")).expect("removed");
    let codes: Vec<&str> = found_in(root.path()).findings.iter().map(|finding| finding.code.id).collect();
    assert_eq!(codes, ["GB0150"]);
}

/// Every record of the example left half typed, a part of them at a time: no other file is told of it.
#[test]
fn a_record_that_cannot_be_read_makes_no_other_file_fail() {
    let root = tempfile::tempdir().expect("a folder");
    copy(Path::new("themes/default/example"), root.path());
    let told = |outcome: &Outcome| -> BTreeSet<String> {
        let told = outcome.findings.iter();
        told.map(|finding| format!("{}: {} {}", finding.place.file, finding.code.id, finding.message.zh)).collect()
    };
    let before = told(&found_in(root.path()));
    let files = walkdir::WalkDir::new(root.path().join("content")).sort_by_file_name().into_iter();
    let records: Vec<PathBuf> = files
        .map(|file| file.expect("readable"))
        .filter(|file| file.depth() > 1 && file.path().extension().is_some_and(|ext| ext == "yaml" || ext == "md"))
        .map(walkdir::DirEntry::into_path)
        .collect();
    const PARTS: usize = 16;
    let mut faults = Vec::new();
    for part in 0..PARTS {
        let broken: Vec<(&PathBuf, String, String)> = records
            .iter()
            .skip(part)
            .step_by(PARTS)
            .map(|file| {
                let name = file.strip_prefix(root.path()).expect("inside").display().to_string();
                (file, name, fs::read_to_string(file).expect("a text"))
            })
            .collect();
        for (file, _, text) in &broken {
            fs::write(file, text.replacen("title:", "title: [", 1)).expect("written");
        }
        let after = told(&found_in(root.path()));
        for (file, name, text) in &broken {
            fs::write(file, text).expect("written");
            if !after.iter().any(|told| told.starts_with(name)) {
                faults.push(format!("{name}: nothing is told of it"));
            }
        }
        let names: Vec<&str> = broken.iter().map(|(_, name, _)| name.as_str()).collect();
        let of_others = after.difference(&before).filter(|told| !names.iter().any(|name| told.starts_with(name)));
        faults.extend(of_others.map(|told| format!("{names:?} → {told}")));
    }
    let n = records.len();
    assert!(n > 20, "only {n} records");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a help says to type is right: with it the finding is gone, nothing else is found, and nothing else is changed.
#[test]
fn what_helps_say_to_write_does() {
    let (mut done, mut faults) = (0, Vec::new());
    for folder in folders() {
        let root = laid_out(&folder);
        let tried = helps::tried(root.path(), &found_in);
        done += tried.done;
        faults.extend(tried.faults.into_iter().map(|fault| format!("{}: {fault}", folder.display())));
    }
    println!("{done} helps done");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(done >= LEAST_DONE, "only {done} helps say what to write");
}

#[test]
fn every_mistake_has_a_number_of_its_own() {
    let names: Vec<String> =
        folders().iter().filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned())).collect();
    let numbers: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('-')?.0)).collect();
    assert_eq!(numbers.len(), names.len(), "a number stands twice in tests/broken");
}
