//! Terms of a text for search 检索词: pairs of neighbouring characters for Chinese, whole words for Latin letters and
//! numbers. The script in the browser (`scripts/search.js` of the theme) cuts queries in the same way.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::Script;

/// A term with the place of its first character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Two neighbouring characters; the second is absent at the end of a run, so that every character begins one.
    Pair(char, Option<char>, usize),
    /// A word of Latin letters or a number, `4.37` among them.
    Word(String),
}

/// Traditional characters with the Simplified ones that search has in their place, where they differ.
pub fn simplified() -> &'static BTreeMap<char, char> {
    static TABLE: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
        let pair = |c: char| {
            let text = Script::Simplified.write(&c.to_string());
            let mut characters = text.chars();
            characters.next().filter(|other| characters.next().is_none() && *other != c).map(|other| (c, other))
        };
        // 意味著 is written with 着 in Simplified characters, 著名 is not: in the index they are one.
        ('\u{3400}'..='\u{9fff}').filter_map(pair).chain([('著', '着')]).collect()
    });
    &TABLE
}

/// A text as search compares it: full-width and half-width, capital and small, Traditional and Simplified are one.
pub fn normal(text: &str) -> String {
    let table = simplified();
    let one = |c: char| table.get(&c).copied().unwrap_or(c);
    text.nfkc().flat_map(char::to_lowercase).map(one).collect()
}

/// The terms of a text that is [`normal`]; places count characters from `start`. Gives the place after the last one.
pub fn terms(text: &str, start: usize, out: &mut Vec<Term>) -> usize {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied();
    let is_digit = |index: usize| at(index).is_some_and(|c| c.is_ascii_digit());
    let mut index = 0;
    while let Some(c) = at(index) {
        if c.is_ascii_alphanumeric() {
            let inside = |index: usize| {
                let point = at(index) == Some('.') && is_digit(index.wrapping_sub(1)) && is_digit(index + 1);
                point || at(index).is_some_and(|c| c.is_ascii_alphanumeric())
            };
            let end = (index..).find(|index| !inside(*index)).unwrap_or(index + 1);
            out.push(Term::Word(characters.get(index..end).unwrap_or_default().iter().collect()));
            index = end;
        } else {
            if is_paired(c) {
                out.push(Term::Pair(c, at(index + 1).filter(|next| is_paired(*next)), start + index));
            }
            index += 1;
        }
    }
    start + characters.len() + 1
}

/// Whether a character is indexed with its neighbour: a letter of any script but Latin, Han above all, and initials.
fn is_paired(c: char) -> bool {
    !c.is_ascii() && (c.is_alphanumeric() || (INITIALS..INITIALS + 0x80).contains(&u32::from(c)))
}

/// The initials of a name's pinyin as terms: `北京` gives bj, as characters of the private area, which pair as Chinese
/// ones do. A character that is read in several ways stands there with each. Gives the place after the last one.
pub fn initials(name: &str, start: usize, out: &mut Vec<Term>) -> usize {
    let readings: Vec<Vec<char>> = name.chars().map(readings).collect();
    for (index, firsts) in readings.iter().enumerate() {
        let seconds: Vec<Option<char>> = match readings.get(index + 1).filter(|seconds| !seconds.is_empty()) {
            Some(seconds) => seconds.iter().copied().map(Some).collect(),
            None => vec![None],
        };
        for first in firsts {
            out.extend(seconds.iter().map(|second| Term::Pair(*first, *second, start + index)));
        }
    }
    start + readings.len() + 1
}

/// The initials of a character's readings, the usual ones, each once.
fn readings(c: char) -> Vec<char> {
    let initial = |reading: pinyin::Pinyin| char::from_u32(INITIALS + u32::from(reading.plain().bytes().next()?));
    let mut out: Vec<char> = Vec::new();
    for initial in c.to_pinyin_multi().into_iter().flatten().take(READINGS).filter_map(initial) {
        if !out.contains(&initial) {
            out.push(initial);
        }
    }
    out
}

/// Readings of a character that are looked at; the dictionary has the usual ones first.
const READINGS: usize = 3;

