// Search against a table of queries and against a scan of the same words.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { EXAMPLE, launch, open, serve } from "./site.mjs";

let browser, site, page, documents;
before(async () => {
  [site, browser] = [await serve(EXAMPLE), await launch()];
  documents = JSON.parse(await readFile(new URL("../../target/tmp/documents.json", import.meta.url)));
  page = await open(browser, site, "/search/", { viewport: { width: 1280, height: 900 } });
});
after(async () => { await browser?.close(); site?.close(); });

/** Types a query and waits until it is answered; gives the number found, the links, and the time it took. */
async function ask(query) {
  return page.evaluate(async (query) => {
    const field = document.querySelector("#search [name=q]"), list = document.getElementById("hits");
    delete list.dataset.query;
    field.value = query;
    const start = performance.now();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    while (list.dataset.query !== query) await new Promise((done) => setTimeout(done));
    const took = performance.now() - start;
    const found = Number((document.getElementById("found").textContent.match(/[0-9]+/) ?? ["0"])[0]);
    return { found, took, links: [...list.querySelectorAll("a")].map((link) => link.getAttribute("href")) };
  }, query);
}

test("expected first hits", async () => {
  const table = (await readFile(new URL("queries.tsv", import.meta.url), "utf8")).split("\n");
  const rows = table.filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));
  assert.ok(rows.length >= 60, `${rows.length} queries`);
  const wrong = [];
  for (const [query, expected, why] of rows) {
    const { links } = await ask(query);
    if (links[0] !== `/bulletin${expected}`) wrong.push(`${query} (${why}): ${links.slice(0, 3).join(" ")}, not ${expected}`);
  }
  assert.deepEqual(wrong, []);
});

// Runs of paired letters, and words, as src/text/terms.rs cuts them.
const WORD = /[a-z0-9]+(?:\.(?=[0-9])[0-9]+)*/g;
const RUN = /((?![a-z0-9])[\p{Alphabetic}\p{N}])+/gu;

test("1,000 parts of texts are found where a scan finds them", async () => {
  let seed = 20251120;
  const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
  const lines = documents.map((one) => [one.title, one.summary, ...one.text]);
  const holders = (query) => {
    const words = query.match(WORD) ?? [], runs = query.match(RUN) ?? [];
    return documents.filter((_, i) => runs.every((run) => lines[i].some((line) => line.includes(run)))
      && words.every((word) => lines[i].some((line) => (line.match(WORD) ?? []).some((other) =>
        other === word || (other.startsWith(word) && (query.endsWith(word) || query.includes(`${word} `)))))));
  };
  let asked = 0, extra = 0, found = 0;
  const missed = [];
  while (asked < 1000) {
    const line = lines[random(lines.length)], text = [...line[random(line.length)]];
    const start = random(text.length), length = 2 + random(7);
    const query = text.slice(start, start + length).join("").trim();
    // A part begins and ends where a word does.
    const cutsWord = /[a-z0-9.]$/.test(text.slice(0, start).join("")) || /^[a-z0-9.]/.test(text.slice(start + length).join(""));
    if ([...query].length < 2 || cutsWord || !(query.match(RUN) ?? query.match(WORD))) continue;
    asked++;
    const scanned = holders(query), whole = scanned.filter((one) => [one.title, one.summary, ...one.text].some((line) => line.includes(query)));
    const answer = await ask(query);
    found += answer.found;
    extra += Math.max(0, answer.found - scanned.length);
    if (answer.found < scanned.length) missed.push(`${query}: ${answer.found} of ${scanned.length}`);
    if (answer.found <= 10) {
      for (const one of whole) if (!answer.links.includes(`/bulletin${one.url}`)) missed.push(`${query}: ${one.url}`);
    }
  }
  console.log(`recall: ${missed.length} missed; ${extra} of ${found} found hold the pairs but not in a row`);
  assert.deepEqual(missed, []);
  assert.ok(extra <= found / 100, `${extra} of ${found}`);
});

test("filters, order, more, and the address keep step", async () => {
  const own = await open(browser, site, "/search/?q=项目&kind=project&sort=oldest");
  await own.waitForSelector("#hits a");
  assert.equal(await own.inputValue("[name=kind]"), "project");
  const texts = await own.locator("#hits .gb-card__meta").allTextContents();
  assert.ok(texts.every((text) => text.includes("项目")), texts.join());
  assert.equal(await own.locator("#hits > li").count(), 10);
  await own.click("#more");
  await own.waitForFunction(() => document.querySelectorAll("#hits > li").length > 10);
  assert.equal(await own.evaluate(() => document.activeElement.closest("li") === document.querySelectorAll("#hits > li")[10]), true);
  await own.selectOption("[name=kind]", "job");
  await own.waitForFunction(() => location.search.includes("kind=job"));
  await own.fill("[name=q]", "没有这样的词语");
  await own.waitForFunction(() => document.querySelectorAll("#hits > li").length === 0);
  assert.match(await own.textContent("#found"), /没有找到/);
  assert.deepEqual(own.faults, []);
  await own.close();
});

test("from the field on every page, and without scripts to the sections", async () => {
  const own = await open(browser, site, "/");
  await own.fill(".gb-find [name=q]", "冷链");
  await own.press(".gb-find [name=q]", "Enter");
  await own.waitForSelector("#hits a");
  assert.equal(await own.inputValue("#search [name=q]"), "冷链");
  assert.ok(await own.locator("#hits mark").count() > 0);
  assert.deepEqual(own.faults, []);
  await own.close();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${site.base}/search/?q=冷链`);
  assert.ok(await plain.locator("#search").isHidden());
  assert.match(await plain.innerText("main"), /浏览器没有运行脚本/);
  assert.ok(await plain.locator("main a[href$='/projects/']").isVisible());
  await context.close();
});

test("what a query costs", async () => {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const times = [];
  for (const query of ["青禾", "示政发〔2023〕9号", "老旧小区改造", "项目", "bwll", "冷链物流中心"]) {
    for (let end = 1; end <= query.length; end++) times.push((await ask(query.slice(0, end))).took);
  }
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  times.sort((a, b) => a - b);
  console.log(`answered on a CPU slowed 4 times: median ${times[times.length >> 1].toFixed(0)} ms, slowest ${times.at(-1).toFixed(0)} ms`);
  const own = await open(browser, site, "/search/");
  const before = site.bytes;
  await own.fill("[name=q]", "冷链物流");
  await own.waitForSelector("#hits a");
  console.log(`fetched for a first query: ${site.bytes - before} bytes`);
  assert.ok(site.bytes - before <= 200 * 1024);
  await own.close();
});
