/** Embeds that follow what is published: the page with one figure, the swap, and what the reader is told where it cannot be. */

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { faults } from "../axe.mjs";
import { pageTest } from "../scene.mjs";
import { DIST } from "../site.mjs";

/** @typedef {import("../scene.mjs").Scene} Scene */

const SLUGS = existsSync(join(DIST, "embed")) ? readdirSync(join(DIST, "embed")) : [];
const skip = SLUGS.length === 0 && "dist/ holds no embeds: ./build.sh";
const PAGE = readFileSync(join(DIST, "index.html"), "utf8");
const LIVE = "/index.html?embed=organizations";
const PINNED = "/embed/organizations/index.html";
const NO_WASM = PAGE.replace(" 'wasm-unsafe-eval'", "");

/** A host with one frame. @param {Scene} scene @param {string} src @param {string} [more] attributes of the frame @param {string} [style] of the host */
async function framed(scene, src, more = "", style = "") {
  scene.site.put("/host.html", `<!doctype html><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><body style="${style}"><iframe src="${src}" width="640" height="480" ${more}></iframe><script src="/embed.js"></script>`);
  await scene.page.goto(`${scene.site.origin}/host.html`);
  return scene.page.frames()[1];
}

/** The titles of what can be seen. @param {import("../../../www/node_modules/playwright-core/index.mjs").Frame} frame */
const titles = (frame) => frame.locator(".chart-title:visible, figcaption h1:visible").allInnerTexts();

pageTest("?embed= shows one figure and nothing around it", { skip }, async (scene) => {
  const frame = await framed(scene, LIVE);
  await frame.locator("canvas[data-marks]").first().waitFor();
  await frame.locator("#page[data-complete]").waitFor({ state: "attached" });
  assert.deepEqual(await titles(frame), ["Qwen and sentence-transformers draw 33.1\u202f% of all downloads"]);
  for (const gone of [".bar", ".banner", ".deck", ".facts", ".basket", ".cards", ".contents", ".footer", "#cite", ".notes", ".findings"]) {
    assert.equal(await frame.locator(`${gone}:visible`).count(), 0, gone);
  }
  assert.match(await frame.locator(".figure-foot").innerText(), /as of 29 April 2026.*CC BY 4\.0[^]*Save[^]*Live report/);
  await frame.locator("#organizations-tab-table").click();
  assert.match(await frame.locator("#organizations-panel-table").innerText(), /Qwen/);
  const link = frame.locator(".foot-action", { hasText: "Live report" });
  assert.equal(await link.evaluate((a) => /** @type {HTMLAnchorElement} */ (a).href), `${scene.site.origin}/index.html#organizations`);
  // The table is taller, and the host hears of it.
  const body = () => frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  const outer = () => scene.page.locator("iframe").evaluate((element) => element.clientHeight);
  await scene.until(async () => [await outer(), await body()], ([given, own]) => given === own && own > 300, "the frame's height");
});

pageTest("?embed= takes one chart of a section, a basket, and charts that follow the first paint", { skip }, async (scene) => {
  const { page, site } = scene;
  await scene.open("/index.html?embed=concentration.share-bar");
  assert.equal(await page.locator("canvas:visible").count(), 1);
  assert.match((await titles(page.mainFrame()))[0], /owners hold half of all downloads/);
  await scene.open("/index.html?embed=organizations#?top=100");
  assert.match(await page.locator(".chart-subtitle:visible").innerText(), /top 100 models/);
  const whole = await page.locator(".foot-action", { hasText: "Live report" }).evaluate((a) => /** @type {HTMLAnchorElement} */ (a).href);
  assert.ok(whole.startsWith(`${site.origin}/index.html#organizations?`) && whole.includes("top=100"), whole);
  await scene.open("/index.html?embed=dial");
  assert.equal(await page.locator(".section:visible").count(), 1);
  assert.equal(await page.locator("#alert .alert").count(), 0);
});

