//! Why a record could not be read: every fault in it at once, each at its place, with what to type instead.
//!
//! Records are read by serde, which stops at the first fault and often does not know where. So when it stops, the
//! same text is parsed again with places and held against the type's JSON Schema, key by key.

use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::{Code, Finding, Place, Text, codes};
use crate::source::yaml::{self, Node, NodeValue};
use crate::text::{is_wide, nearest};

mod slips;
mod value;

use slips::{Mended, Words};
use value::{empty, fault_of};

/// A text to explain: `text` begins at byte `offset` of `file`.
pub(super) struct Faulty<'a> {
    pub(super) file: &'a Arc<str>,
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

/// Every fault of a text that does not fit `schema`; `error` is serde's word, used when nothing better is found.
pub(super) fn explain(faulty: &Faulty<'_>, schema: &Value, error: &serde_yaml::Error) -> Vec<Finding> {
    if faulty.text.lines().any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")) {
        return Vec::new();
    }
    let tabs = tabs(faulty);
    if !tabs.is_empty() && yaml::fault(faulty.text).is_some() {
        return tabs;
    }
    let mended = Mended::new(faulty.text, &Words::of(schema));
    let text = mended.text();
    let mut explainer = Explainer { faulty, schema, text: &text, mended: &mended, findings: Vec::new() };
    explainer.slips();
    match (&mended.error, yaml::parse(&text)) {
        (Some(error), _) => explainer.syntax(error),
        (None, Err(error)) => explainer.syntax(&error),
        (None, Ok(None)) => explainer.nothing(),
        (None, Ok(Some(root))) => explainer.value(&root, schema, ""),
    }
    if explainer.findings.is_empty() {
        let start = error.location().map_or(0, |location| location.index()).min(faulty.text.len());
        let start = faulty.text.floor_char_boundary(start);
        let message = Text::new(format!("无法读取：{error}"), format!("cannot be read: {error}"));
        let place = Place::span(faulty.file.clone(), faulty.offset + start..faulty.offset + start);
        explainer.findings.push(Finding::new(codes::WRONG_TYPE, place, message));
    }
    explainer.findings
}

/// Reports tabs in indentation.
fn tabs(faulty: &Faulty<'_>) -> Vec<Finding> {
    let mut start = faulty.offset;
    let mut findings = Vec::new();
    for line in faulty.text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line.get(..indent).and_then(|indent| indent.find('\t')) {
            let message = Text::new("缩进里有制表符（Tab）", "a tab is used for indentation");
            let place = Place::span(faulty.file.clone(), start + tab..start + tab + 1);
            let finding = Finding::new(codes::TAB, place, message);
            findings.push(finding.help("改为空格，每层两个", "use spaces, two for each level"));
        }
        start += line.len();
    }
    findings
}

struct Explainer<'a> {
    faulty: &'a Faulty<'a>,
    schema: &'a Value,
    /// The text with its slips mended, to which the spans of nodes belong.
    text: &'a str,
    mended: &'a Mended<'a>,
    findings: Vec<Finding>,
}

