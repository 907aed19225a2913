//! The YAML head of a Markdown file, between two lines of `---`.

use std::ops::Range;

/// Byte ranges of the head and of the text after it. `None` where the file does not begin with a closed head.
pub fn split(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let start = first.len();
    let mut offset = start;
    for line in lines {
        if line.trim_end() == "---" {
            return Some((start..offset, offset + line.len()..text.len()));
        }
        offset += line.len();
    }
    None
}

/// Why a file has no head: the line, from 1, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHead {
    /// The file does not begin with one.
    Nothing,
    /// The first line of dashes is not the first line of the file.
    NotFirst(usize),
    /// A line of dashes that are not three, or not plain ones.
    OtherDashes(usize),
    /// It begins, and does not end.
    NotClosed,
}

/// Why [`split`] finds no head.
pub fn why_none(text: &str) -> NoHead {
    let mut dashes = text.lines().enumerate().filter(|(_, line)| is_dashes(line));
    let Some((first, line)) = dashes.next() else { return NoHead::Nothing };
    let is_blank_before = text.lines().take(first).all(|line| line.trim().is_empty());
    match line.trim_end() {
        _ if !is_blank_before => NoHead::Nothing,
        "---" if first > 0 => NoHead::NotFirst(first + 1),
        "---" => dashes
            .find(|(_, line)| line.trim_end() != "---")
            .map_or(NoHead::NotClosed, |(n, _)| NoHead::OtherDashes(n + 1)),
        _ => NoHead::OtherDashes(first + 1),
    }
}

/// Whether a line is made of dashes of some sort.
fn is_dashes(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() > 1 && line.chars().all(|c| matches!(c, '-' | '—' | '–' | '－' | '−' | '─'))
        || matches!(line, "—" | "——")
}

/// The lines that should begin and end a head and are other dashes: their bytes, without spaces around them.
pub fn other_dashes(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let own = start;
        start += line.len();
        (own, line.trim_end())
    });
    let dashes = lines.filter(|(_, line)| is_dashes(line)).take(2).filter(|(_, line)| *line != "---");
    dashes.map(|(start, line)| start..start + line.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn head_and_body_are_found() {
        let text = "---\ntitle: 甲\n---\n正文\n";
        let (head, body) = split(text).expect("front matter");
        assert_eq!((&text[head], &text[body]), ("title: 甲\n", "正文\n"));
        assert!(split("正文").is_none());
        assert!(split("---\ntitle: 甲\n").is_none());
    }
}
