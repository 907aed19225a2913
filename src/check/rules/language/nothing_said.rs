//! # 没有内容的内容 · Nothing taken for something
//!
//! 文字只写了“无”“暂无”“待定”、“/”“—”、XX 一类：`problems: [{what: 无}]` 会算成一个问题，`investor: 待定` 会算成一家投资单位。收费、办理条件和原文表述除外，那里的“无”就是内容。
//!
//! A text says no more than 无, 暂无, 待定, "/", "—" or XX: `problems: [{what: 无}]` counts as a problem, and `investor: 待定` as an investor. Not so fees, conditions and a source's own words, where 无 is what is to be said.
//!
//! ## 为什么 · Why
//!
//! 表格里的空格要填，公报里没有的就不写：写了就会上榜、计数、被搜索到。
//!
//! A table's cell is filled in, a record leaves out what there is none of: what is written is listed, counted and found.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investor: 待定
//! problems: [{what: 无}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::check::Looked;
use crate::check::prose::place_of;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use crate::record::synonyms::says_nothing;
use crate::record::walk::words;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0655", name: "nothing-said", severity: Severity::Warning, page: include_str!("nothing_said.rs") };

/// Keys where 无 is what is to be said, and names that only the record itself uses.
const SAID: &[&str] = &["key", "as_printed", "because", "allow"];

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let mut findings = Vec::new();
    words(entry.written(), &mut |path, text| {
        let is_said = path.iter().any(|step| matches!(step, Step::Key(key) if SAID.contains(&&**key)));
        // There may be no fee, and no condition.
        let is_none = matches!(text.trim(), "无" | "没有")
            && path.iter().any(|step| matches!(step, Step::Key(key) if key == "fee" || key == "conditions"));
        if is_said || is_none || !says_nothing(text) {
            return;
        }
        let shown = text.trim();
        let key = path.iter().rev().find_map(|step| if let Step::Key(key) = step { Some(&**key) } else { None });
        let key = key.unwrap_or_default();
        let message = Text::new(
            format!("“{key}”只写了“{shown}”，会当作内容发布"),
            format!("\"{key}\" says no more than \"{shown}\", which is published as if it were something"),
        );
        let list = match path {
            [Step::Key(list), .., Step::Item(_)] | [Step::Key(list), Step::Item(_), ..] => Some(list),
            _ => None,
        };
        let help = match (list, path) {
            (Some(list), _) => Text::new(
                format!("没有、还不知道的不写：删去这一项；一项也没有就删去“{list}”；知道的照实写"),
                format!(
                    "what there is none of, or is not known, is left out: delete this item, and \"{list}\" where no item is left; write what is known"
                ),
            ),
            (None, [Step::Key(key)]) if key == "title" => {
                Text::new("写上名称；还没有名称的写 draft: true", "give its name, or draft: true until it has one")
            }
            _ => Text::new(
                format!("没有、还不知道的不写：删去“{key}”；知道的照实写"),
                format!("what there is none of, or is not known, is left out: delete \"{key}\"; write what is known"),
            ),
        };
        let place = place_of(looked, entry, path, text, 0..text.len());
        findings.push(Finding::new(CODE, place, message).help(help.zh, help.en));
    });
    findings
}
