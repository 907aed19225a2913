//! The binary as editors and CI meet it: exit codes, streams, what is left standing when something fails.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn gongbao(folder: &Path, arguments: &[&str]) -> Output {
    gongbao_in("en_US.UTF-8", folder, arguments)
}

fn gongbao_in(lang: &str, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(arguments)
        .current_dir(folder)
        .env("LANG", lang)
        .env_remove("LC_ALL")
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the binary runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn bulletin() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/site.yaml", "title: 公报\nas_of: 2024-01-01\n");
    write(folder.path(), "content/projects/a.yaml", "title: 甲项目\n");
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("written");
}

#[test]
fn a_new_bulletin_builds_anywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = gongbao(folder.path(), &["init", "d"]);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let built = gongbao(folder.path(), &["build", "--root", "d", "--deny", "warnings"]);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    assert!(folder.path().join("d/public/index.html").is_file());
    assert!(folder.path().join("d/.vscode/gongbao/project.schema.json").is_file());
    assert!(folder.path().join("d/.vscode/extensions.json").is_file());
    every_record_names_its_schema(&folder.path().join("d/content"));
    let again = gongbao(folder.path(), &["init", "d"]);
    assert_eq!(code(&again), 2, "a folder with content is not touched");
}

/// The lines of a file.
fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(str::to_owned).collect()
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").args(arguments).current_dir(folder).output().expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const CI_FILES: [&str; 4] =
    [".github/workflows/gongbao.yml", ".gitlab-ci.yml", ".gitea/workflows/gongbao.yml", ".workflow/gongbao.yml"];

fn ci_files(folder: &Path) -> Vec<&'static str> {
    CI_FILES.into_iter().filter(|path| folder.join(path).is_file()).collect()
}

#[test]
fn ci_files_are_for_the_platforms_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(code(&gongbao(folder.path(), &["init", "all"])), 0);
    assert_eq!(ci_files(&folder.path().join("all")), CI_FILES, "nothing tells the platform");
    assert_eq!(code(&gongbao(folder.path(), &["init", "two", "--ci", "gitlab", "--ci", "github"])), 0);
    assert_eq!(ci_files(&folder.path().join("two")), CI_FILES[..2]);
    assert_eq!(code(&gongbao(folder.path(), &["init", "svn", "--ci", "svn"])), 2);
    assert!(!folder.path().join("svn").exists());

    let cloned = folder.path().join("cloned");
    fs::create_dir(&cloned).expect("a folder");
    git(&cloned, &["init", "-q", "-b", "主线"]);
    git(&cloned, &["remote", "add", "origin", "git@gitee.com:district/bulletin.git"]);
    let made = gongbao(&cloned, &["init"]);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    assert_eq!(ci_files(&cloned), CI_FILES[3..], "as the remote tells");
    assert!(lines(&cloned.join(".workflow/gongbao.yml")).iter().any(|line| line.contains("GONGBAO_BRANCH: \"主线\"")));
}

#[test]
fn ci_files_are_added_to_a_bulletin_in_a_folder_of_a_repository() {
    let repository = tempfile::tempdir().expect("a folder");
    git(repository.path(), &["init", "-q"]);
    let folder = repository.path().join("公开 信息");
    write(&folder, "content/site.yaml", "title: 公报\n");
    write(&folder, ".gitignore", "/public/\n/notes");
    let refused = gongbao(&folder, &["init"]);
    assert_eq!(code(&refused), 2, "without a flag a folder with content is not touched");
    assert!(stderr(&refused).contains("--ci"), "{}", stderr(&refused));
    let added = gongbao(&folder, &["init", "--ci", "github"]);
    assert_eq!(code(&added), 0, "{}", stderr(&added));
    assert!(stderr(&added).contains("gongbao init --vendor"), "{}", stderr(&added));
    assert_eq!(ci_files(repository.path()), CI_FILES[..1], "where the platform looks");
    assert!(folder.join("ci/gongbao.sh").is_file());
    assert!(!folder.join("content/projects").exists() && !folder.join("README.md").exists());
    assert_eq!(lines(&folder.join(".gitignore")), ["/public/", "/notes", "/.gongbao-ci/"]);
    let workflow = repository.path().join(CI_FILES[0]);
    assert!(lines(&workflow).contains(&"  GONGBAO_ROOT: \"公开 信息\"".to_owned()));

    fs::write(&workflow, "name: ours\n").expect("written");
    let again = gongbao(repository.path(), &["init", "公开 信息", "--ci", "github", "--ci", "gitlab"]);
    assert_eq!(code(&again), 2, "a file that was changed is not touched, which is said");
    assert!(stderr(&again).contains("gongbao.yml"), "{}", stderr(&again));
    assert_eq!(lines(&workflow), ["name: ours"]);
    assert_eq!(ci_files(repository.path()), CI_FILES[..2], "the others are written");
}

#[test]
fn the_program_is_vendored() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/site.yaml", "title: 公报\n");
    git(folder.path(), &["init", "-q"]);
    let made = gongbao(folder.path(), &["init", "--vendor"]);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    assert!(ci_files(folder.path()).is_empty(), "CI files only when asked for");
    let program = folder.path().join("bin/gongbao");
    assert!(fs::read(&program).expect("read") == fs::read(env!("CARGO_BIN_EXE_gongbao")).expect("read"));
    assert!(git(folder.path(), &["ls-files", "-s", "bin/gongbao"]).starts_with("100755 "), "with its run bit");
    let sums = Command::new("sha256sum").args(["-c", "gongbao.sha256"]).current_dir(folder.path().join("bin")).output();
    assert!(sums.expect("sha256sum runs").status.success());
    assert!(Command::new(&program).arg("--version").status().expect("it runs").success());
    assert!(lines(&folder.path().join(".gitattributes")).contains(&"/bin/gongbao binary".to_owned()));

    // Another version takes its place; what somebody else put there stays.
    let other = folder.path().join("other");
    fs::write(&other, b"\x7fELF of tomorrow").expect("written");
    let vendor = format!("--vendor={}", other.display());
    assert_eq!(code(&gongbao(folder.path(), &["init", &vendor])), 0);
    assert_eq!(fs::read(&program).expect("read"), b"\x7fELF of tomorrow");
    fs::write(&program, b"\x7fELF of ours").expect("written");
    let kept = gongbao(folder.path(), &["init", &vendor]);
    assert_eq!((code(&kept), fs::read(&program).expect("read")), (2, b"\x7fELF of ours".to_vec()));
    assert!(stderr(&kept).contains("bin/gongbao"), "{}", stderr(&kept));

    // CI runs on Linux.
    fs::write(&other, b"MZ").expect("written");
    let refused = gongbao(folder.path(), &["init", "new", &vendor]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("Linux"), "{}", stderr(&refused));
    assert!(!folder.path().join("new").exists());
}

