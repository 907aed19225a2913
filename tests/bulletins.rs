//! Whole bulletins: this repository's own and the example. They build without errors, no link is broken, no id stands
//! twice in a page, nothing unready is shown to a reader, and two builds give the same bytes.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod built;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use built::{Built, build};
use gongbao::build::{Clock, Request};
use gongbao::diagnostic::{Severity, count};
use gongbao::record::{Kind, Record};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

const BULLETINS: &[&str] = &[".", "themes/default/example"];

fn built(root: &str) -> Built {
    build_as(root, None)
}

fn build_as(root: &str, base_url: Option<&str>) -> Built {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let clock = Clock { as_of: None, epoch: None, now };
    let request = Request {
        root: Path::new(root).to_owned(),
        drafts: false,
        base_url: base_url.map(str::to_owned),
        relative: false,
        gallery: false,
        clock,
    };
    build(&request).expect("the system works")
}

fn pages(outcome: &Built) -> impl Iterator<Item = (&str, Html)> {
    outcome
        .pages
        .iter()
        .filter(|page| page.path.ends_with(".html"))
        .map(|page| (page.path.as_str(), Html::parse_document(std::str::from_utf8(&page.bytes).expect("UTF-8"))))
}

#[test]
fn they_build_without_errors() {
    for root in BULLETINS {
        let outcome = built(root);
        assert_eq!(outcome.errors(), 0, "{root}: {:#?}", outcome.findings);
        assert!(outcome.pages.len() > 300, "{root}: only {} pages", outcome.pages.len());
    }
    assert_eq!(count(&built("themes/default/example").findings, Severity::Warning), 0);
}

/// The two stated rates of `figures.md` that do not hold are published as stated, marked, with the recomputed value.
#[test]
fn stated_rates_that_do_not_hold_are_marked() {
    let outcome = built(".");
    assert!(outcome.findings.iter().all(|finding| finding.severity() == Severity::Advice), "{:#?}", outcome.findings);
    let codes: Vec<&str> = outcome.excused.iter().map(|finding| finding.code.id).collect();
    assert_eq!(codes, ["GB0403", "GB0401"]);
    for (id, stated, recomputed) in [("st-grid-rate", "99.89%", "95.78%"), ("kz-requests-city-rate", "99%", "96.77%")] {
        let page = outcome.pages.iter().find(|page| page.path == format!("targets/{id}/index.html")).expect("a page");
        let html = String::from_utf8_lossy(&page.bytes);
        assert!(html.contains(stated) && html.contains(recomputed), "{id}");
    }
}

/// Seventy-six named projects stand in the five sources; every one has a page that names its source lines.
#[test]
fn every_project_of_the_sources_has_its_page() {
    let outcome = built(".");
    let bulletin = outcome.bulletin().expect("a bulletin");
    let projects: Vec<_> = bulletin.of_kind(Kind::Project).collect();
    assert_eq!(projects.len(), 76);
    for entry in &projects {
        assert!(
            outcome.pages.iter().any(|page| page.path == format!("projects/{}/index.html", entry.id)),
            "{}",
            entry.id
        );
    }
    assert!(bulletin.of_kind(Kind::News).count() >= 25);
    for entry in bulletin.entries.iter().filter(|entry| entry.kind != Kind::Page) {
        let sources = entry.record.common().sources;
        assert!(!sources.is_empty(), "{} has no source", entry.file);
        assert!(sources.iter().all(|source| source.lines.is_some()), "{} has a source without lines", entry.file);
    }
    for entry in bulletin.of_kind(Kind::Notice) {
        let Record::Notice(notice) = &entry.record else { continue };
        assert!(notice.named_only && notice.number.is_none() && notice.dated.is_none(), "{}", entry.file);
    }
}

