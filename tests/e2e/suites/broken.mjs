/** What is no dump, or only part of one: the page says where and what to do, and keeps what it had. */

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { SMALL, choose, drop, generated } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

/**
 * @param {string} what
 * @param {string | Uint8Array} bytes
 * @param {RegExp} found what the alert names
 * @param {RegExp} remedy
 */
function check(what, bytes, found, remedy) {
  pageTest(`${what} is refused, and what was on screen stays`, {}, async (scene) => {
    const { page } = scene;
    await scene.open();
    const before = [await scene.figures(), await page.locator("#banner").innerText()];
    await drop(scene, { name: "dump.json", bytes });
    const alert = await scene.alert(/could not be read/);
    assert.match(alert, /dump\.json/);
    assert.match(alert, found);
    assert.match(alert, /line \d+, column \d+ \(byte \d+\)/i, "the place");
    assert.match(alert, remedy, "what to do");
    assert.match(alert, /still there/);
    assert.deepEqual([await scene.figures(), await page.locator("#banner").innerText()], before);
    assert.ok(await page.locator("#status").isHidden());
    assert.equal(await page.locator("#alert").getAttribute("role"), "alert");
    await page.getByRole("button", { name: "Close this message" }).click();
    assert.equal(await page.locator("#alert .alert").count(), 0);
  });
}

check("an HTML page", "<!doctype html>\n<title>502 Bad Gateway</title>\n", /found an HTML page, expected rows of the Hub as JSON/, /save what the API answers/);
check("an empty file", "", /found an empty file, expected rows of the Hub as JSON/, /give one of these/);
check("a picture", PNG, /found a PNG image/, /give one of these/);
check("UTF-16", Buffer.from(`\ufeff${SMALL}`, "utf16le"), /found UTF-16 text/, /save it as UTF-8/);
check("JSON cut off in its first row", SMALL.slice(0, 30), /found the end of the input, expected/, /download or copy it again/);
check("rows that name no repository", '[{"a":1},{"b":2}]', /none of the 2 rows can be used/, /use what the Hub's API gave/);

/**
 * @param {string} what
 * @param {string | Uint8Array} bytes
 * @param {number} rows
 * @param {RegExp} said
 */
function checkPartly(what, bytes, rows, said) {
  pageTest(`${what}: the good rows are shown, and what was lost is said`, {}, async (scene) => {
    await scene.open();
    await drop(scene, { name: "dump.json", bytes });
    await scene.banner("Your file");
    assert.match(await scene.alert(), said);
    const models = await scene.page.locator("#facts div", { hasText: /^Models/ }).locator("dd").innerText();
    assert.equal(models, String(rows));
  });
}

checkPartly("a dump cut off in its third row", SMALL.slice(0, SMALL.indexOf('"beta/three"') + 30), 2, /ends too early, at line \d+, column \d+ \(byte \d+\): .*lost.*2 rows are complete/s);
checkPartly("a bad row between good ones", '[{"id":"a/b","downloads":1},\n{"id":7},\n{"id":"c/d","downloads":2}]', 2, /1 rejected.*line 2, column \d+ \(byte \d+\): found .*, expected/is);

const whole = gzipSync(generated(400));
pageTest("a gzip stream cut off: the good rows are shown", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "dump.json.gz", bytes: whole.subarray(0, whole.length / 2) });
  await scene.banner("Your file");
  await scene.alert(/ends too early|cut off|incomplete/);
});

pageTest("a good dump after a bad one clears the alert", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "bad.json", bytes: "" });
  await scene.alert();
  await drop(scene, { name: "good.json", bytes: SMALL });
  await scene.banner("Your file");
  await scene.until(() => scene.page.locator("#alert .alert").count(), (count) => count === 0, "alerts");
});

/** From now on files stop the core, as a fault of its own would. */
const trap = (/** @type {import("../scene.mjs").Scene} */ scene) => scene.page.workers()[0].evaluate(() => {
  Blob.prototype.stream = () => { throw new WebAssembly.RuntimeError("unreachable"); };
});

