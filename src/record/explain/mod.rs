//! Why a record could not be read: every fault in it at once, each at its place, with what to type instead.
//!
//! Records are read by serde, which stops at the first fault and often does not know where. So when it stops, the text is
//! mended where keyboards slipped ([`slips`], [`mends`]), parsed again with places and held against the type's JSON Schema,
//! [`maps`] and [`lists`]: which key was meant ([`keys`]), which value ([`values`]), and what to type ([`examples`]).

mod examples;
mod keys;
mod lists;
mod maps;
mod mends;
mod samples;
mod schema;
mod sheet;
mod slips;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::{FILL_IN, MAY_BE_EMPTY};
use crate::diagnostic::{Code, Edit, Finding, Place, Severity, Text, WRITE, codes};
use crate::source::yaml::{self, Node, NodeValue, YamlError, parse, quoted};
use schema::{Key, Words, allows_nothing, has_type, label};
use slips::{Mended, changed};

/// A text to explain: `text` begins at byte `offset` of `file`.
pub(super) struct Faulty<'a> {
    pub(super) file: &'a Arc<str>,
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

/// Every fault of a text that does not fit `schema`; `error` is serde's word, used when nothing better is found.
pub(super) fn explain(faulty: &Faulty<'_>, schema: &Value, error: &serde_yaml::Error) -> Vec<Finding> {
    let findings = faults(faulty, schema);
    if !findings.is_empty() {
        return findings;
    }
    let place = error.location().map_or(0, |location| location.index()).min(faulty.text.len());
    let place = faulty.text.floor_char_boundary(place);
    let end = first_line_end(faulty.text, place);
    let place = Place::span(faulty.file.clone(), place + faulty.offset..end + faulty.offset);
    let message = Text::new(format!("这里读不懂（程序的原话：{error}）"), format!("this cannot be read: {error}"));
    let finding = Finding::new(codes::WRONG_TYPE, place, message);
    vec![finding.help("对照 docs/records.md 里这个键的写法", "compare how docs/records.md has this key")]
}

/// Every fault of a text against `schema`, as far as they are known. A help that gives exactly what to type was tried:
/// with it the fault is gone and there is no new one.
pub(super) fn faults(faulty: &Faulty<'_>, schema: &Value) -> Vec<Finding> {
    let mut explainer = explained(faulty, schema);
    explainer.try_written();
    explainer.findings
}

/// A text with all that is wrong with it, before what the helps say to type was tried.
fn explained<'a>(faulty: &'a Faulty<'a>, schema: &'a Value) -> Explainer<'a> {
    let mut mended = Mended::new(faulty.text, &Words::of(schema));
    let slips = std::mem::take(&mut mended.slips);
    let text = mended.text();
    let mut explainer =
        Explainer { faulty, schema, text, mended, findings: Vec::new(), written: Vec::new(), in_flow: 0 };
    for slip in slips {
        let edits = explainer.mended.edits(&slip);
        let place = explainer.place(slip.span);
        let mut finding = Finding::new(slip.code, place, slip.message).help(slip.help.zh, slip.help.en);
        if says_to_write(&finding) {
            finding.edits = explainer.placed(edits);
        }
        explainer.findings.push(finding);
    }
    match (explainer.mended.error.clone(), parse(&explainer.text)) {
        (_, Ok(Some(root))) if root.text().is_some() => explainer.value(&root, schema, &Key::ROOT),
        (Some(error), _) | (None, Err(error)) => explainer.syntax(&error),
        (None, Ok(None)) => explainer.nothing(),
        (None, Ok(Some(root))) => explainer.value(&root, schema, &Key::ROOT),
    }
    explainer
}

/// Whether a finding's help gives exactly what to type.
fn says_to_write(finding: &Finding) -> bool {
    finding.help.as_ref().is_some_and(|help| help.zh.contains(WRITE.0))
}

/// What a help says to type, before it was tried.
struct Written {
    /// The finding's place among all.
    finding: usize,
    /// Changes of the mended text.
    edits: Vec<(Range<usize>, String)>,
    /// The help where it does not do.
    instead: Text,
}

/// Helps of one text that are tried one by one, where all together do not do. Those after them describe.
const MAX_TRIED: usize = 20;

/// Bytes that are read again for that, altogether: of a longer text fewer helps are tried.
const MAX_READ_AGAIN: usize = 256 * 1024;

/// Bytes of the text that stand in a help beside what is to be typed, where thousands of helps may show the same.
const MAX_SHOWN: usize = 200;

