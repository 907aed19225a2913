//! Findings as GitHub workflow commands: annotations beside the changed lines.

use crate::diagnostic::{Finding, Lang, Positions, Severity, Texts};

pub(super) fn emit(findings: &[Finding], texts: &dyn Texts, lang: Lang) -> String {
    let mut positions = Positions::new(texts);
    findings.iter().map(|finding| one(finding, &mut positions, lang)).collect()
}

fn one(finding: &Finding, positions: &mut Positions<'_>, lang: Lang) -> String {
    let level = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let ((line, column), (end_line, end_column)) = positions.extent(&finding.place);
    let place = format!(",line={line},col={column},endLine={end_line},endColumn={end_column}");
    let help = finding.help.as_ref().map(|help| format!("\n{}", help.in_lang(lang))).unwrap_or_default();
    let message = format!("{}{help}", finding.message.in_lang(lang));
    format!(
        "::{level} file={}{place},title={}::{}\n",
        escape(&finding.place.file, true),
        finding.code.id,
        escape(&message, false)
    )
}

/// GitHub's escapes; properties also escape `:` and `,`.
fn escape(text: &str, property: bool) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if property { text.replace(':', "%3A").replace(',', "%2C") } else { text }
}
