//! What is kept is what would be made: after every edit of many, a build that keeps what an earlier one made leaves the same
//! files as one that makes everything, and a bulletin of which only what changed is read has the same pages and findings as
//! one that is read for the first time.
//!
//! `EDITS=200 cargo test --test again` makes more of them, as `tests/long` does.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gongbao::build::{Before, Clock, Outcome, Parsed, Pictures, Request, Target, build};
use gongbao::publish::Changes;
use gongbao::render::Memory;
use gongbao::source::Changed;
use gongbao::timing::Timings;

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a number") % end
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A component of a theme of its own that names the day without asking whether it is there.
const OWN_FOOT: &str =
    "{%- component foot(site) -%}<footer><p>{{ site.as_of | text }}</p></footer>{%- endcomponent foot -%}\n";

struct Bulletin {
    folder: tempfile::TempDir,
}

const SITE: &str =
    "title: 测试公报\ntagline: 一句话\nas_of: 2024-03-05\nbase_url: https://example.org/gb/\ntheme: own\nallow: []\n";

impl Bulletin {
    fn new() -> Self {
        let bulletin = Self { folder: tempfile::tempdir().expect("a folder") };
        bulletin.fill();
        bulletin
    }

    /// Writes the content as it is at first.
    fn fill(&self) {
        self.write("content/site.yaml", SITE);
        self.write("content/offices/o1.yaml", "title: 发展和改革局\n");
        self.write("content/offices/o2.yaml", "title: 商务局\ncontacts: [{phone: 010-12345678}]\n");
        self.write("content/parks/k1.yaml", "title: 新材料产业园\nkind: park\n");
        self.write("content/pages/about.md", "---\ntitle: 关于\nmenu: true\n---\n说明见[甲项目](project:p1)。\n");
        for n in 1..=5 {
            let project = format!(
                "title: 第{n}号项目\nsummary: 生产线{n}条。\npark: k1\noffice: o{}\nindustry: 新材料\nstages: [{{stage: building, date: 2023-0{n}-11}}]\nmilestones: [{{name: 主体封顶, planned: 2024-0{n}-01}}]\nupdates:\n  - date: 2023-1{}-01\n    percent: {n}0%\n    note: 完成了{n}段，见[新闻](news:n{n})。\n",
                n % 2 + 1,
                n % 3
            );
            self.write(&format!("content/projects/p{n}.yaml"), &project);
            let news = format!(
                "---\ntitle: 第{n}条新闻\ndate: 2024-01-0{n}\nsection: 要闻\noffice: o1\ntags: [甲, 标{n}]\n---\n## 小标题{n}\n\n正文{n}，见[项目](project:p{n})。\n"
            );
            self.write(&format!("content/news/n{n}.md"), &news);
        }
        self.write(
            "content/news/t.md",
            "---\ntitle: 鐘聲與發展\ndate: 2024-01-09\nsection: 要聞\n---\n雲嶺的鐘聲，見[項目](project:p1)。\n",
        );
        self.write("content/files/a.txt", "附件\n");
        self.write("themes/own/strings/zh-Hans.yaml", "home:\n  title: 首页\n");
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.path(path)).ok()
    }

    fn request(&self, relative: bool) -> Request {
        let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
        let clock = Clock { as_of: None, epoch: None, now };
        let root = self.folder.path().to_owned();
        Request { root, drafts: false, base_url: None, relative, gallery: false, clock }
    }

    /// Builds into a folder; `None` where findings keep it from being published.
    fn build(&self, out: &str, trust: bool, relative: bool) -> Option<Changes> {
        let request = self.request(relative);
        let folder = self.path(out);
        let program = Some("this test".to_owned());
        let target = Target {
            folder: &folder,
            program,
            trust,
            compress: false,
            shard: None,
            deny_warnings: false,
            timings: &Timings::NONE,
            done: &|_| {},
        };
        let (_, publication) = build(&request, &target).expect("the system works");
        publication.map(|changes| changes.expect("published"))
    }

    /// One edit of the first `kinds` of them, as an editor or somebody who meddles with what is published might make it. What
    /// it was.
    fn edit(&self, numbers: &mut Numbers, kinds: usize) -> String {
        let records: Vec<String> = (1..=5)
            .flat_map(|n| [format!("content/projects/p{n}.yaml"), format!("content/news/n{n}.md")])
            .chain(["content/news/t.md", "content/offices/o1.yaml", "content/pages/about.md"].map(str::to_owned))
            .collect();
        let record = numbers.of(&records).clone();
        let what = numbers.below(kinds);
        match what {
            0..=3 => {
                let changes = [
                    ("title: ", "title: 新"),
                    ("小标题", "小标题改"),
                    ("2023-1", "2023-0"),
                    ("note: 完成", "note: 又完成"),
                    ("tags: [甲", "tags: [乙"),
                    ("office: o1", "office: o2"),
                    ("说明见", "请看"),
                    ("鐘聲", "鍾聲"),
                ];
                let (old, new) = *numbers.of(&changes);
                if let Some(text) = self.read(&record) {
                    self.write(&record, &text.replacen(old, new, 1));
                }
            }
            4 => {
                let n = numbers.below(9);
                let text =
                    format!("---\ntitle: 新增{n}\ndate: 2024-02-0{}\nsection: 要闻\ntags: [甲]\n---\n正文。\n", n + 1);
                self.write(&format!("content/news/more-{n}.md"), &text);
            }
            5 => {
                let _ = fs::remove_file(self.path(&format!("content/news/more-{}.md", numbers.below(9))));
            }
            6 => self.write("content/site.yaml", &SITE.replace("一句话", &format!("第{}句", numbers.below(3)))),
            // The day moves by one, or by any number of days, forth and back.
            7 => self.write("content/site.yaml", &SITE.replace("03-05", &format!("03-0{}", numbers.below(9) + 1))),
            10 => {
                let day =
                    format!("202{}-{:02}-{:02}", numbers.below(3) + 3, numbers.below(12) + 1, numbers.below(28) + 1);
                self.write("content/site.yaml", &SITE.replace("2024-03-05", &day));
            }
            11 => {
                // A foot that tells the day on every page, a copy of nothing, or none of its own.
                let foot = "themes/own/components/foot/foot.html";
                match numbers.below(3) {
                    0 => self.write(foot, OWN_FOOT),
                    1 => self.write(foot, &OWN_FOOT.replace("{{ site.as_of | text }}", "页脚")),
                    _ => drop(fs::remove_file(self.path(foot))),
                }
            }
            8 => {
                let word = numbers.of(&["首页", "主页", "头一页"]);
                self.write("themes/own/strings/zh-Hans.yaml", &format!("home:\n  title: {word}\n"));
            }
            9 => self.write("content/files/a.txt", &format!("附件{}\n", numbers.below(3))),
            _ => {
                // A manifest that cannot be read is refused.
                let files = tree(&self.path("kept")).into_keys().filter(|file| !file.starts_with(".gongbao"));
                let files: Vec<String> = files.collect();
                let file = self.path("kept").join(numbers.of(&files));
                if what == 12 {
                    fs::remove_file(file).expect("removed");
                } else {
                    let mut bytes = fs::read(&file).expect("a file");
                    bytes.iter_mut().for_each(|byte| *byte ^= 1);
                    fs::write(file, bytes).expect("written");
                }
                return format!("{what}: what is published");
            }
        }
        format!("{what}: {record}")
    }
}

