// Every kind of page in a real browser: accessibility, width, weight, print, scripts off, both scripts, validity.
import assert from "node:assert/strict";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { EXAMPLE, launch, open, serve } from "./site.mjs";

// One page of every kind, the fullest of the example.
const KINDS = [
  "/", "/projects/", "/projects/qinghe-food/", "/projects/district-hospital/", "/projects/district-hospital/updates/", "/projects/zhiyun-textile/", "/projects/colour/",
  "/projects/colour/red/", "/projects/park/", "/projects/tag/", "/news/", "/news/2025/09/hall-2025/", "/notices/",
  "/notices/steward-rules-2023/", "/notices/consult-low-altitude-2025/", "/consultations/", "/jobs/", "/jobs/job-qinghe-qc/",
  "/jobs/fairs/", "/jobs/fairs/spring-fair-2024/", "/services/", "/services/green-channel/", "/targets/", "/targets/all/",
  "/targets/new-jobs/", "/events/", "/events/signing-2025/", "/parks/", "/parks/qinghe-cluster/", "/offices/",
  "/offices/shili-approval/", "/about/", "/problems/", "/overdue/", "/stages/", "/stewards/", "/ranking/", "/map/", "/reports/",
  "/reports/2025/10/", "/reports/2025/w40/", "/sitemap/", "/search/", "/search/?q=项目&kind=project", "/404.html",
];
const again = (path) => path === "/404.html" ? [] : [`/zh-hant${path}`];
const BOTH = [...KINDS, ...KINDS.flatMap(again)];
const pages = async () => (await readdir(EXAMPLE, { recursive: true })).filter((path) => path.endsWith(".html"));

let browser, site, axe;
before(async () => {
  [site, browser] = [await serve(EXAMPLE), await launch()];
  axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
});
after(async () => { await browser?.close(); site?.close(); });

