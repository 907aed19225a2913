//! Other words for keys 同义词: the headings of the tables that offices keep, and what people type for a key, each with what
//! it means in a record. One table, which the explanation of unknown keys and the reading of tables share.
//!
//! [`heading`] takes a heading apart first: a unit in it (`总投资（万元）`), whether it is of a plan (`计划开工时间`) or of what
//! happened (`实际开工时间`), a year or months before it (`2026年计划投资`). What is left is looked up in [`WORDS`].

use std::sync::LazyLock;

use crate::text::{Script, narrow};

/// What a heading means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Where its values go.
    pub means: Means,
    /// The unit that it gives to numbers under it, as `万元`.
    pub unit: Option<String>,
    /// Whether it says that its values are plans, or that they are not; nothing where it does not say.
    pub is_planned: Option<bool>,
}

/// Where the values under a heading go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Under this key.
    Key(&'static str),
    /// Into this text, after these words.
    Said(&'static str, &'static str),
    /// Into the map of the first key, under the second.
    Part(&'static str, &'static str),
    /// Into an item of a list.
    Item {
        /// The list's key.
        list: &'static str,
        /// What stands in the item besides.
        fixed: &'static [(&'static str, &'static str)],
        /// The key of the item that takes the value.
        key: &'static str,
    },
    /// To one of several places, which the words tell: in Chinese and English.
    Either(&'static str, &'static str),
    /// Nowhere: it tells of a private person, who is not published. The office and its duty telephone are.
    Private,
    /// Nowhere: it counts the rows of the table.
    RowNumber,
}

const STARTED: Means = Means::Item { list: "stages", fixed: &[("stage", "开工")], key: "date" };
const COMPLETED: Means = Means::Item { list: "stages", fixed: &[("stage", "竣工")], key: "date" };
const SIGNED: Means = Means::Item { list: "stages", fixed: &[("stage", "签约")], key: "date" };
const PRODUCTION: Means = Means::Item { list: "stages", fixed: &[("stage", "投产")], key: "date" };
const UPDATE: Means = Means::Item { list: "updates", fixed: &[], key: "note" };
const PROBLEM: Means = Means::Item { list: "problems", fixed: &[], key: "what" };
const TOTAL: Means = Means::Part("investment", "total");
const THIS_YEAR: Means = Means::Part("investment", "this_year");
const PAID: Means = Means::Part("investment", "paid");
const PLANNED_OR_DONE: Means = Means::Either(
    "计划的写进 investment 的 this_year（年度计划投资）；已经完成的写进 note",
    "what is planned goes into this_year of investment, what is done into note",
);
const IN_PROCUREMENT: Means = Means::Either(
    "写进 procurement 的 budget（预算金额），stage 按公告的阶段写",
    "it goes into budget of procurement, whose stage says what is announced",
);

