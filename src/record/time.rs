//! Time in the type: what each date in a record says of the time of the bulletin. It is said once, behind the type of the
//! key ([`part!`](crate::part)); from it follow what a view of a day leaves out, the days on which more will be known, and
//! which dates there are to tell of. What they are called where they are told stands where that is done.

use super::Record;
use crate::date::{Day, PartialDate, Period};
use crate::source::yaml::Step;

/// What a date says of the time of the bulletin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Time {
    /// From then on something is known that was not known before.
    Known,
    /// An event takes place, which may be announced before.
    Happens,
    /// A day that was set before it comes.
    Plan,
    /// Nothing.
    Timeless,
}

/// A date in a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dated {
    /// What it says of the time of the bulletin.
    pub time: Time,
    /// The date, as precisely as it is given.
    pub when: Period,
    /// Of what became known: whether only the date did, with the keys that go with it, and not the part that holds it.
    pub alone: bool,
}

impl Dated {
    /// The date, where it is one and no period of another sort.
    pub fn date(&self) -> Option<PartialDate> {
        match self.when {
            Period::Date(date) => Some(date),
            Period::Half(..) | Period::Quarter(..) | Period::Week(..) | Period::Range(..) => None,
        }
    }

    /// Whether something becomes known after the end of `day`. A month, a year or a period counts from its first day.
    pub fn is_later(&self, day: Day) -> bool {
        self.time == Time::Known && self.when.first() > day
    }

    /// Whether it says since when a whole record is known, as `published` does.
    pub fn is_of_record(&self, way: &[Hop]) -> bool {
        self.time == Time::Known && !self.alone && way.len() == 1
    }
}

/// A step on the way to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hop {
    /// The value of a key.
    Key(&'static str),
    /// The n-th item of a list, from 0.
    Item(usize),
}

/// The way as a path into a document.
pub fn path(way: &[Hop]) -> Vec<Step> {
    let step = |hop: &Hop| match hop {
        Hop::Key(key) => Step::Key((*key).into()),
        Hop::Item(index) => Step::Item(*index),
    };
    way.iter().map(step).collect()
}

/// Is called with every date and the way to it.
pub type Visit<'v> = &'v mut dyn FnMut(&[Hop], Dated);

/// What may stand in a record and has no date in it, or says of each what it tells of the time of the bulletin.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a date, and its key does not say what it tells of the time of the bulletin",
    note = "write behind its type `as known`, `as happens`, `as plan` or `as timeless`: see `part!`"
)]
pub trait Timed {
    /// Whether a value of the type may hold a date.
    const DATED: bool = false;

    /// Calls `visit` with every date, in order. `way` leads to this value, and does so again afterwards.
    fn dates(&self, _way: &mut Vec<Hop>, _visit: Visit<'_>) {}

    /// Leaves out what was not known by the end of `day`; says whether anything of it was.
    fn as_of(&mut self, _day: Day) -> bool {
        true
    }
}

/// A key on whose value it depends what a date beside it says.
pub trait Says {
    /// Whether the first of two marks holds, the one before `if`.
    fn says(&self) -> bool;
}

impl Says for bool {
    fn says(&self) -> bool {
        *self
    }
}

impl Says for Option<PartialDate> {
    fn says(&self) -> bool {
        self.is_some()
    }
}

/// A value that has a mark: a date or a period.
pub trait Date {
    /// The time it stands for.
    fn when(&self) -> Option<Period>;
}

impl Date for PartialDate {
    fn when(&self) -> Option<Period> {
        Some(Period::Date(*self))
    }
}

impl Date for Period {
    fn when(&self) -> Option<Period> {
        Some(*self)
    }
}

impl<T: Date> Date for Option<T> {
    fn when(&self) -> Option<Period> {
        self.as_ref().and_then(Date::when)
    }
}

impl<T: Timed> Timed for Option<T> {
    const DATED: bool = T::DATED;

    fn dates(&self, way: &mut Vec<Hop>, visit: Visit<'_>) {
        if let Some(value) = self {
            value.dates(way, visit);
        }
    }

    fn as_of(&mut self, day: Day) -> bool {
        if self.as_mut().is_some_and(|value| !value.as_of(day)) {
            *self = None;
        }
        true
    }
}

impl<T: Timed> Timed for Vec<T> {
    const DATED: bool = T::DATED;

