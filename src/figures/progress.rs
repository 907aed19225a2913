//! The progress curve of a project: what was reported, percent and money, against plan, and where the pace so far leads.
//!
//! * **Plan**: a straight line from 0 % on the day works started, or are to start, through the milestones that state a
//!   planned percent, to 100 % on the planned finish: the project's `finish`, else its last planned milestone.
//! * **Forecast**: last report + (100 − percent of the last report) × days from the first report to the last
//!   ÷ percent gained between them, rounded up to a day. Only where something was gained, nothing is finished and the
//!   project is not halted; never further than a hundred years.
//! * **Money**: paid so far of the total investment, where both are stated exactly.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::overdue::halted;
use crate::date::{Day, PartialDate};
use crate::quantity::Quantity;
use crate::record::{Project, Stage, StageEntry};

/// Furthest forecast, in days after the last report.
const FURTHEST: i64 = 36_525;

/// A day and a share in percent.
pub type CurvePoint = (Day, Decimal);

/// A project's progress on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Percent reported, by day.
    pub reported: Vec<CurvePoint>,
    /// Money paid of the total, in percent, by day.
    pub paid: Vec<CurvePoint>,
    /// The planned percent, by day, from 0 to 100; empty where start or finish is not known.
    pub plan: Vec<CurvePoint>,
    /// When the whole is planned to be finished.
    pub planned_finish: Option<PartialDate>,
    /// Where the pace so far leads.
    pub forecast: Option<Forecast>,
}

/// A forecast finish, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The day.
    pub finish: Day,
    /// The first report.
    pub from: CurvePoint,
    /// The last report.
    pub to: CurvePoint,
    /// Calendar days after the planned finish; negative before it. `None` where no finish is planned, 0 within a
    /// planned month or year.
    pub days_late: Option<i64>,
}

impl Progress {
    /// The planned percent on `day`, between the plan's points on a straight line.
    pub fn planned_on(&self, day: Day) -> Option<Decimal> {
        let (first, last) = (self.plan.first()?, self.plan.last()?);
        if day <= first.0 || day >= last.0 {
            return Some(if day <= first.0 { first.1 } else { last.1 });
        }
        self.plan.windows(2).find_map(|pair| match pair {
            [(from, low), (to, high)] if (*from..=*to).contains(&day) && from < to => {
                let share =
                    Decimal::from((day - *from).num_days()).checked_div(Decimal::from((*to - *from).num_days()))?;
                Some(low + (high - low) * share)
            }
            _ => None,
        })
    }
}

/// The progress of `project` on `day`.
pub fn progress(project: &Project, day: Day) -> Progress {
    let planned_finish = planned_finish(project);
    let reported = reported(project, day);
    let forecast = forecast(project, &reported, planned_finish, day);
    Progress { paid: paid(project, day), plan: plan(project, planned_finish), planned_finish, reported, forecast }
}

/// When the whole is planned to be finished: as stated, else the last planned milestone.
pub fn planned_finish(project: &Project) -> Option<PartialDate> {
    project.finish.or_else(|| project.milestones.iter().filter_map(|milestone| milestone.planned).max())
}

/// Reports by day, of two on one day the later in the record.
fn by_day(points: impl Iterator<Item = CurvePoint>) -> Vec<CurvePoint> {
    let mut points: Vec<CurvePoint> = points.collect();
    points.sort_by_key(|(day, _)| *day);
    points.reverse();
    points.dedup_by_key(|(day, _)| *day);
    points.reverse();
    points
}

fn reported(project: &Project, day: Day) -> Vec<CurvePoint> {
    let updates = project.updates.iter().filter(|update| update.date.first() <= day);
    by_day(updates.filter_map(|update| Some((update.date.last().min(day), update.percent.as_ref()?.0.value))))
}

fn paid(project: &Project, day: Day) -> Vec<CurvePoint> {
    let exact = |quantity: &Quantity| quantity.whole().filter(|_| quantity.is_exact());
    let total = project.investment.as_ref().and_then(|investment| exact(&investment.total.as_ref()?.0));
    let Some(total) = total.filter(|total| *total > Decimal::ZERO) else { return Vec::new() };
    let share = |paid: Decimal| paid.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(total);
    let updates = project.updates.iter().filter(|update| update.date.first() <= day);
    by_day(
        updates.filter_map(|update| Some((update.date.last().min(day), share(exact(&update.invested.as_ref()?.0)?)?))),
    )
}

fn plan(project: &Project, finish: Option<PartialDate>) -> Vec<CurvePoint> {
    let started = project.stages.iter().filter(|entry| entry.stage == Stage::Started && entry.scope.is_none());
    let started = started.filter_map(|entry| entry.date).min();
    let start = started.or_else(|| project.milestones.iter().filter_map(|milestone| milestone.planned).min());
    let Some((start, finish)) = start.zip(finish).map(|(start, finish)| (start.first(), finish.last())) else {
        return Vec::new();
    };
    if start >= finish {
        return Vec::new();
    }
    let milestones = project
        .milestones
        .iter()
        .filter_map(|milestone| Some((milestone.planned?.last(), milestone.percent.as_ref()?.0.value)));
    let within = milestones.filter(|(day, percent)| (start..finish).contains(day) && is_share(*percent));
    by_day([(start, Decimal::ZERO)].into_iter().chain(within).chain([(finish, Decimal::ONE_HUNDRED)]))
}

fn is_share(percent: Decimal) -> bool {
    (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent)
}

