/** The page in browsers of other makers: it draws, a dump gives the same figures, an embed draws. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { hubstate, sampleFile } from "../cli.mjs";
import { core } from "../core.mjs";
import { SMALL } from "../dumps.mjs";
import { ENGINES } from "../engines.mjs";
import { openSite } from "../site.mjs";

/** Of each chart how many colors its canvas holds: one that was not drawn has one. */
const COLORS = `[...document.querySelectorAll("canvas.chart")].map((canvas) => {
  if (!canvas.width || !canvas.height) return [canvas.id, 0];
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return [canvas.id, new Set(new Uint32Array(data.buffer)).size];
})`;
const METRICS = `Object.fromEntries([...document.querySelectorAll("#sections > section")].map((section) => [section.id,
  [...section.querySelectorAll(".about tbody tr")].map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent))]))`;
const WHOLE = `document.getElementById("page").dataset.complete !== undefined`;
const SHOWN = `({ banner: document.getElementById("banner").innerText, alert: document.getElementById("alert")?.innerText ?? "" })`;

/**
 * @param {import("../engines.mjs").Engine} engine
 * @param {string} expression
 */
async function until(engine, expression) {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await engine.ask(expression)) return;
    await sleep(150);
  }
  throw new Error(`never came: ${expression}; on the page: ${JSON.stringify(await engine.ask(SHOWN))}`);
}

/** @param {string} path */
async function figures(path) {
  const { format_cell } = await core();
  const { sections } = JSON.parse(hubstate("report", path));
  return Object.fromEntries(sections.filter((/** @type {any} */ { outcome }) => outcome === "ready").map((/** @type {any} */ { id, metrics }) => [id,
    Object.entries(metrics).map(([name, { value, unit }]) => [name, value === null ? "–" : format_cell(value, unit ?? "text")])]));
}

for (const { name, missing, start } of ENGINES) {
  test(`the page in ${name}`, { skip: missing, timeout: 180_000 }, async (t) => {
    const site = await openSite();
    site.put("/snapshot.json", sampleFile());
    const folder = mkdtempSync(join(tmpdir(), "hubstate-engine-"));
    const dump = join(folder, "small.json");
    writeFileSync(dump, SMALL);
    const engine = await start();
    try {
      await t.test("draws every chart", async () => {
        await engine.open(`${site.origin}/index.html`);
        await until(engine, WHOLE);
        const colors = /** @type {[string, number][]} */ (await engine.ask(COLORS));
        assert.ok(colors.length > 20, `${colors.length} charts`);
        assert.deepEqual(colors.filter(([, count]) => count < 3), []);
      });
      await t.test("gives a dump's figures", async () => {
        await engine.hand("#file", dump);
        await until(engine, `document.getElementById("banner").innerText.includes("small.json") && ${WHOLE}`);
        assert.deepEqual(await engine.ask(METRICS), await figures(dump));
      });
      await t.test("draws an embed", async () => {
        await engine.open(`${site.origin}/embed/organizations/index.html`);
        const { bars, title } = /** @type {any} */ (await engine.ask(`({
          bars: [...document.querySelectorAll("svg")].some((svg) => svg.getBoundingClientRect().height > 100),
          title: document.title,
        })`));
        assert.ok(bars, "no picture is to be seen");
        assert.match(title, /Qwen/);
      });
    } finally {
      await engine.close();
      await site.close();
      rmSync(folder, { recursive: true });
    }
  });
}
