//! What stands around every page: the site's name, menus, foot, styles and scripts.

use std::collections::BTreeMap;

use super::{reports, search, sitemap};
use crate::date::PartialDate;
use crate::record::{Kind, Record};
use crate::site::Plan;
use crate::site::view::{Link, SiteView};

/// The site as every page sees it.
pub(in crate::site) fn site(plan: &Plan<'_>) -> SiteView {
    let config = &plan.bulletin.config;
    let mut menu: Vec<Link> = Kind::ALL.iter().filter_map(|kind| plan.section_link(*kind)).collect();
    menu.splice(1.min(menu.len())..1.min(menu.len()), reports::link(plan));
    let pages =
        plan.bulletin.of_kind(Kind::Page).filter(|entry| matches!(&entry.record, Record::Page(page) if page.menu));
    let mut foot_menu: Vec<Link> = pages.map(|entry| plan.routes.record(entry)).collect();
    foot_menu.push(plan.link("sitemap.title", sitemap::ADDRESS));
    let phone = plan.bulletin.correction_phone().map(|phone| Link::new(phone, format!("tel:{phone}")));
    SiteView {
        title: config.title.clone(),
        tagline: config.tagline.clone(),
        description: config.description.clone(),
        lang: "zh-Hans",
        ui: plan.words.ui().tag(),
        base_url: plan.routes.url("/"),
        home: plan.routes.to("/"),
        as_of: Some(PartialDate::from_day(plan.figures.as_of)),
        foot: config.foot.clone().unwrap_or_default(),
        feedback: plan.bulletin.correction_page().map(|entry| plan.routes.record(entry)).or(phone),
        menu,
        foot_menu,
        styles: assets(plan, ".css"),
        icon: assets(plan, ".svg").remove("icon"),
        scripts: assets(plan, ".js"),
        search: config.has_search().then(|| plan.routes.to(search::ADDRESS)),
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// Links to the theme's assets with an extension, by name.
fn assets(plan: &Plan<'_>, extension: &str) -> BTreeMap<String, String> {
    let link = |(name, path): (&&str, &&str)| {
        let name = name.strip_suffix(extension)?;
        Some((name.to_owned(), plan.routes.to(&format!("/{path}"))))
    };
    plan.settings.assets.iter().filter_map(link).collect()
}
