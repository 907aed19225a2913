//! # 来源文件重复登记 · A source document listed twice
//!
//! `site.yaml` 的 `documents` 里两份文件的 `id` 相同。
//!
//! Two documents of `documents` in `site.yaml` have one `id`.
//!
//! ## 为什么 · Why
//!
//! 记录里写的编号指的是哪一份，说不清。
//!
//! Nobody can tell which one a record names.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! documents:
//!   - {id: p, title: 某报}
//!   - {id: p, title: 另一报}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! documents:
//!   - {id: p, title: 某报}
//!   - {id: q, title: 另一报}
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0315", name: "document-twice", severity: Severity::Error, page: include_str!("document_twice.rs") };

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let place = |index: usize| looked.source.place(&"content/site.yaml".into(), &item("documents", index, "id"));
    let mut findings = Vec::new();
    for (index, document) in looked.bulletin.config.documents.iter().enumerate() {
        let Some(first) = seen.insert(&document.id, index) else { continue };
        let id = &document.id;
        let message = Text::new(format!("来源文件“{id}”登记了两次"), format!("the document \"{id}\" is listed twice"));
        let finding =
            Finding::new(CODE, place(index), message).help("给其中一份换一个 id", "give one of them another id");
        findings.push(finding.related(place(first), Text::new("先登记在这里", "first listed here")));
    }
    findings
}
