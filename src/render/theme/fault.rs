//! What is wrong with templates, in both languages. Tera's words are English: what occurs is said in Chinese, with the names
//! as they are typed and its own word beside what has one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use tera::ErrorKind;

use super::File;
use crate::diagnostic::{Finding, Place, Text, codes};
use crate::text::nearest;

/// Tera's messages, `{}` where a name stands, and the same in Chinese.
const SAID: &[(&str, &str)] = &[
    ("Variable `{}` is not defined", "没有变量（variable）“{}”"),
    ("Variable `{}` exists but its value is undefined", "变量（variable）“{}”没有值"),
    ("Field `{}` is not defined", "没有字段（field）“{}”"),
    ("Tried to render a variable that is undefined", "要显示的值不存在"),
    ("Tried to escape an undefined value", "要显示的值不存在"),
    ("Unknown filter `{}`", "没有过滤器（filter）“{}”"),
    ("Filter `{}` is not registered", "没有过滤器（filter）“{}”"),
    ("Unknown test `{}`", "没有判断（test）“{}”"),
    ("Unknown function `{}`", "没有函数（function）“{}”"),
    ("Unknown component `{}`", "没有组件（component）“{}”"),
    ("Unknown template `{}`", "没有模板（template）“{}”"),
    ("Block `{}` is not defined in any parent template", "上级模板里没有块（block）“{}”"),
    ("Found {} but expected one of: {}", "这里写了 {}，应当是其中之一：{}"),
    ("Found {} but expected {}", "这里写了 {}，应当是 {}"),
    ("Found {} but was expecting {}", "这里写了 {}，应当是 {}"),
    ("Unexpected end of input", "模板没有写完"),
    ("Unexpected character", "这里有不认识的字符"),
    ("Closing comment tag `{}` not found", "注释没有结束，缺少 {}"),
    ("String opened with `{}` is missing its closing `{}`", "文字的引号没有成对，{} 后面缺少 {}"),
    ("unexpected end of raw block", "raw 块没有结束"),
    ("Unknown tag", "没有这种标记（tag）"),
    ("{} was named `{}` in the opening tag, found `{}` as name in the end tag", "{} 开头的名称是“{}”，结尾写的是“{}”"),
    ("Unclosed component '{}'", "组件（component）“{}”没有结束"),
    ("Closing tag '{}' doesn't match opening tag '{}'", "结尾的组件“{}”和开头的“{}”不一样"),
    ("Template already contains a block named `{}`", "模板里已经有块（block）“{}”"),
    ("Template already contains a component named `{}`", "模板里已经有组件（component）“{}”"),
    ("Template is already extending `{}`", "模板已经继承（extends）“{}”"),
    ("`extends` needs to be the first tag of the template", "继承（extends）要写在模板的最前面"),
    (
        "This content would be ignored: only `extends`, `block` and `component` are allowed at the top level of a child template",
        "这里的内容不会显示：继承（extends）别的模板时，最外层只能有 block 和 component",
    ),
    ("Keyword argument `{}` is defined more than once", "参数“{}”写了两次"),
    ("Missing keyword argument `{}`", "缺少参数“{}”"),
    ("Invalid type for the value, expected `{}` but got `{}`", "值的类型不对，应当是 {}，实际是 {}"),
    ("Iteration not possible on type `{}`", "“{}”类型的值不能用 for 逐个显示"),
    ("Key/value iteration is not possible on type `{}`, only on maps", "“{}”类型的值没有键，不能用 for 逐个显示键和值"),
    ("Math operations can only be done on numbers, found `{}`", "只有数能计算，这里是 {}"),
    ("Only numbers can be used in arithmetic. This is a `{}`", "只有数能计算，这里是 {}"),
    ("`+` requires both operands to be numbers, found `{}` and `{}`", "“+”两边都要是数，这里是 {} 和 {}"),
    ("Cannot divide by 0", "不能除以 0"),
    ("Cannot compare `{}` with `{}`", "{} 不能和 {} 比较"),
    ("Value of type {} has no length", "{} 类型的值没有长度"),
    ("Argument `{}` (type: `{}`) missing", "组件（component）缺少参数“{}”（{}）"),
    ("Argument `{}` missing", "组件（component）缺少参数“{}”"),
    (
        "Component argument `{}` (type: `{}`) does not match expected type: `{}`",
        "组件（component）的参数“{}”是 {}，应当是 {}",
    ),
    ("Unknown argument(s) {} in component call", "组件（component）没有参数 {}"),
    ("no UI string `{}` in {}", "没有界面文字“{}”（{}）"),
];

