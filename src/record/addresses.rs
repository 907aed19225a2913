//! The addresses that were once published: `content/addresses.yaml`, kept by `gongbao build --record`. An address stays,
//! leads to another, or says why it is gone.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use super::explain::{Faulty, explain};
use super::hidden::hidden;
use crate::date::PartialDate;
use crate::diagnostic::Finding;
use crate::source::yaml::{self, Node, NodeValue};
use crate::source::{Source, conflict};

/// The file.
pub const ADDRESSES: &str = "content/addresses.yaml";

/// What was published where 发布过的地址.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    /// Addresses of records that were published 发布过的地址.
    #[serde(default)]
    pub published: Vec<String>,
    /// Addresses that lead to another now, or to several where the page was split 已改到的地址: `{/projects/a/: /projects/b/}`.
    #[serde(default)]
    pub moved: BTreeMap<String, LeadsTo>,
    /// Addresses that are gone, each with the reason, which readers see 撤下的地址及原因: `{/projects/a/: 项目已取消}`, or with
    /// title, day, reason and what stands in its place.
    #[serde(default)]
    #[schemars(extend("x-may-be-empty" = true))]
    pub gone: BTreeMap<String, Gone>,
}

/// One address of the site, or several.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum LeadsTo {
    /// Readers are led there.
    One(String),
    /// Readers choose among them.
    Several(Vec<String>),
}

impl LeadsTo {
    /// The addresses.
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(address) => std::slice::from_ref(address),
            Self::Several(addresses) => addresses,
        }
    }
}

/// A page that was taken down: why, or all that is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Gone {
    /// Why.
    Reason(String),
    /// All that is told.
    Told(Withdrawn),
}

/// What readers are told of a page that was taken down.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// What the page was called 标题.
    #[serde(default)]
    pub title: Option<String>,
    /// When it was taken down 撤下日期.
    #[serde(default)]
    pub day: Option<PartialDate>,
    /// Why 原因.
    pub reason: String,
    /// The address, or the addresses, of what stands in its place 代替它的网址.
    #[serde(default)]
    pub to: Option<LeadsTo>,
}

impl Gone {
    /// Why it was taken down.
    pub fn reason(&self) -> &str {
        match self {
            Self::Reason(reason) => reason,
            Self::Told(told) => &told.reason,
        }
    }

    /// What is told beside the reason.
    pub fn told(&self) -> Option<&Withdrawn> {
        if let Self::Told(told) = self { Some(told) } else { None }
    }

    /// The addresses of what stands in its place.
    pub fn to(&self) -> &[String] {
        self.told().and_then(|told| told.to.as_ref()).map_or(&[], LeadsTo::all)
    }
}

impl Addresses {
    /// For each page that another leads to, and no other with it, the address that it had.
    pub fn came_from(&self) -> BTreeMap<&str, &str> {
        let one = self.moved.iter().filter_map(|(from, to)| match to {
            LeadsTo::One(to) => Some((to.as_str(), from.as_str())),
            LeadsTo::Several(_) => None,
        });
        one.collect()
    }

    /// The file of these addresses, `text`, with those of `published` added that it lacks; all else in it stays as it is,
    /// comments too. `None` where it lacks none.
    ///
    /// # Errors
    /// The addresses that are to be added by hand, where the file is written in a way that a line cannot be added to.
    pub fn recorded<'a>(
        &self,
        text: &str,
        published: impl Iterator<Item = &'a str>,
    ) -> Result<Option<String>, Vec<&'a str>> {
        let known: BTreeSet<&str> = self.published.iter().map(String::as_str).collect();
        let new: BTreeSet<&str> = published.filter(|address| !known.contains(address)).collect();
        if new.is_empty() {
            return Ok(None);
        }
        let edited = with_added(text, &new);
        let wanted: BTreeSet<&str> = known.union(&new).copied().collect();
        let is_right = |edited: &String| {
            serde_yaml::from_str(edited).is_ok_and(|read: Addresses| {
                let published: BTreeSet<&str> = read.published.iter().map(String::as_str).collect();
                published == wanted
                    && read.published.len() == self.published.len() + new.len()
                    && read.moved == self.moved
                    && read.gone == self.gone
            })
        };
        edited.filter(is_right).map(Some).ok_or_else(|| new.into_iter().collect())
    }
}

const HEAD: &str = "# 发布过的地址，由 gongbao build --record 更新。网址改了写在 moved，撤下的写在 gone 并说明原因。\n\
                    # Addresses that were published. Write those that moved under moved, those that are gone under gone.\n";

