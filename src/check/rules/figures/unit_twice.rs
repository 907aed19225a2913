//! # 单位写了两次 · A unit that stands twice
//!
//! `{{ … }}` 代入的数已经带单位，后面又写了同样的单位。
//!
//! What `{{ … }}` stands for has its unit, and the text behind it has it again.
//!
//! ## 为什么 · Why
//!
//! 读者看到的是“50%%”“4.37亿元亿元”。
//!
//! Readers would see 50%% or 4.37亿元亿元.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! body: 总投资{{ a.investment.total }}亿元。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! body: 总投资{{ a.investment.total }}。
//! ````

use pulldown_cmark::Event;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0416", name: "unit-twice", severity: Severity::Warning, page: include_str!("unit_twice.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, range) in &prose.events {
        let Event::InlineMath(expression) = event else { continue };
        let Ok(quote) = prose.quoted(expression) else { continue };
        let unit = quote.text.rsplit(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
        let after = prose.text.get(range.end..).unwrap_or_default();
        let again = [unit, "元"].into_iter().find(|again| unit.ends_with(again) && after.starts_with(again));
        let Some(again) = again.filter(|_| !unit.is_empty() && unit.len() < quote.text.len()) else { continue };
        let whole = &quote.text;
        let message = Text::new(
            format!("“{again}”写了两次：这里已经是 {whole}"),
            format!("\"{again}\" stands twice: this is {whole} already"),
        );
        let finding = Finding::new(CODE, prose.at(&(range.end..range.end + again.len())), message);
        findings.push(finding.help(format!("删去后面的“{again}”"), format!("delete the \"{again}\" behind it")));
    }
    findings
}
