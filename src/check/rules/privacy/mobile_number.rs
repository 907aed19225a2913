//! # 手机号码 · A mobile telephone number
//!
//! 文件里有手机号码（13至19开头的11位数字，前面可有 +86），连写，或按 3-4-4、4-4-3 等分组，中间是空格、点、短横、间隔号、括号；前面写着电话、微信、Tel 的，怎样分组都算。全角、汉字数字、折行、转义不影响。遮掩后还看得到7位以上的也算。座机和值班电话不算；元、吨、平方米等单位之前，金额、数量、编号之后和这样的列里，网址、代码里的数也不算。
//!
//! A file holds a mobile number (11 digits from 13 to 19, with or without +86), in one piece or in groups as 3-4-4 and 4-4-3 with blanks, points, dashes or brackets between them; after words for telephone or WeChat in any groups. Full-width digits, Chinese numerals, line breaks and escapes make no difference. A masked number of which more than 7 digits are to be seen counts too. Landlines and duty telephones are no matter, nor are numbers before a unit, after words for an amount, a count or a serial number, in columns of such, in web addresses and in code.
//!
//! ## 为什么 · Why
//!
//! 个人信息保护法、政府信息公开条例：公开的内容不得含有能识别个人的信息，除非依法必须公开。
//!
//! Personal Information Protection Law and the Regulation on disclosure of government information: what is published identifies no private person unless the law demands it.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 联系13800138000。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 联系0421-0000000。
//! ````

use crate::check::private::Private;
use crate::check::rules::{Looks, Personal, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Personal(Private::Mobile, check) };

const CODE: Code =
    Code { id: "GB0803", name: "mobile-number", severity: Severity::Error, page: include_str!("mobile_number.rs") };

fn check(personal: &Personal<'_>) -> Finding {
    let masked = &personal.masked;
    let message = Text::new(format!("这里有手机号码 {masked}"), format!("a mobile number stands here, {masked}"));
    personal.finding(CODE, message).help(
        "改用单位值班电话；确需公开的，加一行 allow: [{rule: GB0803, because: 原因}]",
        "use the office's duty telephone; where it must be published, add allow: [{rule: GB0803, because: WHY}]",
    )
}
