//! Stages: how many projects came how far, which are halted, which are enclaves (S2, S10).

use super::Planned;
use crate::record::{Entry, Kind, PageKind, Stage};
use crate::site::Plan;
use crate::site::view::{Cell, Head, Link, SheetParts, SheetSection, SheetView, TableView, funnel_section, project_of};

/// What the page has beside `site` and `page`.
pub type Parts = SheetParts;

pub(super) type Of = ();

const ADDRESS: &str = "/stages/";

/// The link to the page, when any project has a stage.
pub(in crate::site) fn link(plan: &Plan<'_>) -> Option<Link> {
    (plan.shows(PageKind::Stages) && !plan.figures.stages.is_empty()).then(|| plan.link("stages.title", ADDRESS))
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "sheet", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let sections = [
        funnel_section(plan, &plan.figures.funnel),
        Some(stages_section(plan)),
        halted_section(plan),
        enclaves_section(plan),
    ];
    let notes = vec![plan.words.get("stages.intro")];
    let view = SheetView { notes, sections: sections.into_iter().flatten().collect(), ..SheetView::default() };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    Some(view.at(plan, ADDRESS, &plan.words.get("stages.title"), above))
}

/// The link to the list of projects at a stage, where the site has lists by stage.
pub(super) fn stage_link(plan: &Plan<'_>, stage: Stage) -> Option<String> {
    let address = format!("/projects/stage/{}/", crate::text::slug(stage.key()));
    plan.bulletin.config.shows_facet(Kind::Project, "stage").then(|| plan.routes.to(&address))
}

fn stages_section(plan: &Plan<'_>) -> SheetSection {
    let row = |stage: &crate::figures::StageCount| {
        let n = Cell { url: stage_link(plan, stage.stage), ..Cell::text(stage.n) };
        vec![Cell::badge(stage.stage), n, plan.words.money(&stage.money)]
    };
    let stages = &plan.figures.stages;
    let head = plan.words.heads([("facet.stage", false), ("group.projects", true), ("home.investment", true)]);
    let mut table = TableView::new(plan.words.get("stages.caption"), head, stages.iter().map(row).collect());
    // The sum of money is that of all projects, so their number is too.
    let all = plan.bulletin.of_kind(Kind::Project).count();
    let without = all.saturating_sub(stages.iter().map(|stage| stage.n).sum());
    table.foot =
        vec![Cell::text(plan.words.get("ledger.total")), Cell::text(all), plan.words.money(&plan.figures.investment)];
    let notes = (without > 0).then(|| plan.words.with_n("stages.without", without)).into_iter().collect();
    let title = plan.words.get("home.stages");
    SheetSection { notes, ..SheetSection::of("stages", title, table) }
}

/// Projects that are stopped, slowed or cancelled, with the reason.
fn halted_section(plan: &Plan<'_>) -> Option<SheetSection> {
    let halted = |entry: &Entry| {
        let (entry, project) = project_of(plan, &entry.id)?;
        let last = project.stages.iter().rev().find(|entry| !entry.planned && entry.scope.is_none())?;
        matches!(last.stage, Stage::Stopped | Stage::Slowed | Stage::Cancelled).then(|| {
            let date =
                last.date.map_or_else(|| plan.words.unknown(), |date| Cell { date: Some(date), ..Cell::default() });
            let reason = last.reason.as_ref().map_or_else(|| plan.words.unknown(), Cell::text);
            vec![Cell::link(plan.routes.record(entry)), Cell::badge(last.stage), date, reason]
        })
    };
    let rows: Vec<Vec<Cell>> = plan.bulletin.of_kind(Kind::Project).filter_map(halted).collect();
    let head = [("kind.project.one", false), ("facet.stage", false), ("stages.since", false), ("stages.reason", false)];
    let table = TableView::new(plan.words.get("stages.halted_caption"), plan.words.heads(head), rows);
    let title = plan.words.get("stages.halted");
    (!table.rows.is_empty()).then(|| SheetSection {
        id: "halted".into(),
        title,
        table: Some(table),
        ..SheetSection::default()
    })
}

fn enclaves_section(plan: &Plan<'_>) -> Option<SheetSection> {
    let row = |enclave: &crate::figures::Enclave| {
        let park = enclave.park.as_deref().and_then(|id| plan.bulletin.entry(id));
        let park = park.map_or_else(|| plan.words.unknown(), |park| Cell::link(plan.routes.record(park)));
        let names: Vec<&str> =
            enclave.projects.iter().filter_map(|id| Some(plan.bulletin.entry(id)?.record.common().title)).collect();
        let n = Cell::text(enclave.projects.len()).note(Some(names.join("、")));
        vec![Cell::text(&enclave.township), park, n, plan.words.money(&enclave.money)]
    };
    let enclaves = &plan.figures.enclaves;
    let head = [("stages.township", false), ("facet.park", false), ("group.projects", true), ("home.investment", true)];
    let table = TableView::new(
        plan.words.get("stages.enclaves_caption"),
        plan.words.heads(head),
        enclaves.iter().map(row).collect(),
    );
    let (title, notes) = (plan.words.get("stages.enclaves"), vec![plan.words.get("stages.enclaves_note")]);
    let section = || SheetSection { notes, ..SheetSection::of("enclaves", title, table) };
    (!enclaves.is_empty()).then(section)
}
