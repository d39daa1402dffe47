/** Turns on the main thread: work that is long pauses, so that what the reader does meanwhile is answered. */

/** Milliseconds of work after which the page has its turn. */
const SLICE = 12;

let begun = 0;

/**
 * Gives the page its turn. A message, unlike a timer, is not held back in a tab that nobody sees.
 * @param {number} [slice] milliseconds since its last turn before which it gets none
 */
export async function pause(slice = SLICE) {
  if (performance.now() - begun < slice) return;
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
  begun = performance.now();
}
