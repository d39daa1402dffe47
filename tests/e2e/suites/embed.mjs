/** Charts without a core: their pages and embeds in sandboxes, from disk, without scripts and without storage. */

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { pageTest } from "../scene.mjs";
import { DIST } from "../site.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */
/** @typedef {import("../../../www/node_modules/playwright-core/index.mjs").Frame} Frame */

const LIMIT = 80_000;
const SLUGS = existsSync(join(DIST, "embed")) ? readdirSync(join(DIST, "embed")) : [];
const skip = SLUGS.length === 0 && "dist/ holds no embeds: ./build.sh";
const embed = (/** @type {string} */ slug, query = "") => `/embed/${slug}/index.html${query}`;

/** Every mark of the frame as the keyboard finds it, and the rows of its table. @param {Frame} frame */
function walk(frame) {
  return frame.evaluate(() => {
    const plots = /** @type {HTMLElement} */ (document.getElementById("plots"));
    const rows = [...document.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent).filter(Boolean));
    plots.focus();
    const press = (/** @type {string} */ key) => plots.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    const marks = rows.map(() => {
      press("ArrowRight");
      const tooltip = /** @type {HTMLElement} */ (document.querySelector(".tooltip"));
      const { left, right } = tooltip.getBoundingClientRect();
      const inside = left >= -1 && right <= innerWidth + 1;
      return { said: [...tooltip.querySelectorAll("strong, dd, p")].map((part) => part.textContent), shown: tooltip.offsetWidth > 0 && inside };
    });
    press("Escape");
    return { rows, marks, gone: /** @type {HTMLElement} */ (document.querySelector(".tooltip")).hidden };
  });
}

/** Draws as it is meant to: its own font, a picture of the width it has, tooltips as the table. @param {Frame} frame */
async function works(frame) {
  await frame.locator(".tooltip").waitFor({ state: "attached" });
  const [font, pictures, width] = await frame.evaluate(async () => {
    const faces = await document.fonts.load("16px Inter");
    const seen = [...document.querySelectorAll(".plots svg")].filter((svg) => svg.clientWidth > 0);
    return [faces.length === 1 && faces[0].status, seen.length, seen[0].clientWidth / document.documentElement.clientWidth];
  });
  assert.equal(font, "loaded");
  assert.equal(pictures, 1);
  assert.ok(width > 0.9, `the picture takes ${width} of the width`);
  const { rows, marks, gone } = await walk(frame);
  assert.ok(rows.length > 0 && gone);
  assert.deepEqual(marks.map(({ said }) => said), rows);
  assert.ok(marks.every(({ shown }) => shown));
}

/** A page that holds one embed, and what the embed tells it. @param {Scene} scene @param {string} frame @param {string} [more] */
async function host(scene, frame, more = "") {
  scene.site.put("/host.html", `<!doctype html><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><body>${frame}${more}`);
  await scene.page.addInitScript(() => {
    /** @type {any} */ (window).heard = [];
    addEventListener("message", ({ data }) => /** @type {any} */ (window).heard.push(data));
  });
  await scene.page.goto(`${scene.site.origin}/host.html`);
  const inner = scene.page.frames()[1];
  await inner.waitForLoadState();
  return inner;
}

pageTest("an embed draws in a sandbox of a host that sends no CORS headers", { skip }, async (scene) => {
  await works(await host(scene, `<iframe sandbox="allow-scripts" src="${embed("organizations")}" width="640" height="560"></iframe>`));
});

pageTest("an embed draws from disk", { skip }, async (scene) => {
  await scene.page.goto(pathToFileURL(join(DIST, embed("concentration"))).href);
  await works(scene.page.mainFrame());
});

pageTest("an embed needs no storage", { skip }, async (scene) => {
  await scene.page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
    }
  });
  await scene.page.goto(scene.site.origin + embed("licenses"));
  await works(scene.page.mainFrame());
});

pageTest("without scripts picture, table and source of an embed are there", { skip, context: { javaScriptEnabled: false } }, async (scene) => {
  const { page } = scene;
  await page.goto(scene.site.origin + embed("organizations"));
  assert.equal(await page.locator(".plots svg:visible").count(), 1);
  await page.click("summary");
  assert.ok(await page.locator("tbody tr").first().isVisible());
  assert.match(await page.locator(".foot").innerText(), /Hugging Face Hub.*CC BY 4.0/);
});

