/**
 * A browser test: a site, a fresh context with one page, and everything that happened on it. The Hub is a fake one,
 * no other host is reached, and a word of error on the console fails the test unless the test expects it.
 */

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fakeHub } from "../fake-hub/server.mjs";
import { browser } from "./browser.mjs";
import { built, sampleFile } from "./cli.mjs";
import { openSite } from "./site.mjs";

const LIMIT = 60_000;
const PATIENCE = 15_000;
const HUB = "https://huggingface.co";
const PICTURES = join(tmpdir(), "hubstate-e2e");

// Before the first test, whose time is not the compiler's.
built();

/**
 * @typedef {object} Options
 * @property {object} [context] of the browser: deviceScaleFactor, viewport, colorScheme …
 * @property {Parameters<typeof openSite>[0]} [site]
 * @property {Parameters<typeof fakeHub>[0]} [hub]
 * @property {RegExp[]} [expected] words of the console that belong to the test
 * @property {false | string} [skip] why the test cannot run here
 * @property {number} [limit] milliseconds
 */

/**
 * @param {string} name
 * @param {Options} options
 * @param {(scene: Scene) => Promise<void>} run
 */
export function pageTest(name, options, run) {
  test(name, { skip: options.skip ?? false, timeout: (options.limit ?? LIMIT) + 20_000 }, async () => {
    const scene = await Scene.open(options);
    try {
      await within(options.limit ?? LIMIT, run(scene));
      scene.judge();
    } catch (error) {
      await scene.tell(name);
      throw error;
    } finally {
      await scene.close();
    }
  });
}

/**
 * @template T
 * @param {number} limit
 * @param {Promise<T>} promise
 */
function within(limit, promise) {
  const given = new AbortController();
  const late = sleep(limit, undefined, { signal: given.signal }).then(() => { throw new Error(`not done after ${limit / 1000} s`); });
  late.catch(() => {});
  return Promise.race([promise, late]).finally(() => given.abort());
}

export class Scene {
  /** @type {string[]} addresses asked for, in order, but for what never leaves the page */
  requests = [];
  /** @type {string[]} */
  console = [];
  /** @type {string[]} */
  faults = [];
  /** @type {string[]} hosts that were asked for and may not be */
  strangers = [];

  /** @param {Options} options */
  static async open(options) {
    const scene = new Scene();
    scene.expected = options.expected ?? [];
    scene.site = await openSite(options.site);
    scene.site.put("/snapshot.json", sampleFile());
    scene.answer = fakeHub(options.hub);
    scene.context = await (await browser()).newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: "block", ...options.context }).catch(async (error) => {
      // A server that stays open would keep the run from ending.
      await scene.site.close();
      throw error;
    });
    scene.context.setDefaultTimeout(PATIENCE);
    await scene.context.route(`${HUB}/**`, (route) => scene.fulfill(route));
    await scene.context.route((url) => /^(https?|wss?):$/.test(url.protocol) && url.origin !== scene.site.origin && url.origin !== HUB, (route) => {
      scene.strangers.push(route.request().url());
      return route.abort();
    });
    scene.page = await scene.context.newPage();
    scene.watch();
    return scene;
  }

  watch() {
    this.page.on("request", (request) => {
      if (/^https?:/.test(request.url())) this.requests.push(request.url());
    });
    this.page.on("console", (message) => {
      const text = `${message.type()}: ${message.text()} (${message.location().url})`;
      this.console.push(text);
      if (message.type() === "error") this.fault(text);
    });
    this.page.on("pageerror", (error) => this.fault(`page error: ${error.stack ?? error}`));
    this.page.on("dialog", (dialog) => {
      this.fault(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    this.page.on("crash", () => this.fault("the page crashed"));
  }

  /** @param {string} text */
  fault(text) {
    if (!this.expected.some((pattern) => pattern.test(text))) this.faults.push(text);
  }

  /**
   * Answers in the Hub's place.
   * @param {import("../../www/node_modules/playwright-core/index.mjs").Route} route
   */
  async fulfill(route) {
    const request = route.request();
    const { status, headers, body, delay } = this.answer({ method: request.method(), url: request.url(), headers: request.headers() });
    if (delay) await sleep(delay);
    // Playwright adds the header where it is missing: a refusal has to name another origin.
    const cors = headers["access-control-allow-origin"] ?? HUB;
    // A page that has given up does not hear the answer.
    await route.fulfill({ status, headers: { ...headers, "access-control-allow-origin": cors }, body }).catch(() => {});
  }

  /** @param {string} [path] */
  async open(path = "/") {
    await this.page.goto(this.site.origin + path);
    await this.shown();
  }

  /** Waits until a report is on screen. */
  shown() {
    return this.page.waitForSelector("#page[data-complete]:not([aria-busy])", { state: "attached" });
  }

  /**
   * Waits until the banner says where the data is from, and its report is painted.
   * @param {string} word
   */
  async banner(word) {
    await this.page.locator("#banner strong", { hasText: word }).waitFor();
    await this.page.waitForSelector("#page.empty, #page[data-query]", { state: "attached" });
  }

  /** @param {RegExp} [pattern] */
  async alert(pattern) {
    const alert = this.page.locator("#alert .alert");
    await (pattern ? alert.filter({ hasText: pattern }) : alert).waitFor();
    return alert.innerText();
  }

  /** @returns {Promise<string>} of what the page shows of the data: facts, key findings, findings and metrics */
  async figures() {
    await this.shown();
    return this.page.evaluate(() =>
      [...document.querySelectorAll("#facts > div:not(:last-child), #deck, .card, .findings, .about tr, .folded-section")]
        .map((element) => element.textContent).join("\n"));
  }

  /** What makes the page wider than the window; empty where nothing does. */
  overhang() {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return "";
      const guilty = [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest(".scroller"))
        .map((element) => `${element.tagName.toLowerCase()}#${element.id}.${element.className}`);
      return `${scrollWidth} pixels in ${clientWidth}: ${guilty.slice(0, 8).join(", ")}`;
    });
  }

  /**
   * Until a value settles on what is wanted.
   * @template T
   * @param {() => Promise<T>} ask
   * @param {(value: T) => boolean} good
   * @param {string} what
   */
  async until(ask, good, what) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const value = await ask();
      if (good(value)) return value;
      assert.ok(Date.now() < end, `${what}: found ${JSON.stringify(value)} after ${PATIENCE / 1000} s`);
      await sleep(50);
    }
  }

  judge() {
    assert.deepEqual(this.strangers, [], "asked other hosts");
    assert.deepEqual(this.faults, [], "errors on the console");
  }

  /**
   * What there was to see when a test failed.
   * @param {string} name
   */
  async tell(name) {
    mkdirSync(PICTURES, { recursive: true });
    const picture = join(PICTURES, `${name.replaceAll(/[^a-z0-9]+/gi, "-")}.png`);
    const taken = await this.page.screenshot({ path: picture, timeout: 5000 }).then(() => picture, (error) => `none: ${error.message}`);
    const alert = await this.page.evaluate(() => document.getElementById("alert")?.innerText).catch(() => "");
    process.stderr.write([
      `\n--- ${name}`, `address: ${this.page.url()}`, `alert: ${alert || "none"}`, `errors: ${this.faults.join("\n  ") || "none"}`,
      `other hosts: ${this.strangers.join(", ") || "none"}`, `console: ${this.console.join("\n  ") || "silent"}`,
      `requests: ${this.requests.slice(-20).join("\n  ")}`, `picture: ${taken}`, "",
    ].join("\n"));
  }

  async close() {
    await this.context.close();
    await this.site.close();
  }
}
