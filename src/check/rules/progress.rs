//! Projects that contradict themselves (S2, S5, S6): stages out of order, a halt without a reason, progress that falls or
//! goes on after the end, more paid than the whole costs, dates after the day or the wrong way round.

use crate::check::Looked;
use crate::date::{Day, PartialDate};
use crate::diagnostic::{Code, Finding, Text, codes};
use crate::figures::{finish_stages, finished};
use crate::quantity::{Percent, Quantity};
use crate::record::{Entry, Project, Record, Stage};
use crate::source::yaml::Step;
use rust_decimal::Decimal;

/// Everything in which a project contradicts itself.
pub(in crate::check) fn progress(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Project(project) = &entry.record else { return Vec::new() };
    let mut report = Report { looked, entry, findings: Vec::new() };
    report.stages(project);
    report.plans(project);
    report.updates(project);
    report.money(project);
    report.problems(project);
    report.later(project, looked.figures.as_of);
    report.findings
}

/// The findings of one project.
struct Report<'a> {
    looked: &'a Looked<'a>,
    entry: &'a Entry,
    findings: Vec<Finding>,
}

/// A place in a list of the record: `updates[3].percent`.
fn item(list: &str, index: usize, key: &str) -> [Step; 3] {
    [Step::Key(list.into()), Step::Item(index), Step::Key(key.into())]
}

/// Stages that follow each other; the others may come at any time.
fn rank(stage: Stage) -> Option<Stage> {
    (stage < Stage::Stopped && stage != Stage::Resumed).then_some(stage)
}

