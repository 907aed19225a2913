//! # 文字里的数与项目记录不同 · A text and a project's record state different figures
//!
//! 同一句里在项目的链接、名称或别名之后写的“总投资”，或项目自己文字（摘要、说明在内）里的“总投资”，与记录的 `investment.total` 不同；记录 `figures` 里不带时间的其他数也这样比。写“约”“超过”的，说的是一期、年度、固定资产或几个项目的，中间隔着别的对象的，都不比。
//!
//! A 总投资 in the same sentence after a link to a project, its name or an alias, or in the project's own texts (summary and note among them), differs from `investment.total` of its record; so with the other `figures` of the record that name no time. What is approximate, of a phase, of a year, of fixed assets or of several projects, and what follows after something else was named, is not compared.
//!
//! ## 为什么 · Why
//!
//! 同一个数写两遍，改的时候常常漏掉一处；写成 `{{ 编号.investment.total }}` 就不会。
//!
//! A figure typed twice is mended in one place only; `{{ ID.investment.total }}` cannot differ.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! [甲项目](project:a)开工，总投资4亿元。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! [甲项目](project:a)开工，总投资{{ a.investment.total }}。
//! ````

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use crate::check::Looked;
use crate::check::flat::Flat;
use crate::check::names::Mention;
use crate::check::prose::place_of;
use crate::check::rules::{Looks, Rule, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::Quantity;
use crate::record::walk::words;
use crate::record::{Entry, Project};
use crate::site::LinkTarget;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0411",
    name: "text-contradicts-record",
    severity: Severity::Warning,
    page: include_str!("text_contradicts_record.rs"),
};

/// A number in a text that is not that of the record.
struct Contradiction<'a> {
    /// Where it stands.
    at: Range<usize>,
    /// The project.
    of: &'a Entry,
    /// The name of the figure.
    what: &'a str,
    /// What the record says.
    recorded: &'a Quantity,
}

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let mut findings = Vec::new();
    words(&entry.record, &mut |path, text| {
        let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
        if !is_told(path) || !has_digits || !looked.names.may_state(text) {
            return;
        }
        let mentions = || looked.names.find(looked.bulletin, text);
        let some = project(entry).is_some()
            || text.contains("project:")
            || mentions().iter().any(|(_, project)| project.is_some());
        if some {
            let flat = Flat::of(text);
            let found = contradictions(looked, entry, &flat);
            findings.extend(found.into_iter().map(|one| finding(looked, entry, path, text, &flat, &one)));
        }
    });
    findings
}

/// Whether words at a path are told as they stand: not what was said before a correction, and not figures themselves.
fn is_told(path: &[Step]) -> bool {
    const OTHERS: &[&str] = &["allow", "sources", "corrections", "figures", "investment", "tags", "aliases"];
    let first = matches!(path.first(), Some(Step::Key(key)) if OTHERS.contains(&&**key));
    let last = matches!(path.last(), Some(Step::Key(key)) if key == "as_printed");
    !first && !last
}

fn finding(
    looked: &Looked<'_>,
    entry: &Entry,
    path: &[Step],
    text: &str,
    flat: &Flat,
    one: &Contradiction<'_>,
) -> Finding {
    let (what, id, recorded) = (one.what, &one.of.id, one.recorded);
    let stated = flat.words.get(one.at.clone()).unwrap_or_default();
    let message = Text::new(
        format!("这里{what}写的是 {stated}，项目 {id} 的记录是 {recorded}"),
        format!(
            "{} is {stated} here, and {recorded} in the record of {id}",
            if what == TOTAL { "the total" } else { what }
        ),
    );
    let finding = Finding::new(CODE, place_of(looked, entry, path, text, flat.written(&one.at)), message);
    if what == TOTAL {
        return finding.help(
            format!("核对后改成一样的数，或用引用 总投资{{{{ {id}.investment.total }}}}"),
            format!("make them the same, or refer to it: 总投资{{{{ {id}.investment.total }}}}"),
        );
    }
    finding.help(
        "核对后改成一样的数；说的是另一回事的，写明范围或时间",
        "make them the same; where it is another thing, say of what or when",
    )
}

