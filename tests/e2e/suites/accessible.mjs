/** What axe-core finds on the page: nothing, in light and dark, in forced colors, without motion, narrow, and with every part open. */

import assert from "node:assert/strict";
import { faults } from "../axe.mjs";
import { SMALL, drop } from "../dumps.mjs";
import { pageTest } from "../scene.mjs";

/**
 * @param {import("../scene.mjs").Scene} scene
 * @param {string} where
 */
async function judge(scene, where) {
  assert.deepEqual(await faults(scene.page), [], where);
}

pageTest("axe sees the page: a fault that is put there is found", {}, async (scene) => {
  await scene.open();
  await scene.page.evaluate(() => {
    const faint = Object.assign(document.createElement("p"), { textContent: "faint", className: "faint" });
    faint.style.color = "var(--sunken)";
    document.getElementById("licenses")?.append(document.createElement("button"), faint);
  });
  const found = (await faults(scene.page)).join("\n");
  assert.match(found, /button-name/);
  assert.match(found, /color-contrast/);
});

for (const [name, context] of /** @type {[string, object][]} */ ([
  ["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }], ["forced colors", { forcedColors: "active" }],
  ["reduced motion", { reducedMotion: "reduce" }], ["a phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
])) {
  pageTest(`axe finds no fault: ${name}`, { context, limit: 120_000 }, async (scene) => {
    const { page } = scene;
    await scene.open();
    await judge(scene, "charts");
    for (const tab of ["table", "about"]) {
      await page.evaluate((tab) => document.querySelectorAll(`[id$="-tab-${tab}"]`).forEach((button) => /** @type {HTMLElement} */ (button).click()), tab);
      await judge(scene, tab);
    }
  });
}

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  pageTest(`axe finds no fault in what opens over the page: ${colorScheme}`, { context: { colorScheme }, limit: 120_000 }, async (scene) => {
    const { page } = scene;
    await scene.open();
    await page.click("#fetch");
    await judge(scene, "the dialog");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await judge(scene, "the keys");
    await page.keyboard.press("Escape");
    await page.fill("#find", "goo");
    await page.locator("#find-0").waitFor();
    await page.press("#find", "ArrowDown");
    await judge(scene, "what was found");
    await page.press("#find", "Enter");
    await page.locator("#find-places").waitFor();
    await judge(scene, "the places");
    await page.press("#find", "Escape");
    await page.focus("#chart-organizations-owners");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await judge(scene, "a pinned mark");
    await page.locator("#tasks .menu-box > button").click();
    await judge(scene, "the Save menu");
    await page.keyboard.press("Escape");
    await page.locator("#registry-seed").check({ force: true });
    await page.locator("#moved:not([hidden])").waitFor();
    await page.fill("#paragraph", "Qwen leads with 18.5% of downloads.");
    await page.locator(".paragraph .button").click();
    await page.locator(".checked .tied").first().waitFor();
    await judge(scene, "what moved, and a paragraph");
    await drop(scene, { name: "bad.json", bytes: "<html>" });
    await scene.alert();
    await judge(scene, "an alert");
    await drop(scene, { name: "small.json", bytes: SMALL });
    await scene.banner("Your file");
    await scene.shown();
    await judge(scene, "a small dump, with folded sections");
  });
}

/** Every text on the page against what lies behind it, by the formula of WCAG 2. */
function contrasts(/** @type {import("../scene.mjs").Scene} */ { page }) {
  return page.evaluate(() => {
    const parts = (/** @type {string} */ color) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const light = (/** @type {number[]} */ [r, g, b]) => {
      const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const ground = (/** @type {Element | null} */ element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = parts(getComputedStyle(at).backgroundColor);
        if (color.length === 3 || color[3] === 1) return color;
      }
      return parts(getComputedStyle(document.documentElement).backgroundColor);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const faint = [];
    let seen = 0;
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!element || !texts.currentNode.textContent?.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.closest(".unseen, .roomy, script, noscript")) continue;
      const [a, b] = [light(parts(getComputedStyle(element).color)), light(ground(element))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      seen += 1;
      if (ratio < 4.5) faint.push(`${element.tagName}.${element.className} "${texts.currentNode.textContent.trim().slice(0, 40)}": ${ratio.toFixed(2)}`);
    }
    return { faint, seen };
  });
}

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  pageTest(`every text stands out 4.5 to 1 from its ground: ${colorScheme}`, { context: { colorScheme } }, async (scene) => {
    const { page } = scene;
    await scene.open();
    for (const tab of ["chart", "table", "about"]) {
      await page.evaluate((tab) => document.querySelectorAll(`[id$="-tab-${tab}"]`).forEach((button) => /** @type {HTMLElement} */ (button).click()), tab);
      const { faint, seen } = await contrasts(scene);
      assert.deepEqual(faint, [], tab);
      assert.ok(seen > 500, `${seen} texts looked at`);
    }
  });
}

pageTest("each chart is part of a labelled figure, says what it shows, and lists its marks", {}, async (scene) => {
  const { page } = scene;
  await scene.open();
  for (const canvas of await page.locator("canvas.chart").all()) {
    await canvas.scrollIntoViewIfNeeded();
    const id = await canvas.getAttribute("id") ?? "";
    const marks = page.locator(`#${id} ~ .marks`);
    await marks.waitFor({ state: "attached" });
    assert.equal(String(await marks.locator("tbody tr").count()), await canvas.getAttribute("data-marks"), id);
    const said = await canvas.evaluate((element) => {
      const figure = element.closest("figure, section");
      const label = document.getElementById(figure?.getAttribute("aria-labelledby") ?? "")?.textContent ?? figure?.getAttribute("aria-label");
      return { figure: label ?? "", alt: element.getAttribute("aria-label") ?? "", live: element.parentElement?.querySelectorAll("[aria-live=polite]").length };
    });
    assert.ok(said.figure.length > 5, `${id}: no label`);
    assert.match(said.alt, /\d/, `${id}: "${said.alt}" names no figure`);
    assert.equal(said.live, 1, id);
  }
});