impl Report<'_> {
    fn add(&mut self, code: Code, path: &[Step], message: Text, zh: &str, en: &str) {
        let place = self.looked.source.place(&self.entry.file, path);
        self.findings.push(Finding::new(code, place, message).help(zh, en));
    }

    fn stages(&mut self, project: &Project) {
        let whole =
            |index: &usize| project.stages.get(*index).is_some_and(|entry| !entry.planned && entry.scope.is_none());
        let indexes: Vec<usize> = (0..project.stages.len()).filter(whole).collect();
        for (index, entry) in project.stages.iter().enumerate() {
            let halted = matches!(entry.stage, Stage::Stopped | Stage::Slowed | Stage::Cancelled);
            if halted && entry.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
                let message = Text::new(
                    format!("“{}”没有写原因", entry.stage.zh()),
                    format!("\"{}\" is without a reason", entry.stage.en()),
                );
                let (zh, en) = ("加上 reason: 原因；读者会看到", "add reason: WHY; readers will see it");
                self.add(codes::NO_REASON, &item("stages", index, "stage"), message, zh, en);
            }
        }
        for pair in indexes.windows(2) {
            let [before, after] = pair else { continue };
            let (Some(a), Some(b)) = (project.stages.get(*before), project.stages.get(*after)) else { continue };
            let backwards = a.date.zip(b.date).is_some_and(|(a, b)| b.is_before(a.first()));
            let falls = rank(a.stage).zip(rank(b.stage)).is_some_and(|(a, b)| b < a);
            if !backwards && !falls {
                continue;
            }
            let message = Text::new(
                format!(
                    "“{}”写在“{}”之后，{}",
                    b.stage.zh(),
                    a.stage.zh(),
                    if backwards { "日期却更早" } else { "阶段却更早" }
                ),
                format!(
                    "\"{}\" stands after \"{}\" and is {}",
                    b.stage.en(),
                    a.stage.en(),
                    if backwards { "dated earlier" } else { "an earlier stage" }
                ),
            );
            let (zh, en) = (
                "按发生的先后排列；只涉及一部分的加 scope: 范围，尚未发生的加 planned: true",
                "put them in the order they happened; add scope: PART where only a part is meant, planned: true where it has not happened",
            );
            let key = if backwards { "date" } else { "stage" };
            self.add(codes::STAGE_ORDER, &item("stages", *after, key), message, zh, en);
        }
    }

    fn plans(&mut self, project: &Project) {
        let milestones = project.milestones.iter().map(|milestone| milestone.days_before_finish);
        let procedures = project.procedures.iter().map(|procedure| procedure.days_before_finish);
        let lists = milestones.enumerate().map(|(index, days)| ("milestones", index, days));
        let lists = lists.chain(procedures.enumerate().map(|(index, days)| ("procedures", index, days)));
        let exact = project.finish.is_some_and(|finish| finish.day().is_some());
        for (list, index, _) in lists.filter(|(.., days)| days.is_some() && !exact) {
            let message = Text::new(
                "写了倒排天数，但项目没有具体到日的 finish（计划竣工日期）",
                "days are counted back, and the project has no finish that is known to the day",
            );
            let (zh, en) = ("写上 finish: 2025-10-31 这样的日期", "add a date such as finish: 2025-10-31");
            self.add(codes::NO_FINISH, &item(list, index, "days_before_finish"), message, zh, en);
        }
        for (index, milestone) in project.milestones.iter().enumerate() {
            let after =
                milestone.planned.zip(project.finish).filter(|(planned, finish)| finish.is_before(planned.first()));
            if let Some((planned, finish)) = after {
                let message = Text::new(
                    format!("“{}”排在 {planned}，晚于计划竣工的 {finish}", milestone.name),
                    format!("\"{}\" is planned for {planned}, after the planned finish on {finish}", milestone.name),
                );
                let (zh, en) = ("改正其中一个日期", "mend one of the two dates");
                self.add(codes::AFTER_FINISH, &item("milestones", index, "planned"), message, zh, en);
            }
            self.percent("milestones", index, milestone.percent.as_ref());
        }
    }

    fn percent(&mut self, list: &str, index: usize, percent: Option<&Percent>) {
        let outside = |percent: &&Percent| !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent.0.value);
        if let Some(percent) = percent.filter(outside) {
            let message = Text::new(
                format!("进度 {} 不在0%到100%之间", percent.0),
                format!("a progress of {} is not between 0 and 100 %", percent.0),
            );
            self.add(
                codes::PERCENT_RANGE,
                &item(list, index, "percent"),
                message,
                "写0%到100%之间的数",
                "write 0% to 100%",
            );
        }
    }

    fn updates(&mut self, project: &Project) {
        let finished = finished(project).flatten();
        let ended = finish_stages(project).filter_map(|entry| entry.date).max();
        let mut by_date: Vec<usize> = (0..project.updates.len()).collect();
        by_date.sort_by_key(|index| project.updates.get(*index).map(|update| update.date));
        let mut reported: Option<(PartialDate, Decimal)> = None;
        for index in by_date {
            let Some(update) = project.updates.get(index) else { continue };
            self.percent("updates", index, update.percent.as_ref());
            if let Some(ended) = ended.filter(|ended| ended.is_before(update.date.first())) {
                let message = Text::new(
                    format!("项目 {ended} 已竣工或投产，{} 又有进展", update.date),
                    format!("the project was finished on {ended}, and progress is reported on {}", update.date),
                );
                let (zh, en) = ("核对日期；后续情况写成新闻", "check the dates; write what came later as news");
                self.add(codes::AFTER_COMPLETION, &item("updates", index, "date"), message, zh, en);
            }
            let Some(percent) = update.percent.as_ref().map(|percent| percent.0.value) else { continue };
            if let Some((date, before)) = reported.filter(|(_, before)| percent < *before && update.note.is_none()) {
                let message = Text::new(
                    format!("进度从 {date} 的 {before}% 退到 {percent}%，没有说明"),
                    format!("progress falls from {before}% on {date} to {percent}%, without a note"),
                );
                let (zh, en) = ("改正数字，或用 note: 说明原因", "mend the number, or say why with note:");
                self.add(codes::PROGRESS_FALLS, &item("updates", index, "percent"), message, zh, en);
            }
            reported = Some((update.date, percent));
            let at_end = finished.is_some_and(|finished| !update.date.is_before(finished.first()));
            if at_end && percent < Decimal::ONE_HUNDRED && percent >= Decimal::ZERO {
                let message = Text::new(
                    format!("项目已竣工或投产，进度却是 {percent}%"),
                    format!("the project is finished, and its progress is {percent}%"),
                );
                let (zh, en) = ("改为100%，或改正阶段", "write 100%, or mend the stage");
                self.add(codes::FINISHED_BELOW_100, &item("updates", index, "percent"), message, zh, en);
            }
        }
    }

    fn money(&mut self, project: &Project) {
        let Some(investment) = &project.investment else { return };
        let exact = |quantity: &Quantity| quantity.whole().filter(|_| quantity.is_exact());
        let Some((total, whole)) = investment.total.as_ref().and_then(|total| Some((total, exact(&total.0)?))) else {
            return;
        };
        let stated =
            investment.paid.as_ref().map(|paid| (vec![Step::Key("investment".into()), Step::Key("paid".into())], paid));
        let reported = project.updates.iter().enumerate().filter_map(|(index, update)| {
            Some((item("updates", index, "invested").to_vec(), update.invested.as_ref()?))
        });
        for (path, paid) in stated.into_iter().chain(reported) {
            if exact(&paid.0).is_some_and(|paid| paid > whole) {
                let message = Text::new(
                    format!("累计完成 {}，超过总投资 {}", paid.0, total.0),
                    format!("{} was paid, more than the total of {}", paid.0, total.0),
                );
                let (zh, en) = (
                    "核对单位和数字；追加了投资的，改 total 并说明",
                    "check units and numbers; where more was granted, mend total and say so",
                );
                self.add(codes::PAID_OVER_TOTAL, &path, message, zh, en);
            }
        }
    }

    fn problems(&mut self, project: &Project) {
        for (index, problem) in project.problems.iter().enumerate() {
            let steps = [
                ("raised", "上报", problem.raised),
                ("assigned", "交办", problem.assigned),
                ("solved", "解决", problem.solved),
                ("struck_off", "销号", problem.struck_off),
            ];
            let mut before: Option<(&str, &str, PartialDate)> = None;
            for (key, zh, date) in steps {
                let Some(date) = date else { continue };
                if let Some((other, other_zh, earlier)) = before.filter(|(.., earlier)| date.is_before(earlier.first()))
                {
                    let message = Text::new(
                        format!("{zh}日期 {date} 早于{other_zh}日期 {earlier}"),
                        format!("{key} on {date} is before {other} on {earlier}"),
                    );
                    self.add(
                        codes::DATE_ORDER,
                        &item("problems", index, key),
                        message,
                        "改正其中一个日期",
                        "mend one of the two dates",
                    );
                }
                before = Some((key, zh, date));
            }
        }
    }

    /// Dates after the day of the bulletin: what they tell is not shown before its day.
    fn later(&mut self, project: &Project, day: Day) {
        let mut later = |list: &str, index: usize, key: &str, date: Option<PartialDate>| {
            if let Some(date) = date.filter(|date| date.first() > day) {
                let message = Text::new(
                    format!("{date} 在公报的截至日 {day} 之后，到那天才会显示"),
                    format!("{date} is after {day}, the day of the bulletin, and is not shown before"),
                );
                let (zh, en) = (
                    "核对日期；还没有发生的，写在计划里",
                    "check the date; what has not happened yet belongs to the plan",
                );
                self.add(codes::AFTER_THE_DAY, &item(list, index, key), message, zh, en);
            }
        };
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
            let dates = [
                ("raised", problem.raised),
                ("assigned", problem.assigned),
                ("solved", problem.solved),
                ("struck_off", problem.struck_off),
            ];
            for (key, date) in dates {
                later("problems", index, key, date);
            }
        }
    }
}
