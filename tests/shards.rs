//! A site that is built in parts, on one machine or several, is the site that is built whole.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn gongbao(args: &[&str], out: &Path) -> Output {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/example");
    Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["build", "--lang", "en", "--root", root, "-o"])
        .arg(out)
        .args(if args.contains(&"--as-of") { &[][..] } else { &["--as-of", "2026-10-08"] })
        .args(args)
        .output()
        .expect("the binary runs")
}

fn build(args: &[&str], out: &Path) -> String {
    let output = gongbao(args, out);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {said}");
    said
}

/// The files of a folder, without what gongbao keeps for itself.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = all.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    let named = files.map(|path| (path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned(), path));
    let named = named.filter(|(name, _)| !name.starts_with(".gongbao/"));
    named.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

fn without_manifests(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(folder).into_iter().filter(|(name, _)| !name.starts_with(".gongbao")).collect()
}

fn copy(from: &Path, into: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(|entry| entry.expect("an entry")) {
        let to = into.join(entry.path().strip_prefix(from).expect("inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).expect("a folder");
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}

/// Whether two folders hold the same; the first path that differs.
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>, what: &str) {
    let differs = one.iter().filter(|(path, bytes)| other.get(*path) != Some(*bytes)).map(|(path, _)| path);
    let more = other.keys().filter(|path| !one.contains_key(*path));
    let differing: Vec<&String> = differs.chain(more).take(5).collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}

#[test]
fn parts_make_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("whole");
    build(&[], &whole);
    let whole = (tree(&whole), without_manifests(&whole));
    for n in [1, 3, 8] {
        let joined = folder.path().join(format!("joined-{n}"));
        let mut sizes = Vec::new();
        for i in 1..=n {
            let part = folder.path().join(format!("part-{i}-of-{n}"));
            build(&["--shard", &format!("{i}/{n}")], &part);
            sizes.push(without_manifests(&part).len());
            copy(&part, &joined);
        }
        assert!(sizes.iter().all(|size| *size > 0 && (n == 1 || *size < whole.1.len())), "{sizes:?}");
        assert_same(&without_manifests(&joined), &whole.1, &format!("{n} parts"));
        build(&["--merge"], &joined);
        assert_same(&tree(&joined), &whole.0, &format!("{n} parts, joined"));
        let said = build(&[], &joined);
        assert!(said.contains(" 0 written") && said.contains(" 0 removed"), "{said}");
    }
}

#[test]
fn parts_may_share_a_folder_and_replace_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let (whole, shared) = (folder.path().join("whole"), folder.path().join("shared"));
    build(&[], &whole);
    copy(&whole, &shared);
    // What an earlier site had and this one has not.
    let manifest = shared.join(".gongbao-manifest.json");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, text.replacen('{', "{\"old/index.html\": \"00\",", 1)).expect("written");
    fs::create_dir(shared.join("old")).expect("a folder");
    fs::write(shared.join("old/index.html"), "withdrawn").expect("written");
    fs::write(shared.join("own.txt"), "mine").expect("written");
    for part in ["1/2", "2/2"] {
        build(&["--shard", part], &shared);
        assert!(shared.join("old/index.html").exists(), "a part removes nothing of others");
    }
    build(&["--merge"], &shared);
    assert!(!shared.join("old").exists() && shared.join("own.txt").exists());
    fs::remove_file(shared.join("own.txt")).expect("removed");
    assert_same(&tree(&shared), &tree(&whole), "joined over an earlier site");
}

#[test]
fn what_is_no_part_or_not_whole_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    for wrong in ["0/3", "4/3", "1/0", "-1/3", "1", "1/", "a/b", "1/3/5", "1.5/3"] {
        let output = gongbao(&[&format!("--shard={wrong}")], &folder.path().join("none"));
        assert_eq!(output.status.code(), Some(2), "{wrong}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(!folder.path().join("none").exists());
    let joined = folder.path().join("joined");
    for i in [1, 3] {
        build(&["--shard", &format!("{i}/3")], &joined);
    }
    let was = tree(&joined);
    let refused = |what: &str| {
        let output = gongbao(&["--merge"], &joined);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(3) && said.contains(what), "{said}");
    };
    refused(".gongbao-manifest.2-of-3.json");
    assert_same(&tree(&joined), &was, "nothing is touched");
    build(&["--shard", "2/3"], &joined);
    let index = fs::read(joined.join("index.html")).expect("a page");
    fs::remove_file(joined.join("index.html")).expect("removed");
    refused("index.html");
    let damaged = index.iter().map(|byte| byte ^ 1).collect::<Vec<_>>();
    fs::write(joined.join("index.html"), damaged).expect("written");
    refused("index.html");
    fs::write(joined.join("index.html"), index).expect("written");
    // A part of another day, with drafts, with other links, at another address is of another site.
    let was = fs::read(joined.join(".gongbao-manifest.2-of-3.json")).expect("a manifest");
    for other in
        [["--as-of", "2026-10-09"], ["--drafts", "-q"], ["--relative", "-q"], ["--base-url", "https://a.org/b/"]]
    {
        build(&[&["--shard", "2/3"][..], &other[..]].concat(), &joined);
        refused("1-of-3.json and .gongbao-manifest.2-of-3.json");
        build(&["--shard", "2/3"], &joined);
        assert_eq!(fs::read(joined.join(".gongbao-manifest.2-of-3.json")).expect("a manifest"), was, "{other:?}");
    }
    build(&["--shard", "1/2"], &joined);
    refused("2-of-");
    let none = folder.path().join("none");
    let output = gongbao(&["--merge"], &none);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("no parts") && !none.exists(), "{said}");
}

/// A file that was put back from a copy, with its old time and of the same length, is written anew.
#[test]
fn a_page_of_an_earlier_day_is_not_taken_for_todays() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, today) = (folder.path().join("out"), folder.path().join("today"));
    build(&["--as-of", "2026-11-20"], &out);
    let page = out.join("overdue/index.html");
    let (old, time) = (fs::read(&page).expect("a page"), fs::metadata(&page).and_then(|found| found.modified()));
    build(&["--as-of", "2026-11-21"], &out);
    build(&["--as-of", "2026-11-21"], &today);
    let new = fs::read(&page).expect("a page");
    assert!(old.len() == new.len() && old != new, "the days have pages of one length");
    fs::write(&page, old).expect("written");
    let file = fs::File::options().append(true).open(&page).expect("a page");
    file.set_modified(time.expect("a time")).expect("set");
    drop(file);
    build(&["--as-of", "2026-11-21"], &out);
    assert_same(&tree(&out), &tree(&today), "put back");
}

/// What stands in the place of a page is told, and not read: a folder, or what never ends.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_in_the_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    build(&[], &out);
    let page = out.join("news/index.html");
    fs::remove_file(&page).expect("removed");
    fs::create_dir(&page).expect("a folder");
    fs::write(page.join("own.txt"), "mine").expect("written");
    let output = gongbao(&["--as-of", "2026-10-09", "--no-cache"], &out);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(3) && said.contains("news/index.html"), "{said}");
    fs::remove_dir_all(&page).expect("removed");
    let made = Command::new("mkfifo").arg(&page).status().expect("mkfifo runs");
    assert!(made.success());
    build(&["--as-of", "2026-10-09", "--no-cache"], &out);
    assert!(fs::metadata(&page).expect("a page").is_file());
}
