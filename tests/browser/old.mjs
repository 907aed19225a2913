// Old browsers, which playwright does not speak to: Chromium as packed for servers, over its debugging protocol.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import WebSocket from "ws";

const PACKED = { 69: "chromium-69/bin/chromium-69.0.3494.0.br", 80: "chromium-80/bin/chromium.br", 109: "chromium-109/bin/chromium.br" };

/** The browser's program, unpacked once. */
function program(version) {
  const packed = new URL(`node_modules/${PACKED[version]}`, import.meta.url).pathname;
  const path = packed.replace(/\.br$/, "");
  if (!existsSync(path)) {
    writeFileSync(`${path}.part`, brotliDecompressSync(readFileSync(packed)), { mode: 0o755 });
    renameSync(`${path}.part`, path);
  }
  return path;
}

/** Starts a version. */
export async function start(version) {
  const profile = mkdtempSync(join(tmpdir(), `chromium-${version}-`));
  const child = spawn(program(version), [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--no-zygote",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars", `--user-data-dir=${profile}`,
    "--remote-debugging-port=0", "about:blank",
  ], { stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise((done, fail) => {
    let text = "";
    child.stderr.on("data", (data) => { text += data; const found = text.match(/DevTools listening on (ws:\S+)/); if (found) done(found[1]); });
    child.on("exit", () => fail(new Error(`Chromium ${version} ended: ${text}`)));
    setTimeout(() => fail(new Error(`Chromium ${version} says nothing: ${text}`)), 60e3).unref();
  });
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((done, fail) => { socket.on("open", done); socket.on("error", fail); });
  let last = 0;
  const waiting = new Map(), listeners = new Map();
  socket.on("message", (data) => {
    const { id, result, error, method, params, sessionId } = JSON.parse(data);
    if (id) { const [done, fail] = waiting.get(id); waiting.delete(id); if (error) fail(new Error(error.message)); else done(result); }
    else for (const listen of listeners.get(sessionId) ?? []) listen(method, params);
  });
  const send = (method, params = {}, sessionId) => new Promise((done, fail) => {
    waiting.set(++last, [done, fail]);
    socket.send(JSON.stringify({ id: last, method, params, sessionId }));
  });
  return {
    version: (await send("Browser.getVersion")).product,
    /** A page of a width; its script errors are kept. */
    async page(width, height = 800) {
      const { targetId } = await send("Target.createTarget", { url: "about:blank" });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      const own = (method, params) => send(method, params, sessionId);
      const page = { faults: [], loaded: () => {} };
      listeners.set(sessionId, [(method, params) => {
        if (method === "Page.loadEventFired") page.loaded();
        if (method === "Runtime.exceptionThrown") page.faults.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
        if (method === "Log.entryAdded" && params.entry.level === "error") page.faults.push(`${params.entry.text} ${params.entry.url ?? ""}`);
      }]);
      for (const domain of ["Page", "Runtime", "Log"]) await own(`${domain}.enable`);
      await own("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
      page.goto = async (url) => {
        const loaded = new Promise((done) => { page.loaded = done; });
        await own("Page.navigate", { url });
        await loaded;
      };
      page.evaluate = async (script, ...values) => {
        const expression = `(${script})(${values.map((value) => JSON.stringify(value)).join(",")})`;
        const { result, exceptionDetails } = await own("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
      };
      page.until = async (script, ...values) => {
        for (let i = 0; i < 200; i++) {
          const value = await page.evaluate(script, ...values);
          if (value) return value;
          await new Promise((done) => setTimeout(done, 50));
        }
        throw new Error(`never: ${script}`);
      };
      page.picture = async (path) => {
        const tall = await page.evaluate("() => Math.min(6000, document.documentElement.scrollHeight)");
        await own("Emulation.setDeviceMetricsOverride", { width, height: tall, deviceScaleFactor: 1, mobile: false });
        const { data } = await own("Page.captureScreenshot", { format: "png" });
        writeFileSync(path, Buffer.from(data, "base64"));
        await own("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
      };
      page.close = () => send("Target.closeTarget", { targetId });
      return page;
    },
    async close() {
      const ended = new Promise((done) => child.on("exit", done));
      child.removeAllListeners("exit");
      const gone = new Promise((done) => child.on("exit", done));
      send("Browser.close").catch(() => {});
      setTimeout(() => child.kill("SIGKILL"), 3000).unref();
      await Promise.race([ended, gone]);
      socket.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
