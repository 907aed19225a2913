//! Building as of a day equals building records that end on that day: nothing of a later day shows through.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod built;

use std::collections::BTreeMap;
use std::path::Path;

use built::build;
use gongbao::build::{Clock, Request};
use gongbao::date::{Day, PartialDate, Period};
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

fn pages(root: &Path, day: Day) -> BTreeMap<String, Vec<u8>> {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let clock = Clock { as_of: Some(day), epoch: None, now };
    let request =
        Request { root: root.to_owned(), drafts: false, base_url: None, relative: false, gallery: false, clock };
    let outcome = build(&request).expect("the system works");
    assert_eq!(outcome.errors(), 0, "{day}: {:#?}", outcome.findings);
    outcome.pages.into_iter().map(|page| (page.path, page.bytes)).collect()
}

#[test]
fn a_day_shows_what_was_known_then() {
    for day in DAYS {
        let day: Day = day.parse().expect("a day");
        let folder = tempfile::tempdir().expect("a folder");
        let dropped = truncate(Path::new(EXAMPLE), folder.path(), day);
        assert!(dropped > 0, "{day}: nothing is later");
        let (whole, truncated) = (pages(Path::new(EXAMPLE), day), pages(folder.path(), day));
        assert!(whole.keys().eq(truncated.keys()), "{day}: other pages");
        for (path, bytes) in &whole {
            let other = truncated.get(path).expect("a page");
            assert!(bytes == other, "{day}: {path} tells of a later day\n{}", difference(bytes, other));
        }
    }
}

/// Where two texts part.
fn difference(a: &[u8], b: &[u8]) -> String {
    let (a, b) = (String::from_utf8_lossy(a), String::from_utf8_lossy(b));
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let after = |text: &str| text.chars().skip(same.saturating_sub(80)).take(240).collect::<String>();
    format!("whole:     {}\ntruncated: {}", after(&a), after(&b))
}

/// Copies a bulletin without what its projects and indicators tell of days after `day`; says how much was dropped.
fn truncate(from: &Path, to: &Path, day: Day) -> usize {
    let mut dropped = 0;
    for file in walkdir::WalkDir::new(from).into_iter().map(|file| file.expect("readable")) {
        let place = to.join(file.path().strip_prefix(from).expect("inside"));
        if file.file_type().is_dir() {
            std::fs::create_dir_all(&place).expect("a folder");
            continue;
        }
        let path = file.path().to_string_lossy();
        let cut: Option<fn(&mut Mapping, Day) -> usize> = match () {
            () if path.contains("/projects/") => Some(cut_project),
            () if path.contains("/indicators/") => Some(cut_indicator),
            () => None,
        };
        let Some(cut) = cut else {
            std::fs::copy(file.path(), &place).expect("a copy");
            continue;
        };
        let text = std::fs::read_to_string(file.path()).expect("text");
        assert!(path.ends_with(".yaml"), "{path}: the test knows YAML records only");
        let mut record: Mapping = serde_yaml::from_str(&text).expect("a record");
        dropped += cut(&mut record, day);
        std::fs::write(&place, serde_yaml::to_string(&record).expect("YAML")).expect("written");
    }
    dropped
}

/// Whether the date under a key is after the day: a month or a year counts from its first day.
fn later(item: &Value, key: &str, day: Day) -> bool {
    let text = item.get(key).and_then(Value::as_str);
    text.and_then(|text| text.parse::<PartialDate>().ok()).is_some_and(|date| date.first() > day)
}

fn list<'a>(record: &'a mut Mapping, key: &str) -> Option<&'a mut Vec<Value>> {
    record.get_mut(key).and_then(Value::as_sequence_mut)
}

/// Drops items of a list that are later; says how many.
fn drop_items(record: &mut Mapping, key: &str, is_later: impl Fn(&Value) -> bool) -> usize {
    let Some(items) = list(record, key) else { return 0 };
    let before = items.len();
    items.retain(|item| !is_later(item));
    before - items.len()
}

/// Takes later dates out of a list's items, with the keys that go with them; says how many.
fn drop_dates(record: &mut Mapping, key: &str, dates: &[&str], with_it: &str, day: Day) -> usize {
    let mut dropped = 0;
    for item in list(record, key).into_iter().flatten() {
        for date in dates {
            if later(item, date, day) {
                let item = item.as_mapping_mut().expect("a mapping");
                item.remove(*date);
                item.remove(with_it);
                dropped += 1;
            }
        }
    }
    dropped
}

fn cut_project(project: &mut Mapping, day: Day) -> usize {
    let planned = |item: &Value| item.get("planned").and_then(Value::as_bool).unwrap_or(false);
    let typed_later = project.get("colour").is_some_and(|typed| later(typed, "since", day));
    if typed_later {
        project.remove("colour");
    }
    usize::from(typed_later)
        + drop_items(project, "stages", |item| !planned(item) && later(item, "date", day))
        + drop_items(project, "updates", |item| later(item, "date", day))
        + drop_items(project, "procedures", |item| later(item, "added", day))
        + drop_items(project, "problems", |item| later(item, "raised", day))
        + drop_items(project, "disclosures", |item| later(item, "arose", day))
        + drop_dates(project, "procedures", &["done"], "document", day)
        + drop_dates(project, "milestones", &["actual"], "", day)
        + drop_dates(project, "problems", &["assigned", "solved", "struck_off"], "state", day)
        + drop_dates(project, "disclosures", &["disclosed"], "", day)
}

fn cut_indicator(indicator: &mut Mapping, day: Day) -> usize {
    let period = |item: &Value| {
        let text = item.get("period").and_then(Value::as_str);
        text.and_then(|text| text.parse::<Period>().ok()).is_some_and(|period| period.first() > day)
    };
    drop_items(indicator, "series", |item| match item.get("date") {
        Some(_) => later(item, "date", day),
        None => period(item),
    })
}
