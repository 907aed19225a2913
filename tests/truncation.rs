//! Building as of a day equals building records that end on that day: nothing of a later day shows through. What is later
//! is told by the JSON Schema of each kind, whose marks come from the types, and cut from the YAML by code of its own.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod built;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use built::build;
use gongbao::build::{Clock, Request};
use gongbao::date::{Day, PartialDate, Period};
use gongbao::diagnostic::Severity;
use gongbao::record::Kind;
use serde_yaml::{Mapping, Value};

const EXAMPLE: &str = "themes/default/example";

/// Days in the example's two years: ends of a week, a quarter and a year, a day on which a project started, and others.
const DAYS: &[&str] = &[
    "2023-12-31",
    "2024-02-29",
    "2024-05-05",
    "2024-06-30",
    "2024-09-12",
    "2024-12-29",
    "2024-12-31",
    "2025-03-17",
    "2025-06-01",
    "2025-09-18",
    "2025-10-31",
    "2025-11-16",
];

/// Every file of the site; of images and attachments, that they are there.
fn pages(root: &Path, day: Day) -> BTreeMap<String, Vec<u8>> {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let clock = Clock { as_of: Some(day), epoch: None, now };
    let request =
        Request { root: root.to_owned(), drafts: false, base_url: None, relative: false, gallery: false, clock };
    let outcome = build(&request).expect("the system works");
    let errors = outcome.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    let errors: Vec<String> = errors.map(|finding| format!("{} {}", finding.place.file, finding.message.en)).collect();
    assert!(errors.is_empty(), "{day}: {errors:#?}");
    let assets = outcome.assets.iter().map(|path| (path.clone(), Vec::new())).collect::<Vec<_>>();
    outcome.pages.into_iter().map(|page| (page.path, page.bytes)).chain(assets).collect()
}

#[test]
fn a_day_shows_what_was_known_then() {
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for day in DAYS {
        let day: Day = day.parse().expect("a day");
        let folder = tempfile::tempdir().expect("a folder");
        let dropped = truncate(Path::new(EXAMPLE), folder.path(), day);
        assert!(!dropped.is_empty(), "{day}: nothing is later");
        for (key, n) in dropped {
            *all.entry(key).or_insert(0) += n;
        }
        let (whole, truncated) = (pages(Path::new(EXAMPLE), day), pages(folder.path(), day));
        let only = |these: &BTreeMap<String, Vec<u8>>, those: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
            these.keys().filter(|path| !those.contains_key(*path)).cloned().collect()
        };
        let (more, fewer) = (only(&whole, &truncated), only(&truncated, &whole));
        assert!(more.is_empty() && fewer.is_empty(), "{day}: only in the whole {more:?}, only in the other {fewer:?}");
        for (path, bytes) in &whole {
            let other = truncated.get(path).expect("a page");
            assert!(bytes == other, "{day}: {path} tells of a later day\n{}", difference(bytes, other));
        }
    }
    // The example has every key: what it has no later date of is tried by nothing here.
    // A key of every kind is tried where it is tried in one.
    let known = known_keys();
    let bare = |key: &str| key.split_once('.').map_or(String::new(), |(_, bare)| bare.to_owned());
    let is_shared = |key: &str| known.iter().filter(|other| bare(other) == bare(key)).count() == Kind::ALL.len();
    let is_tried = |key: &str| all.keys().any(|tried| tried == key || is_shared(key) && bare(tried) == bare(key));
    let untried: Vec<&String> = known.iter().filter(|key| !is_tried(key)).collect();
    assert!(untried.is_empty(), "give the example a later date of {untried:?}");
}

/// The keys of all kinds that may say when something became known.
fn known_keys() -> Vec<String> {
    fn keys(cut: &Cut<'_>, schema: &serde_json::Value, name: &str, found: &mut Vec<String>) {
        let properties = cut.resolved(schema).get("properties").and_then(serde_json::Value::as_object);
        for (key, schema) in properties.into_iter().flatten() {
            let name = format!("{name}.{key}");
            match schema.get("x-time").and_then(serde_json::Value::as_str) {
                Some(mark) if mark.split(' ').any(|word| word == "known") => found.push(name),
                Some(_) => {}
                None => keys(cut, schema, &name, found),
            }
        }
    }
    let mut found = Vec::new();
    for kind in Kind::ALL {
        let schema = kind.schema();
        let cut = Cut { root: &schema, day: Day::MIN, dropped: &mut BTreeMap::new() };
        keys(&cut, &schema, kind.name(), &mut found);
    }
    found
}

/// Where two texts part.
fn difference(a: &[u8], b: &[u8]) -> String {
    let (a, b) = (String::from_utf8_lossy(a), String::from_utf8_lossy(b));
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let after = |text: &str| text.chars().skip(same.saturating_sub(80)).take(240).collect::<String>();
    format!("whole:     {}\ntruncated: {}", after(&a), after(&b))
}

