// One picture of the first hour: what a terminal printed, or the page at an address, on standard input: node first-hour.mjs OUT.png
import { readFileSync } from "node:fs";
import { launch } from "./site.mjs";

const COLOURS = { 90: "#7f848e", 91: "#ff7b86", 92: "#98e08a", 93: "#f0c674", 94: "#7db8ff", 95: "#d7a1ff", 96: "#6fd7e0",
  31: "#ff7b86", 32: "#98e08a", 33: "#f0c674", 34: "#7db8ff", 35: "#d7a1ff", 36: "#6fd7e0" };
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
/** A character that a terminal gives two columns stands in a box of two. */
const cells = (text) => escape(text).replace(/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/g, "<i>$&</i>");

/** HTML of what a terminal shows, with its colours. */
function terminal(raw) {
  let [bold, colour] = [false, ""];
  const lines = raw.replace(/\r+\n/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\r").at(-1));
  return lines.map((line) => line.split(/(\x1b\[[0-9;?]*[A-Za-z])/).map((piece) => {
    if (piece.startsWith("\x1b[")) {
      for (const code of piece.endsWith("m") ? piece.slice(2, -1).split(";").map(Number) : []) {
        if (code === 0) [bold, colour] = [false, ""];
        else if (code === 1) bold = true;
        else if (code === 39) colour = "";
        else colour = COLOURS[code] ?? colour;
      }
      return "";
    }
    const typed = piece.startsWith("$ ") ? "color:#fff;font-weight:bold;" : "";
    return piece && `<span style="${typed}${bold ? "font-weight:bold;" : ""}${colour && `color:${colour}`}">${cells(piece)}</span>`;
  }).join("")).join("\n");
}

const what = readFileSync(0, "utf8");
const browser = await launch();
if (what.startsWith("http://localhost")) {
  const page = await browser.newPage({ viewport: { width: 860, height: 760 } });
  await page.goto(what, { waitUntil: "load" });
  await page.waitForTimeout(1500); // the preview's findings come by themselves
  await page.screenshot({ path: process.argv[2] });
} else {
  const page = await browser.newPage({ viewport: { width: 860, height: 200 } });
  await page.setContent(`<style>body { margin: 0; background: #1e222a }
    pre { margin: 0; padding: 14px 18px; color: #d7dae0; font: 14px/1.45 "DejaVu Sans Mono", "Noto Sans CJK SC", monospace; white-space: pre-wrap }
    i { display: inline-block; width: 2ch; text-align: center; font-style: normal }</style><pre>${terminal(what)}</pre>`);
  await page.locator("pre").screenshot({ path: process.argv[2] });
}
await browser.close();