/// What an editor does besides: files and folders that move, come and go, and files that cannot be read.
impl Bulletin {
    fn shuffle(&self, numbers: &mut Numbers) -> String {
        let what = numbers.below(16);
        let n = numbers.below(5) + 1;
        let rename = |from: &str, to: &str| {
            let (from, to) = if self.path(from).exists() { (from, to) } else { (to, from) };
            // Neither may be there, and the other may be in the way.
            let _ = fs::rename(self.path(from), self.path(to));
        };
        match what {
            0 => rename(&format!("content/news/n{n}.md"), &format!("content/news/renamed-{n}.md")),
            1 => rename(&format!("content/projects/p{n}.yaml"), &format!("content/projects/deep/er/p{n}.yaml")),
            2 => rename("content/news", "content/notices"),
            3 => rename("content/offices", "content/.offices"),
            4 => drop(fs::remove_dir_all(self.path("content/parks"))),
            5 => self.write(&format!("content/projects/p{n}.yaml"), "title: [\n"),
            6 => self.write("content/site.yaml", "title: [\n"),
            7 => self.write(&format!("content/projects/deep/er/again-{n}.yaml"), &format!("id: p{n}\ntitle: 又一个\n")),
            8 => self.write(&format!("content/news/n{n}.md"), ""),
            9 => self.write(
                &format!("content/news/d{n}.md"),
                "---\ntitle: 草稿\ndraft: true\nsection: 要闻\n---\n见[稿](news:d1)。\n",
            ),
            // The folder may have another name by now.
            10 => drop(fs::write(self.path("content/news/gb.md"), [0xB1, 0xB1, 0xBE, 0xA9])),
            11 => self.write(&format!("content/files/b{n}.txt"), "又一个附件，电话 13800138000\n"),
            12 => rename("themes/own", "themes/other"),
            13 => self.write(
                "themes/own/templates/news.html",
                "{% extends \"templates/record.html\" %}{% block meta %}{{ nothing.at.all }}",
            ),
            14 => self.write("content/addresses.yaml", &format!("published: []\ngone:\n  /news/gone-{n}/: 撤下\n")),
            _ => return self.restore(),
        }
        format!("shuffle {what}, {n}")
    }

