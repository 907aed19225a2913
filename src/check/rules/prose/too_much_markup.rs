//! # 引用、列表或表格太多层 · Too much markup for one text
//!
//! 一行里的引用和列表超过 64 层，或者表格缺的格子超过 32768 个。这样的正文按普通文字显示。
//!
//! More than 64 levels of quotes and lists in one line, or tables that lack more than 32768 cells. Such a text is shown as plain words.
//!
//! ## 为什么 · Why
//!
//! 多半是按住了键没有放，或者粘贴错了；读者的手机打不开这样的页面。
//!
//! A key was held down, or something was pasted wrongly; readers' telephones could not open such a page.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > 开工了。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! > 开工了。
//! ````

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::structure::{MAX_DEPTH, MAX_MISSING, TooMuch, too_much};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0765", name: "too-much-markup", severity: Severity::Error, page: include_str!("too_much_markup.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let Some((what, place)) = too_much(prose.text) else { return Vec::new() };
    let (message, help) = match what {
        TooMuch::Depth => (
            Text::new(
                format!("这一行的引用或列表超过 {MAX_DEPTH} 层"),
                format!("this line has more than {MAX_DEPTH} levels of quotes or lists"),
            ),
            Text::new("删去多余的“>”“-”或序号", "delete the signs > and -, or the numbers, that are too many"),
        ),
        TooMuch::Missing => (
            Text::new(
                format!("正文里的表格缺 {MAX_MISSING} 个以上的格子，到这一行为止"),
                format!("the tables of this text lack more than {MAX_MISSING} cells up to this line"),
            ),
            Text::new(
                "表头有几列，每一行就写几格；大的表格作附件",
                "write as many cells in each row as the head has; attach large tables as files",
            ),
        ),
    };
    vec![Finding::new(CODE, prose.at(&place), message).help(help.zh, help.en)]
}
