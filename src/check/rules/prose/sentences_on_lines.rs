//! # 一句一行 · Sentences on lines of their own
//!
//! 正文里有的句子另起一行，却没有空一行：上一行以句号、问号、分号、冒号结束。全文都是一句一行的，是写法，不报；一篇正文只报一处。
//!
//! Some sentences of a text begin a line without a blank one before. A text that is written so throughout, a sentence a line, is not told; of any other, one place is.
//!
//! ## 为什么 · Why
//!
//! 只换行不成段，读者看到的是一大段。
//!
//! A line that is only broken is no paragraph; readers see one block.
//!
//! ## 例 · Example
//!
//! ````md content/news/a.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 会议召开。各单位参加。
//! 会议要求加快进度。
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
//! 会议召开。各单位参加。
//!
//! 会议要求加快进度。
//! ````

use super::lines_run_together::{Joined, breaks, ends, folded_field};
use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0752",
    name: "sentences-on-lines",
    severity: Severity::Advice,
    page: include_str!("sentences_on_lines.rs"),
};

/// Whether a line holds one sentence and no more.
fn is_one(line: &str) -> bool {
    let marks = line.trim_end().trim_end_matches(['”', '’', '」', '』', '）', '】']).char_indices().rev();
    let within = marks.skip_while(|(_, c)| matches!(c, '。' | '！' | '？' | '…' | '；' | '：'));
    ends(line) && !within.map(|(_, c)| c).any(|c| matches!(c, '。' | '！' | '？'))
}

/// Whether a sentence stands on each line throughout. One or two lines of a single paragraph show no such habit.
fn is_habit(prose: &Prose<'_>, breaks: usize) -> bool {
    let lines = || prose.lines.iter().flatten();
    let written = |place: &std::ops::Range<usize>| prose.text.get(place.clone()).unwrap_or_default();
    (prose.lines.len() > 1 || breaks > 2)
        && lines().all(|line| is_one(written(&line.place)) || !line.runs_on && !written(&line.place).contains('。'))
}

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let breaks: Vec<_> = breaks(prose).into_iter().flatten().collect();
    let mut sentences = breaks.iter().filter(|(joined, _)| *joined == Joined::Sentence);
    let Some((_, first)) = sentences.next() else { return Vec::new() };
    if is_habit(prose, breaks.len()) {
        return Vec::new();
    }
    let n = sentences.count() + 1;
    let message = Text::new(
        format!("另起的一句没有空行，会和上一行连成一段；这篇正文有{n}处"),
        format!("a sentence begins a line and will be one paragraph with the one above; {n} such in this text"),
    );
    let finding = Finding::new(CODE, prose.at(first), message);
    if folded_field(prose).is_some() {
        return vec![finding.help(
            "冒号后面写 |，正文从下一行起，段落之间空一行",
            "write | after the colon, begin the text on the next line and leave a blank line between paragraphs",
        )];
    }
    vec![finding.help(
        "要分段，前面空一行；要紧挨着排，在上一行末尾加两个空格或一个 \\；本来就是一段的，接在上一行后面",
        "leave a blank line before a paragraph; to keep them close, end the line above with two spaces or a \\; what is one paragraph may follow on the same line",
    )]
}