/// What words mean, the likelier before where a word means several things; a record takes the first that it has a key for.
/// The words are in Simplified characters and lower-case letters, without units and without words of planning, but where
/// those make the difference.
pub const WORDS: &[(&str, Means)] = &[
    // Of every kind.
    ("序号", Means::RowNumber),
    ("编号", Means::RowNumber),
    ("名称", Means::Key("title")),
    ("名字", Means::Key("title")),
    ("项目名称", Means::Key("title")),
    ("工程名称", Means::Key("title")),
    ("项目", Means::Key("title")),
    ("岗位名称", Means::Key("title")),
    ("职位", Means::Key("title")),
    ("岗位", Means::Key("title")),
    ("招聘岗位", Means::Key("title")),
    ("工种", Means::Key("title")),
    ("事项名称", Means::Key("title")),
    ("指标名称", Means::Key("title")),
    ("name", Means::Key("title")),
    ("headline", Means::Key("title")),
    ("备注", Means::Key("note")),
    ("说明", Means::Key("note")),
    ("remark", Means::Key("note")),
    ("remarks", Means::Key("note")),
    ("概况", Means::Key("summary")),
    ("简介", Means::Key("summary")),
    ("description", Means::Key("summary")),
    ("abstract", Means::Key("summary")),
    ("内容", Means::Key("body")),
    ("text", Means::Key("body")),
    ("content", Means::Key("body")),
    ("照片", Means::Key("photos")),
    ("images", Means::Key("photos")),
    ("pictures", Means::Key("photos")),
    ("keywords", Means::Key("tags")),
    ("关键词", Means::Key("tags")),
    ("发布时间", Means::Key("published")),
    ("时间", Means::Key("date")),
    ("time", Means::Key("date")),
    ("type", Means::Key("kind")),
    ("category", Means::Key("section")),
    // Of projects: who, where.
    ("建设单位", Means::Key("investor")),
    ("项目单位", Means::Key("investor")),
    ("项目业主", Means::Key("investor")),
    ("业主单位", Means::Key("investor")),
    ("业主", Means::Key("investor")),
    ("投资方", Means::Key("investor")),
    ("投资单位", Means::Key("investor")),
    ("投资主体", Means::Key("investor")),
    ("企业名称", Means::Key("investor")),
    ("责任单位", Means::Key("office")),
    ("责任部门", Means::Key("office")),
    ("牵头单位", Means::Key("office")),
    ("牵头部门", Means::Key("office")),
    ("主管单位", Means::Key("office")),
    ("主管部门", Means::Key("office")),
    ("包保单位", Means::Key("office")),
    ("department", Means::Key("office")),
    ("包保领导", Means::Key("leader")),
    ("包联领导", Means::Key("leader")),
    ("包抓领导", Means::Key("leader")),
    ("责任领导", Means::Key("leader")),
    ("分管领导", Means::Key("leader")),
    ("县级领导", Means::Key("leader")),
    ("包保县领导", Means::Key("leader")),
    ("建设地点", Means::Key("place")),
    ("建设地址", Means::Key("place")),
    ("项目地点", Means::Key("place")),
    ("项目地址", Means::Key("place")),
    ("所在乡镇", Means::Key("place")),
    ("所属乡镇", Means::Key("place")),
    ("工作地点", Means::Key("place")),
    ("地点", Means::Key("place")),
    ("地址", Means::Key("place")),
    ("选址", Means::Key("place")),
    ("location", Means::Key("place")),
    ("address", Means::Key("place")),
    ("所属园区", Means::Key("park")),
    ("园区", Means::Key("park")),
    ("行业", Means::Key("industry")),
    ("所属行业", Means::Key("industry")),
    ("产业类别", Means::Key("industry")),
    ("产业类型", Means::Key("industry")),
    ("项目性质", Means::Key("kind")),
    // Of projects: what and when.
    ("建设内容", Means::Said("summary", "")),
    ("建设规模", Means::Said("summary", "")),
    ("建设内容及规模", Means::Said("summary", "")),
    ("建设规模及内容", Means::Said("summary", "")),
    ("主要建设内容", Means::Said("summary", "")),
    ("建设年限", Means::Said("summary", "建设年限")),
    ("建设起止年限", Means::Said("summary", "建设年限")),
    ("建设周期", Means::Said("summary", "建设周期")),
    ("建设期", Means::Said("summary", "建设期")),
    ("项目代码", Means::Said("note", "项目代码")),
    ("年度目标", Means::Said("note", "年度目标")),
    ("形象目标", Means::Said("note", "年度形象目标")),
    ("年度形象目标", Means::Said("note", "年度形象目标")),
    ("级别", Means::Key("tags")),
    ("项目级别", Means::Key("tags")),
    ("项目类别", Means::Key("tags")),
    ("项目类型", Means::Key("tags")),
    ("签约时间", SIGNED),
    ("签约日期", SIGNED),
    ("开工时间", STARTED),
    ("开工日期", STARTED),
    ("开工月份", STARTED),
    ("开工月", STARTED),
    ("开工", STARTED),
    ("竣工时间", Means::Key("finish")),
    ("竣工日期", Means::Key("finish")),
    ("竣工月份", Means::Key("finish")),
    ("竣工月", Means::Key("finish")),
    ("竣工", Means::Key("finish")),
    ("完工时间", Means::Key("finish")),
    ("完工日期", Means::Key("finish")),
    ("投产时间", PRODUCTION),
    ("投产日期", PRODUCTION),
    ("进度", UPDATE),
    ("进展", UPDATE),
    ("项目进度", UPDATE),
    ("项目进展", UPDATE),
    ("进展情况", UPDATE),
    ("工程进度", UPDATE),
    ("工程进展", UPDATE),
    ("形象进度", UPDATE),
    ("目前进度", UPDATE),
    ("目前进展", UPDATE),
    ("当前进度", UPDATE),
    ("推进情况", UPDATE),
    ("存在问题", PROBLEM),
    ("存在的问题", PROBLEM),
    ("主要问题", PROBLEM),
    ("问题", PROBLEM),
    ("存在困难", PROBLEM),
    ("困难问题", PROBLEM),
    ("需协调解决的问题", PROBLEM),
    ("需协调问题", PROBLEM),
    // Of projects: money.
    ("总投资", TOTAL),
    ("计划总投资", TOTAL),
    ("投资总额", TOTAL),
    ("总投资额", TOTAL),
    ("项目总投资", TOTAL),
    ("概算总投资", TOTAL),
    ("估算总投资", TOTAL),
    ("投资额", TOTAL),
    ("投资规模", TOTAL),
    ("amount", TOTAL),
    ("年度计划投资", THIS_YEAR),
    ("年度投资计划", THIS_YEAR),
    ("年度计划", THIS_YEAR),
    ("年计划投资", THIS_YEAR),
    ("本年计划投资", THIS_YEAR),
    ("今年计划投资", THIS_YEAR),
    ("本年度计划投资", THIS_YEAR),
    ("当年计划投资", THIS_YEAR),
    ("累计完成投资", PAID),
    ("累计完成", PAID),
    ("累计投资", PAID),
    ("已完成投资", PAID),
    ("开工以来累计完成投资", PAID),
    ("截至上年底累计完成", Means::Said("note", "截至上年底累计完成投资")),
    ("截至上年底累计完成投资", Means::Said("note", "截至上年底累计完成投资")),
    ("本年完成投资", Means::Said("note", "本年完成投资")),
    ("今年完成投资", Means::Said("note", "本年完成投资")),
    ("年度完成投资", Means::Said("note", "本年完成投资")),
    ("本年度完成投资", Means::Said("note", "本年完成投资")),
    ("当年完成投资", Means::Said("note", "当年完成投资")),
    ("上年完成投资", Means::Said("note", "上年完成投资")),
    ("本月完成投资", Means::Said("note", "本月完成投资")),
    ("当月完成投资", Means::Said("note", "当月完成投资")),
    ("上月完成投资", Means::Said("note", "上月完成投资")),
    ("月度完成投资", Means::Said("note", "月度完成投资")),
    ("本季度完成投资", Means::Said("note", "本季度完成投资")),
    ("年度投资", PLANNED_OR_DONE),
    ("年度投资额", PLANNED_OR_DONE),
    ("年投资", PLANNED_OR_DONE),
    ("本年投资", PLANNED_OR_DONE),
    ("今年投资", PLANNED_OR_DONE),
    ("当年投资", PLANNED_OR_DONE),
    ("本年度投资", PLANNED_OR_DONE),
    ("money", Means::Key("investment")),
    // Of persons.
    ("电话", Means::Key("phone")),
    ("联系电话", Means::Key("phone")),
    ("联系方式", Means::Key("phone")),
    ("咨询电话", Means::Key("phone")),
    ("手机", Means::Private),
    ("手机号", Means::Private),
    ("联系人", Means::Private),
    ("项目联系人", Means::Private),
    ("责任人", Means::Private),
    ("负责人", Means::Private),
    ("项目负责人", Means::Private),
    ("法人", Means::Private),
    ("法定代表人", Means::Private),
    ("经办人", Means::Private),
    ("联系电话", Means::Private),
    ("联系方式", Means::Private),
    ("电话", Means::Private),
    // Of jobs.
    ("公司", Means::Key("employer")),
    ("企业", Means::Key("employer")),
    ("单位", Means::Key("employer")),
    ("单位名称", Means::Key("employer")),
    ("招聘单位", Means::Key("employer")),
    ("招聘企业", Means::Key("employer")),
    ("company", Means::Key("employer")),
    ("人数", Means::Key("count")),
    ("招聘人数", Means::Key("count")),
    ("需求人数", Means::Key("count")),
    ("工资", Means::Key("pay")),
    ("薪资", Means::Key("pay")),
    ("薪酬", Means::Key("pay")),
    ("月薪", Means::Key("pay")),
    ("薪资待遇", Means::Key("pay")),
    ("salary", Means::Key("pay")),
    ("学历", Means::Key("requirements")),
    ("学历要求", Means::Key("requirements")),
    ("要求", Means::Key("requirements")),
    ("任职要求", Means::Key("requirements")),
    ("招聘条件", Means::Key("requirements")),
    ("福利", Means::Key("benefits")),
    ("福利待遇", Means::Key("benefits")),
    ("截止时间", Means::Key("closes")),
    ("截止日期", Means::Key("closes")),
    ("报名截止时间", Means::Key("closes")),
    ("deadline", Means::Key("closes")),
    // Of notices.
    ("文号", Means::Key("number")),
    ("发文字号", Means::Key("number")),
    ("文件编号", Means::Key("number")),
    ("发文机关", Means::Key("issuer")),
    ("发文单位", Means::Key("issuer")),
    ("印发日期", Means::Key("dated")),
    ("成文时间", Means::Key("dated")),
    ("采购预算", IN_PROCUREMENT),
    ("预算", IN_PROCUREMENT),
    ("预算金额", IN_PROCUREMENT),
    ("项目预算", IN_PROCUREMENT),
    ("最高限价", IN_PROCUREMENT),
    // Of maps within.
    ("color", Means::Key("colour")),
    ("amount", Means::Key("total")),
];

