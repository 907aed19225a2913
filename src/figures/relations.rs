//! Stated figures against each other: totals and their parts, rates and their counts, cuts, growth and its base.
//!
//! A relation that holds is said to hold; one that does not is shown with the recomputed value beside the stated one.
//! A percentage holds when its counts, rounded or cut to as many decimals as it states, give it. Money, percentages and
//! whatever is stated in 万, 亿 or decimals may have been rounded: parts of a total that are stated more exactly than the
//! total, or less, may differ from it by that. Counts are exact.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::date::{PartialDate, Period};
use crate::diagnostic::Text;
use crate::quantity::{Comparator, Percent, Quantity, Scale};
use crate::record::{Bulletin, Entry, Figure, FigureKind, Indicator, Point, Record};
use crate::source::yaml::Step;

/// What sort of relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// A total and its parts.
    Sum,
    /// A rate, its part and its whole.
    Rate,
    /// A rate of which only the whole is known.
    WholeOnly,
    /// A cut from one figure to another.
    Cut,
    /// Growth, and the base that follows from it.
    Base,
    /// Growth, and the figure for the same time a year before.
    Growth,
}

/// What came of recomputing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The stated figure follows.
    Holds,
    /// It does not.
    Fails,
    /// Nothing was stated to compare with; something follows.
    Derived,
}

/// A recomputed relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Which.
    pub kind: RelationKind,
    /// What came of it.
    pub outcome: Verdict,
    /// Where the figure stands in the record.
    pub path: Vec<Step>,
    /// The figure's name.
    pub what: String,
    /// As stated.
    pub stated: String,
    /// As recomputed.
    pub recomputed: String,
    /// How it was recomputed.
    pub explanation: Text,
}

/// The relations of a record, in its order.
pub fn relations(bulletin: &Bulletin, entry: &Entry) -> Vec<Relation> {
    let mut relations = among_figures(entry.record.common().figures);
    if let Record::Indicator(indicator) = &entry.record {
        relations.extend(of_indicator(indicator, bulletin));
    }
    relations
}

/// The relations of every record that has any.
pub(super) fn all(bulletin: &Bulletin) -> BTreeMap<String, Vec<Relation>> {
    let of = |entry: &Entry| {
        let relations = relations(bulletin, entry);
        (!relations.is_empty()).then(|| (entry.id.clone(), relations))
    };
    bulletin.entries.iter().filter_map(of).collect()
}

/// Where a figure stands and what it is called.
struct Subject<'a> {
    path: Vec<Step>,
    what: &'a str,
    stated: &'a Quantity,
}

impl Subject<'_> {
    fn relation(&self, kind: RelationKind, outcome: Verdict, recomputed: String, explanation: Text) -> Relation {
        let (what, stated) = (self.what.to_owned(), self.stated.to_string());
        Relation { kind, outcome, path: self.path.clone(), what, stated, recomputed, explanation }
    }
}

/// Relations among the figures of one record.
fn among_figures(figures: &[Figure]) -> Vec<Relation> {
    // Of two with one key the first counts.
    let keyed = figures.iter().rev().filter_map(|figure| Some((figure.key.as_deref()?, figure)));
    let keyed: BTreeMap<&str, &Figure> = keyed.collect();
    let by_key = |key: &str| keyed.get(key)?.value.as_ref();
    let timed = figures.iter().rev().filter_map(|figure| Some((same(figure, figure.period?), figure)));
    let timed: BTreeMap<Same<'_>, &Figure> = timed.collect();
    let mut out = Vec::new();
    for (index, figure) in figures.iter().enumerate() {
        let Some(stated) = &figure.value else { continue };
        let path = vec![Step::Key("figures".into()), Step::Item(index)];
        let subject = Subject { path, what: &figure.what, stated };
        if !figure.sum.is_empty() {
            let parts: Option<Vec<_>> = figure.sum.iter().map(|key| by_key(key)).collect();
            out.extend(parts.and_then(|parts| sum(&subject, &parts)));
        }
        if let Some(relation) = &figure.rate {
            let part = relation.part.as_deref().map(by_key);
            out.extend(by_key(&relation.whole).and_then(|whole| rate(&subject, part, whole)));
        }
        if let Some(relation) = &figure.cut {
            out.extend(by_key(&relation.from).zip(by_key(&relation.to)).and_then(|(from, to)| cut(&subject, from, to)));
        }
        let before = || {
            figure.period.and_then(Period::year_before).and_then(|time| timed.get(&same(figure, time))?.value.as_ref())
        };
        out.extend(figure.yoy.as_ref().and_then(|yoy| growth(&subject, yoy, before())));
    }
    out
}

