//! The theme: templates, components, stylesheets, scripts, UI strings. The default one is in the binary; a bulletin's own
//! theme replaces single files of it by path.

mod fault;
mod unused;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use regex::Regex;
use serde_json::{Value, json};
use tera::value::Key;
use tera::{Context, Kwargs, State, Tera};

pub use self::fault::Failed;
use super::once::Once;
use super::styles::{self, Source};
use super::{contents, icons, script};
use crate::chart::qr;
use crate::date::{PartialDate, Period};
use crate::diagnostic::{Finding, Place, Text, Texts, codes};
use crate::record::{Readable, show};
use crate::source::{OwnTheme, ThemeFile, yaml};
use crate::text::{Strings, Ui, slug};

static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The layers of the stylesheets, the later over the earlier.
const LAYERS: [&str; 6] = ["tokens", "base", "prose", "layout", "components", "print"];

/// The stylesheets: what every page loads, what all but the front page load too, and what is for paper. Each of files
/// in `styles/` with the layer they stand in; the components' styles stand in the first two.
const SHEETS: [(&str, &[(&str, &str)]); 3] = [
    ("style", &[("tokens", "tokens"), ("base", "base"), ("layout", "layout")]),
    ("pages", &[("prose", "prose"), ("pages", "layout")]),
    ("print", &[("print", "print")]),
];

/// A theme, ready to render.
pub struct Theme {
    tera: Arc<Tera>,
    once: Once,
    strings: Strings,
    assets: BTreeMap<String, Asset>,
    symbols: BTreeMap<String, String>,
    files: BTreeMap<String, File>,
    findings: Vec<Finding>,
    asks_for_the_day: bool,
    draws_codes: bool,
}

/// A stylesheet or script, as it is published.
#[derive(Clone, Debug)]
struct Asset {
    path: String,
    text: String,
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
    /// The default theme with the files of a bulletin's own in place of its own of the same path.
    ///
    /// # Errors
    /// Findings, with the files they point into, when a template or strings file cannot be read.
    pub fn load(theme: &OwnTheme, ui: Ui) -> Result<Self, (Vec<Finding>, Box<dyn Texts>)> {
        let mut files: BTreeMap<String, File> = BTreeMap::new();
        collect(&DEFAULT, &mut files);
        let own = &theme.files;
        let is_default = |own: &&ThemeFile| files.get(&own.path).is_some_and(|file| file.text == own.text);
        let is_own = |own: &&ThemeFile| own.path.ends_with(".html") && !is_default(own);
        let own_templates: Vec<&str> = own.iter().filter(is_own).map(|own| own.text.as_str()).collect();
        let asks_for_the_day = own_templates.iter().any(|text| names_the_day(text));
        let draws_codes = own_templates.iter().any(|text| text.contains("qr"));
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
        let ((sheets, mut findings), scripts) = match front(&files).and_then(|front| Ok((front, scripts(&files)?))) {
            Ok((front, scripts)) => (stylesheets(&files, &front), scripts),
            Err(finding) => return Err(fail(vec![*finding], files)),
        };
        let once = Once::default();
        let tera = match templates(&files, &strings, &once) {
            Ok(tera) => tera,
            Err(error) => {
                let findings = fault::findings(&error, &files);
                return Err(fail(findings, files));
            }
        };
        findings.extend(unused::findings(theme, &files));
        let symbols = icons::symbols(files.iter().map(|(path, file)| (path.as_str(), file.text.as_str())));
        let assets = sheets.into_iter().chain(scripts).chain(icon(&files)).collect();
        Ok(Self { tera, once, strings, assets, symbols, files, findings, asks_for_the_day, draws_codes })
    }

    /// Adds all that its pages are made of to a hash.
    pub fn add_to(&self, hash: &mut blake3::Hasher) {
        hash.update(self.strings.ui.tag().as_bytes());
        for (path, file) in &self.files {
            for text in [path, &file.text] {
                hash.update(&(text.len() as u64).to_le_bytes());
                hash.update(text.as_bytes());
            }
        }
    }

    /// Whether a template or component of a bulletin's own names `site.as_of`, which then is on every page. Those of the
    /// default theme do without it where a page's words do not depend on the day.
    pub fn asks_for_the_day(&self) -> bool {
        self.asks_for_the_day
    }

    /// Whether a template or component of a bulletin's own may want the code of a page's address drawn, as it was before there
    /// was the filter `qr`, which those of the default theme take.
    pub(super) fn draws_codes(&self) -> bool {
        self.draws_codes
    }

    /// What of its files is not published.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The words of the interface.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// The stylesheets' and scripts' paths in the site, by name: `style.css`, `search.js`.
    pub fn asset_paths(&self) -> BTreeMap<&str, &str> {
        self.assets.iter().map(|(name, asset)| (name.as_str(), asset.path.as_str())).collect()
    }

