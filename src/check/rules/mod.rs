//! The rules, by area.

pub(super) mod figures;
pub(super) mod places;
pub(super) mod prose;
