//! Faults of lists: dashes too many, too few or without a space, and values where a list should be.

use serde_json::Value;

use super::maps::There;
use super::schema::{self, Key};
use super::{Explainer, examples, first_line_end, write};
use crate::diagnostic::{Text, WRITE, codes};
use crate::source::yaml::{Node, NodeValue};

impl Explainer<'_> {
    pub(super) fn list(&mut self, node: &Node, schema: &Value, key: &Key<'_>) {
        let inner = schema.get("items").unwrap_or(&Value::Null);
        if let NodeValue::List(items) = &node.value {
            for (index, item) in items.iter().enumerate() {
                let before = index.checked_sub(1).and_then(|before| items.get(before));
                if !before.is_some_and(|before| self.dash_too_many(before, item, inner)) {
                    self.value(item, inner, &Key { is_item: true, is_root: false, ..key.clone() });
                }
            }
            return;
        }
        if self.dashes_without_space(node) {
            return;
        }
        let message = Text::new(format!("{}应当是列表", key.zh()), format!("{} should be a list", key.en()));
        let help = Text::new(
            format!("“{}”下面每一项以“- ”开头，同一项的各行对齐", key.name),
            format!("under \"{}\" each item begins with \"- \", its lines aligned", key.name),
        );
        // Several lines may be several items: which words are one is not known.
        let is_one_line = |text: &&str| {
            !text.contains('\n') && !self.text.get(node.span.clone()).is_some_and(|typed| typed.contains('\n'))
        };
        let Some(text) = node.text().filter(is_one_line) else {
            return self.report(codes::WRONG_TYPE, node, message, help);
        };
        let list = examples::list(self.schema, inner, key, text);
        let line = format!("{}: {}", key.name, list.text);
        if list.is_whole {
            let edits = vec![(node.span.clone(), list.text)];
            self.report_written((codes::WRONG_TYPE, node, message), write(&line), edits, help);
        } else {
            let help = Text::new(format!("例如：{line}"), format!("for example: {line}"));
            self.report(codes::WRONG_TYPE, node, message, help);
        }
    }

    /// Reports a dash before each key of an item: `- name: 封顶`, `- planned: 2023-05`. Whether `item` is a part of the one
    /// before it: it lacks what every item has, which that one has, and repeats no key of it.
    fn dash_too_many(&mut self, before: &Node, item: &Node, schema: &Value) -> bool {
        let schema = schema::resolve(self.schema, schema);
        let (NodeValue::Map(first), NodeValue::Map(second)) = (&before.value, &item.value) else { return false };
        let (first, second) = (There::of(first), There::of(second));
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let is_part = !(self.is_flow(item) || self.is_flow(before))
            && required.clone().count() > 0
            && required.clone().all(|key| first.has(key) && !second.has(key))
            && second.entries.iter().all(|(name, _)| name.text().is_some_and(|name| !first.has(name)));
        if !is_part {
            return false;
        }
        let lead = first.entries.first().and_then(|(name, _)| name.text()).unwrap_or_default().to_owned();
        let message =
            Text::new("这一行多了“-”：它属于上一项", "there is a dash too many: this belongs to the item above");
        let help = Text::new(
            format!("把这一行的“-”改为空格，与“{lead}”对齐"),
            format!("put a space in place of the dash, in line with \"{lead}\""),
        );
        let end = first_line_end(&self.text, item.span.start);
        let head = Node { span: item.span.start..end, value: NodeValue::Alias };
        self.report(codes::YAML_SYNTAX, &head, message, help);
        true
    }

    /// Reports items of a list whose dashes have no space after them, so that all are one text. Whether it is that.
    fn dashes_without_space(&mut self, node: &Node) -> bool {
        let source = self.text.get(node.span.clone()).unwrap_or("").to_owned();
        let items = source.lines().map(|line| line.trim().strip_prefix('-'));
        let Some(items) = items.collect::<Option<Vec<&str>>>() else { return false };
        if !matches!(node.value, NodeValue::Scalar(_, true)) || items.is_empty() {
            return false;
        }
        // They are mended together: with one mended, the others would be the next lines of its text.
        let mut start = node.span.start;
        let mut edits = Vec::new();
        for (line, item) in source.split_inclusive('\n').zip(&items) {
            let dash = start + (line.len() - line.trim_start().len());
            start += line.len();
            let gap = item.len() - item.trim_start().len();
            edits.push((dash..dash + 1 + gap, "- ".to_owned()));
        }
        let message = Text::new("“-”后面缺一个空格", "no space follows \"-\"");
        let item = items.first().map_or("", |item| item.trim());
        let (zh, en) = WRITE;
        let help = match items.len() {
            1 => write(&format!("- {item}")),
            _ => Text::new(format!("每一项都加，{zh}- {item}"), format!("in each item; {en}- {item}")),
        };
        let span = edits.first().map_or(node.span.clone(), |(span, _)| span.start..span.start + 1);
        let instead = Text::new("“-”后面加一个空格", "put a space after the dash");
        let node = Node { span, value: NodeValue::Alias };
        self.report_written((codes::YAML_SYNTAX, &node, message), help, edits, instead);
        true
    }
}
