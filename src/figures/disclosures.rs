//! The disclosure clock 信息公开时限: what of the eight classes of major projects is disclosed, due, late or not recorded
//! (State Council office 2017 no. 94).

use std::collections::BTreeMap;

use crate::date::{Day, PartialDate, WorkingDays};
use crate::record::leaf::choices;
use crate::record::{Bulletin, Disclosure, DisclosureClass, Kind, Project, Record};

choices! {
    /// How far a disclosure is.
    DisclosureState {
        Late = "late", "逾期未公开", "late";
        Due = "due", "应公开", "due";
        AfterTerm = "after_term", "逾期后公开", "disclosed late";
        InTime = "in_time", "已公开", "disclosed";
        Unknown = "unknown", "日期不详", "date not known";
    }
}

/// A disclosure against its term.
#[derive(Clone, Debug)]
pub struct Disclosed {
    /// What was or is to be disclosed.
    pub title: String,
    /// Its class.
    pub class: DisclosureClass,
    /// Its place in the project's list, from 0.
    pub index: usize,
    /// How far it is.
    pub state: DisclosureState,
    /// The last day of the term. `None` where the day it came into being, or a year's working days, is not known.
    pub due: Option<Day>,
    /// Working days from its coming into being to its disclosure, or to the day.
    pub taken: Option<i64>,
}

/// A project's disclosures on a day, with a term of `allowed` working days.
pub fn disclosures(project: &Project, working: &WorkingDays, allowed: u32, as_of: Day) -> Vec<Disclosed> {
    let exact = |date: Option<PartialDate>| date.filter(|date| date.day().is_some()).map(PartialDate::first);
    let of = |(index, disclosure): (usize, &Disclosure)| {
        let arose = exact(disclosure.arose);
        let due = arose.and_then(|arose| working.after(arose, allowed));
        let until = if disclosure.disclosed.is_some() { exact(disclosure.disclosed) } else { Some(as_of) };
        let taken = arose.zip(until).filter(|(arose, until)| until >= arose);
        let taken = taken.and_then(|(arose, until)| working.between(arose, until));
        // A term that ends before a holiday is over on its last day, though no working day has passed since.
        let in_term = due.zip(until).filter(|_| taken.is_some()).map(|(due, until)| until <= due);
        let state = match (disclosure.disclosed.is_some(), in_term) {
            (false, Some(true)) => DisclosureState::Due,
            (false, Some(false)) => DisclosureState::Late,
            (true, Some(true)) => DisclosureState::InTime,
            (true, Some(false)) => DisclosureState::AfterTerm,
            (true, None) if arose.is_none() => DisclosureState::InTime,
            (_, None) => DisclosureState::Unknown,
        };
        Disclosed { title: disclosure.title.clone(), class: disclosure.class, index, state, due, taken }
    };
    project.disclosures.iter().enumerate().map(of).collect()
}

/// The disclosures of a project.
#[derive(Clone, Debug)]
pub struct Duties {
    /// The project's id.
    pub project: String,
    /// What it records.
    pub disclosures: Vec<Disclosed>,
    /// Classes of which it records nothing.
    pub missing: Vec<DisclosureClass>,
}

/// The disclosures of every project that records any, by the id of its office (empty where it names none).
pub fn duties(bulletin: &Bulletin, working: &WorkingDays, as_of: Day) -> BTreeMap<String, Vec<Duties>> {
    let mut by_office: BTreeMap<String, Vec<Duties>> = BTreeMap::new();
    for entry in bulletin.of_kind(Kind::Project) {
        let Record::Project(project) = &entry.record else { continue };
        if project.disclosures.is_empty() {
            continue;
        }
        let allowed = bulletin.config.disclosure_days();
        let recorded = |class: &DisclosureClass| project.disclosures.iter().any(|one| one.class == *class);
        let office = project.office.as_ref().map(|office| office.id.clone()).unwrap_or_default();
        by_office.entry(office).or_default().push(Duties {
            project: entry.id.clone(),
            disclosures: disclosures(project, working, allowed, as_of),
            missing: DisclosureClass::ALL.iter().copied().filter(|class| !recorded(class)).collect(),
        });
    }
    by_office
}
