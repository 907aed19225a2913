// Pasted HTML loses no word and changes no figure: 200 made-up pastes, of which 50 are what LibreOffice exports and 60 what
// Chromium puts on the clipboard, against the words that LibreOffice and Chromium show of the same source.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launch } from "./site.mjs";

const GONGBAO = resolve(process.env.GONGBAO ?? "../../target/release/gongbao");

/** Numbers that look random and are the same every time. */
function dice(seed) {
  let state = seed * 2654435761 + 1;
  const next = () => ((state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0) >>> 8) / 2 ** 24;
  const below = (n) => Math.floor(next() * n);
  return { below, of: (list) => list[below(list.length)], chance: (share) => next() < share };
}

const WORDS = ["全区", "项目", "集中开工", "会议要求", "加快进度", "甲局", "乙镇", "产业园", "主体完成", "资金到位", "同比", "计划", "竣工验收",
  "PPP", "5G 基站", "GDP", "一期", "（试行）", "“双塔”", "《办法》", "2*3", "a_b", "[注]", "#1", "1. 首先", "- 其他", "A&B", "x<y", "~约~"];
const UNITS = ["万元", "亿元", "%", "吨", "个", "kg", "℃", "平方米", ""];

function number(d) {
  const digits = () => String(1 + d.below(9999));
  const plain = d.of([digits, () => `${digits()}.${d.below(90)}`, () => `-${d.below(90)}.5`, () => `1,${100 + d.below(900)},000`,
    () => `${1 + d.below(9)}.2e${1 + d.below(9)}`, () => `0000-${d.below(9)}`, () => `+${d.below(99)}`])();
  return plain + d.of(UNITS);
}

/** A run of words: text and how it is marked. */
function run(d) {
  const text = d.chance(0.45) ? number(d) : d.of(WORDS);
  return { text, mark: d.chance(0.3) ? d.of(["b", "i", "s", "u", "sup", "sub", "a"]) : "" };
}
const runs = (d, most = 6) => Array.from({ length: 1 + d.below(most) }, () => run(d)).flatMap((r, i) => (i ? [{ text: "，", mark: "" }, r] : [r]));

/** A made-up document: what editors paste. */
function made(seed) {
  const d = dice(seed);
  const block = () => {
    const sort = d.below(10);
    if (sort < 5) return { sort: "p", runs: runs(d), breaks: d.chance(0.2) };
    if (sort < 6) return { sort: "h", level: 2 + d.below(3), runs: runs(d, 2) };
    if (sort < 7) return { sort: "ul", items: Array.from({ length: 1 + d.below(4) }, () => runs(d, 3)), inner: d.chance(0.3) ? runs(d, 2) : null };
    if (sort < 8) return { sort: "ol", items: Array.from({ length: 1 + d.below(4) }, () => runs(d, 3)) };
    const columns = 2 + d.below(3);
    const rows = Array.from({ length: 2 + d.below(4) }, () => Array.from({ length: columns }, () => runs(d, 2)));
    return { sort: "table", columns, rows, across: d.chance(0.4), down: d.chance(0.4), lines: d.chance(0.4) };
  };
  return { seed, blocks: Array.from({ length: 2 + d.below(5) }, block) };
}

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// ---- as HTML of an office suite, of WeChat, of a web page

