//! # 没有读懂的标记 · Markup that was not understood
//!
//! 正文里像标记、却没有当作标记读的写法，会原样显示在页面上：全角括号的链接，地址里有空格、括号没有成对的链接，没有地址的 `[文字][名称]`，`[名称]：地址`，没有空格的 `##标题` 和 `-列表`，空的 `[]`，没有注文的脚注，`[!注意]`，全角的 `＃`、`｜`、`｛｛`，两边有空格的 `**`。代码里的、写了 `\` 的不算。
//!
//! What looks like markup in a text and was not read as such is shown as it stands: links in full-width brackets, links whose address has a space or a bracket that is not closed, `[words][name]` without an address, `[name]：address`, `##heading` and `-item` without a space, an empty `[]`, a footnote that is not written, `[!注意]`, full-width `＃`, `｜` and `｛｛`, `**` with spaces inside. Code does not count, nor what has a `\` before it.
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

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::structure::too_much;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0709", name: "unread-markup", severity: Severity::Warning, page: include_str!("unread_markup.rs") };

/// What a text holds that may have such markup, as [`may_hold`] has it; how markup looks that was not understood; and what
/// to write, made of the parts of what was found.
type Sort = (&'static [&'static str], &'static str, Write);

/// The same, with what it looks like made ready.
type Ready = (&'static [&'static str], Option<Regex>, Write);

/// Writes markup as it should be.
type Write = fn(&Captures<'_>) -> String;

/// Whether a text holds one of these: a cheap look before it is searched. Right behind `#`, `-` and `+` something wide is to
/// stand.
fn may_hold(text: &str, any: &[&str]) -> bool {
    let is_followed = |sign: char| {
        let mut behind = text.match_indices(sign).map(|(at, _)| text.as_bytes().get(at + 1));
        behind.any(|byte| byte.is_some_and(|byte| !byte.is_ascii()))
    };
    any.iter()
        .any(|sign| if matches!(*sign, "#" | "-" | "+") { sign.chars().any(is_followed) } else { text.contains(sign) })
}

/// Links, images, headings, items, tasks, footnotes, notes, references, rows of tables, strong words.
const SORTS: &[Sort] = &[
    (
        &["](", "】(", "]（", "】（", "] ", "】 ", "]\t", "】\t"],
        r"(?m)[\[【]([^\[\]【】\n]+)[\]】][ \t]*[（(][ \t]*((?:[a-z]+[:：]|https?[:：]|www\.|/|#)[^（）()\s]*)[ \t]*[）)]",
        |parts| format!("[{}]({})", part(parts, 1), part(parts, 2).replace('：', ":")),
    ),
    (
        &["![", "！[", "!【", "！【"],
        r"(?m)[!！][\[【]([^\[\]【】\n]*)[\]】][ \t]*[（(][ \t]*([^（）()\s]+\.(?i:png|jpe?g|gif|webp|avif))[ \t]*[）)]",
        |parts| format!("![{}]({})", part(parts, 1), part(parts, 2)),
    ),
    (
        &["]("],
        concat!(
            r#"(!?)\[([^\[\]\n]+)\]\([ \t]*((?:https?://|[a-z]+:|/)[^()<>\n"]*[ \t][^()<>\n"]*"#,
            r#"|[^()<>\n":/]*[ \t][^()<>\n"]*\.(?i:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|csv|txt|png|jpe?g|gif|webp))[ \t]*\)"#,
        ),
        |parts| format!("{}[{}](<{}>)", part(parts, 1), part(parts, 2), part(parts, 3).trim()),
    ),
    (&["]("], r#"\[([^\[\]\n]+)\]\(((?:https?://|/)[^\s()<>"]*)\(([^\s()<>"]*)\)"#, |parts| {
        format!("[{}]({}%28{})", part(parts, 1), part(parts, 2), part(parts, 3))
    }),
    (&["]("], r#"(?m)\[([^\[\]\n]+)\]\(((?:https?://|/)[^\s()（）<>"]+)$"#, |parts| {
        format!("[{}]({})", part(parts, 1), part(parts, 2))
    }),
    (&["#", "＃"], r"(?m)^ {0,3}(?:([#]{1,6})|([＃]{1,6}) ?)(\p{Han}[^#\n]*)$", |parts| {
        format!("{} {}", "#".repeat(part(parts, 1).len().max(part(parts, 2).chars().count()).max(2)), part(parts, 3))
    }),
    (&["-", "+"], r"(?m)^ *([-+])(\p{Han}.*)$", |parts| format!("{} {}", part(parts, 1), part(parts, 2))),
    (&["[]", "【"], r"(?m)^ *[-*+] +(?:\[\]|【[ \u{3000}]*】) *(\S.*)$", |parts| {
        format!("- [ ] {}", part(parts, 1))
    }),
    (&["[^"], r"\[\^([^\]\s]+)\]", |parts| format!("[^{0}] … [^{0}]: …", part(parts, 1))),
    (&["[!", "[！", "【!", "【！"], r"(?m)^ *> *(?:\[[!！](\p{Han}+)\]|【[!！](\p{Han}+)】)", |_| {
        "> [!NOTE]".to_owned()
    }),
    (&["｛｛"], r"｛｛([^｛｝\n]*)｝｝", |parts| format!("{{{{ {} }}}}", part(parts, 1).trim())),
    (&["｜"], r"(?m)^ *｜.*｜ *$", |parts| part(parts, 0).trim().replace('｜', "|")),
    (&["** ", " **"], r"(?m)\*\* +([^*\n]+?) *\*\*|\*\*([^*\s][^*\n]*?) +\*\*", |parts| {
        format!("**{}{}**", part(parts, 1), part(parts, 2))
    }),
];

