//! Simplified and Traditional characters 简体与繁体.

mod contexts;

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GBK};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// The characters that are looked at: Han of the basic plane.
const HAN: RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

/// Whether a character is Han, of the basic plane.
pub fn is_han(c: char) -> bool {
    HAN.contains(&c)
}

/// Characters that the list of standard characters (2013) takes back from the variants, for names and for 神祇.
const IN_NAMES: &str = "昇陞甯龢迺邨堃喆犇仝甦淼濬祕菉祇";

/// One of the two ways to write Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// 简体.
    Simplified,
    /// 繁体.
    Traditional,
}

impl Script {
    /// The script that a character belongs to alone; `None` for those of both, which are most, and for those of neither:
    /// rare ones in names. A character belongs to a script alone when it has another form in the other, and only one of
    /// the character sets GB 2312 and Big5 holds it: 后 and 台 stand in Traditional texts as well.
    pub fn of(c: char) -> Option<Self> {
        static TABLE: LazyLock<Vec<Option<Script>>> = LazyLock::new(|| HAN.map(Script::looked_up).collect());
        let place = u32::from(c).checked_sub(u32::from(*HAN.start()))?;
        TABLE.get(usize::try_from(place).ok()?).copied().flatten()
    }

    fn looked_up(c: char) -> Option<Self> {
        if IN_NAMES.contains(c) {
            return None;
        }
        match (in_gb2312(c), in_big5(c)) {
            (true, false) if changes(Self::Traditional, c) => Some(Self::Simplified),
            (false, true) if changes(Self::Simplified, c) => Some(Self::Traditional),
            _ => None,
        }
    }

    /// The script that most characters of a text belong to, of those that belong to one.
    pub fn most_of(text: &str) -> Option<Self> {
        let (mut simplified, mut traditional) = (0_usize, 0_usize);
        for script in text.chars().filter_map(Self::of) {
            match script {
                Self::Simplified => simplified += 1,
                Self::Traditional => traditional += 1,
            }
        }
        match simplified.cmp(&traditional) {
            std::cmp::Ordering::Less => Some(Self::Traditional),
            std::cmp::Ordering::Greater => Some(Self::Simplified),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// A text in this script, phrase by phrase, as OpenCC has it, with what offices write otherwise. It has as many
    /// characters as before.
    pub fn write(self, text: &str) -> String {
        static TO_SIMPLIFIED: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());
        static TO_TRADITIONAL: LazyLock<Option<OpenCC>> =
            LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2t).ok());
        let converter = match self {
            Self::Simplified => &*TO_SIMPLIFIED,
            Self::Traditional => &*TO_TRADITIONAL,
        };
        let Some(converter) = converter else { return text.to_owned() };
        let written = converter.convert(text);
        contexts::mended(self, text, &written).unwrap_or(written)
    }
}

fn changes(script: Script, c: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = c.encode_utf8(&mut buffer);
    script.write(text) != text
}

fn encoded(encoding: &'static Encoding, c: char) -> Option<(u8, u8)> {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = encoding.encode(c.encode_utf8(&mut buffer));
    match (*bytes).first().zip((*bytes).get(1)) {
        Some((lead, trail)) if !failed && bytes.len() == 2 => Some((*lead, *trail)),
        _ => None,
    }
}

fn in_gb2312(c: char) -> bool {
    encoded(GBK, c).is_some_and(|(lead, trail)| (0xB0..=0xF7).contains(&lead) && trail >= 0xA1)
}

fn in_big5(c: char) -> bool {
    encoded(BIG5, c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_one_script() {
        for c in "项县东车发见设桥".chars() {
            assert_eq!(Script::of(c), Some(Script::Simplified), "{c}");
        }
        for c in "項縣東車發義見際橋".chars() {
            assert_eq!(Script::of(c), Some(Script::Traditional), "{c}");
        }
        for c in "中后台里面干乾喆镕堃著祇昇甯A，".chars() {
            assert_eq!(Script::of(c), None, "{c}");
        }
    }

    #[test]
    fn phrases_are_written_right() {
        assert_eq!(Script::Traditional.write("理发后发展干部头发"), "理髮後發展幹部頭髮");
        assert_eq!(Script::Simplified.write("理髮後發展幹部頭髮"), "理发后发展干部头发");
    }

    /// Words of offices, collected before the dictionary was asked: at least 98 of a hundred are right.
    #[test]
    fn words_of_offices_are_written_right() {
        let list = include_str!("../../../tests/traditional/words.tsv");
        let words: Vec<(&str, &str)> =
            list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect();
        assert!(words.len() >= 2300, "{}", words.len());
        let wrong: Vec<String> = words
            .iter()
            .map(|(simplified, right)| (simplified, right, Script::Traditional.write(simplified)))
            .filter(|(_, right, written)| !right.split('|').any(|right| right == written))
            .map(|(simplified, right, written)| format!("{simplified}: {written} instead of {right}"))
            .collect();
        assert!(wrong.len() * 100 <= words.len() * 2, "{} of {}\n{}", wrong.len(), words.len(), wrong.join("\n"));
        for (simplified, right) in &words {
            for right in right.split('|') {
                assert_eq!(right.chars().count(), simplified.chars().count(), "{simplified}");
            }
        }
        // And back: they are read in Simplified characters as they were.
        let back = words.iter().flat_map(|(simplified, right)| right.split('|').map(move |right| (*simplified, right)));
        let wrong: Vec<String> = back
            .clone()
            .map(|(simplified, right)| (simplified, right, Script::Simplified.write(right)))
            .filter(|(simplified, _, read)| read != simplified)
            .map(|(simplified, right, read)| format!("{right}: {read} instead of {simplified}"))
            .collect();
        assert!(wrong.len() * 100 <= back.count(), "{}\n{}", wrong.len(), wrong.join("\n"));
    }

    /// Words with characters that dictionaries leave, collected before they were asked: every one is right.
    #[test]
    fn words_are_read_in_simplified_characters() {
        let list = include_str!("../../../tests/traditional/simplified.tsv");
        let words: Vec<(&str, &str)> =
            list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect();
        assert!(words.len() >= 150, "{}", words.len());
        for (traditional, right) in words {
            let read = Script::Simplified.write(traditional);
            assert!(right.split('|').any(|right| right == read), "{traditional}: {read} instead of {right}");
        }
    }
}
