//! # 数量级不像 · An amount that is hardly right
//!
//! 总投资是零，不到1万元，或超过10万亿元；薪酬折算后每月不到100元或超过30万元；招聘人数为零；指标或累计投资里有一期比前后都大到、小到100倍。
//!
//! A total of nothing, of less than 10,000 yuan or of over 10 trillion; pay that makes less than 100元 or more than 30万元 a month; nobody wanted; a point of a series, or of what was invested, a hundred times its neighbours or less than a hundredth.
//!
//! ## 为什么 · Why
//!
//! 多半写错了“万”“亿”，或者把月写成了年。
//!
//! Mostly 万 or 亿, or a month for a year.
//!
//! ## 例 · Example
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! pay: {from: 4000万元, per: 月}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! pay: {from: 4000元, per: 月}
//! ````

use rust_decimal::Decimal;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item, key};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::{Money, Quantity};
use crate::record::{Entry, Job, Pay, PayPeriod, Project, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0414",
    name: "implausible-amount",
    severity: Severity::Warning,
    page: include_str!("implausible_amount.rs"),
};

/// Where something stands, and what is odd about it.
type Odd = (Vec<Step>, Text);

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let odd = match &entry.record {
        Record::Project(project) => of_project(project),
        Record::Job(job) => of_job(job),
        Record::Indicator(indicator) => {
            let points = indicator.series.iter().enumerate().filter(|(_, point)| !point.forecast);
            let points = points.filter_map(|(index, point)| Some((index, point.value.as_ref()?)));
            let mut points: Vec<_> =
                points.map(|(index, value)| (item("series", index, "value").to_vec(), value)).collect();
            points.retain(|(_, value)| value.unit == "元");
            leaps(&points)
        }
        _ => Vec::new(),
    };
    odd.into_iter()
        .map(|(path, message)| {
            let finding = Finding::new(CODE, looked.source.place(&entry.file, &path), message);
            finding.help("核对单位和数字", "check the unit and the number")
        })
        .collect()
}

fn of_project(project: &Project) -> Vec<Odd> {
    let total = project.investment.as_ref().and_then(|investment| investment.total.as_ref());
    // No project costs less than 10,000 yuan, or over 10 trillion.
    let likely = Decimal::from(10_000)..=Decimal::from(10_000_000_000_000_u64);
    let is_odd =
        |total: &&Money| total.0.whole().is_some_and(|whole| whole >= Decimal::ZERO && !likely.contains(&whole));
    let nothing = total.filter(is_odd).map(|total| {
        let path = vec![Step::Key("investment".into()), Step::Key("total".into())];
        (path, Text::new(format!("总投资是 {}", total.0), format!("the total is {}", total.0)))
    });
    let mut paid: Vec<_> = project.updates.iter().enumerate().collect();
    paid.sort_by_key(|(_, update)| update.date);
    let paid = paid.into_iter().filter_map(|(index, update)| {
        Some((item("updates", index, "invested").to_vec(), &update.invested.as_ref()?.0))
    });
    let paid: Vec<_> = paid.collect();
    nothing.into_iter().chain(leaps(&paid)).collect()
}

/// Figures of a series that are a hundred times both neighbours, or less than a hundredth of both.
fn leaps(points: &[(Vec<Step>, &Quantity)]) -> Vec<Odd> {
    let hundred = Decimal::ONE_HUNDRED;
    let leap = |window: &[(Vec<Step>, &Quantity)]| {
        let [(_, before), (path, here), (_, after)] = window else { return None };
        let (a, b, c) = (before.whole()?, here.whole()?, after.whole()?);
        let positive = [a, b, c].iter().all(|value| *value > Decimal::ZERO);
        let up = b.checked_div(a)? >= hundred && b.checked_div(c)? >= hundred;
        let down = a.checked_div(b)? >= hundred && c.checked_div(b)? >= hundred;
        (positive && (up || down)).then(|| {
            let zh = format!("{here}，前后是 {before} 和 {after}，相差100倍以上");
            (path.clone(), Text::new(zh, format!("{here} between {before} and {after}: over 100 times apart")))
        })
    };
    points.windows(3).filter_map(leap).collect()
}

fn of_job(job: &Job) -> Vec<Odd> {
    let nobody = (job.count == 0).then(|| (key("count"), Text::new("招聘人数是0", "0 are wanted")));
    let ends = job.pay.iter().flat_map(|pay| [("from", &pay.from, pay), ("to", &pay.to, pay)]);
    let odd = ends.filter_map(|(end, money, pay)| Some((end, money.as_ref()?, pay))).filter_map(|(end, money, pay)| {
        let path = vec![Step::Key("pay".into()), Step::Key(end.into())];
        let (zh, en) = (pay.per.zh(), pay.per.en());
        let text = || Text::new(format!("薪酬每{zh} {}", money.0), format!("pay of {} a {en}", money.0));
        is_odd(money, pay)?.then(|| (path, text()))
    });
    nobody.into_iter().chain(odd).collect()
}

/// Whether pay comes to less than 100 or more than 300,000 yuan a month, of 22 days of 8 hours.
fn is_odd(money: &Money, pay: &Pay) -> Option<bool> {
    let amount = money.0.whole()?;
    let month = match pay.per {
        PayPeriod::Hour => amount.checked_mul(Decimal::from(176))?,
        PayPeriod::Day => amount.checked_mul(Decimal::from(22))?,
        PayPeriod::Month => amount,
        PayPeriod::Year => amount.checked_div(Decimal::from(12))?,
    };
    let least = if pay.per == PayPeriod::Year { 500 } else { 100 };
    Some(amount > Decimal::ZERO && !(Decimal::from(least)..=Decimal::from(300_000)).contains(&month))
}
