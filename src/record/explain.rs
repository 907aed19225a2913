//! Why a record could not be read: every fault in it at once, each at its place, with what to type instead.
//!
//! Records are read by serde, which stops at the first fault and often does not know where. So when it stops, the
//! same text is parsed again with places and held against the type's JSON Schema, key by key.

use std::sync::Arc;

use serde_json::Value;

use super::leaf::WebAddress;
use crate::date::{DateError, PartialDate, Period};
use crate::diagnostic::{Code, Finding, Place, Text, codes};
use crate::quantity::{Fraction, Money, Percent, Quantity};
use crate::source::yaml::{self, Node, NodeValue};
use crate::text::{is_wide, nearest};

/// A text to explain: `text` begins at byte `offset` of `file`.
pub(super) struct Faulty<'a> {
    pub(super) file: &'a Arc<str>,
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

/// Every fault of a text that does not fit `schema`; `error` is serde's word, used when nothing better is found.
pub(super) fn explain(faulty: &Faulty<'_>, schema: &Value, error: &str) -> Vec<Finding> {
    let mut explainer = Explainer { faulty, schema, findings: Vec::new() };
    match yaml::parse(faulty.text) {
        Err(error) => explainer.syntax(&error),
        Ok(None) => {
            let message = Text::new("没有内容，只有注释或空行", "there is nothing here but comments or blank lines");
            let finding = Finding::new(codes::EMPTY_FILE, Place::file(faulty.file.clone()), message);
            explainer.findings.push(finding.help("写入内容，或者删除这个文件", "write a record into it, or delete it"));
        }
        Ok(Some(root)) if !explainer.full_width_colons() => explainer.value(&root, schema, ""),
        Ok(Some(_)) => {}
    }
    if explainer.findings.is_empty() {
        let message = Text::new(format!("无法读取：{error}"), format!("cannot be read: {error}"));
        explainer.findings.push(Finding::new(codes::WRONG_TYPE, Place::file(faulty.file.clone()), message));
    }
    explainer.findings
}

struct Explainer<'a> {
    faulty: &'a Faulty<'a>,
    schema: &'a Value,
    findings: Vec<Finding>,
}

