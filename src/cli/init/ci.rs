//! The CI files of each platform, and the script that all of them call.

use std::io::IsTerminal;
use std::path::Path;

use clap::ValueEnum;

use super::super::args::Platform;
use super::super::terminal;
use super::File;
use super::repository::Place;

/// The steps, from the bulletin's folder.
const SCRIPT: (&str, &str) = ("ci/gongbao.sh", include_str!("gongbao.sh"));

/// Lines of `.gitattributes`: the script keeps its line ends and the program its bytes, also on Windows.
pub(super) const ATTRIBUTES: [&str; 3] =
    ["/ci/gongbao.sh text eol=lf", "/bin/gongbao binary", "/bin/gongbao.sha256 text eol=lf"];

/// Lines of `.gitignore`.
pub(super) const IGNORED: [&str; 2] = ["/public/", "/.gongbao-ci/"];

/// What is said where CI has no program yet.
pub(super) const NO_PROGRAM: &str = "流水线还缺程序：gongbao init --vendor 把它放进 bin/；或在流水线文件里写上 GONGBAO_URL 和 GONGBAO_SHA256 / CI has no program yet: gongbao init --vendor puts it into bin/; or set GONGBAO_URL and GONGBAO_SHA256 in the CI file";

/// Where a platform looks for its file, from the top of the repository, and what is in it.
fn template(platform: Platform) -> (&'static str, &'static str) {
    match platform {
        Platform::Github => (".github/workflows/gongbao.yml", include_str!("github.yml")),
        Platform::Gitlab => (".gitlab-ci.yml", include_str!("gitlab.yml")),
        Platform::Gitea => (".gitea/workflows/gongbao.yml", include_str!("gitea.yml")),
        Platform::Gitee => (".workflow/gongbao.yml", include_str!("gitee.yml")),
    }
}

/// The files for these platforms.
pub(super) fn files(platforms: &[Platform], place: &Place, dir: &Path) -> Vec<File> {
    let branch = place.branch.as_deref().unwrap_or("master");
    let filled = |platform: &Platform| {
        let (path, text) = template(*platform);
        let text = text.replace("\"@ROOT@\"", &quoted(&place.below)).replace("\"@BRANCH@\"", &quoted(branch));
        (place.top.join(path), text.replace("@VERSION@", env!("CARGO_PKG_VERSION")).into_bytes())
    };
    let script = (dir.join(SCRIPT.0), SCRIPT.1.into());
    std::iter::once(script).chain(platforms.iter().map(filled)).collect()
}

/// A text as YAML has it between double quotes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The platforms: those asked for, else those of the remotes, else what is answered on a terminal, else all.
pub(super) fn platforms(asked: &[Platform], place: &Place) -> Vec<Platform> {
    let known = if asked.is_empty() { &place.platforms } else { asked };
    if !known.is_empty() {
        let mut known = known.to_vec();
        known.sort_by_key(|platform| *platform as usize);
        known.dedup();
        return known;
    }
    let answer = if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() { ask() } else { String::new() };
    let chosen = named(&answer);
    if chosen.is_empty() { Platform::value_variants().to_vec() } else { chosen }
}

fn ask() -> String {
    terminal::message(
        "仓库放在哪个平台上？可以写几个，直接回车全部都写 / on which platforms is the repository? Several are fine; Enter alone means all:",
    );
    for (number, platform) in (1..).zip(Platform::value_variants()) {
        terminal::message(&format!("  {number} {}", name(*platform)));
    }
    let mut answer = String::new();
    let _ = std::io::stdin().read_line(&mut answer);
    answer
}

fn name(platform: Platform) -> String {
    platform.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// The platforms that an answer names, by number or by name.
fn named(answer: &str) -> Vec<Platform> {
    let words: Vec<String> = answer.split([' ', ',', '，', '、', '\n', '\r']).map(str::to_lowercase).collect();
    let is_named = |(number, platform): &(usize, &Platform)| {
        words.contains(&number.to_string()) || words.contains(&name(**platform))
    };
    (1..).zip(Platform::value_variants()).filter(is_named).map(|(_, platform)| *platform).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_name_platforms() {
        assert_eq!(named("2\n"), [Platform::Gitlab]);
        assert_eq!(named("GitHub，4"), [Platform::Github, Platform::Gitee]);
        assert_eq!(named("\n"), []);
        assert_eq!(named("12 svn"), []);
    }

    #[test]
    fn places_are_filled_in() {
        let place =
            Place {
                top: "/r".into(), below: "公报 \"甲\"".into(), branch: Some("主线".into()), platforms: Vec::new()
            };
        let files = files(Platform::value_variants(), &place, Path::new("/r/公报"));
        assert_eq!(files.len(), 5);
        for (path, bytes) in &files[1..] {
            let text = String::from_utf8_lossy(bytes);
            assert!(!["@ROOT@", "@BRANCH@", "@VERSION@"].iter().any(|mark| text.contains(mark)), "{}", path.display());
            assert!(text.contains(r#"GONGBAO_ROOT: "公报 \"甲\"""#), "{}", path.display());
        }
    }
}
