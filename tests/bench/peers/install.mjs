/** Puts DuckDB-Wasm and hyparquet into the cache, as the lock file pins them. */

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CACHE } from "../../e2e/cli.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const FOLDER = join(CACHE, "bench", "peers");

/** The folder of the packages; none where npm cannot get them, which is said. */
export function peers() {
  const lock = readFileSync(join(HERE, "package-lock.json"), "utf8");
  const stamp = join(FOLDER, "installed");
  const modules = join(FOLDER, "node_modules");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return modules;
  mkdirSync(FOLDER, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(HERE, name), join(FOLDER, name));
  const run = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: FOLDER, encoding: "utf8" });
  if (run.status !== 0) {
    console.error(`skipped: DuckDB-Wasm and hyparquet cannot be installed (${run.stderr?.trim() || run.error?.message})`);
    return undefined;
  }
  writeFileSync(stamp, lock);
  return modules;
}
