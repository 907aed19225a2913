//! The rules, by area.

pub(super) mod figures;
pub(super) mod prose;
