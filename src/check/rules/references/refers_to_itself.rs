//! # 记录指向自己 · A record that refers to itself
//!
//! `part_of`、`parent`、`watch`、`parts`、`interprets`、`amends`、`repeals` 指向记录自己，或者绕一圈又回到自己。
//!
//! `part_of`, `parent`, `watch`, `parts`, `interprets`, `amends` or `repeals` leads to the record itself, or back to it in a ring.
//!
//! ## 为什么 · Why
//!
//! 没有一件事是自己的一部分，没有一件文件废止自己。
//!
//! Nothing is part of itself, and no document repeals itself.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! part_of: b
//! ````
//!
//! ````yaml content/projects/b.yaml
//! title: 乙项目
//! part_of: a
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! part_of: b
//! ````
//!
//! ````yaml content/projects/b.yaml
//! title: 乙项目
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::tree::Leaf;
use crate::record::walk::leaves;
use crate::record::{Bulletin, Entry};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0316",
    name: "refers-to-itself",
    severity: Severity::Error,
    page: include_str!("refers_to_itself.rs"),
};

/// Keys that may not lead back to where they stand.
const KEYS: &[&str] = &["part_of", "parent", "watch", "parts", "interprets", "amends", "repeals"];

/// More steps than any chain of records has.
const FAR: usize = 64;

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, path, target) in leading(entry) {
        let Some(way) = back(looked.bulletin, entry, key, target) else { continue };
        let message = if way.is_empty() {
            Text::new(format!("{key} 指向自己"), format!("{key} leads to the record itself"))
        } else {
            let way = way.join("、");
            Text::new(format!("{key} 经过 {way} 又回到自己"), format!("{key} leads back to the record by way of {way}"))
        };
        let place = looked.source.place(&entry.file, &path);
        findings.push(Finding::new(CODE, place, message).help("改正编号，或删去", "mend the id, or delete it"));
    }
    findings
}

/// The references of a record that may not lead back: key, path, id.
fn leading(entry: &Entry) -> Vec<(&'static str, Vec<Step>, &str)> {
    let mut found = Vec::new();
    leaves(&entry.record, &mut |path, leaf| {
        let key = path.first().and_then(|step| match step {
            Step::Key(key) => KEYS.iter().find(|known| *known == key),
            Step::Item(_) => None,
        });
        if let (Some(key), Leaf::Ref(id, _)) = (key, leaf) {
            found.push((*key, path.to_vec(), id));
        }
    });
    found
}

/// The records between a reference and the record it stands in, following the first reference of the same key; `None`
/// where it does not lead back.
fn back<'a>(bulletin: &'a Bulletin, entry: &Entry, key: &str, target: &'a str) -> Option<Vec<&'a str>> {
    let (mut way, mut at) = (Vec::new(), target);
    while at != entry.id {
        if way.len() > FAR || way.contains(&at) {
            return None;
        }
        way.push(at);
        let next = leading(bulletin.entry(at)?).into_iter().find(|(other, ..)| *other == key);
        at = next?.2;
    }
    Some(way)
}
