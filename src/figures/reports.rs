//! Period bulletins 周报、月报、季报、半年报、年报 (S3; `shuangta-2023-investment:34-39` 周例会、月签约、季排名、半年观摩、年终总评):
//! what happened in every week, month, quarter, half-year and year that has an entry, from the records' dates alone.
//!
//! A date counts in the periods that hold it whole: a month in its quarter, half and year but in no week, a year in
//! its year only. Nothing after the day of the bulletin counts. A figure is compared with the period before and with
//! the same period a year before; where that lies before the bulletin's first entry, nothing is compared.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use chrono::{Datelike, Months};
use rust_decimal::Decimal;

use super::overdue::Counts;
use super::totals::{investment, is_part};
use super::{ColourState, Lazy, Ledger, StageCount, lazy};
use crate::date::{Day, PartialDate, Period};
use crate::record::time::Hop::{self, Item, Key};
use crate::record::time::Timed;
use crate::record::{Bulletin, Colour, Kind, RankingWeights, Record, Stage};

/// Something that happened, with the record it is told in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A project reached a stage.
    Stage(Stage),
    /// Progress was reported: its place in the project's list.
    Update(usize),
    /// A procedure was done: its place in the project's list.
    Procedure(usize),
    /// A project gained a colour.
    Colour(Colour),
    /// A problem was raised: its place in the project's list.
    Raised(usize),
    /// A problem was solved: its place in the project's list.
    Solved(usize),
    /// A news item.
    News,
    /// A notice was published.
    Notice,
    /// An event took place.
    Event,
}

/// A dated happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// When.
    pub date: PartialDate,
    /// The record's id.
    pub record: String,
    /// What.
    pub what: Happening,
}

/// A figure of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Projects signed 签约.
    Signed,
    /// Their total investment in 元, where stated.
    SignedMoney,
    /// Projects landed 落地.
    Landed,
    /// Projects started 开工.
    Started,
    /// Projects resumed 复工.
    Resumed,
    /// Projects completed 竣工.
    Completed,
    /// Projects put into production 投产.
    Production,
    /// Money paid in the period in 元: growth of the projects' cumulative payments.
    Paid,
    /// Procedures done.
    Procedures,
    /// Changes of colour.
    Colours,
    /// Problems raised.
    Raised,
    /// Problems solved.
    Solved,
    /// Items overdue at the end of the period, or on the day of the bulletin.
    Overdue,
}

impl Measure {
    /// All, in the order they are shown.
    pub const ALL: &'static [Measure] = &[
        Measure::Signed,
        Measure::SignedMoney,
        Measure::Landed,
        Measure::Started,
        Measure::Resumed,
        Measure::Completed,
        Measure::Production,
        Measure::Paid,
        Measure::Procedures,
        Measure::Colours,
        Measure::Raised,
        Measure::Solved,
        Measure::Overdue,
    ];

    /// Its name in UI strings.
    pub fn key(self) -> &'static str {
        match self {
            Measure::Signed => "signed",
            Measure::SignedMoney => "signed_money",
            Measure::Landed => "landed",
            Measure::Started => "started",
            Measure::Resumed => "resumed",
            Measure::Completed => "completed",
            Measure::Production => "production",
            Measure::Paid => "paid",
            Measure::Procedures => "procedures",
            Measure::Colours => "colours_gained",
            Measure::Raised => "raised",
            Measure::Solved => "solved",
            Measure::Overdue => "overdue",
        }
    }

    /// Whether it is an amount of money.
    pub fn is_money(self) -> bool {
        matches!(self, Measure::SignedMoney | Measure::Paid)
    }
}

impl RankingWeights {
    /// What one of `measure` is worth. `None` where nothing was given, and for what is not ranked by.
    pub fn of(&self, measure: Measure) -> Option<i32> {
        match measure {
            Measure::Signed => self.signed,
            Measure::Landed => self.landed,
            Measure::Started => self.started,
            Measure::Completed => self.completed,
            Measure::Production => self.production,
            Measure::Procedures => self.procedures,
            Measure::Solved => self.solved,
            Measure::Overdue => self.overdue,
            Measure::SignedMoney | Measure::Resumed | Measure::Paid | Measure::Colours | Measure::Raised => None,
        }
    }
}

