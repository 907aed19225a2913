//! What changed last in a record: the newest of its dated parts, in a few words, and the section that tells of it.

use serde::Serialize;

use crate::date::PartialDate;
use crate::record::leaf::Correction;
use crate::record::time::Hop::{self, Item, Key};
use crate::record::{Entry, Milestone, Point, Problem, Procedure, Record, StageEntry, Update, show, time};
use crate::site::Plan;
use crate::source::markdown::plain;
use crate::text::{Strings, shorten};

/// Characters of a note or problem that are told; the rest is in its section.
const TOLD: usize = 30;
/// Changes of one day that are told.
const CHANGES: usize = 3;

/// The last change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// When.
    pub date: PartialDate,
    /// What, in a few words.
    pub what: String,
    /// Link to the section of the page that tells of it.
    pub url: String,
    /// When the editor says that the record was updated, where that is later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<PartialDate>,
}

/// What a dated part tells of, in the order in which changes of one day are told.
#[derive(Clone, Copy, Debug)]
enum Told<'r> {
    Stage(&'r StageEntry),
    Update(&'r Update),
    Milestone(&'r Milestone),
    Procedure(&'r Procedure),
    /// What became of it: the key of its date.
    Problem(&'static str, &'r Problem),
    Point(&'r Point),
    Correction(&'r Correction),
}

impl<'r> Told<'r> {
    /// What the date at `way` tells of. Points are told that are dated and have a value; those for later periods are
    /// forecasts.
    fn of(record: &'r Record, way: &[Hop]) -> Option<Self> {
        match (record, way) {
            (record, [Key("corrections"), Item(index), Key("date")]) => {
                record.common().corrections.get(*index).map(Told::Correction)
            }
            (Record::Project(project), [Key(list), Item(index), Key(key)]) => match (*list, *key) {
                ("stages", "date") => project.stages.get(*index).filter(|entry| !entry.planned).map(Told::Stage),
                ("updates", "date") => project.updates.get(*index).map(Told::Update),
                ("milestones", "actual") => project.milestones.get(*index).map(Told::Milestone),
                ("procedures", "done") => project.procedures.get(*index).map(Told::Procedure),
                ("problems", key) => project.problems.get(*index).map(|problem| Told::Problem(key, problem)),
                _ => None,
            },
            (Record::Indicator(indicator), [Key("series"), Item(index), Key("date")]) => {
                let is_told = |point: &&Point| point.value.is_some() && !point.forecast;
                indicator.series.get(*index).filter(is_told).map(Told::Point)
            }
            _ => None,
        }
    }

    /// Its place among what is told of one day, and the section of the page that tells of it.
    fn section(self) -> (usize, &'static str) {
        match self {
            Told::Stage(_) => (0, "stages"),
            Told::Update(_) => (1, "updates"),
            Told::Milestone(_) => (2, "milestones"),
            Told::Procedure(_) => (3, "procedures"),
            Told::Problem(..) => (4, "problems"),
            Told::Point(_) => (5, "series"),
            Told::Correction(_) => (6, "corrections"),
        }
    }

    /// The same in a few words.
    fn words(self, strings: &Strings, quoted: &dyn Fn(&str) -> String) -> String {
        let say = |key: &str, what: &str| strings.with_n(key, shorten(what, TOLD));
        let named = |key: &str, what: &str| format!("{}：{}", strings.or_key(key), shorten(what, TOLD));
        match self {
            Told::Stage(entry) => leaf(&entry.stage, strings),
            Told::Update(update) => progress(update, strings, quoted),
            Told::Milestone(milestone) => say("changed.reached", &milestone.name),
            Told::Procedure(procedure) => say("changed.done", &procedure.name),
            Told::Problem(key, problem) => named(&format!("problem.{key}"), &problem.what),
            Told::Point(point) => {
                let parts = [
                    point.period.map(|period| leaf(&period, strings)),
                    point.value.as_ref().map(|value| leaf(value, strings)),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            Told::Correction(correction) => named("record.corrections", &correction.what),
        }
    }
}

fn leaf(value: &impl Serialize, strings: &Strings) -> String {
    show(&serde_json::to_value(value).unwrap_or_default(), strings.ui)
}

/// What changed last in a record; nothing where no part of it is dated.
pub(in crate::site) fn changed(plan: &Plan<'_>, entry: &Entry) -> Option<Changed> {
    let mut parts: Vec<(PartialDate, Told<'_>)> = Vec::new();
    time::dates(&entry.record, &mut |way, dated| {
        parts.extend(dated.date().zip(Told::of(&entry.record, way)));
    });
    parts.sort_by_key(|(_, told)| told.section());
    let say = |told: &Told<'_>| {
        let what = told.words(plan.words.strings, &|reference| plan.leaves.quoted(entry, reference));
        (told.section().1, what)
    };
    newest(&parts, &say, entry.record.common().updated)
}

/// A section, and what to say of a part of it.
type Said = (&'static str, String);

/// The newest parts, told together where they are of one date.
fn newest<T>(parts: &[(PartialDate, T)], say: &dyn Fn(&T) -> Said, updated: Option<PartialDate>) -> Option<Changed> {
    let dates = parts.iter().map(|(date, _)| *date);
    let date = dates.max_by_key(|date| (date.first(), std::cmp::Reverse(date.last())))?;
    let mut told: Vec<Said> = Vec::new();
    for (section, what) in parts.iter().filter(|(other, _)| *other == date).map(|(_, part)| say(part)) {
        // A milestone is often named after the stage that it reaches.
        if !what.is_empty() && !told.iter().any(|(_, told)| what.starts_with(told)) {
            told.push((section, what));
        }
    }
    told.truncate(CHANGES);
    let section = told.first().map(|(section, _)| *section)?;
    let what = told.into_iter().map(|(_, what)| what).collect::<Vec<_>>().join("；");
    let updated = updated.filter(|updated| updated.first() > date.last());
    Some(Changed { date, what, url: format!("#{section}"), updated })
}

/// A progress report: how far, how much, or else how its note begins.
fn progress(update: &Update, strings: &Strings, quoted: &dyn Fn(&str) -> String) -> String {
    let told = |key: &str, value: String| format!("{}{value}", strings.or_key(key));
    let percent = update.percent.as_ref().map(|percent| told("project.percent", percent.0.to_string()));
    let paid = update.invested.as_ref().map(|money| told("project.paid", money.0.to_string()));
    let note = || update.note.as_ref().map(|note| shorten(&plain(&note.0, quoted), TOLD));
    percent.or(paid).or_else(note).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(date: &str, section: &'static str, what: &str) -> (PartialDate, Said) {
        (date.parse().expect("a date"), (section, what.to_owned()))
    }

    #[test]
    fn the_newest_parts_are_told() {
        let date = |text: &str| Some(text.parse().expect("a date"));
        assert_eq!(newest(&[], &Said::clone, date("2025-01-01")), None);
        let parts = [
            part("2025-06-18", "stages", "达效"),
            part("2025-06", "procedures", "验收办结"),
            part("2025-06-18", "updates", "形象进度100%"),
            part("2025-06-18", "milestones", "达效完成"),
            part("2024", "updates", "形象进度20%"),
        ];
        let changed = newest(&parts, &Said::clone, date("2025-06-18")).expect("a change");
        assert_eq!(
            (changed.what.as_str(), changed.url.as_str(), changed.updated),
            ("达效；形象进度100%", "#stages", None)
        );
        assert_eq!(newest(&parts, &Said::clone, date("2025-07-01")).expect("a change").updated, date("2025-07-01"));
        assert_eq!(newest(&[part("2025", "updates", "")], &Said::clone, None), None, "a photo alone says nothing");
    }

    /// Dates of what became known that are not told as the last change. What is added to a record is told there, or named
    /// here.
    #[test]
    fn every_change_is_told_or_named() {
        let untold = time::untold(&["known"], &|entry, way| Told::of(&entry.record, way).is_some());
        let named = [
            // Figures of one day with what they are about.
            "figures.date",
            "figures.period",
            // A point that is known to a period only is of no day.
            "indicator.series.period",
            // A piece of news is a change itself.
            "news.date",
            // A park's history is of years.
            "park.history.date",
            // They stand in sheets of their own, not in a section that the page always has.
            "project.colour.since",
            "project.disclosures.arose",
            "project.disclosures.disclosed",
            "project.procedures.added",
            // They stand in the head of the page.
            "published",
            "updated",
        ];
        assert_eq!(untold, named);
    }
}