/// What is written where there is nothing, or nothing is known.
const NOTHING: &[&str] = &[
    "无",
    "暂无",
    "没有",
    "待定",
    "不详",
    "未知",
    "未定",
    "待补",
    "待核实",
    "待确定",
    "略",
    "空",
    "-",
    "--",
    "—",
    "——",
    "–",
    "/",
    "\\",
    "?",
    "？",
    "…",
    "……",
    "n/a",
    "na",
    "tbd",
    "none",
    "null",
    "nil",
    "x",
    "xx",
    "×",
    "××",
    "某",
    "某某",
];

/// Whether a text says only that there is nothing, or that it is not known: 无, 待定, `/`, `—`, XX.
pub fn says_nothing(text: &str) -> bool {
    static LONGEST: LazyLock<usize> =
        LazyLock::new(|| NOTHING.iter().map(|word| word.chars().count()).max().unwrap_or(0));
    let plain = text.trim().trim_matches(|c| matches!(c, '。' | '（' | '）' | '(' | ')'));
    plain.chars().nth(*LONGEST).is_none() && NOTHING.contains(&plain.to_lowercase().as_str())
}

/// Units that headings give.
const UNITS: &[&str] = &[
    "亿元",
    "百万元",
    "万元",
    "千元",
    "元",
    "亩",
    "公顷",
    "平方公里",
    "平方米",
    "吨",
    "万吨",
    "户",
    "个",
    "人",
    "家",
    "%",
];

