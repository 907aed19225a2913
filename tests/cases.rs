//! Runs the cases under `tests/cases/`: one Markdown file is one small bulletin with what is expected of it.
//!
//! A case is prose and fenced blocks. The first word of a block's info string says what it is:
//!
//! * `yaml PATH`, `md PATH`, `html PATH`, `css PATH`, `geojson PATH`: a file of the bulletin. After the path may stand
//!   `bom` (begin with a byte-order mark), `gb18030` (write in that encoding), `tabs` (each `→` is a tab).
//! * `png PATH`: a picture of one point; the block is empty.
//! * `findings`: every error and warning, one a line. A case without this block has none.
//! * `page ADDRESS SELECTOR`: the text of the first element that the CSS selector finds on the built page.
//! * `source ADDRESS SELECTOR`: its HTML.
//!
//! No page of a case may show a number that is none, or a value as a programmer writes it.
//!
//! Without `content/site.yaml` a case gets a plain one. `UPDATE=1 cargo test --test cases` writes the expected blocks;
//! read the difference, it is the review. `CASES=NAME cargo test --test cases -- cases` runs those whose path holds NAME.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "how many cases were run, how many helps were done")]

mod built;
mod helps;

use std::fs;
use std::path::{Path, PathBuf};

use built::{Built, build};
use gongbao::build::{Clock, Outcome, Request};
use gongbao::diagnostic::emit::{Format, Look, emit};
use gongbao::diagnostic::{Finding, Lang, Positions, Severity};
use scraper::{Html, Selector};

const SITE: &str = "title: 测试公报\nas_of: 2024-01-01\nbase_url: https://example.org/\ndocuments:\n  - {id: paper, title: 某报, published: 2023-12-31}\n";

/// A picture of one point.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";

struct Block {
    info: Vec<String>,
    text: String,
    /// Lines of the block's content in the case file.
    lines: (usize, usize),
}

#[test]
fn cases() {
    let named = std::env::var("CASES").unwrap_or_default();
    let mut files = case_files(Path::new("tests/cases"));
    let all = files.len();
    files.retain(|file| file.display().to_string().contains(named.as_str()));
    println!("{} of {all} cases", files.len());
    assert!(!files.is_empty(), "no case has “{named}” in its path");
    let mut failures = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a readable case");
        match run(&text) {
            Ok(updated) => {
                if updated == text {
                    continue;
                }
                if std::env::var_os("UPDATE").is_some() {
                    fs::write(&file, updated).expect("a writable case");
                } else {
                    failures.push(format!("{}:\n{}", file.display(), difference(&text, &updated)));
                }
            }
            Err(fault) => failures.push(format!("{}: {fault}", file.display())),
        }
    }
    assert!(failures.is_empty(), "{}\n\nUPDATE=1 cargo test --test cases writes what was found", failures.join("\n\n"));
}

fn case_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("tests/cases").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files.extend(case_files(&entry));
        } else {
            assert!(entry.extension().is_some_and(|ext| ext == "md"), "{}: a case is a .md file", entry.display());
            files.push(entry);
        }
    }
    files.sort();
    files
}

/// The case with its expected blocks as they should be.
fn run(text: &str) -> Result<String, String> {
    let blocks = blocks(text)?;
    let outcome = built(&blocks)?;
    for page in outcome.pages.iter().filter(|page| page.path.ends_with(".html")) {
        let html = String::from_utf8_lossy(&page.bytes);
        for never in ["NaN", ">inf", "\"inf", "-0%", "−0", "Some(", "None", "null", "undefined"] {
            if html.contains(never) {
                return Err(format!("{} shows “{never}”", page.path));
            }
        }
    }
    let mut expected = Vec::new();
    let mut has_findings = false;
    for block in &blocks {
        let words: Vec<&str> = block.info.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["findings"] => {
                has_findings = true;
                expected.push((block.lines, findings(&outcome)));
            }
            ["page", address, selector @ ..] => {
                expected.push((block.lines, page(&outcome, address, &selector.join(" "), true)?));
            }
            ["source", address, selector @ ..] => {
                expected.push((block.lines, page(&outcome, address, &selector.join(" "), false)?));
            }
            _ => {}
        }
    }
    if !has_findings && outcome.findings.iter().any(|finding| finding.severity() != Severity::Advice) {
        return Err(format!("findings, but the case has no findings block:\n{}", findings(&outcome)));
    }
    Ok(with_blocks(text, &expected))
}