pageTest("?embed= of a figure that is not there says so, and which there are", { skip }, async (scene) => {
  for (const slug of ["nope", "organizations.nope", "%3Cb%3E"]) {
    await scene.page.goto(`${scene.site.origin}/index.html?embed=${slug}`);
    const said = await scene.alert(/no such figure/);
    assert.ok(said.includes(`?embed=${decodeURIComponent(slug)}; expected one of: `) && said.includes("licenses"), said);
    assert.equal(await scene.page.locator(".figure").count(), 0);
  }
});

pageTest("a core of the wrong type serves ?embed= as well", { skip, site: { wasmType: "text/plain" } }, async (scene) => {
  await scene.open(LIVE);
  assert.equal((await titles(scene.page.mainFrame())).length, 1);
});

pageTest("where WebAssembly is forbidden ?embed= shows what was last published, or says so, and an embed that would follow keeps its picture", { skip, expected: [/Content Security Policy/, /404.*nope/] }, async (scene) => {
  scene.site.put("/index.html", NO_WASM);
  await scene.page.goto(`${scene.site.origin}/index.html?embed=parameters.nope`);
  assert.match(await scene.alert(/cannot be computed here/), /security policy of this site forbids WebAssembly/);
  assert.equal(await scene.page.locator(".skeleton:visible").count(), 0, "boxes that wait for ever");
  await scene.page.goto(`${scene.site.origin + LIVE}&theme=dark&lang=de`);
  await scene.page.waitForURL(`**${PINNED}?**`);
  await scene.page.locator(".plots svg:visible").waitFor();
  assert.match(await scene.page.locator("#age").innerText(), /live figures did not load/);
  assert.match(await scene.page.locator("h1").innerText(), /33,1/);
  assert.equal(await scene.page.locator("html").getAttribute("data-theme"), "dark");
  await scene.page.clock.install();
  await scene.page.goto(`${scene.site.origin}${PINNED}?follow`);
  await scene.page.frameLocator("iframe").locator("#alert .alert").waitFor({ state: "attached" });
  await scene.page.clock.runFor(21_000);
  assert.equal(await scene.page.locator(".plots svg:visible").count(), 1);
  assert.match(await scene.page.locator("#age").innerText(), /live figures did not load/);
});

pageTest("what is behind ?embed= shows through, also around what is pointed at", { skip }, async (scene) => {
  const frame = await framed(scene, LIVE, "", "background: rgb(250, 220, 120)");
  const canvas = frame.locator("canvas.chart");
  await frame.locator("#page[data-complete]").waitFor({ state: "attached" });
  /** The share of the canvas that nothing is painted on. */
  const clear = () => canvas.evaluate((/** @type {HTMLCanvasElement} */ element) => {
    const { data } = /** @type {CanvasRenderingContext2D} */ (element.getContext("2d")).getImageData(0, 0, element.width, element.height);
    let count = 0;
    for (let at = 3; at < data.length; at += 4) count += Number(data[at] === 0);
    return count / (data.length / 4);
  });
  const plain = await clear();
  assert.ok(plain > 0.4, `${plain}`);
  await canvas.focus();
  await canvas.press("End");
  await scene.until(clear, (share) => share !== plain, "what stands out");
  assert.ok(Math.abs(await clear() - plain) < 0.1, `${await clear()} after ${plain}`);
  assert.ok(await frame.locator("canvas.above").isHidden());
});