/// What figures have in common that are of the same for one time: name, sort and time.
type Same<'a> = (&'a str, Option<&'static str>, String);

fn same(figure: &Figure, time: Period) -> Same<'_> {
    (&figure.what, figure.kind.map(FigureKind::key), time.to_string())
}

/// Relations of an indicator's points and targets to other indicators.
fn of_indicator(indicator: &Indicator, bulletin: &Bulletin) -> Vec<Relation> {
    let other = |id: &str| match bulletin.entry(id).map(|entry| &entry.record) {
        Some(Record::Indicator(other)) => Some(&**other),
        _ => None,
    };
    let mut out = Vec::new();
    for (index, point) in indicator.series.iter().enumerate() {
        let Some(stated) = &point.value else { continue };
        let path = vec![Step::Key("series".into()), Step::Item(index)];
        let subject = Subject { path, what: &indicator.title, stated };
        let time = Time(point.period, point.date);
        let value_of = |id: &str| other(id).and_then(|other| time.value_in(other));
        if !indicator.parts.is_empty() {
            let parts: Option<Vec<_>> = indicator.parts.iter().map(|part| value_of(&part.id)).collect();
            out.extend(parts.and_then(|parts| sum(&subject, &parts)));
        }
        if let Some(relation) = &indicator.rate {
            let part = relation.part.as_ref().map(|part| value_of(&part.id));
            out.extend(value_of(&relation.whole.id).and_then(|whole| rate(&subject, part, whole)));
        }
        if let Some(relation) = &indicator.cut {
            out.extend(
                value_of(&relation.from.id)
                    .zip(value_of(&relation.to.id))
                    .and_then(|(from, to)| cut(&subject, from, to)),
            );
        }
        let before = || Time(point.period?.year_before(), None).reported_in(indicator).filter(|_| !point.forecast);
        out.extend(point.yoy.as_ref().and_then(|yoy| growth(&subject, yoy, before())));
    }
    for (index, target) in indicator.targets.iter().enumerate() {
        let Some(stated) = &target.value else { continue };
        let path = vec![Step::Key("targets".into()), Step::Item(index)];
        let subject = Subject { path, what: &indicator.title, stated };
        let same_period = |other: &Indicator| other.targets.iter().position(|other| other.period == target.period);
        let value_of = |id: &str| other(id).and_then(|other| other.targets.get(same_period(other)?)?.value.as_ref());
        if !indicator.parts.is_empty() {
            let parts: Option<Vec<_>> = indicator.parts.iter().map(|part| value_of(&part.id)).collect();
            out.extend(parts.and_then(|parts| sum(&subject, &parts)));
        }
        out.extend(target.yoy.as_ref().and_then(|yoy| base(&subject, yoy)));
    }
    out
}

/// The time of a point, to find its counterpart in another series.
struct Time(Option<Period>, Option<PartialDate>);

impl Time {
    /// The value for the same period or day; with nothing dated, the only point there is.
    fn value_in<'a>(&self, other: &'a Indicator) -> Option<&'a Quantity> {
        let same = other.series.iter().find(|point| point.period == self.0 && point.date == self.1);
        same.and_then(|point| point.value.as_ref())
    }
}

