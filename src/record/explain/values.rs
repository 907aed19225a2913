//! What is wrong with a value, and which was meant.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::samples;
use super::schema::{Key, format, has_type};
use crate::date::{DateError, PartialDate, Period, festival, possible_dates, typed_date, typed_period};
use crate::diagnostic::{Code, Text, WRITE, codes};
use crate::quantity::{
    Fraction, Money, Percent, Quantity, QuantityError, has_other_base, typed_count, typed_fraction, typed_money,
    typed_percent, typed_quantities,
};
use crate::record::leaf::WebAddress;
use crate::record::synonyms::says_nothing;
use crate::source::yaml::scalar;
use crate::text::{Script, is_han, narrow, nearest};

/// A value as it was typed.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) text: &'a str,
    /// Whether it stands without quotes.
    pub(super) is_plain: bool,
    pub(super) schema: &'a Value,
    pub(super) key: &'a Key<'a>,
}

/// What is wrong with a value.
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) message: Text,
    /// What to do, in words.
    pub(super) help: Text,
    /// What to type, where that is known.
    pub(super) meant: Option<Meant>,
}

/// What to type for a value.
pub(super) struct Meant {
    pub(super) text: String,
    /// Words of the help before and after it.
    pub(super) before: Text,
    pub(super) after: Text,
    /// Whether the help shows the key with it.
    pub(super) with_key: bool,
    /// Another key with its value that is written beside it.
    pub(super) also: Option<&'static str>,
}

impl Meant {
    fn new(text: impl Into<String>) -> Self {
        let none = || Text::new("", "");
        Self { text: text.into(), before: none(), after: none(), with_key: false, also: None }
    }

    /// The help, for the value as it is to be written.
    pub(super) fn help(&self, key: &Key<'_>, written: &str) -> Text {
        let lead = if self.with_key && !key.is_item { format!("{}: ", key.name) } else { String::new() };
        let also = self.also.map(|also| format!(", {also}")).unwrap_or_default();
        let (zh, en) = WRITE;
        Text::new(
            format!("{}{zh}{lead}{written}{also}{}", self.before.zh, self.after.zh),
            format!("{}{en}{lead}{written}{also}{}", self.before.en, self.after.en),
        )
    }
}

impl Fault {
    /// A fault of which the help tells in words.
    fn told(code: Code, message: Text, help: Text) -> Self {
        Self { code, message, help, meant: None }
    }
}

/// What is wrong with a value's text, if anything.
pub(super) fn fault(typed: &Typed<'_>) -> Option<Fault> {
    if typed.schema.get("enum").is_some() {
        return choice(typed);
    }
    let text = typed.text;
    match format(typed.schema) {
        "partial-date" => date(typed),
        "period" => period(typed),
        "quantity" | "money" | "percent" if typed.is_plain && has_other_base(text) => {
            Some(number(typed, Vec::new(), ""))
        }
        "quantity" | "money"
            if typed.is_plain && text.contains('.') && !text.contains(['e', 'E']) && text.parse::<f64>().is_ok() =>
        {
            Some(without_unit(typed))
        }
        "quantity" => {
            text.parse::<Quantity>().err()?;
            Some(number(typed, quantities(text), "27775件、≥30个、21.9万吨/年"))
        }
        "money" => {
            text.parse::<Money>().err()?;
            Some(money(typed))
        }
        "percent" => {
            text.parse::<Percent>().err()?;
            Some(percent(typed))
        }
        "fraction" => {
            text.parse::<Fraction>().err()?;
            Some(number(typed, typed_fraction(text).into_iter().collect(), "2/3"))
        }
        "web-address" => {
            text.parse::<WebAddress>().err()?;
            Some(address(typed))
        }
        _ if has_type(typed.schema, "string") => None,
        _ if has_type(typed.schema, "integer") => integer(typed),
        _ if has_type(typed.schema, "number") => decimal(typed),
        _ if has_type(typed.schema, "boolean") => boolean(typed),
        _ => None,
    }
}

