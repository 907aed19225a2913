//! Findings for people: rustc's look, through annotate-snippets. No other file names that crate.
//!
//! Why a rule is there is said with its first finding. Errors are always shown. Where there are many warnings and pieces of
//! advice, the first of each rule are shown and a table says how many there are in how many files.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{At, Code, Finding, Lang, Place, Positions, Severity, Texts, count};

/// Warnings and pieces of advice that are all shown; of more, the first of each rule and a table.
const FEW: usize = 50;
/// Findings of each rule that are shown where there are many.
const SHOWN_OF_A_RULE: usize = 3;

/// Bytes of the lines of a finding that are shown: of longer ones, as of a file that is one line, only the place is told.
const LONGEST_SHOWN: usize = 16 * 1024;

/// How findings are shown for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour.
    pub colour: bool,
    /// Columns of the terminal, by which long lines are cut.
    pub width: Option<usize>,
    /// Whether every finding is shown, however many there are.
    pub all: bool,
    /// The least severity that is shown; all where there is none. Errors and warnings are counted also where they are not.
    pub least: Option<Severity>,
}

pub(super) fn emit(findings: &[Finding], texts: &dyn Texts, lang: Lang, look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode);
    let renderer = look.width.map_or(renderer.clone(), |width| renderer.term_width(width));
    let mut shown =
        Shown { positions: Positions::new(texts), secret: BTreeMap::new(), explained: BTreeSet::new(), lang, renderer };
    shown.hide(findings);
    let is_shown = |finding: &&Finding| look.least.is_none_or(|least| finding.severity() <= least);
    let can_wait = |finding: &Finding| finding.severity() != Severity::Error;
    let many = !look.all && findings.iter().filter(is_shown).filter(|finding| can_wait(finding)).count() > FEW;
    let mut tally: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    let mut out = String::new();
    for finding in findings.iter().filter(is_shown) {
        if many && can_wait(finding) {
            let of_rule = tally.entry(finding.code.id).or_insert_with(|| Tally::new(finding.code));
            of_rule.findings += 1;
            of_rule.files.insert(&finding.place.file);
            if of_rule.findings > SHOWN_OF_A_RULE {
                continue;
            }
        }
        out += &shown.one(finding);
        out += "\n\n";
    }
    if many {
        out += &table(&tally, lang);
    }
    out.push_str(&summary(findings, look.least, lang));
    out
}

/// How often a rule found something.
struct Tally<'f> {
    code: Code,
    findings: usize,
    files: BTreeSet<&'f str>,
}

impl Tally<'_> {
    fn new(code: Code) -> Self {
        Self { code, findings: 0, files: BTreeSet::new() }
    }
}

/// The rules that found something, the most frequent first: code, findings, files, what it is about.
fn table(tally: &BTreeMap<&str, Tally<'_>>, lang: Lang) -> String {
    let mut rules: Vec<&Tally<'_>> = tally.values().collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.findings));
    let heads = match lang {
        Lang::Zh => ["规则", "处数", "文件数", "内容"],
        Lang::En => ["rule", "found", "files", "about"],
    };
    let heads = heads.map(str::to_owned);
    let rows = rules.iter().map(|rule| {
        let title = rule.code.title().in_lang(lang).to_owned();
        [rule.code.id.to_owned(), rule.findings.to_string(), rule.files.len().to_string(), title]
    });
    let pad = |text: &str, columns: usize| " ".repeat(columns.saturating_sub(text.width()));
    let line = |[code, findings, files, about]: [String; 4]| {
        format!("{code}{}{}{findings}{}{files}  {about}\n", pad(&code, 6), pad(&findings, 8), pad(&files, 8))
    };
    let rows: String = std::iter::once(heads).chain(rows).map(line).collect();
    match lang {
        Lang::Zh => {
            format!("{rows}警告和提示很多，每条规则只显示了前 {SHOWN_OF_A_RULE} 处；gongbao check --all 全部显示。\n\n")
        }
        Lang::En => {
            format!(
                "{rows}There are many: the first {SHOWN_OF_A_RULE} of each rule are shown; gongbao check --all shows all.\n\n"
            )
        }
    }
}

