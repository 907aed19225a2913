//! What an editor wrote in Traditional characters 繁体原文, carried through a page: its characters stand in the record as
//! marks, the page is rendered once more with them, and each comes out where it belongs. Of two words that are the same in
//! Simplified characters, 鐘聲 and 鍾聲, each is then what was written in its place.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::record::Entry;
use crate::record::tree::is_value;
use crate::text::is_han;

/// A mark is the character of the basic plane, in the plane of rare characters, where nothing stands: it is as wide and
/// breaks lines as any Chinese character.
const MARK: u32 = 0x30000;

/// The character that a mark stands for.
pub(super) fn unmarked(c: char) -> Option<char> {
    u32::from(c).checked_sub(MARK).and_then(char::from_u32).filter(|c| is_han(*c))
}

/// The view of a record's page with marks in its texts. `None` where the record was written in Simplified characters, or
/// holds what looks like marks.
pub(super) fn marked(mut view: Value, entry: &Entry) -> Option<Value> {
    let (read, written) = (entry.record.tree(), entry.written.as_ref()?.tree());
    if view.to_string().chars().any(|c| unmarked(c).is_some()) {
        return None;
    }
    for (key, of) in [("title", "title"), ("description", "summary")] {
        let texts = read.get(of).zip(written.get(of));
        if let Some((there, (read, written))) = view.pointer_mut(&format!("/page/{key}")).zip(texts) {
            mark_all(there, read, written);
        }
    }
    mark_all(view.get_mut("record")?, &read, written);
    Some(view)
}

/// Puts marks into the texts of a view, which stand in it as `read`.
fn mark_all(view: &mut Value, read: &Value, written: &Value) {
    match (view, read, written) {
        (Value::String(there), Value::String(read), Value::String(written)) if there == read => {
            *there = mark(read, written);
        }
        (Value::Array(there), Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
            // Of reports a page may show the last ones.
            let left_out = read.len().saturating_sub(there.len());
            for ((there, read), written) in
                there.iter_mut().zip(read.iter().skip(left_out)).zip(written.iter().skip(left_out))
            {
                mark_all(there, read, written);
            }
        }
        (Value::Object(there), Value::Object(read), Value::Object(written)) if !is_value(read) => {
            for (key, there) in there {
                if let Some((read, written)) = read.get(key).zip(written.get(key)) {
                    mark_all(there, read, written);
                }
            }
        }
        _ => {}
    }
}

/// A text with marks for its Han characters, but for those of references, code, links, tags and anchors.
fn mark(read: &str, written: &str) -> String {
    static KEPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let kept = r#"(?s)```.*?```|`[^`\n]*`|\{\{.*?\}\}|\]\([^)\n]*\)|\]\[[^\]\n]*\]|\[\^[^\]\n]*\]|(?m:^ {0,3}\[[^\]\n]*\]:.*$)|\{#[^}\n]*\}|<[^>\n]*>|https?://[^\s<>"'，。；）]+|[\w./-]+\.[a-z]{3,4}\b"#;
        Regex::new(kept).ok()
    });
    if read.chars().count() != written.chars().count() {
        return read.to_owned();
    }
    let kept: Vec<_> = KEPT.iter().flat_map(|kept| kept.find_iter(read)).map(|found| found.range()).collect();
    let mut kept = kept.into_iter().peekable();
    let mut out = String::with_capacity(read.len() * 4 / 3);
    for ((at, c), own) in read.char_indices().zip(written.chars()) {
        while kept.next_if(|range| range.end <= at).is_some() {}
        let is_kept = kept.peek().is_some_and(|range| range.contains(&at));
        let mark = char::from_u32(u32::from(own) + MARK).filter(|_| is_han(c) && is_han(own) && !is_kept);
        out.push(mark.unwrap_or(c));
    }
    out
}

/// The words of a page with marks, in the order in which they stand there: those of attributes and of texts.
#[derive(Default)]
pub(super) struct Marked {
    words: Vec<String>,
    next: usize,
}

impl Marked {
    pub(super) fn push(&mut self, words: &str) {
        self.words.push(words.to_owned());
    }

    /// The words that stand where the next of the page itself do, if these are the same but for the marks.
    pub(super) fn next(&mut self, html: &str) -> Option<&str> {
        let marked = self.words.get(self.next)?;
        self.next += 1;
        let mut both = marked.chars().zip(html.chars());
        let same = |(marked, c): (char, char)| marked == c || unmarked(marked).is_some() && is_han(c);
        (marked.chars().count() == html.chars().count() && both.all(same)).then_some(marked)
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(text: &str) -> String {
        text.chars().map(|c| unmarked(c).unwrap_or(c)).collect()
    }

    #[test]
    fn marks_stand_for_what_was_written() {
        let (read, written) = ("钟声，{{ 钟.title }} [钟](钟.md) `钟` a", "鐘聲，{{ 钟.title }} [鍾](钟.md) `钟` a");
        let text = mark(read, written);
        assert_eq!(shown(&text), written);
        assert_eq!(text.chars().filter(|c| unmarked(*c).is_some()).count(), 3);
        assert_eq!(mark("钟声", "鐘"), "钟声", "not one by one");
    }

    #[test]
    fn values_and_other_texts_are_let_be() {
        let read = json!({"title": "钟声", "stage": {"choice": "a", "zh": "开工", "en": "b"}, "list": ["一", "钟", "钟"], "x": "钟"});
        let written = json!({"title": "鐘聲", "stage": {"choice": "a", "zh": "开工", "en": "b"}, "list": ["一", "鐘", "鍾"], "x": "鐘"});
        let mut view = read.clone();
        view["list"] = json!(["钟", "钟"]);
        view["x"] = json!("别的");
        mark_all(&mut view, &read, &written);
        assert_eq!(shown(&view.to_string()), json!({"title": "鐘聲", "stage": {"choice": "a", "zh": "开工", "en": "b"}, "list": ["鐘", "鍾"], "x": "别的"}).to_string());
        assert_eq!(view["stage"], read["stage"]);
    }
}
