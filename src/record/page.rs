//! Free pages 页面: about, contacts, statements.

use super::common::record;
use super::listed::{Listed, Order};
use crate::date::PartialDate;

record! {
    /// A free page 页面, such as `about`. Its id is its address.
    pub struct Page {
        /// Shown in the foot of every page 页脚链接.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub menu: bool,
    }
}

/// What `gongbao new page` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "---\n",
    "title: TITLE\n",
    "published: DAY\n",
    "# menu: true  # 列在网站菜单里\n",
    "---\n",
    "\n",
    "请填写\n",
);

impl Listed for Page {
    fn order(&self) -> Order {
        Order::ByTitle
    }

    fn date(&self) -> Option<PartialDate> {
        self.updated.or(self.published)
    }
}
