// The pages of the built example, read from its files: which there are, of which kind, and those that tests look at.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLE } from "./site.mjs";

const attribute = (html, pattern) => html.match(pattern)?.[1] ?? "";

/** Every page: its address, HTML, kind (`data-page` of the body) and script. */
export const PAGES = readdirSync(EXAMPLE, { recursive: true }).filter((path) => path.endsWith(".html")).sort().map((path) => {
  const html = readFileSync(join(EXAMPLE, path), "utf8");
  const address = `/${path.replace(/index\.html$/, "")}`;
  const plain = address.replace(/^\/zh-hant/, "");
  return { address, plain, html, kind: attribute(html, /<body[^>]* data-page="([^"]*)"/), traditional: address !== plain };
});

/** Kinds of pages that are one record. */
export const RECORDS = ["project", "indicator", "news", "notice", "job", "fair", "service", "event", "park", "office", "page"];

/** What tells sorts of pages apart: the template; for lists and period bulletins also section and form of the address. */
const sort = ({ kind, plain }) => {
  const [section, ...rest] = plain.split("/").filter(Boolean);
  if (kind === "report") return `report ${rest[1]?.replace(/\d+/g, "n") ?? "year"}`;
  const form = rest.includes("page") ? "page n" : String(rest.length);
  // Lists and computed tables each by their section, free pages and the modes of the gallery each by itself.
  if (kind === "page" || kind === "gallery") return plain;
  return kind === "list" || kind === "sheet" ? `${kind} ${section} ${form}` : kind;
};

/** Classes that a stylesheet names. */
const NAMED = new Set(readdirSync(join(EXAMPLE, "assets")).filter((name) => name.endsWith(".css"))
  .flatMap((name) => readFileSync(join(EXAMPLE, "assets", name), "utf8").match(/\.(gb|hl)-[a-z_-]+/g) ?? []).map((name) => name.slice(1)));
const classes = ({ html }) => new Set([...html.matchAll(/ class="([^"]*)"/g)].flatMap(([, names]) => names.split(" ")));
/** Values of choices that a stylesheet names: `[data-choice="expired"]`. */
const choices = ({ html }) => new Set([...html.matchAll(/ data-(choice|state|colour)="[^"]*"/g)].map(([text]) => text.trim()));
const CHOICES = new Set(readdirSync(join(EXAMPLE, "assets")).filter((name) => name.endsWith(".css"))
  .flatMap((name) => readFileSync(join(EXAMPLE, "assets", name), "utf8").match(/data-(choice|state|colour)="?[a-z_]+"?/g) ?? [])
  .map((text) => text.replace(/="?([a-z_]+)"?/, '="$1"')));

/** The fullest page of every sort, then what more is needed so that every class and choice of the styles is seen. */
function chosen() {
  const bySize = PAGES.filter((page) => !page.traditional).sort((a, b) => b.html.length - a.html.length);
  const found = new Map();
  for (const page of bySize) if (!found.has(sort(page))) found.set(sort(page), page);
  const pages = [...found.values()];
  const missing = new Set([...NAMED, ...CHOICES]);
  const see = (page) => [...classes(page), ...choices(page)].filter((name) => missing.delete(name)).length;
  pages.forEach(see);
  for (const page of bySize) if (missing.size && [...classes(page), ...choices(page)].some((name) => missing.has(name)) && see(page)) pages.push(page);
  return [pages, missing];
}
const [pages, missing] = chosen();

/** Classes and choices of the styles that no page of the example has: drafts are not built, its lists are not empty. */
export const UNSEEN = [...missing].filter((name) => !["gb-record__draft", "gb-index__empty"].includes(name));
/** Pages that lead a browser away at once: their HTML can be looked at, no more. */
export const MOVED = PAGES.filter((page) => page.kind === "moved").map((page) => page.address);
/** Addresses of the pages that tests look at, in Simplified characters. */
export const KINDS = pages.map((page) => page.address).filter((address) => !MOVED.includes(address)).sort();
/** The same, and one page of every template in Traditional characters. */
const kinds = new Map(pages.map((page) => [page.kind, page.address]));
export const BOTH = [...KINDS, ...[...kinds.values()].filter((path) => path.endsWith("/") && !MOVED.includes(path)).map((path) => `/zh-hant${path}`)];
