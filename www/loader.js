/** The core, by the first way that works: from the page itself, streamed, or from its bytes. Each fall is told to the site's owner. */

import { coreInside } from "./single.js";

/**
 * @param {string} url
 * @param {boolean} [mayBeInside] whether the page may hold it
 * @returns {Promise<WebAssembly.Module>}
 */
export async function loadCore(url, mayBeInside = true) {
  if (typeof WebAssembly === "undefined") throw new Error("this browser has no WebAssembly, or has it switched off");
  const inline = mayBeInside ? coreInside() : undefined;
  if (inline) return compile(await inline, "the core inside of this page");
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw fell(`${url} could not be fetched`, error, "serve the whole folder from one host, and over http");
  }
  if (!response.ok) throw fell(`${url} answered ${response.status}, expected 200`, undefined, "serve the whole folder");
  const copy = response.clone();
  try {
    return await WebAssembly.compileStreaming(response);
  } catch (error) {
    warn(`${url} was not compiled as it arrived (${said(error)}): its bytes are compiled instead; serve it as application/wasm`);
  }
  return compile(await copy.arrayBuffer(), url);
}

/**
 * @param {BufferSource} bytes
 * @param {string} name
 */
async function compile(bytes, name) {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    if (/unsafe-eval|Content Security Policy|blocked by CSP/i.test(said(error))) {
      throw fell("the security policy of this site forbids WebAssembly", error, "add 'wasm-unsafe-eval' to script-src");
    }
    throw fell(`${name} is no WebAssembly that this browser takes`, error, "serve the file as it was built");
  }
}

/**
 * @param {string} what happened, for the reader
 * @param {unknown} error
 * @param {string} remedy for the site's owner
 */
function fell(what, error, remedy) {
  warn(`${what}${error === undefined ? "" : ` (${said(error)})`}: ${remedy}`);
  return new Error(what);
}

/** @param {string} text */
const warn = (text) => console.warn(`hubstate: ${text}`);

/** @param {unknown} error */
const said = (error) => (error instanceof Error ? error.message : String(error));
