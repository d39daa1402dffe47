/** The address holds the view: the basket and the section in the hash, a dump in `?src=`. */

import assert from "node:assert/strict";
import { SMALL, drop, generated } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

/**
 * @param {Scene} scene
 * @param {string} query
 */
const basket = (scene, query) => scene.page.locator(`#page[data-complete][data-query=${JSON.stringify(query)}]`).waitFor();

/** @param {Scene} scene */
const hash = ({ page }) => new URL(page.url()).hash;

pageTest("every control writes the address, and the address restores it", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  assert.equal(hash(scene), "");
  /** @type {[(() => Promise<unknown>), string, string][]} */
  const steps = [
    [() => page.selectOption("#top", "100"), "top=100 by=downloads", "#?top=100+by=downloads"],
    [() => page.locator("#registry-seed").check({ force: true }), "top=100 by=downloads registry=seed", "#?top=100+by=downloads+registry=seed"],
    [() => page.locator("#mapping-wide").check({ force: true }), "top=100 by=downloads registry=seed mapping=wide", "#?top=100+by=downloads+registry=seed+mapping=wide"],
    [async () => { await page.fill("#filter", "license:apache-2.0"); await page.press("#filter", "Enter"); },
      "top=100 by=downloads registry=seed mapping=wide license:apache-2.0", "#?top=100+by=downloads+registry=seed+mapping=wide+license:apache-2.0"],
  ];
  for (const [act, query, wanted] of steps) {
    await act();
    await basket(scene, query);
    assert.equal(hash(scene), wanted);
  }
  const before = await scene.figures();
  await page.reload();
  await scene.shown();
  assert.equal(await scene.figures(), before);
  assert.equal(await page.inputValue("#top"), "100");
  assert.ok(await page.locator("#registry-seed").isChecked());
  assert.equal(await page.inputValue("#filter"), "license:apache-2.0");
  await page.click("#reset");
  await basket(scene, "top=1000 by=downloads");
  assert.equal(hash(scene), "");
});

pageTest("back and forward walk through the baskets", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  const whole = await scene.figures();
  await page.selectOption("#top", "100");
  await basket(scene, "top=100 by=downloads");
  const hundred = await scene.figures();
  assert.notEqual(hundred, whole);
  await page.selectOption("#top", "200");
  await basket(scene, "top=200 by=downloads");
  await page.goBack();
  await basket(scene, "top=100 by=downloads");
  assert.equal(await scene.figures(), hundred);
  assert.equal(await page.inputValue("#top"), "100");
  await page.goBack();
  await basket(scene, "top=1000 by=downloads");
  assert.equal(await scene.figures(), whole);
  await page.goForward();
  await basket(scene, "top=100 by=downloads");
});

pageTest("a section and a basket in the address are both gone to", {}, async (scene) => {
  await scene.open("/#licenses?top=100+by=downloads");
  await basket(scene, "top=100 by=downloads");
  const top = () => scene.page.locator("#licenses").evaluate((element) => element.getBoundingClientRect().top);
  await scene.until(top, (now) => Math.abs(now) < 200, "the section at the top");
  assert.match(await scene.page.locator(":focus").getAttribute("id") ?? "", /^licenses/);
});

pageTest("an address nobody can read says so, and shows the default", {}, async (scene) => {
  await scene.open("/#?top=lots");
  await basket(scene, "top=1000 by=downloads");
  assert.match(await scene.alert(), /cannot be read.*lots/s);
});

pageTest("an address that becomes unreadable leaves what is shown", {}, async (scene) => {
  const { page } = scene;
  await scene.open("/#?top=100+by=downloads");
  const before = await scene.figures();
  await page.evaluate(() => { location.hash = "#?created>=never"; });
  assert.match(await scene.alert(), /never.*still there/s);
  assert.equal(await scene.figures(), before);
  await page.fill("#filter", "size<lots");
  await page.press("#filter", "Enter");
  assert.match(await scene.alert(), /lots/);
  assert.equal(await scene.figures(), before);
});

pageTest("a basket of nothing is no fault", {}, async (scene) => {
  await scene.open("/#?license:no-such-license");
  assert.match(await scene.page.locator("#facts").innerText(), /Models\s+0/);
  await scene.page.click("#reset");
  await basket(scene, "top=1000 by=downloads");
});

pageTest("a dropped dump keeps the basket of the address", {}, async (scene) => {
  await scene.open("/#?top=2+by=downloads");
  await drop(scene, { name: "small.json", bytes: SMALL });
  await scene.banner("Your file");
  assert.match(await scene.page.locator("#facts").innerText(), /Models\s+2/);
});

pageTest("two owners are put side by side by the address and by the fields", {}, async (scene) => {
  const { page } = scene;
  await scene.open("/#?top=1000+by=downloads+pair:Qwen,meta-llama");
  assert.equal(await page.inputValue("#pair-a"), "Qwen");
  assert.equal(await page.inputValue("#pair-b"), "meta-llama");
  const before = await page.locator("#pair-ratio").innerText();
  assert.match(before, /\d/);
  await page.fill("#pair-b", "google");
  await page.press("#pair-b", "Enter");
  await page.locator("#page[data-query*='pair:Qwen,google']").waitFor();
  assert.notEqual(await page.locator("#pair-ratio").innerText(), before);
});

pageTest("?src= reads a dump beside the page", {}, async (scene) => {
  scene.site.put("/dumps/small.json", SMALL);
  await scene.open("/?src=dumps/small.json#?top=3+by=downloads");
  await scene.banner("From an address");
  assert.match(await scene.page.locator("#banner").innerText(), /dumps\/small\.json: 4 rows/);
  assert.match(await scene.page.locator("#facts").innerText(), /Models\s+3/);
  await scene.page.selectOption("#top", "100");
  await basket(scene, "top=100 by=downloads");
  assert.match(scene.page.url(), /\?src=dumps\/small\.json#/);
});

pageTest("?src= reads a dump of another host that allows it", {}, async (scene) => {
  await scene.context.route("https://dumps.example/**", (route) => route.fulfill({ body: generated(50), contentType: "application/json", headers: { "access-control-allow-origin": "*" } }));
  await scene.open("/?src=https://dumps.example/models.json");
  await scene.banner("From an address");
  assert.match(await scene.page.locator("#banner").innerText(), /https:\/\/dumps\.example\/models\.json: 50 rows/);
});

pageTest("?src= of a host that does not allow it: said, and the published snapshot shown", { expected: [/CORS policy|ERR_FAILED/] }, async (scene) => {
  await scene.context.route("https://dumps.example/**", (route) => route.fulfill({ body: SMALL, headers: { "access-control-allow-origin": "https://elsewhere.example" } }));
  await scene.open("/?src=https://dumps.example/models.json");
  assert.match(await scene.alert(), /dumps\.example.*CORS.*drop it here/s);
  await scene.banner("Sample");
});

pageTest("?src= of nothing: said, and the published snapshot shown", { expected: [/status of 404/] }, async (scene) => {
  await scene.open("/?src=nothing.json");
  assert.match(await scene.alert(), /nothing\.json answered 404, expected 200/);
  await scene.banner("Sample");
});

pageTest("?src= of a host that never answers can be given up", {}, async (scene) => {
  await scene.context.route("https://dumps.example/**", () => {});
  await scene.page.goto(`${scene.site.origin}/?src=https://dumps.example/models.json`);
  await scene.page.locator("#status").getByRole("button", { name: "Cancel" }).click();
  await scene.shown();
  await scene.banner("Sample");
  assert.ok(await scene.page.locator("#status").isHidden());
});
