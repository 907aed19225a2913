//! # 粘贴来的内容不能发布 · Pasted content that cannot be published
//!
//! 正文里有 `<iframe>`、`<video>`、`<audio>`、`<form>`、`<svg>`、`<math>` 等 Markdown 没有的东西，写在文字里的图片（`data:`），标为隐藏的文字，`<?…?>` 和 `<!…>` 里的字，没有结束的注释、脚本，或者编号用了别的符号的列表。它们不会出现在页面上。
//!
//! A text has `<iframe>`, `<video>`, `<audio>`, `<form>`, `<svg>`, `<math>` or the like, which Markdown has nothing for, a picture written into the text (`data:`), words that are marked as hidden, words in `<?…?>` or `<!…>`, a comment or script that does not end, or a list with other marks than numbers and letters. None of these reaches the page.
//!
//! ## 为什么 · Why
//!
//! 编辑以为发布了的，读者看不到；标为隐藏的，编辑看不到。
//!
//! Readers would miss what editors believe published, and editors do not see what is hidden.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 开工仪式。
//!
//! <iframe src="https://example.org/v"></iframe>
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 开工仪式。[看视频](https://example.org/v)
//! ````

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::html::{Loss, Lost};
use crate::text::shorten;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0745", name: "lost-markup", severity: Severity::Error, page: include_str!("lost_markup.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let lost = &prose.html.lost;
    // Of each sort the first tells what to do with all.
    let is_first = |index: usize, lost_here: &Lost| !lost.iter().take(index).any(|other| other.what == lost_here.what);
    let firsts = lost.iter().enumerate().filter(|(index, lost_here)| is_first(*index, lost_here));
    firsts
        .map(|(_, first)| {
            let count = lost.iter().filter(|other| other.what == first.what).count();
            let (message, help) = told(&first.what);
            let message = match count {
                1 => message,
                n => Text::new(format!("{}（共 {n} 处）", message.zh), format!("{} ({n} times)", message.en)),
            };
            Finding::new(CODE, prose.at(&first.place), message).help(help.zh, help.en)
        })
        .collect()
}

fn told(what: &Loss) -> (Text, Text) {
    match what {
        Loss::Hidden => (
            Text::new("这里标为隐藏的内容不会发布", "what is marked as hidden here is not published"),
            Text::new("要发布就用 Markdown 写出来，不要就删去", "type it in Markdown to publish it, or delete it"),
        ),
        Loss::Unclosed(tag) => {
            let end = match tag.as_str() {
                "<!--" => "-->".to_owned(),
                "<?" => "?>".to_owned(),
                "<!" => ">".to_owned(),
                tag => tag.replacen('<', "</", 1),
            };
            (
                Text::new(
                    format!("{tag} 没有结束，它后面的都不会发布"),
                    format!("{tag} does not end, and nothing after it is published"),
                ),
                Text::new(
                    format!("在它该结束的地方写 {end}，或者删去它"),
                    format!("write {end} where it ends, or delete it"),
                ),
            )
        }
        Loss::Mark(written) => {
            let shown = shorten(written, 30);
            (
                Text::new(
                    format!("“{shown}”是写给程序看的，里面的字不会发布"),
                    format!("\"{shown}\" is for programs, and the words in it are not published"),
                ),
                Text::new(
                    "要发布就去掉两头的尖括号和符号，要照样显示就在前面写 \\；不要就删去",
                    "take the brackets and signs around the words away to publish them, or put \\ before to show all as it stands; else delete it",
                ),
            )
        }
        Loss::Numbering => (
            Text::new(
                "这个列表的编号不是数字、字母或中文数字，发布出来会改用 1、2、3",
                "the items of this list are not marked with numbers, letters or Chinese numerals, and are published with 1, 2, 3",
            ),
            Text::new("把每一项的编号打成文字，一项一段", "type the mark of each item as words, each item a paragraph"),
        ),
        Loss::Element(name) if name == "img" => (
            Text::new("这张图片没有文件，不会发布", "this picture has no file, and is not published"),
            Text::new(
                "把图片存到 content/images/，写 ![图里有什么](/images/文件名)",
                "save the picture in content/images/ and write ![what is to be seen](/images/NAME)",
            ),
        ),
        Loss::Element(name) => {
            let message =
                Text::new(format!("<{name}> 里的内容不会发布"), format!("what is in <{name}> is not published"));
            let help = match name.as_str() {
                "svg" | "math" | "canvas" | "meter" | "progress" | "area" => {
                    Text::new("用文字写出来，或者存成图片放进来", "say it in words, or put it in as a picture")
                }
                "form" | "input" | "button" | "select" | "textarea" | "option" | "optgroup" | "keygen" => {
                    Text::new("删去表单，写明到哪里、怎样办理", "delete the form, and say where and how to apply")
                }
                _ => Text::new(
                    "放到别处，这里写链接：[说明](https://…)；不要就删去",
                    "put it elsewhere and link to it: [what it is](https://…); or delete it",
                ),
            };
            (message, help)
        }
    }
}
