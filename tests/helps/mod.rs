//! What helps say to type, done: each finding's changes are made in the files, and the bulletin is checked again. The
//! finding must be gone, no new one be there, and every value that was not changed be the same.

#![allow(dead_code, reason = "each test uses what it needs")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use gongbao::build::Outcome;
use gongbao::diagnostic::{At, Edit, Finding, Texts, WRITE};
use gongbao::source::yaml::{Node, NodeValue, parse};

/// What was tried in one bulletin.
#[derive(Default)]
pub(crate) struct Tried {
    /// Findings whose helps were done.
    pub(crate) done: usize,
    /// What was wrong with them.
    pub(crate) faults: Vec<String>,
}

/// Does what the helps of a bulletin say to type, one finding at a time.
pub(crate) fn tried(root: &Path, check: &dyn Fn(&Path) -> Outcome) -> Tried {
    let before = check(root);
    let mut tried = Tried::default();
    for finding in &before.findings {
        tried.faults.extend(worded(finding).map(|fault| told(finding, &fault)));
        if finding.edits.is_empty() {
            continue;
        }
        let texts = edited(&before, &finding.edits);
        tried.faults.extend(shown(finding, &texts).map(|fault| told(finding, &fault)));
        let kept: Vec<(&String, Vec<u8>)> =
            texts.keys().map(|file| (file, fs::read(root.join(file)).expect("readable"))).collect();
        for (file, text) in &texts {
            fs::write(root.join(file), text).expect("written");
        }
        let after = check(root);
        tried.faults.extend(faults(finding, &before, &after, &texts).iter().map(|fault| told(finding, fault)));
        for (file, bytes) in kept {
            fs::write(root.join(file), bytes).expect("written back");
        }
        tried.done += 1;
    }
    tried
}

fn told(finding: &Finding, fault: &str) -> String {
    format!("{}: {fault}", said(finding))
}

/// A finding in a line.
pub(crate) fn said(finding: &Finding) -> String {
    let help = finding.help.as_ref().map_or("", |help| &help.zh);
    format!("{} {}: {} / {help}", finding.code.id, finding.place.file, finding.message.zh)
}

/// A help says to write exactly when the finding has changes to make.
fn worded(finding: &Finding) -> Option<String> {
    let help = finding.help.as_ref()?;
    let (zh, en) = (help.zh.contains(WRITE.0), help.en.contains(WRITE.1));
    if zh != en || zh == finding.edits.is_empty() {
        return Some(format!("it says to write in Chinese: {zh}, in English: {en}; changes: {}", finding.edits.len()));
    }
    let loose = ["写成：", "改为“", "改成：", "写为："].into_iter().find(|word| help.zh.contains(word));
    loose.map(|word| format!("“{word}” is not how a help says to write"))
}

/// What a help shows behind the words of [`WRITE`], up to its next sentence, is what stands in a changed line then, or that
/// line and more: brackets and quotes that the line closes are closed there too.
fn shown(finding: &Finding, texts: &BTreeMap<String, String>) -> Option<String> {
    let help = finding.help.as_ref()?;
    let lines: Vec<&str> = texts
        .iter()
        .flat_map(|(file, text)| {
            let edits: Vec<&Edit> = finding.edits.iter().filter(|edit| *edit.place.file == **file).collect();
            let places = new_places(&edits);
            let mut start = 0;
            text.split_inclusive('\n').filter(move |line| {
                let own = start..start + line.trim_end_matches('\n').len();
                start += line.len();
                touches(&own, &places)
            })
        })
        .collect();
    let fits = |shown: &str| {
        lines.iter().any(|line| {
            let line = line.trim().trim_start_matches("- ");
            let is_in_line = line.contains(shown) && (!is_closed(line) || is_closed(shown));
            !shown.is_empty() && (is_in_line || (!line.is_empty() && shown.contains(line)))
        })
    };
    [(&help.zh, WRITE.0, ["；", "。"]), (&help.en, WRITE.1, ["; ", ". "])].into_iter().find_map(|(help, word, ends)| {
        let shown = help.split_once(word)?.1.trim().trim_start_matches("- ");
        let ends = ends.into_iter().flat_map(|end| shown.match_indices(end).map(|(at, _)| at)).chain([shown.len()]);
        let is_so = ends.into_iter().any(|end| fits(shown[..end].trim()));
        (!is_so).then(|| format!("“{shown}” is shown, and the changed lines are {lines:?}"))
    })
}

