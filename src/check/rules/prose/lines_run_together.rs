//! # 几行连成了一段 · Lines that run together
//!
//! 正文里换了行而没有空一行，下一行却是另起的：以“一、”“（一）”“第一条”“1、”“•”“附件：”开头的条目，行首空两格的段落，“联系人：”之类的几行，落款和日期，从表格里粘贴来的、用制表符隔开的几行。只换行的几行会连成一段；YAML 里用 >、引号或什么都不加写成几行的，也是。一段里连着的几行只报一处。
//!
//! A text goes to the next line without a blank one, and that line is another: an item that begins with 一、, （一）, 第一条, 1、, • or 附件：, a paragraph indented with two spaces, lines as 联系人：, a signature and its date, rows of a sheet with tabs between their cells. Lines that are only broken become one paragraph, also those of a YAML text after >, in quotes or in none. Such lines that follow each other are told once.
//!
//! ## 为什么 · Why
//!
//! 从文档里粘贴来的段落和条目，读者看到的是挤在一起的一大段。
//!
//! Paragraphs and items pasted from a document would be one block for readers.
//!
//! ## 例 · Example
//!
//! ````md content/news/a.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 会议要求：
//! 一、加快进度。
//! 二、确保质量。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/a.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 会议要求：
//!
//! 一、加快进度。
//!
//! 二、确保质量。
//! ````

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{At, Code, Finding, Place, Severity, Text};
use crate::source::markdown::Line;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0718",
    name: "lines-run-together",
    severity: Severity::Warning,
    page: include_str!("lines_run_together.rs"),
};

/// What a line is that is joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// An item, or a line with a label as 联系人：.
    Item,
    /// A paragraph, by its indentation.
    Paragraph,
    /// The signature of a document, or its date.
    Signature,
    /// A row of a sheet, after another.
    Row,
    /// A sentence, after another that ended.
    Sentence,
    /// The same sentence.
    Same,
}

/// A line that is joined to the one before it: what it is, and where it stands.
pub(super) type Break = (Joined, Range<usize>);

/// How an item begins that is no list of Markdown's.
const ITEM: &str = concat!(
    r"^(?:[•·●■◆▪○◇►]|[①-⑳]|[0-9０-９]{1,2}(?:[、．)）]|\.(?:[^0-9]|$))|[一二三四五六七八九十]{1,3}[、．]",
    r"|[（(][一二三四五六七八九十0-9]{1,3}[)）](?:[^期批级类档]|$)|附件?[0-9一二三四五六七八九十]{0,2}[：:]",
    r"|第[一二三四五六七八九十百零〇○0-9]{1,5}[章节条](?:\s|$))",
);
/// How items begin where the line before them ended or is another: 第一条 and 1.1 may go on within a sentence, too.
const AFTER_AN_END: [&str; 2] =
    [r"^第[一二三四五六七八九十百零〇○0-9]{1,5}[章节条款项]", r"^[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[\s、]+\p{Han}"];
/// A line as 联系人：张三.
const LABEL: &str = r"^\p{Han}[\p{Han} \u{3000}]{1,9}[：:]\s*\S";
/// A line that is a date and nothing else.
const DATE: &str = concat!(
    r"^[（(]?(?:[0-9０-９]{4}|[一二][〇○零Ｏ０一二三四五六七八九]{3}) ?(?:年 ?[0-9０-９元正一二三四五六七八九十]{1,3} ?月",
    r" ?[0-9０-９一二三四五六七八九十]{1,3} ?日|[-./][0-9]{1,2}[-./][0-9]{1,2})[)）]?$",
);
/// How the name of one who signs ends.
const SIGNER: &str =
    r"(?:局|委|办|部|厅|院|所|站|社|队|处|科|会|府|司|厂|校|行|中心|集团|小组|办公室|学校)(?:[（(].{1,6}[)）])?$";

struct Forms {
    item: Regex,
    after_an_end: [Regex; 2],
    label: Regex,
    date: Regex,
    signer: Regex,
}

impl Forms {
    fn get() -> Option<&'static Self> {
        static FORMS: LazyLock<Option<Forms>> = LazyLock::new(|| {
            Some(Forms {
                item: Regex::new(ITEM).ok()?,
                after_an_end: [Regex::new(AFTER_AN_END[0]).ok()?, Regex::new(AFTER_AN_END[1]).ok()?],
                label: Regex::new(LABEL).ok()?,
                date: Regex::new(DATE).ok()?,
                signer: Regex::new(SIGNER).ok()?,
            })
        });
        FORMS.as_ref()
    }

    /// Whether a line may be a name that stands below a document.
    fn is_name(line: &str) -> bool {
        let is_mark = |c: char| matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | ',' | ';' | ':');
        (2..=40).contains(&line.chars().count()) && !line.contains(is_mark)
    }

    fn joined(&self, before: &str, line: &str, after: Option<&str>) -> Joined {
        let (was, is) = (trimmed(before), trimmed(line));
        let is_date = |line: &str| self.date.is_match(line);
        let ended = ends(was);
        let may_follow = ended || self.item.is_match(was);
        let follows = |form: &Regex| form.is_match(is) && (may_follow || form.is_match(was));
        let signs = match after {
            Some(after) => is_date(trimmed(after)),
            None => ended && self.signer.is_match(is),
        };
        let are_labels = self.label.is_match(was) && self.label.is_match(is);
        if is_row(before) && is_row(line) {
            Joined::Row
        } else if self.item.is_match(is) || self.after_an_end.iter().any(follows) || are_labels {
            Joined::Item
        } else if is_date(is) || (signs && Self::is_name(is)) {
            Joined::Signature
        } else if line.starts_with('\u{3000}') {
            Joined::Paragraph
        } else if ended {
            Joined::Sentence
        } else {
            Joined::Same
        }
    }
}