/// The count that a happening adds to.
pub(super) fn measure_of(what: &Happening) -> Option<Measure> {
    match what {
        Happening::Stage(Stage::Signed) => Some(Measure::Signed),
        Happening::Stage(Stage::Landed) => Some(Measure::Landed),
        Happening::Stage(Stage::Started) => Some(Measure::Started),
        Happening::Stage(Stage::Resumed) => Some(Measure::Resumed),
        Happening::Stage(Stage::Completed) => Some(Measure::Completed),
        Happening::Stage(Stage::Production) => Some(Measure::Production),
        Happening::Procedure(_) => Some(Measure::Procedures),
        Happening::Colour(_) => Some(Measure::Colours),
        Happening::Raised(_) => Some(Measure::Raised),
        Happening::Solved(_) => Some(Measure::Solved),
        _ => None,
    }
}

/// A period and what happened in it.
#[derive(Debug)]
pub struct Report {
    /// The period.
    pub period: Period,
    /// Whether the day of the bulletin lies in it, so that it is not over.
    pub open: bool,
    told: Lazy<Told>,
}

impl Deref for Report {
    type Target = Told;

    fn deref(&self) -> &Told {
        &self.told
    }
}

/// What happened in a period, and its figures.
#[derive(Clone, Debug)]
pub struct Told {
    /// What happened, by date.
    pub happenings: Vec<Arc<Dated>>,
    /// Stages that projects reached, with their number and money.
    pub stages: Vec<StageCount>,
    /// Its figures. Money is missing where it is unknown: of signed projects when none states its investment, paid when
    /// no project reports a payment in the period.
    pub figures: BTreeMap<Measure, Decimal>,
    /// The same figures of the period before, where that is after the first entry.
    pub before: Option<BTreeMap<Measure, Decimal>>,
    /// The same figures of the same period a year before.
    pub year_before: Option<BTreeMap<Measure, Decimal>>,
}

/// Everything that happened up to a day, and what is counted from it when it is asked for.
pub(super) struct Happened {
    bulletin: Arc<Bulletin>,
    day: Day,
    /// All dates.
    dates: BTreeSet<PartialDate>,
    all: Lazy<Vec<Arc<Dated>>>,
    payments: OnceLock<Vec<Vec<(Day, Decimal)>>>,
    overdue: OnceLock<Counts>,
}

impl Happened {
    pub(super) fn of(
        bulletin: &Arc<Bulletin>,
        colours: &Arc<BTreeMap<String, ColourState>>,
        ledger: &Arc<Ledger>,
        day: Day,
    ) -> Self {
        let mut dates = BTreeSet::new();
        each_happening(bulletin, colours, ledger, day, &mut |date, _, _| {
            dates.insert(date);
        });
        let all = {
            let (bulletin, colours, ledger) = (bulletin.clone(), colours.clone(), ledger.clone());
            lazy(move || happenings(&bulletin, &colours, &ledger, day))
        };
        let (payments, overdue) = (OnceLock::new(), OnceLock::new());
        Self { bulletin: bulletin.clone(), day, dates, all, payments, overdue }
    }

    /// Everything dated, by date.
    pub(super) fn all(&self) -> &[Arc<Dated>] {
        &self.all
    }

    /// The figures of a stretch of days.
    fn figures(&self, from: Day, to: Day) -> BTreeMap<Measure, Decimal> {
        let payments = self.payments.get_or_init(|| payments(&self.bulletin));
        let overdue = self.overdue.get_or_init(|| Counts::of(&self.bulletin));
        figures(&self.bulletin, self.all(), (payments, overdue), (from, to), self.day)
    }
}

/// The figures of periods, each counted when it is first asked for.
struct Counted {
    happened: Happened,
    first: Day,
    figures: BTreeMap<(Day, Day), OnceLock<BTreeMap<Measure, Decimal>>>,
}

impl Counted {
    fn of(&self, period: Period) -> Option<&BTreeMap<Measure, Decimal>> {
        let days = (period.first(), period.last());
        Some(self.figures.get(&days)?.get_or_init(|| self.happened.figures(days.0, days.1)))
    }