/// A fault with what to write: the one way that was meant, a choice of two, or an example; or that the key is to be left
/// out.
fn suggested(typed: &Typed<'_>, (code, message): (Code, Text), meant: &[String], example: &str) -> Fault {
    if let Some(help) = leave_out(typed) {
        return Fault::told(code, message, help);
    }
    let shown = |text: &String| scalar(text, true);
    let example = Text::new(format!("例如：{example}"), format!("for example: {}", example.replace('、', ", ")));
    match meant {
        [] => Fault::told(code, message, example),
        [one] => Fault { meant: Some(Meant::new(one)), ..Fault::told(code, message, example) },
        several => {
            let several: Vec<String> = several.iter().map(shown).collect();
            let help = Text::new(
                format!("是 {}？按原文选其中一个", several.join("，还是 ")),
                format!("{}? Take the one that the source means", several.join(", or ")),
            );
            Fault::told(code, message, help)
        }
    }
}

/// Words that are no value: they say that there is none, or what no date, number or choice can say. The key is better left
/// out than filled with them.
pub(super) fn is_no_value(text: &str) -> bool {
    let words = [
        "待补充",
        "另行通知",
        "面议",
        "即日起",
        "长期",
        "长期有效",
        "招满即止",
        "招满为止",
        "额满为止",
        "已办理",
        "办理中",
    ];
    says_nothing(text) || words.contains(&text.trim())
}

/// Whether a word says that something is still to come.
pub(super) fn says_planned(text: &str) -> bool {
    ["计划", "预计", "拟", "力争", "将", "准备"].iter().any(|word| text.starts_with(word))
}

/// The help for a value that says nothing.
fn leave_out(typed: &Typed<'_>) -> Option<Text> {
    if !is_no_value(typed.text) || typed.key.is_required {
        return None;
    }
    let (name, text) = (typed.key.name, typed.text);
    if typed.key.may_be_planned && name == "date" {
        return Some(Text::new(
            format!("还没有发生的，把 date: {text} 换成 planned: true；已经发生、只是不知道日期的，才删去 date"),
            format!(
                "where it has not happened yet, write planned: true in place of date: {text}; delete date only where it has happened on an unknown day"
            ),
        ));
    }
    if text.chars().count() > 2 && !text.is_ascii() {
        return Some(Text::new(
            format!("没有确定的值就不写“{name}”：删去它，把“{text}”写进 note"),
            format!("what is not certain is left out: delete \"{name}\", and write \"{text}\" into note"),
        ));
    }
    Some(Text::new(
        format!("还不知道就不写“{name}”：删去它"),
        format!("what is not known is left out: delete \"{name}\""),
    ))
}

