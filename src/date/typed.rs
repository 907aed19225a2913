//! Dates and periods as people type them: `2023年3月22日`, `二〇二三年三月`, `2023年1-10月`, `一季度`, `Mar 2023`.

use std::sync::LazyLock;

use chrono::{NaiveDate, TimeDelta};
use regex::{Captures, Regex};

use crate::text::{arabic, narrow, narrow_spaced};

/// A pattern that is known to be one.
macro_rules! pattern {
    ($text:expr) => {{
        static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($text).ok());
        PATTERN.as_ref()
    }};
}

/// What a date was probably meant to be, in our form; whether there is such a day is not looked at. None where it may be
/// several, or is of a year that no bulletin tells of.
pub fn typed_date(text: &str) -> Option<String> {
    if festival(text).is_some() {
        return None;
    }
    let text = arabic(&narrow_spaced(text));
    moment(&text)
        .or_else(|| full(&text))
        .or_else(|| run_together(&text))
        .or_else(|| day_first(&text))
        .or_else(|| english(&text))
        .filter(|date| date.get(..4).is_some_and(is_told_of))
}

/// Whether a bulletin may tell of a year.
fn is_told_of(year: &str) -> bool {
    ("1900"..="2100").contains(&year)
}

/// The dates that six digits can be: `202303` is a month, `230322` a day of 2023, `200512` either.
pub fn possible_dates(text: &str) -> Vec<String> {
    let text = arabic(&narrow(text));
    let is_six = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| text.get(from..to).filter(|_| is_six).unwrap_or("");
    let is_month = |month: &str| ("01"..="12").contains(&month);
    let month = (is_told_of(part(0, 4)) && is_month(part(4, 6))).then(|| written(part(0, 4), part(4, 6), ""));
    let day = written(part(0, 2), part(2, 4), part(4, 6));
    let day = (is_six && NaiveDate::parse_from_str(&day, "%Y-%m-%d").is_ok()).then_some(day);
    month.into_iter().chain(day).collect()
}

/// A festival that a date is told by, and the dates that it may be; none where it moves from year to year.
pub fn festival(text: &str) -> Option<(&'static str, Vec<String>)> {
    const FIXED: &[(&str, &str)] = &[
        ("元旦", "01-01"),
        ("三八", "03-08"),
        ("五一", "05-01"),
        ("劳动节", "05-01"),
        ("五四", "05-04"),
        ("六一", "06-01"),
        ("七一", "07-01"),
        ("八一", "08-01"),
        ("十一", "10-01"),
        ("国庆", "10-01"),
    ];
    const MOVING: &[&str] = &["春节", "元宵", "清明", "端午", "七夕", "中秋", "重阳", "除夕", "腊月", "正月"];
    let plain = narrow(text);
    let found = pattern!(r"^(\d{4})年?(\D{2,6}?)(?:节前|节后|期间|假期|节|前|后|当天|当日)?$")?.captures(&plain)?;
    let (year, name) = (group(&found, 1), group(&found, 2));
    let fixed = FIXED.iter().find(|(known, _)| *known == name);
    let moving = || MOVING.iter().find(|known| name.starts_with(**known)).map(|known| (*known, Vec::new()));
    let Some((known, day)) = fixed else { return moving() };
    let mut dates = vec![format!("{year}-{day}")];
    // 十一 is November as well.
    if *known == "十一" && plain.ends_with("十一") {
        dates.push(format!("{year}-11"));
    }
    Some((known, dates))
}

