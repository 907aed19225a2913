//! The commands and their flags.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand, ValueEnum};

use crate::build::{Clock, Request};
use crate::date::{Day, PartialDate};
use crate::diagnostic::Lang;
use crate::publish::Shard;
use crate::record::leaf::WebAddress;
use crate::site::Base;

/// Public reporting from plain files 公报：由记录生成公开网站
#[derive(Debug, Parser)]
#[command(name = "gongbao", version, about, arg_required_else_help = true)]
pub(super) struct Args {
    /// Folder of the bulletin, which holds content/; by default this one or the nearest above it 公报所在目录
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// With --version: what a report of a fault must say of the program 连同系统等信息
    #[arg(short, long)]
    pub(super) verbose: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Start a new bulletin with example records 新建一份公报
    Init(Init),
    /// Write a new record 新建一条记录
    New(New),
    /// Report every finding, build nothing 检查全部内容
    Check(Check),
    /// Check, then write the site 检查并生成网站
    Build(Build),
    /// Build, serve on this machine, rebuild on change 本机预览，随改随看
    Serve(Serve),
    /// Say what a rule is about, or list all rules 说明一条检查规则
    Explain(Explain),
    /// List the records of a kind 列出一类记录
    List(List),
    /// Show what a bulletin must say otherwise for this version of gongbao; change it with --write 升级写法
    Migrate(Migrate),
    /// Print the JSON Schema of a kind, or of all 输出 JSON Schema
    Schema(Schema),
    /// Print the licences of all that is inside this program 列出程序所含软件和数据的许可证
    #[command(visible_alias = "licenses")]
    Licences(Licences),
    /// Print a completion script for a shell 输出命令补全脚本
    Completions(Completions),
    /// Print the manual page: gongbao man | man -l - 输出手册页
    Man,
}

#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// The folder to make, or that of a bulletin to which CI files are added 目录
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
    /// CI files for this platform, may be repeated; by default what fits the git remote 为这个平台写流水线文件
    #[arg(long, value_enum, value_name = "PLATFORM")]
    pub(super) ci: Vec<Platform>,
    /// Put this program into bin/, so that CI downloads nothing; FILE: another one, for Linux 把程序放进 bin/
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub(super) vendor: Option<Option<PathBuf>>,
}

/// Where CI runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Platform {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
    /// Gitea or Forgejo Actions
    Gitea,
    /// Gitee Go
    Gitee,
}

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// Kind of record: project, news, notice, or 项目, 新闻, 公告 … 类别
    pub(super) kind: String,
    /// Its name or headline 名称或标题
    pub(super) name: String,
    /// Its id; by default made from the name by pinyin 编号
    #[arg(long)]
    pub(super) id: Option<String>,
    #[command(flatten)]
    pub(super) language: Language,
}

/// What every command that reads the bulletin takes.
#[derive(Debug, clap::Args)]
pub(super) struct Reading {
    /// Build as of this day, as 2023-12-06 截至日期
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Day>,
    /// Drafts too 包括草稿
    #[arg(long)]
    pub(super) drafts: bool,
    #[command(flatten)]
    pub(super) language: Language,
}

/// The language to answer in.
#[derive(Debug, clap::Args)]
pub(super) struct Language {
    /// Language of findings; by default that of the locale 检查结果的语言
    #[arg(long, value_enum)]
    lang: Option<LangArg>,
}

impl Language {
    /// The language asked for, else that of the locale.
    pub(super) fn lang(&self) -> Lang {
        match self.lang {
            Some(LangArg::Zh) => Lang::Zh,
            Some(LangArg::En) => Lang::En,
            None => locale(),
        }
    }
}

impl Reading {
    /// What is to be built from `root`.
    pub(super) fn request(&self, root: &std::path::Path, base_url: Option<String>) -> Request {
        let clock = Clock { as_of: self.as_of, epoch: epoch().ok().flatten(), now: now() };
        Request { root: root.to_owned(), drafts: self.drafts, base_url, relative: false, gallery: false, clock }
    }

    /// The language findings are shown in.
    pub(super) fn lang(&self) -> Lang {
        self.language.lang()
    }
}

