//! What the bulletin decides about findings: how bad those of a rule are (`rules` in `site.yaml`), and which records are
//! excused from which (`allow`, in a record or, for what is no record, in `site.yaml`), with the reason. An exception that
//! excuses nothing is a finding itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::RULES;
use super::rules::Looks;
use crate::diagnostic::{Code, Finding, Place, Severity, Text, codes};
use crate::record::{Bulletin, CONFIG, RuleLevel};
use crate::site::{address, page_file};
use crate::source::Source;
use crate::source::yaml::{Node, Step};
use crate::text::nearest;

/// Which rules have looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// All but those that look at finished pages.
    Content,
    /// Those that look at finished pages.
    Pages,
}

/// An exception, wherever it stands.
struct Excuse<'b> {
    rule: &'b str,
    because: &'b str,
    /// The file it stands in.
    file: Arc<str>,
    /// Its place in that file.
    path: [Step; 2],
    /// The files whose findings it excuses: those of a record are its own and its page.
    of: Vec<String>,
    /// Whether it is told when it excuses nothing: not where rules did not look.
    judged: bool,
}

/// Sets severities, and takes out what is excused; gives what was.
pub fn decide(bulletin: &Bulletin, source: &Source, findings: &mut Vec<Finding>, stage: Stage) -> Vec<Finding> {
    let mut about = levels(bulletin, source, findings);
    let excuses = excuses(bulletin, source, findings);
    // By rule and file, the first that excuses: what is excused twice is excused once, and the second is told.
    let mut first: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut judged: Vec<(usize, Code, Place)> = Vec::new();
    for (index, excuse) in excuses.iter().enumerate() {
        let place = |key: &'static str| {
            let [list, item] = excuse.path.clone();
            source.place(&excuse.file, &[list, item, Step::Key(key.into())])
        };
        let code = match changeable(excuse.rule, || place("rule")) {
            Ok(code) if Stage::of(code) == stage => code,
            Ok(_) => continue,
            Err(finding) => {
                about.push(*finding);
                continue;
            }
        };
        // That the reason is missing is told where the record is read.
        if excuse.because.trim().is_empty() {
            continue;
        }
        for file in &excuse.of {
            first.entry((code.id, file)).or_insert(index);
        }
        if excuse.judged {
            judged.push((index, code, place("rule")));
        }
    }
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let (mut excused, mut left) = (Vec::new(), Vec::new());
    for finding in std::mem::take(findings) {
        match first.get(&(finding.code.id, &*finding.place.file)) {
            Some(index) => {
                used.insert(*index);
                excused.push(finding);
            }
            None => left.push(finding),
        }
    }
    *findings = left;
    about.extend(judged.into_iter().filter(|(index, ..)| !used.contains(index)).map(|(_, code, at)| unused(code, at)));
    // What is wrong with settings and exceptions is told once.
    if stage == Stage::Content {
        findings.extend(about);
    } else {
        findings.extend(about.into_iter().filter(|finding| finding.code == codes::UNUSED_EXCEPTION));
    }
    excused
}

impl Stage {
    fn of(code: Code) -> Self {
        let of_pages = |rule: &&super::Rule| rule.code == code && matches!(rule.looks, Looks::Page(_));
        if RULES.iter().any(|rule| of_pages(&rule)) { Stage::Pages } else { Stage::Content }
    }
}

