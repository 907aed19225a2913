//! # 一项里两处说法相反 · An entry that says two things
//!
//! 问题写了解决或销号日期，`state` 却还没有解决；手续写了办结日期，又写 `not_applicable`；写了 `due`，又写倒排天数，两个日期不同。
//!
//! A problem is dated as solved or struck off, and its `state` is not; a procedure is done and does not apply; one has a `due` and days before the finish, which give another date.
//!
//! ## 为什么 · Why
//!
//! 页面只能信一个，读者不知道信的是哪一个。
//!
//! The page must believe one of them, and readers do not know which.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! problems: [{what: 用电, raised: 2023-05-01, solved: 2023-06-01, state: 未解决}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! problems: [{what: 用电, raised: 2023-05-01, solved: 2023-06-01}]
//! ````

use chrono::Days;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item, project};
use crate::date::PartialDate;
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Problem, ProblemState, Procedure};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0513",
    name: "contradictory-entry",
    severity: Severity::Warning,
    page: include_str!("contradictory_entry.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let problems = project.problems.iter().enumerate();
    let problems = problems.filter_map(|(index, problem)| Some(("problems", index, "state", of_problem(problem)?)));
    let procedures = project.procedures.iter().enumerate();
    let procedures = procedures.filter_map(|(index, procedure)| {
        let (key, message) = of_procedure(procedure, project.finish)?;
        Some(("procedures", index, key, message))
    });
    problems
        .chain(procedures)
        .map(|(list, index, key, message)| {
            let place = looked.source.place(&entry.file, &item(list, index, key));
            Finding::new(CODE, place, message).help("删去其中一个", "delete one of the two")
        })
        .collect()
}

fn of_problem(problem: &Problem) -> Option<Text> {
    let (state, solved) = problem.state.zip(problem.solved.or(problem.struck_off))?;
    let open = !matches!(state, ProblemState::Solved | ProblemState::StruckOff);
    open.then(|| {
        let en = format!("it was solved on {solved}, and its state is {}", state.en());
        Text::new(format!("{solved} 已经解决，状态却是“{}”", state.zh()), en)
    })
}

fn of_procedure(procedure: &Procedure, finish: Option<PartialDate>) -> Option<(&'static str, Text)> {
    if let (Some(done), Some(_)) = (procedure.done, &procedure.not_applicable) {
        let en = format!("it was done on {done}, and is said not to apply");
        return Some(("not_applicable", Text::new(format!("{done} 已经办结，又写不适用"), en)));
    }
    let days = procedure.days_before_finish?;
    let counted = finish.filter(|finish| finish.day().is_some())?.first().checked_sub_days(Days::new(days.into()))?;
    let due = procedure.due.filter(|due| due.first() != counted)?;
    let en = format!("it is due on {due}, and {days} days before the finish is {counted}");
    Some(("due", Text::new(format!("应办结日期是 {due}，倒排{days}天却是 {counted}"), en)))
}