#[test]
fn no_link_is_broken() {
    for (root, base) in [(".", ""), ("themes/default/example", "/gb")] {
        let outcome = build_as(root, Some(&format!("https://example.org{base}/")));
        let mut files: BTreeSet<&str> = outcome.pages.iter().map(|page| page.path.as_str()).collect();
        files.extend(outcome.assets.iter().map(String::as_str));
        let anchors: BTreeMap<String, BTreeSet<String>> =
            pages(&outcome).map(|(path, html)| (path.to_owned(), ids(&html).into_iter().collect())).collect();
        let link = Selector::parse("[href], [src]").expect("a selector");
        let mut seen = 0;
        for (path, html) in pages(&outcome) {
            for element in html.select(&link) {
                let url = element.value().attr("href").or(element.value().attr("src")).expect("an address");
                assert!(!url.is_empty() || element.value().name() != "a", "{path}: an empty link");
                let rel = element.value().attr("rel").unwrap_or("");
                if rel == "canonical" {
                    assert!(url.starts_with(&format!("https://example.org{base}/")), "{path}: {url}");
                    continue;
                }
                if url.contains(':') {
                    continue;
                }
                seen += 1;
                let (target, anchor) = url.split_once('#').unwrap_or((url, ""));
                let file = match target.strip_prefix(base) {
                    Some("") | None if target.is_empty() => path.to_owned(),
                    Some(address) if address.starts_with('/') => {
                        let address = address.trim_start_matches('/');
                        if address.is_empty() || address.ends_with('/') {
                            format!("{address}index.html")
                        } else {
                            address.to_owned()
                        }
                    }
                    _ => panic!("{path}: {url} leaves the site"),
                };
                assert!(files.contains(file.as_str()), "{path}: {url} leads nowhere");
                assert!(
                    anchor.is_empty() || anchors.get(&file).is_some_and(|ids| ids.contains(anchor)),
                    "{path}: {url}: no such anchor"
                );
            }
        }
        assert!(seen > 5000, "only {seen} links were read");
    }
}

fn ids(html: &Html) -> Vec<String> {
    let with_id = Selector::parse("[id]").expect("a selector");
    html.select(&with_id).filter_map(|element| element.value().attr("id").map(str::to_owned)).collect()
}

#[test]
fn pages_are_ready_for_readers() {
    let title = Selector::parse("h1").expect("a selector");
    let image = Selector::parse("img").expect("a selector");
    let main = Selector::parse("body").expect("a selector");
    let script = Selector::parse("script").expect("a selector");
    for root in BULLETINS {
        let outcome = built(root);
        for (path, html) in pages(&outcome) {
            let mut seen = BTreeSet::new();
            for id in ids(&html) {
                assert!(seen.insert(id.clone()), "{root}: {path}: the id {id} stands twice");
            }
            assert_eq!(html.select(&title).count(), 1, "{root}: {path}: one h1");
            for element in html.select(&image) {
                let value = element.value();
                // A card's photo says no more than the title beside it.
                let is_in_card =
                    element.ancestors().filter_map(ElementRef::wrap).any(|above| above.value().name() == "li");
                assert!(
                    value.attr("alt").is_some_and(|alt| is_in_card || !alt.is_empty()),
                    "{root}: {path}: an image without a text"
                );
                assert!(
                    value.attr("width").is_some() && value.attr("loading").is_some(),
                    "{root}: {path}: an image without its size"
                );
            }
            let text: String = html.select(&main).flat_map(|body| body.text()).collect();
            for unready in ["{{", "{%", "null", "undefined", "NaN", "None", "[object", "Some("] {
                assert!(!text.contains(unready), "{root}: {path}: shows “{unready}”");
            }
            // Scripts are files of the theme; nothing in a page runs by itself.
            for element in html.select(&script) {
                assert!(element.value().attr("src").is_some_and(|src| src.starts_with("/assets/")), "{path}");
            }
            for script in ["style=\"", " onclick", "http://", "@import", "//cdn"] {
                assert!(!html.html().contains(script), "{root}: {path}: contains {script}");
            }
        }
    }
}

