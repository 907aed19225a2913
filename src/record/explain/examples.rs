//! What to type: an example for a key by its type, or what was typed, put into its proper form.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::schema::{self, Key, format, has_type, is_required, properties};
use super::{samples, values};
use crate::date::{PartialDate, Period, typed_date, typed_period};
use crate::diagnostic::Text;
use crate::quantity::{Money, typed_money};
use crate::record::Kind;
use crate::source::yaml;
use crate::text::is_slug;

/// Something that could stand after a key.
pub(super) fn of(root: &Value, schema: &Value, key: &Key<'_>) -> Text {
    at_depth(root, schema, key, 0)
}

fn at_depth(root: &Value, schema: &Value, key: &Key<'_>, depth: usize) -> Text {
    let same = |text: &str| Text::new(text, text);
    let values = samples::values(schema);
    let usual = values.iter().find(|(zh, _)| USUAL.contains(&(key.name, zh)));
    if let Some(value) = usual.or(values.first()) {
        return Text::new(&value.0, &value.1);
    }
    if let Some(sample) = sample(schema) {
        return same(sample);
    }
    if has_type(schema, "object") && depth < 4 {
        return map(root, schema, depth);
    }
    if has_type(schema, "array") && depth < 4 {
        let inner = schema.get("items").map(|items| schema::resolve(root, items)).cloned().unwrap_or_default();
        let inner = at_depth(root, &inner, key, depth + 1);
        return Text::new(format!("[{}]", inner.zh), format!("[{}]", inner.en));
    }
    if has_type(schema, "integer") && !has_type(schema, "string") {
        return same("10");
    }
    if has_type(schema, "number") {
        return same(samples::number(key.name));
    }
    if has_type(schema, "boolean") {
        return same("true");
    }
    words(schema, key)
}

/// Of closed lists the value that is shown, where it is not the first.
const USUAL: &[(&str, &str)] = &[("per", "月"), ("stage", "签约"), ("kind", "公示")];

/// An example that a value's format gives.
fn sample(schema: &Value) -> Option<&'static str> {
    Some(match format(schema) {
        "partial-date" => "2023-03-22",
        "period" => "2023-Q1",
        "quantity" => "30个",
        "money" => "4.37亿元",
        "percent" => "8.2%",
        "fraction" => "2/3",
        "web-address" => "https://www.example.org/",
        "image" => "photo.jpg",
        "file" => "list.pdf",
        _ => return None,
    })
}

/// A map with the keys that cannot be left out, or else the first one.
fn map(root: &Value, schema: &Value, depth: usize) -> Text {
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    if let Some(sample) = description.split('`').find(|part| part.starts_with('{')) {
        return Text::new(sample, sample);
    }
    let all: Vec<(&str, &Value)> = properties(schema).collect();
    if all.is_empty() {
        return Text::new("{键: 值}", "{key: value}");
    }
    let required: Vec<(&str, &Value)> = all.iter().copied().filter(|(name, _)| is_required(schema, name)).collect();
    let shown = if required.is_empty() { all.get(..1).unwrap_or_default().to_vec() } else { required };
    let part = |(name, inner): &(&str, &Value)| {
        let key = Key::required(name, inner);
        let example = at_depth(root, schema::resolve(root, inner), &key, depth + 1);
        (format!("{name}: {}", example.zh), format!("{name}: {}", example.en))
    };
    let (zh, en): (Vec<String>, Vec<String>) = shown.iter().map(part).unzip();
    Text::new(format!("{{{}}}", zh.join(", ")), format!("{{{}}}", en.join(", ")))
}

/// Words that say what is to be written.
fn words(schema: &Value, key: &Key<'_>) -> Text {
    if format(schema) == "document" {
        return Text::new("来源文件的编号", "document-id");
    }
    let kind = schema.get("x-kind").and_then(Value::as_str).and_then(Kind::from_name);
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let told = description.split_once(", as `").and_then(|(_, sample)| sample.split('`').next());
    match (kind, key.label.as_str()) {
        _ if let Some(sample) = told => Text::new(sample, sample),
        (Some(kind), _) => Text::new(format!("{}的编号", kind.zh()), format!("{}-id", kind.name())),
        (None, "") => Text::new("文字", "…"),
        (None, label) => Text::new(label, "…"),
    }
}

/// What was typed, in the form that a key wants.
pub(super) struct Built {
    /// As it stands after the key.
    pub(super) text: String,
    /// Whether nothing stands in it that an editor must fill in.
    pub(super) is_whole: bool,
}