fn part<'a>(parts: &'a Captures<'_>, index: usize) -> &'a str {
    parts.get(index).map_or("", |part| part.as_str())
}

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    // Of such a text no markup is read, which a rule of its own tells.
    if too_much(prose.text).is_some() {
        return Vec::new();
    }
    static PATTERNS: LazyLock<Vec<Ready>> =
        LazyLock::new(|| SORTS.iter().map(|(any, pattern, write)| (*any, Regex::new(pattern).ok(), *write)).collect());
    let mut findings = definitions(prose);
    let mut told: BTreeSet<usize> = BTreeSet::new();
    // Most texts have no brackets, in which most of these stand.
    let has_brackets = may_hold(prose.text, &["[", "【"]);
    let is_of_brackets = |any: &[&str]| any.iter().all(|sign| sign.contains(['[', ']', '【', '】']));
    let may_be = |any: &[&str]| (has_brackets || !is_of_brackets(any)) && may_hold(prose.text, any);
    for (_, pattern, write) in PATTERNS.iter().filter(|(any, ..)| may_be(any)) {
        for parts in pattern.iter().flat_map(|pattern| pattern.captures_iter(prose.text)) {
            let Some(found) = parts.get(0) else { continue };
            let written = found.as_str().trim();
            let start = found.start() + found.as_str().find(written).unwrap_or_default();
            let escaped = prose.text.get(..start).is_some_and(|before| before.ends_with('\\'));
            if !escaped && prose.is_words(mark(written, start)) && told.insert(start) {
                let shown = crate::text::shorten(written.lines().next().unwrap_or_default(), 30);
                let message = Text::new(
                    format!("“{shown}”没有当作标记读，会原样显示"),
                    format!("\"{shown}\" is not read as markup, and is shown as it stands"),
                );
                let right = write(&parts);
                let finding = Finding::new(CODE, prose.at(&(start..start + written.len())), message);
                let after = (
                    "；就是要显示这些符号的，在前面写 \\",
                    "; where the signs themselves are meant, put \\ before them",
                );
                // A footnote has a second part elsewhere, and a table another line.
                let is_form = right.contains(" … ") || right.contains(" / |");
                let instead = Text::new(format!("例如：{right}"), format!("as {right}"));
                let old = if is_form { "" } else { written };
                findings.push(prose.looked.write(finding, (old, &right), after, instead));
            }
        }
    }
    findings
}

/// References `[words][label]` that no line `[label]: address` answers, and such lines with a full-width colon.
fn definitions(prose: &Prose<'_>) -> Vec<Finding> {
    static FORMS: LazyLock<Option<(Regex, Regex)>> = LazyLock::new(|| {
        let line =
            Regex::new(r"(?m)^ {0,3}\[([^\[\]^\n]+)\]：[ \t]*((?:https?://|mailto:|/|[a-z]+:)\S+)[ \t]*$").ok()?;
        Some((line, Regex::new(r"\[([^\[\]\n]+)\]\[([^\[\]\n]+)\]").ok()?))
    });
    let mut findings = Vec::new();
    if !prose.text.contains("][") && !prose.text.contains("]：") {
        return findings;
    }
    let Some((line, reference)) = FORMS.as_ref() else { return findings };
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let mut wanted: BTreeMap<&str, Vec<Captures<'_>>> = BTreeMap::new();
    for parts in reference.captures_iter(prose.text) {
        if let Some(label) = parts.get(2) {
            wanted.entry(label.as_str()).or_default().push(parts);
        }
    }
    for parts in line.captures_iter(prose.text) {
        let (Some(found), Some(label)) = (parts.get(0), parts.get(1)) else { continue };
        let start = label.start() - 1;
        if !prose.is_words(start) {
            continue;
        }
        let (label, address) = (label.as_str(), part(&parts, 2));
        let right = match wanted.remove(label) {
            Some(_) => format!("[{label}]: {address}"),
            None => format!("[{label}]({address})"),
        };
        let message = Text::new(
            format!("“[{label}]”后面是全角冒号，这一行不是链接的地址"),
            format!("a full-width colon follows \"[{label}]\", and this line gives no link its address"),
        );
        let place = start..found.end();
        let finding = Finding::new(CODE, prose.at(&place), message);
        let old = prose.text.get(place).unwrap_or_default();
        let instead = Text::new(format!("例如：{right}"), format!("as {right}"));
        findings.push(prose.looked.write(finding, (old, &right), ("", ""), instead));
    }
    for (label, references) in wanted {
        for parts in references {
            let Some(found) = parts.get(0) else { continue };
            let words = part(&parts, 1);
            if is_number(words) && is_number(label) || !prose.is_words(found.start()) {
                continue;
            }
            let message = Text::new(
                format!("“{}”不成链接：没有“[{label}]: 地址”这一行", found.as_str()),
                format!("\"{}\" is no link: there is no line \"[{label}]: ADDRESS\"", found.as_str()),
            );
            findings.push(Finding::new(CODE, prose.at(&found.range()), message).help(
                format!("写成 [{words}](地址)，或在后面另起一段写 [{label}]: 地址；就是要显示这些符号的，在前面写 \\"),
                format!("write [{words}](ADDRESS), or [{label}]: ADDRESS in a paragraph of its own below; where the signs themselves are meant, put \\ before them"),
            ));
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
