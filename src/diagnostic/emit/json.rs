//! Findings as one JSON document, `gongbao-findings/1`: lines and columns from 1, columns in characters.

use serde_json::{Value, json};

use super::extent;
use crate::diagnostic::{Finding, Lang, Texts};

pub(super) fn emit(findings: &[Finding], texts: &dyn Texts, lang: Lang) -> String {
    let list: Vec<Value> = findings.iter().map(|finding| one(finding, texts, lang)).collect();
    let document = json!({ "version": "gongbao-findings/1", "findings": list });
    format!("{document:#}\n")
}

fn one(finding: &Finding, texts: &dyn Texts, lang: Lang) -> Value {
    let mut value = json!({
        "code": finding.code.id,
        "name": finding.code.name,
        "severity": finding.severity().name(),
        "message": finding.message.in_lang(lang),
        "file": &*finding.place.file,
    });
    if let (Some(((line, column), (end_line, end_column))), Some(object)) =
        (extent(finding, texts), value.as_object_mut())
    {
        object.insert("line".into(), line.into());
        object.insert("column".into(), column.into());
        object.insert("end_line".into(), end_line.into());
        object.insert("end_column".into(), end_column.into());
    }
    if let (Some(help), Some(object)) = (&finding.help, value.as_object_mut()) {
        object.insert("help".into(), help.in_lang(lang).into());
    }
    value
}
