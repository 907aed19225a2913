//! # 繁体姓氏存疑 · A surname in doubt in Traditional characters
//!
//! 人名的姓与另一个词同字：于（於）、余（餘）、云（雲）、游（遊）等，繁体版按那个词写。只看职务、称呼前后和“负责人：”之类后面的名字；句首、标点之后和“由、向、请、与”之后，姓后紧接职务、称呼的（种局长、后书记），程序已经写对；只有“由于”写作“由於”。
//!
//! A name whose surname is written as another word is: 于 (於), 余 (餘), 云 (雲), 游 (遊); the pages in Traditional characters write that word. Only names beside titles and after such as 负责人： are looked at; a surname right before a title (种局长, 后书记) is written right already at the head of a sentence, behind a sign and behind 由, 向, 请, 与; only 由于 is 由於.
//!
//! ## 为什么 · Why
//!
//! 姓氏不作繁简转换：于姓不是“於”，余姓写“余”。只看字，程序分不清“余建国”是人名还是“其余”的余。
//!
//! A surname is no other word: nobody is called 於 or 餘. The characters alone do not say which it is.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 项目负责人：于建国，每周到现场一次。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! traditional_words: {于建国: 于建國}
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 项目负责人：于建国，每周到现场一次。
//! ````

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::prose::place_of;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::Entry;
use crate::record::walk::words;
use crate::text::Script;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0660",
    name: "doubtful-surname",
    severity: Severity::Advice,
    page: include_str!("doubtful_surname.rs"),
};

/// Surnames that other words are written as, and what the surname is in Traditional characters.
const SURNAMES: &[(char, char)] = &[
    ('于', '于'),
    ('余', '余'),
    ('范', '范'),
    ('郁', '郁'),
    ('朴', '朴'),
    ('岳', '岳'),
    ('云', '云'),
    ('游', '游'),
    ('涂', '涂'),
    ('种', '种'),
    ('党', '党'),
    ('丑', '丑'),
    ('台', '台'),
    ('后', '后'),
    ('征', '征'),
    ('干', '干'),
    ('谷', '谷'),
    ('沈', '沈'),
    ('姜', '姜'),
    ('周', '周'),
    ('胡', '胡'),
    ('向', '向'),
    ('朱', '朱'),
    ('曲', '曲'),
    ('占', '占'),
    ('布', '布'),
    ('钟', '鍾'),
];

/// Names beside what tells that they are names: after a label with a colon; after a title, before what an officer does;
/// before a title.
static NAMES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    const TITLE: &str = "局长|县长|区长|市长|镇长|乡长|村长|处长|科长|股长|所长|站长|部长|院长|校长|主任|主席|书记|支书|\
        会长|秘书长|队长|组长|班长|行长|厂长|董事长|总监|经理|工程师|律师|会计|法官|庭长|检察长|教授|老师|医生|同志|先生|\
        女士|师傅|干警|民警";
    let any: String = SURNAMES.iter().map(|(surname, _)| *surname).collect();
    let labelled = format!(
        r"(?:人|长|员|者|姓名|主任|书记|同志|经理|代表|主席|董事|支书|会计|法官)[：:] ?(?<name>[{any}]\p{{Han}}{{1,2}})(?:\P{{Han}}|$)"
    );
    let after = format!(
        r"(?:{TITLE})(?<name>[于余范郁朴岳云游]\p{{Han}}{{1,2}})(?:[，。、；：！？）)\s]|$|同志|先生|女士|等|一行|表示|强调|指出|介绍|主持|率队|带队|出席|参加|陪同|在|说)"
    );
    let before = format!(r"(?:^|[，。、；：（(\s])(?<name>[于余云游]\p{{Han}}{{1,2}})(?:{TITLE})");
    [Regex::new(&labelled), Regex::new(&after), Regex::new(&before)].into_iter().flatten().collect()
});

