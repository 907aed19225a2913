//! Indicators 指标: targets, actual series, parts, rates.

use serde_json::Value;

use super::common::record;
use super::leaf::{Ref, Source};
use super::listed::{Facet, Listed, Order, leaf};
use super::part::part;
use super::to;
use crate::date::{PartialDate, Period};
use crate::quantity::{Percent, Quantity};

record! {
    /// An indicator 指标: what is counted, what was aimed at, what was reached. At least one target or one point.
    pub struct Indicator {
        /// Unit 单位, as `个`, `亿元`, `%`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit: Option<String>,
        /// Whose indicator it is 责任单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<Ref<to::Office>>,
        /// The park it is about 园区.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub park: Option<Ref<to::Park>>,
        /// The project it is about 项目.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub project: Option<Ref<to::Project>>,
        /// What or where it covers 统计范围.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub scope: Option<String>,
        /// Heading it stands under 类别, as `招商引资`, `网格治理`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub group: Option<String>,
        /// Targets by period 目标.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub targets: Vec<IndicatorTarget>,
        /// What was reached, by period or day 实际.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub series: Vec<Point>,
        /// Indicators that must add up to this one 组成.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub parts: Vec<Ref<to::Indicator>>,
        /// This one is a rate of two others 比率.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rate: Option<IndicatorRate>,
        /// This one is a cut between two others, by their ids 压减.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cut: Option<IndicatorCut>,
        /// The indicator whose series answers this one's target, where the source uses another name 对应实际指标.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub watch: Option<Ref<to::Indicator>>,
    }
}

/// What `gongbao new indicator` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "# unit: 个\n",
    "# targets:\n",
    "#   - {period: 2025, value: ≥100个}\n",
    "# series:\n",
    "#   - {period: 2025-Q1, value: 26个}\n",
);

impl Listed for Indicator {
    fn order(&self) -> Order {
        Order::ByTitle
    }

    fn date(&self) -> Option<PartialDate> {
        self.updated.or(self.published)
    }

    fn facets(&self) -> Vec<Facet> {
        let fields = [Facet::text("group", &self.group), Facet::record("office", &self.office)];
        fields.into_iter().flatten().chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        // A target and a figure may be of different times.
        let timed = |label, period: Option<Period>, date: Option<PartialDate>, value: &Option<Quantity>| {
            let value = value.as_ref().map(leaf)?;
            let when = period.as_ref().map(leaf).or_else(|| date.as_ref().map(leaf));
            Some((label, when.map_or(value.clone(), |when| serde_json::json!({ "when": when, "value": value }))))
        };
        let target =
            self.targets.last().and_then(|target| timed("indicator.target", target.period, None, &target.value));
        let actual = self.series.iter().rev().find(|point| !point.forecast);
        let actual = actual.and_then(|point| timed("indicator.actual", point.period, point.date, &point.value));
        [target, actual].into_iter().flatten().collect()
    }
}

part! {
    /// A target 目标.
    pub struct IndicatorTarget {
        /// The time it is set for 目标期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub period: Option<Period> as plan,
        /// The number aimed at 目标值, as `≥200个`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub value: Option<Quantity>,
        /// The words where there is no number 原文表述.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub as_printed: Option<String>,
        /// The growth aimed at 同比增长.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub yoy: Option<Percent>,
        /// A remark 备注.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
        /// Where it stands 来源.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }
}

part! {
    /// One point of a series: a value for a period, or as of a day.
    pub struct Point {
        /// The time covered 统计期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub period: Option<Period> as timeless if date else known,
        /// As of 截至.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PartialDate> as known,
        /// How the source tells the time 时间说明, as `年初以来`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date_note: Option<String>,
        /// The number 数值.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub value: Option<Quantity>,
        /// The words as printed 原文表述, as `500余块`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub as_printed: Option<String>,
        /// Year-on-year change as stated 同比.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub yoy: Option<Percent>,
        /// True where the source expects it and does not report it 预计.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub forecast: bool,
        /// A remark 备注.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
        /// Where it stands 来源.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }
}

part! {
    /// Part and whole of a rate, by indicator.
    pub struct IndicatorRate {
        /// Numerator 分子. Leave out where only the whole is stated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub part: Option<Ref<to::Indicator>>,
        /// Denominator 分母.
        pub whole: Ref<to::Indicator>,
    }
}

part! {
    /// The indicators before and after a cut.
    pub struct IndicatorCut {
        /// Before 压减前.
        pub from: Ref<to::Indicator>,
        /// After 压减后.
        pub to: Ref<to::Indicator>,
    }
}
