//! Every finding's code: area and number, name, severity. A code is never used for something else again.
//!
//! Areas: 01 files and syntax · 02 values · 03 references and addresses · 04 figures · 05 dates and duties ·
//! 06 language · 07 links and pages · 08 personal data · 09 theme. The name says the fault.

use super::Severity::{self, Error, Warning};

/// A rule's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// `GB0102`.
    pub id: &'static str,
    /// `full-width-colon`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $constant:ident = $id:literal, $name:literal, $severity:ident;)+) => {
        $($(#[doc = $doc])+ pub const $constant: Code = Code { id: $id, name: $name, severity: $severity };)+
        /// All codes, in order.
        pub const ALL: &[(Code, &str)] = &[$(($constant, concat!($($doc),+))),+];
    };
}

codes! {
    /// 文件无法读取。 The file cannot be read.
    UNREADABLE = "GB0101", "unreadable-file", Error;
    /// 文件不是 UTF-8 编码。 The file is not UTF-8.
    NOT_UTF8 = "GB0102", "not-utf8", Error;
    /// 文件是空的。 The file is empty.
    EMPTY_FILE = "GB0103", "empty-file", Error;
    /// 文件过大。 The file is too large.
    TOO_LARGE = "GB0104", "file-too-large", Error;
    /// 文件开头有字节顺序标记。 The file begins with a byte-order mark.
    BYTE_ORDER_MARK = "GB0105", "byte-order-mark", Warning;
    /// 符号链接不会被读取。 A symbolic link is not followed.
    SYMLINK = "GB0106", "symbolic-link", Error;
    /// YAML 语法错误。 The YAML cannot be read.
    YAML_SYNTAX = "GB0107", "yaml-syntax", Error;
    /// 键名后用了全角冒号。 A full-width colon follows a key.
    FULL_WIDTH_COLON = "GB0108", "full-width-colon", Error;
    /// 缩进用了制表符。 A tab is used for indentation.
    TAB = "GB0109", "tab-indentation", Error;
    /// Markdown 文件缺少头部。 A Markdown record has no front matter.
    NO_FRONT_MATTER = "GB0110", "no-front-matter", Error;
    /// 文件不在任何栏目目录中。 The file stands in no section.
    NO_SECTION = "GB0111", "file-outside-sections", Error;
    /// 合并冲突标记没有清除。 Merge-conflict markers were left in the file.
    CONFLICT_MARKER = "GB0112", "conflict-marker", Error;
    /// 正文里的 {{ 没有用 }} 结束。 A {{ in a text that no }} closes.
    UNCLOSED_QUOTE = "GB0113", "unclosed-reference-in-text", Error;
    /// 文件不是 JSON。 The file is not JSON.
    JSON_SYNTAX = "GB0114", "json-syntax", Error;

    /// 未知的键名。 An unknown key.
    UNKNOWN_KEY = "GB0201", "unknown-key", Error;
    /// 缺少必填项。 A required key is missing.
    MISSING_KEY = "GB0202", "missing-key", Error;
    /// 值的类型不对。 A value of the wrong type.
    WRONG_TYPE = "GB0203", "wrong-type", Error;
    /// 重复的键名。 A key stands twice.
    DUPLICATE_KEY = "GB0204", "duplicate-key", Error;
    /// 值不在允许的范围内。 A value that is not one of those allowed.
    UNKNOWN_VALUE = "GB0205", "unknown-value", Error;
    /// 日期写法不对。 A date that cannot be read.
    BAD_DATE = "GB0206", "bad-date", Error;
    /// 数值写法不对。 A number that cannot be read.
    BAD_QUANTITY = "GB0207", "bad-quantity", Error;
    /// 编号写法不对。 An id of the wrong form.
    BAD_ID = "GB0208", "bad-id", Error;
    /// 必填的文字是空的。 A required text is empty.
    EMPTY_TEXT = "GB0209", "empty-text", Error;
    /// 网址写法不对。 Not a web address.
    BAD_ADDRESS = "GB0210", "bad-web-address", Error;
    /// 正文引用数据的格式不对。 A reference in a text asks for a format that its value does not have.
    WRONG_FORMAT = "GB0211", "wrong-format-in-text", Error;
    /// 边界文件里有不能用作边界的内容。 A boundary file holds what cannot be drawn as a boundary.
    BAD_GEOMETRY = "GB0212", "bad-geometry", Error;
    /// 坐标超出经纬度范围。 Coordinates that are no longitude and latitude.
    BAD_COORDINATES = "GB0213", "bad-coordinates", Error;
    /// 地图边界缺少审图号。 Boundaries without a map approval number.
    NO_MAP_APPROVAL = "GB0214", "no-map-approval", Error;

    /// 编号重复。 Two records have the same id.
    DUPLICATE_ID = "GB0301", "duplicate-id", Error;
    /// 引用的记录不存在。 A reference to a record that does not exist.
    UNKNOWN_REFERENCE = "GB0302", "unknown-reference", Error;
    /// 引用的记录类别不对。 A reference to a record of another kind.
    WRONG_KIND = "GB0303", "wrong-kind-of-reference", Error;
    /// 引用了草稿。 A published record refers to a draft.
    REFERENCE_TO_DRAFT = "GB0304", "reference-to-draft", Error;
    /// 来源文件未登记。 A source document that site.yaml does not list.
    UNKNOWN_DOCUMENT = "GB0305", "unknown-document", Error;
    /// 两个页面的地址相同。 Two pages have the same address.
    SAME_ADDRESS = "GB0306", "same-address", Error;
    /// 数据之间的引用不存在。 A figure refers to one that is not there.
    UNKNOWN_FIGURE = "GB0307", "unknown-figure", Error;
    /// 正文引用的记录或字段不存在。 A reference in a text to a record or field that does not exist.
    UNKNOWN_QUOTE = "GB0308", "unknown-reference-in-text", Error;

    /// 比率与其分子分母不符。 A stated rate does not follow from its counts.
    RATE_DOES_NOT_HOLD = "GB0401", "rate-does-not-hold", Warning;
    /// 合计与其分项不符。 A stated total is not the sum of its parts.
    SUM_DOES_NOT_HOLD = "GB0402", "sum-does-not-hold", Warning;
    /// 没有任何整数件数能得出这个比率。 No whole number of cases gives the stated rate.
    IMPOSSIBLE_RATE = "GB0403", "impossible-rate", Warning;
    /// 正文引用的不是一个值。 A reference in a text to something that is not a single value.
    NOT_A_FIGURE = "GB0404", "not-a-figure", Error;
    /// 正文引用的数据没有值。 A reference in a text to a value that is not known.
    UNKNOWN_QUOTED_VALUE = "GB0405", "value-not-known", Error;

    /// 目标与实际数的单位不同，无法比较。 A target and its figures are in different units.
    UNIT_MISMATCH = "GB0406", "unit-mismatch", Warning;
    /// 目标是“至少为零”，任何数都达到了。 A target of at least nothing, which any figure reaches.
    TARGET_OF_ZERO = "GB0407", "target-of-zero", Warning;
    /// 形象进度不在0%到100%之间。 A progress outside 0 to 100 %.
    PERCENT_RANGE = "GB0408", "percent-out-of-range", Error;

    /// 阶段的顺序或日期颠倒。 Stages out of order, by sort or by date.
    STAGE_ORDER = "GB0501", "stages-out-of-order", Error;
    /// 停滞、缓建或取消没有写原因。 Stopped, slowed or cancelled without a reason.
    NO_REASON = "GB0502", "no-reason", Error;
    /// 进度倒退而没有说明。 Progress falls without a note.
    PROGRESS_FALLS = "GB0503", "progress-falls", Warning;
    /// 累计完成投资超过总投资。 More was paid than the whole costs.
    PAID_OVER_TOTAL = "GB0504", "paid-over-total", Warning;
    /// 已经竣工而进度不到100%。 Finished, with progress below 100 %.
    FINISHED_BELOW_100 = "GB0505", "finished-below-100", Warning;
    /// 日期在公报截至日之后。 A date after the day of the bulletin.
    AFTER_THE_DAY = "GB0506", "date-after-the-day", Warning;
    /// 竣工之后还有进展。 Progress is reported after completion.
    AFTER_COMPLETION = "GB0507", "update-after-completion", Warning;
    /// 问题或手续的日期前后颠倒。 Dates of a problem out of order.
    DATE_ORDER = "GB0508", "dates-out-of-order", Error;
    /// 写了倒排天数，但没有可以倒推的竣工日期。 Days before the finish, without a finish to count back from.
    NO_FINISH = "GB0509", "no-finish-to-count-back-from", Error;
    /// 节点排在计划竣工之后。 A milestone planned after the planned finish.
    AFTER_FINISH = "GB0510", "milestone-after-finish", Warning;

    /// 链接的目标不存在。 A link that leads nowhere.
    BROKEN_LINK = "GB0701", "broken-link", Error;
    /// 图片不存在。 An image that is not there.
    MISSING_FILE = "GB0702", "missing-file", Error;
    /// 图片缺少替代文字。 An image without a text that stands for it.
    NO_ALT_TEXT = "GB0703", "no-alternative-text", Error;
    /// 正文中的 HTML 不会发布。 Raw HTML in a text is dropped.
    RAW_HTML = "GB0704", "raw-html", Warning;
    /// 不允许的链接地址。 A link address of a kind that is not allowed.
    UNSAFE_LINK = "GB0705", "unsafe-link", Error;
    /// 正文中的一级标题。 A first-level heading inside a text.
    HEADING_LEVEL = "GB0706", "heading-level", Warning;

    /// 正文引用了不能引用的字段。 A reference in a text to a field that must not be lifted into one.
    PRIVATE_QUOTE = "GB0801", "private-field-in-text", Error;

    /// 模板出错。 A template cannot be read or rendered.
    TEMPLATE = "GB0901", "template-error", Error;
    /// 主题不存在。 The theme does not exist.
    UNKNOWN_THEME = "GB0902", "unknown-theme", Error;
    /// 主题缺少界面文字。 A UI string is missing from the theme.
    MISSING_STRING = "GB0903", "missing-string", Error;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_sorted_and_named() {
        for pair in ALL.windows(2) {
            let [(a, _), (b, _)] = pair else { unreachable!() };
            assert!(a.id < b.id, "{} stands after {}", a.id, b.id);
        }
        let mut names: Vec<_> = ALL.iter().map(|(code, _)| code.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len(), "two codes share a name");
    }
}
