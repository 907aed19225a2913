//! Publishing, whole and interrupted: for each of its operations a build is tried in which that one fails, in which the
//! disk is full from there on, and in which the program is killed there.

use std::fs::{self, File};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;
use crate::source::SystemError;

/// A site: text by path.
type Site = BTreeMap<String, String>;

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Takes a site to a store, in parallel as builds do.
fn bring(store: impl Store + 'static, site: &Site) -> Result<Changes, PublishError> {
    let publishing = Publishing::on(Box::new(store), true, None)?;
    let put = |(path, text): (&String, &String)| publishing.put(path.clone(), text.as_bytes(), About::default());
    site.par_iter().map(put).collect::<Result<Vec<()>, _>>()?;
    publishing.finish()
}

fn build(out: &Path, site: &Site) -> Result<Changes, PublishError> {
    bring(Failing::at(out, usize::MAX, How::Fails)?, site)
}

fn publish(
    out: &Path,
    pages: &[(&str, &str)],
    assets: &BTreeMap<String, Asset>,
    trust: bool,
) -> Result<Changes, PublishError> {
    let publishing = Publishing::open(out, trust, None)?;
    for (path, text) in pages {
        publishing.put((*path).to_owned(), text.as_bytes(), About::default())?;
    }
    publishing.put_assets(assets)?;
    publishing.finish()
}

/// What stands in a folder, without what gongbao keeps there for itself; empty folders end with `/`.
fn tree(out: &Path) -> Site {
    let mut all = Site::new();
    fs::create_dir_all(out).expect("a folder");
    for entry in walkdir::WalkDir::new(out).min_depth(1).into_iter().map(|entry| entry.expect("an entry")) {
        let path = entry.path().strip_prefix(out).expect("inside").to_string_lossy().into_owned();
        if path == OWN || path.starts_with(&format!("{OWN}/")) {
            continue;
        }
        if entry.file_type().is_file() {
            all.insert(path, fs::read_to_string(entry.path()).expect("a text"));
        } else if fs::read_dir(entry.path()).expect("a folder").next().is_none() {
            all.insert(path + "/", String::new());
        }
    }
    all
}

/// What happens at the operation that fails.
#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    /// It fails, and those after it work.
    Fails,
    /// From it on nothing can be written; removing works. The file that fills the disk is written in part.
    DiskFull,
    /// The program ends: nothing after it happens. What it was doing is done in part.
    Killed,
}

/// A folder whose `at`-th operation goes wrong.
struct Failing {
    inner: Folder,
    at: usize,
    how: How,
    done: Arc<AtomicUsize>,
}

impl Failing {
    fn at(out: &Path, at: usize, how: How) -> Result<Self, PublishError> {
        Ok(Self { inner: Folder::open(out)?, at, how, done: Arc::default() })
    }

    /// Whether this operation goes wrong; `writes` needs room on the disk.
    fn goes_wrong(&self, writes: bool) -> bool {
        let number = self.done.fetch_add(1, Ordering::SeqCst);
        match self.how {
            How::Fails => number == self.at,
            How::DiskFull => number >= self.at && writes,
            How::Killed => number >= self.at,
        }
    }

    fn error(&self) -> SystemError {
        let kind = if self.how == How::DiskFull { ErrorKind::StorageFull } else { ErrorKind::Other };
        SystemError::new("try", Path::new("x"), Error::from(kind))
    }
}

