/** The files that index.html names, and what they weigh on the way: packed where a host packs them. */

import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** woff2 is packed already. */
const PACKED = new Set([".html", ".js", ".css", ".wasm", ".svg"]);

/**
 * @param {string} folder
 * @returns {{name: string, bytes: number, packed: boolean}[]} the largest first
 */
export function sizes(folder) {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const named = [...page.matchAll(/(?:href|src|data-wasm)="([^"#:]+\.(?:svg|woff2|wasm|css|js))"/g)].map(([, name]) => name);
  return [...new Set(["index.html", ...named])].map((name) => {
    const bytes = readFileSync(join(folder, name));
    const packed = PACKED.has(extname(name));
    return { name, bytes: packed ? gzipSync(bytes, { level: 9 }).length : bytes.length, packed };
  }).sort((a, b) => b.bytes - a.bytes);
}
