//! What keyboards and input methods do to a value: full-width forms, Chinese numerals, characters nobody sees.

use super::Script;

/// A text with half-width digits, letters and signs, without spaces and without characters that are not to be seen.
pub fn narrow(text: &str) -> String {
    narrow_spaced(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The same with its spaces kept as plain ones.
pub fn narrow_spaced(text: &str) -> String {
    let one = |c: char| match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ if c == '。' => '.',
        _ if c.is_whitespace() => ' ',
        _ => c,
    };
    text.chars().filter(|c| !is_invisible(*c)).map(one).collect::<String>().trim().to_owned()
}

/// Whether a character takes no place where it is shown: zero-width spaces and joiners, byte-order and direction marks.
pub fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFEFF)
}

/// Whether a character can stand in no text: control characters but tab and line ends.
pub fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Whether a character may not be in what is published: control characters, and those that turn the direction of what
/// follows them.
pub fn is_harmful(c: char) -> bool {
    // Most characters of a text.
    if matches!(c, ' '..='~' | '\u{3000}'..='\u{fffd}') {
        return false;
    }
    is_control(c) || matches!(u32::from(c), 0x202A..=0x202E | 0x2066..=0x2069 | 0xFFFE | 0xFFFF)
}

/// Whether a word is what tables show where they could not reckon 表格的出错标记: `#N/A`, `#REF!`, `#####`.
pub fn is_sheet_error(word: &str) -> bool {
    let upper = word.to_uppercase();
    SHEET_ERRORS.contains(&upper.as_str()) || (word.len() >= 3 && word.bytes().all(|byte| byte == b'#'))
}

/// What tables show where they could not reckon, but for hashes alone.
pub const SHEET_ERRORS: &[&str] = &[
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#GETTING_DATA",
];

/// Numbers of dates in Chinese characters as digits: `二〇二三年` is `2023年`, `三十日` is `30日`.
pub fn arabic(text: &str) -> String {
    let text = Script::Simplified.write(text);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|c| digit(c).is_none() && tens(c).is_none()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        if length == 0 || is_unit(run, after) {
            let step = length.max(c.len_utf8());
            out.push_str(rest.get(..step).unwrap_or(""));
            rest = rest.get(step..).unwrap_or("");
            continue;
        }
        write_run(run, &mut out);
        rest = after;
    }
    out
}

/// `千瓦` and `百分点` are units, not thousands and hundreds.
fn is_unit(run: &str, after: &str) -> bool {
    run == "千" && after.starts_with(['瓦', '米', '克', '帕', '卡', '伏']) || run == "百" && after.starts_with("分点")
}

/// What a Chinese digit stands for, also as it is written in accounts.
pub fn han_digit(c: char) -> Option<u32> {
    let digits = ["零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];
    let place = digits.iter().position(|same| same.contains(c))?;
    u32::try_from(place).ok()
}

fn digit(c: char) -> Option<u64> {
    han_digit(c).map(u64::from)
}

fn tens(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// A run of Chinese numerals as digits.
fn write_run(run: &str, out: &mut String) {
    if run.chars().any(|c| tens(c).is_some()) {
        let (mut sum, mut last) = (0_u64, None);
        for c in run.chars() {
            match (digit(c), tens(c)) {
                (Some(digit), _) => last = Some(digit),
                (None, Some(factor)) => sum = sum.saturating_add(last.take().unwrap_or(1) * factor),
                (None, None) => {}
            }
        }
        out.push_str(&sum.saturating_add(last.unwrap_or(0)).to_string());
    } else {
        out.extend(run.chars().filter_map(digit).map(|digit| digit.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_are_narrowed() {
        assert_eq!(narrow("２０８ 万元，\u{200b}"), "208万元,");
        assert_eq!(narrow_spaced("2023-03-22　09：00"), "2023-03-22 09:00");
    }

    #[test]
    fn chinese_numerals_are_digits() {
        for (text, expected) in [
            ("二〇二三年三月二十二日", "2023年3月22日"),
            ("五千万元", "5000万元"),
            ("三百零五个", "305个"),
            ("十二", "12"),
            ("500千瓦", "500千瓦"),
            ("開工", "开工"),
            ("百分之九十五", "100分之95"),
        ] {
            assert_eq!(arabic(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC*") {
            let _ = arabic(&narrow(&text));
        }
    }
}
