//! Characters that may not be published, in the values and keys of a file: as they are, or written as `"\u202e"`.

use super::explain::Faulty;
use crate::diagnostic::{Finding, Place, Text, codes};
use crate::source::yaml::{Node, NodeValue, parse};
use crate::text::is_harmful;

/// A finding for every value and key with such a character. Markdown texts are looked at where their words are.
pub(super) fn hidden(faulty: &Faulty<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if (faulty.text.contains('\\') || faulty.text.contains(is_harmful))
        && let Ok(Some(root)) = parse(faulty.text)
    {
        walk(faulty, &root, &mut findings);
    }
    findings
}

fn walk(faulty: &Faulty<'_>, node: &Node, findings: &mut Vec<Finding>) {
    match &node.value {
        NodeValue::Scalar(text, _) => findings.extend(of_text(faulty, node, text)),
        NodeValue::List(items) => items.iter().for_each(|item| walk(faulty, item, findings)),
        NodeValue::Map(entries) => entries.iter().for_each(|(key, value)| {
            walk(faulty, key, findings);
            walk(faulty, value, findings);
        }),
        NodeValue::Alias => {}
    }
}

fn of_text(faulty: &Faulty<'_>, node: &Node, text: &str) -> Option<Finding> {
    let c = text.chars().find(|c| is_harmful(*c))?;
    let place = Place::span(faulty.file.clone(), node.span.start + faulty.offset..node.span.end + faulty.offset);
    let number = u32::from(c);
    let message = Text::new(
        format!("文字里有看不见的控制字符（U+{number:04X}）"),
        format!("there is a control character that nobody sees (U+{number:04X})"),
    );
    let clean: String = text.chars().filter(|c| !is_harmful(*c)).collect();
    let finding = Finding::new(codes::HIDDEN_CHARACTER, place, message);
    Some(if text.contains('\n') {
        finding.help("删去它，重新输入这几个字", "delete it, and type the words again")
    } else {
        let clean = serde_json::Value::String(clean).to_string();
        finding.help(format!("删去它，写成 {clean}"), format!("delete it: write {clean}"))
    })
}
