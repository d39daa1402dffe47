/** Fetches the Hub's listing page by page: waits where the Hub asks for it, stops where the reader asks for it. */

import { fetch_page, first_page, wait_seconds } from "./gen/hubstate.js";
import { Cancelled } from "./reading.js";

/** @typedef {import("./gen/hubstate.js").Engine} Engine */
/** @typedef {import("./gen/hubstate.js").Page} Page */
/** @typedef {import("./types.js").Progress} Progress */
/** @typedef {import("./worker.js").Job} Job */

/** The largest page of the listing; it only tells how many pages are to be expected. */
const PAGE_ROWS = 1000;

/** Thrown inside when the reader wants to keep what arrived. */
class Kept extends Error {}

/**
 * @param {Engine} engine
 * @param {string} by
 * @param {number} most
 * @param {Job} job
 * @param {(progress: Progress) => void} progress
 * @returns {Promise<import("./types.js").CrawlNote>}
 */
export async function crawl(engine, by, most, job, progress) {
  const cut = AbortSignal.any([job.controller.signal, job.keep.signal]);
  const pages = Math.ceil(most / PAGE_ROWS);
  const state = { rows: 0, page: 0 };
  /** @type {unknown} */
  let failure;
  let complete = false;
  engine.begin_crawl(most);
  try {
    /** @type {string | undefined} */
    let url = first_page(by, Math.min(most, PAGE_ROWS));
    while (url && !complete) {
      progress({ stage: "fetching", page: state.page + 1, pages: Math.max(pages, state.page + 1), rows: state.rows, most });
      const page = await onePage(url, state.rows, job, cut, progress);
      const taken = engine.add_page(page.body);
      if (taken.rows === state.rows && page.next) throw new Error(`page ${state.page + 1}: it brings nothing new and names a next page; expected further models: fetch again later`);
      state.page += 1;
      state.rows = taken.rows;
      complete = taken.full;
      url = page.next;
      page.free();
    }
    complete = true;
  } catch (error) {
    failure = error;
  }
  if (job.controller.signal.aborted || (failure && state.rows === 0)) {
    engine.abandon();
    throw job.controller.signal.aborted || failure instanceof Kept ? new Cancelled() : failure;
  }
  const query = `sort=${by}&limit=${most}`;
  const note = engine.finish_crawl(new Date().toISOString().slice(0, 10), query, complete);
  const stopped = failure instanceof Kept;
  const error = failure && !stopped ? (failure instanceof Error ? failure.message : String(failure)) : undefined;
  return { ...note, complete, pages: state.page, kept: state.rows, stopped, error };
}

/**
 * One page, asked for again after the pauses that the Hub wants.
 * @param {string} url
 * @param {number} rows
 * @param {Job} job
 * @param {AbortSignal} cut
 * @param {(progress: Progress) => void} progress
 * @returns {Promise<Page>}
 */
async function onePage(url, rows, job, cut, progress) {
  for (let attempt = 0; ; attempt += 1) {
    /** @type {Page | undefined} */
    let page;
    /** @type {unknown} */
    let unreached;
    try {
      page = await fetch_page(url, cut);
    } catch (error) {
      unreached = error;
    }
    if (cut.aborted) throw new Kept();
    if (page?.status === 200) return page;
    const refusal = page ? page.refusal : `the Hub could not be reached: ${unreached instanceof Error ? unreached.message : unreached}`;
    const wait = wait_seconds(page?.status ?? 0, attempt);
    page?.free();
    if (!wait) throw new Error(refusal);
    await countdown(wait, attempt, rows, job, cut, progress);
  }
}

/**
 * Waits, and says every second how long still.
 * @param {{ seconds: number, reason: string }} wait
 * @param {number} attempt
 * @param {number} rows
 * @param {Job} job
 * @param {AbortSignal} cut
 * @param {(progress: Progress) => void} progress
 */
async function countdown({ seconds, reason }, attempt, rows, job, cut, progress) {
  let impatient = false;
  const end = performance.now() + seconds * 1000;
  while (!impatient && performance.now() < end) {
    const left = Math.ceil((end - performance.now()) / 1000);
    progress({ stage: "waiting", seconds: left, of: seconds, attempt: attempt + 2, reason, rows });
    await new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        cut.removeEventListener("abort", wake);
        resolve(undefined);
      };
      const timer = setTimeout(wake, Math.min(1000, end - performance.now()));
      cut.addEventListener("abort", wake);
      job.goOn = () => {
        impatient = true;
        wake();
      };
    });
    if (cut.aborted) throw new Kept();
  }
  job.goOn = () => {};
}