fn choice(typed: &Typed<'_>) -> Option<Fault> {
    let values = samples::values(typed.schema);
    let (text, name) = (typed.text, typed.key.name);
    if values.iter().any(|(zh, en)| zh == text || en == text) {
        return None;
    }
    let bare = text.trim_matches(QUOTES);
    let is_quoted = bare != text && values.iter().any(|(zh, en)| zh == bare || en == bare);
    let message = match is_quoted {
        true => Text::new(
            format!("{}的值多了引号：{text}", typed.key.zh()),
            format!("the value of {} has quotes that do not belong to it: {text}", typed.key.en()),
        ),
        false => {
            Text::new(format!("{}不能是“{text}”", typed.key.zh()), format!("{} cannot be \"{text}\"", typed.key.en()))
        }
    };
    // What was typed in Chinese is mended in Chinese.
    let is_chinese = !text.is_ascii();
    let meant = meant_choice(text, &values).map(|(zh, en)| (zh, if is_chinese { zh } else { en }));
    if let Some(help) = leave_out(typed) {
        return Some(Fault::told(codes::UNKNOWN_VALUE, message, samples::with_values(help, &values)));
    }
    if let [first, .., last] = several_choices(text, &values).as_slice() {
        let help = Text::new(
            format!("照原件写“{}”或“{}”", first.0, last.0),
            format!("write \"{}\" or \"{}\", as the source has it", first.1, last.1),
        );
        return Some(Fault::told(codes::UNKNOWN_VALUE, message, samples::with_values(help, &values)));
    }
    let choose = samples::with_values(Text::new("从下面选一个", "choose one"), &values);
    let fault = Fault::told(codes::UNKNOWN_VALUE, message, choose);
    let Some((zh, en)) = meant else { return Some(fault) };
    let value = zh.clone();
    // What both languages say is one text, that which will be there: in English where an English value was mistyped.
    let is_english = !is_chinese && nearest(&text.to_lowercase(), values.iter().map(|(_, en)| en.as_str())).is_some();
    let meant = Meant { with_key: true, ..Meant::new(if is_english { en } else { &value }) };
    let after = samples::with_values(Text::new("", ""), &values);
    let meant = if is_quoted {
        meant
    } else if typed.key.may_be_planned && name == "stage" && says_planned(text) {
        let before = Text::new(
            format!("是不是还没有发生的“{zh}”？"),
            format!("did you mean that \"{en}\" has not happened yet? Then "),
        );
        Meant { before, after, also: Some("planned: true"), ..meant }
    } else {
        let before = Text::new(format!("是不是“{zh}”？"), format!("did you mean \"{en}\"? Then "));
        Meant { before, after, ..meant }
    };
    Some(Fault { meant: Some(meant), ..fault })
}

/// Marks of quotation of all sorts.
const QUOTES: &[char] = &['“', '”', '"', '\'', '‘', '’', '「', '」'];

/// Words that editors use for values of the closed lists.
const OTHER_VALUES: &[(&str, &str)] = &[
    ("动工", "开工"),
    ("开建", "开工"),
    ("奠基", "开工"),
    ("完工", "竣工"),
    ("建成", "竣工"),
    ("验收", "竣工"),
    ("试产", "试生产"),
    ("试运行", "试生产"),
    ("达产", "达效"),
    ("停工", "停滞"),
    ("停建", "停滞"),
    ("施工", "在建"),
    ("建设中", "在建"),
    ("线下", "现场"),
    ("线上", "网络"),
    ("政策", "政策文件"),
    ("文件", "政策文件"),
    ("解读", "政策解读"),
    ("局", "部门"),
    ("镇", "乡镇"),
    ("乡", "乡镇"),
    ("长期", "全职"),
    ("正式", "全职"),
    ("实习", "见习"),
    ("false", "不查"),
    ("no", "不查"),
    ("关", "不查"),
    ("否", "不查"),
    ("忽略", "不查"),
    ("每月", "月"),
    ("每天", "天"),
    ("日", "天"),
    ("时", "小时"),
    ("每小时", "小时"),
    ("每年", "年"),
    ("红色", "红"),
    ("黄色", "黄"),
    ("蓝色", "蓝"),
    ("绿色", "绿"),
];

/// Words that are two values of a closed list at once.
const BOTH_VALUES: &[(&str, [&str; 2])] = &[
    ("改扩建", ["改造", "扩建"]),
    ("扩改建", ["改造", "扩建"]),
    ("新改扩建", ["新建", "扩建"]),
    ("新扩建", ["新建", "扩建"]),
    ("新改建", ["新建", "改造"]),
    ("新建改建", ["新建", "改造"]),
    ("迁扩建", ["迁建", "扩建"]),
    ("迁改建", ["迁建", "改造"]),
];

