// Every kind of page in a real browser: accessibility, width, weight, print, scripts off, both scripts, validity.
import assert from "node:assert/strict";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { EXAMPLE, launch, open, serve } from "./site.mjs";
import { BOTH, MOVED, PAGES, RECORDS, UNSEEN } from "./site-pages.mjs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const pages = async () => (await readdir(EXAMPLE, { recursive: true })).filter((path) => path.endsWith(".html"));
// What scripts add to a page, and what stands in for it.
const ADDED = "form[role=search], details.gb-search, [data-copies], noscript, #found, #hits, #more";
const SEARCHES = ["/search/?q=项目&kind=project", "/projects/?colour=blue"];
const ready = (page, path) => path.includes("?") && page.waitForSelector("#hits a");

let browser, site, axe;
before(async () => {
  [site, browser] = [await serve(EXAMPLE), await launch()];
  axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
});
after(async () => { await browser?.close(); site?.close(); });

for (const [mode, options, kept] of [
  ["light", { colorScheme: "light" }, {}], ["dark", { colorScheme: "dark" }, {}], ["large", { colorScheme: "light" }, { "gb-size": "larger" }],
  ["contrast", { colorScheme: "light" }, { "gb-contrast": "more" }],
]) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing: ${mode}, ${width} px, both scripts`, async () => {
      const context = await browser.newContext({ ...options, bypassCSP: true, viewport: { width, height: 900 } });
      await context.addInitScript((kept) => Object.entries(kept).forEach(([key, value]) => localStorage.setItem(key, value)), kept);
      const page = await context.newPage();
      const found = [];
      for (const path of [...BOTH, ...SEARCHES]) {
        await page.goto(site.base + path);
        await ready(page, path);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        for (const { id, nodes } of violations) found.push(`${path} ${id}: ${nodes[0].html.slice(0, 160)}`);
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}

test("every class of the styles is on a page that is looked at", () => assert.deepEqual(UNSEEN, []));

for (const width of [320, 1280]) {
  test(`at ${width} px nothing is wider, nothing fails, nothing is fetched from elsewhere, nothing moves`, async () => {
    const found = [];
    for (const path of [...BOTH, ...SEARCHES]) {
      const page = await open(browser, site, path, { viewport: { width, height: 640 } });
      await ready(page, path);
      const [wide, large, shift] = await page.evaluate(async () => {
        // Layout may still move once fonts, pictures and scripts are there.
        await new Promise((done) => setTimeout(done, 150));
        const observer = new PerformanceObserver(() => {});
        observer.observe({ type: "layout-shift", buffered: true });
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const shift = observer.takeRecords().reduce((sum, one) => sum + (one.hadRecentInput ? 0 : one.value), 0);
        const wide = document.documentElement.scrollWidth;
        document.documentElement.dataset.size = "larger";
        return [wide, document.documentElement.scrollWidth, shift];
      });
      // Paper is no telephone.
      const paper = path.includes("/gallery/print/");
      if (wide > width && !paper) found.push(`${path} is ${wide} px wide`);
      if (large > width && !paper) found.push(`${path} is ${large} px wide in larger text`);
      // What a script finds for an address takes the place of what stood there.
      if (shift > (path.includes("?") ? 0.1 : 0.001)) found.push(`${path} moves by ${shift}`);
      found.push(...page.faults.filter((fault) => !(path === "/404.html" && fault.includes("404"))).map((fault) => `${path}: ${fault}`));
      await page.close();
    }
    assert.deepEqual(found, []);
  });
}

test("without scripts every page tells the same", async () => {
  const [plain, scripted] = [await browser.newContext({ javaScriptEnabled: false }), await browser.newContext()];
  const [one, other] = [await plain.newPage(), await scripted.newPage()];
  const words = async (page, path) => {
    await page.goto(site.base + path);
    return page.evaluate((added) => {
      document.querySelectorAll(added).forEach((element) => element.remove());
      return document.querySelector("main").innerText.replace(/\s+/g, " ").trim();
    }, ADDED);
  };
  for (const path of BOTH) {
    const told = await words(one, path);
    assert.ok(told.length > 20, path);
    assert.equal(told, await words(other, path), path);
    assert.ok(await one.locator("h1").isVisible(), path);
  }
  const page = one;
  await page.goto(`${site.base}/projects/`);
  await page.click("main a[href$='/projects/colour/red/'] >> nth=0").catch(async () => {
    await page.click(".gb-facet__title >> nth=0");
    await page.click("a[href$='/projects/colour/red/'] >> nth=0");
  });
  assert.match(page.url(), /colour\/red\/$/);
  await plain.close();
  await scripted.close();
});

test("every page has its furniture", () => {
  const found = [];
  const root = "https://example.org/bulletin";
  for (const { address, plain, html, kind, traditional } of PAGES.filter((page) => page.address !== "/404.html" && page.kind !== "moved")) {
    const has = (what, part) => { if (part instanceof RegExp ? !part.test(html) : !html.includes(part)) found.push(`${address}: ${what}`); };
    const own = traditional ? "/bulletin/zh-hant" : "/bulletin";
    has("language", `<html lang="${traditional ? "zh-Hant" : "zh-Hans"}">`);
    has("canonical address", `<link rel="canonical" href="${root}${address}">`);
    has("the page in Simplified characters", `<link rel="alternate" hreflang="zh-Hans" href="${root}${plain}">`);
    has("the page in Traditional characters", `<link rel="alternate" hreflang="zh-Hant" href="${root}/zh-hant${plain}">`);
    has("script switch", `<p class="gb-tools"><a href="/bulletin${traditional ? "" : "/zh-hant"}${plain}" hreflang="${traditional ? "zh-Hans" : "zh-Hant"}"`);
    has("correction link", `<p class="gb-foot__top"><a href="${own}/contact/">`);
    has("back to top", /<body class="gb-page" id="top"[\s\S]*<a href="#top">/);
    // The gallery shows paper on the screen.
    if (kind !== "gallery") {
      has("address on paper", new RegExp(`<p class="gb-print-only">[^<]*${root}${address}( [^<]*2025年11月20日)?</p>`));
      // The day stands where words depend on it: on paper where in the foot, and of these kinds on every page.
      const tells = /<p class="gb-print-only">[^<]* [^<]*2025年11月20日<\/p>/.test(html);
      const isTold = ["home", "overdue", "problems", "stages", "map", "sitemap"].includes(kind);
      const inFoot = html.slice(html.lastIndexOf("<footer")).includes("2025年11月20日");
      if (inFoot !== tells || (isTold && !tells)) found.push(`${address}: day on paper`);
    }
    if (kind !== "home") has("where it is", '<nav class="gb-crumbs"');
    if ([...RECORDS, "report", "sheet"].includes(kind)) {
      has("citation", new RegExp(`id="citation">[^<]*《[^<]*<a href="${own}${plain}">${root}${address}</a>`));
      has("QR code", /<details class="gb-share__code"><summary>[^<]+<\/summary><svg viewBox="0 0 (\d+) \1" role="img"[^>]*><path d="m[^"]{200,}"/);
    }
    if (RECORDS.includes(kind) && kind !== "page") has("neighbours", '<nav class="gb-neighbours"');
    const sections = [...html.slice(html.indexOf("gb-record__content")).matchAll(/<h2 [^>]*id="([^"]+)"/g)].map(([, id]) => id);
    if (html.includes("gb-record__content") && sections.length >= 5) {
      has("contents", '<nav class="gb-toc"');
      for (const id of sections) has(`contents: ${id}`, `<a href="#${id}">`);
    }
    if (kind !== "gallery") for (const [, source] of html.matchAll(/<img [^>]*src="([^"]+)"/g)) {
      has(`${source} in sizes`, new RegExp(`<source type="image/webp" srcset="[^"]* \\d+w" sizes="[^"]+"><img [^>]*src="${source}"[^>]* width="\\d+" height="\\d+"`));
    }
  }
  assert.ok(PAGES.length > 1000);
  assert.deepEqual(found.slice(0, 40), []);
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
  for (const path of [...BOTH, ...MOVED]) {
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
  await page.waitForFunction(() => document.getElementById("found")?.textContent);
  assert.match(page.url(), /colour=/);
  assert.match(await page.textContent("#found"), /找到/);
  assert.ok(await page.locator("#still").isHidden());
  const shown = await page.locator("#hits li").count();
  await page.reload();
  await page.waitForFunction(() => document.getElementById("found")?.textContent);
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

test("on paper: address, day and number on every sheet, no furniture", async () => {
  const page = await open(browser, site, "/projects/anhe-medical/");
  const pdf = await getDocument({ data: new Uint8Array(await page.pdf({ preferCSSPageSize: true })), verbosity: 0 }).promise;
  assert.ok(pdf.numPages > 2);
  for (let n = 1; n <= pdf.numPages; n++) {
    const sheet = await pdf.getPage(n);
    assert.deepEqual(sheet.view.map(Math.round), [0, 0, 595, 842], "A4");
    const text = (await sheet.getTextContent()).items.map((item) => item.str).join("").normalize("NFKC").replaceAll(" ", "");
    for (const told of [`${n}/${pdf.numPages}`, "https://example.org/bulletin/projects/anhe-medical/", "2025年11月20日"]) {
      assert.ok(text.includes(told), `sheet ${n} has no ${told}`);
    }
  }
  await page.emulateMedia({ media: "print" });
  for (const gone of [".gb-menu", ".gb-tools", ".gb-find", ".gb-share", ".gb-crumbs", ".gb-toc"]) {
    assert.ok(await page.locator(gone).first().isHidden(), gone);
  }
  await page.close();
});

test("where colours are forced, badges and buttons keep words and edges", async () => {
  const found = [];
  for (const path of ["/", "/projects/", "/projects/qinghe-food/", "/targets/"]) {
    const page = await open(browser, site, path, { forcedColors: "active", colorScheme: "light" });
    found.push(...await page.evaluate((path) => {
      const system = (name) => {
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
      };
      const allowed = ["CanvasText", "LinkText", "ButtonText"].map(system);
      const faults = [];
      for (const element of document.querySelectorAll(".gb-badge, .gb-colour, .gb-button")) {
        const { color, borderTopStyle, borderTopWidth, visibility } = getComputedStyle(element);
        if (!element.offsetWidth || visibility !== "visible") continue;
        if (!allowed.includes(color)) faults.push(`${path} ${element.className}: words in ${color}`);
        if (borderTopStyle === "none" || parseFloat(borderTopWidth) === 0) faults.push(`${path} ${element.className}: no edge`);
        if (!element.textContent.trim()) faults.push(`${path} ${element.className}: no words`);
      }
      return [...new Set(faults)];
    }, path));
    await page.close();
  }
  assert.deepEqual(found, []);
});

test("where motion is reduced nothing moves", async () => {
  const found = [];
  for (const path of ["/", "/projects/", "/search/", "/projects/qinghe-food/"]) {
    const page = await open(browser, site, path, { reducedMotion: "reduce" });
    found.push(...await page.evaluate((path) => [document.documentElement, ...document.querySelectorAll("*")].flatMap((element) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
      const moves = transitionDuration.split(", ").some((time) => parseFloat(time) > 0) || animationName !== "none" || scrollBehavior === "smooth";
      return moves ? [`${path} ${element.tagName} ${element.className}`] : [];
    }), path));
    await page.close();
  }
  assert.deepEqual(found, []);
});

test("weight", async () => {
  const assets = await readdir(join(EXAMPLE, "assets"));
  const bytes = async (path) => (await stat(join(EXAMPLE, path))).size;
  const of = async (extension) => Promise.all(assets.filter((name) => name.endsWith(extension)).map(async (name) => [name, await bytes(`assets/${name}`)]));
  const css = Object.fromEntries((await of(".css")).map(([name, size]) => [name.split("-")[0], size]));
  const js = Object.fromEntries((await of(".js")).map(([name, size]) => [name.split("-")[0], size]));
  const styles = css.style + css.pages + css.print, scripts = Object.values(js).reduce((a, b) => a + b);
  const front = await bytes("index.html") + css.style + css.print + js.reader;
  const sizes = [];
  for (const path of (await pages()).filter((path) => /^projects\/[a-z-]+\/index\.html$/.test(path))) {
    const html = await readFile(join(EXAMPLE, path));
    if (html.includes('class="gb-record"')) sizes.push(html.length);
  }
  sizes.sort((a, b) => a - b);
  console.log(`bytes: front page ${front}, styles ${styles}, scripts ${scripts}, project pages ${sizes[0]} to ${sizes.at(-1)}, median ${sizes[sizes.length >> 1]}`);
  assert.ok(front <= 60 * 1024, `front page ${front}`);
  assert.ok(styles <= 34 * 1024, `styles ${styles}`);
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
