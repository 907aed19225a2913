//! Numbers as people type them: `四亿元`, `1亿2千万`, `近500块`, `4亿元以上`, `1,000万元`, `百分之九十五`.

use rust_decimal::Decimal;

use super::numeral::{Numeral, Way, numeral};
use super::{Comparator, Fraction, Money, Percent, Quantity, Scale};
use crate::text::{Script, arabic, is_han, narrow};

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
    ("之内", Comparator::AtMost),
    ("以下", Comparator::AtMost),
    ("左右", Comparator::About),
    ("上下", Comparator::About),
    ("多", Comparator::MoreThan),
];

/// What stands between the ends of a range.
const DASHES: &[&str] = &["——", "—", "–", "~", "至", "到", "-"];

/// What a text was probably meant to be: one quantity, or those that it can be read as. None where it is none.
pub fn typed_quantities(text: &str) -> Vec<Quantity> {
    let plain = Script::Simplified.write(&narrow(text)).replace("零下", "-");
    let (text, is_yuan) = without_currency(plain.trim_end_matches('.'));
    let mut read: Vec<Quantity> = Vec::new();
    for way in [Way::Spoken, Way::Literal] {
        let quantity = quantity(&text, is_yuan, way).filter(|one| one.to_string().parse() == Ok(one.clone()));
        match quantity {
            Some(quantity) if !read.contains(&quantity) => read.push(quantity),
            Some(_) => {}
            // Both ways must give a number; where one does not, neither is offered.
            None => return Vec::new(),
        }
    }
    read
}

fn quantity(text: &str, is_yuan: bool, way: Way) -> Option<Quantity> {
    let (before, rest) = first_of(BEFORE, text, |text, word| text.strip_prefix(word));
    let (sign, rest) = sign(rest);
    let (behind_sign, rest) = first_of(BEFORE, rest, |text, word| text.strip_prefix(word));
    let (after, rest) = first_of(AFTER, rest, |text, word| text.strip_suffix(word));
    let rest = rest.strip_suffix("之间").unwrap_or(rest);
    let of_hundred = rest.strip_prefix("百分之").or_else(|| rest.strip_prefix("100分之"));
    let of_hundred = of_hundred.map(|rest| if rest == "百" { "100" } else { rest });
    let low = numeral(of_hundred.unwrap_or(rest), way)?;
    let high = end_of_range(low.rest, way);
    let (more, unit) = high.as_ref().map_or((low.more, low.rest), |high| (high.numeral.more, high.numeral.rest));
    if high.as_ref().is_some_and(|high| low.more || low.to.is_some() || high.numeral.to.is_some()) {
        return None;
    }
    let scale = high.as_ref().map_or(low.scale, |high| high.numeral.scale);
    let stated = |whole: Decimal| whole.checked_div(scale.factor()).map(|value| value.normalize());
    let (value, to) = match (&high, low.to) {
        (Some(high), _) => (low_end(&low, &high.numeral, scale)?, Some(high.numeral.stated)),
        (None, Some(to)) => (low.stated, Some(stated(to)?)),
        (None, None) => (low.stated, None),
    };
    let mut comparators = [before, behind_sign, after].into_iter().filter(|one| *one != Comparator::Exactly);
    let comparator = comparators.next();
    if comparators.any(|other| Some(other) != comparator) {
        return None;
    }
    let comparator = comparator.unwrap_or(if more { Comparator::MoreThan } else { Comparator::Exactly });
    // -8%以上 is said of what falls by more as well as of what is no lower.
    let is_turned = match sign {
        Sign::Falls => true,
        Sign::Minus => after != Comparator::Exactly && after != Comparator::About && way == Way::Spoken,
        Sign::None => false,
    };
    let comparator = if is_turned { turned(comparator) } else { comparator };
    let (value, to) = match (sign, to) {
        (Sign::None, to) => (value, to),
        (_, None) => (-value, None),
        (Sign::Falls, Some(to)) => (-to, Some(-value)),
        (Sign::Minus, Some(to)) => {
            let high = high.as_ref()?;
            // -8~-10%, and -8-10%, which can be both.
            match high.has_minus || (high.is_hyphen && way == Way::Spoken) {
                true => (-value.max(to), Some(-value.min(to))),
                false => (-value, Some(to)),
            }
        }
    };
    // -0.0% is what tables make of a small fall.
    if sign == Sign::Minus && value.is_zero() && to.is_none() {
        return None;
    }
    let value = if value.is_zero() { value.abs() } else { value };
    let unit = match (of_hundred.is_some(), unit) {
        (true, "") => "%",
        (true, _) => return None,
        (false, "") if is_yuan => "元",
        (false, unit) => unit,
    };
    match unit.strip_prefix('成') {
        Some(half) if scale == Scale::One => tenths(comparator, value, to, half),
        // 三分之二 is a fraction, not 3 of something.
        _ if unit.starts_with("分之") => None,
        _ => Some(Quantity { comparator, value, to, scale, unit: unit.to_owned() }),
    }
}

