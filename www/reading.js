/** Feeds a stream to the engine, chunk by chunk, so that a file is never held whole. */

/** @typedef {import("./gen/hubstate.js").Engine} Engine */
/** @typedef {import("./types.js").Progress} Progress */

/** What a job throws that was given up. */
export class Cancelled extends Error {}

const CHUNK = 1 << 20;
/** Files up to this many bytes are held until their checksum is taken. */
const HELD = 1 << 27;
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
  // The browser's own checksum wants all bytes at once, and a page that is not served safely has none.
  const held = globalThis.crypto?.subtle && total > 0 && total <= HELD ? new Uint8Array(total) : undefined;
  engine.begin(!held);
  try {
    const bytes = await feedAll(engine, reader, total, signal, (part, at) => held?.set(part, at), progress);
    const sha256 = held && (await checksum(held.subarray(0, bytes)));
    if (signal.aborted) throw new Cancelled();
    return engine.finish(sha256);
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
 * @param {(part: Uint8Array, at: number) => void} keep
 * @param {(progress: Progress) => void} progress
 */
async function feedAll(engine, reader, total, signal, keep, progress) {
  let bytes = 0;
  let said = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted) throw new Cancelled();
    if (done) return bytes;
    keep(value, bytes);
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

/**
 * SHA-256 in hex.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function checksum(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
