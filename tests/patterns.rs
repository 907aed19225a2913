//! Every regular expression of the sources compiles. One that does not would be switched off without a word, since
//! nothing that content reaches may panic: so each `Regex::new(…)` is read from the sources, its pattern put together from
//! literals and constants as the program does, and compiled. What cannot be put together here is a fault, too.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use regex::Regex;

#[test]
fn every_pattern_compiles() {
    let (mut faults, mut read) = (Vec::new(), 0);
    for (file, text) in rust_files(Path::new("src")) {
        let (patterns, other) = patterns_of(&text);
        faults.extend(other.into_iter().map(|fault| format!("{file}:{fault}")));
        read += patterns.len();
        faults.extend(patterns.into_iter().filter_map(|(line, pattern)| {
            let error = Regex::new(&pattern).err()?;
            Some(format!("{file}:{line}: {error}"))
        }));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert!(read > 100, "only {read} patterns were read");
}

/// The harness tells of a pattern that does not compile, and of one that it cannot read, wherever they are written.
#[test]
fn bad_patterns_are_told() {
    for (text, wanted) in [
        (r#"static A: X = LazyLock::new(|| Regex::new("a(").ok());"#, Ok("a(")),
        (r##"fn f() { regex::Regex::new(r#"a"("#).ok()?; }"##, Ok("a\"(")),
        (r#"const B: &str = concat!("a", r"\d("); fn f() { g(Regex::new(B)) }"#, Ok(r"a\d(")),
        (r#"const B: [&str; 2] = ["a", "b("]; fn f() { [Regex::new(B[1])]; }"#, Ok("b(")),
        (r#"fn f() { let a = "b"; } fn g() { let a = "c"; || Regex::new(&format!("{{{a}(")); }"#, Ok("{c(")),
        (r#"macro_rules! p { ($t:expr) => { Regex::new($t) } } fn f() { p!("a(") }"#, Ok("a(")),
        (r#"fn f() { let a: String = S.iter().map(|s| *s).collect(); Regex::new(&format!("[{a}]+(")) }"#, Ok("[于]+(")),
        (r#"const T: &[R] = &[(1, "a(")]; fn f() { || T.iter().map(|(n, p)| (n, Regex::new(p).ok())) }"#, Ok("a(")),
        ("fn f(a: &str) { Regex::new(a) }", Err("1: “a”")),
        ("fn f(a: &str) { all.map(Regex::new) }", Err("1: Regex::")),
        ("fn f(a: &str) { \"a\".parse::<Regex>() }", Err("1: parse")),
        ("\nuse regex::RegexSet;", Err("2: RegexSet")),
        ("use regex::Regex as R;", Err("1: Regex as")),
        (r#"fn f() { Regex::new(&format!("{}", a())) }"#, Err("1: ")),
    ] {
        let (patterns, faults) = patterns_of(text);
        match wanted {
            Ok(pattern) => {
                assert_eq!((patterns.len(), patterns[0].1.as_str(), faults.len()), (1, pattern, 0), "{text}");
            }
            Err(start) => assert!(faults.len() == 1 && faults[0].starts_with(start), "{text}: {faults:?}"),
        }
    }
    let broken = ["a", "("].concat();
    assert!(Regex::new(&broken).is_err());
}

/// The patterns of a file, each with its line, and what was not understood.
fn patterns_of(text: &str) -> (Vec<(usize, String)>, Vec<String>) {
    let tokens: Vec<TokenTree> = text.parse::<TokenStream>().expect("Rust").into_iter().collect();
    let (mut patterns, mut faults) = (Vec::new(), Vec::new());
    read(&tokens, &mut Vec::new(), None, &mut |place, found| match found {
        Ok(all) => patterns.extend(all.into_iter().map(|pattern| (line(place), pattern))),
        Err(fault) => faults.push(format!("{}: {fault}", line(place))),
    });
    (patterns, faults)
}

fn line(token: &TokenTree) -> usize {
    token.span().start().line
}

type Found<'a> = dyn FnMut(&TokenTree, Result<Vec<String>, String>) + 'a;

/// Reads the patterns of `tokens`, which stand in `scopes`, and in a macro of that name.
fn read<'t>(tokens: &'t [TokenTree], scopes: &mut Vec<&'t [TokenTree]>, in_macro: Option<&str>, found: &mut Found<'_>) {
    scopes.push(tokens);
    for (i, token) in tokens.iter().enumerate() {
        let after = &tokens[i + 1..];
        match token {
            TokenTree::Ident(name) if name == "Regex" => match after {
                [a, b, TokenTree::Ident(new), TokenTree::Group(argument), ..]
                    if is(a, ':') && is(b, ':') && new == "new" && argument.delimiter() == Delimiter::Parenthesis =>
                {
                    let argument: Vec<TokenTree> = argument.stream().into_iter().collect();
                    found(token, value(&argument, scopes, in_macro));
                }
                [a, b, ..] if is(a, ':') && is(b, ':') => {
                    found(token, Err("Regex:: without new(…): compile each pattern by Regex::new(…)".into()));
                }
                [TokenTree::Ident(word), ..] if word == "as" => found(token, Err("Regex as another name".into())),
                _ if i > 3 && matches!(&tokens[i - 4], TokenTree::Ident(word) if word == "parse") => {
                    found(token, Err("parse gives a Regex: compile each pattern by Regex::new(…)".into()));
                }
                _ => {}
            },
            TokenTree::Ident(name)
                if ["RegexBuilder", "RegexSet", "RegexSetBuilder"].iter().any(|other| name == other) =>
            {
                found(token, Err(format!("{name}: compile each pattern by Regex::new(…)")));
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let name = match i.checked_sub(3).map(|from| &tokens[from..i]) {
                    Some([TokenTree::Ident(word), _, TokenTree::Ident(name)]) if word == "macro_rules" => {
                        Some(name.to_string())
                    }
                    _ => None,
                };
                // Scopes outlive what is read inside them.
                let mut scopes: Vec<&[TokenTree]> = scopes.clone();
                read(&inner, &mut scopes, name.as_deref().or(in_macro), found);
            }
            _ => {}
        }
    }
    scopes.pop();
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// The texts that an expression may be.
fn value(expression: &[TokenTree], scopes: &[&[TokenTree]], in_macro: Option<&str>) -> Result<Vec<String>, String> {
    let shown = || expression.iter().cloned().collect::<TokenStream>().to_string();
    match expression {
        [rest @ .., comma] if is(comma, ',') => value(rest, scopes, in_macro),
        [sign, rest @ ..] if is(sign, '&') => value(rest, scopes, in_macro),
        [TokenTree::Literal(_)] => {
            let literal: syn::LitStr = syn::parse2(expression.iter().cloned().collect()).map_err(|_| shown())?;
            Ok(vec![literal.value()])
        }
        [TokenTree::Ident(name), mark, TokenTree::Group(parts)] if is(mark, '!') => {
            let parts: Vec<TokenTree> = parts.stream().into_iter().collect();
            let one = |part: &[TokenTree]| Ok(value(part, scopes, in_macro)?.concat());
            let mut texts = parts.split(|token| is(token, ',')).filter(|part| !part.is_empty()).map(one);
            match name.to_string().as_str() {
                "concat" => Ok(vec![texts.collect::<Result<Vec<_>, String>>()?.concat()]),
                "format" => {
                    let text = texts.next().ok_or_else(shown)??;
                    Ok(vec![filled(&text, &|name| one(&[proc_macro2::Ident::new(name, mark.span()).into()]))?])
                }
                _ => Err(format!("“{}” cannot be read here", shown())),
            }
        }
        [TokenTree::Ident(name)] => match definition(&name.to_string(), scopes) {
            Ok(text) => value(text, scopes, in_macro),
            Err(fault) => {
                let column = column(&name.to_string(), scopes).ok_or(fault)?;
                let values = column.iter().map(|field| value(field, scopes, in_macro));
                Ok(values.collect::<Result<Vec<_>, String>>()?.concat())
            }
        },
        [TokenTree::Ident(name), TokenTree::Group(index)] => {
            let index: usize = index.stream().to_string().parse().map_err(|_| shown())?;
            let [TokenTree::Group(list)] = definition(&name.to_string(), scopes)? else { return Err(shown()) };
            let list: Vec<TokenTree> = list.stream().into_iter().collect();
            value(list.split(|token| is(token, ',')).nth(index).ok_or_else(shown)?, scopes, in_macro)
        }
        [sign, TokenTree::Ident(_)] if is(sign, '$') => {
            let (name, file) = in_macro.zip(scopes.first()).ok_or_else(shown)?;
            let mut given = Vec::new();
            invocations(file, name, &mut given);
            let values = given.iter().map(|given| value(given, scopes, None));
            Ok(values.collect::<Result<Vec<_>, String>>()?.concat())
        }
        // Characters collected from a table stand for one of them.
        [.., TokenTree::Ident(word), TokenTree::Group(_)] if word == "collect" => Ok(vec!["于".to_owned()]),
        _ => Err(format!("“{}” cannot be read here: write the pattern as a text, concat! or format!", shown())),
    }
}

/// A format with its names filled in.
fn filled(text: &str, named: &dyn Fn(&str) -> Result<String, String>) -> Result<String, String> {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        out += &rest[..at];
        let sign = &rest[at..at + 1];
        if rest[at + 1..].starts_with(sign) {
            out += sign;
            rest = &rest[at + 2..];
        } else {
            let end = rest[at..].find('}').ok_or("a brace is not closed")?;
            let name = &rest[at + 1..at + end];
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                return Err(format!("“{{{name}}}” cannot be read here: name what is put in"));
            }
            out += &named(name)?;
            rest = &rest[at + end + 1..];
        }
    }
    Ok(out + rest)
}

/// What a name is made equal to, in the innermost of some scopes.
fn definition<'t>(name: &str, scopes: &[&'t [TokenTree]]) -> Result<&'t [TokenTree], String> {
    let in_scope = |scope: &'t [TokenTree]| {
        let at = (1..scope.len()).rfind(|at| {
            let [before, token] = [&scope[at - 1], &scope[*at]];
            let defines = |word: &TokenTree| ["const", "let", "static"].contains(&word.to_string().as_str());
            defines(before) && matches!(token, TokenTree::Ident(other) if other == name)
        })?;
        let rest = &scope[at..];
        let start = rest.iter().position(|token| is(token, '='))? + 1;
        let end = rest.iter().position(|token| is(token, ';'))?;
        rest.get(start..end)
    };
    let found = scopes.iter().rev().find_map(|scope| in_scope(scope));
    found.ok_or_else(|| format!("“{name}” is no text of this file"))
}

/// The fields that a name stands for in `TABLE.iter().map(|(…, name, …)| …)`.
fn column(name: &str, scopes: &[&[TokenTree]]) -> Option<Vec<Vec<TokenTree>>> {
    let parts = |group: &proc_macro2::Group| -> Vec<Vec<TokenTree>> {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        tokens.split(|token| is(token, ',')).filter(|part| !part.is_empty()).map(<[TokenTree]>::to_vec).collect()
    };
    let call = |call: &[TokenTree]| {
        let [TokenTree::Ident(table), _, TokenTree::Ident(iter), _, _, TokenTree::Ident(_), TokenTree::Group(closure)] =
            call
        else {
            return None;
        };
        let closure: Vec<TokenTree> = closure.stream().into_iter().collect();
        let [bar, TokenTree::Group(names), ..] = closure.as_slice() else { return None };
        let named = |part: &Vec<TokenTree>| matches!(part.as_slice(), [TokenTree::Ident(other)] if other == name);
        let place = parts(names).iter().position(named).filter(|_| iter == "iter" && is(bar, '|'))?;
        Some((table.to_string(), place))
    };
    let (table, place) = scopes.iter().rev().find_map(|scope| scope.windows(7).find_map(call))?;
    let [.., TokenTree::Group(rows)] = definition(&table, scopes).ok()? else { return None };
    let field = |row: &Vec<TokenTree>| match row.as_slice() {
        [TokenTree::Group(row)] => parts(row).into_iter().nth(place),
        _ => None,
    };
    parts(rows).iter().map(field).collect()
}

/// What a macro is given, everywhere in a file.
fn invocations(tokens: &[TokenTree], name: &str, given: &mut Vec<Vec<TokenTree>>) {
    for (i, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        match i.checked_sub(2).map(|from| &tokens[from..i]) {
            Some([TokenTree::Ident(word), mark]) if word == name && is(mark, '!') => given.push(inner),
            _ => invocations(&inner, name, given),
        }
    }
}

fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|ext| ext == "rs") {
            files.push((entry.display().to_string(), fs::read_to_string(&entry).expect("a file")));
        }
    }
    files.sort();
    files
}