    fn told(&self, period: Period) -> Told {
        let known = |period: Option<Period>| self.of(period.filter(|period| period.first() >= self.first)?).cloned();
        let happenings: Vec<Arc<Dated>> = within(self.happened.all(), period.first(), period.last()).cloned().collect();
        Told {
            stages: stages(&self.happened.bulletin, happenings.iter()),
            happenings,
            figures: self.of(period).cloned().unwrap_or_default(),
            before: known(before(period)),
            year_before: known(year_before(period)),
        }
    }
}

/// Every period that has an entry, the latest first; of those that begin together the longer first.
pub(super) fn reports(happened: Happened) -> Vec<Report> {
    let Some(first) = happened.dates.iter().map(|date| date.first()).min() else { return Vec::new() };
    let mut periods: BTreeMap<(std::cmp::Reverse<Day>, std::cmp::Reverse<Day>), Period> = BTreeMap::new();
    for period in happened.dates.iter().flat_map(|date| holding(*date)) {
        periods.insert((std::cmp::Reverse(period.first()), std::cmp::Reverse(period.last())), period);
    }
    let wanted = periods.values().flat_map(|period| [Some(*period), before(*period), year_before(*period)]).flatten();
    let figures = wanted.map(|period| ((period.first(), period.last()), OnceLock::new())).collect();
    let day = happened.day;
    let counted = Arc::new(Counted { happened, first, figures });
    let report = |period: Period| {
        let counted = counted.clone();
        Report { period, open: period.last() > day, told: lazy(move || counted.told(period)) }
    };
    periods.into_values().map(report).collect()
}

/// The periods that hold a date whole, the shortest first.
fn holding(date: PartialDate) -> Vec<Period> {
    let first = date.first();
    let year = date.year();
    let mut periods = Vec::new();
    if date.day().is_some() {
        let week = first.iso_week();
        periods.push(Period::Week(week.year(), week.week()));
    }
    if let Some(month) = date.month() {
        periods.extend(format!("{year:04}-{month:02}").parse().map(Period::Date));
        periods.push(Period::Quarter(year, month.div_ceil(3)));
        periods.push(Period::Half(year, month.div_ceil(6)));
    }
    periods.extend(format!("{year:04}").parse().map(Period::Date));
    periods
}

/// The period before, of the same length in the calendar.
fn before(period: Period) -> Option<Period> {
    let last = period.first().pred_opt()?;
    same_sort(period, last)
}

/// The same period a year before; for week 53, none where that year has no week 53.
fn year_before(period: Period) -> Option<Period> {
    match period {
        Period::Week(year, week) => format!("{}-W{week:02}", year - 1).parse().ok(),
        period => same_sort(period, period.first().checked_sub_months(Months::new(12))?),
    }
}

/// The period of the same sort that holds a day.
fn same_sort(period: Period, day: Day) -> Option<Period> {
    let sorts = holding(PartialDate::from_day(day));
    let same = |other: &Period| match (period, other) {
        (Period::Date(a), Period::Date(b)) => a.month().is_some() == b.month().is_some(),
        (a, b) => std::mem::discriminant(&a) == std::mem::discriminant(b),
    };
    sorts.into_iter().find(same)
}

/// Stages that projects reached, with their number and money. A project counts once a stage.
fn stages<'a>(bulletin: &Bulletin, happenings: impl Iterator<Item = &'a Arc<Dated>>) -> Vec<StageCount> {
    let mut by_stage: BTreeMap<Stage, BTreeSet<&str>> = BTreeMap::new();
    for dated in happenings {
        if let Happening::Stage(stage) = dated.what {
            by_stage.entry(stage).or_default().insert(&dated.record);
        }
    }
    let project = |id: &&str| match bulletin.entry(id).map(|entry| &entry.record) {
        Some(Record::Project(project)) => Some(&**project),
        _ => None,
    };
    let count = |(stage, ids): (Stage, BTreeSet<&str>)| StageCount {
        stage,
        n: ids.len(),
        money: investment(ids.iter().filter_map(project), &is_part),
    };
    by_stage.into_iter().map(count).collect()
}

