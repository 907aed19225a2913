//! Stylesheets as they are published: without cascade layers and for the browsers that readers have.
//!
//! The theme's files stand in layers, which no browser knew before 2022: older ones read nothing of them. Here every rule
//! is taken out of its layer, and where one would then lose to a rule of a lower layer, its selector is made more specific
//! by `:not(_)`, `:not(._)` or `:not(#_)`, which every element satisfies. `:is()`, `:where()` and lists in `:not()` are
//! written out; properties of the inline and block direction become those of a page that reads from left to right and
//! from top to bottom, as all pages do. The rest of lowering is `lightningcss`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use lightningcss::printer::PrinterOptions;
use lightningcss::properties::PropertyId;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::selector::{Combinator, Component, Selector};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use lightningcss::targets::{Browsers, Features, Targets};
use lightningcss::traits::ToCss;

use super::classes::{Classes, Uses};
use super::script::{Fault, too_deep};

/// The oldest browsers that the pages are for: the accessibility statement and `docs/theme.md` name them.
const OLDEST: Browsers = Browsers {
    android: Some(69 << 16),
    chrome: Some(69 << 16),
    edge: None,
    firefox: Some(78 << 16),
    ie: None,
    ios_saf: Some(12 << 16),
    opera: None,
    safari: Some(12 << 16),
    samsung: None,
};

/// Browsers without `gap` between flexible boxes; they have neither of these.
const NO_GAP: &str = "@supports (not (inset:0)) and (not (appearance:none))";

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

/// A file of the theme: the sheet it is published in, its layer, and its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'t> {
    pub(super) sheet: usize,
    pub(super) layer: u32,
    pub(super) text: &'t str,
}

/// The sheets, and what could not be read of each source.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    pub(super) sheets: Vec<String>,
    pub(super) faults: Vec<(usize, Fault)>,
}

/// Publishes sources, which stand in the order in which pages load them, as so many sheets. `files` are all of the
/// theme's: their templates tell which classes meet.
pub(super) fn publish<'t>(
    sources: &[Source<'_>],
    sheets: usize,
    files: impl Iterator<Item = (&'t str, &'t str)> + Clone,
) -> Published {
    /// The last theme made: a preview and tests make the same one again and again.
    static LAST: Mutex<Option<(blake3::Hash, Published)>> = Mutex::new(None);
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        hasher.update(&[u8::try_from(source.sheet).unwrap_or(u8::MAX)]);
        hasher.update(&source.layer.to_le_bytes());
        hasher.update(&source.text.len().to_le_bytes());
        hasher.update(source.text.as_bytes());
    }
    for text in files.clone().flat_map(|(path, text)| [path, text]) {
        hasher.update(&text.len().to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let key = hasher.finalize();
    let known = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, published)) = known.filter(|(made, _)| *made == key) {
        return published;
    }
    let mut reader = Reader::default();
    for (index, source) in sources.iter().enumerate() {
        reader.read_source(index, source);
    }
    let Reader { mut rules, faults, .. } = reader;
    let classes = Classes::read(files);
    for target in rules.iter_mut().flat_map(|rule| &mut rule.selectors) {
        target.uses = target.classes.iter().filter_map(|class| classes.uses(class)).collect();
    }
    for is_important in [false, true] {
        settle(&mut rules, is_important);
    }
    let sheets = (0..sheets).map(|sheet| written(&rules, sheet)).collect();
    let published = Published { sheets, faults };
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, published.clone()));
    published
}

/// A rule out of its layer.
#[derive(Debug)]
struct Rule {
    sheet: usize,
    /// Conditions it stands in, from the outermost: `@media print`.
    conditions: Vec<String>,
    /// Layers it stands in, from the outermost; what stands in none of the inner ones comes after them all.
    layer: Vec<u32>,
    selectors: Vec<Target>,
    /// Declarations, those that are `!important` after the others.
    declarations: Vec<Declaration>,
    /// What is no style rule and is published as it is: `@page`, `@keyframes`.
    verbatim: Option<String>,
}

