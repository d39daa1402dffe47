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

pageTest("a change that moves nothing says nothing, and the list of what moved can be closed", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await page.locator("#registry-seed").check({ force: true });
  await page.locator("#moved li").first().waitFor();
  await page.getByRole("button", { name: "Close the list of what moved" }).click();
  assert.ok(await page.locator("#moved").isHidden());
  await page.selectOption("#top", "100");
  await page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
  assert.ok(await page.locator("#moved").isHidden(), "another size of the basket is no definition");
  await page.locator("#registry-reviewed").check({ force: true });
  await page.locator("#moved li").first().waitFor();
  await page.goBack();
  await page.locator("#page[data-complete][data-query*='registry=seed']").waitFor();
  assert.ok(await page.locator("#moved").isHidden(), "a step back leaves no list of the step before");
});

/**
 * @param {import("../scene.mjs").Scene} scene
 * @param {string} text
 */
async function checkParagraph({ page }, text) {
  await page.fill("#paragraph", text);
  await page.locator(".checked").evaluate((element) => element.replaceChildren());
  await page.locator(".paragraph .button").click();
  await page.locator(".checked > *").first().waitFor();
  return page.locator(".checked").innerText();
}

pageTest("a paragraph of markup stays text, and its figures are tied all the same", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const text = '<img src=x onerror="window.hit=1">. \u202e😀 &lt;. Qwen leads with 18.5% of downloads. <script>window.hit=1</script> 😀. Qwen leads with 18.5% of downloads.';
  await checkParagraph(scene, text);
  assert.deepEqual(await page.locator(".checked .tied").allInnerTexts(), ["18.5%", "18.5%"], "places are counted as the page counts them");
  const shown = await page.locator(".checked-text").evaluate((element) => [...element.childNodes].filter((node) => !(node instanceof Element && node.matches(".tied-here"))).map((node) => node.textContent).join(""));
  assert.equal(shown, text, "the text is there whole, as it was written");
  assert.equal(await page.locator(".checked img, .checked script").count(), 0);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).hit), undefined);
});

pageTest("a paragraph in which nothing can be tied says so, an empty one says nothing", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  assert.match(await checkParagraph(scene, "It rained on 3 of 7 days, and 41% of us stayed in."), /No figure of this text can be tied/);
  assert.equal(await page.locator(".checked .tied").count(), 0);
  await page.fill("#paragraph", "  \n ");
  await page.locator(".paragraph .button").click();
  await page.locator(".checked:empty").waitFor({ state: "attached" });
});

pageTest("a long text is held against the figures without stopping the page", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const filler = "Mirrors ask again and again, and the Hub does not tell them apart. ".repeat(3000);
  const text = `${filler}Qwen leads with 18.5% of downloads. ${"x".repeat(20_000)} ${filler}`;
  await checkParagraph(scene, text);
  assert.deepEqual(await page.locator(".checked .tied").allInnerTexts(), ["18.5%"]);
  assert.equal(await scene.overhang(), "", "a word without an end breaks");
});

pageTest("what a paragraph was held against is the basket on screen", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  assert.match(await checkParagraph(scene, "Qwen leads with 18.5% of downloads."), /holds/);
  await page.selectOption("#top", "100");
  await page.locator("#page[data-complete][data-query^='top=100 ']").waitFor();
  assert.equal(await page.inputValue("#paragraph"), "Qwen leads with 18.5% of downloads.", "the text stays");
  assert.doesNotMatch(await checkParagraph(scene, "Qwen leads with 18.5% of downloads."), /18\.5% holds|holds: 18\.5/);
});

const MIXED = JSON.stringify([
  { id: "a/m", downloads: 5, likes: 1 }, { id: "a/n", downloads: 4 },
  { id: "a/d", downloads: 3, likes: 2, tags: ["task_categories:robotics", "modality:text"], createdAt: "2025-01-01" },
]);

/**
 * @param {import("../scene.mjs").Scene} scene
 * @param {string} kind
 */
const kindShown = ({ page }, kind) => page.locator(`#page[data-complete][data-kind='${kind}']`).waitFor();

pageTest("a file of several kinds is switched between them, and back takes the step back", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await choose(scene, { name: "mixed.json", bytes: MIXED });
  await scene.banner("Your file");
  await page.getByRole("button", { name: /1 dataset/ }).click();
  await kindShown(scene, "datasets");
  assert.ok(await page.locator("#dataset-overview").isVisible());
  assert.match(page.url(), /\?kind=datasets$/);
  await page.goBack();
  await kindShown(scene, "models");
  assert.doesNotMatch(page.url(), /kind=/);
  await page.goForward();
  await kindShown(scene, "datasets");
  await page.getByRole("button", { name: /2 models/ }).click();
  await kindShown(scene, "models");
  assert.doesNotMatch(page.url(), /kind=/, "the kind that leads needs no word");
});

pageTest("the kind in the address is restored, with its basket and beside ?src=", {}, async (scene) => {
  const { page } = scene;
  scene.site.put("/dumps/mixed.json", MIXED);
  await scene.open("/?src=dumps/mixed.json&kind=datasets#dataset-overview?top=100+by=downloads");
  await kindShown(scene, "datasets");
  assert.equal(await page.locator("#page").getAttribute("data-query"), "top=100 by=downloads");
  assert.match(page.url(), /\?src=dumps\/mixed\.json&kind=datasets#/);
  await page.getByRole("button", { name: /2 models/ }).click();
  await kindShown(scene, "models");
  assert.match(page.url(), /\?src=dumps\/mixed\.json$/);
  await page.goBack();
  await kindShown(scene, "datasets");
  assert.equal(await page.locator("#page").getAttribute("data-query"), "top=100 by=downloads");
  await page.reload();
  await kindShown(scene, "datasets");
});

pageTest("a kind that the data does not hold leaves the address", {}, async (scene) => {
  await scene.open("/?kind=spaces#?top=100+by=downloads");
  await kindShown(scene, "models");
  assert.match(scene.page.url(), /\/#\?top=100\+by=downloads$/);
});
