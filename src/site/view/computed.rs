//! What is computed for a record and shown on its page: a project's progress and schedule as charts, the figures of a
//! park's, an office's or an event's projects, where an indicator's targets stand.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::shared::Link;
use super::sheet::{Cell, SheetSection, TableView};
use crate::chart::{self, Bar, Chart, Curve, Key, Row, Span, Table, Words};
use crate::date::{Day, PartialDate};
use crate::figures::{CurvePoint, Group, Progress, StageCount, Total, finished, progress};
use crate::record::{Colour, Entry, Kind, Project, Record, Stage, show};
use crate::site::Plan;
use crate::text::shorten;

/// Characters of a name in a chart, so that it stays beside its figure at 320 px.
const LABEL: usize = 14;
/// Rows of a chart of projects before only the first are drawn, and that is said.
const ROWS: usize = 60;

impl Plan<'_> {
    /// The computed sections of a record's page.
    pub(in crate::site) fn computed(&self, entry: &Entry) -> Vec<SheetSection> {
        match &entry.record {
            Record::Project(project) => self.project_sections(entry, project),
            Record::Indicator(_) => self.indicator_sections(entry),
            Record::Park(_) | Record::Office(_) | Record::Event(_) => {
                self.figures.groups.get(&entry.id).map_or_else(Vec::new, |group| self.group_sections(entry, group))
            }
            _ => Vec::new(),
        }
    }

    /// A leaf in words.
    pub(in crate::site) fn say(&self, leaf: impl serde::Serialize) -> String {
        show(&serde_json::to_value(leaf).unwrap_or_default(), self.settings.strings.ui)
    }

    /// A day in words.
    pub(in crate::site) fn day(&self, day: Day) -> String {
        self.say(PartialDate::from_day(day))
    }

    fn project_sections(&self, entry: &Entry, project: &Project) -> Vec<SheetSection> {
        let day = self.figures.as_of;
        // What is finished is drawn to its end, and not further each day.
        let today = Some(day).filter(|_| !self.is_settled(entry, project));
        self.progress_section(&progress(project, day), today).into_iter().collect()
    }

    fn progress_section(&self, progress: &Progress, today: Option<Day>) -> Option<SheetSection> {
        let line = |class, word: &str, points: &[CurvePoint], dots| Curve {
            class,
            label: self.word(word),
            points: points.iter().map(|(day, share)| (*day, float(*share))).collect(),
            dots,
        };
        if progress.reported.is_empty() && progress.paid.is_empty() {
            return None;
        }
        let forecast = progress.forecast.map(|forecast| vec![forecast.to, (forecast.finish, Decimal::ONE_HUNDRED)]);
        let curves = [
            line("plan", "chart.plan", &progress.plan, false),
            line("paid", "chart.paid", &progress.paid, false),
            line("actual", "chart.reported", &progress.reported, true),
            line("forecast", "chart.forecast", &forecast.unwrap_or_default(), false),
        ];
        let title = self.word("chart.progress");
        let last = progress.reported.last();
        let description = last.map(|(day, share)| {
            let planned = progress.planned_on(*day).map(percent);
            let key = if planned.is_some() { "chart.progress_said" } else { "chart.progress_said_no_plan" };
            self.fill(
                key,
                &[("day", self.day(*day)), ("share", percent(*share)), ("planned", planned.unwrap_or_default())],
            )
        });
        let words = Words {
            title: title.clone(),
            description: description.clone().unwrap_or_else(|| title.clone()),
            table: Table::default(),
        };
        let label = self.word("chart.today");
        let levels = [0.0, 50.0, 100.0].map(|level| (level, format!("{level}%")));
        let chart = chart::curve(words, &curves, &levels, today.map(|today| (today, label.as_str())));
        let forecast = self.forecast_note(progress);
        let notes = description.into_iter().chain(forecast).collect();
        // Its figures are those of the reports, further down the page.
        let data = self.fill("chart.data_of", &[("n", self.word("project.updates"))]);
        let links = vec![Link::new(data, "#updates".into())];
        Some(SheetSection { id: "progress".into(), title, notes, chart, links, ..SheetSection::default() })
    }

    /// The forecast, with what it rests on, and how it stands to the plan.
    fn forecast_note(&self, progress: &Progress) -> Option<String> {
        let forecast = progress.forecast?;
        let said = self.fill(
            "chart.forecast_said",
            &[
                ("finish", self.day(forecast.finish)),
                ("from", self.day(forecast.from.0)),
                ("from_share", percent(forecast.from.1)),
                ("to", self.day(forecast.to.0)),
                ("to_share", percent(forecast.to.1)),
                ("days", (forecast.finish - forecast.to.0).num_days().to_string()),
            ],
        );
        let against = forecast.days_late.map(|days| {
            let key = match days {
                0 => "chart.forecast_on_time",
                days if days > 0 => "chart.forecast_late",
                _ => "chart.forecast_early",
            };
            let planned = progress.planned_finish.map(|planned| self.say(planned)).unwrap_or_default();
            self.fill(key, &[("planned", planned), ("n", days.abs().to_string())])
        });
        Some(format!("{said}{}", against.unwrap_or_default()))
    }

    /// A UI string with its blanks filled in.
    pub(in crate::site) fn fill(&self, key: &str, blanks: &[(&str, String)]) -> String {
        blanks.iter().fold(self.word(key), |text, (blank, value)| text.replace(&format!("{{{blank}}}"), value))
    }

    fn keys(&self, keys: &[(&'static str, &str)]) -> Vec<Key> {
        keys.iter().map(|(class, word)| Key::new(class, self.word(word))).collect()
    }

    fn group_sections(&self, entry: &Entry, group: &Group) -> Vec<SheetSection> {
        let projects: Vec<(&Entry, &Project)> = group.projects.iter().filter_map(|id| self.project(id)).collect();
        let outcome = (entry.kind == Kind::Event).then(|| self.outcome_section(&projects));
        let figures = SheetSection {
            id: "group".into(),
            title: self.word("group.title"),
            notes: vec![self.word(if entry.kind == Kind::Event { "group.event_note" } else { "group.note" })],
            table: Some(self.group_table(group)),
            ..SheetSection::default()
        };
        let funnel = (projects.len() > 1).then(|| self.funnel_section(&group.funnel)).flatten();
        let gantt = self.projects_gantt(&projects);
        outcome.into_iter().chain([figures]).chain(funnel).chain(gantt).collect()
    }

    fn group_table(&self, group: &Group) -> TableView {
        let row = |word: &str, value: String| vec![Cell::text(self.word(word)), Cell::text(value)];
        let mut rows = vec![row("group.projects", group.projects.len().to_string())];
        for (colour, n) in group.colours.iter().filter_map(|(colour, n)| Some((*colour.as_ref()?, n))) {
            rows.push(vec![Cell { colour: Some(colour), ..Cell::default() }, Cell::text(n)]);
        }
        let without = group.colours.get(&None);
        rows.extend(without.map(|n| vec![Cell::text(self.word("colour.without_colour")), Cell::text(n)]));
        rows.extend(group.stages.iter().map(|stage| vec![Cell::badge(stage.stage), Cell::text(stage.n)]));
        rows.push(vec![Cell::text(self.word("home.investment")), self.money_cell(&group.investment)]);
        if group.problems.raised > 0 {
            rows.push(row("report.raised", group.problems.raised.to_string()));
            rows.push(row("report.solved", group.problems.solved.to_string()));
            let unknown = || self.word("ledger.unknown");
            rows.push(row("ledger.rate", group.problems.rate().map_or_else(unknown, percent)));
            rows.push(row("ledger.median", group.problems.median_days.map_or_else(unknown, |days| days.to_string())));
        }
        rows.push(row("group.overdue", group.overdue.to_string()));
        let head = [(self.word("figure.what"), false), (self.word("figure.value"), true)];
        TableView::new(self.word("group.caption"), head, rows)
    }

    /// A sum of money, and on how many records it rests.
    pub(in crate::site) fn money_cell(&self, total: &Total) -> Cell {
        match &total.value {
            Some(value) => {
                let note =
                    self.fill("home.investment_note", &[("n", total.stated.to_string()), ("of", total.of.to_string())]);
                Cell::text(value).note(Some(note).filter(|_| total.stated < total.of))
            }
            None => Cell::text(self.word("ledger.unknown")),
        }
    }

    /// What became of an event's projects.
    fn outcome_section(&self, projects: &[(&Entry, &Project)]) -> SheetSection {
        let row = |(entry, project): &(&Entry, &Project)| {
            let total = project.investment.as_ref().and_then(|investment| investment.total.as_ref());
            vec![
                Cell::link(self.link(entry)),
                project.listed_stage().map_or_else(|| Cell::text(self.word("ledger.unknown")), Cell::badge),
                Cell { colour: self.figures.colours.get(&entry.id).and_then(|state| state.colour), ..Cell::default() },
                total.map_or_else(|| Cell::text(self.word("ledger.unknown")), |total| Cell::text(&total.0)),
            ]
        };
        let head =
            [("kind.project.one", false), ("facet.stage", false), ("facet.colour", false), ("project.total", true)];
        let head = head.map(|(key, number)| (self.word(key), number));
        let table = TableView::new(self.word("group.outcome_caption"), head, projects.iter().map(row).collect());
        let title = self.word("group.outcome");
        SheetSection { id: "outcome".into(), title, table: Some(table), ..SheetSection::default() }
    }

    /// How many projects came how far.
    pub(in crate::site) fn funnel_section(&self, funnel: &[StageCount]) -> Option<SheetSection> {
        let unknown = || self.word("ledger.unknown");
        let mut before: Option<usize> = None;
        let (mut bars, mut rows) = (Vec::new(), Vec::new());
        for step in funnel {
            let of_before = before.and_then(|before| share(step.n, before));
            bars.push(Bar {
                label: self.say(step.stage),
                figure: self.settings.strings.with_n("group.n_projects", step.n),
                class: "actual",
                value: step.n as f64,
                pace: None,
            });
            let money = self.money_cell(&step.money);
            let of_before =
                if before.is_none() { Cell::default() } else { Cell::text(of_before.map_or_else(unknown, percent)) };
            rows.push(vec![Cell::badge(step.stage), Cell::text(step.n), money, of_before]);
            before = Some(step.n);
        }
        let head =
            [("group.step", false), ("group.projects", true), ("home.investment", true), ("group.of_step", true)];
        let table =
            TableView::new(self.word("group.funnel_caption"), head.map(|(key, number)| (self.word(key), number)), rows);
        let title = self.word("group.funnel");
        let said =
            funnel.iter().map(|step| format!("{} {}", self.say(step.stage), step.n)).collect::<Vec<_>>().join("，");
        let words = Words { title: title.clone(), description: said, ..Words::default() };
        let chart = chart::steps(words, &bars)?;
        let notes = vec![self.word("group.funnel_note")];
        Some(SheetSection {
            id: "funnel".into(),
            title,
            notes,
            chart: Some(chart),
            table: Some(table),
            links: Vec::new(),
        })
    }

    /// The projects' schedules under each other: plan, works so far, today.
    fn projects_gantt(&self, projects: &[(&Entry, &Project)]) -> Option<SheetSection> {
        let day = self.figures.as_of;
        let mut rows: Vec<(bool, Day, Row, Vec<String>)> =
            projects.iter().filter_map(|(_, project)| self.project_row(project, day)).collect();
        rows.sort_by_key(|(done, finish, ..)| (*done, *finish));
        let all = rows.len();
        rows.truncate(ROWS);
        let (rows, table): (Vec<Row>, Vec<Vec<String>>) = rows.into_iter().map(|(.., row, cells)| (row, cells)).unzip();
        let title = self.word("chart.projects_gantt");
        let head =
            ["kind.project.one", "chart.start", "project.finish", "facet.stage"].map(|key| self.word(key)).into();
        let words = Words {
            title: title.clone(),
            description: self
                .fill("chart.projects_gantt_said", &[("n", rows.len().to_string()), ("day", self.day(day))]),
            table: Table { head, rows: table },
        };
        let keys = self.keys(&[
            ("plan", "chart.plan"),
            ("actual", "chart.works"),
            ("late", "chart.late"),
            ("today", "chart.today"),
        ]);
        let chart = chart::gantt(words, &rows, Some(day), keys)?;
        let cut = (all > rows.len())
            .then(|| self.fill("chart.cut", &[("n", rows.len().to_string()), ("of", all.to_string())]));
        let notes = cut.into_iter().collect();
        Some(SheetSection { id: "gantt".into(), title, notes, chart: Some(chart), ..SheetSection::default() })
    }

    /// A project's row: whether it is finished, when it is to be, the row, and the same as cells.
    fn project_row(&self, project: &Project, day: Day) -> Option<(bool, Day, Row, Vec<String>)> {
        let progress = progress(project, day);
        let started = project.stages.iter().filter(|entry| !entry.planned && entry.scope.is_none());
        let started = started.filter(|entry| entry.stage >= Stage::Started && entry.stage < Stage::Stopped);
        let started = started.filter_map(|entry| entry.date).min();
        let done = finished(project);
        let until = done.map_or(Some(day), |done| done.map(|done| done.last().min(day)));
        let plan = progress.plan.first().zip(progress.plan.last()).map(|(from, to)| (from.0, to.0));
        let works = started.map(PartialDate::first).zip(until).filter(|(from, to)| from <= to);
        let late = works
            .zip(plan)
            .filter(|((_, until), (_, finish))| until > finish)
            .map(|((_, until), (_, finish))| (finish, until));
        let spans: Vec<Span> = [("plan", plan), ("actual", works), ("late", late)]
            .into_iter()
            .filter_map(|(class, span)| span.map(|(from, to)| Span { class, from, to }))
            .collect();
        let finish = plan.map(|(_, finish)| finish).or(until)?;
        if spans.is_empty() {
            return None;
        }
        let said = |date: Option<String>| date.unwrap_or_else(|| self.word("ledger.unknown"));
        let stage = said(project.listed_stage().map(|stage| self.say(stage)));
        let percent = progress.reported.last().map(|(_, share)| percent(*share));
        let cells = vec![
            project.title.clone(),
            said(started.map(|date| self.say(date))),
            said(progress.planned_finish.map(|date| self.say(date))),
            stage.clone(),
        ];
        let row = Row { label: shorten(&project.title, LABEL), state: percent.unwrap_or(stage), spans };
        Some((done.is_some(), finish, row, cells))
    }

    /// Projects by colour over time.
    pub(in crate::site) fn spread_chart(&self) -> Option<Chart> {
        let spread = &self.figures.spread;
        let days: Vec<Day> = spread.iter().map(|spread| spread.day).collect();
        let layer = |(index, colour): (usize, &Colour)| chart::Layer {
            class: colour.key(),
            label: self.say(colour),
            counts: spread.iter().map(|spread| spread.counts.get(index).copied().unwrap_or(0)).collect(),
        };
        let layers: Vec<chart::Layer> = Colour::ALL.iter().enumerate().map(layer).collect();
        let row = |spread: &crate::figures::Spread| {
            std::iter::once(self.day(spread.day)).chain(spread.counts.iter().map(usize::to_string)).collect()
        };
        let head = std::iter::once(self.word("chart.date")).chain(Colour::ALL.iter().map(|colour| self.say(colour)));
        let last = spread.last()?;
        let counts = Colour::ALL.iter().zip(&last.counts).map(|(colour, n)| format!("{} {n}", self.say(colour)));
        let said = [("day", self.day(last.day)), ("counts", counts.collect::<Vec<_>>().join("，"))];
        let words = Words {
            title: self.word("chart.colours"),
            description: self.fill("chart.colours_said", &said),
            table: Table { head: head.collect(), rows: spread.iter().map(row).collect() },
        };
        chart::stack(words, &days, &layers)
    }

    /// A project by id.
    pub(in crate::site) fn project(&self, id: &str) -> Option<(&Entry, &Project)> {
        let entry = self.bulletin.entry(id)?;
        match &entry.record {
            Record::Project(project) => Some((entry, project)),
            _ => None,
        }
    }
}

/// A share in percent, to one decimal.
pub(in crate::site) fn percent(share: Decimal) -> String {
    format!("{}%", share.round_dp(1).normalize())
}

/// `part` of `whole` in percent. `None` of nothing.
fn share(part: usize, whole: usize) -> Option<Decimal> {
    Decimal::from(part * 100).checked_div(Decimal::from(whole))
}

/// A number for a chart's places only.
pub(in crate::site) fn float(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(0.0)
}