impl Built {
    fn whole(text: String) -> Self {
        Self { text, is_whole: true }
    }
}

/// A list of what was typed as one value.
pub(super) fn list(root: &Value, items: &Value, key: &Key<'_>, text: &str) -> Built {
    let items = schema::resolve(root, items);
    if has_type(items, "object") {
        let item = built(root, items, key, text);
        let item = item.unwrap_or_else(|| Built { text: of(root, items, key).zh, is_whole: false });
        return Built { text: format!("[{}]", item.text), ..item };
    }
    let text = text.trim_matches(['【', '】', '［', '］', '[', ']', '（', '）']);
    let parts = text.split(['，', '、', ',', '；', ';']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(|part| written(part, items)).collect();
    Built::whole(format!("[{}]", parts.join(", ")))
}

/// A value as it is written in braces or brackets.
fn written(text: &str, schema: &Value) -> String {
    let is_text = has_type(schema, "string") && format(schema).is_empty() && schema.get("enum").is_none();
    let is_string = matches!(serde_yaml::from_str(text), Ok(serde_yaml::Value::String(_)));
    if is_text && !is_string { yaml::quoted(text) } else { yaml::scalar(text, true) }
}

/// The map that was meant by one value.
pub(super) fn built(root: &Value, schema: &Value, key: &Key<'_>, text: &str) -> Option<Built> {
    let built = match key.name {
        "pay" => pay(text),
        "coordinates" => coordinates(text).map(Built::whole),
        "colour" => colour(root, schema, text),
        // What of what is two parts.
        "rate" => return rate(text).map(Built::whole),
        // A role is one, not a name.
        "steward" if !is_role(text) => return None,
        _ => None,
    };
    built.or_else(|| planned(root, schema, text).map(Built::whole)).or_else(|| fitted(root, schema, text))
}

/// `计划开工` as a stage that has not come.
fn planned(root: &Value, schema: &Value, text: &str) -> Option<String> {
    let wanted = |name: &str| properties(schema).find(|(key, _)| *key == name).map(|(_, inner)| inner);
    let stages = samples::values(schema::resolve(root, wanted("stage")?));
    wanted("planned").filter(|_| values::says_planned(text))?;
    let (stage, _) = values::meant_choice(text, &stages)?;
    Some(format!("{{stage: {stage}, planned: true}}"))
}

/// Whether a text ends as the name of a post does.
fn is_role(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "长",
        "主任",
        "书记",
        "主席",
        "委员",
        "经理",
        "员",
        "专员",
        "主管",
        "秘书",
        "干事",
        "科长",
        "负责人",
        "委",
        "官",
    ];
    text.chars().count() > 1 && ENDS.iter().any(|end| text.ends_with(end))
}

/// `a/b` as the keys of two figures.
fn rate(text: &str) -> Option<String> {
    let (part, whole) = text.split_once('/')?;
    let (part, whole) = (part.trim(), whole.trim());
    (is_slug(part) && is_slug(whole)).then(|| format!("{{part: {part}, whole: {whole}}}"))
}

/// `红色` as a colour, whose reason is still to be written.
fn colour(root: &Value, schema: &Value, text: &str) -> Option<Built> {
    let wanted = schema.pointer("/properties/colour").map(|wanted| schema::resolve(root, wanted))?;
    let colours = samples::values(wanted);
    let (colour, _) = values::meant_choice(text, &colours)?;
    Some(Built { text: format!("{{colour: {colour}, reason: 原因}}"), is_whole: false })
}

/// `4000-6000元/月` as pay; where it does not say what it is for, a month is an example.
fn pay(text: &str) -> Option<Built> {
    let text = text.replace(['每', '／'], "/").replace("//", "/");
    let text = text.strip_prefix("月薪").map_or(text.clone(), |pay| format!("{pay}/月"));
    let (money, per) = text.split_once('/').map_or((text.as_str(), None), |(money, per)| (money, Some(per)));
    let is_whole = per.is_some();
    let per = ["小时", "天", "月", "年"].into_iter().find(|word| per.unwrap_or("月").contains(word))?;
    let money = money.replace(['~', '～', '至', '—'], "-");
    let written = |text: &str| typed_money(text).into_iter().next();
    let Some((from, to)) = money.split_once('-') else {
        return Some(Built { text: format!("{{from: {}, per: {per}}}", written(&money)?), is_whole });
    };
    let to = written(to)?;
    let of_to = to.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let from = if from.trim().parse::<f64>().is_ok() { format!("{}{of_to}", from.trim()) } else { written(from)? };
    from.parse::<Money>().ok()?;
    Some(Built { text: format!("{{from: {from}, to: {to}, per: {per}}}"), is_whole })
}

