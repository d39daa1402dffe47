/** The page's side of the worker: compiles the core once, asks, and hands progress on. */

import init from "./gen/hubstate.js";
import { turn } from "./core.js";
import { loadCore } from "./loader.js";
import { coreInside } from "./single.js";
import { responder } from "./worker.js";

/** @typedef {import("./types.js").Verbs} Verbs */
/** @typedef {import("./types.js").Verb} Verb */
/** @typedef {import("./types.js").Progress} Progress */

/** The answer to a request that was given up. */
export class GivenUp extends Error {}

/** The answer to a request at which the core stopped. */
export class Stopped extends Error {}

/**
 * @template {Verb} V
 * @typedef {(verb: V, args: Verbs[V][0], progress?: (p: Progress) => void, transfer?: Transferable[]) => Promise<Verbs[V][1]>} Ask
 */

/**
 * @typedef {object} Session
 * @property {<V extends Verb>(...request: Parameters<Ask<V>>) => ReturnType<Ask<V>>} ask
 * @property {((ask: Session["ask"]) => Promise<unknown>) | undefined} revive brings back to a new core what the one that stopped held
 * @property {((ask: Session["ask"]) => Promise<unknown>) | undefined} furnish brings to another core what goes with any snapshot
 */

/** What a core is started from. @typedef {{ module: WebAssembly.Module, source: string, beside: () => Promise<typeof responder> }} Kind */
/** A core that runs. @typedef {{ kind: Kind, post: (message: object, transfer?: Transferable[]) => void, end: () => void, lost?: () => boolean }} Link `lost` where a chart has stopped it, beside the page */
/** @typedef {{ verb: Verb, args: any, resolve: (value: any) => void, reject: (error: Error) => void, progress?: (p: Progress) => void }} Request */

/**
 * @param {HTMLScriptElement} script
 * @returns {Promise<Session>}
 */
export async function openSession(script) {
  const module = await loadCore(absolute(script.dataset.wasm));
  await init({ module_or_path: module });
  /** @type {Map<number, Request>} */
  const open = new Map();
  let last = 0;
  /** @type {Promise<unknown>} */
  let revived = Promise.resolve();
  /** @type {Promise<Link> | undefined} a larger core while it reads; what was on screen stays with the other until it has */
  let trial;

  /** Until the core is there with all that it held. */
  async function whole() {
    const link = await connected;
    if (link.lost?.()) {
      link.lost = undefined;
      await replace(link, "the core stopped at a chart");
    }
    await revived;
  }

  const connect = async (/** @type {Kind} */ kind) => (await fromWorker(kind, receive)) ?? besidePage(kind, receive);
  const over = (/** @type {Promise<Link>} */ link) => /** @type {Session["ask"]} */ ((verb, args, progress, transfer = []) => {
    const id = ++last;
    return new Promise((resolve, reject) => {
      open.set(id, { verb, args, resolve, reject, progress });
      link.then(({ post }) => post({ id, verb, args }, transfer)).catch(reject);
    });
  });
  const now = /** @type {Session["ask"]} */ ((...request) => over(request[0] === "tell" && trial ? trial : connected)(...request));

  /** @param {any} message @param {Link} [from] */
  function receive({ id, value, error, cancelled, broken, larger, progress }, from) {
    const request = open.get(id);
    if (!request) return;
    if (progress) return request.progress?.(progress);
    open.delete(id);
    if (larger) return void readByLarger(request, larger === "faster");
    // A core that has trapped answers nothing more: another one takes its place.
    if (broken && from) replace(from, error);
    if (error === undefined) request.resolve(value);
    else request.reject(cancelled ? new GivenUp() : broken ? new Stopped(error) : new Error(error));
  }

  /** @param {Link} broken @param {string} error */
  async function replace(broken, error) {
    broken.end();
    if (trial && (await trial) === broken) return;
    connected = connect(broken.kind);
    for (const other of open.values()) other.reject(new Stopped(error));
    open.clear();
    const { revive } = session;
    // What stops the new core as well is not tried again.
    session.revive = undefined;
    revived = revive ? revive(now).then(() => { session.revive = revive; }, () => {}) : Promise.resolve();
  }

  /**
   * @param {Request} request
   * @param {boolean} faster the core at hand would do
   */
  async function readByLarger({ verb, args, resolve, reject, progress }, faster) {
    const coming = trial = largerKind(script).then(connect);
    if (faster && !(await coming.catch(() => undefined))) {
      trial = undefined;
      return now(verb, { ...args, plain: true }, progress).then(resolve, reject);
    }
    try {
      const value = await over(coming)(verb, args, progress);
      await session.furnish?.(over(coming));
      (await connected).end();
      connected = coming;
      resolve(value);
    } catch (error) {
      coming.then(({ end }) => end(), () => {});
      reject(/** @type {Error} */ (error));
    } finally {
      if (trial === coming) trial = undefined;
    }
  }

  let connected = connect({ module, source: sourceOf(script), beside: async () => responder });
  /** @type {Session} */
  const session = { ask: (...request) => whole().then(() => now(...request)), revive: undefined, furnish: undefined };
  await connected;
  return session;
}