const SKINS = {
  wps: {
    head: "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--><style>\n\np.MsoNormal { margin: 0 }\n\n</style>\n",
    p: (x) => `<p class="MsoNormal" style="text-indent:24.0pt;mso-char-indent-count:2.0"><span style="mso-spacerun:'yes';font-family:宋体;\nfont-size:12.0pt">${x}</span><span lang=EN-US><o:p></o:p></span></p>\n`,
    run: (x, d) => `<span lang=EN-US style='font-size:12.0pt'>${x}</span>${d.chance(0.2) ? "<o:p></o:p>" : ""}`,
    table: (x) => `<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'>${x}</table>\n`,
    cell: (x) => `<p class=MsoNormal align=center>${x}<o:p></o:p></p>`,
    around: (x) => `<div class="Section0" style="layout-grid:15.6pt">${x}</div>`,
  },
  wechat: {
    head: "",
    p: (x) => `<section style="margin:0 8px"><section><p style="line-height:1.75em"><span style="letter-spacing:1px">${x}</span></p></section></section><p><br></p>`,
    run: (x) => `<span style="font-size:15px"><span leaf="">${x}</span></span>`,
    table: (x) => `<section style="overflow:auto"><table>${x}</table></section>`,
    cell: (x) => `<section>${x}</section>`,
    around: (x) => `<section data-tool="x">${x}</section><p style="display:none"><mp-style-type data-value="3"></mp-style-type></p>`,
  },
  web: {
    head: "",
    p: (x, d) => (d.chance(0.5) ? `<p>\n  ${x}\n</p>\n\n` : `<div>${x}</div>\n`),
    run: (x) => x,
    table: (x) => `<table>\n${x}\n</table>\n\n`,
    cell: (x) => x,
    around: (x) => `<article>\n\n${x}\n\n</article>`,
  },
  layout: {
    head: "",
    p: (x) => `<p align="justify"><font face="宋体">${x}</font></p>`,
    run: (x) => `<font size="3">${x}</font>`,
    table: (x) => `<table border>${x}</table>`,
    cell: (x) => `<div>${x}</div>`,
    around: (x) => `<center><table width="100%"><tbody><tr><td>${x}</td></tr></tbody></table></center>`,
  },
};

function html(doc, skin) {
  const d = dice(doc.seed + 7777);
  const s = SKINS[skin];
  const words = (list) =>
    list.map(({ text, mark }) => {
      const inner = s.run(escape(text).replace(/ /g, () => d.of([" ", "&nbsp;", " "])), d);
      if (!mark) return inner;
      return mark === "a" ? `<a href="https://example.org/${d.below(9)}" target=_blank>${inner}</a>` : `<${mark} class=x>${inner}</${mark}>`;
    }).join("");
  const table = (b) => {
    const cells = b.rows.map((row, r) => row.map((cell, c) => {
      if (b.across && r === 0 && c === 1) return "";
      if (b.down && r === 2 && c === 0) return "";
      const span = (b.across && r === 0 && c === 0 ? " colspan=2" : "") + (b.down && r === 1 && c === 0 && b.rows.length > 2 ? " rowspan=2" : "");
      const inner = b.lines ? `${words(cell)}<br>${words(cell)}` : words(cell);
      return `<td${span} width=100>${s.cell(inner)}</td>`;
    }));
    return s.table(cells.map((row) => `<tr>${row.join(d.of(["", "\n"]))}</tr>`).join("\n"));
  };
  const block = (b) => {
    if (b.sort === "p") return s.p(b.breaks ? `${words(b.runs)}<br/>${words(b.runs)}` : words(b.runs), d);
    if (b.sort === "h") return `<h${b.level}>${words(b.runs)}</h${b.level}>\n`;
    if (b.sort === "table") return table(b);
    const inner = b.inner ? `<ul><li>${words(b.inner)}</li></ul>` : "";
    return `<${b.sort}>${b.items.map((item, i) => `<li>${words(item)}${i ? "" : inner}</li>`).join("\n")}</${b.sort}>\n`;
  };
  return s.head + s.around(doc.blocks.map(block).join(""));
}

// ---- as a document of LibreOffice

