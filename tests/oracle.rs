//! Figures against an oracle: `tests/oracle/oracle.md` has the figures of a small bulletin worked out by hand.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::path::Path;

use gongbao::date::{Day, Period};
use gongbao::figures::{
    ColourState, Figures, LedgerCount, Measure, ScheduleItem, UnitSort, Verdict, compute, progress, schedule,
};
use gongbao::record::{Bulletin, Kind, Project, Record, parse};
use gongbao::source;
use rust_decimal::Decimal;

/// A table of the oracle.
struct Table {
    name: String,
    rows: Vec<Vec<String>>,
}

fn tables() -> Vec<Table> {
    let text = std::fs::read_to_string("tests/oracle/oracle.md").expect("the oracle");
    let mut tables: Vec<Table> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            tables.push(Table { name: name.into(), rows: Vec::new() });
        } else if let (Some(cells), Some(table)) = (line.strip_prefix("| "), tables.last_mut()) {
            let cells = cells.trim_end_matches('|').split('|');
            table.rows.push(cells.map(|cell| cell.trim().to_owned()).collect());
        }
    }
    tables.iter_mut().for_each(|table| drop(table.rows.remove(0)));
    tables
}

fn bulletin() -> Bulletin {
    let read = source::read(Path::new("tests/oracle")).expect("the folder can be read");
    let parsed = parse(&read.value, false).expect("a bulletin");
    assert!(read.findings.is_empty() && parsed.findings.is_empty(), "{:#?}", parsed.findings);
    parsed.value
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

/// A value as the oracle writes it.
fn told<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| value.to_string())
}

fn number(value: Option<Decimal>) -> String {
    told(value.map(|value| value.round_dp(1).normalize()))
}

fn project<'a>(bulletin: &'a Bulletin, id: &str) -> &'a Project {
    match bulletin.entry(id).map(|entry| &entry.record) {
        Some(Record::Project(project)) => project,
        _ => panic!("{id} is no project"),
    }
}

/// A row as computed, given the oracle's row for its keys.
fn computed(table: &str, row: &[String], bulletin: &Bulletin) -> Vec<String> {
    let key = |index: usize| row[index].as_str();
    let on = |text: &str| -> (Bulletin, Figures) {
        let on_day = bulletin.on_day(day(text)).into_owned();
        let figures = compute(&on_day, day(text));
        (on_day, figures)
    };
    let last = || on("2025-01-05").1;
    let keys = |n: usize| row[..n].to_vec();
    let mut out = keys(match table {
        "schedule" | "ranking" => 3,
        "colours" | "ledger" | "stages" | "targets" => 2,
        _ => 1,
    });
    match table {
        "colours" => {
            let figures = on(key(1)).1;
            let ColourState { colour, since, done, of, kept, .. } = &figures.colours[key(0)];
            let kept = if *kept { "yes" } else { "no" };
            out.extend([
                told(colour.map(|colour| colour.key())),
                told(*since),
                done.to_string(),
                of.to_string(),
                kept.into(),
            ]);
        }
        "spread" => {
            let figures = last();
            let spread = figures.spread.iter().find(|spread| spread.day == day(key(0))).expect("a month's end");
            out.extend(spread.counts.iter().map(usize::to_string));
        }
        "stages" => {
            let figures = on(key(0)).1;
            let found = figures.stages.iter().find(|stage| stage.stage.key() == key(1));
            out.push(found.map_or(0, |stage| stage.n).to_string());
            out.push(told(found.and_then(|stage| stage.money.value.as_ref())));
        }
        "funnel" => out.extend(on(key(0)).1.funnel.iter().map(|step| step.n.to_string())),
        "schedule" => {
            let (bulletin, figures) = on(key(2));
            let project = project(&bulletin, key(0));
            let schedule = schedule(project, day(key(2)), &figures.working_days);
            let milestone = project.milestones.iter().position(|milestone| milestone.name == key(1));
            let procedure = || project.procedures.iter().position(|procedure| procedure.name == key(1));
            let item: ScheduleItem = match milestone {
                Some(index) => schedule.milestones[index],
                None => schedule.procedures[procedure().expect("an item")].expect("it applies"),
            };
            out.extend([item.state.key().to_owned(), told(item.days), told(item.working_days)]);
        }
        "overdue" => {
            let found = on(key(0)).1.overdue;
            let item = found.iter().find(|item| item.project == key(1) && item.name == key(2));
            assert!(key(1) != "—" || found.is_empty(), "{}: {found:?}", key(0));
            out.push(told(item.map(|item| &item.project)));
            out.push(told(item.map(|item| &item.name)));
            out.push(told(item.map(|item| item.days_late)));
        }
        "ledger" => {
            let ledger = on(key(0)).1.ledger;
            let of_year = || ledger.by_year.get(&key(1).parse::<i32>().ok());
            let count: &LedgerCount = match key(1) {
                "all" => &ledger.total,
                group => ledger.by_office.get(&Some(group.to_owned())).or_else(of_year).expect("a group"),
            };
            out.extend([count.raised, count.solved, count.struck_off].map(|count| count.to_string()));
            out.extend([number(count.rate()), number(count.median_days)]);
        }
        "periods" => {
            let period: Period = key(0).parse().expect("a period");
            let figures = last();
            let report = figures.reports.iter().find(|report| report.period == period).expect("a report");
            let measures = [
                Measure::Signed,
                Measure::SignedMoney,
                Measure::Landed,
                Measure::Started,
                Measure::Completed,
                Measure::Production,
                Measure::Paid,
                Measure::Procedures,
                Measure::Colours,
                Measure::Raised,
                Measure::Solved,
                Measure::Overdue,
            ];
            out.extend(measures.map(|measure| told(report.figures.get(&measure).map(Decimal::normalize))));
        }
        "progress" => {
            let (bulletin, _) = on(key(0));
            let progress = progress(project(&bulletin, "a"), day(key(0)));
            out.push(number(progress.reported.last().map(|(_, share)| *share)));
            out.push(number(progress.paid.last().map(|(_, share)| *share)));
            out.push(number(progress.planned_on(day(key(0)))));
            out.push(told(progress.forecast.map(|forecast| forecast.finish)));
            out.push(told(progress.forecast.and_then(|forecast| forecast.days_late)));
        }
        "ranking" => {
            let period: Period = key(0).parse().expect("a quarter");
            let sort = match key(1) {
                "office" => UnitSort::Office,
                "park" => UnitSort::Park,
                _ => UnitSort::Place,
            };
            let figures = last();
            let ranking = figures.rankings.iter().find(|ranking| ranking.period == period).expect("a ranking");
            let standing = ranking.units[&sort].iter().find(|standing| standing.unit == key(2)).expect("a unit");
            out.extend([standing.projects.to_string(), standing.score.to_string()]);
            out.extend([told(standing.place), told(standing.gained)]);
        }
        "targets" => {
            let figures = on(key(1)).1;
            let standing = figures.targets[key(0)][0].as_ref().expect("a number");
            out.push(standing.state.key().to_owned());
            out.push(told(standing.actual.as_ref().map(|(value, _)| value)));
            out.extend([number(standing.reached), number(standing.elapsed)]);
        }
        "rates" => {
            let figures = last();
            let relation = &figures.relations[key(0)][0];
            let outcome = match relation.outcome {
                Verdict::Holds => "holds",
                Verdict::Fails => "fails",
                Verdict::Derived => "derived",
            };
            out.extend([outcome.to_owned(), relation.recomputed.clone()]);
        }
        other => panic!("the test does not know the table {other}"),
    }
    out
}