/// The document numbers 发文字号 in a text that is [`normal`], each as a term: `#2023-9` for 〔2023〕9号 in any brackets,
/// 2023年第9号, 2023 09号.
pub fn numbers(text: &str) -> impl Iterator<Item = Term> {
    static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NUMBER).ok());
    PATTERN.iter().flat_map(move |pattern| pattern.captures_iter(text)).filter_map(|found| {
        let number = found.get(2).or_else(|| found.get(3))?;
        Some(Term::Word(format!("#{}-{}", found.get(1)?.as_str(), number.as_str())))
    })
}

/// A year and a number: after a closing bracket, or with 号 at the end. The script has the same.
const NUMBER: &str = "((?:19|20)[0-9]{2})(?:[〕\\])】〉>] ?第?0*([0-9]{1,5})|[年 -]第?0*([0-9]{1,5})号)";

/// Where initials begin in the private area of Unicode.
const INITIALS: u32 = 0xE000;

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        terms(&normal(text), 0, &mut out);
        let show = |term: Term| match term {
            Term::Pair(a, b, _) => format!("{a}{}", b.map(String::from).unwrap_or_default()),
            Term::Word(word) => word,
        };
        out.into_iter().map(show).collect()
    }

    #[test]
    fn texts_fall_into_terms() {
        assert_eq!(shown("总投资4.37亿元。"), ["总投", "投资", "资", "4.37", "亿元", "元"]);
        assert_eq!(shown("示政發［２０２３］５號"), shown("示政发〔2023〕5号"));
        assert_eq!(shown("A3 Ｂ座"), ["a3", "b", "座"]);
        assert_eq!(shown("1.a.2"), ["1", "a", "2"]);
        assert_eq!(shown("——"), Vec::<String>::new());
    }

    fn initials_of(name: &str) -> Vec<String> {
        let mut out = Vec::new();
        initials(name, 0, &mut out);
        let letter = |c: char| char::from_u32(u32::from(c).saturating_sub(INITIALS)).unwrap_or('?');
        let show = |term: Term| match term {
            Term::Pair(a, b, at) => format!("{}{}{at}", letter(a), b.map(letter).map(String::from).unwrap_or_default()),
            Term::Word(word) => word,
        };
        out.into_iter().map(show).collect()
    }

    #[test]
    fn initials_pair() {
        assert_eq!(initials_of("北京A站"), ["bj0", "j1", "z3"]);
    }

    #[test]
    fn a_character_is_found_by_each_of_its_readings() {
        let pairs = initials_of("长城银行重庆中心");
        for pair in ["cc0", "zc0", "yh2", "yx2", "hc3", "hz3", "cq4", "zq4", "qz5", "zx6"] {
            assert!(pairs.iter().any(|other| other == pair), "{pair}: {pairs:?}");
        }
    }

    #[test]
    fn document_numbers_are_one_term() {
        let of = |text: &str| -> Vec<Term> { numbers(&normal(text)).collect() };
        for text in [
            "示政发〔2023〕9号",
            "示政发［２０２３］９號",
            "（2023）09号",
            "【2023】第9号",
            "2023年9号",
            "2023 9号",
            "〔2023〕9",
        ] {
            assert_eq!(of(text), [Term::Word("#2023-9".into())], "{text}");
        }
        assert_eq!(of("2023年9月9日，3023〕9，2023年9"), Vec::new());
    }

    #[test]
    fn characters_of_either_script_are_one() {
        assert_eq!(normal("意味著"), normal("意味着"));
        assert_eq!(normal("鐵路專用線"), "铁路专用线");
    }

    proptest::proptest! {
        #[test]
        fn every_part_of_a_text_has_its_pairs(text in "[甲乙丙丁，a-c0-9. ]{0,40}") {
            let mut all = Vec::new();
            terms(&text, 0, &mut all);
            let characters: Vec<char> = text.chars().collect();
            for window in characters.windows(2).filter(|window| window.iter().all(|c| is_paired(*c))) {
                let found = |term: &Term| matches!(term, Term::Pair(a, Some(b), _) if [*a, *b] == window);
                proptest::prop_assert!(all.iter().any(found));
            }
        }
    }
}
