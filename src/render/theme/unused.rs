//! What of a bulletin's own theme has no effect: files that nothing uses, strings that no template asks for, keys that nobody
//! knows. A name with one letter wrong is of these.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::fault::components;
use super::{DEFAULT, File, collect, flatten};
use crate::diagnostic::{Finding, Place, Text, codes};
use crate::source::yaml::{self, Node, NodeValue};
use crate::source::{OwnTheme, ThemeFile};
use crate::text::nearest;

/// The keys of `theme.yaml`.
const KEYS: [&str; 3] = ["name", "licence", "front"];

/// What of a theme has no effect; `files` are all of the theme's, the default one's among them.
pub(super) fn findings(own: &OwnTheme, files: &BTreeMap<String, File>) -> Vec<Finding> {
    let mut default = BTreeMap::new();
    collect(&DEFAULT, &mut default);
    let named = Named::of(files);
    let others = own.files.iter().filter(|file| !default.contains_key(&file.path) && !named.has(file, files));
    let mut findings: Vec<Finding> = others.map(|file| no_file(&file.path, &file.shown_as, &default)).collect();
    findings.extend(own.unread.iter().map(|(path, shown_as)| no_file(path, shown_as, &default)));
    for file in &own.files {
        // What cannot be read is told elsewhere, where it is used.
        let Some(root) = yaml::parse(&file.text).ok().flatten().filter(|_| file.path.ends_with(".yaml")) else {
            continue;
        };
        if file.path == "theme.yaml" {
            findings.extend(of_settings(&root, file, files));
        } else if file.path.starts_with("strings/") && default.contains_key(&file.path) {
            let known = default.get(&file.path).map(|file| strings(&file.text)).unwrap_or_default();
            findings.extend(of_strings(&root, file, &known, &named));
        }
    }
    findings
}

/// What the templates of a theme name.
struct Named<'t> {
    /// What stands between two quotation marks.
    quoted: BTreeSet<&'t str>,
    /// Components that are called.
    called: BTreeSet<&'t str>,
    /// Scripts whose links are written.
    scripts: BTreeSet<&'t str>,
}

impl<'t> Named<'t> {
    fn of(files: &'t BTreeMap<String, File>) -> Self {
        static CALLED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<\s*([A-Za-z_][A-Za-z0-9_.]*)").ok());
        static SCRIPT: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r#"scripts\??(?:\.|\[["'])([A-Za-z0-9_./-]+)"#).ok());
        fn all<'t>(regex: &'static LazyLock<Option<Regex>>, text: &'t str) -> impl Iterator<Item = &'t str> {
            let found = regex.iter().flat_map(move |regex| regex.captures_iter(text));
            found.filter_map(|found| Some(found.get(1)?.as_str()))
        }
        let templates = || files.iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, file)| file.text.as_str());
        Self {
            quoted: templates().flat_map(|text| text.split(['"', '\'', '`'])).collect(),
            called: templates().flat_map(|text| all(&CALLED, text)).collect(),
            scripts: templates().flat_map(|text| all(&SCRIPT, text)).collect(),
        }
    }

    /// Whether a file that the default theme has not has an effect.
    fn has(&self, file: &ThemeFile, files: &BTreeMap<String, File>) -> bool {
        let (folder, name) = file.path.split_once('/').unwrap_or(("", &file.path));
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        match extension {
            "html" => {
                let is_called = |(component, path): (&str, &str)| {
                    path == file.path && (self.called.contains(component) || self.quoted.contains(component))
                };
                self.quoted.contains(&*file.path) || components(files).any(is_called)
            }
            "css" | "yaml" => folder == "components",
            "js" => folder == "scripts" && self.scripts.contains(stem),
            "svg" => folder == "icons" && self.quoted.contains(stem),
            _ => false,
        }
    }
}

/// A file that has no effect.
fn no_file(path: &str, shown_as: &str, default: &BTreeMap<String, File>) -> Finding {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let (zh, en) = match extension {
        "html" => (
            "没有模板继承（extends）或包含（include）它，也没有模板调用它的组件",
            "no template extends or includes it, or calls a component of it",
        ),
        "css" => ("没有页面加载它", "no page loads it"),
        "js" | "svg" => ("没有模板用到它", "no template uses it"),
        _ => ("没有什么读它", "nothing reads it"),
    };
    let what =
        Text::new(format!("主题里这个文件不起作用：{zh}"), format!("this file of the theme has no effect: {en}"));
    let finding = Finding::new(codes::WITHOUT_EFFECT, Place::file(shown_as), what);
    if let Some(meant) = meant(path, default) {
        return finding.help(format!("是不是 {meant}？"), format!("did you mean {meant}?"));
    }
    match extension {
        "css" => finding.help(
            format!("自己的样式放在 components/{stem}/{name}，和默认主题的样式一起发布"),
            format!("put styles of your own into components/{stem}/{name}: they are published with those of the default theme"),
        ),
        "js" => finding.help(
            format!("放在 scripts/ 里，在模板里写 <script src=\"{{{{ site.scripts.{stem} }}}}\" defer></script>"),
            format!("put it into scripts/, and write <script src=\"{{{{ site.scripts.{stem} }}}}\" defer></script> in a template"),
        ),
        "svg" => finding.help(
            format!("放在 icons/ 里，在模板里写 {{{{ <icon name={{\"{stem}\"}} /> }}}}"),
            format!("put it into icons/, and write {{{{ <icon name={{\"{stem}\"}} /> }}}} in a template"),
        ),
        "html" => finding.help(
            format!("在别的模板里用到它，例如 {{% include \"{path}\" %}}，或者删除它"),
            format!("use it in another template, as {{% include \"{path}\" %}}, or delete it"),
        ),
        "yaml" if path.starts_with("strings/") => finding.help(
            "界面文字写在 strings/zh-Hans.yaml 和 strings/en.yaml",
            "the words of the interface stand in strings/zh-Hans.yaml and strings/en.yaml",
        ),
        _ => finding.help(
            "主题里有 html、css、js、yaml 文件和 icons/ 里的 svg；图片和附件放在 content/",
            "a theme is files of html, css, js and yaml, and svg in icons/; images and attachments go into content/",
        ),
    }
}

