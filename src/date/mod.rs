//! Dates as records tell them: a day, a month or a year, and the periods figures cover.
//!
//! A date is never made more precise than its source: `2023-03` stays a month through sorting, display and addresses.

mod partial;
mod period;
mod typed;
mod working;

pub use partial::{DateError, PartialDate};
pub use period::{Period, PeriodError};
pub use typed::{festival, possible_dates, typed_date, typed_period};
pub use working::WorkingDays;

/// A calendar day.
pub type Day = chrono::NaiveDate;
