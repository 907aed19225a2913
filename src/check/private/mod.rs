//! What identifies a private person in a text: numbers, addresses, papers, plates and accounts, looked for in files,
//! attachments and pages alike.
//!
//! They are looked for as readers see them: full-width digits, blanks, dashes and points between groups, marks of
//! emphasis, characters without width, escapes of YAML and HTML hide nothing. Only forms are looked for; no name is guessed.

mod around;
mod numbers;
mod seen;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use around::{Around, Form};
use regex::Regex;
use seen::{Plain, View, numeral};

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
    /// An account with a word for a person beside it.
    Account,
    /// A passport or a permit, after words that name it.
    Papers,
    /// A licence plate.
    Plate,
    /// An address down to the door.
    Address,
}

/// Whether a text's lines run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Lines {
    /// As in YAML and Markdown: a number may be broken over two.
    RunOn,
    /// As in a table or a page: each is for itself, but for a citizen's number that is broken over two.
    Apart,
}

impl Private {
    /// All sorts. Where two are found in one place, the first is meant.
    pub(in crate::check) const ALL: [Self; 7] =
        [Self::IdNumber, Self::BankCard, Self::Mobile, Self::Account, Self::Papers, Self::Plate, Self::Address];

    /// The form that may be shown.
    pub(in crate::check) fn masked(self, words: &str) -> String {
        let plain = Plain::of(words, View::default()).text;
        let characters = plain.chars().filter(|c| c.is_alphanumeric()).count();
        // Stars that mask, and are no emphasis.
        let whole = if self == Self::Mobile { 11 } else { 15 };
        let plain = if characters < whole && words.contains('*') {
            Plain::of(words, View { stars: true, ..View::default() }).text
        } else {
            plain
        };
        let numerals = plain.bytes().filter(u8::is_ascii_digit).count() < 4;
        let plain: String =
            if numerals { plain.chars().map(|c| numeral(c).unwrap_or(c)).collect() } else { plain.into_owned() };
        match self {
            Self::IdNumber | Self::BankCard | Self::Account => mask(&plain, 4, 4),
            Self::Mobile => mask(without_country(&plain), 3, 4),
            Self::Papers => mask(&plain, 2, 2),
            Self::Plate => mask(&plain, 2, 1),
            Self::Address => mask(words, 1, 1),
        }
    }

    /// What it is called.
    pub(in crate::check) fn name(self) -> Text {
        match self {
            Self::IdNumber => Text::new("身份证号码", "personal ID number"),
            Self::Mobile => Text::new("手机号码", "mobile number"),
            Self::BankCard => Text::new("银行卡号", "bank card number"),
            Self::Account => Text::new("个人账号", "number of a person's account"),
            Self::Papers => Text::new("护照或通行证号码", "number of a passport or permit"),
            Self::Plate => Text::new("车牌号", "licence plate"),
            Self::Address => Text::new("写到门牌的住址", "address down to the door"),
        }
    }
}

/// So many Chinese numerals as a number has that is looked for.
static NUMERALS: Form = LazyLock::new(|| {
    let digit = "[〇零○一壹幺二贰三叁四肆五伍六陆七柒八捌九玖]";
    Regex::new(&format!("{digit}(?:[ \\x{{3000}}·-]?{digit}){{10}}")).ok()
});

/// Whether lines of a text may hold a part of what [`find`] finds in the whole, whatever stands in other lines. Where none
/// may, nothing is found.
pub(in crate::check) fn may_hold(lines: &str) -> bool {
    let plain = Plain::of(lines, View::default());
    let around = Around::new(&plain.text);
    let goes_on = || lines.contains('\\') || lines.contains("<!--");
    numbers::may_hold(&around)
        || words::may_hold(&around)
        || goes_on()
        || has_starred_digits(lines)
        || around::is(&NUMERALS, lines)
}

/// All personal data of a text, in order.
pub(in crate::check) fn find(text: &str, lines: Lines) -> Vec<(Private, Range<usize>)> {
    static BROKEN: Form = LazyLock::new(|| Regex::new(r"[0-9０-９][ \t\r]*\n[ \t]*[0-9０-９Xx]").ok());
    let view = View { wraps: lines == Lines::RunOn, ..View::default() };
    let has = |form: &Form| around::is(form, text);
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    let mut look = |view: View, words: bool| {
        let plain = Plain::of(text, view);
        let around = Around::new(&plain.text);
        let mut all = numbers::numbers(&around);
        all.extend(numbers::masked(&around));
        all.extend(numbers::lettered(&around));
        if words {
            all.extend(words::words(&around));
        }
        found.extend(all.into_iter().map(|(sort, range)| (sort, plain.original(&range))));
    };
    look(view, true);
    if lines == Lines::Apart && has(&BROKEN) {
        let plain = Plain::of(text, View { wraps: true, ..view });
        let around = Around::new(&plain.text);
        broken.extend(numbers::broken(&around).into_iter().map(|(sort, range)| (sort, plain.original(&range))));
    }
    if has_starred_digits(text) {
        look(View { stars: true, ..view }, false);
    }
    if has(&NUMERALS) {
        look(View { numerals: true, ..view }, false);
    }
    found.extend(broken);
    settled(found)
}

/// Whether a star stands beside a digit.
fn has_starred_digits(text: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| matches!(c, '0'..='9' | '０'..='９'));
    text.match_indices('*').any(|(at, star)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        is_digit(before) || is_digit(text.get(at + star.len()..).and_then(|after| after.chars().next()))
    })
}

/// In order; of several in one place the first sort.
fn settled(mut found: Vec<(Private, Range<usize>)>) -> Vec<(Private, Range<usize>)> {
    found.sort_by_key(|(sort, range)| (range.start, *sort as usize, range.end));
    let mut settled: Vec<(Private, Range<usize>)> = Vec::with_capacity(found.len());
    for (sort, range) in found {
        match settled.last_mut() {
            Some((last, place)) if range.start < place.end => {
                if (sort as usize) < *last as usize {
                    (*last, *place) = (sort, range);
                }
            }
            _ => settled.push((sort, range)),
        }
    }
    settled
}

/// A text as readers see it, to compare.
pub(in crate::check) fn as_seen(text: &str) -> String {
    Plain::of(text, View::default()).text.into_owned()
}

/// A number with only its first and last characters.
fn mask(number: &str, first: usize, last: usize) -> String {
    let is_sign = |c: &char| !c.is_alphanumeric() && !matches!(c, '*' | '×' | '●' | '○' | '#');
    let characters: Vec<char> = number.chars().filter(|c| !is_sign(c)).collect();
    let hidden = |index: usize| (first..characters.len().saturating_sub(last)).contains(&index);
    characters.iter().enumerate().map(|(index, c)| if hidden(index) { '*' } else { *c }).collect()
}

/// A telephone number without `+86`.
fn without_country(number: &str) -> &str {
    let national = number.trim_start_matches(['+', '0']);
    national.strip_prefix("86").map_or(national, |rest| rest.trim_start_matches(|c: char| !c.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