/// The name of a project's total.
const TOTAL: &str = "总投资";

fn contradictions<'a>(looked: &Looked<'a>, entry: &'a Entry, flat: &Flat) -> Vec<Contradiction<'a>> {
    let linked = flat.links.iter().map(|(range, to)| (range.clone(), linked_project(looked, to)));
    let mut mentions: Vec<Mention<'_>> = linked.collect();
    let named = looked.names.find(looked.bulletin, &flat.words);
    let mut links: Vec<&Range<usize>> = flat.links.iter().map(|(link, _)| link).collect();
    links.sort_by_key(|link| link.start);
    let apart = |range: &Range<usize>| {
        let next = links.partition_point(|link| link.end <= range.start);
        links.get(next).is_none_or(|link| range.end <= link.start)
    };
    mentions.extend(named.into_iter().filter(|(range, _)| apart(range)));
    mentions.sort_by_key(|(range, _)| range.start);
    let mut found = Vec::new();
    let mut known: BTreeMap<&str, Comparable<'_>> = BTreeMap::new();
    let mut start = 0;
    for sentence in flat.words.split_inclusive(['。', '；', ';', '！', '？', '\n']) {
        let here = start..start + sentence.len();
        let first = mentions.partition_point(|(range, _)| range.start < here.start);
        let end = mentions.partition_point(|(range, _)| range.start < here.end);
        let mentions = mentions.get(first..end).unwrap_or_default();
        found.extend(in_sentence(&flat.words, here.clone(), entry, mentions, &mut known));
        start = here.end;
    }
    found
}

/// The project that a link leads to.
fn linked_project<'a>(looked: &Looked<'a>, address: &str) -> Option<&'a Entry> {
    let LinkTarget::Record(_, id, _) = LinkTarget::parse(address) else { return None };
    looked.bulletin.entry(id).filter(|entry| project(entry).is_some())
}

/// What a sentence says of the projects that it names, and until it names one, of the record's own.
fn in_sentence<'a>(
    text: &str,
    sentence: Range<usize>,
    entry: &'a Entry,
    mentions: &[Mention<'a>],
    known: &mut BTreeMap<&'a str, Comparable<'a>>,
) -> Vec<Contradiction<'a>> {
    let starts = || mentions.iter().map(|(range, _)| range.start).chain([sentence.end]);
    let own = [(sentence.start..sentence.start, Some(entry))];
    let mut found = Vec::new();
    for ((range, of), next) in own.iter().chain(mentions).zip(starts()) {
        let Some((of, project)) = of.and_then(|of| Some((of, project(of)?))) else { continue };
        let before = text.get(sentence.start..range.start).unwrap_or_default();
        let after = text.get(range.end..next).unwrap_or_default();
        let one_of_several = before.ends_with(['和', '与', '及', '、', '或']);
        let more = after.strip_prefix(['和', '与', '及', '、', '等', '或']);
        let comparable = known.entry(&of.id).or_insert_with(|| Comparable::of(project));
        let ahead_of = before.strip_suffix('的').filter(|_| !range.is_empty());
        for (place, behind, ahead) in comparable.named(after, ahead_of) {
            let Some((what, recorded)) = comparable.figures.get(place).copied() else { continue };
            let differs =
                |(at, stated): &(Range<usize>, Quantity)| (stated.whole() != recorded.whole()).then(|| at.clone());
            let behind = stated_behind(after, behind, what, &recorded.unit).filter(|_| !one_of_several);
            let behind = behind.as_ref().and_then(differs);
            let behind = behind.map(|at| at.start + range.end..at.end + range.end);
            let ahead = ahead_of.zip(ahead).and_then(|(of, at)| stated_ahead(of, at, what, &recorded.unit));
            // 总投资5亿元的甲、乙等项目 is of several, 总投资5亿元的甲和总投资4亿元的乙 is not.
            let ahead = ahead.filter(|_| more.is_none_or(|more| more.contains(what)));
            let ahead = ahead.as_ref().and_then(differs).map(|at| at.start + sentence.start..at.end + sentence.start);
            found.extend(behind.into_iter().chain(ahead).map(|at| Contradiction { at, of, what, recorded }));
        }
    }
    found
}

