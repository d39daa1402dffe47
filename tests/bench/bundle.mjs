/** Scripts for the pages of the bench, and what dist/ holds under a name with a digest in it. */

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DIST } from "../e2e/site.mjs";
import esbuild from "../../www/node_modules/esbuild/lib/main.js";

export const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * One classic script with a global of that name.
 * @param {string} path
 * @param {string} globalName
 */
export async function bundle(path, globalName) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [here(path)], bundle: true, minify: true, format: "iife", globalName, target: "es2022", write: false, logLevel: "error",
  });
  return outputFiles[0].text;
}

/**
 * @param {string} name
 * @param {string} extension
 */
export function named(name, extension) {
  const found = readdirSync(DIST).find((file) => file.startsWith(`${name}-`) && file.endsWith(`.${extension}`));
  if (!found) throw new Error(`dist/ has no ${name}-….${extension}: run ./build.sh`);
  return found;
}