impl Store for Failing {
    fn found(&self, path: &str) -> Result<Found, SystemError> {
        self.inner.found(path)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, SystemError> {
        self.inner.list(folder)
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SystemError> {
        self.inner.read(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError> {
        let number = self.done.load(Ordering::SeqCst);
        if self.goes_wrong(true) {
            if self.how != How::Killed || number == self.at {
                self.inner.write(path, &bytes[..bytes.len() / 2])?;
            }
            return Err(self.error());
        }
        self.inner.write(path, bytes)
    }

    /// No power is cut here, and thousands of builds need not wait for the disk.
    fn sync(&self, _: &str) -> Result<(), SystemError> {
        if self.goes_wrong(true) { Err(self.error()) } else { Ok(()) }
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError> {
        if self.goes_wrong(false) { Err(self.error()) } else { self.inner.rename(from, to) }
    }

    fn remove(&self, path: &str) -> Result<bool, SystemError> {
        if self.goes_wrong(false) { Err(self.error()) } else { self.inner.remove(path) }
    }

    fn make_folder(&self, path: &str) -> Result<(), SystemError> {
        if self.goes_wrong(true) { Err(self.error()) } else { self.inner.make_folder(path) }
    }

    fn remove_folder(&self, path: &str) -> Result<bool, SystemError> {
        if self.goes_wrong(false) { Err(self.error()) } else { self.inner.remove_folder(path) }
    }
}

/// Thirty files before and after: edited with equal length and with another, added, deleted, a file that becomes a folder
/// and folders that become files.
fn before_and_after() -> (Site, Site) {
    let mut before = Site::new();
    for number in 0..20 {
        before.insert(format!("projects/p{number}/index.html"), format!("project {number} first"));
    }
    before.extend(site(&[
        ("index.html", "home: 20"),
        ("assets/style-1.css", "a{}"),
        ("files/list", "a file"),
        ("files/kept.pdf", "kept"),
        ("news/a/b/c/index.html", "deep"),
        ("news/a/b/d/index.html", "deep too"),
        ("notices/old/index.html", "withdrawn"),
        ("parks/x", "stays"),
        ("search/0.json", "[1]"),
        ("404.html", "none"),
    ]));
    let mut after = before.clone();
    for number in (0..20).step_by(3) {
        after.insert(format!("projects/p{number}/index.html"), format!("project {number} other"));
    }
    for gone in ["projects/p1/index.html", "notices/old/index.html", "assets/style-1.css", "files/list"] {
        after.remove(gone);
    }
    after.retain(|path, _| !path.starts_with("news/a/"));
    after.extend(site(&[
        ("index.html", "home: 20 and more"),
        ("assets/style-2.css", "b{}"),
        ("files/list/2023/a.pdf", "in what was a file"),
        ("news/a", "in place of a folder"),
        ("events/e/index.html", "new"),
        ("events/f/g/h/index.html", "new and deep"),
    ]));
    (before, after)
}

/// What others put into the output folder.
fn foreign() -> Site {
    site(&[("CNAME", "example.org"), ("projects/own.txt", "mine"), ("notices/old/letter.txt", "dear"), ("z/a/b", "z")])
}

fn put(out: &Path, files: &Site) {
    for (path, text) in files {
        let path = out.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
}

/// The folder as it should be: the site, its manifest, and what others put there.
fn whole(site: &Site, foreign: &Site) -> Site {
    let entry = |text: &String| format!("{{\"hash\":\"{}\",\"size\":{}}}", hash_of(text.as_bytes()), text.len());
    let lines = site.iter().map(|(path, text)| format!("\"{path}\": {}", entry(text)));
    let manifest = format!("{{\n{}\n}}\n", lines.collect::<Vec<_>>().join(",\n"));
    site.iter()
        .chain(foreign)
        .map(|(path, text)| (path.clone(), text.clone()))
        .chain([(MANIFEST.into(), manifest)])
        .collect()
}

fn assert_right(out: &Path, site: &Site, foreign: &Site, what: &str) {
    let (there, wanted) = (tree(out), whole(site, foreign));
    let differs: Vec<_> = there.iter().filter(|(path, text)| wanted.get(*path) != Some(text)).collect();
    let missing: Vec<_> = wanted.keys().filter(|path| !there.contains_key(*path)).collect();
    assert!(differs.is_empty() && missing.is_empty(), "{what}: wrong {differs:?}, missing {missing:?}");
    let own: Vec<_> =
        fs::read_dir(out.join(OWN)).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    let own: BTreeSet<_> = own.iter().filter_map(|name| name.to_str()).collect();
    assert_eq!(own, ["lock", "time"].into(), "{what}: what a build keeps for itself is cleared");
    let again = build(out, site).expect("published");
    assert_eq!(
        (again.written, again.removed, again.resumed),
        (0, 0, false),
        "{what}: a second build has nothing to do"
    );
}

/// Tries every operation, from a folder that `start` makes, on the way to `after`. Gives how many there were, and how
/// many left a folder that is neither as it was nor as it should be.
fn every_operation(start: &dyn Fn(&Path), before: &Site, after: &Site, foreign: &Site, how: How) -> (usize, usize) {
    let (mut number, mut mixed) = (0, 0);
    loop {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("public");
        start(&out);
        let was = tree(&out);
        let store = Failing::at(&out, number, how).expect("opened");
        let done = store.done.clone();
        let result = bring(store, after);
        if done.load(Ordering::SeqCst) <= number {
            result.expect("nothing went wrong");
            assert_right(&out, after, foreign, "nothing went wrong");
            return (number, mixed);
        }
        let what = format!("{how:?} at {number}: {result:?}");
        match &result {
            Err(PublishError::Halfway(_)) => {}
            // Before anything that readers see is touched.
            Err(_) => assert_eq!(tree(&out), was, "{what}"),
            Ok(_) => assert!(how == How::DiskFull, "{what}"),
        }
        for (path, text) in foreign {
            assert_eq!(fs::read_to_string(out.join(path)).ok().as_ref(), Some(text), "{what}: {path}");
        }
        mixed += usize::from(tree(&out) != was && tree(&out) != whole(after, foreign));
        // What the editor builds next: the same, what was there before, or something else; and that may be killed too.
        let other = site(&[("index.html", "other"), ("news/a/b/c/index.html", "deep")]);
        let next = [after, before, &other][number % 3];
        if number % 2 == 0 {
            let store = Failing::at(&out, number * 7 % 40, How::Killed).expect("opened");
            let _ = bring(store, &other);
        }
        build(&out, next).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_right(&out, next, foreign, &what);
        number += 1;
    }
}

#[test]
fn a_build_may_be_interrupted_at_every_operation() {
    let ((before, after), foreign) = (before_and_after(), foreign());
    assert!(before.len() == 30 && after.len() > 25);
    let start = |out: &Path| {
        build(out, &before).expect("published");
        put(out, &foreign);
    };
    for how in [How::Fails, How::DiskFull, How::Killed] {
        let (operations, mixed) = every_operation(&start, &before, &after, &foreign, how);
        assert!(operations > 40 && mixed > 10, "{how:?}: {operations} operations, {mixed} left a mixed folder");
    }
}

#[test]
fn a_first_build_may_be_interrupted_at_every_operation() {
    let (site, none) = (before_and_after().0, Site::new());
    for how in [How::DiskFull, How::Killed] {
        let (operations, mixed) = every_operation(&|_| {}, &none, &site, &none, how);
        assert!(operations > 60 && mixed > 20, "{how:?}: {operations} operations, {mixed} left a mixed folder");
    }
}

#[test]
fn a_word_that_is_put_back_is_put_back_on_the_page() {
    // A word replaced by one of equal length, the build killed before its manifest, the word put back.
    let (a, b) =
        (site(&[("index.html", "甲局"), ("b.html", "same")]), site(&[("index.html", "乙局"), ("b.html", "same")]));
    for at in 0..20 {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("public");
        build(&out, &a).expect("published");
        let store = Failing::at(&out, at, How::Killed).expect("opened");
        let _ = bring(store, &b);
        build(&out, &a).expect("published");
        assert_right(&out, &a, &Site::new(), &format!("killed at {at}"));
    }
}

#[test]
fn only_what_differs_is_written_and_only_ours_is_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    let none = BTreeMap::new();
    let changes = publish(&out, &[("a/index.html", "1"), ("b/index.html", "2")], &none, true).expect("published");
    assert_eq!((changes.written, changes.kept, changes.removed), (2, 0, 0));
    fs::write(out.join("CNAME"), "example.org").expect("written");
    let changes = publish(&out, &[("a/index.html", "3")], &none, true).expect("published");
    assert_eq!((changes.written, changes.kept, changes.removed), (1, 0, 1));
    assert!(!out.join("b").exists() && out.join("CNAME").exists());
    let changes = publish(&out, &[("a/index.html", "3")], &none, true).expect("published");
    assert_eq!((changes.written, changes.kept, changes.removed), (0, 1, 0));
    // Whatever the manifest says: bytes are compared.
    fs::write(out.join("a/index.html"), "4").expect("written");
    let changes = publish(&out, &[("a/index.html", "3")], &none, true).expect("published");
    assert_eq!((changes.written, fs::read_to_string(out.join("a/index.html")).expect("a page")), (1, "3".to_owned()));
}

#[test]
fn what_is_not_ours_and_stands_in_the_way_is_told_before_anything_is_touched() {
    for (theirs, ours) in
        [("a", "a/index.html"), ("a/b/own.txt", "a/b"), ("a/b/own.txt", "a"), ("a/index.html", "a/index.html")]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("public");
        build(&out, &site(&[("index.html", "1")])).expect("published");
        put(&out, &site(&[(theirs, "mine")]));
        let was = tree(&out);
        let result = build(&out, &site(&[("index.html", "2"), (ours, "x")]));
        assert!(matches!(&result, Err(PublishError::InTheWay(path)) if path == theirs), "{theirs}: {result:?}");
        assert_eq!(tree(&out), was);
    }
}

#[test]
fn a_link_to_another_folder_is_not_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, other) = (folder.path().join("public"), folder.path().join("other"));
    let before = site(&[("index.html", "1"), ("news/n/index.html", "n")]);
    build(&out, &before).expect("published");
    fs::rename(out.join("news"), &other).expect("moved");
    std::os::unix::fs::symlink(&other, out.join("news")).expect("a link");
    let was = tree(&other);
    for next in [before, site(&[("index.html", "2")]), site(&[("index.html", "1"), ("news/m/index.html", "m")])] {
        let result = build(&out, &next);
        assert!(matches!(&result, Err(PublishError::InTheWay(path)) if path == "news"), "{result:?}");
        assert_eq!(
            (tree(&other), fs::read_to_string(out.join("index.html")).expect("a page")),
            (was.clone(), "1".into())
        );
    }
}

#[test]
fn a_manifest_that_is_gone_is_told_and_nothing_is_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    build(&out, &site(&[("index.html", "1"), ("old.html", "withdrawn")])).expect("published");
    fs::remove_file(out.join(MANIFEST)).expect("removed");
    let was = tree(&out);
    let result = build(&out, &site(&[("index.html", "2")]));
    assert!(matches!(result, Err(PublishError::Missing(_))), "{result:?}");
    assert_eq!(tree(&out), was);
}

#[test]
fn a_manifest_of_0_1_0_is_read_and_a_damaged_one_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    put(&out, &site(&[("old/index.html", "old"), ("own.txt", "mine")]));
    fs::write(out.join(MANIFEST), "{\n  \"old/index.html\": \"00\"\n}").expect("written");
    let new = site(&[("index.html", "new")]);
    assert_eq!(build(&out, &new).expect("published").removed, 1);
    assert_right(&out, &new, &site(&[("own.txt", "mine")]), "0.1.0");
    for damaged in ["", "[]", "{\"index.html\": \"0", "{\"../x\": \"00\"}", "{\".gongbao/lock\": \"00\"}", "\0\0"] {
        fs::write(out.join(MANIFEST), damaged).expect("written");
        let was = tree(&out);
        let result = build(&out, &site(&[("other.html", "x")]));
        assert!(matches!(result, Err(PublishError::Unreadable(_))), "{damaged}: {result:?}");
        assert!(matches!(written_before(&out), Err(PublishError::Unreadable(_))), "{damaged}");
        assert_eq!(tree(&out), was, "{damaged}");
    }
}

