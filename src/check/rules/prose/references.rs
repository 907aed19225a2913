//! References to figures in texts, `{{ … }}`: raises the findings that [`quote`](crate::figures::quote) makes of those that
//! stand for nothing, and tells of those that nothing closes.

use std::ops::Range;

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
                    if prose.is_known_later(expression) {
                        findings.push(not_yet(prose, expression, range));
                        continue;
                    }
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

/// What a reference stands for becomes known after the day of the bulletin.
fn not_yet(prose: &Prose<'_>, expression: &str, range: &Range<usize>) -> Finding {
    let (path, day) = (expression.split([',', '，']).next().unwrap_or_default().trim(), prose.looked.figures.as_of);
    let message = Text::new(
        format!("“{path}”在公报的截至日 {day} 还没有值，以后才有"),
        format!("\"{path}\" has no value on {day}, the day of the bulletin; it has one later"),
    );
    Finding::new(codes::UNKNOWN_QUOTED_VALUE, prose.at(range), message).help(
        "核对那里的日期；日期没有错，就到那天再写这句话",
        "check its date; where that is right, write this when the day has come",
    )
}