impl Explainer<'_> {
    fn at(&self, span: std::ops::Range<usize>) -> Place {
        let offset = self.faulty.offset;
        let span = self.mended.typed(span);
        Place::span(self.faulty.file.clone(), span.start + offset..span.end + offset)
    }

    fn report(&mut self, code: Code, node: &Node, message: Text, help: Text) {
        let mut finding = Finding::new(code, self.at(node.span.clone()), message);
        finding.help = Some(help);
        self.findings.push(finding);
    }

    /// Reports what had to be mended before the text could be read.
    fn slips(&mut self) {
        let offset = self.faulty.offset;
        for slip in &self.mended.slips {
            let place = Place::span(self.faulty.file.clone(), slip.span.start + offset..slip.span.end + offset);
            let mut finding = Finding::new(slip.code, place, slip.message.clone());
            finding.help = Some(slip.help.clone());
            self.findings.push(finding);
        }
    }

    fn nothing(&mut self) {
        let message = Text::new("没有内容，只有注释或空行", "there is nothing here but comments or blank lines");
        let finding = Finding::new(codes::EMPTY_FILE, Place::file(self.faulty.file.clone()), message);
        self.findings.push(finding.help("写入内容，或者删除这个文件", "write a record into it, or delete it"));
    }

    /// Reports what no mend was found for.
    fn syntax(&mut self, error: &yaml::YamlError) {
        let start = self.text.floor_char_boundary(error.offset.min(self.text.len().saturating_sub(1)));
        let message = Text::new(
            format!("YAML 语法错误：{}", chinese(&error.message)),
            format!("the YAML cannot be read: {}", error.message),
        );
        let end = (start + 1..=self.text.len()).find(|end| self.text.is_char_boundary(*end));
        let finding = Finding::new(codes::YAML_SYNTAX, self.at(start..end.unwrap_or(start)), message);
        self.findings.push(finding.help(
            "检查这一行和上一行：缩进用空格对齐，引号和括号成对，冒号后有一个空格",
            "look at this line and the one above: indent with spaces, close quotes and brackets, put a space after the colon",
        ));
    }

    /// Follows `$ref` and the "or nothing" of optional values.
    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = reference.trim_start_matches('#');
            return self.schema.pointer(pointer).map_or(schema, |schema| self.resolve(schema));
        }
        let options = schema.get("anyOf").and_then(Value::as_array);
        let real =
            options.and_then(|options| options.iter().find(|option| !has_type(option, "null") || has_format(option)));
        real.map_or(schema, |schema| self.resolve(schema))
    }

    fn value(&mut self, node: &Node, schema: &Value, key: &str) {
        let is_optional = is_optional(schema);
        let schema = self.resolve(schema).clone();
        if matches!(&node.value, NodeValue::Alias) || (is_optional && is_nothing(node)) {
            return;
        }
        if has_type(&schema, "object") {
            self.map(node, &schema, key);
        } else if has_type(&schema, "array") {
            self.list(node, &schema, key);
        } else {
            self.scalar(node, &schema, key);
        }
    }

    fn map(&mut self, node: &Node, schema: &Value, key: &str) {
        let NodeValue::Map(entries) = &node.value else {
            let what = if key.is_empty() { "整个文件".to_owned() } else { format!("“{key}”") };
            let message = Text::new(
                format!("{what}应当是“键: 值”的形式"),
                format!("{} should be \"key: value\" lines", name(key)),
            );
            let keys = property_names(schema).join(" ");
            let help = Text::new(format!("可用的键：{keys}"), format!("keys: {keys}"));
            self.report(codes::WRONG_TYPE, node, message, help);
            return;
        };
        let names = property_names(schema);
        let mut seen: Vec<&str> = Vec::new();
        let mut expected: Vec<String> = Vec::new();
        for (name_node, value) in entries {
            let Some(name) = name_node.text() else { continue };
            if seen.contains(&name) {
                let message = Text::new(format!("“{name}”写了两次"), format!("\"{name}\" stands twice"));
                let help = Text::new(
                    "只留一个；几项内容用列表，每项以“- ”开头",
                    "keep one; for several items write a list, each beginning with \"- \"",
                );
                self.report(codes::DUPLICATE_KEY, name_node, message, help);
            }
            seen.push(name);
            match schema.get("properties").and_then(|properties| properties.get(name)) {
                Some(inner) => self.value(value, &inner.clone(), name),
                None => match schema.get("additionalProperties").filter(|inner| inner.is_object()) {
                    Some(inner) => self.value(value, &inner.clone(), name),
                    None => expected.extend(self.unknown_key((name_node, value), &names, schema)),
                },
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for missing in required.filter(|name| !seen.contains(name) && !expected.iter().any(|key| key == name)) {
            self.missing(node, schema, missing);
        }
    }

    fn missing(&mut self, node: &Node, schema: &Value, key: &str) {
        let inner = schema.pointer(&format!("/properties/{key}")).cloned().unwrap_or_default();
        let description = inner.get("description").and_then(Value::as_str).unwrap_or("");
        let label = Some(chinese_part(description)).filter(|label| label.starts_with(is_wide));
        let of = label.map_or_else(String::new, |label| format!("（{label}）"));
        let message = Text::new(format!("缺少“{key}”{of}"), format!("\"{key}\" is missing"));
        let resolved = self.resolve(&inner);
        let values = value::values(resolved);
        let shown = values.as_deref().and_then(|values| values.first().copied()).or_else(|| example(resolved));
        let (zh, en) = (shown.or(label).unwrap_or("…"), shown.unwrap_or("…"));
        let is_in_braces = self.text.get(node.span.start..).is_some_and(|text| text.starts_with('{'));
        let (before_zh, before_en) =
            if is_in_braces { ("在 { } 里加上 ", "add inside { } ") } else { ("加上一行：", "add a line: ") };
        let list = values.map(|values| value::listed(&values)).unwrap_or_default();
        let more = |words: &str| if list.is_empty() { String::new() } else { format!("{words}{list}") };
        let help = Text::new(
            format!("{before_zh}{key}: {zh}{}", more("。可用的值：")),
            format!("{before_en}{key}: {en} ({description}){}", more(". Values: ")),
        );
        let start = node.span.start;
        let head = Node { span: start..first_line_end(self.text, start), value: NodeValue::Alias };
        self.report(codes::MISSING_KEY, &head, message, help);
    }

    /// Reports a key that there is not; gives the key that was probably meant.
    fn unknown_key(&mut self, (node, value): (&Node, &Node), names: &[&str], schema: &Value) -> Option<String> {
        let name = node.text()?;
        if is_nothing(value) && self.parted_thousands(node, name) {
            return None;
        }
        let message = Text::new(format!("没有“{name}”这个键"), format!("there is no key \"{name}\""));
        let is_number = value.text().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()));
        let is_map = matches!(value.value, NodeValue::Map(_)) || is_number;
        let object = |key: &str| {
            let inner = schema.get("properties").and_then(|properties| properties.get(key));
            inner.is_some_and(|inner| has_type(self.resolve(inner), "object") == is_map)
        };
        let meant = key_meant(name, names, schema, object);
        let above = meant.is_none().then(|| self.home_of(name, schema)).flatten();
        let help = match (&meant, above) {
            (Some(near), _) => Text::new(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")),
            (None, Some(home)) => Text::new(
                format!("“{name}”属于“{home}”：写在“{home}”下面，比它多缩进两格"),
                format!("\"{name}\" belongs to \"{home}\": write it below, two spaces further in"),
            ),
            (None, None) => Text::new(format!("可用的键：{}", names.join(" ")), format!("keys: {}", names.join(" "))),
        };
        self.report(codes::UNKNOWN_KEY, node, message, help);
        meant
    }

    /// Reports a number in braces that a comma parts: `27,775件`. Whether it is one.
    fn parted_thousands(&mut self, node: &Node, rest: &str) -> bool {
        let before = self.text.get(..node.span.start).unwrap_or("");
        let Some(before) = before.strip_suffix(',').filter(|_| rest.starts_with(|c: char| c.is_ascii_digit())) else {
            return false;
        };
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let number = before.get(start..).unwrap_or("");
        if number.is_empty() {
            return false;
        }
        let message = Text::new(
            format!("“{number},{rest}”里有千分位逗号"),
            format!("a comma parts the thousands of \"{number},{rest}\""),
        );
        let help = Text::new(format!("数里不用逗号：{number}{rest}"), format!("write no comma: {number}{rest}"));
        let whole = Node { span: start..node.span.end, value: NodeValue::Alias };
        self.report(codes::BAD_QUANTITY, &whole, message, help);
        true
    }

    /// The key whose value has the key `name`, where it is one only.
    fn home_of(&self, name: &str, schema: &Value) -> Option<String> {
        let properties = schema.get("properties").and_then(Value::as_object)?;
        let has = |inner: &Value| self.resolve(inner).get("properties").is_some_and(|keys| keys.get(name).is_some());
        let mut homes = properties.iter().filter(|(_, inner)| has(inner)).map(|(home, _)| home.clone());
        homes.next().filter(|_| homes.next().is_none())
    }

    fn list(&mut self, node: &Node, schema: &Value, key: &str) {
        let inner = schema.get("items").cloned().unwrap_or_default();
        match &node.value {
            _ if is_nothing(node) => {}
            NodeValue::List(items) => items.iter().for_each(|item| self.value(item, &inner, key)),
            _ => {
                let message = Text::new(format!("“{key}”应当是列表"), format!("{} should be a list", name(key)));
                let typed = node.text().filter(|_| !has_type(self.resolve(&inner), "object")).map(items);
                let (zh, en) = typed.map_or_else(|| ("甲, 乙".to_owned(), "a, b".to_owned()), |one| (one.clone(), one));
                let help = Text::new(
                    format!("写成：{key}: [{zh}]，或每项一行以“- ”开头"),
                    format!("write {key}: [{en}], or one item a line beginning with \"- \""),
                );
                self.report(codes::WRONG_TYPE, node, message, help);
            }
        }
    }

    fn scalar(&mut self, node: &Node, schema: &Value, key: &str) {
        let NodeValue::Scalar(text, plain) = &node.value else {
            let message = Text::new(format!("“{key}”应当是一个值"), format!("{} should be a single value", name(key)));
            let help = match example(schema) {
                Some(example) => Text::new(format!("例如：{key}: {example}"), format!("for example: {key}: {example}")),
                None => Text::new(
                    format!("写成：{key}: 文字。文字里有冒号或括号时加引号"),
                    format!("write {key}: text. Quote a text that contains a colon or brackets"),
                ),
            };
            self.report(codes::WRONG_TYPE, node, message, help);
            return;
        };
        let fault = if is_nothing(node) { Some(empty(schema, key)) } else { fault_of(text, *plain, schema, key) };
        if let Some(fault) = fault {
            self.report(fault.code, node, fault.message, fault.help);
        }
    }
}

