//! What the bulletin decides about findings: how bad those of a rule are (`rules` in `site.yaml`), and which records are
//! excused from which (`allow`), with the reason. An exception that excuses nothing is a finding itself.

use super::RULES;
use crate::diagnostic::{Code, Finding, Place, Severity, Text, codes};
use crate::record::{Bulletin, Entry, RuleLevel};
use crate::source::Source;
use crate::source::yaml::{self, Step};
use crate::text::nearest;

/// Sets severities, and takes out what is excused; gives what was.
pub fn decide(bulletin: &Bulletin, source: &Source, findings: &mut Vec<Finding>) -> Vec<Finding> {
    let mut about = levels(bulletin, source, findings);
    let mut excused = Vec::new();
    for entry in &bulletin.entries {
        for (index, exception) in entry.record.common().allow.iter().enumerate() {
            let place = |key: &str| {
                source.place(&entry.file, &[Step::Key("allow".into()), Step::Item(index), Step::Key(key.into())])
            };
            let code = match changeable(&exception.rule, || place("rule")) {
                Ok(code) => code,
                Err(finding) => {
                    about.push(*finding);
                    continue;
                }
            };
            let (out, left) =
                std::mem::take(findings).into_iter().partition(|finding| finding.code == code && is_of(finding, entry));
            *findings = left;
            if Vec::is_empty(&out) {
                about.push(unused(code, place("rule")));
            }
            excused.extend(out);
        }
    }
    findings.extend(about);
    excused
}

/// Sets severities; gives what is wrong with the settings.
pub fn levels(bulletin: &Bulletin, source: &Source, findings: &mut Vec<Finding>) -> Vec<Finding> {
    let mut about = Vec::new();
    let config: std::sync::Arc<str> = "content/site.yaml".into();
    for (name, level) in &bulletin.config.rules {
        let path = [Step::Key("rules".into()), Step::Key(name.clone())];
        let key = || source.file(&config).and_then(|file| yaml::find_key(&file.text, &path));
        let place = || key().map_or_else(|| source.place(&config, &path), |span| Place::span(config.clone(), span));
        match changeable(name, place) {
            Ok(code) => findings.retain_mut(|finding| finding.code != code || set(finding, *level)),
            Err(finding) => about.push(*finding),
        }
    }
    about
}

fn is_of(finding: &Finding, entry: &Entry) -> bool {
    finding.place.file == entry.file
}

/// Sets a finding's severity; `false` when it is not to be told at all.
fn set(finding: &mut Finding, level: RuleLevel) -> bool {
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
    let Some(code) = all.iter().find(|code| code.id == upper || code.name == name) else {
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
    let message = Text::new(
        format!("这条例外没有用处：这里没有 {} 的结果", code.id),
        format!("this exception excuses nothing: {} finds nothing here", code.id),
    );
    Finding::new(codes::UNUSED_EXCEPTION, place, message).help("删去这一条", "delete it")
}
