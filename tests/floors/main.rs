//! Imports point down, and nowhere in a circle: every path that begins with `crate`, `super` or `self` is read from the
//! sources' tokens, grouped imports and paths in expressions and macros too, and followed to the module that it names.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use paths::House;

/// The floors from the ground up; modules of one floor may use each other, though not in a circle. `lib.rs` and
/// `ARCHITECTURE.md` list the same.
const FLOORS: &[&[&str]] = &[
    &["chart", "date", "diagnostic", "quantity", "text", "timing"],
    &["source"],
    &["record"],
    &["figures"],
    &["site"],
    &["render"],
    &["check"],
    &["publish"],
    &["build"],
    &["serve"],
    &["cli"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn imports_point_down() {
    let house = House::read("src");
    let mut faults = point_up(&house);
    let top = house.modules.keys().filter_map(|path| path.first()).collect::<BTreeSet<_>>();
    for module in top.into_iter().filter(|module| floor(module).is_none() && *module != "main") {
        faults.push(format!("“{module}” stands on no floor; add it to tests/floors, lib.rs and ARCHITECTURE.md"));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    let seen = house.steps().count();
    assert!(seen > 1000, "only {seen} imports were read");
}

/// What uses a floor above its own.
fn point_up(house: &House) -> Vec<String> {
    let mut faults = Vec::new();
    for step in house.steps() {
        let [Some(from), Some(to)] = [step.from.first(), step.to.first()] else { continue };
        if let [Some(own), Some(other)] = [floor(from), floor(to)]
            && other > own
        {
            faults
                .push(format!("{}: {from} uses {to}, which is above it: move it down, or pass the value in", step.at));
        }
    }
    faults
}

#[test]
fn no_circles() {
    let faults = circles(&House::read("src"));
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Neighbours (modules of one folder) that need each other, over whatever stands between; what tests need does not count.
fn circles(house: &House) -> Vec<String> {
    let mut graph: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for step in house.steps().filter(|step| !step.in_test) {
        let shared = step.from.iter().zip(&step.to).take_while(|(a, b)| a == b).count();
        if shared < step.from.len() && shared < step.to.len() {
            let [from, to] = [&step.from, &step.to].map(|path| path[..=shared].join("/"));
            graph.entry(from).or_default().entry(to).or_insert(step.at);
        }
    }
    let mut faults = Vec::new();
    for (from, steps) in &graph {
        for (to, at) in steps.iter().filter(|(to, _)| leads(&graph, to, from)) {
            faults.push(format!("{at}: {from} uses {to}, which needs {from} itself: move what both need to a third"));
        }
    }
    faults
}

/// Whether `from` needs `to`.
fn leads(graph: &BTreeMap<String, BTreeMap<String, String>>, from: &str, to: &str) -> bool {
    let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
    while let Some(at) = left.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at) {
            left.extend(graph.get(at).into_iter().flat_map(BTreeMap::keys).map(String::as_str));
        }
    }
    false
}

/// A small house, in which each way to write an import leads where it should.
#[test]
fn every_way_of_writing_is_seen() {
    let house = |files: &[(&str, &str)]| {
        House::of(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    };
    let ways = [
        "use crate::site::Site;",
        "use crate::{date, site::{self, Site}};",
        "pub(crate) use crate::{date::{Day}, site};",
        "fn f() -> crate::site::Site { todo!() }",
        "fn f() { vec![crate::site::Site]; }",
        "use super::{super::site::Site as S};",
        "use super::helper::Site;",
        "use super::Made;",
        "macro_rules! m { () => { $crate::site::Site } }",
    ];
    for way in ways {
        let files = [
            ("lib.rs", "mod date; mod record; mod site;"),
            ("date.rs", "pub struct Day;"),
            ("record/mod.rs", "mod helper; mod leaf; pub use crate::{date::Day, site::Site as Made};"),
            ("record/helper.rs", "pub use super::super::site::*;"),
            ("record/leaf.rs", way),
            ("site.rs", "pub struct Site;"),
        ];
        let faults = point_up(&house(&files));
        assert!(
            faults.iter().any(|fault| fault.starts_with("record/leaf.rs:1: record uses site")),
            "{way}: {faults:?}"
        );
    }
    let quiet = "//! crate::site::Site\n/* crate::site */ const A: &str = \"crate::site::Site\"; use crate::date::Day;";
    let files = [("date.rs", "pub struct Day;"), ("record/leaf.rs", quiet), ("site.rs", "pub struct Site;")];
    assert_eq!(point_up(&house(&files)), Vec::<String>::new());

    let in_tests = "#[cfg(test)]\nmod tests { use super::super::b::B; }";
    let a_to_b = ["use super::b::B;", "use super::{c::{C}, b::B};", "use super::B;", "use super::Listed;", in_tests];
    for (n, way) in a_to_b.into_iter().enumerate() {
        let files = [
            ("record/mod.rs", "mod a; mod b; mod c; pub use b::B; kinds! { Listed, b }"),
            ("record/a.rs", way),
            ("record/b.rs", "use super::c::C; pub struct B; record! { pub struct Listed {} }"),
            ("record/c.rs", "fn f() { super::a::g(); }"),
        ];
        let faults = circles(&house(&files));
        assert_eq!(!faults.is_empty(), n < 4, "{way}: {faults:?}");
    }
}

#[test]
fn the_front_page_lists_the_floors_in_order() {
    let lib = fs::read_to_string("src/lib.rs").expect("lib.rs");
    let listed: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let floors: Vec<&str> = FLOORS.iter().flat_map(|floor| floor.iter().copied()).collect();
    assert_eq!(listed, floors);
    let architecture = fs::read_to_string("ARCHITECTURE.md").expect("ARCHITECTURE.md");
    for module in floors {
        assert!(architecture.contains(&format!("`{module}")), "ARCHITECTURE.md does not name the floor `{module}`");
    }
}
