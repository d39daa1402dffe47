/** Definitions one can swap: what they move is said, findings are tried, tables and claims of one's own are taken. */

import assert from "node:assert/strict";
import { choose } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

pageTest("another registry says what it moved, and stands in the address", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.locator("#registry-seed").check({ force: true });
  await page.locator("#moved:not([hidden])").waitFor();
  assert.match(await page.locator("#moved").innerText(), /eastern share: 24\.0.*→ 24\.1/);
  assert.match(await page.evaluate(() => location.hash), /registry=seed/);
  await page.selectOption("#attribution", "entity");
  await page.locator("#page[data-complete][data-query*='attribution=entity']").waitFor();
});

pageTest("findings say how firm they are after the first paint", {}, async (scene) => {
  await scene.open();
  assert.ok(await scene.page.locator("#organizations .firmness .trial").count() >= 10);
  assert.match(await scene.page.locator("#organizations .findings").innerText(), /fragile/);
  for (const id of ["dial", "claims"]) assert.ok(await scene.page.locator(`#sections > #${id}`).isVisible(), id);
});

pageTest("a table of owners of one's own classifies the report; bad rows are listed", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await choose(scene, { name: "owners.csv", bytes: "owner,region\nQwen,western\ngoogle,eastern\nopenai,nowhere\n" });
  assert.match(await scene.alert(), /2 owners.*[Ll]ine 4/s);
  await page.locator("#page[data-complete][data-query*='registry=custom']").waitFor();
  assert.match(await page.locator("#regions .findings").innerText(), /Eastern/);
});

pageTest("claims of one's own stand in the ledger", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await choose(scene, { name: "claims.csv", bytes: "id,claim,source,date,population,published,low,high,expression,note\nZ1,models,me,2026-05-01,any,1000,,,overview.repos,\n" });
  assert.match(await scene.alert(), /1 claim/);
  await page.locator("#page[data-complete]").waitFor();
  await page.locator("#claims").getByText("Z1").first().waitFor({ state: "attached" });
});

pageTest("a paragraph is held against the figures here, and what cannot be tied is left alone", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.fill("#paragraph", "Qwen leads with 18.5% of downloads. It rained 3 days in <b>May</b>.");
  await page.locator(".paragraph .button").click();
  await page.locator(".checked .tied").first().waitFor();
  assert.deepEqual(await page.locator(".checked .tied").allInnerTexts(), ["18.5%"]);
  assert.ok((await page.locator(".checked-text").innerText()).includes("<b>May</b>"));
});

pageTest("a file of several kinds is switched between them", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const rows = [{ id: "a/m", downloads: 5, likes: 1 }, { id: "a/n", downloads: 4 }, { id: "a/d", downloads: 3, likes: 2, tags: ["task_categories:robotics", "modality:text"], createdAt: "2025-01-01" }];
  await choose(scene, { name: "mixed.json", bytes: JSON.stringify(rows) });
  await scene.banner("Your file");
  await page.getByRole("button", { name: /1 dataset/ }).click();
  await page.locator("#page[data-complete][data-kind='datasets']").waitFor();
  assert.ok(await page.locator("#dataset-overview").isVisible());
});
