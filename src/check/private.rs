//! What identifies a private person in a text: numbers and addresses, looked for in files, attachments and pages alike.
//!
//! Numbers are looked for as readers see them: full-width digits, spaces and dashes between groups, marks of emphasis and
//! characters without width hide nothing.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::diagnostic::Text;

/// Sorts of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Private {
    /// A citizen's number with a valid check character, or any of its length after words that name it.
    IdNumber,
    /// A mobile telephone number.
    Mobile,
    /// A bank card that passes Luhn's test.
    BankCard,
    /// An address down to the door.
    Address,
}

impl Private {
    /// All sorts.
    pub(in crate::check) const ALL: [Self; 4] = [Self::IdNumber, Self::Mobile, Self::BankCard, Self::Address];

    /// Where it stands in a text.
    pub(in crate::check) fn find(self, text: &str) -> Vec<Range<usize>> {
        static PATTERNS: LazyLock<[Option<Regex>; 4]> = LazyLock::new(|| {
            [
                r"[0-9]{6}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{3}[ -]?[0-9Xx]|[0-9]{15}",
                r"(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}",
                r"[3-6][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}(?:[ -]?[0-9]{1,3})?",
                DOORS,
            ]
            .map(|pattern| Regex::new(pattern).ok())
        });
        let Some(Some(pattern)) = PATTERNS.get(self as usize) else { return Vec::new() };
        let mut found = self.find_in(pattern, &Plain::of(text));
        // A tag may stand within a number, or between two, and `13812345678<sup>1</sup>` ends before its note.
        if text.contains('<') {
            for plain in [Plain::joined(text), Plain::divided(text)] {
                let mut more = self.find_in(pattern, &plain);
                more.retain(|range| !found.iter().any(|other| other.start < range.end && range.start < other.end));
                found.extend(more);
            }
            found.sort_by_key(|range| range.start);
        }
        found
    }

    fn find_in(self, pattern: &Regex, plain: &Plain<'_>) -> Vec<Range<usize>> {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(range) = pattern.find_at(&plain.text, at).map(|found| found.range()) {
            let is = self.is(&plain.text, &range);
            at = if is { range.end } else { after_first(&plain.text, range.start) };
            found.extend(is.then(|| plain.original(&range)));
        }
        found
    }

    fn is(self, text: &str, range: &Range<usize>) -> bool {
        let words = text.get(range.clone()).unwrap_or_default();
        match self {
            Self::IdNumber => alone(text, range) && (is_citizen(words) || named(text, range.start, &ID_NAMES)),
            Self::Mobile => {
                alone(text, range) && (!is_another_number(text, range) || named(text, range.start, &TELEPHONE_NAMES))
            }
            Self::BankCard if in_an_address(text, range) => false,
            Self::BankCard => {
                let is_card = words.starts_with("62") || named(text, range.start, &CARD_NAMES);
                alone(text, range) && is_card && passes_luhn(words)
            }
            Self::Address => is_home(text, range),
        }
    }

    /// The form that may be shown.
    pub(in crate::check) fn masked(self, words: &str) -> String {
        let plain = Plain::joined(words).text;
        match self {
            Self::IdNumber | Self::BankCard => mask(&plain, 4, 4),
            Self::Mobile => mask(without_country(&plain), 3, 4),
            Self::Address => mask(&plain, 1, 1),
        }
    }

    /// What it is called.
    pub(in crate::check) fn name(self) -> Text {
        match self {
            Self::IdNumber => Text::new("身份证号码", "personal ID number"),
            Self::Mobile => Text::new("手机号码", "mobile number"),
            Self::BankCard => Text::new("银行卡号", "bank card number"),
            Self::Address => Text::new("写到门牌的住址", "address down to the door"),
        }
    }
}

/// Whether a text holds these words, as readers see both.
pub(in crate::check) fn holds(text: &str, words: &str) -> bool {
    let seen = || Plain::of(words).text;
    text.contains(words)
        || Plain::of(text).text.contains(&*seen())
        || (text.contains('<') && Plain::joined(text).text.contains(&*seen()))
}

