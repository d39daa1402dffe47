/** Other formats, several files, large ones: read by the larger core, which comes when it is needed and not before. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { hubstate } from "../cli.mjs";
import { SMALL, choose, drop, generated } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

const data = (/** @type {string} */ path) => readFileSync(fileURLToPath(new URL(`../../data/${path}`, import.meta.url)));
const WIDE = readFileSync(fileURLToPath(new URL("../wide.parquet", import.meta.url)));
const LARGER = /\/larger-[0-9a-f]{12}\.(js|wasm)$/;
/** More than the page gives to the smaller core. */
const LARGE = 17 << 20;
/** At which such a file comes, in bytes a second: the early look is painted and looked at while the rest is on its way. */
const PACE = 2e6;

const larger = (/** @type {Scene} */ { requests }) => requests.filter((url) => LARGER.test(url)).length;

/** The same rows as a table. @param {any[]} rows @param {string} separator */
function table(rows, separator) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (/** @type {unknown} */ value) => {
    const text = value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    return /["\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((line) => line.map(cell).join(separator)).join("\n");
}

const ROWS = JSON.parse(String(generated(300)));

for (const [what, name, bytes] of /** @type {[string, string, string | Uint8Array][]} */ ([
  ["a CSV table", "dump.csv", table(ROWS, ",")], ["a TSV table under another name", "dump.txt", table(ROWS, "\t")],
  ["a packed CSV table", "dump.csv.gz", gzipSync(table(ROWS, ","))],
])) {
  pageTest(`${what} gives the figures of its JSON twin`, {}, async (scene) => {
    await scene.open();
    assert.equal(larger(scene), 0, "the larger core came before it was needed");
    await drop(scene, { name: "dump.json", bytes: JSON.stringify(ROWS) });
    await scene.banner("Your file");
    const twin = await scene.figures();
    await drop(scene, { name, bytes });
    await scene.page.locator("#banner", { hasText: name }).waitFor();
    assert.equal(await scene.figures(), twin);
    assert.ok(larger(scene) > 0);
    assert.equal(scene.page.workers().length, 1, "the former core is let go");
    // What it holds answers as before.
    await scene.page.selectOption("#top", "100");
    await scene.page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
  });
}

pageTest("a Parquet file gives the figures of its JSON twin", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "shelf.json", bytes: data("array/shelf.json") });
  await scene.banner("Your file");
  const twin = await scene.figures();
  await drop(scene, { name: "shelf.parquet", bytes: data("parquet/shelf-by-duckdb.parquet") });
  await scene.page.locator("#banner", { hasText: "shelf.parquet" }).waitFor();
  assert.equal(await scene.figures(), twin);
});

pageTest("a packed snapshot says its day and source, and gives the figures of what was packed", { site: { ranges: true } }, async (scene) => {
  const { page, site } = scene;
  const wrapped = JSON.stringify({ kind: "models", captured_at: "2026-09-30", source: "a test of packing", models: ROWS });
  const folder = mkdtempSync(join(tmpdir(), "hubstate-pack-"));
  writeFileSync(join(folder, "dump.json"), wrapped);
  hubstate("pack", join(folder, "dump.json"), "--out", join(folder, "snapshot.parquet"));
  const packed = readFileSync(join(folder, "snapshot.parquet"));
  rmSync(folder, { recursive: true });
  await scene.open();
  await drop(scene, { name: "dump.json", bytes: wrapped });
  await scene.banner("Your file");
  const twin = await scene.figures();
  await drop(scene, { name: "snapshot.parquet", bytes: packed });
  await page.locator("#banner", { hasText: "snapshot.parquet" }).waitFor();
  assert.equal(await scene.figures(), twin);
  assert.match(await page.locator("body").innerText(), /30 Sep\w* 2026/);
  site.put("/snapshot.parquet", packed);
  await page.goto(`${site.origin}/?src=snapshot.parquet`);
  await scene.banner("From an address");
  assert.equal(await scene.figures(), twin);
});