/// The moment. The only place that reads the clock.
pub(super) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Chinese when the locale is Chinese, else English.
pub(super) fn locale() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    let of_system = sys_locale::get_locale;
    let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).or_else(of_system);
    if locale.is_some_and(|locale| locale.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

fn day(text: &str) -> Result<Day, String> {
    let date: PartialDate =
        text.parse().map_err(|_: crate::date::DateError| "写明日期 write a day: 2023-12-06".to_owned())?;
    date.day().map(|_| date.first()).ok_or_else(|| "写明日期 write a day: 2023-12-06".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    if Base::parse(text).is_some() {
        return Ok(text.to_owned());
    }
    let meant = WebAddress::typed(text).filter(|meant| Base::parse(meant).is_some());
    Err(meant.map_or_else(
        || {
            "例如 as https://example.org/gongbao/；中文域名写成 xn-- 开头的 a name in Chinese as its xn-- form"
                .to_owned()
        },
        |meant| format!("是不是 did you mean {meant}"),
    ))
}

/// The seconds of `SOURCE_DATE_EPOCH`, where it is set.
///
/// # Errors
/// What it says, when that is no moment.
fn epoch() -> Result<Option<i64>, String> {
    let Some(set) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|set| !set.is_empty()) else { return Ok(None) };
    let set = set.to_string_lossy().into_owned();
    let seconds = set.parse().ok().filter(|seconds| DateTime::from_timestamp(*seconds, 0).is_some());
    seconds.map(Some).ok_or(set)
}

/// What `SOURCE_DATE_EPOCH` says, where that is no moment: nothing is built as of another day than was asked for.
pub(super) fn wrong_epoch() -> Option<String> {
    epoch().err()
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "写 0 到 65535 的整数 write a number from 0 to 65535".to_owned())
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    let shard = parts.and_then(|(number, of)| Shard::new(number, of));
    shard.ok_or_else(|| "写第几份/共几份 write which of how many: 2/8".to_owned())
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatArg {
    /// With excerpts of the source
    Human,
    /// gongbao-findings/1
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// GitHub annotations
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TimingsArg {
    /// For people, to stderr
    Table,
    /// gongbao-timings/1, to stdout
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    /// Exit 1 on warnings too
    Warnings,
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Show advice too, not only count it 连同提示一起显示
    #[arg(long)]
    pub(super) advice: bool,
    /// Show every warning, however many there are, instead of a table 全部显示，不用汇总表
    #[arg(long)]
    pub(super) all: bool,
    /// Print what comes due, opens or closes, by day, and from when the site is wrong 列出今后的日期
    #[arg(long)]
    pub(super) calendar: bool,
    /// Print two days instead: the bulletin's, and the first from which a site built now is out of date, or `never` 何时要再发布
    #[arg(long, conflicts_with_all = ["calendar", "disclosures", "format"])]
    pub(super) due: bool,
    /// Print what major projects disclosed, what is due and what is late, by office 列出信息公开的时限
    #[arg(long)]
    pub(super) disclosures: bool,
    /// How findings are shown; all but `human` go to stdout 输出格式
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: FormatArg,
    /// Treat warnings as errors 有警告也算失败
    #[arg(long, value_enum)]
    pub(super) deny: Option<Deny>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Folder to write the site into; by default public/ in the bulletin 输出目录
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Publish into releases/ in this folder, and lead its link `current` there when all is made 按版本发布
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "shard", "merge"])]
    pub(super) release: Option<PathBuf>,
    /// Address of the site, instead of that in site.yaml 网站地址
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,
    /// Links relative to each page, for a site that is read from a folder without a server 相对链接
    #[arg(long)]
    pub(super) relative: bool,
    /// A page /gallery/ that shows the theme's components, for its authors 主题组件一览
    #[arg(long)]
    pub(super) gallery: bool,
    /// Make every page and picture anew, also those that an earlier build made of the same 全部重新生成
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Put compressed copies beside files, .gz and .br, for servers that send them as they are 另存压缩文件
    #[arg(long)]
    pub(super) compress: bool,
    /// Make one of several parts of the site, as 2/8, so that several machines share the work 只生成其中一份
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(super) shard: Option<Shard>,
    /// Join the parts that were made with --shard and copied into the output folder; make nothing 合并各份
    #[arg(long, conflicts_with = "shard")]
    pub(super) merge: bool,
    /// Record in content/published.yaml and content/addresses.yaml what is published; FILE: keep a copy there too 记下发布的内容和网址
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub(super) record: Option<Option<PathBuf>>,
    /// Print how long steps, kinds of pages and rules took, as a table or as JSON to stdout 各步骤用时
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    pub(super) timings: Option<TimingsArg>,
    /// Treat warnings as errors 有警告也算失败
    #[arg(long, value_enum)]
    pub(super) deny: Option<Deny>,
    /// Print nothing but errors 只显示错误
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// A page /gallery/ that shows the theme's components, for its authors 主题组件一览
    #[arg(long)]
    pub(super) gallery: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Port 端口
    #[arg(short, long, default_value_t = 1313, value_parser = port)]
    pub(super) port: u16,
    /// Let other machines see the preview too 允许其他机器访问
    #[arg(long)]
    pub(super) host: bool,
    /// Answer under this name of the machine too; may be repeated 以这个主机名访问也应答
    #[arg(long, value_name = "NAME")]
    pub(super) allow_host: Vec<String>,
    /// Open the browser 打开浏览器
    #[arg(long)]
    pub(super) open: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Kind of record: project, news, notice … 类别
    pub(super) kind: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct Migrate {
    /// Change the files, not only show what is to be changed 改写文件
    #[arg(long)]
    pub(super) write: bool,
    #[command(flatten)]
    pub(super) language: Language,
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// Code or name of a rule: GB0108, full-width-colon; all when left out 规则代码或名称
    pub(super) code: Option<String>,
    #[command(flatten)]
    pub(super) lang: Language,
}

#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// Kind of record, `site`, `addresses` or `published`; all when left out 类别
    pub(super) kind: Option<String>,
    /// Write them into the bulletin's .vscode/gongbao/, for editors 写入公报，供编辑器使用
    #[arg(long, conflicts_with = "kind")]
    pub(super) write: bool,
    #[command(flatten)]
    pub(super) language: Language,
}

#[derive(Debug, clap::Args)]
pub(super) struct Licences {
    /// How they are shown 输出格式
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: LicenceFormat,
    #[command(flatten)]
    pub(super) language: Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LicenceFormat {
    /// A line each, then the texts
    Human,
    /// gongbao-licences/1
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// Shell 命令行
    pub(super) shell: clap_complete::Shell,
}
