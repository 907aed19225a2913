//! The wall map 挂图作战: projects by coordinates, those of which only a place is known, and the rest.

use serde::Serialize;

use super::Planned;
use crate::record::{Colour, Coordinates, Entry, Kind, PageKind, Record};
use crate::site::Plan;
use crate::site::view::geometry::{self, Frame, GridLine, Point, ScaleBar};
use crate::site::view::{Head, Link, colours_link};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The map.
    pub map: MapView,
}

/// The wall map as its page shows it. Lengths are in units of the drawing.
#[derive(Clone, Debug, Serialize)]
pub struct MapView {
    /// Width of the frame.
    pub width: f64,
    /// Height of the frame.
    pub height: f64,
    /// Height of the drawing: the frame, and below it the labels and the scale bar.
    pub full_height: f64,
    /// The bulletin's own boundaries.
    pub boundaries: Vec<Boundary>,
    /// Grid lines from south to north.
    pub meridians: Vec<GridLine>,
    /// Grid lines from west to east.
    pub parallels: Vec<GridLine>,
    /// The scale bar.
    pub scale: ScaleBar,
    /// Size of a mark, 1 unless there are so many that they would not find room.
    pub mark_size: f64,
    /// Projects with coordinates, in the order of the list of projects: each a mark and a line of the list.
    pub marks: Vec<Mark>,
    /// How many marks there are of each colour.
    pub key: Vec<KeyRow>,
    /// Projects of which a place is known and no coordinates, by place.
    pub places: Vec<PlaceGroup>,
    /// Projects of which neither is known.
    pub elsewhere: Vec<Link>,
    /// Link to the board of colours, when any project has a colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub board: Option<String>,
    /// Map approval number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<String>,
    /// The bulletin's remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A boundary as an SVG path.
#[derive(Clone, Debug, Serialize)]
pub struct Boundary {
    /// The path.
    pub path: String,
    /// Whether it is an area.
    pub area: bool,
}

/// A project on the map and in the list beside it.
#[derive(Clone, Debug, Serialize)]
pub struct Mark {
    /// Its number, from 1.
    pub n: usize,
    /// The project's id.
    pub id: String,
    /// The project.
    pub project: Link,
    /// Where its mark stands.
    pub at: Point,
    /// Where the project is, when the mark gave way to another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spot: Option<Point>,
    /// Its mark's shape: its colour's key, or `none`.
    pub shape: &'static str,
    /// Its colour, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A shape in the key.
#[derive(Clone, Debug, Serialize)]
pub struct KeyRow {
    /// The shape, as in [`Mark`].
    pub shape: &'static str,
    /// Its colour, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// How many marks have it.
    pub count: usize,
}

/// A name, and where it leads.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// The name.
    pub title: String,
    /// Where it leads, from the root of the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Projects of a place.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceGroup {
    /// The place, with the list of all its projects, where it has a page.
    pub place: Named,
    /// Those that are not on the map.
    pub projects: Vec<Link>,
}

/// Distance of marks, in units; the marks of the default theme are drawn for it.
const APART: f64 = 24.0;
/// Least size of a mark.
const LEAST_SIZE: f64 = 0.2;
/// Share of the frame that marks may fill before they are drawn smaller.
const FILLED: f64 = 0.3;
/// Height below the frame for labels and the scale bar, in units.
const BELOW: f64 = 42.0;

pub(super) type Of = ();

/// Its address.
pub(super) const ADDRESS: &str = "/map/";

/// The link to the map, with the number of marks; there is one when any coordinates or boundaries are known.
pub(in crate::site) fn link(plan: &Plan<'_>) -> Option<Link> {
    has_map(plan).then(|| Link { count: Some(marked(plan).len()), ..plan.link("map.marked", ADDRESS) })
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    has_map(plan).then(|| Planned::at(ADDRESS, "map", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let frame = frame(plan)?;
    let (marks, mark_size) = marks(plan, &frame);
    let settings = plan.bulletin.config.map.clone().unwrap_or_default();
    let boundaries = plan.bulletin.boundaries.iter();
    let map = MapView {
        width: geometry::WIDTH,
        height: frame.height,
        full_height: geometry::tenth(frame.height + BELOW),
        boundaries: boundaries
            .map(|outline| Boundary { path: frame.path(&outline.lines, outline.area), area: outline.area })
            .collect(),
        meridians: frame.meridians(),
        parallels: frame.parallels(),
        scale: frame.scale_bar(),
        mark_size,
        key: key(&marks),
        board: colours_link(plan).filter(|_| marks.iter().any(|mark| mark.colour.is_some())).map(|link| link.url),
        marks,
        places: places(plan),
        elsewhere: elsewhere(plan),
        approval: settings.approval,
        note: settings.note,
    };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    let head = plan.head("map", ADDRESS, &plan.words.get("map.title"), None, above);
    Some((head.of_day(plan, true), Parts { map }))
}

fn key(marks: &[Mark]) -> Vec<KeyRow> {
    let row = |colour: Option<Colour>| {
        let count = marks.iter().filter(|mark| mark.colour == colour).count();
        KeyRow { shape: shape(colour), colour, count }
    };
    Colour::ALL.iter().copied().map(Some).chain([None]).map(row).filter(|row| row.count > 0).collect()
}

fn shape(colour: Option<Colour>) -> &'static str {
    colour.map_or("none", Colour::key)
}

/// A project's coordinates and place.
fn whereabouts(entry: &Entry) -> (Option<Coordinates>, Option<&str>) {
    match &entry.record {
        Record::Project(project) => (project.coordinates.filter(|at| at.are_valid()), project.place.as_deref()),
        _ => (None, None),
    }
}

fn has_map(plan: &Plan<'_>) -> bool {
    let is_known = |entry| whereabouts(entry).0.is_some();
    plan.shows(PageKind::Map) && (!plan.bulletin.boundaries.is_empty() || projects(plan).any(is_known))
}

/// The link to the map from a project that is on it.
pub(in crate::site) fn on_map(plan: &Plan<'_>, entry: &Entry) -> Option<String> {
    whereabouts(entry)
        .0
        .filter(|_| plan.shows(PageKind::Map))
        .map(|_| plan.routes.to(&format!("{ADDRESS}#p-{}", entry.id)))
}

fn frame(plan: &Plan<'_>) -> Option<Frame> {
    let boundaries = plan.bulletin.boundaries.iter().flat_map(|outline| outline.lines.iter().flatten().copied());
    Frame::around(marked(plan).into_iter().map(|(_, at)| at).chain(boundaries))
}

/// The projects in the order of their list.
fn projects<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = &'p Entry> {
    let list = plan.lists.of_kind(Kind::Project).map_or(&[][..], |list| list.entries.as_slice());
    list.iter().filter_map(|index| plan.bulletin.entries.get(*index))
}

/// The projects with coordinates, in the order of their list.
fn marked<'p>(plan: &'p Plan<'_>) -> Vec<(&'p Entry, Coordinates)> {
    projects(plan).filter_map(|entry| Some((entry, whereabouts(entry).0?))).collect()
}

