/** A file at an address: as it streams, or in parts where its end says what is wanted of it and the server gives parts. */

import { Cancelled, Larger, PARQUET, begins } from "./reading.js";

/** @typedef {import("./reading.js").Source} Source */
/** @typedef {import("./worker.js").Job} Job */
/** @typedef {import("./types.js").Progress} Progress */

/**
 * @param {string} url
 * @param {Job} job
 * @param {(progress: Progress) => void} progress
 * @param {boolean} larger whether the core at hand is the larger one
 * @returns {Promise<Source>}
 */
export async function sourceAt(url, job, progress, larger) {
  const { signal } = job.controller;
  const name = decodeURIComponent(new URL(url).pathname.split("/").pop() ?? "") || url;
  const response = await ask(url, signal);
  const size = lengthOf(response);
  const body = response.body?.getReader();
  if (!body) throw new Error(`${url} answered without a body`);
  const first = await firstOf(body);
  const stream = () => rejoined(first, body);
  if (!begins(first, PARQUET)) return { name, size, stream };
  if (!larger) {
    body.cancel().catch(() => {});
    throw new Larger("a Parquet file");
  }
  const slice = (/** @type {number} */ start, /** @type {number} */ end) => part(url, start, end, signal);
  if (size > 0 && (await slice(0, PARQUET.length))) {
    body.cancel().catch(() => {});
    return { name, size, stream, slice: async (start, end) => await slice(start, end) ?? gone(url) };
  }
  await asked(job, progress, size);
  const blob = await new Response(rejoined(first, body).pipeThrough(counting(size, progress))).blob();
  if (signal.aborted) throw new Cancelled();
  const bytes = async (/** @type {Blob} */ blob) => new Uint8Array(await blob.arrayBuffer());
  return { name, size: blob.size, stream: () => blob.stream(), slice: (start, end) => bytes(blob.slice(start, end)), all: () => bytes(blob) };
}

/** @param {string} url @returns {never} */
function gone(url) {
  throw new Error(`${url} gave parts of the file at first and now the whole: try again, or download it and drop it here`);
}

/**
 * A part of the file; nothing where the server gives only the whole.
 * @param {string} url
 * @param {number} start
 * @param {number} end the byte behind the last
 * @param {AbortSignal} signal
 */
async function part(url, start, end, signal) {
  const response = await ask(url, signal, { Range: `bytes=${start}-${end - 1}` });
  if (response.status !== 206) {
    response.body?.cancel().catch(() => {});
    return undefined;
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length !== end - start) throw new Error(`${url}: asked for ${end - start} bytes at ${start}, found ${bytes.length}: the file has changed, or the connection broke; try again`);
  return bytes;
}

/**
 * The whole file has to be fetched: the reader decides.
 * @param {Job} job
 * @param {(progress: Progress) => void} progress
 * @param {number} size
 */
async function asked(job, progress, size) {
  progress({ stage: "asking", size });
  await new Promise((resolve) => {
    job.goOn = () => resolve(undefined);
    job.controller.signal.addEventListener("abort", resolve, { once: true });
  });
  if (job.controller.signal.aborted) throw new Cancelled();
}

/**
 * @param {number} total
 * @param {(progress: Progress) => void} progress
 */
function counting(total, progress) {
  let bytes = 0;
  const begun = performance.now();
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      progress({ stage: "reading", bytes, total, rows: 0, seconds: (performance.now() - begun) / 1000 });
      controller.enqueue(chunk);
    },
  });
}

/**
 * The first bytes, enough to tell what the file is.
 * @param {ReadableStreamDefaultReader<Uint8Array>} body
 */
async function firstOf(body) {
  let first = new Uint8Array();
  while (first.length < PARQUET.length) {
    const { done, value } = await body.read();
    if (done) break;
    const both = new Uint8Array(first.length + value.length);
    both.set(first);
    both.set(value, first.length);
    first = both;
  }
  return first;
}

/**
 * @param {Uint8Array<ArrayBuffer>} first
 * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} rest
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
function rejoined(first, rest) {
  return new ReadableStream({
    start(controller) {
      if (first.length) controller.enqueue(first);
    },
    async pull(controller) {
      const { done, value } = await rest.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => rest.cancel(reason),
  });
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {Record<string, string>} [headers]
 */
async function ask(url, signal, headers) {
  let response;
  try {
    response = await fetch(url, { signal, headers, credentials: "omit", referrerPolicy: "no-referrer" });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(`${url} could not be fetched: the server did not answer, or does not let other pages read it (CORS); download the file and drop it here`);
  }
  if (!response.ok) throw new Error(`${url} answered ${response.status}, expected 200; check the address`);
  return response;
}

/**
 * The bytes to come, where the header speaks of the same bytes; else 0.
 * @param {Response} response
 */
function lengthOf(response) {
  return response.headers.get("content-encoding") ? 0 : Number(response.headers.get("content-length") ?? 0);
}
