/**
 * The dumps that the bench reads: made by the committed generator, with the Hub's skew, once for each size, and again
 * when what makes them has changed. They lie in the cache of build.sh, the largest with 1.3 GB.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { CACHE } from "../e2e/cli.mjs";
import { generate, ownersOf } from "../oracle/generate.mjs";
import { makeRows } from "../oracle/rows.mjs";

const SEED = 1;
const FOLDER = join(CACHE, "bench");
const ROWS_PER_PIECE = 256;
const TO_PARQUET = fileURLToPath(new URL("peers/to_parquet.py", import.meta.url));
/** What a Python script ends with that cannot install what it needs. */
export const SKIPPED = 77;

/**
 * The path of a file of the cache, made where it is not there.
 * @param {string} name
 * @param {string} extension
 * @param {(string | Buffer)[]} from what the file depends on
 * @param {(path: string) => void | Promise<void>} make writes it to a path beside
 */
async function kept(name, extension, from, make) {
  const hash = createHash("sha256").update(String(SEED));
  for (const part of from) hash.update(part);
  const path = join(FOLDER, `${name}-${hash.digest("hex").slice(0, 12)}.${extension}`);
  if (existsSync(path)) return path;
  mkdirSync(FOLDER, { recursive: true });
  await make(`${path}.part`);
  renameSync(`${path}.part`, path);
  return path;
}

const source = (/** @type {string} */ path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)));
const generator = () => ["../oracle/generate.mjs", "../oracle/rows.mjs", "../../src/reference/tables/owners.csv"].map(source);

const write = (/** @type {Iterable<string>} */ pieces) => (/** @type {string} */ path) => pipeline(Readable.from(pieces), createWriteStream(path));

/** A JSON array as the API gives it with `full=true`: the path. */
export function fullDump(/** @type {number} */ rows) {
  return kept(`full-${rows}`, "json", [String(rows), ...generator()], write(generate({ rows, shape: "full", seed: SEED, faults: false, owners: ownersOf() })));
}

/** The same as JSON Lines: the path. */
export function fullLines(/** @type {number} */ rows) {
  return kept(`full-${rows}`, "jsonl", [String(rows), ...generator()], write(generate({ rows, shape: "jsonl", seed: SEED, faults: false, owners: ownersOf() })));
}

/** JSON Lines of what a catalogue of the whole Hub keeps of each model: the path. */
export function leanLines(/** @type {number} */ rows) {
  return kept(`lean-${rows}`, "jsonl", [String(rows), lean.toString(), ...generator()], write(lines(rows)));
}

/** @param {any} row of the generator @returns {object} */
function lean({ id, author, downloads, downloadsAllTime, likes, createdAt, pipeline_tag, library_name, tags, safetensors, gguf }) {
  const numParameters = safetensors?.total ?? gguf?.total;
  return { id, author, downloads, downloadsAllTime, likes, createdAt, pipeline_tag, library_name, tags, numParameters };
}

function* lines(/** @type {number} */ rows) {
  let [piece, count] = ["", 0];
  for (const row of makeRows({ rows, shape: "expand", seed: SEED, faults: false, owners: ownersOf() })) {
    piece += `${JSON.stringify(lean(row))}\n`;
    count += 1;
    if (count % ROWS_PER_PIECE > 0) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

/** The same as Parquet, Snappy, as hub-stats types it: the path; none where DuckDB cannot be had, which is said. */
export async function leanParquet(/** @type {number} */ rows) {
  const from = await leanLines(rows);
  try {
    return await kept(`lean-${rows}`, "parquet", [from, readFileSync(TO_PARQUET)], (path) => {
      if (python(TO_PARQUET, from, path) === undefined) throw new Missing();
    });
  } catch (error) {
    if (error instanceof Missing) return undefined;
    throw error;
  }
}

class Missing extends Error {}

/**
 * What a Python script prints; none where it cannot have its packages, which is said.
 * @param {...string} words
 */
export function python(...words) {
  const run = spawnSync("python3", words, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status === 0) return run.stdout;
  if (run.status === SKIPPED || run.error) {
    console.error(run.stderr?.trim() || `skipped: python3 cannot be started (${run.error?.message})`);
    return undefined;
  }
  throw new Error(`python3 ${words.join(" ")}: ${run.stderr}`);
}