pageTest("a core that has stopped is said to have, and the next dump is read by another", {}, async (scene) => {
  await scene.open();
  const before = await scene.figures();
  await trap(scene);
  await drop(scene, { name: "huge.json", bytes: SMALL });
  assert.match(await scene.alert(), /huge\.json could not be read.*the core stopped.*still there/is);
  assert.equal(await scene.figures(), before);
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  assert.equal(scene.page.workers().length, 1);
});

pageTest("a core that has stopped is followed by one that holds what was on screen", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await choose(scene, { name: "mine.json", bytes: generated(300) });
  await scene.banner("Your file");
  await choose(scene, { name: "owners.csv", bytes: "owner,region\nQwen,western\n" });
  await page.locator("#page[data-complete][data-query*='registry=custom']").waitFor();
  const before = await scene.figures();
  await trap(scene);
  await drop(scene, { name: "huge.json", bytes: SMALL });
  await scene.alert(/the core stopped/i);
  await page.selectOption("#top", "100");
  await page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
  assert.match(await page.locator("#facts").innerText(), /Models\s+100/);
  await page.goBack();
  await page.locator("#page[data-complete][data-query^='top=1000 ']").waitFor();
  assert.equal(await scene.figures(), before, "the same figures, the reader's own table among what they rest on");
});

pageTest("a file at which the core stopped is kept, and can be tried again", {}, async (scene) => {
  await scene.open();
  await trap(scene);
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.alert(/the core stopped/i);
  await scene.page.getByRole("button", { name: "Try again" }).click();
  await scene.banner("Your file");
  assert.match(await scene.page.locator("#facts").innerText(), /Models\s+4/);
});

pageTest("what stops the new core as well ends there, and another file is read all the same", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await scene.site.put("/snapshot.json", "no snapshot any more");
  await trap(scene);
  await drop(scene, { name: "huge.json", bytes: SMALL });
  await scene.alert(/the core stopped/i);
  await page.selectOption("#top", "100");
  await scene.alert(/no snapshot is loaded/i);
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
});

/** The core traps while it draws the marks of one section, and only then. @param {string} section */
const trapDrawing = (section) => {
  const { set, get } = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, "fillStyle"));
  Object.defineProperty(CanvasRenderingContext2D.prototype, "fillStyle", { get, set(value) {
    if (this.canvas.id.startsWith(`chart-${section}-`)) throw new WebAssembly.RuntimeError("unreachable");
    set?.call(this, value);
  } });
};

pageTest("a chart at which the core stops is left out, and all others are drawn", { expected: [/a chart could not be drawn/] }, async (scene) => {
  const { page } = scene;
  await page.addInitScript(trapDrawing, "licenses");
  await scene.open();
  await page.locator("#licenses").scrollIntoViewIfNeeded();
  const said = page.locator("#licenses .undrawn");
  assert.match((await said.allInnerTexts())[0], /could not be drawn.*stand in the table/);
  await page.locator("#licenses-tab-table").click();
  assert.match(await page.locator("#licenses-panel-table").innerText(), /apache-2\.0/);
  const undrawn = await page.locator("canvas.chart:visible:not([data-marks])").evaluateAll((all) => all.map(({ id }) => id));
  assert.deepEqual(undrawn, []);
  // Charts of the former core answer the pointer, and the page its controls.
  await page.locator("#chart-organizations-owners").focus();
  await page.keyboard.press("Home");
  await page.locator("#organizations .tooltip:visible").waitFor();
  await page.selectOption("#top", "100");
  await page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
});

pageTest("where no worker can be made a core that has stopped is followed by another", { expected: [/a chart could not be drawn/] }, async (scene) => {
  const { page } = scene;
  await page.addInitScript(() => { window.Worker = /** @type {any} */ (class { constructor() { throw new Error("denied"); } }); });
  await page.addInitScript(trapDrawing, "licenses");
  await scene.open();
  await page.locator("#licenses .undrawn").waitFor();
  await page.selectOption("#top", "100");
  await page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
});
