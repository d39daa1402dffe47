/** Charts under pointer, touch and keys: what a mark says, what pins it, what it lights up and what it narrows. */

import assert from "node:assert/strict";
import { SMALL, drop } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

/**
 * The middle of a mark on screen, and what the page says of it; found by walking to it with the keys.
 * @param {Scene} scene
 * @param {string} id of the canvas
 * @param {number} mark counted from 0
 */
async function markAt({ page }, id, mark) {
  const canvas = page.locator(`#${id}`);
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  assert.ok(box, `${id} is not on screen`);
  const plot = page.locator(".plot", { has: canvas });
  for (let row = 4; row < box.height; row += 6) {
    for (const part of [0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95]) {
      await page.mouse.move(box.x + box.width * part, box.y + row);
      const name = await plot.locator(".tooltip:not([hidden]) .tooltip-name").allInnerTexts();
      if (name[0] && (await page.locator(`#${id} ~ .marks tbody th`).allTextContents()).indexOf(name[0]) === mark) {
        return { x: box.x + box.width * part, y: box.y + row, name: name[0], tip: plot.locator(".tooltip") };
      }
    }
  }
  throw new Error(`${id}: no place answers for mark ${mark}`);
}

pageTest("every mark of every chart is reached by keys alone, heard once, and ringed", { limit: 150_000 }, async (scene) => {
  const { page } = scene;
  await scene.open();
  const ids = await page.locator("canvas.chart").evaluateAll((all) => all.map(({ id }) => id));
  assert.ok(ids.length > 20, `${ids.length} charts`);
  for (const id of ids) {
    const canvas = page.locator(`#${id}`);
    const plot = page.locator(".plot", { has: canvas });
    const marks = Number(await canvas.getAttribute("data-marks"));
    await canvas.focus();
    /** @type {string[]} */
    const heard = [];
    for (let at = 0; at < marks; at += 1) {
      await page.keyboard.press(at % 2 ? "ArrowDown" : "ArrowRight");
      heard.push(await plot.locator("[aria-live]").innerText());
    }
    const listed = await plot.locator(".marks tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent).filter(Boolean).join(", ")));
    assert.deepEqual(heard, listed, `${id}: what is heard is what the list says, in the order of the data`);
    assert.ok(heard.every((words) => words.length > 1), `${id}: a mark says nothing`);
    assert.ok(await plot.locator(".above").isVisible(), `${id}: the ring is drawn above`);
    await page.keyboard.press("ArrowRight");
    assert.equal(await plot.locator("[aria-live]").innerText(), heard[marks - 1], `${id}: the last is the end`);
    await page.keyboard.press("Home");
    assert.equal(await plot.locator("[aria-live]").innerText(), heard[0], `${id}: Home`);
    await page.keyboard.press("End");
    assert.equal(await plot.locator("[aria-live]").innerText(), heard[marks - 1], `${id}: End`);
    await page.keyboard.press("Escape");
    assert.ok(await plot.locator(".tooltip").isHidden(), `${id}: Esc lets go`);
    assert.ok(await plot.locator(".above").isHidden(), `${id}: nothing stands out any more`);
  }
});

pageTest("what a mark says is what the table says", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const rows = await page.locator("#organizations-owners tbody tr").evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  const heads = await page.locator("#organizations-owners thead th").allInnerTexts();
  await page.locator("#organizations-tab-table").click();
  const titles = await page.locator("#organizations-owners thead th").allInnerTexts();
  await page.locator("#organizations-tab-chart").click();
  assert.equal(heads.length, titles.length);
  const share = titles.indexOf("Share");
  assert.ok(share > 0, titles.join());
  for (const at of [0, 3, 7]) {
    const { tip, name } = await markAt(scene, "chart-organizations-owners", at);
    assert.equal(name, rows[at][0]);
    const said = await tip.locator("dl div").evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    assert.deepEqual(said.find(([term]) => term === "Share")?.[1], rows[at][share], name);
    assert.match(await tip.innerText(), /1,000 of 1,000 models have a download count/, "how many it is known of");
  }
});

