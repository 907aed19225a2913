//! Files: walk the bulletin's `content/`, read its texts, list its images and attachments.
//!
//! With `publish` the only floor that touches the disk. Nothing here knows what a record is.

pub mod attachment;
pub mod edit;
mod folder;
pub mod front_matter;
pub mod html;
pub mod markdown;
mod metadata;
pub mod picture;
pub mod structure;
mod tags;
mod workbook;
mod written;
pub mod yaml;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use aho_corasick::{AhoCorasick, MatchKind};
use walkdir::{DirEntry, WalkDir};

pub use folder::{Changed, Folder, is_read};
use written::Written;

use crate::diagnostic::{Checked, Finding, Place, Text, Texts, codes};

/// A text file larger than this is refused (2 MiB): a record is a page, not an archive.
pub const MAX_TEXT_BYTES: u64 = 2 * 1024 * 1024;
/// The one text that tells of all records, and that the program writes: it may be as large as an attachment.
const RECORD_OF_ALL: &str = "content/published.yaml";
/// An image or attachment larger than this is refused (20 MiB).
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;

/// An event of Markdown and the bytes of the text it came from.
pub type Placed<'a> = (pulldown_cmark::Event<'a>, Range<usize>);

/// What a text file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.yaml` or `.yml`.
    Yaml,
    /// `.md`: front matter and Markdown.
    Markdown,
    /// `.geojson` beside `site.yaml`: boundaries for the map, not published. Deeper ones are attachments.
    GeoJson,
}

/// Texts of values laid beside how they were written, by where the value begins and how long the text is.
type Laid = BTreeMap<(usize, usize), Option<Arc<Written>>>;

/// A text file of the bulletin. A copy of it is the same file: what is found out about one is known of the other.
#[derive(Clone, Debug)]
pub struct SourceFile(Arc<TextFile>);

/// What a text file holds, and what was found out about it.
#[derive(Debug)]
pub struct TextFile {
    /// Path from the bulletin's root with `/`, as `content/projects/a.yaml`.
    pub path: Arc<str>,
    /// What it holds.
    pub format: Format,
    /// Its text, without a byte-order mark.
    pub text: String,
    /// Its YAML with places, read when a finding first asks for one.
    tree: OnceLock<Option<yaml::Node>>,
    /// Its head and the text behind it, for Markdown.
    parts: OnceLock<Option<(Range<usize>, Range<usize>)>>,
    /// Texts of values laid beside how they were written.
    texts: Mutex<Laid>,
}

impl Deref for SourceFile {
    type Target = TextFile;

    fn deref(&self) -> &TextFile {
        &self.0
    }
}

impl SourceFile {
    /// A file that was read.
    pub fn new(path: Arc<str>, format: Format, text: String) -> Self {
        let (tree, parts, texts) = (OnceLock::new(), OnceLock::new(), Mutex::default());
        Self(Arc::new(TextFile { path, format, text, tree, parts, texts }))
    }

    /// Whether the other is a copy of this one, so that it holds the same.
    pub fn is(&self, other: &SourceFile) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl TextFile {
    /// The bytes of a Markdown file's front matter, and those of the text behind it.
    pub fn parts(&self) -> Option<&(Range<usize>, Range<usize>)> {
        self.parts.get_or_init(|| front_matter::split(&self.text)).as_ref()
    }

    /// Where a range of a value's text was written. `value` is the place of the value in the file.
    pub fn written(&self, value: Range<usize>, text: &str, range: &Range<usize>) -> Option<Range<usize>> {
        let yaml = self.text.get(value.clone())?;
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let known =
            texts.entry((value.start, text.len())).or_insert_with(|| Written::of(text, yaml).map(Arc::new)).clone();
        drop(texts);
        let found = known?.range(range, yaml)?;
        Some(found.start + value.start..found.end + value.start)
    }

    /// The bytes of its YAML: all, or the front matter.
    pub fn head(&self) -> Option<Range<usize>> {
        match self.format {
            Format::Yaml | Format::GeoJson => Some(0..self.text.len()),
            Format::Markdown => self.parts().map(|(head, _)| head.clone()),
        }
    }

    /// Its YAML with places; `None` where it cannot be read.
    pub fn tree(&self) -> Option<&yaml::Node> {
        self.tree.get_or_init(|| yaml::parse(self.text.get(self.head()?)?).ok().flatten()).as_ref()
    }

    /// The place of the value at `path`, or of the nearest value above it.
    pub fn place(&self, path: &[yaml::Step]) -> Place {
        self.tree().map_or_else(|| Place::file(self.path.clone()), |root| self.place_of(root.locate(path)))
    }

    /// The place of a byte range of its YAML.
    pub fn place_of(&self, span: Range<usize>) -> Place {
        let start = self.head().unwrap_or_default().start;
        Place::span(self.path.clone(), span.start + start..span.end + start)
    }
}

/// An image or attachment, published under its own path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Path from `content/` with `/`, as `images/site.png`.
    pub path: String,
    /// Where it is on disk.
    pub on_disk: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// Width and height in pixels, for images, as they are shown.
    pub pixels: Option<(usize, usize)>,
    /// For a smaller image that is made of the file: its width.
    pub made: Option<usize>,
    /// Paths and widths of the smaller images that are made of this one.
    pub smaller: Vec<(String, usize)>,
}

