//! # 占位文字没有改 · A placeholder that was left
//!
//! 标题还是“标题”“名称”，或者文字里有 XXX、待办的英文缩写，或整行是“待补充”。
//!
//! The title is still 标题 or 名称, or a text has XXX or a mark of what is to be done, or a line that says 待补充.
//!
//! ## 为什么 · Why
//!
//! 读者看到的是没有写完的公报。
//!
//! Readers would see a bulletin that is not finished.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 由XXX公司建设。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 由甲公司建设。
//! ````

use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::prose::{is_hidden, place_of, unread};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use crate::record::tree::words;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0605",
    name: "placeholder-left",
    severity: Severity::Warning,
    page: include_str!("placeholder_left.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    static LEFT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?m)(?:^|[^A-Za-z0-9])(T[O]DO|FIX[M]E|X{3,}|x{4,})(?:$|[^A-Za-z0-9-])|^[（( ]*((?:内容|资料|图片|文字|正文)?待补充)[）) 。…]*$").ok()
    });
    let mut findings = Vec::new();
    words(&entry.tree, &mut |path, text| {
        let is_title = matches!(path, [Step::Key(key)] if key == "title");
        let whole = (is_title && ["标题", "名称", "题目", "TITLE"].contains(&text.trim())).then_some(0..text.len());
        let marks = LEFT.iter().flat_map(|left| left.captures_iter(text)).filter_map(|parts| parts.get(1).or_else(|| parts.get(2)));
        let own = !matches!(path.first(), Some(Step::Key(key)) if key == "allow" || key == "sources");
        let marks: Vec<_> = marks.map(|mark| mark.range()).filter(|_| own).collect();
        let hidden = if marks.is_empty() { Vec::new() } else { unread(text) };
        let marks = marks.into_iter().filter(|mark| !is_hidden(&hidden, mark.start));
        for range in whole.into_iter().chain(marks) {
            let left = text.get(range.clone()).unwrap_or_default();
            let message = Text::new(format!("占位文字“{left}”没有改"), format!("the placeholder \"{left}\" was left"));
            let finding = Finding::new(CODE, place_of(looked, entry, path, text, range), message);
            findings.push(finding.help("写上内容；还不发布的写 draft: true", "write what belongs there; write draft: true until it is ready"));
        }
    });
    findings
}
