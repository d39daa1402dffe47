/** A report is made off the page, in many tasks, and put there in one: what is seen meanwhile, and what is answered. */

import assert from "node:assert/strict";
import { pageTest } from "../scene.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

/**
 * Keeps a diary on the page: in which task each section was made, and what was there after each change. The page's
 * clock runs so fast that each part of the work is long enough for a task of its own, on any machine.
 * @param {Scene} scene
 */
function keepDiary({ page }) {
  return page.evaluate(() => {
    const sections = /** @type {HTMLElement} */ (document.getElementById("sections"));
    const diary = Object.assign(window, {
      /** @type {number[]} the task of each section */ made: [],
      /** @type {(() => void) | undefined} runs in a task behind that of the third section */ third: undefined,
      /** @type {{ baskets: string[], sections: number, painted: boolean, place: number }[]} */ seen: [],
    });
    let now = 0;
    performance.now = () => (now += 1000);
    let task = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { task += 1; };
    const { createElement } = Document.prototype;
    document.createElement = /** @type {any} */ ((/** @type {string} */ name) => {
      if (name === "section") {
        diary.made.push(task);
        // It is handled behind what waits by now, the rest of the work among it.
        port2.postMessage(0);
        if (diary.made.length === 3) setTimeout(() => diary.third?.());
      }
      return createElement.call(document, name);
    });
    new MutationObserver(() => diary.seen.push({
      baskets: [...new Set([...sections.querySelectorAll(".about p:nth-child(2) code:first-child")].map(({ textContent }) => textContent ?? ""))],
      sections: sections.querySelectorAll(":scope > section").length,
      painted: document.getElementById("chart-opening")?.dataset.marks !== undefined,
      place: Math.round(document.getElementById("licenses")?.getBoundingClientRect().top ?? 0),
    })).observe(sections, { childList: true });
  });
}

/** @param {Scene} scene @returns {Promise<{ made: number[], seen: { baskets: string[], sections: number, painted: boolean, place: number }[] }>} */
const diary = ({ page }) => page.evaluate(() => { const { made, seen } = /** @type {any} */ (window); return { made, seen }; });

/** @param {Scene} scene @param {string} top */
const shown = ({ page }, top) => page.locator(`#page[data-complete][data-query='top=${top} by=downloads']`).waitFor();

pageTest("a report is made in many tasks and put on the page in one, with its charts where they are seen", {}, async (scene) => {
  await scene.open();
  await keepDiary(scene);
  await scene.page.selectOption("#top", "100");
  await shown(scene, "100");
  const { made, seen } = await diary(scene);
  assert.ok(new Set(made).size > made.length / 2, `sections are made in tasks of their own: ${made}`);
  for (const { baskets } of seen) assert.deepEqual(baskets, ["top=100 by=downloads"], "no two baskets stand on the page together");
  assert.ok(seen.length === 2 && seen[0].sections > 10 && seen[1].sections > seen[0].sections, `the sections come at once, then those that look at many baskets: ${seen.map(({ sections }) => sections)}`);
  assert.ok(seen.every(({ painted }) => painted), "what is seen at once is painted");
});

pageTest("a newer basket gives up a report that is being made", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await keepDiary(scene);
  await page.evaluate(() => {
    const top = /** @type {HTMLSelectElement} */ (document.getElementById("top"));
    const choose = (/** @type {string} */ value) => { top.value = value; top.dispatchEvent(new Event("change")); };
    /** @type {any} */ (window).third = () => choose("200");
    choose("100");
  });
  await shown(scene, "200");
  const { made, seen } = await diary(scene);
  assert.deepEqual([...new Set(seen.flatMap(({ baskets }) => baskets))], ["top=200 by=downloads"], "the one given up was never seen");
  assert.ok(made.length < 2 * seen[0].sections, `${made.length} sections made for ${seen[0].sections}: the rest of it was not made`);
});

pageTest("sections below the window are laid out later, and nothing moves that is seen", {}, async (scene) => {
  const { page } = scene;
  await scene.open("/#licenses");
  const place = () => page.evaluate(() => Math.round(document.getElementById("licenses")?.getBoundingClientRect().top ?? 0));
  const waiting = () => page.locator("#sections > [style]").count();
  const before = await place();
  assert.ok(Math.abs(before) <= 24, `the section of the address lies at ${before}`);
  assert.equal(await waiting(), 0, "all are laid out in the end");
  await keepDiary(scene);
  await page.evaluate(() => new MutationObserver(() => {
    const count = document.querySelectorAll("#sections > [style]").length;
    /** @type {any} */ (window).most = Math.max(/** @type {any} */ (window).most ?? 0, count);
  }).observe(/** @type {Node} */ (document.getElementById("sections")), { childList: true, subtree: true, attributeFilter: ["style"] }));
  await page.selectOption("#top", "all");
  await shown(scene, "all");
  assert.ok(await page.evaluate(() => /** @type {any} */ (window).most) > 5, "many wait");
  assert.equal(await waiting(), 0, "and none in the end");
  for (const { place } of (await diary(scene)).seen) assert.ok(Math.abs(place - before) <= 1, `put there at ${place} instead of ${before}`);
  assert.ok(Math.abs(await place() - before) <= 1, `it has moved from ${before} to ${await place()}`);
});
