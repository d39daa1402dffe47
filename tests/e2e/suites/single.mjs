/** The page as one file: it opens from disk without a network, takes dumps, and is made anew from what is on screen. */

import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SMALL, choose } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";
import { DIST } from "../site.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

const MOST = 1.5 * 1024 * 1024;

/**
 * Opens a file in a folder that holds nothing else, with the network off.
 * @param {Scene} scene
 * @param {string} path
 * @param {(folder: string) => Promise<void>} look
 */
async function fromDisk(scene, path, look) {
  const folder = mkdtempSync(join(tmpdir(), "hubstate-single-"));
  copyFileSync(path, join(folder, "report.html"));
  await scene.context.setOffline(true);
  try {
    await scene.page.goto(pathToFileURL(join(folder, "report.html")).href);
    await scene.shown();
    await look(folder);
    assert.deepEqual(scene.requests.filter((url) => !url.startsWith(scene.site.origin)), []);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Presses the button that saves the page.
 * @param {Scene} scene
 */
async function saved(scene) {
  const [download] = await Promise.all([scene.page.waitForEvent("download"), scene.page.click('[data-output="single"]')]);
  assert.equal(download.suggestedFilename(), "hubstate.html");
  return download.path();
}

pageTest("the page as one file opens from disk, without a network", {}, async (scene) => {
  const path = join(DIST, "hubstate.html");
  const { size } = statSync(path);
  console.log(`hubstate.html: ${size} bytes of ${MOST}`);
  assert.ok(size <= MOST);
  await scene.open();
  const hosted = await scene.figures();
  await fromDisk(scene, path, async () => {
    assert.equal(await scene.figures(), hosted);
    assert.ok(await scene.page.locator("canvas.chart[data-marks]").count() > 20);
    assert.equal(await scene.page.evaluate(() => document.fonts.check("700 13px Inter")), true);
    assert.equal(await scene.page.locator(".hosted:visible").count(), 0);
    await choose(scene, { name: "small.json", bytes: SMALL });
    await scene.banner("Your file");
    assert.match(await scene.page.locator("#facts").innerText(), /Owners\s+3/);
    await scene.page.getByRole("button", { name: "Back to the published snapshot" }).click();
    await scene.banner("Sample");
    await scene.page.evaluate(() => { location.hash = "#licenses?top=100+by=downloads"; });
    await scene.page.waitForSelector('#page[data-query="top=100 by=downloads"][data-complete]');
  });
});

pageTest("what is on screen is saved as one file, with its view", {}, async (scene) => {
  await scene.open("/#?top=all+by=likes+license:mit");
  await choose(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  const figures = await scene.figures();
  const path = await saved(scene);
  assert.ok(!readFileSync(path, "utf8").includes("alpha/one-7B"), "the snapshot is packed");
  await fromDisk(scene, path, async (folder) => {
    assert.equal(await scene.page.locator("#page").getAttribute("data-query"), "top=all by=likes license:mit");
    assert.equal(await scene.figures(), figures);
    // A page from disk can be saved again: it cannot be fetched there.
    const again = await saved(scene);
    copyFileSync(again, join(folder, "again.html"));
    await scene.page.goto(pathToFileURL(join(folder, "again.html")).href);
    await scene.shown();
    assert.equal(await scene.figures(), figures);
  });
});
