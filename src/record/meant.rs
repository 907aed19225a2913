//! What was meant by an id, a name or a file that is not there.

use super::bulletin::{Absent, Bulletin};
use super::entry::Entry;
use super::lookup::{Files, Names, file_name};
use super::synonyms::says_nothing;
use super::{Kind, Record};
use crate::diagnostic::Text;
use crate::text::{is_invisible, is_slug, narrow, nearest, nearest_sorted, slug};

impl Bulletin {
    /// The image or file that `name` was probably meant to be: one of that name elsewhere, or of nearly that path.
    pub(super) fn meant_file(&self, name: &str) -> Option<&str> {
        let files = self.lookup.files.get_or_init(|| Files::of(self.assets.keys().cloned().collect()));
        let end = file_name(name);
        let same = files.by_name.get(end).or_else(|| files.by_small.get(&end.to_ascii_lowercase()));
        let at = |place: usize| files.paths.get(place).map(String::as_str);
        same.and_then(|place| at(*place))
            .or_else(|| nearest_sorted(name.trim_start_matches('/'), files.paths.len(), &at))
    }

    /// Help for an image or file that is not there: the one that was meant, or where to put it. `folder` is that of its sort.
    pub fn where_to_put(&self, name: &str, folder: &str) -> Text {
        let end = file_name(name);
        match self.meant_file(name) {
            Some(near) => Text::new(format!("是不是“/{near}”？"), format!("did you mean \"/{near}\"?")),
            None => Text::new(
                format!("把 {end} 放到 content/{folder}/ 里，写 /{folder}/{end}；放在记录旁边的，只写文件名"),
                format!(
                    "put {end} into content/{folder}/ and write /{folder}/{end}, or put it beside the record and write its name"
                ),
            ),
        }
    }

    /// The id of a record of a kind that was probably meant by one that is not there.
    pub fn nearest_id(&self, kind: Kind, id: &str) -> Option<&str> {
        self.nearest_other(kind, id, None)
    }

    /// The same, but not that of the record at a place.
    fn nearest_other(&self, kind: Kind, id: &str, but: Option<usize>) -> Option<&str> {
        let range = self.range_of(Some(kind));
        let but = but.filter(|but| range.contains(but));
        let at = |place: usize| {
            let place = range.start + place;
            let place = place + usize::from(but.is_some_and(|but| but <= place));
            self.entries.get(place).map(|entry| entry.id.as_str())
        };
        nearest_sorted(id, range.len() - usize::from(but.is_some()), &at)
    }

    /// The registered source document with this id, or the one that was probably meant by it.
    ///
    /// # Errors
    /// What was meant, where there is none.
    pub(super) fn document_id(&self, id: &str) -> Result<(), Option<&str>> {
        let ids = self.lookup.documents.get_or_init(|| {
            let mut ids: Vec<String> = self.config.documents.iter().map(|document| document.id.clone()).collect();
            ids.sort();
            ids
        });
        let at = |place: usize| ids.get(place).map(String::as_str);
        match ids.binary_search_by(|other| other.as_str().cmp(id)) {
            Ok(_) => Ok(()),
            Err(_) => Err(nearest_sorted(id, ids.len(), &at)),
        }
    }

    fn names(&self) -> &Names {
        self.lookup.names.get_or_init(|| {
            Names::of(self.entries.iter().map(|entry| {
                let number = match &entry.record {
                    Record::Notice(notice) => notice.number.as_deref(),
                    _ => None,
                };
                (entry.kind, entry.record.common().title, number)
            }))
        })
    }

    fn nearest_unread(&self, id: &str) -> Option<&str> {
        let unread = self.lookup.unread.get_or_init(|| {
            let unread = self.absent.iter().filter(|(_, why)| **why == Absent::Unread);
            unread.map(|(id, _)| id.clone()).collect()
        });
        nearest_sorted(id, unread.len(), &|place| unread.get(place).map(String::as_str))
    }
}

