//! Views: the finished values a page shows. What is not in a view does not exist for a template. What the kinds of pages
//! show stands in [`super::page`], a file each; here is what all or several of them do.

mod changed;
mod colour;
mod computed;
pub(in crate::site) mod geometry;
mod of_day;
mod period;
mod schedule;
mod shared;
mod sheet;
mod tree;

pub use changed::Changed;
pub(in crate::site) use colour::BOARD;
pub use colour::{ColourChange, ColourCount, ColourGroup, ColourView};
pub(in crate::site) use computed::{float, percent};
pub use geometry::{GridLine, Point, ScaleBar};
pub(in crate::site) use period::{period_address, period_link, period_name, year_and_sort};
pub use schedule::{NextDueView, ScheduleView};
pub use shared::{Card, CardFact, Code, Head, Link, Shared, SiteView};
pub use sheet::{Cell, HeadCell, SheetParts, SheetSection, SheetView, TableView};
pub use tree::Check;