/// The upper end of a range.
struct High<'a> {
    numeral: Numeral<'a>,
    has_minus: bool,
    /// Whether a hyphen stands between the two, which may be a minus.
    is_hyphen: bool,
}

/// The upper end of a range, from what follows its lower end: the dash, or its unit and the dash.
fn end_of_range(rest: &str, way: Way) -> Option<High<'_>> {
    let (place, dash) =
        DASHES.iter().filter_map(|dash| Some((rest.find(dash)?, *dash))).min_by_key(|(place, _)| *place)?;
    let (unit, after) = rest.split_at(place);
    let after = after.strip_prefix(dash)?;
    let (has_minus, after) = after.strip_prefix('-').map_or((false, after), |after| (true, after));
    let numeral = numeral(after.strip_prefix("百分之").unwrap_or(after), way)?;
    // 3亿元-5亿元, 8%至10%.
    let is_same_unit = unit.is_empty() || numeral.rest == unit;
    is_same_unit.then_some(High { numeral, has_minus, is_hyphen: dash == "-" })
}

/// The lower end of a range as its upper end is stated: `4-6千元` is of thousands, `3000万-1亿元` of 亿, and `5000-1万元`
/// says nothing but what stands there.
fn low_end(low: &Numeral<'_>, high: &Numeral<'_>, scale: Scale) -> Option<Decimal> {
    let end = high.to.unwrap_or(high.whole);
    let is_bare = low.factor.is_none_or(|factor| factor == Decimal::ONE) && low.scale == Scale::One;
    let multiplied = high.factor.filter(|_| is_bare).and_then(|factor| low.whole.checked_mul(factor));
    match multiplied.filter(|multiplied| *multiplied <= end) {
        Some(multiplied) if multiplied == low.stated.checked_mul(scale.factor())? => Some(low.stated),
        Some(multiplied) => Some(multiplied.checked_div(scale.factor())?.normalize()),
        None if low.scale == scale => Some(low.stated),
        None => Some(low.whole.checked_div(scale.factor())?.normalize()),
    }
}

/// How a number stands to the true one, where both count downwards: a fall of at least 8% is a growth of at most -8%.
fn turned(comparator: Comparator) -> Comparator {
    match comparator {
        Comparator::AtLeast => Comparator::AtMost,
        Comparator::AtMost => Comparator::AtLeast,
        Comparator::MoreThan => Comparator::LessThan,
        Comparator::LessThan => Comparator::MoreThan,
        same => same,
    }
}

/// Tenths as a percentage: `九成`, `八成五`, `三至四成`.
fn tenths(comparator: Comparator, value: Decimal, to: Option<Decimal>, half: &str) -> Option<Quantity> {
    let more = match half {
        "" => Decimal::ZERO,
        half => {
            numeral(half, Way::Spoken)
                .filter(|half| half.rest.is_empty() && half.to.is_none() && half.whole < Decimal::TEN)?
                .whole
        }
    };
    let more = if value.is_sign_negative() { -more } else { more };
    let percent = |tenths: Decimal| tenths.checked_mul(Decimal::TEN);
    let value = percent(value)?.checked_add(if to.is_none() { more } else { Decimal::ZERO })?;
    let to = to.map(|to| percent(to)?.checked_add(more)).map_or(Some(None), |to| to.map(Some))?;
    Some(Quantity { comparator, value: value.normalize(), to, scale: Scale::One, unit: "%".to_owned() })
}

