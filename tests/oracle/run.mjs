/**
 * Prints the oracle's report on a file as JSON:
 * `run.mjs FILE [--query Q] [--kind models|datasets|spaces] [--captured-at DATE] [--tables DIR] [--registry FILE.csv]`.
 */

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { QueryError, analyse, parse, parseTable } from "./oracle.mjs";
import { readTime } from "./time.mjs";

const USAGE = "run.mjs FILE [--query Q] [--kind models|datasets|spaces] [--captured-at DATE] [--tables DIR] [--registry FILE.csv]";
const TABLES = fileURLToPath(new URL("../../src/reference/tables", import.meta.url));

/** The expressions behind the rules of families.csv, which the oracle reads in their place. */
const PATTERNS = fileURLToPath(new URL("families.csv", import.meta.url));

/** The reference tables of a folder, as `analyse` takes them. */
export function loadTables(folder = TABLES) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  const tables = names.map((name) => [name.slice(0, -4), parseTable(readFileSync(`${folder}/${name}`, "utf8"))]);
  return { ...Object.fromEntries(tables), patterns: parseTable(readFileSync(PATTERNS, "utf8")) };
}

/** The text of a file, unpacked where it is gzip. */
export function readText(path) {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
}

function options() {
  const text = { type: "string" };
  const { values, positionals } = parseArgs({
    allowPositionals: true, options: { query: text, kind: text, "captured-at": text, tables: text, registry: text },
  });
  if (positionals.length !== 1) throw new TypeError(`found ${positionals.length} files, expected one`);
  if (values.kind !== undefined && !["models", "datasets", "spaces"].includes(values.kind)) {
    throw new TypeError(`--kind: found ${values.kind}, expected models, datasets or spaces`);
  }
  const capturedAt = values["captured-at"];
  if (capturedAt !== undefined && readTime(capturedAt) === null) {
    throw new TypeError(`--captured-at: found ${capturedAt}, expected a date such as 2026-04-29`);
  }
  return { file: positionals[0], query: values.query, kind: values.kind, capturedAt, tables: values.tables, registry: values.registry };
}

function main() {
  let asked;
  try {
    asked = options();
  } catch (error) {
    return fail(2, `${error.message}; ${USAGE}`);
  }
  try {
    const tables = loadTables(asked.tables);
    if (asked.registry !== undefined) tables.custom = parseTable(readText(asked.registry));
    const report = analyse(parse(readText(asked.file)), { ...asked, tables });
    process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  } catch (error) {
    fail(error instanceof QueryError ? 2 : 1, error.message);
  }
}

function fail(code, message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
