// Asks the search of a built bulletin in Chromium: what a query fetches, how soon it is answered, whether it finds all.
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { launch, open, serve } from "../browser/site.mjs";

const work = process.argv[2];
const [site, browser] = [await serve(join(work, "both-with")), await launch()];
const sorted = (list) => [...list].sort((a, b) => a - b);
const told = (list) => `median ${sorted(list)[list.length >> 1].toFixed(0)}, slowest ${Math.max(...list).toFixed(0)}`;

/** Asks, and waits for the first result and the whole answer; milliseconds from the key to each. */
const ask = (page, query, typed = false) => page.evaluate(async ([query, typed]) => {
  const form = document.getElementById("search"), list = document.getElementById("hits");
  delete list.dataset.query;
  const marker = list.appendChild(document.createElement("li"));
  form.q.value = query;
  const start = performance.now();
  if (typed) form.q.dispatchEvent(new Event("input", { bubbles: true }));
  else form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  let first = 0;
  while (list.dataset.query !== query) {
    if (!first && !marker.isConnected && list.querySelector("a")) first = performance.now() - start;
    if (performance.now() - start > 60000) throw new Error(`${query}: ${document.getElementById("found").textContent}`);
    await new Promise((done) => setTimeout(done));
  }
  const took = performance.now() - start;
  return { first: first || took, took, found: Number((document.getElementById("found").textContent.match(/[0-9]+/) ?? ["0"])[0]),
    links: [...list.querySelectorAll("a")].map((link) => basename(link)) };
  function basename(link) { return link.getAttribute("href").split("/").filter(Boolean).pop(); }
}, [query, typed]);

const QUERIES = ["桃花镇", "供水管网", "推进用地审批", "装备制造厂房建设项目", "示政发〔2023〕9号", "电气工程师", "清洁能源", "thz", "安全生产 污水", "单位3"];

// What a query fetches, on a page that was just opened.
for (const path of ["/search/", "/zh-hant/search/"]) {
  const bytes = [];
  for (const query of QUERIES) {
    const page = await open(browser, site, path);
    const [before, asked] = [site.bytes, site.requests.length];
    const { found } = await ask(page, query);
    bytes.push(site.bytes - before);
    if (path === "/search/") console.log(`${query}: ${found} found, ${site.bytes - before} bytes in ${site.requests.length - asked} files`);
    await page.close();
  }
  console.log(`${path}: bytes of a query: ${told(bytes)}`);
}
for (const delay of [0, 80, 150, 250]) {
  const page = await open(browser, site, "/search/"), query = "示政发〔2023〕9号";
  const before = site.bytes;
  await page.type("[name=q]", query, { delay });
  await page.waitForFunction((query) => document.getElementById("hits").dataset.query === query, query);
  console.log(`${query}, a key each ${delay} ms: ${site.bytes - before} bytes`);
  await page.close();
}

// From the last key to the first result, the CPU slowed four times, everything but the last key answered before.
{
  const page = await open(browser, site, "/search/");
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const times = { cold: [], last: [] };
  for (const query of QUERIES) {
    const own = await open(browser, site, "/search/");
    const slow = await own.context().newCDPSession(own);
    await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    times.cold.push((await ask(own, query, true)).first);
    await own.close();
    await ask(page, query.slice(0, -1));
    await page.waitForTimeout(300);
    times.last.push((await ask(page, query, true)).first);
  }
  console.log(`CPU slowed 4 times, ms to the first result, 30 of them rest: after the last key ${told(times.last)} (${times.last.map(Math.round)}); a query on a page just opened ${told(times.cold)}`);
  await page.close();
}

// 1,000 parts of what the records' files say, against a scan of the same files.
{
  const texts = new Map();
  for (const kind of ["news", "projects", "jobs", "notices"]) {
    const folder = join(work, "content-of/content", kind);
    for (const file of await readdir(folder)) {
      const text = (await readFile(join(folder, file), "utf8")).replace(/\]\(.*?\)/g, "]");
      const said = [...text.matchAll(/^title: (.*)$|"([^"]*)"|^([^a-z#\- ].*)$/gm)].map((found) => found[1] ?? found[2] ?? found[3]);
      texts.set(basename(file).split(".")[0], said.flatMap((line) => line.match(/[\u4e00-\u9fff0-9]+/g) ?? []));
    }
  }
  let seed = 20251120;
  const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
  const ids = [...texts.keys()], page = await open(browser, site, "/search/");
  let missed = 0, found = 0, scanned = 0, whole = 0;
  for (let asked = 0; asked < 1000;) {
    const lines = texts.get(ids[random(ids.length)]), line = lines[random(lines.length)];
    const start = random(line.length), query = line.slice(start, start + 2 + random(7));
    if (query.length < 2 || /[0-9]$/.test(line.slice(0, start)) && /^[0-9]/.test(query) || /^[0-9]/.test(line.slice(start + query.length)) && /[0-9]$/.test(query)) continue;
    asked++;
    const holds = new RegExp(`${/^[0-9]/.test(query) ? "(?<![0-9])" : ""}${query}`);
    const holders = ids.filter((id) => texts.get(id).some((line) => holds.test(line)));
    const answer = await ask(page, query);
    found += answer.found;
    scanned += holders.length;
    const all = answer.found === answer.links.length;
    whole += all;
    if (answer.found < holders.length || all && !holders.every((id) => answer.links.includes(id))) {
      missed++;
      console.log(`missed: ${query}: ${answer.found} of ${holders.length}`);
    }
  }
  console.log(`1,000 parts of texts: ${missed} missed; ${found} found where the scan has ${scanned}; ${whole} answers compared whole`);
}
await browser.close();
site.close();
