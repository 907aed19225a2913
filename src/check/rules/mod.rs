//! The rules, by area.

pub(super) mod figures;
pub(super) mod places;
pub(super) mod progress;
pub(super) mod prose;
pub(super) mod targets;
