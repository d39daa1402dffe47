/** A tab that is watched from outside: when its worker answers, how long its main thread is taken, how much memory it holds. */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** @typedef {import("../../www/node_modules/playwright-core/index.mjs").Browser} Browser */
/** @typedef {import("../../www/node_modules/playwright-core/index.mjs").Page} Page */

const SAMPLE = 100;
const PATIENCE = 900_000;

/**
 * hubstate as a reader opens it, with its first report on screen.
 * @param {Browser} browser
 * @param {string} origin
 */
export async function openTab(browser, origin) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript(watch);
  await page.goto(origin);
  await page.waitForSelector("#page[data-complete]", { state: "attached" });
  return page;
}

/** Runs in the page, before its own scripts. */
function watch() {
  const seen = /** @type {any} */ (window).seen = { chosen: 0, read: 0, shown: 0, complete: 0, cancelled: 0, tasks: /** @type {[number, number][]} */ ([]) };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
  }).observe({ type: "longtask" });

  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.id === "file") Object.assign(seen, { chosen: performance.now(), read: 0, shown: 0, complete: 0, cancelled: 0 });
  }, true);

  /** The worker says when a file has been read, and when a reading was given up. */
  const Native = Worker;
  window.Worker = class extends Native {
    readings = new Set();
    /** @param {string | URL} address @param {WorkerOptions} [options] */
    constructor(address, options) {
      super(address, options);
      this.addEventListener("message", ({ data }) => {
        if (data.progress || !this.readings.delete(data.id)) return;
        if (data.cancelled) seen.cancelled = performance.now();
        else if (!data.larger) seen.read = performance.now();
      });
    }

    /** @param {any} message @param {any} transfer */
    postMessage(message, transfer) {
      if (message.verb === "readFiles") this.readings.add(message.id);
      super.postMessage(message, transfer);
    }
  };

  addEventListener("DOMContentLoaded", () => {
    const painted = (/** @type {"shown" | "complete"} */ what) => requestAnimationFrame(() => setTimeout(() => { seen[what] ||= performance.now(); }));
    new MutationObserver((changes) => {
      if (!seen.read) return;
      for (const { attributeName } of changes) {
        const { query, complete } = /** @type {HTMLElement} */ (document.getElementById("page")).dataset;
        if (attributeName === "data-query" && query !== undefined) painted("shown");
        if (attributeName === "data-complete" && complete !== undefined) painted("complete");
      }
    }).observe(/** @type {Node} */ (document.getElementById("page")), { attributeFilter: ["data-query", "data-complete"] });
  });
}

/** @typedef {{ read: number, shown: number, complete: number, reading: number, drawing: number }} Taken milliseconds since the file was chosen; the longest tasks, 0 where none reached 50 ms */

/**
 * Chooses a file; what its way onto the screen took.
 * @param {Page} page
 * @param {string} path
 * @returns {Promise<Taken>}
 */
export async function show(page, path) {
  await page.setInputFiles("#file", path);
  await page.waitForFunction(() => {
    const alert = document.querySelector("#alert .error");
    if (alert) throw new Error(alert.textContent ?? "");
    return /** @type {any} */ (window).seen.complete > 0;
  }, undefined, { timeout: PATIENCE, polling: 50 });
  return page.evaluate(() => {
    const { chosen, read, shown, complete, tasks } = /** @type {any} */ (window).seen;
    const longest = (/** @type {number} */ from, /** @type {number} */ to) =>
      Math.max(0, ...tasks.filter((/** @type {[number, number]} */ [begun]) => begun >= from && begun < to).map((/** @type {[number, number]} */ task) => task[1]));
    return { read: read - chosen, shown: shown - chosen, complete: complete - chosen, reading: longest(chosen, read), drawing: longest(read, complete) };
  });
}

/**
 * Chooses a file and gives it up after a while: milliseconds from the button to a page at rest; none where it had
 * been read by then.
 * @param {Page} page
 * @param {string} path
 * @param {number} after milliseconds
 */
export async function giveUp(page, path, after) {
  await page.setInputFiles("#file", path);
  await page.waitForSelector("#status button", { state: "attached" });
  await sleep(after);
  return page.evaluate(async () => {
    const seen = /** @type {any} */ (window).seen;
    const begun = performance.now();
    const status = /** @type {HTMLElement} */ (document.getElementById("status"));
    const button = [...status.querySelectorAll("button")].find(({ textContent }) => textContent === "Cancel");
    if (!button || seen.read) return undefined;
    button.click();
    while (status.childElementCount > 0) await new Promise((resolve) => setTimeout(resolve));
    return seen.cancelled ? performance.now() - begun : undefined;
  });
}

/**
 * Bytes that the tabs of a browser hold, by the share of each page of memory that is theirs (PSS). Linux only.
 * @param {Browser} browser
 */
export async function openMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  const now = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { id }) => sum + held(id), 0);
  };
  return {
    now,
    /**
     * The most that was held while something ran.
     * @param {() => Promise<unknown>} run
     */
    peak: async (run) => {
      let [most, running] = [0, true];
      const watching = (async () => {
        while (running) {
          most = Math.max(most, await now());
          await sleep(SAMPLE);
        }
      })();
      await run().finally(() => { running = false; });
      await watching;
      return most;
    },
  };
}

/** @param {number} pid */
function held(pid) {
  try {
    return 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
