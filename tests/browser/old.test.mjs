// The phone that readers have: ten pages in Chromium 69, 80 and 109, and the scripts against what the oldest knows.
// `PICTURES=FOLDER` keeps a picture of each page.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parse } from "acorn";
import { simple } from "acorn-walk";
import { Linter } from "eslint";
import compat from "eslint-plugin-compat";
import browserData from "@mdn/browser-compat-data" with { type: "json" };
import { EXAMPLE, serve } from "./site.mjs";
import { start } from "./old.mjs";

const TARGETS = { chrome: 69, safari: 12, firefox: 78 };
const PATHS = ["/", "/projects/", "/projects/qinghe-food/", "/search/", "/reports/2025/10/", "/targets/", "/notices/", "/jobs/", "/about/", "/map/"];
// Marks: what an element's style must be on a page, at 360 px.
const MARKS = [
  ["/", "html", "backgroundColor", "rgb(248, 246, 241)"], ["/", "body", "fontSize", "17px"], ["/", ".gb-masthead", "backgroundColor", "rgb(255, 255, 255)"],
  ["/", ".gb-menu__list", "display", "grid"], ["/", ".gb-menu", "borderBottomWidth", "3px"], ["/", ".gb-stats", "display", "grid"],
  ["/", ".gb-colour-bar [data-colour=green]", "fill", "rgb(27, 99, 57)"], ["/", ".gb-colour-bar", "height", "28px"],
  ["/", ".gb-section__title", "borderTopWidth", "3px"], ["/", ".gb-skip", "width", "1px"], ["/", ".gb-foot", "borderTopColor", "rgb(29, 68, 112)"],
  ["/projects/", ".gb-card", "display", "flow-root"], ["/projects/", ".gb-card__meta", "display", "flex"], ["/projects/", ".gb-facet__title", "display", "flex"],
  ["/projects/", ".gb-badge", "whiteSpace", "nowrap"], ["/projects/qinghe-food/", "h1", "fontSize", "28px"], ["/projects/qinghe-food/", ".gb-facts > div", "display", "grid"],
  ["/projects/qinghe-food/", ".gb-step", "position", "relative"], ["/projects/qinghe-food/", ".gb-print-only", "display", "none"],
  ["/search/", ".gb-button", "backgroundColor", "rgb(29, 68, 112)"], ["/search/", ".gb-search__line", "display", "flex"],
];

let site;
before(async () => { site = await serve(EXAMPLE); });
after(() => site?.close());

for (const version of [69, 80, 109]) {
  test(`Chromium ${version}: styles, width, scripts, a search that finds, a list that filters`, { timeout: 240e3 }, async () => {
    const browser = await start(version);
    const found = [];
    try {
      assert.match(browser.version, new RegExp(`Chrome/${version}\\.`));
      const page = await browser.page(360);
      for (const path of PATHS) {
        await page.goto(site.base + path);
        for (const [, selector, property, wanted] of MARKS.filter(([on]) => on === path)) {
          const value = await page.evaluate("(s, p) => { const e = document.querySelector(s); return e ? getComputedStyle(e)[p] : 'no such element'; }", selector, property);
          if (value !== wanted) found.push(`${path} ${selector} ${property}: ${value}, not ${wanted}`);
        }
        const wide = await page.evaluate("() => document.documentElement.scrollWidth");
        if (wide > 360) found.push(`${path} is ${wide} px wide: ${await page.evaluate("() => [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > 361).slice(0, 3).map((e) => e.tagName + '.' + e.className).join(' ')")}`);
        const large = await page.evaluate("() => { document.documentElement.dataset.size = 'larger'; const wide = document.documentElement.scrollWidth; delete document.documentElement.dataset.size; return wide; }");
        if (large > 360) found.push(`${path} is ${large} px wide in larger text`);
        if (process.env.PICTURES) await page.picture(join(process.env.PICTURES, `${version}${path.replaceAll("/", "-")}.png`));
      }
      // What stands beside each other does not touch, with `gap` or without.
      await page.goto(`${site.base}/projects/qinghe-food/`);
      const apart = await page.evaluate("() => { const [a, b] = document.querySelectorAll('.gb-record__meta > *'); return a && b ? Math.max(b.getBoundingClientRect().left - a.getBoundingClientRect().right, b.getBoundingClientRect().top - a.getBoundingClientRect().bottom) : -1; }");
      if (!(apart >= 4)) found.push(`the facts below a title are ${apart} px apart`);
      // A search, typed, and by address; a name that is the form's own is none of its fields.
      await page.goto(`${site.base}/search/?length=1&item=2&kind=`);
      await page.evaluate("() => { const q = document.querySelector('#search [name=q]'); q.value = '冷链'; q.dispatchEvent(new Event('input', { bubbles: true })); }");
      await page.until("() => document.querySelector('#hits a')");
      const first = await page.evaluate("() => document.querySelector('#hits a').textContent");
      if (first !== "北纬冷链物流中心") found.push(`the search finds ${first}`);
      if (!await page.evaluate("() => document.querySelector('#hits mark')")) found.push("nothing is marked");
      if (process.env.PICTURES) await page.picture(join(process.env.PICTURES, `${version}-search-hits.png`));
      // Every result in the order that a stable sort gives.
      await page.goto(`${site.base}/search/?q=项目&sort=oldest`);
      await page.until("() => document.querySelectorAll('#hits a').length === 10");
      await page.goto(`${site.base}/projects/`);
      await page.evaluate("() => { document.querySelector('.gb-search--list').open = true; }");
      await page.until("() => document.querySelector('[name=colour]').length > 1");
      await page.evaluate("() => { const pick = document.querySelector('[name=colour]'); pick.value = 'blue'; pick.dispatchEvent(new Event('input', { bubbles: true })); }");
      await page.until("() => document.querySelector('#hits a') && document.getElementById('still').hidden");
      const told = await page.evaluate("() => document.getElementById('found').textContent");
      if (!/[1-9]/.test(told)) found.push(`the list says ${told}`);
      if (process.env.PICTURES) await page.picture(join(process.env.PICTURES, `${version}-list-filtered.png`));
      found.push(...page.faults);
    } finally {
      await browser.close();
    }
    assert.deepEqual(found, []);
  });
}