/// What Tera's message says.
struct Said<'m> {
    text: Text,
    /// The first name in it.
    name: Option<&'m str>,
    /// What could stand in place of that name.
    instead: Vec<&'m str>,
}

/// Reads Tera's message.
fn said(message: &str) -> Said<'_> {
    let lists = [" Available variables: ", " Available fields: ", " Possible argument(s) are: "];
    let (what, list) = lists.into_iter().find_map(|list| message.split_once(list)).unwrap_or((message, ""));
    let instead: Vec<&str> = list.split(", ").filter(|name| !name.is_empty()).collect();
    let what = what.trim_end_matches('.');
    let known = SAID.iter().find_map(|(en, zh)| Some((names(en, what)?, *zh)));
    let Some((names, zh)) = known else {
        return Said { text: Text::new(what, what), name: None, instead };
    };
    let mut given = names.iter();
    let mut pieces = zh.split("{}");
    let first = pieces.next().unwrap_or_default().to_owned();
    let zh = pieces.fold(first, |zh, piece| zh + given.next().copied().unwrap_or_default() + piece);
    Said { text: Text::new(zh, what), name: names.first().copied(), instead }
}

/// What stands in a message for each `{}` of a pattern, where it is of that.
fn names<'m>(pattern: &str, message: &'m str) -> Option<Vec<&'m str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = message.strip_prefix(pieces.next()?)?;
    let mut names = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let end = if pieces.peek().is_none() { rest.strip_suffix(piece)?.len() } else { rest.find(piece)? };
        names.push(rest.get(..end)?);
        rest = rest.get(end + piece.len()..)?;
    }
    rest.is_empty().then_some(names)
}

/// What a template error says, each fault where it is.
pub(super) fn findings(error: &tera::Error, files: &BTreeMap<String, File>) -> Vec<Finding> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![finding(report.filename(), report.span().range.clone(), report.message(), files)]
        }
        // What a template names and the theme has not is told of all templates at once, drawn for a terminal.
        ErrorKind::Msg(message) if message.starts_with(REPORT) => {
            message.split("\n\n").filter_map(|report| drawn(report, files)).collect()
        }
        ErrorKind::MissingParent { current, parent } => vec![no_parent(current, parent, files)],
        ErrorKind::CircularExtend { tpl, .. } => {
            let what = Text::new("模板绕了一圈继承（extends）自己", "the template extends itself in a circle");
            vec![within(tpl, "extends", &what, files)]
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            let what = Text::new("模板绕了一圈包含（include）自己", "the template includes itself in a circle");
            vec![within(tpl, "include", &what, files)]
        }
        ErrorKind::Msg(message) => match names("Component `{}` is defined in both `{}` and `{}`", message).as_deref() {
            Some([component, one, other]) => vec![twice(component, [one, other], files)],
            _ => vec![unplaced(error)],
        },
        _ => vec![unplaced(error)],
    }
}

/// What Tera gives no place for.
fn unplaced(error: &tera::Error) -> Finding {
    Finding::new(codes::TEMPLATE, Place::file("themes"), about(&said(&error.to_string()).text))
}

