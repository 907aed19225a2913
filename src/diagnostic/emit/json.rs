//! Findings as one JSON document, `gongbao-findings/1`, as `docs/findings.schema.json` describes it: lines and columns
//! from 1, columns in characters.

use serde_json::{Value, json};

use crate::diagnostic::{Finding, Lang, Positions, Texts};

/// The findings as a document.
pub fn document(findings: &[Finding], texts: &dyn Texts, lang: Lang) -> Value {
    let mut positions = Positions::new(texts);
    let list: Vec<Value> = findings.iter().map(|finding| one(finding, &mut positions, lang)).collect();
    json!({ "version": "gongbao-findings/1", "findings": list })
}

fn one(finding: &Finding, positions: &mut Positions<'_>, lang: Lang) -> Value {
    let ((line, column), (end_line, end_column)) = positions.extent(&finding.place);
    json!({
        "code": finding.code.id,
        "name": finding.code.name,
        "severity": finding.severity().name(),
        "message": finding.message.in_lang(lang),
        "help": finding.help.as_ref().map(|help| help.in_lang(lang)),
        "edits": finding.edits.iter().map(|edit| {
            let ((line, column), (end_line, end_column)) = positions.extent(&edit.place);
            json!({
                "file": &*edit.place.file,
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
                "text": edit.text,
            })
        }).collect::<Vec<Value>>(),
        "why": finding.code.why().in_lang(lang),
        "file": &*finding.place.file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "related": finding.related.as_ref().map(|(place, what)| {
            let ((line, column), _) = positions.extent(place);
            json!({ "file": &*place.file, "line": line, "column": column, "message": what.in_lang(lang) })
        }),
    })
}
