//! # 页脚缺少必备信息 · A fact missing from the foot of the pages
//!
//! 页脚要有主办单位、承办单位、联系电话、网站标识码、ICP 备案号、公安备案号。`site.yaml` 写了 `inspection` 的公报才查。
//!
//! The foot has organiser, operator, telephone, site code, ICP record and police record. Only where `site.yaml` has `inspection`.
//!
//! ## 为什么 · Why
//!
//! 政府网站发展指引（国办发〔2017〕47号）：页面底部应当列明这些信息。
//!
//! Guide for government websites, State Council office 2017 no. 47: these stand at the foot of every page.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-12-28
//! section: 快讯
//! ---
//! 正文。
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 某公示
//! kind: 公示
//! published: 2023-12-28
//! ````
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! inspection: {}
//! foot: {organiser: 甲, operator: 乙, phone: 0000-0000000, site_code: '0000000000', icp: 示ICP备1号}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-12-28
//! section: 快讯
//! ---
//! 正文。
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 某公示
//! kind: 公示
//! published: 2023-12-28
//! ````
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! inspection: {}
//! foot: {organiser: 甲, operator: 乙, phone: 0000-0000000, site_code: '0000000000', icp: 示ICP备1号, police: 示公网安备1号}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0531",
    name: "missing-foot-fact",
    severity: Severity::Warning,
    page: include_str!("missing_foot_fact.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    if looked.bulletin.config.inspection.is_none() {
        return Vec::new();
    }
    let foot = looked.bulletin.config.foot.clone().unwrap_or_default();
    let facts = [
        ("organiser", "主办单位", &foot.organiser),
        ("operator", "承办单位", &foot.operator),
        ("phone", "联系电话", &foot.phone),
        ("site_code", "网站标识码", &foot.site_code),
        ("icp", "ICP 备案号", &foot.icp),
        ("police", "公安备案号", &foot.police),
    ];
    let missing = facts.iter().filter(|(.., value)| value.as_deref().is_none_or(|value| value.trim().is_empty()));
    let missing: Vec<_> = missing.map(|(key, zh, _)| (*key, *zh)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let zh: Vec<&str> = missing.iter().map(|(_, zh)| *zh).collect();
    let en: Vec<&str> = missing.iter().map(|(key, _)| *key).collect();
    let place = looked.source.place(&"content/site.yaml".into(), &[Step::Key("foot".into())]);
    let message = Text::new(format!("页脚缺少{}", zh.join("、")), format!("the foot lacks {}", en.join(", ")));
    vec![Finding::new(CODE, place, message).help(
        format!("在 foot 里写上 {}；不受检查的公报，删去 inspection", en.join("、")),
        format!("add {} to foot; a bulletin that is not inspected has no inspection", en.join(", ")),
    )]
}