fn forecast(
    project: &Project,
    reported: &[CurvePoint],
    planned_finish: Option<PartialDate>,
    day: Day,
) -> Option<Forecast> {
    let (from, to) = (*reported.first()?, *reported.last()?);
    let gained = to.1 - from.1;
    let open = Decimal::ONE_HUNDRED - to.1;
    if gained <= Decimal::ZERO || open <= Decimal::ZERO || halted(project, day) || finished(project).is_some() {
        return None;
    }
    let days = open.checked_mul(Decimal::from((to.0 - from.0).num_days()))?.checked_div(gained)?;
    let days =
        days.round_dp_with_strategy(0, RoundingStrategy::AwayFromZero).to_i64().filter(|days| *days <= FURTHEST)?;
    let finish = to.0.checked_add_signed(chrono::TimeDelta::try_days(days)?)?;
    let days_late = planned_finish.map(|planned| match finish {
        finish if planned.is_before(finish) => (finish - planned.last()).num_days(),
        finish if finish < planned.first() => (finish - planned.first()).num_days(),
        _ => 0,
    });
    Some(Forecast { finish, from, to, days_late })
}

/// The stages with which the whole project is finished: completed, in production, at capacity.
pub fn finish_stages(project: &Project) -> impl Iterator<Item = &StageEntry> {
    let of_whole = project.stages.iter().filter(|entry| !entry.planned && entry.scope.is_none());
    of_whole.filter(|entry| matches!(entry.stage, Stage::Completed | Stage::Production | Stage::Capacity))
}

/// When the whole project was finished; `Some(None)` where that is told without a date.
pub fn finished(project: &Project) -> Option<Option<PartialDate>> {
    finish_stages(project).map(|entry| entry.date).min_by_key(|date| (date.is_none(), *date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(yaml: &str, day: &str) -> Progress {
        let project: Project = serde_yaml::from_str(&format!("title: 甲\n{yaml}")).expect("a project");
        progress(&project, day.parse().expect("a day"))
    }

    const UPDATES: &str = "updates: [{date: 2024-01-01, percent: 10%}, {date: 2024-01-31, percent: 40%}]\n";

    #[test]
    fn the_pace_so_far_leads_to_a_finish() {
        let forecast = of(UPDATES, "2024-02-01").forecast.expect("a forecast");
        assert_eq!(forecast.finish.to_string(), "2024-03-31", "60 % at 1 % a day");
        assert_eq!(forecast.days_late, None);
        let planned = |finish: &str| of(&format!("{UPDATES}finish: {finish}\n"), "2024-02-01").forecast?.days_late;
        assert_eq!(planned("2024-03-21"), Some(10));
        assert_eq!(planned("2024-04-10"), Some(-10));
        assert_eq!(planned("2024-03"), Some(0));
    }

    #[test]
    fn nothing_is_forecast_without_a_pace() {
        for yaml in [
            "updates: [{date: 2024-01-01, percent: 10%}]\n",
            "updates: [{date: 2024-01-01, percent: 10%}, {date: 2024-01-31, percent: 10%}]\n",
            "updates: [{date: 2024-01-01, percent: 40%}, {date: 2024-01-31, percent: 10%}]\n",
            "updates: [{date: 2024-01-01, percent: 10%}, {date: 2024-01-31, percent: 100%}]\n",
            "updates: [{date: 1024-01-01, percent: 10%}, {date: 2024-01-01, percent: 10.0001%}]\n",
        ] {
            assert_eq!(of(yaml, "2024-02-01").forecast, None, "{yaml}");
        }
        for stage in ["停滞", "投产"] {
            let yaml = format!("{UPDATES}stages: [{{stage: {stage}, date: 2024-01-31}}]\n");
            assert_eq!(of(&yaml, "2024-02-01").forecast, None, "{stage}");
        }
    }

    #[test]
    fn the_plan_runs_from_start_to_finish_through_planned_shares() {
        let yaml = "finish: 2024-04-10\nstages: [{stage: 开工, date: 2024-01-01}]\n\
                    milestones: [{name: 主体, planned: 2024-03-01, percent: 30%}]\n";
        let progress = of(yaml, "2024-02-01");
        let planned = |day: &str| progress.planned_on(day.parse().expect("a day")).map(|share| share.normalize());
        assert_eq!(planned("2023-12-01"), Some(Decimal::ZERO));
        assert_eq!(planned("2024-01-31"), Some(Decimal::from(15)));
        assert_eq!(planned("2024-03-01"), Some(Decimal::from(30)));
        assert_eq!(planned("2024-05-01"), Some(Decimal::ONE_HUNDRED));
        assert!(of("finish: 2024-04-10\n", "2024-02-01").plan.is_empty());
        assert!(of("finish: 2024-01-01\nstages: [{stage: 开工, date: 2024-01-01}]\n", "2024-02-01").plan.is_empty());
    }

    #[test]
    fn money_is_a_share_only_of_an_exact_total() {
        let paid = |total: &str| {
            let yaml = format!("investment: {{total: {total}}}\nupdates: [{{date: 2024-01, invested: 2500万元}}]\n");
            of(&yaml, "2024-01-20").paid.first().map(|(day, share)| (day.to_string(), share.normalize()))
        };
        assert_eq!(paid("1亿元"), Some(("2024-01-20".to_owned(), Decimal::from(25))));
        assert_eq!(paid("≥1亿元"), None);
        assert_eq!(paid("0元"), None);
    }
}
