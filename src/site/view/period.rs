//! The periods that have a bulletin of their own: addresses, names and links.

use super::Link;
use crate::date::Period;
use crate::record::show;
use crate::site::Plan;

/// The permanent address of a period's page.
pub(in crate::site) fn period_address(period: Period) -> String {
    match period {
        Period::Date(date) => match date.month() {
            Some(month) => format!("/reports/{}/{month:02}/", date.year()),
            None => format!("/reports/{}/", date.year()),
        },
        Period::Half(year, half) => format!("/reports/{year}/h{half}/"),
        Period::Quarter(year, quarter) => format!("/reports/{year}/q{quarter}/"),
        Period::Week(year, week) => format!("/reports/{year}/w{week:02}/"),
        Period::Range(from, to) => format!("/reports/{from}-{to}/"),
    }
}

/// The year a period is listed under, and its sort: 0 year, 1 half, 2 quarter, 3 month, 4 week.
pub(in crate::site) fn year_and_sort(period: Period) -> (i32, u8) {
    match period {
        Period::Date(date) => (date.year(), if date.month().is_some() { 3 } else { 0 }),
        Period::Half(year, _) => (year, 1),
        Period::Quarter(year, _) => (year, 2),
        Period::Week(year, _) => (year, 4),
        Period::Range(from, _) => (from.year(), 0),
    }
}

/// The name of a period.
pub(in crate::site) fn period_name(plan: &Plan<'_>, period: Period) -> String {
    show(&serde_json::to_value(period).unwrap_or_default(), plan.words.ui())
}

/// The link to a period's page, when it has one.
pub(in crate::site) fn period_link(plan: &Plan<'_>, period: Period) -> Option<Link> {
    plan.figures.reports.iter().find(|report| report.period == period)?;
    Some(Link::new(period_name(plan, period), plan.routes.to(&period_address(period))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_plan() {
        for (period, expected) in [
            ("2023", "/reports/2023/"),
            ("2023-H1", "/reports/2023/h1/"),
            ("2023-Q1", "/reports/2023/q1/"),
            ("2023-03", "/reports/2023/03/"),
            ("2023-W12", "/reports/2023/w12/"),
        ] {
            assert_eq!(period_address(period.parse().expect("a period")), expected);
        }
    }
}
