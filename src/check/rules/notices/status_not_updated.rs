//! # 被修改或废止的文件，有效性没有更新 · An amended or repealed document that does not say so
//!
//! 一件文件写了 `repeals` 或 `amends`，对方的 `status` 却不是已废止、已修改。
//!
//! A document `repeals` or `amends` another whose `status` does not say so.
//!
//! ## 为什么 · Why
//!
//! 读者会按已经废止的文件办事。
//!
//! People would act on a document that is no longer in force.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! repeals: [p]
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! status: 有效
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! repeals: [p]
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! status: 已废止
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, NoticeStatus, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0810",
    name: "status-not-updated",
    severity: Severity::Warning,
    page: include_str!("status_not_updated.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Notice(notice) = &entry.record else { return Vec::new() };
    let repeals = notice.repeals.iter().map(|other| (other, NoticeStatus::Repealed, "废止", "repealed"));
    let amends = notice.amends.iter().map(|other| (other, NoticeStatus::Amended, "修改", "amended"));
    let mut findings = Vec::new();
    for (other, status, zh, en) in repeals.chain(amends) {
        if other.id == entry.id {
            continue;
        }
        let Some(target) = looked.bulletin.entry(&other.id) else { continue };
        let Record::Notice(changed) = &target.record else { continue };
        let gone = matches!(changed.status, Some(NoticeStatus::Repealed | NoticeStatus::Expired));
        if gone || changed.status == Some(status) {
            continue;
        }
        let (said_zh, said_en) = match changed.status {
            Some(said) => (format!("仍写着“{}”", said.zh()), format!("still says \"{}\"", said.en())),
            None => ("有效性没有写明".to_owned(), "does not say so".to_owned()),
        };
        let message = Text::new(
            format!("“{}”被“{}”{zh}，{said_zh}", changed.title, notice.title),
            format!("\"{}\" was {en} by \"{}\" and {said_en}", changed.title, notice.title),
        );
        let place = looked.source.place(&target.file, &[Step::Key("status".into())]);
        findings.push(
            Finding::new(CODE, place, message)
                .help(format!("写上 status: {}", status.zh()), format!("write status: {}", status.key())),
        );
    }
    findings
}
