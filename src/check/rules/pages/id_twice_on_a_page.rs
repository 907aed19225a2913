//! # 页面里 id 重复 · An id that stands twice on a page
//!
//! 生成的页面里每个 `id` 只出现一次。
//!
//! Every `id` stands once on its page.
//!
//! ## 为什么 · Why
//!
//! 锚点链接会跳错地方。
//!
//! Links to it would lead to the wrong place.
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
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p id="a">一</p><p id="a">二</p>
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
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p id="a">一</p><p id="b">二</p>
//! ````

use crate::check::page::Page;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code = Code {
    id: "GB0711",
    name: "id-twice-on-a-page",
    severity: Severity::Error,
    page: include_str!("id_twice_on_a_page.rs"),
};

fn check(page: &Page<'_>) -> Vec<Finding> {
    let repeated = page.ids.iter().filter(|(_, n)| **n > 1);
    repeated
        .map(|(id, _)| {
            let message =
                Text::new(format!("页面里 id “{id}”重复"), format!("the id \"{id}\" stands twice on the page"));
            page.finding(CODE, message).help(
                "改正主题的模板，或正文里标题的 {#名称}",
                "mend the theme's template, or the {#name} of a heading",
            )
        })
        .collect()
}
