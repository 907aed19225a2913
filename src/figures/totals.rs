//! Counts and sums over projects: by stage, and how many came how far.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::quantity::{Comparator, Quantity, Scale};
use crate::record::{Bulletin, Entry, Kind, Project, Record, Stage};

/// Projects listed under a stage, and their money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// How many.
    pub n: usize,
    /// Their total investment.
    pub money: Total,
}

/// A sum that says how many records it rests on. Projects that are part of another are not counted again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum; `≥` of ranges and lower bounds, `≤` of upper ones. `None` when no record states a value.
    pub value: Option<Quantity>,
    /// Records that state a value.
    pub stated: usize,
    /// All records.
    pub of: usize,
}

/// The projects of a bulletin, with their ids.
pub(super) fn projects(bulletin: &Bulletin) -> impl Iterator<Item = (&Entry, &Project)> {
    bulletin.of_kind(Kind::Project).filter_map(|entry| match &entry.record {
        Record::Project(project) => Some((entry, &**project)),
        _ => None,
    })
}

/// Projects by the stage they are listed under, in the order of a project's life; stages without projects left out.
pub(super) fn stages<'a>(projects: impl Iterator<Item = &'a Project>, is_part: IsPart<'_>) -> Vec<StageCount> {
    let mut by_stage: BTreeMap<Stage, Vec<&Project>> = BTreeMap::new();
    for project in projects {
        if let Some(stage) = project.listed_stage() {
            by_stage.entry(stage).or_default().push(project);
        }
    }
    by_stage.into_iter().map(|(stage, projects)| count(stage, &projects, is_part)).collect()
}

/// Steps of the funnel from talks to production 洽谈到投产 (S10).
const STEPS: &[Stage] = &[Stage::InTalks, Stage::Signed, Stage::Landed, Stage::Started, Stage::Production];

/// How many projects came how far: at each step, those that reached it or a later one, as a whole.
pub(super) fn funnel<'a>(projects: impl Iterator<Item = &'a Project>, is_part: IsPart<'_>) -> Vec<StageCount> {
    let furthest = |project: &Project| {
        let whole = project.stages.iter().filter(|entry| !entry.planned && entry.scope.is_none());
        whole.map(|entry| entry.stage).filter(|stage| *stage < Stage::Stopped).max()
    };
    let reached: Vec<(Stage, &Project)> = projects.filter_map(|project| Some((furthest(project)?, project))).collect();
    let step = |step: &Stage| {
        let projects: Vec<&Project> =
            reached.iter().filter(|(furthest, _)| furthest >= step).map(|(_, project)| *project).collect();
        count(*step, &projects, is_part)
    };
    STEPS.iter().map(step).collect()
}

fn count(stage: Stage, projects: &[&Project], is_part: IsPart<'_>) -> StageCount {
    StageCount { stage, n: projects.len(), money: investment(projects.iter().copied(), is_part) }
}

/// Whether a project is part of another one that is counted, so that its money is there already.
pub(super) type IsPart<'f> = &'f dyn Fn(&Project) -> bool;

/// Whether a project is part of any other.
pub(super) fn is_part(project: &Project) -> bool {
    project.part_of.is_some()
}

/// Whether a project is part, perhaps by others, of one of these.
pub(super) fn is_part_of_any(bulletin: &Bulletin, project: &Project, ids: &BTreeSet<&str>) -> bool {
    let mut seen = BTreeSet::new();
    let mut above = project.part_of.as_ref().map(|whole| whole.id.as_str());
    while let Some(id) = above.filter(|id| seen.insert(*id)) {
        if ids.contains(id) {
            return true;
        }
        above = match bulletin.entry(id).map(|entry| &entry.record) {
            Some(Record::Project(whole)) => whole.part_of.as_ref().map(|whole| whole.id.as_str()),
            _ => None,
        };
    }
    false
}

