//! What is to be built, as of which day.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Utc};

use crate::date::Day;
use crate::record::SiteConfig;

/// What is to be built.
#[derive(Clone, Debug)]
pub struct Request {
    /// The bulletin's folder, which holds `content/`.
    pub root: PathBuf,
    /// Whether drafts are built too.
    pub drafts: bool,
    /// The site's address, instead of that in `site.yaml`.
    pub base_url: Option<String>,
    /// Whether a page shows the theme's components.
    pub gallery: bool,
    /// Whether links are relative, for a site that is read from a folder.
    pub relative: bool,
    /// The day.
    pub clock: Clock,
}

/// Where the day comes from: the first that is given. Nothing else reads the clock.
#[derive(Clone, Debug)]
pub struct Clock {
    /// `--as-of`.
    pub as_of: Option<Day>,
    /// `SOURCE_DATE_EPOCH`, seconds since 1970.
    pub epoch: Option<i64>,
    /// The moment, for bulletins whose `site.yaml` gives no day.
    pub now: DateTime<Utc>,
}

impl Clock {
    /// The day a bulletin with these settings is built as of.
    pub fn day(&self, config: &SiteConfig) -> Day {
        let zone = config.time_zone.as_deref().and_then(|zone| zone.parse::<FixedOffset>().ok());
        let zone = zone.or_else(|| FixedOffset::east_opt(8 * 3600));
        let local = |moment: DateTime<Utc>| {
            zone.map_or_else(|| moment.date_naive(), |zone| moment.with_timezone(&zone).date_naive())
        };
        self.as_of
            .or_else(|| self.epoch.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).map(local))
            .or_else(|| config.as_of.map(|day| day.last()))
            .unwrap_or_else(|| local(self.now))
    }
}
