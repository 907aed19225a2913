//! `gongbao check`: every finding; builds nothing.

use std::path::Path;

use serde_json::{Value, json};

use super::args::{Check, FormatArg};
use super::terminal::Showing;
use super::{End, terminal};
use crate::build::{self, Outcome};
use crate::date::Day;
use crate::diagnostic::Lang;
use crate::diagnostic::emit::{Format, document, emit};
use crate::figures::{CalendarItem, Disclosed, DisclosureDuties, DisclosureState};

pub(super) fn check(root: &Path, args: &Check) -> End {
    let lang = args.reading.lang();
    let lists = args.calendar || args.disclosures;
    if lists && matches!(args.format, FormatArg::Sarif | FormatArg::Github) {
        terminal::message(match lang {
            Lang::Zh => "--calendar 和 --disclosures 只能和 --format human 或 json 一起用",
            Lang::En => "--calendar and --disclosures go with --format human or json",
        });
        return End::Usage;
    }
    let request = args.reading.request(root, None);
    let outcome = match build::check(&request) {
        Ok(outcome) => outcome,
        Err(error) => return terminal::system(&error, lang),
    };
    if let Some(bulletin) = outcome.bulletin().filter(|_| args.due && outcome.errors() == 0) {
        terminal::data(&format!("{} {}\n", request.clock.day(&bulletin.config), due(&outcome)));
        return End::Fine;
    }
    let print = |format| terminal::data(&emit(&outcome.findings, &outcome, format, lang));
    match args.format {
        FormatArg::Human => {
            terminal::findings(&outcome, lang, Showing { advice: args.advice, all: args.all, quiet: false });
            if args.calendar {
                terminal::data(&calendar(&outcome, lang));
            }
            if args.disclosures {
                terminal::data(&disclosures(&outcome, lang));
            }
        }
        FormatArg::Json => terminal::data(&format!("{:#}\n", as_json(&outcome, args, lang))),
        FormatArg::Sarif => print(Format::Sarif),
        FormatArg::Github => print(Format::Github),
    }
    terminal::denied(&outcome, args.deny.is_some(), lang);
    terminal::end(&outcome, args.deny.is_some())
}

/// Findings as a document, with the lists that were asked for.
fn as_json(outcome: &Outcome, args: &Check, lang: Lang) -> Value {
    let mut document = document(&outcome.findings, outcome, lang);
    if let Value::Object(members) = &mut document {
        if args.calendar {
            members.insert("calendar".into(), calendar_as_json(outcome, lang));
        }
        if args.disclosures {
            members.insert("disclosures".into(), disclosures_as_json(outcome));
        }
    }
    document
}

/// The file of a record.
fn file(outcome: &Outcome, id: &str) -> Option<String> {
    Some(outcome.bulletin()?.entry(id)?.file.to_string())
}

fn calendar_as_json(outcome: &Outcome, lang: Lang) -> Value {
    let item = |item: &CalendarItem| {
        json!({
            "day": item.day.to_string(),
            "what": item.what.key(),
            "name": item.name.in_lang(lang),
            "file": item.record.as_deref().and_then(|id| file(outcome, id)),
            "wrong_from": item.wrong_from().map(|day| day.to_string()),
        })
    };
    outcome.calendar.iter().map(item).collect()
}

fn disclosures_as_json(outcome: &Outcome) -> Value {
    let one = |one: &Disclosed| {
        let due = one.due.map(|day| day.to_string());
        json!({ "class": one.class.key(), "title": one.title, "state": one.state.key(), "due": due })
    };
    let project = |office: &str, duties: &DisclosureDuties| {
        json!({
            "office": Some(office).filter(|office| !office.is_empty()),
            "project": duties.project,
            "file": file(outcome, &duties.project),
            "missing": duties.missing.iter().map(|class| class.key()).collect::<Vec<_>>(),
            "disclosures": duties.disclosures.iter().map(one).collect::<Vec<_>>(),
        })
    };
    let offices = outcome.disclosures.iter();
    offices.flat_map(|(office, projects)| projects.iter().map(|duties| project(office, duties))).collect()
}

/// What comes, a line each, and the day from which a site built now is wrong.
fn calendar(outcome: &Outcome, lang: Lang) -> String {
    let line = |item: &CalendarItem| {
        let what = if lang == Lang::Zh { item.what.zh() } else { item.what.en() };
        let file = item.record.as_deref().and_then(|id| file(outcome, id)).unwrap_or_default();
        format!("{} {what} {} {file}", item.day, item.name.in_lang(lang)).trim_end().to_owned() + "\n"
    };
    let mut out: String = outcome.calendar.iter().map(line).collect();
    out += &match (wrong_from(outcome), lang) {
        (Some(day), Lang::Zh) => format!("现在生成的网站从 {day} 起有内容过时。\n"),
        (Some(day), Lang::En) => format!("A site built now is out of date from {day} on.\n"),
        (None, Lang::Zh) => "没有今后的日期。\n".to_owned(),
        (None, Lang::En) => "Nothing comes.\n".to_owned(),
    };
    out
}

/// The first day from which a site built now is out of date.
fn wrong_from(outcome: &Outcome) -> Option<Day> {
    outcome.calendar.iter().filter_map(CalendarItem::wrong_from).min()
}

/// The same for programs, in one word.
fn due(outcome: &Outcome) -> String {
    wrong_from(outcome).map_or_else(|| "never".to_owned(), |day| day.to_string())
}

/// What is late, due and disclosed, by office and project, and the classes of which nothing is recorded.
fn disclosures(outcome: &Outcome, lang: Lang) -> String {
    let in_lang = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let entry = |id: &str| outcome.bulletin().and_then(|bulletin| bulletin.entry(id));
    let title = |id: &str| entry(id).map(|entry| entry.record.common().title.to_owned());
    let mut out = String::new();
    let mut counts = [0_usize; DisclosureState::ALL.len()];
    for (office, projects) in &outcome.disclosures {
        let name = title(office).unwrap_or_else(|| in_lang("未写责任单位", "no office named").to_owned());
        out += &format!("{name}\n");
        for duties in projects {
            let file = file(outcome, &duties.project).unwrap_or_default();
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