impl Time {
    /// The value that was reported for the period.
    fn reported_in<'a>(&self, indicator: &'a Indicator) -> Option<&'a Quantity> {
        let period = self.0?;
        let same = |point: &&Point| point.period == Some(period) && !point.forecast;
        indicator.series.iter().find(same)?.value.as_ref()
    }
}

/// A total against its parts. Parts and total must be vague in the same way, or all exact, and of one unit.
fn sum(subject: &Subject<'_>, parts: &[&Quantity]) -> Option<Relation> {
    let stated = subject.stated;
    let alike =
        |part: &&&Quantity| part.comparator == stated.comparator && part.to.is_none() && part.unit == stated.unit;
    if stated.to.is_some() || parts.iter().filter(alike).count() != parts.len() {
        return None;
    }
    let total = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.whole()?))?;
    let outcome = sum_outcome(stated, parts, total)?;
    let recomputed = Quantity { comparator: stated.comparator, ..stated.like(total) }.to_string();
    if let [part] = parts {
        let text = Text::new(format!("只有一项：{part}"), format!("the only part is {part}"));
        return Some(subject.relation(RelationKind::Sum, outcome, recomputed, text));
    }
    let terms = parts.iter().map(|part| part.to_string()).collect::<Vec<_>>().join("＋");
    let explanation =
        Text::new(format!("分项合计：{terms}＝{recomputed}"), format!("sum of the parts: {terms} = {recomputed}"));
    Some(subject.relation(RelationKind::Sum, outcome, recomputed, explanation))
}

/// Whether parts that add up to `total` give the stated one. `None` where they need not: what is approximate, and a
/// limit that others keep within.
fn sum_outcome(stated: &Quantity, parts: &[&Quantity], total: Decimal) -> Option<Verdict> {
    let whole = stated.whole()?;
    let is_kept = match stated.comparator {
        Comparator::AtLeast | Comparator::MoreThan => whole < total,
        Comparator::AtMost | Comparator::LessThan => whole > total,
        Comparator::About => whole != total,
        Comparator::Exactly => false,
    };
    let within = (whole - total).abs() <= rounding(stated, parts);
    (!is_kept).then_some(if within { Verdict::Holds } else { Verdict::Fails })
}

/// How far a total may be from its parts by rounding: half a step for each figure that is stated less exactly than the
/// most exact one, and for every percentage.
fn rounding(stated: &Quantity, parts: &[&Quantity]) -> Decimal {
    let all = || parts.iter().copied().chain([stated]);
    let finest = all().map(step).min().unwrap_or_default();
    let rounded = all().filter(|quantity| quantity.unit == "%" || step(quantity) > finest);
    rounded.map(|quantity| step(quantity) / Decimal::TWO).sum()
}

/// What the last digit of a figure stands for, in whole units.
fn step(quantity: &Quantity) -> Decimal {
    let scale = quantity.value.scale().min(9);
    Decimal::new(1, scale) * quantity.scale.factor()
}

/// The least and the most that a figure may be: one of 万, 亿 or decimals may be rounded, a plain count is exact.
fn bounds(quantity: &Quantity) -> Option<(Decimal, Decimal)> {
    let whole = quantity.whole()?;
    let plain = quantity.scale == Scale::One && quantity.value.fract().is_zero();
    let half = if plain { Decimal::ZERO } else { step(quantity) / Decimal::TWO };
    Some((whole.checked_sub(half)?, whole.checked_add(half)?))
}

/// A rate against its counts; without a part, against every whole number of cases.
fn rate(subject: &Subject<'_>, part: Option<Option<&Quantity>>, whole: &Quantity) -> Option<Relation> {
    if subject.stated.unit != "%" || !subject.stated.is_exact() || !whole.is_exact() {
        return None;
    }
    match part {
        Some(part) => counted_rate(subject, part.filter(|part| part.is_exact())?, whole),
        None => possible_rate(subject, whole),
    }
}

