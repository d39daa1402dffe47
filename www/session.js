/** The page's side of the worker: compiles the core once, asks, and hands progress on. */

import init from "./gen/hubstate.js";
import { restart } from "./core.js";
import { loadCore } from "./loader.js";
import { responder } from "./worker.js";

/** @typedef {import("./types.js").Verbs} Verbs */
/** @typedef {import("./types.js").Verb} Verb */
/** @typedef {import("./types.js").Progress} Progress */

/** The answer to a request that was given up. */
export class GivenUp extends Error {}

/** The answer to a request at which the core stopped. */
export class Stopped extends Error {}

/**
 * A classic worker from a Blob that runs this very script: it works where a worker from an address does not.
 * @param {HTMLScriptElement} script
 */
function worker(script) {
  const source = script.src ? `importScripts(${JSON.stringify(script.src)})` : script.textContent ?? "";
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return new Worker(url, { name: "hubstate" });
}

/**
 * @template {Verb} V
 * @typedef {(verb: V, args: Verbs[V][0], progress?: (p: Progress) => void, transfer?: Transferable[]) => Promise<Verbs[V][1]>} Ask
 */

/**
 * @typedef {object} Session
 * @property {<V extends Verb>(...request: Parameters<Ask<V>>) => ReturnType<Ask<V>>} ask
 * @property {((ask: Session["ask"]) => Promise<unknown>) | undefined} revive brings back to a new core what the one that stopped held
 */

/**
 * @param {HTMLScriptElement} script
 * @returns {Promise<Session>}
 */
export async function openSession(script) {
  const module = await loadCore(new URL(script.dataset.wasm ?? "", document.baseURI).href);
  await init({ module_or_path: module });
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void, progress?: (p: Progress) => void }>} */
  const open = new Map();
  const connect = async (again = false) => (await fromWorker(script, module, receive)) ?? besidePage(module, receive, again);
  /** @type {Promise<unknown>} */
  let revived = Promise.resolve();
  /** @param {any} message */
  const receive = ({ id, value, error, cancelled, broken, progress }) => {
    const request = open.get(id);
    if (!request) return;
    if (progress) return request.progress?.(progress);
    open.delete(id);
    // A core that has trapped answers nothing more: another one takes its place.
    if (broken) {
      connected = connect(true);
      for (const other of open.values()) other.reject(new Stopped(error));
      open.clear();
      const { revive } = session;
      // What stops the new core as well is not tried again.
      session.revive = undefined;
      revived = revive ? revive(now).then(() => { session.revive = revive; }, () => {}) : Promise.resolve();
    }
    if (error === undefined) request.resolve(value);
    else request.reject(cancelled ? new GivenUp() : broken ? new Stopped(error) : new Error(error));
  };
  let last = 0;
  let connected = connect();
  /** @type {Session["ask"]} */
  const now = (verb, args, progress, transfer = []) => {
    const id = ++last;
    return new Promise((resolve, reject) => {
      open.set(id, { resolve, reject, progress });
      connected.then((post) => post({ id, verb, args }, transfer)).catch(reject);
    });
  };
  /** @type {Session} */
  const session = { ask: (...request) => revived.then(() => now(...request)), revive: undefined };
  await connected;
  return session;
}

/**
 * @param {HTMLScriptElement} script
 * @param {WebAssembly.Module} module
 * @param {(message: any) => void} receive
 * @returns {Promise<((message: object, transfer: Transferable[]) => void) | undefined>}
 */
function fromWorker(script, module, receive) {
  return new Promise((resolve) => {
    /** @type {Worker} */
    let made;
    try {
      made = worker(script);
    } catch {
      return resolve(undefined);
    }
    made.onerror = () => {
      made.terminate();
      resolve(undefined);
    };
    made.onmessage = ({ data }) => {
      if (data.error !== undefined) return made.onerror?.(new ErrorEvent("error"));
      made.onmessage = (event) => {
        if (event.data.broken) made.terminate();
        receive(event.data);
      };
      made.onerror = null;
      resolve((message, transfer) => made.postMessage(message, transfer));
    };
    made.postMessage({ id: 0, verb: "init", args: { module } });
  });
}

/**
 * @param {WebAssembly.Module} module
 * @param {(message: any) => void} receive
 * @param {boolean} again the core has trapped; the page draws with the same one
 */
async function besidePage(module, receive, again) {
  if (again) restart();
  const answer = responder((message) => setTimeout(receive, 0, message));
  await answer({ id: 0, verb: "init", args: { module } });
  return (/** @type {any} */ message) => void setTimeout(answer, 0, message);
}
