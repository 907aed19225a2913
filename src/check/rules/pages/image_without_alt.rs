//! # 图片没有 alt · An image without alt
//!
//! 生成的页面里每个 `<img>` 都有 `alt`；只作装饰的写 `alt=""`。
//!
//! Every `<img>` of a page has `alt`; `alt=""` where it only decorates.
//!
//! ## 为什么 · Why
//!
//! 看不见图的读者靠它（WCAG 2.2，1.1.1）。
//!
//! It is all that readers have who cannot see it (WCAG 2.2, 1.1.1).
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
//! ````png content/images/a.png
//!
//! ````
//!
//! ````html themes/own/templates/project.html
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><img src="/images/a.png">
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
//! ````png content/images/a.png
//!
//! ````
//!
//! ````html themes/own/templates/project.html
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><img src="/images/a.png" alt="工地">
//! ````

use crate::check::page::Page;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code = Code {
    id: "GB0713",
    name: "image-without-alt",
    severity: Severity::Error,
    page: include_str!("image_without_alt.rs"),
};

fn check(page: &Page<'_>) -> Vec<Finding> {
    let silent = page.images.iter().filter(|(_, has_alt)| !has_alt);
    silent
        .map(|(src, _)| {
            let message = Text::new(format!("图片 {src} 没有 alt"), format!("the image {src} has no alt"));
            page.finding(CODE, message).help("加上 alt=\"图里有什么\"", "add alt=\"what is to be seen\"")
        })
        .collect()
}
