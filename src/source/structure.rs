//! Markdown that a few bytes make huge: quotes in quotes, lists in lists, tables of short rows. Told before it is parsed.

use std::ops::Range;

/// Quotes and lists may be nested this deep in one line.
pub const MAX_DEPTH: usize = 64;
/// Cells that the tables of a text may lack: a parser makes each of them.
pub const MAX_MISSING: usize = 32_768;
/// In code, where nothing is nested, a line may begin with more signs.
const MAX_IN_CODE: usize = 1024;

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooMuch {
    /// Levels of quotes and lists in a line.
    Depth,
    /// Cells that tables lack.
    Missing,
}

/// What a text has too much of, and the line where it does.
pub fn too_much(text: &str) -> Option<(TooMuch, Range<usize>)> {
    if may_be_too_much(text) { first_too_much(text) } else { None }
}

/// Whether a text has tables, or a line that begins with more signs of quotes and lists than may be nested: a cheap look
/// before its lines are read.
fn may_be_too_much(text: &str) -> bool {
    let is_sign = |byte: u8| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9');
    let is_deep = |line: &str| line.len() > MAX_DEPTH && line.bytes().take(MAX_DEPTH + 1).all(is_sign);
    text.contains('|') || text.split('\n').any(is_deep)
}

fn first_too_much(text: &str) -> Option<(TooMuch, Range<usize>)> {
    let (mut offset, mut missing) = (0, 0_usize);
    let mut fence: Option<(u8, usize)> = None;
    let mut columns: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let place = offset..offset + line.trim_end().len();
        offset += line.len();
        fence = next_fence(line, fence);
        if depth(line) > if fence.is_some() { MAX_IN_CODE } else { MAX_DEPTH } {
            return Some((TooMuch::Depth, place));
        }
        columns = match columns {
            _ if line.trim().is_empty() => None,
            Some(columns) => {
                missing += columns.saturating_sub(cells(line));
                Some(columns)
            }
            None => is_delimiter(line).then(|| cells(line)),
        };
        if missing > MAX_MISSING {
            return Some((TooMuch::Missing, place));
        }
    }
    None
}

/// Whether code that is fenced goes on behind a line: by which sign, and how many of it.
fn next_fence(line: &str, fence: Option<(u8, usize)>) -> Option<(u8, usize)> {
    let rest = line.trim_start_matches(' ');
    let sign = rest.bytes().next().filter(|sign| matches!(sign, b'`' | b'~'));
    let length = sign.map_or(0, |sign| rest.bytes().take_while(|byte| *byte == sign).count());
    let is_fence = line.len() - rest.len() < 4 && length >= 3;
    match (fence, sign.filter(|_| is_fence)) {
        (None, Some(sign)) => Some((sign, length)),
        (Some((open, least)), Some(sign)) if sign == open && length >= least => None,
        (fence, _) => fence,
    }
}

/// How many quotes and items a line begins. A line of dashes or stars alone is a rule across the page.
fn depth(line: &str) -> usize {
    let mut rest = line.trim_end().as_bytes();
    let is_rule = |sign: u8| rest.iter().all(|byte| *byte == sign || matches!(byte, b' ' | b'\t'));
    if is_rule(b'-') || is_rule(b'*') {
        return 0;
    }
    let mut depth = 0;
    while let [first, after @ ..] = rest {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let begins = |rest: &[u8]| matches!(rest, [] | [b' ' | b'\t', ..]);
        rest = match first {
            b' ' | b'\t' => after,
            b'>' => {
                depth += 1;
                after
            }
            b'-' | b'*' | b'+' if begins(after) => {
                depth += 1;
                after
            }
            b'0'..=b'9' if digits <= 9 => match rest.get(digits..) {
                Some([b'.' | b')', after @ ..]) if begins(after) => {
                    depth += 1;
                    after
                }
                _ => break,
            },
            _ => break,
        };
    }
    depth
}

/// How many cells a row of a table has, at least.
fn cells(line: &str) -> usize {
    let row = line.trim().trim_start_matches('|');
    let row = row.strip_suffix('|').unwrap_or(row);
    row.bytes().filter(|byte| *byte == b'|').count() + 1
}

/// Whether a line is the one below the head of a table.
fn is_delimiter(line: &str) -> bool {
    let row = line.trim().trim_start_matches(['>', ' ']);
    row.contains('|') && row.contains('-') && row.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(text: &str) -> Option<TooMuch> {
        too_much(text).map(|(what, _)| what)
    }

    #[test]
    fn levels_in_a_line_are_counted() {
        for sign in ["> ", ">", "- ", "* ", "+ ", "1. ", "12) ", "> - "] {
            let levels = if sign == "> - " { 33 } else { 65 };
            assert_eq!(what(&(sign.repeat(levels) + "甲")), Some(TooMuch::Depth), "{sign}");
            assert_eq!(what(&(sign.repeat(levels - 1) + "甲")), None, "{sign}");
        }
        for text in
            ["- ".repeat(200), "* ".repeat(200), "-".repeat(200), "甲 - ".repeat(200), "1234567890. ".repeat(99)]
        {
            assert_eq!(what(&text), None, "{text}");
        }
        let code = format!("```\n{}\n```\n", ">".repeat(100));
        assert_eq!(what(&code), None);
        assert_eq!(what(&format!("{code}{}甲", ">".repeat(100))), Some(TooMuch::Depth));
        assert_eq!(too_much(&format!("甲\n\n{}甲\n", ">".repeat(65))).map(|(_, place)| place), Some(5..73));
    }

    #[test]
    fn cells_that_lack_are_counted() {
        let table = |columns: usize, rows: usize| {
            format!("{}|\n{}|\n{}\n甲\n", "|甲".repeat(columns), "|-".repeat(columns), "|乙|\n".repeat(rows))
        };
        assert_eq!(what(&table(200, 200)), Some(TooMuch::Missing));
        assert_eq!(what(&table(12, 2000)), None);
        assert_eq!(what(&"| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n".repeat(20_000)), None);
    }
}