fn counted_rate(subject: &Subject<'_>, part: &Quantity, whole: &Quantity) -> Option<Relation> {
    if whole.value.is_zero() {
        return Some(subject.relation(RelationKind::WholeOnly, Verdict::Fails, "—".into(), of_nothing(whole)));
    }
    let percent = percent_of(part.whole()?, whole.whole()?)?;
    let ((least, most), (fewest, all)) = (bounds(part)?, bounds(whole)?);
    let (low, high) = (percent_of(least, all)?, percent_of(most, fewest)?);
    let outcome = if rounds_between(low, high, subject.stated.value) { Verdict::Holds } else { Verdict::Fails };
    let recomputed = format!("{}%", shown(percent, subject.stated.value.scale().max(2)));
    let explanation = Text::new(
        format!("按件数重算：{part}÷{whole}＝{recomputed}"),
        format!("recomputed from the counts: {part} ÷ {whole} = {recomputed}"),
    );
    Some(subject.relation(RelationKind::Rate, outcome, recomputed, explanation))
}

/// Why there is no rate of nothing.
fn of_nothing(whole: &Quantity) -> Text {
    Text::new(format!("分母是{whole}，没有比率"), format!("the whole is {whole}; of nothing there is no rate"))
}

/// Whether some whole number of cases gives the rate; else the nearest rates that are possible.
fn possible_rate(subject: &Subject<'_>, whole: &Quantity) -> Option<Relation> {
    if whole.value.is_zero() {
        return Some(subject.relation(RelationKind::WholeOnly, Verdict::Fails, "—".into(), of_nothing(whole)));
    }
    let of = whole.whole().filter(|of| *of > Decimal::ZERO && of.fract().is_zero())?;
    let stated = subject.stated.value;
    let below = (stated.checked_mul(of)? / Decimal::ONE_HUNDRED).floor().clamp(Decimal::ZERO, of);
    let above = (below + Decimal::ONE).min(of);
    let line = |cases: Decimal| -> Option<(Decimal, String)> {
        let percent = percent_of(cases, of)?;
        Some((percent, format!("{}÷{}＝{}%", cases.normalize(), whole, shown(percent, 2))))
    };
    let ((below_percent, below_line), (above_percent, above_line)) = (line(below)?, line(above)?);
    let fitting = [(below_percent, &below_line), (above_percent, &above_line)]
        .into_iter()
        .find(|(percent, _)| rounds_to(*percent, stated))
        .map(|(percent, line)| (percent, line.clone()));
    Some(match fitting {
        Some((percent, line)) => {
            let explanation =
                Text::new(format!("有整数件数与之相符：{line}"), format!("a whole number of cases gives it: {line}"));
            let recomputed = format!("{}%", shown(percent, 2));
            subject.relation(RelationKind::WholeOnly, Verdict::Holds, recomputed, explanation)
        }
        None => {
            let explanation = Text::new(
                format!("没有任何整数件数能得出这个比率，最接近的是{below_line}和{above_line}"),
                format!("no whole number of cases gives this rate; the nearest are {below_line} and {above_line}"),
            );
            let recomputed = format!("{}% / {}%", shown(below_percent, 2), shown(above_percent, 2));
            subject.relation(RelationKind::WholeOnly, Verdict::Fails, recomputed, explanation)
        }
    })
}