const absolute = (/** @type {string | undefined} */ path) => new URL(path ?? "", document.baseURI).href;

/** What a worker runs: this very script. @param {HTMLScriptElement} script */
const sourceOf = (script) => (script.src ? `importScripts(${JSON.stringify(script.src)})` : script.textContent ?? "");

/** @type {Promise<Kind> | undefined} */
let larger;

/**
 * The core that reads CSV, Parquet and zstd too; it lies beside the page and is fetched when such a file comes.
 * @param {HTMLScriptElement} script
 */
function largerKind(script) {
  if (coreInside()) return Promise.reject(new Error("a file of this kind is read by a larger core, which a page that is one file does not hold: open it on the hosted page, or save it as JSON Lines"));
  larger ??= kindAt(absolute(script.dataset.larger), absolute(script.dataset.largerWasm));
  larger.catch(() => { larger = undefined; });
  return larger;
}

/**
 * @param {string} script
 * @param {string} wasm
 * @returns {Promise<Kind>}
 */
async function kindAt(script, wasm) {
  let module;
  try {
    module = await loadCore(wasm, false);
  } catch (error) {
    throw new Error(`a file of this kind is read by a larger core, and ${error instanceof Error ? error.message : error}; it needs a browser of 2023 or later`);
  }
  const beside = () => new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = script;
    element.onload = () => resolve(/** @type {any} */ (globalThis).hubstateLarger);
    element.onerror = () => reject(new Error(`${script} could not be fetched`));
    document.head.append(element);
  });
  return { module, source: `importScripts(${JSON.stringify(script)})`, beside };
}

/**
 * A classic worker from a Blob: it works where a worker from an address does not.
 * @param {Kind} kind
 * @param {(message: any, from?: Link) => void} receive
 * @returns {Promise<Link | undefined>}
 */
function fromWorker(kind, receive) {
  return new Promise((resolve) => {
    /** @type {Worker} */
    let made;
    try {
      made = new Worker(URL.createObjectURL(new Blob([kind.source], { type: "text/javascript" })), { name: "hubstate" });
    } catch {
      return resolve(undefined);
    }
    made.onerror = () => {
      made.terminate();
      resolve(undefined);
    };
    made.onmessage = ({ data }) => {
      if (data.error !== undefined) return made.onerror?.(new ErrorEvent("error"));
      /** @type {Link} */
      const link = { kind, post: (message, transfer = []) => made.postMessage(message, transfer), end: () => made.terminate() };
      made.onmessage = (event) => receive(event.data, link);
      made.onerror = null;
      resolve(link);
    };
    made.postMessage({ id: 0, verb: "init", args: { module: kind.module } });
  });
}

/**
 * @param {Kind} kind
 * @param {(message: any, from?: Link) => void} receive
 * @returns {Promise<Link>}
 */
async function besidePage(kind, receive) {
  const beside = await kind.beside();
  const answer = beside((message) => setTimeout(receive, 0, message, link));
  /** @type {Link} */
  const link = { kind, post: (message) => void setTimeout(answer, 0, message), end: () => {} };
  await answer(/** @type {any} */ ({ id: 0, verb: "init", args: { module: kind.module } }));
  const mine = turn;
  // The charts are drawn by this very core, not by a larger one.
  if (beside === responder) link.lost = () => turn !== mine;
  return link;
}
