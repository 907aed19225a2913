//! Job postings 招聘岗位.

use serde_json::Value;

use super::common::record;
use super::leaf::{Contact, Prose, Ref, choices};
use super::listed::{Facet, Listed, choice_facet, fact};
use super::part::part;
use super::to;
use crate::date::PartialDate;
use crate::quantity::Money;

record! {
    /// A job posting 招聘岗位.
    pub struct Job {
        /// Employer 用人单位.
        pub employer: String,
        /// Number wanted 招聘人数.
        pub count: u32,
        /// Kind of employment 用工形式.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub employment: Option<Employment>,
        /// What is asked for 岗位要求.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub requirements: Vec<String>,
        /// Pay 薪酬.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub pay: Option<Pay>,
        /// Benefits 福利.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub benefits: Vec<String>,
        /// Place of work 工作地点.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
        /// Park 园区.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub park: Option<Ref<to::Park>>,
        /// The project that needs the people 相关项目.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub project: Option<Ref<to::Project>>,
        /// The fair it is offered at 招聘会.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub fair: Option<Ref<to::Fair>>,
        /// The office that publishes it 发布单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<Ref<to::Office>>,
        /// First day to apply 开始日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub opens: Option<PartialDate> as plan,
        /// Last day to apply 截止日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub closes: Option<PartialDate> as plan,
        /// How to apply 报名方式.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub apply: Option<Prose>,
        /// Whom to ask 联系方式.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contact: Option<Contact>,
    }
}

/// What `gongbao new job` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "employer: 请填写  # 用人单位\n",
    "count: 请填写  # 招聘人数，只写数字\n",
    "# employment: 全职  # CHOICES(employment)\n",
    "# requirements: [岗位要求]\n",
    "# pay: {from: 4000元, to: 6000元, per: 月}  # CHOICES(pay.per)\n",
    "# closes: DAY\n",
);

impl Listed for Job {
    fn date(&self) -> Option<PartialDate> {
        self.published.or(self.opens)
    }

    fn facets(&self) -> Vec<Facet> {
        let employment = self.employment.map(|employment| choice_facet!("employment", employment));
        let fields = [Facet::text("place", &self.place), Facet::record("park", &self.park), employment];
        fields.into_iter().flatten().chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        let count = self.count.to_string();
        let count = Some(("job.count", serde_json::json!({ "choice": "", "zh": format!("{count}人"), "en": count })));
        let fields = [fact("job.employer", &Some(&self.employer)), count, fact("job.closes", &self.closes)];
        fields.into_iter().flatten().collect()
    }

    fn open_period(&self) -> Option<(Option<PartialDate>, Option<PartialDate>)> {
        Some((self.opens, self.closes))
    }
}

choices! {
    /// Kinds of employment.
    Employment {
        FullTime = "full_time", "全职", "Full time";
        PartTime = "part_time", "兼职", "Part time";
        Contract = "contract", "劳务", "Contract";
        Temporary = "temporary", "短期", "Temporary";
        Intern = "intern", "见习", "Internship";
    }
}

part! {
    /// Pay 薪酬, from and to, in 元.
    pub struct Pay {
        /// At least 最低.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub from: Option<Money>,
        /// At most 最高.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub to: Option<Money>,
        /// What the pay is for 计薪周期: an hour, a day, a month or a year.
        pub per: PayPeriod,
        /// A remark 备注, as `另有计件工资`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }
}

choices! {
    /// What pay is for.
    PayPeriod {
        Hour = "hour", "小时", "hour";
        Day = "day", "天", "day";
        Month = "month", "月", "month";
        Year = "year", "年", "year";
    }
}