/// What money was probably meant to be: one way to write it, or several to choose from.
pub fn typed_money(text: &str) -> Vec<String> {
    let mut written = Vec::new();
    for mut money in typed_quantities(text) {
        if matches!(money.unit.as_str(), "块" | "块钱" | "圆" | "元整" | "元正") {
            money.unit = "元".into();
        }
        let is_bare = money.unit.is_empty();
        if is_bare {
            money.unit = "元".into();
        }
        written.push(money.to_string());
        // Of 3千5 nobody knows whether 元 or 万元 was left out, either.
        if is_bare && money.scale == Scale::One {
            written.push(Quantity { scale: Scale::Wan, ..money }.to_string());
        }
    }
    written.retain(|text| text.parse::<Money>().is_ok());
    written
}

/// What a percentage was probably meant to be: one way to write it, or several to choose from.
pub fn typed_percent(text: &str) -> Vec<String> {
    let mut written = Vec::new();
    for mut percent in typed_quantities(text) {
        let is_bare = percent.unit.is_empty();
        if is_bare {
            percent.unit = "%".into();
        }
        if is_bare && percent.value.abs() < Decimal::ONE && !percent.value.is_zero() {
            let value = percent.value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(percent.value).normalize();
            written.push(Quantity { value, ..percent.clone() }.to_string());
        }
        written.push(percent.to_string());
    }
    written.retain(|text| text.parse::<Percent>().is_ok());
    written
}

/// What a whole number was probably meant to be: a plain number, whatever its unit. None for one below zero.
pub fn typed_count(text: &str) -> Option<String> {
    let quantities = typed_quantities(text);
    let [quantity] = quantities.as_slice() else { return None };
    let is_counted = quantity.unit.is_empty() || quantity.unit.starts_with(is_han);
    let whole = quantity.whole().filter(|_| is_counted && quantity.is_exact())?.normalize();
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

/// Which way a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Upwards.
    None,
    /// Downwards, by a minus.
    Minus,
    /// Downwards, by a word: 下降, 负增长.
    Falls,
}

/// Words of what falls, and of what grows, the longer ones first. None for those that tell what it fell to: 降至.
const FALLS: &[&str] =
    &["负增长", "下降", "减少", "降低", "下滑", "下跌", "回落", "缩减", "降幅达", "降幅为", "降幅", "降", "跌", "减"];
const GROWS: &[&str] =
    &["增长", "上升", "增加", "提高", "提升", "增幅达", "增幅为", "增幅", "增速达", "增速为", "增速", "增", "+"];