pageTest("every embed is one request of at most 80 KB, and its tooltips say what its table says", { skip, limit: 120_000 }, async (scene) => {
  for (const slug of SLUGS) {
    const packed = gzipSync(readFileSync(join(DIST, embed(slug))), { level: 9 }).length;
    assert.ok(packed <= LIMIT, `${slug}: ${packed} bytes`);
    const before = scene.site.asked.length;
    await scene.page.goto(scene.site.origin + embed(slug));
    await scene.page.locator(".tooltip").waitFor({ state: "attached" });
    const { rows, marks } = await walk(scene.page.mainFrame());
    assert.deepEqual(marks.map(({ said }) => said), rows, slug);
    assert.deepEqual(scene.site.asked.slice(before), [embed(slug)]);
  }
});

pageTest("the pointer finds a mark, a click pins it, Escape lets go", { skip }, async (scene) => {
  const { page } = scene;
  await page.setViewportSize({ width: 700, height: 700 });
  await page.goto(scene.site.origin + embed("organizations"));
  const tooltip = page.locator(".tooltip");
  const box = await page.locator("#plots svg:visible").boundingBox();
  assert.ok(box);
  const first = await page.locator("tbody th").first().textContent();
  await page.mouse.move(box.x + box.width / 2, box.y + 16);
  assert.equal(await tooltip.locator("strong").innerText(), first);
  await page.mouse.click(box.x + box.width / 2, box.y + 16);
  await page.mouse.move(box.x + 5, box.y + box.height + 60);
  assert.ok(await tooltip.isVisible(), "a pinned tooltip stays");
  await page.keyboard.press("Escape");
  assert.ok(await tooltip.isHidden());
});

pageTest("an embed tells its height in three ways, and again when it changes or is asked", { skip }, async (scene) => {
  const { page } = scene;
  const frame = await host(scene, `<iframe src="${embed("organizations")}" width="640" height="100"></iframe>`);
  const heard = () => page.evaluate(() => /** @type {any} */ (window).heard);
  const height = () => frame.evaluate(() => Math.ceil(document.querySelector("figure")?.getBoundingClientRect().height ?? 0));
  const all = await scene.until(heard, (messages) => messages.length >= 3, "three messages");
  const wanted = await height();
  assert.deepEqual(all[0], { type: "hubstate:height", id: "organizations", height: wanted, version: 1 });
  assert.deepEqual(all[1], { "datawrapper-height": { organizations: wanted } });
  assert.deepEqual(JSON.parse(all[2]), { context: "iframe.resize", height: wanted, src: scene.site.origin + embed("organizations") });
  await frame.click("summary");
  await scene.until(heard, (messages) => messages.some((/** @type {any} */ message) => message.height > wanted + 100), "the open table's height");
  const count = (await heard()).length;
  await page.evaluate(() => document.querySelector("iframe")?.contentWindow?.postMessage({ type: "hubstate:ping" }, "*"));
  await scene.until(heard, (messages) => messages.length === count + 3, "an answer");
});

pageTest("embed.js defines an element and gives every frame its height", { skip }, async (scene) => {
  const { page } = scene;
  scene.site.put("/plain.html", "<!doctype html><title>x</title>");
  await host(scene, `<iframe src="/plain.html"></iframe><iframe src="${embed("licenses")}" width="640" height="100"></iframe><hubstate-chart section="concentration" chart="lorenz" theme="dark"></hubstate-chart>`,
    '<script src="/embed.js"></script>');
  const heights = () => page.$$eval("iframe", (frames) => frames.map(({ style }) => style.height));
  await scene.until(heights, ([plain, , made]) => plain === "" && made !== "480px" && made !== "", "heights");
  const made = page.frames().find((frame) => frame.url().includes("lorenz"));
  assert.equal(new URL(made?.url() ?? "").pathname + new URL(made?.url() ?? "").search, embed("concentration.lorenz", "?theme=dark"));
  for (const frame of page.frames().slice(2)) {
    const [own, given] = [await frame.evaluate(() => Math.ceil(document.querySelector("figure")?.getBoundingClientRect().height ?? 0)), await (await frame.frameElement()).evaluate((element) => element.clientHeight)];
    assert.equal(given, own);
  }
});

for (const [what, style, query, ground, ink] of [
  ["follows a dark host", "color-scheme: dark", "", "rgba(0, 0, 0, 0)", "rgb(240, 238, 234)"],
  ["follows a light host", "color-scheme: light", "", "rgba(0, 0, 0, 0)", "rgb(21, 20, 18)"],
  ["is dark where the address says so", "color-scheme: light", "?theme=dark", "rgb(20, 19, 18)", "rgb(240, 238, 234)"],
]) {
  pageTest(`an embed ${what}`, { skip, context: { colorScheme: null } }, async (scene) => {
    const frame = await host(scene, `<iframe src="${embed("licenses", query)}" style="${style}" width="640" height="400"></iframe>`);
    const found = await frame.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(/** @type {Element} */ (document.querySelector("h1"))).color]);
    assert.deepEqual(found, [ground, ink]);
  });
}

