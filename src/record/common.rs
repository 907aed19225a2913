//! What all kinds of record share, and the macro that gives it to them.

use super::leaf::{Any, Correction, Figure, Prose, Ref, Source};
use super::part::part;
use crate::date::PartialDate;

/// The shared fields of a record, borrowed. See `record!` for what each means.
#[derive(Clone, Copy, Debug)]
pub struct Common<'a> {
    /// The id given in the record; without it the file name is the id.
    pub id: Option<&'a str>,
    /// Name or headline.
    pub title: &'a str,
    /// One or two sentences.
    pub summary: Option<&'a str>,
    /// When first published.
    pub published: Option<PartialDate>,
    /// When last changed in substance.
    pub updated: Option<PartialDate>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// Where its statements stand.
    pub sources: &'a [Source],
    /// What was corrected.
    pub corrections: &'a [Correction],
    /// Tags.
    pub tags: &'a [String],
    /// Stated numbers.
    pub figures: &'a [Figure],
    /// Other records to see.
    pub related: &'a [Ref<Any>],
    /// Findings it is excused from.
    pub allow: &'a [Exception],
    /// The text.
    pub body: Option<&'a Prose>,
}

part! {
    /// A finding that a record is excused from 例外. It is reported itself when there is nothing to excuse.
    pub struct Exception {
        /// Code or name of the rule 规则, as `GB0401` or `rate-does-not-hold`.
        pub rule: String,
        /// Why it does not apply here 原因.
        pub because: String,
    }
}

/// Declares a record type: the kind's own fields, with the shared ones added.
/// One macro, so that a key means the same in every kind and an unknown key is refused in all of them.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[$fmeta:meta])*
                pub $field:ident: $ty:ty
                    $(as $mark:ident $(if $other:ident else $or:ident)* $(with ($($with:ident),*))?)?
            ),* $(,)?
        }
    ) => {
        $crate::part! {
            $(#[$meta])*
            pub struct $name {
                /// The record's permanent ASCII name 编号. Without it, the file's name is the id. Never changes when a title does.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 100))]
                pub id: Option<String>,
                /// Name or headline 标题.
                pub title: String,
                /// One or two sentences for lists and search 摘要.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub summary: Option<String>,
                /// When the record was first published 发布日期.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub published: Option<$crate::date::PartialDate> as known,
                /// When it last changed in substance 更新日期.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub updated: Option<$crate::date::PartialDate> as known with (),
                /// Not to be published yet 草稿. Built only with `--drafts`.
                #[serde(default, skip_serializing_if = "std::ops::Not::not")]
                pub draft: bool,
                /// Where the record's statements stand 来源.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub sources: Vec<$crate::record::leaf::Source>,
                /// What was corrected after publication 更正.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub corrections: Vec<$crate::record::leaf::Correction>,
                /// Tags 标签.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub tags: Vec<String>,
                /// Stated numbers, each with unit, time and source 数据.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub figures: Vec<$crate::record::leaf::Figure>,
                /// Other records a reader should see, by id 相关.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub related: Vec<$crate::record::leaf::Ref<$crate::record::leaf::Any>>,
                /// A remark that readers see: doubt, damage in the source, what was decided 说明.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub note: Option<$crate::record::leaf::Prose>,
                /// Findings that this record is excused from, each with the reason 例外.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub allow: Vec<$crate::record::common::Exception>,
                $(
                    $(#[$fmeta])*
                    pub $field: $ty $(as $mark $(if $other else $or)* $(with ($($with),*))?)?,
                )*
                /// The text 正文, in Markdown. In a `.md` file it is what follows the front matter.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub body: Option<$crate::record::leaf::Prose>,
            }
        }

        impl $name {
            /// The fields shared by all kinds.
            pub fn common(&self) -> $crate::record::common::Common<'_> {
                $crate::record::common::Common {
                    id: self.id.as_deref(),
                    title: &self.title,
                    summary: self.summary.as_deref(),
                    published: self.published,
                    updated: self.updated,
                    draft: self.draft,
                    sources: &self.sources,
                    corrections: &self.corrections,
                    tags: &self.tags,
                    figures: &self.figures,
                    related: &self.related,
                    allow: &self.allow,
                    body: self.body.as_ref(),
                }
            }
            /// Title and summary are plain text: what was typed as `10<sup>4</sup>` reads `10⁴`.
            pub fn in_plain_words(&mut self) {
                self.title = $crate::text::in_a_line(&self.title).into_owned();
                self.summary = self.summary.take().map(|summary| $crate::text::in_a_line(&summary).into_owned());
            }
            /// Takes out of figures what relates them to figures that are not there.
            pub fn forget_relations(&mut self) {
                $crate::record::leaf::forget_relations(&mut self.figures);
            }
            /// Puts the text after the front matter in its place.
            pub fn set_body(&mut self, text: String) {
                self.body = Some($crate::record::leaf::Prose(text));
            }
        }
    };
}
pub(crate) use record;
