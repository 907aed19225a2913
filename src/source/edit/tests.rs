//! Changes to small documents, and thousands to every YAML file of the tree.

use std::fs;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::source::front_matter;

/// A path as it is written in these tests: `stages.0.date`.
fn path(text: &str) -> Vec<Step> {
    let step = |part: &str| part.parse().map_or_else(|_| Step::Key(part.to_owned().into()), Step::Item);
    text.split('.').filter(|part| !part.is_empty()).map(step).collect()
}

fn edited(text: &str, change: &Change) -> String {
    edit(text, change).unwrap_or_else(|error| panic!("{change:?} of\n{text}\n{error}"))
}

const PROJECT: &str = "\
# a comment at the top
title: 甲项目  # its name
stages:
  # the first
  - stage: 签约
    date: '2023'
  - {stage: 开工, date: 2023-05}  # it began
note: |
  一、建设。

  二、竣工。
tags: [甲, \"乙\", ] # two
investment:
  total: 4亿元
";

#[test]
fn values_are_set_where_they_stand() {
    let set = |at: &str, value: Value| edited(PROJECT, &Change::Set(path(at), value));
    let is = |at: &str, value: Value, old: &str, new: &str| assert_eq!(set(at, value), PROJECT.replace(old, new));
    is("title", json!("乙: 项目"), "甲项目", "\"乙: 项目\"");
    is("stages.0.date", json!("2024-01"), "'2023'", "2024-01");
    is("stages.1.date", json!("a, b"), "2023-05", "\"a, b\"");
    is("stages.1.planned", json!(true), "2023-05}", "2023-05, planned: true}");
    is("stages.0.note", json!("甲\n乙"), "'2023'\n", "'2023'\n    note: |-\n      甲\n      乙\n");
    is("note", json!("一行"), "|\n  一、建设。\n\n  二、竣工。", "一行");
    is("title", json!("甲\n乙\n"), "甲项目  # its name", "|  # its name\n  甲\n  乙");
    is("tags", json!([]), "[甲, \"乙\", ]", "[]");
    is("investment.paid", json!(3), "4亿元\n", "4亿元\n  paid: 3\n");
    is("investment", json!("无"), "\n  total: 4亿元", " 无");
    is(
        "stages",
        json!([]),
        &PROJECT[PROJECT.find("stages").expect("stages")..PROJECT.find("note").expect("note")],
        "stages: []\n  # the first\n",
    );
    is("contacts.0x.phone", json!("0421"), "4亿元\n", "4亿元\ncontacts: {0x: {phone: 0421}}\n");
}

#[test]
fn entries_are_added_removed_and_moved() {
    let is = |change: Change, old: &str, new: &str| {
        assert!(PROJECT.contains(old), "{old}");
        assert_eq!(edited(PROJECT, &change), PROJECT.replacen(old, new, 1), "{change:?}");
    };
    is(Change::Add(path("tags"), json!("丙")), "\"乙\"", "\"乙\", 丙");
    is(Change::Add(path("stages"), json!({"stage": "竣工"})), "it began\n", "it began\n  - {stage: 竣工}\n");
    is(Change::Add(path("problems"), json!({"what": "用地"})), "4亿元\n", "4亿元\nproblems:\n  - {what: 用地}\n");
    is(Change::Remove(path("stages.0.stage")), "stage: 签约\n    date", "date");
    is(Change::Remove(path("stages.1.stage")), "stage: 开工, ", "");
    is(Change::Remove(path("stages.1.date")), ", date: 2023-05", "");
    is(Change::Remove(path("stages.1")), "  - {stage: 开工, date: 2023-05}  # it began\n", "");
    is(Change::Remove(path("investment.total")), "\n  total: 4亿元", " {}");
    is(Change::Remove(path("note")), "note: |\n  一、建设。\n\n  二、竣工。\n", "");
    is(Change::Move(path("tags.1"), 0), "甲, \"乙\"", "\"乙\", 甲");
    let (first, second) = ("  - stage: 签约\n    date: '2023'\n", "  - {stage: 开工, date: 2023-05}  # it began\n");
    is(Change::Move(path("stages.1"), 0), &format!("{first}{second}"), &format!("{second}{first}"));
    is(Change::Move(path("stages.0"), 9), &format!("{first}{second}"), &format!("{second}{first}"));
    is(Change::Move(path("stages.0.date"), 0), "stage: 签约\n    date: '2023'", "date: '2023'\n    stage: 签约");
}

#[test]
fn what_cannot_be_changed_alone_is_refused() {
    let refused = |text: &str, change: Change| edit(text, &change).expect_err("refused").to_string();
    assert_eq!(refused("a: 1\n", Change::Remove(path("b.c"))), "nothing stands at b.c");
    assert_eq!(refused("a: 1\n", Change::Set(path("a.b"), json!(1))), "nothing stands at a.b");
    assert_eq!(refused("a: 1\n", Change::Add(path("a"), json!(1))), "nothing stands at a");
    assert!(refused("a: [1\n", Change::Remove(path("a"))).contains("expected"));
    assert!(refused("a: &x 1\nb: *x\n", Change::Set(path("a"), json!("甲"))).contains("without changing more"));
}

#[test]
fn a_document_of_nothing_is_begun() {
    assert_eq!(edited("", &Change::Set(path("a.b"), json!(1))), "a: {b: 1}\n");
    assert_eq!(edited("# c", &Change::Set(path("title"), json!("甲"))), "# c\ntitle: 甲\n");
}

/// Every YAML text of the tree that can be read: files, and heads of Markdown.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for folder in ["content", "themes", "tests/broken", "tests/oracle"] {
        for file in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
            let name = file.path().display().to_string();
            let Ok(text) = fs::read_to_string(file.path()) else { continue };
            let text = match name.rsplit('.').next() {
                Some("yaml" | "yml") => text,
                Some("md") => match front_matter::split(&text) {
                    Some((head, _)) => text.get(head).unwrap_or_default().to_owned(),
                    None => continue,
                },
                _ => continue,
            };
            if parse(&text).is_ok() {
                texts.push((name, text));
            }
        }
    }
    texts
}

