/** Dumps for the tests, and the gestures that hand one to the page. */

import { setTimeout as sleep } from "node:timers/promises";
import { generate, ownersOf } from "../oracle/generate.mjs";

/**
 * @param {number} rows
 * @param {"full" | "expand" | "jsonl"} [shape]
 */
export function generated(rows, shape = "full") {
  return Buffer.from([...generate({ rows, shape, seed: 7, faults: false, owners: ownersOf() })].join(""));
}

/** A dump small enough to be reckoned by hand: 12 downloads, three owners. */
export const SMALL = JSON.stringify([
  { id: "alpha/one-7B", downloads: 6, likes: 3, createdAt: "2024-05-01T00:00:00.000Z", pipeline_tag: "text-generation", tags: ["license:mit"] },
  { id: "alpha/two", downloads: 3, likes: 1, createdAt: "2023-02-01T00:00:00.000Z", pipeline_tag: "fill-mask", tags: ["license:apache-2.0"] },
  { id: "beta/three", downloads: 2, likes: 9, createdAt: "2025-01-01T00:00:00.000Z", tags: [] },
  { id: "gamma/four-1.5B", downloads: 1, likes: 0, createdAt: "2022-03-02T23:29:04.000Z", pipeline_tag: "text-to-image", tags: ["license:other"] },
], null, 1);

/** @typedef {{name: string, bytes: string | Uint8Array, type?: string}} Dump */

/**
 * A DataTransfer with files in it.
 * @param {import("../../www/node_modules/playwright-core/index.mjs").Page} page
 * @param {Dump[]} dumps
 */
function transfer(page, dumps) {
  const files = dumps.map(({ name, bytes, type = "application/json" }) => ({ name, type, base64: Buffer.from(bytes).toString("base64") }));
  return page.evaluateHandle((files) => {
    const made = new DataTransfer();
    for (const { name, base64, type } of files) made.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
    return made;
  }, files);
}

/**
 * Drags files over the page and lets them go.
 * @param {import("./scene.mjs").Scene} scene
 * @param {...Dump} files
 */
export async function drop({ page }, ...files) {
  const dataTransfer = await transfer(page, files);
  await page.dispatchEvent("h1", "dragenter", { dataTransfer });
  await page.dispatchEvent("h1", "dragover", { dataTransfer });
  await page.dispatchEvent("h1", "drop", { dataTransfer });
}

/**
 * The same, and what the overlay did while the pointer wandered over parts of the page.
 * @param {import("./scene.mjs").Scene} scene
 * @param {Dump} file
 */
export async function dragAbout({ page }, file) {
  const dataTransfer = await transfer(page, [file]);
  const overlay = page.locator("#drop");
  /** @type {boolean[]} */
  const seen = [];
  await page.dispatchEvent("h1", "dragenter", { dataTransfer });
  for (const [next, before] of [["#deck", "h1"], ["#banner", "#deck"], ["main", "#banner"]]) {
    await page.dispatchEvent(next, "dragenter", { dataTransfer });
    await page.dispatchEvent(before, "dragleave", { dataTransfer });
    await sleep(20);
    seen.push(await overlay.isVisible());
  }
  await page.dispatchEvent("main", "dragleave", { dataTransfer });
  const after = await overlay.isVisible();
  return { seen, after };
}

/**
 * Chooses a file by the button's field.
 * @param {import("./scene.mjs").Scene} scene
 * @param {string | {name: string, bytes: string | Uint8Array}} file a path, or a name and bytes
 */
export function choose({ page }, file) {
  const given = typeof file === "string" ? file : { name: file.name, mimeType: "application/json", buffer: Buffer.from(file.bytes) };
  return page.setInputFiles("#file", given);
}
