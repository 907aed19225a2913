//! The day moves on by one, nothing else: only files whose words depend on the day are written, and they are those that
//! two builds from nothing have different.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use gongbao::build::{Clock, Request, Target, build};
use gongbao::date::Day;
use gongbao::timing::Timings;

/// The files for readers in a folder.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = all.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    let named = files.map(|path| (path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned(), path));
    named.filter(|(name, _)| !name.starts_with(".gongbao")).collect()
}

fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let time = |path: PathBuf| path.metadata().and_then(|about| about.modified()).expect("a time");
    files(folder).into_iter().map(|(name, path)| (name, time(path))).collect()
}

/// What stands between tags.
fn words(html: &[u8]) -> String {
    let html = String::from_utf8_lossy(html);
    let after = |part: &str| part.split_once('>').map(|(_, text)| text.to_owned());
    html.split('<').filter_map(after).collect::<Vec<_>>().join(" ")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Builds the bulletin in `root` as of a day; how many files were written.
fn built(root: &Path, out: &Path, of: Day) -> usize {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let clock = Clock { as_of: Some(of), epoch: None, now };
    let request =
        Request { root: root.to_owned(), drafts: false, base_url: None, relative: false, gallery: false, clock };
    let target = Target {
        folder: out,
        program: Some("this test".to_owned()),
        trust: true,
        compress: false,
        shard: None,
        deny_warnings: false,
        timings: &Timings::NONE,
        done: &|_| {},
    };
    let (_, publication) = build(&request, &target).expect("the system works");
    publication.expect("nothing is wrong with it").expect("published").written
}

/// Builds on a day and on the one after, into one folder, and the second from nothing too. The files that were written the
/// second time, which are those that differ, and how many there are. With `is_news` something happens on the day after.
fn moved_on(root: &Path, first: Day, is_news: bool) -> (BTreeMap<String, Vec<u8>>, usize) {
    let made = tempfile::tempdir().expect("a folder");
    let (kept, anew) = (made.path().join("kept"), made.path().join("anew"));
    let next = first.succ_opt().expect("a day");
    built(root, &kept, first);
    let (before, times_before) = (bytes(&kept), times(&kept));
    let n = built(root, &kept, next);
    let (after, times_after) = (bytes(&kept), times(&kept));
    built(root, &anew, next);
    assert_eq!(after, bytes(&anew), "as of {next}, what was kept is what would be made");
    let differs = |name: &&String| before.get(*name) != after.get(*name);
    let differing: BTreeSet<String> = after.keys().filter(differs).cloned().collect();
    let written: BTreeSet<String> = times_after
        .iter()
        .filter(|(name, time)| times_before.get(*name) != Some(*time))
        .map(|(name, _)| name.clone())
        .collect();
    assert_eq!((written, n), (differing.clone(), differing.len()), "what is written on {next} is what differs");
    let told = format!("{}年{}月{}日", next.format("%Y"), next.format("%-m"), next.format("%-d"));
    for name in differing.iter().filter(|name| name.ends_with(".html")) {
        let (Some(old), new) = (before.get(name).map(|html| words(html)), words(&after[name])) else { continue };
        assert!(old != new, "{name} has the same words as of {next}");
        // What becomes known that day has a date of its own.
        assert!(is_news || new.contains(&told), "{name} does not tell its day, {next}");
    }
    let n = after.len();
    (after.into_iter().filter(|(name, _)| differing.contains(name)).collect(), n)
}

fn copy(from: &Path, to: &Path) {
    for (name, path) in files(from) {
        let to = to.join(name);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(path, to).expect("copied");
    }
}

#[test]
fn of_the_example_few_files_are_written() {
    let example = Path::new("themes/default/example");
    let texts = files(&example.join("content/news")).into_values().map(|path| {
        let text = fs::read_to_string(&path).expect("a text");
        (path.file_stem().expect("a name").to_string_lossy().into_owned(), text.contains("{{"))
    });
    let texts: BTreeMap<String, bool> = texts.collect();
    // At the end of a half-year, and when all is told.
    for (first, is_news) in [("2025-06-30", true), ("2025-11-20", false)] {
        let (written, all) = moved_on(example, day(first), is_news);
        // A news item depends on the day where its text has figures, or a project that refers to it stands there with its colour.
        let id =
            |name: &str| name.strip_suffix("/index.html").and_then(|name| name.rsplit('/').next()).map(str::to_owned);
        let shows = |name: &str, html: &[u8]| {
            let quotes = id(name).and_then(|id| texts.get(&id).copied()) == Some(true);
            quotes || String::from_utf8_lossy(html).contains("gb-colour")
        };
        let news = written.iter().filter(|(name, _)| name.starts_with("news/2"));
        let plain: Vec<&String> = news.filter(|(name, html)| !shows(name, html)).map(|(name, _)| name).collect();
        assert!(plain.is_empty() && texts.len() > 10, "as of {first}: {plain:?}");
        for name in ["index.html", "zh-hant/index.html", "overdue/index.html"] {
            assert!(written.contains_key(name), "{name} as of {first}");
        }
        assert!(written.len() * 3 < all, "{} of {all} files as of {first}: {:?}", written.len(), written.keys());
    }
}

#[test]
fn of_the_first_bulletin_few_files_are_written() {
    let root = tempfile::tempdir().expect("a folder");
    copy(Path::new("content"), &root.path().join("content"));
    let (written, all) = moved_on(root.path(), day("2026-05-11"), false);
    assert!(written.len() * 3 < all, "{} of {all} files: {:?}", written.len(), written.keys());
}

#[test]
fn of_many_records_few_files_are_written() {
    let root = tempfile::tempdir().expect("a folder");
    let write = |path: String, text: String| {
        let path = root.path().join("content").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    write("site.yaml".into(), "title: 公报\nbase_url: https://example.org/\n".into());
    write("offices/o.yaml".into(), "title: 商务局\n".into());
    for n in 0..300 {
        let text = format!(
            "---\ntitle: 新闻{n}\ndate: 2024-{:02}-{:02}\nsection: 要闻\noffice: o\ntags: [标{}]\n---\n正文{n}。\n",
            n % 12 + 1,
            n % 28 + 1,
            n % 9
        );
        write(format!("news/n{n}.md"), text);
        if n % 3 == 0 {
            // A third of them finished, with nothing left to be done.
            let (stage, done) = if n % 9 == 0 { ("production", ", done: 2024-02-01") } else { ("building", "") };
            let text = format!(
                "title: 项目{n}\noffice: o\nstages: [{{stage: {stage}, date: 2024-01-11}}]\nprocedures: [{{name: 备案, due: 2024-03-01{done}}}]\nupdates: [{{date: 2024-01-20, percent: 100%}}]\n"
            );
            write(format!("projects/p{n}.yaml"), text);
            let text = format!(
                "title: 岗位{n}\nemployer: 公司\ncount: 2\nplace: 甲镇\npublished: 2024-01-01\ncloses: 2024-{:02}-15\nrequirements: [不限]\napply: 报名。\n",
                n % 12 + 1
            );
            write(format!("jobs/j{n}.yaml"), text);
        }
    }
    let (written, all) = moved_on(root.path(), day("2026-05-11"), false);
    let of = |folder: &str| written.keys().filter(|name| name.starts_with(folder)).count();
    // The projects that are not finished; the lists that show one.
    let open = (0..300).filter(|n| n % 3 == 0 && n % 9 != 0).count();
    let own_pages = (0..300).filter(|n| written.contains_key(&format!("projects/p{n}/index.html"))).count();
    assert_eq!((own_pages, of("news/"), of("jobs/")), (open, 0, 0), "{:?}", written.keys());
    assert!(written.len() * 3 < all, "{} of {all} files: {:?}", written.len(), written.keys());
    let before = written.len();
    // A theme whose foot tells the day has it on every page, and all are written.
    fs::create_dir_all(root.path().join("themes/own/components/foot")).expect("a folder");
    let foot = "{%- component foot(site) -%}<footer><p>{{ site.as_of | text }}</p></footer>{%- endcomponent foot -%}\n";
    fs::write(root.path().join("themes/own/components/foot/foot.html"), foot).expect("written");
    write("site.yaml".into(), "title: 公报\nbase_url: https://example.org/\ntheme: own\n".into());
    let (written, all) = moved_on(root.path(), day("2026-05-11"), false);
    assert!(
        written.len() > before * 2 && written.keys().filter(|name| name.ends_with(".html")).count() * 10 > all * 9,
        "{} of {all}",
        written.len()
    );
}