/// What a period was probably meant to be, in our form.
pub fn typed_period(text: &str) -> Option<String> {
    let plain = arabic(&narrow(text));
    let halves = plain.replace("上半年", "H1").replace("下半年", "H2");
    let parts = [
        (pattern!(r"^(\d{4})年?[-/]?[Qq](\d)$")?, 'Q'),
        (pattern!(r"^(\d{4})年?[-/]?第?(\d)季度?$")?, 'Q'),
        (pattern!(r"^(\d{4})年?[-/]?[Hh](\d)$")?, 'H'),
        (pattern!(r"^(\d{4})年?[-/]?[Ww]?第?(\d{1,2})周$")?, 'W'),
        (pattern!(r"^(\d{4})年?[-/]?[Ww](\d{1,2})$")?, 'W'),
    ];
    let width = |letter: char| if letter == 'W' { 2 } else { 1 };
    let part = parts.iter().find_map(|(pattern, letter)| {
        let found = pattern.captures(&halves)?;
        Some(format!("{}-{letter}{:0>2$}", group(&found, 1), group(&found, 2), width(*letter)))
    });
    part.or_else(|| months(&plain)).or_else(|| range(&plain)).or_else(|| typed_date(text))
}

fn group<'a>(found: &'a Captures<'_>, n: usize) -> &'a str {
    found.get(n).map_or("", |part| part.as_str())
}

/// Year, month and day, each two digits at least. A short year is one of this century.
fn written(year: &str, month: &str, day: &str) -> String {
    let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
    let parts = [month, day].into_iter().filter(|part| !part.is_empty());
    parts.fold(year, |date, part| format!("{date}-{part:0>2}"))
}

