//! Targets against actuals 目标任务 (S9, S12, S14, S18; `shuangta-2023-investment:482-492`): what was reached of what was aimed
//! at, beside how much of the time has passed, and the state in words.
//!
//! * The actual is the latest known value of the target's own time: a value as of a day in it, or of a stretch that
//!   begins with it, with the stretches that follow on without a gap added. A percentage is a level: its latest value
//!   of any stretch in it counts. An indicator without a series of its own
//!   takes that of the one it names in `watch`. Forecasts and values in another unit are not actuals.
//! * A number of things or an amount is compared with time: share of the target reached against share of the period
//!   elapsed by the end of the actual's own time. A percentage or a growth is a level: it is reached or not.
//! * `≤` and `<` are limits: within or exceeded; so is a target of exactly nothing.
//! * A period that is over without a figure for its end is said to lack it; nothing is guessed.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::date::{Day, Period};
use crate::quantity::{Comparator, Quantity};
use crate::record::leaf::choices;
use crate::record::{Bulletin, Entry, Indicator, IndicatorTarget, Kind, Point, Record};

choices! {
    /// Where a target stands.
    TargetState {
        Reached = "reached", "已达到", "Reached";
        Ahead = "ahead", "不慢于时间", "Keeping pace";
        Behind = "behind", "慢于时间", "Behind";
        Below = "below", "尚未达到", "Not reached yet";
        Missed = "missed", "到期未达到", "Missed";
        Within = "within", "未超限", "Within the limit";
        Exceeded = "exceeded", "已超限", "Over the limit";
        Awaiting = "awaiting", "缺期末数", "Final figure missing";
        NotBegun = "not_begun", "未开始", "Not begun";
        Unknown = "unknown", "缺实际数", "No figure";
    }
}

/// Where a target stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is aimed at: a value, or a growth in percent.
    pub aimed: Quantity,
    /// Whether it is growth that is aimed at.
    pub growth: bool,
    /// What was reached, and the end of the time it covers.
    pub actual: Option<(Quantity, Option<Day>)>,
    /// Share of the period elapsed by the end of the actual's time, or by the day where there is no actual, in percent
    /// to one decimal.
    pub elapsed: Option<Decimal>,
    /// Share of the target reached, in percent to one decimal. `None` without an actual, and of a target of nothing.
    pub reached: Option<Decimal>,
    /// The state.
    pub state: TargetState,
}

/// Every target's standing by indicator, in the order of its targets; `None` for targets without a number.
pub(super) fn targets(bulletin: &Bulletin, day: Day) -> BTreeMap<String, Vec<Option<Standing>>> {
    let of = |entry: &Entry| match &entry.record {
        Record::Indicator(indicator) if !indicator.targets.is_empty() => {
            let series = &answering(bulletin, indicator).0.series;
            Some((entry.id.clone(), indicator.targets.iter().map(|target| standing(series, target, day)).collect()))
        }
        _ => None,
    };
    bulletin.of_kind(Kind::Indicator).filter_map(of).collect()
}

/// The indicator whose series answers for `indicator`: itself, or the one it watches.
pub fn answering<'a>(bulletin: &'a Bulletin, indicator: &'a Indicator) -> (&'a Indicator, Option<&'a str>) {
    let watched = indicator.watch.as_ref().filter(|_| indicator.series.is_empty());
    let watched = watched.and_then(|watch| bulletin.entry(&watch.id));
    match watched.map(|entry| (&entry.record, entry.id.as_str())) {
        Some((Record::Indicator(watched), id)) => (watched, Some(id)),
        _ => (indicator, None),
    }
}

/// The standing of one target, against the series that answers for it.
fn standing(series: &[Point], target: &IndicatorTarget, day: Day) -> Option<Standing> {
    let growth = target.value.is_none();
    let aimed = target.value.as_ref().or(target.yoy.as_ref().map(|yoy| &yoy.0))?.clone();
    let actual = actual(series, target.period, &aimed.unit, growth, day);
    let at = actual.as_ref().and_then(|(_, until)| *until).unwrap_or(day);
    let elapsed = target.period.and_then(|period| elapsed(period, at.min(day)));
    let reached = actual.as_ref().filter(|_| !growth).and_then(|(value, _)| share(value, &aimed));
    let level = growth || aimed.unit == "%";
    let state = state(&aimed, actual.as_ref(), target.period, level, elapsed.zip(reached), day);
    Some(Standing { aimed, growth, actual, elapsed, reached, state })
}

