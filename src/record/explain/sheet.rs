//! Errors of tables 表格的出错标记 that were copied as values: `#N/A`, `#REF!`, `#####`. After a key YAML takes them for comments.

use std::ops::Range;

use crate::source::yaml::{Node, comment_for_value};
use crate::text::{SHEET_ERRORS, is_sheet_error};

/// Whether there may be one in a text.
pub(super) fn may_have_errors(text: &str) -> bool {
    text.contains('#')
        && ([": ###", "- ###"].iter().any(|sign| text.contains(sign))
            || SHEET_ERRORS.iter().any(|error| text.contains(error)))
}

/// The error that is a value, or stands where a value lacks, and where it is.
pub(super) fn error(text: &str, node: &Node) -> Option<(Range<usize>, String)> {
    let value = node.text()?.trim();
    if is_sheet_error(value) {
        return Some((node.span.clone(), value.to_owned()));
    }
    let place = comment_for_value(text, node)?;
    let word = text.get(place.clone()).filter(|word| is_sheet_error(word))?.to_owned();
    Some((place, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::yaml::{NodeValue, parse};

    fn errors(text: &str) -> Vec<String> {
        fn walk(text: &str, node: &Node, found: &mut Vec<String>) {
            found.extend(error(text, node).map(|(span, word)| {
                let found = text.get(span).map(|found| found.trim_matches('"'));
                assert_eq!(found, Some(word.as_str()));
                word
            }));
            match &node.value {
                NodeValue::List(items) => items.iter().for_each(|item| walk(text, item, found)),
                NodeValue::Map(entries) => entries.iter().for_each(|(_, value)| walk(text, value, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        let root = parse(text).expect("YAML").expect("a value");
        walk(text, &root, &mut found);
        found
    }

    #[test]
    fn errors_of_tables_are_found_where_they_stand() {
        for (text, expected) in [
            ("value: #N/A\nyoy: #REF!\n", &["#N/A", "#REF!"][..]),
            ("a: 1\nvalue: #VALUE!", &["#VALUE!"]),
            ("value: #####\n\n\nb: 2\n", &["#####"]),
            ("list:\n  - #N/A\n  - 2\n", &["#N/A"]),
            ("series:\n  - period: 2023\n    value: #DIV/0!\n", &["#DIV/0!"]),
            ("value: #N/A\n# 说明\nb: 1\n", &["#N/A"]),
            ("value: #N/A\n\n  # 说明\n", &["#N/A"]),
            ("place: \"#REF!\"\nb: 1\n", &["#REF!"]),
            ("b: 1 #N/A\nvalue:\n", &[]),
            ("value: # N/A\nb: # 待补\n", &[]),
            ("list: #####\n  - 1\n", &[]),
            ("value:\n# #N/A\nb: 1\n", &[]),
        ] {
            assert_eq!(errors(text), expected, "{text}");
        }
    }
}