impl Asset {
    /// The smaller images that are made of this one.
    pub fn made(&self) -> impl Iterator<Item = Asset> {
        self.smaller.iter().map(|(path, width)| Asset {
            path: path.clone(),
            made: Some(*width),
            smaller: Vec::new(),
            ..self.clone()
        })
    }
}

/// All that was read, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Text files.
    pub files: Vec<SourceFile>,
    /// Images and attachments.
    pub assets: Vec<Asset>,
    /// Paths of files that should hold a record and could not be read, sorted.
    pub unread: Vec<String>,
}

impl Source {
    /// The text file at `path`.
    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        let index = self.files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
        self.files.get(index)
    }

    /// The place of the value at `path` in `file`.
    pub fn place(&self, file: &Arc<str>, path: &[yaml::Step]) -> Place {
        self.file(file).map_or_else(|| Place::file(file.clone()), |file| file.place(path))
    }
}

impl Texts for Source {
    fn text(&self, file: &str) -> Option<&str> {
        self.file(file).map(|file| file.text.as_str())
    }
}

/// Looking for a bulletin's folder.
pub const FIND: &str = "find";

/// The system failed: not the editor's doing, and not a finding.
#[derive(Debug, thiserror::Error)]
#[error("{action} {path}: {source}")]
pub struct SystemError {
    /// What was being done.
    pub action: &'static str,
    /// To what.
    pub path: String,
    /// The system's word.
    pub source: std::io::Error,
}

impl SystemError {
    /// An error of doing `action` to `path`.
    pub fn new(action: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self { action, path: path.display().to_string(), source }
    }

    /// Whether what is missing is the bulletin itself.
    pub fn is_no_bulletin(&self) -> bool {
        self.action == FIND && self.source.kind() == ErrorKind::NotFound
    }
}

/// Reads everything under `root/content`.
///
/// # Errors
/// When `root/content` cannot be listed at all; single unreadable files are findings.
pub fn read(root: &Path) -> Result<Checked<Source>, SystemError> {
    let mut folder = Folder::default();
    folder.read(root, &Changed::All)?;
    Ok(folder.source())
}

/// A file of a bulletin's own theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Path in the theme, as `templates/base.html`.
    pub path: String,
    /// Path from the bulletin's root, as findings show it.
    pub shown_as: String,
    /// Its text.
    pub text: String,
}

/// A bulletin's own theme, as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnTheme {
    /// Its files, by path.
    pub files: Vec<ThemeFile>,
    /// Files beside them that a theme does not have: path in the theme, and as findings show it.
    pub unread: Vec<(String, String)>,
    /// What of it cannot be read.
    pub findings: Vec<Finding>,
}

/// Extensions of what a theme is made of.
const OF_THEMES: &[&str] = &["html", "css", "js", "yaml", "svg"];
/// Extensions of what people lay beside it: `README.md`, `LICENSE`.
const PAPERS: &[&str] = &["", "md", "txt"];

