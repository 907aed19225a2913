//! # 栏目长期没有更新 · A section that has gone stale
//!
//! 新闻两周、公告六个月没有新内容；`site.yaml` 写了 `inspection`（可改天数）的公报才查。结果里写明哪一天起不合格。
//!
//! No news for two weeks, no notice for six months; only where `site.yaml` has `inspection`, which can set other numbers. The finding says since which day it fails.
//!
//! ## 为什么 · Why
//!
//! 政府网站与政务新媒体检查指标（2019）：动态要闻类栏目两周、通知公告和政策文件类栏目六个月未更新的不合格。
//!
//! Inspection indicators for government websites (2019): news columns two weeks, notices and policies six months.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 正文。
//! ````
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! inspection: {}
//! foot: {organiser: 甲, operator: 乙, phone: 0000-0000000, site_code: '0000000000', icp: 示ICP备1号, police: 示公网安备1号}
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
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! inspection: {}
//! foot: {organiser: 甲, operator: 乙, phone: 0000-0000000, site_code: '0000000000', icp: 示ICP备1号, police: 示公网安备1号}
//! ````

use crate::check::rules::{Looks, Rule};
use crate::check::Looked;
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::diagnostic::Place;
use crate::figures::stale_from;
use crate::record::Kind;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::Bulletin(check),
};

const CODE: Code =
    Code { id: "GB0530", name: "stale-section", severity: Severity::Warning, page: include_str!("stale_section.rs") };

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let day = looked.figures.as_of;
    let stale = [Kind::News, Kind::Notice].into_iter().filter_map(|kind| {
        let (last, limit, fails) = stale_from(looked.bulletin, kind, day)?;
        (fails <= day).then_some((kind, last, limit, fails))
    });
    stale
        .map(|(kind, last, limit, fails)| {
            let message = Text::new(
                format!("{}栏目最近一条是 {last}，超过{limit}天没有更新，{fails} 起不合格", kind.zh()),
                format!("the last {} is of {last}, over {limit} days ago; the section fails since {fails}", kind.name()),
            );
            let help = Text::new(
                "发布新内容；不受检查的公报，删去 site.yaml 的 inspection",
                "publish something; a bulletin that is not inspected has no inspection in site.yaml",
            );
            Finding::new(CODE, Place::file("content/site.yaml"), message).help(help.zh, help.en)
        })
        .collect()
}
