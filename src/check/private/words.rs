//! What identifies a person and is not a number alone: addresses down to the door, passports and permits, licence
//! plates, accounts that somebody's name stands beside.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::Private;
use super::around::{Around, Form, is};

/// All of them in a text, each sort in order.
pub(super) fn words(around: &Around<'_>) -> Vec<(Private, Range<usize>)> {
    let addresses = addresses(around).into_iter().map(|range| (Private::Address, range));
    let papers = papers(around).into_iter().map(|range| (Private::Papers, range));
    let plates = plates(around).into_iter().map(|range| (Private::Plate, range));
    let accounts = accounts(around).into_iter().map(|range| (Private::Account, range));
    addresses.chain(papers).chain(plates).chain(accounts).collect()
}

/// Whether a form stands in a text that may be one of them, whatever stands around the text.
pub(super) fn may_hold(around: &Around<'_>) -> bool {
    is(&DOORS, around.text)
        || is(&HOMES_HEADS, around.text)
        || has_plates(around.text) && is(&PLATES, around.text)
        || names_papers(around.text) && is(&PAPERS, around.text)
}

/// Where a form stands: after a find that is not meant the next is looked for right behind its first character.
fn finds(around: &Around<'_>, form: &Form, meant: impl Fn(&Range<usize>) -> bool) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    let Some(form) = form.as_ref() else { return found };
    while let Some(range) = form.find_at(around.text, at).map(|found| found.range()) {
        let is_meant = meant(&range);
        let first = around.first_after(range.start).map_or(1, char::len_utf8);
        at = if is_meant { range.end } else { range.start + first };
        found.extend(is_meant.then_some(range));
    }
    found
}

/// Addresses that lead to one door: a flat of a building, a yard of a village, a number of a street after 住.
fn addresses(around: &Around<'_>) -> Vec<Range<usize>> {
    static STREET: Form = LazyLock::new(|| Regex::new(r"[0-9]{1,5}(?:号|室|户)").ok());
    let mut found = finds(around, &DOORS, |range| is_home(around, range));
    if !is(&HOMES_HEADS, around.text) {
        return found;
    }
    // In a column of homes any number of a house is a door.
    found.extend(finds(around, &STREET, |range| {
        let start = range.start - around.clause(range.start, 40).rsplit([',', '\t']).next().unwrap_or_default().len();
        let end = around.after(range.end, 40);
        let end = range.end + end.find(['\n', '|', ',', '\t']).unwrap_or(end.len());
        let cell = around.at(&(start..end));
        let trimmed = start + (cell.len() - cell.trim_start().len())..end - (cell.len() - cell.trim_end().len());
        around.column(&trimmed).is_some_and(|head| is(&HOMES_HEADS, head))
    }));
    found
}