pageTest("of a remote Parquet file only what is needed is fetched, in parts", { site: { ranges: true } }, async (scene) => {
  const { page, site } = scene;
  site.put("/wide.parquet", WIDE);
  await page.goto(`${site.origin}/?src=wide.parquet`);
  await scene.banner("From an address");
  assert.match(await page.locator("#banner").innerText(), /2,000 rows, 0\.\d.MB fetched of 0\.\d.MB/);
  assert.match(await page.locator("#facts").innerText(), /Models\s+1,000/);
  const fetched = site.parts.reduce((sum, [start, end]) => sum + end - start, 0);
  assert.ok(fetched < WIDE.length / 2, `${fetched} of ${WIDE.length}`);
  await page.selectOption("#top", "100");
  await page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
});

pageTest("what looks at many baskets is worked out between other requests, and given up where another is asked for", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const answered = await page.evaluate(async () => {
    const { larger, largerWasm } = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-larger]")).dataset;
    const get = async (/** @type {string | undefined} */ path) => (await fetch(path ?? "")).arrayBuffer();
    const script = document.createElement("script");
    script.src = larger ?? "";
    await new Promise((resolve) => { script.onload = resolve; document.head.append(script); });
    /** @type {string[]} */
    const answered = [];
    const answer = globalThis.hubstateLarger?.((/** @type {any} */ message) => { if (!message.progress) answered.push(`${message.id}${message.cancelled ? " given up" : ""}`); });
    const ask = (/** @type {string} */ id, /** @type {string} */ verb, /** @type {object} */ args) => answer?.({ id: /** @type {any} */ (id), verb, args });
    await ask("init", "init", { module: await WebAssembly.compile(await get(largerWasm)) });
    // So many that an analysis takes many breaths on any machine.
    const rows = Array.from({ length: 20_000 }, (_, at) => JSON.stringify({ id: `o${at % 99}/m${at}`, downloads: at, likes: at % 7, tags: [`license:${at % 3 ? "mit" : "apache-2.0"}`] }));
    await ask("read", "readFiles", { files: [new Blob([rows.join("\n")])] });
    await Promise.all([
      ask("analyse all", "analyse", { query: "top=all" }), ask("sections 19000", "sections", { query: "top=19000" }),
      ask("analyse 19000", "analyse", { query: "top=19000" }), ask("find", "find", { query: "top=19000", text: "o" }),
    ]);
    return answered;
  });
  assert.deepEqual(answered, ["init", "read", "sections 19000", "find", "analyse all given up", "analyse 19000"]);
});

pageTest("of a server that gives no parts the whole is fetched after asking", {}, async (scene) => {
  const { page, site } = scene;
  site.put("/wide.parquet", WIDE);
  await page.goto(`${site.origin}/?src=wide.parquet`);
  assert.match(await page.locator("#status", { hasText: "gives no parts" }).innerText(), /all of it would have to come: 0\.\d.MB/);
  await page.getByRole("button", { name: "Fetch it whole" }).click();
  await scene.banner("From an address");
  assert.doesNotMatch(await page.locator("#banner").innerText(), /fetched of/);
  await page.goto(`${site.origin}/?src=wide.parquet&again`);
  await page.locator("#status", { hasText: "gives no parts" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await scene.banner("Sample");
});

pageTest("a Parquet file and a table dropped together are one snapshot", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "a.parquet", bytes: WIDE }, { name: "b.csv", bytes: table(ROWS, ",") });
  await scene.page.locator("#banner", { hasText: "a.parquet, b.csv: 2,300 rows" }).waitFor();
});

for (const [what, name, found] of /** @type {[string, string, RegExp][]} */ ([
  ["cut off", "cut-off", /cut off|end of|footer/i], ["packed in a way that is not read", "packed-with-brotli", /brotli/i], ["without a column of ids", "no-column-of-ids", /the columns.*expected one that names/is],
])) {
  pageTest(`a Parquet file ${what} is refused in words, and what was on screen stays`, {}, async (scene) => {
    await scene.open();
    const before = await scene.figures();
    await drop(scene, { name: `${name}.parquet`, bytes: data(`parquet/${name}.parquet`) });
    assert.match(await scene.alert(/could not be read/), found);
    assert.equal(await scene.figures(), before);
    await scene.page.selectOption("#top", "100");
    await scene.page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
  });
}

pageTest("a zstd stream is read", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "shelf.json.zst", bytes: data("zstd/shelf.json.zst") });
  await scene.banner("Your file");
});

