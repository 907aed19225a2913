//! # 简体和繁体混用 · Simplified and Traditional mixed
//!
//! 一条记录的文字里，多数字是简体，个别字是繁体；或者反过来。两种写法通用的字（后、台、里）不算。
//!
//! Most characters of a record are Simplified and a few Traditional, or the reverse. Those that both have (后, 台, 里) are no matter.
//!
//! ## 为什么 · Why
//!
//! 国家通用语言文字法第三条、第九条：公务用语用规范汉字；混用多半是从别处粘贴来的，搜索也找不到。
//!
//! Law on the national language, art. 3 and 9: offices write standard characters. Mixed text was mostly pasted, and search does not find it.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 项目建設进展顺利，大橋已经合龙。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 项目建设进展顺利，大桥已经合龙。
//! ````

use crate::check::prose::place_of;
use crate::check::rules::{Looks, Rule};
use crate::check::Looked;
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use crate::record::tree::words;
use crate::source::yaml::Step;
use crate::text::Script;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0601", name: "mixed-script", severity: Severity::Warning, page: include_str!("mixed_script.rs") };

/// Characters of one script that stand together, where they stand.
type Run<'a> = (Vec<Step>, &'a str, std::ops::Range<usize>);

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let (mut simplified, mut traditional): (Vec<Run<'_>>, Vec<Run<'_>>) = (Vec::new(), Vec::new());
    words(entry.written(), &mut |path, text| {
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
            let runs = match Script::of(c) {
                Some(Script::Simplified) => &mut simplified,
                Some(Script::Traditional) => &mut traditional,
                None => continue,
            };
            let end = at + c.len_utf8();
            match runs.last_mut() {
                Some((_, before, range)) if std::ptr::eq(*before, text) && range.end == at => range.end = end,
                _ => runs.push((path.to_vec(), text, at..end)),
            }
        }
    });
    let (few, script) = if traditional.len() <= simplified.len() {
        (traditional, Script::Simplified)
    } else {
        (simplified, Script::Traditional)
    };
    let (zh, en) = match script {
        Script::Simplified => ("繁体", "Traditional"),
        Script::Traditional => ("简体", "Simplified"),
    };
    let finding = |(path, text, range): Run<'_>| {
        let written = text.get(range.clone()).unwrap_or_default();
        let (place, right) = (place_of(looked, entry, &path, text, range), script.write(written));
        let message = Text::new(format!("“{written}”是{zh}，与别的字不同"), format!("\"{written}\" is {en}, unlike the rest"));
        Finding::new(CODE, place, message).help(
            format!("改为“{right}”；照原样引用的，用 allow: 说明"),
            format!("write \"{right}\"; where it is quoted as it stands, say so with allow:"),
        )
    };
    few.into_iter().map(finding).collect()
}
