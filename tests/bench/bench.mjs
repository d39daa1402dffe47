/**
 * Speed and size, as ratios taken in one run in one browser: `./build.sh bench`.
 *
 * The peer of the core is what a page without it would do: `JSON.parse` and the oracle, which computes the same
 * figures. Both get the same bytes, by turns, and medians are compared; the machine's own speed falls out.
 * Exit 1 where a pass mark is missed.
 */

import { readFileSync } from "node:fs";
import { startBrowser } from "../e2e/browser.mjs";
import { DIST, openSite } from "../e2e/site.mjs";
import { sizes } from "../e2e/sizes.mjs";
import { loadTables } from "../oracle/run.mjs";
import { bundle, here, named } from "./bundle.mjs";
import { fullDump } from "./mass.mjs";
import { kilobytes, median, milliseconds, print, verdict } from "./table.mjs";

const READING = [
  { rows: 1000, rounds: 21, pass: 2.5, aim: 5, page: "bench.html" },
  // The page hands files of this size to its larger core.
  { rows: 50_000, rounds: 5, pass: 3.5, aim: 8, page: "larger.html" },
];
const COLD_STARTS = 5;
const BASKETS = 15;
/** Milliseconds that a report on 1,000 rows may take: the first time, again, and with what the lenses add. */
const [FIRST, WHOLE] = [150, 300];
const SECTIONS = { pass: 8, aim: 3, unit: " ms" };
const MOVES = 101;
/** Milliseconds that a pointer move may take. */
const MOVE = 8;

const dump = async (/** @type {number} */ rows) => readFileSync(await fullDump(rows));

/** Pages of our own beside dist/, each with a core and its peer in it. */
async function openBench(/** @type {import("../e2e/site.mjs").Site} */ site) {
  const page = (/** @type {string} */ script, /** @type {string} */ wasm) => `<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><script src="oracle.js"></script><script src="${script}"></script><script src="page.js" data-wasm="${wasm}"></script>`;
  site.put("/bench.html", page("core.js", named("hubstate", "wasm")));
  site.put("/larger.html", page("larger-core.js", named("larger", "wasm")));
  site.put("/oracle.js", await bundle("../oracle/oracle.mjs", "oracle"));
  site.put("/core.js", await bundle("../../www/gen/hubstate.js", "core"));
  site.put("/larger-core.js", await bundle("../../www/gen/larger.js", "core"));
  site.put("/page.js", readFileSync(here("page.js")));
  site.put("/tables.json", JSON.stringify(loadTables()));
}

/**
 * Bytes a second of reading and analysis, the core's over its peer's.
 * @param {any} browser
 * @param {import("../e2e/site.mjs").Site} site
 */
async function benchReading(browser, site) {
  const lines = [];
  for (const { rows, rounds, pass, aim, page: name } of READING) {
    const bytes = await dump(rows);
    site.put("/dump.json", bytes);
    const page = await browser.newPage();
    await page.goto(`${site.origin}/${name}`);
    const times = await page.evaluate((/** @type {number} */ count) => /** @type {any} */ (window).readByTurns(count), rounds);
    await page.close();
    const speed = (/** @type {number[]} */ taken) => bytes.length / 1e6 / (median(taken) / 1000);
    const [core, signed, peer] = [speed(times.core), speed(times.signed), speed(times.peer)];
    const ratio = core / peer;
    lines.push(
      [`reading and analysis, ${rows.toLocaleString("en")} rows (${(bytes.length / 1e6).toFixed(1)} MB)`, "", ""],
      ["  core", `${core.toFixed(0)} MB/s`, `${ratio.toFixed(2)} × its peer: ${verdict(ratio, { pass, aim, unit: " ×", least: true })}`],
      ["  core, with the SHA-256 of the bytes", `${signed.toFixed(0)} MB/s`, `${(signed / peer).toFixed(2)} ×`],
      ["  JSON.parse and the oracle", `${peer.toFixed(0)} MB/s`, ""]);
  }
  return lines;
}

/**
 * From navigation to the first chart, nothing cached.
 * @param {any} browser
 * @param {import("../e2e/site.mjs").Site} site
 */
async function benchStart(browser, site) {
  const first = [];
  const all = [];
  for (let start = 0; start < COLD_STARTS; start += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(watchCharts);
    await page.goto(site.origin);
    await page.waitForSelector("#page[data-query]", { state: "attached" });
    const times = await page.evaluate(() => /** @type {any} */ (window).chartTimes);
    first.push(times[0]);
    all.push(times.at(-1));
    await context.close();
  }
  return [
    ["navigation to the first chart", milliseconds(median(first)), `median of ${COLD_STARTS} cold starts`],
    ["navigation to the last chart", milliseconds(median(all)), ""],
  ];
}

/** Runs in the page: when each chart was drawn. */
function watchCharts() {
  const times = /** @type {any} */ (window).chartTimes = /** @type {number[]} */ ([]);
  const draw = CanvasRenderingContext2D.prototype.fillText;
  const seen = new WeakSet();
  CanvasRenderingContext2D.prototype.fillText = function (...words) {
    if (!seen.has(this)) {
      seen.add(this);
      times.push(performance.now());
    }
    return draw.apply(this, /** @type {any} */ (words));
  };
}

