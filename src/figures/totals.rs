//! Counts and sums over all projects.

use rust_decimal::Decimal;

use crate::quantity::{Comparator, Quantity, Scale};
use crate::record::{Bulletin, Kind, Record};

/// How many projects are listed under a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// The stage as a leaf.
    pub stage: serde_json::Value,
    /// Its key.
    pub key: &'static str,
    /// How many.
    pub n: usize,
}

/// A sum that says how many records it rests on. Projects that are part of another are not counted again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The sum; at least that much when a part is vague (`≥`). `None` when no record states a value.
    pub value: Option<Quantity>,
    /// Records that state a value.
    pub stated: usize,
    /// All records.
    pub of: usize,
}

pub(super) fn stages(bulletin: &Bulletin) -> Vec<StageCount> {
    let mut counts = std::collections::BTreeMap::new();
    for entry in bulletin.of_kind(Kind::Project) {
        let Record::Project(project) = &entry.record else { continue };
        if let Some(stage) = project.listed_stage() {
            *counts.entry(stage).or_insert(0_usize) += 1;
        }
    }
    counts
        .into_iter()
        .map(|(stage, n)| StageCount { stage: serde_json::to_value(stage).unwrap_or_default(), key: stage.key(), n })
        .collect()
}

pub(super) fn investment(bulletin: &Bulletin) -> Total {
    let mut of = 0;
    let mut stated = 0;
    let mut sum = Decimal::ZERO;
    let mut comparator = Comparator::Exactly;
    for entry in bulletin.of_kind(Kind::Project) {
        let Record::Project(project) = &entry.record else { continue };
        if project.part_of.is_some() {
            continue;
        }
        of += 1;
        let total = project.investment.as_ref().and_then(|investment| investment.total.as_ref());
        if let Some((money, whole)) = total.and_then(|money| Some((money, money.0.whole()?))) {
            let Some(next) = sum.checked_add(whole) else { continue };
            sum = next;
            stated += 1;
            comparator = added(comparator, &money.0);
        }
    }
    let exact = Quantity { comparator, value: Decimal::ZERO, to: None, scale: Scale::Yi, unit: "元".into() };
    let value = (stated > 0).then(|| Quantity { comparator, ..exact.like(sum) });
    Total { value, stated, of }
}

/// How vague a sum is once `part` is added: lower bounds keep it a lower bound, anything else makes it approximate.
fn added(sum: Comparator, part: &Quantity) -> Comparator {
    let lower = |comparator| matches!(comparator, Comparator::Exactly | Comparator::AtLeast | Comparator::MoreThan);
    match (sum, part.comparator) {
        (sum, Comparator::Exactly) if part.to.is_none() => sum,
        (sum, other) if lower(sum) && lower(other) => Comparator::AtLeast,
        _ => Comparator::About,
    }
}
