/** Charts: on the page from the first render, drawn, crisp, drawn anew when the room or the theme changes, and readable. */

import assert from "node:assert/strict";
import { hubstate } from "../cli.mjs";
import { SMALL, drop } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

/** The chart that opens the page stands there instead of in its section. */
const canvasOf = (/** @type {string} */ section, /** @type {string} */ chart) =>
  (section === "concentration" && chart === "share-bar" ? "chart-opening" : `chart-${section}-${chart}`);

/** Every canvas of the page: its size, what it takes on screen, and how much of it is drawn upon. */
function canvases(/** @type {import("../scene.mjs").Scene} */ { page }) {
  return page.evaluate(() => [...document.querySelectorAll("canvas.chart")].map((canvas) => {
    const { width, height } = canvas.getBoundingClientRect();
    const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(data.buffer);
    let inked = 0;
    for (const pixel of pixels) if (pixel !== pixels[0]) inked += 1;
    return {
      id: canvas.id, name: canvas.getAttribute("aria-label") ?? "", marks: Number(canvas.dataset.marks), inked,
      found: [canvas.width, canvas.height], expected: [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)],
      room: canvas.parentElement?.clientWidth ?? 0, width,
    };
  }));
}

for (const deviceScaleFactor of [1, 2, 3]) {
  pageTest(`every chart is drawn, and crisp at ${deviceScaleFactor} device pixels`, { context: { deviceScaleFactor } }, async (scene) => {
    await scene.open();
    const drawn = await canvases(scene);
    const wanted = JSON.parse(hubstate("report")).sections.flatMap((/** @type {any} */ { id, charts }) => (charts ?? []).map((/** @type {any} */ chart) => canvasOf(id, chart.id)));
    assert.deepEqual(drawn.map(({ id }) => id).sort(), wanted.sort());
    for (const { id, found, expected, inked, marks, name, room, width } of drawn) {
      assert.deepEqual(found, expected, `${id}: pixels of the canvas`);
      assert.ok(inked > 500 * deviceScaleFactor, `${id}: ${inked} pixels drawn`);
      assert.ok(marks > 0, `${id}: no marks`);
      assert.ok(name.length > 20, `${id}: says "${name}"`);
      assert.ok(width <= room + 0.5, `${id}: ${width} wide in a room of ${room}`);
    }
  });
}

pageTest("charts are drawn anew when the window changes", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const before = await canvases(scene);
  await page.setViewportSize({ width: 700, height: 900 });
  const after = await scene.until(() => canvases(scene), (all) => all.every(({ width, room }) => width <= room && Math.abs(width - room) < 2), "canvases as wide as their room");
  for (const { id, found, expected, inked } of after) {
    assert.deepEqual(found, expected, id);
    assert.ok(inked > 500, `${id}: ${inked} pixels drawn`);
  }
  assert.notDeepEqual(after.map(({ found }) => found), before.map(({ found }) => found));
});

pageTest("charts and page follow the scheme of the system, and the switch outranks it", { context: { colorScheme: "light" } }, async (scene) => {
  const { page } = scene;
  await scene.open();
  const look = () => page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor,
    ...[...document.querySelectorAll("canvas.chart")].map((canvas) => canvas.toDataURL())]);
  const light = await look();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await scene.until(look, (now) => now.every((value, at) => value !== light[at]), "page and charts drawn dark");
  await page.click("#theme");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
  assert.deepEqual(await look(), light);
  await page.click("#theme");
  assert.deepEqual(await look(), dark);
  await page.reload();
  await scene.shown();
  assert.deepEqual(await look(), dark, "the choice is kept");
});

pageTest("a mark says what it is to the pointer", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  for (const id of ["chart-opening", "chart-organizations-shares", "chart-cohorts-years"]) {
    const canvas = page.locator(`#${id}`);
    if (await canvas.count() === 0) continue;
    await canvas.scrollIntoViewIfNeeded();
    const tip = page.locator(".plot", { has: canvas }).locator(".tooltip");
    assert.ok(await tip.isHidden(), `${id}: a tooltip before the pointer came`);
    assert.ok(await overMark(page, canvas, tip), `${id}: no mark under the pointer anywhere`);
    assert.match(await tip.innerText(), /\d/, id);
    const [box, room] = [await tip.boundingBox(), await page.locator(".plot", { has: canvas }).boundingBox()];
    assert.ok(box && room && box.x >= room.x - 1 && box.x + box.width <= room.x + room.width + 1, `${id}: the tooltip stays inside its chart`);
    await page.mouse.click(...place);
    assert.match(await tip.innerText(), /Pinned/, id);
    await page.mouse.click(...place);
    await page.mouse.move(2, 2);
    await scene.until(() => tip.isHidden(), Boolean, `${id}: the tooltip goes with the pointer`);
  }
});

/** @type {[number, number]} where the pointer stands */
let place = [0, 0];

/**
 * Wanders over a chart until a mark answers.
 * @param {any} page
 * @param {any} canvas
 * @param {any} tip
 */
async function overMark(page, canvas, tip) {
  const { x, y, width, height } = await canvas.boundingBox();
  for (let row = 0.1; row < 1; row += 0.1) {
    for (let column = 0.05; column < 1; column += 0.1) {
      place = [x + width * column, y + height * row];
      await page.mouse.move(...place);
      if (await tip.isVisible()) return true;
    }
  }
  return false;
}

pageTest("a mark says what it is to the keys", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const canvas = page.locator("#chart-opening");
  const plot = page.locator(".plot", { has: canvas });
  const marks = Number(await canvas.getAttribute("data-marks"));
  await canvas.focus();
  await page.keyboard.press("ArrowRight");
  const first = await plot.locator("[aria-live]").innerText();
  assert.match(first, /\d/);
  assert.ok(await plot.locator(".tooltip").isVisible());
  const heard = new Set([first]);
  for (let at = 1; at < marks; at += 1) {
    await page.keyboard.press("ArrowRight");
    heard.add(await plot.locator("[aria-live]").innerText());
  }
  assert.equal(heard.size, marks, "each mark once");
  await page.keyboard.press("Home");
  assert.equal(await plot.locator("[aria-live]").innerText(), first);
  await page.keyboard.press("Escape");
  assert.ok(await plot.locator(".tooltip").isHidden());
  assert.equal(await plot.locator("[aria-live]").innerText(), "");
});

pageTest("charts of a tiny dump are drawn too", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  await scene.shown();
  for (const { id, found, expected, inked } of await canvases(scene)) {
    assert.deepEqual(found, expected, id);
    assert.ok(inked > 100, `${id}: ${inked} pixels drawn`);
  }
});