/// Whether an address is of a home: no count, no number of something else, and nothing in its sentence says that it is an
/// office, unless something says that somebody lives there.
fn is_home(around: &Around<'_>, range: &Range<usize>) -> bool {
    static OFFICES: Form = LazyLock::new(|| {
        Regex::new("大厅|中心|局|办公|办事|政务|窗口|服务站|委员会|商铺|门市|门店|店|公司|厂|校|院|银行|商场|超市|仓库|物业|地点|机关|注册地|营业|经营|帐篷|板房|宿舍|协会|写字楼|大厦|广场|产业园|工业园|科技园|物流园|园区|公园|座位|会场|看台|剧场|标段|地块").ok()
    });
    static HOMES: Form = LazyLock::new(|| {
        Regex::new("住址|家住|现住|现居|住在|居住|户籍|家庭|家属|宿舍楼|租住|暂住|同住|[某户人员者民主，：:]住").ok()
    });
    static ESTATES: Form = LazyLock::new(|| Regex::new("小区|花园|家园|公寓|新村|平房").ok());
    static COUNTED: Form = LazyLock::new(|| {
        Regex::new("^ ?(?:[0-9个台部套间平㎡米元吨人名件处座.层楼年月日期条盏棵万亿户]|标段|地块)").ok()
    });
    static A_COUNT: Form =
        LazyLock::new(|| Regex::new("^[0-9〇一二三四五六七八九十百]{1,4}(?:栋|幢|座) ?[0-9]{1,4}户$").ok());
    static BARE: Form = LazyLock::new(|| Regex::new("[0-9〇零一二三四五六七八九]$").ok());
    let words = around.at(range);
    let rest = around.after(range.end, 4);
    let number = |c: char| c.is_ascii_digit() || super::seen::numeral(c).is_some() || matches!(c, '十' | '百');
    // 月 after a number is a month, 号 after a day is a date, 线 and 路 are no doors.
    let is_count = is(&BARE, words) && is(&COUNTED, rest) || is(&A_COUNT, words);
    let goes_on =
        words.ends_with('号') && rest.starts_with(['井', '线', '楼', '院', '路', '机', '文', '桥', '地', '泵', '至']);
    let inside = around.last_before(range.start).is_some_and(|c| number(c) || c == '-') && words.starts_with(number);
    let joined = words.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with('-');
    // A yard is no court and no hospital.
    let sentence = &around.sentence(range).replace("号院", "号");
    // The name of an estate speaks for a home, unless its own part of the sentence says otherwise.
    let near = around.clause(range.start, 24).rsplit(['，', '、', ',']).next().unwrap_or_default();
    let rest = around.after(range.end, 16).split(['，', '、', ',', '。', '\n']).next().unwrap_or_default();
    let in_an_estate = || is(&ESTATES, near) || is(&ESTATES, words);
    let is_home = is(&HOMES, sentence)
        || !is(&OFFICES, sentence)
        || in_an_estate() && !is(&OFFICES, &near.replace("号院", "号")) && !is(&OFFICES, rest);
    !is_count && !goes_on && !inside && !joined && is_home
}

/// Whether a text has one of the words that name passports and permits: most have none.
fn names_papers(text: &str) -> bool {
    NAMES_OF_PAPERS.as_ref().is_none_or(|any| any.is_match(text))
}

/// Passports and permits, by the words that name them.
fn papers(around: &Around<'_>) -> Vec<Range<usize>> {
    static NUMBER: Form =
        LazyLock::new(|| Regex::new(r"(?:\p{Han}字第?[0-9]{4,9}号?|[A-Z]{0,3} ?[0-9]{7,18}[0-9A-Za-z]?)$").ok());
    static HEADS: Form = LazyLock::new(|| Regex::new("护照|通行证").ok());
    static CELLS: Form = LazyLock::new(|| Regex::new(r"[A-Z]{1,2}[0-9]{7,10}").ok());
    if !names_papers(around.text) {
        return Vec::new();
    }
    let whole = finds(around, &PAPERS, |range| {
        around.alone(&(range.end..range.end))
            || !around.first_after(range.end).is_some_and(|c| c.is_ascii_alphanumeric())
    });
    let numbers = whole.into_iter().filter_map(|range| {
        let number = NUMBER.as_ref()?.find(around.at(&range))?;
        let words = number.as_str();
        Some(range.start + number.start() + (words.len() - words.trim_start().len())..range.end)
    });
    let cells =
        finds(around, &CELLS, |range| around.alone(range) && around.column(range).is_some_and(|head| is(&HEADS, head)));
    numbers.chain(cells).collect()
}

/// Whether a text has what every plate begins with: the name of a province, and a letter.
fn has_plates(text: &str) -> bool {
    let begins = |two: &[u8]| matches!(two, [before, letter] if !before.is_ascii() && letter.is_ascii_uppercase());
    text.as_bytes().windows(2).any(begins)
}

/// Licence plates (GA 36), those of new energy too; not those of which the sentence says that an office drives them.
fn plates(around: &Around<'_>) -> Vec<Range<usize>> {
    static OFFICES: Form =
        LazyLock::new(|| Regex::new("公务用?车|公车|执法车|校车|公交车|救护车|消防车|环卫车|洒水车|垃圾车").ok());
    static NAMES: Form =
        LazyLock::new(|| Regex::new(r"(?:车牌|号牌|牌照|车号)(?:号码?)?(?:为|是)?[^\pL\pN\n]{0,4}$").ok());
    if !has_plates(around.text) {
        return Vec::new();
    }
    finds(around, &PLATES, |range| {
        let words = around.at(range);
        let digits = words.bytes().filter(u8::is_ascii_digit).count();
        let is_standard = words.starts_with("新GB") || words.starts_with("新G");
        let dashed = words.contains('-') && !around.named(range.start, &NAMES);
        !dashed
            && digits >= 2
            && (!is_standard || words.contains('·'))
            && !around.first_after(range.end).is_some_and(|c| c.is_ascii_alphanumeric())
            && !is(&OFFICES, around.sentence(range))
    })
}

