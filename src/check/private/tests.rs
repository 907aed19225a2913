//! The forms of `tests/personal/`, written without looking at the code, and the prose of offices.

use std::cell::Cell;

use super::*;

fn found(sort: Private, text: &str) -> Vec<&str> {
    let of_sort = find(text, Lines::RunOn).into_iter().filter(|(of, _)| *of == sort);
    of_sort.map(|(_, range)| text.get(range).expect("a range of the text")).collect()
}

/// A field of the table with `\t`, `\n`, `\\` and `\u{…}` as the characters they stand for.
fn field(written: &str) -> String {
    let (mut out, mut rest) = (String::new(), written);
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let sign = after.chars().next().expect("a sign after \\");
        rest = &after[sign.len_utf8()..];
        match sign {
            't' => out.push('\t'),
            'n' => out.push('\n'),
            'u' => {
                let (code, after) = rest[1..].split_once('}').expect("\\u{…}");
                let code = u32::from_str_radix(code, 16).expect("a number");
                out.push(char::from_u32(code).expect("a character"));
                rest = after;
            }
            sign => out.push(sign),
        }
    }
    out + rest
}

fn sort(name: &str) -> Private {
    match name {
        "id" => Private::IdNumber,
        "mobile" => Private::Mobile,
        "card" => Private::BankCard,
        "account" => Private::Account,
        "papers" => Private::Papers,
        "plate" => Private::Plate,
        "address" => Private::Address,
        other => panic!("no sort {other}"),
    }
}

/// Shown with `cargo test --lib forms -- --nocapture`.
#[expect(clippy::print_stdout, reason = "the rate is told")]
fn told(what: &str, of: usize, all: usize, faults: &[String]) {
    println!("{what}: {of} of {all}\n{}", faults.join("\n"));
}

#[test]
fn forms_are_found_and_what_looks_like_them_is_not() {
    let table = std::fs::read_to_string("tests/personal/forms.tsv").expect("the table");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let (mut missed, mut positives, mut taken, mut negatives) = (Vec::new(), 0, Vec::new(), 0);
    for row in rows {
        let [name, form, words, text] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("four fields: {row}") };
        let (words, text) = (field(words), field(text));
        let all = find(&text, Lines::RunOn);
        if name == "-" {
            negatives += 1;
            taken.extend(all.first().map(|(sort, range)| format!("{form} {sort:?} {:?}: {row}", &text[range.clone()])));
            continue;
        }
        positives += 1;
        let start = text.rfind(&words).expect("the words stand in the text");
        let (end, sort) = (start + words.len(), sort(name));
        let is = |range: &Range<usize>| {
            range.start <= start
                && end <= range.end
                && range.len() <= words.len() + 40
                && !sort.masked(&text[range.clone()]).is_empty()
        };
        if !all.iter().any(|(of, range)| *of == sort && is(range)) {
            missed
                .push(format!("{row} found {:?}", all.iter().map(|(s, r)| (s, &text[r.clone()])).collect::<Vec<_>>()));
        }
    }
    told("found", positives - missed.len(), positives, &missed);
    told("taken for one", taken.len(), negatives, &taken);
    assert!(positives >= 360 && negatives >= 290, "{positives} forms, {negatives} that look like them");
    assert!(missed.len() * 100 <= positives * 5, "less than 95 % found");
    assert!(taken.len() * 100 <= negatives * 3, "more than 3 % taken for one");
}

/// What is found in a whole text is never missed because its lines were looked at one by one before.
#[test]
fn a_text_in_which_something_is_found_has_a_line_that_may_hold_it() {
    let table = std::fs::read_to_string("tests/personal/forms.tsv").expect("the table");
    let texts = table.lines().filter_map(|row| row.split('\t').nth(3)).map(field);
    let broken = [
        "王某 1101 0519 4912\n31 002X\n",
        "王某 11010519491231002\n  X。",
        "姓名|住址\n-|-\n王某|新华路12号\n",
        "护照\n",
    ];
    let (mut holding, mut others) = (0, 0);
    for text in texts.chain(broken.map(str::to_owned)) {
        let may = text.lines().any(may_hold);
        assert!(!may || may_hold(&text) && may_hold(&format!("甲<1\n*\n{text}\n`_~>\n3")), "{text}");
        if find(&text, Lines::Apart).is_empty() {
            others += usize::from(!may);
        } else {
            assert!(may, "{text}");
            holding += 1;
        }
    }
    assert!(holding > 300 && others > 40, "{holding} and {others}");
}