/// The parser's commoner words in Chinese.
fn chinese(message: &str) -> String {
    let known = [
        ("mapping values are not allowed", "这里不能再出现“键: 值”"),
        ("did not find expected key", "缺少键名"),
        ("simple key expect", "缺少冒号"),
        ("could not find expected ':'", "缺少冒号"),
        ("while scanning a quoted scalar", "引号没有成对"),
        ("unexpected end of", "内容没有写完"),
        ("found character that cannot start any token", "有不能出现在开头的字符"),
        ("invalid indentation", "缩进没有对齐"),
        ("more than one document", "一个文件里有多个文档（---）"),
        ("nested deeper", "嵌套太深"),
        ("unknown anchor", "引用了没有定义的锚点"),
        ("tab", "这里不能用制表符"),
    ];
    let zh = known.iter().find(|(english, _)| message.contains(english)).map(|(_, zh)| *zh);
    zh.map_or_else(|| message.to_owned(), |zh| format!("{zh}（{message}）"))
}

/// The Chinese term in a bilingual description, else the whole of it.
fn chinese_part(description: &str) -> &str {
    let Some(start) = description.find(is_wide) else { return description };
    let tail = description.get(start..).unwrap_or(description);
    tail.get(..tail.find(|c| !is_wide(c)).unwrap_or(tail.len())).unwrap_or(tail)
}

