//! # 附件里有个人信息 · Personal data in an attachment
//!
//! 附件（PDF、Word、Excel、文本、表格、压缩包）的文字里有身份证号码、手机号码、银行卡号、个人账号、护照、通行证、车牌号或写到门牌的住址；压缩包里的文件名也查。扫描件里的字查不到。
//!
//! The words of an attachment (PDF, Word, Excel, text, table, zip) hold an ID number, a mobile number, a bank card, a personal account, a passport, a permit, a licence plate or an address down to the door; so do the names of files in a zip. What is only a picture of words is not seen.
//!
//! ## 为什么 · Why
//!
//! 个人信息保护法、政府信息公开条例：附件里的名单和正文一样，是公开的内容。
//!
//! Personal Information Protection Law, Regulation on disclosure of government information: a list in an attachment is published as the text is.
//!
//! ## 例 · Example
//!
//! ````txt content/files/list.txt
//! 王某 13812345678
//! ````
//!
//! ````yaml content/notices/n.yaml
//! title: 某公示
//! kind: 公示
//! published: 2023-05-06
//! attachments: [{title: 名单, file: /files/list.txt}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````txt content/files/list.txt
//! 王某 138****5678
//! ````
//!
//! ````yaml content/notices/n.yaml
//! title: 某公示
//! kind: 公示
//! published: 2023-05-06
//! attachments: [{title: 名单, file: /files/list.txt}]
//! ````

use crate::check::attached::Attached;
use crate::check::private::{Lines, Private, find};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Attached(check) };

const CODE: Code = Code {
    id: "GB0806",
    name: "in-an-attachment",
    severity: Severity::Error,
    page: include_str!("in_an_attachment.rs"),
};

fn check(attached: &Attached<'_>) -> Vec<Finding> {
    let Some(words) = &attached.words else { return Vec::new() };
    let (mut findings, all) = (Vec::new(), find(words, Lines::Apart));
    for sort in Private::ALL {
        let found = || all.iter().filter(|(of, _)| *of == sort);
        let Some(first) = found().next().and_then(|(_, range)| words.get(range.clone())) else { continue };
        let (file, n, masked, name) = (&attached.asset.path, found().count(), sort.masked(first), sort.name());
        let message = Text::new(
            format!("附件 {file} 里有{}{n}处，第一处是 {masked}", name.zh),
            format!("{file} holds personal data: {}, {n} in all, first {masked}", name.en),
        );
        let finding = Finding::new(CODE, attached.place(), message);
        findings.push(if attached.is_named() {
            finding.help(
                "在附件里删去或遮掩后重新放入；依法必须公开的，在记录里用 allow: 写明原因",
                "delete or mask it in the file; where the law demands it, give the reason with allow: in the record",
            )
        } else {
            finding.help(
                "没有记录用到它：移到 content/ 之外，或在附件里删去、遮掩",
                "no record names it: move it out of content/, or delete or mask it in the file",
            )
        });
    }
    findings
}
