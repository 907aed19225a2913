//! What records point at: other records, documents, images, files.

use rayon::prelude::*;

use super::bulletin::{Absent, Bulletin};
use super::entry::Entry;
use super::meant::candidates;
use super::tree::Leaf;
use super::{CONFIG, Kind, walk};
use crate::diagnostic::{Code, Finding, Text, codes};
use crate::source::Source;
use crate::source::yaml::Step;

/// Checks that what records point at is there: records, documents, images, files.
pub(super) fn references(bulletin: &Bulletin, source: &Source) -> Vec<Finding> {
    let check = |entry: &Entry| {
        let mut findings = Vec::new();
        walk::leaves(&entry.record, &mut |path, leaf| {
            let fault = match leaf {
                Leaf::Ref(id, kind) => {
                    let is_of_list = matches!(path.last(), Some(Step::Item(_)));
                    reference_fault(bulletin, (Some(entry), is_of_list), id, kind)
                }
                Leaf::Document(id) => document_fault(bulletin, id),
                Leaf::Image(name) | Leaf::File(name) if source.refused(&entry.file, name) => None,
                Leaf::Image(name) => file_fault(bulletin, entry, name, "images"),
                Leaf::File(name) => file_fault(bulletin, entry, name, "files"),
                Leaf::Prose(_) => None,
            };
            if let Some((code, message, help)) = fault {
                let mut finding = Finding::new(code, source.place(&entry.file, path), message);
                finding.help = Some(help);
                findings.push(finding);
            }
        });
        findings
    };
    let mut findings: Vec<Finding> = bulletin.entries.par_iter().flat_map_iter(check).collect();
    let feedback = bulletin.config.foot.as_ref().and_then(|foot| foot.feedback.as_ref());
    if let Some((code, message, help)) =
        feedback.and_then(|page| reference_fault(bulletin, (None, false), &page.id, "page"))
    {
        let place = source.place(&CONFIG.into(), &[Step::Key("foot".into()), Step::Key("feedback".into())]);
        findings.push(Finding { help: Some(help), ..Finding::new(code, place, message) });
    }
    for (index, file) in bulletin.config.keep.iter().enumerate().filter(|(_, file)| !source.refused(CONFIG, &file.0)) {
        if bulletin.asset(CONFIG, &file.0).is_none() {
            let place = source.place(&CONFIG.into(), &[Step::Key("keep".into()), Step::Item(index)]);
            let message = Text::new(format!("找不到文件“{}”", file.0), format!("there is no file \"{}\"", file.0));
            let help = Some(match bulletin.meant_file(&file.0) {
                Some(near) => Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")),
                None => Text::new(
                    "写从 content/ 起的路径，例如 files/list.pdf；不再要它，就删去这一项",
                    "write its path from content/, as files/list.pdf; where it is no longer wanted, delete it here",
                ),
            });
            findings.push(Finding { help, ..Finding::new(codes::MISSING_FILE, place, message) });
        }
    }
    findings
}

type Fault = (Code, Text, Text);

/// `from`: the record that refers, and whether the reference is one of a list.
fn reference_fault(bulletin: &Bulletin, from: (Option<&Entry>, bool), id: &str, kind: &str) -> Option<Fault> {
    match (bulletin.entry(id), bulletin.absent(id)) {
        (Some(target), _) if kind.is_empty() || target.kind.name() == kind => None,
        (Some(target), _) => {
            let found = target.kind.name();
            let zh = |name: &str| Kind::from_name(name).map_or("", Kind::zh);
            let message = Text::new(
                format!("“{id}”是{}，这里要的是{}", zh(found), zh(kind)),
                format!("\"{id}\" is a {found}, a {kind} is wanted"),
            );
            Some((codes::WRONG_KIND, message, candidates(bulletin, from, id, kind)))
        }
        (None, Some(Absent::Unread)) => None,
        (None, Some(Absent::Draft)) => {
            let message = Text::new(
                format!("“{id}”还是草稿，不会发布"),
                format!("\"{id}\" is a draft and will not be published"),
            );
            let help = Text::new(
                "去掉这处引用，或发布那条记录（删去 draft: true）",
                "drop the reference, or publish the record (delete draft: true)",
            );
            Some((codes::REFERENCE_TO_DRAFT, message, help))
        }
        (None, None) => {
            let message = Text::new(format!("没有编号为“{id}”的记录"), format!("there is no record \"{id}\""));
            Some((codes::UNKNOWN_REFERENCE, message, candidates(bulletin, from, id, kind)))
        }
    }
}

fn document_fault(bulletin: &Bulletin, id: &str) -> Option<Fault> {
    let meant = bulletin.document_id(id).err()?;
    let message = Text::new(format!("来源文件“{id}”没有登记"), format!("the source document \"{id}\" is not listed"));
    let help = match meant {
        Some(near) => Text::new(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")),
        None => Text::new("在 content/site.yaml 的 documents 里登记它", "list it under documents in content/site.yaml"),
    };
    Some((codes::UNKNOWN_DOCUMENT, message, help))
}

fn file_fault(bulletin: &Bulletin, entry: &Entry, name: &str, folder: &str) -> Option<Fault> {
    if bulletin.asset(&entry.file, name).is_some() {
        return None;
    }
    let message = Text::new(format!("找不到文件“{name}”"), format!("there is no file \"{name}\""));
    Some((codes::MISSING_FILE, message, bulletin.where_to_put(name, folder)))
}
