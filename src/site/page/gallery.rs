//! The pages that show the theme's components: frames that render fills with them.

use serde::Serialize;

use crate::site::Plan;
use crate::site::address::file_of;
use crate::site::view::{Head, Link};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// Its other pages: as readers may have it.
    pub modes: Vec<Link>,
}

/// How the theme's components are shown: as the browser has it, then as each of what readers may have.
const MODES: [&str; 6] = ["browser", "light", "dark", "contrast", "large", "print"];

/// The frames: mode, file, head and parts.
pub(in crate::site) fn frames(plan: &Plan<'_>) -> Vec<(&'static str, String, (Head, Parts))> {
    let address = |mode| if mode == "browser" { "/gallery/".to_owned() } else { format!("/gallery/{mode}/") };
    let link = |mode| Link::new(plan.words.get(&format!("gallery.{mode}")), plan.routes.to(&address(mode)));
    let modes: Vec<Link> = MODES.into_iter().map(link).collect();
    let frame = |mode| {
        let head = plan.head("gallery", &address(mode), &plan.words.get("gallery.title"), None, Vec::new()).hidden();
        (mode, file_of(&address(mode)), (head, Parts { modes: modes.clone() }))
    };
    MODES.into_iter().map(frame).collect()
}
