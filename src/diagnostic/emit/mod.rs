//! Showing findings: for people in a terminal, as JSON, as SARIF, as GitHub annotations.

mod github;
mod human;
mod json;
mod sarif;

pub use human::Look;
pub use json::document;

use std::borrow::Cow;

use super::{Finding, Lang, Place, Text, Texts};
use crate::text::is_harmful;

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Source excerpts with carets, in colour where asked for.
    Human(Look),
    /// One JSON document, `gongbao-findings/1`.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub workflow commands, one a line.
    Github,
}

/// The findings as text in `format`.
pub fn emit(findings: &[Finding], texts: &dyn Texts, format: Format, lang: Lang) -> String {
    // JSON writes such characters as escapes.
    let shown = if matches!(format, Format::Human(_) | Format::Github) { harmless(findings) } else { findings.into() };
    let findings = &*shown;
    match format {
        Format::Human(look) => human::emit(findings, texts, lang, look),
        Format::Json => format!("{:#}\n", document(findings, texts, lang)),
        Format::Sarif => sarif::emit(findings, texts, lang),
        Format::Github => github::emit(findings, texts, lang),
    }
}

/// Findings in which control characters and those that turn the direction of writing are written as escapes: a terminal
/// would obey them.
fn harmless(findings: &[Finding]) -> Cow<'_, [Finding]> {
    let has = |text: &Text| text.zh.contains(is_harmful) || text.en.contains(is_harmful);
    let needs = |finding: &Finding| {
        has(&finding.message) || finding.help.as_ref().is_some_and(has) || finding.place.file.contains(is_harmful)
    };
    if !findings.iter().any(needs) {
        return findings.into();
    }
    let plain = |text: &str| {
        let one = |c: char| if is_harmful(c) { c.escape_unicode().to_string() } else { c.into() };
        text.chars().map(one).collect::<String>()
    };
    let both = |text: &Text| Text::new(plain(&text.zh), plain(&text.en));
    let shown = |finding: &Finding| Finding {
        message: both(&finding.message),
        help: finding.help.as_ref().map(both),
        place: Place { file: plain(&finding.place.file).into(), ..finding.place.clone() },
        ..finding.clone()
    };
    findings
        .iter()
        .map(|finding| if needs(finding) { shown(finding) } else { finding.clone() })
        .collect::<Vec<_>>()
        .into()
}