/// A template that extends one that is not there: templates are named by their path in the theme.
fn no_parent(current: &str, parent: &str, files: &BTreeMap<String, File>) -> Finding {
    let what = Text::new(
        format!("没有要继承（extends）的模板“{parent}”"),
        format!("there is no template \"{parent}\" to extend"),
    );
    let place = tag(current, "extends", files);
    let templates = files.keys().map(String::as_str).filter(|path| path.ends_with(".html") && *path != current);
    let is_it = |path: &&str| path.strip_suffix(parent).is_some_and(|folder| folder.ends_with('/'));
    let meant = templates.clone().find(is_it).or_else(|| nearest(parent, templates));
    let finding = Finding::new(codes::TEMPLATE, place, about(&what));
    match meant {
        Some(meant) => finding.write(meant),
        None => finding.help(
            "模板按主题里的路径写，例如 {% extends \"templates/base.html\" %}",
            "templates are named by their path in the theme, as {% extends \"templates/base.html\" %}",
        ),
    }
}

/// Something that is wrong with what a tag names.
fn within(path: &str, word: &str, what: &Text, files: &BTreeMap<String, File>) -> Finding {
    Finding::new(codes::TEMPLATE, tag(path, word, files), about(what)).help("改正模板", "mend the template")
}

/// The place of the name in the first tag `{% WORD "NAME" %}` of a template.
fn tag(path: &str, word: &str, files: &BTreeMap<String, File>) -> Place {
    let Some(file) = files.get(path) else { return Place::file("themes") };
    let tags = file.text.match_indices("{%").filter_map(|(start, _)| {
        let tag = file.text.get(start..)?;
        let tag = tag.get(..tag.find("%}")?)?;
        let name = tag.trim_start_matches(['{', '%', '-']).trim_start().strip_prefix(word)?;
        let name = name.get(name.find(['"', '\'', '`'])? + 1..)?;
        let start = start + tag.len() - name.len();
        Some(start..start + name.find(['"', '\'', '`'])?)
    });
    let tag = tags.into_iter().next();
    tag.map_or_else(|| Place::file(file.shown_as.clone()), |name| Place::span(file.shown_as.clone(), name))
}

/// A component that two files define: of a theme's own and the default one, the own is shown.
fn twice(component: &str, both: [&str; 2], files: &BTreeMap<String, File>) -> Finding {
    let is_default = |path: &&&str| files.get(**path).is_none_or(|file| file.shown_as.starts_with("themes/default/"));
    let own = both.iter().find(|path| !is_default(path)).or(both.last()).copied().unwrap_or_default();
    let other = both.iter().find(|path| **path != own).copied().unwrap_or_default();
    let file = files.get(own);
    let place = file.map_or_else(
        || Place::file("themes"),
        |file| {
            let definition = format!("component {component}");
            let at = file.text.find(&definition).map(|at| at + "component ".len());
            let at = at.map(|at| at..at + component.len());
            at.map_or_else(|| Place::file(file.shown_as.clone()), |at| Place::span(file.shown_as.clone(), at))
        },
    );
    let what = Text::new(
        format!("组件（component）“{component}”在 {other} 里已经有了"),
        format!("the component \"{component}\" is in {other} already"),
    );
    Finding::new(codes::TEMPLATE, place, about(&what)).help(
        format!("要替换它，文件放在主题的 {other}；要另加一个，换一个名称"),
        format!("to replace it name the file {other}; to have one more give it another name"),
    )
}

/// A page that cannot be rendered, and what is wrong with its template.
#[derive(Clone, Debug)]
pub struct Failed {
    fault: Finding,
    page: String,
}

impl Failed {
    pub(super) fn new(error: &tera::Error, files: &BTreeMap<String, File>, page: &str) -> Self {
        let fault = findings(error, files).into_iter().next().unwrap_or_else(|| unplaced(error));
        Self { fault, page: page.to_owned() }
    }

    /// The finding of this page alone.
    pub fn told(self) -> Finding {
        self.and(0)
    }

    /// The findings of pages: what is wrong in one place is told once, with the first page and how many more there are.
    pub fn told_once(pages: Vec<Failed>) -> Vec<Finding> {
        let mut faults: BTreeMap<(Place, Text), (Failed, usize)> = BTreeMap::new();
        for page in pages {
            let key = (page.fault.place.clone(), page.fault.message.clone());
            faults.entry(key).and_modify(|(_, more)| *more += 1).or_insert((page, 0));
        }
        faults.into_values().map(|(first, more)| first.and(more)).collect()
    }

