//! Exact numbers with units: money, percent, counts, areas. Never a float.
//!
//! A number keeps what its source said: `≥30` is not `30`, `2~3` is not `2.5`, and `0.50亿元` keeps its digits.

mod numeral;
mod typed;

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::is_han;

pub use typed::{typed_count, typed_fraction, typed_money, typed_percent, typed_quantities};

/// How a stated number relates to the true one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// As stated.
    #[default]
    Exactly,
    /// 以上、不低于, written `≥`.
    AtLeast,
    /// 超过、余、多, written `>`.
    MoreThan,
    /// 最多、以内, written `≤`.
    AtMost,
    /// 不足, written `<`.
    LessThan,
    /// 约、左右, written `约`.
    About,
}

impl Comparator {
    /// The sign shown before the number.
    pub fn sign(self) -> &'static str {
        match self {
            Comparator::Exactly => "",
            Comparator::AtLeast => "≥",
            Comparator::MoreThan => ">",
            Comparator::AtMost => "≤",
            Comparator::LessThan => "<",
            Comparator::About => "约",
        }
    }

    const SIGNS: &'static [(&'static str, Comparator)] = &[
        ("≥", Comparator::AtLeast),
        (">=", Comparator::AtLeast),
        ("不低于", Comparator::AtLeast),
        ("不少于", Comparator::AtLeast),
        ("≤", Comparator::AtMost),
        ("<=", Comparator::AtMost),
        ("不超过", Comparator::AtMost),
        ("最多", Comparator::AtMost),
        ("超过", Comparator::MoreThan),
        (">", Comparator::MoreThan),
        ("不足", Comparator::LessThan),
        ("<", Comparator::LessThan),
        ("约", Comparator::About),
        ("~", Comparator::About),
    ];
}

/// A number with its unit: `27775件`, `4.37亿元`, `≥30个`, `2~3平方公里`, `99.89%`.
///
/// `万` and `亿` before the unit are kept as the scale, so that a figure is shown as it was stated and still
/// compared and added in whole units.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// Vague or exact.
    pub comparator: Comparator,
    /// The number as stated, in `scale` units, with the digits of the source.
    pub value: Decimal,
    /// The upper end, for a range.
    pub to: Option<Decimal>,
    /// 1, 1万 or 1亿.
    pub scale: Scale,
    /// The unit, as `元`, `个`, `吨/年`, `%`. May be empty.
    pub unit: String,
}

/// The Chinese large-number unit a figure is stated in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Whole units.
    #[default]
    One,
    /// 万, ten thousand.
    Wan,
    /// 亿, a hundred million.
    Yi,
}

impl Scale {
    /// 1, 10 000 or 100 000 000.
    pub fn factor(self) -> Decimal {
        match self {
            Scale::One => Decimal::ONE,
            Scale::Wan => Decimal::from(10_000),
            Scale::Yi => Decimal::from(100_000_000),
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Scale::One => "",
            Scale::Wan => "万",
            Scale::Yi => "亿",
        }
    }
}

impl Quantity {
    /// The value in whole units. `None` when it is too large to hold.
    pub fn whole(&self) -> Option<Decimal> {
        self.value.checked_mul(self.scale.factor())
    }

    /// Whether this is one exact number.
    pub fn is_exact(&self) -> bool {
        self.comparator == Comparator::Exactly && self.to.is_none()
    }

    /// `whole` units expressed in this quantity's scale and unit, without needless zeros.
    pub fn like(&self, whole: Decimal) -> Self {
        let value = (whole / self.scale.factor()).normalize();
        Self { comparator: Comparator::Exactly, value, to: None, scale: self.scale, unit: self.unit.clone() }
    }

    /// The same number stated in `scale`. `None` when that takes more digits than can be held.
    pub fn in_scale(&self, scale: Scale) -> Option<Self> {
        if scale == self.scale {
            return Some(self.clone());
        }
        let stated = |value: Decimal| {
            let whole = value.checked_mul(self.scale.factor())?;
            let value = whole.checked_div(scale.factor())?;
            (value.checked_mul(scale.factor()) == Some(whole)).then(|| value.normalize())
        };
        let to = match self.to {
            Some(to) => Some(stated(to)?),
            None => None,
        };
        Some(Self { value: stated(self.value)?, to, scale, ..self.clone() })
    }

