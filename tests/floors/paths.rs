//! The paths in the sources, and the modules they lead to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The segments of a path, without `crate`.
pub(crate) type Segments = Vec<String>;

/// Every module by its path.
pub(crate) struct House {
    pub(crate) modules: BTreeMap<Segments, Module>,
}

#[derive(Default)]
pub(crate) struct Module {
    used: Vec<Used>,
    /// Names of what is defined there.
    items: BTreeSet<String>,
}

/// A path as it is written.
struct Used {
    path: Segments,
    /// `FILE:LINE`.
    at: String,
    in_test: bool,
    /// The name an import gives it; `*` for all that is there.
    name: Option<String>,
}

/// One module uses another.
pub(crate) struct Step {
    pub(crate) from: Segments,
    pub(crate) to: Segments,
    pub(crate) at: String,
    pub(crate) in_test: bool,
}

impl House {
    /// The house in a folder.
    pub(crate) fn read(folder: &str) -> Self {
        let mut files = Vec::new();
        rust_files(Path::new(folder), &mut files);
        let inside = |path: String| path.strip_prefix(folder).map(|path| path.trim_start_matches('/').to_owned());
        Self::of(files.into_iter().filter_map(|(path, text)| Some((inside(path)?, text))).collect())
    }

    /// The house of some files: their paths in `src` and their texts.
    pub(crate) fn of(files: Vec<(String, String)>) -> Self {
        let mut modules = BTreeMap::new();
        for (file, text) in files {
            let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
            let path: Segments = path.split('/').filter(|name| *name != "lib").map(str::to_owned).collect();
            let in_test = path.last().is_some_and(|name| name == "tests");
            let mut module = Module::default();
            let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
            Reader { file: &file, module: &mut module }.read(tokens, &path, in_test);
            modules.insert(path, module);
        }
        Self { modules }
    }

    /// Which module uses which.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Step> {
        self.modules.iter().flat_map(move |(from, module)| {
            module.used.iter().filter_map(move |used| {
                let to = self.resolve(&used.path, 0)?;
                Some(Step { from: from.clone(), to, at: used.at.clone(), in_test: used.in_test })
            })
        })
    }

    /// The module that holds what a path names, behind the imports it leads through.
    fn resolve(&self, path: &[String], depth: usize) -> Option<Segments> {
        let mut at = Segments::new();
        for (i, name) in path.iter().enumerate() {
            let child = [at.as_slice(), std::slice::from_ref(name)].concat();
            if self.modules.contains_key(&child) {
                at = child;
                continue;
            }
            let rest = path.get(i + 1..).unwrap_or_default();
            return self.behind(&at, name, rest, depth).or(Some(at));
        }
        Some(at)
    }

    /// What a name of a module stands for that is none of its own modules.
    fn behind(&self, at: &[String], name: &str, rest: &[String], depth: usize) -> Option<Segments> {
        let module = self.modules.get(at).filter(|_| depth < 8)?;
        if module.items.contains(name) {
            return None;
        }
        let imports = || module.used.iter().filter(|used| !used.in_test);
        if let Some(import) = imports().find(|used| used.name.as_deref() == Some(name)) {
            return self.resolve(&[import.path.as_slice(), rest].concat(), depth + 1);
        }
        let all = imports().filter(|used| used.name.as_deref() == Some("*")).map(|used| used.path.as_slice());
        // Macros re-export what stands in the modules they declare.
        let below = self.modules.keys().filter(|path| path.len() == at.len() + 1 && path.starts_with(at));
        let defines = |path: &Segments| self.modules.get(path).is_some_and(|module| module.items.contains(name));
        let mut given = all.filter_map(|path| self.resolve(path, depth + 1)).chain(below.cloned());
        given.find(defines)
    }
}

struct Reader<'a> {
    file: &'a str,
    module: &'a mut Module,
}

