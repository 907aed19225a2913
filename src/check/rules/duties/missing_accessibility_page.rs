//! # 没有无障碍说明 · No page on accessibility
//!
//! 公报没有标题含“无障碍”或“适老”的页面，说明网站怎样方便老人和残疾人使用、遇到障碍找谁。`site.yaml` 写了 `inspection` 的公报才查。
//!
//! No page, with 无障碍 or 适老 in its title, says how the site serves old and disabled people, and whom to ask. Only where `site.yaml` has `inspection`.
//!
//! ## 为什么 · Why
//!
//! 无障碍环境建设法第三十二条：政府网站要符合无障碍标准；读者要知道做到了什么、向谁提出。
//!
//! Law on a barrier-free environment, article 32: government websites meet the standards; readers must know what holds, and whom to tell.
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
//! foot: {organiser: 甲, operator: 乙, phone: 0000-0000000, site_code: '0000000000', icp: 示ICP备00000000号, police: 示公网安备00000000000000号}
//! inspection: {}
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
//! foot: {organiser: 甲, operator: 乙, phone: 0000-0000000, site_code: '0000000000', icp: 示ICP备00000000号, police: 示公网安备00000000000000号}
//! inspection: {}
//! ````
//!
//! ````md content/pages/accessibility.md
//! ---
//! title: 无障碍说明
//! ---
//! 全站可以只用键盘操作；遇到障碍请打页脚的电话。
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Kind;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0535",
    name: "missing-accessibility-page",
    severity: Severity::Advice,
    page: include_str!("missing_accessibility_page.rs"),
};

/// What the title of such a page says.
const WORDS: [&str; 2] = ["无障碍", "适老"];

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let is_about = |title: &str| WORDS.iter().any(|word| title.contains(word));
    let mut pages = looked.bulletin.of_kind(Kind::Page);
    if looked.bulletin.config.inspection.is_none() || pages.any(|page| is_about(page.record.common().title)) {
        return Vec::new();
    }
    if looked.bulletin.has_unread() {
        return Vec::new();
    }
    let place = looked.source.place(&"content/site.yaml".into(), &[Step::Key("inspection".into())]);
    let message = Text::new("没有无障碍说明的页面", "no page is about accessibility");
    vec![Finding::new(CODE, place, message).help(
        "新建 content/pages/accessibility.md，title: 无障碍说明，写明做到了什么、遇到障碍找谁",
        "write content/pages/accessibility.md with title: 无障碍说明: what holds, and whom to ask",
    )]
}
