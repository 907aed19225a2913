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
// The documents of a term, or of all that begin with it: number to hit, its weight above its places' eight bits.
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
				const hit = (value & 3) * PLACE + (other === term ? WHOLE : 0) << 8 | (other > "\x7f" ? all[from.at++] : 0);
				if (!(old >= hit)) found.set(document, hit);
			}
		}
		return found;
	});
};

// Texts and queries as the index has them: runs of letters of one sort.
const normal = (text) => [...text.normalize("NFKC").toLowerCase()].map((c) => table[c] || c).join("");
const runs = (query) => query.match(/[a-z0-9]+(\.(?=[0-9])[0-9]+)*|((?![a-z0-9])[\p{Alphabetic}\p{N}])+/gu) || [];
// What is in both, with the lesser weight; in a row, where a place follows a place.
const both = (a, b, row) => {
	const found = new Map();
	for (const [document, one] of a) {
		const other = b.get(document);
		const places = row ? (one << 1 | one >> 7 & 1) & other & 255 : 1;
		if (other && places) found.set(document, Math.min(one >> 8, other >> 8) << 8 | places);
	}
	return found;
};
// The documents where a run's pairs follow each other.
const chain = (run) => {
	const letters = [...run];
	if (!letters[1]) return look(run, true);
	return Promise.all(letters.slice(1).map((c, i) => look(letters[i] + c))).then((pairs) => pairs.reduce((a, b) => both(a, b, true)));
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
	const all = found.reduce((a, b) => both(a, b)), length = parts.join("").length;
	return [...all].map(([document, hit]) =>
		[document, (hit >> 8) + (hit >> 8 < 3 * PLACE ? 0 : Math.min(1, length / columns[document][5]))]);
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
// Whether a document has a value in a column.
const has = (column, key) => {
	const place = index.names[column].findIndex((one) => one[0] === key) + 1;
	return ([document]) => columns[document][column] === place;
};
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
	const column = +select.dataset.column, chosen = select.value, counts = [];
	for (const [document] of all) counts[columns[document][column]] = (counts[columns[document][column]] || 0) + 1;
	select.length = 1;
	index.names[column].forEach(([key, title], i) => {
		if (counts[i + 1] || key === chosen) select.add(new Option(title + " (" + (counts[i + 1] || 0) + ")", key, false, key === chosen));
	});
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
		const of = form.dataset.kind, every = of ? all.filter(has(0, of)) : all;
		let hits = asks ? every.slice() : [];
		for (const select of filters) if (select.value) hits = hits.filter(has(+select.dataset.column, select.value));
		if (still) still.hidden = asks;
		hits.sort(orders[form.sort.value]);
		if (mine !== turn) return;
		// Each result is shown as soon as its file is there.
		list.textContent = "";
		const per = index.perFile, shown = hits.slice(0, limit).map(async ([document]) => {
			const item = list.appendChild(element("li"));
			const file = await part(index.results + Math.floor(document / per) + ".json", "json");
			item.replaceWith(card(document, file[document % per], parts));
		});
		await Promise.all(shown);
		if (mine !== turn) return;
		list.dataset.query = form.q.value;
		more.hidden = hits.length <= limit;
		requestAnimationFrame(() => mine === turn && options(every));
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
