//! The theme: templates, components, one stylesheet, UI strings. The default one is in the binary; a bulletin's own
//! theme replaces single files of it by path.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde_json::Value;
use tera::{Context, ErrorKind, Kwargs, State, Tera};

use crate::date::{PartialDate, Period};
use crate::diagnostic::{Finding, Place, Text, Texts, codes};
use crate::source::ThemeFile;
use crate::text::{Strings, Ui, show, slug};

static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The layers of the stylesheet, the later over the earlier: `styles/LAYER.css`; the components' stand beside them.
const LAYERS: [&str; 6] = ["tokens", "base", "prose", "layout", "components", "print"];

/// A theme, ready to render.
pub struct Theme {
    tera: Tera,
    strings: Strings,
    stylesheet: String,
    stylesheet_path: String,
    files: BTreeMap<String, File>,
}

/// A file of the theme: where findings say it is, and its text.
#[derive(Clone, Debug)]
struct File {
    shown_as: String,
    text: String,
}

impl Texts for Theme {
    fn text(&self, file: &str) -> Option<&str> {
        self.files.values().find(|other| other.shown_as == file).map(|file| file.text.as_str())
    }
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Theme({} files)", self.files.len())
    }
}

impl Theme {
    /// The default theme with `own` files in place of its own of the same path.
    ///
    /// # Errors
    /// Findings, with the files they point into, when a template or strings file cannot be read.
    pub fn load(own: &[ThemeFile], ui: Ui) -> Result<Self, (Vec<Finding>, Box<dyn Texts>)> {
        let mut files: BTreeMap<String, File> = BTreeMap::new();
        collect(&DEFAULT, &mut files);
        for file in own {
            files.insert(file.path.clone(), File { shown_as: file.shown_as.clone(), text: file.text.clone() });
        }
        let fail = |findings: Vec<Finding>, files: BTreeMap<String, File>| {
            (findings, Box::new(Shown(files)) as Box<dyn Texts>)
        };
        let strings = match strings(&files, ui) {
            Ok(strings) => strings,
            Err(finding) => return Err(fail(vec![*finding], files)),
        };
        let stylesheet = stylesheet(&files);
        let hash = blake3::hash(stylesheet.as_bytes()).to_hex();
        let stylesheet_path = format!("assets/style-{}.css", hash.get(..12).unwrap_or("0"));
        let tera = match templates(&files, &strings) {
            Ok(tera) => tera,
            Err(error) => {
                let finding = template_finding(&error, &files, "");
                return Err(fail(vec![finding], files));
            }
        };
        Ok(Self { tera, strings, stylesheet, stylesheet_path, files })
    }

    /// The words of the interface.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// The stylesheet.
    pub fn stylesheet(&self) -> &str {
        &self.stylesheet
    }

    /// Its path in the site, with a hash of its content.
    pub fn stylesheet_path(&self) -> &str {
        &self.stylesheet_path
    }

    /// Renders a template with a view.
    pub(super) fn render(&self, template: &str, view: &Value, address: &str) -> Result<Vec<u8>, Box<Finding>> {
        let render = || -> tera::TeraResult<String> {
            let context = Context::from_serialize(view)?;
            self.tera.render(&format!("templates/{template}.html"), &context)
        };
        render().map(String::into_bytes).map_err(|error| Box::new(template_finding(&error, &self.files, address)))
    }
}

struct Shown(BTreeMap<String, File>);

impl Texts for Shown {
    fn text(&self, file: &str) -> Option<&str> {
        self.0.values().find(|other| other.shown_as == file).map(|file| file.text.as_str())
    }
}

/// The files of the example bulletin, for `init`: path from its root, bytes.
pub fn example() -> Vec<(String, &'static [u8])> {
    fn walk(dir: &'static Dir<'static>, out: &mut Vec<(String, &'static [u8])>) {
        for file in dir.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            if let Some(path) = path.strip_prefix("example/") {
                out.push((path.to_owned(), file.contents()));
            }
        }
        dir.dirs().for_each(|dir| walk(dir, out));
    }
    let mut out = Vec::new();
    DEFAULT.dirs().filter(|dir| dir.path().ends_with("example")).for_each(|dir| walk(dir, &mut out));
    out
}

fn collect(dir: &Dir<'_>, files: &mut BTreeMap<String, File>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Some(text) = file.contents_utf8() {
            files.insert(path.clone(), File { shown_as: format!("themes/default/{path}"), text: text.to_owned() });
        }
    }
    dir.dirs().filter(|dir| !dir.path().ends_with("example")).for_each(|dir| collect(dir, files));
}

/// The theme's styles in one sheet: each file in its layer, without what only its authors read.
fn stylesheet(files: &BTreeMap<String, File>) -> String {
    let component = |path: &&String| path.starts_with("components/") && path.ends_with(".css");
    let components: Vec<&str> = files.keys().filter(component).map(String::as_str).collect();
    let styles = LAYERS.map(|layer| format!("styles/{layer}.css"));
    LAYERS.iter().zip(&styles).fold(format!("@layer {};", LAYERS.join(",")), |mut sheet, (layer, style)| {
        let paths = if *layer == "components" { &components[..] } else { &[style.as_str()][..] };
        sheet += &format!("@layer {layer}{{");
        let lines = paths.iter().filter_map(|path| files.get(*path)).flat_map(|file| file.text.lines());
        for line in lines.map(without_comment).filter(|line| !line.is_empty()).map(tighten) {
            if sheet.ends_with(';') && line == "}" {
                sheet.pop();
            } else if !sheet.ends_with(['{', '}', ';', ',']) {
                sheet.push('\n');
            }
            sheet += &line;
        }
        sheet + "}"
    })
}

