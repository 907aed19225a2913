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
