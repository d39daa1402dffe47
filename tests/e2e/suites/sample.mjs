/** What a visitor sees first: the sample, labelled as one, complete, with the figures of the command line. */

import assert from "node:assert/strict";
import { hubstate } from "../cli.mjs";
import { core } from "../core.mjs";
import { pageTest } from "../scene.mjs";

/** In reading order. */
const SECTIONS = [
  "overview", "organizations", "concentration", "licenses", "regions", "tasks", "modalities", "declared-sizes", "cohorts",
  "gating", "leaders", "data-quality",
];

/** Names of fields stand between back quotes in the report, and in code on the page. */
const plain = (/** @type {string} */ text) => text.replaceAll("`", "");

const report = () => JSON.parse(hubstate("report"));

pageTest("the sample is shown, and says that it is one", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  assert.match(await page.title(), /State of the Hugging Face Hub/);
  assert.match((await page.locator("h1").innerText()).replaceAll("\u00a0", " "), /State of the Hugging Face Hub/);
  const banner = await page.locator("#banner").innerText();
  assert.match(banner, /illustrative sample/i);
  assert.match(banner, /invented/);
  assert.match(await page.locator("#banner strong").innerText(), /^Sample$/);
  assert.equal(await page.locator("#alert .alert").count(), 0);
  assert.ok(await page.locator("#status").isHidden());
  const cards = await page.locator("#cards .card").allInnerTexts();
  assert.ok(cards.length >= 3 && cards.every((text) => /\d/.test(text)), `key findings: ${JSON.stringify(cards)}`);
  assert.equal(await page.locator(".skeleton").count(), 0, "boxes that stand for what is loading");
});

pageTest("every section has its place on the page", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const { sections } = report();
  for (const id of SECTIONS) {
    assert.equal(await page.locator(`[id="${id}"]`).count(), 1, `elements with the id ${id}`);
    const text = await page.locator(`[id="${id}"]`).innerText();
    const section = sections.find((/** @type {{id: string}} */ found) => found.id === id);
    assert.ok(section, `the command line reports on ${id}`);
    if (section.outcome === "ready") {
      assert.ok(text.includes(section.title), `${id} shows its title`);
      for (const caveat of section.caveats) assert.ok(text.includes(plain(caveat)), `${id} shows the caveat ${caveat}`);
    } else {
      assert.ok(text.includes(plain(section.reason)), `${id} shows why it is folded: ${section.reason}`);
    }
  }
  const order = await page.locator("#sections > section").evaluateAll((all) => all.map(({ id }) => id));
  const ready = sections.filter((/** @type {{outcome: string}} */ { outcome }) => outcome === "ready");
  const groups = [...new Set(ready.map((/** @type {{group: string}} */ { group }) => group))];
  assert.deepEqual(await page.locator("#sections > h2").allInnerTexts(), groups);
  assert.deepEqual(order, groups.flatMap((part) => ready.filter((/** @type {{group: string}} */ { group }) => group === part)).map((/** @type {{id: string}} */ { id }) => id));
  for (const { id } of ready) assert.equal(await page.locator(`#contents-list a[href="#${id}"]`).count(), 1, `${id} in the contents`);
  for (const id of ["limits", "cite"]) assert.ok(await page.locator(`#${id}`).isVisible(), id);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), [], "ids that occur twice");
});

pageTest("the figures on the page are those of the command line", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const { format_cell } = await core();
  const { sections, basket } = report();
  assert.equal(await page.locator("#page").getAttribute("data-query"), basket.query);
  for (const section of sections.filter((/** @type {{outcome: string}} */ { outcome }) => outcome === "ready")) {
    const shown = await page.locator(`[id="${section.id}"]`).evaluate((element) => ({
      findings: element.querySelector(".findings")?.textContent ?? "",
      metrics: [...element.querySelectorAll(".about tbody tr")].map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent)),
    }));
    assert.equal(shown.findings, section.findings.map((/** @type {{text: string}} */ { text }) => text).join(" "), section.id);
    const metrics = Object.entries(section.metrics).map(([name, metric]) => {
      const { value, unit } = /** @type {{value: any, unit?: any}} */ (metric);
      return [name, value === null ? "–" : format_cell(value, unit ?? "text")];
    });
    assert.deepEqual(shown.metrics, metrics, section.id);
  }
});

pageTest("the tables on the page are those of the command line", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const { format_cell } = await core();
  for (const { id, tables } of report().sections) {
    // Two owners side by side are shown as bars.
    for (const table of (tables ?? []).filter((/** @type {{id: string}} */ found) => found.id !== "pair")) {
      const place = page.locator(`[id="${id}-${table.id}"]`);
      await place.evaluate((element) => [...element.querySelectorAll("button")].find((button) => button.textContent?.startsWith("Show all"))?.click());
      const shown = await place.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
      const rows = table.rows.map((/** @type {any[]} */ row) => row.map((value, at) => format_cell(value, table.columns[at].type)));
      assert.deepEqual(shown, rows, `${id}.${table.id}`);
    }
  }
});

pageTest("a published snapshot is called one", {}, async (scene) => {
  scene.site.put("/snapshot.json", JSON.stringify({ schema: "hubstate-snapshot/1", kind: "models", captured_at: "2026-11-01", source: "a test", models: [{ id: "a/b", downloads: 5 }] }));
  await scene.open();
  await scene.banner("Published");
  assert.match(await scene.page.locator("#banner").innerText(), /1 November 2026/);
});

pageTest("a page without its snapshot says so", { expected: [/404/] }, async (scene) => {
  scene.site.put("/", (await (await fetch(`${scene.site.origin}/`)).text()).replace("snapshot.json", "nothing.json"), "text/html; charset=utf-8");
  await scene.page.goto(scene.site.origin);
  const alert = await scene.alert();
  assert.match(alert, /nothing\.json answered 404, expected 200/);
});
