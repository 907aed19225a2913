//! What identifies a private person in a text: numbers and addresses, looked for in files, attachments and pages alike.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Text;

/// Sorts of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Private {
    /// A citizen's number with a valid check character.
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
                r"[0-9]{17}[0-9Xx]",
                r"1[3-9][0-9]([ -]?)[0-9]{4}([ -]?)[0-9]{4}",
                r"[3-6][0-9]{3}(?: ?[0-9]){12,15}",
                r"[0-9一二三四五六七八九十]+单元[0-9]+(?:室|号|户)?|村[0-9一二三四五六七八九十]+组[0-9]+号",
            ]
            .map(|pattern| Regex::new(pattern).ok())
        });
        let Some(Some(pattern)) = PATTERNS.get(self as usize) else { return Vec::new() };
        let found = pattern.find_iter(text).map(|found| found.range());
        found.filter(|range| text.get(range.clone()).is_some_and(|words| self.is(text, words, range))).collect()
    }

    fn is(self, text: &str, words: &str, range: &Range<usize>) -> bool {
        match self {
            Self::IdNumber => alone(text, range) && is_citizen(words),
            Self::Mobile => alone(text, range) && !is_amount(text, range.end),
            Self::BankCard => alone(text, range) && passes_luhn(words),
            Self::Address => true,
        }
    }

    /// The form that may be shown.
    pub(in crate::check) fn masked(self, words: &str) -> String {
        match self {
            Self::IdNumber | Self::BankCard => mask(words, 4, 4),
            Self::Mobile => mask(words, 3, 4),
            Self::Address => mask(words, 1, 1),
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

/// Whether no digit or letter stands right before or after a range: it is a number of its own.
fn alone(text: &str, range: &Range<usize>) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric();
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    !before.is_some_and(|c| part(c) || c == '.') && !after.is_some_and(part)
}

/// A number with only its first and last characters.
fn mask(number: &str, first: usize, last: usize) -> String {
    let characters: Vec<char> = number.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let hidden = |index: usize| (first..characters.len().saturating_sub(last)).contains(&index);
    characters.iter().enumerate().map(|(index, c)| if hidden(index) { '*' } else { *c }).collect()
}

/// Check character by ISO 7064 MOD 11-2 (GB 11643), and a month and day that exist.
fn is_citizen(number: &str) -> bool {
    let value = |c: char| if matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) };
    let sum = number.chars().try_fold(0, |sum, c| Some((sum * 2 + value(c)?) % 11));
    let part = |range| number.get(range).and_then(|text: &str| text.parse::<u32>().ok()).unwrap_or(0);
    sum == Some(1) && (1..=12).contains(&part(10..12)) && (1..=31).contains(&part(12..14))
}

/// Whether the digits before `end` are an amount: a unit follows.
fn is_amount(text: &str, end: usize) -> bool {
    let next = text.get(end..).and_then(|rest| rest.chars().next());
    next.is_some_and(|c| "元万亿件个吨米亩户人千瓦%".contains(c))
}

fn passes_luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits.enumerate().map(|(index, digit)| if index % 2 == 1 { doubled(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}