/// What follows 于 the preposition and the other words: times, places, those who are meant.
const NO_NAME: &str = "今昨明当同近上下本前后去每年月日一二三四五六七八九十两几此其该这那各全县市区镇乡村中里外内元初末春夏秋冬早\
    晚凌清午夜岁是他她它们我民额款粮量热波震名个户地集端计算服平台勤续期果备者类植种员会";

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let config = &looked.bulletin.config;
    if !config.has_traditional() || entry.written.is_some() {
        return Vec::new();
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut findings = Vec::new();
    words(&entry.record, &mut |path, text| {
        let found = NAMES.iter().flat_map(|names| names.captures_iter(text)).filter_map(|found| found.name("name"));
        let found: Vec<_> = found.collect();
        if found.is_empty() {
            return;
        }
        let traditional = InTraditional::of(text);
        let given: BTreeMap<usize, usize> = config
            .traditional_words
            .keys()
            .flat_map(|word| text.match_indices(word.as_str()).map(|(at, _)| (at, at + word.len())))
            .fold(BTreeMap::new(), |mut given, (start, end)| {
                given.entry(start).and_modify(|known: &mut usize| *known = end.max(*known)).or_insert(end);
                given
            });
        let longest = config.traditional_words.keys().map(String::len).max().unwrap_or(0);
        for name in found {
            let Some((written, right)) = in_doubt(name.as_str(), name.start(), &traditional) else { continue };
            let near = name.start().saturating_sub(longest)..=name.start();
            let is_given = given.range(near).any(|(_, end)| *end > name.start());
            if !is_given && told.insert(name.as_str().to_owned()) {
                let place = place_of(looked, entry, path, text, name.range());
                findings.push(finding(place, name.as_str(), &written, &right));
            }
        }
    });
    findings
}

/// A text in Traditional characters, with where the characters of both begin: it is written once for all names in it.
struct InTraditional {
    written: String,
    characters: Vec<usize>,
    of_text: Vec<usize>,
}

impl InTraditional {
    fn of(text: &str) -> Self {
        let starts = |text: &str| text.char_indices().map(|(start, _)| start).collect();
        let written = Script::Traditional.write(text);
        Self { characters: starts(&written), written, of_text: starts(text) }
    }

    /// What stands for so many characters of the text from a byte on.
    fn at(&self, start: usize, n: usize) -> Option<&str> {
        let first = self.of_text.partition_point(|at| *at < start);
        let end = self.characters.get(first + n).copied().unwrap_or(self.written.len());
        self.written.get(*self.characters.get(first)?..end)
    }
}

/// How a name is written in Traditional characters and how it is written as a name, where these differ.
fn in_doubt(name: &str, start: usize, traditional: &InTraditional) -> Option<(String, String)> {
    let surname = name.chars().next()?;
    let given = name.chars().nth(1).filter(|c| !NO_NAME.contains(*c));
    let (_, right) = SURNAMES.iter().find(|(simplified, _)| *simplified == surname && given.is_some())?;
    let written = traditional.at(start, name.chars().count())?.to_owned();
    let given = written.get(written.chars().next()?.len_utf8()..)?;
    (!written.starts_with(*right)).then(|| (written.clone(), format!("{right}{given}")))
}

fn finding(place: Place, name: &str, written: &str, right: &str) -> Finding {
    let message = Text::new(
        format!("繁体版把“{name}”写成“{written}”"),
        format!("\"{name}\" is \"{written}\" in Traditional characters"),
    );
    Finding::new(CODE, place, message).help(
        format!("是人名，就在 site.yaml 写 traditional_words: {{{name}: {right}}}；不是，用 allow: 说明"),
        format!(
            "if it is a name, write traditional_words: {{{name}: {right}}} in site.yaml; if not, say so with allow:"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the rule's page says of surnames right before titles.
    #[test]
    fn surnames_before_titles_are_written_right() {
        for (surname, right) in SURNAMES {
            for title in ["局长", "县长", "书记", "主任", "处长", "先生", "女士", "同志", "经理", "院长"]
            {
                for before in ["", "，", "会上，", "由", "向", "请", "与"] {
                    if before == "由" && *surname == '于' {
                        continue;
                    }
                    let written = Script::Traditional.write(&format!("{before}{surname}{title}"));
                    let found = written.chars().nth(before.chars().count());
                    assert_eq!(found, Some(*right), "{before}{surname}{title}");
                }
            }
        }
    }
}
