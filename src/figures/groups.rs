//! What belongs together: the projects of a park, an office or an event with their figures; enclave projects 飞地项目 (S10)
//! by township and park; stewards 项目管家 (S7) with their work.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{Ledger, LedgerCount, LedgerEntry};
use super::totals::{self, StageCount, Total, projects};
use super::{ColourState, Overdue};
use crate::record::{Bulletin, Colour, Kind, Project, Record, Steward};

/// A set of projects and its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The projects' record ids, in order.
    pub projects: Vec<String>,
    /// Projects by colour; those without one under `None`.
    pub colours: BTreeMap<Option<Colour>, usize>,
    /// Projects by stage.
    pub stages: Vec<StageCount>,
    /// How many came how far.
    pub funnel: Vec<StageCount>,
    /// Sum of the total investment.
    pub investment: Total,
    /// Their problems; for an office, the problems it is responsible for.
    pub problems: LedgerCount,
    /// Overdue items; for an office, those that wait for it.
    pub overdue: usize,
}

/// Enclave projects of a township in a park.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclave {
    /// The township that brought them in.
    pub township: String,
    /// The park they stand in, by record id, where it is known.
    pub park: Option<String>,
    /// The projects' record ids.
    pub projects: Vec<String>,
    /// Their money. A project counts once, here and in every total.
    pub money: Total,
}

/// A steward's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StewardLoad {
    /// The steward's office, else the project's, by record id.
    pub office: Option<String>,
    /// The role.
    pub role: String,
    /// Projects as chief steward, by record id.
    pub chief: Vec<String>,
    /// Projects as deputy.
    pub deputy: Vec<String>,
    /// Visits stated, in all; `None` where none are.
    pub visits: Option<u64>,
    /// Problems solved as stated, in all; `None` where none are.
    pub solved: Option<u64>,
}

/// The groups of all parks, offices and events that have projects, by record id. A park has the projects of the parks
/// in it, an office those of the offices under it.
pub(super) fn groups(
    bulletin: &Bulletin,
    colours: &BTreeMap<String, ColourState>,
    ledger: &Ledger,
    overdue: &[Overdue],
) -> BTreeMap<String, Group> {
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (entry, project) in projects(bulletin) {
        let park = project.park.as_ref().map(|park| park.id.as_str());
        let office = project.office.as_ref().map(|office| office.id.as_str());
        for owner in [park, office].into_iter().flatten().flat_map(|id| with_those_above(bulletin, id)) {
            members.entry(owner).or_default().insert(&entry.id);
        }
    }
    for entry in bulletin.of_kind(Kind::Event) {
        let Record::Event(event) = &entry.record else { continue };
        let ids = event.projects.iter().map(|project| project.id.as_str());
        members.entry(&entry.id).or_default().extend(ids.filter(|id| project(bulletin, id).is_some()));
    }
    let problems = by_office(bulletin, ledger.entries.iter(), |entry| responsible(bulletin, entry));
    let late = by_office(bulletin, overdue.iter(), |item| item.office.as_deref());
    let group = |(id, ids): (&str, BTreeSet<&str>)| {
        let of = || ids.iter().filter_map(|id| project(bulletin, id));
        let is_part = |project: &Project| totals::is_part_of_any(bulletin, project, &ids);
        let is_office = bulletin.entry(id).is_some_and(|entry| entry.kind == Kind::Office);
        let mut by_colour: BTreeMap<Option<Colour>, usize> = BTreeMap::new();
        for id in &ids {
            *by_colour.entry(colours.get(*id).and_then(|state| state.colour)).or_default() += 1;
        }
        let in_group = |entry: &&LedgerEntry| ids.contains(entry.project.as_str());
        let group = Group {
            projects: ids.iter().map(|id| (*id).to_owned()).collect(),
            colours: by_colour,
            stages: totals::stages(of(), &is_part),
            funnel: totals::funnel(of(), &is_part),
            investment: totals::investment(of(), &is_part),
            problems: match is_office {
                true => LedgerCount::of(problems.get(id).into_iter().flatten().copied()),
                false => LedgerCount::of(ledger.entries.iter().filter(in_group)),
            },
            overdue: match is_office {
                true => late.get(id).map_or(0, Vec::len),
                false => overdue.iter().filter(|item| ids.contains(item.project.as_str())).count(),
            },
        };
        (id.to_owned(), group)
    };
    members.into_iter().filter(|(_, ids)| !ids.is_empty()).map(group).collect()
}

