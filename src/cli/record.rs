//! `gongbao build --record`: writes down what was published, where, and what it said.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::files::in_one_step;
use super::{End, terminal};
use crate::build::{Outcome, Request};
use crate::date::Day;
use crate::diagnostic::{Lang, Texts};
use crate::record::{ADDRESSES, Bulletin, NotRecorded, PUBLISHED, Published, ToRecord};
use crate::site::{address, stated};
use crate::source::SystemError;

/// Puts the pages that only a copy of the record has into that of the bulletin, so that the build looks for them. A copy that
/// is not there yet is one without pages.
pub(super) fn join(root: &Path, kept: &Path, lang: Lang) -> Result<(), End> {
    let read = |path: &Path| match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(terminal::system(&SystemError::new("read", path, error), lang)),
    };
    let Ok(other) = Published::parse(&read(kept)?) else {
        let shown = kept.display();
        terminal::message(&match lang {
            Lang::Zh => format!(
                "{shown} 读不懂：被改过，或没有写完。没有发布。从备份恢复它；没有备份，而 content/published.yaml 已提交，就删去它。"
            ),
            Lang::En => format!(
                "{shown} cannot be read: it was altered or left half written. Nothing was published. Restore it from a backup; without one, delete it where content/published.yaml is committed."
            ),
        });
        return Err(End::Findings);
    };
    let path = root.join(PUBLISHED);
    let text = read(&path)?;
    // One that cannot be read is told by the build, at its place.
    let Ok(own) = Published::parse(&text) else { return Ok(()) };
    match own.joined(&text, other) {
        Ok(None) => Ok(()),
        Ok(Some(text)) => in_one_step(&path, &text).map_err(|error| terminal::system(&error, lang)),
        Err(error) => Err(not_recorded(&error, lang)),
    }
}

/// Adds what was published to what earlier builds recorded.
pub(super) fn record(root: &Path, request: &Request, outcome: &Outcome, kept: Option<&Path>, lang: Lang) -> End {
    let Some(bulletin) = outcome.bulletin() else { return End::Fine };
    let day = request.clock.day(&bulletin.config);
    let written = facts(root, bulletin, outcome, day).and_then(|text| {
        addresses(root, bulletin, outcome, day)?;
        Ok(text)
    });
    let text = match written {
        Ok(text) => text,
        Err(NotWritten::System(error)) => return terminal::system(&error, lang),
        Err(NotWritten::Not(error)) => return not_recorded(&error, lang),
        Err(NotWritten::Addresses(by_hand)) => {
            let lines: String = by_hand.iter().map(|address| format!("\n- {address}")).collect();
            terminal::message(&match lang {
                Lang::Zh => format!("{ADDRESSES} 没有改动：它的写法没法只加几行。在 published: 下面自己加上：{lines}"),
                Lang::En => {
                    format!(
                        "{ADDRESSES} was not changed: lines cannot be added to the way it is written. Add below published: {lines}"
                    )
                }
            });
            return End::Findings;
        }
    };
    match kept.map(|kept| in_one_step(kept, &text)) {
        Some(Err(error)) => terminal::system(&error, lang),
        Some(Ok(())) | None => End::Fine,
    }
}

/// Why something was not written.
enum NotWritten {
    System(SystemError),
    Not(NotRecorded),
    /// The addresses that are to be added by hand.
    Addresses(Vec<String>),
}

/// Records what pages say, and gives the file.
fn facts(root: &Path, bulletin: &Bulletin, outcome: &Outcome, day: Day) -> Result<String, NotWritten> {
    let text = outcome.text(PUBLISHED).unwrap_or_default();
    let published: BTreeSet<&str> = outcome.records.iter().map(String::as_str).collect();
    let mut stated = stated(&bulletin.on_day(day), day);
    stated.retain(|address, _| published.contains(address.as_str()));
    let withdrawn = bulletin.addresses.moved.keys().chain(bulletin.addresses.gone.keys()).cloned().collect();
    let came_from = bulletin.addresses.came_from();
    let came_from = came_from.into_iter().map(|(to, from)| (to.to_owned(), from.to_owned())).collect();
    let now = ToRecord { stated, withdrawn, came_from, day };
    match bulletin.published.recorded(text, &now).map_err(NotWritten::Not)? {
        Some(text) => {
            in_one_step(&root.join(PUBLISHED), &text).map_err(NotWritten::System)?;
            Ok(text)
        }
        None => Ok(text.to_owned()),
    }
}

/// Adds the published addresses of records to those of earlier builds: not those of drafts, and of what is published later.
fn addresses(root: &Path, bulletin: &Bulletin, outcome: &Outcome, day: Day) -> Result<(), NotWritten> {
    let is_out = |published: Option<crate::date::PartialDate>| published.is_none_or(|date| date.first() <= day);
    let later = bulletin.entries.iter().filter(|entry| {
        let common = entry.record.common();
        common.draft || !is_out(common.published)
    });
    let later: BTreeSet<String> = later.map(address).collect();
    // Pages below that of a record are published with it.
    let is_later = |page: &str| {
        let ends = page.match_indices('/').map(|(at, _)| at + 1);
        ends.filter_map(|end| page.get(..end)).any(|above| later.contains(above))
    };
    let text = outcome.text(ADDRESSES).unwrap_or_default();
    let all = outcome.records.iter().map(String::as_str).filter(|page| !is_later(page));
    match bulletin.addresses.recorded(text, all) {
        Ok(None) => Ok(()),
        Ok(Some(text)) => in_one_step(&root.join(ADDRESSES), &text).map_err(NotWritten::System),
        Err(by_hand) => Err(NotWritten::Addresses(by_hand.into_iter().map(str::to_owned).collect())),
    }
}

fn not_recorded(error: &NotRecorded, lang: Lang) -> End {
    terminal::message(&match (error, lang) {
        (NotRecorded::Later(day), Lang::Zh) => format!(
            "网站生成了，发布记录没有改动：{PUBLISHED} 已经记到 {day}，比这次的截至日期晚。去掉 --as-of，或用 {day} 以后的日期再记。"
        ),
        (NotRecorded::Later(day), Lang::En) => format!(
            "The site was built, and nothing was recorded: {PUBLISHED} goes to {day}, later than the day of this build. Record again without --as-of, or as of {day} or later."
        ),
        (NotRecorded::ByHand, Lang::Zh) => format!(
            "{PUBLISHED} 没有改动：它的写法没法只改几行。恢复上一次提交的这个文件（git checkout HEAD -- {PUBLISHED}），再运行一次。"
        ),
        (NotRecorded::ByHand, Lang::En) => format!(
            "{PUBLISHED} was not changed: lines cannot be put into the way it is written. Take it as it was committed last (git checkout HEAD -- {PUBLISHED}) and run this again."
        ),
    });
    End::Findings
}