pageTest("?embed= writes numbers as the address asks, in the chart and around it", { skip }, async (scene) => {
  const { page } = scene;
  await page.addInitScript(() => {
    const drawn = /** @type {any} */ (window).drawn = /** @type {string[]} */ ([]);
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
      drawn.push(text);
      fillText.call(this, text, ...rest);
    };
  });
  await scene.open(`${LIVE}&lang=de`);
  assert.match((await titles(page.mainFrame()))[0], /33,1.%/);
  assert.match(await page.locator(".chart-subtitle:visible").innerText(), /top 1\.000 models/);
  const drawn = await page.evaluate(() => /** @type {any} */ (window).drawn);
  assert.ok(drawn.includes("91,6M") && !drawn.some((/** @type {string} */ text) => /^\d+\.\d/.test(text)), drawn.join(" "));
  await page.locator("canvas.chart").focus();
  await page.keyboard.press("Home");
  await scene.until(() => page.locator(".tooltip:visible").innerText(), (text) => /Qwen[^]*399M[^]*18,5.%/.test(text), "the tooltip");
  await page.locator("#organizations-tab-table").click();
  assert.match(await page.locator("#organizations-panel-table").innerText(), /Qwen\s+[^]*399\.4\d\d\.\d{3}/);
});

pageTest("?embed= never shows the page around its figure, not even before its script runs", { skip }, async (scene) => {
  let open = () => {};
  const held = new Promise((resolve) => { open = () => resolve(undefined); });
  await scene.context.route("**/app-*.js", async (route) => { await held; await route.continue(); });
  await scene.page.goto(scene.site.origin + LIVE, { waitUntil: "commit" });
  await scene.page.locator("main").waitFor({ state: "attached" });
  await scene.page.locator(".footer").waitFor({ state: "attached" });
  // Nothing is painted before the style is there.
  await scene.page.waitForFunction(() => /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=stylesheet]"))?.sheet);
  for (const gone of [".bar", ".banner", ".deck", ".facts", ".footer"]) assert.equal(await scene.page.locator(`${gone}:visible`).count(), 0, gone);
  open();
  await scene.shown();
});

pageTest("an embed that follows shows its picture first, then the published figures in its place", { skip }, async (scene) => {
  const { page } = scene;
  let open = () => {};
  const held = new Promise((resolve) => { open = () => resolve(undefined); });
  await scene.context.route("**/*.wasm", async (route) => { await held; await route.continue(); });
  const frame = await framed(scene, `${PINNED}?follow&q=top%3D100`);
  await frame.locator(".plots svg:visible").waitFor();
  assert.match(await frame.locator("figcaption p").innerText(), /top 1,000 models/);
  const before = await frame.evaluate(() => document.querySelector("figure")?.getBoundingClientRect().height ?? 0);
  open();
  const live = page.frameLocator("iframe").frameLocator("iframe");
  await live.locator("canvas[data-marks]:visible").waitFor();
  await frame.locator("figure.live").waitFor();
  assert.match(await live.locator(".chart-subtitle").innerText(), /top 100 models/);
  assert.deepEqual(await frame.locator("figure > :visible").evaluateAll((all) => all.map(({ tagName }) => tagName)), ["IFRAME"]);
  const after = await frame.evaluate(() => document.querySelector("figure")?.getBoundingClientRect().height ?? 0);
  assert.ok(after >= before, `${after} after ${before}: what stands below moved up`);
});

pageTest("an embed follows with storage forbidden, in a sandbox whose site may be read", { skip, site: { cors: true } }, async (scene) => {
  await framed(scene, `${PINNED}?follow`, 'sandbox="allow-scripts"');
  await scene.page.frameLocator("iframe").frameLocator("iframe").locator("canvas[data-marks]:visible").waitFor();
});

pageTest("in a sandbox whose site may not be read an embed that would follow keeps its picture", { skip, expected: [/CORS|ERR_FAILED|Failed to load|sandboxed/i] }, async (scene) => {
  const frame = await framed(scene, `${PINNED}?follow`, 'sandbox="allow-scripts"');
  await scene.page.frameLocator("iframe").frameLocator("iframe").locator("#alert .alert").waitFor({ state: "attached" });
  assert.equal(await frame.locator(".plots svg:visible").count(), 1);
  assert.equal(await frame.locator("figure.live").count(), 0);
});

