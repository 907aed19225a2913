//! Findings for people: rustc's look, through annotate-snippets. No other file names that crate.
//!
//! Why a rule is there is said with its first finding. Of one rule in one file, and of one file, only so many findings
//! are shown; the others are counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{At, Finding, Lang, Place, Positions, Severity, Texts, count};

/// Findings of one rule in one file that are shown.
const SHOWN_OF_A_RULE: usize = 20;
/// Findings of one file that are shown.
const SHOWN_OF_A_FILE: usize = 100;

pub(super) fn emit(findings: &[Finding], texts: &dyn Texts, lang: Lang, colour: bool, width: Option<usize>) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode);
    let renderer = width.map_or(renderer.clone(), |width| renderer.term_width(width));
    let mut shown =
        Shown { positions: Positions::new(texts), secret: BTreeMap::new(), explained: BTreeSet::new(), lang, renderer };
    shown.hide(findings);
    let mut out: String = findings.chunk_by(|a, b| a.place.file == b.place.file).map(|file| shown.file(file)).collect();
    out.push_str(&summary(findings, lang));
    out
}

/// How findings are shown, and what was shown before.
struct Shown<'t> {
    positions: Positions<'t>,
    /// Lines that hold what must not be public, by file: no excerpt shows them.
    secret: BTreeMap<String, Vec<RangeInclusive<usize>>>,
    /// Rules whose reason was given.
    explained: BTreeSet<&'static str>,
    lang: Lang,
    renderer: Renderer,
}

impl Shown<'_> {
    fn hide(&mut self, findings: &[Finding]) {
        for finding in findings.iter().filter(|finding| finding.secret) {
            let lines = self.lines(&finding.place);
            self.secret.entry(finding.place.file.to_string()).or_default().push(lines);
        }
    }

    /// The findings of a file, as many as are shown, and how many more there are.
    fn file(&mut self, findings: &[Finding]) -> String {
        let mut out = String::new();
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        let mut more: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            let of_rule = by_rule.entry(finding.code.id).or_default();
            *of_rule += 1;
            if *of_rule <= SHOWN_OF_A_RULE && index - more.values().sum::<usize>() < SHOWN_OF_A_FILE {
                out += &self.one(finding);
                out += "\n\n";
            } else {
                *more.entry(finding.code.id).or_default() += 1;
            }
        }
        let file = findings.first().map_or("", |finding| &finding.place.file);
        for (code, n) in more {
            out += &match self.lang {
                Lang::Zh => format!("{file}：{code} 另有 {n} 处\n\n"),
                Lang::En => format!("{file}: {code} and {n} more\n\n"),
            };
        }
        out
    }

    fn one(&mut self, finding: &Finding) -> String {
        let lang = self.lang;
        let level = match finding.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Advice => Level::INFO,
        };
        let title = level.with_name(finding.severity().said(lang)).primary_title(finding.message.in_lang(lang));
        let mut group = title.id(finding.code.id).elements(None::<Origin<'_>>);
        let mut places = vec![(&finding.place, AnnotationKind::Primary, None)];
        if let Some((place, what)) = &finding.related {
            places.push((place, AnnotationKind::Context, Some(what.in_lang(lang))));
        }
        for (place, kind, label) in places {
            group = match self.excerpt(place) {
                Some((text, span)) => group.element(
                    Snippet::source(text).path(&*place.file).fold(true).annotation(kind.span(span).label(label)),
                ),
                None => {
                    let ((line, column), _) = self.positions.extent(place);
                    group.element(Origin::path(&*place.file).line(line).char_column(column))
                }
            };
        }
        if let Some(help) = &finding.help {
            let name = if lang == Lang::Zh { "帮助" } else { "help" };
            group = group.element(Level::HELP.with_name(name).message(help.in_lang(lang)));
        }
        let why = finding.code.why();
        if self.explained.insert(finding.code.id) {
            let name = if lang == Lang::Zh { "为什么" } else { "why" };
            group = group.element(Level::NOTE.with_name(name).message(why.in_lang(lang)));
        }
        self.renderer.render(&[group])
    }

    /// The text and a span of it that lies on character borders; `None` where a line of it must not be shown.
    fn excerpt<'a>(&mut self, place: &Place) -> Option<(&'a str, Range<usize>)>
    where
        Self: 'a,
    {
        let At::Span(start, end) = place.at else { return None };
        let lines = self.lines(place);
        let hidden = self.secret.get(&*place.file).into_iter().flatten();
        if hidden.into_iter().any(|other| other.start() <= lines.end() && lines.start() <= other.end()) {
            return None;
        }
        let text = self.positions.text(place)?;
        let start = text.floor_char_boundary(start);
        Some((text, start..text.ceil_char_boundary(end).max(start)))
    }

    fn lines(&mut self, place: &Place) -> RangeInclusive<usize> {
        let ((first, _), (last, _)) = self.positions.extent(place);
        first..=last
    }
}

