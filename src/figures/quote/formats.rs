//! Values as texts say them, in the formats asked for.

use rust_decimal::Decimal;
use serde_json::Value;

use super::faults::{QuoteError, did_you_mean, fault};
use crate::diagnostic::{Text, codes};
use crate::quantity::{Quantity, Scale};
use crate::record::tree::{Leaf, leaf};
use crate::record::{Bulletin, show};
use crate::text::Ui;

/// The tags of leaves, beside those that [`leaf`] knows.
const TAGS: &[&str] = &["quantity", "money", "percent", "date", "period", "choice"];

/// Whether a map is one value and not several.
pub(super) fn is_leaf(value: &Value) -> bool {
    leaf(value).is_some() || TAGS.iter().any(|tag| value.get(tag).is_some_and(Value::is_string))
}

/// A value as the record has it.
pub(super) fn canonical(value: &Value) -> String {
    let tags = TAGS.iter().chain(&["ref"]);
    let tagged = tags.filter_map(|tag| value.get(tag)).find_map(Value::as_str);
    tagged.map_or_else(|| show(value, Ui::ZhHans), str::to_owned)
}

/// A value as a text says it, in the formats asked for.
pub(super) fn said(bulletin: &Bulletin, path: &str, value: &Value, formats: &[&str]) -> Result<String, QuoteError> {
    if !formats.is_empty() {
        let Some(number) = number(value) else {
            let message = Text::new(
                format!("“{path}”不是数，不能带格式"),
                format!("\"{path}\" is not a number and has no formats"),
            );
            return fault(codes::WRONG_FORMAT, message, did_you_mean(path));
        };
        return formatted(&number, formats);
    }
    match leaf(value) {
        Some(Leaf::Ref(id, _)) => match bulletin.entry(id) {
            Some(entry) => Ok(entry.record.common().title.to_owned()),
            None => Err(QuoteError::Reported),
        },
        _ => Ok(show(value, Ui::ZhHans)),
    }
}

/// The number that a leaf is.
fn number(value: &Value) -> Option<Quantity> {
    let text = |tag: &&str| value.get(tag).and_then(Value::as_str);
    if let Some(text) = ["quantity", "money", "percent"].iter().find_map(text) {
        return text.parse().ok();
    }
    let plain = value.as_number()?.to_string().parse::<Decimal>().ok()?;
    plain.to_string().parse().ok()
}

/// A number in the formats asked for, each sort at most once: scale, then decimals, then without unit.
fn formatted(number: &Quantity, formats: &[&str]) -> Result<String, QuoteError> {
    let (mut scale, mut decimals, mut plain) = (None, None, false);
    for format in formats {
        let repeated = match (scale_of(format), decimals_of(format)) {
            (Some((wanted, money)), _) => {
                let fits = if money { number.unit == "元" } else { number.unit != "%" };
                let Some(stated) = number.in_scale(wanted).filter(|_| fits) else {
                    return wrong_format(
                        format!("{number}不能换成“{format}”"),
                        format!("{number} has no \"{format}\""),
                    );
                };
                scale.replace(stated).is_some()
            }
            (None, Some(n)) => decimals.replace(n).is_some(),
            (None, None) if matches!(*format, "无单位" | "plain") => std::mem::replace(&mut plain, true),
            (None, None) => {
                return wrong_format(format!("没有“{format}”这种格式"), format!("there is no format \"{format}\""));
            }
        };
        if repeated {
            return wrong_format(
                format!("格式“{format}”与前面的重复"),
                format!("the format \"{format}\" is of a sort that was already given"),
            );
        }
    }
    let stated = scale.unwrap_or_else(|| number.clone());
    let stated = decimals.map_or_else(|| stated.clone(), |n| stated.rounded(n));
    let bare = || Quantity { scale: Scale::One, unit: String::new(), ..stated.clone() };
    Ok(if plain { bare() } else { stated.clone() }.to_string())
}

/// The scale that a format asks for, and whether only money has it.
fn scale_of(format: &str) -> Option<(Scale, bool)> {
    match format {
        "元" => Some((Scale::One, true)),
        "万元" => Some((Scale::Wan, true)),
        "亿元" => Some((Scale::Yi, true)),
        "万" => Some((Scale::Wan, false)),
        "亿" => Some((Scale::Yi, false)),
        _ => None,
    }
}

/// The decimals, 0 to 6, that a format asks for.
fn decimals_of(format: &str) -> Option<u32> {
    let digit = format.strip_suffix("位小数").or_else(|| format.strip_prefix('.'))?.trim();
    digit.parse().ok().filter(|n| digit.len() == 1 && *n <= 6)
}

fn wrong_format<T>(zh: String, en: String) -> Result<T, QuoteError> {
    let help = Text::new(
        "可用的格式：元 万元 亿元 万 亿；N位小数 或 .N（N 为 0 到 6）；无单位 或 plain",
        "formats: 元 万元 亿元 万 亿; N位小数 or .N (N from 0 to 6); 无单位 or plain",
    );
    fault(codes::WRONG_FORMAT, Text::new(zh, en), help)
}
