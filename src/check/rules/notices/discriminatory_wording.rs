//! # 招聘条件可能构成歧视 · Wording that may discriminate
//!
//! 招聘岗位和人事公告里限制性别、婚育、民族、户籍、年龄、乙肝、相貌、身高或属相的常见说法：条件里的，或正文里明说是条件的。“不限男女”“均可”之类、服务对象的年龄、60岁以上的上限不算。
//!
//! The usual words in jobs and personnel notices that demand sex, marriage, children, ethnicity, residence, age, health as to hepatitis B, looks, height or sign of birth: among the requirements, or said in a text to be one. What is open to all, the age of those who are served, and limits of 60 and more do not count.
//!
//! ## 为什么 · Why
//!
//! 就业促进法第三条、第二十六条、第三十条和妇女权益保障法：劳动者就业不因性别、民族、户籍、携带病原等受歧视；其他与岗位无关的条件也可能被认定为歧视。
//!
//! Employment Promotion Law, art. 3, 26 and 30, and the Law on the protection of women's rights: nobody is discriminated against for sex, ethnicity, residence, infection and the like; other demands that the post does not need may count as discrimination too.
//!
//! ## 例 · Example
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! requirements: [限男性, 吃苦耐劳]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! requirements: [能上夜班, 吃苦耐劳]
//! ````

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::prose::place_of;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::walk::words;
use crate::record::{Entry, NoticeKind, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0815",
    name: "discriminatory-wording",
    severity: Severity::Warning,
    page: include_str!("discriminatory_wording.rs"),
};

/// What says by itself that it is a condition.
const SAID: &str = concat!(
    "(?:仅限|只限|限|只招|仅招|只要|要求)(?:男|女)(?:性|士|生|工|员工)?|(?:男|女)(?:性|士|生)?优先|性别(?:要求)?(?:[:：为限]|仅限)\\s*(?:男|女)性?",
    "|(?:仅限|只限|限|只招|要求)汉族|民族(?:要求)?[:：]\\s*汉族?|汉族优先|少数民族(?:除外|勿扰|不招|不要)|不(?:招|要|收)少数民族",
    "|[无非]乙肝|乙肝(?:病毒)?(?:携带者?|患者)?(?:除外|勿扰|不招|不要|不录用|不予录用)|乙肝(?:五项|两对半|表面抗原)?(?:检查|检测|阴性|合格|正常)",
    "|(?:仅限|只限|限|只招|须有|须为|要求|具有)(?:本地|本市|本县|本区|本省|本镇|当地)(?:户籍|户口|居民|人)|(?:本地|本市|本县|本区|本省|本镇|当地)(?:户籍|户口)优先",
    "|不(?:招|要|收)外地(?:人|户口|户籍)?|外地(?:人|户口|户籍)?(?:勿扰|不招|不要|除外)",
    "|形象(?:好|佳|良好|端庄)?[、，和]?气质(?:好|佳|俱佳|良好)|(?:五官|相貌|品貌)端正|身高[^0-9，。；]{0,6}[0-9]+(?:\\.[0-9]+)?(?:cm|厘米|公分|米)?(?:以上)?|属相(?:不|相合|相冲|要求|除外)",
    "|(?:形象|相貌|长相)(?:良好|好|佳|端正)|属[鼠牛虎兔龙蛇马羊猴鸡狗猪](?:[、，和]?属[鼠牛虎兔龙蛇马羊猴鸡狗猪])*者?(?:勿扰|除外|不招|不要)",
    "|(?:本地|本市|本县|本区|本镇|当地)人优先|招(?:聘|收)?(?:男|女)(?:性|士|工|生|员工|普工)?|(?:[0-9一二两三]年内)?不(?:得|准|能)?(?:生育|怀孕)|未孕证明|孕检",
    "|(?:未婚|已婚|未育|已育)(?:未育|已育)?(?:者|女性|男性|人员)?优先|(?:限|仅限|要求|须为?)(?:未婚|已婚|未育|已育)(?:未育|已育)?",
);

/// What is a condition where conditions stand.
const AMONG_CONDITIONS: &str = concat!(
    "(?:^|[，,、；;/（( ])((?:男|女)(?:性|士|生|工|员工)?(?: ?[0-9]+ ?[名人])?|汉族|(?:未婚|已婚|未育|已育)(?:未育|已育)?者?",
    "|(?:本地|本市|本县|本区|本省|本镇|当地)(?:户籍|户口)|看?属相)(?:$|[，,、；;/）) ])",
    "|^((?:男|女)(?:性|士)?(?:包装|普工|操作|缝纫|焊工|电工|钳工|车工|搬运|装卸|清洁|保洁|保安|安保|服务员|营业员|导购|收银|文员|司机|厨师|分拣|质检|检验|组装|装配|技工|杂工|学徒|前台|护工|护理|客服|销售))",
);

/// Ages, with the highest that is allowed.
const AGES: &str = concat!(
    "(?:年龄)?([0-9]{2})周?岁(?:[（(]含[^）)]{0,8}[）)])?及?(?:以下|以内|之内)",
    "|(?:年龄)?[0-9]{2}周?岁?(?:-|—|–|~|～|至|到)+([0-9]{2})周?岁",
    "|年龄\\p{Han}{0,4}(?:不超过|不得超过|不大于|不高于|低于|小于|在)([0-9]{2})周?岁?",
);