/// Reads the files of `root/themes/NAME`. `None` when there is no such folder.
pub fn read_theme(root: &Path, name: &str) -> Option<OwnTheme> {
    let folder = root.join("themes").join(name);
    if !folder.is_dir() {
        return None;
    }
    let mut own = OwnTheme::default();
    let walk = WalkDir::new(&folder).sort_by_file_name().into_iter();
    let is_of_theme = |entry: &DirEntry| match entry.depth() {
        0 => true,
        depth => !is_hidden(entry.file_name()) && (depth > 1 || entry.file_name() != "example"),
    };
    for entry in walk.filter_entry(is_of_theme) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = relative(root, error.path().unwrap_or(&folder));
                let is_gone = error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound);
                own.findings.extend((!is_gone).then(|| unreadable(&path, &error)));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let (path, shown_as) = (relative(&folder, entry.path()), relative(root, entry.path()));
        let extension = entry.path().extension().and_then(OsStr::to_str).unwrap_or_default();
        if !entry.file_type().is_file() || !OF_THEMES.contains(&extension) {
            own.unread.extend((!PAPERS.contains(&extension)).then_some((path, shown_as)));
            continue;
        }
        let read = match std::fs::read(entry.path()) {
            Ok(bytes) => utf8(&shown_as.as_str().into(), bytes),
            // An editor that saves takes files away.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => Err(unreadable(&shown_as, &error).into()),
        };
        match read {
            Ok(text) => {
                // What Windows puts before a text is none of it.
                let text = match text.strip_prefix('\u{feff}') {
                    Some(rest) => rest.to_owned(),
                    None => text,
                };
                own.files.push(ThemeFile { path, shown_as, text });
            }
            Err(finding) => own.findings.push(*finding),
        }
    }
    Some(own)
}

/// What stands at a path.
#[derive(Clone, Debug)]
enum Part {
    Text(SourceFile, Vec<Finding>),
    Asset(Asset),
    /// What is not taken, and why.
    Refused(Vec<Finding>),
}

impl Part {
    fn refused(finding: Finding) -> Self {
        Part::Refused(vec![finding])
    }
}

/// What systems leave in folders, where editors do not see it.
const OF_SYSTEMS: &[&str] = &["thumbs.db", "ehthumbs.db", "desktop.ini"];

fn is_hidden(name: &OsStr) -> bool {
    let is_of_system = |name: &str| OF_SYSTEMS.contains(&name.to_ascii_lowercase().as_str());
    name.to_str().is_some_and(|name| name.starts_with('.') || is_of_system(name) || is_of_editor(name))
}

/// Whether a file is one that a program keeps beside an open one and takes away with it: `a.md~`, `#a.md#`, `a.md.swp`,
/// `~$a.docx`, `~WRL0001.tmp`.
fn is_of_editor(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let ends = |end: &str| lower.ends_with(end);
    let is_swap = [".swp", ".swo", ".swn", ".swx", "___jb_tmp___", "___jb_old___"].into_iter().any(ends);
    name.ends_with('~')
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || name.starts_with("~$")
        || (name.starts_with('~') && ends(".tmp"))
        || is_swap
}

