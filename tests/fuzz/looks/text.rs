//! Markdown texts: events, headings, images, in bounded time.

use gongbao::source::{front_matter, markdown};

pub(crate) fn look(text: &str) {
    let events = markdown::events(text);
    for (_, range) in &events {
        assert!(text.get(range.clone()).is_some(), "an event stands between characters");
    }
    let _ = markdown::headings(&events, &|expression: &str| markdown::as_written(expression));
    let _ = markdown::images_in(text);
    if let Some((head, body)) = front_matter::split(text) {
        assert!(text.get(head).is_some() && text.get(body).is_some());
    }
}