#[derive(Debug)]
struct Declaration {
    name: String,
    value: String,
    is_important: bool,
}

/// A selector, written out.
#[derive(Clone, Debug, Default)]
struct Target {
    /// Up to the pseudo-element, where the selector can be made more specific.
    text: String,
    pseudo_element: String,
    /// The element's name where the selector says it; the root is `html`.
    element: Option<String>,
    /// The element's classes that the selector says, and where each stands if that is known.
    classes: Vec<String>,
    uses: Vec<Uses>,
    /// What counts where layers do, as the theme has it: `:is()` counts as its most specific part.
    meant: u32,
    /// What the text alone has.
    own: u32,
    /// What it must have among the normal and among the important declarations.
    raised: [u32; 2],
}

const MINIFIED: fn() -> PrinterOptions<'static> = || PrinterOptions { minify: true, ..PrinterOptions::default() };

#[derive(Default)]
struct Reader {
    rules: Vec<Rule>,
    faults: Vec<(usize, Fault)>,
    /// Layers within the theme's, in order, by the path of their parent.
    layers: BTreeMap<Vec<u32>, Vec<String>>,
}

impl Reader {
    fn read_source(&mut self, index: usize, source: &Source<'_>) {
        if let Some(at) = too_deep(source.text) {
            let message = "too many brackets within each other".to_owned();
            return self.faults.push((index, Fault { at: at..at + 1, message }));
        }
        let warnings = Arc::new(RwLock::new(Vec::new()));
        let options =
            ParserOptions { error_recovery: true, warnings: Some(Arc::clone(&warnings)), ..ParserOptions::default() };
        let parsed = StyleSheet::parse(source.text, options);
        for warning in warnings.read().unwrap_or_else(PoisonError::into_inner).iter() {
            let at = warning.loc.as_ref().map_or(0, |loc| offset(source.text, loc.line, loc.column));
            self.faults.push((index, Fault { at: at..at, message: warning.kind.to_string() }));
        }
        let sheet = match parsed {
            Ok(sheet) => sheet,
            Err(error) => {
                let at = error.loc.as_ref().map_or(0, |loc| offset(source.text, loc.line, loc.column));
                return self.faults.push((index, Fault { at: at..at, message: error.kind.to_string() }));
            }
        };
        for rule in &sheet.rules.0 {
            if let CssRule::Import(import) = rule {
                let at = offset(source.text, import.loc.line, import.loc.column);
                let message = format!("@import \"{}\"", import.url);
                self.faults.push((index, Fault { at: at..at, message }));
            }
        }
        if !has_nested(&sheet.rules) {
            return self.read_rules(&sheet.rules, source.sheet, &[], &[source.layer]);
        }
        // Rules within rules are written out first.
        let targets = Targets { include: Features::Nesting, ..Targets::default() };
        let printed = sheet.to_css(PrinterOptions { targets, ..PrinterOptions::default() });
        let text = printed.map(|printed| printed.code).unwrap_or_default();
        let options = ParserOptions { error_recovery: true, ..ParserOptions::default() };
        if let Ok(flat) = StyleSheet::parse(&text, options) {
            self.read_rules(&flat.rules, source.sheet, &[], &[source.layer]);
        }
    }

