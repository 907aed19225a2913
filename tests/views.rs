//! Views: their hashes, by which later builds know them, and the pages that a bulletin does without.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gongbao::date::Day;
use gongbao::record::{Bulletin, FacetLists, PageKind, PageSort, Pages, parse};
use gongbao::render::Theme;
use gongbao::site::{Base, Settings, Site, View, plan};
use gongbao::text::Ui;
use gongbao::{figures, source};
use serde_json::{Value, json};

const DAY: &str = "2025-06-30";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

const EXAMPLE: &str = "themes/default/example";

/// Calls `look` with the site of the example as of a day, without some kinds of pages.
fn with_site<T>(day: Day, without: &[PageSort], keep: &[FacetLists], look: impl FnOnce(&Site<'_>) -> T) -> T {
    with_site_of_known(day, day, without, keep, look)
}

/// The same, with what was known on another day.
fn with_site_of_known<T>(
    known: Day,
    day: Day,
    without: &[PageSort],
    keep: &[FacetLists],
    look: impl FnOnce(&Site<'_>) -> T,
) -> T {
    let read = source::read(Path::new(EXAMPLE)).expect("the folder can be read");
    let mut bulletin: Bulletin = parse(&read.value, false).expect("a bulletin").value;
    bulletin.config.pages = Some(Pages { without: without.to_vec(), keep: keep.to_vec() });
    let on_day = bulletin.on_day(known);
    let figures = figures::compute(&on_day, day);
    let theme = Theme::load(&source::OwnTheme::default(), Ui::ZhHans).ok().expect("the default theme");
    let base = Base::parse("https://example.org/").expect("an address");
    let settings = Settings {
        base,
        relative: false,
        gallery: false,
        day_on_all: false,
        strings: theme.strings(),
        assets: theme.asset_paths(),
    };
    look(&plan(&on_day, &figures, &settings).value)
}

/// What stands at the end of each path of a tree, and lists and maps without anything in them.
fn leaves(value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Array(items) if !items.is_empty() => items.iter_mut().for_each(|item| leaves(item, change)),
        Value::Object(map) if !map.is_empty() => map.values_mut().for_each(|value| leaves(value, change)),
        leaf => change(leaf),
    }
}

/// Another leaf.
fn changed(leaf: &Value) -> Value {
    match leaf {
        Value::Bool(flag) => json!(!flag),
        Value::Number(number) => json!(number.as_f64().expect("a number") + 1.5),
        Value::String(text) => json!(format!("{text}改")),
        _ => json!("改"),
    }
}

fn tree(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("a tree")
}

/// The hash as a build on another machine would compute it from the tree that the template sees.
fn hash_of_tree(template: &str, site: &Value, view: &Value) -> String {
    let (mut page, mut content) = (Value::Null, serde_json::Map::new());
    for (key, value) in view.as_object().expect("a map") {
        match key.as_str() {
            "site" => {}
            "page" => page = value.clone(),
            key => drop(content.insert(key.to_owned(), value.clone())),
        }
    }
    let site = blake3::hash(site.to_string().as_bytes());
    blake3::hash(json!([template, site.as_bytes(), page, content]).to_string().as_bytes()).to_hex().to_string()
}

fn hex(hash: [u8; 32]) -> String {
    blake3::Hash::from_bytes(hash).to_hex().to_string()
}

#[test]
fn a_hash_is_of_every_leaf_that_a_template_sees() {
    with_site(day(DAY), &[], &[], |site| {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        let mut tried = 0;
        for page in &site.pages {
            let view: View = site.view(page);
            let hash = hex(site.hash(page, &view).expect("a hash"));
            let whole = tree(&view);
            // What the hash is of is what the template's values are made of.
            assert_eq!(hash, hash_of_tree(page.template, &whole["site"], &whole), "{}", page.address);
            assert_ne!(hash, hash_of_tree("another", &whole["site"], &whole), "{}", page.address);
            // Of each kind of page two are changed leaf by leaf; the site's leaves once.
            let seen = kinds.entry(page.template).or_default();
            *seen += 1;
            if *seen > 2 {
                continue;
            }
            let mut all = 0;
            leaves(&mut whole.clone(), &mut |_| all += 1);
            let mut hashes = BTreeSet::from([hash]);
            for n in (0..all).step_by(1 + all / 400) {
                let (mut other, mut at) = (whole.clone(), 0);
                leaves(&mut other, &mut |leaf| {
                    if at == n {
                        *leaf = changed(leaf);
                    }
                    at += 1;
                });
                tried += 1;
                let is_new = hashes.insert(hash_of_tree(page.template, &other["site"], &other));
                assert!(is_new, "leaf {n} of {} changes nothing", page.address);
            }
        }
        assert!(kinds.len() > 20 && tried > 3000, "{tried} leaves of {kinds:?}");
    });
}

#[test]
fn the_same_bulletin_has_the_same_hashes_and_another_day_others() {
    let hashes = |day| {
        with_site(day, &[], &[], |site| -> BTreeMap<String, String> {
            let hash = |page| hex(site.hash(page, &site.view(page)).expect("a hash"));
            site.pages.iter().map(|page| (page.address.clone(), hash(page))).collect()
        })
    };
    let (one, again) = (hashes(day(DAY)), hashes(day(DAY)));
    assert_eq!(one, again);
}

/// The pages of the example as of a day, of what was known on another: what they tell beside the day, and whether they
/// tell that.
fn told(known: Day, day: Day) -> BTreeMap<String, (String, bool)> {
    with_site_of_known(known, day, &[], &[], |site| {
        let told = |page: &gongbao::site::Page| {
            let mut view = tree(&site.view(page));
            let of_day = view["page"]["as_of"].take();
            assert_eq!(view["site"]["as_of"].take(), of_day, "{}", page.address);
            // Its template shows the reports alone; what is to be done stands on the project's own page.
            if page.template == "updates" {
                view["record"] = view["record"]["updates"].take();
            }
            // With a new day comes the page of a new week or quarter, which its neighbour and the index lead to.
            if let Some(view) = view.as_object_mut() {
                view.remove("reports");
            }
            for kind in ["sheet", "report"] {
                if let Some(of_kind) = view.get_mut(kind).and_then(Value::as_object_mut) {
                    of_kind.remove("next");
                }
            }
            (page.address.clone(), (view.to_string(), of_day != Value::Null))
        };
        site.pages.iter().map(told).collect()
    })
}

#[test]
fn a_page_that_the_day_changes_tells_it() {
    // Around the ends of months, quarters and years, each with the day after.
    let ends = (2023..=2025).flat_map(|year| [1, 3, 7].map(|month| day(&format!("{year}-{month:02}-01"))));
    let days = ends.flat_map(|first| (-2..=0).map(move |n| first + chrono::TimeDelta::days(n)));
    let (mut of_day, mut of_any, mut changed) = (0, 0, 0);
    for before in days {
        let (old, new) = (told(before, before), told(before, before + chrono::TimeDelta::days(1)));
        for (address, (words, tells)) in &new {
            let Some((words_before, told_before)) = old.get(address) else { continue };
            // With its last day a period tells no other.
            let is_told = *tells || *told_before || words == words_before;
            assert!(is_told, "{address} is another the day after {before}:\n{words_before}\n{words}");
            *if *tells { &mut of_day } else { &mut of_any } += 1;
            changed += usize::from(words != words_before);
        }
    }
    // Some tell a day that could be another without anything changing: a colour that is kept, a count that is the same.
    assert!(changed * 2 > of_day && of_any > 2 * of_day, "{of_day} tell the day, {of_any} do not, {changed} changed");
}

/// What a view links to, but for the texts of its records.
fn links(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.starts_with('/') => {
            found.insert(text.split('#').next().expect("a part").to_owned());
        }
        Value::Array(items) => items.iter().for_each(|item| links(item, found)),
        Value::Object(map) if !map.contains_key("markdown") => map.values().for_each(|value| links(value, found)),
        _ => {}
    }
}