/// How findings are shown, and what was shown before.
struct Shown<'t> {
    positions: Positions<'t>,
    /// Lines that hold what must not be public, by file, in order and apart: no excerpt shows them.
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
        for hidden in self.secret.values_mut() {
            hidden.sort_by_key(|lines| (*lines.start(), *lines.end()));
            // Those that touch are one, so that their ends are in order too.
            let mut apart: Vec<RangeInclusive<usize>> = Vec::with_capacity(hidden.len());
            for lines in hidden.drain(..) {
                match apart.last_mut().filter(|last| lines.start() <= last.end()) {
                    Some(last) => *last = *last.start()..=*last.end().max(lines.end()),
                    None => apart.push(lines),
                }
            }
            *hidden = apart;
        }
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
                Some((line, text, span)) => {
                    let snippet = Snippet::source(text).path(&*place.file).line_start(line).fold(true);
                    group.element(snippet.annotation(kind.span(span).label(label)))
                }
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

    /// The lines of a place, the number of the first, and the span in them, which lies on character borders. `None` where one
    /// of them must not be shown, or is too long to be.
    fn excerpt<'a>(&mut self, place: &Place) -> Option<(usize, &'a str, Range<usize>)>
    where
        Self: 'a,
    {
        let At::Span(start, end) = place.at else { return None };
        let lines = self.lines(place);
        let hidden = self.secret.get(&*place.file).map_or(&[][..], Vec::as_slice);
        let next = hidden.partition_point(|other| other.end() < lines.start());
        if hidden.get(next).is_some_and(|other| other.start() <= lines.end()) {
            return None;
        }
        let text = self.positions.text(place)?;
        let start = text.floor_char_boundary(start);
        let end = text.ceil_char_boundary(end).max(start);
        // The end of a text is shown at its last line.
        let is_end = start == text.len() && text.ends_with('\n');
        let whole = self.positions.lines(&place.file, start - usize::from(is_end)..end)?;
        let from = whole.start;
        let shown = text.get(whole).filter(|shown| shown.len() <= LONGEST_SHOWN)?;
        Some((lines.start().saturating_sub(usize::from(is_end)).max(1), shown, start - from..end - from))
    }

    fn lines(&mut self, place: &Place) -> RangeInclusive<usize> {
        let ((first, _), (last, _)) = self.positions.extent(place);
        first..=last
    }
}

/// How many findings there are, and where rules are explained.
fn summary(findings: &[Finding], least: Option<Severity>, lang: Lang) -> String {
    let [errors, warnings, advice] =
        [Severity::Error, Severity::Warning, Severity::Advice].map(|severity| count(findings, severity));
    // Of advice that is not shown another line tells.
    let advice = if least.is_none_or(|least| least >= Severity::Advice) { advice } else { 0 };
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

    fn texts() -> OneText {
        OneText("甲: 乙\n".repeat(40))
    }

    fn warning(code: crate::diagnostic::Code, line: usize) -> Finding {
        Finding { severity: Severity::Warning, ..finding(code, line) }
    }

    #[test]
    fn many_warnings_are_a_table_and_errors_are_shown_in_full() {
        let errors = (0..40).map(|line| finding(codes::BAD_DATE, line));
        let warnings =
            (0..35).flat_map(|line| [codes::BAD_QUANTITY, codes::BAD_ADDRESS].map(|code| warning(code, line)));
        let findings: Vec<Finding> = errors.chain(warnings).collect();
        let shown = emit(&findings, &texts(), Lang::Zh, Look::default());
        assert_eq!(shown.matches("[GB0206]").count(), 40, "{shown}");
        assert_eq!(shown.matches("[GB0207]").count(), SHOWN_OF_A_RULE, "{shown}");
        assert!(shown.contains("\nGB0207      35       1  "), "{shown}");
        assert!(shown.contains("--all") && shown.contains("共 40 个错误，70 个警告"), "{shown}");
        assert_eq!(shown.matches("为什么").count(), 3, "{shown}");
        let all = emit(&findings, &texts(), Lang::Zh, Look { all: true, ..Look::default() });
        assert!(all.matches("[GB0207]").count() == 35 && !all.contains("--all"), "{all}");
    }

    #[test]
    fn a_few_warnings_are_all_shown() {
        let findings: Vec<Finding> = (0..40).map(|line| warning(codes::BAD_DATE, line)).collect();
        let shown = emit(&findings, &texts(), Lang::En, Look::default());
        assert!(shown.matches("[GB0206]").count() == 40 && !shown.contains("--all"), "{shown}");
    }

    #[test]
    fn no_excerpt_shows_what_must_not_be_public() {
        let text = OneText("甲: 乙\n".repeat(3));
        let findings = [finding(codes::BAD_DATE, 1), finding(codes::BAD_DATE, 1).secret(), finding(codes::BAD_DATE, 2)];
        let shown = emit(&findings, &text, Lang::En, Look::default());
        assert_eq!(shown.matches("甲: 乙").count(), 1, "{shown}");
        assert_eq!(shown.matches("3 errors, 0 warnings").count(), 1, "{shown}");
    }
}
