//! # 没有纠错渠道 · No way to report an error
//!
//! 每页页脚的“纠错”链接通向 `foot.feedback` 写的页面；没有写时通向编号为 `contact` 的页面，再没有时拨打 `foot.phone`。三样都没有，读者发现错误无处可说。写了 `foot` 的公报才查。
//!
//! The link "report an error" at the foot of every page leads to the page that `foot.feedback` names, else to the page `contact`, else it dials `foot.phone`. With none of them a reader who finds an error has nowhere to go. Only where there is a `foot`.
//!
//! ## 为什么 · Why
//!
//! 政府网站发展指引（国办发〔2017〕47号）：要有纠错渠道，并且及时处理。
//!
//! Guide for government websites, State Council office 2017 no. 47: there is a way to report errors, and reports are dealt with.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! foot: {organiser: 甲}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! foot: {organiser: 甲, phone: 0000-0000000}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0532",
    name: "missing-correction-link",
    severity: Severity::Warning,
    page: include_str!("missing_correction_link.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let has_foot = looked.bulletin.config.foot.is_some();
    // A page that cannot be read may be the one.
    if looked.bulletin.has_unread()
        || !has_foot
        || looked.bulletin.correction_page().is_some()
        || looked.bulletin.correction_phone().is_some()
    {
        return Vec::new();
    }
    let place = looked.source.place(&"content/site.yaml".into(), &[Step::Key("foot".into())]);
    let message = Text::new("页面上没有纠错的链接", "no page has a link to report an error");
    vec![Finding::new(CODE, place, message).help(
        "在 foot 里写 feedback: 页面编号，或 phone: 电话；也可以新建 content/pages/contact.md",
        "add feedback: ID of a page, or phone: NUMBER to foot, or write content/pages/contact.md",
    )]
}