/// The key that a word was probably meant to be: near it, in capitals, its beginning, or its Chinese name.
fn key_meant(name: &str, names: &[&str], schema: &Value, fits: impl Fn(&str) -> bool) -> Option<String> {
    let narrow = crate::text::narrow(name).to_lowercase();
    let label = |key: &&str| {
        let inner = schema.get("properties").and_then(|properties| properties.get(*key));
        let text = |part: &str| inner.and_then(|inner| inner.get(part)).and_then(Value::as_str).unwrap_or("");
        let title = text("title");
        (!title.is_empty() && title == name) || chinese_part(text("description")) == name
    };
    let known = || names.iter().copied().find(label);
    let begun = || {
        let mut begun = names.iter().copied().filter(|key| narrow.len() >= 4 && key.starts_with(&narrow) && fits(key));
        begun.next().filter(|_| begun.next().is_none())
    };
    let same = names.iter().copied().find(|key| *key == narrow);
    same.or_else(known).or_else(begun).or_else(|| nearest(&narrow, names.iter().copied())).map(str::to_owned)
}

/// Whether a value may be left out by writing nothing.
fn is_optional(schema: &Value) -> bool {
    let options = schema.get("anyOf").and_then(Value::as_array);
    has_type(schema, "null") || options.is_some_and(|options| options.iter().any(|option| has_type(option, "null")))
}

/// The items that a text was probably meant to be.
fn items(text: &str) -> String {
    let parts = text.split(['，', '、', ',', '；', '【', '】', '［', '］', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Whether nothing was written.
fn is_nothing(node: &Node) -> bool {
    matches!(&node.value, NodeValue::Scalar(text, true) if matches!(text.as_str(), "" | "~" | "null"))
}

fn has_type(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(many)) => many.iter().any(|one| one == name),
        _ => false,
    }
}

fn has_format(schema: &Value) -> bool {
    schema.get("format").is_some() || schema.get("enum").is_some()
}

fn property_names(schema: &Value) -> Vec<&str> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .map(|map| map.keys().map(String::as_str).collect())
        .unwrap_or_default()
}

fn example(schema: &Value) -> Option<&'static str> {
    Some(match schema.get("format").and_then(Value::as_str).unwrap_or("") {
        _ if has_type(schema, "integer") && !has_type(schema, "string") => "10",
        _ if has_type(schema, "number") => "120.45",
        "partial-date" => "2023-03-22",
        "period" => "2023-Q1",
        "quantity" => "27775件",
        "money" => "4.37亿元",
        "percent" => "8.2%",
        "fraction" => "2/3",
        _ => return None,
    })
}

fn name(key: &str) -> String {
    if key.is_empty() { "the file".to_owned() } else { format!("\"{key}\"") }
}

fn first_line_end(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| start + newline)
}
