//! # 日期对不上 · Dates that cannot both be right
//!
//! 公告的施行日期早于成文日期、有效期至早于施行日期、发文字号的年份不是成文（没有写的，发布）那年；新闻发布比它的日期早半年以上；岗位截止在发布五年以后；承诺时限长过法定时限；项目计划竣工早于开工，第一次进展早于签约；年份在1900以前或2100以后。
//!
//! A notice takes effect before its date, expires before it takes effect, or its number has another year than its date (or publication); news is published over half a year before its date; a job closes over five years after its publication; a service promises more days than the law allows; a project is to be finished before it started; a year is before 1900 or after 2100.
//!
//! ## 为什么 · Why
//!
//! 两个里有一个打错了。
//!
//! One of the two is a slip.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! effective: 2023-06-01
//! expires: 2023-05-31
//! status: 已失效
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! effective: 2023-06-01
//! expires: 2028-05-31
//! status: 有效
//! ````

use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::date::{PartialDate, Period};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Job, News, Notice, Project, Record, Service, Stage, time};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0523",
    name: "implausible-date",
    severity: Severity::Warning,
    page: include_str!("implausible_date.rs"),
};

/// The key that is marked, and what does not go with what.
type Fault = (&'static str, Text);

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let faults = match &entry.record {
        Record::Notice(notice) => of_notice(notice),
        Record::News(news) => of_news(news),
        Record::Job(job) => of_job(job),
        Record::Service(service) => of_service(service),
        Record::Project(project) => of_project(project),
        _ => Vec::new(),
    };
    let odd = odd_years(&entry.record);
    let place = |path: &[Step]| looked.source.place(&entry.file, path);
    let years = odd.into_iter().map(|(path, date)| {
        let message = Text::new(format!("{date} 的年份不像"), format!("the year of {date} is hardly right"));
        Finding::new(CODE, place(&path), message).help("核对年份", "check the year")
    });
    faults
        .into_iter()
        .map(|(key, message)| {
            Finding::new(CODE, place(&[Step::Key(key.into())]), message).help("改正其中一个", "mend one of the two")
        })
        .chain(years)
        .collect()
}

/// What is said of a date before one that it should not be before.
fn before(key: &'static str, zh: [&str; 2], en: [&str; 2], dates: [Option<PartialDate>; 2]) -> Option<Fault> {
    let [Some(later), Some(earlier)] = dates else { return None };
    later.is_before(earlier.first()).then(|| {
        let zh = format!("{} {later} 早于{} {earlier}", zh[0], zh[1]);
        (key, Text::new(zh, format!("{} {later} is before {} {earlier}", en[0], en[1])))
    })
}

fn of_notice(notice: &Notice) -> Vec<Fault> {
    static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("〔((?:19|20)[0-9]{2})〕").ok());
    let effective = before(
        "effective",
        ["施行日期", "成文日期"],
        ["the date of effect", "the date of the document"],
        [notice.effective, notice.dated],
    );
    let start = notice.effective.or(notice.dated);
    let expires = before(
        "expires",
        ["有效期至", "施行或成文日期"],
        ["the expiry", "the date of effect or of the document"],
        [notice.expires, start],
    );
    let number = notice
        .number
        .as_deref()
        .and_then(|number| YEAR.as_ref()?.captures(number)?.get(1)?.as_str().parse::<i32>().ok());
    // What is dated on the last days of a year may have the number of the next, and the reverse.
    let dated = notice.dated.or(notice.published);
    let apart = number.zip(dated).filter(|(number, dated)| {
        number.abs_diff(dated.year()) > 1 || *number > dated.year() && dated.month().is_some_and(|month| month < 12)
    });
    let late = number.zip(dated).filter(|(number, dated)| notice.dated.is_none() && *number < dated.year()).is_some();
    let number = apart.filter(|_| !late).map(|(number, dated)| {
        let zh = format!("字号是{number}年的，日期是 {dated}");
        ("number", Text::new(zh, format!("the number is of {number}, the date is {dated}")))
    });
    [effective, expires, number].into_iter().flatten().collect()
}

fn of_news(news: &News) -> Vec<Fault> {
    let dates = news.published.zip(news.date).filter(|(_, date)| date.day().is_some());
    let early = dates.filter(|(published, date)| (date.first() - published.last()).num_days() > 183);
    let told = early.map(|(published, date)| {
        let zh = format!("发布日期 {published} 比新闻的日期 {date} 早半年以上");
        ("published", Text::new(zh, format!("it was published on {published}, long before its date {date}")))
    });
    told.into_iter().collect()
}

fn of_job(job: &Job) -> Vec<Fault> {
    let dates = job.published.or(job.opens).zip(job.closes);
    let far = dates.filter(|(published, closes)| closes.year() - published.year() > 5);
    let told = far.map(|(published, closes)| {
        let zh = format!("{published} 发布，{closes} 才截止");
        ("closes", Text::new(zh, format!("it was published on {published} and closes on {closes} only")))
    });
    told.into_iter().collect()
}

fn of_service(service: &Service) -> Vec<Fault> {
    let days = service.promised_days.zip(service.statutory_days).filter(|(promised, statutory)| promised > statutory);
    let told = days.map(|(promised, statutory)| {
        let zh = format!("承诺{promised}个工作日，比法定的{statutory}个长");
        let en = format!("{promised} working days are promised, more than the {statutory} that the law allows");
        ("promised_days", Text::new(zh, en))
    });
    told.into_iter().collect()
}

fn of_project(project: &Project) -> Vec<Fault> {
    let whole = project.stages.iter().filter(|stage| !stage.planned && stage.scope.is_none());
    let started = whole.filter(|stage| stage.stage == Stage::Started).find_map(|stage| stage.date);
    let finish = before("finish", ["计划竣工", "开工"], ["the planned finish", "the start"], [project.finish, started]);
    finish.into_iter().collect()
}

/// Years that no bulletin tells of, anywhere in a record.
fn odd_years(record: &Record) -> Vec<(Vec<Step>, String)> {
    let mut odd = Vec::new();
    let is_odd = |year: i32| !(1900..=2100).contains(&year);
    time::dates(record, &mut |way, dated| {
        let is_odd = match dated.when {
            Period::Half(year, _) | Period::Quarter(year, _) | Period::Week(year, _) => is_odd(year),
            Period::Date(date) => is_odd(date.year()),
            Period::Range(from, to) => is_odd(from.year()) || is_odd(to.year()),
        };
        if is_odd {
            odd.push((time::path(way), dated.when.to_string()));
        }
    });
    odd
}
