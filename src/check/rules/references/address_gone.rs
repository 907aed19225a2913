//! # 发布过的网址没有了 · An address that was published and is gone
//!
//! `content/addresses.yaml` 记下的网址，现在没有页面，也没有写改到哪里（`moved`）或为什么撤下（`gone`），或撤下的没有写原因。
//!
//! An address recorded in `content/addresses.yaml` has no page, and nothing says where it moved (`moved`) or why it is gone (`gone`), or the reason is empty.
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

use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::ADDRESSES;
use crate::source::yaml::Step;
use crate::text::nearest_sorted;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0313", name: "address-gone", severity: Severity::Error, page: include_str!("address_gone.rs") };

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let addresses = looked.bulletin.addresses.published.iter().enumerate();
    let gone = addresses.filter(|(_, address)| !looked.site.has(address) && !looked.bulletin.is_unread(address));
    let place = |from: &str| {
        looked.source.place(&ADDRESSES.into(), &[Step::Key("gone".into()), Step::Key(from.to_owned().into())])
    };
    let reasons = looked.bulletin.addresses.gone.iter().filter(|(_, gone)| gone.reason().trim().is_empty());
    let silent = reasons.map(|(address, _)| {
        let message = Text::new(format!("没有写 {address} 为什么撤下"), format!("nothing says why {address} is gone"));
        Finding::new(CODE, place(address), message).help("写上原因；读者会看到", "say why; readers will see it")
    });
    // What moved is at an address that was not published before; other records stay where they are.
    let known: BTreeSet<&str> = looked.bulletin.addresses.published.iter().map(String::as_str).collect();
    let mut new: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    let pages = looked.site.pages.iter().map(|page| page.address.as_str());
    for page in pages.filter(|page| looked.site.is_content(page) && !known.contains(page)) {
        new.entry(section(page)).or_default().push(page);
    }
    let missing = gone.map(|(index, address)| {
        let place = looked.source.place(&ADDRESSES.into(), &[Step::Key("published".into()), Step::Item(index)]);
        let message =
            Text::new(format!("发布过的网址 {address} 没有了"), format!("{address} was published and is gone"));
        let candidates = new.get(&section(address)).map_or(&[][..], Vec::as_slice);
        let near = match candidates {
            [only] => Some(*only),
            several => nearest_sorted(address, several.len(), &|place| several.get(place).copied()),
        };
        let finding = Finding::new(CODE, place, message);
        match near {
            Some(near) => finding.help(
                format!("改了文件名的写 moved: {{{address}: {near}}}；撤下的写 gone: {{{address}: 原因}}"),
                format!("add moved: {{{address}: {near}}} where the file was renamed, gone: {{{address}: WHY}} where it is gone"),
            ),
            None => finding.help(
                format!("撤下的写 gone: {{{address}: 原因}}；改到别处的写 moved: {{{address}: 现在的网址}}"),
                format!("add gone: {{{address}: WHY}} where it is gone, moved: {{{address}: NEW-ADDRESS}} where it moved"),
            ),
        }
    });
    missing.chain(silent).collect()
}

/// The first segment of an address.
fn section(address: &str) -> Option<&str> {
    address.split('/').nth(1)
}