/// A reference to what is not there.
struct Lost<'a> {
    bulletin: &'a Bulletin,
    /// What is written.
    id: &'a str,
    /// The kind that is wanted, by name; nothing where any will do.
    kind: &'a str,
    /// The kinds that will do, in the order of the bulletin.
    kinds: &'a [Kind],
    /// The place of the record that refers.
    from: Option<usize>,
}

/// Help that offers the nearest id, or those there are, or to make a record. `from`: the record that refers, and whether the
/// reference is one of a list.
pub(super) fn candidates(
    bulletin: &Bulletin,
    (from, is_of_list): (Option<&Entry>, bool),
    id: &str,
    kind: &str,
) -> Text {
    let wanted = Kind::from_name(kind);
    let kinds = wanted.as_ref().map_or(Kind::ALL, std::slice::from_ref);
    let from = from.and_then(|from| bulletin.place_of(&from.id));
    let lost = Lost { bulletin, id, kind, kinds, from };
    if says_nothing(id) {
        return Text::new(
            "没有、还不知道的不写：删去它",
            "what there is none of, or is not known, is left out: delete it",
        );
    }
    lost.mistyped(is_of_list)
        .or_else(|| lost.named())
        .or_else(|| lost.near())
        .or_else(|| lost.part_of_name())
        .unwrap_or_else(|| lost.known_ids())
}