#[test]
fn when_a_site_is_to_be_published_again_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/site.yaml", "title: 公报\n");
    write(folder.path(), "content/events/a.yaml", "title: 开放日\nkind: meeting\ndate: 2024-03-05\n");
    let due = |day: &str| {
        let told = gongbao(folder.path(), &["check", "--due", "--as-of", day]);
        assert_eq!(code(&told), 0, "{}", stderr(&told));
        String::from_utf8_lossy(&told.stdout).into_owned()
    };
    assert_eq!(due("2024-03-01"), "2024-03-01 2024-03-05\n");
    assert_eq!(due("2024-03-05"), "2024-03-05 never\n");
    write(folder.path(), "content/events/a.yaml", "title: 开放日\nkind: meeting\ndate: 2024-02-30\n");
    let told = gongbao(folder.path(), &["check", "--due"]);
    assert_eq!((code(&told), told.stdout.is_empty()), (1, true), "{}", stderr(&told));
    assert!(stderr(&told).contains("a.yaml"), "{}", stderr(&told));
}

/// Each YAML file of a new bulletin begins with the way from it to a schema that is there.
fn every_record_names_its_schema(content: &Path) {
    let files = walkdir::WalkDir::new(content).into_iter().map(|entry| entry.expect("an entry"));
    let mut n = 0;
    for file in files.filter(|file| file.path().extension().is_some_and(|extension| extension == "yaml")) {
        let text = fs::read_to_string(file.path()).expect("a record");
        let way = text.lines().next().and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
        let way = way.unwrap_or_else(|| panic!("{}: no modeline", file.path().display()));
        assert!(file.path().parent().expect("a folder").join(way).is_file(), "{}: {way}", file.path().display());
        n += 1;
    }
    assert!(n > 50, "only {n} files");
}

#[test]
fn a_new_record_of_every_kind_passes_the_check() {
    let folder = bulletin();
    // What `new` cannot know and a record must have is to be filled in, and told as an error; nothing else is.
    let kinds = [
        ("project", 0),
        ("news", 2),
        ("notice", 1),
        ("job", 2),
        ("fair", 1),
        ("service", 0),
        ("indicator", 0),
        ("event", 1),
        ("park", 1),
        ("office", 0),
        ("page", 1),
    ];
    for (kind, to_fill_in) in kinds {
        let made = gongbao(folder.path(), &["new", kind, "双塔区 某某：新“名称”"]);
        assert_eq!(code(&made), 0, "{kind}: {}", stderr(&made));
        let path = String::from_utf8_lossy(&made.stdout).trim().to_owned();
        assert!(folder.path().join(&path).is_file(), "{kind}: {path}");
        let text = fs::read_to_string(folder.path().join(&path)).expect("a record");
        assert_eq!(text.matches("请填写").count(), to_fill_in, "{kind}: {text}");
        assert!(!text.contains("CHOICES"), "{kind}: {text}");
        let checked = gongbao(folder.path(), &["check", "--lang", "en", "--as-of", "2100-01-01"]);
        let said = stderr(&checked);
        let is_told = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
        let told: Vec<&str> = said.lines().filter(is_told).collect();
        assert_eq!(told.len(), to_fill_in, "{kind}: {said}");
        assert!(told.iter().all(|line| line.starts_with("error[GB0605]")), "{kind}: {said}");
        assert_eq!(code(&checked), i32::from(to_fill_in > 0), "{kind}: {said}");
        fs::remove_file(folder.path().join(&path)).expect("removed");
    }
    // A name that is there already is told of.
    assert_eq!(code(&gongbao(folder.path(), &["new", "park", "东园", "--id", "east"])), 0);
    let again = gongbao(folder.path(), &["new", "park", "东园", "--lang", "zh"]);
    assert!(stderr(&again).contains("同名") && stderr(&again).contains("east.yaml"), "{}", stderr(&again));
    let again = gongbao(folder.path(), &["new", "park", "东圆", "--lang", "zh"]);
    assert!(stderr(&again).contains("编号“dong-yuan”已被使用"), "{}", stderr(&again));
    // The bulletin's day is fixed, and not today.
    assert!(stderr(&again).contains("as_of 写成 2024-01-01"), "{}", stderr(&again));
    assert_eq!(code(&gongbao(folder.path(), &["new", "project", "甲项目", "--id", "a"])), 2);
    assert_eq!(code(&gongbao(folder.path(), &["new", "projekt", "甲"])), 2);
    assert_eq!(code(&gongbao(folder.path(), &["new", "project", "——"])), 2);
}

#[test]
fn what_is_not_shown_is_counted() {
    let folder = bulletin();
    write(folder.path(), "content/projects/a.yaml", "title: 甲项目\ninvestor: 待定\n");
    write(folder.path(), "content/projects/b.yaml", "title: 乙项目\nfinish: 2023-02-30\n");
    for args in [&["check", "--lang", "en"][..], &["build", "--quiet", "--lang", "en"]] {
        let said = stderr(&gongbao(folder.path(), args));
        assert!(said.contains("1 error, 1 warning."), "{args:?}: {said}");
        assert_eq!(said.contains("GB0655"), args[0] == "check", "{args:?}: {said}");
    }
}

#[test]
fn what_was_published_stays_when_a_build_fails() {
    let folder = bulletin();
    assert_eq!(code(&gongbao(folder.path(), &["build"])), 0);
    let page = folder.path().join("public/projects/a/index.html");
    let before = fs::read(&page).expect("a page");
    write(folder.path(), "content/projects/a.yaml", "titel：甲项目\n");
    write(folder.path(), "content/projects/b.yaml", "title: 乙\npublished: 2023-02-30\n");
    fs::write(folder.path().join("content/projects/c.yaml"), [0xBC, 0xD7]).expect("written");
    fs::write(folder.path().join("content/projects/d.yaml"), vec![b'#'; 5 * 1024 * 1024]).expect("written");
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 1);
    let said = stderr(&built);
    for expected in ["a.yaml:1:6", "b.yaml:2:12", "c.yaml:1:1", "d.yaml:1:1"] {
        assert!(said.contains(expected), "no {expected} in:\n{said}");
    }
    assert_eq!(fs::read(&page).expect("a page"), before);
}

/// A picture whose head is sound and whose data is not.
fn damaged_picture() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(700, 300, |x, y| image::Rgb([(x * y % 251) as u8, 9, 9]));
    picture.write_to(&mut out, image::ImageFormat::Png).expect("a picture");
    let mut bytes = out.into_inner();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40].fill(0x55);
    bytes
}

#[test]
fn a_damaged_picture_is_found_before_anything_is_published() {
    let folder = bulletin();
    assert_eq!(code(&gongbao(folder.path(), &["build"])), 0);
    let page = folder.path().join("public/projects/a/index.html");
    let before = fs::read(&page).expect("a page");
    fs::create_dir_all(folder.path().join("content/images")).expect("a folder");
    fs::write(folder.path().join("content/images/a.png"), damaged_picture()).expect("written");
    write(folder.path(), "content/projects/a.yaml", "title: 乙项目\nphotos: [{file: /images/a.png, alt: 工地全景}]\n");
    let checked = gongbao(folder.path(), &["check"]);
    assert_eq!((code(&checked), stderr(&checked).contains("GB0140")), (1, true), "{}", stderr(&checked));
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 1, "{}", stderr(&built));
    let said = stderr(&built);
    assert_eq!(said.matches("error[GB0140]").count(), 1, "{said}");
    assert!(said.contains("GB0140") && said.contains("content/images/a.png"), "{said}");
    assert!(said.contains("what was there stays as it was"), "{said}");
    assert_eq!(fs::read(&page).expect("a page"), before);
    assert!(!folder.path().join("public/images").exists());
}

