//! Which key was meant by one that does not exist: its Chinese name, another word for it, a slip, another level.

use std::ops::Range;

use serde_json::Value;

use super::maps::There;
use super::schema::{self, Key, label, properties};
use super::values::{self, says_planned};
use super::{Explainer, MAX_SHOWN, examples, write};
use crate::date::typed_date;
use crate::diagnostic::{Text, WRITE, codes};
use crate::quantity::{Percent, typed_money};
use crate::record::synonyms::{Heading, Means, heading, says_nothing};
use crate::source::yaml::{self, Node};
use crate::text::{is_invisible, narrow, nearest};

/// What was meant.
enum Meant {
    /// This key of the same map.
    Of(Vec<String>),
    /// This key, or one of these, of the same map, by what their Chinese names have in common with what was typed.
    Like(Vec<String>),
    /// A key of the map, or of the list's items, that stands under another key.
    Under(String, String, bool),
    /// What a heading of tables means.
    Heading(Heading),
    /// A key of the outermost level.
    Outside(String),
    /// Nobody knows.
    Nothing,
}

impl Explainer<'_> {
    /// Reports a key that does not exist; gives the key that was meant, when that is certain enough to miss it no more.
    pub(super) fn unknown_key(
        &mut self,
        (node, value): (&Node, &Node),
        there: &There<'_>,
        schema: &Value,
        parent: &Key<'_>,
    ) -> Option<String> {
        let name = node.text().unwrap_or_default();
        if let Some(key) = self.glued(node, schema) {
            return Some(key);
        }
        let plain = typed_key(name);
        let message = match name.chars().find(|c| is_invisible(*c)) {
            Some(c) => {
                let code = format!("U+{:04X}", u32::from(c));
                Text::new(
                    format!("“{plain}”前后有看不见的字符 {code}"),
                    format!("\"{plain}\" has a character that nobody sees, {code}"),
                )
            }
            None => Text::new(format!("没有“{name}”这个键"), format!("there is no key \"{name}\"")),
        };
        if plain != name && there.has(&plain) {
            let message = Text::new(
                format!("“{plain}”已经写过，这里又写“{name}”"),
                format!("\"{plain}\" is there already, and \"{name}\" too"),
            );
            let help = Text::new("只留一行，删去另一行", "keep one line, and delete the other");
            self.report(codes::DUPLICATE_KEY, node, message, help);
            return None;
        }
        let meant = self.meant(&plain, schema, there, parent);
        let whole = self.whole(value);
        let source = self.text.get(whole.clone()).unwrap_or("").to_owned();
        let source = if source.contains('\n') { "" } else { source.as_str() };
        let help = match &meant {
            Meant::Of(keys) if name.contains(is_invisible) => {
                let key = keys.first().map_or("", String::as_str);
                Answer::Says(Text::new(
                    format!("删去它，重新输入：{key}: {source}"),
                    format!("delete it and type again: {key}: {source}"),
                ))
            }
            Meant::Of(keys) => self.one_of(keys, schema, source),
            Meant::Like(keys) => self.one_of(keys, schema, ""),
            Meant::Under(outer, inner, is_list) => self.below((outer, inner, *is_list), (node, there), schema, source),
            Meant::Heading(heading) => self.under_heading(name, heading, (node, there), schema, (value, source)),
            Meant::Outside(key) => Answer::Says(Text::new(
                format!("“{key}”写在最外层，顶格，不放在“{}”里", parent.name),
                format!("\"{key}\" stands at the outermost level, not under \"{}\"", parent.name),
            )),
            Meant::Nothing => Answer::Says(all(schema, there)),
        };
        match help {
            Answer::Says(help) => self.report(codes::UNKNOWN_KEY, node, message, help),
            Answer::Writes { before, line, edits, instead } => {
                let (zh, en) = WRITE;
                let help = Text::new(format!("{}{zh}{line}", before.zh), format!("{}{en}{line}", before.en));
                let own = || vec![(node.span.start..whole.end.max(node.span.end), line)];
                let edits = edits.unwrap_or_else(own);
                self.report_written((codes::UNKNOWN_KEY, node, message), help, edits, instead);
            }
        }
        match meant {
            Meant::Of(keys) | Meant::Like(keys) => keys.into_iter().next(),
            Meant::Heading(Heading { means: Means::Key(key), .. }) => Some(key.to_owned()),
            _ => None,
        }
    }

    /// A key and its value with no space between them, in braces: `{stage:开工}`, `{stage：开工}`.
    fn glued(&mut self, node: &Node, schema: &Value) -> Option<String> {
        let name = node.text()?;
        let (key, value) = name.split_once(['：', ':'])?;
        let key = key.trim();
        properties(schema).find(|(other, _)| *other == key)?;
        let is_wide = name.get(key.len()..)?.trim_start().starts_with('：');
        self.no_colon(node, key, value.trim(), is_wide);
        Some(key.to_owned())
    }

    /// Reports a key whose colon is a full-width one, or lacks its space.
    pub(super) fn no_colon(&mut self, node: &Node, key: &str, value: &str, is_wide: bool) {
        let line = format!("{key}: {value}");
        let (code, message) = if is_wide {
            let message =
                Text::new(format!("“{key}”后面用了全角冒号“：”"), format!("a full-width colon follows \"{key}\""));
            (codes::FULL_WIDTH_COLON, message)
        } else {
            let message =
                Text::new(format!("“{key}”的冒号后面缺一个空格"), format!("no space follows the colon of \"{key}\""));
            (codes::YAML_SYNTAX, message)
        };
        let instead = Text::new("冒号用半角，后面加一个空格", "type a plain colon, and a space after it");
        self.report_written((code, node, message), write(&line), vec![(node.span.clone(), line)], instead);
    }

    fn meant(&self, name: &str, schema: &Value, there: &There<'_>, parent: &Key<'_>) -> Meant {
        let free: Vec<(&str, String)> =
            properties(schema).filter(|(key, _)| !there.has(key)).map(|(key, inner)| (key, label(inner))).collect();
        if let Some(key) = same(name, &free) {
            return Meant::Of(vec![key]);
        }
        let has = |key: &str| properties(schema).any(|(other, _)| other == key);
        if let Some(heading) =
            heading(name, &has).filter(|heading| parent.is_root || matches!(heading.means, Means::Key(_)))
        {
            return match heading.means {
                // What is there already takes no second value.
                Means::Key(key) if there.has(key) => Meant::Heading(heading),
                // What was finished is a stage.
                Means::Key("finish") if heading.is_planned.is_none() && has("stages") => Meant::Heading(heading),
                Means::Key(key) if heading.unit.is_none() => Meant::Of(vec![key.to_owned()]),
                _ => Meant::Heading(heading),
            };
        }
        let under = self.under(name, schema, true);
        if let Some(Meant::Under(_, _, false)) = under {
            return under.unwrap_or(Meant::Nothing);
        }
        if !parent.is_root && properties(self.schema).any(|(key, _)| key == name) {
            return Meant::Outside(name.to_owned());
        }
        let alike = alike(name, &free);
        if !alike.is_empty() {
            return if name.is_ascii() { Meant::Of(alike) } else { Meant::Like(alike) };
        }
        if let Some(near) = nearest(name, free.iter().map(|(key, _)| *key)) {
            return Meant::Of(vec![near.to_owned()]);
        }
        under.or_else(|| self.under(name, schema, false)).unwrap_or(Meant::Nothing)
    }

    /// What to type for a key that stands under another one, which may be there already.
    fn below(
        &self,
        (outer, inner, is_list): (&str, &str, bool),
        (node, there): (&Node, &There<'_>),
        schema: &Value,
        source: &str,
    ) -> Answer {
        let item = format!("{inner}: {}", in_braces(source));
        let written = match there.values.get(outer) {
            None if is_list => Some((format!("{outer}: [{{{item}}}]"), None)),
            None => Some((format!("{outer}: {{{item}}}"), None)),
            // Into the braces that are there, and the line deleted.
            Some(map) if !is_list && self.takes_another(map) && map.get(inner).is_none() => {
                let end = self.whole(map).end.saturating_sub(1);
                let typed = self.text.get(map.span.start..end).unwrap_or("");
                let put = (end..end, format!(", {item}"));
                let line = self.line_of(node);
                Some((format!("{outer}: {typed}, {item}}}"), Some(vec![put, (line, String::new())])))
            }
            Some(_) => None,
        };
        let wanted = schema.pointer(&format!("/properties/{outer}")).cloned().unwrap_or_default();
        let zh = Key::required(outer, &wanted).zh();
        let under = if is_list {
            Text::new(
                format!("“{inner}”是{zh}里每一项的键：放到“{outer}:”下面，以“- {item}”开头，缩进两格"),
                format!("\"{inner}\" is a key of the items of \"{outer}\": put it under {outer}:, as \"- {item}\""),
            )
        } else {
            Text::new(
                format!("“{inner}”属于{zh}：放到“{outer}:”下面，缩进两格：{item}"),
                format!("\"{inner}\" belongs to \"{outer}\": put it under {outer}:, two spaces in: {item}"),
            )
        };
        match written.filter(|_| !source.is_empty()) {
            Some((line, edits)) => {
                let before = Text::new(format!("“{inner}”属于{zh}，"), format!("\"{inner}\" belongs to \"{outer}\"; "));
                Answer::Writes { before, line, edits, instead: under }
            }
            None => Answer::Says(under),
        }
    }

    /// Whether a map is in braces on a line of its own, and short enough to be shown with what is put into it.
    fn takes_another(&self, map: &Node) -> bool {
        self.is_flow(map) && self.in_flow == 0 && map.span.len() <= MAX_SHOWN
    }

    /// What to type for a heading of tables.
    fn under_heading(
        &self,
        name: &str,
        heading: &Heading,
        (node, there): (&Node, &There<'_>),
        schema: &Value,
        (value, source): (&Node, &str),
    ) -> Answer {
        let typed = value.text().unwrap_or(source);
        let is_there = |key: &str| there.has(key);
        let zh = |key: &str| {
            let wanted = schema.pointer(&format!("/properties/{key}")).cloned().unwrap_or_default();
            Key::required(key, &wanted).zh()
        };
        if says_nothing(typed) && !matches!(heading.means, Means::Private | Means::RowNumber) {
            return Answer::Says(Text::new(
                "没有、还不知道的不写：删去这一行",
                "what there is none of, or is not known, is left out: delete this line",
            ));
        }
        let told = with_unit(typed, heading.unit.as_deref());
        match heading.means {
            Means::RowNumber => Answer::Says(Text::new(
                "表格的序号不写：删去这一行",
                "the number of a row is not kept: delete this line",
            )),
            Means::Private => Answer::Says(Text::new(
                "不发布个人的姓名和电话：删去这一行；责任单位写 office，值班电话写在单位的 contacts 里",
                "names and telephones of persons are not published: delete this line; office: names the office, whose contacts: have its duty telephone",
            )),
            Means::Either(zh, en) => Answer::Says(Text::new(format!("“{name}”：{zh}"), format!("\"{name}\": {en}"))),
            Means::Key(key) if is_there(key) => Answer::Says(Text::new(
                format!("“{name}”就是{}，已经写过：并到一处，删去这一行", zh(key)),
                format!("\"{name}\" is \"{key}\", which is there already: put them together, and delete this line"),
            )),
            Means::Key("finish") if heading.is_planned.is_none() && !says_planned(&told) => {
                let day = typed_date(&told).unwrap_or_else(|| "2023-03".to_owned());
                Answer::Says(Text::new(
                    format!("已经竣工的写 stages: [{{stage: 竣工, date: {day}}}]；计划竣工的写 finish: {day}"),
                    format!(
                        "where it is finished: stages: [{{stage: 竣工, date: {day}}}]; where that is planned: finish: {day}"
                    ),
                ))
            }
            Means::Key(key) => {
                let wanted = schema.pointer(&format!("/properties/{key}"));
                let line = self.with_value(key, wanted, &told);
                let before = Text::new(format!("“{name}”就是{}，", zh(key)), format!("\"{name}\" is \"{key}\"; "));
                let instead = Text::new(format!("“{name}”就是{}", zh(key)), format!("\"{name}\" is \"{key}\""));
                written_or(line.filter(|_| !source.is_empty()), before, instead)
            }
            Means::Said(key, lead) => {
                let told = if lead.is_empty() { told } else { format!("{lead}：{told}") };
                let instead = Text::new(
                    format!("“{name}”没有单独的键：写进{}", zh(key)),
                    format!("\"{name}\" has no key of its own: put it into \"{key}\""),
                );
                let line = (!is_there(key) && !source.is_empty())
                    .then(|| format!("{key}: {}", yaml::scalar(&told, self.in_flow > 0)));
                let before = Text::new(
                    format!("“{name}”没有单独的键，写进{}，", zh(key)),
                    format!("\"{name}\" has no key of its own but goes into \"{key}\"; "),
                );
                written_or(line, before, instead)
            }
            Means::Part(outer, inner) => {
                let money = typed_money(&told);
                let told = if let [one] = money.as_slice() { one.clone() } else { told };
                self.below((outer, inner, false), (node, there), schema, &told)
            }
            Means::Item { list, fixed, key } => {
                let is_percent = key == "note" && list == "updates" && told.parse::<Percent>().is_ok();
                let key = if is_percent { "percent" } else { key };
                let mut parts: Vec<String> = fixed.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                let is_planned = heading.is_planned == Some(true) || says_planned(&told);
                let day = typed_date(told.trim_start_matches(|c| "计划预拟".contains(c)));
                let value = match key {
                    "date" => day.clone().unwrap_or_else(|| "2023-03".to_owned()),
                    _ => in_braces(&told),
                };
                if list == "updates" {
                    parts.push("date: 2023-03-22".to_owned());
                }
                parts.push(format!("{key}: {value}"));
                if is_planned && list == "stages" {
                    parts.push("planned: true".to_owned());
                }
                let item = format!("{{{}}}", parts.join(", "));
                let what = if list == "updates" { "；date 写情况是哪一天的" } else { "" };
                let what_en = if list == "updates" { "; date is the day it is told of" } else { "" };
                let of_plan = list == "stages" && !is_planned && heading.is_planned.is_none();
                let (what, what_en) = if of_plan {
                    ("；还没到的日子再加 planned: true", "; add planned: true where the day is still to come")
                } else {
                    (what, what_en)
                };
                let instead = match is_there(list) {
                    true => Text::new(
                        format!("在“{list}:”下面加一项：- {item}{what}"),
                        format!("add an item under {list}: - {item}{what_en}"),
                    ),
                    false => Text::new(
                        format!("“{name}”写在{}里，例如：{list}: [{item}]{what}", zh(list)),
                        format!("\"{name}\" belongs to \"{list}\", for example: {list}: [{item}]{what_en}"),
                    ),
                };
                let is_known = key != "date" || day.is_some();
                let is_certain = is_known && !of_plan && list != "updates" && !is_there(list) && !source.is_empty();
                let before =
                    Text::new(format!("“{name}”写在{}里，", zh(list)), format!("\"{name}\" belongs to \"{list}\"; "));
                written_or(is_certain.then(|| format!("{list}: [{item}]")), before, instead)
            }
        }
    }

    /// The whole line that a node begins in.
    fn line_of(&self, node: &Node) -> Range<usize> {
        let start = self.text.get(..node.span.start).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let end = self.text.get(node.span.start..).and_then(|rest| rest.find('\n'));
        start..end.map_or(self.text.len(), |end| node.span.start + end + 1)
    }

    fn one_of(&self, keys: &[String], schema: &Value, source: &str) -> Answer {
        let wanted = |key: &String| schema.pointer(&format!("/properties/{key}"));
        let named = |key: &String| {
            let label = wanted(key).map(label).unwrap_or_default();
            if label.is_empty() { format!("“{key}”") } else { format!("“{key}”（{label}）") }
        };
        let zh: Vec<String> = keys.iter().map(named).collect();
        let en: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
        let (zh, en) = (format!("是不是{}？", zh.join("或")), format!("did you mean {}?", en.join(" or ")));
        if let [key] = keys
            && values::is_no_value(source)
            && !schema::is_required(schema, key)
            && !wanted(key).is_some_and(|wanted| schema::has_type(wanted, "boolean"))
        {
            let (zh, en) = match says_nothing(source) {
                true => (
                    format!("{zh}没有、还不知道的不写：删去这一行"),
                    format!("{en} What there is none of, or is not known, is left out: delete this line"),
                ),
                false => (
                    format!("{zh}没有确定的值就不写：删去这一行，把“{source}”写进 note"),
                    format!("{en} What is not certain is left out: delete this line, and write \"{source}\" into note"),
                ),
            };
            return Answer::Says(Text::new(zh, en));
        }
        match keys {
            [key] if !source.is_empty() && source.chars().count() < 40 => {
                let before = Text::new(zh.clone(), format!("{en} Then "));
                written_or(self.with_value(key, wanted(key), source), before, Text::new(zh, en))
            }
            _ => Answer::Says(Text::new(zh, en)),
        }
    }

    /// A key with the value that stood after another, in the form that the key wants; nothing where something lacks.
    fn with_value(&self, name: &str, wanted: Option<&Value>, source: &str) -> Option<String> {
        let wanted = wanted.map(|wanted| schema::resolve(self.schema, wanted)).cloned().unwrap_or_default();
        let key = Key { name, ..Key::ROOT };
        let is_one = !source.starts_with(['[', '{', '-', '"', '\'']);
        let built = if is_one && schema::has_type(&wanted, "array") {
            let items = wanted.get("items").cloned().unwrap_or_default();
            Some(examples::list(self.schema, &items, &key, source))
        } else if is_one && schema::has_type(&wanted, "object") {
            examples::built(self.schema, &wanted, &key, source)
        } else {
            let typed = values::Typed { text: source, is_plain: true, schema: &wanted, key: &key };
            let meant = values::fault(&typed)
                .filter(|_| is_one)
                .and_then(|fault| fault.meant)
                .filter(|meant| meant.also.is_none());
            let value = meant.map_or_else(|| source.to_owned(), |meant| yaml::scalar(&meant.text, self.in_flow > 0));
            return Some(format!("{name}: {value}"));
        };
        match built {
            Some(built) => built.is_whole.then(|| format!("{name}: {}", built.text)),
            None => Some(format!("{name}: {source}")),
        }
    }

    /// The key under which `name` stands, as it is or nearly.
    fn under(&self, name: &str, schema: &Value, as_it_is: bool) -> Option<Meant> {
        // How far a project is stands in its reports before it stands in its plan.
        let reports_first = |(outer, _): &(&str, &Value)| *outer != "updates";
        let (others, reports): (Vec<_>, Vec<_>) = properties(schema).partition(reports_first);
        reports.into_iter().chain(others).find_map(|(outer, inner)| {
            let inner = schema::resolve(self.schema, inner);
            let items = inner.get("items").map(|items| schema::resolve(self.schema, items));
            let keys: Vec<(&str, String)> =
                properties(items.unwrap_or(inner)).map(|(key, inner)| (key, label(inner))).collect();
            let found = match as_it_is {
                true => same(name, &keys),
                false => nearest(name, keys.iter().map(|(key, _)| *key)).map(str::to_owned),
            };
            found.map(|key| Meant::Under(outer.to_owned(), key, items.is_some()))
        })
    }
}

/// What is said of a key that does not exist.
enum Answer {
    /// In words.
    Says(Text),
    /// What to type in the place of the key and its value.
    Writes {
        /// What is said before.
        before: Text,
        /// The key and its value.
        line: String,
        /// The changes that make it so, where it does not stand in their place.
        edits: Option<Vec<(Range<usize>, String)>>,
        /// What is said where it does not do.
        instead: Text,
    },
}

fn written_or(line: Option<String>, before: Text, instead: Text) -> Answer {
    match line {
        Some(line) => Answer::Writes { before, line, edits: None, instead },
        None => Answer::Says(instead),
    }
}

/// A value as it was typed, as it is written in braces.
fn in_braces(source: &str) -> String {
    if source.starts_with(['"', '\'', '[', '{']) { source.to_owned() } else { yaml::scalar(source, true) }
}

/// A value with the unit that its heading gives, where it is a plain number.
fn with_unit(text: &str, unit: Option<&str>) -> String {
    let number = text.replace([',', '，', ' '], "");
    match unit {
        Some(unit) if number.parse::<f64>().is_ok() => format!("{number}{unit}"),
        _ => text.to_owned(),
    }
}

/// A key as it would be typed: half-width, lower-case, without quotes, spaces as underscores.
fn typed_key(name: &str) -> String {
    let quotes = ['“', '”', '"', '\'', '‘', '’'];
    narrow(name.trim_matches(quotes)).to_lowercase().replace('-', "_")
}

/// The key that a word is, or is the Chinese name of.
fn same(name: &str, keys: &[(&str, String)]) -> Option<String> {
    let is_same = |(key, label): &&(&str, String)| *key == name || (!label.is_empty() && *label == name);
    keys.iter().find(is_same).map(|(key, _)| (*key).to_owned())
}

/// Keys of which the word is the beginning, or whose Chinese name has it in it.
fn alike(name: &str, keys: &[(&str, String)]) -> Vec<String> {
    let is_long = name.chars().count() >= if name.is_ascii() { 4 } else { 2 };
    let is_alike = |key: &str, label: &str| match name.is_ascii() {
        true => key.starts_with(name) || (key.len() >= 4 && name.starts_with(key)),
        false => label.contains(name) || (label.chars().count() >= 2 && name.contains(label)),
    };
    let found = keys.iter().filter(|(key, label)| is_long && is_alike(key, label));
    let mut found: Vec<String> = found.map(|(key, _)| (*key).to_owned()).collect();
    found.sort();
    found.truncate(3);
    found
}

/// All keys that may still be written, with their Chinese names.
fn all(schema: &Value, there: &There<'_>) -> Text {
    let free = || properties(schema).filter(|(key, _)| !there.has(key));
    let named = |(key, inner): (&str, &Value)| format!("{key} {}", label(inner)).trim().to_owned();
    let zh: Vec<String> = free().map(named).collect();
    let en: Vec<&str> = free().map(|(key, _)| key).collect();
    if zh.is_empty() {
        let example = examples::of(schema, schema, &Key::ROOT);
        return Text::new(format!("例如：{}", example.zh), format!("for example: {}", example.en));
    }
    let lines = |parts: &[String], sign: &str, n: usize| {
        parts.chunks(n).map(|chunk| chunk.join(sign)).collect::<Vec<_>>().join(&format!("{}\n", sign.trim_end()))
    };
    let en: Vec<String> = en.into_iter().map(str::to_owned).collect();
    Text::new(format!("可用的键：{}", lines(&zh, "、", 6)), format!("keys: {}", lines(&en, ", ", 10)))
}