/// A line without the space after a declaration's colon and before a block.
fn tighten(line: &str) -> String {
    match (line.strip_suffix(" {"), line.split_once(": ").filter(|_| line.ends_with(';'))) {
        (Some(selector), _) => format!("{selector}{{"),
        (None, Some((property, value))) => format!("{property}:{value}"),
        (None, None) => line.to_owned(),
    }
}

/// A line without the comment at its end: that is for the theme's authors, not for readers' telephones.
fn without_comment(line: &str) -> &str {
    let line = line.trim();
    match line.rfind("/*") {
        Some(start) if line.ends_with("*/") => line.get(..start).unwrap_or(line).trim_end(),
        _ => line,
    }
}

/// The default theme's strings, with those that a theme of its own gives in their place.
fn strings(files: &BTreeMap<String, File>, ui: Ui) -> Result<Strings, Box<Finding>> {
    let path = format!("strings/{}.yaml", ui.tag());
    let default = DEFAULT.get_file(&path).and_then(|file| file.contents_utf8()).unwrap_or_default();
    let mut texts = BTreeMap::new();
    if let Ok(tree) = serde_yaml::from_str::<Value>(default) {
        flatten(&tree, "", &mut texts);
    }
    if let Some(file) = files.get(&path) {
        let tree: Value = serde_yaml::from_str(&file.text).map_err(|error| {
            let message =
                Text::new(format!("界面文字无法读取：{error}"), format!("the UI strings cannot be read: {error}"));
            let at = error.location().map_or(0, |location| location.index()).min(file.text.len());
            Box::new(Finding::new(codes::MISSING_STRING, Place::span(file.shown_as.clone(), at..at), message))
        })?;
        flatten(&tree, "", &mut texts);
    }
    Ok(Strings::new(ui, texts))
}

fn flatten(value: &Value, path: &str, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(value, &path, out);
            }
        }
        Value::String(text) => {
            out.insert(path.to_owned(), text.clone());
        }
        other => {
            out.insert(path.to_owned(), other.to_string());
        }
    }
}

fn templates(files: &BTreeMap<String, File>, strings: &Strings) -> tera::TeraResult<Tera> {
    let mut tera = Tera::new();
    let ui = strings.ui;
    tera.register_filter("text", move |value: &tera::Value, _: Kwargs, _: &State<'_>| show(&to_json(value), ui));
    tera.register_filter("datetime", |value: &tera::Value, _: Kwargs, _: &State<'_>| datetime(&to_json(value)));
    tera.register_filter("slug", |text: &str, _: Kwargs, _: &State<'_>| slug(text));
    let words = strings.clone();
    tera.register_function("t", move |args: Kwargs, _: &State<'_>| -> tera::TeraResult<String> {
        let key: String = args.must_get("key")?;
        let text = words
            .get(&key)
            .ok_or_else(|| tera::Error::message(format!("no UI string `{key}` in strings/{}.yaml", words.ui.tag())))?;
        let n = args.get::<tera::Value>("n")?;
        Ok(n.map_or_else(|| text.to_owned(), |n| text.replace("{n}", &show(&to_json(&n), words.ui))))
    });
    let is_template = |path: &&String| path.ends_with(".html");
    tera.add_raw_templates(
        files.iter().filter(|(path, _)| is_template(path)).map(|(path, file)| (path.as_str(), file.text.as_str())),
    )?;
    Ok(tera)
}

fn to_json(value: &tera::Value) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The machine form of a date or period, for `<time datetime>`; half-years, quarters and ranges give their first day.
fn datetime(value: &Value) -> String {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if let Some(date) = text("date") {
        return date.to_owned();
    }
    match text("period").and_then(|period| period.parse::<Period>().ok()) {
        Some(Period::Date(date)) => date.to_string(),
        Some(period @ Period::Week(..)) => period.to_string(),
        Some(period) => PartialDate::from_day(period.first()).to_string(),
        None => String::new(),
    }
}

fn template_finding(error: &tera::Error, files: &BTreeMap<String, File>, address: &str) -> Finding {
    let on_page = |zh: String, en: String| match address {
        "" => Text::new(zh, en),
        address => Text::new(format!("{zh}（页面 {address}）"), format!("{en} (page {address})")),
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let message = report.message();
            let file = files.get(report.filename());
            let shown_as = file.map_or_else(|| report.filename().to_owned(), |file| file.shown_as.clone());
            let span = report.span();
            let place = Place::span(shown_as, span.range.clone());
            let text = on_page(format!("模板出错：{message}"), format!("template error: {message}"));
            Finding::new(codes::TEMPLATE, place, text).help(
                "改正模板；值可能不存在时先判断：{% if record.park %}…{% endif %}",
                "mend the template; where a value may be absent ask first: {% if record.park %}…{% endif %}",
            )
        }
        _ => {
            let text = on_page(format!("模板出错：{error}"), format!("template error: {error}"));
            Finding::new(codes::TEMPLATE, Place::file("themes"), text)
        }
    }
}