pageTest("an embed that is pinned asks for nothing of the page", { skip }, async (scene) => {
  await scene.page.goto(scene.site.origin + PINNED);
  await scene.page.locator(".tooltip").waitFor({ state: "attached" });
  assert.deepEqual(scene.site.asked, [PINNED]);
});

for (const [now, said] of [["2026-05-01", ""], ["2026-06-12", ""], ["2026-06-14", "captured 2 months ago"], ["2026-11-28", "captured 7 months ago"], ["2029-01-01", "captured 2 years ago"]]) {
  pageTest(`a pinned embed read on ${now} says ${said ? `"${said}"` : "no age"}, and nothing moves`, { skip, context: { viewport: { width: 340, height: 800 } } }, async (scene) => {
    const { page } = scene;
    await page.clock.setFixedTime(new Date(`${now}T12:00:00Z`));
    await page.goto(scene.site.origin + PINNED);
    await page.locator(".tooltip").waitFor({ state: "attached" });
    assert.equal(await page.locator("#age").innerText(), said);
    assert.match(await page.locator(".foot").innerText(), /as of 29 Apr 2026/);
    const tall = () => page.evaluate(() => document.querySelector("figure")?.getBoundingClientRect().height);
    const own = await tall();
    await page.evaluate(() => document.querySelector(".aside")?.remove());
    assert.equal(await tall(), own);
    assert.equal(await scene.overhang(), "");
  });
}

for (const [what, style, query, ink] of [
  ["a dark host", "color-scheme: dark", "", "rgb(240, 238, 234)"], ["a light host", "color-scheme: light", "", "rgb(21, 20, 18)"],
  ["the address", "color-scheme: light", "&theme=dark", "rgb(240, 238, 234)"],
]) {
  pageTest(`the theme of ?embed= is that of ${what}`, { skip, context: { colorScheme: null } }, async (scene) => {
    const frame = await framed(scene, `${LIVE}${query}`, `style="${style}"`);
    await frame.locator(".chart-title").waitFor();
    assert.equal(await frame.locator(".chart-title").evaluate((title) => getComputedStyle(title).color), ink);
    assert.equal(await frame.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), query ? "rgb(20, 19, 18)" : "rgba(0, 0, 0, 0)");
  });
}

pageTest("full screen is offered where the host allows it, and only there", { skip }, async (scene) => {
  const refused = await framed(scene, PINNED, 'allow="fullscreen \'none\'"');
  await refused.locator(".tooltip").waitFor({ state: "attached" });
  assert.ok(await refused.locator("#full").isHidden());
  const allowed = await framed(scene, PINNED, 'allow="fullscreen"');
  await allowed.locator("#full").click();
  await scene.until(() => allowed.evaluate(() => document.fullscreenElement?.tagName ?? ""), (name) => name === "FIGURE", "the figure on the whole screen");
});

/** What the doctor says, by place. @param {Scene} scene @param {string} slug */
async function snippets(scene, slug) {
  await scene.page.goto(`${scene.site.origin}/chart/${slug}/index.html`);
  return new Map(await scene.page.locator("pre[data-place]").evaluateAll((all) => all.map((pre) => [/** @type {HTMLElement} */ (pre).dataset.place ?? "", pre.textContent ?? ""])));
}