#[test]
fn only_what_is_named_is_published() {
    let folder = bulletin();
    let content = folder.path().join("content");
    fs::create_dir_all(content.join("images")).expect("a folder");
    for (name, width) in [("shown", 700), ("draft", 700), ("stray", 700), ("kept", 500)] {
        let picture = image::RgbImage::from_pixel(width, 300, image::Rgb([9, 99, 9]));
        picture.save(content.join(format!("images/{name}.png"))).expect("a picture");
    }
    for name in ["public", "secret", "stray", "kept", "template", "style", "later"] {
        write(folder.path(), &format!("content/files/{name}.txt"), name);
    }
    write(
        folder.path(),
        "content/site.yaml",
        "title: 公报\nas_of: 2024-01-01\nkeep: [files/kept.txt, /images/kept.png]\n",
    );
    write(
        folder.path(),
        "content/projects/a.yaml",
        "title: 甲项目\nphotos: [{file: /images/shown.png, alt: 工地全景}]\nnote: 见[名单](/files/public.txt)。\n",
    );
    let draft = "title: 名单\nkind: 公示\npublished: 2023-12-01\ndraft: true\n\
                 attachments: [{file: /files/secret.txt, title: 名单}]\nbody: 见[图](/images/draft.png)。\n";
    write(folder.path(), "content/notices/n.yaml", draft);
    // Own templates count when their pages are made, styles too.
    write(
        folder.path(),
        "themes/default/templates/404.html",
        "{% extends \"templates/base.html\" %}{% block main %}<h1>404</h1><a href=\"/files/template.txt\">表</a><p style=\"background: url(/files/style.txt)\"></p>{% endblock main %}",
    );
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    let said = stderr(&built);
    let published = |folder: &Path| {
        let names = |sub: &str| {
            let list = fs::read_dir(folder.join("public").join(sub)).expect("a folder");
            list.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        let mut all = names("files");
        // Of smaller pictures the name holds a hash.
        all.extend(names("images").iter().map(|name| name.split('.').next().unwrap_or(name).to_owned()));
        all.sort();
        all.dedup();
        all
    };
    let expected = ["kept", "kept.txt", "public.txt", "shown", "shown-480", "shown-700", "style.txt", "template.txt"];
    assert_eq!(published(folder.path()), expected);
    for stray in ["files/stray.txt", "files/later.txt", "images/stray.png"] {
        assert!(
            said.contains(&format!("no record and no page names {stray}; it is not published\n")),
            "{stray}: {said}"
        );
    }
    assert_eq!(said.matches("warning[GB0115]").count(), 3, "{said}");
    let checked = stderr(&gongbao(folder.path(), &["check"]));
    assert_eq!(checked.matches("warning[GB0115]").count(), 3, "{checked}");
    // With drafts, theirs too.
    assert_eq!(code(&gongbao(folder.path(), &["build", "--drafts"])), 0);
    assert!(folder.path().join("public/files/secret.txt").is_file());
    assert_eq!(code(&gongbao(folder.path(), &["build"])), 0);
    assert_eq!(published(folder.path()), expected);
    // What readers could get yesterday is said to be lost.
    write(
        folder.path(),
        "content/projects/a.yaml",
        "title: 甲项目\nphotos: [{file: /images/shown.png, alt: 工地全景}]\n",
    );
    let lost = "files/public.txt; it is not published; it was published before, and readers lose its address";
    let checked = stderr(&gongbao(folder.path(), &["check"]));
    assert!(checked.contains(lost), "{checked}");
    let built = gongbao(folder.path(), &["build"]);
    assert!(stderr(&built).contains(lost), "{}", stderr(&built));
    assert!(!folder.path().join("public/files/public.txt").exists());
    // The line that the warning says is enough.
    assert!(stderr(&built).contains("add files/public.txt to keep in content/site.yaml"), "{}", stderr(&built));
    write(folder.path(), "content/site.yaml", "title: 公报\nas_of: 2024-01-01\nkeep: [files/public.txt]\n");
    let built = gongbao(folder.path(), &["build"]);
    assert!(!stderr(&built).contains("names files/public.txt"), "{}", stderr(&built));
    assert!(folder.path().join("public/files/public.txt").exists());
    write(folder.path(), "content/site.yaml", "title: 公报\nas_of: 2024-01-01\nkeep: [files/publik.txt]\n");
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 1);
    assert!(
        stderr(&built).contains("content/site.yaml:3:8") && stderr(&built).contains("GB0702"),
        "{}",
        stderr(&built)
    );
}

#[test]
fn an_output_folder_within_what_is_read_is_refused() {
    let folder = bulletin();
    fs::create_dir_all(folder.path().join("themes/own")).expect("a folder");
    for out in ["content", "content/out", "content/new/../out", ".", "..", "themes/own/public", "x/../content/y"] {
        let built = gongbao(folder.path(), &["build", "-o", out]);
        assert_eq!(code(&built), 2, "{out}: {}", stderr(&built));
        assert!(stderr(&built).contains("Choose another folder"), "{out}: {}", stderr(&built));
    }
    assert!(!folder.path().join("content/out").exists() && !folder.path().join(".gongbao").exists());
    assert_eq!(code(&gongbao(folder.path(), &["build", "-o", "contents/out"])), 0);
}

#[test]
fn recording_addresses_keeps_what_else_stands_in_their_file() {
    let folder = bulletin();
    let path = folder.path().join("content/addresses.yaml");
    assert_eq!(code(&gongbao(folder.path(), &["build", "--record"])), 0);
    let first = fs::read_to_string(&path).expect("a file");
    assert!(first.starts_with("# 发布过的地址") && first.ends_with("published:\n- /projects/a/\n"), "{first}");
    let written = "# 我们的说明\npublished: # 不要手工删除\n  - /projects/a/ # 甲\ngone:\n  # 2023 年合并\n  /projects/x/: 已合并\n";
    write(folder.path(), "content/addresses.yaml", written);
    write(folder.path(), "content/projects/b.yaml", "title: 乙项目\n");
    assert_eq!(code(&gongbao(folder.path(), &["build", "--record"])), 0);
    let expected = written.replace("# 甲\n", "# 甲\n  - /projects/b/\n");
    assert_eq!(fs::read_to_string(&path).expect("a file"), expected);
    assert_eq!(code(&gongbao(folder.path(), &["build", "--record"])), 0);
    assert_eq!(fs::read_to_string(&path).expect("a file"), expected);
    assert_eq!(fs::read_dir(folder.path().join("content")).expect("a folder").count(), 4);
}