pageTest("a table that is broken leaves what was on screen, and its core", {}, async (scene) => {
  await scene.open();
  await choose(scene, { name: "owners.csv", bytes: "owner,region\nQwen,western\n" });
  await scene.page.locator("#page[data-complete][data-query*='registry=custom']").waitFor();
  const before = await scene.figures();
  await drop(scene, { name: "bad.csv", bytes: "downloads,likes\n1,2\n" });
  assert.match(await scene.alert(/bad\.csv could not be read/), /found a table of the columns.*downloads.*expected one that names the repositories.*still there/s);
  assert.equal(await scene.figures(), before);
  await scene.page.selectOption("#top", "100");
  await scene.page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
  await drop(scene, { name: "good.csv", bytes: table(ROWS, ",") });
  await scene.banner("Your file");
  await scene.shown();
  assert.match(await scene.page.locator("#page").getAttribute("data-query") ?? "", /registry=custom/, "the reader's own table goes with any file");
});

pageTest("where the larger core is not there a table is refused in words, and what was on screen stays", { expected: [/404/] }, async (scene) => {
  await scene.open();
  await scene.context.route(LARGER, (route) => route.fulfill({ status: 404 }));
  const before = await scene.figures();
  await drop(scene, { name: "dump.csv", bytes: table(ROWS, ",") });
  assert.match(await scene.alert(/dump\.csv could not be read/), /larger core.*answered 404.*still there/s);
  assert.equal(await scene.figures(), before);
  await drop(scene, { name: "large.json", bytes: SMALL.padEnd(LARGE) });
  await scene.banner("Your file");
});

pageTest("several files are read as one, each said by its name", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const [a, b] = [ROWS.slice(0, 150), ROWS.slice(150)];
  await drop(scene, { name: "a.json", bytes: JSON.stringify(a) }, { name: "b.csv", bytes: table(b, ",") }, { name: "c.jsonl", bytes: '{"id":"x/y","downloads":1}\n{"id":7}\n' });
  await page.locator("#banner", { hasText: "a.json, b.csv, c.jsonl: 302 rows, 1 of them rejected" }).waitFor();
  assert.match(await scene.alert(/Read in part/), /c\.jsonl: line 2/i);
  assert.match(await page.locator("#facts").innerText(), /Models\s+301/);
});

pageTest("a table of owners comes with a dump, in one drop", {}, async (scene) => {
  await scene.open();
  await drop(scene, { name: "dump.json", bytes: JSON.stringify(ROWS) }, { name: "owners.csv", bytes: "owner,region\nQwen,western\n" });
  await scene.banner("Your file");
  await scene.page.locator("#page[data-complete][data-query*='registry=custom']").waitFor();
});

const lines = (/** @type {number} */ bytes) => {
  const text = ROWS.map((/** @type {any} */ row) => JSON.stringify(row)).join("\n");
  return Array.from({ length: Math.ceil(bytes / text.length) }, (_, at) => text.replaceAll('"id":"', `"id":"c${at}-`).replaceAll('"_id":"', `"_id":"${at}-`)).join("\n");
};

pageTest("what has come of a large file is shown early, then all of it", { site: { pace: PACE } }, async (scene) => {
  const { page } = scene;
  scene.site.put("/large.jsonl", lines(LARGE));
  await page.goto(`${scene.site.origin}/?src=large.jsonl`);
  await scene.banner("So far");
  assert.match(await page.locator("#banner").innerText(), /The first [\d,]+ rows.*goes on/);
  assert.match(await page.locator("#status").innerText(), /MB of [\d.]+.MB · [\d,]+ rows, [\d,]+ a second · \d+ s left/);
  assert.ok(await page.locator("canvas[data-marks]").count() > 3);
  await scene.banner("From an address");
  await page.locator("#page[data-complete]").waitFor({ state: "attached" });
});

pageTest("an early look is taken back where the reading is given up", { site: { pace: PACE } }, async (scene) => {
  const { page } = scene;
  await scene.open();
  const published = await scene.figures();
  scene.site.put("/large.jsonl", lines(LARGE));
  await page.goto(`${scene.site.origin}/?src=large.jsonl`);
  await scene.banner("So far");
  await page.getByRole("button", { name: "Cancel" }).click();
  await scene.banner("Sample");
  await scene.shown();
  assert.equal(await scene.figures(), published);
  assert.equal(await page.locator("#alert .alert").count(), 0);
});