/// Tags and comments in a text: where one begins and ends.
fn tags(text: &str) -> Vec<Range<usize>> {
    static TAGS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->|</?[A-Za-z][^<>]*>").ok());
    TAGS.iter().flat_map(|tags| tags.find_iter(text)).map(|tag| tag.range()).collect()
}

/// A text as readers see it, with where each part of it stands in the text as written.
struct Plain<'a> {
    text: Cow<'a, str>,
    written: &'a str,
    /// For each byte where the character stood; empty where nothing was changed.
    places: Vec<usize>,
}

impl<'a> Plain<'a> {
    fn of(written: &'a str) -> Self {
        Self::without(written, &[], false)
    }

    /// The text without the tags in it.
    fn joined(written: &'a str) -> Self {
        Self::without(written, &tags(written), false)
    }

    /// The text without the tags in it, and apart where one breaks a line, raises or lowers.
    fn divided(written: &'a str) -> Self {
        Self::without(written, &tags(written), true)
    }

    fn without(written: &'a str, tags: &[Range<usize>], divided: bool) -> Self {
        if tags.is_empty() && !written.contains(is_changed) {
            return Self { text: Cow::Borrowed(written), written, places: Vec::new() };
        }
        let mut tags = tags.iter().peekable();
        let (mut text, mut places) = (String::with_capacity(written.len()), Vec::with_capacity(written.len()));
        let mut rest = written;
        while let Some(c) = rest.chars().next() {
            let at = written.len() - rest.len();
            if let Some(tag) = tags.next_if(|tag| tag.start <= at) {
                let name = written.get(tag.clone()).unwrap_or_default().trim_start_matches(['<', '/']);
                let name = name.get(..3).unwrap_or(name).to_ascii_lowercase();
                if divided && (name.starts_with("br") || matches!(name.as_str(), "sup" | "sub")) {
                    text.push('\n');
                    places.resize(text.len(), at);
                }
                rest = written.get(tag.end.max(at)..).unwrap_or_default();
                continue;
            }
            let run = if is_mark(c) { rest.find(|other| other != c).unwrap_or(rest.len()) } else { c.len_utf8() };
            // Four stars or more mask something, and are no emphasis.
            if !is_mark(c) || run > 3 {
                for c in rest.get(..run).unwrap_or_default().chars().filter_map(as_seen) {
                    text.push(c);
                    places.resize(text.len(), at);
                }
            }
            rest = rest.get(run..).unwrap_or_default();
        }
        Self { text: Cow::Owned(text), written, places }
    }

    /// Where a range stands in the text as written.
    fn original(&self, range: &Range<usize>) -> Range<usize> {
        if self.places.is_empty() {
            return range.clone();
        }
        let place = |at: usize| self.places.get(at).copied().unwrap_or(self.written.len());
        let last = place(range.end.saturating_sub(1));
        let width = self.written.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        place(range.start)..last + width
    }
}

/// Marks of emphasis.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '`')
}

fn is_changed(c: char) -> bool {
    is_mark(c) || as_seen(c) != Some(c)
}

/// A character as it is compared; `None` for those without width.
fn as_seen(c: char) -> Option<char> {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＋' => char::from_u32(u32::from(c) - 0xFEE0),
        '\u{3000}' | '\u{a0}' => Some(' '),
        '－' | '–' | '‐' | '‑' | '−' => Some('-'),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        c => Some(c),
    }
}

/// The offset after the character at `at`.
fn after_first(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// Whether no digit or letter stands right before or after a range: it is a number of its own.
fn alone(text: &str, range: &Range<usize>) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric();
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    !before.is_some_and(|c| part(c) || c == '.') && !after.is_some_and(part)
}

/// Words that name the number right after them.
type Names = LazyLock<Option<Regex>>;

