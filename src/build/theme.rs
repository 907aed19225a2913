//! The theme: the default one, or that of the bulletin's own folder, read again where it changed.

use std::sync::Arc;

use super::request::Request;
use crate::diagnostic::{Finding, Text, Texts, codes};
use crate::record::{SiteConfig, UiLang};
use crate::render::Theme;
use crate::source::yaml::Step;
use crate::source::{self, OwnTheme, Source};
use crate::text::Ui;

/// A theme as it was read.
pub(super) struct ReadTheme {
    pub(super) name: String,
    pub(super) ui: Ui,
    /// The files of the bulletin's own, where it has one.
    pub(super) own: Option<OwnTheme>,
    /// The theme, where nothing is wrong with it.
    pub(super) loaded: Option<Arc<Theme>>,
}

/// What is wrong with a theme, with the texts of its files.
pub(super) type ThemeFault = (Vec<Finding>, Option<Box<dyn Texts>>);

/// The files of a bulletin's own theme, where it has one of that name.
pub(super) fn own_theme(request: &Request, name: &str) -> Option<OwnTheme> {
    crate::text::is_slug(name).then(|| source::read_theme(&request.root, name))?
}

/// The theme of a bulletin, or what is wrong with it. What was read before is taken where nothing changed.
pub(super) fn theme(
    request: &Request,
    config: &SiteConfig,
    source: &Source,
    before: &mut Option<ReadTheme>,
) -> Result<Arc<Theme>, ThemeFault> {
    let name = config.theme.as_deref().unwrap_or("default").to_owned();
    let ui = if config.ui == Some(UiLang::En) { Ui::En } else { Ui::ZhHans };
    let own = own_theme(request, &name);
    let same = before.take().filter(|before| (&before.name, before.ui, &before.own) == (&name, ui, &own));
    let loaded = match same.and_then(|same| same.loaded) {
        Some(loaded) => Ok(loaded),
        None if own.is_none() && name != "default" => Err(no_theme(&name, source)),
        None => load(own.as_ref(), ui),
    };
    *before = Some(ReadTheme { name, ui, own, loaded: loaded.as_ref().ok().cloned() });
    loaded
}

/// The theme with these files in place of the default one's. Where one cannot be read, that is all that is told.
fn load(own: Option<&OwnTheme>, ui: Ui) -> Result<Arc<Theme>, ThemeFault> {
    if let Some(own) = own.filter(|own| !own.findings.is_empty()) {
        return Err((own.findings.clone(), None));
    }
    Theme::load(own.unwrap_or(&OwnTheme::default()), ui)
        .map(Arc::new)
        .map_err(|(findings, texts)| (findings, Some(texts)))
}

fn no_theme(name: &str, source: &Source) -> ThemeFault {
    let message = Text::new(format!("没有主题“{name}”"), format!("there is no theme \"{name}\""));
    let place = source.place(&"content/site.yaml".into(), &[Step::Key("theme".into())]);
    let finding = Finding::new(codes::UNKNOWN_THEME, place, message).help(
        format!("新建 themes/{name}/，或写 theme: default"),
        format!("make themes/{name}/, or write theme: default"),
    );
    (vec![finding], None)
}
