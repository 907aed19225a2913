//! Raised and lowered characters 上标、下标 where there is only plain text: `10⁴`, `CO₂`.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Plain characters with their raised and lowered forms; `\0` where Unicode has none.
const FORMS: &[(char, char, char)] = &[
    ('0', '⁰', '₀'),
    ('1', '¹', '₁'),
    ('2', '²', '₂'),
    ('3', '³', '₃'),
    ('4', '⁴', '₄'),
    ('5', '⁵', '₅'),
    ('6', '⁶', '₆'),
    ('7', '⁷', '₇'),
    ('8', '⁸', '₈'),
    ('9', '⁹', '₉'),
    ('+', '⁺', '₊'),
    ('-', '⁻', '₋'),
    ('−', '⁻', '₋'),
    ('=', '⁼', '₌'),
    ('(', '⁽', '₍'),
    (')', '⁾', '₎'),
    ('n', 'ⁿ', 'ₙ'),
    ('i', 'ⁱ', 'ᵢ'),
    ('x', 'ˣ', 'ₓ'),
    ('t', 'ᵗ', 'ₜ'),
    ('h', 'ʰ', 'ₕ'),
    ('m', 'ᵐ', 'ₘ'),
    ('a', 'ᵃ', 'ₐ'),
    ('e', 'ᵉ', 'ₑ'),
    ('o', 'ᵒ', 'ₒ'),
    ('s', 'ˢ', 'ₛ'),
];

/// Words that are raised (else lowered), as plain text. Where some have no such form, `^(…)` or `_(…)` keeps figures
/// apart from those before; words stay as they are.
pub fn raised(words: &str, up: bool) -> String {
    let form =
        |c: char| FORMS.iter().find(|(plain, ..)| *plain == c).map(|(_, high, low)| if up { *high } else { *low });
    let all: Option<String> = words.chars().filter(|c| !c.is_whitespace()).map(form).collect();
    match all {
        Some(all) => all,
        None if words.contains(|c: char| c.is_ascii_digit()) => {
            format!("{}({words})", if up { '^' } else { '_' })
        }
        None => words.to_owned(),
    }
}

/// A line of plain text, as a title or a summary, in which `<sup>`, `<sub>` and `<br>` were typed: `10⁴`, and a space for a
/// line break.
pub fn in_a_line(text: &str) -> Cow<'_, str> {
    static SIGNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)<(sup|sub)(?:\s[^<>]*)?>([^<>]*)</su[pb]\s*>|\s*<br(?:\s[^<>]*)?/?>\s*").ok()
    });
    let Some(signs) = SIGNS.as_ref().filter(|_| text.contains('<')) else { return Cow::Borrowed(text) };
    signs.replace_all(text, |found: &Captures<'_>| match (found.get(1), found.get(2)) {
        (Some(name), Some(words)) => raised(words.as_str(), name.as_str().eq_ignore_ascii_case("sup")),
        _ => " ".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stay_apart() {
        for (words, up, expected) in [
            ("4", true, "⁴"),
            ("-3", true, "⁻³"),
            ("2", false, "₂"),
            ("4.5", true, "^(4.5)"),
            ("注1", true, "^(注1)"),
            ("注", true, "注"),
            ("", true, ""),
            (" 2 ", true, "²"),
        ] {
            assert_eq!(raised(words, up), expected, "{words}");
        }
    }

    #[test]
    fn a_line_has_no_signs() {
        for (text, expected) in [
            ("产能10<sup>4</sup>吨", "产能10⁴吨"),
            ("CO<SUB class=a>2</SUB>减少<br/>1<br>2", "CO₂减少 1 2"),
            ("甲<b>乙</b> 1<2", "甲<b>乙</b> 1<2"),
            ("10<sup>4吨", "10<sup>4吨"),
        ] {
            assert_eq!(in_a_line(text), expected, "{text}");
        }
    }
}
