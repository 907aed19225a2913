//! # 没有读懂的标记 · Markup that was not understood
//!
//! 正文里像标记、却没有当作标记读的写法，会原样显示在页面上：全角括号的链接，没有空格的 `##标题` 和 `-列表`，空的 `[]`，没有注文的脚注，`[!注意]`，全角的 `＃`、`｜`、`｛｛`，两边有空格的 `**`。代码里的、写了 `\` 的不算。
//!
//! What looks like markup in a text and was not read as such is shown as it stands: links in full-width brackets, `##heading` and `-item` without a space, an empty `[]`, a footnote that is not written, `[!注意]`, full-width `＃`, `｜` and `｛｛`, `**` with spaces inside. Code does not count, nor what has a `\` before it.
//!
//! ## 为什么 · Why
//!
//! 中文输入法打出来的括号和井号，Markdown 不认；读者会看到一串符号。
//!
//! Brackets and signs typed with a Chinese keyboard are none to Markdown; readers would see a row of signs.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! ##开工了
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
//! ## 开工了
//! ````

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0709", name: "unread-markup", severity: Severity::Warning, page: include_str!("unread_markup.rs") };

/// How markup looks that was not understood, and what to write, made of the parts of what was found.
type Sort = (&'static str, Write);

/// Writes markup as it should be.
type Write = fn(&Captures<'_>) -> String;

/// Links, images, headings, items, tasks, footnotes, notes, references, rows of tables, strong words.
const SORTS: &[Sort] = &[
    (
        r"(?m)[\[【]([^\[\]【】\n]+)[\]】][ \t]*[（(][ \t]*((?:[a-z]+[:：]|https?[:：]|www\.|/|#)[^（）()\s]*)[ \t]*[）)]",
        |parts| format!("[{}]({})", part(parts, 1), part(parts, 2).replace('：', ":")),
    ),
    (
        r"(?m)[!！][\[【]([^\[\]【】\n]*)[\]】][ \t]*[（(][ \t]*([^（）()\s]+\.(?i:png|jpe?g|gif|webp|avif))[ \t]*[）)]",
        |parts| format!("![{}]({})", part(parts, 1), part(parts, 2)),
    ),
    (r"(?m)^ {0,3}(?:([#]{1,6})|([＃]{1,6}) ?)(\p{Han}[^#\n]*)$", |parts| {
        format!("{} {}", "#".repeat(part(parts, 1).len().max(part(parts, 2).chars().count()).max(2)), part(parts, 3))
    }),
    (r"(?m)^ *([-+])(\p{Han}.*)$", |parts| format!("{} {}", part(parts, 1), part(parts, 2))),
    (r"(?m)^ *[-*+] +(?:\[\]|【[ \u{3000}]*】) *(\S.*)$", |parts| format!("- [ ] {}", part(parts, 1))),
    (r"\[\^([^\]\s]+)\]", |parts| format!("[^{0}] … [^{0}]: …", part(parts, 1))),
    (r"(?m)^ *> *(?:\[[!！](\p{Han}+)\]|【[!！](\p{Han}+)】)", |_| "> [!NOTE]".to_owned()),
    (r"｛｛([^｛｝\n]*)｝｝", |parts| format!("{{{{ {} }}}}", part(parts, 1).trim())),
    (r"(?m)^ *｜.*｜ *$", |parts| part(parts, 0).trim().replace('｜', "|")),
    (r"(?m)\*\* +([^*\n]+?) *\*\*|\*\*([^*\s][^*\n]*?) +\*\*", |parts| {
        format!("**{}{}**", part(parts, 1), part(parts, 2))
    }),
];

fn part<'a>(parts: &'a Captures<'_>, index: usize) -> &'a str {
    parts.get(index).map_or("", |part| part.as_str())
}

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    static PATTERNS: LazyLock<Vec<(Option<Regex>, Write)>> =
        LazyLock::new(|| SORTS.iter().map(|(pattern, write)| (Regex::new(pattern).ok(), *write)).collect());
    let mut findings = Vec::new();
    for (pattern, write) in PATTERNS.iter() {
        for parts in pattern.iter().flat_map(|pattern| pattern.captures_iter(prose.text)) {
            let Some(found) = parts.get(0) else { continue };
            let written = found.as_str().trim();
            let start = found.start() + found.as_str().find(written).unwrap_or_default();
            let escaped = prose.text.get(..start).is_some_and(|before| before.ends_with('\\'));
            if !escaped && prose.is_words(mark(written, start)) {
                let shown = crate::text::shorten(written.lines().next().unwrap_or_default(), 30);
                let message = Text::new(
                    format!("“{shown}”没有当作标记读，会原样显示"),
                    format!("\"{shown}\" is not read as markup, and is shown as it stands"),
                );
                let right = write(&parts);
                let finding = Finding::new(CODE, prose.at(&(start..start + written.len())), message);
                findings.push(finding.help(
                    format!("改为：{right}；就是要显示这些符号的，在前面写 \\"),
                    format!("write: {right}; where the signs themselves are meant, put \\ before them"),
                ));
            }
        }
    }
    findings
}

/// A place in markup that is words only where it was not understood: behind the sign of an item or a quotation, which
/// are read in any case.
fn mark(written: &str, start: usize) -> usize {
    let signs = written.find(|c: char| !matches!(c, '>' | ' ' | '*' | '+')).unwrap_or_default();
    let item = written.starts_with("- ") && written.contains(['[', '【']);
    if item {
        start + written.find(['[', '【']).unwrap_or_default()
    } else if written.starts_with("**") {
        start
    } else {
        start + signs
    }
}
