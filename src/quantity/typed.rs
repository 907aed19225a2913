//! Numbers as people type them: `四亿元`, `1亿2千万`, `近500块`, `4亿元以上`, `1,000万元`, `百分之九十五`.

use rust_decimal::Decimal;

use super::{Comparator, Fraction, Money, Percent, Quantity, Scale, number};
use crate::text::{arabic, narrow};

/// Words before a number that say how it stands to the true one.
const BEFORE: &[(&str, Comparator)] = &[
    ("不低于", Comparator::AtLeast),
    ("不少于", Comparator::AtLeast),
    ("至少", Comparator::AtLeast),
    ("≥", Comparator::AtLeast),
    (">=", Comparator::AtLeast),
    ("不超过", Comparator::AtMost),
    ("至多", Comparator::AtMost),
    ("最多", Comparator::AtMost),
    ("≤", Comparator::AtMost),
    ("<=", Comparator::AtMost),
    ("超过", Comparator::MoreThan),
    ("超", Comparator::MoreThan),
    ("逾", Comparator::MoreThan),
    ("突破", Comparator::MoreThan),
    (">", Comparator::MoreThan),
    ("不足", Comparator::LessThan),
    ("不到", Comparator::LessThan),
    ("<", Comparator::LessThan),
    ("大约", Comparator::About),
    ("将近", Comparator::About),
    ("接近", Comparator::About),
    ("约", Comparator::About),
    ("近", Comparator::About),
    ("~", Comparator::About),
];

/// The same after the unit.
const AFTER: &[(&str, Comparator)] = &[
    ("以上", Comparator::AtLeast),
    ("以内", Comparator::AtMost),
    ("以下", Comparator::AtMost),
    ("左右", Comparator::About),
    ("上下", Comparator::About),
];

/// The quantity that a text was probably meant to be.
pub fn typed_quantity(text: &str) -> Option<Quantity> {
    let narrow = arabic(&with_both_scales(&narrow(text).replace("零下", "-")));
    let text = narrow.trim_end_matches('.');
    let (text, is_yuan) = without_currency(text);
    let (text, of_hundred) = match text.strip_prefix("100分之") {
        Some(rest) => (format!("{rest}%"), true),
        None => (text, false),
    };
    let (comparator, rest) = first_of(BEFORE, &text, |text, word| text.strip_prefix(word));
    let (minus, rest) = sign(rest);
    let low = amount(rest)?;
    let dash = ["~", "至", "—", "-"].iter().find_map(|dash| low.rest.strip_prefix(dash));
    let high = dash.and_then(amount).filter(|_| !low.more);
    let (more, rest) = high.as_ref().map_or((low.more, low.rest), |high| (high.more, high.rest));
    let (after, unit) = first_of(AFTER, rest, |text, word| text.strip_suffix(word));
    let scale = high.as_ref().map_or(low.scale, |high| high.scale);
    let stated = |whole: Decimal| whole.checked_div(scale.factor()).map(|value| value.normalize());
    let value = match &high {
        Some(_) if low.scale == Scale::One => low.stated,
        Some(_) => stated(low.whole)?,
        None => low.stated,
    };
    let to = high.as_ref().map(|high| high.stated);
    let comparator = [comparator, after].into_iter().find(|one| *one != Comparator::Exactly);
    let unit = if unit.is_empty() && is_yuan { "元" } else { unit };
    let unit = if of_hundred { "%" } else { unit };
    let comparator = comparator.unwrap_or(if more { Comparator::MoreThan } else { Comparator::Exactly });
    let value = if minus { -value } else { value };
    match unit.strip_prefix('成') {
        Some(half) if scale == Scale::One => tenths(comparator, value, to, half),
        // 三分之二 is a fraction, not 3 of something.
        _ if unit.starts_with("分之") => None,
        _ => Some(Quantity { comparator, value, to, scale, unit: unit.to_owned() }),
    }
}

/// `4-6千元` as `4千-6千元`: the word after the second number is of both.
fn with_both_scales(text: &str) -> String {
    let parts = ["~", "至", "—", "-"].iter().find_map(|dash| Some((text.split_once(dash)?, *dash)));
    let Some(((low, high), dash)) = parts else { return text.to_owned() };
    let scale = high.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').chars().next();
    let is_bare = low.ends_with(|c: char| c.is_ascii_digit()) && high.starts_with(|c: char| c.is_ascii_digit());
    match scale.filter(|scale| is_bare && "十百千".contains(*scale)) {
        Some(scale) => format!("{low}{scale}{dash}{high}"),
        None => text.to_owned(),
    }
}

