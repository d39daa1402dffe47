/** Tables that sort, search and open up, and the one field that finds an owner or a model. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pageTest } from "../scene.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

/**
 * The cells of a column as they stand.
 * @param {any} table
 * @param {number} column from 0
 */
const cells = (table, column) => table.locator(`tbody tr > :nth-child(${column + 1})`).allInnerTexts();
const number = (/** @type {string} */ text) => Number(text.replaceAll(/[^0-9.]/g, ""));

/** @param {Scene} scene */
async function owners({ page }) {
  await page.click("#organizations-tab-table");
  return page.locator("#organizations-owners");
}

pageTest("a table is sorted by its heads", {}, async (scene) => {
  await scene.open();
  const table = await owners(scene);
  const head = (/** @type {string} */ id) => table.locator(`#organizations-owners-${id}`);
  const state = (/** @type {string} */ id) => head(id).locator("xpath=..").getAttribute("aria-sort");
  assert.equal(await table.locator("[aria-sort]").count(), 1, "one column is marked as sorted");
  await head("repos").click();
  assert.equal(await state("repos"), "descending");
  const repos = (await cells(table, 1)).map(number);
  assert.deepEqual(repos, [...repos].sort((a, b) => b - a));
  await head("repos").click();
  assert.equal(await state("repos"), "ascending");
  const rising = (await cells(table, 1)).map(number);
  assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
  await head("owner").click();
  assert.equal(await state("owner"), "ascending");
  const names = await cells(table, 0);
  assert.deepEqual(names, [...names].sort());
});

pageTest("a table of many columns has the width of its notes, and a heading stays whole", {}, async (scene) => {
  await scene.open();
  const { page } = scene;
  const width = (/** @type {string} */ at) => page.locator(at).evaluate((/** @type {Element} */ element) => element.getBoundingClientRect().width);
  await page.click("#leaders-tab-table");
  assert.ok(await width("#leaders .exhibit-main") > await width("#organizations .exhibit-main"), "the notes stand below it");
  const fits = await page.locator("#leaders .table .scroller").evaluate((/** @type {Element} */ { scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
  assert.ok(fits, "no column lies outside");
  const table = await owners(scene);
  await page.setViewportSize({ width: 360, height: 800 });
  const lines = await table.locator("[aria-sort] .sort").evaluate((/** @type {Element} */ head) => {
    const range = document.createRange();
    range.selectNodeContents(head);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
  assert.equal(lines, 1, "the triangle stands beside the word");
});

pageTest("a table is searched, and opened to its last row", {}, async (scene) => {
  await scene.open();
  const table = await owners(scene);
  const rows = () => table.locator("tbody tr").count();
  assert.equal(await rows(), 10);
  const all = table.getByRole("button", { name: /^Show all/ });
  const total = number(await all.innerText());
  await all.click();
  assert.equal(await rows(), total);
  await table.getByRole("button", { name: "Show the first 10" }).click();
  assert.equal(await rows(), 10);
  await table.getByRole("searchbox").fill("QWEN");
  assert.deepEqual(await cells(table, 0), ["Qwen"]);
  assert.match(await table.locator(".table-note").innerText(), /1 of \d+ found/);
  await table.getByRole("searchbox").fill("nobody-of-that-name");
  assert.equal(await rows(), 0);
  await table.getByRole("searchbox").fill("");
  assert.equal(await rows(), 10);
});

pageTest("a tab stays chosen when the basket changes", {}, async (scene) => {
  await scene.open();
  await owners(scene);
  await scene.page.selectOption("#top", "100");
  await scene.page.locator("#page[data-query='top=100 by=downloads']").waitFor();
  assert.ok(await scene.page.locator("#organizations-owners").isVisible());
  await scene.page.focus("#organizations-tab-table");
  await scene.page.keyboard.press("ArrowLeft");
  assert.equal(await scene.page.locator("#organizations-tab-chart").getAttribute("aria-selected"), "true");
  assert.ok(await scene.page.locator("#chart-organizations-shares, [id^=chart-organizations]").first().isVisible());
});

for (const [text, kind] of [["qwen", "owner"], ["sample-0001", "model"]]) {
  pageTest(`the field leads to the places of one ${kind}: ${text}`, {}, async (scene) => {
    const { page } = scene;
    await scene.open();
    await page.fill("#find", text);
    const option = page.locator("#find-list [role=option]", { hasText: new RegExp(kind) }).first();
    await option.waitFor();
    assert.equal(await page.locator("#find").getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.locator("#find-list [aria-selected=true]").count(), 1);
    await option.click();
    const places = page.locator("#find-places");
    await places.waitFor();
    const links = await places.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    assert.ok(links.length > 0, "places");
    for (const link of links) assert.equal(await page.locator(`[id="${link.slice(1).split("?")[0]}"]`).count(), 1, link);
    assert.match(await places.innerText(), /\d/);
    await places.locator("a").first().click();
    const section = links[0].slice(1);
    await scene.until(() => page.locator(`[id="${section}"]`).evaluate((element) => element.getBoundingClientRect().top), (top) => Math.abs(top) < 200, "the section at the top");
  });
}

pageTest("the field says when there is nothing, and Escape closes it", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.fill("#find", "nobody-of-that-name");
  await page.locator("#find-list .none").waitFor();
  await page.press("#find", "Escape");
  assert.ok(await page.locator("#find-list").isHidden());
  await page.fill("#find", "qwen");
  await page.locator("#find-0").waitFor();
  await page.press("#find", "Enter");
  await page.locator("#find-places").waitFor();
  await page.focus("#find");
  await page.press("#find", "Escape");
  assert.ok(await page.locator("#find-places").isHidden());
});

pageTest("the report is saved in every form", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const saved = async (/** @type {any} */ button) => {
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const forms = await page.locator("[data-output]").evaluateAll((all) => all.map((button) => button.dataset.output ?? ""));
  assert.deepEqual([...forms].sort(), ["csv", "html", "json", "markdown", "single", "svg"]);
  for (const form of forms) {
    const { name, bytes } = await saved(page.locator(`[data-output=${form}]`));
    assert.ok(bytes.length > 1000, `${name}: ${bytes.length} bytes`);
  }
});
