/** By-hand numbers for the oracle and its generator; real dumps where they are present. Run by `node --test`. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { QueryError, Unreadable, analyse, parse, parseQuery, parseTable, printQuery } from "./oracle.mjs";
import { generate, ownersOf } from "./generate.mjs";
import { loadTables, readText } from "./run.mjs";
import { halfLife, spearman, weightedQuantile } from "./sections-use.mjs";
import { snapshotOf } from "./snapshot.mjs";
import { band, declaredSize } from "./size.mjs";
import { add, compareBytes, gini, halfRank, hhi, median, share, sum } from "./stats.mjs";
import { readPartial, readTime } from "./time.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SHARED = process.env.HUBSTATE_SHARED ?? here("../../../shared");
const FOLDER = here("../../src/reference/tables");
const TABLES = loadTables(FOLDER);

const report = (rows, options = {}) => analyse(parse(JSON.stringify(rows)), { tables: TABLES, ...options });
const metrics = (rows, section, options) => report(rows, options).sections[section].metrics;
const repos = (input, options) => snapshotOf(parse(typeof input === "string" ? input : JSON.stringify(input)), options).repos;
const near = (found, expected) => assert.ok(Math.abs(found - expected) <= 1e-12 * Math.abs(expected), `${found} is not ${expected}`);

test("formulas", () => {
  near(gini([1, 2, 3, 4]), 0.25);
  assert.equal(gini([5, 5, 5]), 0);
  near(gini([0, 0, 0, 12]), 0.75);
  near(gini([2 ** 53 - 1, 0]), 0.5);
  assert.equal(gini([0, 0]), null);
  near(hhi([50, 30, 20]), 3800);
  assert.equal(hhi([]), null);
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 10]), 3.5);
  assert.equal(median([]), null);
  assert.equal(halfRank([50, 30, 20], 100), 1);
  assert.equal(halfRank([49, 30, 21], 100), 2);
  assert.equal(halfRank([0], 0), null);
  assert.equal(share(1, 0), null);
  assert.equal(add(2 ** 53 - 1, 2), 9_007_199_254_740_993n);
  assert.equal(sum([2 ** 53 - 1, 2 ** 53 - 1, 1]), 18_014_398_509_481_983n);
  assert.ok(compareBytes("\uff5e", "\u{1f600}") < 0, "U+FF5E has fewer bytes than an emoji");
  assert.ok(compareBytes("B", "a") < 0 && compareBytes("a", "a-") < 0);
});

test("declared sizes: every example of the contract", () => {
  const sizes = {
    "8x7B": 56e9, "35B-A3B": 35e9, "2.4T-A95B": 2.4e12, "1p7b": 1.7e9, "bloom-7b1": 7.1e9, "21BA3B": 21e9, "E4B": 4e9,
    "opt-125m": 125e6, "esm2_t33_650M_UR50D": 650e6, "2026.27B": 27e9, "7B-Instruct-1M": 7e9, "0.7T-7B": 7e9, "1.5B": 1.5e9,
    "4bit": null, "W4A16": null, "N1.7": null, "laion2B": null, "s34B": null, "b88K": null, "v1.5": null, "so400m": null,
    "qwen7b": null, "0B": null, "11T": null, "10T": 10e12, "12345B": null, "v1.5B": null, "model:4b": 4e9, "llama-7b.Q4_K_M": 7e9,
    "x-11111111-2222-4b12-7b11-123456789012-3B": 3e9, "x-11111111-2222-4444-8888-12345678907b": null, "128K-3b": 3e9,
  };
  for (const [name, size] of Object.entries(sizes)) assert.equal(declaredSize(`owner-7b/${name}`), size, name);
  assert.deepEqual([999e6, 1e9, 3e9, 7e9, 13e9, 33e9, 70e9].map(band), ["lt1b", "1-3b", "3-7b", "7-13b", "13-33b", "33-70b", "ge70b"]);
});

test("times", () => {
  const noon = Date.UTC(2024, 1, 29, 12);
  for (const text of ["2024-02-29T12:00:00.000Z", "2024-02-29 12:00", "2024-02-29T14:00:00+02:00", "2024-02-29T07:00:00-0500"]) {
    assert.equal(readTime(text), noon, text);
  }
  assert.equal(readTime("2024-02-29"), Date.UTC(2024, 1, 29));
  assert.equal(readTime(noon / 1000), noon);
  assert.equal(readTime(noon), noon);
  for (const value of ["2023-02-29", "07-05-2026", "spring", "1709208000", -1, 1.5, true]) assert.equal(readTime(value), null, String(value));
  assert.equal(readPartial("2025"), Date.UTC(2025, 0, 1));
  assert.equal(readPartial("2025-03"), Date.UTC(2025, 2, 1));
});

test("shapes of the same two rows", () => {
  const rows = [{ id: "a/x", downloads: 5 }, { id: "b/y", downloads: 7 }];
  const text = JSON.stringify(rows);
  const columns = (key, wrap) => wrap(rows.map((row) => row[key]));
  const indexed = (values) => Object.fromEntries(values.map((value, i) => [i, value]));
  const shapes = [
    text, `\ufeff${text}`, `{"models":${text}}`, `{"items":${text},"page":1}`, `{"anything":${text},"errors":["x"],"more":[]}`,
    '{"a/x":{"downloads":5},"b/y":{"downloads":7}}', rows.map((row) => JSON.stringify(row)).join("\r\n"),
    `[${JSON.stringify(rows[0])}]\n[${JSON.stringify(rows[1])}]`, `{"models":[${JSON.stringify(rows[0])}]}{"models":[${JSON.stringify(rows[1])}]}`,
    JSON.stringify(rows[0], null, 1) + JSON.stringify(rows[1], null, 1),
    JSON.stringify({ id: columns("id", indexed), downloads: columns("downloads", indexed) }),
    JSON.stringify({ downloads: columns("downloads", (list) => list), id: columns("id", (list) => list) }),
  ];
  for (const shape of shapes) assert.deepEqual(repos(shape).map((repo) => [repo.id, repo.downloads]), [["a/x", 5], ["b/y", 7]], shape);
  assert.equal(repos('{"id":"a/x","siblings":[{"rfilename":"README.md"}]}').length, 1);
  assert.equal(repos("[]").length, 0);
  assert.throws(() => parse('{"one":[{"id":"a/x"}],"two":[{"id":"b/y"}]}'), /one \(1\), two \(1\)/);
  for (const bad of ["", "<html>", "5", "{}", '[{"id":"a/x"}']) assert.throws(() => parse(bad), Unreadable, bad);
  assert.throws(() => repos([{ id: 5 }, {}, null]), Unreadable);
  assert.equal(snapshotOf(parse('{"id":"a/x"}\n{"id":"b/y"}\n{"id":')).rejected, 1);
});

test("aliases: the first present wins, null is not present", () => {
  const [repo] = repos([{
    id: null, name: "bert", model_id: "o/x", downloads: null, downloads_30d: 3, hf_downloads: 9, hf_likes: 4, created: "2024-05-01",
    updated_at: "2024-06-01", pipelineTag: "fill-mask", library: "timm", safetensors: { parameters: { F32: 2, I8: 3 } }, trending_score: 8,
  }]);
  assert.deepEqual(
    [repo.id, repo.downloads, repo.likes, repo.created, repo.task, repo.library, repo.parameters, repo.trending],
    ["o/x", 3, 4, Date.UTC(2024, 4, 1), "fill-mask", "timm", 5, 8],
  );
  const parametersOf = (row) => repos([{ id: "o/x", ...row }])[0].parameters;
  assert.equal(parametersOf({ "safetensors.total": 7, numParameters: 9 }), 7);
  assert.equal(parametersOf({ parameters: { F32: 1 }, parameters_raw: 6 }), 6);
  assert.equal(parametersOf({ gguf: { total: 8 }, numParameters: 9 }), 8);
  assert.equal(parametersOf({ numParameters: 0 }), null);
});

test("values of the wrong type are unknown and counted", () => {
  const rows = [
    { id: "o/a", downloads: "5", likes: 1.5, gated: "yes", createdAt: "2026-05-01", pipeline_tag: 3, cardData: { license: false } },
    { id: "o/b", downloads: -1, likes: 2, gated: "auto", createdAt: "2026-04-29T23:59:59Z", pipeline_tag: "unknown", license: ["MIT", "other"] },
    { id: "o/c", downloads: 2 ** 53, likes: 3, gated: false, createdAt: 1_700_000_000, pipeline_tag: "", tags: ["license:Apache-2.0"], license: "mit" },
  ];
  const found = metrics(rows, "data-quality", { capturedAt: "2026-04-29" });
  assert.deepEqual(
    ["downloads", "likes", "gated", "created", "task", "license"].map((field) => [found[`unknown_${field}`], found[`wrong_type_${field}`]]),
    [[3, 3], [1, 1], [1, 1], [1, 1], [3, 1], [1, 1]],
  );
  const kept = repos(rows, { capturedAt: "2026-04-29" });
  assert.deepEqual(kept.map((repo) => repo.licenses), [[], ["mit", "other"], ["apache-2.0"]]);
});

test("what is kept: duplicates, removed rows, owners, kinds, day of capture", () => {
  const rows = [
    { _id: "1", id: "o/old", downloads: 5 }, { _id: "1", id: "o/new", downloads: 9 }, { _id: "2", id: "o/x", downloads: 1 },
    { id: "o/y" }, { id: "o/y", downloads: 0 }, { id: "o/Y", downloads: 1 }, { id: "o/gone", removed: true }, { id: "o/kept", private: "true" },
    { id: "gpt2", author: "openai-community" }, { id: "bert" }, { id: 7 }, { likes: 3 },
  ];
  const { snapshot } = report(rows);
  assert.deepEqual(snapshot, { kind: "models", captured_at: null, rows: 12, rejected: 2, duplicates: 2, left_out: 1 });
  const kept = repos(rows);
  assert.deepEqual(kept.map((repo) => repo.id), ["o/new", "o/x", "o/y", "o/Y", "o/kept", "gpt2", "bert"]);
  assert.deepEqual(kept.slice(-2).map((repo) => repo.owner), ["openai-community", "(none)"]);
  const mixed = [{ id: "o/d", tags: ["modality:text"] }, { id: "o/s", sdk: "gradio" }, { id: "o/m" }, { id: "o/n" }];
  assert.deepEqual(repos(mixed).map((repo) => repo.id), ["o/m", "o/n"]);
  assert.deepEqual(repos(mixed, { kind: "spaces" }).map((repo) => repo.id), ["o/s"]);
  const dated = { fetchedAt: "2026-05-04T04:10:37Z", models: [{ id: "o/a", createdAt: "2024-01-01" }] };
  assert.equal(report(dated).snapshot.captured_at, "2026-05-04");
  assert.equal(report(dated, { capturedAt: "2026-05-05" }).snapshot.captured_at, "2026-05-05");
  assert.equal(report(dated.models).snapshot.captured_at, "2024-01-01");
});

test("queries print canonically and read back", () => {
  const printed = {
    "": "top=1000 by=downloads",
    "by=likes top=all": "top=all by=likes",
    "mapping=wide registry=seed window=all license:mit owner:Qwen top=50": "top=50 by=downloads window=all registry=seed mapping=wide license:mit owner:Qwen",
    'pair:Qwen,google size<7B -task:fill-mask class:"use restricted" llama "two words"':
      'top=1000 by=downloads pair:Qwen,google "two words" -task:fill-mask class:"use restricted" llama size<7b',
    "created>=2025-01 params>=500m window=30d": "top=1000 by=downloads created>=2025-01 params>=500m",
    '"a:b" "-x"': 'top=1000 by=downloads "-x" "a:b"',
  };
  for (const [text, canonical] of Object.entries(printed)) {
    const query = parseQuery(text);
    assert.equal(printQuery(query), canonical);
    assert.deepEqual(parseQuery(canonical), query);
  }
  assert.equal(printQuery(parseQuery("", "spaces")), "top=1000 by=likes");
  for (const bad of ["top=0", "by=size", "color:red", "size:7b", "created>=soon", "pair:Qwen", 'owner:"x', "-top=5", "owner:"]) {
    assert.throws(() => parseQuery(bad), QueryError, bad);
  }
});

const SHELF = [
  { id: "Qwen/a-7B", downloads: 60, likes: 1, tags: ["license:apache-2.0", "license:mit"], pipeline_tag: "text-generation", createdAt: "2026-04-19", gated: false, numParameters: 7e9 },
  { id: "google/b-2b", downloads: 20, likes: 9, tags: ["license:gemma"], pipeline_tag: "text-to-image", createdAt: "2024-04-29", gated: "auto" },
  { id: "google/c", downloads: 10, likes: 9, license: "MIT", pipeline_tag: "text-generation", createdAt: "2022-03-02T23:29:04.000Z", gated: "manual", library_name: "timm" },
  { id: "nobody-in-the-table/d-70B", downloads: 10, license: "house-license", pipeline_tag: "mind-reading", createdAt: "2024-04-28" },
  { id: "google/e-350M", likes: 2 },
];
const SHELVED = { capturedAt: "2026-04-29" };

test("sections by hand", () => {
  const { sections, basket } = report(SHELF, SHELVED);
  assert.deepEqual(basket, { query: "top=1000 by=downloads", repos: 5, downloads: 100, window: "30d" });
  const of = (id) => sections[id].metrics;
  assert.deepEqual(of("overview"), { repos: 5, downloads: 100, owners: 3, median_downloads: 15, captured_at: "2026-04-29" });
  assert.deepEqual(sections.overview.tables.coverage[0], ["downloads", 4, 0, 0.8]);
  assert.deepEqual(of("organizations"), {
    leader: "Qwen", leader_downloads: 60, leader_share: 0.6, runner_up: "google", runner_up_downloads: 30, runner_up_share: 0.3,
    leader_vs_next: 2, largest_catalogue: "google", largest_catalogue_count: 3, pair_ratio: 2,
  });
  assert.deepEqual(sections.organizations.tables.owners[1], ["google", 3, 30, 0.3, 0.9]);
  const c = of("concentration");
  assert.deepEqual([c.top1_share, c.top5_share, c.half_rank, c.top10_models_share, c.top1pct_models_share], [0.6, 1, 1, 1, 0.6]);
  near(c.hhi, 4600);
  near(c.effective_owners, 10_000 / 4600);
  near(c.gini, 100 / 300);
  near(c.gini_models, (-3 * 10 - 10 + 20 + 3 * 60) / 400);
  assert.deepEqual(of("licenses"), {
    leader: "apache-2.0", leader_count: 1, leader_share: 0.2, permissive_count: 2, permissive_share: 0.4,
    permissive_download_share: 0.7, unspecified_count: 1, multi_licensed: 1,
  });
  assert.deepEqual(sections.licenses.tables.licenses[3], ["mit", "permissive", 1, 10]);
  assert.deepEqual(sections.licenses.tables.licenses[2], ["house-license", "unreviewed", 1, 10]);
  assert.deepEqual(of("regions"), {
    eastern_downloads: 60, eastern_share: 0.6, western_share: 0.3, other_share: 0, unreviewed_share: 0.1,
    eastern_share_min: 0.6, eastern_share_max: 0.7,
  });
  assert.equal(metrics(SHELF, "regions", { query: "registry=seed", ...SHELVED }).western_share, 0.4);
  assert.deepEqual(of("countries"), {
    china_share: 0.6, us_share: 0.3, eu_share: 0, leader: "CN", other_share: 0, unreviewed_share: 0.1, us_share_alternative: 0.3,
    eu_share_alternative: 0, leader_alternative: "CN",
  });
  assert.deepEqual(sections.countries.tables.countries[1], ["US", 1, 3, 30, 0.3]);
  const types = of("owner-types");
  assert.deepEqual([types.company_share, types.unreviewed_share, types.company_count_share, types.company_share_alternative], [0.9, 0.1, 0.8, 0.9]);
  assert.deepEqual(sections["owner-types"].tables.years.slice(0, 3), [
    ["before 2022-03", "company", 1, 10], ["2024", "company", 1, 20], ["2024", "unreviewed", 1, 10],
  ]);
  assert.deepEqual(of("tasks"), {
    leader: "text-generation", leader_count: 2, leader_share: 0.4, second: "mind-reading", second_count: 1, unspecified_count: 1,
  });
  const m = of("modalities");
  assert.deepEqual([m.nlp_share, m.cv_share, m.other_share, m.unspecified_share, m.unspecified_count_share], [0.7, 0.2, 0.1, 0, 0.2]);
  assert.equal(metrics(SHELF, "modalities", { query: "mapping=wide", ...SHELVED }).multimodal_share, 0.2);
  assert.deepEqual(of("declared-sizes"), {
    declared_count: 4, declared_share: 0.8, largest_band: "1-3b", largest_band_count: 1, sub7b_count: 2, sub7b_share: 0.5,
  });
  assert.deepEqual(of("parameters"), {
    known_count: 1, known_download_share: 0.6, median: 7e9, mean: 7e9, weighted_median: 7e9, weighted_mean: 7e9,
    under_100m_share: 0, under_200m_share: 0, under_500m_share: 0, under_1b_share: 0, disagreements: 0,
  });
  assert.deepEqual(of("cohorts"), { floor_count: 1, median_age_days: 730, older_than_2y_share: 1 / 3 });
  assert.deepEqual(sections.cohorts.tables.years.map((row) => row[0]), ["before 2022-03", "2024", "2026", "unknown"]);
  assert.deepEqual(of("releases"), { most_released_owner: "google", most_released_count: 3 });
  assert.deepEqual(sections.releases.tables.owner_years.slice(0, 2), [["google", 2024, 1, null], ["google", 2025, 0, 0]]);
  assert.deepEqual(of("libraries"), { leader: "timm", leader_share: 0.1, unspecified_share: 0.9 });
  assert.deepEqual(of("likes"), { most_liked: "google/b-2b", spearman_likes_downloads: null, overlap_top25: 3 });
  assert.deepEqual(of("gating"), { gated_count: 2, gated_share: 2 / 3, auto_count: 1, manual_count: 1 });
  assert.deepEqual(sections.leaders.tables.leaders.map((row) => row[6]), [60, 20, 10, 10, null]);
  const quality = of("data-quality");
  assert.deepEqual([quality.unknown_license_ids, quality.unknown_tasks, quality.floor_dated, quality.unknown_gated], [1, 1, 1, 2]);
});

test("baskets by hand", () => {
  const ids = (query) => report(SHELF, { query: `top=100 ${query}`, ...SHELVED }).sections.leaders.tables.leaders.map((row) => row[0].split("/")[1]);
  assert.deepEqual(ids("owner:GOOGLE owner:qwen"), ["a-7B", "b-2b", "c", "e-350M"]);
  assert.deepEqual(ids("owner:google -license:mit"), ["b-2b", "e-350M"]);
  assert.deepEqual(ids("class:permissive task:text-generation"), ["a-7B", "c"]);
  assert.deepEqual(ids("size<7b"), ["b-2b", "e-350M"]);
  assert.deepEqual(ids("params<=7b"), ["a-7B"]);
  assert.deepEqual(ids("created>=2024-04 created<2025"), ["b-2b", "d-70B"]);
  assert.deepEqual(ids("region:unreviewed"), ["d-70B"]);
  assert.deepEqual(ids("modality:cv"), ["b-2b"]);
  assert.deepEqual(ids("library:timm"), ["c"]);
  assert.deepEqual(ids("IN-THE"), ["d-70B"]);
  const basket = (query) => report(SHELF, { query, ...SHELVED }).basket;
  assert.equal(basket("top=2 by=likes").downloads, 30, "ties by id: google/b-2b, google/c");
  assert.equal(basket("top=1 by=created").downloads, 60);
  assert.equal(metrics(SHELF, "organizations", { query: "pair:Google,QWEN", ...SHELVED }).pair_ratio, 0.5);
  assert.equal(metrics(SHELF, "organizations", { query: "pair:Qwen,absent", ...SHELVED }).pair_ratio, null);
});

test("a custom registry: the first row of an owner wins; terms without an answer are refused", () => {
  const custom = parseTable("owner,region\ngoogle,other\nGoogle,eastern\nqwen,western\n");
  const { metrics: found } = report(SHELF, { query: "registry=custom", tables: { ...TABLES, custom } }).sections.regions;
  assert.deepEqual([found.eastern_share, found.western_share, found.other_share, found.unreviewed_share], [0, 0.6, 0.3, 0.1]);
  assert.throws(() => report(SHELF, { query: "registry=custom" }), QueryError);
});

test("outcomes", () => {
  const outcomes = (rows, query) => Object.fromEntries(Object.entries(report(rows, { query }).sections).map(([id, section]) => [id, section.outcome]));
  assert.equal(outcomes(SHELF, "owner:absent").organizations, "too-few");
  assert.equal(outcomes(SHELF, "window=all").organizations, "not-recorded");
  assert.deepEqual(outcomes([{ id: "o/a", downloads: 1 }]), {
    overview: "ready", organizations: "ready", concentration: "ready", licenses: "not-recorded", regions: "ready", countries: "ready", "owner-types": "ready", tasks: "not-recorded",
    modalities: "not-recorded", "declared-sizes": "ready", parameters: "not-recorded", cohorts: "not-recorded", releases: "not-recorded", families: "ready", derivatives: "not-recorded", formats: "not-recorded", libraries: "not-recorded", architectures: "not-recorded", languages: "not-recorded", papers: "not-recorded", likes: "not-recorded", trending: "not-recorded", "long-tail": "ready", momentum: "not-recorded", gating: "not-recorded", "counter-noise": "not-recorded", leaders: "ready", "data-quality": "ready",
  });
  const zero = metrics([{ id: "o/a", downloads: 0 }], "organizations");
  assert.deepEqual([zero.leader, zero.leader_share, zero.runner_up, zero.leader_vs_next, zero.pair_ratio], ["o", null, null, null, null]);
  assert.deepEqual(Object.values(metrics([{ id: "o/a", gated: true }, { id: "o/b", gated: false }], "gating")), [1, 0.5, null, null]);
});

test("counter noise: the quantile, fixtures, and the headlines without suspects", () => {
  const rows = Array.from({ length: 102 }, (_, at) => ({ id: `${at % 2 ? "o" : "p"}/m${at}`, downloads: 1000, likes: 1 }));
  rows[0] = { id: "q/loud", downloads: 400_000, likes: 0 };
  rows[1] = { id: "hf-internal-testing/x", downloads: 1000, likes: null };
  const found = metrics(rows, "counter-noise");
  assert.equal(found.suspect_count, 2);
  assert.equal(found.suspect_download_share, 401_000 / 501_000);
  assert.deepEqual([found.leader_share, found.leader_share_without], [400_000 / 501_000, 0.5]);
});

test("reference tables in CSV", () => {
  assert.deepEqual(parseTable('owner,entity\r\na,"x, ""y"""\nb,\n'), [{ owner: "a", entity: 'x, "y"' }, { owner: "b", entity: "" }]);
});

test("the generator: same seed, same bytes; every shape reads; faults are counted", () => {
  const asked = { rows: 450, seed: 7, shape: "full", faults: false, owners: ownersOf(FOLDER) };
  const text = (changes) => [...generate({ ...asked, ...changes })].join("");
  assert.equal(text(), text());
  assert.notEqual(text(), text({ seed: 8 }));
  assert.ok(text().length > 1500 * 450 && text().length < 1750 * 450, `${text().length} bytes`);
  const read = (changes) => analyse(parse(text(changes)), { tables: TABLES, ...SHELVED });
  assert.deepEqual(read({ shape: "jsonl" }), read());
  assert.equal(read({ shape: "expand" }).sections["data-quality"].metrics.unknown_downloads_all, 0);
  const faulty = read({ faults: true });
  assert.deepEqual(faulty.snapshot, { kind: "models", captured_at: "2026-04-29", rows: 459, rejected: 2, duplicates: 2, left_out: 2 });
  const quality = faulty.sections["data-quality"].metrics;
  assert.deepEqual([quality.wrong_type_downloads, quality.wrong_type_created, quality.wrong_type_modified], [1, 2, 1]);
});

test("run.mjs: gzip, options, exit codes", () => {
  const folder = mkdtempSync(join(tmpdir(), "oracle-"));
  const run = (...args) => spawnSync(process.execPath, [here("run.mjs"), ...args, "--tables", FOLDER], { encoding: "utf8" });
  try {
    writeFileSync(join(folder, "shelf.json.gz"), gzipSync(JSON.stringify(SHELF)));
    writeFileSync(join(folder, "page.html"), "<html>");
    const done = run(join(folder, "shelf.json.gz"), "--query", "owner:qwen", "--captured-at", "2026-04-29", "--kind", "models");
    assert.equal(done.status, 0, done.stderr);
    assert.equal(JSON.parse(done.stdout).basket.downloads, 60);
    assert.equal(run(join(folder, "page.html")).status, 1);
    assert.equal(run(join(folder, "absent.json")).status, 1);
    assert.equal(run(join(folder, "shelf.json.gz"), "--query", "color:red").status, 2);
    assert.equal(run(join(folder, "shelf.json.gz"), "--kind", "papers").status, 2);
    const rows = execFileSync(process.execPath, [here("generate.mjs"), "3", "--shape", "jsonl", "--tables", FOLDER], { encoding: "utf8" });
    assert.equal(rows.trimEnd().split("\n").length, 3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("no module of the oracle names node", () => {
  for (const name of ["oracle", "reading", "snapshot", "query", "registries", "groups", "sections", "sections-owners", "sections-use", "size", "stats", "time", "traits", "rows"]) {
    assert.doesNotMatch(readFileSync(here(`${name}.mjs`), "utf8"), /node:|process\./, name);
  }
});

test("trending by hand: individuals as one", () => {
  const rows = [["Qwen/a", 40], ["aaditya/c", 10], ["0xSero/d", 15], ["who-knows/e", 30], ["google/g", 25]];
  assert.deepEqual(metrics(rows.map(([id, trendingScore]) => ({ id, trendingScore })), "trending"), {
    leader: "Qwen/a", leader_owner: "Qwen", leader_owner_share: 1 / 3, individual_share: 25 / 120, individual_rank: 3, unreviewed_share: 0.25,
  });
});

test("the long tail by hand", () => {
  const found = metrics(Array.from({ length: 1000 }, (_, i) => ({ id: `o/${i}`, downloads: i + 1 })), "long-tail");
  assert.deepEqual([found.under_200_downloads_share, found.zero_downloads_share, found.tail_min, found.tail_n], [0.199, 0, 900, 101]);
  assert.equal(found.top_001pct_share, 1000 / 500_500);
  assert.equal(metrics([{ id: "o/a", downloads: 0 }], "long-tail").tail_n, null);
});

test("momentum by hand", () => {
  const row = (downloads, i) => ({ id: `o/${i}`, downloads, downloadsAllTime: 100_000, createdAt: "2025-03-07" });
  const rows = [12_500, 12_501, 8000, 7999, 10_000, 0, 0, 0, 0, 0].map(row);
  const found = metrics(rows, "momentum", { capturedAt: "2026-01-01" });
  assert.deepEqual([found.measured_count, found.rising_share, found.steady_share, found.fading_share], [10, 0.1, 0.3, 0.6]);
  near(found.half_life_estimate, halfLife({ d30: 7999, all: 100_000, age: 300 }));
  // Halving every 30 days: 1 part of 1 + 2 in 60 days, of 1 + 2 + 4 in 90.
  assert.ok(Math.abs(halfLife({ d30: 1, all: 3, age: 60 }) - 30) < 1e-9 && Math.abs(halfLife({ d30: 1, all: 7, age: 90 }) - 30) < 1e-9);
  assert.equal(report(rows.slice(1)).sections.momentum.outcome, "too-few");
});

test("rank correlation by hand", () => {
  near(spearman([5, 6, 7, 8], [2, 1, 4, 3]), 0.6);
  near(spearman([0, 0, 9], [1, 2, 3]), 1.5 / Math.sqrt(3));
  assert.equal(spearman([1, 1], [1, 2]), null);
});

test("parameters by hand: weights, strict bounds, disagreements", () => {
  const found = metrics([
    { id: "o/a-3b", downloads: 6, numParameters: 2e9 }, { id: "o/b-3b", downloads: 1, numParameters: 2e9 - 2 },
    { id: "o/c", downloads: 3, numParameters: 1e8 }, { id: "o/d", downloads: 10 },
  ], "parameters");
  assert.deepEqual([found.known_download_share, found.weighted_median, found.under_100m_share, found.under_200m_share], [0.5, 2e9, 0, 0.3]);
  assert.deepEqual([found.median, found.disagreements], [2e9 - 2, 1]);
  near(found.weighted_mean, (14e9 - 2 + 3e8) / 10);
  assert.equal(weightedQuantile([[4, 1], [1, 1], [3, 1], [2, 1]], 0.5), 2);
  assert.equal(weightedQuantile([[3, 0]], 0.5), null);
});

const dump = (path) => `${SHARED}/data/${path}`;
const absent = (path) => (!existsSync(dump(path)) ? `no ${path} under the shared data` : false);
const reportOn = (path, query = "") => analyse(parse(readText(dump(path))), { query, tables: TABLES });

test("RADAR: the published Gini of owners", { skip: absent("radar_hf/radar_models.json") }, () => {
  const { snapshot, sections } = reportOn("radar_hf/radar_models.json", "top=all");
  assert.deepEqual([snapshot.rows, snapshot.left_out, snapshot.captured_at], [15_901, 748, "2026-08-22"]);
  assert.equal(sections.concentration.metrics.gini.toFixed(4), "0.9969");
  const positive = sections.organizations.tables.owners.map((row) => row[2]).filter((downloads) => downloads > 0);
  assert.equal(gini(positive).toFixed(4), "0.9945");
  assert.equal(sections.gating.metrics.auto_count, null);
  // The published 1,188 took removed rows and counts of 0 as values.
  assert.equal(sections.parameters.metrics.disagreements, 1138);
});

test("starscreener: three kinds", { skip: absent("starscreener_2026-05/huggingface-trending.json") }, () => {
  const models = reportOn("starscreener_2026-05/huggingface-trending.json");
  assert.deepEqual([models.snapshot.kind, models.basket.repos, models.snapshot.captured_at], ["models", 1000, "2026-05-04"]);
  assert.equal(models.sections.licenses.metrics.unspecified_count, 163);
  assert.equal(reportOn("starscreener_2026-05/huggingface-datasets.json").snapshot.kind, "datasets");
  assert.equal(reportOn("starscreener_2026-05/huggingface-spaces.json").basket.query, "top=1000 by=likes");
});

test("llmfit and the column-oriented dump", { skip: absent("llmfit/hf_models.json") }, () => {
  const llmfit = reportOn("llmfit/hf_models.json", "top=all");
  assert.deepEqual([llmfit.basket.repos, llmfit.snapshot.captured_at], [17_700, "2026-10-12"]);
  assert.equal(llmfit.sections["data-quality"].metrics.unknown_license, 17_700 - 13_916);
  const columns = reportOn("dome_columnar/transformersjs_07-05-2026.json");
  assert.deepEqual([columns.basket.repos, columns.sections.organizations.metrics.leader], [99, "nomic-ai"]);
});

test("shares add up on every dump", { skip: absent("radar_hf/radar_models.json") }, () => {
  for (const path of ["radar_hf/radar_models.json", "llmfit/hf_models.json", "starscreener_2026-05/huggingface-trending.json"]) {
    const { sections, basket } = reportOn(path);
    const m = sections.modalities.metrics;
    const total = (suffix) => Object.entries(m).filter(([id]) => id.endsWith(suffix) && (suffix === "_count_share" || !id.endsWith("_count_share")))
      .reduce((whole, [, value]) => whole + value, 0);
    near(total("_share"), 1);
    near(total("_count_share"), 1);
    const counted = (section, table, column) => sections[section].tables[table].reduce((whole, row) => whole + row[column], 0);
    assert.equal(counted("licenses", "licenses", 2), basket.repos);
    assert.equal(counted("tasks", "tasks", 2), basket.downloads);
    assert.equal(counted("cohorts", "years", 3), basket.downloads);
    assert.equal(counted("organizations", "owners", 2), basket.downloads);
  }
});
