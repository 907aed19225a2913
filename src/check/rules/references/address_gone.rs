//! # 发布过的网址没有了 · An address that was published and is gone
//!
//! `content/published.yaml` 或 `content/addresses.yaml` 记下的网址，现在没有页面，也没有写改到哪里（`moved`）或为什么撤下（`gone`），或撤下的没有写原因。
//!
//! An address recorded in `content/published.yaml` or `content/addresses.yaml` has no page, and nothing says where it moved (`moved`) or why it is gone (`gone`), or the reason is empty.
//!
//! ## 为什么 · Why
//!
//! 网址发布后就有人收藏、引用；断了等于撤回。
//!
//! People keep and cite an address; to break it is to take the page back silently.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml content/addresses.yaml
//! published: [/projects/a/, /projects/old/]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml content/addresses.yaml
//! published: [/projects/a/, /projects/old/]
//! moved: {/projects/old/: /projects/a/}
//! ````

use crate::check::Looked;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::rules::{Looks, Rule, key_of};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::{ADDRESSES, PUBLISHED, PublishedPage, Stated};
use crate::site::address;
use crate::source::yaml::{Step, scalar};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0313", name: "address-gone", severity: Severity::Error, page: include_str!("address_gone.rs") };

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let addresses = &looked.bulletin.addresses;
    let recorded = &looked.bulletin.published.pages;
    let is_gone = |address: &str| !looked.site.has(address) && !looked.bulletin.is_unread(address);
    let listed = addresses.published.iter().enumerate().filter(|(_, address)| is_gone(address));
    let listed = listed.map(|(index, address)| {
        let path = [Step::Key("published".into()), Step::Item(index)];
        (address.as_str(), looked.source.place(&ADDRESSES.into(), &path))
    });
    let listed: Vec<(&str, Place)> = listed.collect();
    let known: BTreeSet<&str> = addresses.published.iter().chain(recorded.keys()).map(String::as_str).collect();
    let of_list: BTreeSet<&str> = listed.iter().map(|(address, _)| *address).collect();
    let of_record =
        recorded.keys().map(String::as_str).filter(|address| !of_list.contains(address) && is_gone(address));
    let of_record: Vec<(&str, Place)> =
        of_record.map(|address| (address, key_of(looked, PUBLISHED, address))).collect();
    let gone: Vec<(&str, Place)> = listed.into_iter().chain(of_record).collect();
    let moved = if gone.is_empty() { New::default() } else { New::of(looked, &known) };
    let missing = gone.into_iter().map(|(address, place)| {
        let message =
            Text::new(format!("发布过的网址 {address} 没有了"), format!("{address} was published and is gone"));
        let finding = Finding::new(CODE, place, message);
        let page = recorded.get(address);
        let (zh, en) = match page {
            Some(page) => {
                let (title, day) = (scalar(&page.title, true), looked.figures.as_of);
                let with = |why| format!("{{{address}: {{title: {title}, day: {day}, reason: {why}}}}}");
                (with("原因"), with("WHY"))
            }
            None => (format!("{{{address}: 原因}}"), format!("{{{address}: WHY}}")),
        };
        match page.and_then(|page| moved.like(page)) {
            Some(near) => finding.help(
                format!("改了文件名的写 moved: {{{address}: {near}}}；撤下的写 gone: {zh}"),
                format!("add moved: {{{address}: {near}}} where the file was renamed, gone: {en} where it is gone"),
            ),
            None => finding.help(
                format!("撤下的写 gone: {zh}；改到别处的写 moved: {{{address}: 现在的网址}}"),
                format!("add gone: {en} where it is gone, moved: {{{address}: NEW-ADDRESS}} where it moved"),
            ),
        }
    });
    let place = |from: &str| {
        looked.source.place(&ADDRESSES.into(), &[Step::Key("gone".into()), Step::Key(from.to_owned().into())])
    };
    let reasons = addresses.gone.iter().filter(|(_, gone)| gone.reason().trim().is_empty());
    let silent = reasons.map(|(address, _)| {
        let message = Text::new(format!("没有写 {address} 为什么撤下"), format!("nothing says why {address} is gone"));
        Finding::new(CODE, place(address), message).help("写上原因；读者会看到", "say why; readers will see it")
    });
    missing.chain(silent).collect()
}

/// Pages that were not published before, one of which a page that is gone may be now: by what they say, never by how their
/// addresses are spelt.
#[derive(Default)]
struct New {
    by_words: BTreeMap<String, Vec<String>>,
    by_title: BTreeMap<String, Vec<String>>,
}

impl New {
    fn of(looked: &Looked<'_>, known: &BTreeSet<&str>) -> Self {
        let mut new = Self::default();
        for entry in &looked.on_day.entries {
            let address = address(entry);
            if !known.contains(address.as_str()) {
                new.by_words.entry(Stated::of(entry, 0).words).or_default().push(address.clone());
                new.by_title.entry(entry.written().common().title.to_owned()).or_default().push(address);
            }
        }
        new
    }

    /// The one page that says the same as another did; or else the one with its title.
    fn like(&self, page: &PublishedPage) -> Option<&str> {
        let by_words = self.by_words.get(&page.words).filter(|found| found.len() == 1);
        let by_title = self.by_title.get(&page.title).filter(|found| found.len() == 1);
        by_words.or(by_title)?.first().map(String::as_str)
    }
}