/// The file with addresses added to its list `published`: each after the last that comes before it, where the list is
/// in order, else at the end.
fn with_added(text: &str, new: &BTreeSet<&str>) -> Option<String> {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines = |indent: &str, new: &mut dyn Iterator<Item = &&str>| -> String {
        new.map(|address| format!("{indent}{address}{end}")).collect()
    };
    let whole = if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}{end}") };
    let root = yaml::parse(&whole).ok()?;
    let Some(root) = root.filter(|root| !matches!(&root.value, NodeValue::Scalar(text, _) if text.is_empty())) else {
        let head = if text.trim().is_empty() { HEAD.replace('\n', end) } else { whole };
        return Some(format!("{head}published:{end}{}", lines("- ", &mut new.iter())));
    };
    let NodeValue::Map(keys) = &root.value else { return None };
    let Some((key, list)) = keys.iter().find(|(key, _)| key.text() == Some("published")) else {
        return Some(format!("{whole}published:{end}{}", lines("- ", &mut new.iter())));
    };
    let items = list.items();
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        // `published:` or `published: []`.
        let line_end = line_end(&whole, key.span.start);
        let line = whole.get(key.span.end..line_end)?.trim_start_matches([' ', ':']).trim_end();
        let rest = line.strip_prefix("[]").unwrap_or(line).trim_start();
        let comment = if rest.is_empty() { String::new() } else { format!(" {rest}") };
        let (before, after) = (whole.get(..key.span.end)?, whole.get(line_end + 1..)?);
        return Some(format!("{before}:{comment}{end}{}{after}", lines("- ", &mut new.iter())));
    };
    if whole.get(list.span.start..)?.starts_with('[') {
        let (before, after) = whole.split_at_checked(last.span.end)?;
        let added: String = new.iter().map(|address| format!(", {address}")).collect();
        return Some(format!("{before}{added}{after}"));
    }
    let indent = whole.get(line_start(&whole, first.span.start)..first.span.start)?;
    let written: Vec<&str> = items.iter().filter_map(Node::text).collect();
    let after = |address: &str| {
        let place = if written.is_sorted() { written.partition_point(|other| *other < address) } else { items.len() };
        match place.checked_sub(1).and_then(|before| items.get(before)) {
            Some(before) => line_end(&whole, before.span.end) + 1,
            None => line_start(&whole, first.span.start),
        }
    };
    let mut places: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    new.iter().for_each(|address| places.entry(after(address)).or_default().push(address));
    let (mut out, mut done) = (String::with_capacity(whole.len()), 0);
    for (place, added) in places {
        out += whole.get(done..place)?;
        out += &lines(indent, &mut added.iter());
        done = place;
    }
    Some(out + whole.get(done..)?)
}

/// Where the line begins that a place is in.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Where the line ends that a place is in: its newline, or the end of the text.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| at + newline)
}

pub(super) fn read(source: &Source, findings: &mut Vec<Finding>) -> Addresses {
    let Some(file) = source.file(ADDRESSES) else { return Addresses::default() };
    if conflict(file.format, &file.text).is_some() {
        return Addresses::default();
    }
    let faulty = Faulty { file: &file.path, text: &file.text, offset: 0 };
    let read = yaml::read(&file.text).inspect(|_: &Addresses| findings.extend(hidden(&faulty)));
    read.unwrap_or_else(|error| {
        findings.extend(explain(&faulty, &super::addresses_schema(), &error));
        Addresses::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(text: &str, published: &[&str]) -> Option<String> {
        let addresses: Addresses = serde_yaml::from_str(text).unwrap_or_default();
        addresses.recorded(text, published.iter().copied()).expect("can be added to")
    }

    #[test]
    fn all_else_in_the_file_stays() {
        let text = "# 说明\n\npublished: # 按字母\n  # 2023 年\n  - /a/ # 第一\n  # 2024 年\n  - \"/c/\"\n\nmoved: # 改名\n  {/x/: /a/}\n# 完\n";
        let expected = "# 说明\n\npublished: # 按字母\n  # 2023 年\n  - /a/ # 第一\n  - /b/\n  # 2024 年\n  - \"/c/\"\n  - /d/\n  - /e/\n\nmoved: # 改名\n  {/x/: /a/}\n# 完\n";
        assert_eq!(recorded(text, &["/e/", "/d/", "/b/", "/a/"]).as_deref(), Some(expected));
        assert_eq!(recorded(text, &["/a/", "/c/"]), None);
        assert_eq!(recorded(expected, &["/e/", "/d/", "/b/", "/a/"]), None);
    }

    #[test]
    fn every_way_to_write_the_list_is_added_to() {
        for (text, expected) in [
            ("published: [/b/, '/d/'] # x\n", "published: [/b/, '/d/', /a/, /c/] # x\n"),
            ("published: []\nmoved: {}\n", "published:\n- /a/\n- /c/\nmoved: {}\n"),
            ("published: # none\n# y\n", "published: # none\n- /a/\n- /c/\n# y\n"),
            ("published: [] # none", "published: # none\n- /a/\n- /c/\n"),
            ("# only words\n", "# only words\npublished:\n- /a/\n- /c/\n"),
            ("moved: {/x/: /y/}", "moved: {/x/: /y/}\npublished:\n- /a/\n- /c/\n"),
            ("published:\r\n- /b/\r\n", "published:\r\n- /a/\r\n- /b/\r\n- /c/\r\n"),
            ("published:\n- /z/\n- /b/", "published:\n- /z/\n- /b/\n- /a/\n- /c/\n"),
            ("published:\n-   /b/\n", "published:\n-   /a/\n-   /b/\n-   /c/\n"),
        ] {
            assert_eq!(recorded(text, &["/c/", "/a/"]).as_deref(), Some(expected), "{text:?}");
        }
        let new = recorded("", &["/a/"]).expect("a file");
        assert!(new.starts_with("# 发布过的地址") && new.ends_with("\npublished:\n- /a/\n"), "{new}");
    }

    #[test]
    fn what_cannot_be_added_to_is_told() {
        for text in ["{moved: {/x/: /y/}}\n", "published:\n  -\n    /a/\n", "a: &a [/a/]\npublished: *a\n"] {
            let addresses: Addresses = serde_yaml::from_str(text).unwrap_or_default();
            match addresses.recorded(text, ["/b/"].into_iter()) {
                Err(by_hand) => assert_eq!(by_hand, ["/b/"], "{text:?}"),
                Ok(edited) => panic!("{text:?} became {edited:?}"),
            }
        }
    }
}