/// The bulletin of some blocks, built.
fn built(blocks: &[Block]) -> Result<Built, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    write_files(folder.path(), blocks)?;
    built_in(folder.path())
}

/// The bulletin of a folder, built.
fn built_in(folder: &Path) -> Result<Built, String> {
    let noon = "2024-01-01T04:00:00Z".parse().map_err(|error| format!("{error}"))?;
    let clock = Clock { as_of: None, epoch: None, now: noon };
    let request =
        Request { root: folder.to_owned(), drafts: false, base_url: None, relative: false, gallery: false, clock };
    build(&request).map_err(|error| error.to_string())
}

/// What a help says to type is right, in every case and in every rule's example: with it the finding is gone, nothing else
/// is found, and nothing else is changed.
#[test]
fn what_helps_say_to_write_does() {
    let examples = gongbao::check::codes().iter().filter_map(|code| {
        let example = parts(&code.page()).get(2).cloned()?;
        Some((code.id.to_owned(), example))
    });
    let cases = case_files(Path::new("tests/cases")).into_iter();
    let cases = cases.map(|file| (file.display().to_string(), fs::read_to_string(&file).expect("a readable case")));
    let (mut done, mut faults) = (0, Vec::new());
    for (name, text) in examples.chain(cases) {
        let Ok(blocks) = blocks(&text) else { continue };
        let folder = tempfile::tempdir().expect("a folder");
        write_files(folder.path(), &blocks).expect("written");
        let tried = helps::tried(folder.path(), &|root| built_in(root).expect("the system works").outcome);
        done += tried.done;
        faults.extend(tried.faults.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    println!("{done} helps done");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(done >= LEAST_DONE, "only {done} helps say what to write");
}

/// How many helps of the cases at least say what to write.
const LEAST_DONE: usize = 60;

/// Rules whose example no text can be: files and pages that cannot be read, are too large, are links,
/// are not there, or are photos.
const WITHOUT_EXAMPLE: &[&str] =
    &["GB0101", "GB0104", "GB0106", "GB0140", "GB0141", "GB0150", "GB0165", "GB0166", "GB0167", "GB0817"];

/// The parts of a page: what stands before the first `## `, and after each.
fn parts(page: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut in_block = false;
    for line in page.lines() {
        in_block ^= line.starts_with("````");
        match line.strip_prefix("## ").filter(|_| !in_block) {
            Some(heading) => parts.push(format!("{heading}\n")),
            None => {
                if let Some(part) = parts.last_mut() {
                    part.push_str(&format!("{line}\n"));
                }
            }
        }
    }
    parts
}

/// What an editor sees of a rule's example, in both languages, against the file that keeps it.
fn snapshot(path: &str, shown: &str) -> Option<String> {
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all("tests/rules").expect("a folder");
        fs::write(path, shown).expect("written");
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    (kept != shown).then(|| format!("{path}: shown is\n{shown}\nUPDATE=1 cargo test --test cases writes it"))
}

/// Every rule's page has its parts in both languages; its example raises that rule and nothing else, what is to be
/// written instead raises nothing, and what is said in both languages names the same numbers.
#[test]
fn rules_do_what_their_pages_say() {
    let mut faults = Vec::new();
    for &code in gongbao::check::codes() {
        let parts = parts(&code.page());
        let [about, why, example, instead] = parts.as_slice() else {
            faults.push(format!("{}: its parts are what, why, example, instead", code.id));
            continue;
        };
        let headings = [
            ("why", why, "为什么 · Why"),
            ("example", example, "例 · Example"),
            ("instead", instead, "改为 · Instead"),
        ];
        for (name, part, heading) in headings {
            if !part.starts_with(heading) {
                faults.push(format!("{}: {name} is headed “{heading}”", code.id));
            }
        }
        for part in [about.trim(), why.split_once('\n').map_or("", |(_, text)| text.trim())] {
            let paragraphs: Vec<bool> = part.split("\n\n").map(|text| text.contains('。')).collect();
            if paragraphs.is_empty() || !paragraphs.chunks(2).all(|pair| pair == [true, false]) {
                faults.push(format!("{}: paragraphs come in pairs, Chinese and English", code.id));
            }
        }
        if code.title().zh == code.title().en {
            faults.push(format!("{}: the heading is 中文 · English", code.id));
        }
        if WITHOUT_EXAMPLE.contains(&code.id) {
            continue;
        }
        let told = |finding: &Finding| finding.code == code || finding.severity() != Severity::Advice;
        let raised = |part: &str| -> Result<Vec<Finding>, String> {
            Ok(built(&blocks(part)?)?.outcome.findings.into_iter().filter(|finding| told(finding)).collect())
        };
        match (blocks(example).and_then(|blocks| built(&blocks)), raised(instead)) {
            (Ok(outcome), Ok(left)) => {
                let raised: Vec<Finding> = outcome.findings.iter().filter(|finding| told(finding)).cloned().collect();
                let shown = [Lang::Zh, Lang::En]
                    .map(|lang| emit(&raised, &outcome.outcome, Format::Human(Look::default()), lang));
                faults.extend(snapshot(&format!("tests/rules/{}.txt", code.id), &shown.join("\n")));
                if raised.is_empty() || raised.iter().any(|finding| finding.code != code) {
                    let codes: Vec<&str> = raised.iter().map(|finding| finding.code.id).collect();
                    faults.push(format!("{}: its example raises {codes:?}", code.id));
                }
                if let Some(finding) = left.first() {
                    faults.push(format!("{}: instead raises {} {}", code.id, finding.code.id, finding.message.zh));
                }
                let numbers = |text: &str| {
                    let mut numbers: Vec<String> = text
                        .split(|c: char| !c.is_ascii_digit())
                        .filter(|n| !n.is_empty())
                        .map(str::to_owned)
                        .collect();
                    numbers.sort();
                    numbers
                };
                for finding in &raised {
                    if numbers(&finding.message.zh) != numbers(&finding.message.en) {
                        faults.push(format!("{}: {} / {}", code.id, finding.message.zh, finding.message.en));
                    }
                }
            }
            (Err(fault), _) | (_, Err(fault)) => faults.push(format!("{}: {fault}", code.id)),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn blocks(text: &str) -> Result<Vec<Block>, String> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(usize, Vec<String>, Vec<&str>)> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("````")) {
            (None, Some(info)) => {
                open = Some((number + 1, info.split_whitespace().map(str::to_owned).collect(), Vec::new()));
            }
            (Some(_), Some(_)) => {
                if let Some((start, info, lines)) = open.take() {
                    let text = lines.iter().map(|line| format!("{line}\n")).collect();
                    blocks.push(Block { info, text, lines: (start, number) });
                }
            }
            (Some((_, _, lines)), None) => lines.push(line),
            (None, None) => {}
        }
    }
    if open.is_some() {
        return Err("a block (````) is not closed".into());
    }
    let known = ["yaml", "md", "html", "css", "js", "geojson", "txt", "png", "findings", "page", "source"];
    for block in &blocks {
        let first = block.info.first().map(String::as_str).unwrap_or("");
        if !known.contains(&first) {
            return Err(format!("nobody reads a block “{}”", block.info.join(" ")));
        }
    }
    Ok(blocks)
}

fn write_files(folder: &Path, blocks: &[Block]) -> Result<(), String> {
    let has_site = blocks.iter().any(|block| block.info.get(1).is_some_and(|path| path == "content/site.yaml"));
    let write = |path: &str, bytes: &[u8]| -> Result<(), String> {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(|error| error.to_string())?;
        fs::write(path, bytes).map_err(|error| error.to_string())
    };
    for block in blocks {
        let words: Vec<&str> = block.info.iter().map(String::as_str).collect();
        if let ["png", path] = words.as_slice() {
            write(path, PNG)?;
        }
        if let ["yaml" | "md" | "html" | "css" | "js" | "geojson" | "txt", path, options @ ..] = words.as_slice() {
            let mut text = block.text.clone();
            let mut bytes = None;
            for option in options {
                match *option {
                    "bom" => text.insert(0, '\u{feff}'),
                    "tabs" => text = text.replace('→', "\t"),
                    "empty" => text.clear(),
                    "gb18030" => bytes = Some(gb18030(&text)?),
                    other => return Err(format!("nobody knows the option “{other}”")),
                }
            }
            write(path, &bytes.unwrap_or_else(|| text.into_bytes()))?;
        }
    }
    if has_site { Ok(()) } else { write("content/site.yaml", SITE.as_bytes()) }
}

/// A few words in GB18030: the bytes of the characters that cases use.
fn gb18030(text: &str) -> Result<Vec<u8>, String> {
    let table =
        [('甲', [0xBC, 0xD7]), ('项', [0xCF, 0xEE]), ('目', [0xC4, 0xBF]), ('标', [0xB1, 0xEA]), ('题', [0xCC, 0xE2])];
    let mut bytes = Vec::new();
    for c in text.chars() {
        match table.iter().find(|(known, _)| *known == c) {
            Some((_, code)) => bytes.extend(code),
            None if c.is_ascii() => bytes.push(c as u8),
            None => return Err(format!("“{c}” is not in this test's table")),
        }
    }
    Ok(bytes)
}

/// One line a finding: place, severity, code, message; help on the next, indented.
fn findings(outcome: &Outcome) -> String {
    let mut out = String::new();
    for finding in outcome.findings.iter().filter(|finding| finding.severity() != Severity::Advice) {
        let ((line, column), _) = Positions::new(outcome).extent(&finding.place);
        // The hash in a stylesheet's name follows every change of the theme.
        let file = finding.place.file.strip_suffix(".css").and_then(|path| path.rsplit_once('-'));
        let file = file.map_or_else(|| finding.place.file.to_string(), |(path, _)| format!("{path}.css"));
        let place = format!("{file}:{line}:{column}");
        let severity = finding.severity().name();
        out.push_str(&format!("{place}: {severity}[{}] {}\n", finding.code.id, finding.message.in_lang(Lang::Zh)));
        if let Some(help) = &finding.help {
            out.push_str(&format!("    {}\n", help.in_lang(Lang::Zh).replace('\n', "\n    ")));
        }
    }
    out
}

fn page(outcome: &Built, address: &str, selector: &str, text_only: bool) -> Result<String, String> {
    let file = format!("{}index.html", address.trim_start_matches('/'));
    let file = if address.ends_with('/') { file } else { address.trim_start_matches('/').to_owned() };
    let Some(page) = outcome.pages.iter().find(|page| page.path == file) else {
        return Err(format!("no page {address}; findings:\n{}", findings(outcome)));
    };
    let html = Html::parse_document(&String::from_utf8_lossy(&page.bytes));
    let parsed = Selector::parse(selector).map_err(|error| error.to_string())?;
    let Some(element) = html.select(&parsed).next() else { return Ok("(nothing)\n".into()) };
    if !text_only {
        return Ok(format!("{}\n", element.html().trim()));
    }
    let words: Vec<String> = element
        .text()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect();
    Ok(format!("{}\n", words.join(" ")))
}

fn with_blocks(text: &str, expected: &[((usize, usize), String)]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    for ((start, end), block) in expected {
        for line in lines.get(at..*start).unwrap_or(&[]) {
            out.push_str(line);
            out.push('\n');
        }
        out.push_str(block);
        at = *end;
    }
    for line in lines.get(at..).unwrap_or(&[]) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn difference(before: &str, after: &str) -> String {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
    gone.chain(new).collect::<Vec<_>>().join("\n")
}