/// The values of a closed list that a text is at once.
fn several_choices<'v>(text: &str, values: &'v [(String, String)]) -> Vec<&'v (String, String)> {
    let plain = Script::Simplified.write(&narrow(text));
    if let Some((_, both)) = BOTH_VALUES.iter().find(|(word, _)| *word == plain) {
        return values.iter().filter(|(zh, _)| both.contains(&zh.as_str())).collect();
    }
    let within = |(zh, _): &&(String, String)| zh.chars().count() > 1 && plain.contains(zh.as_str());
    let found: Vec<_> = values.iter().filter(within).collect();
    let is_part = |zh: &str| found.iter().any(|(other, _)| other != zh && other.contains(zh));
    found.iter().copied().filter(|(zh, _)| !is_part(zh)).collect()
}

/// The value of a closed list that was meant.
pub(super) fn meant_choice<'v>(text: &str, values: &'v [(String, String)]) -> Option<&'v (String, String)> {
    let plain = Script::Simplified.write(&narrow(text.trim_matches(QUOTES)));
    let lower = plain.to_lowercase();
    let is = |word: &str| values.iter().find(|(zh, en)| zh == word || en == word);
    let contained = || {
        let mut inside: Vec<_> =
            values.iter().filter(|(zh, _)| zh.chars().count() > 1 && plain.contains(zh.as_str())).collect();
        inside.sort_by_key(|(zh, _)| std::cmp::Reverse(zh.len()));
        inside.first().copied()
    };
    let beginning = || {
        let mut found = values.iter().filter(|(zh, _)| plain.chars().count() > 1 && zh.contains(&plain));
        found.next().filter(|_| found.next().is_none())
    };
    let other = || {
        let mut known = OTHER_VALUES.iter().filter(|(word, _)| *word == lower).map(|(_, value)| *value);
        known.find_map(is)
    };
    let other_within = || {
        let is_word = |word: &str| !word.is_ascii() && word.chars().count() > 1;
        let mut known = OTHER_VALUES.iter().filter(|(word, _)| is_word(word) && plain.contains(word));
        known.find_map(|(_, value)| is(value))
    };
    let near = || nearest(&lower, values.iter().flat_map(|(zh, en)| [zh.as_str(), en.as_str()])).and_then(is);
    is(&lower).or_else(other).or_else(contained).or_else(beginning).or_else(other_within).or_else(near)
}

fn date(typed: &Typed<'_>) -> Option<Fault> {
    let text = typed.text;
    let mut error = text.trim().parse::<PartialDate>().err()?;
    let mut meant = Vec::new();
    if let Some(other) = typed_date(text).filter(|other| other != text.trim()) {
        match other.parse::<PartialDate>() {
            Ok(_) => meant.push(other),
            Err(DateError::NoSuchDay) => error = DateError::NoSuchDay,
            Err(DateError::Form) => {}
        }
    }
    let message = match error {
        DateError::NoSuchDay => {
            let help =
                leave_out(typed).unwrap_or_else(|| calendar(&typed_date(text).unwrap_or_else(|| text.to_owned())));
            let message = Text::new(format!("没有“{text}”这个日期"), format!("there is no such date: \"{text}\""));
            return Some(Fault::told(codes::BAD_DATE, message, help));
        }
        DateError::Form => {
            Text::new(format!("日期“{text}”的写法不对"), format!("\"{text}\" is not a date that can be read"))
        }
    };
    if leave_out(typed).is_none()
        && meant.is_empty()
        && let Some(help) = doubtful_date(text)
    {
        return Some(Fault::told(codes::BAD_DATE, message, help));
    }
    let within = typed_period(text).filter(|_| meant.is_empty());
    let year = within.as_deref().and_then(|period| period.get(..4));
    match year.filter(|_| leave_out(typed).is_none()) {
        Some(year) => {
            let help = Text::new(
                format!("这里只写年、月或日：只知道这一段时间就写 {year}；知道月份写到月，例如 {year}-06"),
                format!(
                    "only a year, a month or a day stands here: {year} where no more is known, or the month, as {year}-06"
                ),
            );
            Some(Fault::told(codes::BAD_DATE, message, help))
        }
        None => Some(suggested(typed, (codes::BAD_DATE, message), &meant, "2023、2023-03、2023-03-22")),
    }
}

