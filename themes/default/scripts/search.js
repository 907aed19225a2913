// Search: fetches parts of the index as they are needed, in step with src/render/search.rs and src/text/terms.rs.
(() => {
"use strict";
const form = document.getElementById("search");
const words = JSON.parse(form.dataset.words);
const list = document.getElementById("hits");
const status = document.getElementById("found");
const more = document.getElementById("more");
// On a list: what is shown without the script, and what the filters fold into.
const still = document.getElementById("still"), box = form.closest("details");
const filters = [...form.querySelectorAll("[data-column]")];
const SHOWN = 10;
// What a hit weighs: its place (in text, summary, title), whether it is whole, and below 1 how much of the title it is.
const PLACE = 4, WHOLE = 2;
let index, table = {}, columns, turn = 0, limit = SHOWN;

// Everything is fetched once.
const kept = {};
const once = (key, make) => kept[key] || (kept[key] = make());
const get = (path, how) => once(path, () => fetch(form.dataset.root + path).then((answer) => {
	if (!answer.ok) throw path;
	return answer[how]();
}));
const part = (name, how) => get(index.folder + "/" + name, how);
const open = () => get(form.dataset.index, "json").then((root) => {
	index = root;
	const pairs = [...root.simplified];
	for (let i = 0; i < pairs.length; i += 2) table[pairs[i]] = pairs[i + 1];
	return part("columns.bin", "arrayBuffer");
}).then((buffer) => {
	const from = bytes(buffer);
	columns = columns || Array.from({ length: index.documents }, () => [0, 0, 0, 0, 0, 0].map(() => number(from)));
});
const bytes = (buffer) => ({ all: new Uint8Array(buffer), at: 0 });
const number = (from) => {
	let value = 0, shift = 1, byte;
	do {
		byte = from.all[from.at++];
		value += (byte & 127) * shift;
		shift *= 128;
	} while (byte > 127);
	return value;
};
// The terms of a file, each with its documents as bytes.
const shard = (n) => once(n, () => part("t" + n + ".bin", "arrayBuffer").then((buffer) => {
	const from = bytes(buffer), terms = [], decoder = new TextDecoder();
	for (let count = number(from); count; count--) {
		const length = number(from);
		terms.push([decoder.decode(from.all.subarray(from.at, from.at += length)), number(from)]);
	}
	return terms.map(([term, length]) => [term, from.all.subarray(from.at, from.at += length)]);
}));
// The documents of a term, or of all that begin with it: number to weight and places.
const look = (term, begins) => {
	const starts = index.shards;
	let first = 0;
	while (starts[first + 1] <= term) first++;
	let last = first + 1;
	while (begins && last < starts.length && starts[last].startsWith(term)) last++;
	return Promise.all(starts.slice(first, last).map((_, i) => shard(first + i))).then((files) => {
		const found = new Map();
		for (const [other, all] of files.flat()) if (begins ? other.startsWith(term) : other === term) {
			const from = { all, at: 0 };
			for (let document = 0; from.at < all.length;) {
				const value = number(from), old = found.get(document += value >> 2);
				const weight = (value & 3) * PLACE + (other === term ? WHOLE : 0);
				const places = other > "\x7f" ? all[from.at++] : 0;
				if (!old || old[0] < weight) found.set(document, [weight, places]);
			}
		}
		return found;
	});
};

// Texts and queries as the index has them: runs of letters of one sort.
const normal = (text) => [...text.normalize("NFKC").toLowerCase()].map((c) => table[c] || c).join("");
const runs = (query) => query.match(/[a-z0-9]+(\.(?=[0-9])[0-9]+)*|((?![a-z0-9])[\p{Alphabetic}\p{N}])+/gu) || [];
const both = (a, b, join) => {
	const found = new Map();
	for (const [document, hit] of a) {
		const joined = b.has(document) && join(hit, b.get(document));
		if (joined) found.set(document, joined);
	}
	return found;
};
// The documents where a run's pairs follow each other.
const chain = (run) => {
	const letters = [...run];
	if (!letters[1]) return look(run, true);
	return Promise.all(letters.slice(1).map((c, i) => look(letters[i] + c))).then((pairs) => pairs.reduce((a, b) => both(a, b, (one, next) => {
		const places = (one[1] << 1 | one[1] >> 7) & next[1];
		return places && [Math.min(one[0], next[0]), places];
	})));
};
const clause = (run, query) => {
	if (run > "\x7f") return chain(run);
	// A word that something follows is whole; the last may be the beginning of one.
	const word = look(run, query.endsWith(run) || query.includes(run + " "));
	const initials = String.fromCharCode(...[...run].map((c) => 0xe000 + c.charCodeAt(0)));
	return /^[a-z]{2,}$/.test(run) ? Promise.all([word, chain(initials)]).then(([a, b]) => new Map([...b, ...a])) : word;
};
const seek = (query, parts) => Promise.all(parts.map((run) => clause(run, query))).then((found) => {
	if (!found[0]) return columns.map((_, i) => [i, 0]);
	const all = found.reduce((a, b) => both(a, b, (one, other) => [Math.min(one[0], other[0])]));
	return [...all].map(([document, [weight]]) =>
		[document, weight < 3 * PLACE ? weight : weight + Math.min(1, parts.join("").length / columns[document][5])]);
});

// What is shown.
const element = (name, sort, text) => {
	const made = document.createElement(name);
	if (sort) made.className = "gb-card" + sort;
	made.textContent = text || "";
	return made;
};
const marked = (into, text, parts) => {
	const letters = [...text], plain = letters.map(normal);
	for (let i = 0, end; i < letters.length; i = end) {
		end = i;
		for (const run of parts) {
			let j = i, seen = "";
			while (seen.length < run.length && j < letters.length) seen += plain[j++];
			if (seen === run && j > end) end = j;
		}
		into.append(end > i ? element("mark", "", letters.slice(i, end).join("")) : letters[end++]);
	}
	return into;
};
const name = (document, column) => index.names[column][columns[document][column] - 1] || [];
const card = (document, [title, url, date, summary], parts) => {
	const item = element("li", " "), link = element("a", "__title"), meta = element("ul", "__meta");
	link.href = url;
	item.append(marked(link, title, parts));
	if (summary) item.append(marked(element("p", "__summary"), summary, parts));
	for (const fact of [date, ...[0, 1, 3, 4].map((column) => name(document, column)[1])]) if (fact) meta.append(element("li", "", fact));
	item.append(meta);
	return item;
};
const options = (all) => filters.forEach((select) => {
	const column = +select.dataset.column, chosen = select.value;
	const counts = {};
	for (const [document] of all) counts[name(document, column)[0]] = (counts[name(document, column)[0]] || 0) + 1;
	select.length = 1;
	for (const [key, title] of index.names[column]) if (counts[key] || key === chosen) {
		select.add(new Option(title + " (" + (counts[key] || 0) + ")", key, false, key === chosen));
	}
	select.parentNode.hidden = !select[1];
});
const orders = { newest: (a, b) => a[0] - b[0], oldest: (a, b) => b[0] - a[0], "": (a, b) => b[1] - a[1] || a[0] - b[0] };
const show = async () => {
	const mine = ++turn;
	const state = new URLSearchParams(new FormData(form));
	for (const [key, value] of [...state]) if (!value) state.delete(key);
	const asks = [...state].length;
	history.replaceState(null, "", location.pathname + (asks ? "?" + state : ""));
	try {
		await open();
		const query = normal(form.q.value.trim()), parts = runs(query), all = await seek(query, parts);
		const of = form.dataset.kind, every = of ? all.filter(([document]) => name(document, 0)[0] === of) : all;
		options(every);
		const hits = asks ? every.filter(([document]) => filters.every((select) => !select.value || name(document, +select.dataset.column)[0] === select.value)) : [];
		if (still) still.hidden = asks;
		hits.sort(orders[form.sort.value]);
		const per = index.perFile, shown = hits.slice(0, limit);
		const files = await Promise.all(shown.map(([document]) => part(index.results + Math.floor(document / per) + ".json", "json")));
		if (mine !== turn) return;
		list.textContent = "";
		list.append(...shown.map(([document], i) => card(document, files[i][document % per], parts)));
		list.dataset.query = form.q.value;
		more.hidden = hits.length <= limit;
		status.textContent = asks ? hits[0] ? words.found.replace("{n}", hits.length) : words.none : "";
	} catch (_) {
		status.textContent = words.failed;
	}
};

const asked = new URLSearchParams(location.search);
for (const [key, value] of asked) if (form.elements[key]) {
	if (form.elements[key].dataset.column) form.elements[key].add(new Option(value));
	form.elements[key].value = value;
}
(box || form).hidden = false;
if (box) {
	box.open = location.search;
	box.addEventListener("toggle", () => show());
}
const again = (event) => {
	event.preventDefault();
	limit = SHOWN;
	if (!event.isComposing) show();
};
form.addEventListener("submit", again);
form.addEventListener("input", again);
form.q.addEventListener("compositionend", again);
more.addEventListener("click", async () => {
	limit += SHOWN;
	await show();
	const link = list.querySelectorAll("a")[limit - SHOWN];
	if (link) link.focus();
});
if (location.search) show();
})();
