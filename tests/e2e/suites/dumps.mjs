/** A dump handed over: read, shown, named as the visitor's own, and never sent anywhere. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { hubstate, shared } from "../cli.mjs";
import { core } from "../core.mjs";
import { SMALL, choose, dragAbout, drop, generated } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

/**
 * Hands a dump over and holds the page against the command line; not one request may follow.
 * @param {Scene} scene
 * @param {string | Uint8Array} bytes
 * @param {() => Promise<void>} hand
 */
async function check(scene, bytes, hand) {
  await scene.open();
  const [requests, asked] = [scene.requests.length, scene.site.asked.length];
  await hand();
  await scene.banner("Your file");
  await shows(scene, bytes);
  await scene.page.click("#organizations-tab-about");
  await sleep(200);
  assert.deepEqual(scene.requests.slice(requests), [], "requests after the dump was handed over");
  assert.deepEqual(scene.site.asked.slice(asked), [], "requests that the server saw");
}

/**
 * @param {Scene} scene
 * @param {string | Uint8Array} bytes
 */
async function shows(scene, bytes) {
  const folder = mkdtempSync(join(tmpdir(), "hubstate-dump-"));
  writeFileSync(join(folder, "dump"), bytes);
  const { sections, basket } = JSON.parse(hubstate("report", join(folder, "dump")));
  rmSync(folder, { recursive: true });
  await sectionsEqual(scene, sections);
  assert.equal(await scene.page.locator("#page").getAttribute("data-query"), basket.query);
}

/**
 * @param {Scene} scene
 * @param {any[]} sections of the command line
 */
async function sectionsEqual(scene, sections) {
  await scene.shown();
  const { page } = scene;
  const { format_cell } = await core();
  const shown = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll("#sections > section")].map((section) => [section.id,
    [...section.querySelectorAll(".about tbody tr")].map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent))])));
  const wanted = Object.fromEntries(sections.filter(({ outcome }) => outcome === "ready").map(({ id, metrics }) => [id,
    Object.entries(metrics).map(([name, metric]) => {
      const { value, unit } = /** @type {{value: any, unit?: any}} */ (metric);
      return [name, value === null ? "–" : format_cell(value, unit ?? "text")];
    })]));
  assert.deepEqual(shown, wanted);
}

pageTest("a dump that is dropped is shown, and no request leaves", {}, (scene) =>
  check(scene, SMALL, () => drop(scene, { name: "small.json", bytes: SMALL })));

pageTest("a dump that is chosen is shown, and no request leaves", {}, (scene) =>
  check(scene, SMALL, () => choose(scene, { name: "small.json", bytes: SMALL })));

pageTest("a dump that is pasted is shown, and no request leaves", {}, (scene) =>
  check(scene, SMALL, () => scene.page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, SMALL)));

/**
 * Keeps files of the site back until they are let go.
 * @param {Scene} scene
 * @param {string} files
 */
async function keepBack(scene, files) {
  let go = () => {};
  const gone = new Promise((resolve) => { go = () => resolve(undefined); });
  await scene.page.route(files, async (route) => {
    await gone;
    await route.continue();
  });
  return async () => {
    const told = scene.page.waitForResponse(files);
    go();
    await (await told).finished();
  };
}

pageTest("a dump that comes before the published snapshot stays on screen and in the core", {}, async (scene) => {
  const arrive = await keepBack(scene, "**/snapshot.json");
  await scene.page.goto(scene.site.origin);
  // The controls are there once the core is.
  await scene.page.waitForSelector("#top option", { state: "attached" });
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  const figures = await scene.figures();
  await arrive();
  // Another basket and back is worked out by the core, of what it holds by then.
  for (const top of ["100", "1000"]) {
    await scene.page.selectOption("#top", top);
    await scene.page.locator(`#page[data-complete][data-query^='top=${top} ']`).waitFor();
  }
  assert.equal(await scene.figures(), figures);
  assert.match(await scene.page.locator("#banner").innerText(), /small\.json/);
});

pageTest("a dump that comes before the core is shown once that has come", {}, async (scene) => {
  const arrive = await keepBack(scene, "**/hubstate-*.wasm");
  await scene.page.goto(scene.site.origin, { waitUntil: "commit" });
  await scene.page.waitForFunction(() => document.readyState !== "loading");
  // An event that nobody takes makes the browser leave the page for the file.
  await drop(scene, { name: "small.json", bytes: SMALL });
  await arrive();
  await scene.banner("Your file");
  await shows(scene, SMALL);
});