fn project<'a>(bulletin: &'a Bulletin, id: &str) -> Option<&'a Project> {
    match &bulletin.entry(id)?.record {
        Record::Project(project) => Some(project),
        _ => None,
    }
}

/// The office responsible for a problem: its own, else the project's.
fn responsible<'a>(bulletin: &'a Bulletin, entry: &LedgerEntry) -> Option<&'a str> {
    let project = project(bulletin, &entry.project)?;
    let problem = project.problems.get(entry.index)?;
    problem.office.as_ref().or(project.office.as_ref()).map(|office| office.id.as_str())
}

/// Items under their office and every office above it.
fn by_office<'a, T>(
    bulletin: &'a Bulletin,
    items: impl Iterator<Item = &'a T>,
    office: impl Fn(&'a T) -> Option<&'a str>,
) -> BTreeMap<&'a str, Vec<&'a T>> {
    let mut out: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for item in items {
        for id in office(item).into_iter().flat_map(|id| with_those_above(bulletin, id)) {
            out.entry(id).or_default().push(item);
        }
    }
    out
}

/// A park or office and those above it, each once.
fn with_those_above<'a>(bulletin: &'a Bulletin, id: &'a str) -> Vec<&'a str> {
    let mut ids = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next.filter(|id| !ids.contains(id)) {
        ids.push(id);
        next = bulletin.entry(id).and_then(|entry| match &entry.record {
            Record::Park(park) => park.parent.as_ref().map(|parent| parent.id.as_str()),
            Record::Office(office) => office.parent.as_ref().map(|parent| parent.id.as_str()),
            _ => None,
        });
    }
    ids
}

/// Enclave projects by township, then park.
pub(super) fn enclaves(bulletin: &Bulletin) -> Vec<Enclave> {
    let mut by_township: BTreeMap<(&str, Option<&str>), Vec<&str>> = BTreeMap::new();
    for (entry, project) in projects(bulletin) {
        if let Some(township) = &project.enclave_of {
            let park = project.park.as_ref().map(|park| park.id.as_str());
            by_township.entry((township, park)).or_default().push(&entry.id);
        }
    }
    let enclave = |((township, park), ids): ((&str, Option<&str>), Vec<&str>)| {
        let all = ids.iter().copied().collect();
        let is_part = |project: &Project| totals::is_part_of_any(bulletin, project, &all);
        Enclave {
            township: township.to_owned(),
            park: park.map(str::to_owned),
            money: totals::investment(ids.iter().filter_map(|id| project(bulletin, id)), &is_part),
            projects: ids.iter().map(|id| (*id).to_owned()).collect(),
        }
    };
    by_township.into_iter().map(enclave).collect()
}

/// Stewards by office and role, those with the most projects first.
pub(super) fn stewards(bulletin: &Bulletin) -> Vec<StewardLoad> {
    let mut loads: BTreeMap<(Option<&str>, &str), StewardLoad> = BTreeMap::new();
    for (entry, project) in projects(bulletin) {
        let stewards = [(project.steward.as_ref(), true), (project.deputy_steward.as_ref(), false)];
        for (steward, chief) in stewards.into_iter().filter_map(|(steward, chief)| Some((steward?, chief))) {
            let office = steward.office.as_ref().or(project.office.as_ref()).map(|office| office.id.as_str());
            let load = loads.entry((office, &steward.role)).or_insert_with(|| StewardLoad {
                office: office.map(str::to_owned),
                role: steward.role.clone(),
                chief: Vec::new(),
                deputy: Vec::new(),
                visits: None,
                solved: None,
            });
            load.add(&entry.id, steward, chief);
        }
    }
    let mut loads: Vec<StewardLoad> = loads.into_values().collect();
    loads.sort_by_key(|load| std::cmp::Reverse(load.chief.len() + load.deputy.len()));
    loads
}

impl StewardLoad {
    fn add(&mut self, project: &str, steward: &Steward, chief: bool) {
        let list = if chief { &mut self.chief } else { &mut self.deputy };
        list.push(project.to_owned());
        let sum = |sum: Option<u64>, stated: Option<u32>| match stated {
            Some(stated) => Some(sum.unwrap_or(0) + u64::from(stated)),
            None => sum,
        };
        self.visits = sum(self.visits, steward.visits);
        self.solved = sum(self.solved, steward.solved);
    }
}
