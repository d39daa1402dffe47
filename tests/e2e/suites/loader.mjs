/** How the core comes onto the page: each way, each fall, what the reader is told and what the site's owner is. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pageTest } from "../scene.mjs";
import { DIST } from "../site.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

const CORE = readdirSync(DIST).find((name) => name.endsWith(".wasm")) ?? "";
const PAGE = readFileSync(join(DIST, "index.html"), "utf8");

/** @param {Scene} scene */
const warned = (scene) => scene.console.filter((line) => line.startsWith("warning: hubstate:")).join("\n");

/**
 * The page without a core: it says so to the reader, keeps nothing that waits, and tells the owner why.
 * @param {Scene} scene
 * @param {RegExp} reader
 * @param {RegExp} owner
 */
async function refused(scene, reader, owner) {
  const { page } = scene;
  await page.goto(scene.site.origin);
  assert.match(await scene.alert(/cannot be computed here/), reader);
  assert.match(warned(scene), owner);
  assert.match(await page.locator("#deck").innerText(), /computed in your browser/);
  const waiting = await page.locator(".skeleton").evaluateAll((all) => all.filter((element) => element.checkVisibility()).length);
  assert.equal(waiting, 0, "boxes that wait for ever");
  assert.equal(await page.locator("#page").getAttribute("aria-busy"), null);
  const baked = page.locator(".baked img");
  await scene.until(() => baked.evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth), (width) => width > 300, "the picture as it was last published");
  assert.equal(await page.locator(".baked a").getAttribute("href"), "chart/index.html");
  for (const id of ["#fetch", "#open", "#finder"]) assert.ok(await page.locator(id).isHidden(), `${id} can be pressed and does nothing`);
}

pageTest("a core of the wrong type is compiled from its bytes, and the owner is told", { site: { wasmType: "text/plain" } }, async (scene) => {
  await scene.open();
  assert.match(warned(scene), /hubstate-\w+\.wasm was not compiled as it arrived.*MIME.*serve it as application\/wasm/i);
  assert.equal(await scene.page.locator("#alert .alert").count(), 0, "the reader has nothing to do");
});

pageTest("a core served as it should be is no word worth", {}, async (scene) => {
  await scene.open();
  assert.equal(warned(scene), "");
});

pageTest("a core that is not there", { expected: [/404/] }, async (scene) => {
  await scene.context.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "404" }));
  await refused(scene, /hubstate-\w+\.wasm answered 404, expected 200/, /answered 404.*serve the whole folder/);
});

pageTest("a core that cannot be fetched", { expected: [/ERR_FAILED/] }, async (scene) => {
  await scene.context.route("**/*.wasm", (route) => route.abort());
  await refused(scene, /could not be fetched/, /could not be fetched \(.+\): serve the whole folder/);
});

pageTest("a host that answers everything with its own page", {}, async (scene) => {
  scene.site.put(`/${CORE}`, "<!doctype html><title>Home</title>");
  await refused(scene, /is no WebAssembly that this browser takes/, /\.wasm is no WebAssembly.*magic word.*as it was built/s);
});

pageTest("a policy that forbids WebAssembly", { expected: [/Content Security Policy/] }, async (scene) => {
  scene.site.put("/", PAGE.replace(" 'wasm-unsafe-eval'", ""), "text/html; charset=utf-8");
  await refused(scene, /security policy of this site forbids WebAssembly/, /add 'wasm-unsafe-eval' to script-src/);
});

pageTest("a browser without WebAssembly", {}, async (scene) => {
  await scene.page.addInitScript(() => { delete /** @type {any} */ (globalThis).WebAssembly; });
  await scene.page.goto(scene.site.origin);
  assert.match(await scene.alert(), /this browser has no WebAssembly/i);
});

pageTest("a core inside of the page needs no request", {}, async (scene) => {
  const core = gzipSync(readFileSync(join(DIST, CORE))).toString("base64");
  const page = PAGE.replace(/\n\s*<link rel="preload" href="[^"]+\.wasm"[^>]*>/, "").replace("</body>", `<script type="application/octet-stream" id="inline-core">${core}</script></body>`);
  scene.site.put("/", page, "text/html; charset=utf-8");
  await scene.open();
  await scene.banner("Sample");
  assert.deepEqual(scene.site.asked.filter((path) => path.endsWith(".wasm")), []);
});
