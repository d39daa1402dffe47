/** Feeds files to the engine, piece by piece, so that none is ever held whole. */

/** @typedef {import("./gen/hubstate.js").Engine} Engine */
/** @typedef {import("./types.js").Progress} Progress */
/** @typedef {import("./types.js").ReadNote} ReadNote */
/** @typedef {import("./types.js").LargerEngine} LargerEngine */

/** What a job throws that was given up. */
export class Cancelled extends Error {}

/**
 * One of the files to read.
 * @typedef {object} Source
 * @property {string} name
 * @property {number} size in bytes, 0 where nobody knows
 * @property {() => Promise<ReadableStream<Uint8Array>> | ReadableStream<Uint8Array>} stream
 * @property {(start: number, end: number) => Promise<Uint8Array>} [slice] where parts of it can be asked for
 * @property {() => Promise<Uint8Array>} [all] where all of it is at hand
 */

/** How a reading is watched and ended. @typedef {{ signal: AbortSignal, progress: (progress: Progress) => void }} Watch */

const CHUNK = 1 << 20;
/** Files up to this many bytes are held until their checksum is taken. */
const HELD = 1 << 27;
/** Milliseconds of reading between two breaths, in which a word of the page can arrive. */
export const BREATH = 40;
/** Milliseconds of reading after which the page is shown what there is so far. */
const EARLY = 1000;
/** Bytes from which the larger core is worth its download: it reads faster. */
const LARGE = 1 << 24;
/** Bytes that are asked of a server ahead: fewer requests for more memory. */
const AHEAD = 1 << 25;
/** How a file begins that is read in parts. */
export const PARQUET = "PAR1";

/** Lets the messages that wait be handled. */
export const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** @param {Blob} file @returns {Source} */
export const sourceOf = (file) => ({
  name: file instanceof File ? file.name : "the file", size: file.size, stream: () => file.stream(),
  slice: async (start, end) => bytesOf(file.slice(start, end)), all: () => bytesOf(file),
});

const bytesOf = async (/** @type {Blob} */ blob) => new Uint8Array(await blob.arrayBuffer());

/**
 * Reads files as one snapshot.
 * @param {Engine} engine
 * @param {Source[]} sources
 * @param {Watch} watch
 * @param {{ query?: string, plain?: boolean }} [wishes] the basket of an early look; `plain` where there is no larger core
 * @returns {Promise<ReadNote>}
 */
export async function readFiles(engine, sources, watch, { query = "", plain } = {}) {
  const total = sources.reduce((sum, { size }) => sum + size, 0);
  const larger = largerOf(engine);
  if (!larger && !plain && total > LARGE) throw new Larger("a large file", true);
  // The browser's own checksum wants all bytes at once, and a page that is not served safely has none.
  const held = globalThis.crypto?.subtle && sources.length === 1 && total > 0 && total <= HELD ? new Uint8Array(total) : undefined;
  const pace = new Pace(sources.every(({ size }) => size > 0) ? total : 0, watch, () => larger?.so_far(query));
  engine.begin(!held);
  try {
    for (const source of sources) {
      if (source.slice && begins(await source.slice(0, PARQUET.length), PARQUET)) {
        if (!larger) throw new Larger("a Parquet file");
        await readParts(larger, source, source.slice, pace, sources.length > 1, held);
      } else {
        await readThrough(engine, await source.stream(), pace, held);
        if (sources.length > 1) engine.end_file(source.name);
      }
    }
    const sha256 = held && pace.whole && (await checksum(held));
    pace.live();
    // Of what is at hand nothing was spared.
    const bytes = sources.every(({ slice, all }) => !slice || all) ? total : pace.bytes;
    return { ...engine.finish(sha256 || undefined), bytes, of: total };
  } catch (error) {
    const wants = engine.wants_larger();
    engine.abandon();
    throw wants && !watch.signal.aborted ? new Larger(String(error)) : error;
  }
}

/** What is thrown at a file that the larger core reads: `faster` where this one would as well. */
export class Larger extends Error {
  /**
   * @param {string} what
   * @param {boolean} [faster]
   */
  constructor(what, faster = false) {
    super(what);
    this.faster = faster;
  }
}

/** @param {Engine} engine @returns {LargerEngine | undefined} */
const largerOf = (engine) => ("so_far" in engine ? /** @type {any} */ (engine) : undefined);

/** Keeps time: gives the page its turn, tells how far the reading is, ends it where nobody wants it any more. */
class Pace {
  bytes = 0;
  rows = 0;
  /** Whether all bytes of the files have been seen. */
  whole = true;
  begun = performance.now();
  breathed = this.begun;
  early = false;

  /**
   * @param {number} total
   * @param {Watch} watch
   * @param {() => string | undefined} soFar the report on what has come
   */
  constructor(total, watch, soFar) {
    this.total = total;
    this.watch = watch;
    this.soFar = soFar;
  }

  /** Throws where the reading was given up. */
  live() {
    if (this.watch.signal.aborted) throw new Cancelled();
  }

  /**
   * @param {number} bytes more than before
   * @param {number} rows so far
   */
  async step(bytes, rows) {
    this.bytes += bytes;
    this.rows = rows;
    const now = performance.now();
    if (now - this.breathed < BREATH) return;
    const taken = now - this.begun;
    this.watch.progress({ stage: "reading", bytes: this.bytes, total: this.total, rows, seconds: taken / 1000 });
    if (!this.early && taken > EARLY && rows > 0) {
      this.early = true;
      const report = this.soFar();
      if (report) this.watch.progress({ stage: "early", report });
    }
    await breathe();
    this.live();
    this.breathed = performance.now();
  }
}

/**
 * @param {Engine} engine
 * @param {ReadableStream<Uint8Array>} stream
 * @param {Pace} pace
 * @param {Uint8Array} [held]
 */
async function readThrough(engine, stream, pace, held) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      pace.live();
      if (done) return;
      held?.set(value, pace.bytes);
      for (let from = 0; from < value.length; from += CHUNK) {
        const part = value.subarray(from, from + CHUNK);
        await pace.step(part.length, engine.feed(part));
      }
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
}

/**
 * A file whose end says where the rest is: only what is wanted of it is read.
 * @param {LargerEngine} engine
 * @param {Source} source
 * @param {NonNullable<Source["slice"]>} slice
 * @param {Pace} pace
 * @param {boolean} several
 * @param {Uint8Array} [held]
 */
async function readParts(engine, source, slice, pace, several, held) {
  const { total } = pace;
  pace.whole = false;
  engine.begin_parts(source.size, source.all ? 0 : AHEAD);
  while (!engine.parts_done()) {
    const wanted = engine.wanted();
    const coming = Array.from({ length: wanted.length / 2 }, (_, at) => slice(wanted[2 * at], wanted[2 * at + 1]));
    coming.forEach((part) => part.catch(() => {}));
    for (const [at, part] of coming.entries()) {
      const bytes = await part;
      pace.live();
      engine.give(wanted[2 * at], bytes);
      pace.bytes += bytes.length;
    }
    if (total) pace.total = total - source.size + engine.bytes_to_read();
    // What was read of a column says little of how far all are.
    while (engine.step()) await pace.step(0, engine.parts_rows());
  }
  engine.end_parts(several ? source.name : undefined);
  if (!held || !source.all) return;
  held.set(await source.all());
  pace.whole = true;
}

export const begins = (/** @type {Uint8Array} */ bytes, /** @type {string} */ mark) => [...mark].every((sign, at) => bytes[at] === sign.charCodeAt(0));

/**
 * SHA-256 in hex.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function checksum(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
