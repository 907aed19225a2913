// Pictures for the README and for looking at: EXAMPLE=FOLDER node screenshots.mjs OUT [all]
import { launch, open, serve, EXAMPLE } from "./site.mjs";
import { BOTH } from "./site-pages.mjs";

const [out, all] = process.argv.slice(2);
const [site, browser] = [await serve(EXAMPLE), await launch()];
const shoot = async (name, path, width, height, options = {}, full = false) => {
  const page = await open(browser, site, path, { viewport: { width, height }, deviceScaleFactor: full ? 1 : 1.25, ...options });
  if (options.size) await page.evaluate((size) => { document.documentElement.dataset.size = size; }, options.size);
  if (options.print) await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: full });
  await page.close();
};
const PAGES = { front: "/", project: "/projects/qinghe-food/", bulletin: "/reports/2025/10/" };
for (const [name, path] of Object.entries(PAGES)) {
  await shoot(`${name}-desktop`, path, 1120, 800);
  await shoot(`${name}-phone`, path, 360, 800);
}
if (all) {
  const kinds = { front: "/", search: "/search/?q=冷链" };
  for (const path of BOTH.slice(1)) kinds[path.replace(/^\/|\/$/g, "").replaceAll("/", "-")] = path;
  for (const [name, path] of Object.entries(kinds)) {
    for (const width of [360, 768, 1280]) {
      await shoot(`${name}-${width}`, path, width, 900, {}, true);
      await shoot(`${name}-${width}-dark`, path, width, 900, { colorScheme: "dark" }, true);
      await shoot(`${name}-${width}-large`, path, width, 900, { size: "larger" }, true);
    }
    await shoot(`${name}-print`, path, 794, 1123, { print: true }, true);
  }
}
await browser.close();
site.close();
