//! What published files hold besides what is seen: the words of attachments, the place of photos. Nothing here fails: a
//! file that cannot be understood has no words.

use std::io::{Cursor, Read};

use super::Asset;
use super::tags::without_tags;
use super::workbook::Workbook;

/// Of a packed file no more than this is unpacked (32 MiB): a record's attachment is no archive.
pub const MAX_UNPACKED: u64 = 32 * 1024 * 1024;

/// The words of an attachment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// As far as they were unpacked.
    pub text: String,
    /// Whether there is more, which was not looked at: than [`MAX_UNPACKED`], or zips in zips in zips.
    pub is_cut: bool,
}

/// Documents that are looked into where they lie in a packed file.
const DOCUMENTS: &[&str] = &["docx", "xlsx", "pptx", "odt", "ods", "ofd", "pdf", "doc", "xls", "ppt", "wps", "et"];
/// Packed files are looked into so many levels down: a zip in a zip, and the documents in it.
const DEEP: usize = 2;

/// The words of an attachment: PDF, office documents, tables and plain text. `None` for other files, and where they
/// cannot be read.
pub fn words(asset: &Asset) -> Option<Words> {
    let (_, extension) = asset.path.rsplit_once('.')?;
    let bytes = || std::fs::read(&asset.on_disk).ok();
    let mut left = MAX_UNPACKED;
    let (text, is_cut) = match extension.to_ascii_lowercase().as_str() {
        "txt" | "csv" | "json" | "geojson" | "ics" => (plain(&bytes()?), false),
        "docx" | "xlsx" | "pptx" | "odt" | "ods" | "ofd" | "zip" => packed(&bytes()?, DEEP, &mut left)?,
        "pdf" => pdf(&bytes()?, &mut left)?,
        "doc" | "xls" | "ppt" | "wps" | "et" => (old_office(&bytes()?), false),
        _ => return None,
    };
    Some(Words { text, is_cut })
}

/// Whether a photo says where it was taken: in EXIF, or in XMP, which is text.
pub fn has_position(asset: &Asset) -> bool {
    let Some(_) = asset.pixels else { return false };
    let Ok(bytes) = std::fs::read(&asset.on_disk) else { return false };
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(&bytes));
    let is_position = |field: &exif::Field| matches!(field.tag, exif::Tag::GPSLatitude | exif::Tag::GPSLongitude);
    exif.is_ok_and(|exif| exif.fields().any(is_position))
        || bytes.windows(b":GPSLatitude".len()).any(|window| window == b":GPSLatitude")
}

/// UTF-8, or else GB18030, which spreadsheets write.
fn plain(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    }
}

/// The names of the files of a packed file and their words, with those of files packed in it `deep` levels down; `left`
/// bytes may be unpacked. Whether there was more.
fn packed(bytes: &[u8], deep: usize, left: &mut u64) -> Option<(String, bool)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let (mut out, mut is_cut) = (String::new(), false);
    let mut workbook = Workbook::default();
    // Names are told also of what is locked or damaged.
    for index in 0..archive.len() {
        let Ok(member) = archive.by_index_raw(index) else { continue };
        out.push_str(&plain(member.name_raw()));
        out.push('\n');
    }
    for index in 0..archive.len() {
        let Ok(member) = archive.by_index(index) else { continue };
        let Ok(name) = member.name().map(|name| name.to_ascii_lowercase()) else { continue };
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_text = matches!(extension, "xml" | "txt" | "csv" | "json" | "geojson" | "ics" | "md" | "htm" | "html");
        let is_document = deep > 0 && DOCUMENTS.contains(&extension);
        let is_zip = deep == DEEP && extension == "zip";
        if !(is_text || is_document || is_zip) {
            // What is packed deeper than that is not looked at.
            is_cut |= extension == "zip";
            continue;
        }
        // One byte more than may be, to know whether there is one; what a file says of its size need not be true.
        let mut bytes = Vec::new();
        let _ = member.take(*left + 1).read_to_end(&mut bytes);
        let read = bytes.len() as u64;
        is_cut |= read > *left;
        bytes.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
        *left = left.saturating_sub(read);
        let (words, cut) = match extension {
            "xml" if workbook.takes(&name) => {
                workbook.add(&name, plain(&bytes));
                (String::new(), false)
            }
            "xml" | "htm" | "html" => (without_tags(&plain(&bytes)), false),
            "txt" | "csv" | "json" | "geojson" | "ics" | "md" => (plain(&bytes), false),
            "pdf" => pdf(&bytes, left).unwrap_or_default(),
            "doc" | "xls" | "ppt" | "wps" | "et" => (old_office(&bytes), false),
            _ => packed(&bytes, deep - 1, left).unwrap_or_default(),
        };
        is_cut |= cut;
        out.push_str(&words);
        out.push('\n');
        if is_cut && *left == 0 {
            break;
        }
    }
    let (words, cut) = workbook.words(MAX_UNPACKED);
    out.push_str(&words);
    Some((out, is_cut || cut))
}