    /// The same number with at most `n` decimals, half away from zero.
    pub fn rounded(&self, n: u32) -> Self {
        let round = |value: Decimal| {
            let rounded = value.round_dp_with_strategy(n, RoundingStrategy::MidpointAwayFromZero);
            if rounded.is_zero() { rounded.abs() } else { rounded }
        };
        Self { value: round(self.value), to: self.to.map(round), ..self.clone() }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.comparator.sign(), self.value)?;
        if let Some(to) = self.to {
            write!(f, "~{to}")?;
        }
        write!(f, "{}{}", self.scale.sign(), self.unit)
    }
}

/// Why a text is not a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// No number at the start.
    NoNumber,
    /// More digits than can be held exactly (28).
    TooLong,
    /// A range that runs backwards, or a comparator on a range.
    Range,
    /// Digits or signs after the unit.
    AfterUnit,
    /// Money without 元.
    NotMoney,
    /// A percentage without %.
    NotPercent,
    /// Not a share of the form 2/3, at most 1.
    NotFraction,
    /// A zero with a minus, as tables round a small fall.
    MinusZero,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QuantityError::NoNumber => "a quantity begins with a number, as 27775件 or ≥30个",
            QuantityError::TooLong => "a number may have at most 28 digits",
            QuantityError::Range => "write a range as 2~3平方公里, the smaller number first",
            QuantityError::AfterUnit => "write one number and its unit, as 21.9万吨/年",
            QuantityError::NotMoney => "write money with its unit, as 4.37亿元, 208万元 or 5000元",
            QuantityError::NotPercent => "write a percentage with its sign, as 8.2%",
            QuantityError::NotFraction => "write a share as 2/3",
            QuantityError::MinusZero => "a zero has no sign",
        })
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let text = text.trim();
        let (comparator, rest) = Comparator::SIGNS
            .iter()
            .find_map(|(sign, comparator)| text.strip_prefix(sign).map(|rest| (*comparator, rest)))
            .unwrap_or((Comparator::Exactly, text));
        let (value, rest) = number(rest.trim_start())?;
        // -8-10% may be -10% to -8% as well as -8% to 10%.
        let is_minus_or_dash = value < Decimal::ZERO && rest.starts_with(['-', '—']);
        let (to, rest) = match ["~", "～", "至", "—", "-"].iter().find_map(|dash| rest.strip_prefix(dash)) {
            Some(_) if is_minus_or_dash => return Err(QuantityError::Range),
            Some(after) => number(after).map(|(to, rest)| (Some(to), rest))?,
            None => (None, rest),
        };
        if to.is_some_and(|to| to < value || comparator != Comparator::Exactly) {
            return Err(QuantityError::Range);
        }
        let rest = rest.trim_start();
        let (scale, unit) = match rest.strip_prefix('亿') {
            Some(unit) => (Scale::Yi, unit),
            None => rest.strip_prefix('万').map_or((Scale::One, rest), |unit| (Scale::Wan, unit)),
        };
        let unit = unit.trim();
        if unit.chars().next().is_some_and(|c| {
            c.is_numeric() || matches!(c, '+' | '-' | '~' | '～' | '—' | '至' | '.' | ',' | '，' | '万' | '亿')
        }) {
            return Err(QuantityError::AfterUnit);
        }
        if !is_unit(unit) {
            return Err(QuantityError::AfterUnit);
        }
        Ok(Self { comparator, value, to, scale, unit: unit.to_owned() })
    }
}

/// Whether what follows a number is a unit, and not more of the number or a word on how exact it is: 千余人, 亩左右, 个5人,
/// e3个, K个, O件.
fn is_unit(unit: &str) -> bool {
    const THOUSANDS: [&str; 8] = ["千瓦", "千克", "千米", "千帕", "千卡", "千伏", "千升", "百分点"];
    const VAGUE: [&str; 6] = ["左右", "以上", "以下", "以内", "上下", "不等"];
    let goes_on = unit.starts_with(['十', '百', '千', '余', '多', '几', '数', '半'])
        && !THOUSANDS.iter().any(|own| unit.starts_with(own));
    let digit_after_word =
        unit.chars().zip(unit.chars().skip(1)).any(|(a, b)| b.is_ascii_digit() && !a.is_ascii_alphanumeric());
    let rest = unit.get(1..).unwrap_or("");
    let is_power =
        unit.starts_with(['e', 'E']) && rest.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit());
    let is_letter_for_thousands = unit.starts_with(['k', 'K', 'w', 'W', 'M']) && rest.starts_with(is_han);
    let is_like_digit = unit.starts_with(['O', 'o', 'l', 'I'])
        && (rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || is_han(c))
            || (rest.is_empty() && !unit.starts_with('l')));
    let is_no_number = is_power || is_letter_for_thousands || is_like_digit;
    !goes_on
        && !is_no_number
        && !digit_after_word
        && !unit.contains([':', '：'])
        && !VAGUE.iter().any(|word| unit.ends_with(word))
}

