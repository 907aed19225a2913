//! News 新闻: briefs, long reads, photo news.

use serde_json::Value;

use super::common::record;
use super::leaf::{Photo, Ref};
use super::listed::{Facet, Listed, fact};
use super::to;
use crate::date::PartialDate;

record! {
    /// A news item 新闻. Its text is the Markdown after the front matter.
    pub struct News {
        /// Date of the item; a month or a year where that is all the source says 日期. Its permanent address is made from it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PartialDate> as known,
        /// How the date is told or where it was inferred from 日期说明, as `原文称“近日”`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date_note: Option<String>,
        /// Line above the headline 引题.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kicker: Option<String>,
        /// Line below the headline 副题.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub subtitle: Option<String>,
        /// Section 栏目, as `快讯`, `综述`, `图说`.
        pub section: String,
        /// The office the item is about or comes from 单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<Ref<to::Office>>,
        /// Source line 来源, an office or a paper, never a private person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub byline: Option<String>,
        /// Place 地点.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
        /// Photographs 图片.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub photos: Vec<Photo>,
        /// Projects it is about 相关项目.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub projects: Vec<Ref<to::Project>>,
        /// Indicators it is about 相关指标.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub indicators: Vec<Ref<to::Indicator>>,
        /// Events it is about 相关活动.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub events: Vec<Ref<to::Event>>,
    }
}

/// What `gongbao new news` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "---\n",
    "title: TITLE\n",
    "published: DAY\n",
    "# date: DAY  # 事情发生的那一天\n",
    "section: 请填写  # 栏目，如 快讯、综述、图说\n",
    "# office: 单位的编号\n",
    "# projects: [项目的编号]\n",
    "---\n",
    "\n",
    "请填写\n",
);

impl Listed for News {
    fn date(&self) -> Option<PartialDate> {
        self.date.or(self.published)
    }

    fn date_note(&self) -> Option<&str> {
        self.date_note.as_deref()
    }

    fn facets(&self) -> Vec<Facet> {
        let section = Facet::text("section", &Some(self.section.clone()));
        [section, Facet::record("office", &self.office)].into_iter().flatten().chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        [fact("facet.section", &Some(&self.section)), fact("facet.place", &self.place)].into_iter().flatten().collect()
    }

    fn address_prefix(&self) -> Option<String> {
        Some(match (self.date(), self.date().and_then(PartialDate::month)) {
            (Some(date), Some(month)) => format!("{}/{month:02}", date.year()),
            (Some(date), None) => date.year().to_string(),
            (None, _) => "undated".to_owned(),
        })
    }

    fn photo(&self) -> Option<&Photo> {
        self.photos.first()
    }
}