/// Sum of the total investment of projects that are no part of others that are counted.
pub(super) fn investment<'a>(projects: impl Iterator<Item = &'a Project>, is_part: IsPart<'_>) -> Total {
    let mut total = Total::default();
    let mut sum = Decimal::ZERO;
    let mut parts = Vec::new();
    for project in projects.filter(|project| !is_part(project)) {
        total.of += 1;
        let money = project.investment.as_ref().and_then(|investment| investment.total.as_ref());
        if let Some((money, whole)) = money.and_then(|money| Some((money, money.0.whole()?))) {
            let Some(next) = sum.checked_add(whole) else { continue };
            sum = next;
            total.stated += 1;
            parts.push(&money.0);
        }
    }
    let comparator = of_sum(&parts);
    let exact = Quantity { comparator, value: Decimal::ZERO, to: None, scale: Scale::Yi, unit: "元".into() };
    total.value = (total.stated > 0).then(|| Quantity { comparator, ..exact.like(sum) });
    total
}

/// How a sum stands to the true one, of which the lower ends of ranges were added: at least, where a part is a range or a
/// lower bound; at most, where one is an upper bound; about, where there are both, or what is about.
fn of_sum(parts: &[&Quantity]) -> Comparator {
    let has = |wanted: &dyn Fn(&Quantity) -> bool| parts.iter().any(|part| wanted(part));
    let has_lower =
        has(&|part| part.to.is_some() || matches!(part.comparator, Comparator::AtLeast | Comparator::MoreThan));
    let has_upper = has(&|part| matches!(part.comparator, Comparator::AtMost | Comparator::LessThan));
    match (has_lower, has_upper, has(&|part| part.comparator == Comparator::About)) {
        (true, false, _) => Comparator::AtLeast,
        (false, true, _) => Comparator::AtMost,
        (false, false, false) => Comparator::Exactly,
        _ => Comparator::About,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(yaml: &str) -> Project {
        serde_yaml::from_str(&format!("title: 甲\n{yaml}")).expect("a project")
    }

    #[test]
    fn a_project_counts_at_every_step_it_has_passed() {
        let projects = [
            project("stages: [{stage: 签约}, {stage: 取消, reason: 无}]\ninvestment: {total: 1亿元}\n"),
            project("stages: [{stage: 投产}]\ninvestment: {total: ≥2亿元}\n"),
            project("stages: [{stage: 开工, scope: 一期}]\n"),
            project("stages: [{stage: 储备}, {stage: 落地, planned: true}]\n"),
        ];
        let counted: Vec<_> = funnel(projects.iter(), &is_part)
            .iter()
            .map(|step| (step.stage.key(), step.n, step.money.value.as_ref().map(Quantity::to_string)))
            .collect();
        let money = |text: &str| Some(text.to_owned());
        assert_eq!(
            counted,
            [
                ("in_talks", 2, money("≥3亿元")),
                ("signed", 2, money("≥3亿元")),
                ("landed", 1, money("≥2亿元")),
                ("started", 1, money("≥2亿元")),
                ("production", 1, money("≥2亿元")),
            ]
        );
    }

    #[test]
    fn a_sum_says_how_vague_its_parts_are() {
        for (parts, expected) in [
            (&["3~5亿元", "≥3亿元", "约0.33亿元"][..], "≥6.33亿元"),
            (&["3~5亿元", "1亿元"], "≥4亿元"),
            (&[">3亿元", "约1亿元"], "≥4亿元"),
            (&["≤3亿元", "1亿元"], "≤4亿元"),
            (&["<3亿元", "≥1亿元"], "约4亿元"),
            (&["约3亿元", "1亿元"], "约4亿元"),
            (&["3亿元", "1亿元"], "4亿元"),
        ] {
            let projects: Vec<Project> =
                parts.iter().map(|part| project(&format!("investment: {{total: \"{part}\"}}\n"))).collect();
            let total = investment(projects.iter(), &is_part);
            assert_eq!(total.value.map(|sum| sum.to_string()).as_deref(), Some(expected), "{parts:?}");
        }
    }

    #[test]
    fn parts_of_a_project_are_not_added_again() {
        let projects =
            [project("investment: {total: 5亿元}\n"), project("part_of: a\ninvestment: {total: 1亿元}\n"), project("")];
        let total = investment(projects.iter(), &is_part);
        assert_eq!((total.value.map(|sum| sum.to_string()), total.stated, total.of), (Some("5亿元".into()), 1, 2));
    }
}
