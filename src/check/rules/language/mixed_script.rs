//! # 简体和繁体混用 · Simplified and Traditional mixed
//!
//! 一条记录的文字里，多数字是简体，个别字是繁体；或者反过来。两种写法通用的字（后、台、里）、引号和书名号里照原样引用的字不算。一句话只说一次。
//!
//! Most characters of a record are Simplified and a few Traditional, or the reverse. Those that both have (后, 台, 里) are no matter, nor is what stands between quotation marks. A sentence is told once.
//!
//! ## 为什么 · Why
//!
//! 国家通用语言文字法：国家机关以规范汉字为公务用字；混用多半是从别处粘贴来的，搜索也找不到。
//!
//! Law on the national language: offices write standard characters. Mixed text was most often pasted, and search does not find it.
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

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::Looked;
use crate::check::prose::place_of;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use crate::record::walk::words;
use crate::source::yaml::Step;
use crate::text::Script;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0601", name: "mixed-script", severity: Severity::Warning, page: include_str!("mixed_script.rs") };

/// Characters of one script that stand together, where they stand.
struct Run<'a> {
    path: Vec<Step>,
    text: &'a str,
    /// Which sentence of the text.
    sentence: usize,
    range: Range<usize>,
}

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    if !entry.may_mix_scripts {
        return Vec::new();
    }
    let (mut simplified, mut traditional): (Vec<Run<'_>>, Vec<Run<'_>>) = (Vec::new(), Vec::new());
    words(entry.written(), &mut |path, text| {
        for (at, c, sentence) in outside_quotes(text) {
            let runs = match Script::of(c) {
                Some(Script::Simplified) => &mut simplified,
                Some(Script::Traditional) => &mut traditional,
                None => continue,
            };
            let end = at + c.len_utf8();
            match runs.last_mut() {
                Some(run) if std::ptr::eq(run.text, text) && run.range.end == at => run.range.end = end,
                _ => runs.push(Run { path: path.to_vec(), text, sentence, range: at..end }),
            }
        }
    });
    let (few, script) = if traditional.len() <= simplified.len() {
        (traditional, Script::Simplified)
    } else {
        (simplified, Script::Traditional)
    };
    let of_sentences = few.chunk_by(|a, b| std::ptr::eq(a.text, b.text) && a.sentence == b.sentence);
    of_sentences.filter_map(|runs| finding(looked, entry, script, runs)).collect()
}

/// The characters that no ASCII text has, with their places and the number of their sentence. What is quoted is as it
/// was said: names in other characters, and words of those who write them. A quotation that nothing closes ends with
/// its line.
fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let (mut sentence, mut close) = (0, None);
    let mut closing = Closing { text, last: BTreeMap::new() };
    text.char_indices().filter_map(move |(at, c)| {
        match c {
            '\n' => close = None,
            c if close == Some(c) => close = None,
            _ if close.is_none() => close = closing.of(at, c),
            _ => {}
        }
        sentence += usize::from(matches!(c, '。' | '；' | '！' | '？' | '\n'));
        (close.is_none() && !c.is_ascii()).then_some((at, c, sentence))
    })
}

/// Where the marks of a text stand that close others.
struct Closing<'t> {
    text: &'t str,
    /// For each mark where the line ends that was last looked at, and where in it the mark stands last: a line may have
    /// thousands of marks that nothing closes.
    last: BTreeMap<char, (usize, Option<usize>)>,
}

impl Closing<'_> {
    /// The mark that closes the one at `at`, where its line has it.
    fn of(&mut self, at: usize, open: char) -> Option<char> {
        let close = match open {
            '「' => '」',
            '『' => '』',
            '“' => '”',
            '‘' => '’',
            '《' => '》',
            _ => return None,
        };
        let (end, mut last) = self.last.get(&close).copied().unwrap_or((0, None));
        if end <= at {
            let line = self.text.get(at..)?.split('\n').next()?;
            last = line.rfind(close).map(|place| at + place);
            self.last.insert(close, (at + line.len(), last));
        }
        last.filter(|last| *last > at).map(|_| close)
    }
}

/// What is told of the runs of one sentence.
fn finding(looked: &Looked<'_>, entry: &Entry, script: Script, runs: &[Run<'_>]) -> Option<Finding> {
    let (zh, en) = match script {
        Script::Simplified => ("繁体", "Traditional"),
        Script::Traditional => ("简体", "Simplified"),
    };
    let first = runs.first()?;
    let mut written: Vec<&str> = runs.iter().filter_map(|run| run.text.get(run.range.clone())).collect();
    written.dedup();
    let right: Vec<String> = written.iter().map(|words| script.write(words)).collect();
    let place = place_of(looked, entry, &first.path, first.text, first.range.clone());
    let joined = |words: &[String]| words.join("”“");
    let (said, instead) = (written.join("”“"), joined(&right));
    let message = Text::new(
        format!("“{said}”是{zh}，与别的字不同"),
        format!("\"{}\" is {en}, unlike the rest", written.join("\" \"")),
    );
    Some(Finding::new(CODE, place, message).help(
        format!("这里用“{instead}”；照原样引用的，加上引号，或用 allow: 说明"),
        format!(
            "use \"{}\" here; what is quoted as it stands goes into quotes, or say so with allow:",
            right.join("\" \"")
        ),
    ))
}
