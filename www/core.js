/** The core of this thread: when it has trapped, another one of the same module takes its place, with none of what it held. */

import { __wbg_reset_state } from "./gen/hubstate.js";

/** Counts the cores: what belongs to a former one must not be used. */
export let turn = 0;

export function restart() {
  __wbg_reset_state();
  turn += 1;
}

/**
 * Whether a core has trapped, or something of a former one was asked.
 * @param {unknown} error
 */
export const trapped = (error) => error instanceof WebAssembly.RuntimeError || (error instanceof Error && /stale object/.test(error.message));
