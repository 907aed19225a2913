//! Job fairs 招聘会.

use serde_json::Value;

use super::common::record;
use super::leaf::{Contact, Ref, WebAddress, choices};
use super::listed::{Facet, Listed, choice_facet, fact, leaf};
use super::to;
use crate::date::PartialDate;

record! {
    /// A job fair or a series of them 招聘会: on site, online, live-streamed.
    pub struct Fair {
        /// How it is held 形式.
        pub format: FairFormat,
        /// First day 日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PartialDate> as happens,
        /// Last day 结束日期, where it lasts longer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub end: Option<PartialDate> as happens,
        /// How the date is told or inferred 日期说明.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date_note: Option<String>,
        /// Hours 时间, as `9:00—15:00`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub time: Option<String>,
        /// Where 地点.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub venue: Option<String>,
        /// Address to find it 地址.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub address: Option<String>,
        /// Where it is held online 网址.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub link: Option<WebAddress>,
        /// Organiser 主办单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub organiser: Option<Ref<to::Office>>,
        /// Whom it is for 服务对象.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub audience: Vec<String>,
        /// Kinds of posts offered 岗位类别.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub job_kinds: Vec<String>,
        /// Postponed or cancelled 举办情况; otherwise held as planned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<FairStatus>,
        /// Policies behind it 相关政策.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub policies: Vec<Ref<to::Notice>>,
        /// Whom to ask 联系方式.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contact: Option<Contact>,
    }
}

/// What `gongbao new fair` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "format: 请填写  # CHOICES(format)\n",
    "# date: DAY\n",
    "# venue: 地点\n",
    "# organiser: 主办单位的编号\n",
);

impl Listed for Fair {
    fn date(&self) -> Option<PartialDate> {
        self.date.or(self.published)
    }

    fn date_note(&self) -> Option<&str> {
        self.date_note.as_deref()
    }

    fn badge(&self) -> Option<Value> {
        let unlike = self.status.filter(|status| matches!(status, FairStatus::Postponed | FairStatus::Cancelled));
        Some(unlike.as_ref().map_or_else(|| leaf(&self.format), leaf))
    }

    fn facets(&self) -> Vec<Facet> {
        let organiser = Facet::record("office", &self.organiser);
        [choice_facet!("format", self.format)].into_iter().chain(organiser).chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        fact("fair.venue", &self.venue).into_iter().collect()
    }
}

choices! {
    /// How a fair is held.
    FairFormat {
        OnSite = "on_site", "现场", "On site";
        Online = "online", "网络", "Online";
        Live = "live", "直播", "Live stream";
        Mixed = "mixed", "线上线下", "Mixed";
    }
}

choices! {
    /// What became of a fair.
    FairStatus {
        Planned = "planned", "预告", "Planned";
        Held = "held", "已举办", "Held";
        Postponed = "postponed", "延期", "Postponed";
        Cancelled = "cancelled", "取消", "Cancelled";
    }
}
