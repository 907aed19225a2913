//! Rules over what was read, computed and planned. A rule looks and reports; it changes nothing.

mod attached;
mod flat;
mod named;
mod names;
mod page;
mod private;
mod prose;
mod rules;
mod settle;
mod typed;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

pub use named::Named;
pub use names::Names;
pub use page::{Pieces, Published, Seen, ids_in};
pub use rules::{RULES, Rule, UNNAMED};
pub use settle::{Stage, decide};

use crate::diagnostic::{At, Code, Finding, Text, WRITE, codes};
use crate::figures::{self, Figures, Verdict};
use crate::record::{Bulletin, Entry};
use crate::render::Rendered;
use crate::site::Site;
use crate::source::Source;
use crate::timing::{Timed, Timings};
use rules::Looks;

/// All that a rule may look at.
#[derive(Clone, Copy)]
pub struct Looked<'a> {
    /// The files.
    pub source: &'a Source,
    /// The records, as they were read.
    pub bulletin: &'a Bulletin,
    /// The records as they stand on the day.
    pub on_day: &'a Bulletin,
    /// What follows from them.
    pub figures: &'a Figures,
    /// The pages to be.
    pub site: &'a Site<'a>,
    /// The names of projects, to find them in texts.
    pub names: &'a Names,
    /// The images and attachments that are named.
    pub named: &'a Named,
    /// How long rules take.
    pub timings: &'a Timings,
    /// Whether somebody still waits for what they find: it is asked before each record and file.
    pub is_wanted: &'a (dyn Fn() -> bool + Sync),
}

impl Looked<'_> {
    /// Lets a rule look.
    fn time<T>(&self, rule: &Rule, look: impl FnOnce() -> T) -> T {
        self.timings.time(Timed::Rule, rule.code.name, look)
    }

    /// A finding with what to type in its place, where `old` stands there as it is read; `instead` is said where it does
    /// not, so that it could not be put there as it is. `after` is said after it in any case.
    fn write(&self, finding: Finding, (old, new): (&str, &str), after: (&str, &str), instead: Text) -> Finding {
        let At::Span(start, end) = finding.place.at else { return finding.help(instead.zh, instead.en) };
        let there = self.source.file(&finding.place.file).and_then(|file| file.text.get(start..end));
        let Some(there) = there.filter(|there| typed::is_typed_for(there, old)) else {
            return finding.help(instead.zh + after.0, instead.en + after.1);
        };
        let new = typed::as_typed(old, there, new);
        let place = finding.place.clone();
        let (zh, en) = WRITE;
        finding.help(format!("{zh}{new}{}", after.0), format!("{en}{new}{}", after.1)).edit(place, new)
    }
}

/// Runs the rules that need nothing but the files as they were typed: personal data is told even where nothing else
/// can be read.
pub fn files(source: &Source) -> Vec<Finding> {
    let of_texts = source.files.par_iter().flat_map_iter(|file| {
        private::find(&file.text, private::Lines::RunOn).into_iter().flat_map(move |(sort, range)| {
            RULES.iter().filter_map(move |rule| match rule.looks {
                Looks::Personal(of, look) if of == sort => Some(look(&rules::Personal::new(file, sort, range.clone()))),
                _ => None,
            })
        })
    });
    let mut findings: Vec<Finding> = of_texts.collect();
    let texts = source.files.iter().map(|file| file.path.to_string());
    let assets = source.assets.iter().map(|asset| format!("content/{}", asset.path));
    for path in texts.chain(assets) {
        let looks = RULES.iter().filter_map(|rule| if let Looks::Path(look) = rule.looks { Some(look) } else { None });
        findings.extend(looks.flat_map(|look| look(&path)));
    }
    findings
}

