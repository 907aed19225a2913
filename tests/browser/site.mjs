// A built bulletin behind a plain static server below a path, and a browser to look at it.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, normalize } from "node:path";
import { chromium } from "playwright-core";

const TYPES = {
  html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", json: "application/json", svg: "image/svg+xml",
  png: "image/png", jpg: "image/jpeg", webp: "image/webp", xml: "application/xml",
};

/** Serves `folder` below `/bulletin/`; counts the bytes and the requests it answers. */
export async function serve(folder) {
  const server = createServer(async (request, answer) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/bulletin\//, "/");
    const file = join(folder, normalize(path), path.endsWith("/") ? "index.html" : "");
    try {
      const bytes = await readFile(file);
      site.bytes += bytes.length;
      site.requests.push([path, bytes.length]);
      answer.writeHead(200, { "content-type": TYPES[file.split(".").pop()] ?? "application/octet-stream" });
      answer.end(bytes);
    } catch {
      answer.writeHead(404, { "content-type": TYPES.html });
      answer.end(existsSync(join(folder, "404.html")) ? await readFile(join(folder, "404.html")) : "");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const site = { origin, base: `${origin}/bulletin`, bytes: 0, requests: [], close: () => server.close() };
  return site;
}

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

/** The folder of the built example bulletin, for `http://…/bulletin/`. */
export const EXAMPLE = process.env.EXAMPLE ?? "/tmp/gongbao-example";

/** A page whose console errors and requests to other hosts are kept. */
export async function open(browser, site, path, options = {}) {
  const page = await browser.newPage(options);
  page.faults = [];
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.origin) && !request.url().startsWith("data:")) page.faults.push(request.url());
  });
  await page.goto(site.base + path);
  return page;
}