    fn and(self, more: usize) -> Finding {
        let Self { mut fault, page } = self;
        let (zh, en) = match more {
            0 => (String::new(), String::new()),
            1 => ("，还有 1 个页面".to_owned(), " and 1 more page".to_owned()),
            more => (format!("，还有 {more} 个页面"), format!(" and {more} more pages")),
        };
        fault.message.zh += &format!("（页面 {page}{zh}）");
        fault.message.en += &format!(" (page {page}{en})");
        fault
    }
}

/// What a report that is drawn for a terminal begins with.
const REPORT: &str = "error: ";

/// A report that is drawn for a terminal: `error: MESSAGE`, then `--> FILE:LINE:COLUMN`.
fn drawn(report: &str, files: &BTreeMap<String, File>) -> Option<Finding> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix(REPORT)?;
    let mut at = lines.next()?.trim().strip_prefix("--> ")?.rsplitn(3, ':');
    let column: usize = at.next()?.parse().ok()?;
    let line: usize = at.next()?.parse().ok()?;
    let name = at.next()?;
    let text = files.get(name).map_or("", |file| file.text.as_str());
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let line = text.get(before..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let column: usize = line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let named = said(message).name.and_then(|name| Some((line.get(column..)?.find(name)?, name.len())));
    let (start, length) = named.unwrap_or_default();
    let start = before + column + start;
    Some(finding(name, start..start + length, message, files))
}

fn finding(name: &str, span: std::ops::Range<usize>, message: &str, files: &BTreeMap<String, File>) -> Finding {
    let said = said(message);
    let shown_as = files.get(name).map_or_else(|| name.to_owned(), |file| file.shown_as.clone());
    let help = help(&said, message, files);
    Finding::new(codes::TEMPLATE, Place::span(shown_as, span), about(&said.text)).help(help.zh, help.en)
}

fn about(what: &Text) -> Text {
    Text::new(format!("模板出错：{}", what.zh), format!("template error: {}", what.en))
}

/// What to do about a message.
fn help(said: &Said<'_>, message: &str, files: &BTreeMap<String, File>) -> Text {
    let is_absent = ["Variable ", "Field ", "Tried to "].into_iter().any(|start| message.starts_with(start));
    let mut all: Vec<&str> = said.instead.clone();
    let mut listed = Text::new("", "");
    if message.starts_with("Unknown filter") {
        all = FILTERS.to_vec();
    } else if message.starts_with("Unknown function") {
        all = vec!["t", "once", "range", "throw"];
    } else if message.starts_with("Unknown component") {
        all = components(files).map(|(name, _)| name).collect();
    } else if message.starts_with("Unknown template") {
        all = files.keys().map(String::as_str).filter(|path| path.ends_with(".html")).collect();
    } else if !all.is_empty() {
        listed = Text::new(format!("这里有：{}。", all.join("、")), format!("there are: {}; ", all.join(", ")));
    }
    let near = said.name.and_then(|name| nearest(name, all.iter().copied()));
    let near = near.map_or_else(
        || Text::new("", ""),
        |near| Text::new(format!("是不是“{near}”？"), format!("did you mean \"{near}\"? ")),
    );
    let (zh, en) = match is_absent {
        true => (
            "值可能不存在时先判断：{% if record.park %}…{% endif %}",
            "where a value may be absent ask first: {% if record.park %}…{% endif %}",
        ),
        false => ("改正模板", "mend the template"),
    };
    Text::new(format!("{}{}{zh}", near.zh, listed.zh), format!("{}{}{en}", near.en, listed.en))
}

/// Filters that templates use: those of gongbao and the commonest of Tera's.
const FILTERS: &[&str] = &[
    "text", "datetime", "slug", "headings", "qr", "t", "safe", "length", "first", "last", "join", "default", "upper",
    "lower", "trim", "replace", "split", "sort", "reverse", "unique", "get", "keys", "values", "group_by", "round",
];