#[test]
fn of_two_builds_at_once_one_waits_and_a_lock_left_over_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    let first = Folder::open(&out).expect("opened");
    assert!(matches!(build(&out, &site(&[("index.html", "1")])), Err(PublishError::Busy(_))));
    drop(first);
    assert!(out.join(OWN).join("lock").is_file());
    build(&out, &site(&[("index.html", "1")])).expect("published");
}

#[test]
fn a_damaged_picture_stops_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    build(&out, &site(&[("index.html", "1")])).expect("published");
    let was = tree(&out);
    let on_disk = folder.path().join("a.png");
    fs::write(&on_disk, "no picture").expect("written");
    let asset = Asset {
        path: "images/a-480.webp".into(),
        on_disk,
        bytes: 10,
        pixels: Some((9, 9)),
        made: Some(480),
        smaller: Vec::new(),
    };
    let assets = [(asset.path.clone(), asset)].into();
    let result = publish(&out, &[("index.html", "2"), ("z.html", "3")], &assets, true);
    assert!(matches!(&result, Err(PublishError::Damaged(pictures)) if pictures.len() == 1), "{result:?}");
    assert_eq!(tree(&out), was);
    assert!(!out.join(STAGED).exists());
}

#[test]
fn a_picture_that_was_made_is_not_made_again_unless_it_changed_on_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, on_disk) = (folder.path().join("public"), folder.path().join("a.png"));
    image::RgbImage::from_pixel(20, 10, image::Rgb([9, 90, 9])).save(&on_disk).expect("a picture");
    let asset = Asset {
        path: "images/a-20.webp".into(),
        on_disk: on_disk.clone(),
        bytes: 10,
        pixels: Some((20, 10)),
        made: Some(20),
        smaller: Vec::new(),
    };
    let assets: BTreeMap<String, Asset> = [(asset.path.clone(), asset)].into();
    publish(&out, &[], &assets, true).expect("published");
    let made = fs::read(out.join("images/a-20.webp")).expect("a picture");
    // That it is not made again shows where it no longer could be.
    let original = fs::read(&on_disk).expect("a picture");
    fs::write(&on_disk, "no picture").expect("written");
    assert_eq!(publish(&out, &[], &assets, true).expect("published").kept, 1);
    assert!(publish(&out, &[], &assets, false).is_err(), "without trust it is made again");
    fs::write(&on_disk, original).expect("written");
    let mut other = made.clone();
    *other.last_mut().expect("bytes") ^= 1;
    fs::write(out.join("images/a-20.webp"), other).expect("written");
    assert_eq!(publish(&out, &[], &assets, true).expect("published").written, 1);
    assert_eq!(fs::read(out.join("images/a-20.webp")).expect("a picture"), made);
}

