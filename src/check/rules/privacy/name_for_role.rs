//! # 职务写成了姓名 · A name where a role is wanted
//!
//! 包保领导（`leader`）、管家（`role`）写的是职务，不写姓名。只看写法：一个姓加一两个字、没有职务字样的，姓名后面用括号或空格带职务的。
//!
//! Leaders (`leader`) and stewards (`role`) are given by their role, not by name. Only the form is looked at: a surname with one or two characters and no word of a post, and a name with the post behind it, in brackets or after a space.
//!
//! ## 为什么 · Why
//!
//! 职务由谁担任会变，公报上的姓名会过时；责任在职务上。
//!
//! Who holds a post changes, and a name would be out of date; the duty is the post's.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! leader: 张三（副县长）
//! steward: {role: 李小四}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! leader: 副县长
//! steward: {role: 发展和改革局项目科科长}
//! ````

use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use crate::source::yaml::{self, Step};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0855", name: "name-for-role", severity: Severity::Warning, page: include_str!("name_for_role.rs") };

/// The commonest surnames of one character, and those of two.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬邸和仇栾隋商刁沙荣";
const LONG_SURNAMES: &[&str] =
    &["欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "夏侯", "东方", "令狐", "慕容", "司徒", "端木"];

/// Characters with which the name of a post ends.
const POSTS: &str = "长委任记员席师理家管干事人部办局组科股会官工监裁董表级职位";

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let step = |key: &'static str| Step::Key(key.into());
    let roles = [
        (vec![step("leader")], project.leader.as_deref()),
        (vec![step("steward"), step("role")], project.steward.as_ref().map(|steward| steward.role.as_str())),
        (
            vec![step("deputy_steward"), step("role")],
            project.deputy_steward.as_ref().map(|steward| steward.role.as_str()),
        ),
    ];
    let given = roles.into_iter().filter_map(|(path, text)| Some((path, text?)));
    given.filter_map(|(path, text)| finding(looked, entry, &path, text)).collect()
}

fn finding(looked: &Looked<'_>, entry: &Entry, path: &[Step], text: &str) -> Option<Finding> {
    static WITH_POST: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^\s*(?P<name>[\p{Han}A-Za-z某×]{2,4}?)\s*(?:[（(](?P<in>[^（）()]{2,30})[）)]|[ \u{3000}:：](?P<after>\p{Han}.{1,30}))\s*$").ok()
    });
    static POST_THEN_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^\s*(?P<post>\p{Han}.{0,20}?(?:长|书记|主任|主席|常委|专员))[ \u{3000}:：]*(?P<name>\p{Han}[\p{Han}×某Xx]{1,3})\s*$").ok()
    });
    let place = looked.source.place(&entry.file, path);
    let message = || Text::new("这里写职务，不写姓名", "a role is wanted here, not a name");
    if text.split(['、', '，', ',']).all(is_name) {
        let help =
            ("写职务，例如：副县长；不知道职务就不写", "give the role, as 副县长; leave it out where it is not known");
        return Some(Finding::new(CODE, place, message()).help(help.0, help.1));
    }
    let behind = POST_THEN_NAME.as_ref().and_then(|form| form.captures(text));
    if let Some((post, name)) = behind.and_then(|parts| Some((parts.name("post")?, parts.name("name")?)))
        && is_name(name.as_str())
    {
        return Some(Finding::new(CODE, place, message()).write(yaml::scalar(post.as_str(), true)));
    }
    let parts = WITH_POST.as_ref()?.captures(text)?;
    let post = parts.name("in").or_else(|| parts.name("after"))?.as_str().trim();
    let is_post = post.chars().next_back().is_some_and(|last| POSTS.contains(last));
    let named = is_name(parts.name("name")?.as_str()) && is_post && !is_name(post);
    named.then(|| Finding::new(CODE, place, message()).write(yaml::scalar(post, true)))
}

/// Whether a text has the form of a name: a surname, and one or two characters that end no post.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    let n = text.chars().count();
    let is_part = |c: char| crate::text::is_han(c) || matches!(c, 'X' | 'x' | '×' | '某');
    if !text.chars().all(is_part) || text.chars().next_back().is_none_or(|last| POSTS.contains(last)) {
        return false;
    }
    let is_long = LONG_SURNAMES.iter().any(|surname| text.starts_with(surname)) && matches!(n, 3..=4);
    is_long || (matches!(n, 2..=3) && text.chars().next().is_some_and(|first| SURNAMES.contains(first)))
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_are_told_from_posts_by_their_form() {
        for name in ["张三", "李小四", "王XX", "欧阳修远", "刘某某", "赵×"] {
            assert!(is_name(name), "{name}");
        }
        for post in [
            "县长",
            "副县长",
            "常委",
            "区长",
            "党组书记",
            "主任",
            "管家",
            "网格员",
            "副区长级",
            "李长",
            "分管副县长",
            "县委常委、副县长",
            "组长单位",
        ] {
            assert!(!is_name(post), "{post}");
        }
    }
}