/// A cut against the figures before and after.
fn cut(subject: &Subject<'_>, from: &Quantity, to: &Quantity) -> Option<Relation> {
    if subject.stated.unit != "%" || ![subject.stated, from, to].iter().all(|quantity| quantity.is_exact()) {
        return None;
    }
    let (before, after) = (from.whole()?, to.whole()?);
    let percent = percent_of(before.checked_sub(after)?, before)?;
    let ((fewest, most), (least, all)) = (bounds(from)?, bounds(to)?);
    let fall = |before: Decimal, after: Decimal| percent_of(before.checked_sub(after)?, before);
    let (low, high) = (fall(fewest, all)?, fall(most, least)?);
    let outcome = if rounds_between(low, high, subject.stated.value) { Verdict::Holds } else { Verdict::Fails };
    let recomputed = format!("{}%", shown(percent, 2));
    let explanation =
        Text::new(format!("由{from}减到{to}，减少{recomputed}"), format!("from {from} to {to}: less by {recomputed}"));
    Some(subject.relation(RelationKind::Cut, outcome, recomputed, explanation))
}

/// Growth against the figure a year before where that is known, and else the base that follows.
fn growth(subject: &Subject<'_>, yoy: &Percent, before: Option<&Quantity>) -> Option<Relation> {
    let Some(before) = before else { return base(subject, yoy) };
    // The growth of a rate is told in points, that of output at the prices of another year.
    let other_prices = ["生产总值", "增加值", "GDP", "总产值", "可比"].iter().any(|word| subject.what.contains(word));
    let (now, growth) = (subject.stated, &yoy.0);
    if now.unit != before.unit || now.unit == "%" || other_prices || ![now, before, growth].iter().all(|q| q.is_exact())
    {
        return None;
    }
    let ((low_now, high_now), (low_before, high_before)) = (bounds(now)?, bounds(before)?);
    let rise = |now: Decimal, before: Decimal| percent_of(now.checked_sub(before)?, before);
    let percent = rise(now.whole()?, before.whole()?)?;
    let holds = rounds_between(rise(low_now, high_before)?, rise(high_now, low_before)?, growth.value);
    let recomputed = format!("{}%", shown(percent, growth.value.scale().max(1)));
    let explanation = Text::new(
        format!("上年同期是{before}，本期是{now}，同比{recomputed}"),
        format!("a year before it was {before}, now it is {now}: {recomputed} year on year"),
    );
    let what = format!("{}同比", subject.what);
    let outcome = if holds { Verdict::Holds } else { Verdict::Fails };
    let relation = subject.relation(RelationKind::Growth, outcome, recomputed, explanation);
    Some(Relation { what, stated: growth.to_string(), ..relation })
}

/// The base that a value and its growth imply.
fn base(subject: &Subject<'_>, yoy: &Percent) -> Option<Relation> {
    if !subject.stated.is_exact() || !yoy.0.is_exact() {
        return None;
    }
    let factor = Decimal::ONE.checked_add(yoy.0.value.checked_div(Decimal::ONE_HUNDRED)?)?;
    let value = subject.stated.value.checked_div(factor).filter(|value| *value >= Decimal::ZERO)?;
    let base =
        Quantity { value: half_up(value, subject.stated.value.scale().max(2)).normalize(), ..subject.stated.clone() };
    let recomputed = base.to_string();
    let explanation = Text::new(
        format!("按同比{}推算，上年同期约为{recomputed}", yoy.0),
        format!("at {} year on year, the same period a year before had about {recomputed}", yoy.0),
    );
    Some(subject.relation(RelationKind::Base, Verdict::Derived, recomputed, explanation))
}

fn percent_of(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED)
}

fn half_up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

fn shown(value: Decimal, decimals: u32) -> Decimal {
    half_up(value, decimals).normalize()
}

/// Whether `value`, rounded or cut to the decimals that `stated` has, is `stated`.
fn rounds_to(value: Decimal, stated: Decimal) -> bool {
    rounds_between(value, value, stated)
}

