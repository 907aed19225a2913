//! The binary, killed while it publishes the example: the next build leaves exactly the right folder.
//!
//! Of releases readers see a whole one all the while.
//!
//! `src/publish/tests.rs` tries every operation of a small site; this is the real thing, a few times. `tests/long` kills
//! forty times (`KILLS=40`).

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "`tests/long` shows what the kills found")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

/// Where gongbao keeps what is staged, and the journal.
const OWN: &str = ".gongbao";

struct Bulletin {
    folder: tempfile::TempDir,
}

impl Bulletin {
    /// The example, without its second edition in Traditional characters: half the time of a build.
    fn new() -> Self {
        let bulletin = Self { folder: tempfile::tempdir().expect("a folder") };
        let example = Path::new("themes/default/example/content");
        for entry in walkdir::WalkDir::new(example).into_iter().map(|entry| entry.expect("an entry")) {
            let to = bulletin.content(&entry.path().strip_prefix(example).expect("inside").to_string_lossy());
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).expect("a folder");
            } else {
                fs::copy(entry.path(), to).expect("copied");
            }
        }
        let site = bulletin.content("site.yaml");
        let text = fs::read_to_string(&site).expect("a text");
        fs::write(site, text + "\ntraditional: false\n").expect("written");
        bulletin
    }

    fn content(&self, path: &str) -> PathBuf {
        self.folder.path().join("content").join(path)
    }

    /// The first state of the content, or the other: a word of equal length on every page, a record more, a file more.
    fn set(&self, other: bool) {
        let site = self.content("site.yaml");
        let text = fs::read_to_string(&site).expect("a text");
        let title = text.lines().find(|line| line.starts_with("title: ")).expect("a title");
        let title = title.trim_start_matches("title: ").trim_start_matches(['甲', '乙']);
        let start = text.find("title: ").expect("a title");
        let end = start + text[start..].find('\n').expect("a line");
        let name = if other { '乙' } else { '甲' };
        fs::write(&site, format!("{}title: {name}{title}{}", &text[..start], &text[end..])).expect("written");
        for (path, text, there) in [
            ("pages/more.yaml", "title: 又一页\nbody: 见[名单](/files/more.csv)。\n", other),
            ("files/more.csv", "名称,数量\n甲,1\n", other),
            ("pages/less.yaml", "title: 这一页\nbody: 要撤下。\n", !other),
        ] {
            if there {
                fs::write(self.content(path), text).expect("written");
            } else {
                let _ = fs::remove_file(self.content(path));
            }
        }
    }

    /// Builds into a folder, in place (`-o`) or as a release.
    fn build(&self, how: &str, out: &Path) -> Child {
        Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(["build", "--quiet", "--as-of", "2023-12-06", "--lang", "en", how])
            .arg(out)
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs")
    }

    fn built(&self, how: &str, out: &Path) {
        let output = self.build(how, out).wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Files by path, but for what gongbao keeps for itself.
fn tree(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(out).into_iter().map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let path = |path: &Path| path.strip_prefix(out).expect("inside").to_string_lossy().into_owned();
    let all = files.map(|entry| (path(entry.path()), fs::read(entry.path()).expect("a file")));
    all.filter(|(path, _)| !path.starts_with(&format!("{OWN}/"))).collect()
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// How often builds are killed.
fn kills() -> u32 {
    std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(4)
}

/// The site of each state of the content.
fn right(bulletin: &Bulletin) -> [BTreeMap<String, Vec<u8>>; 2] {
    let right = [false, true].map(|other| {
        bulletin.set(other);
        let out = bulletin.folder.path().join(if other { "right-b" } else { "right-a" });
        bulletin.built("-o", &out);
        tree(&out)
    });
    assert_ne!(right[0], right[1]);
    right
}

/// Whether a release has all files of a site as they are; it has more, of releases before.
fn has_all(release: &BTreeMap<String, Vec<u8>>, site: &BTreeMap<String, Vec<u8>>) -> bool {
    site.iter().all(|(path, bytes)| release.get(path) == Some(bytes))
}

#[test]
fn a_release_that_is_killed_is_seen_by_nobody() {
    let bulletin = Bulletin::new();
    let right = right(&bulletin);
    let out = bulletin.folder.path().join("site");
    let (current, releases) = (out.join("current"), out.join("releases"));
    bulletin.built("--release", &out);
    let seen = AtomicU32::new(0);
    let (mut state, mut switched, mut not) = (1, 0, 0);
    for kill in 0..kills() {
        let next = 1 - state;
        bulletin.set(next == 1);
        let before = fs::read_link(&current).expect("a link");
        let mut build = bulletin.build("--release", &out);
        let made = releases.join(".next");
        let is_done = AtomicBool::new(false);
        thread::scope(|scope| {
            let reader = scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    let release = tree(&current.canonicalize().expect("a release"));
                    assert!(right.iter().any(|site| has_all(&release, site)), "a reader sees half");
                    seen.fetch_add(1, Ordering::Relaxed);
                }
            });
            let mut wait_until =
                |is_so: &dyn Fn() -> bool| while !is_so() && build.try_wait().is_ok_and(|end| end.is_none()) {};
            wait_until(&|| is_there(&made));
            match kill % 4 {
                0 => {}
                1 => wait_until(&|| is_there(&made.join(OWN).join("new"))),
                2 => wait_until(&|| is_there(&made.join(OWN).join("journal.json"))),
                _ => wait_until(&|| !is_there(&made)),
            }
            let _ = build.kill();
            build.wait().expect("it ends");
            is_done.store(true, Ordering::Relaxed);
            reader.join().expect("what readers see is whole");
        });
        match fs::read_link(&current).expect("a link") == before {
            true => not += 1,
            false => switched += 1,
        }
        state = if kill % 3 == 0 { state } else { next };
        bulletin.set(state == 1);
        bulletin.built("--release", &out);
        let release = tree(&current);
        assert!(has_all(&release, &right[state]), "kill {kill}");
        let left: Vec<PathBuf> =
            fs::read_dir(&releases).expect("there").map(|entry| entry.expect("an entry").path()).collect();
        let hidden =
            left.iter().filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
        assert_eq!(hidden.collect::<Vec<_>>(), [&releases.join(".lock")]);
        assert!(left.len() <= 6, "{left:?}");
    }
    let seen = seen.into_inner();
    println!("{} kills: {not} before the switch, {switched} after it; a site was read {seen} times", kills());
    assert!(not > 0 && seen > 0);
}

