//! The preview: pages from memory, a change seen at once, findings over the page, the last good pages kept.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Preview {
    process: Child,
    host: String,
    folder: tempfile::TempDir,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Preview {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("content/projects")).expect("a folder");
        let site = "title: 公报\nas_of: 2024-01-01\nbase_url: https://example.org/gb/\n";
        fs::write(folder.path().join("content/site.yaml"), site).expect("written");
        fs::write(folder.path().join("content/projects/a.yaml"), "title: 甲项目\n").expect("written");
        let mut process = Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(["serve", "-p", "0", "--lang", "zh"])
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
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, host, folder }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn write(&self, text: &str) {
        fs::write(self.folder.path().join("content/projects/a.yaml"), text).expect("written");
    }

    /// Waits, at most half a minute, until a page shows a text.
    fn wait_for(&self, path: &str, text: &str) -> String {
        let start = Instant::now();
        loop {
            let page = self.get(path);
            if page.contains(text) {
                return page;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "{path} never shows {text}:\n{page}");
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