    /// Puts all back as it was at first, and nothing else.
    fn restore(&self) -> String {
        fs::remove_dir_all(self.path("content")).expect("removed");
        let _ = fs::remove_dir_all(self.path("themes"));
        self.fill();
        "restore".to_owned()
    }

    /// Where what the bulletin is made from is other than it was: as the system tells it of files, or of their folders.
    fn changed(&self, before: &BTreeMap<String, Vec<u8>>, as_folders: bool) -> BTreeSet<PathBuf> {
        let now = self.files();
        let paths = before.keys().chain(now.keys()).filter(|path| before.get(*path) != now.get(*path));
        let place = |path: &String| match PathBuf::from(path) {
            path if as_folders => path.parent().expect("a folder").to_owned(),
            path => path,
        };
        paths.map(place).collect()
    }

    /// What the bulletin is made from.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let of = |folder: &str| {
            let all = if self.path(folder).exists() { tree(&self.path(folder)) } else { BTreeMap::new() };
            all.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)).collect::<BTreeMap<_, _>>()
        };
        let mut all = of("content");
        all.extend(of("themes"));
        all
    }
}

/// Every finding and every file of a state of the bulletin.
fn told(parsed: Parsed, request: &Request) -> (Vec<String>, BTreeMap<String, Vec<u8>>) {
    let parsed = std::sync::Arc::new(parsed);
    let mut files = BTreeMap::new();
    let checked = parsed.compute(request).map(|computed| {
        let planned = computed.plan();
        let renderer = planned.renderer();
        for page in &planned.site().pages {
            match renderer.view(page).draw() {
                Ok(drawn) => {
                    let made = renderer.published(drawn, &mut Memory::default());
                    files.extend(made.into_iter().map(|file| (file.path, file.bytes)));
                }
                Err(finding) => drop(files.insert(page.file(), format!("{finding:?}").into_bytes())),
            }
        }
        let others = renderer.others().value.into_iter().chain(renderer.index());
        files.extend(others.map(|file| (file.path, file.bytes)));
        planned.check_all(&Pictures::default(), &|| true)
    });
    let outcome = Outcome::new(parsed, checked);
    let all = outcome.findings.iter().chain(&outcome.excused).map(|finding| format!("{finding:?}"));
    (all.chain([format!("{:?}", outcome.records)]).collect(), files)
}

