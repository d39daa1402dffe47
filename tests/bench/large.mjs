/**
 * Speed, memory and growth at the size of the whole Hub, as ratios taken in one run:
 * `./build.sh bench large [ROWS [PART…]]`, where a part is one of those at the end, such as `Parquet`.
 *
 * The peers are run as they would be used: DuckDB-Wasm and hyparquet in the same browser over the same file, pandas,
 * Polars and DuckDB beside the command line. All take turns and medians are compared. hubstate works out its whole
 * report, the peers twelve aggregates of such a report; that their totals agree is a condition. Exit 1 where a pass
 * mark is missed; the marks of large files stand for 3,000,000 rows, which is also what is taken where ROWS says nothing.
 */

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { startBrowser } from "../e2e/browser.mjs";
import { DIST, openSite } from "../e2e/site.mjs";
import { bundle, here, named } from "./bundle.mjs";
import { fullLines, leanLines, leanParquet } from "./mass.mjs";
import { native } from "./native.mjs";
import { peers } from "./peers/install.mjs";
import { giveUp, openMemory, openTab, show } from "./tab.mjs";
import { count, kilobytes, median, megabytes, milliseconds, print, seconds, verdict } from "./table.mjs";

/** @typedef {import("./table.mjs").Line} Line */
/** @typedef {import("./tab.mjs").Browser} Browser */
/** @typedef {import("../e2e/site.mjs").Site} Site */

const FULL = 3_000_000;
/** Of 3,000,000 rows so many are 1 GB as the API gives them with `full=true`. */
const A_GIGABYTE = 0.21;
const GROWTH = [10_000, 100_000, 1_000_000, FULL];
const ROUNDS = 3;
const BASKETS = 7;
const CANCELS = 5;
/** Milliseconds after which a tab that has shown its report is at rest. */
const REST = 2000;
const MARKS = {
  parquet: { pass: 2.5, aim: 6, unit: " ×", least: true },
  engine: { pass: 10, aim: 20, unit: " ×", least: true },
  lines: { pass: 400, aim: 250, unit: " MB" },
  some: { pass: 100, aim: 40, unit: " ms" },
  all: { pass: 800, aim: 300, unit: " ms" },
  growth: { pass: 1.3, unit: " ×" },
  task: { pass: 50, unit: " ms" },
  cancel: { pass: 100, unit: " ms" },
};

const rows = Number(process.argv[2] ?? FULL);
if (!Number.isSafeInteger(rows) || rows < 1) throw new TypeError(`ROWS: found ${process.argv[2]}, expected a whole number of rows, such as 100000`);
const binding = rows >= FULL;
const wanted = process.argv.slice(3);

/** Pages of our own beside dist/: one for each engine that is timed. */
async function putPages(/** @type {Site} */ site, /** @type {string | undefined} */ modules) {
  const page = (/** @type {string[]} */ ...scripts) =>
    `<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><input id="file" type="file">${scripts.map((name) => `<script src="${name}"></script>`).join("")}`;
  site.put("/engine.html", page("engine.js"));
  site.put("/engine.js", readFileSync(here("engine.js")));
  if (!modules) return;
  const duckdb = (/** @type {string} */ name) => join(modules, "@duckdb/duckdb-wasm/dist", name);
  site.put("/twelve.html", page("duckdb.js", "twelve.js"));
  site.put("/twelve.js", readFileSync(here("twelve.js")));
  site.put("/duckdb.js", await bundle(duckdb("duckdb-browser.mjs"), "duckdb"));
  for (const name of ["duckdb-eh.wasm", "duckdb-browser-eh.worker.js"]) site.put(`/${name}`, readFileSync(duckdb(name)));
  site.put("/plain.html", page("hyparquet.js", "plain.js"));
  site.put("/plain.js", readFileSync(here("peers/plain.js")));
  site.put("/hyparquet.js", await bundle(join(modules, "hyparquet/src/index.js"), "hyparquet"));
}

/**
 * Opens a page of the bench, chooses a file on it and calls a function of it.
 * @param {Browser} browser
 * @param {string} address
 * @param {string} path
 * @param {string} call
 */
