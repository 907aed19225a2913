// Published stylesheets against their sources: every element looks as it would with the cascade layers of the theme.
// `ALL=1 EXAMPLE=FOLDER node --test styles.test.mjs` looks at every page; without it at one page of every kind.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { EXAMPLE, launch, serve } from "./site.mjs";
import { KINDS, MOVED, PAGES } from "./site-pages.mjs";

const THEME = new URL("../../themes/default/", import.meta.url);
const read = (path) => readFileSync(new URL(path, THEME), "utf8");
const front = read("theme.yaml").match(/^front: \[(.*)\]/m)[1].split(",").map((name) => name.trim());
const components = readdirSync(new URL("components/", THEME), { recursive: true }).filter((path) => path.endsWith(".css")).sort();
const layer = (name, text) => `@layer ${name} {\n${text}\n}\n`;
const own = (isFront) => layer("components", components.filter((path) => front.includes(path.split("/")[0]) === isFront).map((path) => read(`components/${path}`)).join("\n"));
// The sheets as their authors mean them, in the order in which pages load them.
const LAYERED = {
  style: `@layer tokens, base, prose, layout, components, print;\n${layer("tokens", read("styles/tokens.css"))}${layer("base", read("styles/base.css"))}${layer("layout", read("styles/layout.css"))}${own(true)}`,
  pages: layer("prose", read("styles/prose.css")) + layer("layout", read("styles/pages.css")) + own(false),
  print: layer("print", read("styles/print.css")),
};
const named = Object.fromEntries(readdirSync(`${EXAMPLE}/assets`).filter((path) => path.endsWith(".css")).map((path) => [path.split("-")[0], readFileSync(`${EXAMPLE}/assets/${path}`, "utf8")]));

// Single properties that some rule of either sets, as Chromium reads them.
const READ = () => {
  const names = new Set();
  const read = (rules) => { for (const rule of rules) { for (const name of rule.style ?? []) names.add(name); if (rule.cssRules) read(rule.cssRules); } };
  for (const sheet of document.styleSheets) read(sheet.cssRules);
  return [...names].filter((name) => !name.startsWith("--"));
};
let PROPERTIES;

const MODES = {
  light: [{ colorScheme: "light", media: "screen" }], dark: [{ colorScheme: "dark", media: "screen" }],
  print: [{ colorScheme: "light", media: "print" }], "特大字": [{ colorScheme: "light", media: "screen" }, "larger"],
};
// The plain gallery shows what the others show, and stands for their modes.
const looked = (process.env.ALL ? PAGES.map((page) => page.address).filter((path) => !MOVED.includes(path)) : KINDS).filter((path) => !/\/gallery\/./.test(path));

let browser, site;
before(async () => {
  [site, browser] = [await serve(EXAMPLE), await launch()];
  const page = await browser.newPage();
  await page.setContent(Object.values({ ...LAYERED, ...Object.fromEntries(Object.entries(named).map(([name, text]) => [`-${name}`, text])) }).map((text) => `<style>${text}</style>`).join(""));
  PROPERTIES = await page.evaluate(READ);
  assert.ok(PROPERTIES.length > 100, `${PROPERTIES.length} properties`);
  await page.close();
});
after(async () => { await browser?.close(); site?.close(); });

for (const width of [360, 1280]) {
  test(`every element has the styles that its layers give it, ${width} px`, { timeout: 3600e3 }, async () => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, bypassCSP: true });
    // What the searches make is there too.
    const found = [];
    let compared = 0;
    for (const path of [...looked, "/search/?q=项目", "/projects/?colour=blue"]) {
      await page.goto(site.base + path);
      if (path.includes("?")) await page.waitForSelector("#hits a");
      await page.evaluate(([published, layered]) => {
        globalThis.sheets = { published: [], layered: [] };
        for (const link of [...document.querySelectorAll("link[rel=stylesheet]")]) {
          const name = link.getAttribute("href").match(/([a-z]+)(-[0-9a-f]+)?\.css$/)[1];
          for (const [which, text] of [["published", published], ["layered", layered]]) {
            const sheet = document.createElement("style");
            sheet.media = link.media;
            sheet.textContent = text[name];
            document.head.append(sheet);
            sheets[which].push(sheet);
          }
          link.remove();
        }
      }, [named, LAYERED]);
      for (const [mode, [media, size]] of Object.entries(MODES)) {
        await page.emulateMedia(media);
        const [number, differences] = await page.evaluate(([size, set]) => {
          document.documentElement.dataset.size = size ?? "";
          // Every property that a sheet sets: no other can differ, nor what follows from these.
          const properties = [...set].filter((name) => name in document.body.style || name.startsWith("-webkit-"));
          const nodes = [document.documentElement, ...document.body.querySelectorAll("*"), document.body].flatMap((element) => [[element], [element, "::before"], [element, "::after"], [element, "::marker"]]);
          const seen = (which) => {
            for (const [name, all] of Object.entries(sheets)) for (const sheet of all) sheet.disabled = name !== which;
            return nodes.map(([element, pseudo]) => {
              const style = getComputedStyle(element, pseudo);
              if (pseudo && pseudo !== "::marker" && ["none", "normal"].includes(style.content)) return "";
              return (pseudo === "::marker" ? ["color", "font-size"] : properties).map((name) => {
                // Where there is no picture both are the same place.
                const value = style.getPropertyValue(name);
                return name.startsWith("background-position") ? value.replace(/\b0px/g, "0%") : value;
              }).join("\n");
            });
          };
          const layered = seen("layered"), published = seen("published"), differences = [];
          nodes.forEach(([element, pseudo], i) => {
            if (layered[i] === published[i]) return;
            const [a, b] = [layered[i].split("\n"), published[i].split("\n")];
            const which = properties.filter((_, n) => a[n] !== b[n]).map((name) => `${name} ${b[properties.indexOf(name)]}, not ${a[properties.indexOf(name)]}`);
            differences.push(`${element.tagName}.${element.getAttribute("class")}${pseudo ?? ""}: ${which.slice(0, 3).join("; ")}`);
          });
          return [nodes.length, differences];
        }, [size, PROPERTIES]);
        compared += number;
        found.push(...differences.slice(0, 5).map((difference) => `${path} ${mode}: ${difference}`));
      }
      if (found.length > 40) break;
    }
    console.log(`${compared} elements and pseudo-elements compared`);
    assert.ok(compared > 10000);
    assert.deepEqual(found.slice(0, 40), []);
    await page.close();
  });
}

test("nothing that old browsers cannot read voids what stands beside it", () => {
  for (const [name, text] of Object.entries(named)) {
    assert.ok(!text.includes("@layer"), name);
    // A selector that a browser does not know makes its whole list void.
    const risky = text.match(/[^{}]*(:has\(|:is\(|:where\(|:focus-visible|::marker|::details-content)[^{}]*\{/g) ?? [];
    for (const list of risky) assert.ok(!list.replace(/\([^()]*(\([^()]*\)[^()]*)*\)/g, "").includes(","), `${name}: ${list}`);
  }
});
