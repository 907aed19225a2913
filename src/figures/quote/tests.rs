//! What references stand for in a bulletin of a few records.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::computed::{OF_ALL, OF_INDICATOR, OF_PROJECT};
use super::*;
use crate::figures::compute;
use crate::record::parse;
use crate::source::{Format, Source, SourceFile};

const PROJECT: &str = "title: 甲项目\nplace: 东街\npark: yuan\naliases: [甲]\npartners: []\n\
    investment: {total: 4.375亿元, this_year: 8660万元, note: 不含税}\n\
    figures:\n  - {key: clients, what: 客户, value: ≥12000家, period: 2023-Q1}\n  - {what: 车位, as_printed: 若干}\n\
    stages: [{stage: 开工, date: 2023-05, planned: true}]\n\
    procedures: [{name: 备案, done: 2023-02-01}, {name: 用地, due: 2024-03-01}, {name: 环评, not_applicable: 豁免}]\n\
    milestones: [{name: 竣工, planned: 2024-06}]\n\
    steward: {role: 科长, phone: 000, visits: 12}\ncoordinates: {lon: 120.5, lat: 41.25}\n\
    updates:\n  - {date: 2023-06, percent: 12.5%, invested: 1.20亿元}\n  - {date: 2023-09, note: 无数}\n  - {date: 2025, percent: 99%}\n\
    problems: [{what: 电, raised: 2023-03-01, solved: 2023-04-01}, {what: 水, raised: 2023-05-01}]\n\
    note: 说明\nsources: [{document: paper, lines: 3}]\n";

const INDICATOR: &str = "title: 指标\nunit: 个\ntargets: [{period: 2023, value: ≥30个}]\n\
    series:\n  - {period: 2023-Q2, value: 26个}\n  - {period: 2023-Q1, value: 9个}\n  - {period: 2023-Q3, as_printed: 多}\n\
    \x20 - {period: 2023-Q4, value: 40个, forecast: true}\n  - {period: 2025, value: 90个}\n";

static BULLETIN: LazyLock<(Bulletin, Figures)> = LazyLock::new(|| {
    let file = |path: &str, text: &str| SourceFile::new(path.into(), Format::Yaml, text.into());
    let files = vec![
        file("content/indicators/zhi.yaml", INDICATOR),
        file("content/parks/yuan.yaml", "title: 东园\nkind: 园区\n"),
        file("content/projects/gao.yaml", "title: 稿\ndraft: true\n"),
        file("content/projects/huai.yaml", "titel: 坏\n"),
        file("content/projects/jia.yaml", PROJECT),
        file("content/projects/yi.yaml", "title: 乙项目\npark: huai\n"),
        file("content/site.yaml", "title: 公报\ndocuments: [{id: paper, title: 报}]\n"),
    ];
    let bulletin = parse(&Source { files, ..Source::default() }, false).expect("a bulletin").value;
    let figures = compute(&bulletin, "2024-01-01".parse().expect("a day"));
    (bulletin, figures)
});

fn asked(expression: &str) -> Result<Quote<'static>, QuoteError> {
    let (bulletin, figures) = &*BULLETIN;
    quote(bulletin, figures, bulletin.entry("jia").expect("jia"), expression)
}

/// The text, or the fault: code, message and help in Chinese.
fn text(expression: &str) -> String {
    match asked(expression) {
        Ok(quote) => quote.text,
        Err(QuoteError::Reported) => "reported".into(),
        Err(QuoteError::Fault(fault)) => format!("{} {}; {}", fault.code.id, fault.message.zh, fault.help.zh),
    }
}