impl Explainer<'_> {
    fn at(&self, span: std::ops::Range<usize>) -> Place {
        let offset = self.faulty.offset;
        Place::span(self.faulty.file.clone(), span.start + offset..span.end + offset)
    }

    fn report(&mut self, code: Code, node: &Node, message: Text, help: Text) {
        let mut finding = Finding::new(code, self.at(node.span.clone()), message);
        finding.help = Some(help);
        self.findings.push(finding);
    }

    /// Reports each `key：value`. Whether there was one.
    fn full_width_colons(&mut self) -> bool {
        let mut offset = 0;
        let before = self.findings.len();
        for line in self.faulty.text.split_inclusive('\n') {
            let start = offset;
            offset += line.len();
            let body = line.trim_start_matches([' ', '\t', '-', '\u{3000}']);
            let key_length = body.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(0);
            let Some(key) = body.get(..key_length).filter(|key| !key.is_empty()) else { continue };
            let after = body.get(key_length..).unwrap_or("");
            if !after.trim_start().starts_with('：') {
                continue;
            }
            let colon = start + (line.len() - body.len()) + key_length + (after.len() - after.trim_start().len());
            let message =
                Text::new(format!("“{key}”后面用了全角冒号“：”"), format!("a full-width colon follows \"{key}\""));
            let finding = Finding::new(codes::FULL_WIDTH_COLON, self.at(colon..colon + '：'.len_utf8()), message);
            let rest = after.trim_start().trim_start_matches('：').trim();
            self.findings.push(finding.help(
                format!("改为半角冒号加一个空格：{key}: {rest}"),
                format!("type a half-width colon and a space: {key}: {rest}"),
            ));
        }
        self.findings.len() > before
    }

    fn syntax(&mut self, error: &yaml::YamlError) {
        if self.full_width_colons() || self.tabs() {
            return;
        }
        let start = self.faulty.text.floor_char_boundary(error.offset.min(self.faulty.text.len().saturating_sub(1)));
        let line_start =
            self.faulty.text.get(..start).and_then(|text| text.rfind('\n')).map_or(0, |newline| newline + 1);
        let line = self.faulty.text.get(line_start..).and_then(|text| text.lines().next()).unwrap_or("");
        let message = Text::new(
            format!("YAML 语法错误：{}", chinese(&error.message)),
            format!("the YAML cannot be read: {}", error.message),
        );
        let end = (start + 1..=self.faulty.text.len()).find(|end| self.faulty.text.is_char_boundary(*end));
        let finding = Finding::new(codes::YAML_SYNTAX, self.at(start..end.unwrap_or(start)), message);
        let value = line.split_once(": ").map(|(_, value)| value).unwrap_or_default();
        self.findings.push(if value.contains(": ") || value.contains(" #") {
            finding.help(
                format!("值里有冒号或井号时要加引号：\"{value}\""),
                format!("a value with a colon or a hash needs quotes: \"{value}\""),
            )
        } else {
            finding.help(
                "检查这一行和上一行：缩进用空格对齐，引号和括号成对，冒号后有一个空格",
                "look at this line and the one above: indent with spaces, close quotes and brackets, put a space after the colon",
            )
        });
    }

    /// Reports tabs in indentation. Whether there was one.
    fn tabs(&mut self) -> bool {
        let mut offset = 0;
        let before = self.findings.len();
        for line in self.faulty.text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = line.get(..indent).and_then(|indent| indent.find('\t')) {
                let message = Text::new("缩进里有制表符（Tab）", "a tab is used for indentation");
                let finding = Finding::new(codes::TAB, self.at(offset + tab..offset + tab + 1), message);
                self.findings.push(finding.help("改为空格，每层两个", "use spaces, two for each level"));
            }
            offset += line.len();
        }
        self.findings.len() > before
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
        let schema = self.resolve(schema).clone();
        if matches!(&node.value, NodeValue::Alias) {
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
                None => self.unknown_key(name_node, name, &names),
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for missing in required.filter(|name| !seen.contains(name)) {
            let description =
                schema.pointer(&format!("/properties/{missing}/description")).and_then(Value::as_str).unwrap_or("");
            let zh = chinese_part(description);
            let message = Text::new(format!("缺少“{missing}”（{zh}）"), format!("\"{missing}\" is missing"));
            let help =
                Text::new(format!("加上一行：{missing}: {zh}"), format!("add a line: {missing}: … ({description})"));
            let head = Node {
                span: node.span.start..first_line_end(self.faulty.text, node.span.start),
                value: NodeValue::Alias,
            };
            self.report(codes::MISSING_KEY, &head, message, help);
        }
    }

    fn unknown_key(&mut self, node: &Node, name: &str, names: &[&str]) {
        let message = Text::new(format!("没有“{name}”这个键"), format!("there is no key \"{name}\""));
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => Text::new(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")),
            None => Text::new(format!("可用的键：{}", names.join(" ")), format!("keys: {}", names.join(" "))),
        };
        self.report(codes::UNKNOWN_KEY, node, message, help);
    }

    fn list(&mut self, node: &Node, schema: &Value, key: &str) {
        let inner = schema.get("items").cloned().unwrap_or_default();
        match &node.value {
            NodeValue::List(items) => items.iter().for_each(|item| self.value(item, &inner, key)),
            _ => {
                let message = Text::new(format!("“{key}”应当是列表"), format!("{} should be a list", name(key)));
                let help = Text::new(
                    format!("写成：{key}: [甲, 乙]，或每项一行以“- ”开头"),
                    format!("write {key}: [a, b], or one item a line beginning with \"- \""),
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
        if *plain && matches!(text.as_str(), "" | "~" | "null") {
            return;
        }
        if let Some(fault) = fault_of(text, schema, key) {
            self.report(fault.code, node, fault.message, fault.help);
        }
    }
}

struct Fault {
    code: Code,
    message: Text,
    help: Text,
}

/// What is wrong with a scalar's text, if anything.
fn fault_of(text: &str, schema: &Value, key: &str) -> Option<Fault> {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        if values.contains(&text) {
            return None;
        }
        let message = Text::new(format!("“{key}”不能是“{text}”"), format!("\"{key}\" cannot be \"{text}\""));
        let list = values.chunks(2).map(|pair| pair.join(" ")).collect::<Vec<_>>().join("；");
        let help = match nearest(text, values.iter().copied()) {
            Some(near) => Text::new(
                format!("是不是“{near}”？可用的值：{list}"),
                format!("did you mean \"{near}\"? Values: {list}"),
            ),
            None => Text::new(format!("可用的值：{list}"), format!("values: {list}")),
        };
        return Some(Fault { code: codes::UNKNOWN_VALUE, message, help });
    }
    let suggestion = |mended: Option<String>, example: &str| match mended {
        Some(mended) => Text::new(format!("改为：{mended}"), format!("write: {mended}")),
        None => Text::new(format!("例如：{example}"), format!("for example: {example}")),
    };
    let format = schema.get("format").and_then(Value::as_str).unwrap_or("");
    let date_fault = |error: Option<DateError>, mended: Option<String>, example: &str| {
        let zh = match error {
            Some(DateError::NoSuchDay) => format!("没有“{text}”这一天"),
            _ => format!("日期“{text}”的写法不对"),
        };
        let message = Text::new(zh, format!("\"{text}\" is not a date that can be read"));
        Fault { code: codes::BAD_DATE, message, help: suggestion(mended, example) }
    };
    let number_fault = |mended: Option<String>, example: &str| {
        let message = Text::new(format!("数值“{text}”的写法不对"), format!("\"{text}\" cannot be read as a number"));
        Fault { code: codes::BAD_QUANTITY, message, help: suggestion(mended, example) }
    };
    match format {
        "partial-date" => {
            let error = text.trim().parse::<PartialDate>().err()?;
            Some(date_fault(Some(error), mended::<PartialDate>(text), "2023、2023-03、2023-03-22"))
        }
        "period" => {
            text.trim().parse::<Period>().err()?;
            Some(date_fault(None, mended::<Period>(text), "2023、2023-Q1、2023-03、2023-01..2023-10"))
        }
        "quantity" => {
            text.parse::<Quantity>().err()?;
            Some(number_fault(mended::<Quantity>(text), "27775件、≥30个、21.9万吨/年"))
        }
        "money" => {
            text.parse::<Money>().err()?;
            Some(number_fault(mended::<Money>(text), "4.37亿元、208万元、5000元"))
        }
        "percent" => {
            text.parse::<Percent>().err()?;
            Some(number_fault(mended::<Percent>(text), "8.2%"))
        }
        "fraction" => {
            text.parse::<Fraction>().err()?;
            Some(number_fault(mended::<Fraction>(text), "2/3"))
        }
        "web-address" => {
            text.parse::<WebAddress>().err()?;
            let message =
                Text::new(format!("“{key}”不是网址：{text}"), format!("\"{key}\" is not a web address: {text}"));
            let help = suggestion(mended_address(text), "https://example.org/");
            Some(Fault { code: codes::BAD_ADDRESS, message, help })
        }
        _ if has_type(schema, "integer") && !has_type(schema, "string") && text.parse::<u32>().is_err() => {
            Some(number_fault(mended::<u32>(text), "12"))
        }
        _ if has_type(schema, "number") && text.parse::<f64>().is_err() => {
            Some(number_fault(mended::<f64>(text), "120.45"))
        }
        _ if has_type(schema, "boolean") && !matches!(text, "true" | "false") => {
            let message =
                Text::new(format!("“{key}”只能是 true 或 false"), format!("\"{key}\" can only be true or false"));
            Some(Fault {
                code: codes::WRONG_TYPE,
                message,
                help: Text::new(format!("写成：{key}: true"), format!("write {key}: true")),
            })
        }
        _ => None,
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

/// What was probably meant: half-width characters, no thousands separators, the unit added, a date in our form.
fn mended<T: std::str::FromStr>(text: &str) -> Option<String> {
    let narrow = half_width(text);
    let plain = narrow.replace(',', "");
    let groups: Vec<&str> = narrow.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let date = groups.iter().map(|group| format!("{group:0>2}")).collect::<Vec<_>>().join("-");
    let candidates = [format!("{plain}元"), format!("{plain}%"), date, plain, narrow];
    candidates.into_iter().rev().find(|candidate| candidate != text && candidate.parse::<T>().is_ok())
}

/// A web address written with full-width signs or without its scheme.
fn mended_address(text: &str) -> Option<String> {
    let narrow = half_width(text);
    let candidates = [narrow.clone(), format!("https://{narrow}")];
    candidates.into_iter().find(|candidate| !text.contains(':') && candidate.parse::<WebAddress>().is_ok())
}

/// Full-width digits, letters and signs as half-width ones, without spaces.
fn half_width(text: &str) -> String {
    let narrow = |c: char| match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ if c == '。' => '.',
        _ => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

/// The Chinese term in a bilingual description, else the whole of it.
fn chinese_part(description: &str) -> &str {
    let Some(start) = description.find(is_wide) else { return description };
    let tail = description.get(start..).unwrap_or(description);
    tail.get(..tail.find(|c| !is_wide(c)).unwrap_or(tail.len())).unwrap_or(tail)
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
    Some(match schema.get("format").and_then(Value::as_str)? {
        "partial-date" => "2023-03-22",
        "period" => "2023-Q1",
        "quantity" => "27775件",
        "money" => "4.37亿元",
        "percent" => "8.2%",
        _ => return None,
    })
}

fn name(key: &str) -> String {
    if key.is_empty() { "the file".to_owned() } else { format!("\"{key}\"") }
}

fn first_line_end(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| start + newline)
}