fn trimmed(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '~'))
}

/// Whether a line holds cells with tabs between them.
fn is_row(line: &str) -> bool {
    line.trim().contains('\t')
}

/// Whether a line ends a sentence.
pub(super) fn ends(line: &str) -> bool {
    let closing = ['”', '’', '」', '』', '）', ')', '】', '》', '"', '*', '_'];
    line.trim_end().trim_end_matches(closing).ends_with(['。', '！', '？', '；', '：', '…'])
}

/// The lines of each paragraph that are joined to the one before them.
pub(super) fn breaks(prose: &Prose<'_>) -> Vec<Vec<Break>> {
    let Some(forms) = Forms::get() else { return Vec::new() };
    let of_block = |lines: &Vec<Line>| {
        let written = |index: usize| prose.text.get(lines.get(index)?.place.clone());
        let joined = |(index, line): (usize, &Line)| {
            let before = lines.get(index.checked_sub(1)?).filter(|before| before.runs_on)?;
            let before = prose.text.get(before.place.clone())?;
            Some((forms.joined(before, written(index)?, written(index + 1)), line.place.clone()))
        };
        lines.iter().enumerate().filter_map(joined).collect()
    };
    prose.lines.iter().map(of_block).collect()
}

/// A text whose lines YAML itself joins, after `>`, in quotes or in none: its key, where it begins in its file, and how it
/// was typed.
pub(super) fn folded_field<'a>(prose: &'a Prose<'_>) -> Option<(Place, usize, &'a str)> {
    if prose.is_body() || prose.is_on_a_line() {
        return None;
    }
    let field = prose.field()?;
    let At::Span(start, end) = field.at else { return None };
    let text = &prose.looked.source.file(&field.file)?.text;
    let typed = text.get(start..end).filter(|typed| typed.contains('\n'))?;
    (sign_above(text, start) != Some('|')).then_some((field, start, typed))
}

/// The sign on the line above a text that begins on a line of its own: `|` keeps its lines, `>` joins them.
fn sign_above(text: &str, start: usize) -> Option<char> {
    let above = text.get(..start)?.trim_end_matches([' ', '\t']).strip_suffix('\n')?;
    let line = above.lines().next_back()?;
    let (value, _) = line.split_once(" #").unwrap_or((line, ""));
    let sign = value.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    sign.chars().next_back().filter(|c| matches!(c, '|' | '>'))
}

/// The lines that YAML joins to those before them.
fn folded(prose: &Prose<'_>) -> Vec<(Joined, Place)> {
    let Some(((field, start, typed), forms)) = folded_field(prose).zip(Forms::get()) else { return Vec::new() };
    let mut at = start;
    let mut lines: Vec<(usize, &str)> = Vec::new();
    for line in typed.split_inclusive('\n') {
        lines.push((at, line.trim_end()));
        at += line.len();
    }
    let words = |line: &str| line.trim_start_matches(' ').to_owned();
    let joined = |(index, (at, line)): (usize, &(usize, &str))| {
        let (_, before) = lines.get(index.checked_sub(1)?)?;
        if before.trim().is_empty() || line.trim().is_empty() {
            return None;
        }
        let after = lines.get(index + 1).map(|(_, line)| line.trim());
        let indent = line.len() - words(line).len();
        let place = Place::span(field.file.clone(), at + indent..at + line.len());
        Some((forms.joined(&words(before), &words(line), after), place))
    };
    lines.iter().enumerate().filter_map(joined).collect()
}

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let placed = |block: Vec<Break>| block.into_iter().map(|(joined, range)| (joined, prose.at(&range))).collect();
    let blocks: Vec<Vec<(Joined, Place)>> = breaks(prose).into_iter().map(placed).collect();
    let by_yaml = folded_field(prose).is_some();
    for block in std::iter::once(folded(prose)).chain(blocks) {
        let mut is_told = false;
        for (joined, place) in block {
            let told = match joined {
                Joined::Item => {
                    ("条目", "an item", "；也可以写成“- ”开头的列表", ", or make a list whose items begin with \"- \"")
                }
                Joined::Paragraph => ("段落", "a paragraph", "", ""),
                Joined::Signature => ("落款", "a signature", "", ""),
                Joined::Row => (
                    "表格的一行",
                    "a row of a sheet",
                    "；要成为表格，每行写成 | 甲 | 乙 |，第一行下面加 |---|---|",
                    ", or make a table: | A | B | in each line, and |---|---| below the first",
                ),
                Joined::Sentence | Joined::Same => {
                    is_told = false;
                    continue;
                }
            };
            if std::mem::replace(&mut is_told, true) {
                continue;
            }
            let (zh, en, or_zh, or_en) = told;
            let message = Text::new(
                format!("这一行是{zh}，会和上一行连成一段"),
                format!("this line, {en}, will be one paragraph with the one above"),
            );
            let finding = Finding::new(CODE, place, message);
            if by_yaml {
                findings.push(finding.help(
                    format!("冒号后面写 |，正文从下一行起，这样的各行前面空一行{or_zh}"),
                    format!("write | after the colon, begin the text on the next line and leave a blank line before each line of this sort{or_en}"),
                ));
                continue;
            }
            findings.push(finding.help(
                format!("这样的各行，每行前面空一行；要紧挨着排，就在上一行末尾加两个空格或一个 \\{or_zh}"),
                format!("leave a blank line before each line of this sort; to keep them close, end the line above with two spaces or a \\{or_en}"),
            ));
        }
    }
    findings
}
