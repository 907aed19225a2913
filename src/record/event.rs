//! Events 活动: trips, signings, meetings, festivals, campaigns.

use serde_json::Value;

use super::common::record;
use super::leaf::{Photo, Ref, choices};
use super::listed::{Facet, Listed, choice_facet, fact, leaf};
use super::to;
use crate::date::PartialDate;

record! {
    /// An event 活动.
    pub struct Event {
        /// Sort of event 类别.
        pub kind: EventKind,
        /// First day 日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PartialDate> as happens,
        /// Last day 结束日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub end: Option<PartialDate> as happens,
        /// How the date is told or inferred 日期说明.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date_note: Option<String>,
        /// Place 地点.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
        /// Host 主办.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub host: Option<Ref<to::Office>>,
        /// Who went or spoke, by role 参加人员（职务）.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub by: Option<String>,
        /// Firms and institutes met 对接单位.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub firms: Vec<String>,
        /// Projects it led to or dealt with 相关项目.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub projects: Vec<Ref<to::Project>>,
        /// Park it was about 园区.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub park: Option<Ref<to::Park>>,
        /// Photographs 图片.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub photos: Vec<Photo>,
    }
}

/// What `gongbao new event` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "kind: 请填写  # CHOICES(kind)\n",
    "# date: DAY\n",
    "# place: 地点\n",
    "# host: 主办单位的编号\n",
);

impl Listed for Event {
    fn date(&self) -> Option<PartialDate> {
        self.date.or(self.published)
    }

    fn date_note(&self) -> Option<&str> {
        self.date_note.as_deref()
    }

    fn badge(&self) -> Option<Value> {
        Some(leaf(&self.kind))
    }

    fn facets(&self) -> Vec<Facet> {
        let fields = [Some(choice_facet!("kind", self.kind)), Facet::record("office", &self.host)];
        fields.into_iter().flatten().chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        fact("facet.place", &self.place).into_iter().collect()
    }

    fn photo(&self) -> Option<&Photo> {
        self.photos.first()
    }
}

choices! {
    /// Sorts of event.
    EventKind {
        Trip = "trip", "外出招商", "Trip";
        Signing = "signing", "集中签约", "Signing";
        Meeting = "meeting", "会议", "Meeting";
        Promotion = "promotion", "推介活动", "Promotion";
        Festival = "festival", "节会", "Festival";
        Campaign = "campaign", "专项行动", "Campaign";
        Training = "training", "培训", "Training";
        Inspection = "inspection", "督查", "Inspection";
        Other = "other", "其他", "Other";
    }
}