/// Whether a text is a number that YAML reads with another base: `0x1F`, `0o17`, `0b11`.
pub fn has_other_base(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let base =
        |sign, base| digits.strip_prefix(sign).is_some_and(|digits: &str| i128::from_str_radix(digits, base).is_ok());
    base("0x", 16) || base("0o", 8) || base("0b", 2)
}

/// Reads a plain decimal from the front of `text`: digits, at most one point, an optional minus.
fn number(text: &str) -> Result<(Decimal, &str), QuantityError> {
    let sign = usize::from(text.starts_with('-'));
    let mut seen_point = false;
    let body = text.get(sign..).unwrap_or("");
    let length = body
        .find(|c: char| !(c.is_ascii_digit() || (c == '.' && !std::mem::replace(&mut seen_point, true))))
        .unwrap_or(body.len());
    let (digits, rest) = text.split_at(sign + length);
    if length == 0 || digits.ends_with('.') || body.starts_with('.') {
        return Err(QuantityError::NoNumber);
    }
    let value = Decimal::from_str_exact(digits).map_err(|_| QuantityError::TooLong)?;
    if sign > 0 && value.is_zero() { Err(QuantityError::MinusZero) } else { Ok((value, rest)) }
}

/// Money 金额 in 元, 万元 or 亿元.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money(pub Quantity);

impl FromStr for Money {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let quantity: Quantity = text.parse()?;
        if quantity.unit == "元" { Ok(Self(quantity)) } else { Err(QuantityError::NotMoney) }
    }
}

/// A percentage 百分比, as `8.2%` or `-3%`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Percent(pub Quantity);

impl FromStr for Percent {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let quantity: Quantity = text.parse()?;
        let plain = quantity.unit == "%" && quantity.scale == Scale::One;
        if plain { Ok(Self(quantity)) } else { Err(QuantityError::NotPercent) }
    }
}

/// A fraction such as `2/3`, compared in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    /// Numerator 分子.
    pub part: u32,
    /// Denominator 分母, at least 1.
    pub whole: u32,
}

impl Fraction {
    /// Whether `done` of `of` is at least this share. Nothing is a share of nothing.
    pub fn reached(self, done: usize, of: usize) -> bool {
        of > 0 && done as u128 * u128::from(self.whole) >= of as u128 * u128::from(self.part)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.whole)
    }
}

impl FromStr for Fraction {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let (part, whole) = text.trim().split_once('/').ok_or(QuantityError::NotFraction)?;
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| QuantityError::NotFraction);
        let fraction = Self { part: number(part)?, whole: number(whole)? };
        if fraction.whole == 0 || fraction.part > fraction.whole {
            Err(QuantityError::NotFraction)
        } else {
            Ok(fraction)
        }
    }
}

/// Reads, writes and describes a type whose YAML form is its text.
macro_rules! as_text {
    ($name:ident, $tag:literal, $schema:tt, $show:expr) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(1))?;
                let show: fn(&$name) -> String = $show;
                map.serialize_entry($tag, &show(self))?;
                map.end()
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextVisitor;
                impl Visitor<'_> for TextVisitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a number with its unit")
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                    fn visit_u64<E: de::Error>(self, number: u64) -> Result<$name, E> {
                        self.visit_str(&number.to_string())
                    }
                    fn visit_i64<E: de::Error>(self, number: i64) -> Result<$name, E> {
                        self.visit_str(&number.to_string())
                    }
                }
                deserializer.deserialize_any(TextVisitor)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

