//! # 页面上有个人信息 · Personal data on a page
//!
//! 做好的页面上有身份证号码、手机号码、银行卡号、个人账号、护照、通行证、车牌号或写到门牌的住址，而内容文件里没有：来自主题，或由几段拼成。
//!
//! A finished page shows an ID number, a mobile number, a bank card, a personal account, a passport, a permit, a licence plate or an address down to the door that no file of the content holds: it comes from the theme, or was joined from parts.
//!
//! ## 为什么 · Why
//!
//! 个人信息保护法：公开的是页面，不是文件。
//!
//! Personal Information Protection Law: what is published is the page.
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
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p>请打 13812345678。</p>
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
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p>请打值班电话。</p>
//! ````

use crate::check::page::Page;
use crate::check::private::{Lines, find};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code =
    Code { id: "GB0808", name: "on-a-page", severity: Severity::Error, page: include_str!("on_a_page.rs") };

fn check(page: &Page<'_>) -> Vec<Finding> {
    let found = find(&page.words, Lines::Apart).into_iter().filter_map(|(sort, range)| {
        let words = page.words.get(range).filter(|words| !page.is_in_the_content(words))?;
        let (masked, name) = (sort.masked(words), sort.name());
        let message = Text::new(
            format!("页面上有{} {masked}，内容文件里没有", name.zh),
            format!("the page shows a {}, {masked}, which no file of the content holds", name.en),
        );
        Some(page.finding(CODE, message).help("在主题里找到它，删去", "find it in the theme, and delete it"))
    });
    found.collect()
}