/// Which way a number counts: a minus, or a word such as `下降`.
fn sign(text: &str) -> (Sign, &str) {
    let plain = text.strip_prefix("同比").unwrap_or(text);
    let of = |words: &[&str]| {
        let rest = words.iter().find_map(|word| plain.strip_prefix(word))?;
        Some(rest.strip_prefix('了').unwrap_or(rest))
    };
    let minus = || ["-", "−", "–", "负"].iter().find_map(|sign| text.strip_prefix(sign));
    of(FALLS)
        .map(|rest| (Sign::Falls, rest))
        .or_else(|| minus().map(|rest| (Sign::Minus, rest)))
        .or_else(|| of(GROWS).map(|rest| (Sign::None, rest)))
        .unwrap_or((Sign::None, text))
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
            ("2千5百件", "2500件"),
            ("1百零5个", "105个"),
            ("3千5", "3500"),
            ("五千三", "5300"),
            ("一百五个", "150个"),
            ("1万2个", "1.2万个"),
            ("两万五", "2.5万"),
            ("三五个", "3~5个"),
            ("一两个", "1~2个"),
            ("三四公里", "3~4公里"),
            ("十七八个", "17~18个"),
            ("七八百件", "700~800件"),
            ("三至四百人", "300~400人"),
            ("30人到40人", "30~40人"),
            ("500-1千人", "500~1000人"),
            ("七八成", "70~80%"),
            ("三点五万吨", "3.5万吨"),
            ("3K个", "3000个"),
            ("30个多", ">30个"),
        ] {
            let quantities: Vec<String> = typed_quantities(text).iter().map(Quantity::to_string).collect();
            assert_eq!(quantities, [expected], "{text}");
        }
        for text in ["若干", "近三分之二", "五三个", "1O件", "1e3件", "100+", "至少3个以内", "超5个左右"]
        {
            assert_eq!(typed_quantities(text), [], "{text}");
        }
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
            ("2千5百万元", "2500万元"),
            ("3千5百8十万元", "3580万元"),
            ("1百5十万元", "150万元"),
            ("5千3百元", "5300元"),
            ("1亿5", "1.5亿元"),
            ("1亿5千", "1.5亿元"),
            ("1亿5千万", "1.5亿元"),
            ("3亿5000", "3.5亿元"),
            ("两亿五", "2.5亿元"),
            ("一万五元", "1.5万元"),
            ("2万5元", "2.5万元"),
            ("5000-1万元", "0.5~1万元"),
            ("3000万元-1亿元", "0.3~1亿元"),
            ("三五千万元", "3000~5000万元"),
            ("5W元", "5万元"),
            ("伍佰万元整", "500万元"),
        ] {
            assert_eq!(typed_money(text), [expected], "{text}");
        }
        assert_eq!(typed_money("3亿5000元"), ["3.5亿元", "3.00005亿元"]);
        assert_eq!(typed_money("1亿5千元"), ["1.5亿元", "1.00005亿元"]);
        assert_eq!(typed_money("一百五万元"), ["150万元", "105万元"]);
        assert_eq!(typed_money("3千5"), ["3500元", "3500万元"]);
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
            ("百分之八点二", &["8.2%"]),
            ("百分之零点五", &["0.5%"]),
            ("百分之三十二点七", &["32.7%"]),
            ("百分之三点零五", &["3.05%"]),
            ("百分之八以上", &["≥8%"]),
            ("百分之八左右", &["约8%"]),
            ("百分之八到百分之十", &["8~10%"]),
            ("百分之百", &["100%"]),
            ("百分之一百二", &["120%"]),
            ("增长百分之八点二", &["8.2%"]),
            ("下降百分之三点五", &["-3.5%"]),
            ("下降8%以上", &["≤-8%"]),
            ("下降8%以内", &["≥-8%"]),
            ("下降8%以下", &["≥-8%"]),
            ("下降8%左右", &["约-8%"]),
            ("下降约8%", &["约-8%"]),
            ("约下降8%", &["约-8%"]),
            ("降8%以上", &["≤-8%"]),
            ("减少超过8%", &["<-8%"]),
            ("减少8%多", &["<-8%"]),
            ("负增长8%以上", &["≤-8%"]),
            ("回落不足8%", &[">-8%"]),
            ("同比下降不低于8%", &["≤-8%"]),
            ("不超过下降8%", &["≥-8%"]),
            ("下降8-10%", &["-10~-8%"]),
            ("下降8%至10%", &["-10~-8%"]),
            ("负增长8~10%之间", &["-10~-8%"]),
            ("下降七八个百分点", &[]),
            ("下降一成五", &["-15%"]),
            ("下降一到两成", &["-20~-10%"]),
            ("降至8%", &[]),
            ("下降到8%", &[]),
            ("降幅收窄8%", &[]),
            ("下降0%", &["0%"]),
            ("-0.0%", &[]),
            ("负8%", &["-8%"]),
            ("-8%~-10%", &["-10~-8%"]),
            ("-8-10%", &["-10~-8%", "-8~10%"]),
            ("-8%以上", &["≤-8%", "≥-8%"]),
            ("≥-8%", &["≥-8%"]),
            ("8%~10%", &["8~10%"]),
        ] {
            assert_eq!(typed_percent(text), expected, "{text}");
        }
        for (text, expected) in [
            ("10人", Some("10")),
            ("十人", Some("10")),
            ("010", Some("10")),
            ("-3", None),
            ("1.5", None),
            ("1O", None),
            ("1e2", None),
            ("100+", None),
            ("三五个", None),
            ("2千5百人", Some("2500")),
        ] {
            assert_eq!(typed_count(text).as_deref(), expected, "{text}");
        }
        assert_eq!(typed_fraction("三分之二").as_deref(), Some("2/3"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC*") {
            let _ = (typed_quantities(&text), typed_money(&text), typed_percent(&text), typed_count(&text));
        }
    }
}