impl Lost<'_> {
    fn entry(&self, place: usize) -> Option<&Entry> {
        self.bulletin.entries.get(place)
    }

    /// The place of the record with an id, where it is of a kind that will do.
    fn with_id(&self, id: &str) -> Option<usize> {
        let place = self.bulletin.place_of(id)?;
        self.entry(place).filter(|entry| self.kinds.contains(&entry.kind)).map(|_| place)
    }

    /// Help for a text that is one or several ids, or names, but for its signs.
    fn mistyped(&self, is_of_list: bool) -> Option<Text> {
        let id = self.id;
        if let Some(c) = id.chars().find(|c| is_invisible(*c)) {
            let code = format!("U+{:04X}", u32::from(c));
            let plain: String = id.chars().filter(|c| !is_invisible(*c)).collect();
            return Some(Text::new(
                format!("里面有看不见的字符 {code}，删去后重新输入：{plain}"),
                format!("there is a character in it that nobody sees, {code}; delete it and type again: {plain}"),
            ));
        }
        if let Some(named) = id.strip_suffix("的编号") {
            return Some(Text::new(
                format!("写上{named}的编号，即它的文件名（不带扩展名）；不知道的删去这一项"),
                format!("write the id of {named}, which is its file's name without extension, or leave it out"),
            ));
        }
        let last =
            id.trim_end_matches('/').rsplit('/').next().filter(|last| *last != id && self.with_id(last).is_some());
        if let Some(last) = last {
            return Some(Text::new(format!("只写编号：{last}"), format!("write only the id: {last}")));
        }
        let bare = id.trim_matches(['“', '”', '‘', '’', '"', '\'']);
        if bare != id && is_slug(bare) {
            return Some(Text::new(format!("编号不加引号：{bare}"), format!("an id has no quotes: {bare}")));
        }
        let parts = id.split(['，', '、', ',', '；', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.collect();
        if parts.len() < 2 {
            return None;
        }
        let of_part = |part: &str| {
            let named = self.bulletin.names().named(self.kinds, part, None);
            let named = self.with_id(part).into_iter().chain(named).min().and_then(|place| self.entry(place));
            named.map_or_else(|| part.to_owned(), |entry| entry.id.clone())
        };
        let parts: Vec<String> = parts.into_iter().map(of_part).collect();
        let list = parts.join(", ");
        let are_ids = parts.iter().all(|part| is_slug(part));
        (are_ids || !id.contains(' ')).then(|| match (is_of_list, are_ids) {
            (true, true) => Text::new(
                format!("几个编号之间用半角逗号加空格：{list}"),
                format!("put a half-width comma and a space between ids: {list}"),
            ),
            (true, false) => Text::new(
                "每一项只写一个编号，编号是文件名（不带扩展名）",
                "each item is one id, which is a file name without its extension",
            ),
            (false, _) => Text::new(
                format!(
                    "这里只写一个，写牵头的：{}；别的写进专班 team 或说明 note",
                    parts.first().map_or("", String::as_str)
                ),
                format!(
                    "one stands here, the one that leads: {}; the others go into team or note",
                    parts.first().map_or("", String::as_str)
                ),
            ),
        })
    }

    /// Help for the name of a record, or its id in full-width letters.
    fn named(&self) -> Option<Text> {
        let narrow = narrow(self.id);
        let wide =
            (narrow != self.id).then(|| self.with_id(&narrow)).flatten().filter(|place| Some(*place) != self.from);
        let named = self.bulletin.names().named(self.kinds, self.id, self.from);
        let id = &self.entry(wide.into_iter().chain(named).min()?)?.id;
        Some(Text::new(format!("这里写编号，不写名称：{id}"), format!("write the id, not the name: {id}")))
    }

    /// Help that offers the nearest id, of a record or of a file that cannot be read.
    fn near(&self) -> Option<Text> {
        let id = self.id.to_lowercase();
        let of_kinds = self.kinds.iter().filter_map(|kind| self.bulletin.nearest_other(*kind, &id, self.from));
        let near = nearest(&id, of_kinds.chain(self.bulletin.nearest_unread(&id)))?;
        Some(Text::new(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")))
    }

    /// Help for a word that stands in the names of records.
    fn part_of_name(&self) -> Option<Text> {
        let named = self.bulletin.names().with(self.kinds, self.id, self.from);
        let named = named.into_iter().filter_map(|place| self.entry(place));
        let alike: Vec<(&str, &str)> = named.map(|entry| (entry.id.as_str(), entry.record.common().title)).collect();
        let zh: Vec<String> = alike.iter().map(|(id, title)| format!("{id}（{title}）")).collect();
        let en: Vec<&str> = alike.iter().map(|(id, _)| *id).collect();
        (!alike.is_empty()).then(|| {
            Text::new(
                format!("这里写编号，不写名称：{}", zh.join("、")),
                format!("write the id, not the name: {}", en.join(", ")),
            )
        })
    }

    /// Help that says which ids there are, and how to make a record.
    fn known_ids(&self) -> Text {
        let (id, kind) = (self.id, self.kind);
        let range = self.bulletin.range_of(Kind::from_name(kind));
        let n = range.len() - usize::from(self.from.is_some_and(|from| range.contains(&from)));
        let (zh, en) = match n {
            0 => (
                "编号就是文件名（不带扩展名）；现在还没有这样的记录".to_owned(),
                "ids are file names without the extension; there is no such record yet".to_owned(),
            ),
            1..=8 if !kind.is_empty() => {
                let others = range.filter(|place| Some(*place) != self.from).filter_map(|place| self.entry(place));
                let named = others.map(|entry| format!("{}（{}）", entry.id, entry.record.common().title));
                let known = named.collect::<Vec<_>>().join("、");
                (format!("现有的编号：{known}"), format!("ids: {known}"))
            }
            _ => {
                let kind = if kind.is_empty() { "KIND" } else { kind };
                (
                    format!("编号就是文件名（不带扩展名），用 gongbao list {kind} 列出"),
                    format!("ids are file names without the extension; gongbao list {kind} shows them"),
                )
            }
        };
        if is_slug(id) || kind.is_empty() {
            return Text::new(zh, en);
        }
        let (make, own) = (format!("gongbao new {kind} {id}"), slug(id));
        Text::new(
            format!("{zh}。还没有就新建：{make}，这里写它的编号 {own}"),
            format!("{en}. Make a new one with {make}, and write its id here: {own}"),
        )
    }
}