for (const [mode, options, size] of [
  ["light", { colorScheme: "light" }, ""], ["dark", { colorScheme: "dark" }, ""], ["large", { colorScheme: "light" }, "larger"],
]) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing: ${mode}, ${width} px, both scripts`, async () => {
      const context = await browser.newContext({ ...options, bypassCSP: true, viewport: { width, height: 900 } });
      await context.addInitScript((size) => size && localStorage.setItem("gb-size", size), size);
      const page = await context.newPage();
      const found = [];
      for (const path of BOTH) {
        await page.goto(site.base + path);
        if (path.includes("?")) await page.waitForSelector("#hits a");
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        for (const { id, nodes } of violations) found.push(`${path} ${id}: ${nodes[0].html.slice(0, 160)}`);
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}

test("nothing is wider than 320 px, nothing fails, nothing is fetched from elsewhere, nothing moves", async () => {
  const found = [];
  for (const path of BOTH) {
    const page = await open(browser, site, path, { viewport: { width: 320, height: 640 } });
    if (path.includes("?")) await page.waitForSelector("#hits a");
    const [wide, shift] = await page.evaluate(async () => {
      const shifts = await new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries())).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done([]), 100);
      });
      return [document.documentElement.scrollWidth, shifts.reduce((sum, one) => sum + (one.hadRecentInput ? 0 : one.value), 0)];
    });
    const large = await page.evaluate(() => {
      document.documentElement.dataset.size = "larger";
      return document.documentElement.scrollWidth;
    });
    if (large > 320) found.push(`${path} is ${large} px wide in larger text`);
    if (wide > 320) found.push(`${path} is ${wide} px wide`);
    if (shift > 0.001 && !path.includes("?q=")) found.push(`${path} moves by ${shift}`);
    found.push(...page.faults.filter((fault) => !(path === "/404.html" && fault.includes("404"))).map((fault) => `${path}: ${fault}`));
    await page.close();
  }
  assert.deepEqual(found, []);
});

test("without scripts every page tells the same", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const path of BOTH.filter((path) => !path.includes("?"))) {
    await page.goto(site.base + path);
    assert.ok(await page.locator("h1").isVisible(), path);
    assert.ok((await page.innerText("main")).length > 20, path);
  }
  await page.goto(`${site.base}/projects/`);
  await page.click("main a[href$='/projects/colour/red/'] >> nth=0").catch(async () => {
    await page.click(".gb-facet__title >> nth=0");
    await page.click("a[href$='/projects/colour/red/'] >> nth=0");
  });
  assert.match(page.url(), /colour\/red\/$/);
  await context.close();
});

test("every page is valid HTML", async () => {
  const html = new HtmlValidate({
    extends: ["html-validate:standard"],
    rules: {
      // Matters of taste, and of other ways to write the same.
      "long-title": "off", "no-inline-style": "off", "no-trailing-whitespace": "off", "void-style": "off", "doctype-style": "off",
      "attribute-boolean-style": "off", "tel-non-breaking": "off", "no-implicit-button-type": "off", "require-sri": "off",
      // A region that scrolls must be reached by keyboard: the rule of accessibility wins.
      "no-redundant-role": "off", "prefer-native-element": "off",
    },
  });
  const found = new Map();
  for (const path of BOTH.filter((path) => !path.includes("?"))) {
    const file = join(EXAMPLE, path, path.endsWith("/") ? "index.html" : "");
    const report = await html.validateString(await readFile(file, "utf8"));
    for (const { ruleId, message, line, column } of report.results.flatMap((result) => result.messages)) {
      if (!found.has(ruleId)) found.set(ruleId, `${path}:${line}:${column} ${ruleId}: ${message}`);
    }
  }
  assert.deepEqual([...found.values()], []);
});

test("the script switch leads to the same page, there and back", async () => {
  const page = await open(browser, site, "/projects/cold-chain/");
  const title = await page.textContent("h1");
  await page.click(".gb-tools a");
  assert.match(page.url(), /\/bulletin\/zh-hant\/projects\/cold-chain\/$/);
  assert.equal(await page.getAttribute("html", "lang"), "zh-Hant");
  assert.equal(await page.textContent("h1"), "北緯冷鏈物流中心");
  assert.ok((await page.locator("link[hreflang]").count()) === 2);
  assert.deepEqual(await page.locator("[id]").evaluateAll((all) => all.map((one) => one.id).filter((id) => /[^\x00-\x7f]/.test(id))), []);
  await page.click("main a[href*='/offices/'] >> nth=0");
  assert.match(page.url(), /\/zh-hant\/offices\//);
  await page.goBack();
  await page.click(".gb-tools a");
  assert.match(page.url(), /\/bulletin\/projects\/cold-chain\/$/);
  assert.equal(await page.textContent("h1"), title);
  await page.fill(".gb-find [name=q]", "冷鏈");
  await page.press(".gb-find [name=q]", "Enter");
  await page.waitForSelector("#hits a");
  await page.click(".gb-tools a");
  await page.fill("[name=q]", "冷链");
  await page.waitForSelector("#hits a");
  assert.equal(await page.textContent("#hits a >> nth=0"), "北緯冷鏈物流中心");
  assert.match(await page.getAttribute("#hits a >> nth=0", "href"), /\/zh-hant\/projects\/cold-chain\/$/);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("by keyboard: skip link, filters of a list, tools", async () => {
  const page = await open(browser, site, "/projects/", { viewport: { width: 1280, height: 900 } });
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "gb-skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  for (let i = 0; i < 60 && await page.evaluate(() => document.activeElement.matches(".gb-search--list > summary")) === false; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("[name=colour]").length > 1);
  for (let i = 0; i < 9 && await page.evaluate(() => document.activeElement.name) !== "colour"; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector("#hits li");
  assert.match(page.url(), /colour=/);
  assert.match(await page.textContent("#found"), /找到/);
  assert.ok(await page.locator("#still").isHidden());
  const shown = await page.locator("#hits li").count();
  await page.reload();
  await page.waitForSelector("#hits li");
  assert.equal(await page.locator("#hits li").count(), shown, "the address keeps the filters");
  await page.selectOption("[name=colour]", "");
  await page.waitForFunction(() => !document.getElementById("still").hidden);
  const large = page.locator("#tools button >> nth=1"), contrast = page.locator("#tools button >> nth=2");
  const before = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  await large.focus();
  await page.keyboard.press("Space");
  await contrast.focus();
  await page.keyboard.press("Enter");
  await page.goto(`${site.base}/about/`);
  assert.ok(await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize)) > before * 1.4, "the size is remembered");
  assert.equal(await large.getAttribute("aria-pressed"), "true");
  assert.equal(await contrast.getAttribute("aria-pressed"), "true");
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("on paper: address, date, no furniture", async () => {
  const page = await open(browser, site, "/projects/qinghe-food/");
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 20000);
  await page.emulateMedia({ media: "print" });
  assert.match(await page.innerText(".gb-print-only"), /https:\/\/example\.org\/bulletin\/projects\/qinghe-food\/.*2025年11月20日/s);
  for (const gone of [".gb-menu", ".gb-tools", ".gb-find", ".gb-share", ".gb-crumbs"]) {
    assert.ok(await page.locator(gone).first().isHidden(), gone);
  }
  await page.close();
});

test("colours can be forced, and motion reduced", async () => {
  const page = await open(browser, site, "/", { forcedColors: "active", reducedMotion: "reduce" });
  assert.ok(await page.locator(".gb-badge, .gb-colour").first().isVisible());
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  await page.close();
});

test("weight", async () => {
  const assets = await readdir(join(EXAMPLE, "assets"));
  const bytes = async (path) => (await stat(join(EXAMPLE, path))).size;
  const of = async (extension) => Promise.all(assets.filter((name) => name.endsWith(extension)).map(async (name) => [name, await bytes(`assets/${name}`)]));
  const css = Object.fromEntries((await of(".css")).map(([name, size]) => [name.split("-")[0], size]));
  const js = Object.fromEntries((await of(".js")).map(([name, size]) => [name.split("-")[0], size]));
  const screen = css.style + css.pages, scripts = Object.values(js).reduce((a, b) => a + b);
  const front = await bytes("index.html") + css.style + css.print + js.reader;
  const sizes = [];
  for (const path of (await pages()).filter((path) => /^projects\/[a-z-]+\/index\.html$/.test(path))) {
    const html = await readFile(join(EXAMPLE, path));
    if (html.includes('class="gb-record"')) sizes.push(html.length);
  }
  sizes.sort((a, b) => a - b);
  console.log(`bytes: front page ${front}, styles ${screen}, scripts ${scripts}, project pages ${sizes[0]} to ${sizes.at(-1)}, median ${sizes[sizes.length >> 1]}`);
  assert.ok(front <= 60 * 1024, `front page ${front}`);
  assert.ok(screen <= 30 * 1024, `styles ${screen}`);
  assert.ok(scripts <= 15 * 1024, `scripts ${scripts}`);
  assert.ok(js.search <= 8 * 1024, `search ${js.search}`);
  assert.ok(sizes.at(-1) <= 50 * 1024, `the heaviest project page ${sizes.at(-1)}`);
});

test("from a folder without a server, with relative links", async () => {
  const page = await browser.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("requestfailed", (request) => faults.push(request.url()));
  await page.goto(`file://${process.env.RELATIVE ?? "/tmp/gongbao-relative"}/index.html`);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector(".gb-masthead")).backgroundColor), "rgba(0, 0, 0, 0)");
  await page.click(".gb-menu a >> nth=0");
  assert.match(page.url(), /projects\/index\.html$/);
  await page.click("main .gb-card a >> nth=0");
  await page.click(".gb-tools a");
  assert.match(page.url(), /\/zh-hant\/projects\/.*\/index\.html$/);
  assert.equal(await page.locator("img").evaluateAll((all) => all.filter((one) => !one.complete || !one.naturalWidth).length), 0);
  assert.deepEqual(faults, []);
  await page.close();
});
