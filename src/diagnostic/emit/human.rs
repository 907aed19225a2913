//! Findings for people: rustc's look, through annotate-snippets. No other file names that crate.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{At, Finding, Lang, Place, Severity, Texts, count};

/// More findings of one code in one file than this are counted, not shown.
const SHOWN_PER_FILE_AND_CODE: usize = 20;

pub(super) fn emit(findings: &[Finding], texts: &dyn Texts, lang: Lang, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode);
    let mut out = String::new();
    let mut seen: Option<(&str, &str, usize)> = None;
    for finding in findings {
        let shown = match seen {
            Some((file, code, n)) if file == &*finding.place.file && code == finding.code.id => n,
            _ => 0,
        };
        seen = Some((&finding.place.file, finding.code.id, shown + 1));
        if shown < SHOWN_PER_FILE_AND_CODE {
            out.push_str(&one(finding, texts, lang, &renderer));
            out.push_str("\n\n");
        } else if shown == SHOWN_PER_FILE_AND_CODE {
            let same = |other: &&Finding| other.code == finding.code && other.place.file == finding.place.file;
            let rest = findings.iter().filter(same).count() - SHOWN_PER_FILE_AND_CODE;
            out.push_str(&match lang {
                Lang::Zh => format!("{}：{} 另有 {rest} 处\n\n", finding.place.file, finding.code.id),
                Lang::En => format!("{}: {} and {rest} more\n\n", finding.place.file, finding.code.id),
            });
        }
    }
    out.push_str(&summary(findings, lang));
    out
}

fn summary(findings: &[Finding], lang: Lang) -> String {
    let errors = count(findings, Severity::Error);
    let warnings = count(findings, Severity::Warning);
    match lang {
        Lang::Zh if errors + warnings == 0 => "检查通过，没有发现问题。\n".to_owned(),
        Lang::En if errors + warnings == 0 => "Checked: nothing found.\n".to_owned(),
        Lang::Zh => format!("共 {errors} 个错误，{warnings} 个警告。\n"),
        Lang::En => format!("{errors} error(s), {warnings} warning(s).\n"),
    }
}

fn one(finding: &Finding, texts: &dyn Texts, lang: Lang, renderer: &Renderer) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO,
    };
    let title =
        level.with_name(finding.severity().said(lang)).primary_title(finding.message.in_lang(lang)).id(finding.code.id);
    let mut group = title.elements(None::<Origin<'_>>);
    let mut places = vec![(&finding.place, AnnotationKind::Primary, None)];
    if let Some((place, what)) = &finding.related {
        places.push((place, AnnotationKind::Context, Some(what.in_lang(lang))));
    }
    for (place, kind, label) in places {
        group = match excerpt(place, texts).filter(|_| !finding.secret) {
            Some((text, span)) => group
                .element(Snippet::source(text).path(&*place.file).fold(true).annotation(kind.span(span).label(label))),
            None => {
                let ((line, column), _) = place.extent(texts);
                group.element(Origin::path(&*place.file).line(line).char_column(column))
            }
        };
    }
    if let Some(help) = &finding.help {
        let name = if lang == Lang::Zh { "帮助" } else { "help" };
        group = group.element(Level::HELP.with_name(name).message(help.in_lang(lang)));
    }
    renderer.render(&[group])
}

/// The text and a span of it that lies on character borders.
fn excerpt<'a>(place: &Place, texts: &'a dyn Texts) -> Option<(&'a str, std::ops::Range<usize>)> {
    let At::Span(start, end) = place.at else { return None };
    let text = texts.text(&place.file)?;
    let start = text.floor_char_boundary(start);
    Some((text, start..text.ceil_char_boundary(end).max(start)))
}
