//! Parks 园区, clusters, bases, business districts.

use serde_json::Value;

use super::common::record;
use super::leaf::{Photo, Ref, Source, choices};
use super::listed::{Facet, Listed, Order, choice_facet, fact, leaf};
use super::part::part;
use super::to;
use crate::date::PartialDate;

record! {
    /// A park 园区, cluster 产业集群, base 基地 or business district 商圈.
    pub struct Park {
        /// Sort of park 类别.
        pub kind: ParkKind,
        /// The park or cluster it is part of 所属.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<Ref<to::Park>>,
        /// Who runs it 管理单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<Ref<to::Office>>,
        /// Other names in use 别名.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub aliases: Vec<String>,
        /// Place 所在地.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
        /// Industries 主导产业.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub industries: Vec<String>,
        /// Its parts or streets, where the source names them 组成.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub members: Vec<String>,
        /// Founding, recognition and the like 沿革.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub history: Vec<ParkEvent>,
        /// Photographs 图片.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub photos: Vec<Photo>,
    }
}

/// What `gongbao new park` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "kind: 请填写  # CHOICES(kind)\n",
    "# place: 所在地\n",
    "# industries: [产业]\n",
);

impl Listed for Park {
    fn order(&self) -> Order {
        Order::ByTitle
    }

    fn date(&self) -> Option<PartialDate> {
        self.updated.or(self.published)
    }

    fn badge(&self) -> Option<Value> {
        Some(leaf(&self.kind))
    }

    fn facets(&self) -> Vec<Facet> {
        [choice_facet!("kind", self.kind)].into_iter().chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        fact("facet.place", &self.place).into_iter().collect()
    }

    fn photo(&self) -> Option<&Photo> {
        self.photos.first()
    }
}

choices! {
    /// Sorts of park.
    ParkKind {
        Zone = "zone", "开发区", "Development zone";
        Park = "park", "园区", "Park";
        Cluster = "cluster", "产业集群", "Cluster";
        Base = "base", "产业基地", "Base";
        District = "district", "商圈", "Business district";
        Street = "street", "特色街区", "Street";
        Hall = "hall", "服务场所", "Service place";
        Plan = "plan", "规划布局", "Planning frame";
    }
}

part! {
    /// A step in a park's history 沿革.
    pub struct ParkEvent {
        /// When 日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PartialDate> as known,
        /// What happened 事件.
        pub what: String,
        /// Where it stands 来源.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }
}
