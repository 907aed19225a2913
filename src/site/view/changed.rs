//! What changed last in a record: the newest of its dated parts, in a few words, and the section that tells of it.

use serde::Serialize;
use serde_json::Value;

use crate::date::PartialDate;
use crate::record::{Entry, Indicator, Problem, Project, Record, Update, show};
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

/// A dated part: when, its section, and what to say of it.
type Part = (PartialDate, &'static str, String);

impl Plan<'_> {
    /// What changed last in a record; nothing where no part of it is dated.
    pub(in crate::site) fn changed(&self, entry: &Entry) -> Option<Changed> {
        let quoted = |reference: &str| self.quoted(entry, reference);
        let common = entry.record.common();
        let mut parts = match &entry.record {
            Record::Project(project) => of_project(project, self.settings.strings, &quoted),
            Record::Indicator(indicator) => of_indicator(indicator, self.settings.strings),
            _ => Vec::new(),
        };
        let corrected =
            |what: &str| format!("{}：{}", self.settings.strings.or_key("record.corrections"), shorten(what, TOLD));
        parts.extend(common.corrections.iter().map(|one| (one.date, "corrections", corrected(&one.what))));
        newest(parts, common.updated)
    }
}

/// The newest parts, told together where they are of one date.
fn newest(parts: Vec<Part>, updated: Option<PartialDate>) -> Option<Changed> {
    let date =
        parts.iter().map(|(date, ..)| *date).max_by_key(|date| (date.first(), std::cmp::Reverse(date.last())))?;
    let mut told: Vec<Part> = Vec::new();
    for part in parts.into_iter().filter(|(other, _, what)| *other == date && !what.is_empty()) {
        // A milestone is often named after the stage that it reaches.
        if !told.iter().any(|(.., what)| part.2.starts_with(what)) {
            told.push(part);
        }
    }
    told.truncate(CHANGES);
    let section = told.first().map(|(_, section, _)| *section)?;
    let what = told.into_iter().map(|(.., what)| what).collect::<Vec<_>>().join("；");
    let updated = updated.filter(|updated| updated.first() > date.last());
    Some(Changed { date, what, url: format!("#{section}"), updated })
}

fn of_project(project: &Project, strings: &Strings, quoted: &dyn Fn(&str) -> String) -> Vec<Part> {
    let say = |key: &str, what: &str| strings.with_n(key, shorten(what, TOLD));
    let leaf = |value: serde_json::Result<Value>| show(&value.unwrap_or_default(), strings.ui);
    let mut parts: Vec<Part> = Vec::new();
    let reached = project.stages.iter().filter(|stage| !stage.planned);
    parts.extend(reached.filter_map(|one| Some((one.date?, "stages", leaf(serde_json::to_value(one.stage))))));
    parts.extend(project.updates.iter().map(|one| (one.date, "updates", progress(one, strings, quoted))));
    let reached = |one: &crate::record::Milestone| Some((one.actual?, "milestones", say("changed.reached", &one.name)));
    parts.extend(project.milestones.iter().filter_map(reached));
    let done = |one: &crate::record::Procedure| Some((one.done?, "procedures", say("changed.done", &one.name)));
    parts.extend(project.procedures.iter().filter_map(done));
    let problem = |one: &Problem| {
        let days = [
            ("raised", one.raised),
            ("assigned", one.assigned),
            ("solved", one.solved),
            ("struck_off", one.struck_off),
        ];
        let what = one.what.clone();
        days.into_iter().filter_map(move |(key, date)| Some((date?, key, what.clone()))).collect::<Vec<_>>()
    };
    let told = |(date, key, what): (PartialDate, &str, String)| {
        (date, "problems", format!("{}：{}", strings.or_key(&format!("problem.{key}")), shorten(&what, TOLD)))
    };
    parts.extend(project.problems.iter().flat_map(problem).map(told));
    parts
}

/// A progress report: how far, how much, or else how its note begins.
fn progress(update: &Update, strings: &Strings, quoted: &dyn Fn(&str) -> String) -> String {
    let told = |key: &str, value: String| format!("{}{value}", strings.or_key(key));
    let percent = update.percent.as_ref().map(|percent| told("project.percent", percent.0.to_string()));
    let paid = update.invested.as_ref().map(|money| told("project.paid", money.0.to_string()));
    let note = || update.note.as_ref().map(|note| shorten(&plain(&note.0, quoted), TOLD));
    percent.or(paid).or_else(note).unwrap_or_default()
}

/// The newest points of its series that are dated: values for later periods are forecasts.
fn of_indicator(indicator: &Indicator, strings: &Strings) -> Vec<Part> {
    let points = indicator.series.iter().filter(|point| !point.forecast);
    let told = |point: &crate::record::Point| {
        let value =
            point.value.as_ref().map(|value| show(&serde_json::to_value(value).unwrap_or_default(), strings.ui));
        let period =
            point.period.as_ref().map(|period| show(&serde_json::to_value(period).unwrap_or_default(), strings.ui));
        Some((point.date?, "series", [period, Some(value?)].into_iter().flatten().collect::<Vec<_>>().join(" ")))
    };
    points.filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(date: &str, section: &'static str, what: &str) -> Part {
        (date.parse().expect("a date"), section, what.to_owned())
    }

    #[test]
    fn the_newest_parts_are_told() {
        let date = |text: &str| Some(text.parse().expect("a date"));
        assert_eq!(newest(Vec::new(), date("2025-01-01")), None);
        let parts = || {
            vec![
                part("2025-06-18", "stages", "达效"),
                part("2025-06", "procedures", "验收办结"),
                part("2025-06-18", "updates", "形象进度100%"),
                part("2025-06-18", "milestones", "达效完成"),
                part("2024", "updates", "形象进度20%"),
            ]
        };
        let changed = newest(parts(), date("2025-06-18")).expect("a change");
        assert_eq!(
            (changed.what.as_str(), changed.url.as_str(), changed.updated),
            ("达效；形象进度100%", "#stages", None)
        );
        assert_eq!(newest(parts(), date("2025-07-01")).expect("a change").updated, date("2025-07-01"));
        assert_eq!(newest(vec![part("2025", "updates", "")], None), None, "a photo alone says nothing");
    }
}
