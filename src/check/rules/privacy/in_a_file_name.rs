//! # 文件名里有个人信息 · Personal data in the name of a file
//!
//! 文件或文件夹的名称里有身份证号码、手机号码、银行卡号等。文件名就是网址的一部分，谁都看得到。
//!
//! The name of a file or folder holds an ID number, a mobile number, a bank card or the like. It is a part of the address, which everybody sees.
//!
//! ## 为什么 · Why
//!
//! 个人信息保护法、政府信息公开条例：公开的内容不得含有能识别个人的信息，除非依法必须公开。
//!
//! Personal Information Protection Law and the Regulation on disclosure of government information: what is published identifies no private person unless the law demands it.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/zhang-13812345678.yaml
//! title: 甲项目
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::check::private::{Lines, find};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Path(check) };

const CODE: Code =
    Code { id: "GB0873", name: "in-a-file-name", severity: Severity::Error, page: include_str!("in_a_file_name.rs") };

fn check(path: &str) -> Vec<Finding> {
    let found = find(path, Lines::Apart).into_iter().map(|(sort, range)| {
        let (masked, name) = (sort.masked(path.get(range).unwrap_or_default()), sort.name());
        let message = Text::new(
            format!("文件名里有{} {masked}", name.zh),
            format!("the name of this file holds a {}, {masked}", name.en),
        );
        Finding::new(CODE, Place::file(path), message)
            .help("给文件换一个名称，记录里写的也一起改", "give the file another name, also where records name it")
    });
    found.collect()
}
