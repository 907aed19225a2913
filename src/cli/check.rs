//! `gongbao check`: every finding; builds nothing.

use std::path::Path;

use super::args::{Check, FormatArg};
use super::{End, terminal};
use crate::build::{self, Outcome};
use crate::diagnostic::Lang;
use crate::diagnostic::emit::{Format, emit};
use crate::figures::{CalendarItem, DisclosureState};

pub(super) fn check(root: &Path, args: &Check) -> End {
    let outcome = match build::check(&args.reading.request(root, None)) {
        Ok(outcome) => outcome,
        Err(error) => return terminal::system(&error),
    };
    let lang = args.reading.lang();
    let format = match args.format {
        FormatArg::Human => None,
        FormatArg::Json => Some(Format::Json),
        FormatArg::Sarif => Some(Format::Sarif),
        FormatArg::Github => Some(Format::Github),
    };
    match format {
        None => terminal::findings(&outcome, lang, args.advice),
        Some(format) => terminal::data(&emit(&outcome.findings, &outcome, format, lang)),
    }
    if args.calendar {
        terminal::data(&calendar(&outcome, lang));
    }
    if args.disclosures {
        terminal::data(&disclosures(&outcome, lang));
    }
    terminal::end(&outcome, args.deny.is_some())
}

/// What comes, a line each, and the day from which a site built now is wrong.
fn calendar(outcome: &Outcome, lang: Lang) -> String {
    let file = |item: &CalendarItem| {
        let entry = item.record.as_deref().and_then(|id| outcome.bulletin.as_ref()?.entry(id));
        entry.map(|entry| entry.file.to_string()).unwrap_or_default()
    };
    let line = |item: &CalendarItem| {
        let what = if lang == Lang::Zh { item.what.zh() } else { item.what.en() };
        format!("{} {what} {} {}", item.day, item.name, file(item)).trim_end().to_owned() + "\n"
    };
    let mut out: String = outcome.calendar.iter().map(line).collect();
    let wrong = outcome.calendar.iter().filter_map(CalendarItem::wrong_from).min();
    out += &match (wrong, lang) {
        (Some(day), Lang::Zh) => format!("现在生成的网站从 {day} 起有内容过时。\n"),
        (Some(day), Lang::En) => format!("A site built now is out of date from {day} on.\n"),
        (None, Lang::Zh) => "没有今后的日期。\n".to_owned(),
        (None, Lang::En) => "Nothing comes.\n".to_owned(),
    };
    out
}

/// What is late, due and disclosed, by office and project, and the classes of which nothing is recorded.
fn disclosures(outcome: &Outcome, lang: Lang) -> String {
    let in_lang = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let entry = |id: &str| outcome.bulletin.as_ref().and_then(|bulletin| bulletin.entry(id));
    let title = |id: &str| entry(id).map(|entry| entry.record.common().title.to_owned());
    let mut out = String::new();
    let mut counts = [0_usize; DisclosureState::ALL.len()];
    for (office, projects) in &outcome.disclosures {
        let name = title(office).unwrap_or_else(|| in_lang("未写责任单位", "no office named").to_owned());
        out += &format!("{name}\n");
        for duties in projects {
            let file = entry(&duties.project).map(|entry| entry.file.to_string()).unwrap_or_default();
            out += &format!("  {}  {file}\n", title(&duties.project).unwrap_or_default());
            for one in &duties.disclosures {
                if let Some(count) = counts.get_mut(one.state as usize) {
                    *count += 1;
                }
                let due = one.due.map_or_else(|| "          ".to_owned(), |day| day.to_string());
                let (state, class) = (in_lang(one.state.zh(), one.state.en()), in_lang(one.class.zh(), one.class.en()));
                out += &format!("    {due}  {state}  {class}  {}\n", one.title);
            }
            if !duties.missing.is_empty() {
                let classes: Vec<&str> = duties.missing.iter().map(|class| in_lang(class.zh(), class.en())).collect();
                let label = in_lang("没有记录", "nothing recorded of");
                out += &format!("    {label}: {}\n", classes.join(in_lang("、", ", ")));
            }
        }
    }
    let totals = DisclosureState::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
    let totals: Vec<String> =
        totals.map(|(state, count)| format!("{} {count}", in_lang(state.zh(), state.en()))).collect();
    match totals.as_slice() {
        [] => out + in_lang("没有项目记录信息公开。\n", "No project records disclosures.\n"),
        totals => out + &totals.join(in_lang("，", ", ")) + "\n",
    }
}