/// The addresses of a site, and what its pages link to.
fn addresses_and_links(site: &Site<'_>) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut found = BTreeSet::new();
    for page in &site.pages {
        let mut view = tree(&site.view(page));
        // A page in Traditional characters is made of each.
        view["page"]["traditional"].take();
        links(&view, &mut found);
    }
    (site.pages.iter().map(|page| page.address.clone()).collect(), found)
}

#[test]
fn kinds_of_pages_can_be_left_out_with_all_links_to_them() {
    let of = |without: &[PageKind]| {
        let without: Vec<PageSort> = without.iter().copied().map(PageSort::Kind).collect();
        with_site(day(DAY), &without, &[], addresses_and_links)
    };
    let (all, linked) = of(&[]);
    let targets = all.iter().find(|address| address.starts_with("/targets/all/")).expect("a list beside the board");
    let mut gone_with_any = 0;
    for kind in PageKind::ALL {
        let (left, linked_now) = of(&[*kind]);
        let gone: BTreeSet<&String> = all.difference(&left).collect();
        gone_with_any += gone.len();
        // The list of indicators has the board's address instead.
        assert!(left.is_subset(&all) && (*kind != PageKind::Targets || gone.contains(targets)), "{kind:?}: {gone:?}");
        assert!(gone.is_empty() || gone.iter().any(|gone| linked.contains(*gone)), "{kind:?} was linked to");
        let kept: Vec<_> = gone.iter().filter(|gone| linked_now.contains(**gone)).collect();
        assert!(kept.is_empty(), "without {kind:?} there are still links to {kept:?}");
        let may_be_empty = [PageKind::Backlinks, PageKind::Stewards, PageKind::Updates];
        assert!(!gone.is_empty() || may_be_empty.contains(kind), "the example has pages of {kind:?}");
    }
    let (left, linked_now) = of(PageKind::ALL);
    assert_eq!(all.len() - left.len(), gone_with_any);
    assert!(all.difference(&left).all(|gone| !linked_now.contains(gone)));
}