/// The words of a PDF; `left` bytes may be unpacked. Whether there was more. The reader of PDF meets files from anywhere;
/// should it panic, the file has no words.
fn pdf(bytes: &[u8], left: &mut u64) -> Option<(String, bool)> {
    let mut limit = usize::try_from(*left).unwrap_or(usize::MAX);
    let is_too_much = |error: &lopdf::Error| {
        matches!(error, lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }))
    };
    let mut read = || {
        let options = lopdf::LoadOptions::with_max_decompressed_size(limit);
        let document = match lopdf::Document::load_mem_with_options(bytes, options) {
            Ok(document) => document,
            Err(error) => return is_too_much(&error).then(|| (String::new(), true)),
        };
        let mut out = Vec::new();
        for (number, page) in document.get_pages() {
            // What a page unpacks to counts, whether or not there are words in it.
            match document.get_page_content_with_limit(page, limit) {
                Ok(content) => limit = limit.saturating_sub(content.len()),
                Err(error) if is_too_much(&error) => return Some((out.join("\n"), true)),
                Err(_) => continue,
            }
            out.extend(document.extract_text_chunks(&[number]).into_iter().flatten());
        }
        Some((out.join("\n"), false))
    };
    let words = std::panic::catch_unwind(std::panic::AssertUnwindSafe(&mut read)).ok().flatten();
    *left = limit as u64;
    words
}

