//! # 页面上有死链 · A page with a dead link
//!
//! 生成的页面里的站内链接、锚点和所用文件都存在。
//!
//! Links inside the site, their anchors and the files it uses all exist.
//!
//! ## 为什么 · Why
//!
//! 读者点开是 404。
//!
//! Readers would find a 404.
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
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p><a href="/nothing/">看</a></p>
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
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p><a href="/projects/">看</a></p>
//! ````

use crate::check::page::Page;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code = Code {
    id: "GB0715",
    name: "dead-link-on-a-page",
    severity: Severity::Error,
    page: include_str!("dead_link_on_a_page.rs"),
};

fn check(page: &Page<'_>) -> Vec<Finding> {
    let links = page.links.iter().map(|link| link.href.as_str());
    let dead = links.chain(page.loads.iter().map(String::as_str)).filter(|address| !page.leads_somewhere(address));
    dead.map(|address| {
        let message = match address.split_once('#').filter(|(path, _)| path.is_empty() || page.leads_somewhere(path)) {
            Some((_, id)) => Text::new(
                format!("{address} 指的地方不存在：页面上没有 id“{id}”"),
                format!("{address}: nothing on that page has the id \"{id}\""),
            ),
            None => {
                Text::new(format!("{address} 没有这个页面或文件"), format!("{address} is no page or file of the site"))
            }
        };
        page.finding(CODE, message).help("改正主题的模板", "mend the theme's template")
    })
    .collect()
}