/// A moment with its zone, as tables and programs write it: the day that it is in China, `2023-03-22T20:00:00Z`.
fn moment(text: &str) -> Option<String> {
    let form = pattern!(
        r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]\s*(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(?:UTC|GMT)?([Zz]|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?$"
    )?;
    let found = form.captures(text)?;
    let number = |n: usize| group(&found, n).parse::<u32>().ok();
    let zone = match group(&found, 6) {
        "" if !text.ends_with("UTC") && !text.ends_with("GMT") => return None,
        "" | "Z" | "z" => 0,
        zone => {
            let digits = zone.trim_start_matches(['+', '-']).replace(':', "");
            let (hours, minutes) = digits.split_at_checked(digits.len().min(2))?;
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().unwrap_or(0);
            if zone.starts_with('-') { -minutes } else { minutes }
        }
    };
    let day = NaiveDate::from_ymd_opt(group(&found, 1).parse().ok()?, number(2)?, number(3)?)?;
    let time = day.and_hms_opt(number(4)?, number(5)?, 0)?;
    let here = time.checked_add_signed(TimeDelta::try_minutes(8 * 60 - zone)?)?;
    Some(here.format("%Y-%m-%d").to_string())
}

fn full(text: &str) -> Option<String> {
    let day = pattern!(concat!(
        r"^(\d{4}|\d{2})\s*(?:年|[-/.,、—–])\s*(\d{1,2})\s*(?:月份?|[-/.,、—–])\s*(\d{1,2})\s*[日号]?",
        r"\s*(?:[(]?(?:星期|周|礼拜).[)]?)?\s*(?:(?:T|上午|下午|晚)?\s*\d{1,2}[:时点].*)?$"
    ))?;
    let month = pattern!(r"^(\d{4}|\d{2}年?)\s*(?:年|[-/.、—–])?\s*(\d{1,2})\s*月?份?(?:上旬|中旬|下旬|初|底|末)?$")?;
    let year = pattern!(r"^(\d{4})年?(?:度|全年|初|底|末)?$")?;
    let of_day = day.captures(text).map(|found| written(group(&found, 1), group(&found, 2), group(&found, 3)));
    let of_month = || {
        let found = month.captures(text).filter(|_| !text.chars().all(|c| c.is_ascii_digit()))?;
        // 2023年51 tells of no month.
        let is_month =
            group(&found, 2).parse::<u32>().is_ok_and(|month| month <= 12) || text.contains(['月', '-', '/', '.']);
        if !is_month {
            return None;
        }
        Some(written(group(&found, 1).trim_end_matches('年'), group(&found, 2), ""))
    };
    of_day.or_else(of_month).or_else(|| year.captures(text).map(|found| group(&found, 1).to_owned()))
}

/// `20230322`, and `202303` where it is no day.
fn run_together(text: &str) -> Option<String> {
    if let [one] = possible_dates(text).as_slice() {
        return Some(one.clone()).filter(|date| date.len() == "2023-03".len());
    }
    let found = pattern!(r"^(\d{4})(\d{2})(\d{2})$")?.captures(text)?;
    Some(written(group(&found, 1), group(&found, 2), group(&found, 3)))
}

/// `22/3/2023`, where it is certain which is the day.
fn day_first(text: &str) -> Option<String> {
    let found = pattern!(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")?.captures(text)?;
    let number = |n: usize| group(&found, n).parse::<u32>().unwrap_or(0);
    match (number(1) > 12, number(2) > 12) {
        (true, false) => Some(written(group(&found, 3), group(&found, 2), group(&found, 1))),
        (false, true) => Some(written(group(&found, 3), group(&found, 1), group(&found, 2))),
        _ => None,
    }
}

fn english(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.to_lowercase();
    let number = |name: &str| {
        let place = MONTHS.iter().position(|month| name.starts_with(month))?;
        Some((place + 1).to_string())
    };
    let month_first = pattern!(r"^([a-z]{3,9})\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$")?;
    let day_first = pattern!(r"^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s*(\d{4})$")?;
    if let Some(found) = month_first.captures(&text) {
        return Some(written(group(&found, 3), &number(group(&found, 1))?, group(&found, 2)));
    }
    let found = day_first.captures(&text)?;
    Some(written(group(&found, 3), &number(group(&found, 2))?, group(&found, 1)))
}

/// `2023年1-10月`, `2023年前10个月`.
fn months(text: &str) -> Option<String> {
    let between = pattern!(r"^(\d{4})[年./]?-?(\d{1,2})月?份?[-~至到—–]+(\d{1,2})月份?$")?;
    let first = pattern!(r"^(\d{4})年?前(\d{1,2})个?月$")?;
    let quarters = pattern!(r"^(\d{4})年?前([1-4])个?季度$")?;
    if let Some(found) = between.captures(text) {
        let year = group(&found, 1);
        return Some(format!("{}..{}", written(year, group(&found, 2), ""), written(year, group(&found, 3), "")));
    }
    let from_start = |found: &Captures<'_>, last: &str| {
        let year = group(found, 1);
        format!("{}..{}", written(year, "1", ""), written(year, last, ""))
    };
    if let Some(found) = quarters.captures(text) {
        let last = group(&found, 2).parse::<u32>().unwrap_or(0) * 3;
        return Some(from_start(&found, &last.to_string()));
    }
    let found = first.captures(text)?;
    Some(from_start(&found, group(&found, 2)))
}

/// From one date to another; the second may leave out the year.
fn range(text: &str) -> Option<String> {
    let years = pattern!(r"^(\d{4})年?[-~至到—–](\d{4})年?$")?;
    if let Some(found) = years.captures(text) {
        return Some(format!("{}..{}", group(&found, 1), group(&found, 2)));
    }
    let signs = ["...", "..", "~", "至", "到", "——", "—", "–"];
    let (from, to) = signs.iter().find_map(|sign| text.split_once(sign)).or_else(|| {
        let dashes: Vec<usize> = text.match_indices("-").map(|(place, _)| place).collect();
        let middle = dashes.get(dashes.len() / 2).filter(|_| dashes.len() % 2 == 1)?;
        Some((text.get(..*middle)?, text.get(middle + 1..)?))
    })?;
    let from = typed_date(from)?;
    let to = typed_date(to).or_else(|| typed_date(&format!("{}年{to}", from.get(..4)?)))?;
    Some(format!("{from}..{to}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_type_them() {
        for (text, expected) in [
            ("2023年3月22日", Some("2023-03-22")),
            ("2023年3月", Some("2023-03")),
            ("2023.3", Some("2023-03")),
            ("２０２３-03", Some("2023-03")),
            ("2023/5/1", Some("2023-05-01")),
            ("2023-3-2", Some("2023-03-02")),
            ("20230322", Some("2023-03-22")),
            ("202303", Some("2023-03")),
            ("23-3-22", Some("2023-03-22")),
            ("2023-03-22 09:00", Some("2023-03-22")),
            ("2023-03-22T09:00:00+08:00", Some("2023-03-22")),
            ("2023-03-22T09:00:00Z", Some("2023-03-22")),
            ("2023-03-22T20:00:00Z", Some("2023-03-23")),
            ("2023-12-31T16:00:00.000Z", Some("2024-01-01")),
            ("2023-03-22 23:30:00 -0500", Some("2023-03-23")),
            ("2023-03-22 03:30+09", Some("2023-03-22")),
            ("2023-03-22T00:30:00+09:00", Some("2023-03-21")),
            ("2023-03-22 20:00 UTC", Some("2023-03-23")),
            ("2023-03-22T20:00:00", Some("2023-03-22")),
            ("二〇二三年三月", Some("2023-03")),
            ("二○二三年十二月三十一日", Some("2023-12-31")),
            ("2023年底", Some("2023")),
            ("2023年3月上旬", Some("2023-03")),
            ("Mar 2023", Some("2023-03")),
            ("March 22, 2023", Some("2023-03-22")),
            ("22 March 2023", Some("2023-03-22")),
            ("22/3/2023", Some("2023-03-22")),
            ("3/4/2023", None),
            ("2023年上半年", None),
            ("近日", None),
            ("230305", None),
            ("200512", None),
            ("10230305", None),
            ("1023年3月5日", None),
            ("2023年五一", None),
            ("2023年十一", None),
            ("2023年十一月", Some("2023-11")),
            ("2023.13", Some("2023-13")),
            ("2023年春节前", None),
        ] {
            assert_eq!(typed_date(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_several_dates_gives_them() {
        for (text, expected) in [
            ("230305", &["2023-03-05"][..]),
            ("202303", &["2023-03"]),
            ("200512", &["2005-12", "2020-05-12"]),
            ("231305", &[]),
            ("2303", &[]),
        ] {
            assert_eq!(possible_dates(text), expected, "{text}");
        }
        for (text, name, expected) in [
            ("2023年五一", "五一", &["2023-05-01"][..]),
            ("2023五一前", "五一", &["2023-05-01"]),
            ("2024年国庆节", "国庆", &["2024-10-01"]),
            ("2023年十一", "十一", &["2023-10-01", "2023-11"]),
            ("2023年春节后", "春节", &[]),
        ] {
            let dates = expected.iter().map(|date| (*date).to_owned()).collect();
            assert_eq!(festival(text), Some((name, dates)), "{text}");
        }
        for text in ["2023年十一月", "2023年三月", "五一路", "五一", "2023", "2023年底"] {
            assert_eq!(festival(text), None, "{text}");
        }
    }

    #[test]
    fn periods_as_people_type_them() {
        for (text, expected) in [
            ("2023年1-10月", Some("2023-01..2023-10")),
            ("2023年1月至10月", Some("2023-01..2023-10")),
            ("2023年前三季度", Some("2023-01..2023-09")),
            ("2023年前10个月", Some("2023-01..2023-10")),
            ("2023Q1", Some("2023-Q1")),
            ("2023年一季度", Some("2023-Q1")),
            ("2023年第一季度", Some("2023-Q1")),
            ("2023年上半年", Some("2023-H1")),
            ("2023年第5周", Some("2023-W05")),
            ("2021-2023年", Some("2021..2023")),
            ("2023年1月1日至3月31日", Some("2023-01-01..2023-03-31")),
            ("2023-01-2023-10", Some("2023-01..2023-10")),
            ("2023年", Some("2023")),
            ("2023年3月", Some("2023-03")),
        ] {
            assert_eq!(typed_period(text).as_deref(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC*") {
            let _ = (typed_date(&text), typed_period(&text), possible_dates(&text), festival(&text));
        }
    }
}
