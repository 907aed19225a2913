//! # 页面的一级标题不是一个 · A page without exactly one first-level heading
//!
//! 生成的每个页面恰好有一个 `<h1>`。
//!
//! Every page has exactly one `<h1>`.
//!
//! ## 为什么 · Why
//!
//! 读者和读屏软件靠它；政府网站检查和 WCAG 2.2 都查。
//!
//! Readers and screen readers rely on it; the inspection of government websites and WCAG 2.2 look for it.
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
//! <!doctype html><html lang="zh"><title>甲</title><p>没有标题</p>
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
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p>有标题</p>
//! ````

use crate::check::page::Page;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code =
    Code { id: "GB0710", name: "not-one-h1", severity: Severity::Error, page: include_str!("not_one_h1.rs") };

fn check(page: &Page<'_>) -> Vec<Finding> {
    if page.h1 == 1 || !page.is_html {
        return Vec::new();
    }
    let n = page.h1;
    let message = Text::new(format!("页面有{n}个一级标题"), format!("the page has {n} first-level headings"));
    vec![page.finding(CODE, message).help("改正主题的模板，恰好写一个 <h1>", "mend the theme's template: one <h1>")]
}