/// The path from the bulletin's root, with `/`.
fn relative(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Reads what stands at `on_disk`, which is no folder. `path` is the same from the bulletin's root.
fn read_file(path: &str, on_disk: &Path, metadata: &Metadata) -> Part {
    let kind = metadata.file_type();
    if kind.is_symlink() {
        let message = Text::new("这是符号链接，不会读取", "this is a symbolic link and is not followed");
        let finding = Finding::new(codes::SYMLINK, Place::file(path), message)
            .help("把文件本身放在这里，或者删除这个链接", "put the file itself here, or delete the link");
        return Part::refused(finding);
    }
    // A pipe would be waited for, and a device has no end.
    if !kind.is_file() {
        let message = Text::new(
            "这不是普通文件，而是管道、套接字或设备，不会读取",
            "this is no regular file but a pipe, a socket or a device, and is not read",
        );
        let finding = Finding::new(codes::NOT_REGULAR, Place::file(path), message).help(
            "删除它；要发布的内容，放一个普通文件",
            "delete it; what is to be published is put here as a regular file",
        );
        return Part::refused(finding);
    }
    let bytes = metadata.len();
    let extension = on_disk.extension().and_then(|ext| ext.to_str()).map(str::to_ascii_lowercase);
    let format = match extension.as_deref() {
        Some("yaml" | "yml") => Format::Yaml,
        Some("md") => Format::Markdown,
        Some("geojson") if path.matches('/').count() == 1 => Format::GeoJson,
        _ => return read_asset(path, on_disk.to_owned(), bytes),
    };
    if bytes > MAX_TEXT_BYTES && !(path == RECORD_OF_ALL && bytes <= MAX_FILE_BYTES) {
        return Part::refused(too_large(path, bytes, MAX_TEXT_BYTES));
    }
    match std::fs::read(on_disk) {
        Ok(bytes) => decode(path.into(), format, bytes),
        Err(error) => Part::refused(unreadable(path, &error)),
    }
}

fn unreadable(path: &str, error: &dyn std::fmt::Display) -> Finding {
    let message = Text::new(format!("文件无法读取：{error}"), format!("the file cannot be read: {error}"));
    Finding::new(codes::UNREADABLE, Place::file(path), message)
        .help("检查文件是否存在、是否有读取权限", "check that the file exists and may be read")
}

fn too_large(path: &str, bytes: u64, limit: u64) -> Finding {
    let mib = |bytes: u64| format!("{}.{} MiB", bytes >> 20, ((bytes & 0xF_FFFF) * 10) >> 20);
    let message = Text::new(
        format!("文件有 {}，超过上限 {}", mib(bytes), mib(limit)),
        format!("the file has {}, more than the limit of {}", mib(bytes), mib(limit)),
    );
    Finding::new(codes::TOO_LARGE, Place::file(path), message).help(
        if limit == MAX_TEXT_BYTES {
            "拆成几个文件"
        } else {
            "压缩后再放入：图片缩小尺寸，文件分成几个"
        },
        if limit == MAX_TEXT_BYTES {
            "split it into several files"
        } else {
            "make it smaller: scale images down, split files"
        },
    )
}

fn too_many_pixels(path: &str, width: usize, height: usize) -> Finding {
    let (millions, limit) = (picture::pixels((width, height)) / 1_000_000, picture::MAX_PIXELS / 1_000_000);
    let message = Text::new(
        format!("图片有 {width}×{height} 像素（{millions} 百万），超过上限 {limit} 百万"),
        format!("the image has {width} × {height} pixels, {millions} million, more than the limit of {limit} million"),
    );
    let longer = if width >= height { Text::new("宽", "width") } else { Text::new("高", "height") };
    Finding::new(codes::TOO_MANY_PIXELS, Place::file(path), message).help(
        format!("用看图软件缩小，{}改为 4000 像素以内，另存后再放入", longer.zh),
        format!("scale it down to a {} of 4000 pixels at most, and put it here again", longer.en),
    )
}

/// Extensions that may be published as they are. Others, scripts and SVG among them, are refused.
const PUBLISHED: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "avif", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods",
    "wps", "et", "csv", "txt", "zip", "ofd", "json", "geojson", "ics", "mp3", "mp4",
];

/// What to do with a file of a type that editors often have.
fn instead_of(extension: &str) -> Option<Text> {
    let (zh, en) = match extension {
        "heic" | "heif" => ("这是苹果手机的照片，另存为 jpg 再放入", "a photo of an Apple telephone: save it as jpg"),
        "bmp" | "tif" | "tiff" | "svg" | "psd" | "ai" | "cdr" | "eps" => {
            ("另存为 png 或 jpg 再放入", "save it as png or jpg")
        }
        "rar" | "7z" | "gz" | "tar" => {
            ("把里面的文件分别放入，或者压缩成 zip", "put in the files that it holds, or make it a zip")
        }
        "bak" | "tmp" | "temp" | "old" | "orig" | "swp" | "wbk" => (
            "这是备份或临时文件，删去它；改动以前的内容 git 都留着",
            "a backup or a temporary file: delete it; git keeps what was there before",
        ),
        "docm" | "xlsm" | "pptm" | "dps" | "rtf" | "pages" | "numbers" | "key" => {
            ("另存为 pdf 再放入", "save it as pdf")
        }
        _ => return None,
    };
    Some(Text::new(zh, en))
}

