/** The live Hub, played by the fake one: progress, pauses, failures, and what is kept of what arrived. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { drop } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

/** What the browser itself writes for an answer that is no success. */
const STATUS = (/** @type {number} */ code) => new RegExp(`responded with a status of ${code}`);

/**
 * @param {Scene} scene
 * @param {number} most
 */
async function fetchMost({ page }, most) {
  await page.click("#fetch");
  await page.locator("#fetch-dialog[open]").waitFor();
  await page.selectOption("#fetch-most", String(most));
  await page.click("#fetch-start");
}

/** @param {Scene} scene */
const asked = ({ requests }) => requests.filter((url) => url.startsWith("https://huggingface.co/"));

/** @param {Scene} scene */
const statusText = ({ page }) => page.locator("#status [role=status]").innerText({ timeout: 1000 }).catch(() => "");

/**
 * Presses "Try now" at every pause until there is an end.
 * @param {Scene} scene
 * @param {() => Promise<boolean>} ended
 */
async function impatient(scene, ended) {
  await scene.until(async () => {
    await scene.page.getByRole("button", { name: "Try now" }).click({ timeout: 300 }).catch(() => {});
    return ended();
  }, Boolean, "the end of the fetch");
}

/** @param {Scene} scene */
const alerted = ({ page }) => page.locator("#alert .alert").isVisible();

pageTest("the Hub is fetched page by page, with progress", { hub: { rows: 5000, faults: { slow: 400 } } }, async (scene) => {
  const { page } = scene;
  await scene.open();
  assert.deepEqual(asked(scene), [], "the Hub is not asked unasked");
  await fetchMost(scene, 2000);
  const first = await scene.until(() => statusText(scene), (text) => /Page 1 /.test(text), "progress of the first page");
  assert.match(first, /Page 1 of about 2 · 0 of 2,000 models/);
  const second = await scene.until(() => statusText(scene), (text) => /Page 2 /.test(text), "progress of the second page");
  assert.match(second, /Page 2 of about 2 · 1,000 of 2,000 models/);
  await scene.banner("Fetched");
  await scene.shown();
  assert.match(await page.locator("#banner").innerText(), /2,000 models in 2 pages/);
  assert.match(await page.locator("#facts").innerText(), /Models\s+2,000/);
  assert.ok(await page.locator("#status").isHidden());
  assert.equal(await page.locator("#alert .alert").count(), 0);
  assert.equal(await page.locator("#page").getAttribute("data-query"), "top=2000 by=downloads");
  assert.equal(asked(scene).length, 2);
  const url = new URL(asked(scene)[0]);
  assert.equal(url.pathname, "/api/models");
  assert.ok(url.searchParams.getAll("expand").includes("safetensors") && !url.searchParams.has("full"), "asks by expand");
});

pageTest("nothing is told to the Hub about the visitor", {}, async (scene) => {
  await scene.open();
  /** @type {Promise<Record<string, string>>[]} */
  const headers = [];
  scene.page.on("request", (request) => { if (request.url().startsWith("https://huggingface.co/")) headers.push(request.allHeaders()); });
  await fetchMost(scene, 100);
  await scene.banner("Fetched");
  for (const { cookie, referer, authorization } of await Promise.all(headers)) assert.deepEqual([cookie, referer, authorization], [undefined, undefined, undefined]);
  assert.ok(headers.length > 0);
});

pageTest("a pause that the Hub asks for is counted down, and can be cut short", { hub: { faults: { quota: 1 } }, expected: [STATUS(429)] }, async (scene) => {
  await scene.open();
  await fetchMost(scene, 2000);
  const text = await scene.until(() => statusText(scene), (now) => /Continuing in \d+ s/.test(now), "a countdown");
  const seconds = (/** @type {string} */ words) => Number(/Continuing in (\d+) s/.exec(words)?.[1]);
  assert.ok(seconds(text) > 5, text);
  await scene.until(() => statusText(scene), (now) => seconds(now) < seconds(text), "a countdown that goes down");
  assert.match(text, /attempt 2/);
  await scene.page.getByRole("button", { name: "Try now" }).click();
  await scene.banner("Fetched");
  assert.match(await scene.page.locator("#banner").innerText(), /2,000 models in 2 pages/);
  assert.equal(await scene.page.locator("#alert .alert").count(), 0);
});

pageTest("a page that fails once is asked for again", { hub: { faults: { "fail-page": 2, "fail-times": 1 } }, expected: [STATUS(500)] }, async (scene) => {
  await scene.open();
  await fetchMost(scene, 2000);
  await scene.banner("Fetched");
  assert.match(await scene.page.locator("#banner").innerText(), /2,000 models in 2 pages/);
});

pageTest("a page that keeps failing: what arrived is kept and shown", { hub: { faults: { "fail-page": 2 } }, expected: [STATUS(500)] }, async (scene) => {
  const { page } = scene;
  await scene.open();
  await fetchMost(scene, 2000);
  await impatient(scene, () => alerted(scene));
  assert.match(await scene.alert(), /500.*1,000 of 2,000 models/s);
  await scene.banner("Fetched");
  assert.match(await page.locator("#banner").innerText(), /1,000 models in 1 page, not all/);
  assert.match(await page.locator("#facts").innerText(), /Models\s+1,000/);
});