/// The marks, and their size.
fn marks(plan: &Plan<'_>, frame: &Frame) -> (Vec<Mark>, f64) {
    let marked = marked(plan);
    let spots: Vec<Point> = marked.iter().map(|(_, at)| frame.point(*at)).collect();
    let room = FILLED * geometry::WIDTH * frame.height / marked.len().max(1) as f64;
    let size = geometry::tenth((room.sqrt() / APART).clamp(LEAST_SIZE, 1.0));
    let places = geometry::apart(&spots, APART * size, frame.height);
    let marks = marked.iter().zip(spots.into_iter().zip(places)).enumerate();
    (marks.map(|(index, ((entry, _), (spot, at)))| mark(plan, index + 1, entry, spot, at)).collect(), size)
}

fn mark(plan: &Plan<'_>, n: usize, entry: &Entry, spot: Point, at: Point) -> Mark {
    let colour = plan.figures.colours.get(&entry.id).and_then(|state| state.colour);
    Mark {
        n,
        id: entry.id.clone(),
        project: plan.routes.record(entry),
        at,
        spot: (spot != at).then_some(spot),
        shape: shape(colour),
        colour,
        place: whereabouts(entry).1.map(str::to_owned),
    }
}

/// The projects of which only a place is known, in the order of the facet of places.
fn places(plan: &Plan<'_>) -> Vec<PlaceGroup> {
    let facets = plan.lists.facets(Kind::Project).iter().filter(|(name, _)| *name == "place");
    let group = |term: &crate::site::lists::TermList| {
        let list = plan.lists.get(term.list)?;
        let entries = list.entries.iter().filter_map(|index| plan.bulletin.entries.get(*index));
        let projects: Vec<Link> =
            entries.filter(|entry| whereabouts(entry).0.is_none()).map(|entry| plan.routes.record(entry)).collect();
        let url = list.is_shown.then(|| plan.routes.to(&list.address));
        let place = Named { title: term.title.clone(), url };
        (!projects.is_empty()).then_some(PlaceGroup { place, projects })
    };
    facets.flat_map(|(_, terms)| terms).filter_map(group).collect()
}

/// The projects of which neither coordinates nor a place are known.
fn elsewhere(plan: &Plan<'_>) -> Vec<Link> {
    projects(plan).filter(|entry| whereabouts(entry) == (None, None)).map(|entry| plan.routes.record(entry)).collect()
}
