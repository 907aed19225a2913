//! What comes when: the days from which a site built today says something else, or something that is no longer so (S5, S8;
//! `standards.md` on disclosure and inspection).

use crate::date::{Day, PartialDate};
use crate::diagnostic::Text;
use crate::record::leaf::choices;
use crate::record::time::Hop::{self, Item, Key};
use crate::record::time::Timed;
use crate::record::{Bulletin, Entry, Kind, Procedure, Record, later_days};

use super::Figures;
use super::disclosures::{DisclosureState, disclosures};

choices! {
    /// What happens on a day.
    Coming {
        Due = "due", "到期", "due";
        Opens = "opens", "开始", "opens";
        Closes = "closes", "截止", "closes";
        Takes = "takes_place", "举行", "takes place";
        Expires = "expires", "有效期至", "expires";
        Disclosure = "disclosure_due", "应当公开", "to be disclosed";
        Stale = "stale", "栏目不合格", "column fails";
        Shown = "shown", "到日显示", "shown from then";
    }
}

/// Something that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarItem {
    /// The day itself: the last on which something can be done, or the first of something new.
    pub day: Day,
    /// What.
    pub what: Coming,
    /// Of what: a milestone, a procedure, a title, a column.
    pub name: Text,
    /// The record's id, where it is of one.
    pub record: Option<String>,
}

impl CalendarItem {
    /// The first day on which a site built before it is wrong.
    pub fn wrong_from(&self) -> Option<Day> {
        match self.what {
            Coming::Opens | Coming::Takes | Coming::Stale | Coming::Shown => Some(self.day),
            Coming::Due | Coming::Closes | Coming::Expires | Coming::Disclosure => self.day.succ_opt(),
        }
    }
}

/// What comes from the day of the figures on, by day: what is to be done by then is told by the records as they stand on
/// the day, what will be shown from then by all that they hold.
pub fn calendar(bulletin: &Bulletin, on_day: &Bulletin, figures: &Figures) -> Vec<CalendarItem> {
    let day = figures.as_of;
    let (mut items, mut way) = (Vec::new(), Vec::new());
    for entry in &bulletin.entries {
        let title = entry.record.common().title;
        items.extend(later_days(&entry.record, day, &mut way).into_iter().map(|day| CalendarItem {
            day,
            what: Coming::Shown,
            name: Text::new(title, title),
            record: Some(entry.id.clone()),
        }));
    }
    for entry in &on_day.entries {
        entry.record.dates(&mut way, &mut |way, dated| {
            let Some((what, name)) = coming(&entry.record, way) else { return };
            // The end of a month or a year is the last day on which something of it can be done.
            let on = match what {
                Coming::Opens | Coming::Takes => dated.when.first(),
                _ => dated.when.last(),
            };
            if on >= day {
                items.push(CalendarItem { day: on, what, name: Text::new(name, name), record: Some(entry.id.clone()) });
            }
        });
        if let Record::Project(project) = &entry.record {
            let allowed = on_day.config.disclosure_days();
            let duties = disclosures(project, &figures.working_days, allowed, day);
            let due = duties.into_iter().filter(|duty| duty.state == DisclosureState::Due);
            items.extend(due.filter_map(|duty| {
                let record = Some(entry.id.clone());
                let name = Text::new(duty.title.clone(), duty.title);
                Some(CalendarItem { day: duty.due?, what: Coming::Disclosure, name, record })
            }));
        }
    }
    items.extend(columns(on_day, day).into_iter().map(|column| CalendarItem {
        day: column.fails,
        what: Coming::Stale,
        name: column.name,
        record: None,
    }));
    items.retain(|item| item.wrong_from().is_some_and(|from| from > day));
    items.sort_by(|a, b| (a.day, a.what, &a.record, &a.name).cmp(&(b.day, b.what, &b.record, &b.name)));
    items
}

/// What a date of a record announces, and the name of the part that it belongs to. Nothing that is done is announced.
fn coming<'r>(record: &'r Record, way: &[Hop]) -> Option<(Coming, &'r str)> {
    let title = record.common().title;
    match (record, way) {
        (Record::Project(project), [Key("milestones"), Item(index), Key("planned")]) => {
            let milestone = project.milestones.get(*index).filter(|milestone| milestone.actual.is_none())?;
            Some((Coming::Due, &milestone.name))
        }
        (Record::Project(project), [Key("procedures"), Item(index), Key("due")]) => {
            let open = |procedure: &&Procedure| procedure.done.is_none() && procedure.not_applicable.is_none();
            Some((Coming::Due, &project.procedures.get(*index).filter(open)?.name))
        }
        (Record::Event(_) | Record::Fair(_), [Key("date")]) => Some((Coming::Takes, title)),
        (Record::Notice(_) | Record::Job(_), [Key("opens")]) => Some((Coming::Opens, title)),
        (Record::Notice(_) | Record::Job(_), [Key("closes")]) => Some((Coming::Closes, title)),
        (Record::Notice(_), [Key("expires")]) => Some((Coming::Expires, title)),
        _ => None,
    }
}

/// A column 栏目 that is inspected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Text,
    /// Its latest entry; `None` when it is empty.
    pub last: Option<Day>,
    /// After how many days without anything new it fails.
    pub limit: u32,
    /// The first day on which it fails when nothing comes; for an empty one, the day itself.
    pub fails: Day,
}

/// The columns of a bulletin that is inspected: the front page, news, notices, and the sections of news that
/// `site.yaml` names.
pub fn columns(bulletin: &Bulletin, day: Day) -> Vec<Column> {
    let Some(inspection) = &bulletin.config.inspection else { return Vec::new() };
    let dates = |entry: &Entry| {
        let updates = match &entry.record {
            Record::Project(project) => project.updates.iter().map(|update| update.date).max(),
            _ => None,
        };
        [entry.record.listed().date(), updates]
    };
    let of = |entries: &mut dyn Iterator<Item = &Entry>| {
        entries.flat_map(dates).flatten().map(PartialDate::first).filter(|first| *first <= day).max()
    };
    let column = |name: Text, last: Option<Day>, limit: u32| {
        let fails = last.map_or(Some(day), |last| last.checked_add_days(chrono::Days::new(u64::from(limit) + 1)));
        fails.map(|fails| Column { name, last, limit, fails })
    };
    let kind = |kind: Kind, limit| column(Text::new(kind.zh(), kind.name()), of(&mut bulletin.of_kind(kind)), limit);
    let front = column(Text::new("首页", "front page"), of(&mut bulletin.entries.iter()), inspection.front());
    let sections = inspection.sections.iter().map(|(section, limit)| {
        let is_in = |entry: &&Entry| matches!(&entry.record, Record::News(news) if news.section == *section);
        column(Text::new(section, section), of(&mut bulletin.of_kind(Kind::News).filter(is_in)), *limit)
    });
    let kinds = [kind(Kind::News, inspection.news()), kind(Kind::Notice, inspection.notices())];
    [front].into_iter().chain(kinds).chain(sections).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::time::untold;

    /// Days set beforehand, and events, that the calendar does not tell of. What is added to a record is told there, or named
    /// here.
    #[test]
    fn every_day_that_is_set_is_told_or_named() {
        let untold = untold(&["happens", "plan"], &|entry, way| coming(&entry.record, way).is_some());
        let named = [
            // The last day of what has begun.
            "event.end",
            "fair.end",
            // Values for a time to come.
            "figures.date",
            "figures.period",
            "indicator.targets.period",
            // The rules of progress and notices look at these.
            "notice.effective",
            "project.finish",
            "project.stages.date",
        ];
        assert_eq!(untold, named);
    }
}
