//! The stretch of time a figure covers: a year, half-year, quarter, month, ISO week, or from one date to another.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::PartialDate;

/// `2023`, `2023-H1`, `2023-Q1`, `2023-03`, `2023-03-22`, `2023-W12`, or `2023-01..2023-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A year, month or day.
    Date(PartialDate),
    /// A half-year 半年: year, 1 or 2.
    Half(i32, u32),
    /// A quarter 季度: year, 1 to 4.
    Quarter(i32, u32),
    /// An ISO week 周: ISO year, 1 to 53.
    Week(i32, u32),
    /// From the first day of one date to the last day of another.
    Range(PartialDate, PartialDate),
}

impl Period {
    /// How long it is, by name. `None` for those from one date to another, which may be of any length.
    pub fn length(self) -> Option<&'static str> {
        match self {
            Period::Date(date) => Some(match (date.month(), date.day()) {
                (_, Some(_)) => "day",
                (Some(_), None) => "month",
                (None, None) => "year",
            }),
            Period::Half(..) => Some("half"),
            Period::Quarter(..) => Some("quarter"),
            Period::Week(..) => Some("week"),
            Period::Range(..) => None,
        }
    }

    /// The first day covered.
    pub fn first(self) -> NaiveDate {
        match self {
            Period::Date(date) | Period::Range(date, _) => date.first(),
            Period::Half(year, half) => month_start(year, half * 6 - 5),
            Period::Quarter(year, quarter) => month_start(year, quarter * 3 - 2),
            Period::Week(year, week) => NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).unwrap_or_default(),
        }
    }

    /// The last day covered.
    pub fn last(self) -> NaiveDate {
        match self {
            Period::Date(date) | Period::Range(_, date) => date.last(),
            Period::Half(year, half) => month_end(year, half * 6),
            Period::Quarter(year, quarter) => month_end(year, quarter * 3),
            Period::Week(year, week) => NaiveDate::from_isoywd_opt(year, week, Weekday::Sun).unwrap_or_default(),
        }
    }
    /// The same stretch of the year before.
    pub fn year_before(self) -> Option<Self> {
        Some(match self {
            Period::Date(date) => Period::Date(date.year_before()?),
            Period::Half(year, half) => Period::Half(year - 1, half),
            Period::Quarter(year, quarter) => Period::Quarter(year - 1, quarter),
            Period::Week(..) => return None,
            Period::Range(from, to) => Period::Range(from.year_before()?, to.year_before()?),
        })
    }
}

fn month_start(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
}

fn month_end(year: i32, month: u32) -> NaiveDate {
    let next = if month == 12 { month_start(year + 1, 1) } else { month_start(year, month + 1) };
    next.pred_opt().unwrap_or(next)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Date(date) => date.fmt(f),
            Period::Half(year, half) => write!(f, "{year}-H{half}"),
            Period::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Period::Week(year, week) => write!(f, "{year}-W{week:02}"),
            Period::Range(from, to) => write!(f, "{from}..{to}"),
        }
    }
}

/// Why a text is not a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodError;

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write a period as 2023, 2023-H1, 2023-Q1, 2023-03, 2023-W12 or 2023-01..2023-10")
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        if let Some((from, to)) = text.split_once("..") {
            let from: PartialDate = from.parse().map_err(|_| PeriodError)?;
            let to: PartialDate = to.parse().map_err(|_| PeriodError)?;
            return if from.first() <= to.last() { Ok(Period::Range(from, to)) } else { Err(PeriodError) };
        }
        if let Ok(date) = text.parse() {
            return Ok(Period::Date(date));
        }
        let (year, part) = text.split_once('-').ok_or(PeriodError)?;
        let year = year.parse::<PartialDate>().map_err(|_| PeriodError)?.year();
        let number = |prefix: char, width: usize| -> Option<u32> {
            let digits = part.strip_prefix(prefix)?;
            let plain = digits.len() == width && digits.bytes().all(|byte| byte.is_ascii_digit());
            if plain { digits.parse().ok() } else { None }
        };
        if let Some(half @ 1..=2) = number('H', 1) {
            return Ok(Period::Half(year, half));
        }
        if let Some(quarter @ 1..=4) = number('Q', 1) {
            return Ok(Period::Quarter(year, quarter));
        }
        if let Some(week) = number('W', 2)
            && NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).is_some_and(|day| day.iso_week().year() == year)
        {
            return Ok(Period::Week(year, week));
        }
        Err(PeriodError)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("period", &self.to_string())?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PeriodVisitor;
        impl Visitor<'_> for PeriodVisitor {
            type Value = Period;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&PeriodError, f)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Period, E> {
                text.trim().parse().map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, year: u64) -> Result<Period, E> {
                self.visit_str(&year.to_string())
            }
            fn visit_i64<E: de::Error>(self, year: i64) -> Result<Period, E> {
                self.visit_str(&year.to_string())
            }
        }
        deserializer.deserialize_any(PeriodVisitor)
    }
}

impl JsonSchema for Period {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "integer"], "format": "period", "minimum": 1000, "maximum": 9999 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_covers_its_days() {
        for (text, first, last) in [
            ("2023", "2023-01-01", "2023-12-31"),
            ("2023-H2", "2023-07-01", "2023-12-31"),
            ("2023-Q1", "2023-01-01", "2023-03-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2020-W53", "2020-12-28", "2021-01-03"),
            ("2023-01..2023-10", "2023-01-01", "2023-10-31"),
            ("2021..2025", "2021-01-01", "2025-12-31"),
        ] {
            let period: Period = text.parse().expect(text);
            assert_eq!(period.to_string(), text);
            assert_eq!((period.first().to_string(), period.last().to_string()), (first.into(), last.into()));
        }
    }

    #[test]
    fn what_is_not_a_period_is_refused() {
        for text in ["", "2023-H3", "2023-Q0", "2023-W54", "2021-W53", "2023..2022", "2023-Q", "2023年"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_parses_without_panic(text in "\\PC*") {
            let _ = text.parse::<Period>();
        }

        #[test]
        fn weeks_print_as_they_parse(year in 1900i32..2200, week in 1u32..=53) {
            if let Ok(period) = format!("{year}-W{week:02}").parse::<Period>() {
                prop_assert_eq!((period.last() - period.first()).num_days(), 6);
            }
        }
    }
}
