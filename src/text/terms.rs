//! Terms of a text for search 检索词: pairs of neighbouring characters for Chinese, whole words for Latin letters and
//! numbers. The script in the browser (`scripts/search.js` of the theme) cuts queries in the same way.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pinyin::ToPinyin;
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
        ('\u{3400}'..='\u{9fff}').filter_map(pair).collect()
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

/// The initials of a name's pinyin, as characters of the private area, which pair as Chinese ones do: `北京` gives bj.
pub fn initials(name: &str) -> String {
    let initial = |c: char| {
        let first = c.to_pinyin()?.plain().bytes().next()?;
        char::from_u32(INITIALS + u32::from(first))
    };
    name.chars().map(|c| initial(c).unwrap_or(' ')).collect()
}

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

    #[test]
    fn initials_pair() {
        let initials = initials("北京A站");
        let letters: String = initials
            .chars()
            .map(|c| {
                char::from_u32(u32::from(c).saturating_sub(INITIALS)).filter(char::is_ascii_lowercase).unwrap_or(' ')
            })
            .collect();
        assert_eq!(letters, "bj z");
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
