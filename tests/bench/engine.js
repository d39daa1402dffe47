/** In a page of the bench: the core as the page runs it, in its own worker, with a clock at each request. Global: `startEngine`. */

/** Runs before the worker's own script: says how much memory the core holds, which no verb tells. */
const WATCHED = `
  const Instance = WebAssembly.Instance;
  WebAssembly.Instance = function (...given) {
    const made = new Instance(...given);
    self.coreMemory = made.exports.memory;
    return made;
  };
`;
const ANSWERS = `
  const answer = self.onmessage;
  self.onmessage = (event) => event.data.verb === "memory"
    ? self.postMessage({ id: event.data.id, value: self.coreMemory.buffer.byteLength })
    : answer(event);
`;

/**
 * @param {string} script of the worker
 * @param {string} wasm
 */
globalThis.startEngine = async (script, wasm) => {
  const module = await WebAssembly.compile(await (await fetch(wasm)).arrayBuffer());
  const source = `${WATCHED}importScripts(${JSON.stringify(new URL(script, document.baseURI).href)});${ANSWERS}`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  let last = 0;
  /** What a request gives, and the milliseconds until it does. */
  const ask = (verb, args = {}) => new Promise((resolve, reject) => {
    const id = last += 1;
    const begun = performance.now();
    worker.addEventListener("message", function listen({ data }) {
      if (data.id !== id || data.progress) return;
      worker.removeEventListener("message", listen);
      if (data.error === undefined) resolve({ value: data.value, taken: performance.now() - begun });
      else reject(new Error(data.error));
    });
    worker.postMessage({ id, verb, args });
  });
  await ask("init", { module });
  return { ask, end: () => worker.terminate() };
};

const chosen = () => document.getElementById("file").files[0];

/**
 * Reads the chosen file and reports on all of its rows, twice: what the core holds after the first time, and the
 * milliseconds of the second, when its code is as fast as it gets.
 */
globalThis.readOnce = async (script, wasm) => {
  const engine = await startEngine(script, wasm);
  const before = (await engine.ask("memory")).value;
  const read = async () => {
    const reading = await engine.ask("readFiles", { files: [chosen()] });
    const held = (await engine.ask("memory")).value;
    const all = await engine.ask("sections", { query: "top=all" });
    return { memory: held - before, taken: reading.taken + all.taken, basket: JSON.parse(all.value).basket };
  };
  const { memory } = await read();
  const { taken, basket: { repos, downloads } } = await read();
  engine.end();
  return { memory, taken, repos, downloads };
};

/** Reads the chosen file and asks for its sections under each query in turn: the milliseconds of each. */
globalThis.readBaskets = async (script, wasm, queries) => {
  const engine = await startEngine(script, wasm);
  await engine.ask("readFiles", { files: [chosen()] });
  const times = [];
  for (const query of queries) times.push((await engine.ask("sections", { query })).taken);
  engine.end();
  return times;
};
