//! What is wrong with a single value, and what was probably meant.

use serde_json::Value;

use super::{example, has_type};
use crate::date::{DateError, PartialDate, Period, typed_date, typed_period};
use crate::diagnostic::{Code, Text, codes};
use crate::quantity::{
    Fraction, Money, Percent, Quantity, typed_count, typed_fraction, typed_money, typed_percent, typed_quantity,
};
use crate::record::leaf::WebAddress;
use crate::text::{narrow, nearest};

/// A fault of a value.
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) message: Text,
    pub(super) help: Text,
}

/// The values of a closed list, English and Chinese in turn.
pub(super) fn values(schema: &Value) -> Option<Vec<&str>> {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return Some(values.iter().filter_map(Value::as_str).collect());
    }
    let options = schema.get("oneOf").and_then(Value::as_array)?;
    options.iter().map(|option| option.get("const").and_then(Value::as_str)).collect()
}

/// Such values as a reader sees them.
pub(super) fn listed(values: &[&str]) -> String {
    if values.iter().all(|value| value.is_ascii()) {
        return values.join(" ");
    }
    values.chunks(2).map(|pair| pair.join(" ")).collect::<Vec<_>>().join("；")
}

/// The fault of a key with nothing after it.
pub(super) fn empty(schema: &Value, key: &str) -> Fault {
    let message = Text::new(format!("“{key}”是空的"), format!("\"{key}\" is empty"));
    let help = match (values(schema), example(schema)) {
        (Some(values), _) => {
            let list = listed(&values);
            Text::new(format!("写上一个值：{list}"), format!("write one of: {list}"))
        }
        (None, Some(example)) => {
            Text::new(format!("写上内容，例如：{key}: {example}"), format!("write it, for example: {key}: {example}"))
        }
        (None, None) if has_type(schema, "boolean") => truth(key, true),
        (None, None) => Text::new("写上内容，或删去这一行", "write it, or delete the line"),
    };
    Fault { code: codes::EMPTY_TEXT, message, help }
}

/// What is wrong with a scalar's text, if anything; `plain` when it stands without quotes.
pub(super) fn fault_of(text: &str, plain: bool, schema: &Value, key: &str) -> Option<Fault> {
    if let Some(values) = values(schema) {
        return choice_fault(text, &values, key);
    }
    match schema.get("format").and_then(Value::as_str).unwrap_or("") {
        "partial-date" => date_fault(text),
        "period" => period_fault(text),
        "quantity" => {
            text.parse::<Quantity>().err()?;
            let meant = typed_quantity(text).map(|meant| meant.to_string());
            Some(number_fault(text, &meant.into_iter().collect::<Vec<_>>(), "27775件、≥30个、21.9万吨/年"))
        }
        "money" => {
            text.parse::<Money>().err()?;
            Some(money_fault(text, key))
        }
        "percent" => {
            text.parse::<Percent>().err()?;
            Some(number_fault(text, &typed_percent(text), "8.2%"))
        }
        "fraction" => {
            text.parse::<Fraction>().err()?;
            Some(number_fault(text, &typed_fraction(text).into_iter().collect::<Vec<_>>(), "2/3"))
        }
        "web-address" => address_fault(text, key),
        _ => plain_fault(text, plain, schema, key),
    }
}

/// Faults of whole numbers, decimals, and yes or no.
fn plain_fault(text: &str, plain: bool, schema: &Value, key: &str) -> Option<Fault> {
    if has_type(schema, "integer") && !has_type(schema, "string") {
        let is_octal = text.len() > 1 && text.starts_with('0');
        return (!plain || is_octal || text.parse::<u32>().is_err()).then(|| count_fault(text, key));
    }
    if has_type(schema, "number") && (!plain || text.parse::<f64>().is_err()) {
        let meant = Some(narrow(text)).filter(|meant| meant.parse::<f64>().is_ok());
        return Some(number_fault(text, &meant.into_iter().collect::<Vec<_>>(), "120.45"));
    }
    if has_type(schema, "boolean") && (!plain || !matches!(text, "true" | "false")) {
        let word = narrow(text).to_lowercase();
        let no = matches!(word.as_str(), "否" | "no" | "n" | "false" | "off" | "0" | "不" | "不是" | "无" | "没有");
        let message = Text::new(format!("“{key}”只能是 true 或 false"), format!("\"{key}\" can only be true or false"));
        return Some(Fault { code: codes::WRONG_TYPE, message, help: truth(key, !no) });
    }
    None
}

