/** The command line against pandas, Polars and DuckDB on one JSON file, each a process of its own, by turns. */

import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { built, hubstate } from "../e2e/cli.mjs";
import { here } from "./bundle.mjs";
import { fullDump, python } from "./mass.mjs";
import { count, median, megabytes, seconds, verdict } from "./table.mjs";

const ROUNDS = 5;
/** The file that the marks stand for. */
const FULL = 50_000;
const PEERS = [
  { name: "pandas 2.3.3", script: "peers/with_pandas.py", pass: 8, aim: 20 },
  { name: "Polars 1.35.2", script: "peers/with_polars.py", pass: 2, aim: 4 },
  { name: "DuckDB 1.4.2", script: "peers/with_duckdb.py", pass: 2, aim: 4 },
];

/**
 * @param {number} rows
 * @returns {Promise<import("./table.mjs").Line[]>}
 */
export async function native(rows) {
  const path = await fullDump(rows);
  const interpreter = python(here("../twins/environment.py"))?.trim();
  const totals = (/** @type {string} */ text) => JSON.parse(text).totals.slice(0, 2).join(" repositories, downloads ");
  const { basket } = JSON.parse(hubstate("report", path, "--where", "top=all", "--as", "json"));
  const ours = totals(JSON.stringify({ totals: [basket.repos, basket.downloads] }));
  /** @type {Map<string, number[]>} */
  const times = new Map();
  const timed = (/** @type {string} */ name, /** @type {string} */ program, /** @type {string[]} */ ...words) => {
    const begun = performance.now();
    const run = spawnSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28 });
    if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`);
    times.set(name, [...times.get(name) ?? [], performance.now() - begun]);
    return run.stdout;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    timed("hubstate", built(), "report", path, "--as", "json");
    for (const { name, script } of interpreter ? PEERS : []) {
      const theirs = totals(timed(name, interpreter ?? "", here(script), path));
      if (theirs !== ours) throw new Error(`hubstate has ${ours}, ${name} ${theirs}`);
    }
  }
  const taken = (/** @type {string} */ name) => median(times.get(name) ?? []);
  const lines = /** @type {import("./table.mjs").Line[]} */ ([
    [`command line, ${count(rows)} rows of JSON (${megabytes(statSync(path).size)})`, "", `medians of ${ROUNDS}, by turns, each as a process`],
    ["  hubstate report --as json", seconds(taken("hubstate")), "the whole report"],
  ]);
  if (!interpreter) return [...lines, ["  pandas, Polars, DuckDB", "", "skipped: they could not be had"]];
  return [...lines, ...PEERS.map(({ name, pass, aim }) => {
    const ratio = taken(name) / taken("hubstate");
    return /** @type {import("./table.mjs").Line} */ ([`  ${name}, ten aggregates`, seconds(taken(name)), `${ratio.toFixed(2)} ×: ${verdict(ratio, { pass, aim, unit: " ×", least: true, binding: rows >= FULL })}`]);
  })];
}
