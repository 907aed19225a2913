//! How the items of a list of HTML are marked: Markdown numbers with digits only, so that letters, Roman and Chinese
//! numerals and numbers that go down are typed as words.

/// How the items of a list are numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The number of the first item, where it is set.
    pub(super) start: Option<i64>,
    /// Whether they go down, to 1 where nothing else is set.
    pub(super) down: bool,
    pub(super) sort: Sort,
}

/// What the numbers are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Digits,
    /// Two digits at least.
    Padded,
    /// One sign after the other, from a table; `true` where the table begins again with two of them, as after z.
    Signs(&'static str, bool),
    /// Whether in capitals.
    Roman(bool),
    Chinese,
}

/// What a list says of its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// A number, a letter or the like.
    Number(Sort),
    /// A point or nothing.
    Point,
    /// Something that is not known here.
    Other,
}

const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";
const GREEK: &str = "αβγδεζηθικλμνξοπρστυφχψω";

/// What the attribute `type` says, or `list-style-type`.
pub(super) fn says(written: &str) -> Option<Says> {
    let written = written.trim();
    let sort = match written {
        "A" => Sort::Signs(CAPITALS, true),
        "a" => Sort::Signs(SMALL, true),
        "I" => Sort::Roman(true),
        "i" => Sort::Roman(false),
        "1" => Sort::Digits,
        _ => match written.to_ascii_lowercase().as_str() {
            "decimal" => Sort::Digits,
            "decimal-leading-zero" => Sort::Padded,
            "upper-alpha" | "upper-latin" => Sort::Signs(CAPITALS, true),
            "lower-alpha" | "lower-latin" => Sort::Signs(SMALL, true),
            "lower-greek" => Sort::Signs(GREEK, true),
            "upper-roman" => Sort::Roman(true),
            "lower-roman" => Sort::Roman(false),
            "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" => Sort::Chinese,
            "cjk-heavenly-stem" => Sort::Signs("甲乙丙丁戊己庚辛壬癸", false),
            "cjk-earthly-branch" => Sort::Signs("子丑寅卯辰巳午未申酉戌亥", false),
            "none" | "disc" | "circle" | "square" => return Some(Says::Point),
            "" | "inherit" | "initial" | "unset" | "revert" => return None,
            other if other.starts_with(['"', '\'']) => return Some(Says::Point),
            _ => return Some(Says::Other),
        },
    };
    Some(Says::Number(sort))
}

impl Numbers {
    /// Whether Markdown numbers a list in the same way.
    pub(super) fn are_markdown(&self, set: impl Iterator<Item = i64>) -> bool {
        let mut all = set.chain(self.start);
        self.sort == Sort::Digits && !self.down && all.all(|number| (0..1_000_000_000).contains(&number))
    }

    /// The number of the first of some items.
    pub(super) fn first(&self, items: usize) -> i64 {
        let last = if self.down { i64::try_from(items).unwrap_or(i64::MAX) } else { 1 };
        self.start.unwrap_or(last)
    }

    /// The number after one.
    pub(super) fn next(&self, number: i64) -> i64 {
        number.saturating_add(if self.down { -1 } else { 1 })
    }

    /// What stands before the words of an item with this number.
    pub(super) fn mark(&self, number: i64) -> String {
        let written = usize::try_from(number).ok().filter(|n| *n > 0).and_then(|n| match self.sort {
            Sort::Digits => None,
            Sort::Padded => Some(format!("{n:02}")),
            Sort::Signs(signs, again) => in_signs(n, signs, again),
            Sort::Roman(capitals) => {
                roman(n).map(|numeral| if capitals { numeral } else { numeral.to_ascii_lowercase() })
            }
            Sort::Chinese => chinese(n),
        });
        match (written, self.sort) {
            (Some(written), Sort::Chinese | Sort::Signs(_, false)) => format!("{written}、"),
            (Some(written), _) => format!("{written}. "),
            (None, _) => format!("{number}. "),
        }
    }
}

fn in_signs(n: usize, signs: &str, again: bool) -> Option<String> {
    let signs: Vec<char> = signs.chars().collect();
    if !again {
        return signs.get(n - 1).map(char::to_string);
    }
    let (mut rest, mut written) = (n, String::new());
    while rest > 0 {
        written.insert(0, *signs.get((rest - 1) % signs.len())?);
        rest = (rest - 1) / signs.len();
    }
    Some(written)
}

fn roman(n: usize) -> Option<String> {
    const PARTS: &[(usize, &str)] = &[
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut written) = ((n < 4000).then_some(n)?, String::new());
    for (value, sign) in PARTS {
        while rest >= *value {
            written.push_str(sign);
            rest -= value;
        }
    }
    Some(written)
}

fn chinese(n: usize) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, units) = (n / 10, DIGITS.get(n % 10)?);
    Some(match tens {
        0 => (*units).to_owned(),
        1 => format!("十{units}"),
        tens => format!("{}十{units}", DIGITS.get(tens)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_those_of_browsers() {
        for (sort, number, expected) in [
            ("A", 1, "A. "),
            ("a", 28, "ab. "),
            ("I", 1994, "MCMXCIV. "),
            ("lower-roman", 4, "iv. "),
            ("decimal-leading-zero", 7, "07. "),
            ("simp-chinese-informal", 21, "二十一、"),
            ("cjk-ideographic", 10, "十、"),
            ("cjk-heavenly-stem", 3, "丙、"),
            ("cjk-heavenly-stem", 11, "11. "),
            ("A", 0, "0. "),
        ] {
            let Some(Says::Number(sort)) = says(sort) else { panic!("{sort}") };
            assert_eq!(Numbers { start: None, down: false, sort }.mark(number), expected);
        }
    }
}