static ID_NAMES: Names = LazyLock::new(|| {
    Regex::new(r"身份证(?:件)?(?:号码?)?[^\pL\pN\n]{0,4}(?:为|是)?$|身份号码[^\pL\pN\n]{0,4}(?:为|是)?$").ok()
});
static TELEPHONE_NAMES: Names =
    LazyLock::new(|| Regex::new(r"(?:电话|手机|联系方式|热线|微信)(?:号码?)?[^\pL\pN\n]{0,4}(?:为|是)?$").ok());
static CARD_NAMES: Names = LazyLock::new(|| Regex::new(r"(?:卡|账|帐)(?:号|户)?(?:码)?[^\pN\n]{0,12}$").ok());

/// Whether words right before `at` name the number there.
fn named(text: &str, at: usize, names: &Names) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let start = before.char_indices().rev().nth(19).map_or(0, |(start, _)| start);
    let near = before.get(start..).unwrap_or_default();
    names.as_ref().is_some_and(|names| names.is_match(near))
}

/// A number with only its first and last characters.
fn mask(number: &str, first: usize, last: usize) -> String {
    let characters: Vec<char> = number.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let hidden = |index: usize| (first..characters.len().saturating_sub(last)).contains(&index);
    characters.iter().enumerate().map(|(index, c)| if hidden(index) { '*' } else { *c }).collect()
}

/// A telephone number without `+86`.
fn without_country(number: &str) -> &str {
    let national = number.trim_start_matches(['+', '0']);
    national.strip_prefix("86").map_or(number, |rest| rest.trim_start_matches([' ', '-']))
}

/// Check character by ISO 7064 MOD 11-2 (GB 11643), a province and a day of birth that exist.
fn is_citizen(number: &str) -> bool {
    const PROVINCES: &str =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83";
    let number: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let value = |c: char| if matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) };
    let sum = number.chars().try_fold(0, |sum, c| Some((sum * 2 + value(c)?) % 11));
    let part = |range| number.get(range).and_then(|text: &str| text.parse::<u32>().ok()).unwrap_or(0);
    let year = i32::try_from(part(6..10)).unwrap_or(0);
    let born = NaiveDate::from_ymd_opt(year, part(10..12), part(12..14)).is_some() && (1850..2100).contains(&year);
    let province = number.get(..2).is_some_and(|two| PROVINCES.split(' ').any(|province| province == two));
    number.len() == 18 && sum == Some(1) && born && province
}

/// Whether digits are no telephone number: an amount, a part of a web address, the number of a document or a parcel.
fn is_another_number(text: &str, range: &Range<usize>) -> bool {
    static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:[¥￥$]|人民币|\b(?:value|count|total|paid|budget|award):) *$|(?:字|第|单号|编号|订单号?|流水号?|文号|案号)[^\pL\pN\n]{0,3}$").ok()
    });
    let before = text.get(..range.start).unwrap_or_default();
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
    BEFORE.as_ref().is_some_and(|pattern| pattern.is_match(line))
        || is_amount(text, range.end)
        || in_an_address(text, range)
        || in_a_column_of_amounts(text, range)
}

/// Whether a unit follows that no word after a telephone number begins with.
fn is_amount(text: &str, end: usize) -> bool {
    const UNITS: &[&str] = &[
        "元", "吨", "米", "亩", "平方", "平米", "立方", "公里", "公斤", "公顷", "千瓦", "千克", "千米", "斤", "克",
        "件", "%", "㎡", "株", "万元", "亿元",
    ];
    let rest = text.get(end..).unwrap_or_default();
    let fraction = rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let unit = fraction.trim_start_matches(['余', '多', '（', '(', ' ', ',']);
    UNITS.iter().any(|unit_of| unit.starts_with(unit_of))
}

/// Whether a range is a part of a web address.
fn in_an_address(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default();
    let start = before.rfind(|c: char| !c.is_ascii_graphic()).map_or(0, |at| after_first(text, at));
    before.get(start..).is_some_and(|token| token.contains("://") || token.contains("www."))
}