#[test]
fn a_folder_of_someone_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("letter.txt"), "dear").expect("written");
    let error = publish(folder.path(), &[("index.html", "1")], &BTreeMap::new(), true);
    assert!(matches!(error, Err(PublishError::NotOurs(_))));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn a_folder_kept_in_git_may_be_filled() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(".gitignore"), "*").expect("written");
    assert!(publish(folder.path(), &[("index.html", "1")], &BTreeMap::new(), true).is_ok());
    assert!(folder.path().join(".gitignore").exists());
}

#[test]
fn of_files_made_together_all_are_kept_or_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let publishing = Publishing::open(folder.path(), true, None).expect("opened");
    let about = About { made_of: Some("it".into()), ..About::default() };
    for path in ["search/1.json", "search/2.json"] {
        publishing.put(path.into(), b"text", about.clone()).expect("staged");
    }
    publishing.put("other.html".into(), b"text", About::default()).expect("staged");
    publishing.finish().expect("published");
    let kept = |trust: bool, made_of: &str| {
        let publishing = Publishing::open(folder.path(), trust, None).expect("opened");
        publishing.keep_all(made_of).expect("looked at")
    };
    assert_eq!(kept(true, "it"), ["search/1.json", "search/2.json"]);
    assert!(kept(true, "something else").is_empty() && kept(false, "it").is_empty());
    fs::write(folder.path().join("search/2.json"), "tExt").expect("written");
    assert!(kept(true, "it").is_empty(), "one was edited");
}

