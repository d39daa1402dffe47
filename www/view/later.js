/** Parts of the report below the window are laid out after what is seen, a few in each task: all at once took the page too long. */

import { alone } from "./alone.js";

/** Those that wait have a style of their own. */
export const WAITING = "#sections > [style]";

/**
 * Lets those parts wait that will stand below the window. The browser itself lays out what comes near.
 * @param {HTMLElement[]} parts on the page, or about to take the place of those with their ids
 */
export function layOutLater(parts) {
  const sizes = parts.map(({ id }) => {
    const former = document.getElementById(id);
    // Where the reader has scrolled a guess would move what is seen, and an embed tells its height.
    if (!former) return scrollY || alone ? "" : "contain-intrinsic-height:900px";
    const { top, height } = former.getBoundingClientRect();
    return top > innerHeight ? `height:${height}px` : "";
  });
  parts.forEach(({ style }, at) => {
    if (sizes[at]) style.cssText = `content-visibility:auto;${sizes[at]}`;
  });
}

/** Lets the next one wait no longer; none where all are laid out. */
export function layOutNext() {
  const next = document.querySelector(WAITING);
  next?.removeAttribute("style");
  return next;
}
