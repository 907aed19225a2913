//! Records as editors might type them, YAML and Markdown with front matter: read, checked against the whole bulletin.

use gongbao::check::{self, Looked, Stage};
use gongbao::diagnostic::emit::{Format, Look, emit};
use gongbao::diagnostic::{Lang, Texts};
use gongbao::record;
use gongbao::render::Theme;
use gongbao::site::{self, Base, Settings};
use gongbao::source::{Format as FileFormat, OwnTheme, Source, SourceFile};
use gongbao::text::Ui;
use std::sync::LazyLock;

static THEME: LazyLock<Theme> =
    LazyLock::new(|| Theme::load(&OwnTheme::default(), Ui::ZhHans).unwrap_or_else(|_| panic!("the theme is whole")));

const FOLDERS: &[&str] = &["projects", "indicators", "notices", "jobs", "news", "offices"];

pub(crate) fn look(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let folder = FOLDERS[usize::from(*first) % FOLDERS.len()];
    let markdown = text.starts_with("---");
    let (extension, format) = if markdown { ("md", FileFormat::Markdown) } else { ("yaml", FileFormat::Yaml) };
    let file = |path: &str, format, text: &str| SourceFile::new(path.into(), format, text.to_owned());
    let source = Source {
        files: vec![
            file(&format!("content/{folder}/a.{extension}"), format, text),
            file("content/site.yaml", FileFormat::Yaml, "title: a\n"),
        ],
        ..Source::default()
    };
    let findings = match record::parse(&source, true) {
        Ok(parsed) => {
            let day = "2024-01-01".parse().expect("a day");
            let bulletin = parsed.value;
            let on_day = bulletin.on_day(day);
            let figures = gongbao::figures::compute(&on_day, day);
            let _ = gongbao::figures::calendar(&bulletin, &on_day, &figures);
            let settings = Settings {
                base: Base::root(),
                relative: false,
                gallery: false,
                day_on_all: false,
                strings: THEME.strings(),
                assets: THEME.asset_paths(),
            };
            let site = site::plan(&on_day, &figures, &settings).value;
            let names = check::Names::of(&bulletin);
            let looked = Looked {
                source: &source,
                bulletin: &bulletin,
                on_day: &on_day,
                figures: &figures,
                site: &site,
                names: &names,
                named: &check::Named::of(&bulletin, &on_day),
                timings: &gongbao::timing::Timings::NONE,
                is_wanted: &|| true,
            };
            let mut findings = parsed.findings;
            findings.extend(check::check(&looked));
            check::decide(&bulletin, &source, &mut findings, Stage::Content);
            findings
        }
        Err(findings) => findings,
    };
    let texts: &dyn Texts = &source;
    let _ = emit(&findings, texts, Format::Human(Look::default()), Lang::Zh);
}