#[test]
fn what_is_read_again_is_what_would_be_read() {
    let edits: usize = std::env::var("EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(60);
    let bulletin = Bulletin::new();
    let mut numbers = Numbers(1_127);
    let mut before = Before::default();
    let request = bulletin.request(false);
    assert!(before.look(&request, &Changed::All).expect("the system works"));
    let mut shown = told(Parsed::again(&request, &mut before).expect("the system works"), &request);
    let (mut with_pages, mut the_same) = (0, 0);
    for number in 0..edits {
        let files = bulletin.files();
        let mut what = format!("edit {number}:");
        for _ in 0..=numbers.below(2) {
            let edit = match numbers.below(2) {
                // Who sees no page any more mends that first.
                _ if shown.1.is_empty() => bulletin.restore(),
                0 => bulletin.edit(&mut numbers, 12),
                _ => bulletin.shuffle(&mut numbers),
            };
            what += &format!(" {edit};");
        }
        let changed = bulletin.changed(&files, numbers.below(4) == 0);
        what += &format!(" {changed:?}");
        let changed = if numbers.below(5) == 0 { Changed::All } else { Changed::At(changed) };
        // As the preview does: where nothing is other than it was, the state that is shown stays.
        if before.look(&request, &changed).expect("the system works") {
            shown = told(Parsed::again(&request, &mut before).expect("the system works"), &request);
        } else {
            the_same += 1;
        }
        let (again, fresh) = (&shown, told(Parsed::read(&request).expect("the system works"), &request));
        assert_eq!(again.0, fresh.0, "{what}");
        let differ: Vec<&String> =
            fresh.1.keys().chain(again.1.keys()).filter(|path| again.1.get(*path) != fresh.1.get(*path)).collect();
        assert!(differ.is_empty(), "{what}: {differ:?}");
        with_pages += usize::from(!fresh.1.is_empty());
    }
    assert!(with_pages * 2 > edits && the_same * 2 < edits, "{with_pages} with pages, {the_same} the same, of {edits}");
}

/// The files of a folder, without what gongbao keeps for itself; the manifest among them.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = all.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    let named = files.map(|path| (path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned(), path));
    let own = |name: &str| name.starts_with(".gongbao/");
    named.filter(|(name, _)| !own(name)).map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

fn assert_same(bulletin: &Bulletin, what: &str) {
    let (kept, anew) = (tree(&bulletin.path("kept")), tree(&bulletin.path("anew")));
    let differs: Vec<&String> =
        anew.iter().filter(|(path, bytes)| kept.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    let more: Vec<&String> = kept.keys().filter(|path| !anew.contains_key(*path)).collect();
    assert!(differs.is_empty() && more.is_empty(), "{what}: differ {differs:?}, too many {more:?}");
}

#[test]
fn what_is_kept_is_what_would_be_made() {
    let edits: usize = std::env::var("EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(60);
    let bulletin = Bulletin::new();
    let first = bulletin.build("kept", true, false).expect("published");
    let again = bulletin.build("kept", true, false).expect("published");
    assert!(first.written > 60 && again.written == 0 && again.kept == first.written, "{first:?} {again:?}");
    let mut numbers = Numbers(20_261_127);
    let mut published = 0;
    for number in 0..edits {
        let what = format!("edit {number}: {}", bulletin.edit(&mut numbers, 14));
        let relative = number % 17 == 16;
        let (kept, anew) = (bulletin.build("kept", true, relative), bulletin.build("anew", false, relative));
        assert_eq!(kept.is_some(), anew.is_some(), "{what}");
        if kept.is_some() {
            published += 1;
            assert_same(&bulletin, &what);
        } else {
            bulletin.fill();
        }
    }
    assert!(published * 2 > edits, "only {published} of {edits} edits were published");
}