/// Words of planning before a heading, and of what happened.
const PLANNED: &[&str] = &["计划", "预计", "拟", "预期", "目标"];
const HAPPENED: &[&str] = &["实际", "已"];

/// What a heading means in a record that has some keys at its outermost level: `has` tells whether it has one.
pub fn heading(text: &str, has: &dyn Fn(&str) -> bool) -> Option<Heading> {
    let (word, unit) = without_unit(&Script::Simplified.write(&narrow(text)).to_lowercase());
    let word = word.trim_matches(|c: char| matches!(c, ':' | '*' | '.' | '、') || c == '\u{203b}');
    let lookup = |word: &str| {
        let outer = |means: &Means| match means {
            Means::Key(key) | Means::Said(key, _) | Means::Part(key, _) => has(key),
            Means::Item { list, .. } => has(list),
            // Where no office is responsible, a person's name is no person's of a project.
            Means::Private => has("office") || has("employer"),
            Means::RowNumber => true,
            Means::Either(..) => match *means == IN_PROCUREMENT {
                true => has("procurement"),
                false => has("investment"),
            },
        };
        WORDS.iter().filter(|(known, _)| *known == word).map(|(_, means)| *means).find(outer)
    };
    let rest = |words: &[&str]| words.iter().find_map(|lead| word.strip_prefix(lead)).map(str::to_owned);
    let without_time =
        word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '-' | '至' | '~' | '—'));
    let (means, is_planned) = if let Some(means) = lookup(word) {
        (means, None)
    } else if let Some(means) = rest(PLANNED).and_then(|word| lookup(&word)) {
        (means, Some(true))
    } else if let Some(means) = rest(HAPPENED).and_then(|word| lookup(&word)) {
        // A day on which something was finished is a stage, not the plan.
        (if means == Means::Key("finish") && has("stages") { COMPLETED } else { means }, Some(false))
    } else if without_time != word && has("investment") {
        let means = match without_time {
            "计划投资" | "投资计划" | "计划完成投资" => THIS_YEAR,
            "完成投资" | "实际完成投资" | "累计完成投资" => Means::Said("note", "完成投资"),
            _ => lookup(without_time)?,
        };
        (means, None)
    } else {
        return None;
    };
    Some(Heading { means, unit, is_planned })
}

