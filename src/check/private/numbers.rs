//! Numbers that identify a person: of a citizen, a mobile telephone, a bank card; whole, or masked too little.
//!
//! A text is cut once into groups of digits. From each group on as many are joined as stand near enough, until they make
//! a number of the length that is looked for.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::Private;
use super::around::{Around, Form, is};
use super::seen::WRAP;

/// The most digits that are joined: a citizen's number with the two digits of a certificate of disability.
const MOST: usize = 20;
/// The fewest digits that are looked for: those of a mobile number.
const FEWEST: usize = 11;

/// The digits of the shortest number of a passport.
const PASSPORT: usize = 7;
/// The greater half of the shortest number of a citizen, of two lines that it may be broken over.
const HALF: usize = 8;

/// Whether the text has digits enough for a number, or for a half of one.
pub(super) fn may_hold(around: &Around<'_>) -> bool {
    let groups = Groups::of(around.text);
    let is_long = |at: usize, group: &Range<usize>| group.len() >= PASSPORT || groups.reaches(around, at, HALF);
    groups.all.iter().enumerate().any(|(at, group)| is_long(at, group)) || around.has_long_numbers()
}

/// Numbers in a text, by order.
pub(super) fn numbers(around: &Around<'_>) -> Vec<(Private, Range<usize>)> {
    let groups = Groups::of(around.text);
    let (mut found, mut at) = (Vec::new(), 0);
    let mut labelled = 0;
    while at < groups.all.len() {
        if !groups.reaches(around, at, FEWEST) {
            at += 1;
            continue;
        }
        let is = groups.citizen(around, at, labelled).or_else(|| {
            let card = || groups.card(around, at).map(|joined| (Private::BankCard, joined));
            card().or_else(|| groups.mobile(around, at).map(|joined| (Private::Mobile, joined)))
        });
        at = match is {
            Some((sort, joined)) => {
                if sort == Private::IdNumber {
                    labelled = joined.range.end;
                }
                found.push((sort, joined.range));
                joined.last + 1
            }
            None => at + 1,
        };
    }
    found
}

/// Numbers of which too much is to be seen: more than ten characters of a citizen's number or a card, more than seven
/// of a mobile number.
pub(super) fn masked(around: &Around<'_>) -> Vec<(Private, Range<usize>)> {
    static MASKED: Form = LazyLock::new(|| Regex::new(r"[0-9](?:[ -]?[0-9*xX×✕●○□■◯◎☆★#·]){9,19}").ok());
    let is_mask = |c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-');
    let mut found = Vec::new();
    if !around.has_long_numbers() {
        return found;
    }
    for range in MASKED.iter().flat_map(|form| form.find_iter(around.text)).map(|found| found.range()) {
        let words = around.at(&range);
        let characters: Vec<char> = words.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let masks = characters.iter().filter(|c| is_mask(**c)).count();
        let seen = characters.len() - masks;
        let next = around.first_after(range.end);
        let ends = !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '*' || c == '×' || c == '●');
        // A number whose only sign is the check character is not masked.
        if masks < 2 || !ends || !around.alone(&range) {
            continue;
        }
        let id = around.named(range.start, &ID_NAMES) || around.column(&range).is_some_and(|head| is(&ID_HEADS, head));
        let sort = match characters.len() {
            18 if seen > 10 && (id || is_masked_citizen(&characters)) => Private::IdNumber,
            14..=20 if seen > 10 && id => Private::IdNumber,
            16..=19 if seen > 10 && (words.starts_with("62") || around.named(range.start, &CARD_NAMES)) => {
                Private::BankCard
            }
            11 if seen > 7 && begins_as_mobile(words) && !is_another_number(around, &range) => Private::Mobile,
            _ => continue,
        };
        found.push((sort, range));
    }
    found
}

/// Groups of digits.
struct Groups {
    all: Vec<Range<usize>>,
}

/// Groups that make one number.
struct Joined {
    range: Range<usize>,
    /// The last of its groups.
    last: usize,
    digits: String,
    /// How many digits each group has.
    shape: Vec<usize>,
}

/// Signs between the groups of one number.
fn is_sign(c: char) -> bool {
    matches!(c, ' ' | '\t' | '.' | '-' | '·' | '/' | '_' | '(' | ')' | '[' | ']' | '【' | '】' | WRAP)
}