/// Whether some value from `low` to `high`, rounded or cut to the decimals that `stated` has, is `stated`.
fn rounds_between(low: Decimal, high: Decimal, stated: Decimal) -> bool {
    let cut = |value: Decimal| value.trunc_with_scale(stated.scale());
    let (low, high) = (half_up(low, stated.scale()).min(cut(low)), half_up(high, stated.scale()).max(cut(high)));
    (low..=high).contains(&stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(figures: &str) -> Vec<Relation> {
        let figures: Vec<Figure> = serde_yaml::from_str(figures).expect("figures");
        among_figures(&figures)
    }

    /// `figures.md`, row 1: 26,603 / 27,775 = 95.78 %, not 99.89 %.
    #[test]
    fn a_rate_its_counts_contradict() {
        let relations = check(
            "- {key: all, what: 上报, value: 27775件}\n- {key: done, what: 办结, value: 26603件}\n\
             - {what: 办结率, value: 99.89%, rate: {part: done, whole: all}}\n",
        );
        let [relation] = relations.as_slice() else { panic!("{relations:?}") };
        assert_eq!((relation.outcome, relation.recomputed.as_str()), (Verdict::Fails, "95.78%"));
    }

    /// `figures.md`: 99 % of 31 is no whole number of cases; 96 % of 84 is (81).
    #[test]
    fn a_rate_no_whole_number_gives() {
        let relations = check("- {key: n, what: 上报, value: 31个}\n- {what: 办结率, value: 99%, rate: {whole: n}}\n");
        assert_eq!(relations.first().map(|relation| relation.outcome), Some(Verdict::Fails));
        assert_eq!(relations.first().map(|relation| relation.recomputed.as_str()), Some("96.77% / 100%"));
        let relations = check("- {key: n, what: 上报, value: 84个}\n- {what: 办结率, value: 96%, rate: {whole: n}}\n");
        assert_eq!(relations.first().map(|relation| relation.outcome), Some(Verdict::Holds));
    }

    /// `figures.md`: 159 = 63 + 33 + 26 + 30 + 7; 984 → 399 is 59.5 %; ≥ 170 = ≥ 70 + ≥ 100.
    #[test]
    fn sums_and_cuts_that_hold() {
        let relations = check(
            "- {what: 合计, value: 159项, sum: [a, b, c, d, e]}\n- {key: a, what: a, value: 63项}\n\
             - {key: b, what: b, value: 33项}\n- {key: c, what: c, value: 26项}\n- {key: d, what: d, value: 30项}\n\
             - {key: e, what: e, value: 7项}\n- {key: f, what: f, value: 984项}\n- {key: g, what: g, value: 399项}\n\
             - {what: 压减率, value: 59.5%, cut: {from: f, to: g}}\n- {what: 目标, value: ≥170个, sum: [h, i]}\n\
             - {key: h, what: h, value: ≥70个}\n- {key: i, what: i, value: ≥100个}\n",
        );
        assert_eq!(relations.len(), 3);
        assert!(relations.iter().all(|relation| relation.outcome == Verdict::Holds), "{relations:?}");
    }

    /// `figures.md`: 35 亿元, +17 %: base 29.91 亿元.
    #[test]
    fn a_base_follows_from_growth() {
        let relations = check("- {what: 到位资金, value: 35亿元, yoy: 17%}\n");
        assert_eq!(relations.first().map(|relation| relation.recomputed.as_str()), Some("29.91亿元"));
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert!(check("- {what: r, value: 5亿元, yoy: -100%}\n").is_empty());
        for figures in [
            "- {key: n, what: n, value: 0个}\n- {key: m, what: m, value: 0个}\n- {what: r, value: 5%, rate: {part: m, whole: n}}\n",
            "- {key: n, what: n, value: 0个}\n- {what: r, value: 5%, rate: {whole: n}}\n",
        ] {
            // A rate of no cases follows from nothing.
            assert!(check(figures).iter().all(|relation| relation.outcome == Verdict::Fails), "{figures}");
        }
    }

    #[test]
    fn vague_and_exact_are_not_added_up() {
        assert!(check("- {what: t, value: 10个, sum: [a]}\n- {key: a, what: a, value: ≥10个}\n").is_empty());
    }
}
