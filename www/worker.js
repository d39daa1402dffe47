/** Answers the page's requests; it holds the engine, and runs in a worker or, where none can be made, beside the page. */

import { Engine, initSync } from "./gen/hubstate.js";
import { restart, trapped } from "./core.js";
import { crawl } from "./crawl.js";
import { BREATH, Cancelled, Larger, breathe, readFiles, sourceOf } from "./reading.js";
import { sourceAt } from "./remote.js";

/** @typedef {import("./types.js").Verbs} Verbs */

/**
 * A job that reads; only one runs at a time, and the page may speak to it.
 * @typedef {{ controller: AbortController, keep: AbortController, goOn: () => void, done: Promise<unknown> }} Job
 */

let started = false;

/** @param {typeof globalThis} scope the worker's own global scope */
export function serve(scope) {
  const answer = responder((message, transfer = []) => scope.postMessage(message, { transfer }));
  scope.onmessage = (event) => answer(event.data);
}

/**
 * @param {(message: object, transfer?: Transferable[]) => void} post
 * @returns {(request: { id: number, verb: string, args: any }) => Promise<void>}
 */
export function responder(post) {
  /** @type {Engine | undefined} */
  let engine;
  /** @type {Job | undefined} */
  let job;

  /** Which analysis is the latest. */
  let analysis = 0;

  const held = () => {
    if (!engine) throw new Error("the engine has not started");
    return engine;
  };

  /**
   * Runs a reading after the one before it has been given up.
   * @template T
   * @param {(job: Job) => Promise<T>} run
   * @returns {Promise<T>}
   */
  async function alone(run) {
    const before = job;
    /** @type {Job} */
    const mine = { controller: new AbortController(), keep: new AbortController(), goOn: () => {}, done: Promise.resolve() };
    job = mine;
    before?.controller.abort();
    const done = Promise.resolve(before?.done).catch(() => {}).then(() => {
      if (mine.controller.signal.aborted) throw new Cancelled();
      return run(mine);
    });
    mine.done = done;
    try {
      return await done;
    } catch (error) {
      if (mine.controller.signal.aborted) throw new Cancelled();
      throw error;
    } finally {
      if (job === mine) job = undefined;
    }
  }

  /**
   * The whole report, worked out between other requests; given up where another one is asked for.
   * @param {Engine} mine
   * @param {string} query
   */
  async function analyse(mine, query) {
    const turn = ++analysis;
    mine.begin_analysis(query);
    for (;;) {
      const begun = performance.now();
      do {
        const report = mine.step_analysis();
        if (report !== undefined) return report;
      } while (performance.now() - begun < BREATH);
      await breathe();
      // What is read gets all of the time there is.
      await Promise.resolve(job?.done).catch(() => {});
      if (turn !== analysis || !mine.is_analysing()) throw new Cancelled();
    }
  }

  /** @type {{ [V in keyof Verbs]: (args: Verbs[V][0], progress: (p: import("./types.js").Progress) => void) => Verbs[V][1] | Promise<Verbs[V][1]> }} */
  const verbs = {
    init({ module }) {
      // Where the page runs it there is one already, and after a trap it is of no use.
      if (started) restart();
      else initSync({ module });
      started = true;
      analysis += 1;
      engine = new Engine();
      return null;
    },
    readFiles: ({ files, ...wishes }, progress) => alone(({ controller: { signal } }) => readFiles(held(), files.map(sourceOf), { signal, progress }, wishes)),
    readUrl: ({ url, ...wishes }, progress) => alone(async (job) => readFiles(held(), [await sourceAt(url, job, progress, "so_far" in held())], { signal: job.controller.signal, progress }, wishes)),
    crawl: ({ by, most }, progress) => alone((job) => crawl(held(), by, most, job, progress)),
    choose({ kind }) {
      held().choose(kind);
      return null;
    },
    sections: ({ query }) => held().sections(query),
    analyse: ({ query }) => analyse(held(), query),
    owners: ({ bytes }) => held().registry(new Uint8Array(bytes)),
    claims: ({ bytes }) => held().claims(new Uint8Array(bytes)),
    paragraph: ({ query, text }) => held().paragraph(query, text),
    moved: ({ before, after }) => held().moved(before, after),
    output: ({ query, form, font }) => held().output(form, query, font),
    snapshot: () => held().snapshot_file() ?? null,
    find: ({ query, text }) => held().find(query, text),
    places: ({ query, kind, name }) => held().places(query, kind, name),
    tell({ word }) {
      if (word === "cancel") job?.controller.abort();
      if (word === "keep") job?.keep.abort();
      if (word === "go-on") job?.goOn();
      return null;
    },
  };

  return async ({ id, verb, args }) => {
    try {
      const value = await verbs[/** @type {keyof Verbs} */ (verb)](args, (progress) => post({ id, progress }));
      post({ id, value });
    } catch (error) {
      const cancelled = error instanceof Cancelled;
      const broken = trapped(error);
      post({ id, error: broken ? "the core stopped: the input needs more memory than the browser gives, or hubstate has a fault; open a smaller dump" : words(error), cancelled, broken, larger: error instanceof Larger && (error.faster ? "faster" : "needed") });
    }
  };
}

/** @param {unknown} error */
function words(error) {
  return error instanceof Error ? error.message : String(error);
}