    /// The texts of all its files.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|file| file.text.as_str())
    }

    /// The stylesheets and scripts, as they are published: path and text.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &str)> {
        self.assets.values().map(|asset| (asset.path.as_str(), asset.text.as_str()))
    }

    /// A stylesheet or script by its name: path and text.
    pub(super) fn asset(&self, name: &str) -> Option<(&str, &str)> {
        self.assets.get(name).map(|asset| (asset.path.as_str(), asset.text.as_str()))
    }

    /// Every component with each of its examples, as its YAML file has them, rendered; `picture` is where the one is that
    /// they call `/site.jpg`.
    ///
    /// # Errors
    /// A finding for a component that cannot be rendered, or a file that cannot be read.
    pub(super) fn examples(&self, picture: &str) -> Result<Value, Box<Finding>> {
        let mut shown = Vec::new();
        let about = |path: &&String| path.starts_with("components/") && path.ends_with(".yaml");
        for path in self.files.keys().filter(about) {
            let Some(file) = self.files.get(path) else { continue };
            let tree: Value = yaml::read(&file.text).map_err(|error| {
                let message = Text::new(format!("无法读取：{error}"), format!("it cannot be read: {error}"));
                Box::new(Finding::new(codes::TEMPLATE, Place::file(file.shown_as.clone()), message))
            })?;
            let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
            for component in list(&tree, "components") {
                let text = |key: &str| component.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                for example in list(&component, "examples") {
                    let mut values = example.get("values").cloned().unwrap_or_default();
                    // What stands inside a component that holds others, where its example does not say.
                    let holds =
                        list(&component, "parameters").iter().any(|one| one.get("name") == Some(&json!("body")));
                    let body = values.as_object_mut().and_then(|values| values.remove("body"));
                    let body = body.and_then(|body| body.as_str().map(str::to_owned));
                    let body = body.or_else(|| holds.then(|| text("about")));
                    let render = || {
                        self.tera.render_component(
                            &text("name"),
                            &Context::from_serialize(&values)?,
                            body.as_deref(),
                            true,
                        )
                    };
                    let fault = |error| Box::new(Failed::new(&Once::why(error), &self.files, "/gallery/").told());
                    let html = render().map_err(fault)?;
                    // A row or term is shown within a table or list, as `within` has it.
                    // What frames every page is seen around this one.
                    let html = if component.get("frame").is_some() { String::new() } else { html };
                    let html = html.replace("/site.jpg", picture);
                    let within = component.get("within").and_then(Value::as_str);
                    let html = within.map_or_else(|| html.clone(), |within| within.replace("{}", &html));
                    let named = example.get("name").and_then(Value::as_str).unwrap_or_default();
                    shown.push(json!({ "name": text("name"), "about": text("about"), "example": named, "html": html }));
                }
            }
        }
        Ok(Value::Array(shown))
    }

    /// Renders a template with a view, if that could be made.
    pub(super) fn render(
        &self,
        template: &str,
        view: tera::TeraResult<Context>,
        address: &str,
    ) -> Result<Vec<u8>, Box<Failed>> {
        let html = view.and_then(|view| {
            let mut html = Vec::new();
            self.tera.render_to(&format!("templates/{template}.html"), &view, &mut html)?;
            Ok(icons::with_sprite(html, &self.symbols))
        });
        html.map_err(|error| Box::new(Failed::new(&Once::why(error), &self.files, address)))
    }

    /// Forgets what was made of a site's values, before those of another come.
    pub(super) fn forget(&self) {
        self.once.forget();
    }
}

