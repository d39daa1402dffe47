/** Keys alone: Tab reaches everything that can be pressed, in the order of the page, and one sees where one is. */

import assert from "node:assert/strict";
import { pageTest } from "../scene.mjs";

const MOST = 600;

/** Gives every element that can be reached a number, once, and tells what has the focus. */
function focused(/** @type {any} */ page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const shown = element.matches(".segment input") ? /** @type {Element} */ (element.nextElementSibling) : element;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    const all = [...document.querySelectorAll("a[href], button, input, select, summary, canvas, [tabindex]")];
    return {
      at: all.indexOf(element), name: `${element.tagName.toLowerCase()}#${element.id} ${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}`,
      seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    };
  });
}

pageTest("Tab reaches everything, and the focus is seen", { limit: 90_000 }, async (scene) => {
  const { page } = scene;
  await scene.open();
  const wanted = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input, select, summary, canvas, [tabindex]")].map((element, at) => ({
    at, name: `${element.tagName.toLowerCase()}#${element.id} ${element.textContent?.trim().slice(0, 40)}`,
    reachable: element.checkVisibility({ visibilityProperty: true }) && /** @type {HTMLElement} */ (element).tabIndex >= 0 && !element.matches(":disabled")
      && !(element.matches("[type=radio]") && !(/** @type {HTMLInputElement} */ (element).checked)) && getComputedStyle(element).pointerEvents !== "none",
  })).filter(({ reachable }) => reachable));
  /** @type {Map<number, number>} */
  const order = new Map();
  const unseen = [];
  for (let step = 0; step < MOST; step += 1) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (!here || order.has(here.at)) break;
    order.set(here.at, step);
    if (!here.seen) unseen.push(here.name);
  }
  assert.deepEqual(wanted.filter(({ at }) => !order.has(at)).map(({ name }) => name), [], "not reached");
  assert.deepEqual(unseen, [], "the focus is not seen on");
  const steps = wanted.map(({ at }) => /** @type {number} */ (order.get(at)));
  assert.deepEqual(steps, [...steps].sort((a, b) => a - b), "in the order of the page");
});

pageTest("the first Tab offers to skip to the report", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.keyboard.press("Tab");
  const skip = page.locator(".skip");
  assert.equal(await skip.evaluate((element) => element === document.activeElement), true);
  const box = await skip.boundingBox();
  assert.ok(box && box.y >= 0, "the link is on screen while it has the focus");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "report");
  assert.equal(await page.locator("#alert .alert").count(), 0);
});

pageTest("the dialog opens, takes the focus, closes by Escape and gives it back", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.focus("#fetch");
  await page.keyboard.press("Enter");
  await page.locator("#fetch-dialog[open]").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.closest("dialog")?.id), "fetch-dialog");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#fetch-dialog[open]").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "fetch");
});

pageTest("a control that is changed keeps the focus", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.focus("#top");
  await page.selectOption("#top", "100");
  await page.locator("#page[data-query='top=100 by=downloads']").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "top");
});

pageTest("everything that can be pressed has a name, and images say what they show", {}, async (scene) => {
  await scene.open();
  const nameless = await scene.page.evaluate(() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, canvas.chart, [role=region], [role=listbox], nav, table")].filter((element) => {
    const labels = /** @type {HTMLInputElement} */ (element).labels;
    const by = element.getAttribute("aria-labelledby");
    const text = element.matches("table") ? element.querySelector("caption")?.textContent : element.matches("input, select, [role=region], [role=listbox], nav, canvas") ? "" : element.textContent;
    return !(element.getAttribute("aria-label") || (by && document.getElementById(by)?.textContent) || labels?.length || text?.trim());
  }).map((element) => element.outerHTML.slice(0, 120)));
  assert.deepEqual(nameless, []);
});
