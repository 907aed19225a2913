//! What comes when: the days from which a site built today says something else, or something that is no longer so (S5, S8;
//! `standards.md` on disclosure and inspection).

use crate::date::{Day, PartialDate};
use crate::record::leaf::choices;
use crate::record::{Bulletin, Entry, Kind, Record};

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
        Stale = "stale", "栏目过期", "section fails";
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
    /// Of what: a milestone, a procedure, a title.
    pub name: String,
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

/// What comes from the day of the figures on, by day.
pub fn calendar(bulletin: &Bulletin, figures: &Figures) -> Vec<Item> {
    let day = figures.as_of;
    let mut items = Vec::new();
    for entry in &bulletin.entries {
        of_entry(entry, &mut |what, name: &str, date: Option<PartialDate>| {
            // The end of a month or a year is the last day on which something of it can be done.
            let on = |date: PartialDate| match what {
                Coming::Opens | Coming::Takes | Coming::Shown => date.first(),
                _ => date.last(),
            };
            items.extend(date.map(on).map(|day| Item {
                day,
                what,
                name: name.to_owned(),
                record: Some(entry.id.clone()),
            }));
        });
        if let Record::Project(project) = &entry.record {
            let allowed = bulletin.config.disclosure_days();
            let duties = disclosures(project, &figures.working_days, allowed, day);
            let due = duties.into_iter().filter(|duty| duty.state == DisclosureState::Due);
            items.extend(due.filter_map(|duty| {
                let record = Some(entry.id.clone());
                Some(Item { day: duty.due?, what: Coming::Disclosure, name: duty.title, record })
            }));
        }
    }
    items.extend(stale_sections(bulletin, day));
    items.retain(|item| item.wrong_from().is_some_and(|from| from > day));
    items.sort_by(|a, b| (a.day, a.what, &a.record, &a.name).cmp(&(b.day, b.what, &b.record, &b.name)));
    items
}

fn of_entry(entry: &Entry, add: &mut dyn FnMut(Coming, &str, Option<PartialDate>)) {
    let title = entry.record.common().title;
    if let Some((opens, closes)) = entry.record.listed().open_period() {
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
        Record::Notice(notice) => {
            add(Coming::Expires, title, notice.expires);
            add(Coming::Shown, title, notice.published);
        }
        Record::News(news) => add(Coming::Shown, title, news.date),
        _ => {}
    }
}

/// The first day on which a section counts as stale, where the bulletin is inspected and nothing new comes.
pub fn stale_from(bulletin: &Bulletin, kind: Kind, day: Day) -> Option<(Day, u32, Day)> {
    let inspection = bulletin.config.inspection?;
    let limit = match kind {
        Kind::News => inspection.news(),
        Kind::Notice => inspection.notices(),
        _ => return None,
    };
    let dates = bulletin.of_kind(kind).filter_map(|entry| entry.record.listed().date()).map(PartialDate::first);
    let last = dates.filter(|date| *date <= day).max()?;
    Some((last, limit, last.checked_add_days(chrono::Days::new(u64::from(limit) + 1))?))
}

fn stale_sections(bulletin: &Bulletin, day: Day) -> impl Iterator<Item = Item> + '_ {
    [Kind::News, Kind::Notice].into_iter().filter_map(move |kind| {
        let (.., from) = stale_from(bulletin, kind, day)?;
        Some(Item { day: from, what: Coming::Stale, name: kind.zh().to_owned(), record: None })
    })
}