pageTest("what the doctor gives is whole: it parses, leads to this chart and says what it shows", { skip, limit: 120_000, expected: [/inline style/] }, async (scene) => {
  const { page } = scene;
  for (const slug of SLUGS) {
    const given = await snippets(scene, slug);
    assert.equal(given.size, 13);
    const alt = await page.locator('meta[name="description"]').getAttribute("content") ?? "";
    const unwrap = { Quarto: /^```\{=html\}\n(.*)\n```$/, Observable: /^html`(.*)`$/ };
    for (const place of ["HTML", "WordPress", "Ghost", "Hugo", "Jekyll", "Quarto", "Observable", "Hugging Face Space"]) {
      const text = given.get(place) ?? "";
      const inner = place in unwrap ? unwrap[/** @type {keyof typeof unwrap} */ (place)].exec(text)?.[1] ?? "" : text;
      assert.ok(inner && !inner.includes("\n"), `${place}: not one line`);
      if (["Hugo", "Jekyll", "Quarto", "Observable"].includes(place)) assert.doesNotMatch(inner, /[{`\\]/, place);
      const found = await page.evaluate((text) => {
        const { body } = new DOMParser().parseFromString(text, "text/html");
        const frame = body.querySelector("iframe");
        return { tags: [...body.children].map(({ tagName }) => tagName), src: frame?.src, title: frame?.title, height: Number(frame?.height), loading: frame?.loading, link: body.querySelector("a")?.href, text: body.textContent };
      }, inner);
      assert.deepEqual(found.tags, ["IFRAME", "P"], place);
      assert.equal(found.title, alt, place);
      assert.ok((found.src ?? "").endsWith(`/embed/${slug}/`) && (found.link ?? "").endsWith(`/chart/${slug}/`), `${place}: ${found.src}`);
      assert.ok(found.height > 150 && found.loading === "lazy" && /CC BY 4\.0$/.test(found.text ?? ""), place);
    }
    assert.match(given.get("Notion") ?? "", new RegExp(`^https?://\\S+/embed/${slug}/$`));
    for (const place of ["Medium", "Substack"]) assert.ok(given.get(place)?.includes(`\nAlternative text: ${alt}\n`) && given.get(place)?.endsWith(`/chart/${slug}/`), place);
    const readme = await page.evaluate((text) => {
      const { body } = new DOMParser().parseFromString(text, "text/html");
      const image = body.querySelector("a > picture > img");
      return [body.querySelector("a")?.href ?? "", image?.getAttribute("alt"), image?.getAttribute("src") ?? "", body.querySelector("source")?.srcset ?? ""];
    }, given.get("README") ?? "");
    assert.equal(readme[1], alt);
    const [, said, picture, link] = /^\[!\[((?:[^\]\\]|\\.)*)\]\((\S+)\)\]\((\S+)\)\n\n.*CC BY 4\.0$/.exec(given.get("Hugging Face blog") ?? "") ?? [];
    assert.equal(said?.replace(/\\(.)/g, "$1"), alt, given.get("Hugging Face blog"));
    assert.equal(link, readme[0]);
    for (const file of [readme[2], readme[3], picture]) assert.ok(existsSync(join(DIST, "picture", (file ?? "").split("/picture/")[1])), file ?? "");
  }
});

pageTest("the doctor is reached from the figure, and not where its chart has no page", { skip }, async (scene) => {
  await scene.open();
  const link = scene.page.locator("#organizations .foot-action", { hasText: "Embed" });
  assert.equal(await link.getAttribute("href"), "chart/organizations/index.html#embed");
  await link.click();
  assert.ok(await scene.page.locator("#embed summary", { hasText: "README" }).isVisible());
  await scene.open("/?src=snapshot.json");
  assert.equal(await scene.page.locator("#organizations .foot-action", { hasText: "Embed" }).count(), 0);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  pageTest(`axe finds no fault in embeds and the page of a chart: ${colorScheme}`, { skip, context: { colorScheme }, limit: 90_000 }, async (scene) => {
    const { page } = scene;
    await page.goto(scene.site.origin + PINNED);
    await page.locator(".tooltip").waitFor({ state: "attached" });
    await page.click("summary");
    assert.deepEqual(await faults(page, 12), [], "pinned");
    await scene.open(LIVE);
    assert.deepEqual(await faults(page), [], "live");
    await page.click("#organizations-tab-table");
    assert.deepEqual(await faults(page), [], "live, its table");
    await page.goto(`${scene.site.origin}/chart/organizations/index.html`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.removeAttribute("name"); fold.open = true; }));
    assert.deepEqual(await faults(page, 12), [], "the page of a chart");
  });
}
