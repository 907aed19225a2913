//! Content as an editor would leave it broken, and what `check` says to people about it, in both languages.
//!
//! Each folder of `tests/broken/` holds `content/` with its slip, `zh.txt` and `en.txt`. `UPDATE=1 cargo test --test
//! broken` writes the texts anew: read the difference. A folder without `content/site.yaml` is given a plain one.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn slips_are_told_of_as_the_snapshots_say() {
    let update = std::env::var_os("UPDATE").is_some();
    let folders = folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken"));
    assert!(folders.len() >= 60, "{} folders", folders.len());
    let mut failures = Vec::new();
    for folder in &folders {
        for (lang, nothing) in [("zh", "0 个错误，0 个警告"), ("en", "0 errors, 0 warnings")] {
            let said = said(folder, lang);
            let snapshot = folder.join(format!("{lang}.txt"));
            if said.trim().is_empty() || said.starts_with(nothing) || !said.contains("[GB") {
                failures.push(format!("{}: nothing was found:\n{said}", folder.display()));
            } else if update {
                fs::write(&snapshot, &said).expect("written");
            } else if fs::read_to_string(&snapshot).unwrap_or_default() != said {
                failures.push(format!("{} differs; it is now:\n{said}", snapshot.display()));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n\nUPDATE=1 cargo test --test broken writes what was found",
        failures.join("\n\n")
    );
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .expect("tests/broken")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// What `check` prints about a folder.
fn said(folder: &Path, lang: &str) -> String {
    let copy = tempfile::tempdir().expect("a folder");
    copy_into(&folder.join("content"), &copy.path().join("content"));
    let site = copy.path().join("content/site.yaml");
    if !site.exists() {
        fs::write(site, "title: 双塔区公报\n").expect("written");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["check", "--as-of", "2024-01-01", "--lang", lang])
        .current_dir(copy.path())
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the binary runs");
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("content").map(|entry| entry.expect("an entry")) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_into(&source, &target);
        } else {
            fs::copy(source, target).expect("copied");
        }
    }
}
