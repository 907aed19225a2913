//! Control characters in texts, as they are or by number, `&#x202e;`; the page is that of [`codes::HIDDEN_CHARACTER`].

use pulldown_cmark::Event;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Finding, Text, codes};
use crate::text::is_harmful;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: codes::HIDDEN_CHARACTER, looks: Looks::Prose(check) };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let found = prose.events.iter().filter_map(|(event, range)| match event {
        Event::Text(words) | Event::Code(words) => Some((words.chars().find(|c| is_harmful(*c))?, range)),
        _ => None,
    });
    found
        .map(|(c, range)| {
            let written = prose.text.get(range.clone()).unwrap_or_default();
            let at = written.find(c).map(|at| range.start + at..range.start + at + c.len_utf8());
            let number = u32::from(c);
            let message = Text::new(
                format!("文字里有看不见的控制字符（U+{number:04X}）"),
                format!("there is a control character that nobody sees (U+{number:04X})"),
            );
            let finding = Finding::new(codes::HIDDEN_CHARACTER, prose.at(&at.unwrap_or(range.clone())), message);
            finding.help("删去它，重新输入这几个字", "delete it, and type the words again")
        })
        .collect()
}