static SAID_IN_WORDS: Words = LazyLock::new(|| Regex::new(SAID).ok());
static CONDITION: Words = LazyLock::new(|| Regex::new(AMONG_CONDITIONS).ok());
static AGE: Words = LazyLock::new(|| Regex::new(AGES).ok());
/// What takes a limit back, or speaks of it only.
static OPEN: Words = LazyLock::new(|| {
    Regex::new("不限|均可|皆可|都可|不拘|不作要求|不做要求|不作限制|无限制|不论|歧视|严禁|禁止|不得(?:限|以|要求|设置|招|查|检)|男女各").ok()
});
/// What says that an age is of somebody else than those who are wanted.
static OF_OTHERS: Words = LazyLock::new(|| {
    Regex::new("服务|平均|照顾|照护|照料|护理|看护|陪护|老人|儿童|幼儿|学生|客户|补贴|申请|享受|参保|待遇").ok()
});
/// What says that a sentence is about who is wanted.
static OF_APPLICANTS: Words = LazyLock::new(|| Regex::new("年龄|招聘|招收|招录|应聘|报考|报名|要求|条件").ok());

type Words = LazyLock<Option<Regex>>;

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let is_posting = match &entry.record {
        Record::Job(_) => true,
        Record::Notice(notice) => notice.kind == NoticeKind::Personnel,
        _ => false,
    };
    let mut findings = Vec::new();
    if !is_posting {
        return findings;
    }
    words(&entry.record, &mut |path, text| {
        if is_about_the_post(path) {
            let found = found_in(text, is_condition(entry, path));
            findings.extend(found.into_iter().map(|range| finding(looked, entry, path, text, range)));
        }
    });
    findings
}

fn finding(looked: &Looked<'_>, entry: &Entry, path: &[Step], text: &str, range: Range<usize>) -> Finding {
    let found = text.get(range.clone()).unwrap_or_default();
    let message = Text::new(format!("“{found}”可能构成就业歧视"), format!("\"{found}\" may be discriminatory"));
    Finding::new(CODE, place_of(looked, entry, path, text, range), message).help(
        "删去；有法律依据的（如某些岗位的年龄），用 allow: 写明依据",
        "delete it; where the law allows it, as for the age of some posts, name the law with allow:",
    )
}

/// Whether words at a path of a posting are about the post and who is wanted for it.
fn is_about_the_post(path: &[Step]) -> bool {
    const OTHERS: &[&str] = &[
        "allow",
        "sources",
        "corrections",
        "contact",
        "employer",
        "place",
        "tags",
        "attachments",
        "benefits",
        "figures",
    ];
    !matches!(path.first(), Some(Step::Key(key)) if OTHERS.contains(&&**key))
}

/// Whether words at a path are a condition, or name the post.
fn is_condition(entry: &Entry, path: &[Step]) -> bool {
    match (&entry.record, path) {
        (Record::Job(_), [Step::Key(key), ..]) => key == "requirements" || key == "title",
        (_, [Step::Key(list), Step::Item(_), Step::Key(key)]) => list == "positions" && key != "count",
        _ => false,
    }
}

/// Where a text sets a limit.
fn found_in(text: &str, is_condition: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let said = SAID_IN_WORDS.iter().flat_map(|words| words.find_iter(text)).map(|found| found.range());
    found.extend(said.filter(|range| !is_open(text, range)));
    if is_condition && !(text.contains('男') && text.contains('女')) {
        let conditions = CONDITION.iter().flat_map(|words| words.captures_iter(text));
        let ranges = conditions.filter_map(|parts| parts.get(1).or_else(|| parts.get(2))).map(|part| part.range());
        found.extend(ranges.filter(|range| !is_open(text, range)));
    }
    let ages = AGE.iter().flat_map(|words| words.captures_iter(text));
    found.extend(ages.filter_map(|parts| limit_of_age(text, &parts, is_condition)));
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|range| {
        range.start >= end && {
            end = range.end;
            true
        }
    });
    found
}

/// Where an age is a limit for those who are wanted.
fn limit_of_age(text: &str, parts: &regex::Captures<'_>, is_condition: bool) -> Option<Range<usize>> {
    let range = parts.get(0)?.range();
    let highest: u32 = parts.iter().skip(1).flatten().next()?.as_str().parse().ok()?;
    let sentence = sentence(text, &range);
    let says = |words: &Words| words.as_ref().is_some_and(|words| words.is_match(sentence));
    let is_limit = (is_condition || says(&OF_APPLICANTS)) && !says(&OF_OTHERS) && !says(&OPEN);
    // 18周岁以上 is the law's own limit.
    let is_least = text.get(range.end..).is_some_and(|rest| rest.starts_with("以上"));
    (is_limit && !is_least && highest < 60).then_some(range)
}

/// Whether words are open to all in truth: 不限男女, 男女各5名, 未婚已婚均可.
fn is_open(text: &str, range: &Range<usize>) -> bool {
    let words = text.get(range.clone()).unwrap_or_default();
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    let other = match words.chars().next_back() {
        Some('男') => Some('女'),
        Some('女') => Some('男'),
        _ => None,
    };
    let both = other.is_some() && after == other || words.ends_with("优先") && matches!(before, Some('男' | '女'));
    let open = OPEN.as_ref().is_some_and(|open| open.is_match(sentence(text, range)));
    before == Some('不') || both || open
}

/// The sentence around a range.
fn sentence<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    let ends = ['。', '；', ';', '！', '？', '\n'];
    let start = text.get(..range.start).and_then(|before| before.rfind(ends)).map_or(0, |at| at + 1);
    let start = (start..=range.start).find(|at| text.is_char_boundary(*at)).unwrap_or(range.start);
    let end = text.get(range.end..).and_then(|after| after.find(ends)).map_or(text.len(), |at| range.end + at);
    text.get(start..end).unwrap_or_default()
}
