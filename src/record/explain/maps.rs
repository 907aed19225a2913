//! Faults of maps: keys that stand twice, are missing or unknown, and values where a map should be.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::schema::{self, Key, label, part_en};
use super::{Explainer, examples, first_line_end, is_empty, samples, write};
use crate::diagnostic::{Finding, Text, codes};
use crate::source::yaml::{Node, NodeValue};

/// The entries of a map, found by their keys.
pub(super) struct There<'n> {
    pub(super) entries: &'n [(Node, Node)],
    /// The first value of each key.
    pub(super) values: BTreeMap<&'n str, &'n Node>,
}

impl<'n> There<'n> {
    pub(super) fn of(entries: &'n [(Node, Node)]) -> Self {
        // Of a key that stands twice the first is kept.
        let values = entries.iter().rev().filter_map(|(key, value)| Some((key.text()?, value)));
        Self { entries, values: values.collect() }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }
}

impl Explainer<'_> {
    pub(super) fn map(&mut self, node: &Node, schema: &Value, key: &Key<'_>) {
        let NodeValue::Map(entries) = &node.value else {
            return self.no_map(node, schema, key);
        };
        let there = There::of(entries);
        self.repeated(entries, key);
        let (grouped, mut meant) = (self.grouped(entries), Vec::<String>::new());
        for (index, (name_node, value)) in entries.iter().enumerate() {
            let Some(name) = name_node.text() else { continue };
            if grouped.contains(&index) {
                continue;
            }
            let known = schema.pointer(&format!("/properties/{}", name.replace('~', "~0").replace('/', "~1")));
            let others = schema.get("additionalProperties").filter(|others| others.is_object());
            match known.or(others) {
                Some(_) if known.is_none() && is_empty(value) && name.contains('：') => {
                    let (key, value) = name.split_once('：').unwrap_or((name, ""));
                    self.no_colon(name_node, key.trim(), value.trim(), true);
                }
                Some(inner) => {
                    let is_required = known.is_none() || schema::is_required(schema, name);
                    let may_be_planned = schema.pointer("/properties/planned").is_some();
                    let names = Key { is_required, may_be_planned, ..Key::required(name, inner) };
                    self.value(value, inner, &names);
                }
                None => meant.extend(self.unknown_key((name_node, value), &there, schema, key)),
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for missing in required.filter(|name| !there.has(name) && meant.iter().all(|meant| meant != name)) {
            self.missing(node, schema, missing);
        }
    }

    /// Numbers in braces with a comma between thousands, which YAML takes for the next key: `{value: 27,775件}`. Gives the
    /// entries that are parts of one.
    fn grouped(&mut self, entries: &[(Node, Node)]) -> BTreeSet<usize> {
        let mut parts = BTreeSet::new();
        for (index, pair) in entries.windows(2).enumerate() {
            let [(_, before), (after, nothing)] = pair else { continue };
            let (Some(whole), Some(rest)) = (before.text(), after.text()) else { continue };
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let ends_in_digits = whole.trim_start_matches(['≥', '≤', '<', '约']).bytes().all(|b| b.is_ascii_digit());
            if digits != 3 || whole.is_empty() || !ends_in_digits || !is_empty(nothing) {
                continue;
            }
            let number = format!("{whole}{rest}");
            let node = Node { span: before.span.start..after.span.end, value: NodeValue::Alias };
            let message = Text::new(
                format!("“{whole},{rest}”里有千分位逗号"),
                format!("there is a comma between the thousands of \"{whole},{rest}\""),
            );
            let instead = Text::new("千分位不写逗号", "write thousands without a comma");
            let (help, edits) = (write(&number), vec![(node.span.clone(), number)]);
            self.report_written((codes::BAD_QUANTITY, &node, message), help, edits, instead);
            parts.extend([index, index + 1]);
        }
        parts
    }

    /// Keys that stand twice in a map. In an item of a list the second begins the next item, whose dash was forgotten.
    fn repeated(&mut self, entries: &[(Node, Node)], key: &Key<'_>) {
        let mut seen: BTreeMap<&str, &Node> = BTreeMap::new();
        for (node, value) in entries {
            let Some(name) = node.text() else { continue };
            let Some(first) = seen.get(name) else {
                seen.insert(name, node);
                continue;
            };
            let message = Text::new(format!("“{name}”写了两次"), format!("\"{name}\" stands twice"));
            let source = self.text.get(value.span.clone()).unwrap_or("").lines().next().unwrap_or("");
            let help = match key.is_item {
                true => Text::new(
                    format!("另起一项时，这一行前面加“- ”：- {name}: {source}"),
                    format!("where this begins another item, begin the line with \"- \": - {name}: {source}"),
                ),
                false if matches!(value.value, NodeValue::Scalar(..)) => {
                    Text::new("只留一行，删去另一行", "keep one line, and delete the other")
                }
                false => Text::new("只留一个，把内容合在一起", "keep one, and put what they say together"),
            };
            let finding = Finding::new(codes::DUPLICATE_KEY, self.at(node.span.clone()), message);
            let first = self.at(first.span.clone());
            let finding = finding.related(first, Text::new("先写在这里", "it stands here first"));
            self.findings.push(finding.help(help.zh, help.en));
            if key.is_item {
                return;
            }
        }
    }

    /// A value where a map of keys should be: the map with the value in its place.
    fn no_map(&mut self, node: &Node, schema: &Value, key: &Key<'_>) {
        if key.is_root {
            let message = Text::new("这个文件里没有“键: 值”的行", "this file has no lines \"key: value\"");
            let help =
                Text::new("每行写一个键，第一行例如：title: 标题", "write one key a line, the first as title: …");
            return self.report(codes::WRONG_TYPE, node, message, help);
        }
        let (zh, en) = (key.zh(), key.en());
        let message = match key.is_item {
            true => Text::new(format!("{zh}的每一项要分项写"), format!("each item of {en} should have named parts")),
            false => Text::new(format!("{zh}要分项写"), format!("{en} should have named parts")),
        };
        let lead = if key.is_item { "- ".to_owned() } else { format!("{}: ", key.name) };
        let example = examples::of(self.schema, schema, key);
        match node.text().and_then(|text| examples::built(self.schema, schema, key, text)) {
            Some(built) if built.is_whole => {
                let map = built.text;
                let instead =
                    Text::new(format!("例如：{lead}{}", example.zh), format!("for example: {lead}{}", example.en));
                let help = write(&format!("{lead}{map}"));
                self.report_written((codes::WRONG_TYPE, node, message), help, vec![(node.span.clone(), map)], instead);
            }
            built => {
                let (zh, en) = built.map_or((example.zh, example.en), |built| (built.text.clone(), built.text));
                let help = Text::new(format!("例如：{lead}{zh}"), format!("for example: {lead}{en}"));
                self.report(codes::WRONG_TYPE, node, message, help);
            }
        }
    }

    fn missing(&mut self, node: &Node, schema: &Value, name: &str) {
        let inner = schema.pointer(&format!("/properties/{name}")).cloned().unwrap_or_default();
        let (zh, en) = (label(&inner), part_en(&inner));
        let key = Key::required(name, &inner);
        let resolved = schema::resolve(self.schema, &inner).clone();
        let example = examples::of(self.schema, &resolved, &key);
        let zh = if zh.is_empty() { String::new() } else { format!("（{zh}）") };
        let en = if en.is_empty() || en == name { String::new() } else { format!(" ({en})") };
        let message = Text::new(format!("缺少“{name}”{zh}"), format!("\"{name}\" is missing{en}"));
        let (zh, en, end) = if self.is_flow(node) {
            ("在 { } 里加上，按实际写，例如 ", "add what is true inside the braces, as ", node.span.end)
        } else {
            let end = first_line_end(&self.text, node.span.start);
            ("加上一行，按实际写，例如：", "add a line with what is true, as ", end)
        };
        let help = Text::new(format!("{zh}{name}: {}", example.zh), format!("{en}{name}: {}", example.en));
        let head = Node { span: node.span.start..end, value: NodeValue::Alias };
        self.report(codes::MISSING_KEY, &head, message, samples::with_values(help, &samples::values(&resolved)));
    }
}