/// Copies a bulletin without what its records tell of days after `day`; says of which dates how many were dropped.
fn truncate(from: &Path, to: &Path, day: Day) -> BTreeMap<String, usize> {
    let mut dropped = BTreeMap::new();
    for file in walkdir::WalkDir::new(from).into_iter().map(|file| file.expect("readable")) {
        let place = to.join(file.path().strip_prefix(from).expect("inside"));
        if file.file_type().is_dir() {
            std::fs::create_dir_all(&place).expect("a folder");
            continue;
        }
        let path = file.path().to_string_lossy();
        let is_of = |kind: &&Kind| path.contains(&format!("/content/{}/", kind.folder()));
        let kind = Kind::ALL.iter().find(is_of).filter(|_| path.ends_with(".yaml") || path.ends_with(".md"));
        let Some(kind) = kind else {
            std::fs::copy(file.path(), &place).expect("a copy");
            continue;
        };
        let text = std::fs::read_to_string(file.path()).expect("text");
        let head = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
        let (yaml, body) = head.filter(|_| path.ends_with(".md")).unwrap_or((&text, ""));
        let mut record: Mapping = serde_yaml::from_str(yaml).expect("a record");
        let mut cut = Cut { root: &kind.schema(), day, dropped: &mut dropped };
        let whole = record.clone();
        let known = cut.map(&mut record, cut.root, kind.name());
        // What is published later itself is shown all the same, and as it is where it is not counted.
        if !known && !matches!(kind, Kind::Project | Kind::Indicator) {
            record = whole.clone();
        }
        forget_relations(&mut record);
        assert!(
            known || whole.iter().any(|(key, value)| is_later(value, day) && (key == "published" || key == "date"))
        );
        let yaml = serde_yaml::to_string(&record).expect("YAML");
        let text = if body.is_empty() { yaml } else { format!("---\n{yaml}---\n{body}") };
        std::fs::write(&place, text).expect("written");
    }
    dropped
}

/// Takes out of figures what relates them to figures that are not there any more, which a record may not name.
fn forget_relations(record: &mut Mapping) {
    let Some(Value::Sequence(figures)) = record.get_mut("figures") else { return };
    let keys: BTreeSet<String> =
        figures.iter().filter_map(|figure| figure.get("key")?.as_str().map(str::to_owned)).collect();
    for figure in figures.iter_mut().filter_map(Value::as_mapping_mut) {
        for relation in ["sum", "rate", "cut"] {
            let named: Vec<&Value> = match figure.get(relation) {
                Some(Value::Sequence(keys)) => keys.iter().collect(),
                Some(Value::Mapping(keys)) => keys.values().collect(),
                _ => continue,
            };
            if named.iter().any(|key| key.as_str().is_some_and(|key| !keys.contains(key))) {
                figure.remove(relation);
            }
        }
    }
}

/// Takes out of a record what it tells of later days, as its schema says: `x-time` is what a date says, and `x-with` are the
/// keys that go with it where the part stays.
struct Cut<'s> {
    root: &'s serde_json::Value,
    day: Day,
    dropped: &'s mut BTreeMap<String, usize>,
}

impl Cut<'_> {
    /// The schema behind references, optional values and lists.
    fn resolved<'s>(&'s self, schema: &'s serde_json::Value) -> &'s serde_json::Value {
        let reference = schema.get("$ref").and_then(serde_json::Value::as_str);
        let inner = reference.and_then(|reference| self.root.pointer(reference.trim_start_matches('#')));
        let inner = inner.or_else(|| schema.pointer("/anyOf/0")).or_else(|| schema.get("items"));
        inner.map_or(schema, |inner| self.resolved(inner))
    }

    /// Cuts a map; says whether anything of it was known.
    fn map(&mut self, map: &mut Mapping, schema: &serde_json::Value, name: &str) -> bool {
        let mut known = true;
        let properties = self.resolved(schema).get("properties").and_then(serde_json::Value::as_object).cloned();
        for (key, schema) in properties.into_iter().flatten() {
            let Some(value) = map.get(&key) else { continue };
            let name = format!("{name}.{key}");
            if let Some(mark) = schema.get("x-time").and_then(serde_json::Value::as_str) {
                if said(mark, map) != "known" || !is_later(value, self.day) {
                    continue;
                }
                *self.dropped.entry(name).or_default() += 1;
                match schema.get("x-with").and_then(serde_json::Value::as_array) {
                    None => known = false,
                    Some(with) => {
                        map.remove(&key);
                        with.iter().filter_map(serde_json::Value::as_str).for_each(|with| drop(map.remove(with)));
                    }
                }
                continue;
            }
            let stays = match map.get_mut(&key) {
                Some(Value::Mapping(inner)) => self.map(inner, &schema, &name),
                Some(Value::Sequence(items)) => {
                    items.retain_mut(|item| item.as_mapping_mut().is_none_or(|item| self.map(item, &schema, &name)));
                    true
                }
                _ => true,
            };
            if !stays {
                map.remove(&key);
            }
        }
        known
    }
}

/// Which of the marks in `A if KEY else B` a date has.
fn said<'m>(mark: &'m str, map: &Mapping) -> &'m str {
    let Some((first, rest)) = mark.split_once(" if ") else { return mark };
    let (key, other) = rest.split_once(" else ").expect("two marks");
    match map.get(key) {
        None | Some(Value::Null | Value::Bool(false)) => said(other, map),
        // A sort of figure: only what is reported is of its day.
        Some(Value::String(sort)) if ["actual", "实际"].contains(&sort.as_str()) => said(other, map),
        Some(_) => first,
    }
}

/// Whether a date or period is after the day: a month, a year or a period counts from its first day.
fn is_later(value: &Value, day: Day) -> bool {
    let number = value.as_u64().map(|year| year.to_string());
    let text = number.as_deref().or(value.as_str());
    let first = |text: &str| {
        text.parse::<PartialDate>().map(PartialDate::first).or_else(|_| text.parse::<Period>().map(Period::first)).ok()
    };
    text.and_then(first).is_some_and(|first| first > day)
}
