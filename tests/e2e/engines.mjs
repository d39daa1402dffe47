/**
 * Browsers of other makers, where they are installed: Firefox by WebDriver BiDi, WebKitGTK by WebDriver. Only what the
 * suite needs of either: to open an address, to ask the page, to hand a file over.
 */

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "../../www/node_modules/ws/wrapper.mjs";

const PATIENCE = 40_000;

/**
 * @typedef {object} Engine
 * @property {(url: string) => Promise<void>} open
 * @property {<T>(expression: string) => Promise<T>} ask what an expression of JavaScript, awaited, gives as JSON
 * @property {(selector: string, path: string) => Promise<void>} hand a file to an input
 * @property {() => Promise<void>} close
 */

/** @type {{ name: string, missing: string | false, start: () => Promise<Engine> }[]} */
export const ENGINES = [
  { name: "Firefox", missing: found("firefox-esr", "firefox") ? false : "no Firefox is installed", start: firefox },
  { name: "WebKitGTK", missing: webkitMissing(), start: webkit },
];

/** @param {...string} names */
function found(...names) {
  for (const name of names) {
    try {
      return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      // The next name may be there.
    }
  }
  return "";
}

/** The browser of WebKitGTK's own tests, which its driver speaks to. */
function miniBrowser() {
  return ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib64", "/usr/lib"]
    .flatMap((folder) => ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"].map((version) => join(folder, version, "MiniBrowser")))
    .find((path) => existsSync(path));
}

function webkitMissing() {
  if (!found("WebKitWebDriver")) return "no WebKitWebDriver is installed";
  if (!miniBrowser()) return "no MiniBrowser of WebKitGTK is installed";
  return process.env.DISPLAY || found("Xvfb") ? false : "there is no display, and no Xvfb to make one";
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} attempt
 */
async function eventually(what, attempt) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what} does not answer`, { cause: error });
      await sleep(150);
    }
  }
}

/** What is asked is a promise whose value crosses as text: both protocols have their own shapes for everything else. */
const asText = (/** @type {string} */ expression) => `(async () => JSON.stringify((await (${expression})) ?? null))()`;

/** @returns {Promise<Engine>} */
async function firefox() {
  const profile = mkdtempSync(join(tmpdir(), "hubstate-firefox-"));
  // Nothing may be looked up outside of this machine.
  const prefs = { "app.update.enabled": false, "browser.shell.checkDefaultBrowser": false, "datareporting.policy.dataSubmissionEnabled": false,
    "network.captive-portal-service.enabled": false, "network.connectivity-service.enabled": false, "services.settings.server": "",
    "browser.safebrowsing.update.enabled": false, "extensions.update.enabled": false, "network.prefetch-next": false };
  writeFileSync(join(profile, "user.js"), Object.entries(prefs).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`).join("\n"));
  const port = await freePort();
  const child = spawn(found("firefox-esr", "firefox"), ["--headless", "--no-remote", "--profile", profile, `--remote-debugging-port=${port}`], { stdio: "ignore" });
  const socket = await eventually("Firefox", () => new Promise((resolve, reject) => {
    const opening = new WebSocket(`ws://127.0.0.1:${port}/session`);
    opening.once("open", () => resolve(opening));
    opening.once("error", reject);
  }));
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  socket.on("message", (/** @type {Buffer} */ text) => {
    const { id, result, error, message } = JSON.parse(String(text));
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(`${error}: ${message}`));
    else asked?.resolve(result);
  });
  let last = 0;
  const send = (/** @type {string} */ method, /** @type {object} */ params = {}) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params }));
  });
  await send("session.new", { capabilities: {} });
  const { contexts: [{ context }] } = await send("browsingContext.getTree");
  const evaluate = async (/** @type {string} */ expression) => {
    const answer = await send("script.evaluate", { expression, target: { context }, awaitPromise: true });
    if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
    return answer.result;
  };
  return {
    open: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    ask: async (expression) => JSON.parse((await evaluate(asText(expression))).value),
    hand: async (selector, path) => {
      const { sharedId } = await evaluate(`document.querySelector(${JSON.stringify(selector)})`);
      await send("input.setFiles", { context, element: { sharedId }, files: [path] });
    },
    close: async () => {
      socket.close();
      await ended(child);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** @returns {Promise<Engine>} */
async function webkit() {
  const display = process.env.DISPLAY ? undefined : await screen();
  const port = await freePort();
  const env = { ...process.env, DISPLAY: process.env.DISPLAY ?? display?.name, GDK_BACKEND: "x11", WEBKIT_DISABLE_COMPOSITING_MODE: "1", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const child = spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "ignore", env });
  const send = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {object} */ body = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(method === "POST" ? { body: JSON.stringify(body) } : {}) });
    const { value } = /** @type {any} */ (await response.json());
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const options = { binary: miniBrowser(), args: ["--automation"] };
  const { sessionId } = await eventually("WebKitGTK", () => send("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } }));
  const session = `/session/${sessionId}`;
  await send("POST", `${session}/timeouts`, { script: PATIENCE, pageLoad: PATIENCE });
  return {
    open: (url) => send("POST", `${session}/url`, { url }),
    ask: async (expression) => JSON.parse(await send("POST", `${session}/execute/async`,
      { script: `${asText(expression)}.then(arguments[0], (error) => arguments[0]("null"))`, args: [] })),
    hand: async (selector, path) => {
      const [id] = Object.values(await send("POST", `${session}/element`, { using: "css selector", value: selector }));
      await send("POST", `${session}/element/${id}/value`, { text: path });
    },
    close: async () => {
      await send("DELETE", session).catch(() => {});
      await ended(child);
      if (display) await ended(display.child);
    },
  };
}

/** A screen that nobody sees. */
async function screen() {
  const child = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  const number = await new Promise((resolve, reject) => {
    child.stdout.once("data", (text) => resolve(String(text).trim()));
    child.once("error", reject);
  });
  return { child, name: `:${number}` };
}

/** @param {import("node:child_process").ChildProcess} child */
async function ended(child) {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  const late = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(late);
}
