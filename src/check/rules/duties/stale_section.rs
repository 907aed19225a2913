//! # 栏目长期没有更新 · A section that has gone stale
//!
//! 首页、新闻两周、公告六个月没有新内容，或栏目是空的；`site.yaml` 写了 `inspection`（可改天数，可另列新闻栏目）的公报才查。结果里写明哪一天起不合格；`gongbao check` 最后一行预告以后哪一天起不合格。
//!
//! Nothing new on the front page or in the news for two weeks, no notice for six months, or an empty column; only where `site.yaml` has `inspection`, which can set other numbers and name sections of news. The finding says since which day it fails; the last line of `gongbao check` says from which day on others will.
//!
//! ## 为什么 · Why
//!
//! 政府网站与政务新媒体检查指标（2019）：首页和动态要闻类栏目两周、通知公告和政策文件类栏目六个月未更新的不合格，空白栏目不合格。
//!
//! Inspection indicators for government websites (2019): the front page and news columns two weeks, notices and policies six months; empty columns fail.
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
use crate::figures::{Column, columns};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0530", name: "stale-section", severity: Severity::Warning, page: include_str!("stale_section.rs") };

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    if looked.bulletin.has_unread() {
        return Vec::new();
    }
    let day = looked.figures.as_of;
    let failing = columns(looked.on_day, day).into_iter().filter(|column| column.fails <= day);
    failing
        .map(|Column { name, last, limit, fails }| {
            let message = match last {
                Some(last) => Text::new(
                    format!("{}栏目最近一条是 {last}，超过{limit}天没有更新，{fails} 起不合格", name.zh),
                    format!(
                        "{}: the latest is of {last}, over {limit} days ago; the column fails since {fails}",
                        name.en
                    ),
                ),
                None => Text::new(
                    format!("{}栏目是空的，不合格", name.zh),
                    format!("{}: the column is empty and fails", name.en),
                ),
            };
            let help = Text::new(
                "发布新内容；不受检查的公报，删去 site.yaml 的 inspection",
                "publish something; a bulletin that is not inspected has no inspection in site.yaml",
            );
            let place = looked.source.place(&"content/site.yaml".into(), &[Step::Key("inspection".into())]);
            Finding::new(CODE, place, message).help(help.zh, help.en)
        })
        .collect()
}