/// `119.201, 41.162` as coordinates.
fn coordinates(text: &str) -> Option<String> {
    let parts: Vec<f64> = text.split([',', '，', ' ', '、', '/']).filter_map(|part| part.trim().parse().ok()).collect();
    let [first, second] = parts.as_slice() else { return None };
    let (lon, lat) = if second.abs() > 90.0 { (second, first) } else { (first, second) };
    Some(format!("{{lon: {lon}, lat: {lat}}}"))
}

/// A map with the value under the first key that takes it, a day or year that the value begins with under its own, and
/// examples for those that cannot be left out.
fn fitted(root: &Value, schema: &Value, text: &str) -> Option<Built> {
    let all: Vec<(&str, &Value)> =
        properties(schema).map(|(name, inner)| (name, schema::resolve(root, inner))).collect();
    let time = when(text).and_then(|(when, rest)| {
        let of = |wanted: &str| all.iter().find(|(_, inner)| format(inner) == wanted).map(|(name, _)| *name);
        let date = of("partial-date").map(|name| (name, typed_date(when).unwrap_or(when.to_owned())));
        let date = date.filter(|(_, date)| date.parse::<PartialDate>().is_ok());
        let period = || of("period").map(|name| (name, typed_period(when).unwrap_or(when.to_owned())));
        date.or_else(|| period().filter(|(_, period)| period.parse::<Period>().is_ok()))
            .map(|(name, time)| (name, time, rest))
    });
    let text = time.as_ref().map_or(text, |(.., rest)| *rest);
    let takes = |inner: &Value| {
        let typed = values::Typed { text, is_plain: true, schema: inner, key: &Key::ROOT };
        let is_id = format(inner) != "ref" || is_slug(text);
        let is_value = is_id && !has_type(inner, "object") && !has_type(inner, "array") && !has_type(inner, "boolean");
        let is_date = format(inner) == "partial-date" && text.parse::<PartialDate>().is_err();
        is_value && !is_date && values::fault(&typed).is_none()
    };
    let is_precise = |inner: &Value| !format(inner).is_empty() || inner.get("enum").is_some();
    let fits = |wanted: &dyn Fn(&str, &Value) -> bool| {
        all.iter().copied().find(|(name, inner)| wanted(name, inner) && takes(inner)).map(|(name, _)| name)
    };
    let is_phone = text.len() >= 7 && text.chars().all(|c| c.is_ascii_digit() || "-+ ()（）".contains(c));
    let taking = fits(&|name, _| is_phone && name == "phone")
        .or_else(|| fits(&|name, inner| is_required(schema, name) && is_precise(inner)))
        .or_else(|| fits(&|name, _| is_required(schema, name)))
        .or_else(|| fits(&|_, inner| is_precise(inner)))
        .or_else(|| fits(&|_, _| true))?;
    let mut is_whole = true;
    let mut part = |(name, inner): &(&str, &Value)| {
        let key = Key::required(name, inner);
        let is_told = *name == taking || time.as_ref().is_some_and(|(of, ..)| of == name);
        is_whole &= is_told;
        let value = match &time {
            Some((of, time, _)) if of == name => time.clone(),
            _ if *name == taking => written(text, inner),
            // A date that was made up would be published.
            _ if format(inner) == "partial-date" && !key.label.is_empty() => key.label,
            _ => of(root, inner, &key).zh,
        };
        format!("{name}: {value}")
    };
    let is_of_time = |name: &str| time.as_ref().is_some_and(|(of, ..)| *of == name);
    let shown = all.iter().filter(|(name, _)| *name == taking || is_required(schema, name) || is_of_time(name));
    let shown: Vec<String> = shown.map(&mut part).collect();
    Some(Built { text: format!("{{{}}}", shown.join(", ")), is_whole })
}

/// The day, month or year that a text begins with, and the rest.
fn when(text: &str) -> Option<(&str, &str)> {
    static WHEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^((?:19|20)[0-9]{2}(?:[年./-][0-9]{1,2}(?:[月./-][0-9]{1,2}日?|月)?|年))[,，、:： ]*(.+)$").ok()
    });
    let parts = WHEN.as_ref()?.captures(text)?;
    Some((parts.get(1)?.as_str(), parts.get(2)?.as_str()))
}