struct Explainer<'a> {
    faulty: &'a Faulty<'a>,
    schema: &'a Value,
    mended: Mended<'a>,
    /// The text with its slips mended, which the nodes' places are in.
    text: String,
    findings: Vec<Finding>,
    written: Vec<Written>,
    /// In how many braces and brackets what is looked at stands.
    in_flow: usize,
}

impl Explainer<'_> {
    /// Tries what the helps say to type: all together, and where that leaves more than it should, each. A help that does
    /// not do is replaced by one that describes.
    fn try_written(&mut self) {
        let written = std::mem::take(&mut self.written);
        let is_slip = |finding: &&Finding| !finding.edits.is_empty();
        let slips: BTreeSet<(&str, Text)> = self.findings.iter().filter(is_slip).map(fault_of).collect();
        let together: Vec<&Written> = written.iter().collect();
        let do_all = self.does(&together, &slips);
        let most = (MAX_READ_AGAIN / self.text.len().max(1)).min(MAX_TRIED);
        for (index, one) in written.iter().enumerate() {
            let does = do_all || (index < most && self.does(&[one], &slips));
            let edits = if does { self.placed(self.mended.typed_edits(&one.edits)) } else { Vec::new() };
            let Some(finding) = self.findings.get_mut(one.finding) else { continue };
            if edits.is_empty() {
                finding.help = Some(one.instead.clone());
            }
            finding.edits = edits;
        }
    }

    /// Whether in the mended text with some changes their faults are gone, and no new one is there.
    fn does(&self, written: &[&Written], slips: &BTreeSet<(&str, Text)>) -> bool {
        let edits = written.iter().flat_map(|one| &one.edits).map(|(span, new)| (span.clone(), new.as_str()));
        let Some(text) = changed(&self.text, edits.collect()) else { return false };
        let faulty = Faulty { file: self.faulty.file, text: &text, offset: 0 };
        let left = explained(&faulty, self.schema).findings;
        let mended: BTreeSet<usize> = written.iter().map(|one| one.finding).collect();
        let others = self.findings.iter().enumerate().filter(|(index, _)| !mended.contains(index));
        let mut allowed: BTreeMap<(&str, Text), usize> = BTreeMap::new();
        for fault in others.map(|(_, finding)| fault_of(finding)).filter(|fault| !slips.contains(fault)) {
            *allowed.entry(fault).or_default() += 1;
        }
        left.iter().map(fault_of).all(|fault| match allowed.get_mut(&fault) {
            Some(n) if *n > 0 => {
                *n -= 1;
                true
            }
            _ => false,
        })
    }

    /// Changes of the typed text, as changes of the file.
    fn placed(&self, edits: Vec<(Range<usize>, String)>) -> Vec<Edit> {
        edits.into_iter().map(|(span, text)| Edit { place: self.place(span), text }).collect()
    }

    /// The place of a byte range of the text as it was typed.
    fn place(&self, span: Range<usize>) -> Place {
        let offset = self.faulty.offset;
        Place::span(self.faulty.file.clone(), span.start + offset..span.end + offset)
    }

    /// The place of a byte range of the mended text.
    fn at(&self, span: Range<usize>) -> Place {
        self.place(self.mended.typed(span))
    }

    fn report(&mut self, code: Code, node: &Node, message: Text, help: Text) {
        let finding = Finding::new(code, self.at(node.span.clone()), message);
        self.findings.push(finding.help(help.zh, help.en));
    }

    /// Reports a fault with what to type in a place of the mended text: `help` tells it with the words of [`WRITE`],
    /// `instead` only describes, for where it is found not to do.
    fn report_written(
        &mut self,
        (code, node, message): (Code, &Node, Text),
        help: Text,
        edits: Vec<(Range<usize>, String)>,
        instead: Text,
    ) {
        self.written.push(Written { finding: self.findings.len(), edits, instead });
        self.report(code, node, message, help);
    }

    /// What to type for a value: in quotes where it needs them.
    fn in_place(&self, text: &str, schema: &Value) -> String {
        let is_text = has_type(schema, "string") && schema::format(schema).is_empty() && schema.get("enum").is_none();
        let is_string = |text: &str| matches!(serde_yaml::from_str(text), Ok(serde_yaml::Value::String(_)));
        if is_text && !is_string(text) { quoted(text) } else { yaml::scalar(text, self.in_flow > 0) }
    }

    /// Another key of the same map, as it is written after a value: on the same line in braces, or else on the next.
    fn beside(&self, node: &Node, key: &str) -> String {
        if self.in_flow > 0 {
            return format!(", {key}");
        }
        let start = self.text.get(..node.span.start).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let lead = line.get(..mends::head(line)).unwrap_or_default();
        format!("\n{}{key}", " ".repeat(lead.chars().count()))
    }

    fn nothing(&mut self) {
        let message = Text::new("没有内容，只有注释或空行", "there is nothing here but comments or blank lines");
        let finding = Finding::new(codes::EMPTY_FILE, Place::file(self.faulty.file.clone()), message);
        self.findings.push(finding.help("写入内容，或者删除这个文件", "write a record into it, or delete it"));
    }

    /// A text that is no YAML, and no mend of a line made it one. What was found before it is told alone: the rest may
    /// well follow from it.
    fn syntax(&mut self, error: &YamlError) {
        if !self.findings.is_empty() || self.tabs() {
            return;
        }
        let start = self.text.floor_char_boundary(error.offset.min(self.text.trim_end().len().saturating_sub(1)));
        let end = (start + 1..=self.text.len()).find(|end| self.text.is_char_boundary(*end)).unwrap_or(start);
        let (zh, en) = said(&error.message);
        let message = Text::new(format!("YAML 语法错误：{zh}"), format!("the YAML cannot be read: {en}"));
        let (zh, en) = match error.message.contains("nested deeper") {
            true => (
                "一条记录用不到这么多层：删去多余的括号或“-”；是一段文字的，整段加引号",
                "no record needs so many levels: delete the brackets or dashes that are too many, or quote what is a text",
            ),
            false => (
                "检查这一行和上一行：缩进用空格对齐，引号和括号成对，冒号后有一个空格",
                "look at this line and the one above: indent with spaces, close quotes and brackets, put a space after the colon",
            ),
        };
        self.findings.push(Finding::new(codes::YAML_SYNTAX, self.at(start..end), message).help(zh, en));
    }

    /// Reports tabs in indentation. Whether there was one.
    fn tabs(&mut self) -> bool {
        let mut offset = 0;
        let before = self.findings.len();
        for line in self.faulty.text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = line.get(..indent).and_then(|indent| indent.find('\t')) {
                let message = Text::new("缩进里有制表符（Tab）", "a tab is used for indentation");
                let finding = Finding::new(codes::TAB, self.place(offset + tab..offset + tab + 1), message);
                self.findings.push(finding.help("改为空格，每层两个", "use spaces, two for each level"));
            }
            offset += line.len();
        }
        self.findings.len() > before
    }

    /// Whether a map or list is written in one line, in braces or brackets.
    fn is_flow(&self, node: &Node) -> bool {
        self.text.get(node.span.start..).is_some_and(|rest| rest.starts_with(['{', '[']))
    }

    /// The bytes of a value with the brackets that close it, before which its own span ends.
    fn whole(&self, node: &Node) -> Range<usize> {
        let last = match &node.value {
            _ if !self.is_flow(node) => None,
            NodeValue::List(items) => Some(items.last()),
            NodeValue::Map(entries) => Some(entries.last().map(|(_, value)| value)),
            NodeValue::Scalar(..) | NodeValue::Alias => None,
        };
        let Some(last) = last else { return node.span.clone() };
        let end = last.map_or(node.span.end, |last| self.whole(last).end);
        let is_between = |c: char| c.is_whitespace() || c == ',';
        let mut rest = self.text.get(end..).unwrap_or_default().trim_start_matches(is_between);
        while let Some(comment) = rest.strip_prefix('#') {
            rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start_matches(is_between);
        }
        let is_closed = rest.starts_with([']', '}']);
        node.span.start..if is_closed { self.text.len() - rest.len() + 1 } else { node.span.end }
    }

    fn value(&mut self, node: &Node, schema: &Value, key: &Key<'_>) {
        if matches!(&node.value, NodeValue::Alias) {
            return;
        }
        if let Some((span, word)) = sheet::error(&self.text, node) {
            return self.sheet_error(span, &word, key);
        }
        let is_optional = allows_nothing(schema);
        let may_be_empty = schema.get(MAY_BE_EMPTY).is_some();
        let schema = schema::fitting(self.schema, schema, node);
        if is_empty(node) {
            let is_in_quotes = matches!(node.value, NodeValue::Scalar(_, false));
            let may_be_empty = if is_in_quotes { may_be_empty } else { is_optional };
            if !may_be_empty {
                self.empty(node, schema, key);
            }
        } else if node.text().map(str::trim) == Some(FILL_IN) {
            self.left_to_fill_in(node, schema, key);
        } else if has_type(schema, "object") || has_type(schema, "array") {
            let is_map = has_type(schema, "object");
            let is_there = matches!((&node.value, is_map), (NodeValue::Map(_), true) | (NodeValue::List(_), false));
            let flow = usize::from(is_there && self.is_flow(node));
            self.in_flow += flow;
            if is_map {
                self.map(node, schema, key);
            } else {
                self.list(node, schema, key);
            }
            self.in_flow -= flow;
        } else {
            self.scalar(node, schema, key);
        }
    }

    /// What a table shows where it could not reckon.
    fn sheet_error(&mut self, span: Range<usize>, word: &str, key: &Key<'_>) {
        let message = Text::new(
            format!("{}没有值：“{word}”是表格的出错标记", key.zh()),
            format!("{} has no value: {word} is how a table shows an error", key.en()),
        );
        let (place, name) = (self.at(span), key.name);
        let help = match key.is_required {
            true => Text::new("回到表格改正，把值写在这里", "mend it in the table, and write the value here"),
            false => Text::new(
                format!("回到表格改正，把值写在这里；没有的删去“{name}”"),
                format!("mend it in the table, and write the value here, or delete \"{name}\" where there is none"),
            ),
        };
        self.findings.push(Finding::new(codes::EMPTY_TEXT, place, message).help(help.zh, help.en));
    }

    /// What `gongbao new` could not know.
    fn left_to_fill_in(&mut self, node: &Node, schema: &Value, key: &Key<'_>) {
        let message =
            Text::new(format!("占位文字“{FILL_IN}”没有改"), format!("the placeholder \"{FILL_IN}\" was left"));
        let (name, example) = (key.name, examples::of(self.schema, schema, key));
        let (values, own_name) = (samples::values(schema), label(schema));
        let help = if !values.is_empty() {
            samples::with_values(Text::new("从下面选一个", "choose one"), &values)
        } else if example.zh == own_name {
            Text::new(format!("写上{own_name}"), format!("write what {name} is"))
        } else {
            Text::new(
                format!("按实际写，例如：{name}: {}", example.zh),
                format!("write what is true, as {name}: {}", example.en),
            )
        };
        let finding = Finding::new(codes::PLACEHOLDER_LEFT, self.at(node.span.clone()), message);
        self.findings.push(Finding { severity: Severity::Error, ..finding.help(help.zh, help.en) });
    }

    /// A key, or an item of a list, with nothing after it.
    fn empty(&mut self, node: &Node, schema: &Value, key: &Key<'_>) {
        if key.name == "because" {
            let message = Text::new("例外没有写原因", "the exception has no reason");
            let help = Text::new("写上 because: 为什么这里不适用", "add because: WHY it does not apply here");
            return self.report(codes::EXCEPTION_WITHOUT_REASON, node, message, help);
        }
        let message = match key.is_item {
            true => Text::new(format!("{}里有一项是空的", key.zh()), format!("an item of {} is empty", key.en())),
            false => Text::new(format!("{}是空的", key.zh()), format!("{} is empty", key.en())),
        };
        let (name, example) = (key.name, examples::of(self.schema, schema, key));
        let help = match (key.is_item, key.is_required) {
            (false, _) if has_type(schema, "boolean") => Text::new(
                format!("删去这一行；要写就写 {name}: true"),
                format!("delete this line, or write {name}: true"),
            ),
            (true, _) => Text::new("写上内容，或删去这个“-”", "write something, or delete the \"-\""),
            (false, true) => Text::new(
                format!("写上内容，例如：{name}: {}", example.zh),
                format!("write something, as {name}: {}", example.en),
            ),
            (false, false) => Text::new(
                format!("写上内容，例如：{name}: {}；不用就删去", example.zh),
                format!("write something, as {name}: {}, or delete it", example.en),
            ),
        };
        self.report(codes::EMPTY_TEXT, node, message, samples::with_values(help, &samples::values(schema)));
    }

    /// The line from a `{{` on that stands in no quotes; in braces or brackets, where others follow, as far as its `}}`.
    fn reference_line(&self, node: &Node) -> &str {
        let start = node.span.start;
        if self.in_flow == 0 {
            return self.text.get(start..first_line_end(&self.text, start)).unwrap_or("").trim_end();
        }
        let near = self.text.floor_char_boundary(start.saturating_add(MAX_SHOWN));
        let rest = self.text.get(start..near).unwrap_or("");
        rest.find("}}").and_then(|end| rest.get(..end + 2)).unwrap_or("")
    }

    fn scalar(&mut self, node: &Node, schema: &Value, key: &Key<'_>) {
        if let NodeValue::Scalar(text, is_plain) = &node.value {
            let typed = values::Typed { text, is_plain: *is_plain, schema, key };
            let Some(fault) = values::fault(&typed) else { return };
            match fault.meant {
                Some(meant) => {
                    let written = self.in_place(&meant.text, schema);
                    let help = meant.help(key, &written);
                    let also = meant.also.map(|also| self.beside(node, also)).unwrap_or_default();
                    let edits = vec![(node.span.clone(), written + &also)];
                    self.report_written((fault.code, node, fault.message), help, edits, fault.help);
                }
                None => self.report(fault.code, node, fault.message, fault.help),
            }
            return;
        }
        let message = Text::new(format!("{}应当是一个值", key.zh()), format!("{} should be a single value", key.en()));
        let source = self.text.get(self.whole(node)).unwrap_or("");
        let is_words =
            schema.get("format").is_none() && has_type(schema, "string") && samples::values(schema).is_empty();
        let line = if source.starts_with("{{") { self.reference_line(node) } else { "" };
        let name = key.name;
        let help = if has_type(schema, "string") && line.contains("}}") {
            Text::new(
                format!("代入别处的数时整个值加引号：{name}: \"{line}\""),
                format!("quote the whole value where it begins with a reference: {name}: \"{line}\""),
            )
        } else if is_words && self.is_flow(node) && !source.contains('\n') {
            Text::new(
                format!("文字以括号开头时加引号：{name}: \"{source}\""),
                format!("quote a text that begins with a bracket: {name}: \"{source}\""),
            )
        } else {
            let example = examples::of(self.schema, schema, key);
            Text::new(format!("例如：{name}: {}", example.zh), format!("for example: {name}: {}", example.en))
        };
        self.report(codes::WRONG_TYPE, node, message, help);
    }
}

