//! The whole way, one type and one file a stage, each made of the one before it: [`Parsed`] → [`Computed`] → [`Planned`],
//! and from the last of them every finding, any file of the site, or the site as it is published.

mod computed;
mod outcome;
mod parsed;
mod planned;
mod published;
mod request;
mod theme;

use std::sync::Arc;

pub use self::computed::Computed;
pub use self::outcome::Outcome;
pub use self::parsed::{Before, Parsed};
pub use self::planned::{Pictures, Planned, Told};
pub use self::published::{Publication, Target};
pub use self::request::{Clock, Request};
use crate::check::Named;
use crate::publish::{self, PublishError};
use crate::source::SystemError;
use crate::timing::Timed;

/// The folder in a bulletin's own that its site is published in, where no other is given.
pub const PUBLIC: &str = "public";

/// Reads, parses, computes, plans and checks; renders no page.
///
/// # Errors
/// When the system fails, not the content.
pub fn check(request: &Request) -> Result<Outcome, SystemError> {
    let parsed = Arc::new(Parsed::read(request)?);
    let told = parsed.compute(request).map(|computed| {
        let mut told = computed.plan().check_all(&Pictures::default(), &|| true);
        // A manifest that cannot be read is told by `build`, which needs it.
        let before = publish::written_before(&request.root.join(PUBLIC)).unwrap_or_default();
        told.say_what_is_lost(|path| before.contains(path));
        told
    });
    Ok(Outcome::new(parsed, told))
}

/// Everything that [`check()`] does; where nothing is wrong, makes every file and publishes the site.
///
/// # Errors
/// When the system fails, not the content, before anything is published.
pub fn build(request: &Request, target: &Target<'_>) -> Result<(Outcome, Publication), SystemError> {
    let timings = target.timings;
    let step = Timed::Step;
    let parsed = Arc::new(Parsed::timed(request, timings)?);
    let mut publication = None;
    let told = timings.time(step, "compute", || parsed.compute(request)).map(|computed| {
        let planned = timings.time(step, "plan", || computed.plan());
        // What pages of other parts name is not seen.
        let named =
            if target.shard.is_some() { planned.named() } else { Named::of(computed.bulletin, &computed.on_day) };
        let mut told = timings.time(step, "check", || planned.check(&named, timings, &|| true));
        publication = publish_or_tell(&planned, target, &mut told, named).transpose();
        told
    });
    Ok((Outcome::new(parsed, told), publication))
}

/// Publishes the site where no error was found, or tells what the folder that stands there makes of the findings.
fn publish_or_tell(
    planned: &Planned<'_>,
    target: &Target<'_>,
    told: &mut Told,
    named: Named,
) -> Result<Option<publish::Changes>, PublishError> {
    let published = if told.has_errors() {
        match publish::written_before(target.folder) {
            Ok(before) => {
                told.say_what_is_lost(|path| before.contains(path));
                Ok(None)
            }
            Err(unreadable @ PublishError::Unreadable(_)) => Err(unreadable),
            // What else is wrong with the folder is told when it is written to.
            Err(_) => Ok(None),
        }
    } else {
        published::publish(planned, target, told, named)
    };
    match published {
        Err(PublishError::Unreadable(file)) => {
            let folder = target.folder.display().to_string();
            told.findings.push(publish::unreadable(&format!("{folder}/{file}"), &folder));
            Ok(None)
        }
        published => published,
    }
}