/// The paths of all values that a path leads to: those of keys that stand once.
fn paths(node: &Node, here: &[Step], into: &mut Vec<Vec<Step>>) {
    let mut go = |step: Step, inner: &Node| {
        let path = [here, &[step]].concat();
        into.push(path.clone());
        paths(inner, &path, into);
    };
    match &node.value {
        NodeValue::Map(entries) => {
            for (index, (key, value)) in entries.iter().enumerate() {
                let name = key.text().unwrap_or_default();
                if entries.iter().position(|(key, _)| key.text() == Some(name)) == Some(index) {
                    go(Step::Key(name.to_owned().into()), value);
                }
            }
        }
        NodeValue::List(items) => items.iter().enumerate().for_each(|(index, item)| go(Step::Item(index), item)),
        _ => {}
    }
}

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        "[ -~甲乙，：≥#'\"]{0,12}".prop_map(Value::from),
        "(?s)[甲a #:\n-]{1,12}".prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        prop::sample::select(vec!["null", "~", "true", "0421", "2023-03", ">500块", "12:30", ""]).prop_map(Value::from),
    ];
    scalar.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// The lines of a text that a part at a path stands on.
fn lines_of(text: &str, root: &Node, at: &[Step]) -> Range<usize> {
    let editor = Editor { text, end: "\n" };
    let Some((whole, index)) = editor.part(root, at) else { return 0..0 };
    let Some(part) = editor.parts(whole.node).and_then(|mut parts| parts.drain(..).nth(index)) else { return 0..0 };
    editor.line_start(part.start)..editor.next_line(part.end)
}

/// Whether the lines of one text stand in another, in the same order; a dash may stand before another key, and behind the
/// key of what has become empty that it is.
fn stand_in(some: &str, all: &str) -> bool {
    fn words(line: &str) -> String {
        line.trim_start_matches(['\u{feff}', ' ', '-']).replace(": []", ":").replace(": {}", ":")
    }
    let mut rest = all.lines();
    some.lines().all(|line| rest.any(|other| words(other) == words(line)))
}

#[test]
fn nothing_else_changes_in_any_file_of_the_tree() {
    let texts = texts();
    assert!(texts.len() > 600, "only {} texts", texts.len());
    let mut runner =
        proptest::test_runner::TestRunner::new(ProptestConfig { cases: 2000, ..ProptestConfig::default() });
    let which = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..5_usize, 0..4_usize, values());
    let refused = std::cell::RefCell::new(Vec::new());
    let result = runner.run(&which, |(text, at, sort, to, value)| {
        let (name, text) = text.get(&texts);
        let root = parse(text).expect("YAML");
        let mut all = Vec::new();
        root.iter().for_each(|root| paths(root, &[], &mut all));
        let (Some(root), false) = (root, all.is_empty()) else { return Ok(()) };
        let path = at.get(&all).clone();
        let change = match sort {
            0 => Change::Set(path.clone(), value),
            1 => Change::Set([path.as_slice(), &[Step::Key("new".into())]].concat(), value),
            2 => Change::Add(path.clone(), value),
            3 => Change::Remove(path.clone()),
            _ => Change::Move(path.clone(), to),
        };
        let made = match edit(text, &change) {
            Ok(made) => made,
            Err(EditError::NoSuchPlace(_)) => return Ok(()),
            Err(error) => {
                refused.borrow_mut().push(format!("{name}: {change:?}: {error}"));
                return Ok(());
            }
        };
        // The text is what was meant: `edit` has read it. Nothing else moved:
        let own = lines_of(text, &root, &path);
        if sort == 4 {
            let sorted = |text: &str| {
                let mut marks: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
                marks.sort_unstable();
                marks
            };
            prop_assert_eq!(sorted(&made), sorted(text));
        } else {
            prop_assert!(stand_in(&text[..own.start], &made), "{}: {:?}\n{}", name, change, made);
            prop_assert!(stand_in(&text[own.end..], &made), "{}: {:?}\n{}", name, change, made);
            let before = text[..own.start].lines().count() + text[own.end..].lines().count();
            prop_assert!(made.lines().count() >= before, "{}: {:?}\n{}", name, change, made);
        }
        // Line ends stay.
        if !text.contains('\r') {
            let other = edit(&text.replace('\n', "\r\n"), &change).map(|text| text.replace("\r\n", "\n"));
            prop_assert!(other.as_ref() == Ok(&made), "{}: {:?}\n{:?}", name, change, other);
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    let refused = refused.into_inner();
    assert!(refused.is_empty(), "{} refused:\n{}", refused.len(), refused.join("\n"));
}
