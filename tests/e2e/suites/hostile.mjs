/** Names and texts of a dump are text, whatever they hold: no markup, no script, no broken page. */

import assert from "node:assert/strict";
import { drop } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

const IMAGE = '<img src=x onerror="window.hit=1">';
const LONG = "a".repeat(10_000);
const OWNERS = [IMAGE, `"quoted" 'owner'`, "\u202egnp.live", "مالك-النماذج", "</script><script>window.hit=1</script>", LONG, "{{7*7}}", "a&amp;b", "-rf", "=cmd()"];
const HOSTILE = JSON.stringify({
  captured_at: "2026-04-29",
  source: "<b onclick=alert(1)>source</b>",
  models: OWNERS.flatMap((owner, at) => [
    { id: `${owner}/${IMAGE}-${at}`, downloads: 1000 - at, likes: 3, pipeline_tag: IMAGE, library_name: IMAGE, tags: [`license:${IMAGE}`, IMAGE], createdAt: "2024-01-01" },
    { id: `${owner}/plain-7B`, downloads: 500 - at, pipeline_tag: "text-generation", tags: ["license:mit"], createdAt: "2023-01-01" },
    { id: `plain/${LONG}-${at}`, downloads: 100 - at, tags: ["license:mit"], createdAt: "2023-01-01" },
  ]),
});

for (const width of [1280, 360]) {
  pageTest(`hostile names stay text at ${width} pixels`, { context: { viewport: { width, height: 800 } } }, async (scene) => {
    const { page } = scene;
    await scene.open();
    await drop(scene, { name: `${IMAGE}.json`, bytes: HOSTILE });
    await scene.banner("Your file");
    assert.ok((await page.locator("#banner").innerText()).includes(IMAGE), "the file's name as it is");
    const state = await page.evaluate(() => ({
      hit: /** @type {any} */ (window).hit, images: document.querySelectorAll("img, main script, main iframe, [onclick], [onerror]").length,
    }));
    assert.equal(state.hit, undefined, "a script of the dump ran");
    assert.equal(state.images, 0, "markup of the dump became elements");
    assert.equal(await scene.overhang(), "");
    assert.ok((await page.locator("#organizations").textContent() ?? "").includes(IMAGE), "the name is there, as text");
    for (const canvas of await page.locator("canvas.chart").all()) {
      await canvas.focus();
      await page.keyboard.press("ArrowRight");
    }
    await page.fill("#find", "<img");
    await page.locator("#find-0").waitFor();
    await page.press("#find", "Enter");
    await page.locator("#find-places").waitFor();
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).hit), undefined);
  });
}

pageTest("links to the Hub lead to the Hub, whatever a name holds", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  await drop(scene, { name: "x.json", bytes: HOSTILE });
  await scene.banner("Your file");
  const links = await page.evaluate(() => [...document.querySelectorAll("main a[href]")].map((link) => /** @type {HTMLAnchorElement} */ (link).href));
  for (const link of links) {
    const { origin } = new URL(link);
    assert.ok([scene.site.origin, "https://huggingface.co", "https://creativecommons.org"].includes(origin), link.slice(0, 200));
  }
});

pageTest("a hostile address stays text", {}, async (scene) => {
  const { page } = scene;
  await scene.open(`/#${encodeURIComponent(IMAGE)}?${encodeURIComponent(`"${IMAGE}"`)}`);
  await page.evaluate((text) => { location.hash = `#?top=${encodeURIComponent(text)}`; }, IMAGE);
  assert.ok((await scene.alert()).length > 0);
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).hit), undefined);
});