/// The addresses of the lists by a facet start with it.
fn of_facet(lists: FacetLists) -> String {
    format!("/{}/{}/", lists.kind.section(), lists.facet)
}

#[test]
fn lists_by_a_facet_can_be_left_out_or_kept_alone() {
    let of = |without: PageSort, keep: &[FacetLists]| with_site(day(DAY), &[without], keep, addresses_and_links);
    let (all, linked) = with_site(day(DAY), &[], &[], addresses_and_links);
    let (none, _) = of(PageSort::Kind(PageKind::Facets), &[]);
    for lists in FacetLists::all() {
        let is_of = |address: &&String| address.starts_with(&of_facet(lists));
        let theirs: BTreeSet<&String> = all.iter().filter(is_of).collect();
        assert!(
            !theirs.is_empty() && theirs.iter().any(|address| linked.contains(*address)),
            "{lists:?} in the example"
        );
        // Lists of links back may stand where the list by a facet was.
        let (left, linked_now) = of(PageSort::Facet(lists), &[]);
        assert_eq!(all.difference(&left).collect::<BTreeSet<_>>(), theirs, "without {lists:?}");
        assert!(
            !theirs.iter().any(|address| linked_now.contains(*address)),
            "without {lists:?} there are links to them"
        );
        let (left, linked_now) = of(PageSort::Kind(PageKind::Facets), &[lists]);
        assert_eq!(left.difference(&none).collect::<BTreeSet<_>>(), theirs, "with {lists:?} alone");
        let dead: Vec<_> = all.difference(&left).filter(|address| linked_now.contains(*address)).collect();
        assert!(dead.is_empty(), "with {lists:?} alone there are links to {dead:?}");
    }
    let lists: Vec<String> = FacetLists::all().map(of_facet).collect();
    let others: Vec<_> =
        all.difference(&none).filter(|address| !lists.iter().any(|list| address.starts_with(list))).collect();
    assert!(others.is_empty(), "lists by a facet that have no name: {others:?}");
}
