/** The one browser of a run: started when first needed, with a profile of its own. */

import { after } from "node:test";
import { chromium } from "../../www/node_modules/playwright-core/index.mjs";

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** @type {Promise<import("../../www/node_modules/playwright-core/index.mjs").Browser> | undefined} */
let started;

/** @param {string[]} [more] arguments */
export function startBrowser(more = []) {
  return chromium.launch({ executablePath: process.env.CHROME || "/usr/bin/chromium", args: [...ARGUMENTS, ...more] });
}

export function browser() {
  started ??= startBrowser();
  return started;
}

/** Set before the first test: a hook that is set inside a test ends with that test. */
export function closeAfterwards() {
  after(async () => (await started)?.close());
}
