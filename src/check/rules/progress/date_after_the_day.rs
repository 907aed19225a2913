//! # 日期在公报截至日之后 · A date after the day of the bulletin
//!
//! 一件事从哪天起才知道，那天晚于公报的截至日；到那天才显示。这样的日期有：阶段、手续、节点、进度、问题、信息公开、人工指定颜色的实际日期，指标实际数的统计期，等等。
//!
//! The date from which something is known is after the day of the bulletin, and it is not shown before. Such are the actual dates of stages, procedures, milestones, updates, problems, disclosures and colours set by hand, the time of an indicator's actual figure, and others.
//!
//! ## 为什么 · Why
//!
//! 没有发生的事不能写成发生了；多半是年份打错。
//!
//! What has not happened is not told as done; mostly the year is a slip.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! procedures: [{name: 备案, done: 2024-02-01}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! procedures: [{name: 备案, done: 2023-02-01}]
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::date::PartialDate;
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::time::Hop::{self, Item, Key};
use crate::record::{Entry, Point, Record, is_cut, time};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0506",
    name: "date-after-the-day",
    severity: Severity::Warning,
    page: include_str!("date_after_the_day.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let day = looked.figures.as_of;
    let (mut findings, mut is_published_later) = (Vec::new(), false);
    time::dates(&entry.record, &mut |way, dated| {
        let is_later = match point(&entry.record, way) {
            // What is expected is of a later time; what is reported of a time that has not begun is wrong, whenever it was.
            Some(point) => !point.forecast && dated.when.first() > day,
            // Of a record that is published later another rule tells.
            None if dated.is_of_record(way) => {
                is_published_later |= dated.is_later(day);
                false
            }
            None => dated.is_later(day),
        };
        if is_later {
            let date = dated.date().unwrap_or_else(|| PartialDate::from_day(dated.when.first()));
            let message = Text::new(
                format!("{date} 在公报的截至日 {day} 之后，到那天才会显示"),
                format!("{date} is after {day}, the day of the bulletin, and is not shown before"),
            );
            let place = looked.source.place(&entry.file, &time::path(way));
            let (zh, en) = match way {
                [Key("figures"), ..] => (
                    "核对日期；还没有实现的，写明 kind: 计划、目标或预计",
                    "check the date; of what is not reached yet, state kind: plan, target or forecast",
                ),
                _ => (
                    "核对日期；还没有发生的，写在计划里",
                    "check the date; what has not happened yet belongs to the plan",
                ),
            };
            findings.push(Finding::new(CODE, place, message).help(zh, en));
        }
    });
    if is_cut(&entry.record, is_published_later) { findings } else { Vec::new() }
}

/// The point of an indicator's series that a date is of.
fn point<'r>(record: &'r Record, way: &[Hop]) -> Option<&'r Point> {
    match (record, way) {
        (Record::Indicator(indicator), [Key("series"), Item(index), _]) => indicator.series.get(*index),
        _ => None,
    }
}
