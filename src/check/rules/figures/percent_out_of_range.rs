//! # 进度或占比不在0%到100%之间 · A progress or share outside 0 to 100 %
//!
//! `updates` 和 `milestones` 的 `percent`，以及写明 `rate` 的办结率、合格率、覆盖率、占比等。完成率可以超过100%，不查。
//!
//! `percent` in `updates` and `milestones`, and figures with a `rate` that are a share of a whole (办结率, 合格率, 覆盖率, 占比 and the like). What is held against a target may be over 100 %, and is not looked at.
//!
//! ## 为什么 · Why
//!
//! 多半多打了一个零，曲线会画出框外。
//!
//! Mostly a zero too many; the curve would leave its frame.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! updates:
//!   - {date: 2023-05-01, percent: 120%}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! updates:
//!   - {date: 2023-05-01, percent: 12%}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use rust_decimal::Decimal;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0408",
    name: "percent-out-of-range",
    severity: Severity::Error,
    page: include_str!("percent_out_of_range.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let shares = shares_over_all(looked, entry);
    let Some(project) = project(entry) else { return shares };
    let updates = project.updates.iter().map(|update| update.percent.as_ref()).enumerate();
    let milestones = project.milestones.iter().map(|milestone| milestone.percent.as_ref()).enumerate();
    let percents = updates.map(|(index, percent)| ("updates", index, percent));
    percents
        .chain(milestones.map(|(index, percent)| ("milestones", index, percent)))
        .filter_map(|(list, index, percent)| Some((list, index, &percent?.0)))
        .filter(|(.., percent)| !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent.value))
        .map(|(list, index, percent)| {
            let message = Text::new(
                format!("进度 {percent} 不在0%到100%之间"),
                format!("a progress of {percent} is not between 0 and 100 %"),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &item(list, index, "percent")), message)
                .help("写0%到100%之间的数", "write 0% to 100%")
        })
        .chain(shares)
        .collect()
}

/// Rates of figures that are a share of a whole, and more than all of it. What is held against a target may be more.
fn shares_over_all(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    const SHARES: &[&str] = &[
        "办结率",
        "合格率",
        "满意率",
        "满意度",
        "覆盖率",
        "普及率",
        "入住率",
        "占比",
        "比重",
        "开工率",
        "化解率",
        "就业率",
        "参保率",
        "绿化率",
        "回复率",
        "解决率",
        "处置率",
        "整改率",
        "及格率",
        "出勤率",
    ];
    let figures = entry.record.common().figures.iter().enumerate();
    let over = figures.filter_map(|(index, figure)| {
        let value = figure.value.as_ref().filter(|value| value.unit == "%" && figure.rate.is_some())?;
        let share = SHARES.iter().any(|share| figure.what.ends_with(share));
        (share && !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value.value)).then_some((index, figure, value))
    });
    over.map(|(index, figure, value)| {
        let message = Text::new(
            format!("{} {value} 不在0%到100%之间", figure.what),
            format!("\"{}\", {value}, is not between 0 and 100 %", figure.what),
        );
        Finding::new(CODE, looked.source.place(&entry.file, &item("figures", index, "value")), message)
            .help("核对数字和分子、分母", "check the number, the part and the whole")
    })
    .collect()
}