/// Whether every bracket and brace of a line is closed in it.
fn is_closed(line: &str) -> bool {
    let count = |signs: [char; 1]| line.matches(signs).count();
    count(['[']) == count([']']) && count(['{']) == count(['}']) && line.matches('"').count().is_multiple_of(2)
}

/// The files that some changes are made in, as they are then.
pub(crate) fn edited(outcome: &Outcome, edits: &[Edit]) -> BTreeMap<String, String> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by(|a, b| b.place.cmp(&a.place));
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for edit in sorted {
        let At::Span(start, end) = edit.place.at else { panic!("a change of a line: {edit:?}") };
        let file = edit.place.file.to_string();
        let text = texts
            .entry(file)
            .or_insert_with(|| outcome.text(&edit.place.file).expect("a file of the bulletin or its theme").to_owned());
        text.replace_range(start..end, &edit.text);
    }
    texts
}

type Key<'f> = (&'f str, &'f str, &'f str);

fn key(finding: &Finding) -> Key<'_> {
    (finding.code.id, &finding.place.file, &finding.message.zh)
}

fn counted(findings: &[Finding]) -> BTreeMap<Key<'_>, usize> {
    let mut counted = BTreeMap::new();
    for finding in findings {
        *counted.entry(key(finding)).or_default() += 1;
    }
    counted
}

/// The places of the changed texts in the file as it is then.
fn new_places(edits: &[&Edit]) -> Vec<Range<usize>> {
    let mut sorted: Vec<(usize, usize, usize)> = edits
        .iter()
        .filter_map(|edit| match edit.place.at {
            At::Span(start, end) => Some((start, end, edit.text.len())),
            At::Line(_) => None,
        })
        .collect();
    sorted.sort_unstable();
    let (mut longer, mut shorter) = (0, 0);
    let mut places = Vec::new();
    for (start, end, length) in sorted {
        let at = start + longer - shorter;
        places.push(at..at + length);
        longer += length;
        shorter += end - start;
    }
    places
}

fn touches(place: &Range<usize>, others: &[Range<usize>]) -> bool {
    others.iter().any(|other| place.start <= other.end && other.start <= place.end)
}

/// What is wrong after a finding's changes.
fn faults(finding: &Finding, before: &Outcome, after: &Outcome, texts: &BTreeMap<String, String>) -> Vec<String> {
    let mut faults = Vec::new();
    let (was, is) = (counted(&before.findings), counted(&after.findings));
    if is.get(&key(finding)).copied().unwrap_or(0) >= was[&key(finding)] {
        faults.push("it is still found".to_owned());
    }
    let is_read = |outcome: &Outcome, file: &str| {
        let bulletin = outcome.bulletin();
        bulletin.is_some_and(|bulletin| bulletin.entries.iter().any(|entry| &*entry.file == file))
    };
    for other in &after.findings {
        let is_new = is[&key(other)] > was.get(&key(other)).copied().unwrap_or(0);
        // What was not read before, and is now, is looked at for the first time.
        let now_read = texts.keys().any(|file| is_read(after, file) && !is_read(before, file));
        let edits: Vec<&Edit> = finding.edits.iter().filter(|edit| edit.place.file == other.place.file).collect();
        let of_edit = match other.place.at {
            At::Span(start, end) => touches(&(start..end), &new_places(&edits)),
            At::Line(_) => false,
        };
        // A bulletin that lacks a record of publication is told so as soon as it can be read.
        let is_new = is_new && other.code.id != "GB0321";
        if is_new && (!now_read || (of_edit && other.code.id < "GB0300")) {
            faults.push(format!("new: {} {} {}", other.code.id, other.place.file, other.message.zh));
        }
    }
    for (file, text) in texts {
        let edits: Vec<&Edit> = finding.edits.iter().filter(|edit| *edit.place.file == **file).collect();
        faults.extend(changed(before, after, file, text, &edits));
    }
    faults
}

