//! Which key was meant by one that does not exist: its Chinese name, another word for it, a slip, another level.

use serde_json::Value;

use super::schema::{self, Key, label, properties};
use super::{Explainer, examples};
use crate::diagnostic::{Text, codes};
use crate::source::yaml::Node;
use crate::text::{is_invisible, narrow, nearest};

/// Other words for keys, most in Chinese, beside their names in the schema.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("名称", "title"),
    ("名字", "title"),
    ("项目名称", "title"),
    ("公司", "employer"),
    ("人数", "count"),
    ("发布时间", "published"),
    ("时间", "date"),
    ("内容", "body"),
    ("照片", "photos"),
    ("地址", "place"),
    ("工资", "pay"),
    ("薪资", "pay"),
    ("建设单位", "investor"),
    ("投资方", "investor"),
    ("电话", "phone"),
    ("name", "title"),
    ("headline", "title"),
    ("type", "kind"),
    ("category", "section"),
    ("text", "body"),
    ("content", "body"),
    ("description", "summary"),
    ("abstract", "summary"),
    ("images", "photos"),
    ("pictures", "photos"),
    ("salary", "pay"),
    ("company", "employer"),
    ("deadline", "closes"),
    ("location", "place"),
    ("address", "place"),
    ("department", "office"),
    ("money", "investment"),
    ("color", "colour"),
    ("amount", "total"),
    ("keywords", "tags"),
    ("time", "date"),
];