/// What a build does with a file that is made of `made_of`: whether it keeps it as it stands there.
fn keeps(out: &Path, made_of: &str) -> bool {
    let publishing = Publishing::open(out, true, None).expect("opened");
    publishing.keep(&["a/index.html".to_owned()], made_of).expect("looked at").is_some()
}

#[test]
fn a_file_is_kept_only_when_it_was_made_of_the_same_and_stands_there_as_it_was_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    let file = out.join("a/index.html");
    let make = || {
        let publishing = Publishing::open(&out, true, None).expect("opened");
        let about = About { made_of: Some("it".into()), names: vec!["images/a.png".into()] };
        publishing.put("a/index.html".into(), b"text", about).expect("staged");
        publishing.put("b.html".into(), b"other", About::default()).expect("staged");
        publishing.finish().expect("published");
    };
    make();
    let time = |path: &Path| fs::metadata(path).expect("a file").modified().expect("a time");
    let set =
        |path: &Path, time| File::options().append(true).open(path).expect("opened").set_modified(time).expect("set");
    let long_ago = time(&out.join(MANIFEST)) - Duration::from_secs(3600);
    set(&file, long_ago);
    assert!(keeps(&out, "it") && !keeps(&out, "something else"));
    let untrusting = Publishing::open(&out, false, None).expect("opened");
    assert_eq!(untrusting.keep(&["a/index.html".to_owned()], "it").expect("looked at"), None);
    drop(untrusting);
    let publishing = Publishing::open(&out, true, None).expect("opened");
    let both = ["a/index.html".to_owned(), "b.html".to_owned()];
    assert_eq!(publishing.keep(&both, "it").expect("looked at"), None, "not where one of them must be made");
    let names = publishing.keep(&["a/index.html".to_owned()], "it").expect("looked at");
    assert_eq!(names, Some(vec!["images/a.png".to_owned()]));
    drop(publishing);
    // Edited with equal length: the file is as new as the edit.
    fs::write(&file, "tExt").expect("written");
    assert!(!keeps(&out, "it"), "what was edited is not kept");
    fs::write(&file, "text").expect("written");
    assert!(keeps(&out, "it"), "it is held against its hash");
    fs::write(&file, "longer").expect("written");
    set(&file, long_ago);
    assert!(!keeps(&out, "it"), "of another length");
    fs::remove_file(&file).expect("removed");
    assert!(!keeps(&out, "it"), "gone");
    make();
    // A copy: every file is as old as the copy, whatever it holds.
    fs::write(&file, "tExt").expect("written");
    set(&file, long_ago);
    set(&out.join(MANIFEST), time(&out.join(MANIFEST)) + Duration::from_secs(5));
    assert!(!keeps(&out, "it"), "where times were lost, files are held against their hashes");
    fs::write(&file, "text").expect("written");
    set(&file, long_ago);
    assert!(keeps(&out, "it"));
    make();
    set(&file, long_ago);
    assert!(keeps(&out, "it"), "the times are noted anew");
    // A build that was stopped: nobody knows what files hold.
    let manifest = fs::read(out.join(MANIFEST)).expect("a manifest");
    fs::write(out.join(Whose(None).journal()), manifest).expect("written");
    assert!(!keeps(&out, "it"));
}

#[test]
fn a_part_that_was_stopped_is_known_to_whole_builds() {
    let (part, whole) = (site(&[("a.html", "of the part"), ("b/c.html", "too")]), site(&[("a.html", "of the whole")]));
    let mut stopped = 0;
    for at in 0..12 {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("public");
        let store = Failing::at(&out, at, How::Killed).expect("opened");
        let built = Publishing::on(Box::new(store), true, Shard::new(2, 3)).and_then(|publishing| {
            for (path, text) in &part {
                publishing.put(path.clone(), text.as_bytes(), About::default())?;
            }
            publishing.finish()
        });
        stopped += usize::from(built.is_err() && out.join("a.html").exists());
        build(&out, &whole).unwrap_or_else(|error| panic!("stopped at {at}: {error}"));
        assert_right(&out, &whole, &Site::new(), &format!("stopped at {at}"));
    }
    assert!(stopped > 0, "no part was stopped after it had published something");
}