/// Values of a file that were not to be changed, and are.
fn changed(before: &Outcome, after: &Outcome, file: &str, text: &str, edits: &[&Edit]) -> Vec<String> {
    let (Some(old), Some(new)) = (before.source().file(file), after.source().file(file)) else {
        // A theme's file has no values.
        let is_there = file.starts_with("themes/") && after.text(file).is_some();
        return if is_there { Vec::new() } else { vec![format!("{file} is gone")] };
    };
    let (Some(old_head), Some(new_head)) = (old.head(), new.head()) else { return Vec::new() };
    let Ok(now) = parse(&text[new_head.clone()]) else { return Vec::new() };
    let now = now.map(|root| values(&root, new_head.start)).unwrap_or_default();
    let places = new_places(edits);
    let old_places: Vec<Range<usize>> = edits
        .iter()
        .filter_map(|edit| if let At::Span(start, end) = edit.place.at { Some(start..end) } else { None })
        .collect();
    let text_of = |value: &(Option<String>, Vec<Range<usize>>)| value.0.clone();
    let mut changed = Vec::new();
    match parse(&old.text[old_head.clone()]) {
        Ok(Some(root)) if matches!(root.value, NodeValue::Map(_)) => {
            let was = values(&root, old_head.start);
            for (path, value) in &was {
                // A key with nothing after it has what is now put under it.
                let is_same = value.0.as_deref() == Some("")
                    || now.get(path).is_some_and(|other| text_of(other) == text_of(value));
                if !is_same && !value.1.iter().any(|place| touches(place, &old_places)) {
                    changed.push(format!("{path} was {:?} and is {:?}", value.0, now.get(path).and_then(text_of)));
                }
            }
            for (path, value) in &now {
                if !was.contains_key(path) && !value.1.iter().any(|place| touches(place, &places)) {
                    changed.push(format!("{path} is new: {:?}", value.0));
                }
            }
        }
        // What was no YAML is compared line by line: a line that says one thing says it then.
        _ => {
            let mut start = new_head.start;
            for line in text[new_head].split_inclusive('\n') {
                let own = start..start + line.trim_end().len();
                start += line.len();
                if touches(&own, &places) || !line.starts_with(|c: char| c.is_ascii_lowercase()) {
                    continue;
                }
                let Ok(Some(alone)) = parse(line) else { continue };
                for (path, (value, _)) in values(&alone, 0) {
                    let is_read = !path.contains('[') && value.as_ref().is_some_and(|value| !value.is_empty());
                    // A text of several lines begins with a sign.
                    let is_begun = value.as_deref().is_some_and(|value| value.starts_with(['|', '>']));
                    if is_read && !is_begun && now.get(&path).map(text_of) != Some(value.clone()) {
                        changed.push(format!("{path} says {value:?} and is {:?}", now.get(&path).and_then(text_of)));
                    }
                }
            }
        }
    }
    changed
}

/// The values of a tree by their paths, with the places of the value and of its keys.
fn values(root: &Node, offset: usize) -> BTreeMap<String, (Option<String>, Vec<Range<usize>>)> {
    fn walk(
        node: &Node,
        offset: usize,
        (path, places): (String, Vec<Range<usize>>),
        out: &mut BTreeMap<String, (Option<String>, Vec<Range<usize>>)>,
    ) {
        let at = |node: &Node| node.span.start + offset..node.span.end + offset;
        let with = |place: Range<usize>| places.iter().cloned().chain([place]).collect::<Vec<_>>();
        match &node.value {
            NodeValue::Scalar(text, _) => {
                out.insert(path, (Some(text.trim().to_owned()), with(at(node))));
            }
            NodeValue::Alias => {
                out.insert(path, (None, with(at(node))));
            }
            NodeValue::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, offset, (format!("{path}[{index}]"), with(at(item))), out);
                }
            }
            NodeValue::Map(entries) => {
                for (name, value) in &**entries {
                    let path = format!("{path}.{}", name.text().unwrap_or("?"));
                    walk(value, offset, (path, with(at(name))), out);
                }
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(root, offset, (String::new(), Vec::new()), &mut out);
    out
}
