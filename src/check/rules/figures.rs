//! Stated figures that do not follow from their parts, and relations that name a figure that is not there.

use crate::check::Looked;
use crate::diagnostic::{Finding, Text, codes};
use crate::figures::{self, Outcome, RelationKind};
use crate::record::Entry;
use crate::source::yaml::Step;
use crate::text::nearest;

/// A stated total, rate or cut that does not hold. A warning: the bulletin publishes both values, marked.
pub(in crate::check) fn relations(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let relations = figures::relations(looked.bulletin, entry);
    let failing = relations.iter().filter(|relation| relation.outcome == Outcome::Fails);
    failing
        .map(|relation| {
            let code = match relation.kind {
                RelationKind::Sum => codes::SUM_DOES_NOT_HOLD,
                RelationKind::WholeOnly => codes::IMPOSSIBLE_RATE,
                RelationKind::Rate | RelationKind::Cut | RelationKind::Base => codes::RATE_DOES_NOT_HOLD,
            };
            let mut path = relation.path.clone();
            path.push(Step::Key("value".into()));
            let message = Text::new(
                format!("“{}”写的是 {}，重算是 {}", relation.what, relation.stated, relation.recomputed),
                format!(
                    "\"{}\" is stated as {}, recomputed it is {}",
                    relation.what, relation.stated, relation.recomputed
                ),
            );
            Finding::new(code, looked.source.place(&entry.file, &path), message).help(
                format!("{}。核对原件；确实如此时两个数都会发布，并加标记", relation.explanation.zh),
                format!("{}. Compare the original; if it says so, both are published, marked", relation.explanation.en),
            )
        })
        .collect()
}

/// `sum`, `rate` and `cut` name figures of the same record by key.
pub(in crate::check) fn keys(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let figures = entry.record.common().figures;
    let known: Vec<&str> = figures.iter().filter_map(|figure| figure.key.as_deref()).collect();
    let mut findings = Vec::new();
    for (index, figure) in figures.iter().enumerate() {
        let mut check = |name: &str, steps: &[Step]| {
            if known.contains(&name) {
                return;
            }
            let path: Vec<Step> =
                [Step::Key("figures".into()), Step::Item(index)].iter().chain(steps).cloned().collect();
            let message = Text::new(
                format!("这条记录里没有 key 为“{name}”的数据"),
                format!("no figure of this record has the key \"{name}\""),
            );
            let finding = Finding::new(codes::UNKNOWN_FIGURE, looked.source.place(&entry.file, &path), message);
            findings.push(match nearest(name, known.iter().copied()) {
                Some(near) => finding.help(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")),
                None => finding.help(format!("给那条数据加上 key: {name}"), format!("give that figure a key: {name}")),
            });
        };
        for (part, name) in figure.sum.iter().enumerate() {
            check(name, &[Step::Key("sum".into()), Step::Item(part)]);
        }
        if let Some(rate) = &figure.rate {
            check(&rate.whole, &[Step::Key("rate".into()), Step::Key("whole".into())]);
            if let Some(part) = &rate.part {
                check(part, &[Step::Key("rate".into()), Step::Key("part".into())]);
            }
        }
        if let Some(cut) = &figure.cut {
            check(&cut.from, &[Step::Key("cut".into()), Step::Key("from".into())]);
            check(&cut.to, &[Step::Key("cut".into()), Step::Key("to".into())]);
        }
    }
    findings
}