/// What a text may say of a project.
struct Comparable<'a> {
    /// Names and values of its figures.
    figures: Vec<(&'a str, &'a Quantity)>,
    /// Many names are looked for at once: a record may have thousands of figures, and a text thousands of sentences.
    search: Option<AhoCorasick>,
    longest: usize,
}

/// So many names are looked for one by one, which is quicker.
const FEW: usize = 8;

impl<'a> Comparable<'a> {
    fn of(project: &'a Project) -> Self {
        let figures = comparable(project);
        let names = || figures.iter().map(|(what, _)| *what);
        let search = if figures.len() > FEW { AhoCorasick::new(names()).ok() } else { None };
        let longest = names().map(str::len).max().unwrap_or(0);
        Self { figures, search, longest }
    }

    /// The figures that may be told right behind a project's name, or right before it: each by its place, with where it is
    /// first named behind, and last named before. The total may be told without its name.
    fn named(&self, behind: &str, before: Option<&str>) -> Vec<(usize, Option<usize>, Option<usize>)> {
        let mut found: BTreeMap<usize, (Option<usize>, Option<usize>)> = BTreeMap::new();
        if self.figures.first().is_some_and(|(what, _)| *what == TOTAL) {
            found.insert(0, (None, None));
        }
        self.each(behind, &mut |place, at| {
            found.entry(place).or_default().0.get_or_insert(at);
        });
        if let Some(before) = before {
            let start = before.ceil_char_boundary(before.len().saturating_sub(self.longest + MAX_NUMBER));
            let near = before.get(start..).unwrap_or_default();
            self.each(near, &mut |place, at| found.entry(place).or_default().1 = Some(start + at));
        }
        found.into_iter().map(|(place, (behind, before))| (place, behind, before)).collect()
    }

    /// Every name in a text: of which figure, and where, those of one figure from left to right.
    fn each(&self, text: &str, take: &mut dyn FnMut(usize, usize)) {
        match &self.search {
            Some(search) => {
                search.find_overlapping_iter(text).for_each(|name| take(name.pattern().as_usize(), name.start()));
            }
            None => {
                for (place, (what, _)) in self.figures.iter().enumerate() {
                    text.match_indices(what).for_each(|(at, _)| take(place, at));
                }
            }
        }
    }
}

/// Bytes that a number with its unit may take before a project's name.
const MAX_NUMBER: usize = 200;

/// The exact figures of a project that carry no date or period: its total, and figures whose name no other figure has.
fn comparable(project: &Project) -> Vec<(&str, &Quantity)> {
    let total = project.investment.as_ref().and_then(|investment| Some((TOTAL, &investment.total.as_ref()?.0)));
    let timeless = project.figures.iter().filter(|figure| figure.period.is_none() && figure.date.is_none());
    let figures = timeless.filter_map(|figure| Some((figure.what.as_str(), figure.value.as_ref()?)));
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    project.figures.iter().for_each(|figure| *times.entry(&figure.what).or_default() += 1);
    let alone = |what: &str| times.get(what) == Some(&1) && !what.is_empty();
    let figures = figures.filter(|(what, value)| !what.contains("投资") && alone(what) && !value.unit.is_empty());
    total.into_iter().chain(figures).filter(|(_, value)| value.is_exact()).collect()
}

/// What stands right behind a project's name and says how much of something it has: where, and how much.
fn stated_behind(text: &str, named: Option<usize>, what: &str, unit: &str) -> Option<(Range<usize>, Quantity)> {
    let in_brackets = ["（投资", "(投资"].into_iter().find(|start| what == TOTAL && text.starts_with(start));
    let (at, length) = match in_brackets {
        Some(start) => (0, start.len()),
        None => (named.filter(|at| leads_on(text.get(..*at).unwrap_or_default()))?, what.len()),
    };
    // 总投资5亿元的… is of what comes next, and 员工30人参加… of some of them.
    let ends = |c: char| "，。；、：,;）)！？\n ".contains(c);
    let is_all =
        |rest: &str| if what == TOTAL { !rest.starts_with('的') } else { rest.chars().next().is_none_or(ends) };
    number(text, at + length, unit).filter(|(range, _)| text.get(range.end..).is_some_and(is_all))
}