/// Whether a template names `as_of` otherwise than as `page.as_of`, or in the name of a UI string: `"site.as_of" | t`.
fn names_the_day(template: &str) -> bool {
    static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"\bpage\??\.as_of\b|"[a-z_]+\.as_of""#).ok());
    let others = OTHER.as_ref().map_or(0, |other| other.find_iter(template).count());
    template.matches("as_of").count() > others
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

/// The picture of the examples.
pub(super) fn picture() -> &'static [u8] {
    DEFAULT.get_file("example/content/images/site.png").map_or(&[], |file| file.contents())
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

impl Asset {
    /// An asset whose name, as `search.js`, gets a hash of its text.
    fn named(name: &str, text: String) -> (String, Self) {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let path = format!("assets/{stem}-{}.{extension}", hash.get(..12).unwrap_or("0"));
        (name.to_owned(), Self { path, text })
    }
}

/// Components on the front page, by `front` in `theme.yaml`.
fn front(files: &BTreeMap<String, File>) -> Result<Vec<String>, Box<Finding>> {
    #[derive(serde::Deserialize, Default)]
    struct About {
        #[serde(default)]
        front: Vec<String>,
    }
    let Some(file) = files.get("theme.yaml") else { return Ok(Vec::new()) };
    yaml::read::<About>(&file.text).map(|about| about.front).map_err(|error| {
        let message = Text::new(format!("theme.yaml 无法读取：{error}"), format!("theme.yaml cannot be read: {error}"));
        let help = "写 front: [组件, 组件]";
        Box::new(
            Finding::new(codes::TEMPLATE, Place::file(file.shown_as.clone()), message)
                .help(help, "write front: [COMPONENT, COMPONENT]"),
        )
    })
}

/// The theme's stylesheets, and what of its files is not published.
fn stylesheets(files: &BTreeMap<String, File>, front: &[String]) -> (Vec<(String, Asset)>, Vec<Finding>) {
    let folder =
        |path: &str| path.strip_prefix("components/").and_then(|path| path.split('/').next()).map(str::to_owned);
    let components = files.keys().filter(|path| path.ends_with(".css")).filter_map(|path| Some((path, folder(path)?)));
    let components: Vec<(&String, bool)> = components.map(|(path, folder)| (path, front.contains(&folder))).collect();
    // Files in the order in which pages load them, each with its sheet and its layer.
    let mut paths: Vec<(String, usize, &str)> = Vec::new();
    for (sheet, (name, styles)) in SHEETS.into_iter().enumerate() {
        paths.extend(styles.iter().map(|(style, layer)| (format!("styles/{style}.css"), sheet, *layer)));
        let of_sheet = |is_front: bool| if name == "print" { false } else { is_front == (name == "style") };
        let own = components.iter().filter(|(_, is_front)| of_sheet(*is_front));
        paths.extend(own.map(|(path, _)| ((*path).clone(), sheet, "components")));
    }
    let known = paths.iter().filter_map(|(path, sheet, layer)| Some((files.get(path)?, *sheet, *layer)));
    let (shown, sources): (Vec<&File>, Vec<Source<'_>>) = known
        .map(|(file, sheet, layer)| {
            let place = LAYERS.iter().position(|name| *name == layer).unwrap_or(LAYERS.len());
            (file, Source { sheet, layer: u32::try_from(place).unwrap_or(u32::MAX - 1), text: &file.text })
        })
        .unzip();
    let made =
        styles::publish(&sources, SHEETS.len(), files.iter().map(|(path, file)| (path.as_str(), file.text.as_str())));
    let short = short_names(made.sheets.iter().map(String::as_str));
    let named = SHEETS.iter().zip(&made.sheets);
    let assets = named.map(|((name, _), text)| Asset::named(&format!("{name}.css"), with_names(text, &short)));
    let findings = made.faults.into_iter().filter_map(|(source, fault)| {
        let file = shown.get(source)?;
        let message = &fault.message;
        let text = Text::new(
            format!("样式中这一处不发布：{message}"),
            format!("this part of the stylesheet is not published: {message}"),
        );
        Some(Finding::new(codes::STYLE, Place::span(file.shown_as.clone(), fault.at), text).help(
            "改正这条规则；@import 的样式写进主题自己的文件",
            "mend the rule; what an @import loads is written into a file of the theme",
        ))
    });
    (assets.collect(), findings.collect())
}

/// Names of custom properties, where they stand.
static PROPERTY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(^|[^A-Za-z0-9_-])--([a-z][a-z0-9-]*)").ok());

/// Short names for the custom properties of the sheets, which name them hundreds of times: the shortest for those that
/// take most room.
fn short_names<'t>(sheets: impl Iterator<Item = &'t str>) -> BTreeMap<String, String> {
    let mut room: BTreeMap<&str, usize> = BTreeMap::new();
    for parts in sheets.flat_map(|text| PROPERTY.iter().flat_map(|property| property.captures_iter(text))) {
        let name = parts.get(2).map_or("", |name| name.as_str());
        *room.entry(name).or_default() += name.len();
    }
    let mut names: Vec<(&str, usize)> = room.into_iter().collect();
    names.sort_by_key(|(name, room)| (Reverse(*room), *name));
    let letters = || ('a'..='z').map(String::from);
    let two = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    names.into_iter().map(|(name, _)| name.to_owned()).zip(letters().chain(two)).collect()
}

fn with_names(text: &str, names: &BTreeMap<String, String>) -> String {
    let Some(property) = &*PROPERTY else { return text.to_owned() };
    let short = |parts: &regex::Captures<'_>| {
        let part = |n| parts.get(n).map_or("", |part| part.as_str());
        format!("{}--{}", part(1), names.get(part(2)).map_or(part(2), String::as_str))
    };
    property.replace_all(text, short).into_owned()
}

