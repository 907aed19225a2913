//! Editors' slips: the example bulletin with one random edit at a time, in records and in front matter. Checking it never
//! panics and never hangs, and the share of harmful edits that it tells of stays above a floor.
//! `MUTATIONS=2000 cargo test --test mutation -- --nocapture` tries more; `SHOW=1` names those that are not told of.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "the shares are what the test is about")]

mod helps;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use gongbao::build::{Clock, Outcome, Request, check};
use gongbao::diagnostic::Severity;

/// What is done to a line, and the share of such edits that must be told of, in percent. Not every edit is harmful: a
/// line that nobody needs may go, and one digit of a telephone number is as good as another.
const EDITS: &[(&str, Edit, usize)] = &[
    ("full-width colon", |line, _| Some(line.replacen(": ", "：", 1)).filter(|new| new != line), 95),
    ("no space after the colon", |line, _| Some(line.replacen(": ", ":", 1)).filter(|new| new != line), 70),
    ("a letter of a key", |line, random| in_key(line, random), 95),
    ("deeper by a space", |line, _| Some(format!(" {line}")), 75),
    ("a tab", |line, _| Some(format!("\t{line}")), 90),
    ("full-width digits", |line, _| full_width_digits(line), 60),
    ("an impossible date", |line, _| impossible_date(line), 95),
    ("a reference to nothing", |line, _| reference(line), 90),
    ("a unit lost", |line, _| unit_lost(line), 90),
    (
        "an open quote",
        |line, _| Some(line.replacen(": ", ": \"", 1)).filter(|new| new != line && !line.contains('"')),
        90,
    ),
    ("the line twice", |line, _| Some(format!("{line}\n{line}")), 75),
    ("a full-width comma", |line, _| in_flow(line, ", ", "，"), 85),
    ("a full-width bracket", |line, _| in_flow(line, "[", "［").or_else(|| in_flow(line, "{", "｛")), 90),
    ("two digits swapped", digits_swapped, 40),
    ("another unit", another_unit, 15),
    ("the line deleted", |_, _| Some(String::new()), 15),
];

/// Longest that one check may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(120);

type Edit = fn(&str, &mut Random) -> Option<String>;

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

fn in_key(line: &str, random: &mut Random) -> Option<String> {
    let (before, rest) = line.split_once(": ")?;
    let key = before.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let start = before.len() - key.len();
    let plain = key.len() > 2 && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let at = start + random.below(key.len());
    plain.then(|| format!("{}q{}: {rest}", &before[..at], &before[at + 1..]))
}

fn full_width_digits(line: &str) -> Option<String> {
    let (key, value) = line.split_once(": ")?;
    let wide = |c: char| c.to_digit(10).and_then(|digit| char::from_u32('０' as u32 + digit)).unwrap_or(c);
    let dated = ["date", "published", "updated", "value", "total", "planned", "done", "due", "opens", "closes"];
    let wanted = dated.iter().any(|name| key.ends_with(name)) && !value.starts_with(['{', '[']);
    Some(format!("{key}: {}", value.chars().map(wide).collect::<String>())).filter(|new| wanted && new != line)
}

fn impossible_date(line: &str) -> Option<String> {
    let at = line.find("202")?;
    let date = line.get(at..at + 10)?;
    let is_date = date.char_indices().all(|(i, c)| if i == 4 || i == 7 { c == '-' } else { c.is_ascii_digit() });
    let is_value = line[..at].ends_with(": ") || line[..at].ends_with(": '");
    (is_date && is_value).then(|| {
        format!("{}-31{}", &line[..at].to_owned(), &line[at + 10..]).replacen(
            "-31",
            &format!("{}-02-31", &date[..4]),
            1,
        )
    })
}

fn reference(line: &str) -> Option<String> {
    let key = ["office: ", "park: ", "project: ", "fair: ", "authority: ", "document: "]
        .iter()
        .find(|key| line.contains(**key))?;
    let at = line.find(key)? + key.len();
    let id: String = line[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    (!id.is_empty()).then(|| format!("{}{id}x{}", &line[..at], &line[at + id.len()..]))
}

/// A sign of a list or map on one line.
fn in_flow(line: &str, from: &str, to: &str) -> Option<String> {
    let value = line.split_once(": ").map_or(line, |(_, value)| value);
    let is_flow = value.starts_with(['[', '{']) || line.trim_start().starts_with("- {");
    is_flow.then(|| line.replacen(from, to, 1)).filter(|new| new != line)
}

/// Two neighbouring digits of a date or a figure, which differ, change places.
fn digits_swapped(line: &str, random: &mut Random) -> Option<String> {
    let value = line.find(": ")? + 2;
    let texts = ["title", "note", "summary", "because", "phone", "number", "document", "lines"];
    if texts.iter().any(|key| line.contains(&format!("{key}: "))) {
        return None;
    }
    let bytes = line.as_bytes();
    let pairs: Vec<usize> = (value..bytes.len().saturating_sub(1))
        .filter(|at| bytes[*at].is_ascii_digit() && bytes[at + 1].is_ascii_digit() && bytes[*at] != bytes[at + 1])
        .collect();
    let at = *pairs.get(random.below(pairs.len()))?;
    let mut new = line.to_owned();
    new.replace_range(at..at + 2, &format!("{}{}", char::from(bytes[at + 1]), char::from(bytes[at])));
    Some(new)
}

/// 亿 for 万 and the other way round: ten thousand times too much, or too little.
fn another_unit(line: &str, _: &mut Random) -> Option<String> {
    let is_value = line.contains("total: ") || line.contains("invested: ") || line.contains("value: ");
    let other = if line.contains("亿元") {
        line.replacen("亿元", "万元", 1)
    } else {
        line.replacen("万元", "亿元", 1)
    };
    Some(other).filter(|new| is_value && new != line)
}

fn unit_lost(line: &str) -> Option<String> {
    Some(line.replacen("亿元", "亿", 1))
        .filter(|new| new != line && line.contains(": ") && !line.contains("title") && !line.contains("note"))
        .filter(|_| {
            line.split(": ")
                .last()
                .is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit() || "≥>约'".contains(c)))
        })
}

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