/// The file of the default theme that was probably meant: of the same name in another folder, or nearly of that in the same.
fn meant<'d>(path: &str, default: &'d BTreeMap<String, File>) -> Option<&'d str> {
    fn name(path: &str) -> &str {
        path.rsplit('/').next().unwrap_or(path)
    }
    fn stem(path: &str) -> &str {
        name(path).rsplit_once('.').map_or(name(path), |(stem, _)| stem)
    }
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let (templates, others): (Vec<_>, Vec<_>) =
        default.keys().map(String::as_str).partition(|path| path.starts_with("templates/"));
    let mut all = templates.iter().chain(&others).copied();
    if let Some(same) = all.find(|known| name(known) == name(path)) {
        return Some(same);
    }
    let beside: Vec<&str> = default.keys().map(String::as_str).filter(|known| folder(known) == folder(path)).collect();
    let near = nearest(stem(path), beside.iter().map(|known| stem(known)))?;
    beside.into_iter().find(|known| stem(known) == near)
}

/// Keys of `theme.yaml` that nobody knows, and components of the front page that are not there.
fn of_settings(root: &Node, file: &ThemeFile, files: &BTreeMap<String, File>) -> Vec<Finding> {
    let NodeValue::Map(entries) = &root.value else { return Vec::new() };
    let mut findings = Vec::new();
    for (key, _) in entries.iter() {
        let name = key.text().unwrap_or_default();
        if !KEYS.contains(&name) {
            let what = Text::new(
                format!("没有“{name}”这个键，不起作用"),
                format!("there is no key \"{name}\": it has no effect"),
            );
            findings.push(no_key(key, file, what, name, &KEYS));
        }
    }
    let of_component = |path: &String| Some(path.strip_prefix("components/")?.split_once('/')?.0.to_owned());
    let folders: BTreeSet<String> = files.keys().filter_map(of_component).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    if let Some(NodeValue::List(front)) = root.get("front").map(|front| &front.value) {
        for item in front {
            let name = item.text().unwrap_or_default();
            if !folders.contains(&name) {
                let what = Text::new(
                    format!("没有组件文件夹“{name}”，不起作用"),
                    format!("there is no folder of components \"{name}\": it has no effect"),
                );
                findings.push(no_key(item, file, what, name, &folders));
            }
        }
    }
    findings
}

fn no_key(node: &Node, file: &ThemeFile, what: Text, name: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(codes::WITHOUT_EFFECT, Place::span(file.shown_as.clone(), node.span.clone()), what);
    match nearest(name, known.iter().copied()) {
        Some(meant) => finding.help(format!("是不是“{meant}”？"), format!("did you mean \"{meant}\"?")),
        None => finding.help(
            format!("可用的：{}；用不到就删去", known.join("、")),
            format!("there are: {}; delete what is not needed", known.join(", ")),
        ),
    }
}

/// Strings that no template asks for.
fn of_strings(root: &Node, file: &ThemeFile, known: &BTreeSet<String>, named: &Named<'_>) -> Vec<Finding> {
    // A key may be put together: `"chart." ~ key`.
    let is_made = |key: &str| {
        key.match_indices('.').any(|(at, _)| key.get(..=at).is_some_and(|lead| named.quoted.contains(lead)))
    };
    let mut keys = Vec::new();
    leaves(root, "", &mut keys);
    let unknown =
        keys.into_iter().filter(|(key, _)| !known.contains(key) && !named.quoted.contains(&**key) && !is_made(key));
    unknown
        .map(|(key, node)| {
            let what = Text::new(
                format!("界面文字“{key}”不起作用：没有模板用到它"),
                format!("the UI string \"{key}\" has no effect: no template uses it"),
            );
            let place = Place::span(file.shown_as.clone(), node.span.clone());
            let finding = Finding::new(codes::WITHOUT_EFFECT, place, what);
            match nearest(&key, known.iter().map(String::as_str)) {
                Some(meant) => finding.help(format!("是不是“{meant}”？"), format!("did you mean \"{meant}\"?")),
                None => finding.help(
                    "名称和默认主题的 strings 一样；用不到就删去",
                    "the names are those of the default theme's strings; delete what is not needed",
                ),
            }
        })
        .collect()
}