#[test]
fn every_figure_is_that_of_the_oracle() {
    let bulletin = bulletin();
    let mut faults = Vec::new();
    let mut rows = 0;
    for table in tables() {
        for row in &table.rows {
            let found = computed(&table.name, row, &bulletin);
            rows += 1;
            if found != *row {
                faults.push(format!(
                    "{}\n  by hand:  {}\n  computed: {}",
                    table.name,
                    row.join(" | "),
                    found.join(" | ")
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert!(rows > 90, "only {rows} rows were compared");
}

/// Totals over the values of a facet are the whole, on any day.
#[test]
fn parts_are_the_whole_on_every_day() {
    let bulletin = bulletin();
    let mut today = day("2020-12-01");
    while today <= day("2025-01-10") {
        let on_day = bulletin.on_day(today).into_owned();
        let figures = compute(&on_day, today);
        let with_stage = on_day.of_kind(Kind::Project).filter(|entry| match &entry.record {
            Record::Project(project) => project.listed_stage().is_some(),
            _ => false,
        });
        assert_eq!(figures.stages.iter().map(|stage| stage.n).sum::<usize>(), with_stage.count(), "{today}");
        let count = |counts: Vec<&LedgerCount>| {
            counts.iter().fold((0, 0), |(raised, solved), count| (raised + count.raised, solved + count.solved))
        };
        let total = (figures.ledger.total.raised, figures.ledger.total.solved);
        assert_eq!(count(figures.ledger.by_office.values().collect()), total, "{today}");
        assert_eq!(count(figures.ledger.by_kind.values().collect()), total, "{today}");
        assert_eq!(count(figures.ledger.by_year.values().collect()), total, "{today}");
        let funnel: Vec<usize> = figures.funnel.iter().map(|step| step.n).collect();
        assert!(funnel.windows(2).all(|pair| pair[0] >= pair[1]), "{today}: {funnel:?}");
        today = today + chrono::Days::new(3);
    }
}

/// The figures of months add up to those of their quarter, of quarters to their year.
#[test]
fn months_add_up_to_their_quarter() {
    for root in ["tests/oracle", "themes/default/example"] {
        let read = source::read(Path::new(root)).expect("the folder can be read");
        let bulletin = parse(&read.value, false).expect("a bulletin").value;
        let today = day("2025-11-20");
        let figures = compute(&bulletin.on_day(today), today);
        let of = |period: &str, measure: Measure| {
            let period: Period = period.parse().expect("a period");
            let report = figures.reports.iter().find(|report| report.period == period);
            report.and_then(|report| report.figures.get(&measure)).copied().unwrap_or_default()
        };
        // What happens on a date known to the month adds up from months; what is counted at the end does not.
        let added = Measure::ALL.iter().copied().filter(|measure| *measure != Measure::Overdue);
        let mut compared = 0;
        for measure in added {
            for quarter in 1..=4 {
                let months = (quarter * 3 - 2..=quarter * 3).map(|month| of(&format!("2024-{month:02}"), measure));
                assert_eq!(
                    months.sum::<Decimal>(),
                    of(&format!("2024-Q{quarter}"), measure),
                    "{root} {measure:?} Q{quarter}"
                );
                compared += usize::from(of(&format!("2024-Q{quarter}"), measure) > Decimal::ZERO);
            }
            let quarters = (1..=4).map(|quarter| of(&format!("2024-Q{quarter}"), measure));
            assert_eq!(quarters.sum::<Decimal>(), of("2024", measure), "{root} {measure:?}");
        }
        assert!(compared > 10, "{root}: only {compared} quarters had anything");
    }
}
