//! Where each character of a YAML text was written: without the indentation of a block, the quotes and their escapes.

use std::ops::Range;
use std::str::Chars;

use crate::text::is_han;

/// Where the characters of a text that are no white space begin: in the text, and in the YAML.
#[derive(Debug)]
pub(super) struct Written(Vec<(usize, usize)>);

impl Written {
    /// Lays a text beside the YAML of its value. `None` where they do not say the same.
    pub(super) fn of(text: &str, yaml: &str) -> Option<Self> {
        let mut read = Reader::new(yaml);
        let mut places = Vec::with_capacity(text.len() / 3);
        for (place, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let (at, written) = read.next()?;
            // A text in Traditional characters is looked at in Simplified ones.
            if written != c && !(is_han(written) && is_han(c)) {
                return None;
            }
            places.push((place, at));
        }
        Some(Self(places))
    }

    /// Where a range of the text was written: from its first character that is no white space to its last.
    pub(super) fn range(&self, range: &Range<usize>, yaml: &str) -> Option<Range<usize>> {
        let first = self.0.partition_point(|(place, _)| *place < range.start);
        let last = self.0.partition_point(|(place, _)| *place < range.end).checked_sub(1)?;
        let start = self.0.get(first).filter(|_| first <= last)?.1;
        let end = self.0.get(last)?.1;
        let rest = yaml.get(end..)?;
        let escaped = rest.starts_with('\\') && Reader::new(yaml).style == Style::Double;
        let written = rest.chars().nth(usize::from(escaped)).map_or(0, char::len_utf8) + usize::from(escaped);
        Some(start..end + written)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Plain, or a block: as it stands.
    Plain,
    Single,
    Double,
}

/// The characters of a YAML value that are no white space, each with its place.
struct Reader<'a> {
    yaml: &'a str,
    rest: Chars<'a>,
    style: Style,
}

impl<'a> Reader<'a> {
    fn new(yaml: &'a str) -> Self {
        let (start, style) = match yaml.chars().next() {
            Some('|' | '>') => (yaml.find('\n').unwrap_or(yaml.len()), Style::Plain),
            Some('"') => (1, Style::Double),
            Some('\'') => (1, Style::Single),
            _ => (0, Style::Plain),
        };
        Self { yaml, rest: yaml.get(start..).unwrap_or_default().chars(), style }
    }

    fn next(&mut self) -> Option<(usize, char)> {
        loop {
            let at = self.yaml.len() - self.rest.as_str().len();
            let c = match (self.rest.next()?, self.style) {
                ('\\', Style::Double) => self.escaped()?,
                ('\'', Style::Single) => self.rest.next()?,
                (c, _) => c,
            };
            if !c.is_whitespace() {
                return Some((at, c));
            }
        }
    }

    /// The character whose number stands in so many digits.
    fn coded(&mut self, digits: usize) -> Option<char> {
        let code: String = self.rest.by_ref().take(digits).collect();
        char::from_u32(u32::from_str_radix(&code, 16).ok()?)
    }

    /// What an escape in double quotes stands for.
    fn escaped(&mut self) -> Option<char> {
        match self.rest.next()? {
            'x' => self.coded(2),
            'u' => self.coded(4),
            'U' => self.coded(8),
            'n' | 't' | 'r' | 'v' | 'f' | '_' | 'N' | 'L' | 'P' => Some(' '),
            c @ ('"' | '\\' | '/') => Some(c),
            c if c.is_whitespace() => Some(' '),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'y>(text: &str, yaml: &'y str, words: &str) -> Option<&'y str> {
        let start = text.find(words).expect("words of the text");
        let range = Written::of(text, yaml)?.range(&(start..start + words.len()), yaml)?;
        yaml.get(range)
    }

    #[test]
    fn words_are_found_where_they_were_written() {
        for (text, yaml, words, expected) in [
            ("甲。\n乙、丙。\n", "|\n  甲。\n  乙、丙。\n", "丙", "丙"),
            ("甲 乙\n", ">\n  甲\n  乙\n", "甲 乙", "甲\n  乙"),
            ("甲“乙”", "甲“乙”", "“乙”", "“乙”"),
            ("说\"甲\"了", r#""说\"甲\"了""#, "\"甲\"", r#"\"甲\""#),
            ("甲\n乙", r#""甲\n乙""#, "乙", "乙"),
            ("甲é乙", r#""甲\u00e9乙""#, "乙", "乙"),
            ("it's 甲", "'it''s 甲'", "甲", "甲"),
        ] {
            assert_eq!(found(text, yaml, words), Some(expected), "{yaml}");
        }
        assert_eq!(found("东风开工", "東風開工", "开工"), Some("開工"));
        assert_eq!(found("甲。", "甲，", "甲"), None);
    }

    #[test]
    fn of_equal_words_each_has_its_place() {
        let (text, yaml) = ("甲。。\n甲。。\n", "|\n    甲。。\n    甲。。\n");
        let written = Written::of(text, yaml).expect("the same");
        let second = text.rfind("。。").expect("there are two");
        assert_eq!(written.range(&(second..second + 6), yaml), yaml.rfind("。。").map(|at| at..at + 6));
    }
}
