//! A record's tree as templates see it: what stands for its leaves, recomputed relations beside their figures, links to the
//! lists that it is in.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::figures::{Relation, Verdict};
use crate::record::Entry;
use crate::record::tree::path_text;
use crate::site::Plan;
use crate::source::yaml::Step;

/// A stated figure and what its parts give.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The figure.
    pub what: String,
    /// As stated.
    pub stated: String,
    /// As recomputed.
    pub recomputed: String,
    /// How.
    pub explanation: String,
    /// Where in the record.
    pub path: String,
}

/// A figure that does not follow from its parts.
pub(in crate::site) fn check(plan: &Plan<'_>, relation: &Relation) -> Check {
    Check {
        what: relation.what.clone(),
        stated: relation.stated.clone(),
        recomputed: relation.recomputed.clone(),
        explanation: plan.words.said(&relation.explanation),
        path: path_text(&relation.path),
    }
}

/// The record's tree with references resolved, texts given their links, and relations beside their figures.
pub(in crate::site) fn record_tree(plan: &Plan<'_>, entry: &Entry, relations: &[Relation]) -> Value {
    let mut tree = entry.record.tree();
    plan.leaves.resolve(&mut tree, entry);
    for relation in relations {
        let Some(Value::Object(figure)) = at_mut(&mut tree, &relation.path) else { continue };
        let (key, value) = match relation.outcome {
            Verdict::Fails => ("check", serde_json::to_value(check(plan, relation)).unwrap_or_default()),
            Verdict::Holds => ("verified", plan.words.said(&relation.explanation).into()),
            Verdict::Derived => ("derived", plan.words.said(&relation.explanation).into()),
        };
        figure.insert(key.into(), value);
    }
    if let Value::Object(map) = &mut tree {
        map.insert("id".into(), entry.id.clone().into());
        map.insert("url".into(), plan.routes.of(entry).into());
        map.insert("kind_name".into(), plan.words.one(entry.kind).into());
        let facets = facet_links(plan, entry);
        map.insert("facets".into(), facets);
    }
    tree
}

/// Links to the lists the record is in, by facet: `{"park": [link], "tag": [link, …]}`.
fn facet_links(plan: &Plan<'_>, entry: &Entry) -> Value {
    let mut links: Map<String, Value> = Map::new();
    for facet in plan.lists.facets_of(entry) {
        if let Some(link) = plan.lists.facet_page(entry.kind, &facet) {
            let link = json!({ "title": link.0, "url": plan.routes.to(link.1) });
            if let Value::Array(list) = links.entry(facet.name).or_insert_with(|| Value::Array(Vec::new())) {
                list.push(link);
            }
        }
    }
    Value::Object(links)
}

fn at_mut<'v>(value: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(&**key),
        Step::Item(index) => value.get_mut(*index),
    })
}