test("scripts are ES2018, and call what the oldest browsers have", () => {
  const number = (version) => version === "preview" ? Infinity : parseFloat(String(version).replace("≤", ""));
  const since = (support, browser) => {
    const all = [support?.[browser] ?? []].flat().filter((one) => !one.flags && !one.prefix && !one.alternative_name);
    return Math.min(...all.map((one) => one.version_added ? number(one.version_added) : Infinity), Infinity);
  };
  const isOld = (entry) => Object.entries(TARGETS).every(([browser, version]) => since(entry.__compat?.support, browser) <= version);
  // By name: whether any builtin or interface had such a method in time.
  const methods = new Map();
  for (const [, members] of [...Object.entries(browserData.javascript.builtins), ...Object.entries(browserData.api)]) {
    for (const [name, entry] of Object.entries(members)) if (entry.__compat) methods.set(name, (methods.get(name) ?? false) || isOld(entry));
  }
  const linter = new Linter();
  const config = [{ plugins: { compat }, rules: { "compat/compat": "error" }, languageOptions: { ecmaVersion: 2018, sourceType: "script", globals: { ...Object.fromEntries(["document", "window", "location", "history", "fetch", "navigator", "localStorage"].map((name) => [name, "readonly"])) } }, settings: { targets: Object.entries(TARGETS).map(([name, version]) => `${name} ${version}`), lintAllEsApis: true } }];
  // What the scripts ask for before they use it: reader.js copies a citation where the browser can.
  const asked = /navigator\.clipboard|\.writeText\(/;
  const check = (name, text) => {
    const found = [];
    let tree;
    try { tree = parse(text, { ecmaVersion: 2018, sourceType: "script" }); } catch (error) { return [`${name}: ${error.message}`]; }
    simple(tree, {
      CallExpression({ callee }) {
        const method = callee.type === "MemberExpression" && !callee.computed && callee.property.name;
        if (method && methods.get(method) === false) found.push(`${name}: .${method}() is newer than the oldest browsers`);
      },
    });
    found.push(...linter.verify(text, config).filter((one) => one.ruleId === "compat/compat" || one.fatal).map((one) => `${name}:${one.line} ${one.message}`));
    return found.filter((one) => !asked.test(one));
  };
  // The check itself finds what it is for.
  for (const bad of ["a?.b", "try { a() } catch { b() }", "'a'.matchAll('b')", "'a'.replaceAll('b', 'c')", "Promise.allSettled([])", "a.at(-1)", "structuredClone(a)"]) {
    assert.notDeepEqual(check("bad", `(() => { const a = []; ${bad}; })();`), [], bad);
  }
  const found = readdirSync(join(EXAMPLE, "assets")).filter((name) => name.endsWith(".js")).flatMap((name) => check(name, readFileSync(join(EXAMPLE, "assets", name), "utf8")));
  assert.deepEqual(found, []);
});