pageTest("a press pins, a second one narrows the basket, and back undoes it", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const before = await scene.figures();
  const { x, y, name, tip } = await markAt(scene, "chart-organizations-owners", 2);
  await page.mouse.click(x, y);
  assert.match(await tip.innerText(), /Pinned/);
  await page.mouse.move(x + 40, y + 80);
  assert.equal(await tip.locator(".tooltip-name").innerText(), name, "the pinned one stays while the pointer wanders");
  await page.mouse.click(x, y);
  await page.locator(`#page[data-complete][data-query='top=1000 by=downloads owner:${name}']`).waitFor();
  assert.notEqual(await scene.figures(), before);
  await page.goBack();
  await page.locator("#page[data-complete][data-query='top=1000 by=downloads']").waitFor();
  assert.equal(await scene.figures(), before);
});

pageTest("Enter pins, the offer can be reached by Tab, and Enter on the pinned mark narrows", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.focus("#chart-tasks-shares");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const tip = page.locator(".plot", { has: page.locator("#chart-tasks-shares") }).locator(".tooltip");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Narrow the basket to it");
  await page.keyboard.press("Escape");
  assert.ok(await tip.isHidden());
  assert.equal(await page.evaluate(() => document.activeElement?.id), "chart-tasks-shares");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.locator("#page[data-query$='task:text-generation']").waitFor();
});

/** What each kind of mark narrows to: the chart, the mark's name, the filter. */
const NARROWED = [
  ["chart-opening", "google", "owner:google"],
  ["chart-licenses-classes", "mit", "license:mit"],
  ["chart-licenses-classes", "copyleft", "class:copyleft"],
  ["chart-regions-registries", "Eastern", "region:eastern"],
  ["chart-modalities-shares", "vision", "modality:cv"],
  ["chart-cohorts-years", "before 2022-03", "created<2022-03-03"],
  ["chart-cohorts-years", "2022", "created<2023 created>=2022-03-03"],
  ["chart-cohorts-years", "2024", "created<2025 created>=2024"],
  ["chart-declared-sizes-bands", "under 1B", "size<1b"],
  ["chart-declared-sizes-bands", "3–7B", "size<7b size>=3b"],
  ["chart-declared-sizes-bands", "70B and up", "size>=70b"],
  ["chart-families-families", "Llama", "family:Llama"],
];

/** Charts whose marks say how many repositories they stand for. */
const COUNTS = new Set(["chart-cohorts-years", "chart-declared-sizes-bands"]);

pageTest("marks narrow to what they stand for, and as many repositories as they said", { limit: 120_000 }, async (scene) => {
  const { page } = scene;
  await scene.open();
  for (const [id, name, filter] of NARROWED) {
    await page.focus(`#${id}`);
    const at = (await page.locator(`#${id} ~ .marks tbody th`).allTextContents()).indexOf(name);
    assert.ok(at >= 0, `${id}: no mark ${name}`);
    const value = await page.locator(`#${id} ~ .marks tbody tr`).nth(at).locator("td").first().textContent();
    for (let step = 0; step <= at; step += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.locator("#reset:not([hidden])").waitFor();
    assert.equal((await page.inputValue("#filter")).toLowerCase(), filter.toLowerCase(), `${id}, ${name}`);
    await page.locator("#page[data-complete]").waitFor();
    const count = await page.locator("#filter-count").innerText();
    assert.match(count, COUNTS.has(id) ? new RegExp(`^${value} model`) : /^[1-9]/, `${id}, ${name}`);
    await page.goBack();
    await page.locator("#page[data-complete][data-query='top=1000 by=downloads']").waitFor();
  }
});

pageTest("what is not known narrows to nothing, and says so", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.focus("#chart-licenses-classes");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const tip = page.locator(".plot", { has: page.locator("#chart-licenses-classes") }).locator(".tooltip");
  assert.match(await tip.innerText(), /not stated[^]*Pinned · Esc lets go/);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#page").getAttribute("data-query"), "top=1000 by=downloads");
});

pageTest("an owner pointed at lights up in the charts in view, and goes out again", { context: { viewport: { width: 1280, height: 1800 } } }, async (scene) => {
  const { page } = scene;
  await scene.open();
  const { x, y } = await markAt(scene, "chart-organizations-owners", 1);
  await page.mouse.move(2, 2);
  const above = page.locator(".plot", { has: page.locator("#chart-opening") }).locator(".above");
  await page.evaluate(() => document.querySelector("#chart-organizations-owners")?.scrollIntoView({ block: "end" }));
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
  assert.ok(await above.isHidden());
  const box = await page.locator("#chart-organizations-owners").boundingBox();
  assert.ok(box);
  const base = () => page.locator("#chart-opening").evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
  const drawn = await base();
  await markAt(scene, "chart-organizations-owners", 1);
  await scene.until(() => above.isVisible(), Boolean, "the opening lights up");
  assert.equal(await base(), drawn, "the marks below are drawn once");
  await page.mouse.move(2, 2);
  await scene.until(() => above.isHidden(), Boolean, "the light goes out");
  assert.ok(x + y > 0);
});

