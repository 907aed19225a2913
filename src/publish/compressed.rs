//! Compressed copies beside files, for servers that send them as they are: `page.html.gz`, `page.html.br`.

use std::io::{self, Write};

use flate2::{Compression, GzBuilder};

/// Endings of the files that become smaller. Pictures, PDF and office documents are compressed already.
const ENDINGS: &[&str] = &["bin", "css", "csv", "html", "js", "json", "md", "svg", "txt", "xml"];

/// What the copies' `made_of` begins with in the manifest. Behind it stand the program's version and the hash of the file.
const MADE_OF: &str = "compressed by ";

/// How one of the copies is made.
pub(super) struct Way {
    /// What its path has more than that of the file.
    pub(super) ending: &'static str,
    make: fn(&[u8]) -> io::Result<Vec<u8>>,
}

/// All of them. The best that the formats can do would take thirty times as long for a few hundredths.
pub(super) const WAYS: [Way; 2] = [Way { ending: ".gz", make: gzip }, Way { ending: ".br", make: brotli }];

impl Way {
    /// The copy of a file; `None` where it would be no smaller.
    pub(super) fn copy(&self, bytes: &[u8]) -> io::Result<Option<Vec<u8>>> {
        (self.make)(bytes).map(|copy| Some(copy).filter(|copy| copy.len() < bytes.len()))
    }
}

/// Whether a file is worth a compressed copy.
pub(super) fn is_compressed(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// What the copies of a file with this hash are made of.
pub(super) fn made_of(hash: &str) -> String {
    format!("{MADE_OF}{} {hash}", env!("CARGO_PKG_VERSION"))
}

/// Whether what a file is made of says that it is a copy.
pub(super) fn is_copy(made_of: Option<&str>) -> bool {
    made_of.is_some_and(|made_of| made_of.starts_with(MADE_OF))
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // Without a name or a time, so that the same file has the same copy.
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    let mut copy = Vec::new();
    brotli::BrotliCompress(&mut io::Cursor::new(bytes), &mut copy, &params)?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::path::Path;

    use proptest::prelude::*;

    use super::super::{About, Changes, Publishing};
    use super::*;

    proptest! {
        #[test]
        fn copies_are_those_of_the_file(bytes in proptest::collection::vec(0_u8..4, 0..4000)) {
            let (mut gz, mut br) = (Vec::new(), Vec::new());
            flate2::read::GzDecoder::new(&*gzip(&bytes)?).read_to_end(&mut gz)?;
            brotli::BrotliDecompress(&mut &*brotli(&bytes)?, &mut br)?;
            prop_assert_eq!((&gz, &br), (&bytes, &bytes));
        }
    }

    #[test]
    fn what_becomes_no_smaller_has_no_copy() {
        for way in WAYS {
            assert_eq!(way.copy(b"a").expect("a copy"), None);
            assert!(way.copy(&[b'a'; 500]).expect("a copy").is_some_and(|copy| copy.len() < 50));
        }
        assert!(is_compressed("a/index.html") && !is_compressed("a/photo.jpg") && !is_compressed("html"));
    }

    /// Publishes one file with copies, made of the same where it may be kept, or without copies.
    fn published(out: &Path, files: &[(&str, &str)], copies: bool) -> Changes {
        let mut publishing = Publishing::open(out, true, None).expect("ours");
        if copies {
            publishing.compress();
        }
        for (path, text) in files {
            if publishing.keep(&[(*path).to_owned()], text).expect("read").is_none() {
                let about = About { made_of: Some((*text).to_owned()), ..About::default() };
                publishing.put((*path).to_owned(), text.as_bytes(), about).expect("staged");
            }
        }
        publishing.finish().expect("published")
    }

    #[test]
    fn copies_stand_beside_files_as_long_as_they_are_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path();
        let (a, b) = ("甲".repeat(100), "乙".repeat(100));
        let (gz, br) = (out.join("index.html.gz"), out.join("index.html.br"));
        let html = |gz: &Path| {
            let mut text = String::new();
            let read = flate2::read::GzDecoder::new(&*fs::read(gz).expect("a copy")).read_to_string(&mut text);
            read.map(|_| text).ok()
        };
        assert_eq!(published(out, &[("index.html", &a), ("a.png", &a)], true).written, 4);
        assert_eq!(html(&gz), Some(a.clone()));
        assert_eq!(published(out, &[("index.html", &a), ("a.png", &a)], true).written, 0);
        fs::write(&gz, "damaged").expect("written");
        fs::remove_file(&br).expect("removed");
        assert_eq!(published(out, &[("index.html", &a)], true).written, 2, "copies of a file that is kept");
        assert_eq!(html(&gz), Some(a.clone()));
        assert_eq!(published(out, &[("index.html", &b)], true).written, 3);
        assert_eq!(html(&gz), Some(b.clone()));
        let publishing = Publishing::open(out, true, None).expect("ours");
        assert_eq!(publishing.before().collect::<Vec<_>>(), ["index.html"], "nobody looks for copies on pages");
        drop(publishing);
        assert_eq!(published(out, &[("index.html", &b)], false).removed, 2);
        assert!(!gz.exists() && !br.exists());
        assert_eq!(published(out, &[("index.html", &b)], true).written, 2);
        // Whatever order they come in, a file of the site is itself.
        let own = [("index.html.gz", a.as_str()), ("index.html", &b), ("index.html.br", &a)];
        published(out, &own, true);
        assert_eq!(fs::read_to_string(&gz).expect("there"), a);
        assert_eq!(fs::read_to_string(&br).expect("there"), a);
    }
}
