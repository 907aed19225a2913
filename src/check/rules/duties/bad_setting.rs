//! # 站点设置的写法不对 · A setting of the wrong form
//!
//! `site.yaml` 的 `time_zone` 不是 `+08:00` 的样子，`foot.site_code` 不是10位数字，`working_days` 里有的日子不在那一年、不是周末，或没有写到日，
//! 或 `pages.keep` 保留的没有去掉。
//!
//! In `site.yaml`, `time_zone` is not written as `+08:00`, `foot.site_code` has not 10 digits, days of `working_days` are not of that year, no weekend days, or no days,
//! or `pages.keep` has what is not left out.
//!
//! ## 为什么 · Why
//!
//! 写错的设置不起作用，而没有人知道。
//!
//! A setting that cannot be read does nothing, and nobody knows.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! time_zone: 北京时间
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! time_zone: +08:00
//! ````

use chrono::{Datelike, FixedOffset, Weekday};

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{PageKind, PageSort, SiteConfig};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0534", name: "bad-setting", severity: Severity::Error, page: include_str!("bad_setting.rs") };

/// Where a setting stands, what is wrong, what to write.
type Fault = (Vec<Step>, Text, Text);

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let config = &looked.bulletin.config;
    let single = time_zone(config).into_iter().chain(site_code(config));
    let faults = single.chain(working_days(config)).chain(kept_pages(config));
    faults
        .map(|(path, message, help)| {
            let place = looked.source.place(&"content/site.yaml".into(), &path);
            Finding::new(CODE, place, message).help(help.zh, help.en)
        })
        .collect()
}

fn time_zone(config: &SiteConfig) -> Option<Fault> {
    let zone = config.time_zone.as_deref().filter(|zone| zone.parse::<FixedOffset>().is_err())?;
    let message = Text::new(format!("时区“{zone}”读不懂"), format!("the time zone \"{zone}\" cannot be read"));
    Some((vec![Step::Key("time_zone".into())], message, Text::new("北京时间写 +08:00", "write Beijing time as +08:00")))
}

fn site_code(config: &SiteConfig) -> Option<Fault> {
    let code = config.foot.as_ref()?.site_code.as_deref().map(str::trim).filter(|code| !code.is_empty())?;
    if code.len() == 10 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let message =
        Text::new(format!("网站标识码“{code}”不是10位数字"), format!("the site code \"{code}\" has not 10 digits"));
    let help = Text::new(
        "照标识码证书写，加引号：'0000000000'",
        "write it as the certificate has it, in quotes: '0000000000'",
    );
    Some((vec![Step::Key("foot".into()), Step::Key("site_code".into())], message, help))
}

fn working_days(config: &SiteConfig) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, year) in config.working_days.iter().enumerate() {
        for (at, day) in year.worked.iter().enumerate() {
            let weekend = matches!(day.first().weekday(), Weekday::Sat | Weekday::Sun);
            let (zh, en) = match (day.day(), day.year() == year.year, weekend) {
                (None, ..) => ("没有写到日", "is no day"),
                (_, false, _) => ("不在这一年", "is not of this year"),
                (.., false) => ("不是周末，本来就上班", "is no weekend day, and worked anyway"),
                _ => continue,
            };
            let step = |key: &'static str| Step::Key(key.into());
            let path = vec![step("working_days"), Step::Item(index), step("worked"), Step::Item(at)];
            let message = Text::new(format!("{day} {zh}"), format!("{day} {en}"));
            faults.push((
                path,
                message,
                Text::new("照国务院的放假通知改", "mend it after the yearly notice of holidays"),
            ));
        }
        for (at, off) in year
            .off
            .iter()
            .enumerate()
            .filter(|(_, off)| off.first().year() != year.year && off.last().year() != year.year)
        {
            let path =
                vec![Step::Key("working_days".into()), Step::Item(index), Step::Key("off".into()), Step::Item(at)];
            let message = Text::new(format!("{off} 不在这一年"), format!("{off} is not of this year"));
            faults.push((
                path,
                message,
                Text::new("照国务院的放假通知改", "mend it after the yearly notice of holidays"),
            ));
        }
    }
    faults
}

/// Lists that are to stay, of which nothing takes them away, or the line beside does.
fn kept_pages(config: &SiteConfig) -> Vec<Fault> {
    let Some(pages) = &config.pages else { return Vec::new() };
    let mut faults = Vec::new();
    for (index, kept) in pages.keep.iter().enumerate() {
        let (zh, en) = (kept.zh(), kept.key());
        let (message, help) = if pages.without.contains(&PageSort::Facet(*kept)) {
            (
                Text::new(format!("“{zh}”既不要，又保留"), format!("{en} is left out and kept")),
                Text::new("在 without 或 keep 里删去它", "delete it in without or in keep"),
            )
        } else if pages.shows(PageKind::Facets) {
            (
                Text::new(
                    format!("“{zh}”不必保留：without 没有去掉分类列表"),
                    format!("{en} need not be kept: without does not leave facets out"),
                ),
                Text::new("在 without 里写上 facets，或删去 keep", "add facets to without, or delete keep"),
            )
        } else {
            continue;
        };
        faults.push((vec![Step::Key("pages".into()), Step::Key("keep".into()), Step::Item(index)], message, help));
    }
    faults
}