/// What was meant.
enum Meant {
    /// This key, or one of these, of the same map.
    Of(Vec<String>),
    /// A key of the map, or of the list's items, that stands under another key.
    Under(String, String, bool),
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
        entries: &[(Node, Node)],
        schema: &Value,
        parent: &Key<'_>,
    ) -> Option<String> {
        let name = node.text().unwrap_or_default();
        let used: Vec<&str> = entries.iter().filter_map(|(key, _)| key.text()).collect();
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
        if plain != name && used.contains(&plain.as_str()) {
            let message = Text::new(
                format!("“{plain}”已经写过，这里又写“{name}”"),
                format!("\"{plain}\" is there already, and \"{name}\" too"),
            );
            let help = Text::new("只留一行，删去另一行", "keep one line, and delete the other");
            self.report(codes::DUPLICATE_KEY, node, message, help);
            return None;
        }
        let meant = self.meant(&plain, schema, &used, parent);
        let source = self.text.get(value.span.clone()).unwrap_or("");
        let source = if source.contains('\n') { "" } else { source };
        let help = match &meant {
            Meant::Of(keys) if name.contains(is_invisible) => {
                let key = keys.first().map_or("", String::as_str);
                Text::new(
                    format!("删去它，重新输入：{key}: {source}"),
                    format!("delete it and type again: {key}: {source}"),
                )
            }
            Meant::Of(keys) => self.one_of(keys, schema, source),
            Meant::Under(outer, inner, is_list) => self.below((outer, inner, *is_list), entries, schema, source),
            Meant::Outside(key) => Text::new(
                format!("“{key}”写在最外层，顶格，不放在“{}”里", parent.name),
                format!("\"{key}\" stands at the outermost level, not under \"{}\"", parent.name),
            ),
            Meant::Nothing => all(schema, &used),
        };
        self.report(codes::UNKNOWN_KEY, node, message, help);
        match meant {
            Meant::Of(keys) => keys.into_iter().next(),
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
        let help = Text::new(format!("改为：{key}: {value}"), format!("write: {key}: {value}"));
        let (code, message) = if is_wide {
            let message =
                Text::new(format!("“{key}”后面用了全角冒号“：”"), format!("a full-width colon follows \"{key}\""));
            (codes::FULL_WIDTH_COLON, message)
        } else {
            let message =
                Text::new(format!("“{key}”的冒号后面缺一个空格"), format!("no space follows the colon of \"{key}\""));
            (codes::YAML_SYNTAX, message)
        };
        self.report(code, node, message, help);
    }

    fn meant(&self, name: &str, schema: &Value, used: &[&str], parent: &Key<'_>) -> Meant {
        let free: Vec<(&str, String)> =
            properties(schema).filter(|(key, _)| !used.contains(key)).map(|(key, inner)| (key, label(inner))).collect();
        let here = same(name, &free).or_else(|| other_word(name, &free));
        if let Some(key) = here {
            return Meant::Of(vec![key]);
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
            return Meant::Of(alike);
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
        entries: &[(Node, Node)],
        schema: &Value,
        source: &str,
    ) -> Text {
        let item = format!("{inner}: {source}");
        let there = entries.iter().find(|(key, _)| key.text() == Some(outer)).map(|(_, value)| value);
        let written = match there {
            None if is_list => Some(format!("{outer}: [{{{item}}}]")),
            None => Some(format!("{outer}: {{{item}}}")),
            Some(value) if !is_list && self.is_flow(value) => {
                let map = self.text.get(value.span.clone()).unwrap_or("").trim_end().trim_end_matches('}').trim_end();
                Some(format!("{outer}: {map}, {item}}}"))
            }
            Some(_) => None,
        };
        let wanted = schema.pointer(&format!("/properties/{outer}")).cloned().unwrap_or_default();
        let zh = Key::required(outer, &wanted).zh();
        match written.filter(|_| !source.is_empty()) {
            Some(written) => Text::new(
                format!("“{inner}”属于{zh}，写成：{written}"),
                format!("\"{inner}\" belongs to \"{outer}\": write {written}"),
            ),
            None if is_list => Text::new(
                format!("“{inner}”是{zh}里每一项的键：写在“{outer}:”下面，以“- {item}”开头，缩进两格"),
                format!("\"{inner}\" is a key of the items of \"{outer}\": write it under {outer}:, as \"- {item}\""),
            ),
            None => Text::new(
                format!("“{inner}”属于{zh}：写在“{outer}:”下面，缩进两格：{item}"),
                format!("\"{inner}\" belongs to \"{outer}\": write it under {outer}:, two spaces in: {item}"),
            ),
        }
    }

    fn one_of(&self, keys: &[String], schema: &Value, source: &str) -> Text {
        let wanted = |key: &String| schema.pointer(&format!("/properties/{key}"));
        let named = |key: &String| {
            let label = wanted(key).map(label).unwrap_or_default();
            if label.is_empty() { format!("“{key}”") } else { format!("“{key}”（{label}）") }
        };
        let zh: Vec<String> = keys.iter().map(named).collect();
        let en: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
        let (zh, en) = (format!("是不是{}？", zh.join("或")), format!("did you mean {}?", en.join(" or ")));
        match keys {
            [key] if !source.is_empty() && source.chars().count() < 40 => {
                let line = self.with_value(key, wanted(key), source);
                Text::new(format!("{zh}写成：{line}"), format!("{en} Write {line}"))
            }
            _ => Text::new(zh, en),
        }
    }

    /// A key with the value that stood after another, in the form that the key wants.
    fn with_value(&self, name: &str, wanted: Option<&Value>, source: &str) -> String {
        let wanted = wanted.map(|wanted| schema::resolve(self.schema, wanted)).cloned().unwrap_or_default();
        let key = Key { name, ..Key::ROOT };
        let is_one = !source.starts_with(['[', '{', '-', '"', '\'']);
        let built = if is_one && schema::has_type(&wanted, "array") {
            let items = wanted.get("items").cloned().unwrap_or_default();
            Some(examples::list(self.schema, &items, &key, source))
        } else if is_one && schema::has_type(&wanted, "object") {
            examples::built(self.schema, &wanted, &key, source)
        } else {
            None
        };
        built.unwrap_or_else(|| format!("{name}: {source}"))
    }

    /// The key under which `name` stands, as it is or nearly.
    fn under(&self, name: &str, schema: &Value, as_it_is: bool) -> Option<Meant> {
        properties(schema).find_map(|(outer, inner)| {
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

fn other_word(name: &str, keys: &[(&str, String)]) -> Option<String> {
    let mut known = OTHER_WORDS.iter().filter(|(word, _)| *word == name).map(|(_, key)| *key);
    known.find(|key| keys.iter().any(|(other, _)| other == key)).map(str::to_owned)
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
fn all(schema: &Value, used: &[&str]) -> Text {
    let free = || properties(schema).filter(|(key, _)| !used.contains(key));
    let named = |(key, inner): (&str, &Value)| format!("{key} {}", label(inner)).trim().to_owned();
    let zh: Vec<String> = free().map(named).collect();
    let en: Vec<&str> = free().map(|(key, _)| key).collect();
    if zh.is_empty() {
        let example = examples::of(schema, schema, &Key::ROOT);
        return Text::new(format!("写成：{}", example.zh), format!("write {}", example.en));
    }
    let lines = |parts: &[String], sign: &str, n: usize| {
        parts.chunks(n).map(|chunk| chunk.join(sign)).collect::<Vec<_>>().join(&format!("{}\n", sign.trim_end()))
    };
    let en: Vec<String> = en.into_iter().map(str::to_owned).collect();
    Text::new(format!("可用的键：{}", lines(&zh, "、", 6)), format!("keys: {}", lines(&en, ", ", 10)))
}
