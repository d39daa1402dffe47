/**
 * The second visit: without a network the page is there as it was, and with one it is never an old one.
 * Playwright leaves service workers out where it looks into requests, so these pages are looked at from outside alone.
 */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { browser } from "../browser.mjs";
import { hubstate, sampleFile } from "../cli.mjs";
import { SMALL } from "../dumps.mjs";
import { DIST, TYPES, openSite } from "../site.mjs";

const SHOWN = "#page[data-complete]:not([aria-busy])";
const facts = (/** @type {import("../../../www/node_modules/playwright-core/index.mjs").Page} */ page) =>
  page.locator("#facts, #deck, .findings").allInnerTexts();

/**
 * Until the worker is at work and what it keeps is as wanted.
 * @param {import("../../../www/node_modules/playwright-core/index.mjs").Page} page
 * @param {(urls: string[]) => boolean} wanted
 */
async function until(page, wanted) {
  const kept = () => page.evaluate(async () => {
    const keys = await (await caches.open("hubstate")).keys();
    return navigator.serviceWorker.controller?.state === "activated" ? keys.map(({ url }) => url) : [];
  });
  for (let turn = 0; !wanted(await kept()); turn += 1) {
    assert.ok(turn < 200, `kept: ${(await kept()).join(", ")}`);
    await sleep(50);
  }
}

/**
 * A visit after which the worker holds all that the page names.
 * @param {(visit: { page: import("../../../www/node_modules/playwright-core/index.mjs").Page, site: import("../site.mjs").Site }) => Promise<void>} look
 * @param {(site: import("../site.mjs").Site) => string[]} [publish] what is published, and how its names end
 */
async function visited(look, publish = (site) => {
  site.put("/snapshot.json", sampleFile());
  return ["snapshot.json"];
}) {
  const site = await openSite();
  const published = publish(site);
  const context = await (await browser()).newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${site.origin}/#?top=100+by=downloads`);
    await page.waitForSelector(SHOWN, { state: "attached" });
    await until(page, (urls) => [".wasm", ".js", ".css", ".woff2", ...published].every((end) => urls.some((url) => url.endsWith(end))));
    await look({ page, site });
  } finally {
    await context.close();
    await site.close();
  }
}

test("the page is there when nothing answers", { timeout: 60_000 }, () => visited(async ({ page, site }) => {
  const before = await facts(page);
  await site.close();
  await page.reload();
  await page.waitForSelector(SHOWN, { state: "attached" });
  assert.deepEqual(await facts(page), before);
  assert.ok(await page.evaluate(() => document.fonts.check("700 13px Inter")));
  assert.ok(await page.evaluate(async () => (await fetch("icon.svg")).ok));
  await page.setInputFiles("#file", { name: "small.json", mimeType: "application/json", buffer: Buffer.from(SMALL) });
  await page.locator("#banner", { hasText: "small.json" }).waitFor();
}));

/** Publishes the sample packed, as `build.sh` does with www/snapshot.parquet. @param {import("../site.mjs").Site} site */
function publishPacked(site) {
  const folder = mkdtempSync(join(tmpdir(), "hubstate-published-"));
  writeFileSync(join(folder, "sample.json"), sampleFile());
  hubstate("pack", join(folder, "sample.json"), "--out", join(folder, "snapshot.parquet"));
  site.put("/snapshot.parquet", readFileSync(join(folder, "snapshot.parquet")));
  rmSync(folder, { recursive: true });
  for (const name of ["index.html", "sw.js"]) {
    const text = readFileSync(join(DIST, name), "utf8").replaceAll("snapshot.json", "snapshot.parquet");
    for (const path of name === "index.html" ? ["/", "/index.html"] : ["/sw.js"]) site.put(path, text, TYPES[extname(name)]);
  }
  return ["snapshot.parquet", ...readdirSync(DIST).filter((name) => name.startsWith("larger-"))];
}

test("a snapshot published as Parquet is on screen, and again when nothing answers", { timeout: 60_000 }, () => visited(async ({ page, site }) => {
  assert.ok(!site.asked.includes("/snapshot.json"));
  const before = await facts(page);
  assert.match(before.join("\n"), /Models\s+100/);
  await site.close();
  await page.reload();
  await page.waitForSelector(SHOWN, { state: "attached" });
  assert.deepEqual(await facts(page), before);
}, publishPacked));

test("a page and a snapshot that have changed are the new ones", { timeout: 60_000 }, () => visited(async ({ page, site }) => {
  const html = readFileSync(join(DIST, "index.html"), "utf8");
  const [app] = html.match(/app-[0-9a-f]{12}\.js/) ?? [];
  assert.ok(app);
  const renamed = "app-0123456789ab.js";
  site.put("/", html.replace("<title>", "<title>New: ").replaceAll(app, renamed), "text/html; charset=utf-8");
  site.put(`/${renamed}`, readFileSync(join(DIST, app), "utf8"));
  site.put("/snapshot.json", `{"schema":"hubstate-snapshot/1","kind":"models","captured_at":"2026-06-01","source":"a test","models":${SMALL}}`);
  await page.reload();
  await page.locator("#banner strong", { hasText: "Published" }).waitFor();
  assert.match(await page.title(), /^New: /);
  assert.match(await page.locator("#facts").innerText(), /Owners\s+3/);
  assert.match(await page.locator("#banner").innerText(), /captured 1 June 2026: 4 rows\. Source: a test/i);
  // What the page names no longer is let go, and the newest is what is there without a network.
  await until(page, (urls) => urls.some((url) => url.endsWith(renamed)) && !urls.some((url) => url.endsWith(app)));
  await site.close();
  await page.reload();
  await page.locator("#banner strong", { hasText: "Published" }).waitFor();
  assert.match(await page.title(), /^New: /);
}));