/// The theme's scripts, `scripts/NAME.js`, without what only their authors read.
fn scripts(files: &BTreeMap<String, File>) -> Result<Vec<(String, Asset)>, Box<Finding>> {
    let scripts = files.iter().filter_map(|(path, file)| {
        let name = path.strip_prefix("scripts/").filter(|name| name.ends_with(".js"))?;
        Some((name, file))
    });
    let script = |(name, file): (&str, &File)| match script::tighten(&file.text) {
        Ok(text) => Ok(Asset::named(name, text)),
        Err(fault) => {
            let message = &fault.message;
            let text =
                Text::new(format!("脚本有语法错误：{message}"), format!("a syntax error in a script: {message}"));
            Err(Box::new(Finding::new(codes::SCRIPT, Place::span(file.shown_as.clone(), fault.at), text).help(
                "改正脚本；浏览器对有语法错误的脚本整个不执行",
                "mend the script: browsers run nothing of one with a syntax error",
            )))
        }
    };
    scripts.map(script).collect()
}

/// The drawing that browsers show beside the site's name.
fn icon(files: &BTreeMap<String, File>) -> Option<(String, Asset)> {
    files.get("icons/site.svg").map(|file| Asset::named("icon.svg", file.text.trim().to_owned()))
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
        let tree: Value = yaml::read(&file.text).map_err(|error| {
            let message =
                Text::new(format!("界面文字无法读取：{error}"), format!("the UI strings cannot be read: {error}"));
            let at = error.location().map_or(0, |location| location.index()).min(file.text.len());
            Box::new(Finding::new(codes::MISSING_STRING, Place::span(file.shown_as.clone(), at..at), message).help(
                "每项一行，键: 文字；名称和默认主题的 strings 一样",
                "write KEY: TEXT, one a line; the names are those of the default theme's strings",
            ))
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

fn templates(files: &BTreeMap<String, File>, strings: &Strings, once: &Once) -> tera::TeraResult<Arc<Tera>> {
    let mut tera = Tera::new();
    once.register(&mut tera);
    let ui = strings.ui;
    tera.register_filter("text", move |value: &tera::Value, _: Kwargs, _: &State<'_>| show(value, ui));
    tera.register_filter("datetime", |value: &tera::Value, _: Kwargs, _: &State<'_>| datetime(value));
    tera.register_filter("slug", |text: &str, _: Kwargs, _: &State<'_>| slug(text));
    tera.register_filter("headings", |html: &str, _: Kwargs, _: &State<'_>| {
        tera::Value::from_serializable(&contents::headings(html))
    });
    tera.register_filter("qr", |value: &tera::Value, _: Kwargs, _: &State<'_>| {
        value.as_str().map_or_else(|| value.clone(), |text| tera::Value::from_serializable(&qr(text)))
    });
    let words = |(key, text): (&str, &str)| (key.to_owned(), tera::Value::normal_string(text));
    let words: Arc<HashMap<String, tera::Value>> = Arc::new(strings.iter().map(words).collect());
    let word = move |key: &str| -> tera::TeraResult<tera::Value> {
        let missing = || tera::Error::message(format!("no UI string `{key}` in strings/{}.yaml", ui.tag()));
        words.get(key).cloned().ok_or_else(missing)
    };
    let filter = word.clone();
    tera.register_filter("t", move |key: &str, _: Kwargs, _: &State<'_>| filter(key));
    tera.register_function("t", move |args: Kwargs, _: &State<'_>| -> tera::TeraResult<tera::Value> {
        let text = word(args.must_get("key")?)?;
        let n = args.get::<&tera::Value>("n")?;
        let with = |n| text.as_str().unwrap_or_default().replace("{n}", &show(n, ui)).into();
        Ok(n.map_or_else(|| text.clone(), with))
    });
    let is_template = |path: &&String| path.ends_with(".html");
    tera.add_raw_templates(
        files.iter().filter(|(path, _)| is_template(path)).map(|(path, file)| (path.as_str(), file.text.as_str())),
    )?;
    let tera = Arc::new(tera);
    once.set(&tera);
    Ok(tera)
}

impl Readable for tera::Value {
    fn get(&self, key: &'static str) -> Option<&Self> {
        self.as_map()?.get(&Key::Str(key))
    }

    fn as_str(&self) -> Option<&str> {
        tera::Value::as_str(self)
    }

    fn items(&self) -> Option<impl Iterator<Item = &Self>> {
        self.as_array().map(|items| items.iter())
    }

    fn scalar(&self) -> String {
        serde_json::to_value(self).map_or_else(|_| String::new(), |value| value.scalar())
    }
}

/// The machine form of a date or period, for `<time datetime>`; half-years, quarters and ranges give their first day.
fn datetime(value: &tera::Value) -> String {
    let text = |key| value.get(key).and_then(Readable::as_str);
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
