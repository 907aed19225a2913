//! References to figures in texts, `{{ … }}`: raises the findings that [`quote`](crate::figures::quote) makes of those that
//! stand for nothing, and tells of those that nothing closes.

use pulldown_cmark::Event;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Finding, Text, codes};
use crate::figures::QuoteError;

/// The rule; its pages are those of the codes in `diagnostic/codes/`.
pub(in crate::check) const RULE: Rule = Rule { code: codes::UNCLOSED_QUOTE, looks: Looks::Prose(check) };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, range) in &prose.events {
        match event {
            Event::InlineMath(expression) => {
                if let Err(QuoteError::Fault(fault)) = prose.quoted(expression) {
                    let finding = Finding::new(fault.code, prose.at(range), fault.message);
                    findings.push(finding.help(fault.help.zh, fault.help.en));
                }
            }
            Event::DisplayMath(_) => {
                let message = Text::new("“{{”后面没有“}}”", "nothing closes this \"{{\"");
                findings.push(Finding::new(codes::UNCLOSED_QUOTE, prose.at(range), message).help(
                    "在同一行里写 {{ 编号.字段 }}；要显示花括号本身，写 \\{{",
                    "write {{ ID.KEY }} on one line; to show the braces themselves, write \\{{",
                ));
            }
            _ => {}
        }
    }
    findings
}