/// What a date in a record counts as. Problems stand in the order of the ledger, colours follow from several dates: both are
/// added by [`happenings`].
fn happening(record: &Record, way: &[Hop]) -> Option<Happening> {
    match (record, way) {
        (Record::Project(project), [Key("stages"), Item(index), Key("date")]) => {
            let of_whole = project.stages.get(*index).filter(|entry| !entry.planned && entry.scope.is_none());
            of_whole.map(|entry| Happening::Stage(entry.stage))
        }
        (Record::Project(_), [Key("procedures"), Item(index), Key("done")]) => Some(Happening::Procedure(*index)),
        (Record::Project(_), [Key("updates"), Item(index), Key("date")]) => Some(Happening::Update(*index)),
        (Record::News(_), [Key("date")]) => Some(Happening::News),
        (Record::Notice(_), [Key("published")]) => Some(Happening::Notice),
        (Record::Event(_), [Key("date")]) => Some(Happening::Event),
        _ => None,
    }
}

/// Everything dated, up to the day, by date.
fn happenings(
    bulletin: &Bulletin,
    colours: &BTreeMap<String, ColourState>,
    ledger: &Ledger,
    day: Day,
) -> Vec<Arc<Dated>> {
    let mut found = Vec::new();
    each_happening(bulletin, colours, ledger, day, &mut |date, record, what| {
        found.push(Arc::new(Dated { date, record: record.to_owned(), what }));
    });
    found.sort_by(|a, b| (a.date, &a.record).cmp(&(b.date, &b.record)));
    found
}

/// Visits everything dated, up to the day: when, in which record, what.
fn each_happening(
    bulletin: &Bulletin,
    colours: &BTreeMap<String, ColourState>,
    ledger: &Ledger,
    day: Day,
    visit: &mut dyn FnMut(PartialDate, &str, Happening),
) {
    let mut way = Vec::new();
    for entry in &bulletin.entries {
        let mut add = |date: PartialDate, what: Happening| {
            if date.first() <= day {
                visit(date, &entry.id, what);
            }
        };
        entry.record.dates(&mut way, &mut |way, dated| {
            if let Some((date, what)) = dated.date().zip(happening(&entry.record, way)) {
                add(date, what);
            }
        });
        for (date, colour) in colours.get(&entry.id).map_or(&[][..], |state| state.history.as_slice()) {
            if let Some(colour) = colour {
                add(*date, Happening::Colour(*colour));
            }
        }
    }
    for entry in &ledger.entries {
        let Some(Record::Project(project)) = bulletin.entry(&entry.project).map(|entry| &entry.record) else {
            continue;
        };
        let Some(problem) = project.problems.get(entry.index) else { continue };
        for (date, what) in
            [(problem.raised, Happening::Raised(entry.index)), (problem.solved, Happening::Solved(entry.index))]
        {
            if let Some(date) = date.filter(|date| date.first() <= day) {
                visit(date, &entry.project, what);
            }
        }
    }
}

/// The happenings that lie whole in a stretch of days.
pub(super) fn within(happenings: &[Arc<Dated>], from: Day, to: Day) -> impl Iterator<Item = &Arc<Dated>> {
    let start = happenings.partition_point(|happening| happening.date.first() < from);
    let rest = happenings.get(start..).unwrap_or(&[]);
    rest.iter()
        .take_while(move |happening| happening.date.first() <= to)
        .filter(move |happening| happening.date.last() <= to)
}

/// Per project, its cumulative payments by day, in 元.
fn payments(bulletin: &Bulletin) -> Vec<Vec<(Day, Decimal)>> {
    let of = |record: &Record| match record {
        Record::Project(project) => {
            let paid = project
                .updates
                .iter()
                .filter_map(|update| Some((update.date.last(), update.invested.as_ref()?.0.whole()?)));
            let mut paid: Vec<_> = paid.collect();
            paid.sort_by_key(|(date, _)| *date);
            Some(paid)
        }
        _ => None,
    };
    bulletin.of_kind(Kind::Project).filter_map(|entry| of(&entry.record)).filter(|paid| !paid.is_empty()).collect()
}