fn truth(key: &str, value: bool) -> Text {
    if value {
        Text::new(format!("写成：{key}: true"), format!("write {key}: true"))
    } else {
        Text::new(format!("写成：{key}: false，或删去这一行"), format!("write {key}: false, or delete the line"))
    }
}

/// Words for values of closed lists that are near in meaning, not in letters.
const SYNONYMS: &[(&str, &str)] = &[
    ("动工", "开工"),
    ("开建", "开工"),
    ("完工", "竣工"),
    ("建成", "竣工"),
    ("试产", "试生产"),
    ("停工", "停滞"),
    ("线下", "现场"),
];

fn choice_fault(text: &str, values: &[&str], key: &str) -> Option<Fault> {
    if values.contains(&text) {
        return None;
    }
    let message = Text::new(format!("“{key}”不能是“{text}”"), format!("\"{key}\" cannot be \"{text}\""));
    let list = listed(values);
    let help = match choice_meant(text, values) {
        Some(near) => {
            Text::new(format!("是不是“{near}”？可用的值：{list}"), format!("did you mean \"{near}\"? Values: {list}"))
        }
        None => Text::new(format!("可用的值：{list}"), format!("values: {list}")),
    };
    Some(Fault { code: codes::UNKNOWN_VALUE, message, help })
}

/// The value a word was probably meant to be: without its quotes or capitals, a synonym, one it holds or is part of.
fn choice_meant<'a>(text: &str, values: &[&'a str]) -> Option<&'a str> {
    let plain = crate::text::Script::Simplified.write(&narrow(text)).to_lowercase();
    let plain = plain.trim_matches(['“', '”', '"', '\'', '.', ',']);
    let find = |wanted: &str| values.iter().copied().find(|value| *value == wanted);
    let synonym = || SYNONYMS.iter().find(|(word, _)| plain.contains(word)).and_then(|(_, value)| find(value));
    let is_word = |value: &&str| value.chars().count() > 1;
    let held = || {
        let held = values.iter().copied().filter(is_word).filter(|value| plain.contains(value));
        held.max_by_key(|value| value.len())
    };
    let part = || {
        let is_part = |value: &&str| !plain.is_ascii() && plain.chars().count() > 1 && value.contains(plain);
        let mut parts = values.iter().copied().filter(is_part);
        parts.next().filter(|_| parts.next().is_none())
    };
    let near = || nearest(plain, values.iter().copied()).filter(|_| plain.is_ascii() || plain.chars().count() > 2);
    find(plain).or_else(synonym).or_else(held).or_else(part).or_else(near)
}

fn suggestion(meant: &[String], example: &str) -> Text {
    match meant {
        [] => Text::new(format!("例如：{example}"), format!("for example: {example}")),
        [one] => Text::new(format!("改为：{one}"), format!("write: {one}")),
        more => Text::new(format!("是{}？", more.join("，还是 ")), format!("write {}", more.join(" or "))),
    }
}

/// Whether a value says that there is nothing to say.
fn says_nothing(text: &str) -> bool {
    matches!(text.trim(), "待定" | "不详" | "未知" | "暂无" | "无" | "—" | "——" | "-" | "/" | "待核" | "TBD")
}

fn left_out() -> Text {
    Text::new("没有这项内容时，删去这一行", "where it is not known, delete the line")
}

fn number_fault(text: &str, meant: &[String], example: &str) -> Fault {
    let message = Text::new(format!("数值“{text}”的写法不对"), format!("\"{text}\" cannot be read as a number"));
    let meant: Vec<String> = meant.iter().filter(|meant| *meant != text).cloned().collect();
    let help = if says_nothing(text) { left_out() } else { suggestion(&meant, example) };
    Fault { code: codes::BAD_QUANTITY, message, help }
}