/// Tenths as a percentage: `九成`, `八成五`, `三至四成`.
fn tenths(comparator: Comparator, value: Decimal, to: Option<Decimal>, half: &str) -> Option<Quantity> {
    let more = if half.is_empty() { Decimal::ZERO } else { half.parse().ok().filter(|one| *one < Decimal::TEN)? };
    let percent = |tenths: Decimal| tenths.checked_mul(Decimal::TEN);
    let value = percent(value)?.checked_add(if to.is_none() { more } else { Decimal::ZERO })?;
    let to = to.map(|to| percent(to)?.checked_add(more)).map_or(Some(None), |to| to.map(Some))?;
    Some(Quantity { comparator, value: value.normalize(), to, scale: Scale::One, unit: "%".to_owned() })
}

/// What money was probably meant to be: one way to write it, or two to choose from.
pub fn typed_money(text: &str) -> Vec<String> {
    let Some(mut money) = typed_quantity(text) else { return Vec::new() };
    if matches!(money.unit.as_str(), "块" | "块钱" | "圆") {
        money.unit = "元".into();
    }
    let bare = money.unit.is_empty();
    if bare {
        money.unit = "元".into();
    }
    let mut written = vec![money.to_string()];
    if bare && money.scale == Scale::One {
        written.push(Quantity { scale: Scale::Wan, ..money }.to_string());
    }
    written.retain(|text| text.parse::<Money>().is_ok());
    written
}

/// What a percentage was probably meant to be: one way to write it, or two to choose from.
pub fn typed_percent(text: &str) -> Vec<String> {
    let Some(mut percent) = typed_quantity(text) else { return Vec::new() };
    let bare = percent.unit.is_empty();
    if bare {
        percent.unit = "%".into();
    }
    let mut written = vec![percent.to_string()];
    if bare && percent.value.abs() < Decimal::ONE && !percent.value.is_zero() {
        let value = percent.value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(percent.value).normalize();
        written.insert(0, Quantity { value, ..percent }.to_string());
    }
    written.retain(|text| text.parse::<Percent>().is_ok());
    written
}

/// What a whole number was probably meant to be: a plain number, whatever its unit. None for one below zero.
pub fn typed_count(text: &str) -> Option<String> {
    let quantity = typed_quantity(text).filter(Quantity::is_exact)?;
    let whole = quantity.whole()?.normalize();
    (whole.scale() == 0 && !whole.is_sign_negative()).then(|| whole.to_string())
}

/// What a share was probably meant to be: `三分之二`, `2:3`.
pub fn typed_fraction(text: &str) -> Option<String> {
    let text = arabic(&narrow(text));
    let (part, whole) = match text.split_once("分之") {
        Some((whole, part)) => (part.to_owned(), whole.to_owned()),
        None => text.split_once([':', '∶', '⁄']).map(|(part, whole)| (part.to_owned(), whole.to_owned()))?,
    };
    format!("{part}/{whole}").parse::<Fraction>().ok().map(|fraction| fraction.to_string())
}

/// Without the sign of the currency, and whether there was one.
fn without_currency(text: &str) -> (String, bool) {
    let plain = ["人民币", "¥", "￥", "RMB", "CNY"].iter().fold(text.to_owned(), |text, sign| text.replace(sign, ""));
    let is_yuan = plain.len() != text.len();
    (plain, is_yuan)
}

fn first_of<'a>(
    words: &[(&str, Comparator)],
    text: &'a str,
    strip: impl Fn(&'a str, &str) -> Option<&'a str>,
) -> (Comparator, &'a str) {
    let found = words.iter().find_map(|(word, comparator)| strip(text, word).map(|rest| (*comparator, rest)));
    found.unwrap_or((Comparator::Exactly, text))
}

/// Whether the number counts downwards: a minus, or a word such as `下降`.
fn sign(text: &str) -> (bool, &str) {
    let minus = ["同比下降", "下降", "减少", "降低", "下滑", "回落", "-", "−", "–"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let plus =
        ["同比增长", "增长", "上升", "增加", "提高", "提升", "+"].iter().find_map(|word| text.strip_prefix(word));
    minus.map_or((false, plus.unwrap_or(text)), |rest| (true, rest))
}

/// A number with `万` and `亿`, which may be several parts: `1亿2000万`.
struct Amount<'a> {
    whole: Decimal,
    /// In `scale`, with the digits of the source where it is one number.
    stated: Decimal,
    scale: Scale,
    /// `余`, `多`: more than this.
    more: bool,
    rest: &'a str,
}

fn amount(text: &str) -> Option<Amount<'_>> {
    let first = part(text)?;
    let mut amount = Amount {
        whole: first.number.checked_mul(first.factor())?,
        stated: first.number,
        scale: first.scale,
        more: first.more,
        rest: first.rest,
    };
    if first.ten_thousand_fold {
        amount.stated = first.number.checked_mul(Scale::Wan.factor())?;
    }
    let mut factor = first.factor();
    while let Some(next) = part(amount.rest).filter(|next| next.factor() < factor && !amount.more) {
        amount.whole = amount.whole.checked_add(next.number.checked_mul(next.factor())?)?;
        amount.stated = amount.whole.checked_div(amount.scale.factor())?.normalize();
        (amount.more, amount.rest) = (next.more, next.rest);
        factor = next.factor();
    }
    Some(amount)
}

