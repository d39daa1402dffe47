/** The page of the bench: reads the same bytes by turns with the core and with its peer. Globals: `core`, `oracle`. */

(() => {
  const CHUNK = 1 << 20;
  const LEAST_COMPARED = 80;
  const address = document.currentScript.dataset.wasm;
  const fetched = async (path) => (await fetch(path)).arrayBuffer();
  const ready = (async () => {
    core.initSync({ module: await WebAssembly.compile(await fetched(address)) });
    return { bytes: new Uint8Array(await fetched("dump.json")), tables: await (await fetch("tables.json")).json() };
  })();

  function read(bytes, sha256) {
    const engine = new core.Engine();
    engine.begin(false);
    for (let at = 0; at < bytes.length; at += CHUNK) engine.feed(bytes.subarray(at, at + CHUNK));
    engine.finish(sha256);
    return engine;
  }

  /** As the page's worker does it: the browser takes the checksum of all bytes. */
  async function signed(bytes) {
    const digest = await crypto.subtle.digest("SHA-256", bytes.slice());
    return byCore(bytes, Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""));
  }

  function byCore(bytes, sha256) {
    const engine = read(bytes, sha256);
    const report = JSON.parse(engine.sections(""));
    engine.free();
    return report;
  }

  function byPeer(bytes, tables) {
    return oracle.analyse(oracle.parse(new TextDecoder().decode(bytes)), { tables });
  }

  async function timed(times, run) {
    globalThis.gc?.();
    const begin = performance.now();
    const running = run();
    if (running instanceof Promise) await running;
    times.push(performance.now() - begin);
  }

  /** Peers that disagree are no peers. */
  function agree(ours, theirs) {
    let compared = 0;
    for (const { id, metrics } of ours.sections) {
      for (const [name, { value }] of Object.entries(metrics)) {
        const other = theirs.sections[id]?.metrics?.[name];
        const found = other !== null && typeof other === "object" ? other.value : other;
        if (found === undefined) continue;
        compared += 1;
        if (found === value) continue;
        if (typeof value === "number" && Math.abs(found - value) <= 1e-9 * Math.abs(value)) continue;
        throw new Error(`${id}.${name}: the core has ${value}, its peer ${found}`);
      }
    }
    if (compared < LEAST_COMPARED) throw new Error(`only ${compared} figures could be compared, expected ${LEAST_COMPARED} or more`);
  }

  globalThis.readByTurns = async (rounds) => {
    const { bytes, tables } = await ready;
    agree(byCore(bytes), byPeer(bytes, tables));
    await signed(bytes);
    const times = { core: [], signed: [], peer: [] };
    for (let round = 0; round < rounds; round += 1) {
      await timed(times.core, () => byCore(bytes));
      await timed(times.peer, () => byPeer(bytes, tables));
      await timed(times.signed, () => signed(bytes));
    }
    return times;
  };

  /** Baskets by turns: the sections, and the whole report with what the lenses add. */
  globalThis.baskets = async (count) => {
    const { bytes } = await ready;
    const engine = read(bytes);
    const times = { first: [], sections: [], whole: [] };
    await timed(times.first, () => JSON.parse(engine.sections("")));
    for (let at = 0; at < count; at += 1) {
      const query = at % 2 ? "" : "top=999";
      await timed(times.sections, () => JSON.parse(engine.sections(query)));
      await timed(times.whole, () => {
        engine.begin_analysis(query);
        return JSON.parse(engine.step_analysis());
      });
    }
    return times;
  };

  /** The core's part of a pointer move over a chart of 1,000 marks: what stands out, drawn above the marks. */
  globalThis.standOut = async (count) => {
    await ready;
    const marks = Array.from({ length: 1000 }, (_, at) =>
      ({ label: `owner/model-${at}`, value: (at * 7919) % 5003, second: (at * 104_729) % 9_000_011, tone: at < 8 ? "second" : "context" }));
    const picture = new core.Picture(JSON.stringify({ id: "many", form: "scatter", title: "", subtitle: "", alt: "", unit: "count", marks, axes: ["downloads", "likes"] }));
    const canvas = document.createElement("canvas");
    const times = [];
    for (let at = 0; at < count; at += 1) {
      const mark = (at * 37) % marks.length;
      await timed(times, () => {
        picture.over(canvas, 680, 1, "light", marks[mark].label, mark);
        // What was asked of the canvas is done before it can be read.
        canvas.getContext("2d").getImageData(0, 0, 1, 1);
      });
    }
    return times;
  };
})();
