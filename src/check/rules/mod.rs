//! The rules, one file each: its page (the `//!` lines), its code, what it looks at, its function. A new rule is a file
//! and a row in the table below.

use std::ops::Range;

use super::Looked;
use super::attached::Attached;
use super::page::Page;
use super::private::Private;
use super::prose::Prose;
use crate::diagnostic::{Code, Finding, Place, Text};
use crate::figures::{Relation, RelationKind, Verdict};
use crate::quantity::Money;
use crate::record::{Entry, Project, Record};
use crate::source::SourceFile;
use crate::source::yaml::Step;

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its code, with its page.
    pub code: Code,
    /// What it looks at, and how.
    pub(super) looks: Looks,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub(super) enum Looks {
    /// A record.
    Record(fn(&Looked<'_>, &Entry) -> Vec<Finding>),
    /// A relation between stated figures that does not hold.
    Relation(fn(&Looked<'_>, &Entry, &Relation) -> Option<Finding>),
    /// A Markdown text of a record.
    Prose(fn(&Prose<'_>) -> Vec<Finding>),
    /// Personal data of a sort, in a file as it was typed; also where no record can be read from it.
    Personal(Private, fn(&Personal<'_>) -> Finding),
    /// The path of a file, from the bulletin's root.
    Path(fn(&str) -> Vec<Finding>),
    /// A file, as it was typed.
    File(fn(&Looked<'_>, &SourceFile) -> Vec<Finding>),
    /// An image or attachment.
    Attached(fn(&Attached<'_>) -> Vec<Finding>),
    /// A finished page.
    Page(fn(&Page<'_>) -> Vec<Finding>),
    /// The whole bulletin.
    Bulletin(fn(&Looked<'_>) -> Vec<Finding>),
}

/// Personal data in a file.
pub(super) struct Personal<'a> {
    /// The file.
    file: &'a SourceFile,
    /// Where it stands.
    range: Range<usize>,
    /// The form that may be shown.
    masked: String,
}

impl<'a> Personal<'a> {
    /// What was found in a range of the file.
    pub(super) fn new(file: &'a SourceFile, sort: Private, range: Range<usize>) -> Self {
        let masked = sort.masked(file.text.get(range.clone()).unwrap_or_default());
        Self { file, range, masked }
    }

    /// A finding at its place; the lines are not shown.
    fn finding(&self, code: Code, message: Text) -> Finding {
        Finding::new(code, Place::span(self.file.path.clone(), self.range.clone()), message).secret()
    }
}

macro_rules! rules {
    ($($area:ident: $($rule:ident)+;)+) => {
        $(mod $area { $(pub(super) mod $rule;)+ })+
        /// Every rule.
        pub const RULES: &[Rule] = &[$($($area::$rule::RULE),+),+];
    };
}

rules! {
    files: stray_file not_for_readers not_looked_through broken_image garbled_text;
    form: text_cut_by_hash several_in_one_item;
    figures: rate_does_not_hold sum_does_not_hold impossible_rate unit_mismatch target_of_zero percent_out_of_range
        mixed_units period_twice text_contradicts_record stated_differently negative_amount implausible_amount not_recomputed unit_twice;
    progress: note_contradicts_value stages_out_of_order no_reason progress_falls paid_over_total finished_below_100 date_after_the_day
        update_after_completion dates_out_of_order no_finish_to_count_back_from milestone_after_finish undated_stage
        production_without_completion contradictory_entry;
    duties: disclosure_late future_publication updated_before_published stale_section missing_foot_fact
        missing_correction_link implausible_date bad_setting disclosure_not_recorded
        missing_accessibility_page;
    language: mixed_script half_width_punctuation doubled_punctuation word_to_replace placeholder_left nothing_said doubtful_surname;
    notices: document_number_form interpretation_of_nothing status_not_updated index_number_twice short_consultation
        closes_before_it_opens pay_upside_down discriminatory_wording expired_in_force
        changed_silently repealed_by_nothing document_number_twice consultation_without_end consultation_without_outcome
        edited_after_publication;
    pages: not_one_h1 id_twice_on_a_page link_without_words image_without_alt outside_host dead_link_on_a_page
        placeholder_text page_too_heavy;
    privacy: name_for_role id_number mobile_number bank_card account papers licence_plate home_address in_an_attachment in_a_file_name photo_position on_a_page secret_mark;
    prose: alternative_text_says_nothing references missing_images broken_link no_alternative_text raw_html unsafe_link heading_level
        link_without_text unread_markup lines_run_together accidental_block too_much_markup sentences_on_lines
        sign_read_as_mark list_renumbered footnote_twice words_lost table_columns_differ empty_heading lost_markup address_cut_short hidden_character;
    references: unknown_figure coordinates address_gone moved_to_nothing document_twice figure_key_twice refers_to_itself coordinates_outside copied_record fact_changed_silently
        publication_not_recorded;
}

/// Of an image or attachment that nothing names.
pub const UNNAMED: Code = files::stray_file::RULE.code;

/// The project that a record is.
fn project(entry: &Entry) -> Option<&Project> {
    match &entry.record {
        Record::Project(project) => Some(project),
        _ => None,
    }
}

/// A place in a list of the record: `updates[3].percent`.
fn item(list: &'static str, index: usize, key: &'static str) -> [Step; 3] {
    [Step::Key(list.into()), Step::Item(index), Step::Key(key.into())]
}

/// The place of a key of a file, not of its value.
fn key_of(looked: &Looked<'_>, file: &str, name: &str) -> Place {
    let named = looked.source.file(file).and_then(|file| Some((file, file.tree()?.key(name)?)));
    named.map_or_else(|| Place::file(file), |(file, key)| file.place_of(key.span.clone()))
}

/// A place at a key of the record.
fn key(key: &'static str) -> Vec<Step> {
    vec![Step::Key(key.into())]
}

/// The amounts of money of a record, with where they stand.
fn amounts(entry: &Entry) -> Vec<(Vec<Step>, &Money)> {
    let within = |list: &'static str, key: &'static str| vec![Step::Key(list.into()), Step::Key(key.into())];
    let mut all: Vec<(Vec<Step>, Option<&Money>)> = Vec::new();
    match &entry.record {
        Record::Project(project) => {
            if let Some(investment) = &project.investment {
                all.push((within("investment", "total"), investment.total.as_ref()));
                all.push((within("investment", "this_year"), investment.this_year.as_ref()));
                all.push((within("investment", "paid"), investment.paid.as_ref()));
            }
            let updates = project.updates.iter().enumerate();
            all.extend(
                updates.map(|(index, update)| (item("updates", index, "invested").to_vec(), update.invested.as_ref())),
            );
        }
        Record::Job(job) => {
            if let Some(pay) = &job.pay {
                all.push((within("pay", "from"), pay.from.as_ref()));
                all.push((within("pay", "to"), pay.to.as_ref()));
            }
        }
        Record::Notice(notice) => {
            if let Some(procurement) = &notice.procurement {
                all.push((within("procurement", "budget"), procurement.budget.as_ref()));
                all.push((within("procurement", "award"), procurement.award.as_ref()));
            }
        }
        _ => {}
    }
    all.into_iter().filter_map(|(path, money)| Some((path, money?))).collect()
}

/// The finding of a stated figure that does not follow from others.
fn stated(code: Code, looked: &Looked<'_>, entry: &Entry, relation: &Relation) -> Finding {
    debug_assert!(relation.outcome == Verdict::Fails, "only relations that fail are told");
    let mut path = relation.path.clone();
    path.push(Step::Key(if relation.kind == RelationKind::Growth { "yoy" } else { "value" }.into()));
    let message = Text::new(
        format!("“{}”写的是 {}，重算是 {}", relation.what, relation.stated, relation.recomputed),
        format!("\"{}\" is stated as {}, recomputed it is {}", relation.what, relation.stated, relation.recomputed),
    );
    Finding::new(code, looked.source.place(&entry.file, &path), message).help(
        format!("{}。核对原件；确实如此时两个数都会发布，并加标记", relation.explanation.zh),
        format!("{}. Compare the original; if it says so, both are published, marked", relation.explanation.en),
    )
}
