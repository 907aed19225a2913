//! The preview: pages from memory, a change seen at once, findings over the page, the last good pages kept.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

struct Preview {
    process: Child,
    host: String,
    /// Lines said after the address: one a build without findings.
    said: Arc<Mutex<Vec<String>>>,
    folder: tempfile::TempDir,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A bulletin of one project.
fn bulletin() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("content/projects")).expect("a folder");
    let site = "title: 公报\nas_of: 2024-01-01\nbase_url: https://example.org/gb/\n";
    fs::write(folder.path().join("content/site.yaml"), site).expect("written");
    fs::write(folder.path().join("content/projects/a.yaml"), "title: 甲项目\n").expect("written");
    folder
}

impl Preview {
    fn start() -> Self {
        Self::of(bulletin(), &[])
    }

    fn of(folder: tempfile::TempDir, more: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(["serve", "-p", "0", "--lang", "zh"])
            .args(more)
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut lines = BufReader::new(process.stderr.take().expect("stderr")).lines();
        let host = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split("http://").nth(1)?.split('/').next()?.to_owned()))
            .expect("an address");
        let said = Arc::<Mutex<Vec<String>>>::default();
        let heard = said.clone();
        std::thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| heard.lock().expect("no panic").push(line));
        });
        Self { process, host, said, folder }
    }

    fn get(&self, path: &str) -> String {
        self.ask(path, &format!("Host: {}", self.host))
    }

    fn ask(&self, path: &str, head: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        write!(stream, "GET {path} HTTP/1.1\r\n{head}\r\nConnection: close\r\n\r\n").expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The version that pages are of now.
    fn version(&self) -> u64 {
        let answer = self.get("/_gongbao/version/0");
        answer.rsplit("\r\n").next().and_then(|version| version.parse().ok()).expect("a version")
    }

    /// What the terminal shows.
    fn said(&self) -> Vec<String> {
        self.said.lock().expect("no panic").clone()
    }

    /// Waits, at most half a minute, until the terminal shows a line with a text, after so many lines.
    fn wait_for_line(&self, after: usize, text: &str) {
        let start = Instant::now();
        while !self.said().iter().skip(after).any(|line| line.contains(text)) {
            assert!(start.elapsed() < Duration::from_secs(30), "never said: {text}\n{:?}", self.said());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, text: &str) {
        fs::write(self.folder.path().join("content/projects/a.yaml"), text).expect("written");
    }

    /// Waits, at most half a minute, until a page shows a text.
    fn wait_for(&self, path: &str, text: &str) -> String {
        self.wait_until(path, text, |page| page.contains(text))
    }

    /// Waits, at most half a minute, until a page is as it should be.
    fn wait_until(&self, path: &str, what: &str, is_right: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let page = self.get(path);
            if is_right(&page) {
                return page;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "{path} never shows {what}:\n{page}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn a_change_is_seen_and_a_fault_is_shown_over_the_last_good_page() {
    let preview = Preview::start();
    let page = preview.get("/gb/projects/a/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("甲项目") && page.contains("reload.js"), "{page}");
    assert!(preview.get("/gb/projects/a").starts_with("HTTP/1.1 302"));
    assert!(preview.get("/gb/nothing/").starts_with("HTTP/1.1 404"));
    assert!(preview.get("/gb/../../etc/passwd").starts_with("HTTP/1.1 404"));
    let version = preview.get("/_gongbao/version/0");
    assert!(version.ends_with("\r\n\r\n1"), "{version}");
    preview.write("title: 乙项目\n");
    preview.wait_for("/gb/projects/a/", "乙项目");
    preview.write("titel: 丙项目\n");
    let page = preview.wait_for("/gb/projects/a/", "GB0201");
    assert!(page.contains("乙项目"), "the last good page stays below the findings");
    preview.write("title: 丁项目\n");
    let page = preview.wait_for("/gb/projects/a/", "丁项目");
    assert!(!page.contains("GB0201"));
    assert!(!preview.folder.path().join("public").exists(), "the preview writes nothing");
}

#[test]
fn an_idle_preview_stays_as_it_is() {
    let preview = Preview::start();
    for _ in 0..3 {
        std::thread::sleep(Duration::from_secs(1));
        preview.get("/gb/projects/a/");
        assert_eq!((preview.version(), preview.said().len()), (1, 0), "nothing is built again");
    }
}

#[test]
fn every_kind_of_save_is_seen_once() {
    let preview = Preview::start();
    let (file, other) = (preview.path("content/projects/a.yaml"), preview.path("content/projects/.a.yaml.new"));
    let text = |name: &str| format!("title: {name}项目\n");
    let saves: [(&str, &dyn Fn()); 8] = [
        ("乙", &|| fs::write(&file, text("乙")).expect("written in place")),
        ("丙", &|| {
            fs::write(&other, text("丙")).expect("written beside");
            fs::rename(&other, &file).expect("put in its place");
        }),
        ("丁", &|| {
            fs::rename(&file, preview.path("content/projects/a.yaml~")).expect("kept as a copy");
            fs::write(&file, text("丁")).expect("written anew");
            fs::remove_file(preview.path("content/projects/a.yaml~")).expect("removed");
        }),
        ("戊", &|| {
            fs::remove_file(&file).expect("removed");
            fs::write(&file, text("戊")).expect("made anew");
        }),
        ("己", &|| {
            let mut open = fs::OpenOptions::new().write(true).truncate(true).open(&file).expect("opened");
            text("己").chars().for_each(|c| write!(open, "{c}").expect("written piece by piece"));
        }),
        ("庚", &|| {
            fs::rename(preview.path("content"), preview.path("content.old")).expect("put away");
            fs::create_dir_all(preview.path("content/projects")).expect("a new folder");
            fs::copy(preview.path("content.old/site.yaml"), preview.path("content/site.yaml")).expect("copied");
            fs::write(&file, text("庚")).expect("written");
        }),
        ("辛", &|| fs::write(&file, text("辛")).expect("written into the new folder")),
        ("壬", &|| {
            fs::create_dir_all(preview.path("content/projects/shuangta")).expect("a folder made later");
            fs::write(preview.path("content/projects/shuangta/b.yaml"), text("壬")).expect("written");
        }),
    ];
    for (count, (name, save)) in saves.into_iter().enumerate() {
        save();
        preview.wait_for("/gb/projects/", &format!("{name}项目"));
        std::thread::sleep(Duration::from_millis(700));
        assert_eq!(preview.version(), count as u64 + 2, "{name}");
    }
    let before = preview.version();
    fs::write(&file, text("辛")).expect("saved without a change");
    fs::write(preview.path("content.old/site.yaml"), "title: 别的\n").expect("written elsewhere");
    fs::create_dir_all(preview.path("public")).expect("a folder beside");
    fs::write(preview.path("public/index.html"), "a").expect("written");
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(preview.version(), before, "equal bytes raise no version");
    fs::create_dir_all(preview.path("themes/own/styles")).expect("a theme made later");
    fs::write(preview.path("content/site.yaml"), "title: 公报\ntheme: own\nas_of: 2024-01-01\n").expect("written");
    preview.wait_for("/projects/a/", "辛项目");
    fs::write(preview.path("themes/own/theme.yaml"), "nonsense: [").expect("written");
    preview.wait_for("/projects/a/", "themes/own/theme.yaml");
}

#[test]
fn what_the_system_refuses_is_shown_over_the_page() {
    let preview = Preview::start();
    fs::rename(preview.path("content"), preview.path("elsewhere")).expect("moved away");
    let page = preview.wait_for("/gb/projects/a/", "gb-findings");
    assert!(page.contains("content") && page.contains("甲项目"), "{page}");
    fs::rename(preview.path("elsewhere"), preview.path("content")).expect("moved back");
    preview.write("title: 乙项目\n");
    let page = preview.wait_for("/gb/projects/a/", "乙项目");
    assert!(!page.contains("gb-findings"), "{page}");
}

#[test]
fn what_vanishes_comes_back() {
    let preview = Preview::start();
    let is_well = |page: &str| !page.contains("gb-findings") && page.contains("甲项目");
    for round in 0..2 {
        let said = preview.said().len();
        fs::rename(preview.path("content"), preview.path("elsewhere")).expect("moved away");
        let page = preview.wait_for("/gb/projects/a/", "gb-findings");
        assert!(page.contains("甲项目"), "what was there stays below: {page}");
        preview.wait_for_line(said, "content");
        if round == 0 {
            std::thread::sleep(Duration::from_secs(6));
            assert_eq!(preview.said().len(), said + 1, "it is told once: {:?}", preview.said());
        }
        let (said, version) = (preview.said().len(), preview.version());
        // As it was: nothing in it is other than before.
        fs::rename(preview.path("elsewhere"), preview.path("content")).expect("moved back");
        preview.wait_until("/gb/projects/a/", "no findings", is_well);
        preview.wait_for_line(said, "✓");
        assert!(preview.version() > version, "round {round}");
    }
    let said = preview.said().len();
    fs::remove_file(preview.path("content/site.yaml")).expect("removed");
    preview.wait_for("/gb/projects/a/", "GB0150");
    preview.wait_for_line(said, "GB0150");
    fs::write(preview.path("content/site.yaml"), "title: 公报\nas_of: 2024-01-01\nbase_url: https://example.org/gb/\n")
        .expect("written");
    preview.wait_until("/gb/projects/a/", "no findings", is_well);
}

#[test]
fn a_theme_that_is_made_later_is_seen_and_its_faults_are_told() {
    let preview = Preview::start();
    let site = "title: 公报\ntheme: own\nas_of: 2024-01-01\nbase_url: https://example.org/gb/\n";
    fs::write(preview.path("content/site.yaml"), site).expect("written");
    preview.wait_for("/gb/projects/a/", "themes/own/");
    let template = |more: &str| {
        let text =
            format!("{{% extends \"templates/record.html\" %}}{{% block before %}}{more}{{% endblock before %}}");
        fs::create_dir_all(preview.path("themes/own/templates")).expect("folders");
        fs::write(preview.path("themes/own/templates/project.html"), text).expect("written");
    };
    template("<p>自己的主题</p>");
    preview.wait_until("/gb/projects/a/", "the theme", |page| {
        page.contains("自己的主题") && !page.contains("gb-findings")
    });
    template("{{ nothing.at.all }}");
    preview.wait_for("/gb/projects/a/", "themes/own/templates/project.html");
    template("<p>又一次</p>");
    preview.wait_until("/gb/projects/a/", "the theme", |page| page.contains("又一次") && !page.contains("gb-findings"));
    fs::rename(preview.path("themes"), preview.path("away")).expect("moved away");
    let page = preview.wait_for("/gb/projects/a/", "themes/own/");
    assert!(page.contains("又一次"), "the last good page stays below the findings");
    fs::rename(preview.path("away"), preview.path("themes")).expect("moved back");
    preview.wait_until("/gb/projects/a/", "the theme", |page| page.contains("又一次") && !page.contains("gb-findings"));
}

#[test]
fn a_theme_file_that_is_not_utf8_is_told_and_mended() {
    let folder = bulletin();
    let template = folder.path().join("themes/own/templates/project.html");
    fs::create_dir_all(template.parent().expect("a folder")).expect("folders");
    let site = "title: 公报\ntheme: own\nas_of: 2024-01-01\nbase_url: https://example.org/gb/\n";
    fs::write(folder.path().join("content/site.yaml"), site).expect("written");
    // “甲” in GBK.
    let not_utf8 = b"<!doctype html><title>t</title><h1>\xBC\xD7</h1>";
    fs::write(&template, not_utf8).expect("written");
    let preview = Preview::of(folder, &[]);
    preview.wait_for("/gb/projects/a/", "GB0102");
    fs::write(&template, "<!doctype html><title>t</title><h1>甲</h1>").expect("written");
    let is_well = |page: &str| page.contains("<h1>甲</h1>") && !page.contains("gb-findings");
    preview.wait_until("/gb/projects/a/", "the theme", is_well);
    fs::write(&template, not_utf8).expect("written");
    let page = preview.wait_for("/gb/projects/a/", "GB0102");
    assert!(page.contains("<h1>甲</h1>"), "the last good page stays below the findings");
    fs::write(&template, "<!doctype html><title>t</title><h1>甲</h1>").expect("written");
    preview.wait_until("/gb/projects/a/", "the theme", is_well);
}

#[test]
fn a_record_that_is_renamed_has_another_page() {
    let preview = Preview::start();
    let path = |name: &str| preview.path(&format!("content/projects/{name}"));
    fs::rename(path("a.yaml"), path("b.yaml")).expect("renamed");
    preview.wait_until("/gb/projects/b/", "the page", |page| page.starts_with("HTTP/1.1 200"));
    assert!(preview.get("/gb/projects/a/").starts_with("HTTP/1.1 404"));
    fs::write(path("c.yaml"), "title: 丙项目\nrelated: [a]\n").expect("written");
    preview.wait_for("/gb/projects/b/", "GB0302");
    fs::rename(path("b.yaml"), path("a.yaml")).expect("renamed");
    preview.wait_until("/gb/projects/c/", "the page", |page| {
        page.contains("/gb/projects/a/") && !page.contains("gb-findings")
    });
    assert!(preview.get("/gb/projects/b/").starts_with("HTTP/1.1 404"));
    // A folder of them.
    fs::rename(preview.path("content/projects"), preview.path("content/pages")).expect("renamed");
    preview.wait_for("/gb/c/", "丙项目");
    fs::rename(preview.path("content/pages"), preview.path("content/projects")).expect("renamed");
    preview.wait_until("/gb/projects/c/", "the page", |page| page.starts_with("HTTP/1.1 200"));
}

#[test]
fn many_files_at_once_are_seen_together() {
    let preview = Preview::start();
    let path = |n: usize| preview.path(&format!("content/projects/n{n}.yaml"));
    let write =
        |what: &str| (0..500).for_each(|n| fs::write(path(n), format!("title: 第{n}个{what}\n")).expect("written"));
    let is_last = |page: &str| page.contains("500") || page.contains("501");
    write("项目");
    preview.wait_until("/gb/projects/", "all of them", is_last);
    for n in [0, 250, 499] {
        preview.wait_for(&format!("/gb/projects/n{n}/"), &format!("第{n}个项目"));
    }
    std::thread::sleep(Duration::from_secs(1));
    let version = preview.version();
    assert!(version <= 8, "version {version}: files of one stroke are not followed one by one");
    // One of them is faulty, then all are as they were, then they are gone.
    fs::write(path(7), "titel: 错\n").expect("written");
    preview.wait_for("/gb/projects/n8/", "GB0201");
    write("工程");
    preview.wait_until("/gb/projects/n7/", "no findings", |page| {
        page.contains("第7个工程") && !page.contains("gb-findings")
    });
    preview.wait_for("/gb/projects/n499/", "第499个工程");
    (0..500).for_each(|n| fs::remove_file(path(n)).expect("removed"));
    preview.wait_until("/gb/projects/n499/", "no page", |page| page.starts_with("HTTP/1.1 404"));
    assert!(!preview.get("/gb/projects/").contains("工程"));
}

#[test]
fn a_damaged_picture_is_told_and_left_out_of_no_page() {
    let preview = Preview::start();
    preview.wait_for("/gb/projects/a/", "甲项目");
    let mut whole = std::io::Cursor::new(Vec::new());
    let picture =
        image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, (x * y % 239) as u8]));
    picture.write_to(&mut whole, image::ImageFormat::Png).expect("a picture");
    let whole = whole.into_inner();
    fs::create_dir(preview.path("content/images")).expect("a folder");
    fs::write(preview.path("content/images/a.png"), &whole[..whole.len() / 2]).expect("written");
    preview.write("title: 乙项目\nphotos: [{file: /images/a.png, alt: 厂房钢结构吊装}]\n");
    let page = preview.wait_for("/gb/projects/a/", "gb-findings");
    assert!(page.contains("乙项目") && page.contains("GB0117") && page.contains("images/a.png"), "{page}");
    fs::write(preview.path("content/images/a.png"), &whole).expect("written");
    let page = preview.wait_until("/gb/projects/a/", "no findings", |page| !page.contains("gb-findings"));
    assert!(page.contains("乙项目"), "{page}");
    let of_picture = page.split(['"', ' ', ',']).filter(|part| part.starts_with("/gb/") && part.ends_with(".webp"));
    let of_picture: Vec<&str> = of_picture.collect();
    assert!(!of_picture.is_empty(), "{page}");
    for path in of_picture {
        assert!(preview.get(path).starts_with("HTTP/1.1 200"), "{path}");
    }
}

#[test]
fn files_that_only_drafts_name_are_not_shown() {
    let folder = bulletin();
    let content = folder.path().join("content");
    fs::create_dir(content.join("files")).expect("a folder");
    fs::write(content.join("files/secret.txt"), "内部").expect("written");
    fs::write(content.join("files/open.txt"), "公开").expect("written");
    let named = |file: &str| format!("attachments: [{{file: /files/{file}, title: 附件}}]\n");
    fs::write(content.join("projects/a.yaml"), format!("title: 甲项目\n{}", named("open.txt"))).expect("written");
    let draft = format!("title: 乙项目\ndraft: true\n{}", named("secret.txt"));
    fs::write(content.join("projects/b.yaml"), draft).expect("written");
    let preview = Preview::of(folder, &[]);
    assert!(preview.get("/gb/files/open.txt").contains("公开"));
    assert!(preview.get("/gb/files/secret.txt").starts_with("HTTP/1.1 404"));
    assert!(preview.get("/gb/projects/b/").starts_with("HTTP/1.1 404"));
}

#[test]
fn a_page_of_an_earlier_run_reloads() {
    let first = Preview::start();
    let run = |preview: &Preview| {
        let page = preview.get("/gb/projects/a/");
        page.split("data-run=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a run").to_owned()
    };
    let earlier = run(&first);
    let second = Preview::start();
    assert_ne!(earlier, run(&second));
    assert!(second.get(&format!("/_gongbao/version/1?run={earlier}")).ends_with("restarted"));
    assert!(second.get(&format!("/_gongbao/version/0?run={}", run(&second))).ends_with("\r\n1"));
}

#[test]
fn only_this_machine_may_read_the_preview() {
    let preview = Preview::start();
    let port = preview.host.rsplit(':').next().expect("a port");
    for host in ["localhost", "127.0.0.1", "[::1]", "127.0.0.1:80"] {
        assert!(preview.ask("/gb/", &format!("Host: {host}")).starts_with("HTTP/1.1 200"), "{host}");
    }
    let refused = [
        format!("Host: evil.example:{port}"),
        "Host: 192.0.2.1".to_owned(),
        "Host: localhost\r\nOrigin: https://evil.example".to_owned(),
        "Host: localhost\r\nOrigin: null".to_owned(),
        "X-Nothing: 1".to_owned(),
    ];
    for head in refused {
        for path in ["/gb/projects/a/", "/_gongbao/version/0", "/_gongbao/reload.js"] {
            let answer = preview.ask(path, &head);
            assert!(answer.starts_with("HTTP/1.1 403") && !answer.contains("甲项目"), "{head}: {answer}");
        }
    }
    assert!(preview.ask("http://evil.example/gb/", "Host: localhost").starts_with("HTTP/1.1 403"));
    let allowing = Preview::of(bulletin(), &["--allow-host", "preview.example"]);
    assert!(allowing.ask("/gb/", "Host: preview.example:81").starts_with("HTTP/1.1 200"));
    assert!(allowing.ask("/gb/", "Host: evil.example").starts_with("HTTP/1.1 403"));
}

#[test]
fn no_address_leads_to_another_host() {
    let preview = Preview::start();
    for (path, leads) in [
        ("//gb/projects", None),
        ("/gb//projects", Some("/gb/projects/")),
        ("/gb///projects?a=1", Some("/gb/projects/?a=1")),
        ("/gb/projects", Some("/gb/projects/")),
        ("/", Some("/gb/")),
        ("/gb", Some("/gb/")),
        ("/gbprojects", None),
    ] {
        let answer = preview.get(path);
        let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
        assert_eq!(location, leads, "{path}");
    }
}

#[test]
fn a_request_that_never_ends_is_given_up() {
    let preview = Preview::start();
    let mut stream = TcpStream::connect(&preview.host).expect("a connection");
    write!(stream, "GET /gb/ HTTP/1.1\r\nHost: loc").expect("sent");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
    let mut answer = Vec::new();
    // Closed or reset, but not left open.
    let ended = stream.read_to_end(&mut answer);
    let waits = ended.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
    assert!(!waits && !String::from_utf8_lossy(&answer).contains("200 OK"), "{ended:?}");
}

#[test]
fn a_taken_port_is_told_with_one_that_is_free() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let folder = bulletin();
    let output = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["serve", "-p", &port, "--lang", "zh"])
        .current_dir(folder.path())
        .output()
        .expect("the binary runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(3) && said.contains(&format!("端口 {port} 已被")), "{said}");
    let free: u16 = said.rsplit("--port ").next().and_then(|port| port.trim().parse().ok()).expect("a port");
    assert!(TcpListener::bind(("127.0.0.1", free)).is_ok(), "{said}");
}