fn state(
    target: &Quantity,
    actual: Option<&(Quantity, Option<Day>)>,
    period: Option<Period>,
    level: bool,
    pace: Option<(Decimal, Decimal)>,
    day: Day,
) -> TargetState {
    let Some((actual, until)) = actual else {
        let begun = period.is_none_or(|period| period.first() <= day);
        return if begun { TargetState::Unknown } else { TargetState::NotBegun };
    };
    let Some(against) = actual.whole().zip(target.whole()).map(|(actual, target)| actual.cmp(&target)) else {
        return TargetState::Unknown;
    };
    let over = period.is_some_and(|period| period.last() < day);
    let final_known = period.zip(*until).is_some_and(|(period, until)| until >= period.last());
    match target.comparator {
        Comparator::Exactly if target.value.is_zero() && against == Ordering::Equal => TargetState::Within,
        Comparator::Exactly if target.value.is_zero() => TargetState::Exceeded,
        Comparator::AtMost if against != Ordering::Greater => TargetState::Within,
        Comparator::LessThan if against == Ordering::Less => TargetState::Within,
        Comparator::AtMost | Comparator::LessThan => TargetState::Exceeded,
        Comparator::MoreThan if against == Ordering::Greater => TargetState::Reached,
        Comparator::Exactly | Comparator::AtLeast | Comparator::About if against != Ordering::Less => {
            TargetState::Reached
        }
        _ if final_known && over => TargetState::Missed,
        _ if over => TargetState::Awaiting,
        _ if level => TargetState::Below,
        _ => match pace {
            Some((elapsed, reached)) if reached >= elapsed => TargetState::Ahead,
            Some(_) => TargetState::Behind,
            None => TargetState::Below,
        },
    }
}

/// The share of a period that is over with the end of `day`, in percent to one decimal.
fn elapsed(period: Period, day: Day) -> Option<Decimal> {
    let of = (period.last() - period.first()).num_days() + 1;
    let gone = ((day - period.first()).num_days() + 1).clamp(0, of);
    Decimal::from(gone * 100).checked_div(Decimal::from(of)).map(|share| share.round_dp(1).normalize())
}

/// `part` of `whole` in percent to one decimal.
fn share(part: &Quantity, whole: &Quantity) -> Option<Decimal> {
    let share = part.whole()?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.whole()?)?;
    Some(share.round_dp(1).normalize())
}

/// The latest actual of a target's time, with the end of the time it covers.
fn actual(
    series: &[Point],
    period: Option<Period>,
    unit: &str,
    growth: bool,
    day: Day,
) -> Option<(Quantity, Option<Day>)> {
    let value = |point: &Point| -> Option<Quantity> {
        let value = if growth { point.yoy.as_ref().map(|yoy| yoy.0.clone()) } else { point.value.clone() };
        value.filter(|value| value.unit == unit && !point.forecast)
    };
    let Some(period) = period else {
        let last = series.iter().filter_map(|point| Some((end(point), value(point)?)));
        return last.max_by_key(|(end, _)| *end).map(|(end, value)| (value, end));
    };
    let as_of = series.iter().filter(|point| point.period.is_none()).filter_map(|point| {
        let until = point.date.filter(|date| date.first() >= period.first() && date.last() <= period.last())?;
        Some((value(point)?, until.last().min(day)))
    });
    let whole = series.iter().filter_map(|point| {
        let own = point.period.filter(|own| own.first() >= period.first() && own.last() <= period.last())?;
        let first = (value(point)?, end(point)?.min(day));
        match own.first() == period.first() {
            true if growth || unit == "%" => Some(first),
            true => Some(followed(series, first, &value, period, day)),
            false => (unit == "%" && !growth).then_some(first),
        }
    });
    as_of.chain(whole).max_by_key(|(_, until)| *until).map(|(value, until)| (value, Some(until)))
}

/// A stretch's value with those of the stretches that follow on added.
fn followed(
    series: &[Point],
    first: (Quantity, Day),
    value: &dyn Fn(&Point) -> Option<Quantity>,
    period: Period,
    day: Day,
) -> (Quantity, Day) {
    let (mut sum, mut until) = first;
    let next = |sum: &Quantity, until: Day| -> Option<(Quantity, Day)> {
        let after = series.iter().find(|point| {
            point.period.is_some_and(|own| Some(own.first()) == until.succ_opt() && own.last() <= period.last())
        })?;
        let added = value(after).filter(|value| value.is_exact() && sum.is_exact() && value.unit != "%")?;
        let total = sum.whole()?.checked_add(added.whole()?)?;
        Some((sum.like(total), end(after)?.min(day)))
    };
    while let Some((total, end)) = next(&sum, until).filter(|(_, end)| *end > until) {
        (sum, until) = (total, end);
    }
    (sum, until)
}