/// Word and Excel before 2007 keep words as UTF-16 or single bytes among other data: both readings, one after the other.
fn old_office(bytes: &[u8]) -> String {
    let pairs = bytes.chunks_exact(2).map(|pair| pair.iter().rev().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
    let wide: String = char::decode_utf16(pairs).map(|unit| unit.unwrap_or('\u{fffd}')).collect();
    let narrow: String =
        bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{fffd}' }).collect();
    wide + "\n" + &narrow
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn asset(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Asset) {
        let folder = tempfile::tempdir().expect("a folder");
        let on_disk = folder.path().join(name);
        std::fs::write(&on_disk, bytes).expect("written");
        let pixels = name.ends_with(".jpg").then_some((1, 1));
        (
            folder,
            Asset {
                path: name.to_owned(),
                on_disk,
                bytes: bytes.len() as u64,
                pixels,
                made: None,
                smaller: Vec::new(),
            },
        )
    }

    fn document(name: &str, member: &str, xml: &str) -> (tempfile::TempDir, Asset) {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(member, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(xml.as_bytes()).expect("written");
        asset(name, writer.finish().expect("finished").get_ref())
    }

    #[test]
    fn words_of_office_documents() {
        let (_folder, file) = document(
            "a.docx",
            "word/document.xml",
            "<w:p><w:r><w:t>电话1381</w:t></w:r><w:r><w:t>2345678</w:t></w:r></w:p><w:p><w:t>9</w:t></w:p>",
        );
        assert!(words(&file).expect("words").text.contains("电话13812345678\n"));
        let (_folder, file) =
            document("a.xlsx", "xl/worksheets/sheet1.xml", "<c><v>13812345678</v></c><c><v>2</v></c>");
        assert!(words(&file).expect("words").text.contains("\n13812345678\t2\t\n"));
        let (_outer, file) = document("a.docx", "word/document.xml", "<w:t>13812345678</w:t>");
        let inner = std::fs::read(&file.on_disk).expect("read");
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("名单.docx", zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(&inner).expect("written");
        let (_folder, file) = asset("a.zip", writer.finish().expect("finished").get_ref());
        assert!(words(&file).expect("words").text.contains("13812345678"));
        // A zip in a zip is opened, one in that is told as not looked through.
        let packed = |name: &str, bytes: &[u8]| {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
            writer.write_all(bytes).expect("written");
            writer.finish().expect("finished").into_inner()
        };
        let twice = packed("内.zip", &packed("名单.docx", &inner));
        let (_folder, file) = asset("a.zip", &twice);
        let found = words(&file).expect("words");
        assert!(found.text.contains("13812345678") && found.text.contains("名单.docx\n") && !found.is_cut);
        let (_folder, file) = asset("a.zip", &packed("外.zip", &twice));
        let found = words(&file).expect("words");
        assert!(found.text.contains("内.zip\n") && !found.text.contains("13812345678") && found.is_cut);
        let (_folder, file) = document("a.zip", "甲某13912345678.jpg", "");
        assert!(words(&file).expect("words").text.contains("甲某13912345678.jpg\n"), "the name of a file in it");
        let wide: Vec<u8> = "手机13812345678".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (_folder, file) = asset("a.doc", &wide);
        assert!(words(&file).expect("words").text.contains("手机13812345678"));
    }

    #[test]
    fn a_row_of_a_table_is_a_line() {
        let cell = |words: &str| format!("<w:tc><w:tcPr/><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
        let row = |one: &str, other: &str| format!("<w:tr>{}{}</w:tr>", cell(one), cell(other));
        let table = format!("<w:p><w:t>名单</w:t></w:p><w:tbl>{}{}</w:tbl>", row("姓名", "手机"), row("甲", "138"));
        let (_folder, file) = document("a.docx", "word/document.xml", &table);
        let text = words(&file).expect("words").text;
        assert!(text.contains("名单\n") && text.contains("\n姓名 \t手机 \t\n甲 \t138 \t\n"), "{text:?}");
    }

    #[test]
    fn no_more_than_the_limit_is_unpacked() {
        let most = usize::try_from(MAX_UNPACKED).expect("a size");
        let full = "甲".repeat(most / 3 + 1);
        let (_folder, file) = document("a.docx", "word/document.xml", &format!("<w:t>{full}"));
        assert!(file.bytes < 200_000, "a small file: {}", file.bytes);
        let found = words(&file).expect("words");
        // The names of what is in it come on top.
        assert!(found.is_cut && found.text.len() <= most + 100, "{} {}", found.is_cut, found.text.len());
        // Several that fit by themselves.
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for n in 0..3 {
            writer.start_file(format!("{n}.txt"), zip::write::SimpleFileOptions::default()).expect("started");
            writer.write_all(&vec![b' '; most / 2 - 10]).expect("written");
        }
        let (_folder, file) = asset("a.zip", writer.finish().expect("finished").get_ref());
        assert!(words(&file).expect("words").is_cut);
        let (_folder, file) = document("a.docx", "word/document.xml", "<w:t>甲</w:t>");
        assert!(!words(&file).expect("words").is_cut);
    }

    #[test]
    fn words_of_tables_in_either_encoding() {
        let (gb, ..) = encoding_rs::GB18030.encode("姓名,手机\n某,13812345678\n");
        let (_folder, file) = asset("a.csv", &gb);
        assert_eq!(words(&file).expect("words").text, "姓名,手机\n某,13812345678\n");
    }

    #[test]
    fn words_of_a_pdf() {
        use lopdf::content::{Content, Operation};
        use lopdf::{Document, Object, Stream, dictionary};
        let mut file = Document::with_version("1.5");
        let pages = file.new_object_id();
        let font = file.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" });
        let resources = file.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
        let operations = vec![
            Operation::new("BT", vec![]),
            Operation::new("Tf", vec!["F1".into(), 12.into()]),
            Operation::new("Tj", vec![Object::string_literal("ID 11010519491231002X")]),
            Operation::new("ET", vec![]),
        ];
        let content = Content { operations }.encode().expect("encoded");
        let content = file.add_object(Stream::new(dictionary! {}, content));
        let page = file.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content });
        let kids = vec![page.into()];
        file.set_object(
            pages,
            dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1, "Resources" => resources },
        );
        let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        file.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).expect("saved");
        let (_folder, whole) = asset("a.pdf", &bytes);
        assert!(words(&whole).expect("words").text.contains("11010519491231002X"));
        assert_eq!(pdf(&bytes, &mut 1000).map(|(_, cut)| cut), Some(false));
        assert_eq!(pdf(&bytes, &mut 10).map(|(_, cut)| cut), Some(true), "the page unpacks to more");
        for cut in (0..bytes.len()).step_by(7) {
            let mut broken = bytes.clone();
            broken.truncate(cut);
            broken.extend(&bytes[bytes.len() - cut / 2..]);
            let (_folder, broken) = asset("b.pdf", &broken);
            let _ = words(&broken);
        }
    }

    #[test]
    fn a_photo_with_a_position() {
        // JPEG with one APP1 segment: TIFF, big-endian, the directory of GPS with a latitude.
        let mut tiff: Vec<u8> = b"MM\0\x2a\0\0\0\x08".to_vec();
        tiff.extend([0, 1, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0]);
        tiff.extend([0, 1, 0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 44, 0, 0, 0, 0]);
        tiff.extend([0, 0, 0, 41, 0, 0, 0, 1, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
        let length = u16::try_from(tiff.len() + 8).expect("short").to_be_bytes();
        let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1, length[0], length[1]];
        jpeg.extend(b"Exif\0\0");
        jpeg.extend(&tiff);
        jpeg.extend([0xFF, 0xD9]);
        let (_folder, photo) = asset("a.jpg", &jpeg);
        assert!(has_position(&photo));
        let (_folder, photo) = asset("a.jpg", b"\xFF\xD8\xFF\xE1\0\x27<a exif:GPSLatitude='39,54.5N'/>\xFF\xD9");
        assert!(has_position(&photo), "XMP");
        let (_folder, photo) = asset("a.jpg", &[0xFF, 0xD8, 0xFF, 0xD9]);
        assert!(!has_position(&photo));
    }
}