/// The help for a text that may be one of several dates.
fn doubtful_date(text: &str) -> Option<Text> {
    let choice = |dates: &[String]| {
        let zh = if dates.len() == 1 { "是不是" } else { "是" };
        Text::new(
            format!("{zh} {}？核对原件，照实写", dates.join("，还是 ")),
            format!("did you mean {}? Compare the source", dates.join(", or ")),
        )
    };
    if let Some((name, dates)) = festival(text) {
        let months = "节日的日期写成年月日，知道哪一天写哪一天";
        return Some(match dates.as_slice() {
            [] => Text::new(
                format!("“{name}”每年不在同一天：{months}，只知道月份写到月"),
                format!("{name} is on another day each year: write the day, or the month where no more is known"),
            ),
            [day] => Text::new(
                format!("{months}：“{name}”那天是 {day}，前后的写到月"),
                format!("write a festival as its day: {name} is {day}; where it is about then, write the month"),
            ),
            dates => choice(dates),
        });
    }
    let dates = possible_dates(text);
    (!dates.is_empty()).then(|| choice(&dates))
}

/// What the calendar has in place of a day that does not exist.
fn calendar(date: &str) -> Text {
    let month = date.get(..7).and_then(|month| month.parse::<PartialDate>().ok());
    match month {
        Some(month) => {
            let days = month.last().format("%d").to_string();
            Text::new(
                format!("{month} 只有 {days} 天；核对原件"),
                format!("{month} has {days} days; compare the source"),
            )
        }
        None => Text::new("月份是 01 到 12；核对原件", "months are 01 to 12; compare the source"),
    }
}

fn period(typed: &Typed<'_>) -> Option<Fault> {
    let text = typed.text;
    text.trim().parse::<Period>().err()?;
    let message = Text::new(format!("时期“{text}”的写法不对"), format!("\"{text}\" is not a period that can be read"));
    let meant = typed_period(text).filter(|meant| meant != text.trim());
    let readable: Vec<String> = meant.iter().filter(|meant| meant.parse::<Period>().is_ok()).cloned().collect();
    let of = |letter: char| meant.as_deref().unwrap_or(text).contains(letter);
    let help = match (leave_out(typed), readable.as_slice()) {
        (None, []) if of('Q') => Text::new("季度只有 Q1 到 Q4，例如：2023-Q4", "quarters are Q1 to Q4, as 2023-Q4"),
        (None, []) if of('H') => Text::new("半年只有 H1 和 H2，例如：2023-H1", "half-years are H1 and H2, as 2023-H1"),
        (_, readable) => {
            let example = "2023、2023-H1、2023-Q1、2023-03、2023-01..2023-10";
            return Some(suggested(typed, (codes::BAD_DATE, message), readable, example));
        }
    };
    Some(Fault::told(codes::BAD_DATE, message, help))
}

fn number(typed: &Typed<'_>, mut meant: Vec<String>, example: &str) -> Fault {
    let text = typed.text;
    meant.retain(|meant| meant != text);
    let message = Text::new(
        format!("{}的写法不对：{text}", typed.key.zh()),
        format!("{} cannot be read: {text}", typed.key.en()),
    );
    if meant.is_empty()
        && leave_out(typed).is_none()
        && let Some(help) = doubt(text)
    {
        return Fault::told(codes::BAD_QUANTITY, message, help);
    }
    suggested(typed, (codes::BAD_QUANTITY, message), &meant, example)
}

