/** Hosts, screens and settings as they are: a wrong MIME type, no storage, no worker, narrow, printed, still. */

import assert from "node:assert/strict";
import { SMALL, choose, drop } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

for (const wasmType of ["application/octet-stream", "text/plain"]) {
  pageTest(`a core sent as ${wasmType} works`, { site: { wasmType } }, async (scene) => {
    await scene.open();
    await scene.banner("Sample");
  });
}

pageTest("no storage is needed", {}, async (scene) => {
  await scene.page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
    }
    Object.defineProperty(document, "cookie", { get: () => { throw new DOMException("denied", "SecurityError"); } });
  });
  await scene.open();
  await scene.page.click("#theme");
  assert.equal(await scene.page.locator("html").getAttribute("data-theme"), "light");
});

pageTest("nothing is stored unasked", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  const stored = await scene.page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]);
  assert.deepEqual(stored, [0, 0, 0, ""]);
});

pageTest("reading and analysis run in one worker, made from a Blob", {}, async (scene) => {
  await scene.open();
  assert.deepEqual(scene.page.workers().map((worker) => new URL(worker.url()).protocol), ["blob:"]);
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  assert.equal(scene.page.workers().length, 1);
});

pageTest("the policy of the page forbids inline scripts and code from text", { expected: [/Content Security Policy/] }, async (scene) => {
  const { page } = scene;
  await scene.open();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content") ?? "";
  assert.match(policy, /(^|; )default-src 'none'(;|$)/);
  assert.match(policy, /; connect-src 'self' https:(;|$)/);
  assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'/);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.inline = 1";
    document.body.append(script);
    document.body.setAttribute("onclick", "window.inline = 2");
    document.body.click();
  });
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).inline), undefined, "an inline script ran");
});

pageTest("where no worker can be made the page still reads", {}, async (scene) => {
  await scene.page.addInitScript(() => { window.Worker = /** @type {any} */ (class { constructor() { throw new Error("denied"); } }); });
  await scene.open();
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
});

pageTest("a browser without WebAssembly is told so", {}, async (scene) => {
  await scene.page.addInitScript(() => {
    const refuse = () => Promise.reject(new Error("WebAssembly is switched off"));
    Object.assign(WebAssembly, { compile: refuse, compileStreaming: refuse, instantiate: refuse, instantiateStreaming: refuse });
  });
  await scene.page.goto(scene.site.origin);
  assert.match(await scene.alert(), /WebAssembly/);
});

pageTest("a sandboxed frame without storage or an origin shows the report", { site: { cors: true } }, async (scene) => {
  scene.site.put("/host.html", '<!doctype html><title>host</title><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="/" width="1000" height="800"></iframe>', "text/html");
  await scene.page.goto(`${scene.site.origin}/host.html`);
  const frame = scene.page.frameLocator("iframe");
  await frame.locator("#page[data-query]:not([aria-busy])").waitFor({ state: "attached" });
  assert.match(await frame.locator("#banner").innerText(), /illustrative sample/i);
});

pageTest("print leaves the controls out and keeps report and charts", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.emulateMedia({ media: "print" });
  for (const id of [".bar", "#basket", ".contents", ".tabs", "#outputs", ".foot-actions", "#copy"]) {
    assert.ok(await page.locator(id).first().isHidden(), `${id} is printed`);
  }
  for (const id of ["h1", "#banner", "#cards", "#organizations", "#chart-opening", "#limits", "#cite"]) {
    assert.ok(await page.locator(id).isVisible(), `${id} is not printed`);
  }
  const pressable = await page.evaluate(() => [...document.querySelectorAll("button:not(.sort), input, select")].filter((element) => element.checkVisibility({ visibilityProperty: true })).map((element) => element.id || element.textContent));
  assert.deepEqual(pressable, [], "controls that are printed");
});

for (const width of [360, 768, 1280]) {
  pageTest(`nothing hangs over at ${width} pixels`, { context: { viewport: { width, height: 800 } } }, async (scene) => {
    const { page } = scene;
    await scene.open();
    const check = async (/** @type {string} */ where) => {
      const over = await scene.overhang();
      assert.equal(over, "", where);
    };
    await check("the report");
    for (const name of ["table", "about"]) {
      for (const tab of await page.locator(`[id$=-tab-${name}]`).all()) await tab.click();
      await check(`tabs: ${name}`);
    }
    if (await page.locator("#basket-toggle").isVisible()) await page.click("#basket-toggle");
    await check("the controls of the basket");
    await page.fill("#find", "a");
    await page.locator("#find-0").waitFor();
    await page.press("#find", "Enter");
    await page.locator("#find-places").waitFor();
    await check("the places found");
    await page.press("#find", "Escape");
    await choose(scene, { name: "bad.json", bytes: `<html>${"x".repeat(500)}` });
    await scene.alert();
    await check("an alert");
    await page.click("#fetch");
    await check("the dialog");
  });
}

pageTest("where motion is not wanted nothing moves", { context: { reducedMotion: "reduce" } }, async (scene) => {
  await scene.open();
  const moving = await scene.page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
    return transitionDuration.split(", ").some((time) => parseFloat(time) > 0) || animationName !== "none" || scrollBehavior === "smooth";
  }).map((element) => element.className));
  assert.deepEqual(moving, []);
});

pageTest("in forced colors the page works and charts are drawn", { context: { forcedColors: "active" } }, async (scene) => {
  await scene.open();
  assert.ok(await scene.page.locator("#chart-opening").isVisible());
});
