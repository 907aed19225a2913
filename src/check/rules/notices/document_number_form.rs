//! # 发文字号的写法不对 · A document number of the wrong form
//!
//! 发文字号是机关代字、六角括号里的年份（19、20开头）、顺序号：`示政发〔2023〕5号`。不用方括号、圆括号，不写“第”，序号前不补零。令和公告的 `第711号`、`公告2023年第5号` 也对。
//!
//! A document number is the agency's code, the year (19 or 20 and two digits) in 〔 〕, the number: `示政发〔2023〕5号`; no other brackets, no 第, no leading zero. Decrees and announcements are `第711号` or `公告2023年第5号`.
//!
//! ## 为什么 · Why
//!
//! 党政机关公文格式（GB/T 9704—2012）7.2.5；读者按字号查文件。
//!
//! Format of official documents, GB/T 9704—2012, 7.2.5; readers look documents up by it.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! number: 示政发[2023]第05号
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! number: 示政发〔2023〕5号
//! ````

use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Record};
use crate::source::yaml::{self, Step};
use crate::text::narrow;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0807",
    name: "document-number-form",
    severity: Severity::Warning,
    page: include_str!("document_number_form.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^\p{Han}+〔(?:19|20)[0-9]{2}〕[1-9][0-9]*号$|^第[1-9][0-9]*号$|^\p{Han}*(?:令|公告)(?:(?:19|20)[0-9]{2}年)?第[1-9][0-9]*号$").ok()
    });
    static LOOSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(\p{Han}+?)\s*[\[\(（【〔［﹝〖《«「{]?([0-9]{4})(?:[\]\)）】〕］﹞〗》»」}]|年)\s*第?\s*0*([1-9][0-9]*)\s*号?(?:文件?)?$").ok()
    });
    let Record::Notice(notice) = &entry.record else { return Vec::new() };
    let (Some(number), Some(form)) = (&notice.number, &*FORM) else { return Vec::new() };
    if form.is_match(number) {
        return Vec::new();
    }
    let place = looked.source.place(&entry.file, &[Step::Key("number".into())]);
    let message = Text::new(
        format!("发文字号“{number}”的写法不对：年份用六角括号〔〕，序号不补零"),
        format!(
            "\"{number}\" is not in the form of a document number: the year in 〔〕, the serial without zeros before it"
        ),
    );
    let narrow = narrow(number);
    let mended = LOOSE.as_ref().and_then(|loose| loose.captures(&narrow)).map(|parts| {
        let (_, [agency, year, serial]) = parts.extract();
        format!("{agency}〔{year}〕{serial}号")
    });
    let mended = mended.filter(|mended| form.is_match(mended));
    vec![match mended {
        Some(mended) => Finding::new(CODE, place, message).write(yaml::scalar(&mended, false)),
        None => Finding::new(CODE, place, message)
            .help("例如：示政发〔2023〕5号；没有字号的不写", "as 示政发〔2023〕5号; leave it out where there is none"),
    }]
}