#[test]
fn numbers_are_found_as_readers_see_them() {
    for (sort, text, number) in [
        (Private::IdNumber, "证件211302 19850115 0003。", "211302 19850115 0003"),
        (Private::IdNumber, "证件２１１３０２１９８５０１１５０００３。", "２１１３０２１９８５０１１５０００３"),
        (Private::IdNumber, "**211302**198501150003", "211302**198501150003"),
        (Private::IdNumber, "2113021985\u{200b}01150003", "2113021985\u{200b}01150003"),
        (Private::IdNumber, "2023-01-15 211302198501150003", "211302198501150003"),
        (Private::IdNumber, "身份证号：211302198501150004", "211302198501150004"),
        (Private::IdNumber, "身份证号码为211302850115000", "211302850115000"),
        (Private::Mobile, "+8613812345678", "+8613812345678"),
        (Private::Mobile, "电话8613812345678。", "8613812345678"),
        (Private::Mobile, "１３８１２３４５６７８", "１３８１２３４５６７８"),
        (Private::Mobile, "联系13812345678人事科", "13812345678"),
        (Private::Mobile, "电话：13812345678平米出租", "13812345678"),
        (Private::Mobile, "138-1234-5678", "138-1234-5678"),
        (Private::Mobile, "1381<br>2345678", "1381<br>2345678"),
        (Private::Mobile, "138<sub></sub>12345678", "138<sub></sub>12345678"),
        (Private::Mobile, "138<!-- 甲 -->1234<span style='a'>5678</span>", "138<!-- 甲 -->1234<span style='a'>5678"),
        (Private::Mobile, "13812345678<sup>1</sup>", "13812345678"),
        (Private::Mobile, "<b>139</b>12345678<sup>1</sup>", "139</b>12345678"),
        (Private::IdNumber, "211302<b>19850115</b>0003", "211302<b>19850115</b>0003"),
        (Private::BankCard, "6222021234567890128", "6222021234567890128"),
        (Private::BankCard, "6222 0212 3456 7890 128", "6222 0212 3456 7890 128"),
        (Private::BankCard, "卡号：4000000000000002", "4000000000000002"),
        (Private::Address, "阳光小区3号楼2单元501室", "3号楼2单元501室"),
        (Private::Address, "阳光小区3号楼1201", "3号楼1201"),
        (Private::Address, "家住新华路三段12号", "家住新华路三段12号"),
        (Private::Address, "甲村三组12号", "村三组12号"),
    ] {
        assert_eq!(found(sort, text), [number], "{text}");
    }
}

/// What stands for a placeholder of a made-up sentence; `seed` chooses.
fn filled(name: &str, seed: &Cell<u64>) -> String {
    let next = |below: u64| {
        seed.set(seed.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
        (seed.get() >> 33) % below
    };
    let digits = |n: usize| (0..n).map(|_| char::from(b'0' + next(10) as u8)).collect::<String>();
    match name {
        "office" => ["某县财政局", "某区住房和城乡建设局", "某县人民政府办公室", "某区水务局", "某县自然资源局"]
            [next(5) as usize]
            .into(),
        "place" => ["东街街道", "某镇甲村", "北山乡", "经济开发区", "西河镇", "新华路三段"][next(6) as usize].into(),
        "date" => format!("{}年{}月{}日", 2010 + next(15), 1 + next(12), 1 + next(28)),
        "day" => format!("{}-{:02}-{:02}", 2010 + next(15), 1 + next(12), 1 + next(28)),
        "year" => (2010 + next(15)).to_string(),
        "n" => (1 + next(999)).to_string(),
        "big" => (1_000 + next(9_000_000)).to_string(),
        "yuan" => format!("1{}{}", 3 + next(7), digits(9)),
        "decimal" => format!("{}.{:02}", next(100_000), next(100)),
        "letter" => char::from(b'A' + next(6) as u8).to_string(),
        "credit" => format!(
            "{}211302{}{}",
            ["11", "12", "91", "92"][next(4) as usize],
            ["MA0", "MB1", "777", "001"][next(4) as usize],
            digits(7)
        ),
        "telephone" => format!("0{}-{}{}", ["421", "24", "10", "411"][next(4) as usize], 2 + next(7), digits(6)),
        "local" => format!("{}{}", 2 + next(7), digits(6)),
        "post" => format!("12{}", digits(4)),
        "parcel" => format!("211302{}GB{}", digits(6), digits(5)),
        "project" => format!("{}-211302-{}-{}-{}", 2000 + next(26), digits(2), digits(2), digits(6)),
        "account" => format!("{}{}", [0, 1, 2, 3][next(4) as usize], digits(15)),
        "serial" => digits(11 + next(9) as usize),
        other => panic!("nothing stands for {other}"),
    }
}

#[test]
fn prose_of_offices_holds_next_to_nothing() {
    let templates = std::fs::read_to_string("tests/personal/sentences.txt").expect("the sentences");
    let templates: Vec<&str> = templates.lines().filter(|line| !line.starts_with('#')).collect();
    let (seed, mut taken) = (Cell::new(20_240_101), Vec::new());
    let sentences = 2_000.max(templates.len());
    for template in templates.iter().cycle().take(sentences) {
        let mut sentence = String::new();
        let mut rest = *template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("{…}");
            sentence.extend([before, &filled(name, &seed)]);
            rest = after;
        }
        sentence.push_str(rest);
        let first = find(&sentence, Lines::RunOn).into_iter().next();
        taken.extend(first.map(|(sort, range)| format!("{sort:?} {}: {sentence}", &sentence[range])));
    }
    told("sentences with a finding", taken.len(), sentences, &taken);
    assert!(taken.len() * 100 <= sentences * 3, "more than 3 % of the sentences");
}