fn read_asset(path: &str, on_disk: PathBuf, bytes: u64) -> Part {
    let inside = path.strip_prefix("content/").unwrap_or(path);
    let extension = inside.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    if !PUBLISHED.contains(&extension.as_str()) {
        let message = Text::new(
            format!("“{extension}”类型的文件不会发布"),
            format!("files of type \"{extension}\" are not published"),
        );
        let finding = Finding::new(codes::NOT_PUBLISHED, Place::file(path), message);
        let all = PUBLISHED.join(" ");
        return Part::refused(match instead_of(&extension) {
            Some(instead) => finding.help(instead.zh, instead.en),
            None => finding.help(format!("可以发布的类型：{all}"), format!("types that are published: {all}")),
        });
    }
    if bytes > MAX_FILE_BYTES {
        return Part::refused(too_large(path, bytes, MAX_FILE_BYTES));
    }
    let image = matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif");
    let mut asset = Asset { path: inside.to_owned(), on_disk, bytes, pixels: None, made: None, smaller: Vec::new() };
    if image && let Ok(bytes) = std::fs::read(&asset.on_disk) {
        let size = imagesize::blob_size(&bytes).ok().map(|size| (size.width, size.height));
        if let Some((width, height)) = size.filter(|size| picture::pixels(*size) > picture::MAX_PIXELS) {
            return Part::refused(too_many_pixels(path, width, height));
        }
        let pixels = size.filter(|_| picture::is_whole(&bytes));
        asset.pixels = pixels.map(|pixels| picture::upright(&bytes, pixels));
        asset.smaller = asset.pixels.map_or_else(Vec::new, |pixels| picture::smaller(&asset.path, &bytes, pixels));
    }
    Part::Asset(asset)
}

fn decode(path: Arc<str>, format: Format, bytes: Vec<u8>) -> Part {
    let mut text = match utf8(&path, bytes) {
        Ok(text) => text,
        Err(finding) => return Part::refused(*finding),
    };
    let mut findings = Vec::new();
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        text = rest.to_owned();
        let message = Text::new("文件开头有字节顺序标记（BOM）", "the file begins with a byte-order mark (BOM)");
        findings.push(
            Finding::new(codes::BYTE_ORDER_MARK, Place::file(path.clone()), message)
                .help("用编辑器另存为“UTF-8（无 BOM）”", "save it as \"UTF-8 without BOM\""),
        );
    }
    if text.trim().is_empty() {
        let message = Text::new("文件是空的", "the file is empty");
        return Part::refused(
            Finding::new(codes::EMPTY_FILE, Place::file(path), message)
                .help("写入内容，或者删除这个文件", "write a record into it, or delete it"),
        );
    }
    findings.extend(conflict_markers(&path, format, &text));
    Part::Text(SourceFile::new(path, format, text), findings)
}

/// The text of a file, which should be UTF-8.
fn utf8(path: &Arc<str>, bytes: Vec<u8>) -> Result<String, Box<Finding>> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(not_utf8(path, &bytes, 0).into());
    }
    String::from_utf8(bytes).map_err(|error| not_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to()).into())
}

fn not_utf8(path: &Arc<str>, bytes: &[u8], valid: usize) -> Finding {
    let head = bytes.get(..valid).unwrap_or_default();
    let line = head.iter().filter(|byte| **byte == b'\n').count() + 1;
    let encoding = encoding_of(bytes);
    let (zh, en) = encoding.map_or((String::new(), String::new()), |encoding| {
        (format!("，可能是 {}", encoding.0), format!(", perhaps {}", encoding.0))
    });
    let message = Text::new(format!("第 {line} 行起不是 UTF-8 编码{zh}"), format!("not UTF-8 from line {line} on{en}"));
    let finding = Finding::new(codes::NOT_UTF8, Place::line(path.clone(), line), message);
    let (zh, en) = (
        "用编辑器打开，确认文字正常，再另存为 UTF-8（记事本：文件，另存为，编码选 UTF-8）",
        "open it in an editor, see that the text is right, and save it as UTF-8 (Notepad: File, Save as, Encoding UTF-8)",
    );
    match encoding {
        Some((_, name)) => {
            let command = format!("cp '{path}' ../old && iconv -f {name} -t UTF-8 ../old > '{path}'");
            finding.help(format!("{zh}。在命令行：{command}"), format!("{en}. On a command line: {command}"))
        }
        None => finding.help(zh, en),
    }
}