pageTest("a first page that keeps failing: the sample stays", { hub: { faults: { "fail-page": 1 } }, expected: [STATUS(500)] }, async (scene) => {
  await scene.open();
  const before = await scene.figures();
  await fetchMost(scene, 1000);
  await impatient(scene, () => alerted(scene));
  assert.match(await scene.alert(), /The Hub could not be read.*500.*still there/s);
  assert.equal(await scene.figures(), before);
  await scene.banner("Sample");
});

for (const fault of ["malformed-page", "html-page"]) {
  pageTest(`a body that is no page of rows: ${fault} first`, { hub: { faults: { [fault]: 1 } } }, async (scene) => {
    await scene.open();
    const before = await scene.figures();
    await fetchMost(scene, 1000);
    assert.match(await scene.alert(), /The Hub could not be read.*still there/s);
    assert.equal(await scene.figures(), before);
  });
  pageTest(`a body that is no page of rows: ${fault} second`, { hub: { faults: { [fault]: 2 } } }, async (scene) => {
    await scene.open();
    await fetchMost(scene, 2000);
    await scene.banner("Fetched");
    assert.match(await scene.alert(), /1,000 of 2,000 models/);
  });
}

pageTest("a Hub that does not let the page read it is named as that", { hub: { faults: { "cors-none": true } }, expected: [/CORS policy|ERR_FAILED/] }, async (scene) => {
  await scene.open();
  const before = await scene.figures();
  await fetchMost(scene, 1000);
  await impatient(scene, () => alerted(scene));
  assert.match(await scene.alert(), /could not be reached|does not let|CORS/i);
  assert.equal(await scene.figures(), before);
});

pageTest("a fetch can be cancelled", { hub: { faults: { slow: 700 } } }, async (scene) => {
  await scene.open();
  const before = await scene.figures();
  await fetchMost(scene, 5000);
  await scene.until(() => statusText(scene), (text) => /Page 2 /.test(text), "the second page");
  await scene.page.getByRole("button", { name: "Cancel", exact: true }).first().click();
  await scene.until(() => scene.page.locator("#status").isHidden(), Boolean, "progress gone");
  assert.equal(await scene.figures(), before);
  assert.equal(await scene.page.locator("#alert .alert").count(), 0);
  await scene.banner("Sample");
});

pageTest("a fetch can be stopped, and what arrived kept", { hub: { faults: { slow: 700 } } }, async (scene) => {
  await scene.open();
  await fetchMost(scene, 5000);
  await scene.page.getByRole("button", { name: "Stop and keep 1,000" }).click();
  await scene.banner("Fetched");
  assert.match(await scene.alert(), /Stopped.*1,000 of 5,000 models/s);
  assert.match(await scene.page.locator("#facts").innerText(), /Models\s+1,000/);
});

pageTest("a fetch can be stopped in a pause", { hub: { faults: { quota: 1 } }, expected: [STATUS(429)] }, async (scene) => {
  await scene.open();
  await fetchMost(scene, 2000);
  await scene.page.getByRole("button", { name: "Stop and keep 1,000" }).click();
  await scene.banner("Fetched");
  await scene.alert(/1,000 of 2,000 models/);
});

pageTest("a row that comes again on the next page counts once", { hub: { faults: { repeat: true } } }, async (scene) => {
  await scene.open();
  await fetchMost(scene, 2000);
  await scene.banner("Fetched");
  assert.match(await scene.page.locator("#facts").innerText(), /Models\s+2,000/);
});

pageTest("a listing that leads back to itself comes to an end", { hub: { faults: { circle: true } } }, async (scene) => {
  await scene.open();
  await fetchMost(scene, 5000);
  await scene.banner("Fetched");
  await scene.alert(/1,000 of 5,000 models/);
  assert.ok(asked(scene).length < 10, `asked ${asked(scene).length} times`);
});

pageTest("a listing that leads to another host is not followed", { hub: { faults: { away: "https://elsewhere.example" } } }, async (scene) => {
  await scene.open();
  await fetchMost(scene, 2000);
  await scene.alert(/elsewhere\.example/);
});

pageTest("a private row never ends up in a file", { hub: { rows: 50, faults: { "private-row": true } } }, async (scene) => {
  const { page } = scene;
  await scene.open();
  await fetchMost(scene, 100);
  await scene.banner("Fetched");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save this snapshot" }).click()]);
  const { models } = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.equal(models.length, 49);
  assert.ok(models.every((/** @type {{private?: boolean}} */ row) => row.private !== true));
});

pageTest("the dialog can be left without a fetch", {}, async (scene) => {
  await scene.open();
  await scene.page.click("#fetch");
  await scene.page.click("#fetch-cancel");
  assert.equal(await scene.page.locator("#fetch-dialog[open]").count(), 0);
  assert.deepEqual(asked(scene), []);
});

pageTest("what was fetched can be saved, and dropped again", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await fetchMost(scene, 500);
  await scene.banner("Fetched");
  const before = await scene.figures();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save this snapshot" }).click()]);
  const bytes = readFileSync(await download.path());
  const saved = JSON.parse(bytes.toString());
  assert.equal(saved.schema, "hubstate-snapshot/1");
  assert.deepEqual([saved.kind, saved.complete, saved.models.length], ["models", true, 500]);
  assert.match(saved.captured_at, /^\d{4}-\d\d-\d\d$/);
  await drop(scene, { name: download.suggestedFilename(), bytes });
  await scene.banner("Your file");
  assert.equal(await scene.figures(), before);
});
