//! Showing findings: for people in a terminal, as JSON, as SARIF, as GitHub annotations.

mod github;
mod human;
mod json;
mod sarif;

pub use human::Look;
pub use json::document;

use super::{Finding, Lang, Texts};

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
    match format {
        Format::Human(look) => human::emit(findings, texts, lang, look),
        Format::Json => format!("{:#}\n", document(findings, texts, lang)),
        Format::Sarif => sarif::emit(findings, texts, lang),
        Format::Github => github::emit(findings, texts, lang),
    }
}
