//! Notices 公告: policies and their interpretations, consultations, public notices, procurement, personnel.

use serde_json::Value;

use super::common::record;
use super::leaf::{Attachment, Prose, Ref, choices};
use super::listed::{Facet, Listed, choice_facet, fact, leaf};
use super::part::part;
use super::to;
use crate::date::PartialDate;
use crate::quantity::Money;

record! {
    /// A notice 公告.
    pub struct Notice {
        /// Sort of notice 类别.
        pub kind: NoticeKind,
        /// Issuing body 发文机关.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub issuer: Option<Ref<to::Office>>,
        /// Issuing body as far as the source tells 发文机关说明, where it is not one of the offices.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub issuer_note: Option<String>,
        /// Index number 索引号.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub index: Option<String>,
        /// Document number 发文字号, as `示政发〔2023〕5号`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub number: Option<String>,
        /// Subject class 主题分类.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub topic: Option<String>,
        /// Date of the document 成文日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub dated: Option<PartialDate> as timeless,
        /// In force from 施行日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub effective: Option<PartialDate> as plan,
        /// In force until 有效期至.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub expires: Option<PartialDate> as plan,
        /// Validity 有效性. Unknown where not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<NoticeStatus>,
        /// True for a document known only because a source names it: no text, number or date is known 仅见名称.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub named_only: bool,
        /// For an interpretation: what it interprets 解读对象.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub interprets: Option<Ref<to::Notice>>,
        /// What this one amends 修改.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub amends: Vec<Ref<to::Notice>>,
        /// What this one repeals 废止.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub repeals: Vec<Ref<to::Notice>>,
        /// Services that carry it out 办理事项.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub services: Vec<Ref<to::Service>>,
        /// Projects it concerns 相关项目.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub projects: Vec<Ref<to::Project>>,
        /// For consultations and public notices: first day 开始日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub opens: Option<PartialDate> as plan,
        /// Last day 截止日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub closes: Option<PartialDate> as plan,
        /// Why a consultation is open for under 30 days 缩短征求意见期限的理由.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub short_reason: Option<String>,
        /// How to respond 反馈方式.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub respond: Option<Prose>,
        /// The notice that publishes the outcome 结果公告.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub outcome: Option<Ref<to::Notice>>,
        /// For procurement 采购.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub procurement: Option<Procurement>,
        /// For personnel notices: posts 岗位.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub positions: Vec<Position>,
        /// Files 附件.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub attachments: Vec<Attachment>,
    }
}

/// What `gongbao new notice` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "kind: 请填写  # CHOICES(kind)\n",
    "# issuer: 发文机关的编号\n",
    "# number: 示政发〔2025〕1号\n",
    "# dated: DAY\n",
    "# opens: DAY\n",
    "# closes: DAY\n",
);

impl Listed for Notice {
    fn date(&self) -> Option<PartialDate> {
        self.published.or(self.dated)
    }

    fn badge(&self) -> Option<Value> {
        Some(leaf(&self.kind))
    }

    fn facets(&self) -> Vec<Facet> {
        let status = self.status.map(|status| choice_facet!("status", status));
        let fields = [
            Some(choice_facet!("kind", self.kind)),
            Facet::record("issuer", &self.issuer),
            Facet::text("topic", &self.topic),
            status,
        ];
        fields.into_iter().flatten().chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        let fields = [
            fact("notice.number", &self.number),
            fact("notice.status", &self.status),
            fact("notice.issuer_note", &self.issuer_note),
            fact("notice.closes", &self.closes),
        ];
        fields.into_iter().flatten().collect()
    }

    fn open_period(&self) -> Option<(Option<PartialDate>, Option<PartialDate>)> {
        (self.kind == NoticeKind::Consultation).then_some((self.opens, self.closes))
    }

    fn is_named_only(&self) -> bool {
        self.named_only
    }
}

choices! {
    /// Sorts of notice.
    NoticeKind {
        Policy = "policy", "政策文件", "Policy";
        Interpretation = "interpretation", "政策解读", "Interpretation";
        Consultation = "consultation", "征求意见", "Consultation";
        Public = "public_notice", "公示", "Public notice";
        Procurement = "procurement", "采购公告", "Procurement";
        Personnel = "personnel", "人事信息", "Personnel";
        Other = "other", "其他公告", "Other";
    }
}

choices! {
    /// Validity of a policy 有效性.
    NoticeStatus {
        InForce = "in_force", "有效", "In force";
        Amended = "amended", "已修改", "Amended";
        Repealed = "repealed", "已废止", "Repealed";
        Expired = "expired", "已失效", "Expired";
    }
}

part! {
    /// What a procurement notice says.
    pub struct Procurement {
        /// Stage 采购阶段.
        pub stage: ProcurementStage,
        /// Budget 预算金额.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub budget: Option<Money>,
        /// Price awarded 成交金额.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub award: Option<Money>,
        /// Supplier, a firm 供应商.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub supplier: Option<String>,
        /// Way of procurement 采购方式.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub method: Option<String>,
    }
}

choices! {
    /// Stages of procurement.
    ProcurementStage {
        Intent = "intent", "采购意向", "Intent";
        Tender = "tender", "招标公告", "Tender";
        Change = "change", "更正公告", "Change";
        Award = "award", "中标（成交）公告", "Award";
        Failed = "failed", "废标公告", "Failed";
    }
}

part! {
    /// A post in a personnel notice.
    pub struct Position {
        /// Post 岗位名称.
        pub title: String,
        /// How many 人数.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub count: Option<u32>,
        /// Requirements 条件.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub requirements: Option<String>,
    }
}
