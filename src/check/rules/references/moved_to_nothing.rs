//! # 改到的网址不存在 · An address that leads to nothing
//!
//! `addresses.yaml` 的 `moved` 里，右边的网址（或 `gone` 里的 `to`）没有页面，或左边的网址还有页面，或者也写在 `gone` 里；或者不是网址的写法，页面做不出来。
//!
//! In `moved` of `addresses.yaml` the address on the right has no page (nor has what stands under `to` in `gone`), or that on the left still has one, or stands under `gone` too; or it has not the form of an address, so that no page is made of it.
//!
//! ## 为什么 · Why
//!
//! 读者会被带到 404，或者两页争一个网址。
//!
//! Readers would be led to a 404, or two pages want one address.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml content/addresses.yaml
//! moved: {/projects/old/: /projects/b/}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml content/addresses.yaml
//! moved: {/projects/old/: /projects/a/}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::{ADDRESSES, LeadsTo};
use crate::site::is_address;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0314",
    name: "moved-to-nothing",
    severity: Severity::Error,
    page: include_str!("moved_to_nothing.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let addresses = &looked.bulletin.addresses;
    let place_in = |key: &'static str, from: &str, within: Option<Step>| {
        let path: Vec<Step> =
            [Step::Key(key.into()), Step::Key(from.to_owned().into())].into_iter().chain(within).collect();
        looked.source.place(&ADDRESSES.into(), &path)
    };
    let place = |key: &'static str, from: &str| place_in(key, from, None);
    let lost_of = |place: Place, from: &str, to: &str| {
        if looked.site.is_content(to) || looked.bulletin.is_unread(to) {
            return None;
        }
        let message = if to.trim().is_empty() {
            Text::new(format!("没有写 {from} 改到哪里"), format!("{from} is not said to lead anywhere"))
        } else {
            Text::new(format!("{from} 改到的 {to} 没有页面"), format!("{from} leads to {to}, which has no page"))
        };
        Some(Finding::new(CODE, place, message).help("写上现在的网址", "write the address it has now"))
    };
    let lost = addresses.moved.iter().flat_map(|(from, to)| {
        let none = to.all().is_empty().then(|| lost_of(place("moved", from), from, "")).flatten();
        let all = to.all().iter().enumerate();
        all.filter_map(move |(index, to_one)| {
            let item = matches!(to, LeadsTo::Several(_)).then(|| Step::Item(index));
            lost_of(place_in("moved", from, item), from, to_one)
        })
        .chain(none)
    });
    // What stands in the place of a page that is gone.
    let lost_instead = addresses.gone.iter().flat_map(|(from, gone)| {
        gone.to().iter().filter_map(|to| lost_of(place_in("gone", from, Some(Step::Key("to".into()))), from, to))
    });
    let moved = addresses.moved.keys().map(|from| ("moved", from));
    let gone = addresses.gone.keys().map(|from| ("gone", from));
    let kept = moved.chain(gone).filter(|(_, from)| looked.site.is_content(from)).map(|(key, from)| {
        let message = Text::new(format!("{from} 还有页面"), format!("{from} still has a page"));
        Finding::new(CODE, place(key, from), message).help("删去这一行", "delete this line")
    });
    let both = addresses.gone.keys().filter(|from| addresses.moved.contains_key(*from)).map(|from| {
        let message =
            Text::new(format!("{from} 同时写在 moved 和 gone 里"), format!("{from} stands under moved and under gone"));
        Finding::new(CODE, place("gone", from), message).help("只留一处", "keep one of the two")
    });
    let all =
        addresses.moved.keys().map(|from| ("moved", from)).chain(addresses.gone.keys().map(|from| ("gone", from)));
    let odd = all.filter(|(_, from)| !is_address(from)).map(|(key, from)| {
        let message = Text::new(
            format!("{from} 不是站内网址的写法"),
            format!("{from} is not the form of an address of the site"),
        );
        Finding::new(CODE, place(key, from), message)
            .help("以 / 开头，以 / 结尾，例如 /projects/a/", "begin and end it with /, as /projects/a/")
    });
    lost.chain(lost_instead).chain(kept).chain(both).chain(odd).collect()
}
