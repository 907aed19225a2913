//! A sheet as it is published: lowered, small, with margins where a browser knows no `gap`.

use std::collections::{BTreeMap, BTreeSet};

use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};

use super::properties::words;
use super::read::Rule;
use super::selector::Target;
use super::targets;

/// Browsers without `gap` between flexible boxes; they have neither of these.
pub(super) const NO_GAP: &str = "@supports (not (inset:0)) and (not (appearance:none))";

/// A sheet, as it is published.
pub(super) fn written(rules: &[Rule], sheet: usize) -> String {
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
