//! The second stage: what follows from the records on the day.

use std::borrow::Cow;

use super::parsed::Parsed;
use super::request::Request;
use crate::figures::{self, Figures};
use crate::record::Bulletin;
use crate::render::Theme;
use crate::site::Settings;

/// What follows from the records on the day.
pub struct Computed<'p> {
    pub(super) parsed: &'p Parsed,
    pub(super) bulletin: &'p Bulletin,
    pub(super) theme: &'p Theme,
    pub(super) on_day: Cow<'p, Bulletin>,
    pub(super) figures: Figures,
    pub(super) settings: Settings<'p>,
}

impl Parsed {
    /// Computes what follows from the records on the day. `None` where there is no bulletin or no theme.
    pub fn compute(&self, request: &Request) -> Option<Computed<'_>> {
        let (bulletin, theme) = (self.bulletin.as_ref()?, self.theme.as_ref().ok()?);
        let day = request.clock.day(&bulletin.config);
        let on_day = bulletin.on_day(day);
        let figures = figures::compute(&on_day, day);
        let settings = Settings {
            base: self.base.clone(),
            relative: request.relative,
            gallery: request.gallery,
            strings: theme.strings(),
            day_on_all: theme.asks_for_the_day(),
            assets: theme.asset_paths(),
        };
        Some(Computed { parsed: self, bulletin, theme, on_day, figures, settings })
    }
}
