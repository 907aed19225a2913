//! Stages: how many projects came how far, which are halted, which are enclaves (S2, S10).

use super::Planned;
use crate::record::{Entry, Kind, PageKind, Stage};
use crate::site::Plan;
use crate::site::view::{Cell, Head, Link, SheetParts, SheetSection, SheetView, TableView};

/// What the page has beside `site` and `page`.
pub type Parts = SheetParts;

pub(super) type Of = ();

const ADDRESS: &str = "/stages/";

/// The link to the page, when any project has a stage.
pub(in crate::site) fn link(plan: &Plan<'_>) -> Option<Link> {
    let link = || Link::new(plan.word("stages.title"), plan.settings.base.link(ADDRESS));
    (plan.shows(PageKind::Stages) && !plan.figures.stages.is_empty()).then(link)
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "sheet", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let sections = [
        plan.funnel_section(&plan.figures.funnel),
        Some(plan.stages_section()),
        plan.halted_section(),
        plan.enclaves_section(),
    ];
    let notes = vec![plan.word("stages.intro")];
    let view = SheetView { notes, sections: sections.into_iter().flatten().collect(), ..SheetView::default() };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    Some(view.at(plan, ADDRESS, &plan.word("stages.title"), above))
}

impl Plan<'_> {
    /// The link to the list of projects at a stage, where the site has lists by stage.
    pub(super) fn stage_link(&self, stage: Stage) -> Option<String> {
        let address = format!("/projects/stage/{}/", crate::text::slug(stage.key()));
        self.bulletin.config.shows_facet(Kind::Project, "stage").then(|| self.settings.base.link(&address))
    }

    fn stages_section(&self) -> SheetSection {
        let row = |stage: &crate::figures::StageCount| {
            let n = Cell { url: self.stage_link(stage.stage), ..Cell::text(stage.n) };
            vec![Cell::badge(stage.stage), n, self.money_cell(&stage.money)]
        };
        let stages = &self.figures.stages;
        let head = self.head_cells([("facet.stage", false), ("group.projects", true), ("home.investment", true)]);
        let mut table = TableView::new(self.word("stages.caption"), head, stages.iter().map(row).collect());
        // The sum of money is that of all projects, so their number is too.
        let all = self.bulletin.of_kind(Kind::Project).count();
        let without = all.saturating_sub(stages.iter().map(|stage| stage.n).sum());
        table.foot =
            vec![Cell::text(self.word("ledger.total")), Cell::text(all), self.money_cell(&self.figures.investment)];
        let notes =
            (without > 0).then(|| self.settings.strings.with_n("stages.without", without)).into_iter().collect();
        let title = self.word("home.stages");
        SheetSection { id: "stages".into(), title, notes, table: Some(table), ..SheetSection::default() }
    }

    /// Projects that are stopped, slowed or cancelled, with the reason.
    fn halted_section(&self) -> Option<SheetSection> {
        let halted = |entry: &Entry| {
            let (entry, project) = self.project(&entry.id)?;
            let last = project.stages.iter().rev().find(|entry| !entry.planned && entry.scope.is_none())?;
            matches!(last.stage, Stage::Stopped | Stage::Slowed | Stage::Cancelled).then(|| {
                let date =
                    last.date.map_or_else(|| self.unknown(), |date| Cell { date: Some(date), ..Cell::default() });
                let reason = last.reason.as_ref().map_or_else(|| self.unknown(), Cell::text);
                vec![Cell::link(self.link(entry)), Cell::badge(last.stage), date, reason]
            })
        };
        let rows: Vec<Vec<Cell>> = self.bulletin.of_kind(Kind::Project).filter_map(halted).collect();
        let head =
            [("kind.project.one", false), ("facet.stage", false), ("stages.since", false), ("stages.reason", false)];
        let table = TableView::new(self.word("stages.halted_caption"), self.head_cells(head), rows);
        let title = self.word("stages.halted");
        (!table.rows.is_empty()).then(|| SheetSection {
            id: "halted".into(),
            title,
            table: Some(table),
            ..SheetSection::default()
        })
    }

    fn enclaves_section(&self) -> Option<SheetSection> {
        let row = |enclave: &crate::figures::Enclave| {
            let park = enclave.park.as_deref().and_then(|id| self.bulletin.entry(id));
            let park = park.map_or_else(|| self.unknown(), |park| Cell::link(self.link(park)));
            let names: Vec<&str> =
                enclave.projects.iter().filter_map(|id| Some(self.bulletin.entry(id)?.record.common().title)).collect();
            let n = Cell::text(enclave.projects.len()).note(Some(names.join("、")));
            vec![Cell::text(&enclave.township), park, n, self.money_cell(&enclave.money)]
        };
        let enclaves = &self.figures.enclaves;
        let head =
            [("stages.township", false), ("facet.park", false), ("group.projects", true), ("home.investment", true)];
        let table = TableView::new(
            self.word("stages.enclaves_caption"),
            self.head_cells(head),
            enclaves.iter().map(row).collect(),
        );
        let (title, notes) = (self.word("stages.enclaves"), vec![self.word("stages.enclaves_note")]);
        let section =
            || SheetSection { id: "enclaves".into(), title, notes, table: Some(table), ..SheetSection::default() };
        (!enclaves.is_empty()).then(section)
    }
}
