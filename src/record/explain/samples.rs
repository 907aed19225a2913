//! What stands for a value in a help without any of what was typed: the values of a closed list, a number.

use serde_json::Value;

use crate::diagnostic::Text;

/// The values of a closed list, each in Chinese and English.
pub(super) fn values(schema: &Value) -> Vec<(String, String)> {
    let Some(list) = schema.get("enum").and_then(Value::as_array) else { return Vec::new() };
    let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
    let pair = |pair: &[&str]| match pair {
        [en, zh] => Some(((*zh).to_owned(), (*en).to_owned())),
        [one] => Some(((*one).to_owned(), (*one).to_owned())),
        _ => None,
    };
    words.chunks(2).filter_map(pair).collect()
}

/// A help with the values of a closed list added to it.
pub(super) fn with_values(help: Text, values: &[(String, String)]) -> Text {
    if values.is_empty() {
        return help;
    }
    let zh: Vec<&str> = values.iter().map(|(zh, _)| zh.as_str()).collect();
    // Records may have either; most have the Chinese.
    let both = |(zh, en): &(String, String)| if zh == en { en.clone() } else { format!("{zh} ({en})") };
    let en: Vec<String> = values.iter().map(both).collect();
    Text::new(format!("{}。可用的值：{}", help.zh, zh.join("、")), format!("{}. Values: {}", help.en, en.join(", ")))
}

/// An example of a number: of the degrees that coordinates in China have.
pub(super) fn number(key: &str) -> &'static str {
    if key == "lat" { "41.58" } else { "119.45" }
}
