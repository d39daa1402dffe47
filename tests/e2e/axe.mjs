/** What axe-core finds on a page. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const AXE = readFileSync(new URL("../../www/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/**
 * @param {import("../../www/node_modules/playwright-core/index.mjs").Page} page
 * @param {number} [least] rules that must find something to look at
 * @returns {Promise<string[]>} the faults, each with where it is
 */
export async function faults(page, least = 20) {
  // The page's own policy lets no script in; what a debugger evaluates passes.
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] }));
  assert.ok(passes.length > least, `only ${passes.length} rules found something to look at`);
  return violations.map((/** @type {any} */ { id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 4).map((/** @type {any} */ { html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join("\n  ")}`);
}