/// What stands right before a project's name, as 总投资5亿元的, with what it says. `of` ends before the 的.
fn stated_ahead(of: &str, at: usize, what: &str, unit: &str) -> Option<(Range<usize>, Quantity)> {
    let before = of.get(..at)?.chars().next_back();
    let begins = before.is_none_or(|c| "，。：:、了是有设施进工（( ".contains(c));
    let found = number(of, at + what.len(), unit)?;
    (begins && found.0.end == of.len()).then_some(found)
}

/// The number with its unit that begins at `at`, but for 为, 达 and the like. `None` where more words follow that make it
/// another: 以上, 增加到, 一期.
fn number(text: &str, at: usize, unit: &str) -> Option<(Range<usize>, Quantity)> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:总?额)?(?:为|是|达到|达|：|:)?[ \x{3000}]*(([0-9][0-9,]*(?:\.[0-9]+)?)[ \x{3000}]*(亿|万)?[ \x{3000}]*)").ok()
    });
    let rest = text.get(at..)?;
    let parts = NUMBER.as_ref()?.captures(rest)?;
    let (whole, digits) = (parts.get(1)?, parts.get(2)?);
    let after = rest.get(whole.end()..)?.strip_prefix(unit)?;
    const OTHERWISE: &[&str] = &[
        "以上",
        "以下",
        "以内",
        "左右",
        "上下",
        "余",
        "多",
        "增",
        "调",
        "追加",
        "提高",
        "减",
        "到",
        "至",
        "~",
        "～",
        "—",
        "-",
        "/",
        "（一期",
        "（二期",
        "（三期",
        "(一期",
        "(二期",
    ];
    if OTHERWISE.iter().any(|other| after.starts_with(other)) || unit.is_empty() {
        return None;
    }
    let scale = parts.get(3).map_or("", |scale| scale.as_str());
    let stated = format!("{}{scale}{unit}", digits.as_str().replace(',', "")).parse().ok()?;
    Some((at + whole.start()..at + whole.end() + unit.len(), stated))
}

/// Characters between a project's name and that of a figure, at most.
const MAX_BETWEEN: usize = 60;

/// Whether what stands between a project's name and the name of a figure leaves the project what the sentence is about.
fn leads_on(between: &str) -> bool {
    if between.chars().take(MAX_BETWEEN + 1).count() > MAX_BETWEEN {
        return false;
    }
    static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^[（(][^（）()]*(?:[一二三四五六七八九十首末两0-9]期|标段|期工程)[^（）()]*[）)]").ok()
    });
    if PART.as_ref().is_some_and(|part| part.is_match(between)) {
        return false;
    }
    static LAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^[ \x{3000}]*(?:该|本)?(?:项目|工程)?(?:（[^（）]*）|\([^()]*\))?(?:计划|预计|概算|规划|设计|的|可|能|将|提供|带动|创造|安排|吸纳|实现|形成|达产后|建成后|投产后|[ \x{3000}])*$").ok()
    });
    static OTHERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new("[0-9一二三四五六七八九十两几多各]+ *[个项家]|[一二三四五六首两0-9]期|所在|全[区市县省镇乡国]|园区|区内|等|其中|年度|今年|当年|本年|去年|上年|固定资产|配套|子项|另|增加|追加|新增|比|较|累计|合计|共|原|集团|公司|和|与|及|总投资").ok()
    });
    let (earlier, last) = between.rsplit_once(['，', ',', '：', ':']).unwrap_or(("", between));
    let is =
        |pattern: &LazyLock<Option<Regex>>, text: &str| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    is(&LAST, last) && !is(&OTHERS, earlier)
}