function fodt(doc) {
  const words = (list) => list.map(({ text, mark }) => {
    const inner = escape(text);
    const named = { b: "B", i: "I", s: "S", u: "U", sup: "P", sub: "Q" }[mark];
    if (mark === "a") return `<text:a xlink:type="simple" xlink:href="https://example.org/">${inner}</text:a>`;
    return named ? `<text:span text:style-name="${named}">${inner}</text:span>` : inner;
  }).join("");
  const p = (inner) => `<text:p>${inner}</text:p>`;
  const block = (b, n) => {
    if (b.sort === "p") return p(b.breaks ? `${words(b.runs)}<text:line-break/>${words(b.runs)}` : words(b.runs));
    if (b.sort === "h") return `<text:h text:outline-level="${b.level}">${words(b.runs)}</text:h>`;
    if (b.sort !== "table") return `<text:list text:style-name="${b.sort === "ul" ? "L1" : "L2"}" text:continue-numbering="false">${b.items.map((item) => `<text:list-item>${p(words(item))}</text:list-item>`).join("")}</text:list>`;
    const rows = b.rows.map((row, r) => `<table:table-row>${row.map((cell, c) => {
      if (b.across && r === 0 && c === 1) return "<table:covered-table-cell/>";
      const span = b.across && r === 0 && c === 0 ? ' table:number-columns-spanned="2"' : "";
      return `<table:table-cell office:value-type="string"${span}>${b.lines ? p(words(cell)) + p(words(cell)) : p(words(cell))}</table:table-cell>`;
    }).join("")}</table:table-row>`).join("");
    return `<table:table table:name="T${n}"><table:table-column table:number-columns-repeated="${b.columns}"/>${rows}</table:table>`;
  };
  const style = (name, property) => `<style:style style:name="${name}" style:family="text"><style:text-properties ${property}/></style:style>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>${style("B", 'fo:font-weight="bold"')}${style("I", 'fo:font-style="italic"')}${style("S", 'style:text-line-through-style="solid"')}${style("U", 'style:text-underline-style="solid"')}${style("P", 'style:text-position="super 58%"')}${style("Q", 'style:text-position="sub 58%"')}
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style><text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style></office:automatic-styles>
<office:body><office:text>${doc.blocks.map(block).join("")}</office:text></office:body></office:document>`;
}

/** What LibreOffice makes of documents: HTML, and the words it shows. Half go by way of Word's format. */
function libreOffice(docs) {
  const work = mkdtempSync(join(tmpdir(), "pastes-"));
  const convert = (to, folder, files) => {
    const done = spawnSync("soffice", [`-env:UserInstallation=file://${work}/profile`, "--headless", "--convert-to", to, "--outdir", join(work, folder), ...files], { stdio: "pipe", timeout: 170_000 });
    assert.equal(done.status, 0, String(done.stderr));
  };
  const names = docs.map((doc, n) => [`d${n}`, n % 2 ? "docx" : "fodt"]);
  mkdirSync(join(work, "fodt"));
  docs.forEach((doc, n) => writeFileSync(join(work, "fodt", `d${n}.fodt`), fodt(doc)));
  convert("docx", "docx", names.filter(([, sort]) => sort === "docx").map(([name]) => join(work, "fodt", `${name}.fodt`)));
  const files = names.map(([name, sort]) => join(work, sort, `${name}.${sort}`));
  convert("html", "html", files);
  convert("txt:Text (encoded):UTF8", "txt", files);
  const read = (folder, name) => readFileSync(join(work, folder, `${name}.${folder}`), "utf8").replace(/^\ufeff/, "");
  // Of lists that came by way of Word's format, LibreOffice's HTML and its text have different numbers.
  const shown = (name, sort) => (sort === "docx" ? read("txt", name).replace(/^\s{2,}\d+\. /gm, "") : read("txt", name));
  const pastes = names.map(([name, sort]) => ({ from: `LibreOffice ${sort}`, html: read("html", name), shown: shown(name, sort), numbered: sort !== "docx" }));
  rmSync(work, { recursive: true, force: true });
  return pastes;
}

// ---- what is compared

/** Words and whole numbers: a number with sign, point, exponent and unit, a Latin word, a Han character. */
function sequence(text) {
  const pattern = /[+\-−]?\d+(?:[.,\-]\d+)*(?:[eE][+-]?\d+)?(?:%|℃|[A-Za-z]+|(?:万|亿)?元|平方米|吨|个)?|[A-Za-z]+|\p{Script=Han}|[\^_]/gu;
  return (text.normalize("NFC").replace(/[\u200b\ufeff\u00ad]/g, "").match(pattern) ?? []).map((word) => word.replace("−", "-"));
}

/** In the page: words as shown; raised and lowered ones told by a sign, and numbers of items where asked. */
function words([selector, marks, numbered]) {
  const root = document.querySelector(selector);
  if (marks) for (const [tag, sign] of [["sup", "^"], ["sub", "_"]]) for (const e of root.querySelectorAll(tag)) if (e.innerText.trim()) e.prepend(sign);
  if (numbered) for (const list of root.querySelectorAll("ol")) [...list.children].forEach((item, n) => item.prepend(`${n + (list.start || 1)}. `));
  return root.innerText;
}

const PAGE = '<!doctype html><meta charset="utf-8"><body><div id="source"></div><div id="target" contenteditable style="min-height:40px"></div>';