/// Every exception: of records, of files that hold a record which is left out, of the site.
fn excuses<'b>(bulletin: &'b Bulletin, source: &'b Source, findings: &[Finding]) -> Vec<Excuse<'b>> {
    let path = |index| [Step::Key("allow".into()), Step::Item(index)];
    let with_exceptions = bulletin.entries.iter().filter(|entry| !entry.record.common().allow.is_empty());
    let of_records = with_exceptions.flat_map(|entry| {
        let of = vec![entry.file.to_string(), page_file(&address(entry))];
        entry.record.common().allow.iter().enumerate().map(move |(index, exception)| Excuse {
            rule: &exception.rule,
            because: &exception.because,
            file: entry.file.clone(),
            path: path(index),
            of: of.clone(),
            judged: true,
        })
    });
    let of_site = bulletin.config.allow.iter().enumerate().map(|(index, exception)| {
        let file = exception
            .file
            .as_deref()
            .map_or_else(|| CONFIG.to_owned(), |file| format!("content/{}", file.trim_start_matches('/')));
        Excuse {
            rule: &exception.rule,
            because: &exception.because,
            file: CONFIG.into(),
            path: path(index),
            of: vec![file],
            judged: true,
        }
    });
    let known: BTreeSet<&str> = bulletin.entries.iter().map(|entry| &*entry.file).collect();
    let found: BTreeSet<&str> = findings.iter().map(|finding| &*finding.place.file).collect();
    let left_out = found.difference(&known).filter_map(|file| source.file(file));
    // What lacks in these exceptions is told with the record.
    let of_left_out = left_out.flat_map(|file| {
        let list = file.tree().and_then(|root| root.get("allow")).map_or(&[][..], Node::items);
        list.iter().enumerate().map(move |(index, item)| {
            let text = |key| item.get(key).and_then(Node::text).unwrap_or_default();
            Excuse {
                rule: text("rule"),
                because: text("because"),
                file: file.path.clone(),
                path: path(index),
                of: vec![file.path.to_string()],
                judged: false,
            }
        })
    });
    let is_whole = |excuse: &Excuse<'_>| *excuse.file != *CONFIG && !excuse.rule.is_empty();
    of_records.chain(of_site).chain(of_left_out.filter(is_whole)).collect()
}

/// Sets severities; gives what is wrong with the settings.
fn levels(bulletin: &Bulletin, source: &Source, findings: &mut Vec<Finding>) -> Vec<Finding> {
    let mut about = Vec::new();
    for (name, level) in &bulletin.config.rules {
        match changeable(name, || key_place(source, name)) {
            Ok(code) => findings.retain_mut(|finding| finding.code != code || set(finding, *level)),
            Err(finding) => about.push(*finding),
        }
    }
    about
}

/// Where `rules` in `site.yaml` names a rule.
fn key_place(source: &Source, name: &str) -> Place {
    let named = source.file(CONFIG).and_then(|file| Some((file, file.tree()?.get("rules")?.key(name)?)));
    named.map_or_else(|| Place::file(CONFIG), |(file, key)| file.place_of(key.span.clone()))
}

/// Sets a finding's severity; `false` when it is not to be told at all.
fn set(finding: &mut Finding, level: RuleLevel) -> bool {
    // What was found to be worse than its rule stays so: what `new` left to be filled in is published by no bulletin.
    if finding.severity < finding.code.severity {
        return true;
    }
    finding.severity = match level {
        RuleLevel::Off => return false,
        RuleLevel::Advice => Severity::Advice,
        RuleLevel::Warning => Severity::Warning,
        RuleLevel::Error => Severity::Error,
    };
    true
}

/// The code of a rule that the bulletin may decide about.
fn changeable(name: &str, place: impl Fn() -> Place) -> Result<Code, Box<Finding>> {
    let all = super::codes();
    let upper = name.to_uppercase();
    let is_meant = |code: &&Code| code.id == upper || code.name == name || code.title().zh == name;
    let Some(code) = all.iter().find(is_meant) else {
        let message = Text::new(format!("没有“{name}”这条规则"), format!("there is no rule \"{name}\""));
        let names = || all.iter().flat_map(|code| [code.id, code.name]);
        let finding = Finding::new(codes::UNKNOWN_RULE, place(), message);
        return Err(Box::new(match nearest(&upper, names()).or_else(|| nearest(name, names())) {
            Some(near) => finding.help(format!("是不是 {near}？"), format!("did you mean {near}?")),
            None => finding.help("gongbao explain 列出全部规则", "gongbao explain lists all rules"),
        }));
    };
    let is_of_reading = codes::ALL.contains(code) || !RULES.iter().any(|rule| rule.code == *code);
    if is_of_reading {
        let message = Text::new(
            format!("{} 不能改级别，也没有例外：有这种错就读不懂、发布不了", code.id),
            format!("{} can neither be set nor excused: with such a fault nothing can be published", code.id),
        );
        let finding = Finding::new(codes::FIXED_RULE, place(), message);
        return Err(Box::new(finding.help("删去这一项，改正错误", "delete this, and mend the fault")));
    }
    Ok(*code)
}

fn unused(code: Code, place: Place) -> Finding {
    let title = code.title();
    let message = Text::new(
        format!("这条例外没有用处：这里没有 {}（{}）", code.id, title.zh),
        format!("this exception excuses nothing: {} finds nothing here ({})", code.id, title.en),
    );
    Finding::new(codes::UNUSED_EXCEPTION, place, message).help("删去这一条", "delete it")
}