/// What is found in the bulletin.
fn found(root: &Path) -> Outcome {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let request = Request {
        root: root.to_owned(),
        drafts: false,
        base_url: None,
        relative: false,
        gallery: false,
        clock: Clock { as_of: None, epoch: None, now },
    };
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(Box::new(check(&request).expect("the system works"))).is_ok());
    *receiver.recv_timeout(PATIENCE).expect("checking neither panics nor hangs")
}

/// Whether anything is told of the bulletin but advice.
fn is_told(outcome: &Outcome) -> bool {
    outcome.findings.iter().any(|finding| finding.severity() != Severity::Advice)
}

/// What is wrong with what the helps say to type: where nothing more is told with it, the record says what it said before the
/// slip.
fn undone(root: &Path, file: &Path, text: &str, outcome: &Outcome) -> (usize, Vec<String>) {
    let tried = helps::tried(root, &found);
    let mut faults = tried.faults;
    let told: Vec<_> = outcome.findings.iter().filter(|finding| finding.severity() != Severity::Advice).collect();
    if let [only] = told.as_slice()
        && !only.edits.is_empty()
    {
        let mended = helps::edited(outcome, &only.edits);
        let head = |text: &str| {
            let yaml =
                text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(head, _)| head);
            serde_yaml::from_str::<serde_yaml::Value>(yaml).ok()
        };
        let name = file.strip_prefix(root).expect("within").display().to_string();
        if let Some(mended) = mended.get(&name)
            && head(mended) != head(text)
            && fs::write(file, mended).is_ok()
            && !is_told(&found(root))
        {
            faults.push(format!("{}: {} does not give back what was there", name, helps::said(only)));
        }
    }
    (tried.done, faults)
}

#[test]
fn slips_are_told_of() {
    let n: usize = std::env::var("MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(320);
    let folder = tempfile::tempdir().expect("a folder");
    copy(Path::new("themes/default/example/content"), &folder.path().join("content"));
    assert!(!is_told(&found(folder.path())), "the example has findings of its own");
    let files: Vec<PathBuf> = walkdir::WalkDir::new(folder.path().join("content"))
        .sort_by_file_name()
        .into_iter()
        .map(|file| file.expect("readable").into_path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "yaml" || ext == "md"))
        .collect();
    let mut random = Random(20_251_120);
    let mut told: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut tried, mut done, mut faults) = (0, 0, Vec::new());
    while tried < n {
        let (name, edit, _) = EDITS[tried % EDITS.len()];
        let file = &files[random.below(files.len())];
        let text = fs::read_to_string(file).expect("text");
        let lines: Vec<&str> = text.lines().collect();
        // Of a Markdown file the front matter: what stands below is free text.
        let head = lines.iter().skip(1).position(|line| *line == "---").filter(|_| lines[0] == "---");
        let at = random.below(head.map_or(lines.len(), |end| end + 2));
        let Some(new) = edit(lines[at], &mut random)
            .filter(|_| !lines[at].trim().is_empty() && !lines[at].trim_start().starts_with('#'))
        else {
            continue;
        };
        let edited: Vec<&str> =
            lines.iter().enumerate().map(|(index, line)| if index == at { new.as_str() } else { line }).collect();
        fs::write(file, edited.join("\n") + "\n").expect("written");
        let outcome = found(folder.path());
        let is_told = is_told(&outcome);
        if outcome.findings.iter().any(|finding| !finding.edits.is_empty()) {
            let (helped, wrong) = undone(folder.path(), file, &text, &outcome);
            done += helped;
            faults.extend(wrong.into_iter().map(|fault| format!("{name}: {new}: {fault}")));
        }
        fs::write(file, &text).expect("written back");
        if !is_told && std::env::var_os("SHOW").is_some() {
            println!("{name}: {}: {} → {new}", file.display(), lines[at]);
        }
        let count = told.entry(name).or_default();
        *count = (count.0 + usize::from(is_told), count.1 + 1);
        tried += 1;
    }
    let (all, of) = told.values().fold((0, 0), |(all, of), (caught, tried)| (all + caught, of + tried));
    println!("told of {all} of {of} edits, {} %; {done} helps done", all * 100 / of);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (name, _, floor) in EDITS {
        let (caught, of) = told[name];
        println!("{name}: {caught} of {of}");
        assert!(caught * 100 >= of * floor, "{name}: only {caught} of {of} are told of; the floor is {floor} %");
    }
}
