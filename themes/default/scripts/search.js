// Search: fetches parts of the index as they are needed, in step with src/render/search.rs and src/text/terms.rs.
(() => {
"use strict";
let $ = (id) => document.getElementById(id), form = $("search"), list = $("hits"), status = $("found"), more = $("more");
let { root, words, kind } = form.dataset, says = JSON.parse(words), say = (text) => status.textContent = text;
// On a list: what is shown without the script, and what the filters fold into.
let still = $("still"), box = form.closest("details");
let picks = [...form.querySelectorAll("[data-filter]")], { q, sort } = form.elements, best = sort[0].text;
// Results are shown ten at a time.
let base, docs, names = {}, spots = {}, turn = 0, limit = 10, hits = [], parts = [];

// Everything is fetched once.
let kept = {}, table = {}, once = (key, make) => kept[key] || (kept[key] = make());
let get = (path) => once(path, async () => {
	let answer = await fetch(root + path);
	if (!answer.ok) throw 0;
	return { all: new Uint8Array(await answer.arrayBuffer()), at: 0 };
});
let part = (name) => get(base.folder + "/" + name);
let text = (all) => new TextDecoder("gb18030").decode(all), json = (all) => JSON.parse(text(all)), take = (from, length) => from.all.subarray(from.at, from.at += length);
let num = (from) => {
	let value = 0, shift = 1;
	for (let byte = 128; byte > 127; shift *= 128) value += ((byte = from.all[from.at++]) & 127) * shift;
	return value;
};
let nums = (from, length) => Array.from({ length }, () => num(from));
// What is narrowed and ordered by: of each document the place of its value among the names.
let open = () => once("", async () => {
	base = json((await get(form.dataset.index)).all);
	let pairs = [...base.simplified];
	for (let i = 0; i < pairs.length; i += 2) table[pairs[i]] = pairs[i + 1];
	let from = await part(base.script + (kind || "all") + ".bin"), all = [];
	let head = json(take(from, num(from))), length = num(from);
	for (let _ of [0, 0, ...head]) {
		let sort = num(from), col = [], only = sort > 1 && nums(from, num(from));
		while (col.length < length) {
			let value = only && !only.includes(all[2][col.length]) ? 0 : num(from);
			for (let run = sort % 2 ? num(from) : 1; run; run--) col.push(value);
		}
		all.push(col);
	}
	from.at = 0;
	docs = all[0].map((step) => from.at += step);
	[[""], ...head].forEach(([name, known], i) => {
		names[name] = known;
		spots[name] = [];
		docs.forEach((doc, row) => spots[name][doc] = all[i + 1][row]);
	});
});
// The terms of a file, each with its documents as bytes.
let shard = (n) => once(n, async () => {
	let from = await part("t" + n + ".bin"), terms = text(take(from, num(from))).split(" ");
	return nums(from, terms.length).map((length, i) => [terms[i], take(from, length)]);
});
// The hits of a term, or of all that begin with it, by document: the weight above its places' eight bits. It is 4 in the
// text, 8 in the summary, 12 in the title, and 2 more for a whole word.
let look = async (term, begins) => {
	let found = new Uint16Array(base.documents), files = await Promise.all(base.shards.flatMap((start, i, all) =>
		start <= term && !(all[i + 1] <= term) || begins && start.startsWith(term) ? shard(i) : []));
	for (let [other, all] of files.flat()) if (other === term || begins && other.startsWith(term)) {
		let from = { all, at: 0 };
		for (let doc = 0; from.at < all.length;) {
			let value = num(from);
			let hit = (value & 3) * 4 + (other === term && 2) << 8 | (other > "~" && all[from.at++]);
			found[doc += value >> 2] = Math.max(hit, found[doc]);
		}
	}
	return found;
};

// Texts and queries as the index has them: runs of letters of one sort.
let normal = (text) => [...text.normalize("NFKC").toLowerCase()].map((c) => table[c] || c).join("");
let RUN = /[a-z\d]+(\.\d+)*|((?![a-z\d])[\p{Alpha}\p{N}])+/gu;
let NUMBER = /((?:19|20)\d\d)(?:[〕\])】〉>] ?第?0*(\d{1,5})|[年 -]第?0*(\d{1,5})号)(号?)/g;
let WORD = /^[a-z]{2,}$/;
let OPENED = /[〔【［[(（]\d*\D?\d*$/;
let runs = (query) => query.match(RUN) || [];
// What is in both, with the lesser weight; in a row, at the same places.
let both = (row) => (a, b) => a.map((one, i) => {
	let next = row ? one & b[i] & 255 : one && b[i] && 1;
	return next && Math.min(one, b[i]) & ~255 | next;
});
let meet = async (sets, row) => (await Promise.all(sets)).reduce(both(row));
// The documents where a run's pairs follow each other: places count from its start. A long run's every second pair will do.
let chain = (run) => {
	let chars = [...run], last = chars.length - 2;
	return last < 0 ? look(run, true) : meet(chars.flatMap((c, i) => i === last || i < last && (last < 5 || i % 2 < 1) ?
		look(c + chars[i + 1]).then((set) => set.map((hit) => hit & ~255 | (hit & 255) * 257 >> i % 8 & 255)) : []), true);
};
let clause = async (run, query) => {
	if (run > "~") return chain(run);
	// A word that something follows is whole; the last may be the beginning of one.
	let word = await look(run, query.endsWith(run) || query.includes(run + " "));
	if (!WORD.test(run)) return word;
	let initials = await chain([...run].map((c) => String.fromCharCode(0xe000 + c.charCodeAt())).join(""));
	return word.map((hit, i) => hit || initials[i]);
};
// A document number is one term; where there is none, its parts are looked for.
let seek = async (query) => {
	let sets = [], rest = query.replace(NUMBER, (whole, year, a, b, ends, at) => {
		sets.push(look("#" + year + "-" + (a || b), a && !ends && !query[at + whole.length]));
		return " ";
	});
	let known = (await Promise.all(sets)).every((set) => set.some(Number)), length = parts.join("").length;
	let found = parts[0] && await meet(known ? [...sets, ...runs(rest).map((run) => clause(run, query))] : parts.map((run) => clause(run, query)));
	return docs.map((doc) => {
		let weight = found ? found[doc] >> 8 : 1;
		// How much of the title it is.
		return [doc, weight < 12 ? weight : weight + Math.min(1, length / spots[""][doc])];
	}).filter((hit) => hit[1]);
};

// What is shown.
let make = (into, name, sort, text) => {
	let made = document.createElement(name);
	if (sort) made.className = "gb-" + sort;
	made.textContent = text;
	into.append(made);
	return made;
};
let mark = (into, text) => {
	let at = 0;
	if (parts[0]) text.split("").map((c) => normal(c)[0]).join("").replace(RegExp(parts.join("|"), "g"), (found, from) => {
		into.append(text.slice(at, from));
		at = from + found.length;
		make(into, "mark", "", text.slice(from, at));
	});
	into.append(text.slice(at));
};
let file = (doc) => base.script + Math.floor(doc / base.perFile) + ".json";
let card = (item, doc, all) => {
	let [title, url, summary, marks, facts] = all[doc % base.perFile], head = make(item, "div", "card__head"), link = make(head, "a", "card__title");
	link.href = url;
	mark(link, title);
	for (let [sort, key, text] of marks) make(head, "span", sort, text).dataset[sort === "colour" ? sort : "choice"] = key;
	if (summary) mark(make(item, "p", "card__summary"), summary);
	let meta = make(item, "ul", "card__meta");
	let also = kind ? [] : ["kind", "office", "park"].map((name) => ["", (names[name][spots[name][doc] - 1] || "")[1]]);
	for (let [label, text] of facts.concat(also)) if (text) {
		let fact = make(meta, "li");
		if (label) make(fact, "span", "card__label", label);
		fact.append(text);
	}
};
// The hits with the values chosen in all filters, but one where that is given.
let chosen = (all, but) => picks.reduce((all, { name, value }) => {
	if (!value || name === but) return all;
	let place = names[name].findIndex((one) => one[0] === value) + 1;
	return all.filter(([doc]) => spots[name][doc] === (place || -1));
}, all);
let options = (all) => picks.forEach((pick) => {
	let { name, value } = pick, counts = [];
	for (let [doc] of chosen(all, name)) counts[spots[name][doc]] = -~counts[spots[name][doc]];
	pick.length = 1;
	names[name].forEach(([key, title], i) => {
		let count = counts[i + 1], is = key === value;
		if (count || is) pick.add(new Option(title + " (" + (count || 0) + ")", key, is, is));
	});
	pick.parentNode.hidden = !pick[1];
});
// What is asked, as the address has it. It changes when typing is over: at each change browsers may fetch the icon again.
let asks = () => "?" + new URLSearchParams([...new FormData(form)].filter((one) => one[1]));
let keep = () => (location.search || "?") === asks() || history.replaceState(0, "", asks());
let show = async (rest) => {
	let mine = ++turn, typed = q.value, any = asks()[1], rested = new Promise((done) => setTimeout(done, rest));
	if (!rest) keep();
	try {
		await open();
		let query = normal(typed.trim()), cut = runs(query);
		if (rest > 30 || cut.some((run) => !run[1])) await rested;
		if (mine !== turn) return;
		// The longest first, as that is marked.
		parts = cut.sort((a, b) => b.length - a.length);
		let every = await seek(query);
		await rested;
		if (mine !== turn) return;
		// The other script's page is to show the same.
		(document.querySelector(".gb-tools a") || {}).search = asks();
		if (still) still.hidden = any;
		// Without a query the newest comes first.
		sort[0].text = cut[0] ? best : sort[1].text;
		sort[1].hidden = !cut[0];
		let by = { "": (hit) => -hit[1], newest: () => 0, oldest: (hit) => -hit[0] }[sort.value] || ((hit) => spots[sort.value][hit[0]]);
		hits = (any ? chosen(every) : []).sort((a, b) => by(a) - by(b) || a[0] - b[0]);
		// Each result is shown as soon as its file is there.
		list.textContent = "";
		await Promise.all(hits.slice(0, limit).map(async ([doc]) =>
			card(make(list, "li", "card"), doc, json((await part(file(doc))).all))));
		if (mine !== turn) return;
		list.dataset.query = typed;
		more.hidden = !hits[limit];
		setTimeout(() => options(every));
		say(any ? hits[0] ? says.found.replace("{n}", hits.length) : says.none : "");
	} catch (_) {
		if (mine === turn) say(says.failed);
	}
};

// On paper: all that was found, what was chosen, and the address that has it. A page is printed without waiting.
let note = make(form, "p", "print-only");
onbeforeprint = () => {
	if (!hits[0]) return;
	for (let [doc] of hits.slice(list.children.length)) card(make(list, "li", "card"), doc, once("p" + file(doc), () => {
		let ask = new XMLHttpRequest();
		ask.open("GET", root + base.folder + "/" + file(doc), false);
		ask.overrideMimeType("text/plain;charset=gb18030");
		ask.send();
		return JSON.parse(ask.responseText);
	}));
	note.textContent = [q.value, ...[...picks, sort].filter((pick) => pick.value).map((pick) => pick.previousSibling.data + "：" + pick.selectedOptions[0].text), document.querySelector("[rel=canonical]").href + location.search].join(" ");
	list.before(note);
};

// Nothing can be fetched from a folder.
if (location.protocol === "file:") return box || say(says.folder);
for (let [key, value] of new URLSearchParams(location.search)) {
	let field = [q, sort, ...picks].find((one) => one.name === key);
	if (picks.includes(field)) field.add(new Option(value));
	if (field) field.value = value;
}
(box || form).hidden = false;
if (box) {
	box.open = location.search;
	box.ontoggle = () => show();
}
// Typing rests 30 ms before results are fetched; in a document number, where more will be typed, 600.
let again = (event) => {
	event.preventDefault();
	limit = 10;
	if (!event.isComposing) show(event.target !== q ? 0 : OPENED.test(q.value) ? 600 : 30);
};
form.onsubmit = form.oninput = again;
q.onchange = keep;
q.addEventListener("compositionend", again);
more.onclick = async () => {
	limit += 10;
	await show();
	let next = list.querySelectorAll("a")[limit - 10];
	if (next) next.focus();
};
if (location.search) show();
})();
