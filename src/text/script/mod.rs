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
        static TABLE: LazyLock<Vec<Option<Script>>> = LazyLock::new(Script::table);
        TABLE.get(place(c)?).copied().flatten()
    }

    /// The script of each Han character of the basic plane.
    fn table() -> Vec<Option<Self>> {
        let gb2312 = held(GBK, 0xB0..=0xF7, 0xA1..=0xFE);
        let big5 = held(BIG5, 0xA1..=0xFE, 0x40..=0xFE);
        let script = |(c, (in_gb2312, in_big5)): (char, (bool, bool))| match (in_gb2312, in_big5) {
            _ if in_gb2312 == in_big5 || IN_NAMES.contains(c) => None,
            (true, _) => changes(Self::Traditional, c).then_some(Self::Simplified),
            _ => changes(Self::Simplified, c).then_some(Self::Traditional),
        };
        HAN.zip(gb2312.into_iter().zip(big5)).map(script).collect()
    }

    /// How many characters of a text belong to Simplified script alone, and how many to Traditional script alone.
    pub fn counts(text: &str) -> (usize, usize) {
        let (mut simplified, mut traditional) = (0_usize, 0_usize);
        for script in text.chars().filter(|c| is_han(*c)).filter_map(Self::of) {
            match script {
                Self::Simplified => simplified += 1,
                Self::Traditional => traditional += 1,
            }
        }
        (simplified, traditional)
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

/// The place of a character among those that are looked at.
fn place(c: char) -> Option<usize> {
    u32::from(c).checked_sub(u32::from(*HAN.start())).and_then(|place| usize::try_from(place).ok())
}

/// Which Han characters of the basic plane a character set has at codes of two bytes, found by reading all of these.
fn held(encoding: &'static Encoding, lead: RangeInclusive<u8>, trail: RangeInclusive<u8>) -> Vec<bool> {
    let codes: Vec<u8> = lead.flat_map(|lead| trail.clone().flat_map(move |trail| [lead, trail])).collect();
    let mut held = vec![false; HAN.count()];
    for c in encoding.decode_without_bom_handling(&codes).0.chars() {
        if let Some(held) = place(c).and_then(|place| held.get_mut(place)) {
            *held = true;
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of the codes is what would be written of the characters.
    #[test]
    fn character_sets_hold_what_they_can_write() {
        let written = |encoding: &'static Encoding, c: char| {
            let text = c.to_string();
            let (bytes, _, failed) = encoding.encode(&text);
            <[u8; 2]>::try_from(&*bytes).ok().filter(|_| !failed)
        };
        let gb2312 = held(GBK, 0xB0..=0xF7, 0xA1..=0xFE);
        let big5 = held(BIG5, 0xA1..=0xFE, 0x40..=0xFE);
        for (c, (in_gb2312, in_big5)) in HAN.zip(gb2312.into_iter().zip(big5)) {
            let is = written(GBK, c).is_some_and(|[lead, trail]| (0xB0..=0xF7).contains(&lead) && trail >= 0xA1);
            assert_eq!(in_gb2312, is, "{c} in GB 2312");
            assert_eq!(in_big5, written(BIG5, c).is_some(), "{c} in Big5");
        }
    }

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