/// The encoding that a text is probably in: how people call it, and how `iconv` does.
fn encoding_of(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match bytes {
        [0xFF, 0xFE, ..] => return Some(("UTF-16", "UTF-16")),
        [0xFE, 0xFF, ..] => return Some(("UTF-16", "UTF-16")),
        _ if zeros(1) > bytes.len() / 16 => return Some(("UTF-16", "UTF-16LE")),
        _ if zeros(0) > bytes.len() / 16 => return Some(("UTF-16", "UTF-16BE")),
        _ => {}
    }
    let (as_gb, _, bad_gb) = encoding_rs::GB18030.decode(bytes);
    let (as_big5, _, bad_big5) = encoding_rs::BIG5.decode(bytes);
    match (bad_gb, bad_big5) {
        (true, true) => None,
        (true, false) => Some(("Big5", "BIG5")),
        (false, false) if commonness(&as_big5) > commonness(&as_gb) => Some(("Big5", "BIG5")),
        (false, _) => Some(("GBK", "GB18030")),
    }
}

/// How many characters of a text stand in the commonest of Chinese, in thousandths.
fn commonness(text: &str) -> usize {
    const COMMON: &str = "的一是了在不和有中人这這上大为為个個国國年月日公示区區项項目政府业業发發会會工程建设設投资資标標题題新县縣市镇鎮局";
    let all = text.chars().filter(|c| !c.is_ascii()).count().max(1);
    text.chars().filter(|c| COMMON.contains(*c)).count() * 1000 / all
}

/// Where a merge left its marks: the first of them, as a byte range. In Markdown a line of `=` may underline a heading, and
/// code may show them.
pub fn conflict(format: Format, text: &str) -> Option<Range<usize>> {
    let marks = ["<<<<<<<", "|||||||", ">>>>>>>"];
    static ANY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let marks = ["<<<<<<<", "|||||||", ">>>>>>>", "======="];
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(marks).ok()
    });
    // Most texts hold none anywhere.
    if ANY.as_ref().is_some_and(|any| !any.is_match(text)) {
        return None;
    }
    let is_marker = |line: &str| {
        let is_mark =
            |mark: &&str| line.strip_prefix(*mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        marks.iter().any(is_mark) || (format == Format::Yaml && line == "=======")
    };
    let mut offset = 0;
    let mut in_code = false;
    text.split_inclusive('\n').find_map(|line| {
        let start = offset;
        offset += line.len();
        in_code ^= format == Format::Markdown && line.trim_start().starts_with("```");
        (!in_code && is_marker(line.trim_end())).then(|| start..start + line.trim_end().len())
    })
}

fn conflict_markers(path: &Arc<str>, format: Format, text: &str) -> Option<Finding> {
    let span = conflict(format, text)?;
    let message = Text::new("合并冲突没有处理完，两份内容都留在文件里", "merge-conflict markers were left in the file");
    Some(Finding::new(codes::CONFLICT_MARKER, Place::span(path.clone(), span), message).help(
        "留下正确的一份，删去以 <<<<<<<、|||||||、=======、>>>>>>> 开头的行",
        "keep the right version and delete the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_its_files_and_what_lies_beside_them() {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, bytes: &[u8]| {
            let path = root.path().join("themes/own").join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, bytes).expect("written");
        };
        for path in ["theme.yaml", "icons/site.svg", "templates/a.html", "templates/example/b.html"] {
            write(path, b"a");
        }
        for path in [".git/a.html", "templates/._a.html", "templates/a.html~", "example/a.html", "README.md", "LICENSE"]
        {
            write(path, b"\xBC\xD7");
        }
        for path in ["logo.png", "templates/c.htm"] {
            write(path, b"\xBC\xD7");
        }
        write("styles/base.css", b"a\n\xBC\xD7");
        let own = read_theme(root.path(), "own").expect("a theme");
        let paths: Vec<&str> = own.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["icons/site.svg", "templates/a.html", "templates/example/b.html", "theme.yaml"]);
        let unread: Vec<&str> = own.unread.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(unread, ["logo.png", "templates/c.htm"]);
        let found: Vec<(&str, &Place)> = own.findings.iter().map(|found| (found.code.id, &found.place)).collect();
        assert_eq!(found, [(codes::NOT_UTF8.id, &Place::line("themes/own/styles/base.css", 2))]);
        assert_eq!(read_theme(root.path(), "other"), None);
    }
}
