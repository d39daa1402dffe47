/** What the first load asks for before the snapshot, and that it stays within its budget. */

import assert from "node:assert/strict";
import { extname } from "node:path";
import { pageTest } from "../scene.mjs";
import { DIST } from "../site.mjs";
import { sizes } from "../sizes.mjs";

/** A page on a phone: half of a usual photograph. */
const BUDGET = 500 * 1024;

pageTest("the first load fits its budget", {}, async (scene) => {
  await scene.open();
  const asked = [...new Set(scene.site.asked)];
  const parts = sizes(DIST);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = parts.map(({ name, bytes, packed }) => `  ${String(bytes).padStart(7)}  ${name}${packed ? " (gzip -9)" : ""}`);
  console.log(["first load, in bytes:", ...lines, `  ${String(total).padStart(7)}  together, of ${BUDGET}`].join("\n"));
  const known = new Set([...parts.map(({ name }) => `/${name}`), "/", "/snapshot.json"]);
  assert.deepEqual(asked.filter((path) => !known.has(path)), [], "asked for and not counted");
  for (const { name } of parts) {
    // The icon is only asked for by a browser that shows one.
    if (!/^(index\.html|icon\.svg)$/.test(name)) assert.ok(asked.includes(`/${name}`), `${name} is named and not asked for`);
  }
  assert.ok(total <= BUDGET, `the first load takes ${total} bytes, ${total - BUDGET} too many`);
  assert.deepEqual(new Set(parts.map(({ name }) => extname(name))), new Set([".html", ".wasm", ".js", ".css", ".woff2", ".svg"]));
});