/// The end of the time a point covers.
fn end(point: &Point) -> Option<Day> {
    point.date.map(|date| date.last()).or_else(|| point.period.map(Period::last))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// State, actual, elapsed, reached.
    type Told = (String, Option<String>, Option<String>, Option<String>);

    fn found(yaml: &str, day: &str) -> Told {
        let indicator: Indicator = serde_yaml::from_str(&format!("title: 甲\n{yaml}")).expect("an indicator");
        let target = indicator.targets.first().expect("a target");
        let found = standing(&indicator.series, target, day.parse().expect("a day")).expect("a number");
        let text = |number: Option<Decimal>| number.map(|number| number.to_string());
        let actual = found.actual.map(|(value, _)| value.to_string());
        (found.state.key().to_owned(), actual, text(found.elapsed), text(found.reached))
    }

    fn told(state: &str, actual: &str, elapsed: &str, reached: &str) -> Told {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (state.to_owned(), some(actual), some(elapsed), some(reached))
    }

    #[test]
    fn targets_stand_where_their_figures_and_the_time_say() {
        let year = "targets: [{period: 2023, value: ≥200个}]\n";
        for (series, day, expected) in [
            ("", "2022-12-31", told("not_begun", "", "0", "")),
            ("", "2023-07-02", told("unknown", "", "50.1", "")),
            ("{period: 2023-Q1, value: 50个}", "2023-07-02", told("ahead", "50个", "24.7", "25")),
            ("{period: 2023-Q1, value: 49个}", "2023-07-02", told("behind", "49个", "24.7", "24.5")),
            (
                "{period: 2023-Q1, value: 50个}, {period: 2023-Q2, value: 60个}",
                "2023-07-02",
                told("ahead", "110个", "49.6", "55"),
            ),
            (
                "{period: 2023-Q1, value: 50个}, {period: 2023-Q3, value: 60个}",
                "2023-12-02",
                told("ahead", "50个", "24.7", "25"),
            ),
            ("{date: 2023-03-31, value: 210个}", "2023-12-02", told("reached", "210个", "24.7", "105")),
            ("{date: 2023-10, value: 150个}", "2024-01-01", told("awaiting", "150个", "83.3", "75")),
            ("{period: 2023, value: 150个}", "2024-01-01", told("missed", "150个", "100", "75")),
            ("{period: 2023, value: 150个, forecast: true}", "2023-11-01", told("unknown", "", "83.6", "")),
            ("{period: 2023-Q1, value: 5亿元}", "2023-11-01", told("unknown", "", "83.6", "")),
            ("{period: 2022, value: 500个}", "2023-11-01", told("unknown", "", "83.6", "")),
        ] {
            assert_eq!(found(&format!("{year}series: [{series}]\n"), day), expected, "{series} {day}");
        }
    }

    #[test]
    fn limits_levels_growth_and_targets_of_nothing() {
        for (yaml, expected) in [
            (
                "targets: [{period: 2023, value: ≤10件}]\nseries: [{date: 2023-06-30, value: 10件}]\n",
                told("within", "10件", "49.6", "100"),
            ),
            (
                "targets: [{period: 2023, value: <10件}]\nseries: [{date: 2023-06-30, value: 10件}]\n",
                told("exceeded", "10件", "49.6", "100"),
            ),
            (
                "targets: [{period: 2023, value: ≥95%}]\nseries: [{date: 2023-06-30, value: 94%}]\n",
                told("below", "94%", "49.6", "98.9"),
            ),
            (
                "targets: [{period: 2023, value: ≥95%}]\nseries: [{period: 2023-01, value: 94%}, {period: 2023-06, value: 96%}]\n",
                told("reached", "96%", "49.6", "101.1"),
            ),
            (
                "targets: [{period: 2023, yoy: 8%}]\nseries: [{period: 2023-H1, value: 3亿元, yoy: 8.2%}]\n",
                told("reached", "8.2%", "49.6", ""),
            ),
            (
                "targets: [{period: 2023, value: 0件}]\nseries: [{date: 2023-06-30, value: 0件}]\n",
                told("within", "0件", "49.6", ""),
            ),
            ("targets: [{value: 10个}]\nseries: [{date: 2023-06-30, value: 9个}]\n", told("below", "9个", "", "90")),
            ("targets: [{value: ≥1亿元}]\nseries: [{value: 9000万元}]\n", told("below", "9000万元", "", "90")),
        ] {
            assert_eq!(found(yaml, "2023-07-01"), expected, "{yaml}");
        }
    }
}
