//! Views: the finished values a page shows. What is not in a view does not exist for a template. What the kinds of pages
//! show stands in [`super::page`], a file each; here is what all or several of them do.

mod cards;
mod changed;
mod colour;
mod computed;
pub(in crate::site) mod geometry;
mod leaves;
mod of_day;
mod period;
mod routes;
mod schedule;
mod shared;
mod sheet;
mod tree;
mod words;

pub use cards::{Card, CardFact};
pub(in crate::site) use cards::{Cards, show_colours};
pub use changed::Changed;
pub(in crate::site) use changed::changed;
pub(in crate::site) use colour::{BOARD, colour_board, colour_counts, colour_view, colours_link};
pub use colour::{ColourChange, ColourCount, ColourGroup, ColourView};
pub(in crate::site) use computed::{
    float, funnel_section, group_sections, percent, project_of, project_sections, spread_chart,
};
pub use geometry::{GridLine, Point, ScaleBar};
pub(in crate::site) use leaves::Leaves;
pub(in crate::site) use of_day::depends_on_day;
pub(in crate::site) use period::{period_address, period_link, period_name, year_and_sort};
pub use routes::Link;
pub(in crate::site) use routes::Routes;
pub(in crate::site) use schedule::schedule_view;
pub use schedule::{NextDueView, ScheduleView};
pub use shared::{Code, Head, Shared, SiteView};
pub use sheet::{Cell, HeadCell, SheetParts, SheetSection, SheetView, TableView};
pub use tree::Check;
pub(in crate::site) use tree::{check, record_tree};
pub(in crate::site) use words::Wording;