/// The check character X, as it is typed.
fn is_x(c: char) -> bool {
    matches!(c, 'X' | 'x' | '×' | '✕' | 'Ⅹ' | 'ⅹ' | 'Х' | 'х' | 'Χ' | 'χ')
}

impl Groups {
    fn of(text: &str) -> Self {
        let (mut all, mut at, bytes) = (Vec::new(), 0, text.as_bytes());
        let run = |from: usize, of_digits: bool| {
            let rest = bytes.get(from..).unwrap_or_default();
            rest.iter().position(|byte| byte.is_ascii_digit() != of_digits).map_or(bytes.len(), |length| from + length)
        };
        while at < bytes.len() {
            let start = run(at, false);
            at = run(start, true);
            all.extend((start < at).then_some(start..at));
        }
        Self { all }
    }

    /// Whether a gap between two groups may stand within one number.
    fn is_within(gap: &str) -> bool {
        gap.len() <= 9 && gap.chars().count() <= 3 && gap.chars().all(is_sign)
    }

    /// Whether the groups from `first` on have `digits` or more together before something parts them: a cheap look, as
    /// most numbers of a text are short ones.
    fn reaches(&self, around: &Around<'_>, first: usize, digits: usize) -> bool {
        let groups = self.all.get(first..).unwrap_or_default();
        let mut total = 0;
        let ends = groups.iter().map(Some).skip(1).chain([None]);
        for (group, next) in groups.iter().zip(ends) {
            total += group.len();
            if total >= digits {
                return true;
            }
            if !next.is_some_and(|next| Self::is_within(around.at(&(group.end..next.start)))) {
                return false;
            }
        }
        false
    }

    /// The groups from `first` on that have `digits` together, with few enough signs between them.
    fn joined(&self, around: &Around<'_>, first: usize, digits: usize) -> Option<Joined> {
        let start = self.all.get(first)?.start;
        let (mut total, mut end, mut shape) = (0, start, Vec::new());
        for (last, group) in self.all.iter().enumerate().skip(first) {
            let gap = around.at(&(end..group.start));
            if last > first && !Self::is_within(gap) {
                return None;
            }
            end = group.end;
            total += group.len();
            shape.push(group.len());
            if total > digits {
                return None;
            }
            if total == digits {
                let range = start..end;
                let digits = around.at(&range).chars().filter(char::is_ascii_digit).collect();
                return Some(Joined { range, last, digits, shape });
            }
        }
        None
    }

    /// Whether the group is too long for any number.
    fn is_long(&self, at: usize) -> bool {
        self.all.get(at).is_none_or(|group| group.len() > MOST)
    }

    /// A citizen's number: valid, or of its length after words that name it, or after another one.
    fn citizen(&self, around: &Around<'_>, at: usize, labelled: usize) -> Option<(Private, Joined)> {
        if self.is_long(at) {
            return None;
        }
        let start = self.all.get(at)?.start;
        let with_sort = |joined: Joined| (Private::IdNumber, joined);
        let with_class = |is_named: bool| {
            self.twenty(around, at).filter(|joined| {
                let (person, class) = joined.digits.split_at_checked(18).unwrap_or_default();
                let is_class = matches!(class.as_bytes(), [b'1'..=b'7', b'1'..=b'4']);
                let is = if is_named { has_birthday(person) && has_province(person) } else { is_citizen(person) };
                is && (is_class || is_named) && is_apart(around, &joined.range)
            })
        };
        let names_disability = || is(&DISABILITY, around.before(start, 16)) && around.named(start, &ID_NAMES);
        let in_its_column = |joined: &Joined| around.column(&joined.range).is_some_and(|head| is(&DISABILITY, head));
        if names_disability()
            && let Some(joined) = with_class(true)
        {
            return Some(with_sort(joined));
        }
        let valid = self.eighteen(around, at).filter(|joined| is_citizen(&joined.digits));
        if let Some(joined) = valid.filter(|joined| is_apart(around, &joined.range)) {
            return Some(with_sort(joined));
        }
        let of_disability = with_class(false).or_else(|| with_class(true).filter(in_its_column));
        if of_disability.is_some() {
            return of_disability.map(with_sort);
        }
        let follows =
            labelled > 0 && is(&AND, around.text.get(labelled..start).filter(|gap| gap.len() < 8).unwrap_or("."));
        let strong = around.named(start, &ID_NAMES) || follows;
        let in_a_cell = || around.named(start, &ID_CELLS);
        let joined = (15..=19).rev().find_map(|digits| match digits {
            18 => self.eighteen(around, at),
            digits => self.joined(around, at, digits),
        })?;
        let (length, ends) = (joined.digits.len(), !around.first_after(joined.range.end).is_some_and(char_of_number));
        let plausible = || has_birthday(&joined.digits) && has_province(&joined.digits);
        let column = || around.column(&joined.range).is_some_and(|head| is(&ID_HEADS, head));
        let weak = || (around.named(start, &WEAK_ID_NAMES) || in_a_cell()) && matches!(length, 15 | 18) && plausible();
        let is =
            ends && !joined.digits.starts_with('0') && (strong || weak() || (matches!(length, 15 | 18) && column()));
        is.then(|| with_sort(joined))
    }