fn money_fault(text: &str, key: &str) -> Fault {
    let foreign = ["美元", "欧元", "港元", "港币", "日元", "英镑", "$", "USD"];
    let mut meant = typed_money(text);
    if matches!(key, "from" | "to") {
        meant.truncate(1);
    }
    let mut fault = number_fault(text, &meant, "4.37亿元、208万元、5000元");
    if foreign.iter().any(|unit| text.contains(unit)) {
        fault.help = Text::new(
            "金额只能以元计：折算成人民币再写，例如 4.37亿元",
            "money is told in yuan only: convert it, for example 4.37亿元",
        );
    }
    fault
}

fn count_fault(text: &str, key: &str) -> Fault {
    let help = match typed_count(text) {
        _ if says_nothing(text) => left_out(),
        Some(number) => Text::new(format!("改为：{number}"), format!("write: {number}")),
        None => Text::new("写一个整数，不写单位，例如：12", "write a whole number without a unit, for example: 12"),
    };
    let message = Text::new(
        format!("“{key}”要写整数，不能是“{text}”"),
        format!("\"{key}\" is a whole number and cannot be \"{text}\""),
    );
    Fault { code: codes::BAD_QUANTITY, message, help }
}

fn date_fault(text: &str) -> Option<Fault> {
    let error = text.trim().parse::<PartialDate>().err()?;
    let message = match error {
        DateError::NoSuchDay => Text::new(format!("没有“{text}”这一天"), format!("there is no day \"{text}\"")),
        DateError::Form => {
            Text::new(format!("日期“{text}”的写法不对"), format!("\"{text}\" is not a date that can be read"))
        }
    };
    let meant = typed_date(text).filter(|meant| meant != text && meant.parse::<PartialDate>().is_ok());
    let help = if says_nothing(text) {
        left_out()
    } else {
        suggestion(&meant.into_iter().collect::<Vec<_>>(), "2023、2023-03、2023-03-22")
    };
    Some(Fault { code: codes::BAD_DATE, message, help })
}

fn period_fault(text: &str) -> Option<Fault> {
    text.trim().parse::<Period>().err()?;
    let message = Text::new(format!("时段“{text}”的写法不对"), format!("\"{text}\" is not a period that can be read"));
    let meant = typed_period(text);
    let quarter = meant.as_deref().and_then(|meant| meant.split_once("-Q")).map(|(_, quarter)| quarter.to_owned());
    let help = match (quarter, meant.filter(|meant| meant != text && meant.parse::<Period>().is_ok())) {
        _ if says_nothing(text) => left_out(),
        (Some(quarter), None) if !matches!(quarter.as_str(), "1" | "2" | "3" | "4") => {
            Text::new("季度只有 Q1 到 Q4", "quarters are Q1 to Q4")
        }
        (_, meant) => {
            suggestion(&meant.into_iter().collect::<Vec<_>>(), "2023、2023-Q1、2023-H1、2023-03、2023-01..2023-10")
        }
    };
    Some(Fault { code: codes::BAD_DATE, message, help })
}

fn address_fault(text: &str, key: &str) -> Option<Fault> {
    text.parse::<WebAddress>().err()?;
    let message = Text::new(format!("“{key}”不是网址：{text}"), format!("\"{key}\" is not a web address: {text}"));
    let meant = mended_address(text);
    Some(Fault {
        code: codes::BAD_ADDRESS,
        message,
        help: suggestion(&meant.into_iter().collect::<Vec<_>>(), "https://example.org/"),
    })
}

/// A web address written with full-width signs or without its scheme.
fn mended_address(text: &str) -> Option<String> {
    let narrow = narrow(text);
    let candidates = [narrow.clone(), format!("https://{narrow}")];
    candidates.into_iter().find(|candidate| !text.contains(':') && candidate.parse::<WebAddress>().is_ok())
}
