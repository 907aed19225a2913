//! # 正文里有 HTML · HTML in a text
//!
//! 从 WPS、Word、网页、微信粘贴来的 HTML：文字、标题、列表、表格、链接和图片当作 Markdown 发布，其余的去掉；这里列出可以改成的样子，每个文件一条。不带样式的 `<br>`、`<sup>`、`<sub>` 可以用，不提示。没有开头的 `</b>` 也在这里提示。
//!
//! HTML as WPS, Word, web pages and WeChat paste it: words, headings, lists, tables, links and images are published as the Markdown they would be, and the rest is dropped; what to type instead is shown, once a file. Plain `<br>`, `<sup>` and `<sub>` may be used and are not told. End tags without a beginning, as `</b>`, are told here too.
//!
//! ## 为什么 · Why
//!
//! 粘贴来的标签谁也看不懂、改不动；样式和脚本不会发布。改成 Markdown，以后才好改。
//!
//! Nobody can read or mend tags that were pasted, and styles and scripts are not published. Markdown can be mended.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 甲<b>乙</b>
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
//! 甲**乙**
//! ````

use super::{list_renumbered, sign_read_as_mark};
use crate::check::Looked;
use crate::check::prose::{self, Prose};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{At, Code, Edit, Finding, Place, Severity, Text, WRITE};
use crate::record::Entry;
use crate::record::tree::Leaf;
use crate::record::walk::leaves;
use crate::source::html::Loss;
use crate::source::markdown;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0704", name: "raw-html", severity: Severity::Warning, page: include_str!("raw_html.rs") };

/// More lines than this are not shown at once; how many parts remain is said.
const SHOWN: usize = 80;

/// A part in HTML: where, the line it begins at, what to type instead.
type Part = (Place, usize, String);

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let mut has_tags = false;
    leaves(&entry.record, &mut |_, leaf| has_tags |= matches!(leaf, Leaf::Prose(text) if text.contains('<')));
    if !has_tags {
        return Vec::new();
    }
    // Of all texts of the file: its parts in HTML, or `None` where one has no Markdown that means the same.
    let mut exact = true;
    let (mut first, mut parts): (Option<Place>, Option<Vec<Part>>) = (None, Some(Vec::new()));
    let (mut lone, mut unknown): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    prose::each(looked, entry, &mut |prose| {
        let Some(tag) = prose.html.html.first() else { return };
        first.get_or_insert_with(|| prose.at(tag));
        lone.extend(prose.html.lone.iter().map(|(name, _)| format!("</{name}>")));
        unknown.extend(prose.html.unknown.iter().cloned());
        // A change that takes the trace of another finding away is none to make.
        let lost =
            prose.html.lost.iter().any(|lost| matches!(lost.what, Loss::Mark(_) | Loss::Numbering | Loss::Unclosed(_)));
        let other = || !list_renumbered::check(prose).is_empty() || !sign_read_as_mark::check(prose).is_empty();
        let here = if lost || other() { None } else { cleaned(looked, prose) };
        let read = markdown::cleaned(prose.text).unwrap_or_default();
        exact &=
            read.iter().all(|part| at_its_place(looked, prose.text.get(part.place.clone()), &prose.at(&part.place)));
        parts = parts.take().zip(here).map(|(mut parts, here)| {
            parts.extend(here);
            parts
        });
    });
    let Some(first) = first else { return Vec::new() };
    let message = Text::new("正文里有 HTML，当作 Markdown 发布", "HTML in a text is published as Markdown");
    let place = parts.as_ref().and_then(|parts| parts.first()).map_or(first, |(place, ..)| place.clone());
    let parts = parts.unwrap_or_default();
    let mut help = written(&parts);
    // Exact where every part stands in the file as it is read, and nothing is left for an editor to decide.
    let is_exact = lone.is_empty() && unknown.is_empty() && exact;
    let edits: Vec<Edit> = match is_exact && help.zh.contains(WRITE.0) {
        true => parts.into_iter().map(|(place, _, text)| Edit { place, text }).collect(),
        false => Vec::new(),
    };
    if edits.is_empty() {
        help = Text::new(help.zh.replace(WRITE.0, "例如："), help.en.replace(WRITE.1, "as "));
    }
    lone.sort_unstable();
    lone.dedup();
    if !lone.is_empty() {
        let tags = lone.join(" ");
        help = Text::new(
            format!("{}\n没有开头的 {tags} 会略去", help.zh),
            format!("{}\n{tags} without a beginning is left out", help.en),
        );
    }
    if let Some(name) = unknown.first() {
        help = Text::new(
            format!("{}\n“{name}”若是文字，写 \\<{name}>", help.zh),
            format!("{}\nif \"{name}\" is meant as words, write \\<{name}>", help.en),
        );
    }
    vec![Finding { edits, ..Finding::new(CODE, place, message).help(help.zh, help.en) }]
}

/// Whether a part stands in its file as it is read in its text.
fn at_its_place(looked: &Looked<'_>, read: Option<&str>, place: &Place) -> bool {
    let At::Span(start, end) = place.at else { return false };
    let file = looked.source.file(&place.file);
    read.is_some() && file.and_then(|file| file.text.get(start..end)) == read
}

fn cleaned(looked: &Looked<'_>, prose: &Prose<'_>) -> Option<Vec<Part>> {
    let parts = markdown::cleaned(prose.text)?;
    let part = |part: crate::source::html::Cleaned| {
        let place = prose.at(&part.place);
        let file = looked.source.file(&place.file);
        let line = match place.at {
            At::Span(start, _) => {
                file.and_then(|file| file.text.get(..start)).map_or(0, |text| text.matches('\n').count() + 1)
            }
            At::Line(line) => line,
        };
        (place, line, part.text)
    };
    Some(parts.into_iter().map(part).collect())
}

/// What to type instead of the parts.
fn written(parts: &[Part]) -> Text {
    match parts {
        [] => Text::new(
            "改用 Markdown：加粗 **…**，标题 ## …，列表 - …，表格 | … |",
            "use Markdown: **…** for bold, ## … for headings, - … for items, | … | for tables",
        ),
        [(_, _, text)] if text.is_empty() => Text::new("删去它，里面没有文字", "delete it; there are no words in it"),
        [(_, _, text)] => {
            let text = on_lines_of_its_own(text);
            Text::new(format!("改为：{text}"), format!("write: {text}"))
        }
        parts => {
            let (mut zh, mut en) = (Vec::new(), Vec::new());
            let mut lines = 0;
            for (index, (_, line, text)) in parts.iter().enumerate() {
                lines += text.matches('\n').count() + 1;
                if index > 0 && lines > SHOWN {
                    let rest = parts.len() - index;
                    zh.push(format!("还有 {rest} 处，改好这些后再查"));
                    en.push(format!("{rest} more are shown when these are mended"));
                    break;
                }
                if text.is_empty() {
                    zh.push(format!("第 {line} 行起的一段，删去"));
                    en.push(format!("what begins at line {line}: delete it"));
                } else {
                    let text = on_lines_of_its_own(text);
                    zh.push(format!("第 {line} 行起的一段，改为：{text}"));
                    en.push(format!("what begins at line {line}, write: {text}"));
                }
            }
            Text::new(zh.join("\n"), en.join("\n"))
        }
    }
}

/// A text of several lines begins on a line of its own.
fn on_lines_of_its_own(text: &str) -> String {
    if text.contains('\n') { format!("\n{text}") } else { text.to_owned() }
}
