//! What search is given: every record as plain words. The browser tests scan the same words for what they look for.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod built;

use std::fs;
use std::path::Path;

use built::build;
use gongbao::build::{Clock, Parsed, Request};
use gongbao::text::normal;
use serde_json::{Value, json};

/// Every record is found, with its words, and its words are what its page shows. Writes them for `tests/browser`.
#[test]
fn every_record_is_a_document() {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let clock = Clock { as_of: None, epoch: None, now };
    let request = Request {
        root: "themes/default/example".into(),
        drafts: false,
        base_url: None,
        relative: false,
        gallery: false,
        clock,
    };
    let parsed = Parsed::read(&request).expect("the system works");
    let computed = parsed.compute(&request).expect("a bulletin");
    let planned = computed.plan();
    let (bulletin, documents) = (planned.bulletin(), planned.site().documents());
    assert_eq!(documents.len(), bulletin.entries.len());
    for document in &documents {
        let text = planned.site().text_of(document);
        for mark in ["{{", "](", "<b>", "Some(", "null"] {
            assert!(!text.contains(mark), "{}: {mark} in {text}", document.url);
        }
        assert!(bulletin.entries.iter().any(|entry| entry.record.common().title == document.title));
    }
    let lines = |text: &str| -> Vec<String> { text.lines().map(normal).collect() };
    let documents: Vec<Value> = documents
        .iter()
        .map(|one| json!({ "url": one.url, "title": normal(&one.title), "summary": normal(&one.summary), "text": lines(&planned.site().text_of(one)) }))
        .collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents.json");
    fs::write(path, serde_json::to_vec(&documents).expect("JSON")).expect("written");
}

/// Without search there is nothing of it: no page, no index, no field, no filters.
#[test]
fn a_site_can_do_without_search() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-search");
    fs::create_dir_all(root.join("content/projects")).expect("a folder");
    fs::write(root.join("content/projects/a.yaml"), "title: 甲项目\n").expect("written");
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let pages = |search: bool| -> Vec<(String, String)> {
        let site = format!("title: 测试公报\nas_of: 2024-01-01\nsearch: {search}\n");
        fs::write(root.join("content/site.yaml"), site).expect("written");
        let clock = Clock { as_of: None, epoch: None, now };
        let request =
            Request { root: root.clone(), drafts: false, base_url: None, relative: false, gallery: false, clock };
        let outcome = build(&request).expect("the system works");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        outcome.pages.iter().map(|page| (page.path.clone(), text(&page.bytes))).collect()
    };
    let of_search = |pages: &[(String, String)]| {
        let marks = ["id=\"search\"", "class=\"gb-find\"", "assets/search-"];
        let is_marked = |page: &&(String, String)| {
            page.0.contains("search/") || (page.0.ends_with(".html") && marks.iter().any(|mark| page.1.contains(mark)))
        };
        pages.iter().filter(is_marked).count()
    };
    assert!(of_search(&pages(true)) > 8);
    assert_eq!(of_search(&pages(false)), 0);
}
