//! # 发布日期在截至日之后 · A publication date after the day
//!
//! `published`、新闻的 `date` 晚于公报的截至日。
//!
//! `published`, or the `date` of news, is after the day of the bulletin.
//!
//! ## 为什么 · Why
//!
//! 读者会看到还没到的日期；政府网站检查也看发布时间。
//!
//! Readers would see a day that has not come; inspections of government websites look at it too.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2024-05-06
//! section: 快讯
//! ---
//! 正文。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 正文。
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0521",
    name: "future-publication",
    severity: Severity::Warning,
    page: include_str!("future_publication.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let day = looked.figures.as_of;
    let date = match &entry.record {
        Record::News(news) => news.date.map(|date| ("date", date)),
        _ => None,
    };
    let published = entry.record.common().published.map(|date| ("published", date));
    let dates = date
        .into_iter()
        .chain(
            published.filter(|(_, published)| date.is_none_or(|(_, date)| date.first() <= day || date != *published)),
        )
        .filter(|(_, date)| date.first() > day);
    dates
        .map(|(key, date)| {
            let message = Text::new(
                format!("发布日期 {date} 在截至日 {day} 之后"),
                format!("the publication date {date} is after the as-of day, {day}"),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &[Step::Key(key.into())]), message)
                .help("核对日期；还不发布的写 draft: true", "check the date; write draft: true until it is out")
        })
        .collect()
}
