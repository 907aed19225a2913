//! The theme's stylesheets, read as rules out of their layers.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use lightningcss::printer::PrinterOptions;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use lightningcss::targets::{Features, Targets};
use lightningcss::traits::ToCss;

use super::properties::physical;
use super::selector::{Target, written_out};
use super::{MINIFIED, Source, targets};
use crate::render::script::{Fault, too_deep};

/// A rule out of its layer.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) sheet: usize,
    /// Conditions it stands in, from the outermost: `@media print`.
    pub(super) conditions: Vec<String>,
    /// Layers it stands in, from the outermost; what stands in none of the inner ones comes after them all.
    pub(super) layer: Vec<u32>,
    pub(super) selectors: Vec<Target>,
    /// Declarations, those that are `!important` after the others.
    pub(super) declarations: Vec<Declaration>,
    /// What is no style rule and is published as it is: `@page`, `@keyframes`.
    pub(super) verbatim: Option<String>,
}

#[derive(Debug)]
pub(super) struct Declaration {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) is_important: bool,
}

#[derive(Default)]
pub(super) struct Reader {
    pub(super) rules: Vec<Rule>,
    pub(super) faults: Vec<(usize, Fault)>,
    /// Layers within the theme's, in order, by the path of their parent.
    layers: BTreeMap<Vec<u32>, Vec<String>>,
}

impl Reader {
    pub(super) fn read_source(&mut self, index: usize, source: &Source<'_>) {
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