/// Words beside a percentage that say no more than that it is one of the whole.
const OF_THE_WHOLE: &[&str] = &[
    "形象进度",
    "总体进度",
    "总工程量",
    "工程总量",
    "工程量",
    "百分之",
    "个百分点",
    "已完成",
    "完成",
    "累计",
    "总体",
    "整体",
    "达到",
    "达",
    "进度",
    "约为",
    "大约",
    "约",
    "占",
    "的",
    "为",
    "至",
    "已",
    "同比",
    "增长",
    "下降",
    "减少",
    "负",
    "左右",
    "以上",
    "以下",
    "超过",
    "超",
    "近",
    "不到",
    "不足",
];

/// A percentage; of one that a part of the project reached it is said that it is none of the whole.
fn percent(typed: &Typed<'_>) -> Fault {
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[^0-9]*?([0-9]+(?:\.[0-9]+)?)[%％][^0-9]*$").ok());
    let rest = OF_THE_WHOLE.iter().fold(typed.text.to_owned(), |rest, word| rest.replace(word, ""));
    let is_numeral = |c: char| "一二三四五六七八九十百零〇两点半成几".contains(c);
    let part: String = rest.chars().filter(|c| is_han(*c) && !is_numeral(*c)).collect();
    let one = NUMBER.as_ref().and_then(|number| number.captures(typed.text)).and_then(|parts| parts.get(1));
    let mut meant = typed_percent(typed.text);
    // What says more than the number is no plain one.
    let says_more = [
        "降", "减", "跌", "落", "滑", "负", "窄", "-", "不", "超", "逾", "近", "约", "至少", "至多", "最", "以",
        "之内", "左右", "上下", "多", "余", "突破", "~", "≥", "≤", "<", ">",
    ];
    if meant.is_empty() && !says_more.iter().any(|word| typed.text.contains(word)) {
        meant.extend(one.map(|number| format!("{}%", number.as_str())));
    }
    let is_part = !part.is_empty() && typed.key.name == "percent" && (one.is_some() || !meant.is_empty());
    let fault = number(typed, meant, "8.2%");
    if !is_part {
        return fault;
    }
    let help = Text::new(
        format!("“{part}”不是全部：这里只写整个项目的百分比，原话写进 note；不知道整个的就不写“{}”", typed.key.name),
        format!(
            "{part} is a part: what stands here is of the whole; put the words into note, and leave \"{}\" out where the whole is not known",
            typed.key.name
        ),
    );
    Fault::told(fault.code, fault.message, help)
}

fn quantities(text: &str) -> Vec<String> {
    typed_quantities(text).iter().map(Quantity::to_string).collect()
}

/// What is told of a number that was typed so that nobody can be sure of it.
fn doubt(text: &str) -> Option<Text> {
    let plain = narrow(text);
    if has_other_base(&plain) {
        return Some(Text::new(
            "0x、0o、0b 开头的会读成十六进制、八进制、二进制数：按原件写十进制数；是编号就加引号",
            "what begins with 0x, 0o or 0b is read as a number of base 16, 8 or 2: write it in digits; quote what is a name",
        ));
    }
    if plain.parse::<Quantity>() == Err(QuantityError::MinusZero) {
        let zero = plain.replacen('-', "", 1);
        return Some(Text::new(
            format!("零没有正负：就是零写 {zero}；降了一点，按原件多写几位小数"),
            format!("a zero has no sign: write {zero} where it is zero, and more decimals where it fell a little"),
        ));
    }
    let chars: Vec<char> = plain.chars().collect();
    let beside = |at: usize| {
        let digit =
            |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_ascii_digit() || *c == '.');
        digit(at.checked_sub(1)) || digit(Some(at + 1))
    };
    let is_power = |at: usize| {
        let mut after = chars.iter().skip(at + 1).skip_while(|c| matches!(c, '+' | '-'));
        matches!(chars.get(at), Some('e' | 'E')) && after.next().is_some_and(char::is_ascii_digit)
    };
    if (1..chars.len()).any(|at| is_power(at) && beside(at)) {
        return Some(Text::new(
            "这是表格的科学计数法，数字可能已经不全：按原件把每一位写出来",
            "this is how tables write long numbers, and digits may be lost: write all of them, as the source has them",
        ));
    }
    let digit_of = |(at, c): (usize, &char)| match c {
        'O' | 'o' if beside(at) => '0',
        'I' | 'l' if beside(at) => '1',
        c => *c,
    };
    let meant: String = chars.iter().enumerate().map(digit_of).collect();
    if meant != plain && typed_quantities(&meant).len() == 1 {
        return Some(Text::new(
            format!("里面有字母，像是数字：是不是 {meant}？核对原件"),
            format!("a letter looks like a digit in it: did you mean {meant}? Compare the source"),
        ));
    }
    let least = plain.strip_suffix('+').or_else(|| plain.split_once('+').map(|(number, _)| number)).unwrap_or("");
    if !least.is_empty() && least.bytes().all(|byte| byte.is_ascii_digit()) {
        let unit = plain.get(least.len() + 1..).unwrap_or("");
        return Some(Text::new(
            format!(
                "“+”是“以上”，还是“超过”？可以写下限的地方写 ≥{least}{unit} 或 >{least}{unit}；要写整数的，写确定的数"
            ),
            format!(
                "is it at least or more than that? Where a bound may stand write ≥{least}{unit} or >{least}{unit}; where a whole number stands, one that is certain"
            ),
        ));
    }
    None
}