    fn dates(&self, way: &mut Vec<Hop>, visit: Visit<'_>) {
        for (index, item) in self.iter().enumerate() {
            way.push(Hop::Item(index));
            item.dates(way, visit);
            way.pop();
        }
    }

    fn as_of(&mut self, day: Day) -> bool {
        if T::DATED {
            self.retain_mut(|item| item.as_of(day));
        }
        true
    }
}

/// Visits the dates in the value of a key.
pub fn inner<T: Timed>(value: &T, key: &'static str, way: &mut Vec<Hop>, visit: Visit<'_>) {
    if T::DATED {
        way.push(Hop::Key(key));
        value.dates(way, visit);
        way.pop();
    }
}

/// Visits the date that is the value of a key: what it says, and whether alone.
pub fn date(value: &impl Date, (time, alone): (Time, bool), key: &'static str, way: &mut Vec<Hop>, visit: Visit<'_>) {
    if let Some(when) = value.when() {
        way.push(Hop::Key(key));
        visit(way, Dated { time, when, alone });
        way.pop();
    }
}

/// Whether the value of a key became known after the end of `day`.
pub fn is_later(value: &impl Date, time: Time, day: Day) -> bool {
    value.when().is_some_and(|when| Dated { time, when, alone: false }.is_later(day))
}

/// Calls `visit` with every date of a record and the way to it, in the order of its keys.
pub fn dates(record: &Record, visit: Visit<'_>) {
    record.dates(&mut Vec::new(), visit);
}

/// The names of dated keys whose mark may come to one of `times`, and of which nothing is `told` in any record of the
/// example, which has every key. What is a key of every kind is named without the kind.
#[cfg(test)]
pub(crate) fn untold(times: &[&str], told: &dyn Fn(&super::Entry, &[Hop]) -> bool) -> Vec<String> {
    use super::Kind;
    use std::collections::BTreeSet;

    let mut marks = Vec::new();
    for kind in Kind::ALL {
        let schema = kind.schema();
        tests::marks(&schema, &schema, kind.name(), &mut marks);
    }
    let bare = |name: &str| name.split_once('.').map_or(String::new(), |(_, bare)| bare.to_owned());
    let name = |name: String| {
        let alike = marks.iter().filter(|(other, _)| bare(other) == bare(&name)).count();
        if alike == Kind::ALL.len() { bare(&name) } else { name }
    };
    let source = crate::source::read(std::path::Path::new("themes/default/example")).expect("files").value;
    let bulletin = super::parse(&source, true).expect("a bulletin").value;
    let mut heard = BTreeSet::new();
    for entry in &bulletin.entries {
        dates(&entry.record, &mut |way, _| {
            if told(entry, way) {
                let keys = way.iter().filter_map(|hop| match hop {
                    Hop::Key(key) => Some(*key),
                    Hop::Item(_) => None,
                });
                let keys: Vec<&str> = std::iter::once(entry.kind.name()).chain(keys).collect();
                heard.insert(name(keys.join(".")));
            }
        });
    }
    assert!(!heard.is_empty(), "nothing is told");
    let is_one = |mark: &str| mark.split(' ').any(|word| times.contains(&word));
    let all: BTreeSet<String> =
        marks.iter().filter(|(_, mark)| is_one(mark)).map(|(key, _)| name(key.clone())).collect();
    all.difference(&heard).cloned().collect()
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "parts are public")]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The marks in a schema, by the names of their keys, each with the names of those above it.
    pub(super) fn marks(schema: &Value, root: &Value, name: &str, found: &mut Vec<(String, String)>) {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let inner = reference.and_then(|reference| root.pointer(reference.trim_start_matches('#')));
        if let Some(inner) = inner.or_else(|| schema.pointer("/anyOf/0")).or_else(|| schema.get("items")) {
            return marks(inner, root, name, found);
        }
        for (key, value) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let name = format!("{name}.{key}");
            match value.get("x-time").and_then(Value::as_str) {
                Some(mark) => found.push((name, mark.to_owned())),
                None => marks(value, root, &name, found),
            }
        }
    }

    crate::part! {
        /// A part of a part.
        pub struct Inner {
            /// Since when.
            pub since: PartialDate as known,
        }
    }

    crate::part! {
        /// A part with every mark.
        #[derive(Default)]
        #[serde(default)]
        pub struct Whole {
            /// Since when.
            pub known: Option<PartialDate> as known,
            /// What it covers.
            pub period: Option<Period> as plan if planned else timeless if known else known,
            /// Whether it is planned.
            pub planned: bool,
            /// When it was done.
            pub done: Option<PartialDate> as known with (by),
            /// By whom.
            pub by: Option<String>,
            /// When it takes place.
            pub date: Option<PartialDate> as happens,
            /// When it is due.
            pub due: Option<PartialDate> as plan,
            /// The date of what it rests on.
            pub dated: Option<PartialDate> as timeless,
            /// How much so far.
            pub paid: Option<String> as undated,
            /// Several.
            pub parts: Vec<Inner>,
            /// One.
            pub part: Option<Inner>,
        }
    }

    fn whole(yaml: &str) -> Whole {
        serde_yaml::from_str(yaml).expect("a part")
    }

    /// What is left of a part on a day, as YAML in one line; `None` where nothing was known of it.
    fn left(yaml: &str, day: &str) -> Option<String> {
        let mut whole = whole(yaml);
        let known = whole.as_of(day.parse().expect("a day"));
        let tree = serde_json::to_value(&whole).expect("a tree");
        let keys = tree.as_object().expect("keys").iter();
        let said = keys.filter(|(_, value)| !value.is_null() && **value != false && value.as_array() != Some(&vec![]));
        known.then(|| said.map(|(key, _)| key.as_str()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn a_view_of_a_day_has_what_was_known() {
        for (yaml, before, after) in [
            ("known: 2024-05-01", None, Some("known")),
            ("known: 2024-05", None, Some("known")),
            ("period: 2024-Q2", None, Some("period")),
            ("{period: 2025, planned: true}", Some("period planned"), Some("period planned")),
            ("{period: 2025, known: 2024-03-31}", Some("known period"), Some("known period")),
            ("{done: 2024-05-01, by: 甲, paid: 乙}", Some("paid"), Some("done by paid")),
            ("{date: 2024-05-01, due: 2024-06, dated: 2025}", Some("date due dated"), Some("date due dated")),
            ("{parts: [{since: 2024-05-01}], part: {since: 2024-05-01}}", Some(""), Some("parts part")),
        ] {
            let before = before.map(str::to_owned);
            assert_eq!(left(yaml, "2024-03-31"), before, "{yaml}");
            assert_eq!(left(yaml, "2024-05-01"), after.map(str::to_owned), "{yaml}");
        }
        let mut some = whole("parts: [{since: 2024-05-01}, {since: 2023-01-01}, {since: 2024-05-02}]");
        assert!(some.as_of("2024-05-01".parse().expect("a day")));
        assert_eq!(
            some.parts.iter().map(|part| part.since.to_string()).collect::<Vec<_>>(),
            ["2024-05-01", "2023-01-01"]
        );
    }

    #[test]
    fn every_date_is_visited_with_what_it_says() {
        let all = "{known: 2024, period: 2024-Q1, done: 2024-02, date: 2024-03, due: 2024-04, dated: 2024-05,
            parts: [{since: 2024-06}, {since: 2024-07}], part: {since: 2024-08}}";
        let mut found = Vec::new();
        let mut way = Vec::new();
        whole(all).dates(&mut way, &mut |way, dated| {
            let path = crate::record::tree::path_text(&path(way));
            let of_record = if dated.is_of_record(way) { " of the whole" } else { "" };
            found.push(format!("{path} {} {:?}{of_record}", dated.when, dated.time));
        });
        assert!(way.is_empty());
        let expected = [
            "known 2024 Known of the whole",
            "period 2024-Q1 Timeless",
            "done 2024-02 Known",
            "date 2024-03 Happens",
            "due 2024-04 Plan",
            "dated 2024-05 Timeless",
            "parts[0].since 2024-06 Known",
            "parts[1].since 2024-07 Known",
            "part.since 2024-08 Known",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_schema_says_what_the_type_says() {
        let schema = schemars::schema_for!(Whole).to_value();
        let mut found = Vec::new();
        marks(&schema, &schema, "whole", &mut found);
        let found: Vec<String> = found.into_iter().map(|(key, mark)| format!("{key}: {mark}")).collect();
        let expected = [
            "whole.known: known",
            "whole.period: plan if planned else timeless if known else known",
            "whole.done: known",
            "whole.date: happens",
            "whole.due: plan",
            "whole.dated: timeless",
            "whole.paid: undated",
            "whole.parts.since: known",
            "whole.part.since: known",
        ];
        assert_eq!(found, expected);
        assert_eq!(schema.pointer("/properties/done/x-with"), Some(&serde_json::json!(["by"])));
    }
}
