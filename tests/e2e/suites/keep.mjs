/** The Save menu of a figure: what it writes is what the command line writes, and keys alone open, walk and close it. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { hubstate, sampleFile } from "../cli.mjs";
import { SMALL, drop } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

/**
 * @param {Scene} scene
 * @param {string} section
 * @param {string} entry
 */
async function pick({ page }, section, entry) {
  await page.locator(`#${section} .menu-box > button`).click();
  await page.locator(`#${section}`).getByRole("menuitem", { name: entry, exact: true }).click();
}

/**
 * @param {Scene} scene
 * @param {string} section
 * @param {string} entry
 */
async function saved(scene, section, entry) {
  const [download] = await Promise.all([scene.page.waitForEvent("download"), pick(scene, section, entry)]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/**
 * @param {Scene} scene
 * @param {string} section
 * @param {string} entry
 */
async function copied(scene, section, entry) {
  await scene.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await pick(scene, section, entry);
  await scene.page.locator(`#${section} .menu-box > button`, { hasText: "Copied" }).waitFor();
  return scene.page.evaluate(() => navigator.clipboard.readText());
}

pageTest("CSV, SVG and JSON of a figure are what the command line writes", {}, async (scene) => {
  await scene.open();
  const csv = await saved(scene, "licenses", "CSV");
  assert.equal(csv.name, "licenses.licenses.csv");
  assert.equal(csv.bytes.toString(), hubstate("report", "--only", "licenses.licenses", "--as", "csv"));
  const svg = await saved(scene, "licenses", "SVG");
  assert.equal(svg.name, "licenses.classes.svg");
  assert.match(svg.bytes.toString(), /^<svg[^]*<\/svg>\s*$/);
  const json = await saved(scene, "licenses", "JSON");
  assert.equal(json.name, "licenses.json");
  const [ours, theirs] = [JSON.parse(json.bytes.toString()), JSON.parse(hubstate("report", "--only", "licenses"))];
  assert.deepEqual(ours.sections, theirs.sections);
  assert.deepEqual([ours.schema, ours.snapshot, ours.basket], [theirs.schema, theirs.snapshot, theirs.basket]);
});

/** @param {Uint8Array} bytes */
const sizeOf = (bytes) => [Buffer.from(bytes).readUInt32BE(16), Buffer.from(bytes).readUInt32BE(20)];

pageTest("a picture comes in three sizes and as a card, each with its view", {}, async (scene) => {
  await scene.open("/#?top=100+by=downloads");
  const [once, twice, thrice] = [await saved(scene, "tasks", "PNG"), await saved(scene, "tasks", "PNG, 2×"), await saved(scene, "tasks", "PNG, 3×")];
  assert.deepEqual([once.name, twice.name, thrice.name], ["tasks.shares.png", "tasks.shares@2x.png", "tasks.shares@3x.png"]);
  const [width, height] = sizeOf(once.bytes);
  assert.equal(width, 680);
  assert.deepEqual([sizeOf(twice.bytes), sizeOf(thrice.bytes)], [[2 * width, 2 * height], [3 * width, 3 * height]]);
  const card = await saved(scene, "tasks", "Card, 1200 × 630");
  assert.equal(card.name, "tasks.shares.card.png");
  assert.deepEqual(sizeOf(card.bytes), [1200, 630]);
  for (const { bytes, name } of [once, thrice, card]) {
    const text = bytes.toString("latin1");
    assert.match(text, /"section":"tasks","chart":"shares"/, name);
    assert.match(text, /"query":"top=100 by=downloads"/, name);
  }
});

pageTest("the picture that is copied is the one that is saved", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const { bytes } = await saved(scene, "tasks", "PNG, 2×");
  await scene.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await pick(scene, "tasks", "Copy image");
  await page.locator("#tasks .menu-box > button", { hasText: "Copied" }).waitFor();
  const same = await page.evaluate(async (base64) => {
    const pixels = async (/** @type {Blob} */ blob) => {
      const bitmap = await createImageBitmap(blob);
      const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      context.drawImage(bitmap, 0, 0);
      return [bitmap.width, bitmap.height, ...context.getImageData(0, 0, bitmap.width, bitmap.height).data].join();
    };
    const [item] = await navigator.clipboard.read();
    const file = new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], { type: "image/png" });
    return await pixels(await item.getType("image/png")) === await pixels(file);
  }, bytes.toString("base64"));
  assert.ok(same, "other pixels");
});