/// How many findings there are, and where rules are explained.
fn summary(findings: &[Finding], lang: Lang) -> String {
    let [errors, warnings, advice] =
        [Severity::Error, Severity::Warning, Severity::Advice].map(|severity| count(findings, severity));
    let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    match lang {
        Lang::Zh if errors + warnings + advice == 0 => "检查通过，没有发现问题。\n".to_owned(),
        Lang::En if errors + warnings + advice == 0 => "Checked: nothing found.\n".to_owned(),
        Lang::Zh => {
            let advice = if advice > 0 { format!("，{advice} 条提示") } else { String::new() };
            format!("共 {errors} 个错误，{warnings} 个警告{advice}。规则的说明：gongbao explain 代码\n")
        }
        Lang::En => {
            let advice = (advice > 0).then(|| plural(advice, "piece of advice", "pieces of advice"));
            let counts = [plural(errors, "error", "errors"), plural(warnings, "warning", "warnings")];
            let counts = counts.into_iter().chain(advice).collect::<Vec<_>>().join(", ");
            format!("{counts}. Rules are explained by gongbao explain CODE\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Text, codes};

    struct OneText(String);

    impl Texts for OneText {
        fn text(&self, _: &str) -> Option<&str> {
            Some(&self.0)
        }
    }

    fn finding(code: crate::diagnostic::Code, line: usize) -> Finding {
        let place = Place::span("a.yaml", line * 9..line * 9 + 3);
        Finding::new(code, place, Text::new("错", "wrong"))
    }

    #[test]
    fn what_is_too_much_is_counted_and_a_reason_is_given_once() {
        let text = OneText("甲: 乙\n".repeat(40));
        let both = |line| [finding(codes::BAD_DATE, line), finding(codes::BAD_QUANTITY, line)];
        let findings: Vec<Finding> = (0..40).flat_map(both).collect();
        let shown = emit(&findings, &text, Lang::Zh, false, None);
        assert_eq!(shown.matches("[GB0206]").count(), SHOWN_OF_A_RULE, "{shown}");
        assert_eq!(shown.matches("[GB0207]").count(), SHOWN_OF_A_RULE, "{shown}");
        assert_eq!(shown.matches("另有 20 处").count(), 2, "{shown}");
        assert_eq!(shown.matches("为什么").count(), 2, "{shown}");
        assert!(shown.contains("共 80 个错误"), "{shown}");
    }

    #[test]
    fn no_excerpt_shows_what_must_not_be_public() {
        let text = OneText("甲: 乙\n".repeat(3));
        let findings = [finding(codes::BAD_DATE, 1), finding(codes::BAD_DATE, 1).secret(), finding(codes::BAD_DATE, 2)];
        let shown = emit(&findings, &text, Lang::En, false, None);
        assert_eq!(shown.matches("甲: 乙").count(), 1, "{shown}");
        assert_eq!(shown.matches("3 errors, 0 warnings").count(), 1, "{shown}");
    }
}