pageTest("a live fetch that is asked for before the core is offered once that has come", {}, async (scene) => {
  const arrive = await keepBack(scene, "**/hubstate-*.wasm");
  await scene.page.goto(scene.site.origin, { waitUntil: "commit" });
  await scene.page.waitForFunction(() => document.readyState !== "loading");
  await scene.page.click("#fetch");
  await arrive();
  await scene.page.locator("#fetch-dialog[open]").waitFor();
});

pageTest("an error lies over nothing at the top of the page", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "broken.json", bytes: "[{]" });
  await scene.alert();
  const { below, title } = await scene.page.evaluate(() => ({
    below: document.getElementById("alert")?.getBoundingClientRect().bottom ?? Infinity,
    title: document.querySelector("h1")?.getBoundingClientRect().top ?? 0,
  }));
  assert.ok(below <= title, `the error ends at ${below}, the title begins at ${title}`);
});

pageTest("a table of owners that comes before the report waits for it", {}, async (scene) => {
  const arrive = await keepBack(scene, "**/snapshot.json");
  await scene.page.goto(scene.site.origin);
  await scene.page.waitForSelector("#top option", { state: "attached" });
  await drop(scene, { name: "owners.csv", bytes: "owner,region\nQwen,western\n", type: "text/csv" });
  await arrive();
  assert.match(await scene.alert(), /1 owner of your table classif/);
  await scene.banner("Sample");
});

pageTest("while a file is read the page does not say that there is nothing", {}, async (scene) => {
  const [arrive, arriveLarger] = [await keepBack(scene, "**/snapshot.json"), await keepBack(scene, "**/larger-*.wasm")];
  await scene.page.goto(scene.site.origin);
  await scene.page.waitForSelector("#top option", { state: "attached" });
  const asked = scene.page.waitForRequest("**/larger-*.wasm");
  await drop(scene, { name: "small.csv", bytes: "id,downloads\nalpha/one,6\n", type: "text/csv" });
  await asked;
  await arrive();
  await sleep(300);
  assert.doesNotMatch(await scene.page.locator("#deck").innerText(), /No snapshot/);
  await arriveLarger();
  await scene.banner("Your file");
});

const packed = gzipSync(generated(1200));
pageTest("a gzip dump is shown", {}, (scene) => check(scene, packed, () => drop(scene, { name: "models.json.gz", bytes: packed, type: "application/gzip" })));

const lines = generated(300, "jsonl");
pageTest("JSON Lines are shown", {}, (scene) => check(scene, lines, () => drop(scene, { name: "models.jsonl", bytes: lines, type: "" })));

pageTest("the banner names the file and says that it stays", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  const banner = await page.locator("#banner").innerText();
  assert.match(banner, /small\.json: 4 rows/);
  assert.match(banner, /stays in this browser/);
  assert.match(await page.locator("#facts").innerText(), /Owners\s+3/);
  await page.getByRole("button", { name: "Back to the published snapshot" }).click();
  await scene.banner("Sample");
});

pageTest("the overlay stays while the pointer wanders, and goes with it", {}, async (scene) => {
  await scene.open();
  const { seen, after } = await dragAbout(scene, { name: "small.json", bytes: SMALL });
  assert.deepEqual(seen, [true, true, true]);
  assert.equal(after, false);
  await drop(scene, { name: "small.json", bytes: SMALL });
  assert.ok(await scene.page.locator("#drop").isHidden());
  await scene.banner("Your file");
});

pageTest("a second dump replaces the first while that is still read", { limit: 90_000 }, async (scene) => {
  const large = generated(20_000);
  await scene.open();
  await choose(scene, { name: "large.json", bytes: large });
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  await sleep(1500);
  assert.match(await scene.page.locator("#banner").innerText(), /small\.json: 4 rows/);
  assert.equal(await scene.page.locator("#alert .alert").count(), 0);
});

for (const [name, file] of [["RADAR", "radar_hf/radar_models.json"], ["llmfit", "llmfit/hf_models.json"], ["starscreener", "starscreener_2026-05/huggingface-trending.json"]]) {
  const { path, skip } = shared(file);
  pageTest(`a real dump is shown: ${name}`, { skip, limit: 90_000 }, async (scene) => {
    await scene.open();
    const requests = scene.requests.length;
    await choose(scene, path);
    await scene.banner("Your file");
    await sectionsEqual(scene, JSON.parse(hubstate("report", path)).sections);
    assert.deepEqual(scene.requests.slice(requests), []);
  });
}