pageTest("an SVG carries its font and its view", {}, async (scene) => {
  await scene.open();
  const text = (await saved(scene, "tasks", "SVG")).bytes.toString();
  assert.match(text, /<metadata id="hubstate">\{"hubstate":"[\d.]+","kind":"models","query":"top=1000 by=downloads","section":"tasks"/);
  assert.match(text, /@font-face\{font-family:Inter;[^}]*url\(data:font\/woff2;base64,[A-Za-z0-9+/]{10000}/);
});

for (const [form, entry] of [["PNG", "PNG, 2×"], ["SVG", "SVG"]]) {
  pageTest(`a ${form} dropped on the page opens its view again, and says that the data agrees`, {}, async (scene) => {
    const { page } = scene;
    await scene.open("/#?top=100+by=downloads+-owner:Qwen");
    const { name, bytes } = await saved(scene, "licenses", entry);
    await page.goto(scene.site.origin);
    await scene.shown();
    await drop(scene, { name, bytes, type: form === "PNG" ? "image/png" : "image/svg+xml" });
    await page.locator("#page[data-complete][data-query='top=100 by=downloads -owner:Qwen']").waitFor();
    assert.match(await scene.alert(/The view of this picture/), /The data agrees.*2026-04-29 by hubstate \d/s);
    assert.match(page.url(), /#licenses\?top=100\+by=downloads\+-owner:Qwen$/);
    await page.goBack();
    await page.locator("#page[data-complete][data-query='top=1000 by=downloads']").waitFor();
  });
}

pageTest("a picture of other data says so, and one of another kind keeps what is on screen", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const { bytes, name } = await saved(scene, "tasks", "SVG");
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  await scene.shown();
  await drop(scene, { name, bytes, type: "image/svg+xml" });
  assert.match(await scene.alert(), /other data.*another snapshot/s);
  const spaces = bytes.toString().replace('"kind":"models"', '"kind":"spaces"').replace('"section":"tasks"', '"section":"<b>x</b>"');
  await drop(scene, { name, bytes: spaces, type: "image/svg+xml" });
  assert.match(await scene.alert(/cannot be shown/), /It shows spaces, of which the data on screen has none/);
  assert.match(await page.locator("#facts").innerText(), /Models\s+4/);
});

pageTest("a picture that carries no view is refused as what it is", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "other.svg", bytes: '<svg xmlns="http://www.w3.org/2000/svg"><metadata id="x">{}</metadata></svg>', type: "image/svg+xml" });
  assert.match(await scene.alert(), /other\.svg could not be read.*still there/s);
});

pageTest("the Markdown table has the cells of the table on the page", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const { name, bytes } = await saved(scene, "licenses", "Markdown");
  assert.equal(name, "licenses.md");
  const lines = bytes.toString().split("\n").filter((line) => line.startsWith("|")).map((line) => line.slice(2, -2).split(" | "));
  await page.locator("#licenses-tab-table").click();
  const more = page.locator("#licenses-licenses").getByRole("button", { name: /^Show all/ });
  if (await more.count()) await more.click();
  const cells = await page.locator("#licenses-licenses tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.deepEqual(lines.slice(2), cells.map((row) => row.map((cell) => cell?.replaceAll(/[\\`*_[\]<>|]/g, "\\$&").replace(/\s+/g, " "))));
});

pageTest("prose, references and code speak of this view", {}, async (scene) => {
  const { page } = scene;
  await scene.open("/#?top=100+by=downloads+-owner:Qwen");
  const prose = await copied(scene, "tasks", "As prose");
  assert.ok(prose.startsWith((await page.locator("#tasks .findings").textContent() ?? "").slice(0, 60)), prose);
  assert.match(prose, /n = 100.*Hugging Face Hub, 29 April 2026 \(sample\).*#tasks\?top=100\+by=downloads/);
  assert.match(await copied(scene, "tasks", "Citation"), /^hubstate: What are they for\? .*2026-04-29, basket top=100 by=downloads -owner:Qwen\. http.*#tasks\?/);
  assert.match(await copied(scene, "tasks", "BibTeX"), /^@misc\{hubstate2026-tasks,[^]*url {4}= \{http[^]*sha256/);
  assert.equal(await copied(scene, "tasks", "curl"),
    `curl -fsSL '${scene.site.origin}/snapshot.json' | hubstate report - --kind models --where 'top=100 by=downloads -owner:Qwen' --only tasks.tasks --as csv > tasks.tasks.csv`);
  assert.match(await copied(scene, "tasks", "pandas"), /tasks = pd\.read_csv\("tasks\.tasks\.csv"\)/);
  assert.match(await copied(scene, "tasks", "DuckDB"), /read_csv\('tasks\.tasks\.csv'\)/);
});

pageTest("code of a file of the reader's own names the file, whatever it is called", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "it's $(me).json", bytes: sampleFile() });
  await scene.banner("Your file");
  await scene.shown();
  assert.match(await copied(scene, "tasks", "curl"), /^hubstate report 'it'\\''s \$\(me\)\.json' /);
});

pageTest("keys alone open the menu, walk it, and close it where they were", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const button = page.locator("#tasks .menu-box > button");
  const menu = page.locator("#tasks .menu");
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await button.focus();
  await page.keyboard.press("Enter");
  assert.ok(await menu.isVisible());
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  const entries = await menu.getByRole("menuitem").allInnerTexts();
  assert.equal(await focused(), entries[0]);
  for (const wanted of [...entries.slice(1), entries[0]]) {
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), wanted);
  }
  await page.keyboard.press("End");
  assert.equal(await focused(), entries.at(-1));
  await page.keyboard.press("t");
  assert.equal(await page.locator("#tasks-tab-chart").getAttribute("aria-selected"), "true", "a key in a menu is no shortcut");
  await page.keyboard.press("Escape");
  assert.ok(await menu.isHidden());
  assert.equal(await focused(), "Save");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await menu.isHidden(), "who leaves it closes it");
  await button.click();
  await page.mouse.click(5, 400);
  assert.ok(await menu.isHidden(), "so does a press elsewhere");
});

for (const width of [1280, 360]) {
  pageTest(`the menu lies within the window at ${width} pixels`, { context: { viewport: { width, height: 800 } } }, async (scene) => {
    const { page } = scene;
    await scene.open();
    for (const section of ["organizations", "concentration", "tasks", "leaders"]) {
      await page.locator(`#${section} .menu-box > button`).click();
      const box = await page.locator(`#${section} .menu`).boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= width, `${section}: ${JSON.stringify(box)}`);
      assert.equal(await scene.overhang(), "", section);
      await page.keyboard.press("Escape");
    }
  });
}