#[test]
fn fields_are_said_as_the_record_has_them() {
    for (expression, expected) in [
        ("jia.title", "甲项目"),
        ("this . investment . total", "4.375亿元"),
        ("this.place", "东街"),
        ("this.park", "东园"),
        ("this.aliases.1", "甲"),
        ("this.milestones.1.planned", "2024年6月"),
        ("this.stages.1.stage", "开工"),
        ("this.figures.clients", "≥12000家"),
        ("this.figures.clients.value", "≥12000家"),
        ("this.figures.clients.period", "2023年一季度"),
        ("this.figures.1", "≥12000家"),
        ("this.figures.2", "若干"),
        ("this.steward.visits", "12"),
        ("this.coordinates.lon", "120.5"),
        ("zhi.unit", "个"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
    let quote = asked("jia.investment.this_year, 亿元").expect("a quote");
    assert_eq!((quote.value.as_str(), quote.entry.map(|entry| entry.id.as_str())), ("8660万元", Some("jia")));
    assert_eq!(asked("jia.park").expect("a quote").value, "yuan");
}

#[test]
fn what_follows_from_the_records_is_said() {
    for (expression, expected) in [
        ("jia.colour", "红"),
        ("jia.procedures_done", "1"),
        ("jia.procedures_total", "2"),
        ("jia.stage", "谋划"),
        ("jia.percent", "12.5%"),
        ("jia.paid", "1.20亿元"),
        ("jia.next_due", "用地"),
        ("jia.next_due_date", "2024年3月1日"),
        ("jia.problems_raised", "2"),
        ("jia.problems_solved", "1"),
        ("jia.problems_open", "1"),
        ("zhi.actual", "26个"),
        ("zhi.actual_date", "2023年二季度"),
        ("zhi.target", "≥30个"),
        ("all.projects", "2"),
        ("all.jobs", "0"),
        ("all.investment", "4.375亿元"),
        ("all.colour.red", "1"),
        ("all.colour.green", "0"),
        ("all.overdue", "0"),
        ("all.problems_open", "1"),
        ("all.as_of", "2024年1月1日"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
    assert!(asked("all.projects").expect("a quote").entry.is_none());
}

#[test]
fn every_computed_name_is_computed() {
    let (bulletin, figures) = &*BULLETIN;
    for (id, names) in [("jia", OF_PROJECT), ("zhi", OF_INDICATOR)] {
        let entry = bulletin.entry(id).expect("an entry");
        for name in names {
            assert!(matches!(computed(figures, entry, name), Some(Some(_))), "{name}");
        }
    }
    for name in OF_ALL {
        assert!(of_all(bulletin, figures, name).is_ok(), "{name}");
    }
}

#[test]
fn formats_change_scale_decimals_and_unit() {
    for (expression, expected) in [
        ("this.investment.total, 万元", "43750万元"),
        ("this.investment.total, 2位小数", "4.38亿元"),
        ("this.investment.total,.0，plain", "4"),
        ("this.investment.total, 万元, 无单位", "43750"),
        ("this.investment.this_year, 元", "86600000元"),
        ("this.investment.this_year, 亿, .2", "0.87亿元"),
        ("this.figures.clients, 万", "≥1.2万家"),
        ("this.figures.clients, 无单位", "≥12000"),
        ("this.percent, .0", "13%"),
        ("all.projects, 万", "0.0002万"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
    for format in ["", "吨", ".7", "-1位小数", "1.5位小数", ".1, 2位小数", "万元, 亿元", "plain, plain"] {
        let found = text(&format!("this.investment.total, {format}"));
        assert!(found.starts_with("GB0211") && found.contains("N位小数"), "{found}");
    }
    for (path, format) in [("figures.clients", "万元"), ("percent", "万"), ("place", ".1"), ("all.as_of", "万")] {
        assert!(text(&format!("this.{path}, {format}")).starts_with("GB0"), "{path}");
    }
    assert_eq!(text("this.place, .1"), "GB0211 “this.place”不是数，不能带格式; 是不是 {{ this.place }}？");
}

#[test]
fn what_stands_for_nothing_says_what_to_type() {
    for (expression, expected) in [
        ("jai.title", "GB0308 没有编号为“jai”的记录; 是不是 {{ jia.title }}？"),
        ("", "GB0308 没有编号为“”的记录; 形式是 {{ 编号.字段 }}；本条记录写 this，全公报写 all"),
        ("jia.investment.totl", "GB0308 “jia.investment”里没有“totl”; 是不是 {{ jia.investment.total }}？"),
        ("jia.percnt", "GB0308 “jia”里没有“percnt”; 是不是 {{ jia.percent }}？"),
        ("jia.figures.client", "GB0308 “jia.figures”里没有“client”; 是不是 {{ jia.figures.clients }}？"),
        ("jia.place.x", "GB0308 “jia.place”里没有“x”; 是不是 {{ jia.place }}？"),
        (
            "jia.investment.total.money",
            "GB0308 “jia.investment.total”里没有“money”; 是不是 {{ jia.investment.total }}？",
        ),
        ("all.project", "GB0308 “all”里没有“project”; 是不是 {{ all.projects }}？"),
        ("jia", "GB0404 “jia”是几项内容; 接着写是哪一项，例如 {{ jia.title }}"),
        ("jia.investment", "GB0404 “jia.investment”是几项内容; 接着写是哪一项，例如 {{ jia.investment.total }}"),
        ("all", "GB0404 “all”是几项内容; 接着写是哪一项，例如 {{ all.projects }}"),
        ("jia.milestones", "GB0404 “jia.milestones”是一个列表; 接着写是哪一项，例如 {{ jia.milestones.1 }}"),
        (
            "jia.stages.1.planned",
            "GB0404 “jia.stages.1.planned”是不能放进句子的内容; 能引用的是数值、金额、百分比、日期、时期、选项、短文字和引用",
        ),
        ("jia.investor", "GB0405 “jia.investor”没有值; 在 content/projects/jia.yaml 里写上它，或改写这句话"),
        (
            "jia.investment.paid",
            "GB0405 “jia.investment.paid”没有值; 在 content/projects/jia.yaml 里写上它，或改写这句话",
        ),
        ("jia.milestones.2.planned", "GB0405 “jia.milestones.2”没有值; jia.milestones 有 1 项，从 1 数起"),
        ("jia.milestones.0", "GB0405 “jia.milestones.0”没有值; jia.milestones 有 1 项，从 1 数起"),
        ("yi.percent", "GB0405 “yi.percent”没有值; 现有的记录算不出它；补上记录，或改写这句话"),
        ("gao.title", "GB0304 “gao”还是草稿，正文不能引用; 去掉这处引用，或发布那条记录（删去 draft: true）"),
        ("huai.title", "reported"),
        ("yi.park", "reported"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
    for name in OF_PROJECT.iter().filter(|name| **name != "stage") {
        assert!(text(&format!("yi.{name}")).starts_with("GB0405"), "{name}");
    }
}

#[test]
fn private_fields_are_never_said() {
    for path in ["steward.phone", "investment.note", "note", "sources.1.lines", "id", "body", "draft", "corrections"] {
        assert!(text(&format!("jia.{path}")).starts_with("GB0801"), "{path}");
    }
}

proptest! {
    #[test]
    fn no_expression_panics(
        any in "\\PC{0,30}",
        near in "(jia|zhi|this|all|gao|huai)(\\.(figures|clients|investment|total|colour|red|stages|updates|0|1|2|99999999999999999999|percent|[a-z.]{0,4})){0,4}(,[ ]?(万元|亿|元|\\.[0-9]|9位小数|plain)){0,3}",
    ) {
        for expression in [any, near] {
            if let Ok(quote) = asked(&expression) {
                prop_assert!(!quote.text.trim().is_empty(), "{expression}");
            }
        }
    }
}
