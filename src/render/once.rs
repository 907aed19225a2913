//! Components that many pages show with the same values: each is made once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

use rustc_hash::FxHasher;
use tera::value::Key;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// So many are kept.
const KEPT: usize = 16_384;

/// What was made, by the component and the values it was made with.
#[derive(Clone, Default)]
pub(super) struct Once(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// The templates, which hold this.
    tera: OnceLock<Weak<Tera>>,
    made: RwLock<HashMap<u64, Made>>,
}

/// What was made, and the component and values it was made of: as long as they are held, no others have their places in
/// memory.
struct Made {
    html: Value,
    of: Kwargs,
}

/// Where a map or list stands in memory: pages share what is made once a build.
fn place(value: &Value) -> Option<usize> {
    let map = value.as_map().map(|map| std::ptr::from_ref(map).addr());
    map.or_else(|| value.as_array().map(|list| list.as_ptr().addr()))
}

/// A hash of arguments: of maps and lists by their places.
fn hash(args: &Kwargs) -> u64 {
    let mut hasher = FxHasher::default();
    for (key, value) in args.iter() {
        (key, place(value), value.as_str()).hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether arguments are the same: maps and lists by their places, others as they are.
fn are_same(these: &Kwargs, those: &Kwargs) -> bool {
    let is_same = |one: &Value, other: &Value| match (place(one), place(other)) {
        (None, None) => one == other && one.kind() == other.kind() && one.is_safe() == other.is_safe(),
        (one, other) => one == other,
    };
    let mut pairs = these.iter().zip(those.iter());
    these.iter().count() == those.iter().count()
        && pairs.all(|(one, other)| one.0 == other.0 && is_same(one.1, other.1))
}

thread_local! {
    /// Why a component could not be made: the templates tell no more than where it was asked for.
    static FAILED: RefCell<Option<tera::Error>> = const { RefCell::new(None) };
}

impl Once {
    /// Adds the function `once` to templates.
    pub(super) fn register(&self, tera: &mut Tera) {
        let this = self.clone();
        tera.register_function("once", move |args: Kwargs, _: &State<'_>| this.html(args));
    }

    /// Gives it the finished templates.
    pub(super) fn set(&self, tera: &Arc<Tera>) {
        let _ = self.0.tera.set(Arc::downgrade(tera));
    }

    /// Forgets what was made, with the values of the site that it was made of.
    pub(super) fn forget(&self) {
        self.0.made.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Why rendering failed, where it was in a component that was asked for here.
    pub(super) fn why(error: tera::Error) -> tera::Error {
        FAILED.take().unwrap_or(error)
    }

    fn html(&self, args: Kwargs) -> TeraResult<Value> {
        let key = hash(&args);
        let made = self.0.made.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = made.get(&key).filter(|made| are_same(&made.of, &args)) {
            return Ok(made.html.clone());
        }
        drop(made);
        let tera = self.0.tera.get().and_then(Weak::upgrade).ok_or_else(|| tera::Error::message("no templates"))?;
        let name: &str = args.must_get("component")?;
        let mut context = Context::new();
        for (key, value) in args.iter().filter(|(key, _)| **key != Key::Str("component")) {
            context.insert_value(key.to_string(), value.clone());
        }
        let html = tera.render_component(name, &context, None, true).map_err(|error| {
            let message = tera::Error::message(&error);
            FAILED.set(Some(error));
            message
        })?;
        let html = Value::safe_string(&html);
        let mut made = self.0.made.write().unwrap_or_else(PoisonError::into_inner);
        if made.len() >= KEPT {
            made.clear();
        }
        made.insert(key, Made { html: html.clone(), of: args });
        Ok(html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(templates: &[(&str, &str)]) -> (Arc<Tera>, Once) {
        let (mut tera, once) = (Tera::new(), Once::default());
        once.register(&mut tera);
        tera.add_raw_templates(templates.iter().copied()).expect("templates");
        let tera = Arc::new(tera);
        once.set(&tera);
        (tera, once)
    }

    fn card(title: &str) -> Value {
        Value::from_serializable(&serde_json::json!({ "title": title }))
    }

    #[test]
    fn what_is_made_of_the_same_value_is_made_once_and_is_what_the_component_gives() {
        let (tera, once) = theme(&[
            ("card.html", "{% component card(card, n) %}<b>{{ card.title }}</b>{{ n }}{% endcomponent card %}"),
            ("called.html", "{% for card in cards %}{{ <card card={card} n={n} /> }}{% endfor %}"),
            ("once.html", "{% for card in cards %}{{ once(component=\"card\", card=card, n=n) }}{% endfor %}"),
        ]);
        let shared = card("a<b");
        let mut pages = Vec::new();
        for n in ["1", "<2", "1"] {
            let mut context = Context::new();
            // The last two are two values that say the same.
            context.insert_value("cards", Value::from(vec![shared.clone(), shared.clone(), card("c"), card("c")]));
            context.insert("n", n);
            let html = tera.render("once.html", &context).expect("a page");
            assert_eq!(html, tera.render("called.html", &context).expect("a page"));
            assert!(html.starts_with("<b>a&lt;b</b>"), "{html}");
            pages.push(html);
        }
        assert_eq!(pages[0], pages[2]);
        // Of the shared value one for each `n`, of the others two a page.
        assert_eq!(once.0.made.read().expect("a lock").len(), 2 + 3 * 2);
        once.forget();
        assert_eq!(once.0.made.read().expect("a lock").len(), 0);
    }

    #[test]
    fn a_fault_is_told_where_it_is() {
        let (tera, _once) = theme(&[
            ("card.html", "{% component card(card) %}{{ card.titel.x }}{% endcomponent card %}"),
            ("page.html", "{{ once(component=\"card\", card=card) }}"),
        ]);
        let mut context = Context::new();
        context.insert_value("card", card("a"));
        let error = tera.render("page.html", &context).expect_err("a fault");
        assert!(
            matches!(Once::why(error).kind(), tera::ErrorKind::RenderingError(report) if report.filename() == "card.html")
        );
    }
}