/// Accounts of a person: behind 账号 or 卡号, with a word for a person and none for an office beside it.
fn accounts(around: &Around<'_>) -> Vec<Range<usize>> {
    static ACCOUNTS: Form = LazyLock::new(|| Regex::new(r"[0-9](?:[ -]?[0-9]){8,29}").ok());
    static NAMES: Form = LazyLock::new(|| {
        Regex::new(r"(?:[账帐][号户](?:号码?)?|卡号|存折(?:号码?)?|一卡通(?:号码?)?)(?:为|是)?[^\pL\pN\n]{0,4}$").ok()
    });
    static PERSON: Form = LazyLock::new(|| {
        Regex::new("个人|本人|农户|村民|户主|姓名|[领取收]款人|领取人|持卡人|监护人|受益人|储户|补贴|补助|低保|工资|惠农|一卡通|存折").ok()
    });
    // 户名 and a name of a person, as names of persons are: no office ends so.
    static HOLDER: Form = LazyLock::new(|| {
        let surnames = "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]";
        let ends = "[^\\p{Han}]";
        Regex::new(&format!("(?:户名|开户人|账户名|帐户名)(?:为|是)?[^\\pL\\pN\\n]{{0,3}}{surnames}\\p{{Han}}?[^\\P{{Han}}村乡镇社院所站队校店厂行部办会局园组委府馆库场处科室学中]{ends}")).ok()
    });
    static OFFICES: Form = LazyLock::new(|| {
        Regex::new(
            "对公|单位|公司|财政|专户|保证金|基本户|缴[款费]|国库|学校|委员会|局|中心|捐|投标|合作社|协会|基金会|税",
        )
        .ok()
    });
    static HEADS: Form = LazyLock::new(|| Regex::new("[账帐]号|[账帐]户|卡号|存折|一卡通").ok());
    static PEOPLE: Form = LazyLock::new(|| Regex::new("姓名|户主|身份证|领取人|持卡人|监护人").ok());
    if !around.has_long_numbers() {
        return Vec::new();
    }
    finds(around, &ACCOUNTS, |range| {
        let head = || around.column(range).filter(|head| is(&HEADS, head)).and_then(|_| around.heads(range.start));
        let in_a_list = || head().is_some_and(|heads| is(&PEOPLE, heads) && !is(&OFFICES, heads));
        let beside = || {
            let clause = around.clause(range.start, 40);
            around.named(range.start, &NAMES) && (is(&PERSON, clause) || is(&HOLDER, clause)) && !is(&OFFICES, clause)
        };
        around.alone(range) && (beside() || in_a_list())
    })
}