pageTest("a finger pins a mark, and lets go of it beside the chart", { context: { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } } }, async (scene) => {
  const { page } = scene;
  await scene.open();
  const canvas = page.locator("#chart-organizations-owners");
  await canvas.scrollIntoViewIfNeeded();
  const tip = page.locator(".plot", { has: canvas }).locator(".tooltip");
  await canvas.tap({ position: { x: 60, y: 20 } });
  assert.match(await tip.innerText(), /Pinned/);
  const [box, room] = [await tip.boundingBox(), await canvas.boundingBox()];
  assert.ok(box && room && box.x >= 0 && box.x + box.width <= 360, "the tooltip stays on the screen");
  await page.locator("#organizations-title").tap();
  assert.ok(await tip.isHidden());
  await canvas.tap({ position: { x: 60, y: 20 } });
  await tip.getByRole("button", { name: "Narrow the basket to it" }).tap();
  await page.locator("#page[data-query$='owner:Qwen']").waitFor();
});

pageTest("one mark is pinned at a time, on whichever chart", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  for (const id of ["chart-tasks-shares", "chart-cohorts-years"]) {
    await page.locator(`#${id}`).click({ position: { x: 40, y: 80 } });
    const pinned = await page.locator(".tooltip.pinned:not([hidden])").count();
    assert.ok(pinned <= 1, `${pinned} pinned`);
  }
});

pageTest("single keys open the views of the figure at hand, the search and their list; never while one types", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.locator("#licenses").scrollIntoViewIfNeeded();
  await page.evaluate(() => document.querySelector("#licenses .figure")?.scrollIntoView({ block: "center" }));
  const selected = (/** @type {string} */ id) => page.locator(`#licenses-tab-${id}`).getAttribute("aria-selected");
  for (const [key, tab] of [["t", "table"], ["a", "about"], ["c", "chart"]]) {
    await page.keyboard.press(key);
    assert.equal(await selected(tab), "true", key);
  }
  await page.focus("#chart-organizations-owners");
  await page.keyboard.press("t");
  assert.equal(await page.locator("#organizations-tab-table").getAttribute("aria-selected"), "true", "the figure that has the focus");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "organizations-tab-table", "the focus is not lost");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "find");
  await page.keyboard.type("cat?/");
  assert.equal(await page.inputValue("#find"), "cat?/", "letters are letters in a field");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.keyboard.press("Escape");
  await page.locator("#licenses-tab-chart").focus();
  await page.keyboard.press("?");
  const list = page.locator("dialog[open]");
  assert.match(await list.innerText(), /Chart of the figure at hand/);
  await page.keyboard.press("t");
  assert.equal(await selected("chart"), "true", "behind a dialog nothing happens");
  await list.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.keyboard.press("t");
  assert.equal(await selected("chart"), "true", "switched off");
  await page.reload();
  await scene.shown();
  await page.keyboard.press("?");
  assert.equal(await page.locator("dialog[open]").count(), 0, "the choice is kept");
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await list.getByRole("checkbox").check();
  await list.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("?");
  assert.equal(await list.count(), 1);
});

pageTest("a figure fills the screen and comes back", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const canvas = page.locator("#chart-tasks-shares");
  const before = (await canvas.boundingBox())?.width ?? 0;
  await page.getByRole("button", { name: /^Full screen: Tasks/ }).click();
  const wide = await scene.until(async () => (await canvas.boundingBox())?.width ?? 0, (width) => width > before + 100, "a wider chart");
  assert.ok(wide <= 1280);
  await page.focus("#chart-tasks-shares");
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.locator(".plot", { has: canvas }).locator(".tooltip").isVisible(), "marks answer there too");
  await page.evaluate(() => document.exitFullscreen());
  await scene.until(async () => (await canvas.boundingBox())?.width ?? 0, (width) => Math.abs(width - before) < 2, "the former width");
});

pageTest("charts of a dump that was dropped answer as well", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  await page.focus("#chart-organizations-owners");
  await page.keyboard.press("ArrowRight");
  assert.match(await page.locator(".plot", { has: page.locator("#chart-organizations-owners") }).locator("[aria-live]").innerText(), /^alpha, 9, 75/);
});
