//! Findings as SARIF 2.1.0, for code-review tools.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::{Code, Finding, Lang, Place, Positions, Severity, Texts};

pub(super) fn emit(findings: &[Finding], texts: &dyn Texts, lang: Lang) -> String {
    let codes: BTreeMap<&str, Code> = findings.iter().map(|finding| (finding.code.id, finding.code)).collect();
    let rule = |code: &Code| {
        json!({
            "id": code.id,
            "name": code.name,
            "shortDescription": { "text": code.title().in_lang(lang) },
            "help": { "text": code.explain(lang) },
            "defaultConfiguration": { "level": level(code.severity) },
        })
    };
    let rules: Vec<Value> = codes.values().map(rule).collect();
    let mut positions = Positions::new(texts);
    let results: Vec<Value> = findings.iter().map(|finding| one(finding, &mut positions, lang)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gongbao", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn one(finding: &Finding, positions: &mut Positions<'_>, lang: Lang) -> Value {
    let related = finding.related.iter().map(|(place, what)| {
        json!({ "physicalLocation": location(place, positions), "message": { "text": what.in_lang(lang) } })
    });
    let related: Vec<Value> = related.collect();
    let mut message = finding.message.in_lang(lang).to_owned();
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help.in_lang(lang));
    }
    json!({
        "ruleId": finding.code.id,
        "level": level(finding.severity()),
        "message": { "text": message },
        "locations": [{ "physicalLocation": location(&finding.place, positions) }],
        "relatedLocations": related,
    })
}

fn location(place: &Place, positions: &mut Positions<'_>) -> Value {
    let ((line, column), (end_line, end_column)) = positions.extent(place);
    json!({
        "artifactLocation": { "uri": encode(&place.file) },
        "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// A relative path as a URI reference.
fn encode(path: &str) -> String {
    crate::text::percent_encode_path(path)
}
