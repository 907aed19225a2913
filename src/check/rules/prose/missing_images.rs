//! Images in texts that are not there; the page is that of [`codes::MISSING_FILE`].

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Finding, Text, codes};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: codes::MISSING_FILE, looks: Looks::Prose(check) };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let (bulletin, file) = (prose.looked.bulletin, &prose.entry.file);
    let source = prose.looked.source;
    let lost = |name: &str| bulletin.asset(file, name).is_none() && !source.refused(file, name);
    let missing = prose.images.iter().filter(|(name, ..)| lost(name));
    missing
        .map(|(name, _, range)| {
            let message = Text::new(format!("找不到图片“{name}”"), format!("there is no image \"{name}\""));
            let help = bulletin.where_to_put(name, "images");
            Finding::new(codes::MISSING_FILE, prose.at(range), message).help(help.zh, help.en)
        })
        .collect()
}