impl Reader<'_> {
    /// Reads the paths of some tokens that stand in the module `at`.
    fn read(&mut self, tokens: TokenStream, at: &[String], in_test: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        let mut test_item = false;
        while let [first, after @ ..] = rest {
            rest = after;
            match (first, after) {
                (TokenTree::Punct(hash), [TokenTree::Group(attribute), after @ ..]) if hash.as_char() == '#' => {
                    test_item |= attribute.stream().to_string().replace(' ', "") == "cfg(test)";
                    rest = after;
                }
                (TokenTree::Punct(end), _) if end.as_char() == ';' => test_item = false,
                (TokenTree::Ident(word), _) if word == "use" => {
                    let end =
                        after.iter().position(|token| matches!(token, TokenTree::Punct(end) if end.as_char() == ';'));
                    let (tree, after) = after.split_at(end.unwrap_or(after.len()));
                    self.import(tree, &[], at, in_test || test_item);
                    rest = after;
                }
                (TokenTree::Ident(word), [TokenTree::Ident(name), TokenTree::Group(body), after @ ..])
                    if word == "mod" =>
                {
                    let inner = [at, &[name.to_string()]].concat();
                    self.read(body.stream(), &inner, in_test || test_item);
                    (rest, test_item) = (after, false);
                }
                (TokenTree::Ident(word), _) => {
                    let word_text = word.to_string();
                    let defines = ["fn", "struct", "enum", "trait", "type", "const", "static", "union"];
                    if let ([TokenTree::Ident(name), ..], true) = (after, defines.contains(&word_text.as_str())) {
                        self.module.items.insert(name.to_string());
                    }
                    if ["crate", "super", "self"].contains(&word_text.as_str()) && !segments(after).0.is_empty() {
                        let (more, after) = segments(after);
                        self.used(&[&[word_text][..], &more].concat(), at, first, in_test || test_item, None);
                        rest = after;
                    }
                }
                (TokenTree::Group(group), _) => {
                    self.read(group.stream(), at, in_test || test_item);
                    test_item &= group.delimiter() != Delimiter::Brace;
                }
                _ => {}
            }
        }
    }

    /// Reads an import, or a part of one, behind `before`.
    fn import(&mut self, tree: &[TokenTree], before: &[String], at: &[String], in_test: bool) {
        let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',');
        for part in tree.split(is_comma).filter(|part| !part.is_empty()) {
            let start = part.iter().position(|token| matches!(token, TokenTree::Ident(_) | TokenTree::Group(_)));
            let part = part.get(start.unwrap_or(0)..).unwrap_or_default();
            let (path, rest) = match part {
                [TokenTree::Ident(first), rest @ ..] => {
                    let (more, rest) = segments(rest);
                    let path = [before, &[first.to_string()], &more].concat();
                    (path, rest)
                }
                _ => (before.to_vec(), part),
            };
            let group = rest.iter().find_map(|token| match token {
                TokenTree::Group(group) => Some(group.stream()),
                _ => None,
            });
            let star = |token: &TokenTree| matches!(token, TokenTree::Punct(star) if star.as_char() == '*');
            let renamed = match rest {
                [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "as" => Some(name.to_string()),
                _ => None,
            };
            if let Some(group) = group {
                self.import(&group.into_iter().collect::<Vec<_>>(), &path, at, in_test);
            } else if let Some(place) = part.first() {
                let path = match path.split_last() {
                    Some((last, before)) if last == "self" && !before.is_empty() => before.to_vec(),
                    _ => path,
                };
                let name = if rest.iter().any(star) { Some("*".to_owned()) } else { renamed.or(path.last().cloned()) };
                self.used(&path, at, place, in_test, name);
            }
        }
    }

    fn used(&mut self, path: &[String], at: &[String], place: &TokenTree, in_test: bool, name: Option<String>) {
        let mut from = at.to_vec();
        let mut path = path;
        while let [first, rest @ ..] = path {
            match first.as_str() {
                "crate" => from.clear(),
                "super" => drop(from.pop()),
                "self" => {}
                _ => break,
            }
            path = rest;
        }
        // A path that begins with a name is one of a module's own names, or of another crate: both lead out of nothing.
        let at = format!("{}:{}", self.file, place.span().start().line);
        self.module.used.push(Used { path: [&from, path].concat(), at, in_test, name });
    }
}

/// The names that follow, each behind `::`, and what stands after them.
fn segments(tokens: &[TokenTree]) -> (Segments, &[TokenTree]) {
    let (mut names, mut rest) = (Segments::new(), tokens);
    while let [TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(name), after @ ..] = rest
        && (a.as_char(), b.as_char()) == (':', ':')
    {
        names.push(name.to_string());
        rest = after;
    }
    (names, rest)
}

fn rust_files(folder: &Path, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            rust_files(&entry, files);
        } else if entry.extension().is_some_and(|ext| ext == "rs") {
            files.push((entry.display().to_string(), fs::read_to_string(&entry).expect("a file")));
        }
    }
}
