//! Selectors, written out for browsers that know no `:is()`, and made more specific where they must win.

use lightningcss::selector::{Combinator, Component, Selector};
use lightningcss::traits::ToCss;

use super::MINIFIED;
use crate::render::classes::Uses;

/// Pseudo-classes and -elements that all those browsers know. One that a browser does not know makes its whole list of
/// selectors void, so every other stands in a rule of its own.
const KNOWN: &[&str] = &[
    "active",
    "after",
    "any-link",
    "before",
    "checked",
    "disabled",
    "empty",
    "enabled",
    "first-child",
    "first-letter",
    "first-line",
    "first-of-type",
    "focus",
    "focus-within",
    "hover",
    "invalid",
    "lang",
    "last-child",
    "last-of-type",
    "link",
    "not",
    "nth-child",
    "nth-last-child",
    "nth-last-of-type",
    "nth-of-type",
    "only-child",
    "only-of-type",
    "optional",
    "placeholder",
    "required",
    "root",
    "target",
    "valid",
    "visited",
];

/// The most selectors that one is written out to; more stay as they are.
const MOST: usize = 200;

/// A selector, written out.
#[derive(Clone, Debug, Default)]
pub(super) struct Target {
    /// Up to the pseudo-element, where the selector can be made more specific.
    pub(super) text: String,
    pub(super) pseudo_element: String,
    /// The element's name where the selector says it; the root is `html`.
    pub(super) element: Option<String>,
    /// The element's classes that the selector says, and where each stands if that is known.
    pub(super) classes: Vec<String>,
    pub(super) uses: Vec<Uses>,
    /// What counts where layers do, as the theme has it: `:is()` counts as its most specific part.
    pub(super) meant: u32,
    /// What the text alone has.
    pub(super) own: u32,
    /// What it must have among the normal and among the important declarations.
    pub(super) raised: [u32; 2],
}

/// Parts of a selector from left to right: how each is joined to the one before it, and what it asks of an element.
type Chain<'i> = Vec<(Option<Combinator>, Vec<Component<'i>>)>;

fn chain<'i>(selector: &Selector<'i>) -> Chain<'i> {
    let parts: Vec<&Component<'i>> = selector.iter_raw_match_order().collect();
    let mut chain: Chain<'i> = parts
        .split(|part| part.is_combinator())
        .map(|compound| (None, compound.iter().map(|part| (*part).clone()).collect()))
        .collect();
    // The combinator after a part in this order stands before it in the other.
    let joints = parts.iter().filter_map(|part| part.as_combinator());
    chain.iter_mut().zip(joints).for_each(|(part, joint)| part.0 = Some(joint));
    chain.reverse();
    chain
}

/// A selector as one or more without `:is()`, `:where()` and lists in `:not()`.
pub(super) fn written_out(selector: &Selector<'_>) -> Vec<Target> {
    let all = alternatives(chain(selector)).unwrap_or_else(|| vec![chain(selector)]);
    all.iter().map(|chain| target(chain, specificity(selector))).collect()
}

/// Every way to satisfy a selector; none when there are too many of them, or they cannot be written so.
fn alternatives(whole: Chain<'_>) -> Option<Vec<Chain<'_>>> {
    let mut done: Vec<Chain<'_>> = vec![Vec::new()];
    for (index, (joint, compound)) in whole.into_iter().enumerate() {
        let mut ways: Vec<Chain<'_>> = vec![vec![(joint, Vec::new())]];
        for part in compound {
            let choices: Vec<Chain<'_>> = match part {
                Component::Is(inner) | Component::Where(inner) => {
                    let all: Option<Vec<Vec<Chain<'_>>>> = inner.iter().map(|one| alternatives(chain(one))).collect();
                    all?.into_iter().flatten().collect()
                }
                Component::Negation(inner) if inner.len() > 1 && inner.iter().all(|one| one.len() == 1) => {
                    let each = inner.iter().map(|one| Component::Negation(Box::new([one.clone()])));
                    vec![vec![(None, each.collect())]]
                }
                other => vec![vec![(None, vec![other])]],
            };
            let mut next = Vec::new();
            for way in &ways {
                for choice in &choices {
                    next.extend(joined(way, choice, index == 0)?);
                }
            }
            ways = next;
            (ways.len() <= MOST).then_some(())?;
        }
        done = done
            .iter()
            .flat_map(|before| ways.iter().map(move |way| [before.as_slice(), way.as_slice()].concat()))
            .collect();
        (done.len() <= MOST).then_some(())?;
    }
    Some(done)
}

/// A part of a selector that asks for a choice of `:is()` too: none where no element can satisfy both.
fn joined<'i>(way: &Chain<'i>, choice: &Chain<'i>, is_first: bool) -> Option<Option<Chain<'i>>> {
    let ((_, asked), before) = choice.split_last()?;
    let ((joint, own), earlier) = way.split_last()?;
    // What stands before the choice's element may stand anywhere before: that can be written only where nothing else does.
    if !(before.is_empty() || is_first && earlier.is_empty()) {
        return None;
    }
    let is_type = |part: &Component<'_>| matches!(part, Component::LocalName(_));
    let (types, rest): (Vec<_>, Vec<_>) = own.iter().chain(asked).cloned().partition(is_type);
    if types.iter().any(|one| Some(one) != types.first()) {
        return Some(None);
    }
    let is_star = |part: &Component<'_>| matches!(part, Component::ExplicitUniversalType);
    let is_alone = types.is_empty() && rest.iter().all(is_star);
    let mut compound: Vec<Component<'i>> = types.into_iter().take(1).collect();
    compound.extend(rest.into_iter().filter(|part| is_alone || !is_star(part)));
    let mut chain = earlier.to_vec();
    chain.extend(before.iter().cloned());
    let joint = if before.is_empty() { *joint } else { choice.last().and_then(|last| last.0) };
    chain.push((joint, compound));
    Some(Some(chain))
}