#[test]
fn bulletins_hold_next_to_nothing() {
    let (mut lines, mut taken) = (0, Vec::new());
    for folder in ["content", "themes/default/example/content"] {
        for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
            let is_text = entry.path().extension().is_some_and(|extension| extension == "yaml" || extension == "md");
            let Some(text) = is_text.then(|| std::fs::read_to_string(entry.path()).expect("a text")) else { continue };
            lines += text.lines().count();
            let found = find(&text, Lines::RunOn).into_iter();
            taken.extend(found.map(|(sort, range)| format!("{}: {sort:?} {}", entry.path().display(), &text[range])));
        }
    }
    told("found in the bulletins of this repository", taken.len(), lines, &taken);
    assert!(lines > 1_000, "only {lines} lines were read");
    assert!(taken.len() * 100 <= lines * 3, "more than 3 % of the lines");
}

#[test]
fn other_numbers_are_let_be() {
    for (sort, text) in [
        (Private::IdNumber, "211302198501150004"),
        (Private::IdNumber, "211302001301150008"),
        (Private::IdNumber, "身份证号码18位，前6位是地区，2113**********0003"),
        (Private::IdNumber, "项目代码2301-211302-04-01-123456"),
        (Private::Mobile, "面积15900000000平方米，投资13812345678元，产量13812345678吨"),
        (Private::Mobile, "138****5678，编号2013812345678，0421-2912345"),
        (Private::BankCard, "统一编号4000000000000002"),
        (Private::BankCard, "6222021234567890127"),
        (Private::Address, "登记地点：新华路12号楼3单元101室政务大厅"),
        (Private::Address, "商铺：步行街5号楼2单元1号"),
        (Private::Address, "办公地点：政务中心3号楼1201室"),
        (Private::Address, "更换3单元10个泵房；3号楼2单元10个泵房；3单元12户居民；3号楼1201平方米"),
        (Private::Address, "地址：新华路三段12号"),
    ] {
        assert_eq!(found(sort, text), Vec::<&str>::new(), "{text}");
    }
}

/// In attachments and on pages lines are for themselves, but for a citizen's number broken over two of them.
#[test]
fn a_number_broken_over_two_lines_is_one() {
    let apart = |text: &str| {
        let found = find(text, Lines::Apart).into_iter();
        found.map(|(sort, range)| (sort, text[range].to_owned())).collect::<Vec<_>>()
    };
    for (text, number) in [
        ("王某 110105194912\n31002X\n", "110105194912\n31002X"),
        ("王某 11010519491231002\n  X。", "11010519491231002\n  X"),
        ("姓名,证件\n王某,\"110105194912\n31002X\",是\n", "110105194912\n31002X"),
        ("身份证号：110105194912\n31002X", "110105194912\n31002X"),
        // Its check character is wrong; the words beside it say what it is.
        ("身份证号：110105194912\n310021", "110105194912\n310021"),
        ("身份证号：110105194912310021", "110105194912310021"),
        ("身份证号\n110105194912310021\n", "110105194912310021"),
        ("姓名\t身份证号\t\n王某\t110105194912310021\t\n", "110105194912310021"),
        ("名单\t\n姓名\t身份证号\t\n王某\t110105194912310021\t\n", "110105194912310021"),
        ("姓名,残疾人证号\n王某,11010519491231002X43\n", "11010519491231002X43"),
    ] {
        assert_eq!(apart(text), [(Private::IdNumber, number.to_owned())], "{text}");
    }
    assert_eq!(apart("姓名\t电话\t\n王某\t13800138000\t\n"), [(Private::Mobile, "13800138000".to_owned())]);
    // Two cells of a table, and amounts under a head that says so.
    for text in ["110105194912\n31002X\n", "金额\t户数\t\n13800138000\t2\t\n", "合计 110105\n194912310021 元"] {
        assert_eq!(apart(text), [], "{text}");
    }
}

#[test]
fn two_numbers_with_a_tag_between_are_two() {
    assert_eq!(found(Private::Mobile, "13812345678<br>13912345678"), ["13812345678", "13912345678"]);
}

#[test]
fn masks_leave_the_ends() {
    assert_eq!(Private::Mobile.masked("1381<br>2345678"), "138****5678");
    assert_eq!(Private::Mobile.masked("+86 138-1234-5678"), "138****5678");
    assert_eq!(Private::IdNumber.masked("２１１３０２ 19850115 0003"), "2113**********0003");
}