/// The keys of strings by their paths, each with the place of its last part.
fn leaves<'n>(node: &'n Node, path: &str, out: &mut Vec<(String, &'n Node)>) {
    let NodeValue::Map(entries) = &node.value else { return };
    for (key, value) in entries.iter() {
        let name = key.text().unwrap_or_default();
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        match &value.value {
            NodeValue::Map(_) => leaves(value, &path, out),
            _ => out.push((path, key)),
        }
    }
}

/// The names of strings in a file of them.
fn strings(text: &str) -> BTreeSet<String> {
    let mut texts = BTreeMap::new();
    if let Ok(tree) = yaml::read(text) {
        flatten(&tree, "", &mut texts);
    }
    texts.into_keys().collect()
}

#[cfg(test)]
mod tests {
    use super::super::Theme;
    use super::*;
    use crate::text::Ui;

    fn found(files: &[(&str, &str)], unread: &[&str]) -> Vec<(String, String)> {
        let shown_as = |path: &str| format!("themes/own/{path}");
        let file = |(path, text): &(&str, &str)| ThemeFile {
            path: (*path).to_owned(),
            shown_as: shown_as(path),
            text: (*text).to_owned(),
        };
        let unread = unread.iter().map(|path| ((*path).to_owned(), shown_as(path))).collect();
        let own = OwnTheme { files: files.iter().map(file).collect(), unread, findings: Vec::new() };
        let theme = Theme::load(&own, Ui::ZhHans).ok().expect("a theme");
        let findings = theme.findings().iter().filter(|finding| finding.code == codes::WITHOUT_EFFECT);
        let told = |finding: &Finding| finding.help.as_ref().map(|help| help.en.clone()).unwrap_or_default();
        findings.map(|finding| (finding.message.en.clone(), told(finding))).collect()
    }

    #[test]
    fn what_is_used_is_not_told() {
        let files = [
            ("theme.yaml", "name: 我的\nfront: [badge, mine]\n"),
            (
                "templates/news.html",
                "{% extends \"templates/frame.html\" %}{% block main %}{{ <mine /> }}{{ once(component=\"other\") }}{{ t(key=\"own.\" ~ 1) }}{{ \"mine.word\" | t }}{{ <icon name=\"mine\" /> }}<script src=\"{{ site.scripts.mine }}\"></script>{% endblock main %}",
            ),
            ("templates/frame.html", "<!doctype html>{% block main %}{% endblock main %}"),
            ("components/mine/mine.html", "{% component mine() %}a{% endcomponent mine %}"),
            ("components/mine/other.html", "{% component other() %}a{% endcomponent other %}"),
            ("components/mine/mine.css", ".gb-mine{color:red}"),
            ("components/mine/mine.yaml", "components: []"),
            ("styles/tokens.css", ":root{}"),
            ("scripts/mine.js", "let a = 1;"),
            ("strings/zh-Hans.yaml", "own: {\"1\": 一}\nmine: {word: 字}\nproject: {investor: 单位}\n"),
            ("icons/mine.svg", "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>"),
        ];
        assert_eq!(found(&files, &[]), []);
    }

    #[test]
    fn what_is_not_used_is_told_with_what_was_meant() {
        let own = [
            ("theme.yaml", "fornt: [badge]\nfront: [bagde]\n", "did you mean \"front\"?"),
            ("templates/nwes.html", "a", "did you mean templates/news.html?"),
            ("project.html", "a", "did you mean templates/project.html?"),
            (
                "components/card/card.html",
                "{% component card2() %}a{% endcomponent card2 %}",
                "use it in another template",
            ),
            ("styles/token.css", "a{}", "did you mean styles/tokens.css?"),
            ("styles/mine.css", "a{}", "components/mine/mine.css"),
            ("scripts/mine.js", "let a = 1;", "site.scripts.mine"),
            ("strings/zh-Hans.yaml", "project: {invester: 单位}\n", "did you mean \"project.investor\"?"),
            ("strings/zh.yaml", "project: {investor: 单位}\n", "strings/zh-Hans.yaml"),
            ("icons/mine.svg", "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>", "<icon name={\"mine\"} />"),
        ];
        for (path, text, help) in own {
            let found = found(&[(path, text)], &[]);
            assert!(found.iter().any(|(_, told)| told.contains(help)), "{path}: {found:?}");
            assert_eq!(found.len(), if path == "theme.yaml" { 2 } else { 1 }, "{path}: {found:?}");
        }
        let unread = found(&[], &["templates/news.htm", "logo.png"]);
        let helps: Vec<&str> = unread.iter().map(|(_, help)| help.as_str()).collect();
        assert!(
            matches!(helps.as_slice(), ["did you mean templates/news.html?", other] if other.contains("content/")),
            "{helps:?}"
        );
    }
}