test("200 pastes lose no word and change no figure", { timeout: 280_000 }, async () => {
  const skins = Object.keys(SKINS);
  const pastes = libreOffice(Array.from({ length: 50 }, (_, n) => made(1000 + n)));
  const browser = await launch();
  after(() => browser.close());
  const server = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE));
  after(() => server.close());
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const show = (source) => page.evaluate((source) => {
    document.getElementById("source").innerHTML = source;
    document.getElementById("target").textContent = "";
  }, source);
  for (let n = 0; n < 150; n++) {
    const source = html(made(n + 1), skins[n % skins.length]);
    await show(source);
    let pasted = source;
    if (n < 60) {
      // What Chromium puts on the clipboard.
      pasted = await page.evaluate(async () => {
        getSelection().selectAllChildren(document.getElementById("source"));
        if (!document.execCommand("copy")) return null;
        const [item] = await navigator.clipboard.read();
        return (await item.getType("text/html")).text();
      });
      assert.equal(typeof pasted, "string", JSON.stringify(pasted));
      assert.ok(pasted.includes("style="), "the clipboard's HTML carries styles of its own");
    }
    const shown = await page.evaluate(words, ["#source", true, false]);
    pastes.push({ from: `${n < 60 ? "Chromium, " : ""}${skins[n % skins.length]}`, html: pasted, shown, marks: true });
  }
  assert.equal(pastes.length, 200);

  const root = mkdtempSync(join(tmpdir(), "pastes-"));
  mkdirSync(join(root, "content/news"), { recursive: true });
  writeFileSync(join(root, "content/site.yaml"), "title: 公报\nas_of: 2024-01-01\n");
  const file = (n) => join(root, `content/news/n${n}.md`);
  pastes.forEach((paste, n) => {
    // Some stand between words that were typed.
    paste.typed = n % 3 === 0;
    const body = paste.typed ? `前面**一段**。\n\n${paste.html}\n\n后面一段。\n` : `${paste.html}\n`;
    writeFileSync(file(n), `---\ntitle: 粘贴${n}\ndate: 2023-05-06\nsection: 快讯\n---\n${body}`);
  });
  const checked = spawnSync(GONGBAO, ["check", "--root", root, "--format", "json"], { maxBuffer: 2 ** 28 });
  const findings = JSON.parse(String(checked.stdout));
  const errors = new Map();
  for (const finding of findings.findings ?? findings) {
    const n = /news\/n(\d+)\.md$/.exec(finding.file ?? finding.place?.file ?? "")?.[1];
    if (n && finding.severity === "error") errors.set(Number(n), finding);
  }
  for (const n of errors.keys()) rmSync(file(n));
  execFileSync(GONGBAO, ["build", "--root", root, "-o", join(root, "public"), "--quiet"], { stdio: "pipe" });
  const wrong = [];
  for (const [n, paste] of pastes.entries()) {
    if (errors.has(n)) continue;
    const built = readFileSync(join(root, `public/news/2023/05/n${n}/index.html`), "utf8");
    const prose = /<div class="gb-prose[^"]*">[\s\S]*?<\/div>\s*(?=<(?:section|aside|footer|\/article|\/main))/.exec(built)?.[0] ?? built;
    await show(prose);
    let text = await page.evaluate(words, ["#source .gb-prose", paste.marks ?? false, paste.numbered ?? false]);
    let expected = sequence(paste.shown);
    if (paste.typed) expected = [...sequence("前面一段"), ...expected, ...sequence("后面一段")];
    const found = sequence(text);
    const at = expected.findIndex((word, i) => word !== found[i]);
    if (at >= 0 || found.length !== expected.length) {
      const from = at < 0 ? expected.length : at;
      wrong.push(`${n} (${paste.from}): …${expected.slice(from - 3, from + 8).join(" ")} became …${found.slice(from - 3, from + 8).join(" ")}`);
    }
  }
  rmSync(root, { recursive: true, force: true });
  const told = [...errors].map(([n, finding]) => `${n} ${pastes[n].from}: ${JSON.stringify(finding.message)}`);
  console.log(`${pastes.length} pastes, ${wrong.length} differ, ${told.length} told as errors`);
  assert.deepEqual(wrong, []);
  // Nothing in them is beyond keeping, so that an error would only hide a difference.
  assert.deepEqual(told, []);
});
