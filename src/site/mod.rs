//! Which pages exist, at which address, and what each shows.
//!
//! Everything that needs more than one record is settled here, once: order, neighbours, pagination, facets, links
//! back. A view carries all that its page shows, so the render floor can ask nothing of anyone.

mod address;
mod links;
mod lists;
pub mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Finding, Place, Text, codes};
use crate::figures::Figures;
use crate::record::{Bulletin, Entry, Kind};
use crate::source::Asset;
use crate::text::Strings;

pub use address::Base;
use links::Links;
pub use links::{LinkTarget, links_in};
use lists::Lists;
use view::View;

/// What the site needs to know beside the records.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// The site's address.
    pub base: Base,
    /// The words of the interface.
    pub strings: &'a Strings,
    /// The stylesheet's path in the site, as `assets/style-1234.css`.
    pub stylesheet: &'a str,
}

/// A page to be.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address in the site, without the base path: `/projects/a/`.
    pub address: String,
    /// Its template, without `.html`.
    pub template: &'static str,
    /// What it shows.
    pub view: View,
    /// The record it was made from.
    pub origin: Option<Arc<str>>,
}

impl Page {
    /// The file it is published as, from the output folder.
    pub fn file(&self) -> String {
        address::file_of(&self.address)
    }
}

/// The site to be.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its pages, by address.
    pub pages: Vec<Page>,
    /// Files copied as they are: path in the site, and the asset.
    pub assets: BTreeMap<String, Asset>,
    /// The address it is published at.
    pub base: Base,
}

/// The parts that views are made of.
pub(crate) struct Plan<'a> {
    bulletin: &'a Bulletin,
    figures: &'a Figures,
    settings: &'a Settings<'a>,
    links: Links,
    lists: Lists<'a>,
}

/// Plans the site of `bulletin`.
pub fn plan(bulletin: &Bulletin, figures: &Figures, settings: &Settings<'_>) -> Checked<Site> {
    let links = Links::of(bulletin);
    let lists = Lists::of(bulletin, settings.strings.ui);
    let plan = Plan { bulletin, figures, settings, links, lists };
    let shared = Arc::new(view::site(&plan));
    let mut pages = vec![view::home(&plan, &shared), view::sitemap(&plan, &shared), view::not_found(&plan, &shared)];
    let lists: Vec<Vec<Page>> = plan.lists.all().par_iter().map(|list| view::lists(&plan, &shared, list)).collect();
    pages.extend(lists.into_iter().flatten());
    let records: Vec<Page> = bulletin.entries.par_iter().map(|entry| view::record(&plan, &shared, entry)).collect();
    pages.extend(records);
    pages.sort_by(|a, b| (&a.address, &a.origin).cmp(&(&b.address, &b.origin)));
    let findings = same_addresses(&mut pages);
    let assets = bulletin.assets.iter().map(|(path, asset)| (path.clone(), asset.clone())).collect();
    Checked { value: Site { pages, assets, base: settings.base.clone() }, findings }
}

/// The permanent address of a record's page.
pub(crate) fn address(entry: &Entry) -> String {
    let prefix = entry.record.listed().address_prefix().map(|prefix| format!("{prefix}/")).unwrap_or_default();
    match entry.kind {
        Kind::Page => format!("/{}/", entry.id),
        kind => format!("/{}/{prefix}{}/", kind.section(), entry.id),
    }
}

/// Reports pages that share an address, and keeps the first of each.
fn same_addresses(pages: &mut Vec<Page>) -> Vec<Finding> {
    let mut findings = Vec::new();
    pages.dedup_by(|page, first| {
        if page.address != first.address {
            return false;
        }
        let file = page.origin.clone().or_else(|| first.origin.clone()).unwrap_or_else(|| "content/site.yaml".into());
        let other = first.origin.as_deref();
        let (zh, en) = (other.unwrap_or("网站的列表或首页"), other.unwrap_or("a list of the site or its front page"));
        let message = Text::new(
            format!("地址 {} 已经被{zh}使用", page.address),
            format!("the address {} is already that of {en}", page.address),
        );
        let finding = Finding::new(codes::SAME_ADDRESS, Place::file(file), message);
        findings.push(finding.help("给这条记录换一个编号", "give this record another id"));
        true
    });
    findings
}
