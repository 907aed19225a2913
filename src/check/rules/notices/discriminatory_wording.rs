//! # 招聘条件可能构成歧视 · Wording that may discriminate
//!
//! 招聘岗位和人事公告里限制性别、婚育、民族、户籍或年龄的常见说法。
//!
//! The usual words in jobs and personnel notices that demand sex, marriage, children, ethnicity, residence or age.
//!
//! ## 为什么 · Why
//!
//! 就业促进法第三章、妇女权益保障法：用人单位不得以这些为由设置限制。
//!
//! Employment Promotion Law, chapter 3, and the Law on the protection of women's rights: employers must not demand them.
//!
//! ## 例 · Example
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! requirements: [限男性, 吃苦耐劳]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! requirements: [能上夜班, 吃苦耐劳]
//! ````

use std::sync::LazyLock;

use regex::Regex;

use crate::check::rules::{Looks, Rule};
use crate::check::Looked;
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::{Entry, NoticeKind, Record};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::Record(check),
};

const CODE: Code =
    Code { id: "GB0815", name: "discriminatory-wording", severity: Severity::Warning, page: include_str!("discriminatory_wording.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:仅?限|只招|仅招)(?:男|女)|(?:男|女)(?:性|士)?优先|未婚|已婚已育|未育|已育|限(?:本地|本市|本县)户(?:籍|口)|仅?限汉族|[0-9]{2}周?岁(?:以下|以内)").ok()
    });
    let personnel = matches!(&entry.record, Record::Notice(notice) if notice.kind == NoticeKind::Personnel);
    let (true, Some(words)) = (personnel || matches!(&entry.record, Record::Job(_)), &*WORDS) else {
        return Vec::new();
    };
    let Some(file) = looked.source.file(&entry.file) else { return Vec::new() };
    words
        .find_iter(&file.text)
        .map(|found| {
            let message = Text::new(
                format!("“{}”可能构成就业歧视", found.as_str()),
                format!("\"{}\" may discriminate", found.as_str()),
            );
            Finding::new(CODE, Place::span(entry.file.clone(), found.range()), message).help(
                "删去；有法律依据的（如某些岗位的年龄），用 allow: 写明依据",
                "delete it; where the law allows it, as for the age of some posts, name the law with allow:",
            )
        })
        .collect()
}