/// A number with a point and no unit.
fn without_unit(typed: &Typed<'_>) -> Fault {
    let (text, key) = (typed.text, typed.key);
    let message = Text::new(format!("{}没有单位：{text}", key.zh()), format!("{} has no unit: {text}", key.en()));
    let units = match format(typed.schema) {
        "money" => ["元", "万元", "亿元"].as_slice(),
        _ => ["亿元", "万吨", "%"].as_slice(),
    };
    let written: Vec<String> = units.iter().map(|unit| format!("{text}{unit}")).collect();
    let help = Text::new(
        format!("加上单位，例如：{}", written.join("、")),
        format!("write its unit, as {}", written.join(", ")),
    );
    Fault::told(codes::BAD_QUANTITY, message, help)
}

/// Currencies that are not 元.
const FOREIGN: &[&str] =
    &["美元", "欧元", "港元", "港币", "日元", "英镑", "韩元", "卢布", "USD", "EUR", "HKD", "$", "€", "£"];

fn money(typed: &Typed<'_>) -> Fault {
    let mut meant = typed_money(typed.text);
    if matches!(typed.key.name, "from" | "to") {
        meant.truncate(1);
    }
    let fault = number(typed, meant, "4.37亿元、208万元、5000元");
    if FOREIGN.iter().any(|currency| typed.text.contains(currency)) {
        let help = Text::new(
            "这里只收人民币，单位是元、万元、亿元；外币金额照原文写进 note",
            "only renminbi is accepted here, in 元, 万元 or 亿元; write other currencies as the source has them into note",
        );
        return Fault::told(fault.code, fault.message, help);
    }
    fault
}

fn address(typed: &Typed<'_>) -> Fault {
    let (text, key) = (typed.text, typed.key.name);
    let message = Text::new(format!("“{key}”不是网址：{text}"), format!("\"{key}\" is not a web address: {text}"));
    let meant: Vec<String> = WebAddress::typed(text).into_iter().collect();
    suggested(typed, (codes::BAD_ADDRESS, message), &meant, "https://example.org/")
}