for (const width of [340, 640, 1000]) {
  pageTest(`nothing moves while an embed loads at ${width} pixels, and nothing hangs over`, { skip, context: { viewport: { width, height: 800 } } }, async (scene) => {
    await scene.page.addInitScript(() => {
      /** @type {any} */ (window).moved = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { /** @type {any} */ (window).moved += /** @type {any} */ (entry).value; })).observe({ type: "layout-shift", buffered: true });
    });
    for (const path of [embed("organizations"), embed("owner-types"), "/chart/organizations/index.html"]) {
      await scene.page.goto(scene.site.origin + path);
      await scene.page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
      assert.equal(await scene.page.evaluate(() => /** @type {any} */ (window).moved), 0, path);
      assert.equal(await scene.overhang(), "", path);
    }
  });
}

pageTest("the line to paste gives a frame the height that its chart takes", { skip, context: { viewport: { width: 672, height: 800 } } }, async (scene) => {
  const { page } = scene;
  for (const slug of SLUGS) {
    await page.goto(scene.site.origin + embed(slug));
    await page.locator(".tooltip").waitFor({ state: "attached" });
    const height = await page.evaluate(() => document.fonts.ready.then(() => document.querySelector("figure")?.getBoundingClientRect().height ?? 0));
    const [, said] = /<iframe [^\n]* height=&quot;(\d+)&quot;/.exec(readFileSync(join(DIST, "chart", slug, "index.html"), "utf8").replace(/&lt;/g, "<")) ?? [];
    assert.ok(Math.abs(Number(said) - height) < 28, `${slug}: ${said} for ${height}`);
  }
});

pageTest("numbers are written as the address asks, names are not", { skip }, async (scene) => {
  const { page } = scene;
  await page.goto(scene.site.origin + embed("organizations", "?lang=de"));
  await page.locator(".tooltip").waitFor({ state: "attached" });
  const { rows, marks } = await walk(page.mainFrame());
  assert.deepEqual(marks.map(({ said }) => said), rows);
  assert.deepEqual(rows[0].slice(0, 3), ["Qwen", "399M", "18,5\u202f%"]);
  assert.match(await page.locator("h1").innerText(), /33,1.%/);
  assert.match(await page.locator("figcaption p").innerText(), /top 1\.000 models.*n = 1\.000, all/);
  assert.ok((await page.locator("#plots svg:visible text").allTextContents()).some((text) => text.trim() === "91,6M"));
  await page.goto(scene.site.origin + embed("organizations", "?lang=%22%3E%3Cb%3E"));
  await page.locator(".tooltip").waitFor({ state: "attached" });
  assert.match(await page.locator("h1").innerText(), /33\.1.%/);
});

pageTest("an SVG shown as an image has its own font, and looks as the PNG", { skip }, async (scene) => {
  const { page } = scene;
  await page.goto(`${scene.site.origin}/chart/organizations/index.html`);
  const svg = readFileSync(join(DIST, "picture/organizations.owners.light.svg"), "utf8");
  scene.site.put("/without.svg", svg.replace(/<style>.*<\/style>/, ""));
  /** The mean difference of two pictures, of 255. */
  const distance = (/** @type {string[]} */ paths) => page.evaluate(async (paths) => {
    const [one, other] = await Promise.all(paths.map(async (path) => {
      const image = new Image();
      image.src = path;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: 680, height: 588 });
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      return context.getImageData(0, 0, canvas.width, canvas.height).data;
    }));
    return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / one.length;
  }, paths);
  const png = "/picture/organizations.owners.light.png";
  const [own, fallback] = [await distance(["/picture/organizations.owners.light.svg", png]), await distance(["/without.svg", png])];
  assert.ok(own < 2 && own < fallback / 2, `${own} with its font, ${fallback} without`);
});

pageTest("the page of a chart needs no script, and its links lead somewhere", { skip, context: { javaScriptEnabled: false } }, async (scene) => {
  const { page } = scene;
  for (const path of ["/chart/index.html", ...SLUGS.map((slug) => `/chart/${slug}/index.html`)]) {
    await page.goto(scene.site.origin + path);
    assert.equal(await page.locator("script").count(), 0);
    assert.equal(await page.locator("h1").count(), 1);
    const links = await page.locator("a[href], img[src], link[rel=stylesheet], link[rel=icon]").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? ""));
    for (const link of links.filter((link) => !/^https?:/.test(link))) {
      const file = join(DIST, decodeURIComponent(new URL(link, `http://site${path}`).pathname));
      assert.ok(existsSync(file), `${path}: ${link}`);
    }
  }
  await page.goto(`${scene.site.origin}/chart/organizations/index.html`);
  assert.equal(await page.locator(".plots svg:visible").count(), 1);
  assert.ok(await page.locator("table tbody tr").count() > 10);
});
