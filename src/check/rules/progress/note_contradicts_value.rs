//! # 说明和旁边的值相反 · A note that contradicts the value beside it
//!
//! 同一项里，形象进度写的是一个数，说明里的总进度是另一个（`percent: 70%`，“完成45%”）；阶段写的是已经发生，说明却说还没有（`stage: 开工`，“未开工”）。只说一部分的（“主体完成45%”“完成投资45%”）不算。
//!
//! In one entry the progress is one number and the note gives another for the whole (`percent: 70%`, 完成45%), or the stage has happened and the note says that it has not (`stage: 开工`, 未开工). What is said of a part (主体完成45%, 完成投资45%) is none.
//!
//! ## 为什么 · Why
//!
//! 图表和汇总用的是值，读者看到的是说明，两个只有一个对。
//!
//! Charts and sums take the value, readers see the note, and one of them is wrong.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - {stage: 开工, date: 2023-03, note: 因用地手续尚未开工}
//! updates:
//!   - {date: 2023-05-01, percent: 70%, note: 目前已完成45%。}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - {stage: 开工, date: 2023-03}
//! updates:
//!   - {date: 2023-05-01, percent: 45%, note: 目前已完成45%。}
//! ````

use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::Percent;
use crate::record::{Entry, Stage, StageEntry, Update};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0555",
    name: "note-contradicts-value",
    severity: Severity::Warning,
    page: include_str!("note_contradicts_value.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let mut findings = Vec::new();
    let mut tell = |list, index, key, message, zh, en| {
        let place = looked.source.place(&entry.file, &item(list, index, key));
        findings.push(Finding::new(CODE, place, message).help(zh, en));
    };
    for (index, update) in project.updates.iter().enumerate() {
        let Some(message) = of_update(update) else { continue };
        let (zh, en) = ("核对原件，改正其中一个", "compare the source and correct one of them");
        tell("updates", index, "note", message, zh, en);
    }
    for (index, stage) in project.stages.iter().enumerate().filter(|(_, stage)| !stage.planned) {
        let Some((key, message)) = of_stage(stage) else { continue };
        let zh = "核对原件，改正其中一个；还没有发生的阶段加 planned: true";
        let en = "compare the source and correct one of them; a stage that has not come has planned: true";
        tell("stages", index, key, message, zh, en);
    }
    findings
}

/// What the note of a report says of the whole project's progress, where that is not the number beside it.
fn of_update(update: &Update) -> Option<Text> {
    static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?:^|[，。；;,\s])(?:目前|现|现已|截至目前|已|累计|总体|整体|项目|工程|共)*",
            r"(?:形象进度|总体进度|工程进度|总进度|完成总?工程量的?|完成|进度)(?:已?达到?|已?完成|为)?约?",
            r"([0-9]+(?:\.[0-9]+)?)[%％]",
        ))
        .ok()
    });
    let percent = update.percent.as_ref()?;
    let note = update.note.as_ref()?;
    let said: Vec<Percent> = WHOLE
        .as_ref()?
        .captures_iter(&note.0)
        .filter_map(|parts| format!("{}%", parts.get(1)?.as_str()).parse().ok())
        .collect();
    let [said] = said.as_slice() else { return None };
    let (said, percent) = (&said.0, &percent.0);
    (said.value != percent.value && percent.is_exact()).then(|| {
        Text::new(
            format!("形象进度写的是 {percent}，说明里是 {said}"),
            format!("the progress is {percent}, and {said} in the note"),
        )
    })
}

/// Which word of a stage says that it has not come.
fn of_stage(entry: &StageEntry) -> Option<(&'static str, Text)> {
    let words: &[&str] = match entry.stage {
        Stage::Signed => &["签约"],
        Stage::Started | Stage::Building => &["开工", "动工"],
        Stage::Completed => &["竣工", "完工", "建成"],
        Stage::Production => &["投产"],
        Stage::Trial => &["试生产", "试产"],
        Stage::Capacity => &["达效", "达产"],
        _ => return None,
    };
    let texts = [("as_printed", &entry.as_printed), ("reason", &entry.reason), ("note", &entry.note)];
    texts.into_iter().find_map(|(key, text)| {
        let text = text.as_deref()?;
        let denied = |word: &&&str| {
            ["未", "尚未", "没有", "未能", "暂未", "还没", "未按期", "未按计划"].iter().any(|not| {
                let denied = format!("{not}{word}");
                // 未开工的二期 speaks of another part.
                text.match_indices(&denied)
                    .any(|(at, _)| !text.get(at + denied.len()..).is_some_and(|rest| rest.starts_with('的')))
            })
        };
        let word = words.iter().find(denied)?;
        let stage = entry.stage.zh();
        Some((
            key,
            Text::new(
                format!("阶段写的是“{stage}”，“{key}”里却说未{word}"),
                format!("the stage is \"{}\", and \"{key}\" says that it has not come", entry.stage.en()),
            ),
        ))
    })
}
