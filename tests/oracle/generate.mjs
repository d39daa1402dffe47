/**
 * Writes seeded API rows to stdout: `generate.mjs ROWS [--shape full|expand|jsonl|datasets|spaces] [--seed N] [--faults] [--tables DIR]`.
 * The same rows, shape, seed and owners.csv give the same bytes.
 */

import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseTable } from "./oracle.mjs";
import { makeRows } from "./rows.mjs";

const USAGE = "generate.mjs ROWS [--shape full|expand|jsonl|datasets|spaces] [--seed N] [--faults] [--tables DIR]";
const TABLES = fileURLToPath(new URL("../../src/reference/tables", import.meta.url));
const SHAPES = ["full", "expand", "jsonl", "datasets", "spaces"];
const ROWS_PER_CHUNK = 64;

/** The text in pieces: a JSON array with one row per line, or JSON Lines. */
export function* generate(options) {
  const [open, between, close] = options.shape === "jsonl" ? ["", "\n", "\n"] : ["[\n", ",\n", "\n]\n"];
  let piece = open;
  let count = 0;
  for (const row of makeRows(options)) {
    piece += (count === 0 ? "" : between) + JSON.stringify(row);
    count += 1;
    if (count % ROWS_PER_CHUNK === 0) {
      yield piece;
      piece = "";
    }
  }
  yield piece + close;
}

/** Names of real owners from a folder of reference tables. */
export function ownersOf(folder = TABLES) {
  return parseTable(readFileSync(`${folder}/owners.csv`, "utf8")).map((row) => row.owner);
}

function options() {
  const text = { type: "string" };
  const { values, positionals } = parseArgs({
    allowPositionals: true, options: { shape: text, seed: text, faults: { type: "boolean" }, tables: text },
  });
  const [rows, shape, seed] = [positionals[0], values.shape ?? "full", values.seed ?? "1"];
  if (positionals.length !== 1 || !/^\d+$/.test(rows)) throw new TypeError("expected one whole number of rows");
  if (!SHAPES.includes(shape)) throw new TypeError(`--shape: found ${shape}, expected one of ${SHAPES.join(", ")}`);
  if (!/^\d+$/.test(seed)) throw new TypeError(`--seed: found ${seed}, expected a whole number`);
  return { rows: Number(rows), shape, seed: Number(seed), faults: values.faults ?? false, owners: ownersOf(values.tables) };
}

async function main() {
  let asked;
  try {
    asked = options();
  } catch (error) {
    process.stderr.write(`${error.message}; ${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  try {
    await pipeline(Readable.from(generate(asked)), process.stdout);
  } catch (error) {
    if (error.code !== "EPIPE") throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