    /// Eighteen digits, or seventeen and an X.
    fn eighteen(&self, around: &Around<'_>, at: usize) -> Option<Joined> {
        if let Some(joined) = self.joined(around, at, 18) {
            return Some(joined);
        }
        let mut joined = self.joined(around, at, 17)?;
        let rest = around.after(joined.range.end, 2);
        let signs = rest.len() - rest.trim_start_matches(is_sign).len();
        let x = rest.get(signs..)?.chars().next().filter(|c| is_x(*c))?;
        joined.range.end += signs + x.len_utf8();
        joined.digits.push('X');
        Some(joined)
    }

    /// The number of a certificate of disability: a citizen's and two digits, of sort and degree.
    fn twenty(&self, around: &Around<'_>, at: usize) -> Option<Joined> {
        if let Some(joined) = self.joined(around, at, 20) {
            return Some(joined);
        }
        let mut joined = self.eighteen(around, at).filter(|joined| joined.digits.ends_with('X'))?;
        let class = self.all.get(joined.last + 1).filter(|class| class.len() == 2)?;
        let gap = around.text.get(joined.range.end..class.start)?;
        (gap.chars().count() < 2 && gap.chars().all(is_sign)).then(|| {
            joined.digits += around.at(class);
            joined.range.end = class.end;
            joined.last += 1;
            joined
        })
    }

