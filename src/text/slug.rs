//! Slugs: the readable ASCII parts of addresses.

use pinyin::ToPinyin;

/// A slug from a title: Han characters by pinyin, Latin letters lower-case, everything else a hyphen.
///
/// Pinyin has no context here (银行 becomes `yin-xing`), so this is a default and a suggestion;
/// an id given by the editor always wins. Empty when the text has no letter or digit.
pub fn slug(text: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
            continue;
        }
        parts.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        parts.extend(c.to_pinyin().map(|pinyin| pinyin.plain().replace('ü', "v")));
    }
    parts.extend((!word.is_empty()).then_some(word));
    parts.join("-")
}

/// Whether a text may be an id: lower-case ASCII letters and digits, in words joined by single hyphens, 1 to 100 long.
pub fn is_slug(text: &str) -> bool {
    let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= 100 && text.split('-').all(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_titles_become_pinyin() {
        assert_eq!(slug("双塔区中央公园"), "shuang-ta-qu-zhong-yang-gong-yuan");
        assert_eq!(slug("500MW光伏、风电"), "500mw-guang-fu-feng-dian");
        assert_eq!(slug("绿色"), "lv-se");
        assert_eq!(slug("——"), "");
    }

    proptest! {
        #[test]
        fn slugs_are_ascii_and_settle(text in "\\PC*") {
            let once = slug(&text);
            prop_assert!(once.is_ascii());
            prop_assert_eq!(&slug(&once), &once);
            prop_assert!(once.is_empty() || once.len() > 100 || is_slug(&once));
        }
    }
}