/// Takes personal data out of what other findings say of files in which it was found: what is found is printed, also where
/// everybody can read it. A help that repeated it is told when the data is gone.
pub fn conceal(findings: &mut [Finding]) {
    let files: BTreeSet<Arc<str>> =
        findings.iter().filter(|finding| finding.secret).map(|finding| finding.place.file.clone()).collect();
    let has = |text: &str| !private::find(text, private::Lines::RunOn).is_empty();
    for finding in findings.iter_mut().filter(|finding| !finding.secret && files.contains(&finding.place.file)) {
        for message in [&mut finding.message.zh, &mut finding.message.en] {
            for (sort, range) in private::find(message, private::Lines::RunOn).into_iter().rev() {
                let masked = sort.masked(message.get(range.clone()).unwrap_or_default());
                message.replace_range(range, &masked);
            }
        }
        let repeats = finding.help.as_ref().is_some_and(|help| has(&help.zh) || has(&help.en));
        if repeats || finding.edits.iter().any(|edit| has(&edit.text)) {
            finding.edits.clear();
            finding.help = Some(Text::new(
                "这里有个人信息，先删去它再检查，就会说怎么改",
                "there is personal data here: remove it and check again to be told what to write",
            ));
        }
    }
}

/// Runs every rule that looks at what was read, computed and planned.
pub fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let of_records = looked.bulletin.entries.par_iter().filter(|_| (looked.is_wanted)());
    let of_records = of_records.flat_map_iter(|entry| of_entry(looked, entry));
    let of_files = looked.source.files.par_iter().filter(|_| (looked.is_wanted)()).flat_map_iter(|file| {
        RULES.iter().flat_map(|rule| match rule.looks {
            Looks::File(look) => looked.time(rule, || look(looked, file)),
            _ => Vec::new(),
        })
    });
    let cited = attached::cited(looked.bulletin);
    let of_attachments = looked.source.assets.par_iter().flat_map_iter(|asset| {
        let attached = attached::Attached::new(looked, asset, &cited);
        let looks = RULES.iter().filter_map(|rule| match rule.looks {
            Looks::Attached(look) => Some(looked.time(rule, || look(&attached))),
            _ => None,
        });
        looks.flatten().collect::<Vec<_>>()
    });
    let mut findings: Vec<Finding> = of_records.chain(of_files).chain(of_attachments).collect();
    if !(looked.is_wanted)() {
        return findings;
    }
    findings.extend(looked.timings.time(Timed::Rule, "personal-data", || files(looked.source)));
    for rule in RULES {
        if let Looks::Bulletin(look) = rule.looks {
            findings.extend(looked.time(rule, || look(looked)));
        }
    }
    findings
}

fn of_entry(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let mut findings = Vec::new();
    let relations = figures::relations(looked.bulletin, entry);
    let failing: Vec<_> = relations.iter().filter(|relation| relation.outcome == Verdict::Fails).collect();
    for rule in RULES {
        match rule.looks {
            Looks::Record(look) => findings.extend(looked.time(rule, || look(looked, entry))),
            Looks::Relation(look) => {
                findings.extend(failing.iter().filter_map(|relation| look(looked, entry, relation)));
            }
            Looks::Prose(_)
            | Looks::Personal(..)
            | Looks::Path(_)
            | Looks::File(_)
            | Looks::Attached(_)
            | Looks::Bulletin(_)
            | Looks::Page(_) => {}
        }
    }
    prose::each(looked, entry, &mut |text| {
        for rule in RULES {
            if let Looks::Prose(look) = rule.looks {
                findings.extend(looked.time(rule, || look(text)));
            }
        }
    });
    typed::as_in_the_file(looked, entry, &mut findings);
    findings
}

impl Published<'_> {
    /// Reads a finished file with the eyes of every rule that looks at pages and at what stylesheets load. What was read of
    /// other pages is in `known`.
    pub fn look(&self, file: &Rendered, known: &mut Pieces) -> Seen {
        let looks = RULES.iter().filter_map(|rule| if let Looks::Page(look) = rule.looks { Some(look) } else { None });
        self.read(file, known, |page| looks.flat_map(|look| look(page)).collect())
    }
}

/// Every code there is, in order.
pub fn codes() -> &'static [Code] {
    static ALL: LazyLock<Vec<Code>> = LazyLock::new(|| {
        let mut all: Vec<Code> = codes::ALL.iter().copied().chain(RULES.iter().map(|rule| rule.code)).collect();
        all.sort_by_key(|code| code.id);
        all.dedup();
        all
    });
    &ALL
}
