//! # 日期在公报截至日之后 · A date after the day of the bulletin
//!
//! 阶段、手续、节点、进度、问题的实际日期，指标实际数的统计期，晚于公报的截至日；到那天才显示。
//!
//! An actual date of a stage, procedure, milestone, update or problem, or the time of an indicator's actual figure, is after the day of the bulletin, and is not shown before.
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
use crate::check::rules::{item, project};
use crate::date::PartialDate;
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Record};

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
    let mut findings = Vec::new();
    let mut later = |list: &'static str, index: usize, key: &'static str, date: Option<PartialDate>| {
        if let Some(date) = date.filter(|date| date.first() > day) {
            let message = Text::new(
                format!("{date} 在公报的截至日 {day} 之后，到那天才会显示"),
                format!("{date} is after {day}, the day of the bulletin, and is not shown before"),
            );
            let place = looked.source.place(&entry.file, &item(list, index, key));
            findings.push(Finding::new(CODE, place, message).help(
                "核对日期；还没有发生的，写在计划里",
                "check the date; what has not happened yet belongs to the plan",
            ));
        }
    };
    if let Record::Indicator(indicator) = &entry.record {
        for (index, point) in indicator.series.iter().enumerate().filter(|(_, point)| !point.forecast) {
            later("series", index, "date", point.date);
            later("series", index, "period", point.period.map(|period| PartialDate::from_day(period.first())));
        }
    }
    let Some(project) = project(entry) else { return findings };
    for (index, entry) in project.stages.iter().enumerate().filter(|(_, entry)| !entry.planned) {
        later("stages", index, "date", entry.date);
    }
    for (index, procedure) in project.procedures.iter().enumerate() {
        later("procedures", index, "done", procedure.done);
    }
    for (index, milestone) in project.milestones.iter().enumerate() {
        later("milestones", index, "actual", milestone.actual);
    }
    for (index, update) in project.updates.iter().enumerate() {
        later("updates", index, "date", Some(update.date));
    }
    for (index, problem) in project.problems.iter().enumerate() {
        later("problems", index, "raised", problem.raised);
        later("problems", index, "assigned", problem.assigned);
        later("problems", index, "solved", problem.solved);
        later("problems", index, "struck_off", problem.struck_off);
    }
    findings
}
