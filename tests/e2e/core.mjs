/** The core as the page ships it, run here: the module of dist/ behind the glue that the page has. */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DIST } from "./site.mjs";

/** @type {Promise<typeof import("../../www/gen/hubstate.js")> | undefined} */
let loaded;

/** The glue, with the shipped module behind it. */
export function core() {
  loaded ??= import("../../www/gen/hubstate.js").then((glue) => {
    const name = readdirSync(DIST).find((file) => file.endsWith(".wasm"));
    if (!name) throw new Error("dist/ has no core: run ./build.sh");
    glue.initSync({ module: readFileSync(join(DIST, name)) });
    return glue;
  });
  return loaded;
}

/**
 * The report as the page's worker would have it.
 * @param {Uint8Array} bytes
 * @param {string} query
 * @param {number} [chunk] bytes handed over at once
 */
export async function reportJson(bytes, query, chunk = 1 << 20) {
  const { Engine } = await core();
  const engine = new Engine();
  engine.begin(true);
  for (let at = 0; at < bytes.length; at += chunk) engine.feed(bytes.subarray(at, at + chunk));
  engine.finish();
  const json = analysed(engine, query);
  engine.free();
  return json;
}


/**
 * The whole report, without a pause.
 * @param {InstanceType<typeof import("../../www/gen/hubstate.js").Engine>} engine
 * @param {string} query
 */
function analysed(engine, query) {
  engine.begin_analysis(query);
  for (;;) {
    const report = engine.step_analysis();
    // The page gets in ASCII what the command line writes as it is.
    if (report !== undefined) return report.replace(/\\u([0-9a-f]{4})/g, (all, unit) => unit < "0080" ? all : String.fromCharCode(parseInt(unit, 16)));
  }
}

/**
 * The files of a form of the report, as the page's worker would have them.
 * @param {Uint8Array} bytes
 * @param {string} query
 * @param {string} form
 * @param {Uint8Array} font
 */
export async function outputFiles(bytes, query, form, font) {
  const { Engine } = await core();
  const engine = new Engine();
  // The page takes the checksum from the browser.
  engine.begin(false);
  engine.feed(bytes);
  engine.finish(createHash("sha256").update(bytes).digest("hex"));
  const files = engine.output(form, query, font);
  engine.free();
  return files;
}
