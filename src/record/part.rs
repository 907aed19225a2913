//! The macro that declares a part of a record: its type, its form in YAML and JSON Schema, how it is walked, and what its
//! dates say of the time of the bulletin.

/// Declares a type with keys, as it stands in a record. Each key is walked ([`walk`](crate::record::walk)), an unknown one is
/// refused, and what a date says of the bulletin's time stands behind its type:
///
/// * `as known`: the part that holds it became known then. A view of an earlier day has no such part.
/// * `as known with (KEY, …)`: the date became known then, and the keys that are named. A view of an earlier day has the
///   part without them.
/// * `as happens`: the day of an event, which may be announced before.
/// * `as plan`: a day that was set before it comes, on which something is due, opens, closes, begins or ends.
/// * `as timeless`: it says nothing of the bulletin's time, as the date of a document does.
/// * `as undated`: for what is no date and was not always so; no key tells since when, so that a view of an earlier day
///   cannot leave it out.
///
/// `as A if KEY else B` is A where the other key says so ([`Says`](crate::record::time::Says)), and B where not. In the JSON
/// Schema the same words stand as `x-time`, and the keys that go with a date as `x-with`.
///
/// A date without a mark does not compile:
///
/// ```compile_fail
/// use gongbao::{date::PartialDate, part};
/// part! {
///     /// A part.
///     pub struct Part {
///         /// A day.
///         pub day: Option<PartialDate>,
///     }
/// }
/// ```
///
/// With one it does:
///
/// ```
/// use gongbao::{date::PartialDate, part};
/// part! {
///     /// A part.
///     pub struct Part {
///         /// A day.
///         pub day: Option<PartialDate> as plan,
///     }
/// }
/// ```
#[macro_export]
macro_rules! part {
    // Whether a key may hold a date.
    (@dated $type:ty) => { <$type as $crate::record::time::Timed>::DATED };
    (@dated $type:ty, $mark:ident) => { true };

    // What the mark of a key comes to, beside what the other keys say.
    (@time $self:ident known) => { $crate::record::time::Time::Known };
    (@time $self:ident happens) => { $crate::record::time::Time::Happens };
    (@time $self:ident plan) => { $crate::record::time::Time::Plan };
    (@time $self:ident timeless) => { $crate::record::time::Time::Timeless };
    (@time $self:ident $mark:ident if $key:ident else $($other:tt)+) => {
        if $crate::record::time::Says::says(&$self.$key) {
            $crate::part!(@time $self $mark)
        } else {
            $crate::part!(@time $self $($other)+)
        }
    };

    // Visits the dates of a key.
    (@dates $self:ident $way:ident $visit:ident $key:ident) => {
        $crate::record::time::inner(&$self.$key, stringify!($key), $way, $visit);
    };
    (@dates $self:ident $way:ident $visit:ident $key:ident, [undated]) => {};
    (@dates $self:ident $way:ident $visit:ident $key:ident, [$($mark:tt)+]) => {
        let time = $crate::part!(@time $self $($mark)+);
        $crate::record::time::date(&$self.$key, (time, false), stringify!($key), $way, $visit);
    };
    (@dates $self:ident $way:ident $visit:ident $key:ident, [$($mark:tt)+] with $with:tt) => {
        let time = $crate::part!(@time $self $($mark)+);
        $crate::record::time::date(&$self.$key, (time, true), stringify!($key), $way, $visit);
    };

    // Leaves out what was not known by the end of a day.
    (@as_of $self:ident $day:ident $known:ident $key:ident) => {
        $known &= $crate::record::time::Timed::as_of(&mut $self.$key, $day);
    };
    (@as_of $self:ident $day:ident $known:ident $key:ident, [undated]) => {};
    (@as_of $self:ident $day:ident $known:ident $key:ident, [$($mark:tt)+]) => {
        let time = $crate::part!(@time $self $($mark)+);
        $known &= !$crate::record::time::is_later(&$self.$key, time, $day);
    };
    (@as_of $self:ident $day:ident $known:ident $key:ident, [$($mark:tt)+] with ($($with:ident),*)) => {
        let time = $crate::part!(@time $self $($mark)+);
        if $crate::record::time::is_later(&$self.$key, time, $day) {
            $self.$key = None;
            $($self.$with = None;)*
        }
    };

    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[$of_key:meta])*
                pub $key:ident: $type:ty
                    $(as $mark:ident $(if $other:ident else $or:ident)* $(with ($($with:ident),*))?)?
            ),* $(,)?
        }
    ) => {
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$meta])*
        pub struct $name {
            $(
                $(#[$of_key])*
                $(
                    #[schemars(extend("x-time" = stringify!($mark $(if $other else $or)*)))]
                    $(#[schemars(extend("x-with" = [$(stringify!($with)),*]))])?
                )?
                pub $key: $type,
            )*
        }

        impl $crate::record::walk::Walk for $name {
            const HAS_PARTS: bool = false $(|| <$type as $crate::record::walk::Walk>::HAS_PARTS)*;

            fn walk<'a>(
                &'a self,
                path: &mut Vec<$crate::source::yaml::Step>,
                visit: $crate::record::walk::Visit<'_, 'a>,
            ) {
                $($crate::record::walk::key(path, stringify!($key), &self.$key, visit);)*
            }
        }

        impl $crate::record::time::Timed for $name {
            const DATED: bool = false $(|| $crate::part!(@dated $type $(, $mark)?))*;

            fn dates(&self, way: &mut Vec<$crate::record::time::Hop>, visit: $crate::record::time::Visit<'_>) {
                $($crate::part!(@dates self way visit $key $(, [$mark $(if $other else $or)*] $(with ($($with),*))?)?);)*
            }

            fn as_of(&mut self, day: $crate::date::Day) -> bool {
                let mut known = true;
                $($crate::part!(
                    @as_of self day known $key $(, [$mark $(if $other else $or)*] $(with ($($with),*))?)?
                );)*
                known
            }
        }
    };
}
pub(crate) use part;