/// Whether a range is the whole of a cell in a table, Markdown's or one of commas, whose column is of amounts.
fn in_a_column_of_amounts(text: &str, range: &Range<usize>) -> bool {
    const AMOUNTS: &[&str] = &["元", "金额", "收入", "支出", "预算", "决算", "数额", "总额", "产值", "产量", "面积"];
    let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let sign = ['|', ',', '\t'].into_iter().find(|sign| line.contains(*sign));
    let Some(sign) = sign else { return false };
    let cell = line.get(..range.start - start).unwrap_or_default().matches(sign).count();
    let is_cell =
        |line: &str| line.split(sign).nth(cell).is_some_and(|cell| Some(cell.trim()) == text.get(range.clone()));
    let above = text.get(..start).unwrap_or_default().lines().rev().take_while(|line| line.contains(sign));
    let head = above.last().and_then(|head| head.split(sign).nth(cell));
    is_cell(line) && head.is_some_and(|head| AMOUNTS.iter().any(|amount| head.contains(amount)))
}

fn passes_luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits.enumerate().map(|(index, digit)| if index % 2 == 1 { doubled(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}

/// Addresses that lead to one door: a flat of a building, a yard of a village, a number of a street after 住.
const DOORS: &str = concat!(
    r"[0-9一二三四五六七八九十]+(?:号楼|栋|幢|座)[0-9一二三四五六七八九十]+单元[0-9]+(?:室|号|户)?",
    r"|[0-9一二三四五六七八九十]+单元(?:[0-9]+(?:室|号)|[0-9]{3,4}户)",
    r"|[0-9]+(?:号楼|栋|幢)[0-9]{3,4}(?:室|号|户)?",
    r"|村[0-9一二三四五六七八九十]+组[0-9]+号",
    r"|(?:住址|家住|现住|住在|居住地|户籍地址|家庭地址|家庭住址)[:： ]?[\p{Han}0-9-]{0,24}?(?:[0-9]+(?:号|室)|[0-9]+-[0-9]+-[0-9]+)",
);

/// Whether an address is of a home: no number of something else, and nothing in its sentence says that it is an office,
/// unless something says that somebody lives there.
fn is_home(text: &str, range: &Range<usize>) -> bool {
    static OFFICES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new("大厅|中心|局|办公|办事|政务|窗口|服务站|委员会|商铺|门市|门店|店|公司|厂|校|院|银行|商场|超市|仓库|物业|地点|机关|注册地|营业|经营|帐篷|板房|宿舍|协会|写字楼|大厦|广场").ok()
    });
    static HOMES: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new("住址|家住|现住|住在|居住|户籍|家庭|家属").ok());
    let words = text.get(range.clone()).unwrap_or_default();
    let rest = text.get(range.end..).unwrap_or_default();
    let counted = words.ends_with(|c: char| c.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_digit() || "个台部套间平㎡米元吨人名件处座.".contains(c));
    let ends = ['\n', '。', '；', ';', '|'];
    let start = text.get(..range.start).and_then(|before| before.rfind(ends)).map_or(0, |at| after_first(text, at));
    let end = rest.find(ends).map_or(text.len(), |at| range.end + at);
    let sentence = text.get(start..end).unwrap_or(words);
    let says = |words: &LazyLock<Option<Regex>>| words.as_ref().is_some_and(|words| words.is_match(sentence));
    !counted && (says(&HOMES) || !says(&OFFICES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sort: Private, text: &str) -> Vec<&str> {
        sort.find(text).into_iter().map(|range| text.get(range).expect("a range of the text")).collect()
    }

    #[test]
    fn numbers_are_found_as_readers_see_them() {
        for (sort, text, number) in [
            (Private::IdNumber, "证件211302 19850115 0003。", "211302 19850115 0003"),
            (Private::IdNumber, "证件２１１３０２１９８５０１１５０００３。", "２１１３０２１９８５０１１５０００３"),
            (Private::IdNumber, "**211302**198501150003", "211302**198501150003"),
            (Private::IdNumber, "2113021985\u{200b}01150003", "2113021985\u{200b}01150003"),
            (Private::IdNumber, "2023-01-15 211302198501150003", "211302198501150003"),
            (Private::IdNumber, "身份证号：211302198501150004", "211302198501150004"),
            (Private::IdNumber, "身份证号码为211302850115000", "211302850115000"),
            (Private::Mobile, "+8613812345678", "+8613812345678"),
            (Private::Mobile, "电话8613812345678。", "8613812345678"),
            (Private::Mobile, "１３８１２３４５６７８", "１３８１２３４５６７８"),
            (Private::Mobile, "联系13812345678人事科", "13812345678"),
            (Private::Mobile, "电话：13812345678平米出租", "13812345678"),
            (Private::Mobile, "138-1234-5678", "138-1234-5678"),
            (Private::Mobile, "1381<br>2345678", "1381<br>2345678"),
            (Private::Mobile, "138<sub></sub>12345678", "138<sub></sub>12345678"),
            (
                Private::Mobile,
                "138<!-- 甲 -->1234<span style='a'>5678</span>",
                "138<!-- 甲 -->1234<span style='a'>5678",
            ),
            (Private::Mobile, "13812345678<sup>1</sup>", "13812345678"),
            (Private::Mobile, "<b>139</b>12345678<sup>1</sup>", "139</b>12345678"),
            (Private::IdNumber, "211302<b>19850115</b>0003", "211302<b>19850115</b>0003"),
            (Private::BankCard, "6222021234567890128", "6222021234567890128"),
            (Private::BankCard, "6222 0212 3456 7890 128", "6222 0212 3456 7890 128"),
            (Private::BankCard, "卡号：4000000000000002", "4000000000000002"),
            (Private::Address, "阳光小区3号楼2单元501室", "3号楼2单元501室"),
            (Private::Address, "阳光小区3号楼1201", "3号楼1201"),
            (Private::Address, "家住新华路三段12号", "家住新华路三段12号"),
            (Private::Address, "甲村三组12号", "村三组12号"),
        ] {
            assert_eq!(found(sort, text), [number], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_let_be() {
        for (sort, text) in [
            (Private::IdNumber, "211302198501150004"),
            (Private::IdNumber, "211302001301150008"),
            (Private::IdNumber, "身份证号码18位，前6位是地区，2113**********0003"),
            (Private::IdNumber, "项目代码2301-211302-04-01-123456"),
            (Private::Mobile, "面积15900000000平方米，投资13812345678元，产量13812345678吨"),
            (Private::Mobile, "138****5678，编号2013812345678，0421-2912345"),
            (Private::BankCard, "统一编号4000000000000002"),
            (Private::BankCard, "6222021234567890127"),
            (Private::Address, "登记地点：新华路12号楼3单元101室政务大厅"),
            (Private::Address, "商铺：步行街5号楼2单元1号"),
            (Private::Address, "办公地点：政务中心3号楼1201室"),
            (Private::Address, "更换3单元10个泵房；3号楼2单元10个泵房；3单元12户居民；3号楼1201平方米"),
            (Private::Address, "地址：新华路三段12号"),
        ] {
            assert_eq!(found(sort, text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn two_numbers_with_a_tag_between_are_two() {
        assert_eq!(found(Private::Mobile, "13812345678<br>13912345678"), ["13812345678", "13912345678"]);
    }

    #[test]
    fn masks_leave_the_ends() {
        assert_eq!(Private::Mobile.masked("1381<br>2345678"), "138****5678");
        assert_eq!(Private::Mobile.masked("+86 138-1234-5678"), "138****5678");
        assert_eq!(Private::IdNumber.masked("２１１３０２ 19850115 0003"), "2113**********0003");
    }
}
