/** The native command line, as the page's figures are held against it. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where what is built once is kept; as in build.sh. */
export const CACHE = process.env.HUBSTATE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "hubstate");
const TARGET = process.env.CARGO_TARGET_DIR ?? join(CACHE, "target");
const MOST = 256 * 1024 * 1024;

/** @type {string | undefined} */
let binary;

/** The path of the program, built where it is not. */
export function built() {
  if (!binary) {
    execFileSync("cargo", ["build", "--quiet", "--release", "--bin", "hubstate"], { cwd: ROOT, env: { ...process.env, CARGO_TARGET_DIR: TARGET }, stdio: "inherit" });
    binary = join(TARGET, "release", "hubstate");
  }
  return binary;
}

/**
 * @param {...string} words
 * @returns {string} what it prints; its notes are not shown
 */
export function hubstate(...words) {
  return execFileSync(built(), words, { encoding: "utf8", maxBuffer: MOST, stdio: ["ignore", "pipe", "ignore"] });
}

/** @type {string | undefined} */
let sample;

/** The bundled sample, as a file. */
export function sampleFile() {
  if (sample === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "hubstate-sample-"));
    hubstate("sample", "--out", join(folder, "sample.json"));
    sample = readFileSync(join(folder, "sample.json"), "utf8");
    rmSync(folder, { recursive: true });
  }
  return sample;
}

/**
 * The path of a real dump, and why a test of it is skipped where it is missing.
 * @param {string} name
 */
export function shared(name) {
  const path = join(process.env.HUBSTATE_SHARED ?? join(ROOT, "../shared"), "data", name);
  return { path, skip: existsSync(path) ? /** @type {const} */ (false) : `${name} is not here` };
}