/// How specific a selector is. The parser's own count leaves out `:has()`.
pub(super) fn specificity(selector: &Selector<'_>) -> u32 {
    selector.iter_raw_match_order().filter(|part| !part.is_combinator()).map(counted).sum()
}

/// What a part of a selector counts.
fn counted(part: &Component<'_>) -> u32 {
    let most = |list: &[Selector<'_>]| list.iter().map(specificity).max().unwrap_or(0);
    match part {
        Component::Negation(list) | Component::Is(list) | Component::Any(_, list) => most(list),
        // What each of these begins with, unwritten, is the element itself.
        Component::Has(list) => {
            let parts = |one: &Selector<'_>| {
                let own = one.iter_raw_match_order();
                own.filter(|part| !part.is_combinator() && !matches!(part, Component::Scope)).map(counted).sum()
            };
            list.iter().map(parts).max().unwrap_or(0)
        }
        Component::NthOf(data) => (1 << 10) + most(data.selectors()),
        other => Selector::from(other.clone()).specificity(),
    }
}

fn target(chain: &Chain<'_>, meant: u32) -> Target {
    let mut target = Target { meant, ..Target::default() };
    let mut is_pseudo = false;
    for (joint, compound) in chain {
        is_pseudo |= matches!(joint, Some(Combinator::PseudoElement | Combinator::Part | Combinator::SlotAssignment));
        if !is_pseudo {
            target.text += &joint.map_or(String::new(), |joint| joint.to_css_string(MINIFIED()).unwrap_or_default());
            target.element = None;
            target.classes.clear();
        }
        let is_alone = compound.len() == 1 || is_pseudo;
        for part in compound {
            match part {
                Component::ExplicitUniversalType if !is_alone => continue,
                Component::LocalName(name) => target.element = Some(name.lower_name.to_string()),
                Component::Root => target.element = Some("html".to_owned()),
                Component::Class(name) if !is_pseudo => target.classes.push(name.0.to_string()),
                _ => {}
            }
            let one = Selector::from(part.clone());
            target.own += counted(part);
            let text = one.to_css_string(MINIFIED()).unwrap_or_default();
            // Browsers' own pseudo-elements are none to the parser.
            is_pseudo |= text.starts_with("::");
            if is_pseudo { target.pseudo_element += &text } else { target.text += &text }
        }
    }
    target
}

/// Identifiers, classes and elements that a specificity counts.
pub(super) fn counts(specificity: u32) -> [u32; 3] {
    [specificity >> 20, (specificity >> 10) & 0x3ff, specificity & 0x3ff]
}

/// What `own` becomes by the least that makes it as specific as `least`.
pub(super) fn raised(own: u32, least: u32) -> u32 {
    own + paddings(own, least).iter().zip([1 << 20, 1 << 10, 1]).map(|(n, one)| n * one).sum::<u32>()
}

/// Identifiers, classes and elements that make `own` as specific as `least`, and take the least room.
fn paddings(own: u32, least: u32) -> [u32; 3] {
    if own >= least {
        return [0; 3];
    }
    let (mut ids, [a, b, c], [wants_a, wants_b, wants_c]) = (0, counts(own), counts(least));
    if a < wants_a {
        ids = wants_a - a;
        if (b, c) >= (wants_b, wants_c) {
            return [ids, 0, 0];
        }
    }
    // One identifier is shorter than two classes, a class than two elements.
    match (wants_b.saturating_sub(b), wants_c.saturating_sub(c)) {
        (0, 1) => [ids, 0, 1],
        (0, _) => [ids, 1, 0],
        (1, 0) => [ids, 1, 0],
        _ => [ids + 1, 0, 0],
    }
}

impl Target {
    /// The selector, as specific as it must be.
    pub(super) fn written(&self, is_important: bool) -> String {
        let least = self.raised.get(usize::from(is_important)).copied().unwrap_or(0);
        let [ids, classes, elements] = paddings(self.own, least);
        let pad = |text: &str, n: u32| text.repeat(n as usize);
        let padding = pad(":not(#_)", ids) + &pad(":not(._)", classes) + &pad(":not(_)", elements);
        let text = if padding.is_empty() { self.text.as_str() } else { without_star(&self.text) };
        format!("{text}{padding}{}", self.pseudo_element)
    }

    pub(super) fn is_known(&self) -> bool {
        let all = format!("{}{}", self.text, self.pseudo_element);
        let mut names = all.split(':').skip(1).filter(|name| !name.is_empty());
        let is_known = names.all(|rest| {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
            rest.get(..end).is_some_and(|name| KNOWN.contains(&name))
        });
        is_known
            && !all.split(":not(").skip(1).any(|inner| inner.split(')').next().is_some_and(|one| one.contains(',')))
    }
}

fn without_star(selector: &str) -> &str {
    selector.strip_suffix('*').unwrap_or(selector)
}