    /// A bank card that passes Luhn's test.
    fn card(&self, around: &Around<'_>, at: usize) -> Option<Joined> {
        let first = self.all.get(at).filter(|group| group.len() <= 19)?;
        if !matches!(around.text.as_bytes().get(first.start), Some(b'3'..=b'6')) {
            return None;
        }
        let is_card = |joined: &Joined| {
            let next = around.text.get(joined.range.end..).unwrap_or_default();
            let goes_on = next.starts_with([' ', '-', '.'])
                && next.get(1..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
            let column = || around.column(&joined.range).is_some_and(|head| head.contains('卡'));
            let begins = joined.digits.starts_with("62");
            let is_grouped = joined.shape.len() == 1
                || [4, 5].iter().any(|size| joined.shape.iter().rev().skip(1).all(|group| group == size))
                || matches!(joined.shape.as_slice(), [6, _])
                || is_wrapped(around.at(&joined.range));
            is_grouped
                && !(goes_on && joined.shape.len() > 1)
                && !is_decimal_part(around, &joined.range)
                && is_apart(around, &joined.range)
                && passes_luhn(&joined.digits)
                && (begins || around.named(joined.range.start, &CARD_NAMES) || column())
                && !around.in_an_address(joined.range.start)
        };
        (16..=19).rev().filter_map(|digits| self.joined(around, at, digits)).find(is_card)
    }

    /// A mobile number, with or without the country's.
    fn mobile(&self, around: &Around<'_>, at: usize) -> Option<Joined> {
        if self.all.get(at)?.len() > 15 {
            return None;
        }
        let joined = [(11, ""), (13, "86"), (15, "0086"), (12, "0")].into_iter().find_map(|(digits, country)| {
            let mut joined = self.joined(around, at, digits)?;
            let national = joined.digits.strip_prefix(country)?;
            if !begins_as_mobile(national) {
                return None;
            }
            let mut left = country.len();
            for group in &mut joined.shape {
                let less = left.min(*group);
                *group -= less;
                left -= less;
            }
            joined.shape.retain(|group| *group > 0);
            joined.range.start -= usize::from(country == "86" && around.last_before(joined.range.start) == Some('+'));
            Some((joined, country))
        });
        let (joined, country) = joined?;
        let range = &joined.range;
        let in_a_name = is_in_a_name(around, range);
        let named = in_a_name || is_named_telephone(around, range);
        let near = || is(&TELEPHONE_NEAR, around.clause(range.start, 16));
        let alone = in_a_name || is_word_apart(around, range);
        let is = alone
            && (named || near() || country != "0")
            && (named || near() || self.is_form_of_mobile(around, at, &joined))
            && (named || !is_another_number(around, range));
        is.then_some(joined)
    }

    /// Whether digits in groups are a mobile number without any word that says so.
    fn is_form_of_mobile(&self, around: &Around<'_>, at: usize, joined: &Joined) -> bool {
        let words = around.at(&joined.range);
        let before = at.checked_sub(1).and_then(|last| self.all.get(last));
        let next = self.all.get(joined.last + 1);
        let gap = |from: usize, to: usize| around.text.get(from..to).filter(|gap| gap.len() == 1).unwrap_or_default();
        let left = before.map_or("", |group| gap(group.end, joined.range.start));
        let right = next.map_or("", |group| gap(joined.range.end, group.start));
        let is_code = |sign: &str| matches!(sign, "-" | "." | "_");
        if joined.shape.len() == 1 {
            // A part of a code: of a project, a cookie, decimals.
            return !(is_code(left) && is_code(right)
                || right == "."
                || is(&CODE_BEFORE, around.before(joined.range.start, 24)));
        }
        let uniform = |sign: char| has_only(words, sign);
        let another = |group: Option<&Range<usize>>| {
            group.is_some_and(|group| begins_as_mobile(around.at(group)) || group.len() > 10)
        };
        let apart = |sign: &str, group: Option<&Range<usize>>, is_next: bool| {
            !is_code(sign)
                && (sign != " "
                    || is_next && another(group)
                    || group.is_some_and(|group| group.len() > 10 || is_end_of_mobile(around, group)))
        };
        if !apart(left, before, false) || !apart(right, next, true) {
            return false;
        }
        let year = |digits: &str| digits.get(..4).is_some_and(|year| ("1900".."2031").contains(&year));
        match joined.shape.as_slice() {
            _ if is_wrapped(words) => true,
            [3, 4, 4] => !uniform('\t'),
            [4, 4, 3] => !uniform('\t') && !year(&joined.digits),
            [3, 8] => {
                let last = joined.digits.get(3..).unwrap_or_default();
                let is_day = has_day(last);
                !(uniform('.') || uniform('\t') || uniform(' ') && is_day)
            }
            [7, 4] => uniform('-') || uniform('·') || uniform('_'),
            shape => shape.len() == 11 && !uniform('.') && !uniform('\t') && !uniform('/'),
        }
    }
}

/// Whether a group is the last of a mobile number in groups: of four digits or three, after others of four.
fn is_end_of_mobile(around: &Around<'_>, group: &Range<usize>) -> bool {
    static END: Form = LazyLock::new(|| Regex::new(r"1[3-9][0-9]{1,2} [0-9]{4} [0-9]{3,4}$").ok());
    is(&END, around.before(group.end, 14))
}

/// Whether all that parts groups is this sign.
fn has_only(words: &str, sign: char) -> bool {
    words.chars().all(|c| c.is_ascii_digit() || c == sign || c == '+')
}

/// Whether only ends of lines, with blanks before them, part groups.
fn is_wrapped(words: &str) -> bool {
    words.contains(WRAP) && words.chars().all(|c| c.is_ascii_digit() || matches!(c, WRAP | ' '))
}

fn char_of_number(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Whether a number is no part of a longer one or of a word; a few letters may lead it, as `No` or `ID`.
fn is_apart(around: &Around<'_>, range: &Range<usize>) -> bool {
    static LEAD: Form = LazyLock::new(|| Regex::new(r"(?:^|[^0-9A-Za-z])[A-Za-z]{0,8}$").ok());
    is(&LEAD, around.before(range.start, 9))
        && !is_decimal_part(around, range)
        && !around.first_after(range.end).is_some_and(char_of_number)
}

fn is_decimal_part(around: &Around<'_>, range: &Range<usize>) -> bool {
    let before = around.before(range.start, 2);
    before.strip_suffix('.').is_some_and(|whole| whole.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a mobile number stands apart, or behind or before letters that name it.
fn is_word_apart(around: &Around<'_>, range: &Range<usize>) -> bool {
    static NAMES_IT: Form = LazyLock::new(|| {
        Regex::new(r"(?i)(?:^|[^0-9a-z])(?:tel|phone|telephone|mobile|mob|cell|wx|vx|v|wechat|dh|sjh?|whatsapp|m|t)$")
            .ok()
    });
    static NAMED_AFTER: Form = LazyLock::new(|| Regex::new(r"(?i)^(?:wx|vx|wechat|tel|ext)(?:[^a-z]|$)").ok());
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = !letter(around.last_before(range.start)) || is(&NAMES_IT, around.before(range.start, 10));
    let after = !letter(around.first_after(range.end)) || is(&NAMED_AFTER, around.after(range.end, 8));
    before && after && !is_decimal_part(around, range)
}

/// Whether a mobile number is the greater part of a name in WeChat, which the words before it say: 微信a13800138000.
fn is_in_a_name(around: &Around<'_>, range: &Range<usize>) -> bool {
    static WECHAT: Form = LazyLock::new(|| {
        let gap = r"(?:号码?|id|账号|帐号)?[^\pL\pN\n]{0,4}(?:[为是][^\pL\pN\n]{0,2})?";
        Regex::new(&format!("(?i)(?:微信|薇信|威信|v信|wechat|weixin|(?:^|[^a-z])[wv]x){gap}[a-z_-]{{0,10}}$")).ok()
    });
    static REST: Form = LazyLock::new(|| Regex::new("^[A-Za-z_]{0,6}(?:[^0-9A-Za-z_]|$)").ok());
    is(&WECHAT, around.before(range.start, 28)) && is(&REST, around.after(range.end, 8))
}

/// Numbers in which letters stand for digits, after words that name them: O for 0, l and I for 1.
pub(super) fn lettered(around: &Around<'_>) -> Vec<(Private, Range<usize>)> {
    static LETTERED: Form =
        LazyLock::new(|| Regex::new("[0-9lI][0-9OoQlI〇○]{10}(?:[0-9OoQlI〇○]{6}[0-9OoQlIXx])?").ok());
    let mut found = Vec::new();
    if !around.has_long_numbers() {
        return found;
    }
    for range in LETTERED.iter().flat_map(|form| form.find_iter(around.text)).map(|found| found.range()) {
        let words = around.at(&range);
        let digits: String = words
            .chars()
            .map(|c| match c {
                'O' | 'o' | 'Q' | '〇' | '○' => '0',
                'l' | 'I' => '1',
                c => c,
            })
            .collect();
        let is_alone = around.alone(&range) && !around.first_after(range.end).is_some_and(|c| "〇○".contains(c));
        if !is_alone || digits == words || words.bytes().filter(u8::is_ascii_digit).count() < 6 {
            continue;
        }
        let named = |names: &Form| around.named(range.start, names);
        let head = |heads: &Form| around.column(&range).is_some_and(|head| is(heads, head));
        if digits.len() == 11 && begins_as_mobile(&digits) && (named(&TELEPHONE_NAMES) || head(&TELEPHONE_NEAR)) {
            found.push((Private::Mobile, range));
        } else if has_birthday(&digits) && has_province(&digits) && (named(&ID_NAMES) || head(&ID_HEADS)) {
            found.push((Private::IdNumber, range));
        }
    }
    found
}

/// Numbers of citizens that are broken over two lines of a file whose lines are for themselves: valid, or named; not where
/// both lines hold nothing else, which are two cells.
pub(super) fn broken(around: &Around<'_>) -> Vec<(Private, Range<usize>)> {
    let is_broken = |range: &Range<usize>| {
        let words = around.at(range);
        let before = around.last_before(range.start).is_none_or(|c| c == '\n');
        let after = around.first_after(range.end).is_none_or(|c| c == '\n');
        let is_named = around.named(range.start, &ID_NAMES) || around.named(range.start, &ID_CELLS);
        words.matches(WRAP).count() == 1 && !words.contains('\t') && (is_named || !(before && after))
    };
    let all = numbers(around).into_iter();
    all.filter(|(sort, range)| *sort == Private::IdNumber && is_broken(range)).collect()
}

/// Words that name the number right after them.
static ID_NAMES: Form = LazyLock::new(|| {
    let gap = r"(?:\([^()\n]{0,8}\))?[^\pL\pN\n]{0,6}(?:(?i:no|number|为|是|号)[^\pL\pN\n]{0,4})?$";
    Regex::new(&format!(r"(?:身份证(?:件|明)?|身份号码|身份编号|残疾人?证|(?i:sfz)h?)(?:号码?|编号)?{gap}")).ok()
});
/// The same in a cell or a line of its own before the number.
static ID_CELLS: Form = LazyLock::new(|| {
    Regex::new(r"(?:身份证(?:件|明)?|身份号码|身份编号|残疾人?证|证件)(?:号码?|编号)?[^\pL\pN\n]{0,6}\n\s{0,6}$").ok()
});
static DISABILITY: Form = LazyLock::new(|| Regex::new("残疾人?证").ok());
/// Words that name a paper of any sort: what follows must look like a citizen's number.
static WEAK_ID_NAMES: Form = LazyLock::new(|| {
    Regex::new(r"(?:证件|(?i:(?:^|[^a-z])id(?:[ -]?card)?))(?:号码?)?[^\pL\pN\n]{0,6}(?:(?i:no|number|为|是)[^\pL\pN\n]{0,4})?$").ok()
});
static ID_HEADS: Form = LazyLock::new(|| Regex::new(r"身份证|身份号|证件号|残疾人?证|(?i:sfz)").ok());
static AND: Form = LazyLock::new(|| Regex::new(r"^[ 、,，/和及;；]{1,3}$").ok());
static TELEPHONE_NAMES: Form = LazyLock::new(|| {
    let gap = r"(?:\([^()\n]{0,8}\))?[^\pL\pN\n]{0,4}(?:(?:为|是)[^\pL\pN\n]{0,2})?$";
    let letters = r"(?i:(?:^|[^a-z])(?:tel|phone|telephone|mobile|mob|cell|wx|vx|wechat|dh|sjh?|whatsapp)(?:[_ -]?(?:no|number))?)";
    Regex::new(&format!(r"(?:(?:电话|手机|联系方式|热线|微信|联系人|联系|致电|拨打|短信)(?:号码?)?|{letters}){gap}"))
        .ok()
});
static TELEPHONE_NEAR: Form = LazyLock::new(|| {
    Regex::new(r"(?i)电话|手机|联系|微信|致电|拨打|咨询|通讯|(?:^|[^a-z])(?:tel|phone|mobile|wx|wechat)").ok()
});
static CARD_NAMES: Form = LazyLock::new(|| Regex::new(r"卡(?:号码?)?[^\pN\n]{0,12}$").ok());
/// What a code begins with: groups of digits, or letters and digits, with dashes.
static CODE_BEFORE: Form = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9A-Za-z-])(?:(?:[0-9]{5,}|[0-9]{1,3})-[0-9]+-|[A-Za-z]+[0-9]+[A-Za-z0-9]*-|[0-9]+[A-Za-z]+[A-Za-z0-9]*-|[A-Z]{2,}-)$").ok()
});