/// Every component of the theme is shown with each of its examples.
#[test]
fn the_gallery_shows_every_component() {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let clock = Clock { as_of: None, epoch: None, now };
    let root = Path::new("themes/default/example").to_owned();
    let request = Request { root, drafts: false, base_url: None, relative: false, gallery: true, clock };
    let outcome = build(&request).expect("the system works");
    let page = outcome.pages.iter().find(|page| page.path == "gallery/index.html").expect("a gallery");
    let html = String::from_utf8_lossy(&page.bytes);
    let mut shown = 0;
    for folder in std::fs::read_dir("themes/default/components").expect("components") {
        let folder = folder.expect("a folder").path();
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let components = std::fs::read_to_string(folder.join(format!("{name}.html"))).expect("components");
        for component in components.split("{%- component ").skip(1).filter_map(|part| part.split('(').next()) {
            assert!(html.contains(&format!(">{component}<")), "{component} is not shown");
            shown += 1;
        }
    }
    assert!(shown > 90, "{shown}");
    assert!(outcome.pages.iter().any(|page| page.path == "zh-hant/gallery/index.html"));
}

#[test]
fn two_builds_give_the_same_bytes() {
    for root in BULLETINS {
        let first = built(root).pages;
        assert!(first == built(root).pages, "{root}: two builds differ");
        let one = rayon_of(1, || built(root).pages);
        assert!(first == one, "{root}: one thread gives other bytes");
        let many = rayon_of(16, || built(root).pages);
        assert!(first == many, "{root}: sixteen threads give other bytes");
    }
}

fn rayon_of<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}

/// The example uses every key of every kind.
#[test]
fn the_example_uses_every_key() {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let request = Request {
        root: "themes/default/example".into(),
        drafts: true,
        base_url: None,
        relative: false,
        gallery: false,
        clock: Clock { as_of: None, epoch: None, now },
    };
    let outcome = build(&request).expect("the system works");
    let bulletin = outcome.bulletin().expect("a bulletin");
    let (mut all, mut used) = (BTreeSet::new(), BTreeSet::new());
    for kind in Kind::ALL {
        let schema = kind.schema();
        every_key(&schema, &schema, kind.name(), &mut all);
        bulletin.of_kind(*kind).for_each(|entry| keys_of(entry.tree(), &schema, &schema, kind.name(), &mut used));
    }
    // One exception in one record is enough.
    let excused = used.iter().any(|key| key.ends_with(".allow"));
    let unused: Vec<_> = all.difference(&used).filter(|key| !(excused && key.ends_with(".allow"))).collect();
    assert!(unused.is_empty(), "the example does not use {unused:?}");
}

/// The schema behind references, options and lists, and its name: keys of a part are counted once for all kinds.
fn resolve<'a>(schema: &'a Value, root: &'a Value, name: &str) -> (&'a Value, String) {
    if let Some(pointer) = schema.get("$ref").and_then(Value::as_str) {
        let name = pointer.rsplit('/').next().unwrap_or(name);
        return root
            .pointer(pointer.trim_start_matches('#'))
            .map_or((schema, name.into()), |found| resolve(found, root, name));
    }
    if let Some(first) = schema.get("anyOf").and_then(|options| options.get(0)) {
        return resolve(first, root, name);
    }
    schema.get("items").map_or((schema, name.to_owned()), |items| resolve(items, root, name))
}

fn every_key(schema: &Value, root: &Value, name: &str, all: &mut BTreeSet<String>) {
    let (schema, name) = resolve(schema, root, name);
    for (key, value) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        if all.insert(format!("{name}.{key}")) {
            every_key(value, root, &name, all);
        }
    }
}

fn keys_of(value: &Value, schema: &Value, root: &Value, name: &str, used: &mut BTreeSet<String>) {
    if let Some(items) = value.as_array() {
        items.iter().for_each(|item| keys_of(item, schema, root, name, used));
        return;
    }
    let (schema, name) = resolve(schema, root, name);
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
    for (key, value) in value.as_object().into_iter().flatten() {
        if let Some(inner) = properties.get(key) {
            used.insert(format!("{name}.{key}"));
            keys_of(value, inner, root, &name, used);
        }
    }
}