as_text!(Quantity, "quantity", { "type": ["string", "integer"], "format": "quantity" }, |quantity| quantity.to_string());
as_text!(Money, "money", { "type": "string", "format": "money", "pattern": "元" }, |money| money.0.to_string());
as_text!(Percent, "percent", { "type": "string", "format": "percent", "pattern": "%" }, |percent| percent.0.to_string());
as_text!(Fraction, "fraction", { "type": "string", "format": "fraction" }, |fraction| fraction.to_string());

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quantity(text: &str) -> Quantity {
        text.parse().expect(text)
    }

    #[test]
    fn what_the_sources_print_is_kept() {
        for text in [
            "27775件",
            "4.37亿元",
            "≥30个",
            ">500块",
            "2~3平方公里",
            "99.89%",
            "0.17万吨",
            "-3%",
            "500MW",
            "约3亿元",
            "12",
        ] {
            assert_eq!(quantity(text).to_string(), text);
        }
        assert_eq!(quantity("不低于170个").to_string(), "≥170个");
        assert_eq!(quantity("50至80家").to_string(), "50~80家");
        assert_eq!(quantity("0.50亿元").to_string(), "0.50亿元");
    }

    #[test]
    fn units_compare_in_whole() {
        assert_eq!(quantity("0.866亿元").whole(), quantity("8660万元").whole());
        assert_eq!(quantity("1亿元").like(Decimal::from(61_460_000)).to_string(), "0.6146亿元");
    }

    #[test]
    fn scales_change_exactly_and_decimals_round_away_from_zero() {
        for (text, scale, expected) in [
            ("4.37亿元", Scale::Wan, Some("43700万元")),
            ("≥8660万元", Scale::Yi, Some("≥0.866亿元")),
            ("0.50亿元", Scale::Yi, Some("0.50亿元")),
            ("2~3万元", Scale::One, Some("20000~30000元")),
            ("0.0000000000000000000000000001元", Scale::Yi, None),
            ("9999999999999999999999999999亿元", Scale::One, None),
        ] {
            let stated = quantity(text).in_scale(scale).map(|stated| stated.to_string());
            assert_eq!(stated.as_deref(), expected, "{text}");
        }
        for (text, n, expected) in [
            ("4.365亿元", 2, "4.37亿元"),
            ("-2.5%", 0, "-3%"),
            ("≥4.3", 2, "≥4.3"),
            ("-0.4", 0, "0"),
            ("1.5~2.45", 1, "1.5~2.5"),
        ] {
            assert_eq!(quantity(text).rounded(n).to_string(), expected);
        }
    }

    #[test]
    fn numbers_with_another_base_are_known() {
        assert!(["0x1F", "0o17", "0b101", "-0x1f"].into_iter().all(has_other_base));
        assert!(!["0", "010", "0x", "0x1G个", "1x2", "0b"].into_iter().any(has_other_base));
    }

    #[test]
    fn what_is_not_a_quantity_is_refused() {
        for text in ["1e3个", "1E+3", "3K个", "5W元", "1O件", "1O", "1l0", "一1", "1万半", "-8-10%", "-8—10%"]
        {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
        for text in ["500MW", "3kg", "5km", "3K", "5L", "0%", "-8~10%", "-8~-5%", "100oz"] {
            assert!(text.parse::<Quantity>().is_ok(), "{text}");
        }
        for text in ["-0.0%", "-0", "-1~-0%"] {
            assert_eq!(text.parse::<Quantity>(), Err(QuantityError::MinusZero), "{text}");
        }
        for text in ["", "三十个", "5.", ".5元", "1,000元", "3~2个", "≥2~3个", "12万亿元", "3 4个"] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
        assert_eq!("30个".parse::<Money>(), Err(QuantityError::NotMoney));
        assert_eq!("30".parse::<Percent>(), Err(QuantityError::NotPercent));
        assert_eq!("9".repeat(40).parse::<Quantity>(), Err(QuantityError::TooLong));
    }

    proptest! {
        #[test]
        fn any_text_parses_without_panic(text in "\\PC*") {
            let _ = text.parse::<Quantity>();
        }

        #[test]
        fn what_parses_prints_the_same(digits in "(0|[1-9][0-9]{0,9})(\\.[0-9]{1,4})?", unit in "(万|亿)?(元|个|吨/年|%)") {
            let text = format!("{digits}{unit}");
            prop_assert_eq!(quantity(&text).to_string(), text);
        }
    }
}