fn is_named_telephone(around: &Around<'_>, range: &Range<usize>) -> bool {
    around.named(range.start, &TELEPHONE_NAMES) || around.column(range).is_some_and(|head| is(&TELEPHONE_NEAR, head))
}

fn begins_as_mobile(number: &str) -> bool {
    matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// Whether digits are no telephone number: an amount, a part of a web address, the number of a document or a parcel.
fn is_another_number(around: &Around<'_>, range: &Range<usize>) -> bool {
    static BEFORE: Form = LazyLock::new(|| {
        let money = r"(?:[¥￥$€£]|人民币|USD|CNY|RMB|HKD|EUR|美元|港元|欧元)[^\pL\pN\n]{0,2}$";
        let sums = r"(?:合计|共计|总计|累计|总额|总数|总量|总值|金额|数量|数值|产值|产量|收入|支出|人口|面积|里程|库存|销量|[阅浏]\pL?[读览]量|点击量|访问量|余额)[^\pL\pN\n]{0,3}(?:(?:为|达|达到|约|共)[^\pL\pN\n]{0,2})?$";
        let numbers = r"(?:字|第|〕|[单编文案货型批税图档序表户机学工票]号|[档证]案号|证书号|编码|代码|条码|条形码|订单|流水|序列号|机身号|合同号|备案号|登记号|注册号|群号?|QQ|qq|版本|纬|经|坐标)[号度]?[^\pL\pN\n]{0,3}(?:(?:为|是)[^\pL\pN\n]{0,2})?$";
        let keys = r#"\b(?i:value|count|total|paid|budget|award|amount|sum|size|bytes|id|uid|gid|pid|oid|no|num|seq|code|ts|time|timestamp|area|price|number)["']?\s*:\s*["']?$"#;
        let code = r#"[A-Za-z0-9_.-]["']?\s*=\s*["']?$"#;
        Regex::new(&format!("{money}|{sums}|{numbers}|{keys}|{code}")).ok()
    });
    static HEADS: Form = LazyLock::new(|| {
        Regex::new(r"元|[金数总余限]额|收入|支出|预算|决算|产值|产量|面积|数|量|值|价|编[号码]|代码|序号|单号|订单|条形?码|流水|人口|次|票|凭证|[学税证图案货]号|合计|指标|字节|(?i:^\W*(?:id|uid|time|value|count|amount)\W*$)").ok()
    });
    is(&BEFORE, around.before(range.start, 24))
        || is_amount(around.after(range.end, 24))
        || around.in_an_address(range.start)
        || around.column(range).is_some_and(|head| is(&HEADS, head))
}

/// Whether a unit follows that no word after a telephone number begins with, or decimals.
fn is_amount(rest: &str) -> bool {
    static UNITS: Form = LazyLock::new(|| {
        let units = "[元吨米亩斤克件株美港日韩欧台泰]元|元|吨|米|亩|平方|平米|立方|公里|公斤|公顷|千瓦|千克|千米|斤|克|件|%|㎡|株|万|亿|人次|人民币|英镑|法郎|卢布|kWh|KB|MB|GB|度电|度$|度[，。、]|字节";
        Regex::new(&format!(r"^(?:\.[0-9]+)?[余多( ,]*(?:{units})|^\.[0-9]*[1-9]")).ok()
    });
    is(&UNITS, rest)
}

/// Check character by ISO 7064 MOD 11-2 (GB 11643), a province and a day of birth that exist.
fn is_citizen(number: &str) -> bool {
    let value = |c: char| if c == 'X' { Some(10) } else { c.to_digit(10) };
    let sum = number.chars().try_fold(0, |sum, c| Some((sum * 2 + value(c)?) % 11));
    number.len() == 18 && sum == Some(1) && has_birthday(number) && has_province(number)
}

fn has_province(number: &str) -> bool {
    const PROVINCES: &str =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83";
    number.get(..2).is_some_and(|two| PROVINCES.split(' ').any(|province| province == two))
}

/// Whether a day of birth stands where a number of 18 or of 15 has it.
fn has_birthday(number: &str) -> bool {
    match number.len() {
        18 => number.get(6..14).is_some_and(has_day),
        15 => number.get(6..12).is_some_and(|day| has_day(&format!("19{day}"))),
        _ => false,
    }
}

/// Whether eight digits are a day of the last centuries.
fn has_day(digits: &str) -> bool {
    let part = |range: Range<usize>| digits.get(range).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    let year = i32::try_from(part(0..4)).unwrap_or(0);
    digits.len() == 8 && (1850..2100).contains(&year) && NaiveDate::from_ymd_opt(year, part(4..6), part(6..8)).is_some()
}

/// Whether what is to be seen of a masked number agrees with a citizen's.
fn is_masked_citizen(characters: &[char]) -> bool {
    let at = |range: Range<usize>| characters.get(range).unwrap_or_default();
    let agrees = |range: Range<usize>, any: &[&str]| {
        any.iter().any(|one| at(range.clone()).iter().zip(one.chars()).all(|(c, one)| !c.is_ascii_digit() || *c == one))
    };
    let two: String = at(0..2).iter().collect();
    let whole = at(0..2).iter().all(char::is_ascii_digit);
    (!whole || has_province(&two))
        && agrees(6..8, &["18", "19", "20"])
        && agrees(10..12, &["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"])
        && at(12..13).iter().all(|c| !matches!(c, '4'..='9'))
}

fn passes_luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits.enumerate().map(|(index, digit)| if index % 2 == 1 { doubled(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}
