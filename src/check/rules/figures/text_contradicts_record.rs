//! # 正文里的总投资与项目记录不同 · A text and a project's record state different totals
//!
//! 链接到项目之后同一句里写的“总投资”，或项目自己文字里的“总投资”，与记录的 `investment.total` 不同。写“约”“超过”的，记录是约数的，不比。
//!
//! A 总投资 in the same sentence after a link to a project, or in the project's own texts, differs from `investment.total` of its record. Approximate ones are not compared.
//!
//! ## 为什么 · Why
//!
//! 同一个数写两遍，改的时候常常漏掉一处；写成 `{{ 编号.investment.total }}` 就不会。
//!
//! A figure typed twice is mended in one place only; `{{ ID.investment.total }}` cannot differ.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! [甲项目](project:a)开工，总投资4亿元。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! [甲项目](project:a)开工，总投资{{ a.investment.total }}。
//! ````

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::{Money, Quantity};
use crate::record::Project;
use crate::site::LinkTarget;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::Prose(check),
};

const CODE: Code =
    Code { id: "GB0411", name: "text-contradicts-record", severity: Severity::Warning, page: include_str!("text_contradicts_record.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    static TOTAL: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"总投资(?:为|达)?([0-9.]+(?:亿|万)?元)(的$)?").ok());
    let Some(pattern) = &*TOTAL else { return Vec::new() };
    let own = project(prose.entry).map(|project| (prose.entry.id.as_str(), project));
    let (mut about, mut linked, mut ahead) = (own, None, None);
    let mut findings = Vec::new();
    for (event, range) in &prose.events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                linked = linked_project(prose, dest_url);
                // 总投资5亿元的[项目](project:a): the total stands before the project.
                if let Some((stated, at)) = ahead.take() {
                    findings.extend(contradiction(prose, linked, stated, at));
                }
            }
            Event::End(TagEnd::Link) => about = linked.take().or(about),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableRow) => about = own,
            Event::Text(text) if linked.is_none() => {
                let mut start = range.start;
                // A sentence that ends takes with it what it was about.
                for sentence in text.split_inclusive(['。', '；', '！', '？']) {
                    for found in pattern.captures_iter(sentence) {
                        let (Some(whole), Some(stated)) = (found.get(0), found.get(1)) else { continue };
                        let at = start + whole.start()..start + stated.end();
                        if found.get(2).is_some() {
                            ahead = Some((stated.as_str(), at));
                        } else {
                            findings.extend(contradiction(prose, about, stated.as_str(), at));
                        }
                    }
                    start += sentence.len();
                    if sentence.ends_with(['。', '；', '！', '？']) {
                        about = own;
                    }
                }
            }
            _ => {}
        }
    }
    findings
}

type Named<'a> = (&'a str, &'a Project);

fn contradiction(prose: &Prose<'_>, about: Option<Named<'_>>, stated: &str, at: Range<usize>) -> Option<Finding> {
    let (id, project) = about?;
    let total = differs(project, stated)?;
    let message = Text::new(
        format!("这里总投资写的是 {stated}，项目 {id} 的记录是 {total}"),
        format!("the total is {stated} here, and {total} in the record of {id}"),
    );
    Some(Finding::new(CODE, prose.at(&at), message).help(
        format!("核对后改成一样的数，或写成 总投资{{{{ {id}.investment.total }}}}"),
        format!("make them the same, or write 总投资{{{{ {id}.investment.total }}}}"),
    ))
}

/// The project that a link leads to.
fn linked_project<'a>(prose: &'a Prose<'_>, address: &str) -> Option<Named<'a>> {
    let LinkTarget::Record(_, id, _) = LinkTarget::parse(address) else { return None };
    let entry = prose.looked.bulletin.entry(id)?;
    Some((entry.id.as_str(), project(entry)?))
}

/// The total in the record, where it is exact and not the one stated.
fn differs(project: &Project, stated: &str) -> Option<Quantity> {
    let total = &project.investment.as_ref()?.total.as_ref()?.0;
    let stated = stated.parse::<Money>().ok()?;
    (total.is_exact() && total.whole()? != stated.0.whole()?).then(|| total.clone())
}
