//! A date of day, month or year precision.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day `2023-03-22`, a month `2023-03` or a year `2023`, from 1000 to 9999.
///
/// Order is by the first day covered; of two with the same first day the more precise comes later,
/// so that sorting is total and a year stands before its January.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    first: NaiveDate,
    precision: Precision,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Precision {
    Year,
    Month,
    Day,
}

impl PartialDate {
    /// The day itself.
    pub fn from_day(day: NaiveDate) -> Self {
        Self { first: day, precision: Precision::Day }
    }

    /// The day itself, where its year can be written in four digits.
    pub fn within_range(day: NaiveDate) -> Option<Self> {
        (1000..=9999).contains(&day.year()).then(|| Self::from_day(day))
    }

    /// The first day covered.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day covered.
    pub fn last(self) -> NaiveDate {
        let months = match self.precision {
            Precision::Day => return self.first,
            Precision::Month => 1,
            Precision::Year => 12,
        };
        let next = self.first.checked_add_months(Months::new(months));
        next.and_then(|day| day.pred_opt()).unwrap_or(self.first)
    }

    /// Year, as 2023.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// Month 1–12, where known.
    pub fn month(self) -> Option<u32> {
        (self.precision >= Precision::Month).then(|| self.first.month())
    }

    /// Day of the month, where known.
    pub fn day(self) -> Option<u32> {
        (self.precision == Precision::Day).then(|| self.first.day())
    }

    /// The same date a year before, as precise.
    pub fn year_before(self) -> Option<Self> {
        let first = self.first.checked_sub_months(Months::new(12))?;
        (first.year() >= 1000).then_some(Self { first, ..self })
    }

    /// Whether `day` is certainly after this date.
    pub fn is_before(self, day: NaiveDate) -> bool {
        self.last() < day
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Year => write!(f, "{:04}", self.first.year()),
            Precision::Month => write!(f, "{:04}-{:02}", self.first.year(), self.first.month()),
            Precision::Day => write!(f, "{}", self.first.format("%Y-%m-%d")),
        }
    }
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Not of the form `2023`, `2023-03` or `2023-03-22`.
    Form,
    /// The form is right, the day does not exist (`2023-02-30`).
    NoSuchDay,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DateError::Form => "write a date as 2023, 2023-03 or 2023-03-22",
            DateError::NoSuchDay => "there is no such day",
        })
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let digits = |part: &str, width: usize| -> Result<u32, DateError> {
            if part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()) {
                part.parse().map_err(|_| DateError::Form)
            } else {
                Err(DateError::Form)
            }
        };
        let mut parts = text.split('-');
        let year = digits(parts.next().unwrap_or(""), 4)?;
        if year < 1000 {
            return Err(DateError::Form);
        }
        let month = parts.next().map(|part| digits(part, 2)).transpose()?;
        let day = parts.next().map(|part| digits(part, 2)).transpose()?;
        if parts.next().is_some() {
            return Err(DateError::Form);
        }
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        };
        let year = i32::try_from(year).map_err(|_| DateError::Form)?;
        let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1));
        Ok(Self { first: first.ok_or(DateError::NoSuchDay)?, precision })
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.first.cmp(&other.first).then(self.precision.cmp(&other.precision))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("date", &self.to_string())?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DateVisitor;
        impl Visitor<'_> for DateVisitor {
            type Value = PartialDate;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date as 2023, 2023-03 or 2023-03-22")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<PartialDate, E> {
                text.trim().parse().map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, year: u64) -> Result<PartialDate, E> {
                self.visit_str(&year.to_string())
            }
            fn visit_i64<E: de::Error>(self, year: i64) -> Result<PartialDate, E> {
                self.visit_str(&year.to_string())
            }
        }
        deserializer.deserialize_any(DateVisitor)
    }
}

impl JsonSchema for PartialDate {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "integer"],
            "format": "partial-date",
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
            "minimum": 1000,
            "maximum": 9999,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> PartialDate {
        text.parse().expect("a date")
    }

    #[test]
    fn precision_is_kept() {
        for text in ["2023", "2023-03", "2023-03-22", "2024-02-29"] {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date("2023").last().to_string(), "2023-12-31");
        assert_eq!(date("2024-02").last().to_string(), "2024-02-29");
        assert!(date("2023") < date("2023-01") && date("2023-01") < date("2023-01-01"));
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in ["", "23", "2023-3", "2023-03-22-01", "2023/03/22", "２０２３", "0001", "2023-"] {
            assert_eq!(text.parse::<PartialDate>(), Err(DateError::Form), "{text}");
        }
        for text in ["2023-13", "2023-02-29", "2023-00", "2023-04-31"] {
            assert_eq!(text.parse::<PartialDate>(), Err(DateError::NoSuchDay), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_parses_without_panic(text in "\\PC*") {
            let _ = text.parse::<PartialDate>();
        }

        #[test]
        fn what_parses_prints_the_same(text in "[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?") {
            if let Ok(date) = text.parse::<PartialDate>() {
                prop_assert_eq!(date.to_string(), text);
                prop_assert!(date.first() <= date.last());
            }
        }
    }
}