#[test]
fn a_damaged_manifest_is_told_with_what_to_do() {
    let folder = bulletin();
    write(folder.path(), "content/projects/b.yaml", "title: 撤下的项目\n");
    assert_eq!(code(&gongbao(folder.path(), &["build"])), 0);
    fs::remove_file(folder.path().join("content/projects/b.yaml")).expect("removed");
    write(folder.path(), "public/.gongbao-manifest.json", "{\"index.html\": ");
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 1, "{}", stderr(&built));
    let said = stderr(&built);
    assert!(said.contains("GB0141") && said.contains("public/.gongbao-manifest.json"), "{said}");
    // What it says helps.
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    assert_eq!(code(&gongbao(folder.path(), &["build"])), 0);
    assert!(!folder.path().join("public/projects/b").exists());
}

#[test]
fn two_builds_into_one_folder_are_told_apart() {
    let folder = bulletin();
    // Another build holds the lock; this folder's first was killed before it published anything.
    write(folder.path(), "public/.gongbao/lock", "");
    let lock = fs::File::open(folder.path().join("public/.gongbao/lock")).expect("a lock");
    lock.lock().expect("locked");
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 3);
    assert!(stderr(&built).contains("Another gongbao build is writing into"), "{}", stderr(&built));
    assert!(!folder.path().join("public/index.html").exists());
    drop(lock);
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 0, "a lock that nobody holds is none: {}", stderr(&built));
}

#[cfg(unix)]
#[test]
fn symlink_loops_are_findings() {
    let folder = bulletin();
    std::os::unix::fs::symlink(folder.path().join("content"), folder.path().join("content/projects/loop"))
        .expect("a link");
    let checked = gongbao(folder.path(), &["check"]);
    assert_eq!(code(&checked), 1);
    assert!(stderr(&checked).contains("GB0106"), "{}", stderr(&checked));
}

#[test]
fn folders_of_others_and_failing_systems_end_with_three() {
    let folder = bulletin();
    write(folder.path(), "mine/letter.txt", "dear");
    let built = gongbao(folder.path(), &["build", "-o", "mine"]);
    assert_eq!(code(&built), 3, "{}", stderr(&built));
    assert!(!folder.path().join("mine/index.html").exists());
    write(folder.path(), "file", "not a folder");
    assert_eq!(code(&gongbao(folder.path(), &["build", "-o", "file/public"])), 3);
    let nowhere = gongbao(folder.path(), &["check", "--root", "nowhere"]);
    assert_eq!(code(&nowhere), 2);
    assert!(stderr(&nowhere).contains("nowhere/content"), "{}", stderr(&nowhere));
}

#[test]
fn a_bulletin_is_found_from_inside_it() {
    let folder = bulletin();
    let inside = gongbao(&folder.path().join("content/projects"), &["list", "项目"]);
    assert_eq!(
        (code(&inside), String::from_utf8_lossy(&inside.stdout).contains("甲项目")),
        (0, true),
        "{}",
        stderr(&inside)
    );
    let outside = tempfile::tempdir().expect("a folder");
    assert_eq!(code(&gongbao(outside.path(), &["check"])), 2);
}

#[test]
fn a_rule_is_explained_however_it_is_written() {
    let folder = bulletin();
    for written in ["GB0108", "gb0108", "108", "full-width-colon", "Full_Width_Colon"] {
        let explained = gongbao(folder.path(), &["explain", written]);
        assert!(String::from_utf8_lossy(&explained.stdout).starts_with("GB0108"), "{written}");
    }
    let wrong = gongbao(folder.path(), &["explain", "full-width-color"]);
    assert_eq!((code(&wrong), stderr(&wrong).contains("full-width-colon")), (2, true));
}