/// A heading without the unit in it: `总投资(万元)`, `总投资/万元`, `总投资(单位:万元)`.
fn without_unit(text: &str) -> (String, Option<String>) {
    let bracketed = text.strip_suffix([')', ']', '】', '〕']).and_then(|head| head.rsplit_once(['(', '[', '【', '〔']));
    let slashed = || text.rsplit_once('/').or_else(|| text.rsplit_once('_'));
    let Some((word, unit)) = bracketed.or_else(slashed) else { return (text.to_owned(), None) };
    let unit = unit.trim_start_matches("单位:").trim_start_matches("单位");
    match UNITS.iter().find(|known| **known == unit) {
        Some(unit) => (word.to_owned(), Some((*unit).to_owned())),
        // What else stands in brackets explains the word: 包保领导(职务).
        None if bracketed.is_some() => (word.to_owned(), None),
        None => (text.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;
    use serde_json::Value;

    fn of_project(text: &str) -> Option<Heading> {
        let schema = Kind::Project.schema();
        heading(text, &|key| schema.pointer(&format!("/properties/{key}")).is_some())
    }

    #[test]
    fn nothing_is_told_from_something() {
        assert!(["无", "暂无。", "/", "—", "XX", "（待定）", "N/A"].into_iter().all(says_nothing));
        assert!(!["无线电厂", "不限", "无问题", "X光室", "0", "待产"].into_iter().any(says_nothing));
    }

    #[test]
    fn headings_of_ledgers_are_known() {
        let told = |text: &str| {
            let heading = of_project(text).expect(text);
            (heading.means, heading.unit, heading.is_planned)
        };
        for (text, means, unit, is_planned) in [
            ("总投资（万元）", TOTAL, Some("万元"), None),
            ("计划总投资", TOTAL, None, None),
            ("总投资/亿元", TOTAL, Some("亿元"), None),
            ("2026年计划投资（单位：万元）", THIS_YEAR, Some("万元"), None),
            ("年度计划投资", THIS_YEAR, None, None),
            ("累计完成投资", PAID, None, None),
            ("年度投资（万元）", PLANNED_OR_DONE, Some("万元"), None),
            ("本月完成投资", Means::Said("note", "本月完成投资"), None, None),
            ("已完成投资", PAID, None, None),
            ("投资主体", Means::Key("investor"), None, None),
            ("1-10月完成投资", Means::Said("note", "完成投资"), None, None),
            ("截至上年底累计完成", Means::Said("note", "截至上年底累计完成投资"), None, None),
            ("开工时间", STARTED, None, None),
            ("计划开工时间", STARTED, None, Some(true)),
            ("拟开工时间", STARTED, None, Some(true)),
            ("实际开工时间", STARTED, None, Some(false)),
            ("竣工时间", Means::Key("finish"), None, None),
            ("计划竣工时间", Means::Key("finish"), None, Some(true)),
            ("实际竣工时间", COMPLETED, None, Some(false)),
            ("进 度", UPDATE, None, None),
            ("存在问题", PROBLEM, None, None),
            ("建设地点", Means::Key("place"), None, None),
            ("建设内容", Means::Said("summary", ""), None, None),
            ("建设年限", Means::Said("summary", "建设年限"), None, None),
            ("包保领导（职务）", Means::Key("leader"), None, None),
            ("責任單位", Means::Key("office"), None, None),
            ("联系人", Means::Private, None, None),
            ("序号", Means::RowNumber, None, None),
            ("备注", Means::Key("note"), None, None),
        ] {
            assert_eq!(told(text), (means, unit.map(str::to_owned), is_planned), "{text}");
        }
        assert_eq!(of_project("亩均税收"), None);
    }

    /// Each meaning is one of some kind of record, with keys that are there.
    #[test]
    fn every_word_means_a_key() {
        let schemas: Vec<Value> = Kind::ALL.iter().map(|kind| kind.schema()).collect();
        let reached = |schema: &Value, path: &[&str]| {
            let mut at = schema.clone();
            for key in path {
                let inner = at.pointer(&format!("/properties/{key}")).cloned();
                let Some(inner) = inner else { return false };
                let inner = if let Some(items) = inner.get("items") { items.clone() } else { inner };
                let options = inner.get("anyOf").and_then(Value::as_array).and_then(|all| all.first()).cloned();
                let inner = options.unwrap_or(inner);
                let reference =
                    inner.get("$ref").and_then(Value::as_str).map(|to| to.trim_start_matches('#').to_owned());
                at = reference.and_then(|to| schema.pointer(&to)).cloned().unwrap_or(inner);
            }
            true
        };
        for (word, means) in WORDS {
            let paths: Vec<Vec<&str>> = match means {
                Means::Key("colour" | "total" | "phone" | "date")
                | Means::Either(..)
                | Means::Private
                | Means::RowNumber => continue,
                Means::Key(key) | Means::Said(key, _) => vec![vec![key]],
                Means::Part(outer, inner) => vec![vec![outer, inner]],
                Means::Item { list, fixed, key } => {
                    fixed.iter().map(|(key, _)| vec![*list, *key]).chain([vec![*list, *key]]).collect()
                }
            };
            for path in paths {
                assert!(schemas.iter().any(|schema| reached(schema, &path)), "{word}: {path:?}");
            }
        }
    }
}
