//! Texts as they are read.

use proptest::prelude::*;
use pulldown_cmark::Tag;

use super::addresses::MAX_HOST;
use super::marked::{FENCE, TILDE};
use super::*;

fn html(text: &str) -> String {
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events(text).into_iter().map(|(event, _)| event));
    out.trim().to_owned()
}

#[test]
fn a_text_that_holds_the_fence_keeps_it() {
    let text = format!("##{FENCE}\n\n{{{{ a.b }}}}");
    assert!(html(&text).contains(FENCE));
    assert!(events(&text).iter().all(|(_, range)| text.get(range.clone()).is_some()));
}

/// What CommonMark leaves as stars beside Chinese punctuation, case by case.
#[test]
fn emphasis_beside_chinese_punctuation() {
    for (text, expected) in [
        ("**“双塔”**是", "<p><strong>“双塔”</strong>是</p>"),
        ("**《办法》**施行", "<p><strong>《办法》</strong>施行</p>"),
        ("全国**“双减”**政策", "<p>全国<strong>“双减”</strong>政策</p>"),
        ("这是**重点。**其次", "<p>这是<strong>重点。</strong>其次</p>"),
        ("**注意：**请看**重点**吧", "<p><strong>注意：</strong>请看<strong>重点</strong>吧</p>"),
        ("**粗、**后", "<p><strong>粗、</strong>后</p>"),
        ("**项目（一期）**已开工", "<p><strong>项目（一期）</strong>已开工</p>"),
        ("**100%**完成", "<p><strong>100%</strong>完成</p>"),
        ("~~删除（旧）~~新", "<p><del>删除（旧）</del>新</p>"),
        ("*斜体（注）*后", "<p><em>斜体（注）</em>后</p>"),
        ("中**a**文", "<p>中<strong>a</strong>文</p>"),
        ("**粗**（注）", "<p><strong>粗</strong>（注）</p>"),
        ("**a**：", "<p><strong>a</strong>：</p>"),
        ("__“双塔”__是", "<p><strong>“双塔”</strong>是</p>"),
        (r"\**不是粗体*\*", "<p>*<em>不是粗体</em>*</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("`**代码**`中", "<p><code>**代码**</code>中</p>"),
        ("变量a_b_c中", "<p>变量a_b_c中</p>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn lines_join_without_a_space_between_chinese() {
    assert_eq!(html("第一行\n第二行"), "<p>第一行第二行</p>");
    assert_eq!(html("English\n中文"), "<p>English\n中文</p>");
    assert_eq!(html("**粗**\n中文"), "<p><strong>粗</strong>中文</p>");
    assert_eq!(html("\u{3000}\u{3000}首行缩进"), "<p>首行缩进</p>");
}

#[test]
fn lines_of_a_paragraph_are_as_they_were_typed() {
    let text = "**甲**：\n一、乙[丙\n丁](a)  \n戊\n\n> - 己\n>   庚\\\n>   辛\n\n```\n壬\n癸\n```\n";
    let found = Read::of(text).lines;
    let found: Vec<Vec<(&str, bool)>> = found
        .iter()
        .map(|block| block.iter().map(|line| (&text[line.place.clone()], line.runs_on)).collect())
        .collect();
    let first = vec![("**甲**：", true), ("一、乙[丙", true), ("丁](a)", false), ("戊", false)];
    assert_eq!(found, [first, vec![("己", true), ("庚", false), ("辛", false)]]);
}

#[test]
fn bare_addresses_end_at_chinese() {
    let link = "<a href=\"https://example.gov.cn/a\">https://example.gov.cn/a</a>";
    assert_eq!(html("访问https://example.gov.cn/a。更多"), format!("<p>访问{link}。更多</p>"));
    assert_eq!(html("`https://example.gov.cn/a`"), "<p><code>https://example.gov.cn/a</code></p>");
}

#[test]
fn addresses_are_linked_as_far_as_they_go() {
    for (text, address) in [
        ("（https://a.cn/x_(y)）", "https://a.cn/x_(y)"),
        ("(https://a.cn/x)", "https://a.cn/x"),
        ("(见 https://a.cn/x_(y).)", "https://a.cn/x_(y)"),
        ("https://a.cn/x)))", "https://a.cn/x"),
        ("https://例子.中国/", "https://例子.中国/"),
        ("见https://www.例子.公司/a?b=1。", "https://www.例子.公司/a?b=1"),
        ("https://例子.中国上的", "https://例子.中国"),
        ("https://汉字，http://a.cn/", "http://a.cn/"),
        ("http https://a.cn", "https://a.cn"),
        ("<office@example.org>", "mailto:office@example.org"),
    ] {
        let links: Vec<String> = events(text)
            .into_iter()
            .filter_map(|(event, _)| match event {
                Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
                _ => None,
            })
            .collect();
        assert_eq!(links, [address], "{text}");
    }
    assert_eq!(html("https://汉字"), "<p>https://汉字</p>");
    let long = |n: usize| html(&format!("https://{}中国", "甲.".repeat(n)));
    assert!(long(MAX_HOST / 2 - 1).contains("<a ") && !long(MAX_HOST).contains("<a "));
    assert_eq!(html("<a@example.org>"), "<p><a href=\"mailto:a@example.org\">a@example.org</a></p>");
}

#[test]
fn what_is_no_list_and_no_heading_stays_text() {
    assert_eq!(html("1、第一"), "<p>1、第一</p>");
    assert_eq!(html("##标题"), "<p>##标题</p>");
}

#[test]
fn headings_have_unique_anchors() {
    let events = events("## 项目\n\n## 项目\n\n### 其他 {#qi-ta}\n\n## ——\n");
    let ids: Vec<_> = headings(&events, &as_written).into_iter().map(|heading| heading.id).collect();
    assert_eq!(ids, ["xiang-mu", "xiang-mu-2", "qi-ta", "section"]);
}

#[test]
fn braces_in_a_heading_are_words_unless_they_name_an_anchor() {
    let found = |text: &str| -> Vec<(String, String)> {
        let found = headings(&events(text), &as_written);
        found.into_iter().map(|heading| (heading.title, heading.id)).collect()
    };
    let one = |title: &str, id: &str| vec![(title.to_owned(), id.to_owned())];
    for (text, expected) in [
        ("## 收入{单位：万元}", one("收入{单位：万元}", "shou-ru-dan-wei-wan-yuan")),
        ("## 名单 {第3批}", one("名单 {第3批}", "ming-dan-di-3-pi")),
        ("## 目标{ 2023 }  \r\n", one("目标{ 2023 }", "mu-biao-2023")),
        ("目标{.x #a}\n===\n", one("目标{.x #a}", "mu-biao-x-a")),
        ("甲\n乙{3}\n---\n", one("甲乙{3}", "jia-yi-3")),
        ("> ## 甲{1}", one("甲{1}", "jia-1")),
        ("- ## 甲{1}", one("甲{1}", "jia-1")),
        ("## 甲{#}", one("甲{#}", "jia")),
        ("## 甲{#a b}", one("甲{#a b}", "jia-a-b")),
        ("## 甲{{1}", one("甲{{1}", "jia-1")),
        ("## 甲{}", one("甲{}", "jia")),
        ("## 甲 {1} ##", one("甲 {1}", "jia-1")),
        ("## 其他 {#qi-ta}", one("其他", "qi-ta")),
        ("其他 { #qi-ta }\n---", one("其他", "qi-ta")),
        (r"## 其他 \{#qi-ta}", one("其他 {#qi-ta}", "qi-ta-qi-ta")),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
    let text = format!("## 甲{{1}}{FENCE}\n\n## 乙{{2}}\n\n~丙~{FENCE}");
    assert!(found(&text).iter().any(|(title, _)| title == "乙{2}"), "{:?}", found(&text));
    assert!(html(&text).contains("~丙~"));
    let code = "```{.yaml}\na: {1}\n```\n\n<div style=\"{1}\n{2}\">甲</div>\n\n[乙]: /a/{1}\n\n[乙][]";
    assert!(!html(code).contains([FENCE, TILDE]), "{}", html(code));
    assert!(html(code).contains("{.yaml}") && html(code).contains("/a/%7B1%7D"), "{}", html(code));
}

#[test]
fn a_single_tilde_is_one() {
    for (text, expected) in [
        ("时间：~3月5日；~3月6日~。", "<p>时间：~3月5日；~3月6日~。</p>"),
        ("（~5年）的3元，（10年~）", "<p>（~5年）的3元，（10年~）</p>"),
        ("~~删~5~去~~", "<p><del>删~5~去</del></p>"),
        ("约~5年的**30~40**元", "<p>约~5年的<strong>30~40</strong>元</p>"),
        (r"\~甲~\\~乙~", r"<p>~甲~\~乙~</p>"),
        ("`~a~`\n\n~~~\n~b~\n~~~", "<p><code>~a~</code></p>\n<pre><code>~b~\n</code></pre>"),
        ("[~甲~](/~a/b~ \"~\")", "<p><a href=\"/~a/b~\" title=\"~\">~甲~</a></p>"),
        ("https://a.cn/~b/~c", "<p><a href=\"https://a.cn/~b/~c\">https://a.cn/~b/~c</a></p>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
        let places = events(text).into_iter().filter_map(|(event, place)| match event {
            Event::Text(words) if !words.contains("://") => Some((words.into_string(), text[place].to_owned())),
            _ => None,
        });
        for (words, written) in places.filter(|(words, _)| !words.contains('\\') && words.starts_with('~')) {
            assert!(written.contains(&words), "{text}: {words} {written}");
        }
    }
    let notes = html("甲[^a~b]乙~\n\n[^a~b]: 丙~");
    assert!(!notes.contains(TILDE), "{notes}");
}

/// What the references of a text are, each with the source it came from; `!` for one that is not closed.
fn found(text: &str) -> Vec<(String, &str)> {
    let reference = |(event, range): Placed<'static>| match event {
        Event::InlineMath(expression) => Some((expression.into_string(), &text[range])),
        Event::DisplayMath(_) => Some(("!".to_owned(), &text[range])),
        _ => None,
    };
    events(text).into_iter().filter_map(reference).collect()
}

#[test]
fn references_are_taken_out_with_their_places() {
    for (text, expected) in [
        ("投资{{ a.b_c_d }}。", vec![("a.b_c_d", "{{ a.b_c_d }}")]),
        ("\u{3000}\u{3000}{{a.b,万元}}、{{ all.x }}", vec![("a.b,万元", "{{a.b,万元}}"), ("all.x", "{{ all.x }}")]),
        ("&amp;**共{{ a.b }}**项", vec![("a.b", "{{ a.b }}")]),
        ("|甲|\n|-|\n|{{ a.b }}|\n", vec![("a.b", "{{ a.b }}")]),
        ("## 共{{ a.b }}\n", vec![("a.b", "{{ a.b }}")]),
        ("[共{{ a.b }}](x)![{{ a.c }}](y)", vec![("a.b", "{{ a.b }}"), ("a.c", "{{ a.c }}")]),
        ("{{ a.b {{ a.c }}", vec![("!", "{{"), ("a.c", "{{ a.c }}")]),
        ("{{ a.b\n\n}}", vec![("!", "{{")]),
        (r"\{{ a.b }} {\{ a.b }} &#123;{ a.b }} {{ a.c }}", vec![("a.c", "{{ a.c }}")]),
        (r"\\{{ a.b }}", vec![("a.b", "{{ a.b }}")]),
        ("`{{ a.b }}`\n\n```\n{{ a.b }}\n```\n\n    {{ a.b }}\n", vec![]),
        ("<b>{{ a.b }}</b>", vec![("a.b", "{{ a.b }}")]),
    ] {
        let found = found(text);
        assert_eq!(found.iter().map(|(a, b)| (a.as_str(), *b)).collect::<Vec<_>>(), expected, "{text}");
    }
    assert_eq!(html(r"甲\{{ a.b }}"), "<p>甲{{ a.b }}</p>");
}

#[test]
fn headings_and_plain_texts_have_the_words_of_references() {
    let quoted = |expression: &str| format!("<{expression}>");
    assert_eq!(plain("共**{{ a.b }}**项 `{{`", &quoted), "共<a.b>项 {{");
    let headings = headings(&events("## 共{{ a.b }}项"), &|_| "12".to_owned());
    assert_eq!((headings[0].title.as_str(), headings[0].id.as_str()), ("共12项", "gong-12-xiang"));
}

proptest! {
    #[test]
    fn places_lie_in_the_text(text in "[*_~a一。“ \\n#|{}&;<?>\\\\-]{0,40}") {
        for (event, range) in events(&text) {
            prop_assert!(text.get(range.clone()).is_some(), "{range:?}");
            prop_assert!(!format!("{event:?}").contains([FENCE, TILDE, '\u{1}']), "{event:?}");
        }
        for line in Read::of(&text).lines.into_iter().flatten() {
            prop_assert!(text.get(line.place.clone()).is_some(), "{line:?}");
        }
    }

    #[test]
    fn cells_are_those_of_markdown(row in "[a|`\\\\ *\"甲]{0,24}") {
        let text = format!("|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n| {row}\n");
        let mut rows = Vec::new();
        for (event, range) in events(&text) {
            match event {
                Event::Start(Tag::TableRow) => rows.push((range, 0)),
                // Missing cells are filled in at the row's end.
                Event::Start(Tag::TableCell) => {
                    if let Some((place, n)) = rows.last_mut().filter(|(place, _)| range.start < place.end) {
                        let _ = place;
                        *n += 1;
                    }
                }
                _ => {}
            }
        }
        for (place, n) in rows {
            prop_assert_eq!(cells(&text[place.clone()]).len().min(6), n, "{:?}", &text[place]);
        }
    }

    #[test]
    fn any_text_parses_without_panic(text in "\\PC{0,80}") {
        let _ = headings(&events(&text), &as_written);
    }
}
