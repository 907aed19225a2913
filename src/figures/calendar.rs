//! What comes when: the days from which a site built today says something else, or something that is no longer so (S5, S8;
//! `standards.md` on disclosure and inspection).

use crate::date::{Day, PartialDate};
use crate::diagnostic::Text;
use crate::record::leaf::choices;
use crate::record::{Bulletin, Entry, Kind, Record, later_days};

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
pub struct Item {
    /// The day itself: the last on which something can be done, or the first of something new.
    pub day: Day,
    /// What.
    pub what: Coming,
    /// Of what: a milestone, a procedure, a title, a column.
    pub name: Text,
    /// The record's id, where it is of one.
    pub record: Option<String>,
}

impl Item {
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
pub fn calendar(bulletin: &Bulletin, on_day: &Bulletin, figures: &Figures) -> Vec<Item> {
    let day = figures.as_of;
    let mut items = Vec::new();
    for entry in &bulletin.entries {
        let title = entry.record.common().title;
        items.extend(later_days(&entry.record, day).into_iter().map(|day| Item {
            day,
            what: Coming::Shown,
            name: Text::new(title, title),
            record: Some(entry.id.clone()),
        }));
    }
    for entry in &on_day.entries {
        of_entry(entry, &mut |what, name: &str, date: Option<PartialDate>| {
            // The end of a month or a year is the last day on which something of it can be done.
            let on = |date: PartialDate| match what {
                Coming::Opens | Coming::Takes => date.first(),
                _ => date.last(),
            };
            items.extend(date.map(on).map(|day| Item {
                day,
                what,
                name: Text::new(name, name),
                record: Some(entry.id.clone()),
            }));
        });
        if let Record::Project(project) = &entry.record {
            let allowed = on_day.config.disclosure_days();
            let duties = disclosures(project, &figures.working_days, allowed, day);
            let due = duties.into_iter().filter(|duty| duty.state == DisclosureState::Due);
            items.extend(due.filter_map(|duty| {
                let record = Some(entry.id.clone());
                let name = Text::new(duty.title.clone(), duty.title);
                Some(Item { day: duty.due?, what: Coming::Disclosure, name, record })
            }));
        }
    }
    items.extend(columns(on_day, day).into_iter().map(|column| Item {
        day: column.fails,
        what: Coming::Stale,
        name: column.name,
        record: None,
    }));
    items.retain(|item| item.wrong_from().is_some_and(|from| from > day));
    items.sort_by(|a, b| (a.day, a.what, &a.record, &a.name).cmp(&(b.day, b.what, &b.record, &b.name)));
    items
}

fn of_entry(entry: &Entry, add: &mut dyn FnMut(Coming, &str, Option<PartialDate>)) {
    let title = entry.record.common().title;
    let open = match &entry.record {
        Record::Notice(notice) => Some((notice.opens, notice.closes)),
        record => record.listed().open_period(),
    };
    if let Some((opens, closes)) = open {
        add(Coming::Opens, title, opens);
        add(Coming::Closes, title, closes);
    }
    match &entry.record {
        Record::Project(project) => {
            for milestone in project.milestones.iter().filter(|milestone| milestone.actual.is_none()) {
                add(Coming::Due, &milestone.name, milestone.planned);
            }
            let open =
                |procedure: &&crate::record::Procedure| procedure.done.is_none() && procedure.not_applicable.is_none();
            for procedure in project.procedures.iter().filter(open) {
                add(Coming::Due, &procedure.name, procedure.due);
            }
        }
        Record::Event(_) | Record::Fair(_) => add(Coming::Takes, title, entry.record.listed().date()),
        Record::Notice(notice) => add(Coming::Expires, title, notice.expires),
        _ => {}
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