/// Whether a text that can be read may have values in it that are lost or turned into others: errors of tables, which
/// YAML takes for comments, and numbers with another base.
pub(super) fn may_be_lost(text: &str) -> bool {
    let based = |sign: &str| {
        text.match_indices(sign)
            .any(|(at, _)| text.get(..at).is_some_and(|before| before.ends_with([' ', '+', '-', '[', '{', ',', ':'])))
    };
    sheet::may_have_errors(text) || ["0x", "0o", "0b"].into_iter().any(based)
}

/// The values of the closed list at a path of keys, in Chinese.
pub(super) fn choices(root: &Value, path: &str) -> Vec<String> {
    let mut at = root;
    for key in path.split('.') {
        let resolved = schema::resolve(root, at);
        let inner = resolved.get("items").map_or(resolved, |items| schema::resolve(root, items));
        let Some(next) = inner.pointer(&format!("/properties/{key}")) else { return Vec::new() };
        at = next;
    }
    samples::values(schema::resolve(root, at)).into_iter().map(|(zh, _)| zh).collect()
}

/// The help that gives what to type and nothing else.
fn write(text: &str) -> Text {
    let (zh, en) = WRITE;
    Text::new(format!("{zh}{text}"), format!("{en}{text}"))
}

/// What a finding is about, wherever it stands.
fn fault_of(finding: &Finding) -> (&'static str, Text) {
    (finding.code.id, finding.message.clone())
}

