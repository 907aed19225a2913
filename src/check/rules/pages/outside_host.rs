//! # 页面向外站取东西 · A page that loads from another host
//!
//! 脚本、样式、图片、框架都要在本站，样式表里的 `@import` 和 `url(…)` 也是；给读者点的外部链接不算。
//!
//! Scripts, styles, images and frames are of this site, and so is what a stylesheet loads by `@import` or `url(…)`; links for readers to follow are no matter.
//!
//! ## 为什么 · Why
//!
//! 外站会知道谁在看，也会让页面变慢、失效。
//!
//! The other host would know who reads, and could slow or break the page.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: own
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````html themes/own/templates/project.html
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><script src="https://cdn.example.com/a.js"></script>
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: own
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````html themes/own/templates/project.html
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p>无脚本</p>
//! ````

use crate::check::page::Page;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code =
    Code { id: "GB0714", name: "outside-host", severity: Severity::Error, page: include_str!("outside_host.rs") };

fn check(page: &Page<'_>) -> Vec<Finding> {
    let outside = page.loads.iter().filter(|address| address.contains("//") && !page.is_own(address));
    outside
        .map(|address| {
            let message =
                Text::new(format!("页面从外站取 {address}"), format!("the page loads {address} from another host"));
            page.finding(CODE, message).help("把文件放进主题或 content/", "put the file into the theme or content/")
        })
        .collect()
}
