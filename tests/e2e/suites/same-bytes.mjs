/** The same bytes and the same query give the same report, byte for byte, in the command line and in the page's core. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { hubstate, sampleFile, shared } from "../cli.mjs";
import { outputFiles, reportJson } from "../core.mjs";
import { generated } from "../dumps.mjs";

const QUERIES = ["", "top=100 by=likes", "top=all window=all registry=seed", "license:mit created>=2024 size<13b", "mapping=wide top=50 -task:text-generation"];

/**
 * @param {string} name
 * @param {() => Uint8Array} bytes
 * @param {string[]} queries
 * @param {{chunk?: number, skip?: false | string}} [options]
 */
function check(name, bytes, queries, { chunk, skip = false } = {}) {
  test(`the same report as the command line: ${name}`, { skip }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "hubstate-same-"));
    try {
      const input = bytes();
      const path = join(folder, "dump");
      writeFileSync(path, input);
      for (const query of queries) equal(await reportJson(input, query, chunk), hubstate("report", path, "--where", query), query);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

/**
 * The first difference, and not two reports side by side.
 * @param {string} found
 * @param {string} expected
 * @param {string} query
 */
function equal(found, expected, query) {
  if (found === expected) return;
  let at = 0;
  while (found[at] === expected[at]) at += 1;
  const [page, native] = [found, expected].map((text) => text.slice(Math.max(0, at - 80), at + 80));
  assert.fail(`query \`${query}\`, byte ${at}: the page has\n  ${page}\nthe command line\n  ${native}`);
}

const sample = () => Buffer.from(sampleFile());
check("the sample", sample, QUERIES);
check("the sample, byte by byte in odd pieces", sample, [""], { chunk: 977 });
check("a generated dump", () => generated(3000), QUERIES);
check("a generated dump as JSON Lines, packed", () => gzipSync(generated(500, "jsonl")), ["", "top=all"]);

test("the same pictures as the command line, font and view within", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hubstate-same-"));
  try {
    writeFileSync(join(folder, "dump"), sample());
    const query = "top=200 license:mit";
    hubstate("report", join(folder, "dump"), "--where", query, "--as", "svg", "--out", join(folder, "pictures"));
    const files = await outputFiles(sample(), query, "svg", readFileSync(new URL("../../../www/font/inter-latin.woff2", import.meta.url)));
    assert.ok(files.length > 10);
    assert.deepEqual(files.map(({ name }) => name).sort(), readdirSync(join(folder, "pictures")).sort());
    for (const { name, bytes } of files) equal(Buffer.from(bytes).toString(), readFileSync(join(folder, "pictures", name), "utf8"), name);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const radar = shared("radar_hf/radar_models.json");
check("a real dump", () => readFileSync(radar.path), ["", "top=all"], { skip: radar.skip });
