/** Feeds a stream to the engine, chunk by chunk, so that a file is never held whole. */

/** @typedef {import("./gen/hubstate.js").Engine} Engine */
/** @typedef {import("./types.js").Progress} Progress */

/** What a job throws that was given up. */
export class Cancelled extends Error {}

const CHUNK = 1 << 20;
/** Milliseconds of reading between two breaths, in which a word of the page can arrive. */
const BREATH = 40;

/** Lets the messages that wait be handled. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/**
 * @param {Engine} engine
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {number} total bytes to come, 0 where nobody knows
 * @param {{ controller: AbortController }} job
 * @param {(progress: Progress) => void} progress
 * @returns {Promise<import("./types.js").ReadNote>}
 */
export async function readStream(engine, stream, total, { controller: { signal } }, progress) {
  if (!stream) throw new Error("there is nothing to read: the answer has no body");
  const reader = stream.getReader();
  engine.begin({ checksum: true });
  try {
    await feedAll(engine, reader, total, signal, progress);
    return engine.finish();
  } catch (error) {
    engine.abandon();
    reader.cancel().catch(() => {});
    throw error;
  }
}

/**
 * @param {Engine} engine
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {number} total
 * @param {AbortSignal} signal
 * @param {(progress: Progress) => void} progress
 */
async function feedAll(engine, reader, total, signal, progress) {
  let bytes = 0;
  let said = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted) throw new Cancelled();
    if (done) return;
    for (let from = 0; from < value.length; from += CHUNK) {
      const part = value.subarray(from, from + CHUNK);
      const rows = engine.feed(part);
      bytes += part.length;
      if (performance.now() - said > BREATH) {
        progress({ stage: "reading", bytes, total, rows });
        await breathe();
        if (signal.aborted) throw new Cancelled();
        said = performance.now();
      }
    }
  }
}
