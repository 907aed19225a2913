//! What follows from the records on a given day: relations between stated figures, counts by stage, totals.
//!
//! Plain functions of (bulletin, day), tested without disk. Pages only show what is computed here.

mod relations;
mod totals;

use std::collections::BTreeMap;

use crate::date::Day;
use crate::record::Bulletin;

pub use relations::{Outcome, Relation, RelationKind};
pub use totals::{StageCount, Total};

/// Everything computed for a day.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The day.
    pub as_of: Day,
    /// Recomputed relations by record id, in the order of the record.
    pub relations: BTreeMap<String, Vec<Relation>>,
    /// Projects by stage, in the order of a project's life; stages without projects left out.
    pub stages: Vec<StageCount>,
    /// Sum of the projects' total investment, in 元.
    pub investment: Total,
}

/// Computes the figures of `bulletin` for `as_of`.
pub fn compute(bulletin: &Bulletin, as_of: Day) -> Figures {
    Figures {
        as_of,
        relations: relations::all(bulletin),
        stages: totals::stages(bulletin),
        investment: totals::investment(bulletin),
    }
}
