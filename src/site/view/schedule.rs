//! A project's schedule on its page: beside each milestone and procedure how it stands and its bars on one scale of days
//! (工期图), beside each report what was planned for its day.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::computed::percent;
use super::of_day::is_settled;
use crate::chart::{Span, Strip, Strips, strips};
use crate::date::{Day, PartialDate};
use crate::figures::{CurvePoint, ScheduleItem, progress, schedule};
use crate::record::{Entry, Milestone, Project};
use crate::site::Plan;

/// A project's schedule as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScheduleView {
    /// What is due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due: Option<NextDueView>,
    /// The first and the last month of the bars, as `2023-03`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<[String; 2]>,
    /// Where today is along the bars, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<f64>,
}

/// What a project has to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextDueView {
    /// The milestone or procedure.
    pub name: String,
    /// When it is due.
    pub date: PartialDate,
}

/// The schedule of `project`, whose items are put into the record's `tree`.
pub(in crate::site) fn schedule_view(
    plan: &Plan<'_>,
    entry: &Entry,
    project: &Project,
    tree: &mut Value,
) -> ScheduleView {
    let day = plan.figures.as_of;
    let schedule = schedule(project, day, &plan.figures.working_days);
    let mut rows = milestone_spans(&project.milestones, day);
    let n = rows.len();
    let applies = |item: &Option<ScheduleItem>| item.is_some();
    rows.extend(project.procedures.iter().zip(&schedule.procedures).map(|(procedure, item)| {
        if applies(item) { spans(procedure.due, procedure.done, (None, None), day) } else { Vec::new() }
    }));
    // One bar alone is compared with nothing.
    // Where nothing is left to be done, today only makes the bars shorter.
    let today = Some(day).filter(|_| !is_settled(plan, entry, project));
    let drawn = strips(&rows, today).filter(|_| rows.iter().filter(|row| !row.is_empty()).count() > 1);
    let (ends, today, bars) = drawn.map_or_else(Default::default, |Strips { ends, today, rows }| {
        let month = |day: Day| day.format("%Y-%m").to_string();
        (Some([month(ends.0), month(ends.1)]), today, rows)
    });
    let (of_milestones, of_procedures) = bars.split_at(n.min(bars.len()));
    put(tree.get_mut("milestones"), schedule.milestones.iter().map(Some), of_milestones);
    put(tree.get_mut("procedures"), schedule.procedures.iter().map(Option::as_ref), of_procedures);
    put_shares(tree.get_mut("updates"), project, day);
    let next_due = schedule.next.map(|next| NextDueView { name: next.name, date: next.date });
    ScheduleView { next_due, ends, today }
}

/// The bars of milestones: each begins where the one before it, by its day, ends.
fn milestone_spans(milestones: &[Milestone], day: Day) -> Vec<Vec<Span>> {
    let mut order: Vec<(usize, &Milestone)> = milestones.iter().enumerate().collect();
    order.sort_by_key(|(_, milestone)| milestone.planned.or(milestone.actual));
    let mut before: (Option<Day>, Option<Day>) = (None, None);
    let mut rows: Vec<(usize, Vec<Span>)> = Vec::new();
    for (index, milestone) in order {
        rows.push((index, spans(milestone.planned, milestone.actual, before, day)));
        let last = |date: Option<PartialDate>| date.map(PartialDate::last);
        before = (last(milestone.planned).or(before.0), last(milestone.actual).or(before.1));
    }
    rows.sort_by_key(|(index, _)| *index);
    rows.into_iter().map(|(_, spans)| spans).collect()
}

/// Plan, works and delay of an item that begins with `begin`, planned and actual.
fn spans(
    planned: Option<PartialDate>,
    actual: Option<PartialDate>,
    begin: (Option<Day>, Option<Day>),
    day: Day,
) -> Vec<Span> {
    let (planned, actual) = (planned.map(PartialDate::last), actual.map(|actual| actual.last().min(day)));
    let span = |class, from: Option<Day>, to: Option<Day>| {
        let (from, to) = from.or(to).zip(to)?;
        (from <= to).then_some(Span { class, from, to })
    };
    let late = planned.zip(actual).is_some_and(|(planned, actual)| actual > planned);
    let works = if late { span("late", begin.1.or(planned), actual) } else { span("actual", begin.1, actual) };
    let done = [span("plan", begin.0, planned), works];
    let overdue = planned.filter(|planned| actual.is_none() && *planned < day);
    let overdue = overdue.map(|planned| Span { class: "late", from: planned, to: day });
    done.into_iter().flatten().chain(overdue).collect()
}

/// Puts `schedule` with `state`, `days`, `working_days` and `bars` beside each item of a list.
fn put<'s>(list: Option<&mut Value>, items: impl Iterator<Item = Option<&'s ScheduleItem>>, bars: &[Vec<Strip>]) {
    let bars = bars.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
    for ((value, item), bars) in list.and_then(Value::as_array_mut).into_iter().flatten().zip(items).zip(bars) {
        if let (Value::Object(map), Some(item)) = (value, item) {
            let mut schedule =
                Map::from_iter([("state".to_owned(), json!(item.state)), ("bars".to_owned(), json!(bars))]);
            let counts = [("days", item.days), ("working_days", item.working_days)];
            schedule.extend(counts.into_iter().filter_map(|(key, count)| Some((key.to_owned(), count?.into()))));
            map.insert("schedule".into(), schedule.into());
        }
    }
}

/// Puts beside each report the percent planned for its day, and what part of the investment is paid.
fn put_shares(list: Option<&mut Value>, project: &Project, day: Day) {
    let progress = progress(project, day);
    let at = |points: &[CurvePoint], day: Day| points.iter().find(|(other, _)| *other == day).map(|(_, share)| *share);
    for (value, update) in list.and_then(Value::as_array_mut).into_iter().flatten().zip(&project.updates) {
        let Value::Object(map) = value else { continue };
        let on = update.date.last().min(day);
        let planned = update.percent.as_ref().and_then(|_| progress.planned_on(on));
        let shares = [("planned_share", planned), ("paid_share", at(&progress.paid, on))];
        map.extend(shares.into_iter().filter_map(|(key, share)| Some((key.to_owned(), percent(share?).into()))));
    }
}
