//! Service guides 办事指南.

use serde_json::Value;

use super::common::record;
use super::leaf::{Attachment, Contact, FilePath, Prose, Ref, WebAddress};
use super::listed::{Facet, Listed, Order, fact};
use super::part::part;
use super::to;
use crate::date::PartialDate;

record! {
    /// A service 服务事项: what to bring, what happens, how long it takes.
    pub struct Service {
        /// Who does it 办理单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<Ref<to::Office>>,
        /// Whom it is for 服务对象.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub audience: Option<String>,
        /// Subject 主题.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub topic: Option<String>,
        /// What to bring 申请材料.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub materials: Vec<Material>,
        /// What happens 办理流程.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub steps: Vec<Step>,
        /// Limit set by law, in working days 法定时限.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub statutory_days: Option<u32>,
        /// Limit promised, in working days 承诺时限.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub promised_days: Option<u32>,
        /// The limit where the source does not say whether working days are meant 时限说明.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limit_note: Option<String>,
        /// Fee 收费标准.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub fee: Option<String>,
        /// Where 办理地点.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
        /// Hours 办理时间.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hours: Option<String>,
        /// Address for doing it online 网上办理.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub online: Option<WebAddress>,
        /// Who may apply 受理条件.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub conditions: Option<Prose>,
        /// Legal basis 设定依据.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub basis: Vec<Ref<to::Notice>>,
        /// Forms 表格下载.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub attachments: Vec<Attachment>,
        /// Whom to ask 咨询电话.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contact: Option<Contact>,
    }
}

/// What `gongbao new service` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "# office: 办理单位的编号\n",
    "# materials:\n",
    "#   - name: 材料名称\n",
    "# steps:\n",
    "#   - name: 环节名称\n",
    "# promised_days: 3\n",
);

impl Listed for Service {
    fn order(&self) -> Order {
        Order::ByTitle
    }

    fn date(&self) -> Option<PartialDate> {
        self.updated.or(self.published)
    }

    fn facets(&self) -> Vec<Facet> {
        let fields = [Facet::text("topic", &self.topic), Facet::record("office", &self.office)];
        fields.into_iter().flatten().chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        let days = self.promised_days.map(|days| {
            let (zh, en) = (format!("{days}个工作日"), format!("{days} working days"));
            ("service.promised_days", serde_json::json!({ "choice": "", "zh": zh, "en": en }))
        });
        let fields = [fact("service.audience", &self.audience), days];
        fields.into_iter().flatten().collect()
    }
}

part! {
    /// One paper to bring 申请材料.
    pub struct Material {
        /// Name 材料名称.
        pub name: String,
        /// How many 份数.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub copies: Option<u32>,
        /// Whether the original is needed 原件.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub original: bool,
        /// A form to fill in 表格.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub form: Option<FilePath>,
        /// A remark 备注.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }
}

part! {
    /// One step 环节.
    pub struct Step {
        /// What is done 环节名称.
        pub name: String,
        /// Who does it 办理单位: an office or window.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub who: Option<String>,
        /// Working days 工作日.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub days: Option<u32>,
        /// A remark 备注.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }
}
