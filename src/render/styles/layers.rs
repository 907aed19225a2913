//! The order of layers, kept without layers.

use std::collections::{BTreeMap, BTreeSet};

use super::properties::singles;
use super::read::Rule;
use super::selector::{Target, raised};
use crate::render::classes::Uses;

/// A selector that was settled: its rule, how specific it has to be, and what tells it from others.
#[derive(Clone, Copy)]
struct Settled {
    rule: usize,
    target: usize,
    raised: u32,
}

/// Makes selectors as specific as they must be for the order of layers to hold without layers.
///
/// All are gone through from the one that loses to all to the one that wins over all, as layers, specificity and place
/// have it. Each must win over every earlier one that sets the same property and may match the same element: be as
/// specific where pages load it later, else more specific.
pub(super) fn settle(rules: &mut [Rule], is_important: bool) {
    let which = usize::from(is_important);
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        if rule.declarations.iter().any(|one| one.is_important == is_important) {
            order.extend((0..rule.selectors.len()).map(|target| (index, target)));
        }
    }
    let meant = |(rule, target): (usize, usize)| {
        rules.get(rule).and_then(|rule| Some((rule, rule.selectors.get(target)?.meant)))
    };
    order.sort_by(|a, b| {
        let (Some((one, specific)), Some((other, than))) = (meant(*a), meant(*b)) else { return a.cmp(b) };
        // Of important declarations those of the lower layer win.
        let layers = if is_important { other.layer.cmp(&one.layer) } else { one.layer.cmp(&other.layer) };
        layers.then(specific.cmp(&than)).then(a.cmp(b))
    });
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut setters: BTreeMap<String, Vec<Settled>> = BTreeMap::new();
    for (index, at) in order {
        let Some(rule) = rules.get(index) else { continue };
        let Some(target) = rule.selectors.get(at) else { continue };
        let mut properties: BTreeSet<String> = BTreeSet::new();
        for one in rule.declarations.iter().filter(|one| one.is_important == is_important) {
            let parts = known.entry(one.name.clone()).or_insert_with(|| {
                let mut parts = BTreeSet::new();
                singles(&one.name, &mut parts);
                parts
            });
            properties.extend(parts.iter().cloned());
        }
        // `all` sets what any other sets.
        let is_all = properties.contains("all");
        let earlier = setters.iter().filter(|(name, _)| is_all || *name == "all" || properties.contains(*name));
        let wins_over = earlier.flat_map(|(_, settled)| settled).filter(|settled| {
            let other = rules.get(settled.rule);
            let both = other.and_then(|other| Some((other, other.selectors.get(settled.target)?)));
            settled.rule != index && both.is_some_and(|(other, theirs)| may_meet((rule, target), (other, theirs)))
        });
        let least = wins_over.map(|settled| settled.raised + u32::from(settled.rule > index)).max().unwrap_or(0);
        let raised = raised(target.own, least);
        for property in properties {
            setters.entry(property).or_default().push(Settled { rule: index, target: at, raised });
        }
        let target = rules.get_mut(index).and_then(|rule| rule.selectors.get_mut(at));
        if let Some(place) = target.and_then(|target| target.raised.get_mut(which)) {
            *place = raised;
        }
    }
}

/// Whether two selectors may match the same element on the same page.
fn may_meet((rule, one): (&Rule, &Target), (other, two): (&Rule, &Target)) -> bool {
    let medium = |rule: &Rule| {
        let only = |medium: &str| rule.conditions.iter().any(|text| text.starts_with(medium) && !text.contains(','));
        (only("@media screen"), only("@media print"))
    };
    let ((screen, print), (on_screen, on_paper)) = (medium(rule), medium(other));
    let is_apart = (screen && on_paper) || (print && on_screen);
    let differ = one.element.is_some() && two.element.is_some() && one.element != two.element;
    let is_on = |uses: &Uses, target: &Target| match (&uses.elements, &target.element) {
        (Some(elements), Some(element)) => elements.contains(element),
        _ => true,
    };
    !is_apart
        && !differ
        && one.pseudo_element == two.pseudo_element
        && one.uses.iter().all(|a| is_on(a, two) && two.uses.iter().all(|b| a.meets(b)))
        && two.uses.iter().all(|b| is_on(b, one))
}