    fn read_rules(&mut self, rules: &CssRuleList<'_>, sheet: usize, conditions: &[String], layer: &[u32]) {
        let within = |condition: String| conditions.iter().cloned().chain([condition]).collect::<Vec<_>>();
        let css =
            |printed: Result<String, _>| printed.unwrap_or_else(|_: lightningcss::error::PrinterError| String::new());
        for rule in &rules.0 {
            match rule {
                CssRule::Media(media) => {
                    let condition = format!(
                        "@media {}",
                        css(media.query.to_css_string(PrinterOptions { targets: targets(), ..MINIFIED() }))
                    );
                    self.read_rules(&media.rules, sheet, &within(condition), layer);
                }
                CssRule::Supports(supports) => {
                    let condition = format!("@supports {}", css(supports.condition.to_css_string(MINIFIED())));
                    self.read_rules(&supports.rules, sheet, &within(condition), layer);
                }
                CssRule::Container(container) => {
                    let mut bare = container.clone();
                    bare.rules = CssRuleList(Vec::new());
                    let condition = css(bare.to_css_string(MINIFIED()));
                    let condition = condition.trim_end_matches(['{', '}']).to_owned();
                    self.read_rules(&container.rules, sheet, &within(condition), layer);
                }
                CssRule::LayerBlock(block) => {
                    let names =
                        block.name.as_ref().map_or(Vec::new(), |name| name.0.iter().map(ToString::to_string).collect());
                    let inner = self.layer(layer, &names);
                    self.read_rules(&block.rules, sheet, conditions, &inner);
                }
                CssRule::LayerStatement(statement) => {
                    for name in &statement.names {
                        self.layer(layer, &name.0.iter().map(ToString::to_string).collect::<Vec<_>>());
                    }
                }
                CssRule::Style(style) => {
                    let selectors = style.selectors.0.iter().flat_map(written_out).collect();
                    let normal = style.declarations.declarations.iter().map(|one| (one, false));
                    let important = style.declarations.important_declarations.iter().map(|one| (one, true));
                    let declarations = normal.chain(important).flat_map(|(property, is_important)| {
                        let text = css(property.to_css_string(false, MINIFIED()));
                        let (name, value) = text.split_once(':').unwrap_or((&text, ""));
                        physical(name, value).into_iter().map(move |(name, value)| Declaration {
                            name,
                            value,
                            is_important,
                        })
                    });
                    let declarations = declarations.collect();
                    self.push(sheet, conditions, layer, selectors, declarations, None);
                }
                CssRule::Import(_) | CssRule::Ignored => {}
                other => {
                    let text = css(other.to_css_string(MINIFIED()));
                    self.push(sheet, conditions, layer, Vec::new(), Vec::new(), Some(text));
                }
            }
        }
    }

    fn push(
        &mut self,
        sheet: usize,
        conditions: &[String],
        layer: &[u32],
        selectors: Vec<Target>,
        declarations: Vec<Declaration>,
        verbatim: Option<String>,
    ) {
        let layer = layer.iter().copied().chain([u32::MAX]).collect();
        self.rules.push(Rule { sheet, conditions: conditions.to_vec(), layer, selectors, declarations, verbatim });
    }

    /// The path of a layer within another; one without a name is like no other.
    fn layer(&mut self, within: &[u32], names: &[String]) -> Vec<u32> {
        let mut path = within.to_vec();
        let none = [String::new()];
        for name in if names.is_empty() { &none } else { names } {
            let known = self.layers.entry(path.clone()).or_default();
            let at = known.iter().position(|other| other == name && !name.is_empty()).unwrap_or_else(|| {
                known.push(name.clone());
                known.len() - 1
            });
            path.push(u32::try_from(at).unwrap_or(u32::MAX - 1));
        }
        path
    }
}

/// Where a line, counted from 0, and a column in units of UTF-16, counted from 1, are in a text.
fn offset(text: &str, line: u32, column: u32) -> usize {
    let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
    let mut units = 1;
    let rest = text.get(start..).unwrap_or_default();
    let within = rest.char_indices().find(|(_, c)| {
        let is_there = units >= column;
        units += u32::try_from(c.len_utf16()).unwrap_or(1);
        is_there
    });
    within.map_or(text.len(), |(at, _)| start + at)
}

