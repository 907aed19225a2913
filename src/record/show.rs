//! The leaves of a record (dates, periods, numbers, choices, references) as text in the interface's language.

use std::borrow::Cow;

use serde_json::Value;

use crate::date::{PartialDate, Period};
use crate::text::Ui;

/// What can be shown: JSON, or a template's value.
pub trait Readable {
    /// What a map has under a key.
    fn get(&self, key: &'static str) -> Option<&Self>;
    /// The text, of a text.
    fn as_str(&self) -> Option<&str>;
    /// What stands in a list.
    fn items(&self) -> Option<impl Iterator<Item = &Self>>;
    /// What is no map, list or text, as it is written: nothing for what is not there.
    fn scalar(&self) -> String;
}

impl Readable for Value {
    fn get(&self, key: &'static str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    fn as_str(&self) -> Option<&str> {
        Value::as_str(self)
    }

    fn items(&self) -> Option<impl Iterator<Item = &Self>> {
        self.as_array().map(|items| items.iter())
    }

    fn scalar(&self) -> String {
        match self {
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        }
    }
}

/// A leaf or scalar as readers see it: `2023年3月`, `≥40亿元`, `签约`. Maps that are no leaf give nothing.
pub fn show<T: Readable>(value: &T, ui: Ui) -> String {
    if let Some(text) = value.as_str() {
        return text.to_owned();
    }
    if let Some(items) = value.items() {
        let separator = if ui == Ui::ZhHans { "、" } else { ", " };
        return items.map(|item| show(item, ui)).collect::<Vec<_>>().join(separator);
    }
    let text = |key| value.get(key).and_then(T::as_str);
    if let Some(date) = text("date").and_then(|date| date.parse().ok()) {
        show_date(date, ui)
    } else if let Some(period) = text("period").and_then(|period| period.parse().ok()) {
        show_period(period, ui)
    } else if let (Some(when), Some(value)) = (value.get("when"), value.get("value")) {
        format!("{} {}", show(when, ui), show(value, ui))
    } else if value.get("choice").is_some() {
        text(if ui == Ui::ZhHans { "zh" } else { "en" }).unwrap_or_default().to_owned()
    } else {
        let tags = ["quantity", "money", "percent", "title", "markdown", "ref", "document", "image", "file"];
        let leaf = tags.iter().find_map(|tag| Some(written(tag, text(tag)?, ui)));
        leaf.map_or_else(|| value.scalar(), Cow::into_owned)
    }
}

/// Numbers with the signs of print: `50～80家`, `−9.1%`.
fn written<'t>(tag: &str, text: &'t str, ui: Ui) -> Cow<'t, str> {
    let is_number = matches!(tag, "quantity" | "money" | "percent");
    if !is_number || !text.starts_with('-') && !text.contains('~') {
        return text.into();
    }
    let text = text.strip_prefix('-').map_or_else(|| text.to_owned(), |rest| format!("−{rest}"));
    text.replace('~', if ui == Ui::ZhHans { "～" } else { "–" }).into()
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn show_date(date: PartialDate, ui: Ui) -> String {
    let year = date.year();
    match (ui, date.month(), date.day()) {
        (Ui::ZhHans, Some(month), Some(day)) => format!("{year}年{month}月{day}日"),
        (Ui::ZhHans, Some(month), None) => format!("{year}年{month}月"),
        (Ui::ZhHans, None, _) => format!("{year}年"),
        (Ui::En, Some(month), day) => {
            let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).unwrap_or(&"");
            day.map_or_else(|| format!("{name} {year}"), |day| format!("{day} {name} {year}"))
        }
        (Ui::En, None, _) => year.to_string(),
    }
}

fn show_period(period: Period, ui: Ui) -> String {
    match (period, ui) {
        (Period::Date(date), _) => show_date(date, ui),
        (Period::Half(year, half), Ui::ZhHans) => format!("{year}年{}半年", if half == 1 { "上" } else { "下" }),
        (Period::Half(year, half), Ui::En) => format!("H{half} {year}"),
        (Period::Quarter(year, quarter), Ui::ZhHans) => {
            let name =
                ["一", "二", "三", "四"].get(usize::try_from(quarter).unwrap_or(0).wrapping_sub(1)).unwrap_or(&"");
            format!("{year}年{name}季度")
        }
        (Period::Quarter(year, quarter), Ui::En) => format!("Q{quarter} {year}"),
        (Period::Week(year, week), Ui::ZhHans) => format!("{year}年第{week}周"),
        (Period::Week(year, week), Ui::En) => format!("week {week} of {year}"),
        (Period::Range(from, to), Ui::ZhHans) => format!("{}至{}", show_date(from, ui), show_date(to, ui)),
        (Period::Range(from, to), Ui::En) => format!("{} to {}", show_date(from, ui), show_date(to, ui)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn leaves_are_shown_in_both_languages() {
        for (leaf, zh, en) in [
            (json!({ "date": "2023-03" }), "2023年3月", "March 2023"),
            (json!({ "date": "2023-03-22" }), "2023年3月22日", "22 March 2023"),
            (json!({ "period": "2023-Q1" }), "2023年一季度", "Q1 2023"),
            (json!({ "period": "2023-01..2023-10" }), "2023年1月至2023年10月", "January 2023 to October 2023"),
            (json!({ "money": "≥40亿元" }), "≥40亿元", "≥40亿元"),
            (json!({ "quantity": "50~80家" }), "50～80家", "50–80家"),
            (json!({ "percent": "-9.1%" }), "−9.1%", "−9.1%"),
            (json!({ "choice": "signed", "zh": "签约", "en": "Signed" }), "签约", "Signed"),
            (json!(["甲", "乙"]), "甲、乙", "甲, 乙"),
            (
                json!({ "when": { "period": "2023-Q1" }, "value": { "quantity": "9个" } }),
                "2023年一季度 9个",
                "Q1 2023 9个",
            ),
            (json!({ "ref": "x", "kind": "park", "title": "园区" }), "园区", "园区"),
            (json!(null), "", ""),
        ] {
            assert_eq!((show(&leaf, Ui::ZhHans).as_str(), show(&leaf, Ui::En).as_str()), (zh, en));
        }
    }
}
