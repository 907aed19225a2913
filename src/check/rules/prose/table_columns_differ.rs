//! # 表格各行的格数不一样 · Rows of a table that differ in width
//!
//! 表格的一行比表头少几格；分隔行（`|---|---|`）的列数与表头不同，或没有分隔行，整个表格就没有当作表格读。
//!
//! A row of a table has fewer cells than the headings. Where the row of dashes (`|---|---|`) has another number of columns than the headings, or is missing, the whole is not read as a table.
//!
//! ## 为什么 · Why
//!
//! 少了一格，后面的数就到了别的列下面；没有读成表格的，读者看到的是一串竖线。
//!
//! Where a cell is missing, the figures behind it stand below other headings; where it is no table, readers see a row of bars.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! | 单位 | 项目 | 亿元 |
//! |------|------|------|
//! | 甲局 | 34 |
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
//! | 单位 | 项目 | 亿元 |
//! |------|------|------|
//! | 甲局 |  | 34 |
//! ````

use std::ops::Range;

use super::words_lost::rows;
use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::markdown::cells;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0751",
    name: "table-columns-differ",
    severity: Severity::Warning,
    page: include_str!("table_columns_differ.rs"),
};

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    rows(prose).filter_map(|row| short(prose, &row)).chain(not_tables(prose)).collect()
}

fn short(prose: &Prose<'_>, (columns, place): &(usize, Range<usize>)) -> Option<Finding> {
    let row = prose.text.get(place.clone())?;
    let n = cells(row).len();
    if n >= *columns {
        return None;
    }
    if !row.contains('|') {
        let message = Text::new(
            "这一行紧接着表格，成了表格里的一行",
            "this line follows a table closely, and became a row of it",
        );
        return Some(Finding::new(CODE, prose.at(place), message).help(
            format!(
                "不是表格里的，前面空一行；是表格的一行，每格之间加 |，例如：| {row} |{}",
                " |".repeat(columns - 1)
            ),
            format!(
                "leave a blank line before it where it is no row; write | {row} |{} where it is one",
                " |".repeat(columns - 1)
            ),
        ));
    }
    let message = Text::new(
        format!("这一行只有{n}格，表头有{columns}格"),
        format!("this row has {n} cells only, the headings are {columns}"),
    );
    let bar = if row.ends_with('|') && !row.ends_with("\\|") { "" } else { " |" };
    let filled = format!("{row}{bar}{}", " |".repeat(columns - n));
    Some(Finding::new(CODE, prose.at(place), message).help(
        format!("缺哪一格就在那里补上；缺在末尾的，例如：{filled}"),
        format!("add the cells where they are missing; where it is at the end, as {filled}"),
    ))
}

/// Whether a line divides headings from rows: dashes and bars only.
fn is_divider(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Whether a line is meant as a row: bars at both ends.
fn is_row(line: &str) -> bool {
    line.len() > 2 && line.starts_with('|') && line.ends_with('|')
}

/// A row of dashes with `columns` columns.
fn divider(columns: usize) -> String {
    format!("|{}", "---|".repeat(columns.max(1)))
}

/// What was meant as a table, and is a paragraph with bars in it.
fn not_tables(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for block in &prose.lines {
        let line = |index: usize| block.get(index).and_then(|line| prose.text.get(line.place.clone())).map(str::trim);
        let mut index = 0;
        while let (Some(head), Some(next)) = (line(index), line(index + 1)) {
            let is_divided = is_divider(next) && head.contains('|');
            let is_table = is_divided || (is_row(head) && is_row(next));
            if !is_table {
                index += 1;
                continue;
            }
            // The lines that follow belong to it.
            let start = index;
            while line(index).is_some_and(|line| line.contains('|')) {
                index += 1;
            }
            let place = |at: usize| block.get(at).map_or(0..0, |line| line.place.clone());
            let (columns, dashes) = (cells(head).len(), cells(next).len());
            let of_rows = line(start + 2).map(|row| cells(row).len());
            let (place, message, help) = if !is_divided {
                (
                    place(start),
                    Text::new("没有分隔行，不会成为表格", "there is no row of dashes, so that this is no table"),
                    Text::new(
                        format!("第一行下面加一行：{}；不是表格的，行首的 | 前面写 \\", divider(columns)),
                        format!(
                            "add a line below the first: {}; where it is no table, put \\ before the first |",
                            divider(columns)
                        ),
                    ),
                )
            } else if columns != dashes {
                let message = Text::new(
                    format!("分隔行有{dashes}列，表头有{columns}列，没有当作表格读"),
                    format!(
                        "the row of dashes has {dashes} columns, the headings are {columns}: this is not read as a table"
                    ),
                );
                if of_rows == Some(dashes) && dashes > columns {
                    let filled =
                        format!("{}{}", head.trim_end_matches('|').trim_end(), " |".repeat(dashes - columns + 1));
                    let help = Text::new(
                        format!("表头缺的补上，空着的也要留一格：{filled}"),
                        format!("add what lacks in the headings, an empty cell at least: {filled}"),
                    );
                    (place(start), message, help)
                } else {
                    let help = Text::new(
                        format!("分隔行应当是 {}", divider(columns)),
                        format!("the row of dashes should be {}", divider(columns)),
                    );
                    (place(start + 1), message, help)
                }
            } else if next.contains('\t') || next.contains("||") {
                (
                    place(start + 1),
                    Text::new(
                        "分隔行的写法不对，没有当作表格读",
                        "the row of dashes is not right: this is not read as a table",
                    ),
                    Text::new(
                        format!("分隔行应当是 {}", divider(columns)),
                        format!("the row of dashes should be {}", divider(columns)),
                    ),
                )
            } else {
                (
                    place(start),
                    Text::new(
                        "表格前面没有空行，没有当作表格读",
                        "no blank line stands before the table: it is not read as one",
                    ),
                    Text::new("在这一行前面空一行", "leave a blank line before this line"),
                )
            };
            findings.push(Finding::new(CODE, prose.at(&place), message).help(help.zh, help.en));
        }
    }
    findings
}
