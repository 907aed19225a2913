//! Records as editors might type them, YAML and Markdown with front matter: read, checked against the whole bulletin.
#![no_main]

use gongbao::diagnostic::emit::{Format, emit};
use gongbao::diagnostic::{Lang, Texts};
use gongbao::record;
use gongbao::source::{Format as FileFormat, Source, SourceFile};
use libfuzzer_sys::fuzz_target;

const FOLDERS: &[&str] = &["projects", "indicators", "notices", "jobs", "news", "offices"];

fuzz_target!(|data: &[u8]| {
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
            let on_day = parsed.value.on_day(day);
            let figures = gongbao::figures::compute(&on_day, day);
            let _ = gongbao::figures::calendar(&on_day, &figures);
            parsed.findings
        }
        Err(findings) => findings,
    };
    let texts: &dyn Texts = &source;
    let _ = emit(&findings, texts, Format::Human { colour: false, width: None }, Lang::Zh);
});
