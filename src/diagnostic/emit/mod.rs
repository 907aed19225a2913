//! Showing findings: for people in a terminal, as JSON, as SARIF, as GitHub annotations.

mod github;
mod human;
mod json;
mod sarif;

pub use json::document;

use super::{Finding, Lang, Texts};

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Source excerpts with carets, in colour where asked for.
    Human {
        /// Whether to colour.
        colour: bool,
        /// Columns of the terminal, by which long lines are cut.
        width: Option<usize>,
    },
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
        Format::Human { colour, width } => human::emit(findings, texts, lang, colour, width),
        Format::Json => format!("{:#}\n", document(findings, texts, lang)),
        Format::Sarif => sarif::emit(findings, texts, lang),
        Format::Github => github::emit(findings, texts, lang),
    }
}