fn figures(
    bulletin: &Bulletin,
    happenings: &[Arc<Dated>],
    (payments, overdue): (&[Vec<(Day, Decimal)>], &Counts),
    (from, to): (Day, Day),
    day: Day,
) -> BTreeMap<Measure, Decimal> {
    let mut figures: BTreeMap<Measure, Decimal> =
        Measure::ALL.iter().map(|measure| (*measure, Decimal::ZERO)).collect();
    let mut add = |measure: Measure, amount: Decimal| {
        if let Some(sum) = figures.get_mut(&measure) {
            *sum = sum.checked_add(amount).unwrap_or(*sum);
        }
    };
    let mut signed_known = false;
    for happening in within(happenings, from, to) {
        let Some(measure) = measure_of(&happening.what) else { continue };
        if measure == Measure::Signed {
            let project = bulletin.entry(&happening.record).map(|entry| &entry.record);
            let Some(Record::Project(project)) = project else { continue };
            let total = project.investment.as_ref().and_then(|investment| investment.total.as_ref()?.0.whole());
            add(Measure::SignedMoney, total.unwrap_or_default());
            signed_known |= total.is_some();
        }
        add(measure, Decimal::ONE);
    }
    let mut paid_known = false;
    for paid in payments {
        paid_known |= paid.iter().any(|(date, _)| (from..=to.min(day)).contains(date));
        let until =
            |limit: Day| paid.iter().rev().find(|(date, _)| *date <= limit).map_or(Decimal::ZERO, |(_, paid)| *paid);
        let start = from.pred_opt().map_or(Decimal::ZERO, until);
        add(Measure::Paid, until(to.min(day)).checked_sub(start).unwrap_or_default());
    }
    add(Measure::Overdue, Decimal::from(overdue.on(to.min(day))));
    let signed = figures.get(&Measure::Signed).is_some_and(|signed| !signed.is_zero());
    figures.retain(|measure, _| match measure {
        Measure::SignedMoney => signed_known || !signed,
        Measure::Paid => paid_known,
        _ => true,
    });
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect("a period")
    }

    #[test]
    fn a_date_counts_where_it_lies_whole() {
        let held = |date: &str| -> Vec<String> {
            holding(date.parse().expect("a date")).iter().map(Period::to_string).collect()
        };
        assert_eq!(held("2023-03-22"), ["2023-W12", "2023-03", "2023-Q1", "2023-H1", "2023"]);
        assert_eq!(held("2023-07"), ["2023-07", "2023-Q3", "2023-H2", "2023"]);
        assert_eq!(held("2023"), ["2023"]);
        assert_eq!(held("2021-01-03").first().map(String::as_str), Some("2020-W53"));
    }

    #[test]
    fn periods_before_and_a_year_before() {
        for (this, previous, a_year_before) in [
            ("2023-W01", Some("2022-W52"), Some("2022-W01")),
            ("2020-W53", Some("2020-W52"), None),
            ("2021-W01", Some("2020-W53"), Some("2020-W01")),
            ("2024-01", Some("2023-12"), Some("2023-01")),
            ("2024-Q1", Some("2023-Q4"), Some("2023-Q1")),
            ("2024-H2", Some("2024-H1"), Some("2023-H2")),
            ("2024", Some("2023"), Some("2023")),
        ] {
            assert_eq!(before(period(this)), previous.map(period), "{this}");
            assert_eq!(year_before(period(this)), a_year_before.map(period), "{this}");
        }
    }

    /// Dates of what became known or happened that period bulletins do not tell of. What is added to a record is told there,
    /// or named here.
    #[test]
    fn every_happening_is_told_or_named() {
        let untold = crate::record::time::untold(&["known", "happens"], &|entry, way| {
            let is_problem = matches!(way, [Key("problems"), Item(_), Key("raised" | "solved")]);
            is_problem || happening(&entry.record, way).is_some()
        });
        let named = [
            // Corrections and figures are shown with their record.
            "corrections.date",
            // The last day of what has begun, or what is told by the news about it.
            "event.end",
            "fair.date",
            "fair.end",
            "figures.date",
            "figures.period",
            // Values are shown with their indicator.
            "indicator.series.date",
            "indicator.series.period",
            "park.history.date",
            // The colour that follows from the procedures is told.
            "project.colour.since",
            // They have pages and lists of their own.
            "project.disclosures.arose",
            "project.disclosures.disclosed",
            "project.milestones.actual",
            "project.problems.assigned",
            "project.problems.struck_off",
            // It changes the colour, which is told.
            "project.procedures.added",
            "updated",
        ];
        assert_eq!(untold, named);
    }
}