/// Whether nothing was written: no text, or an empty one in quotes.
fn is_empty(node: &Node) -> bool {
    match &node.value {
        NodeValue::Scalar(text, true) => matches!(text.as_str(), "" | "~" | "null"),
        NodeValue::Scalar(text, false) => text.trim().is_empty(),
        _ => false,
    }
}

/// The parser's word in both languages.
fn said(message: &str) -> (&'static str, &str) {
    const KNOWN: &[(&str, &str)] = &[
        ("mapping values are not allowed", "这里不能再出现“键: 值”"),
        ("did not find expected key", "缺少键名"),
        ("simple key", "缺少冒号"),
        ("expected ':'", "缺少冒号"),
        ("quoted scalar", "引号没有成对"),
        ("flow", "方括号或花括号没有成对"),
        ("illegal placement of ':'", "冒号的位置不对"),
        ("unexpected end", "内容没有写完"),
        ("cannot start any token", "有不能出现在开头的字符"),
        ("invalid indentation", "缩进没有对齐"),
        ("more than one document", "一个文件里有多个文档（---）"),
        ("nested deeper", "嵌套超过 64 层"),
        ("anchor", "引用了没有定义的锚点"),
        ("block sequence", "列表的缩进没有对齐"),
        ("block mapping", "键的缩进没有对齐"),
        ("escape", "引号里的反斜线写法不对"),
        ("tab", "这里不能用制表符"),
    ];
    let zh = KNOWN.iter().find(|(english, _)| message.contains(english)).map(|(_, zh)| *zh);
    (zh.unwrap_or("这一行的写法不对"), message)
}

fn first_line_end(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| start + newline)
}