async function onPage(browser, address, path, call) {
  const page = await browser.newPage();
  try {
    await page.goto(address);
    await page.setInputFiles("#file", path);
    return /** @type {any} */ (await page.evaluate(call));
  } finally {
    await page.close();
  }
}

const FILE = 'document.getElementById("file").files[0]';
const larger = () => `${JSON.stringify(named("larger", "js"))}, ${JSON.stringify(named("larger", "wasm"))}`;
const readOnce = (/** @type {Browser} */ browser, /** @type {Site} */ site, /** @type {string} */ path) => onPage(browser, `${site.origin}/engine.html`, path, `readOnce(${larger()})`);

/** One turn of the page: what it took until the report stood. */
async function ourTurn(/** @type {Browser} */ browser, /** @type {Site} */ site, /** @type {string} */ path) {
  const page = await openTab(browser, site.origin);
  const taken = await show(page, path);
  await page.close();
  return taken;
}

/**
 * @param {Browser} browser
 * @param {Site} site
 * @param {boolean} withPeers
 * @returns {Promise<Line[]>}
 */
async function benchParquet(browser, site, withPeers) {
  const path = await leanParquet(rows);
  if (!path) return [["Parquet", "", "skipped: DuckDB, which makes the file, could not be had"]];
  /** @type {Record<"shown" | "complete" | "duckdb" | "plain", number[]>} */
  const times = { shown: [], complete: [], duckdb: [], plain: [] };
  const { downloads } = await readOnce(browser, site, path);
  const agrees = (/** @type {string} */ name, /** @type {number} */ total) => {
    if (total !== downloads) throw new Error(`downloads of all rows: hubstate has ${downloads}, ${name} ${total}`);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await ourTurn(browser, site, path);
    times.shown.push(ours.shown);
    times.complete.push(ours.complete);
    if (!withPeers) continue;
    const duckdb = await onPage(browser, `${site.origin}/twelve.html`, path, `twelve(${FILE}, "duckdb-eh.wasm", "duckdb-browser-eh.worker.js")`);
    agrees("DuckDB-Wasm", duckdb.total);
    times.duckdb.push(duckdb.taken);
    const plain = await onPage(browser, `${site.origin}/plain.html`, path, `plain(${FILE})`);
    agrees("hyparquet", plain.total);
    times.plain.push(plain.taken);
  }
  const ours = median(times.shown);
  const against = (/** @type {number[]} */ peer) => median(peer) / ours;
  return [
    [`Parquet, ${count(rows)} rows (${megabytes(statSync(path).size)}, Snappy)`, "", `medians of ${ROUNDS}, by turns`],
    ["  hubstate: chosen → every section on screen", seconds(ours), "the larger core's download among it"],
    ["  the same with dial, firmness and ledger", seconds(median(times.complete))],
    ...withPeers ? /** @type {Line[]} */ ([
      ["  DuckDB-Wasm 1.27.0: chosen → twelve aggregates", seconds(median(times.duckdb)), `${against(times.duckdb).toFixed(2)} ×: ${verdict(against(times.duckdb), { ...MARKS.parquet, binding })}`],
      ["  hyparquet 1.33.0 and plain JS: the same", seconds(median(times.plain)), `${against(times.plain).toFixed(2)} ×`],
    ]) : [],
  ];
}

/**
 * What each engine weighs on the way, packed by gzip.
 * @param {Site} site
 * @param {string} modules
 * @returns {Promise<Line[]>}
 */
