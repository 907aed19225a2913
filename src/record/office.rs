//! Offices 单位: district, county, zone, departments, streets, townships.

use serde_json::Value;

use super::common::record;
use super::leaf::{Contact, Ref, WebAddress, choices};
use super::listed::{Facet, Listed, Order, choice_facet, leaf};
use super::to;
use crate::date::PartialDate;

record! {
    /// An office 单位.
    pub struct Office {
        /// Sort of office 类别.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<OfficeKind>,
        /// The office above it 上级单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<Ref<to::Office>>,
        /// Other names in use 别名.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub aliases: Vec<String>,
        /// Where it sits 地址.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
        /// What it is there for 职责.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub duties: Vec<String>,
        /// How to reach it 联系方式.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub contacts: Vec<Contact>,
        /// Its own website 网站.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub website: Option<WebAddress>,
    }
}

/// What `gongbao new office` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "# kind: 部门  # CHOICES(kind)\n",
    "# parent: 上级单位的编号\n",
    "# contacts:\n",
    "#   - {subject: 咨询, phone: 值班电话}\n",
);

impl Listed for Office {
    fn order(&self) -> Order {
        Order::ByTitle
    }

    fn date(&self) -> Option<PartialDate> {
        self.updated.or(self.published)
    }

    fn badge(&self) -> Option<Value> {
        self.kind.as_ref().map(leaf)
    }

    fn facets(&self) -> Vec<Facet> {
        self.kind.map(|kind| choice_facet!("kind", kind)).into_iter().chain(Facet::tags(&self.tags)).collect()
    }
}

choices! {
    /// Sorts of office.
    OfficeKind {
        Government = "government", "政府", "Government";
        Party = "party", "党委", "Party committee";
        Department = "department", "部门", "Department";
        Zone = "zone", "开发区", "Development zone";
        Street = "street", "街道", "Street";
        Township = "township", "乡镇", "Township";
        Community = "community", "社区", "Community";
        Village = "village", "村", "Village";
        Institution = "institution", "事业单位", "Institution";
        Team = "team", "专班", "Team";
    }
}