/**
 * Another basket on 1,000 rows: in the core alone, and until the page is drawn anew.
 * @param {any} browser
 * @param {import("../e2e/site.mjs").Site} site
 */
async function benchBasket(browser, site) {
  const bytes = await dump(1000);
  site.put("/dump.json", bytes);
  site.put("/snapshot.json", bytes);
  const bench = await browser.newPage();
  await bench.goto(`${site.origin}/bench.html`);
  const core = await bench.evaluate((/** @type {number} */ count) => /** @type {any} */ (window).baskets(count), BASKETS);
  await bench.close();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(site.origin);
  await page.waitForSelector("#page[data-query]", { state: "attached" });
  const whole = await page.evaluate(changeBaskets, BASKETS);
  await page.close();
  if (core.first[0] > FIRST || median(core.whole) > WHOLE) process.exitCode = 1;
  return [
    ["all sections on 1,000 rows, the first time", milliseconds(core.first[0]), `at most ${FIRST} ms`],
    ["another basket on 1,000 rows, all sections", milliseconds(median(core.sections)), `median of ${BASKETS}: ${verdict(median(core.sections), SECTIONS)}`],
    ["the same with dial, firmness and ledger", milliseconds(median(core.whole)), `median of ${BASKETS}, at most ${WHOLE} ms`],
    ["another basket on 1,000 rows, until drawn", milliseconds(median(whole)), `median of ${BASKETS}`],
  ];
}

/** Runs in the page: changes the basket by its control, and waits until the browser has painted the new report. */
async function changeBaskets(/** @type {number} */ count) {
  const top = /** @type {HTMLSelectElement} */ (document.getElementById("top"));
  const page = /** @type {HTMLElement} */ (document.getElementById("page"));
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const times = [];
  for (let at = 0; at < count; at += 1) {
    const value = at % 2 ? "1000" : "200";
    const begin = performance.now();
    top.value = value;
    top.dispatchEvent(new Event("change"));
    while (!page.dataset.query?.startsWith(`top=${value} `)) await new Promise((resolve) => setTimeout(resolve));
    await painted();
    times.push(performance.now() - begin);
  }
  return times;
}

/**
 * The pointer over a chart: what the core draws above 1,000 marks, and all of a move on the fullest chart of the page.
 * @param {any} browser
 * @param {import("../e2e/site.mjs").Site} site
 */
async function benchPointer(browser, site) {
  site.put("/dump.json", await dump(1000));
  const bench = await browser.newPage();
  await bench.goto(`${site.origin}/bench.html`);
  const core = await bench.evaluate((/** @type {number} */ count) => /** @type {any} */ (window).standOut(count), MOVES);
  await bench.close();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(site.origin);
  await page.waitForSelector("#page[data-complete]", { state: "attached" });
  const { marks, times } = await page.evaluate(movePointer, MOVES);
  await page.close();
  if (median(core) > MOVE) process.exitCode = 1;
  return [
    ["pointer over 1,000 marks, drawing what stands out", milliseconds(median(core)), `median of ${MOVES}, at most ${MOVE} ms`],
    [`pointer over the fullest chart, ${marks} marks, all of a move`, milliseconds(median(times)), `median of ${times.length}`],
  ];
}

/** Runs in the page: moves the pointer over the chart with most marks; only moves onto another mark count. */
async function movePointer(/** @type {number} */ count) {
  const charts = [.../** @type {NodeListOf<HTMLCanvasElement>} */ (document.querySelectorAll("canvas.chart"))];
  const canvas = charts.reduce((most, chart) => (Number(chart.dataset.marks) > Number(most.dataset.marks) ? chart : most));
  canvas.scrollIntoView({ block: "center" });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const above = /** @type {HTMLCanvasElement} */ (canvas.parentElement?.querySelector(".above"));
  const name = () => canvas.parentElement?.querySelector(".tooltip-name")?.textContent;
  const { x, y, width, height } = canvas.getBoundingClientRect();
  const times = [];
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let step = 0; step < 40 * count && times.length < count; step += 1) {
    const before = name();
    const event = new PointerEvent("pointermove", { clientX: x + random() * width, clientY: y + random() * height, pointerType: "mouse", bubbles: true });
    const begin = performance.now();
    canvas.dispatchEvent(event);
    if (above.width) above.getContext("2d")?.getImageData(0, 0, 1, 1);
    if (name() !== before) times.push(performance.now() - begin);
  }
  return { marks: canvas.dataset.marks, times };
}

function benchSizes() {
  const parts = sizes(DIST);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ["the first load, before the snapshot", kilobytes(total), "budget 500 KB"],
    ...parts.map(({ name, bytes, packed }) => [`  ${name}`, kilobytes(bytes), packed ? "gzip -9" : "as it is"]),
  ];
}

const site = await openSite();
const browser = await startBrowser(["--js-flags=--expose-gc"]);
try {
  await openBench(site);
  console.log(`Chromium ${browser.version()}, everything in one run\n`);
  print([...await benchReading(browser, site), ...await benchStart(browser, site), ...await benchBasket(browser, site), ...await benchPointer(browser, site), ...benchSizes()]);
} finally {
  await browser.close();
  await site.close();
}