#[test]
fn a_build_that_is_killed_leaves_no_trace_in_the_next() {
    let kills = kills();
    let bulletin = Bulletin::new();
    let right = right(&bulletin);
    let out = bulletin.folder.path().join("public");
    let (mut staged_only, mut mixed) = (0, 0);
    // The first build of all is killed too.
    let mut state = 0;
    for kill in 0..kills {
        let next = 1 - state;
        bulletin.set(next == 1);
        let mut build = bulletin.build("-o", &out);
        // By turns while files are staged, and while they take their places: after more of them each time.
        let (staged, journal) = (out.join(OWN).join("new"), out.join(OWN).join("journal.json"));
        let mut wait_until =
            |is_so: &dyn Fn() -> bool| while !is_so() && build.try_wait().is_ok_and(|end| end.is_none()) {};
        if kill % 4 == 3 {
            wait_until(&|| is_there(&staged));
        } else {
            wait_until(&|| is_there(&journal));
            let files = || fs::read_dir(&staged).map_or(0, Iterator::count);
            let left = files() * (8 - kill as usize % 7) / 9;
            wait_until(&|| files() <= left);
        }
        let _ = build.kill();
        build.wait().expect("it ends");
        let there = tree(&out);
        let is_mixed = !there.is_empty() && !right.contains(&there);
        mixed += u32::from(is_mixed);
        staged_only += u32::from(!is_mixed && is_there(&staged));
        // What comes next: the same, or what was there before, as when a word is put back.
        state = if kill % 2 == 0 { state } else { next };
        bulletin.set(state == 1);
        bulletin.built("-o", &out);
        let (is, wanted) = (tree(&out), &right[state]);
        let wrong: Vec<&String> =
            is.iter().filter(|(path, bytes)| wanted.get(*path) != Some(bytes)).map(|one| one.0).collect();
        let missing: Vec<&String> = wanted.keys().filter(|path| !is.contains_key(*path)).collect();
        assert!(
            wrong.is_empty() && missing.is_empty(),
            "kill {kill}, of {} files then there: wrong {wrong:?}, missing {missing:?}",
            there.len()
        );
        assert!(!is_there(&staged) && !is_there(&journal));
    }
    let found = format!("{kills} kills: {mixed} left a mixed folder, {staged_only} files that were only staged");
    println!("{found}");
    assert!(2 * mixed >= kills, "{found}");
}
