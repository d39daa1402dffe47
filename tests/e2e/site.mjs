/** Serves a built page on this machine, as a static host would; how badly it is set up is a choice of the test. */

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

/** @type {Record<string, string>} */
export const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/**
 * @typedef {object} Site
 * @property {string} origin
 * @property {string[]} asked the path of every request, in order
 * @property {[start: number, end: number][]} parts the byte ranges asked for, in order
 * @property {(path: string, body: string | Uint8Array, type?: string) => void} put a file beside those of the folder, or in place of one
 * @property {() => Promise<void>} close
 */

/**
 * @param {{folder?: string, wasmType?: string, cors?: boolean, ranges?: boolean, pace?: number}} [options] `wasmType` is
 *   the MIME type of the core, `cors` whether other pages may read the answers, `ranges` whether parts are given,
 *   `pace` how many bytes a second of what was put there
 * @returns {Promise<Site>}
 */
export async function openSite({ folder = DIST, wasmType = TYPES[".wasm"], cors = false, ranges = false, pace = 0 } = {}) {
  /** @type {Map<string, {body: string | Uint8Array, type: string}>} */
  const put = new Map();
  /** @type {string[]} */
  const asked = [];
  /** @type {[number, number][]} */
  const parts = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://site").pathname);
    asked.push(path);
    const file = put.get(path) ?? await fromFolder(folder, path);
    if (!file) return void response.writeHead(404, { "content-type": "text/plain" }).end("404");
    const type = extname(path) === ".wasm" ? wasmType : file.type;
    const headers = { "content-type": type, ...(cors ? { "access-control-allow-origin": "*" } : {}) };
    const body = Buffer.from(file.body);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (ranges && range) {
      const [start, end] = [Number(range[1]), Number(range[2]) + 1];
      parts.push([start, end]);
      return void response.writeHead(206, { ...headers, "content-range": `bytes ${start}-${end - 1}/${body.length}` }).end(body.subarray(start, end));
    }
    response.writeHead(200, { ...headers, "content-length": body.length });
    if (!pace || !put.has(path)) return void response.end(body);
    const step = Math.ceil(pace / 10);
    for (let at = 0; at < body.length && !response.destroyed; at += step) {
      response.write(body.subarray(at, at + step));
      await sleep(100);
    }
    response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    parts,
    put: (path, body, type = typeOf(path)) => void put.set(path, { body, type }),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/**
 * @param {string} folder
 * @param {string} path
 */
async function fromFolder(folder, path) {
  const inside = normalize(path.endsWith("/") ? `${path}index.html` : path);
  try {
    return { body: await readFile(join(folder, inside)), type: typeOf(inside) };
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function typeOf(path) {
  return TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? "application/octet-stream";
}