async function benchEngines(site, modules) {
  const packed = (/** @type {(string | Buffer)[]} */ ...files) => files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  const ours = packed(...["wasm", "js"].map((extension) => readFileSync(join(DIST, named("larger", extension)))));
  const first = packed(readFileSync(join(DIST, named("hubstate", "wasm"))), readFileSync(join(DIST, named("app", "js"))));
  const served = async (/** @type {string} */ name) => Buffer.from(await (await fetch(`${site.origin}/${name}`)).arrayBuffer());
  const duckdb = packed(...await Promise.all(["duckdb-eh.wasm", "duckdb-browser-eh.worker.js", "duckdb.js"].map(served)));
  const plain = packed(await served("hyparquet.js"));
  const newer = (/** @type {string} */ name) => join(modules, "duckdb-wasm-1.32/dist", name);
  const latest = packed(readFileSync(newer("duckdb-eh.wasm")), readFileSync(newer("duckdb-browser-eh.worker.js")), await bundle(newer("duckdb-browser.mjs"), "duckdb"));
  return [
    ["engine downloaded, gzip", "", ""],
    ["  hubstate, the larger core", kilobytes(ours), `${(duckdb / ours).toFixed(1)} × less than DuckDB-Wasm: ${verdict(duckdb / ours, MARKS.engine)}`],
    ["  with the page and its first core", kilobytes(ours + first), `${(duckdb / (ours + first)).toFixed(1)} × less`],
    ["  DuckDB-Wasm 1.27.0", kilobytes(duckdb), "no page yet"],
    ["  DuckDB-Wasm 1.32.0", kilobytes(latest), `${(latest / ours).toFixed(1)} × ours, and it fetches its Parquet reader besides`],
    ["  hyparquet 1.33.0", kilobytes(plain), "no aggregates yet"],
  ];
}

/**
 * Another basket: the sections alone, in the worker.
 * @param {Browser} browser
 * @param {Site} site
 * @returns {Promise<Line[]>}
 */
async function benchBaskets(browser, site) {
  const path = await leanLines(rows);
  const times = async (/** @type {string[]} */ turns) => {
    // The first of each is not another basket.
    const queries = Array.from({ length: BASKETS + 1 }, (_, at) => turns[at % turns.length]);
    const taken = await onPage(browser, `${site.origin}/engine.html`, path, `readBaskets(${larger()}, ${JSON.stringify(queries)})`);
    return median(taken.slice(1));
  };
  const some = await times(["top=1000", "top=1000 by=likes", "top=1000 license:mit"]);
  const all = await times(["top=all", "top=all by=likes", "top=all created>=2023"]);
  return [
    [`another basket of ${count(rows)} rows, top=1000`, milliseconds(some), `every section, median of ${BASKETS}: ${verdict(some, { ...MARKS.some, binding })}`],
    ["the same, top=all", milliseconds(all), `every section, median of ${BASKETS}: ${verdict(all, { ...MARKS.all, binding })}`],
  ];
}

/**
 * JSON Lines on the page: of 1 GB of rows as the API gives them, and of rows that hold little else than is kept.
 * @param {Browser} browser
 * @param {Site} site
 * @returns {Promise<Line[]>}
 */
async function benchLines(browser, site) {
  const full = Math.ceil(rows * A_GIGABYTE);
  const [first, second] = [await fullLines(full), await leanLines(rows)];
  return [
    [`JSON Lines of the API's rows, ${count(full)} (${megabytes(statSync(first).size)})`, "", ""],
    ...await tabLines(browser, site, first, { ...MARKS.lines, binding }),
    [`JSON Lines of lean rows, ${count(rows)} (${megabytes(statSync(second).size)})`, "", ""],
    ...await tabLines(browser, site, second),
    ...await benchCancel(browser, site, second),
  ];
}

/**
 * What the tab holds at most, and how long its main thread is taken.
 * @param {Browser} browser
 * @param {Site} site
 * @param {string} path
 * @param {Parameters<typeof verdict>[1]} [mark] of the memory
 * @returns {Promise<Line[]>}
 */
async function tabLines(browser, site, path, mark) {
  const page = await openTab(browser, site.origin);
  await sleep(REST);
  const memory = await openMemory(browser);
  const idle = await memory.now();
  /** @type {import("./tab.mjs").Taken | undefined} */
  let taken;
  const above = (await memory.peak(async () => { taken = await show(page, path); }) - idle) / 1e6;
  await page.close();
  const { complete, reading, drawing } = /** @type {import("./tab.mjs").Taken} */ (taken);
  return [
    ["  chosen → whole report", seconds(complete), "completes"],
    ["  the tab's memory above idle, at most", `${above.toFixed(0)} MB`, mark ? verdict(above, mark) : ""],
    ["  longest task of the main thread, reading", longest(reading), verdict(reading, { ...MARKS.task, binding })],
    ["  the same, drawing the report", longest(drawing), ""],
  ];
}