/// Addresses that lead to one door.
static DOORS: Form = LazyLock::new(|| {
    let number = "(?:[0-9]{1,4}|[〇零一二三四五六七八九十百]{1,5})";
    let house =
        format!("(?:{number} ?(?:号楼|栋|幢|座|号院|号公寓|#楼?)|[A-Za-z甲乙丙丁][0-9]{{0,2}}(?:座|栋|幢|号楼))");
    let stair = format!("(?:{number}|[甲乙丙丁东西南北中A-Za-z]) ?单元");
    let floor = format!("(?:{number} ?[楼层] ?)?");
    let side = "[东西南北中左右]{1,2}[户门室]";
    let flat = format!(
        "(?:(?:{number}|[A-Z][0-9]{{1,3}}) ?(?:室|号|房)|[0-9]{{3,4}} ?户|{side}|[0-9]{{1,4}}|[〇零一二三四五六七八九]{{3,4}})"
    );
    let room = "(?:[0-9]{3,4}|[〇零一二三四五六七八九]{3,4})";
    let part = "[ ,，、-]{0,2}";
    let estate = "(?:小区|花园|家园|公寓|新村|新居|苑|家属楼|家属院|家属区|宿舍楼|庭|湾|府|园|城|里|郡|墅|居|轩)";
    let row = "(?:[街路巷里村屯庄委组]|胡同|平房|小区|住宅区|家属区)";
    [
        // 3号楼2单元501室
        format!("{house}{part}{stair}{part}{floor}{flat}"),
        // 2单元501室
        format!("{stair} ?{floor}(?:{number}(?:室|号|房)|[0-9]{{3,4}}户|{side})"),
        // 3号楼1201室, 三号楼五〇一室, A座1203
        format!("{house}{part}{floor}{room}(?:室|号|户|房)?"),
        // 3号楼2-501, 3#2-501
        format!("{house} ?-?[0-9]{{1,2}}-[0-9]{{3,4}}(?:室|号|户|房)?"),
        // 12号院3-2-501, 和平路12号3-2-501
        format!("{house} ?-?[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{3,4}}(?:室|号|户|房)?"),
        "(?:[路街巷里弄段]|胡同)[0-9]{1,4}号 ?[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?:室|号|户|房)?".to_owned(),
        // 幸福小区3-2-501, 家属楼2-401
        format!("{estate} ?[0-9]{{1,3}}-(?:[0-9]{{1,2}}-[0-9]{{1,4}}|[0-9]{{3,4}})(?:室|号|户|房)?"),
        "[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?:室|户)".to_owned(),
        // 甲村三组12号, 某屯2组7号
        format!("[村屯庄](?:民)?{number}(?:组|队|社) ?[0-9]{{1,4}}号"),
        // 西街5排3号, 12弄5号
        format!("{row}第?{number}排第?{number}(?:号|户|室)"),
        format!("{number}弄{number}号"),
        "(?:住址|家住|现住|现居|居住于|住于|住在|居住地|户籍地址?|户口所在地|家庭地址|家庭住址|住所)(?:为|是|在)?[:： ]?[\\p{Han}0-9A-Za-z#-]{0,30}?(?:[0-9]+(?:号|室)|[0-9]+-[0-9]+-[0-9]+)".to_owned(),
    ]
    .join("|")
    .parse()
    .ok()
});

/// Heads of columns of homes.
static HOMES_HEADS: Form = LazyLock::new(|| Regex::new("住址|家庭地址|户籍|居住地|现住").ok());

/// Passports and permits.
static PAPERS: Form = LazyLock::new(|| {
    let gap = r"[^\pN\n。；;|A-Za-z]{0,12}(?i:no|number)?[^\pN\n。；;|A-Za-z]{0,4}";
    let direct = r"(?:证件)?(?:号码?|编号)?(?:为|是)?[^\pL\pN\n]{0,4}";
    [
        format!(r"(?i:护照|passport){gap}(?-i:[A-Z]{{1,2}} ?[0-9]{{7,8}}[A-Z]?)"),
        format!(
            r"(?:(?:来往|往来|港澳|台湾|大陆)\pL{{0,8}}通行证|往来港澳|回乡证|台胞证){gap}[A-Z]{{1,2}}[0-9]{{7,10}}"
        ),
        format!(r"(?:(?:来往|往来)大陆\pL{{0,4}}通行证|台胞证){direct}[0-9]{{8}}(?:[0-9]{{2}})?"),
        format!(r"(?:居住证|居留身份证|居留证){direct}[A-Z]{{0,3}}[0-9]{{9,18}}[0-9Xx]?"),
        format!(r"(?:军官证|士官证|士兵证|警官证|文职干部证|军人证){direct}\p{{Han}}字第?[0-9]{{4,9}}号?"),
    ]
    .join("|")
    .parse()
    .ok()
});

/// A word of these stands in each.
static NAMES_OF_PAPERS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let names = [
        "护照",
        "通行证",
        "往来港澳",
        "回乡证",
        "台胞证",
        "居住证",
        "居留",
        "军官证",
        "士官证",
        "士兵证",
        "警官证",
        "干部证",
        "军人证",
        // Passport, however it is written.
        "rt",
        "rT",
        "Rt",
        "RT",
    ];
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(names).ok()
});

/// Licence plates.
static PLATES: Form = LazyLock::new(|| {
    let place = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]";
    Regex::new(&format!("{place}[A-HJ-Z][· -]?(?:[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9]?[学警挂港澳领]|[A-HJK][A-HJ-NP-Z0-9][0-9]{{4}}|[0-9]{{5}}[DF]|[A-HJ-NP-Z0-9]{{5}})")).ok()
});