fn integer(typed: &Typed<'_>) -> Option<Fault> {
    let text = typed.text;
    let is_signed = format(typed.schema) == "int32";
    let is_read = if is_signed { text.parse::<i32>().is_ok() } else { text.parse::<u32>().is_ok() };
    let digits = text.trim_start_matches('-');
    if is_read && typed.is_plain && (digits == "0" || !digits.starts_with('0')) && !text.starts_with('+') {
        return None;
    }
    let (zh, en) = match (is_read, text.parse::<i64>()) {
        (true, _) if !typed.is_plain => ("的值多了引号", "has quotes that do not belong to its number"),
        (true, _) => ("的数字前面多了 0 或加号", "begins with a 0 or a sign too many"),
        (false, Ok(..0)) => ("不能是负数", "cannot be negative"),
        (false, _) => ("要写一个整数，不是", "should be a whole number, not"),
    };
    let message = Text::new(format!("{}{zh}：{text}", typed.key.zh()), format!("{} {en}: {text}", typed.key.en()));
    // Weeks and months are no days.
    let is_counted_otherwise = text.contains(['周', '月']) || text.contains("星期");
    let meant = typed_count(text).filter(|meant| !is_counted_otherwise && meant.parse::<u32>().is_ok());
    let help = match (leave_out(typed), meant) {
        (Some(help), _) => help,
        (None, Some(meant)) => {
            let before = match typed.is_plain {
                false => Text::new("不加引号，", "without quotes; "),
                true => Text::new("只写数字，", "the number only; "),
            };
            let fault = Fault::told(codes::BAD_QUANTITY, message, Text::new("写一个整数", "write a whole number"));
            return Some(Fault { meant: Some(Meant { before, ..Meant::new(meant) }), ..fault });
        }
        (None, None) if let Some(help) = doubt(text) => help,
        (None, None) if typed_quantities(text).iter().any(|quantity| !quantity.is_exact()) => Text::new(
            "这里只写一个确定的整数；约数、下限、区间的原话写进 note",
            "only one certain whole number stands here; put what is about, at least or a range into note",
        ),
        (None, None) if text.contains('周') => {
            Text::new("按天数写，例如两周写 14", "write the number of days, 14 for two weeks")
        }
        (None, None) => Text::new("写一个整数，不写单位，例如：10", "write a whole number without a unit, as 10"),
    };
    Some(Fault::told(codes::BAD_QUANTITY, message, help))
}

fn decimal(typed: &Typed<'_>) -> Option<Fault> {
    let text = typed.text;
    if typed.is_plain && text.parse::<f64>().is_ok() {
        return None;
    }
    let plain = narrow(text);
    let digits = plain.trim_matches(|c: char| !(c.is_ascii_digit() || c == '-'));
    let meant: Vec<String> = digits.parse::<f64>().is_ok().then(|| digits.to_owned()).into_iter().collect();
    Some(number(typed, meant, samples::number(typed.key.name)))
}

fn boolean(typed: &Typed<'_>) -> Option<Fault> {
    let (text, name) = (typed.text, typed.key.name);
    if typed.is_plain && matches!(text, "true" | "false") {
        return None;
    }
    let message = Text::new(
        format!("{}只能是 true 或 false", typed.key.zh()),
        format!("{} can only be true or false", typed.key.en()),
    );
    let lower = narrow(text).to_lowercase();
    let yes = matches!(lower.as_str(), "true" | "yes" | "y" | "on" | "1" | "是" | "对" | "有" | "真" | "√");
    let no = matches!(
        lower.as_str(),
        "false" | "no" | "n" | "off" | "0" | "否" | "不" | "不是" | "无" | "没有" | "假" | "×"
    );
    let help = Text::new(
        format!("是就写 {name}: true，不是就写 {name}: false"),
        format!("write {name}: true where it is so, {name}: false where it is not"),
    );
    let fault = Fault::told(codes::WRONG_TYPE, message, help);
    let meant = match (yes, no) {
        (true, _) => Some(Meant::new("true")),
        (_, true) => Some(Meant { after: Text::new("，或删去它", ", or delete it"), ..Meant::new("false") }),
        _ => None,
    };
    Some(Fault { meant: meant.map(|meant| Meant { with_key: true, ..meant }), ..fault })
}