const longest = (/** @type {number} */ task) => (task ? milliseconds(task) : "below 50 ms");

/**
 * @param {Browser} browser
 * @param {Site} site
 * @param {string} path
 * @returns {Promise<Line[]>}
 */
async function benchCancel(browser, site, path) {
  const page = await openTab(browser, site.origin);
  /** @type {number[]} */
  const times = [];
  for (let at = 0; at < CANCELS; at += 1) {
    const taken = await giveUp(page, path, 300 * at + 100);
    if (taken !== undefined) times.push(taken);
    await sleep(REST);
  }
  await page.close();
  if (times.length === 0) return [["  Cancel → at rest", "", "the file was read before it could be given up"]];
  return [["  Cancel → at rest, what was on screen restored", milliseconds(median(times)), `median of ${times.length}, at most ${milliseconds(Math.max(...times))}: ${verdict(median(times), { ...MARKS.cancel, binding })}`]];
}

/**
 * Time and memory a row, from few to all; they may fall, and rise by a little.
 * @param {Browser} browser
 * @param {Site} site
 * @param {string} name
 * @param {(rows: number) => Promise<string | undefined>} file
 * @returns {Promise<Line[]>}
 */
async function benchGrowth(browser, site, name, file) {
  const lines = /** @type {Line[]} */ ([[`growth, ${name}: reading and every section of all rows, a row`, "", ""]]);
  const all = [];
  for (const size of [...GROWTH.filter((size) => size < rows), rows]) {
    const path = await file(size);
    if (!path) return [];
    const runs = [];
    for (let round = 0; round < ROUNDS; round += 1) runs.push(await readOnce(browser, site, path));
    const time = median(runs.map(({ taken }) => taken)) * 1e6 / size;
    const memory = median(runs.map((run) => run.memory)) / size;
    all.push({ time, memory });
    lines.push([`  ${count(size)} rows`, `${time.toFixed(0)} ns, ${memory.toFixed(0)} B`, `${(1e3 / time).toFixed(2)} million rows/s`]);
  }
  for (const what of /** @type {const} */ (["time", "memory"])) {
    const worst = Math.max(...all.map((at) => at[what])) / all[0][what];
    lines.push([`  ${what} a row against that of ${count(GROWTH[0])} rows, at most`, `${worst.toFixed(2)} ×`, verdict(worst, { ...MARKS.growth, binding })]);
  }
  return lines;
}

const modules = peers();
const site = await openSite();
const browser = await startBrowser();
try {
  await putPages(site, modules);
  console.log(`Chromium ${browser.version()}, ${count(rows)} rows, everything in one run\n`);
  /** @type {[string, () => Promise<Line[]>][]} */
  const parts = [
    ["Parquet", () => benchParquet(browser, site, modules !== undefined)],
    ["engine downloaded", async () => (modules ? benchEngines(site, modules) : [])],
    ["another basket", () => benchBaskets(browser, site)],
    ["JSON Lines", () => benchLines(browser, site)],
    ["growth, JSON Lines", () => benchGrowth(browser, site, "JSON Lines", leanLines)],
    ["growth, Parquet", () => benchGrowth(browser, site, "Parquet", leanParquet)],
    ["command line", () => native(Math.min(rows, 50_000))],
  ];
  const unknown = wanted.filter((name) => !parts.some(([known]) => known === name));
  if (unknown.length > 0) throw new TypeError(`PART: found ${unknown.join(", ")}, expected some of ${parts.map(([name]) => name).join(", ")}`);
  for (const [name, part] of parts.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    // What one part cannot do is no reason to lose the others, and half an hour is long to wait for the first line.
    print(await part().catch((error) => {
      process.exitCode = 1;
      return /** @type {Line[]} */ ([[`${name}: FAILED`, "", String(error?.message ?? error).split("\n")[0]]]);
    }));
  }
} finally {
  await browser.close();
  await site.close();
}