/// The components that templates define, with the templates.
pub(super) fn components(files: &BTreeMap<String, File>) -> impl Iterator<Item = (&str, &str)> {
    static DEFINED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\{%-?\s*component\s+([A-Za-z_][A-Za-z0-9_.]*)").ok());
    let templates = files.iter().filter(|(path, _)| path.ends_with(".html"));
    templates.flat_map(|(path, file)| {
        let defined = DEFINED.iter().flat_map(|defined| defined.captures_iter(&file.text));
        defined.filter_map(|found| Some((found.get(1)?.as_str(), path.as_str())))
    })
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use tera::{Context, Tera};

    use super::super::Theme;
    use super::*;
    use crate::source::{OwnTheme, ThemeFile};
    use crate::text::Ui;

    fn file(theme: &str, path: &str, text: &str) -> (String, File) {
        (path.to_owned(), File { shown_as: format!("themes/{theme}/{path}"), text: text.to_owned() })
    }

    /// What is found in a template, which stands beside another.
    fn found(text: &str) -> Vec<Finding> {
        let files: BTreeMap<String, File> = [
            file("default", "templates/base.html", "<main>{% block main %}{% endblock main %}</main>"),
            file(
                "default",
                "components/card.html",
                "{% component card(title) %}<b>{{ title }}</b>{% endcomponent card %}",
            ),
            file("own", "templates/a.html", text),
        ]
        .into();
        let mut tera = Tera::new();
        let made = tera.add_raw_templates(files.iter().map(|(path, file)| (path.as_str(), file.text.as_str())));
        let mut context = Context::new();
        context.insert("record", &serde_json::json!({ "title": "甲", "n": 1, "list": [1] }));
        let shown = made.and_then(|()| tera.render("templates/a.html", &context));
        shown.err().map(|error| findings(&error, &files)).unwrap_or_default()
    }

    #[test]
    fn what_occurs_is_said_in_chinese_where_it_is() {
        let faulty = [
            ("甲 {{ recrod.title }}", "recrod", "没有变量（variable）“recrod”"),
            ("{{ record.titel }}", "record.titel", "没有字段（field）“titel”"),
            ("甲{{ record.title | txet }}", "txet", "没有过滤器（filter）“txet”"),
            ("{% if record is emtpy %}{% endif %}", "emtpy", "没有判断（test）“emtpy”"),
            ("甲\n乙 {{ onec() }}", "onec", "没有函数（function）“onec”"),
            ("{{ <crad title=\"a\" /> }}", "crad", "没有组件（component）“crad”"),
            ("{% include \"base.html\" %}", "base.html", "没有模板（template）“base.html”"),
            (
                "{% extends \"templates/base.html\" %}{% block mian %}{% endblock mian %}",
                "mian",
                "上级模板里没有块（block）“mian”",
            ),
            ("{{ record.title }", "}", "这里写了 `}`，应当是 }}"),
            ("{{ }}", "}}", "应当是其中之一"),
            ("{% if record %}", "", "模板没有写完"),
            ("{# 注释", "", "注释没有结束"),
            ("{{ \"甲 }}", "", "引号没有成对"),
            ("{% unless record %}{% endunless %}", "unless", "没有这种标记（tag）"),
            ("{#- 甲 -#}{% extends 'base.html' %}", "base.html", "没有要继承（extends）的模板“base.html”"),
            ("{% extends \"templates/a.html\" %}", "templates/a.html", "绕了一圈继承"),
            ("甲 {%- include \"templates/a.html\" -%}", "templates/a.html", "绕了一圈包含"),
            (
                "{% component card(a) %}{{ a }}{% endcomponent card %}",
                "card",
                "“card”在 components/card.html 里已经有了",
            ),
            ("{% block a %}{% endblock b %}", "", "开头的名称是“a”，结尾写的是“b”"),
            ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "a", "已经有块（block）“a”"),
            ("甲{% extends \"templates/base.html\" %}", "", "要写在模板的最前面"),
            ("{% extends \"templates/base.html\" %}甲", "", "这里的内容不会显示"),
            ("{{ record.title | replace(from=\"a\") }}", "", "缺少参数“to”"),
            ("{% for a in record.n %}{% endfor %}", "record.n", "不能用 for 逐个显示"),
            ("{{ record.title * 2 }}", "", "只有数能计算"),
            ("{{ 1 / 0 }}", "", "不能除以 0"),
            ("{{ <card /> }}", "", "缺少参数"),
            ("{{ <card title=\"a\" titel=\"b\" /> }}", "", "没有参数 `titel`"),
            ("{% <card title=\"a\"> %}", "", "“card”没有结束"),
        ];
        let mut wrong = Vec::new();
        for (text, marked, zh) in faulty {
            let findings = found(text);
            let [finding] = findings.as_slice() else {
                wrong.push(format!("{text}: {findings:?}"));
                continue;
            };
            let at = match finding.place.at {
                crate::diagnostic::At::Span(start, end) => text.get(start..end),
                crate::diagnostic::At::Line(_) => None,
            };
            let is_there = at.is_some_and(|at| at.contains(marked) || marked.contains(at.trim()));
            if !is_there || &*finding.place.file != "themes/own/templates/a.html" || !finding.message.zh.contains(zh) {
                wrong.push(format!("{text}: {at:?} {} / {}", finding.message.zh, finding.message.en));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn all_that_is_not_there_is_told_with_what_was_meant() {
        let findings = found("甲 {{ record.title | txet }}\n{{ <crad title=\"b\" /> }}{{ recrod }}");
        let helps: Vec<&str> = findings.iter().filter_map(|finding| Some(finding.help.as_ref()?.zh.as_str())).collect();
        assert_eq!(helps, ["是不是“text”？改正模板", "是不是“card”？改正模板"]);
        let findings = found("{{ recrod.title }}");
        let help = findings.first().and_then(|finding| finding.help.as_ref()).expect("a help");
        assert!(help.zh.starts_with("是不是“record”？这里有：record。") && help.en.contains("record; "), "{help:?}");
    }

    #[test]
    fn pages_that_fail_in_one_place_are_told_once() {
        let error = tera::Error::message("no template");
        let failed = |pages: &[&str]| pages.iter().map(|page| Failed::new(&error, &BTreeMap::new(), page)).collect();
        for (pages, zh, en) in [
            (&["/a/"][..], "（页面 /a/）", " (page /a/)"),
            (&["/b/", "/a/"], "（页面 /b/，还有 1 个页面）", " (page /b/ and 1 more page)"),
            (&["/b/", "/a/", "/b/"], "（页面 /b/，还有 2 个页面）", " (page /b/ and 2 more pages)"),
        ] {
            let told = Failed::told_once(failed(pages));
            let [one] = told.as_slice() else { panic!("{told:?}") };
            assert!(one.message.zh.ends_with(zh) && one.message.en.ends_with(en), "{:?}", one.message);
        }
    }

    #[test]
    fn the_example_of_the_documentation_extends_a_template() {
        let papers = include_str!("../../../docs/theme.md");
        let start = papers.find("{% extends").expect("an example");
        let text = papers[start..].split("```").next().expect("an example").to_owned();
        let own = ThemeFile { path: "templates/project.html".into(), shown_as: "themes/own/a.html".into(), text };
        assert!(Theme::load(&OwnTheme { files: vec![own], ..OwnTheme::default() }, Ui::ZhHans).is_ok());
    }

    #[test]
    fn both_wordings_hold_the_same_names() {
        let mut patterns = BTreeSet::new();
        for (en, zh) in SAID {
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{en}");
            assert!(zh.contains(crate::text::is_han) && patterns.insert(en), "{en}");
            let message = en.split("{}").collect::<Vec<_>>().join("甲乙");
            let said = said(&message);
            assert_eq!(said.text.zh.matches("甲乙").count(), zh.matches("{}").count(), "{en}: {}", said.text.zh);
        }
    }
}