fn has_nested(rules: &CssRuleList<'_>) -> bool {
    rules.0.iter().any(|rule| match rule {
        CssRule::Style(style) => !style.rules.0.is_empty(),
        CssRule::Nesting(_) | CssRule::NestedDeclarations(_) => true,
        CssRule::Media(media) => has_nested(&media.rules),
        CssRule::Supports(supports) => has_nested(&supports.rules),
        CssRule::Container(container) => has_nested(&container.rules),
        CssRule::LayerBlock(block) => has_nested(&block.rules),
        _ => false,
    })
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
fn written_out(selector: &Selector<'_>) -> Vec<Target> {
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
fn specificity(selector: &Selector<'_>) -> u32 {
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

/// What a declaration of the inline or block direction is on a page that reads from left to right, from top to bottom.
fn physical(name: &str, value: &str) -> Vec<(String, String)> {
    let pair = |sides: [String; 2]| {
        let values = words(value);
        let first = values.first().copied().unwrap_or(value);
        let second = values.get(1).copied().unwrap_or(first);
        let [one, other] = sides;
        vec![(one, first.to_owned()), (other, second.to_owned())]
    };
    let same = |names: &[String]| names.iter().map(|name| (name.clone(), value.to_owned())).collect::<Vec<_>>();
    if name == "inset" {
        let values = words(value);
        let at = |wanted: &[usize]| wanted.iter().find_map(|n| values.get(*n)).copied().unwrap_or(value).to_owned();
        let sides = [("top", at(&[0])), ("right", at(&[1, 0])), ("bottom", at(&[2, 0])), ("left", at(&[3, 1, 0]))];
        return sides.into_iter().map(|(side, value)| (side.to_owned(), value)).collect();
    }
    match name {
        "inline-size" => return same(&["width".to_owned()]),
        "block-size" => return same(&["height".to_owned()]),
        "min-inline-size" | "max-inline-size" | "min-block-size" | "max-block-size" => {
            return same(&[name.replace("inline-size", "width").replace("block-size", "height")]);
        }
        _ => {}
    }
    let families = ["margin", "padding", "inset", "border", "scroll-margin", "scroll-padding"];
    let Some((family, rest)) =
        families.iter().find_map(|family| Some((*family, name.strip_prefix(family)?.strip_prefix('-')?)))
    else {
        return same(&[name.to_owned()]);
    };
    let (sides, rest) = match (rest.strip_prefix("inline"), rest.strip_prefix("block")) {
        (Some(rest), _) => (["left", "right"], rest),
        (_, Some(rest)) => (["top", "bottom"], rest),
        _ => return same(&[name.to_owned()]),
    };
    let [first, second] = sides;
    let named =
        |side: &str, rest: &str| if family == "inset" { side.to_owned() } else { format!("{family}-{side}{rest}") };
    match (rest.strip_prefix("-start"), rest.strip_prefix("-end")) {
        (Some(rest), _) => same(&[named(first, rest)]),
        (_, Some(rest)) => same(&[named(second, rest)]),
        // `border-block: 1px solid red` has one value for both sides, `border-block-color: red blue` one for each.
        _ if family == "border" && rest.is_empty() => same(&[named(first, rest), named(second, rest)]),
        _ => pair([named(first, rest), named(second, rest)]),
    }
}

/// The words of a value, brackets and quotes kept together.
fn words(value: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut out, mut start) = (0_usize, None, Vec::new(), None);
    for (at, c) in value.char_indices() {
        let is_space = depth == 0 && quote.is_none() && c.is_whitespace();
        match (start, is_space) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                out.extend(value.get(from..at));
                start = None;
            }
            _ => {}
        }
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    out.extend(start.and_then(|from| value.get(from..)));
    out
}

/// The single properties that a declaration sets, so that two that set the same are known.
fn singles(name: &str, into: &mut BTreeSet<String>) {
    let also: &[&str] = match name {
        "white-space" => &["text-wrap-mode"],
        "text-wrap" => &["text-wrap-mode", "text-wrap-style"],
        "columns" => &["column-count", "column-width"],
        "column-rule" => &["column-rule-width", "column-rule-style", "column-rule-color"],
        "word-wrap" => &["overflow-wrap"],
        "grid-gap" => &["row-gap", "column-gap"],
        "grid-row-gap" => &["row-gap"],
        "grid-column-gap" => &["column-gap"],
        "page-break-before" => &["break-before"],
        "page-break-after" => &["break-after"],
        "page-break-inside" => &["break-inside"],
        "border" => &["border-image-source"],
        "font" => &[
            "font-variant",
            "font-variant-numeric",
            "font-variant-east-asian",
            "font-variant-ligatures",
            "font-kerning",
            "font-feature-settings",
            "font-variation-settings",
            "font-optical-sizing",
            "font-size-adjust",
        ],
        "font-variant" => {
            &["font-variant-numeric", "font-variant-east-asian", "font-variant-ligatures", "font-variant-caps"]
        }
        _ => &[],
    };
    into.extend(also.iter().map(|name| (*name).to_owned()));
    let bare = ["-webkit-", "-moz-", "-ms-"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    let parts = if name.starts_with("--") { None } else { PropertyId::from(bare).longhands() };
    for part in parts.iter().flatten() {
        if part.name() != bare {
            singles(part.name(), into);
        }
    }
    if parts.is_none_or(|parts| parts.is_empty()) {
        into.insert(bare.to_owned());
    }
}

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
fn settle(rules: &mut [Rule], is_important: bool) {
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

/// Identifiers, classes and elements that a specificity counts.
fn counts(specificity: u32) -> [u32; 3] {
    [specificity >> 20, (specificity >> 10) & 0x3ff, specificity & 0x3ff]
}

/// What `own` becomes by the least that makes it as specific as `least`.
fn raised(own: u32, least: u32) -> u32 {
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
    fn written(&self, is_important: bool) -> String {
        let least = self.raised.get(usize::from(is_important)).copied().unwrap_or(0);
        let [ids, classes, elements] = paddings(self.own, least);
        let pad = |text: &str, n: u32| text.repeat(n as usize);
        let padding = pad(":not(#_)", ids) + &pad(":not(._)", classes) + &pad(":not(_)", elements);
        let text = if padding.is_empty() { self.text.as_str() } else { without_star(&self.text) };
        format!("{text}{padding}{}", self.pseudo_element)
    }

    fn is_known(&self) -> bool {
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

/// What `lightningcss` lowers; selectors are lowered here, and `light-dark()` would need properties on every page.
fn targets() -> Targets {
    let exclude = Features::LightDark | Features::IsSelector | Features::NotSelectorList | Features::Nesting;
    Targets { browsers: Some(OLDEST), exclude, ..Targets::default() }
}

/// A sheet, as it is published.
fn written(rules: &[Rule], sheet: usize) -> String {
    let own = || rules.iter().filter(|rule| rule.sheet == sheet);
    let mut css = String::new();
    let mut within: &[String] = &[];
    for rule in own() {
        if rule.conditions != within {
            css += &"}".repeat(within.len());
            within = &rule.conditions;
            css.extend(within.iter().flat_map(|condition| [condition, "{"]));
        }
        css += rule.verbatim.as_deref().unwrap_or_default();
        for is_important in [false, true] {
            let sign = if is_important { "!important" } else { "" };
            let declarations = rule.declarations.iter().filter(|one| one.is_important == is_important);
            let block: String = declarations.map(|one| format!("{}:{}{sign};", one.name, one.value)).collect();
            if block.is_empty() {
                continue;
            }
            let (known, unknown): (Vec<&Target>, Vec<&Target>) = rule.selectors.iter().partition(|one| one.is_known());
            let lists = std::iter::once(known).chain(unknown.into_iter().map(|one| vec![one]));
            for list in lists.filter(|list| !list.is_empty()) {
                let all: Vec<String> = list.iter().map(|target| target.written(is_important)).collect();
                css += &format!("{}{{{block}}}", all.join(","));
            }
        }
    }
    css += &"}".repeat(within.len());
    let targets = targets();
    let options = ParserOptions { error_recovery: true, ..ParserOptions::default() };
    let lowered = StyleSheet::parse(&css, options).ok().and_then(|mut parsed| {
        parsed.minify(MinifyOptions { targets, ..MinifyOptions::default() }).ok()?;
        parsed.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() }).ok()
    });
    let lowered = lowered.map(|printed| printed.code.trim_end().to_owned());
    gaps(own()) + &lowered.unwrap_or(css)
}

/// Margins where a browser knows no `gap` between flexible boxes. They lose to every margin that the theme sets.
fn gaps<'r>(rules: impl Iterator<Item = &'r Rule> + Clone) -> String {
    let value = |rule: &Rule, name: &str| {
        let declaration = rule.declarations.iter().rev().find(|one| one.name == name);
        declaration.map(|one| one.value.clone())
    };
    let display = |rule: &Rule| value(rule, "display").unwrap_or_default();
    let gap = |rule: &Rule| {
        let both = value(rule, "gap");
        let both: Vec<&str> = both.as_deref().map_or(Vec::new(), words);
        let row = value(rule, "row-gap").or_else(|| both.first().map(|row| (*row).to_owned()));
        let column = value(rule, "column-gap").or_else(|| both.last().map(|column| (*column).to_owned()));
        let is_column = value(rule, "flex-direction").is_some_and(|direction| direction.starts_with("column"));
        let is_some = |value: &String| !matches!(value.as_str(), "0" | "normal");
        let bottom = row.filter(is_some).map(|row| format!("margin-bottom:{row}"));
        let right = column.filter(|_| !is_column).filter(is_some).map(|column| format!("margin-right:{column}"));
        let margins: Vec<String> = right.into_iter().chain(bottom).collect();
        Some(margins.join(";")).filter(|margins| !margins.is_empty())
    };
    let is_flex = |rule: &&Rule| matches!(display(rule).as_str(), "flex" | "inline-flex");
    let plain = |target: &&Target| target.is_known() && target.pseudo_element.is_empty();
    let flexible: BTreeSet<&str> = rules
        .clone()
        .filter(is_flex)
        .filter(|rule| gap(rule).is_some())
        .flat_map(|rule| rule.selectors.iter().filter(plain).map(|target| target.text.as_str()))
        .collect();
    // By conditions, those without any first, and by margins: selectors.
    let mut margins: BTreeMap<&[String], BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for rule in rules {
        let becomes = if is_flex(&rule) {
            gap(rule)
        } else {
            Some("margin:0".to_owned()).filter(|_| matches!(display(rule).as_str(), "grid" | "block"))
        };
        let Some(becomes) = becomes else { continue };
        for target in rule.selectors.iter().filter(plain).filter(|target| flexible.contains(target.text.as_str())) {
            let all = margins.entry(&rule.conditions).or_default().entry(becomes.clone()).or_default();
            all.push(format!("{}>*", target.text));
        }
    }
    if margins.is_empty() {
        return String::new();
    }
    let mut css = format!("{NO_GAP}{{");
    for (conditions, by_margin) in &margins {
        css.extend(conditions.iter().flat_map(|condition| [condition, "{"]));
        for (margin, selectors) in by_margin {
            css += &format!("{}{{{margin}}}", selectors.join(","));
        }
        css += &"}".repeat(conditions.len());
    }
    css.push('}');
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = r#"<p class="x-a x-b"><p class="x-c"><h2 class="x-d">"#;

    fn published(sources: &[(u32, &str)]) -> String {
        let sources: Vec<Source<'_>> =
            sources.iter().map(|(layer, text)| Source { sheet: 0, layer: *layer, text }).collect();
        let made = publish(&sources, 1, [("templates/a.html", TEMPLATE)].into_iter());
        assert_eq!(made.faults, []);
        made.sheets.concat()
    }

    /// `pages` files of the lower layer against `style` files of the higher, and the other way round.
    #[test]
    fn layers_hold_without_layers() {
        // The higher layer stands first, or is less specific: it still wins.
        assert_eq!(
            published(&[(1, ".x-a{color:red}"), (0, ".x-b{color:#00f}")]),
            ".x-a:not(_){color:red}.x-b{color:#00f}"
        );
        assert_eq!(
            published(&[(0, ".y .x-b{color:#00f}"), (1, ".x-a{color:red}")]),
            ".y .x-b{color:#00f}.x-a:not(._){color:red}"
        );
        assert_eq!(
            published(&[(0, "#y{color:#00f}"), (1, ".x-a{color:red}")]),
            "#y{color:#00f}.x-a:not(#_){color:red}"
        );
        // Within a layer it does not.
        assert_eq!(published(&[(0, ".y .x-b{color:#00f}.x-a{color:red}")]), ".y .x-b{color:#00f}.x-a{color:red}");
        // What sets something else, or never meets, stays.
        for other in ["margin:0", "text-wrap:balance", "border-radius:0"] {
            assert_eq!(
                published(&[(0, ".y .x-b{color:#00f}"), (1, &format!(".x-a{{{other}}}"))]).matches(":not").count(),
                0,
                "{other}"
            );
        }
        for apart in [".x-c", "div", "i.x-a", ".x-a::before"] {
            assert_eq!(
                published(&[(0, ".y p.x-b{color:#00f}"), (1, &format!("{apart}{{color:red}}"))])
                    .matches(":not")
                    .count(),
                0,
                "{apart}"
            );
        }
        // Shorthands set what they stand for; a class that no template has may stand anywhere.
        for meets in [
            ".x-a{border:0}",
            ".x-a{border-bottom-color:red}",
            ".z{border-color:red}",
            "*{border-block:0}",
            "p{all:unset}",
        ] {
            assert_eq!(
                published(&[(0, ".y .x-b{border-bottom:1px solid}"), (1, meets)]).matches(":not").count(),
                1,
                "{meets}"
            );
        }
        // Important declarations win the other way round.
        assert_eq!(
            published(&[(0, ".x-b{color:#00f!important}"), (1, ".y .x-a{color:red!important}")]),
            ".x-b:not(#_){color:#00f!important}.y .x-a{color:red!important}"
        );
        // Layers of a theme's own within the theme's: the first named loses to the later, and both to none.
        assert_eq!(
            published(&[(
                0,
                "@layer a,b;.x-a{color:red}@layer b{.x-a.x-b{color:#00f}}@layer a{.x-a.x-b.y{color:#ff0}}"
            )]),
            ".x-a:not(#_):not(#_){color:red}.x-a.x-b:not(#_){color:#00f}.x-a.x-b.y{color:#ff0}"
        );
    }

    /// As browsers count them, from the selectors of the specification and of the theme.
    #[test]
    fn selectors_count_as_in_browsers() {
        for (selector, wanted) in [
            ("*", [0, 0, 0]),
            ("ul ol+li::before", [0, 0, 4]),
            ("#s12:not(foo)", [1, 0, 1]),
            (".foo:is(.bar,#baz)", [1, 1, 0]),
            (".foo:where(.bar,#baz)", [0, 1, 0]),
            ("a:has(>.b,#c)", [1, 0, 1]),
            (".a:not(:has(> .b), .c) > .d", [0, 3, 0]),
            ("tr:not(:has(td:not(.n))) td:not(:empty)", [0, 2, 3]),
            (":nth-child(2n of .a,b)", [0, 2, 0]),
            ("a[href]:hover:focus-visible", [0, 3, 1]),
        ] {
            let text = format!("{selector}{{color:red}}");
            let sheet = StyleSheet::parse(&text, ParserOptions::default()).expect("a stylesheet");
            let Some(CssRule::Style(style)) = sheet.rules.0.first() else { panic!("{selector}") };
            let found = style.selectors.0.first().map(|one| counts(specificity(one)));
            assert_eq!(found, Some(wanted), "{selector}");
        }
        let lower = ".x-a:not(:has(> .b)):not(.c) > .x-b{color:#00f}";
        assert_eq!(published(&[(0, lower), (1, ".d .x-a{color:red}")]).matches(":not(#_)").count(), 1);
    }

    #[test]
    fn selectors_are_written_out() {
        // Each counts as the most specific of the list, where something else would win.
        assert_eq!(
            published(&[(0, ":is(.x-c,#y) b{color:red}.z b{color:#00f}")]),
            ".x-c b:not(_),#y b{color:red}.z b{color:#00f}"
        );
        assert_eq!(
            published(&[(0, ":where(.x-c,#y){color:red}p{color:#00f}")]),
            ".x-c,#y{color:red}p:not(#_){color:#00f}"
        );
        assert_eq!(published(&[(0, "p:is(.a,h2,p.b){color:red}")]), "p.a,p.b{color:red}");
        assert_eq!(published(&[(0, "a:not(.b,.c){color:red}")]), "a:not(.b):not(.c){color:red}");
        assert_eq!(published(&[(0, ":is(.a>.b,.c)+i{color:red}")]), ".a>.b+i,.c+i{color:red}");
        assert_eq!(published(&[(0, ".a{color:red;& b,& i{color:#00f}}")]), ".a{color:red}.a b,.a i{color:#00f}");
        // One that a browser may not know stands alone.
        assert_eq!(
            published(&[(0, "a:focus-visible,a:hover{color:red}")]),
            "a:hover{color:red}a:focus-visible{color:red}"
        );
        // Everything before a part of `:is()` may stand anywhere before: that is not written out, and stays.
        assert_eq!(published(&[(0, ".a :is(.b .c,.d){color:red}")]), ".a :is(.b .c,.d){color:red}");
    }

    #[test]
    fn declarations_are_lowered() {
        for (written, lowered) in [
            ("margin-inline:auto", "margin-left:auto;margin-right:auto"),
            ("padding-block:var(--a) var(--b)", "padding-top:var(--a);padding-bottom:var(--b)"),
            ("padding-inline:min(var(--a), 1px) \"a b\"", "padding-left:min(var(--a), 1px);padding-right:\"a b\""),
            ("border-block:var(--l)", "border-top:var(--l);border-bottom:var(--l)"),
            ("border-inline-start-color:var(--a)", "border-left-color:var(--a)"),
            ("inset-inline-end:var(--a)", "right:var(--a)"),
            ("inset:var(--a) auto", "top:var(--a);right:auto;bottom:var(--a);left:auto"),
            ("inline-size:var(--a)", "width:var(--a)"),
        ] {
            let sheet = published(&[(0, &format!("p{{{written}}}"))]);
            let declarations = |text: &str| text.split(';').map(str::to_owned).collect::<BTreeSet<_>>();
            let inside = sheet.trim_start_matches("p{").trim_end_matches('}');
            assert_eq!(declarations(inside), declarations(lowered), "{written}");
        }
        let media = published(&[(0, "@media (width<=30rem){i{content:\"a\";content:\"a\" / \"\"}}")]);
        assert_eq!(media, "@media (max-width:30rem){i{content:\"a\";content:\"a\" / \"\"}}");
        let flexible = ".x-c{display:flex;gap:0 1em}.x-d{display:grid;gap:1em}@media print{.x-c{display:block}}";
        let margins = "{.x-c>*{margin-right:1em}@media print{.x-c>*{margin:0}}}.x-c{";
        assert!(
            published(&[(0, flexible)]).starts_with(&format!("{NO_GAP}{margins}")),
            "{}",
            published(&[(0, flexible)])
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        for (text, at) in [
            ("p { color red; }", "red"),
            ("甲 { }\n}\np { }", "}\np"),
            ("@import \"a.css\";", "@import"),
            (".a { & }", "}"),
        ] {
            let source = Source { sheet: 0, layer: 0, text };
            let made = publish(&[source], 1, std::iter::empty());
            let rest = made.faults.first().map(|(_, fault)| text.get(fault.at.start..).unwrap_or_default());
            assert!(rest.is_some_and(|rest| rest.trim_start().starts_with(at)), "{text}: {:?}", made.faults);
        }
        for text in
            ["{".repeat(100_000), "(".repeat(100_000), "a{".repeat(150), format!("{}{{}}", ":is(a,".repeat(150))]
        {
            publish(&[Source { sheet: 0, layer: 0, text: &text }], 1, std::iter::empty());
        }
    }
}