/// The program names what cargo says is inside it, with texts; nothing that only tests use.
#[test]
fn licences_are_of_what_is_inside() {
    let folder = tempfile::tempdir().expect("a folder");
    let shown = gongbao(folder.path(), &["licences"]);
    assert_eq!(code(&shown), 0, "{}", stderr(&shown));
    let text = String::from_utf8(shown.stdout).expect("UTF-8");
    let listed = text.split("====").next().expect("a list");
    for crate_and_licence in ["serde 1", "lightningcss 1", "libwebp · BSD-3-Clause", "OpenCC", "Rust standard library"]
    {
        assert!(listed.contains(crate_and_licence), "{crate_and_licence}");
    }
    for not_inside in ["proptest", "scraper", "clap_derive", "\ncc "] {
        assert!(!listed.contains(not_inside), "{not_inside}");
    }
    for words in ["Mozilla Public License", "Apache License", "Permission is hereby granted", "Google Inc"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(!text.contains("GNU GENERAL PUBLIC LICENSE"), "where one may choose, it is not chosen");
    let chinese = gongbao(folder.path(), &["licenses", "--lang", "zh"]);
    assert!(String::from_utf8_lossy(&chinese.stdout).contains(" 本身按 MIT 或 Apache-2.0 许可"));
    let json = gongbao(folder.path(), &["licences", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let works = value["works"].as_array().expect("works");
    assert_eq!(works.len(), listed.lines().filter(|line| line.contains(" · ")).count());
    assert!(works.iter().all(|work| work["texts"].as_array().is_some_and(|texts| !texts.is_empty())), "texts");
    let completions = gongbao(folder.path(), &["completions", "bash"]);
    assert!(String::from_utf8_lossy(&completions.stdout).contains("licences"), "completed");
}

#[test]
fn wrong_usage_ends_with_two() {
    let folder = bulletin();
    assert_eq!(code(&gongbao(folder.path(), &["build", "--as-of", "2023-02-30"])), 2);
    assert_eq!(code(&gongbao(folder.path(), &["list", "nothing"])), 2);
    assert_eq!(code(&gongbao(folder.path(), &["frobnicate"])), 2);
}

#[test]
fn data_goes_to_stdout_and_findings_to_stderr() {
    let folder = bulletin();
    let listed = gongbao(folder.path(), &["list", "project"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout), "a      甲项目\n");
    assert!(listed.stderr.is_empty(), "{}", stderr(&listed));
    write(folder.path(), "content/projects/b.yaml", "titel: 乙\n");
    let checked = gongbao(folder.path(), &["check", "--format", "json"]);
    assert_eq!(code(&checked), 1);
    let document: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert_eq!(document["version"], "gongbao-findings/1");
    assert_eq!(document["findings"][0]["file"], "content/projects/b.yaml");
    let sarif = gongbao(folder.path(), &["check", "--format", "sarif"]);
    let document: serde_json::Value = serde_json::from_slice(&sarif.stdout).expect("JSON");
    assert_eq!(document["runs"][0]["columnKind"], "unicodeCodePoints");
    let github = gongbao(folder.path(), &["check", "--format", "github"]);
    assert!(String::from_utf8_lossy(&github.stdout).starts_with("::error file=content/projects/b.yaml,line=1,col=1,"));
    for arguments in [&["schema", "project"][..], &["schema"], &["completions", "bash"]] {
        let output = gongbao(folder.path(), arguments);
        assert_eq!((code(&output), output.stdout.is_empty()), (0, false), "{arguments:?}");
    }
}

#[test]
fn the_day_is_an_input() {
    let folder = bulletin();
    let day = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command.args(["build"]).args(arguments).current_dir(folder.path()).env_remove("SOURCE_DATE_EPOCH");
        epoch.map(|seconds| command.env("SOURCE_DATE_EPOCH", seconds));
        assert!(command.output().expect("the binary runs").status.success());
        fs::read_to_string(folder.path().join("public/index.html")).expect("a page")
    };
    assert!(day(&[], None).contains("2024年1月1日"));
    assert!(day(&[], Some("1703980800")).contains("2023年12月31日"));
    assert!(day(&["--as-of", "2023-12-06"], Some("1703980800")).contains("2023年12月6日"));
}

#[test]
fn times_are_told_where_somebody_asks() {
    let folder = bulletin();
    let json = gongbao(folder.path(), &["build", "--timings=json"]);
    assert_eq!(code(&json), 0);
    let told: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let rows = told["rows"].as_array().expect("rows");
    let named = |of: &str| -> Vec<&str> {
        rows.iter().filter(|row| row["of"] == of).map(|row| row["name"].as_str().expect("a name")).collect()
    };
    for step in ["read", "parse", "theme", "compute", "plan", "check", "search index", "pages", "assets", "publish"] {
        assert!(named("step").contains(&step), "{step}: {rows:?}");
    }
    assert!(named("page").contains(&"project") && named("rule").contains(&"mixed-script"), "{rows:?}");
    let project = rows.iter().find(|row| row["name"] == "project").expect("a row");
    assert!(project["count"] == 1 && project["ms"].as_f64().is_some_and(|ms| ms >= 0.0), "{project}");
    let table = gongbao(folder.path(), &["build", "--timings"]);
    let said = String::from_utf8_lossy(&table.stderr);
    assert!(
        table.stdout.is_empty() && said.contains(" × project") && said.contains("--timings=json has all"),
        "{said}"
    );
    assert!(!String::from_utf8_lossy(&gongbao(folder.path(), &["build"]).stderr).contains(" × "));
}

#[test]
fn drafts_change_nothing_until_asked_for() {
    let folder = bulletin();
    assert_eq!(code(&gongbao(folder.path(), &["build"])), 0);
    let before = fs::read(folder.path().join("public/.gongbao-manifest.json")).expect("a manifest");
    write(folder.path(), "content/projects/b.yaml", "title: 乙项目\ndraft: true\n");
    assert_eq!(code(&gongbao(folder.path(), &["build"])), 0);
    assert_eq!(fs::read(folder.path().join("public/.gongbao-manifest.json")).expect("a manifest"), before);
    assert_eq!(code(&gongbao(folder.path(), &["build", "--drafts"])), 0);
    assert!(folder.path().join("public/projects/b/index.html").is_file());
}

#[test]
fn a_rule_is_explained_by_code_or_name() {
    let folder = tempfile::tempdir().expect("a folder");
    for asked in ["GB0108", "gb0108", "full-width-colon"] {
        let told = gongbao(folder.path(), &["explain", asked, "--lang", "zh"]);
        assert!(String::from_utf8_lossy(&told.stdout).starts_with("GB0108 键名后用了全角冒号"), "{asked}");
    }
    let all = gongbao(folder.path(), &["explain"]);
    assert_eq!(String::from_utf8_lossy(&all.stdout).lines().count(), gongbao::check::codes().len());
    let unknown = gongbao(folder.path(), &["explain", "full-width-colo"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("did you mean full-width-colon?"), "{}", stderr(&unknown));
}

#[test]
fn the_calendar_names_what_comes_and_when_the_site_is_wrong() {
    let folder = bulletin();
    write(
        folder.path(),
        "content/projects/b.yaml",
        "title: 乙项目\nmilestones: [{name: 竣工, planned: 2024-03}]\ndisclosures: [{class: 竣工有关信息, title: 验收, arose: 2023-12-29}]\n",
    );
    write(
        folder.path(),
        "content/jobs/j.yaml",
        "title: 操作工\nemployer: 甲公司\ncount: 1\npublished: 2024-01-04\nopens: 2024-01-05\ncloses: 2024-02-01\n",
    );
    write(
        folder.path(),
        "content/notices/n.yaml",
        "title: 名单\nkind: 公示\npublished: 2023-12-28\nopens: 2024-01-03\ncloses: 2024-01-15\n",
    );
    write(
        folder.path(),
        "content/projects/c.yaml",
        "title: 丙项目\nupdates: [{date: 2023-12-30, percent: 10%}, {date: 2024-01-20, percent: 20%}]\n",
    );
    write(
        folder.path(),
        "content/indicators/i.yaml",
        "title: 产值\nseries: [{period: 2023, value: 3亿元}, {period: 2024-02, value: 1亿元}]\n",
    );
    write(folder.path(), "content/site.yaml", "title: 公报\nas_of: 2024-01-01\ninspection: {sections: {综述: 30}}\n");
    write(folder.path(), "content/news/s.md", "---\ntitle: 盘点\ndate: 2023-12-27\nsection: 综述\n---\n正文。\n");
    let told = gongbao(folder.path(), &["check", "--calendar", "--lang", "en"]);
    let lines: Vec<String> = String::from_utf8_lossy(&told.stdout).lines().map(str::to_owned).collect();
    let expected = [
        "2024-01-03 opens 名单 content/notices/n.yaml",
        "2024-01-04 shown from then 操作工 content/jobs/j.yaml",
        "2024-01-05 opens 操作工 content/jobs/j.yaml",
        "2024-01-11 column fails news",
        "2024-01-14 column fails front page",
        "2024-01-15 closes 名单 content/notices/n.yaml",
        "2024-01-20 shown from then 丙项目 content/projects/c.yaml",
        "2024-01-27 column fails 综述",
        "2024-01-29 to be disclosed 验收 content/projects/b.yaml",
        "2024-02-01 closes 操作工 content/jobs/j.yaml",
        "2024-02-01 shown from then 产值 content/indicators/i.yaml",
        "2024-03-31 due 竣工 content/projects/b.yaml",
        "2024-06-29 column fails notice",
        "A site built now is out of date from 2024-01-03 on.",
    ];
    assert_eq!(lines, expected);
    let forecast = stderr(&gongbao(folder.path(), &["check", "--lang", "zh"]));
    assert!(
        forecast.contains("没有新内容时将不合格的栏目：新闻 2024-01-11 起，首页 2024-01-14 起，综述"),
        "{forecast}"
    );
}

#[test]
fn disclosures_are_told_by_office() {
    let folder = bulletin();
    write(folder.path(), "content/offices/o.yaml", "title: 甲局\n");
    write(
        folder.path(),
        "content/projects/b.yaml",
        "title: 乙项目\noffice: o\ndisclosures:\n- {class: 竣工有关信息, title: 验收, arose: 2023-12-29}\n- {class: 招标投标信息, title: 中标, arose: 2023-10-09}\n",
    );
    let told = gongbao(folder.path(), &["check", "--disclosures", "--lang", "zh"]);
    let lines: Vec<String> = String::from_utf8_lossy(&told.stdout).lines().map(str::to_owned).collect();
    let expected = [
        "甲局",
        "  乙项目  content/projects/b.yaml",
        "    2024-01-29  应公开  竣工有关信息  验收",
        "    2023-11-06  逾期未公开  招标投标信息  中标",
        "    没有记录: 批准服务信息、批准结果信息、征收土地信息、重大设计变更信息、施工有关信息、质量安全监督信息",
        "逾期未公开 1，应公开 1",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn an_address_once_published_stays_leads_on_or_says_why() {
    let folder = bulletin();
    write(folder.path(), "content/projects/old.yaml", "title: 旧项目\n");
    assert_eq!(code(&gongbao(folder.path(), &["build", "--record"])), 0);
    let recorded = fs::read_to_string(folder.path().join("content/addresses.yaml")).expect("recorded");
    assert!(recorded.ends_with("published:\n- /projects/a/\n- /projects/old/\n"), "{recorded}");
    fs::remove_file(folder.path().join("content/projects/old.yaml")).expect("removed");
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 1);
    assert!(stderr(&built).contains("GB0313"), "{}", stderr(&built));
    write(folder.path(), "content/addresses.yaml", &format!("{recorded}moved: {{/projects/old/: /projects/a/}}\n"));
    assert_eq!(code(&gongbao(folder.path(), &["build", "--record"])), 0);
    let page = fs::read_to_string(folder.path().join("public/projects/old/index.html")).expect("a page");
    assert!(page.contains("content=\"0; url=/projects/a/\"") && page.contains("noindex"), "{page}");
    write(folder.path(), "content/addresses.yaml", &format!("{recorded}gone: {{/projects/old/: 与甲项目重复}}\n"));
    assert_eq!(code(&gongbao(folder.path(), &["build"])), 0);
    let page = fs::read_to_string(folder.path().join("public/projects/old/index.html")).expect("a page");
    assert!(page.contains("与甲项目重复"), "{page}");
}

/// A pipe is waited for by whoever opens it: it is reported wherever it lies, and passed over in a theme.
#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let folder = bulletin();
    write(folder.path(), "themes/own/assets/own.css", "b { color: inherit; }\n");
    let pipes =
        ["content/projects/b.yaml", "content/news/c.md", "content/files/d.pdf", "content/images/e.png", "content/f"];
    for pipe in pipes.iter().chain(&["themes/own/assets/g.css", "themes/own/strings/h.yaml"]) {
        let path = folder.path().join(pipe);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        let made = Command::new("mkfifo").arg(&path).status().expect("mkfifo runs");
        assert!(made.success(), "{pipe}");
    }
    let socket = folder.path().join("content/files/s.pdf");
    let _socket = std::os::unix::net::UnixListener::bind(socket).expect("a socket");
    write(folder.path(), "content/site.yaml", "title: 公报\nas_of: 2024-01-01\ntheme: own\n");
    let mut check = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["check", "--format", "github"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the binary runs");
    // Far longer than it takes: who waits for a pipe waits for ever.
    let is_done = (0..1200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        check.try_wait().expect("it can be asked").is_some()
    });
    if !is_done {
        check.kill().expect("it can be ended");
    }
    assert!(is_done, "it waits for a pipe");
    let output = check.wait_with_output().expect("its words");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for path in pipes.iter().chain(&["content/files/s.pdf"]) {
        assert!(said.lines().any(|line| line.contains(path) && line.contains("GB0166")), "{path}: {said}");
    }
}

/// What refers to a record from texts alone is in no list of a facet: its page shows thirty, and pages of their own show all.
#[test]
fn a_page_shows_thirty_links_back_and_where_the_rest_is() {
    let folder = bulletin();
    write(folder.path(), "content/parks/y.yaml", "title: 东园\nkind: park\n");
    for n in 0..45 {
        let text = format!("---\ntitle: 新闻{n}\ndate: 2023-05-06\nsection: 快讯\n---\n见[东园](park:y)。\n");
        write(folder.path(), &format!("content/news/n{n:02}.md"), &text);
    }
    let built = gongbao(folder.path(), &["build"]);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    let page = |path: &str| fs::read_to_string(folder.path().join("public").join(path)).expect("a page");
    let news = |path: &str| page(path).matches("href=\"/news/2023/05/n").count();
    assert_eq!(news("parks/y/index.html"), 30);
    assert!(page("parks/y/index.html").contains("href=\"/parks/y/from/news/\""));
    let all =
        ["from/news/", "from/news/page/2/", "from/news/page/3/"].map(|at| news(&format!("parks/y/{at}index.html")));
    assert_eq!(all.iter().sum::<usize>(), 45, "{all:?}");
}

/// A small file that unpacks to much is looked through as far as the limit, and that is told.
#[test]
fn an_attachment_that_unpacks_to_too_much_is_told() {
    let folder = bulletin();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("started");
    std::io::Write::write_all(&mut writer, &vec![b' '; 40 << 20]).expect("written");
    let document = writer.finish().expect("finished").into_inner();
    assert!(document.len() < 100_000);
    fs::create_dir_all(folder.path().join("content/files")).expect("a folder");
    fs::write(folder.path().join("content/files/a.docx"), document).expect("written");
    write(folder.path(), "content/projects/a.yaml", "title: 甲项目\nnote: 见[表](/files/a.docx)。\n");
    let checked = gongbao(folder.path(), &["check", "--format", "github"]);
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    let told = said.lines().find(|line| line.contains("GB0167")).unwrap_or_default();
    assert!(told.contains("content/projects/a.yaml") && told.contains("line=2"), "{said}");
}

#[test]
fn a_bulletin_of_another_version_is_told_and_migrated() {
    let folder = bulletin();
    let site = |text: &str| write(folder.path(), "content/site.yaml", text);
    let gone = "# 撤下\ngone:\n  /projects/x/: 与甲项目合并 # 去年\n";
    write(folder.path(), "content/addresses.yaml", gone);
    site("title: 公报\nas_of: 2024-01-01\ngongbao: 99.1\nnew_key: 1\n");
    let newer = gongbao(folder.path(), &["check"]);
    assert_eq!(code(&newer), 1);
    assert!(stderr(&newer).contains("GB0152") && stderr(&newer).contains("1 error"), "{}", stderr(&newer));
    site("title: 公报\r\nas_of: 2024-01-01\r\ngongbao: 0.1 # 旧\r\n");
    let older = gongbao(folder.path(), &["check"]);
    assert!(code(&older) == 0 && stderr(&older).contains("gongbao migrate --write"), "{}", stderr(&older));
    let shown = gongbao(folder.path(), &["migrate"]);
    let diff = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(code(&shown) == 0 && diff.contains("-gongbao: 0.1 # 旧"), "{diff}");
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).expect("there");
    assert_eq!(read("content/addresses.yaml"), gone, "nothing is written unless it is asked for");
    assert_eq!(code(&gongbao(folder.path(), &["migrate", "--write"])), 0);
    let this = env!("CARGO_PKG_VERSION").rsplit_once('.').expect("three numbers").0;
    assert_eq!(read("content/site.yaml"), format!("title: 公报\r\nas_of: 2024-01-01\r\ngongbao: {this} # 旧\r\n"));
    assert!(read("content/addresses.yaml").contains("/projects/x/: {reason: 与甲项目合并} # 去年"));
    let again = gongbao(folder.path(), &["migrate"]);
    assert!(again.stdout.is_empty() && stderr(&again).contains("Nothing to change"), "{}", stderr(&again));
    let checked = gongbao(folder.path(), &["check", "--deny", "warnings"]);
    assert_eq!(code(&checked), 0, "{}", stderr(&checked));
    site("title: 公报\nas_of: 2024-01-01\n");
    let entangled = "gone:\n  /projects/x/: 合并\n  /projects/y/: &a 重复\n  /projects/z/: *a\n";
    write(folder.path(), "content/addresses.yaml", entangled);
    for _ in 0..2 {
        let half = gongbao(folder.path(), &["migrate", "--write"]);
        assert!(code(&half) == 1 && stderr(&half).contains("by hand"), "{}", stderr(&half));
        assert!(!stderr(&half).contains("Nothing to change"), "{}", stderr(&half));
        assert_eq!(read("content/addresses.yaml"), entangled);
        assert!(!read("content/site.yaml").contains("gongbao"));
    }
    site("title: 公报\nas_of: 2024-01-01\ngongbao: 99.1\n");
    let newer = gongbao(folder.path(), &["migrate"]);
    assert!(code(&newer) == 1 && stderr(&newer).contains("GB0152"), "{}", stderr(&newer));
    site("title: 公报\nas_of: 2024-01-01\ngongbao: 最新\n");
    for command in ["check", "migrate"] {
        let wrong = gongbao(folder.path(), &[command]);
        assert!(code(&wrong) == 1 && stderr(&wrong).contains("gongbao: 0."), "{}", stderr(&wrong));
    }
}

#[test]
fn a_release_is_seen_when_it_is_whole() {
    let folder = bulletin();
    let release = || gongbao(folder.path(), &["build", "--release", "site"]);
    let releases = folder.path().join("site/releases");
    let shown = || fs::read_to_string(folder.path().join("site/current/projects/a/index.html")).expect("a page");
    let first = release();
    assert!(code(&first) == 0 && stderr(&first).contains("2024-01-01-"), "{}", stderr(&first));
    write(folder.path(), "content/projects/a.yaml", "title: 甲项目\nkey: 1\n");
    assert_eq!(code(&release()), 1);
    assert!(
        shown().contains("甲项目") && fs::read_dir(&releases).expect("there").count() == 2,
        "one release and the lock"
    );
    write(folder.path(), "content/projects/a.yaml", "title: 乙项目\n");
    let second = release();
    assert!(code(&second) == 0 && stderr(&second).contains("2 releases"), "{}", stderr(&second));
    assert!(shown().contains("乙项目"));
    let same = release();
    assert!(stderr(&same).contains("already"), "{}", stderr(&same));
    for other in [&["-o", "x"][..], &["--merge"], &["--shard", "1/2"]] {
        let both = gongbao(folder.path(), &[&["build", "--release", "site"], other].concat());
        assert_eq!(code(&both), 2);
    }
    let inside = gongbao(folder.path(), &["build", "--release", "content/site"]);
    assert!(code(&inside) == 2 && !folder.path().join("content/site").exists());
    fs::remove_file(folder.path().join("site/current")).expect("removed");
    fs::create_dir(folder.path().join("site/current")).expect("made");
    let in_the_way = release();
    assert!(code(&in_the_way) == 3 && stderr(&in_the_way).contains("site/current"), "{}", stderr(&in_the_way));
}

#[test]
fn wrong_usage_is_told_in_the_language_of_the_editor() {
    let folder = bulletin();
    for (arguments, wanted) in [
        (&["buidl"][..], &["没有“buidl”这个命令", "“build”"][..]),
        (&["check", "--alll"], &["没有“--alll”这个参数", "“--all”", "用法：gongbao check"]),
        (&["check", "--format", "xml"], &["“--format <FORMAT>”不能是“xml”", "human、json、sarif、github"]),
        (&["check", "--format"], &["“--format <FORMAT>”后面要写值"]),
        (&["check", "--as-of", "明天"], &["“--as-of <DATE>”的值“明天”不对：写明日期"]),
        (&["new", "news"], &["还要写“<NAME>”"]),
        (&["build", "--release", "x", "-o", "y"], &["“--release <DIR>”和“--output <DIR>”不能一起写"]),
        (&["check", "--all", "--all"], &["“--all”只能写一次"]),
        (&["build", "--timings", "json"], &["没有“json”"]),
        (&["check", "--lang=zh", "--x"], &["没有“--x”"]),
        (&[], &["用法：gongbao", "命令：", "选项："]),
    ] {
        let chinese = gongbao_in("zh_CN.UTF-8", folder.path(), arguments);
        let said = stderr(&chinese);
        assert_eq!(code(&chinese), 2, "{arguments:?}: {said}");
        assert!(wanted.iter().all(|part| said.contains(part)), "{arguments:?}: {said}");
        assert!(!said.contains("error:") && !said.contains("Usage"), "{arguments:?}: {said}");
        if !arguments.contains(&"--lang=zh") {
            let english = stderr(&gongbao(folder.path(), arguments));
            assert!(
                !english.contains("用法") && english.contains(if arguments.is_empty() { "Usage:" } else { "error:" }),
                "{arguments:?}: {english}"
            );
        }
    }
}

#[test]
fn the_program_says_what_it_is() {
    let folder = bulletin();
    let said = |arguments: &[&str]| {
        let output = gongbao(folder.path(), arguments);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert_eq!(said(&["--version"]), format!("gongbao {}\n", env!("CARGO_PKG_VERSION")));
    for verbose in [&["--version", "--verbose"][..], &["-vV"], &["--verbose", "--version"]] {
        let said = said(verbose);
        let hash = said.lines().find_map(|line| line.strip_prefix("SHA-256: ")).expect("a hash");
        assert!(hash.len() == 64 && said.contains("linux"), "{said}");
    }
    assert_eq!(code(&gongbao(folder.path(), &["--verbose", "check"])), 2);
    let page = said(&["man"]);
    for part in ["gongbao build", "gongbao check", "EXIT STATUS", "SOURCE_DATE_EPOCH", "\\-\\-release"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("\n.SS OPTIONS") && page.matches("\n.SH OPTIONS").count() == 1);
}

/// The record of publication: written with the addresses, the same when it is written again, not for drafts, for what is
/// published later, or as of an earlier day; and whoever deletes, edits or rewords is told.
#[test]
fn what_was_published_is_recorded() {
    let folder = bulletin();
    write(folder.path(), "content/projects/draft.yaml", "title: 草稿\ndraft: true\n");
    write(folder.path(), "content/projects/later.yaml", "title: 以后\npublished: 2023-06-01\n");
    let path = folder.path().join("content/published.yaml");
    let record = |day: &str| gongbao(folder.path(), &["build", "--record", "--drafts", "--as-of", day, "--lang", "zh"]);
    assert_eq!(code(&record("2023-05-01")), 0);
    let first = fs::read_to_string(&path).expect("a record");
    let addresses = fs::read_to_string(folder.path().join("content/addresses.yaml")).expect("addresses");
    for file in [&first, &addresses] {
        assert!(file.contains("/projects/a/") && !file.contains("/projects/draft/"), "{file}");
        assert!(!file.contains("/projects/later/"), "{file}");
    }
    assert_eq!(code(&record("2023-05-02")), 0);
    assert_eq!(fs::read_to_string(&path).expect("a record"), first);
    assert_eq!(code(&record("2023-06-02")), 0);
    let second = fs::read_to_string(&path).expect("a record");
    assert!(
        second.starts_with(&first) && second.contains("/projects/later/:\n  title: 以后\n  first: 2023-06-02\n"),
        "{second}"
    );
    let earlier = record("2023-05-03");
    assert_eq!(code(&earlier), 1);
    assert!(stderr(&earlier).contains("2023-06-02"), "{}", stderr(&earlier));
    assert_eq!(fs::read_to_string(&path).expect("a record"), second);

    // What is broken is told, and nothing is published or recorded.
    let site = || fs::read(folder.path().join("public/index.html")).expect("a site");
    let before = site();
    for broken in
        [second.replace("以后", "以前"), second[..second.len() - 9].to_owned(), format!("<<<<<<< HEAD\n{second}")]
    {
        write(folder.path(), "content/published.yaml", &broken);
        write(folder.path(), "content/projects/new.yaml", "title: 新\n");
        assert_eq!(code(&record("2023-07-01")), 1, "{broken}");
        assert_eq!((fs::read_to_string(&path).expect("a record"), site()), (broken, before.clone()));
    }
}

/// A copy that is kept elsewhere tells of pages that nobody committed a record of.
#[test]
fn a_copy_of_the_record_tells_of_deleted_pages() {
    let folder = bulletin();
    let kept = folder.path().join("kept.yaml");
    let flag = format!("--record={}", kept.display());
    let build = || gongbao(folder.path(), &["build", "--lang", "en", &flag]);
    write(folder.path(), "content/projects/b.yaml", "title: 乙项目\n");
    assert_eq!(code(&build()), 0);
    let copy = fs::read_to_string(&kept).expect("a copy");
    assert!(copy.contains("/projects/b/"), "{copy}");
    // As in a fresh clone, where nobody committed what was recorded.
    let forget = || {
        let _ = fs::remove_file(folder.path().join("content/published.yaml"));
        let _ = fs::remove_file(folder.path().join("content/addresses.yaml"));
    };
    forget();
    fs::rename(folder.path().join("content/projects/b.yaml"), folder.path().join("content/projects/c.yaml"))
        .expect("renamed");
    let built = build();
    assert_eq!(code(&built), 1);
    assert!(stderr(&built).contains("moved: {/projects/b/: /projects/c/}"), "{}", stderr(&built));
    assert_eq!(fs::read_to_string(&kept).expect("a copy"), copy);
    forget();
    write(folder.path(), "content/addresses.yaml", "moved: {/projects/b/: /projects/c/}\n");
    assert_eq!(code(&build()), 0);
    let copy = fs::read_to_string(&kept).expect("a copy");
    assert!(copy.contains("withdrawn") && copy.contains("/projects/c/"), "{copy}");
    fs::write(&kept, &copy[..copy.len() - 40]).expect("written");
    write(folder.path(), "content/published.yaml", "");
    let cut = build();
    assert!(stderr(&cut).contains("kept.yaml") || stderr(&cut).contains("GB0322"), "{}", stderr(&cut));
    assert_eq!(code(&cut), 1);
}

/// A build that is stopped while it records leaves each file as it was, or whole.
#[cfg(unix)]
#[test]
fn a_record_is_never_half_written() {
    let folder = bulletin();
    for n in 0..400 {
        write(folder.path(), &format!("content/projects/p{n}.yaml"), &format!("title: 项目{n}\nfinish: 2024-05\n"));
    }
    assert_eq!(code(&gongbao(folder.path(), &["build", "-q"])), 0);
    let path = folder.path().join("content/published.yaml");
    let (mut stopped, mut wait) = (0, 1);
    for _ in 0..200 {
        let _ = fs::remove_file(&path);
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(["build", "--record", "-q", "--root"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("started");
        // Killed as soon as the first byte of the file or of what will be it can be seen, and then a little later each time.
        let beside = folder.path().join("content/.published.yaml.new");
        while child.try_wait().expect("a child").is_none() && !beside.exists() && !path.exists() {
            std::thread::yield_now();
        }
        std::thread::sleep(std::time::Duration::from_micros(wait));
        wait = wait * 3 / 2 + 1;
        let _ = child.kill();
        stopped += usize::from(!child.wait().expect("a child").success());
        if let Ok(text) = fs::read_to_string(&path) {
            let checked = gongbao(folder.path(), &["check"]);
            assert_eq!((code(&checked), text.matches("\n  seal:").count()), (0, 401), "{}", stderr(&checked));
        }
        if stopped >= 6 || wait > 200_000 {
            break;
        }
    }
    assert!(stopped > 0, "no build was stopped");
    assert_eq!(code(&gongbao(folder.path(), &["build", "--record", "-q"])), 0);
    assert_eq!(fs::read_to_string(&path).expect("a record").matches("\n  seal:").count(), 401);
}

#[test]
fn another_address_is_no_way_round_the_record() {
    let folder = bulletin();
    let path = |path: &str| folder.path().join(path);
    write(folder.path(), "content/projects/a.yaml", "title: 甲项目\ninvestment: {total: 1亿元}\n");
    assert_eq!(code(&gongbao(folder.path(), &["build", "--record", "-q"])), 0);
    fs::remove_file(path("content/projects/a.yaml")).expect("removed");
    let addresses = fs::read_to_string(path("content/addresses.yaml")).expect("there");
    write(folder.path(), "content/addresses.yaml", &format!("{addresses}moved: {{/projects/a/: /projects/b/}}\n"));
    let moved = |text: &str| {
        write(folder.path(), "content/projects/b.yaml", text);
        stderr(&gongbao(folder.path(), &["check"]))
    };
    assert!(!moved("title: 甲项目\ninvestment: {total: 1亿元}\n").contains("GB0320"));
    let silent = "title: 甲项目\ninvestment: {total: 7亿元}\n";
    assert!(moved(silent).contains("GB0320"));
    assert_eq!(code(&gongbao(folder.path(), &["build", "--record", "-q"])), 0);
    assert!(moved(silent).contains("GB0320"), "it stays told");
    let said = format!("{silent}corrections: [{{date: 2024-01-01, what: 总投资, was: 1亿元, now: 7亿元}}]\n");
    assert!(!moved(&said).contains("GB0320"));
}