struct Part<'a> {
    number: Decimal,
    scale: Scale,
    ten_thousand_fold: bool,
    more: bool,
    rest: &'a str,
}

impl Part<'_> {
    fn factor(&self) -> Decimal {
        let factor = self.scale.factor();
        if self.ten_thousand_fold { factor * Scale::Wan.factor() } else { factor }
    }
}

fn part(text: &str) -> Option<Part<'_>> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(digits);
    let (number, left) = number(&ungrouped(digits)?).ok().map(|(number, left)| (number, left.len()))?;
    if left > 0 {
        return None;
    }
    let (before, rest) = more(rest);
    let (scale, ten_thousand_fold, rest) =
        match (rest.strip_prefix("万亿"), rest.strip_prefix('亿'), rest.strip_prefix('万')) {
            (Some(rest), ..) => (Scale::Yi, true, rest),
            (_, Some(rest), _) => (Scale::Yi, false, rest),
            (_, _, Some(rest)) => (Scale::Wan, false, rest),
            _ => (Scale::One, false, rest),
        };
    let (after, rest) = more(rest);
    Some(Part { number, scale, ten_thousand_fold, more: before || after, rest })
}

fn more(text: &str) -> (bool, &str) {
    let rest = ["余", "多"].iter().find_map(|word| text.strip_prefix(word));
    rest.map_or((false, text), |rest| (true, rest))
}

/// Digits without the commas that part thousands; none where a comma parts something else.
fn ungrouped(digits: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let grouped = whole.split(',').skip(1).all(|group| group.len() == 3);
    let plain = whole.replace(',', "");
    grouped.then(|| fraction.map_or(plain.clone(), |fraction| format!("{plain}.{fraction}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_as_people_type_them() {
        for (text, expected) in [
            ("近500块", "约500块"),
            ("三万吨", "3万吨"),
            ("1,000个", "1000个"),
            ("27,775件", "27775件"),
            ("30多个", ">30个"),
            ("500余块", ">500块"),
            ("≥3 0个", "≥30个"),
            ("12万亿元", "120000亿元"),
            ("百分之九十五", "95%"),
            ("三十至四十个", "30~40个"),
            ("二三十户", "20~30户"),
            ("4-6千元", "4000~6000元"),
            ("零下20度", "-20度"),
            ("约九成", "约90%"),
            ("八成五", "85%"),
            ("九成以上", "≥90%"),
            ("三至四成", "30~40%"),
            ("提高3个百分点", "3个百分点"),
        ] {
            let quantity = typed_quantity(text).map(|quantity| quantity.to_string());
            assert_eq!(quantity.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(typed_quantity("若干"), None);
        assert_eq!(typed_quantity("近三分之二"), None);
    }

    #[test]
    fn money_as_people_type_it() {
        for (text, expected) in [
            ("四亿元", "4亿元"),
            ("1亿2千万", "1.2亿元"),
            ("1亿2000万元", "1.2亿元"),
            ("4亿元以上", "≥4亿元"),
            ("近4亿元", "约4亿元"),
            ("4亿余元", ">4亿元"),
            ("4.37億元", "4.37亿元"),
            ("¥4.37亿", "4.37亿元"),
            ("4.37亿元人民币", "4.37亿元"),
            ("4.37亿元。", "4.37亿元"),
            ("五千万元", "5000万元"),
            ("5千元", "5000元"),
            ("3-4亿", "3~4亿元"),
            ("3亿元", "3亿元"),
            ("500块钱", "500元"),
        ] {
            assert_eq!(typed_money(text), [expected], "{text}");
        }
        assert_eq!(typed_money("43700"), ["43700元", "43700万元"]);
        assert_eq!(typed_money("500万美元"), Vec::<String>::new());
    }

    #[test]
    fn percentages_and_counts_as_people_type_them() {
        for (text, expected) in [
            ("8.2", &["8.2%"][..]),
            ("下降3%", &["-3%"]),
            ("+8%", &["8%"]),
            ("百分之九十五", &["95%"]),
            ("0.95", &["95%", "0.95%"]),
            ("8.2个百分点", &[]),
        ] {
            assert_eq!(typed_percent(text), expected, "{text}");
        }
        for (text, expected) in
            [("10人", Some("10")), ("十人", Some("10")), ("010", Some("10")), ("-3", None), ("1.5", None)]
        {
            assert_eq!(typed_count(text).as_deref(), expected, "{text}");
        }
        assert_eq!(typed_fraction("三分之二").as_deref(), Some("2/3"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC*") {
            let _ = (typed_quantity(&text), typed_money(&text), typed_percent(&text), typed_count(&text));
        }
    }
}
