/** Light, dark or as the system has it; remembered where storing is allowed. */

import { alone, hostTheme } from "./alone.js";
import { byId } from "./dom.js";
import { remember, remembered } from "./stored.js";

const KEY = "hubstate-theme";
const ORDER = ["auto", "light", "dark"];
const WORDS = { auto: "Theme: as the system has it", light: "Theme: light", dark: "Theme: dark" };

/** @param {() => void} redraw */
export function themeSwitch(redraw) {
  const button = byId("theme");
  const root = document.documentElement;
  const set = (/** @type {string} */ theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    button.dataset.theme = theme;
    button.setAttribute("aria-label", WORDS[/** @type {keyof typeof WORDS} */ (theme)]);
    button.title = WORDS[/** @type {keyof typeof WORDS} */ (theme)];
    redraw();
  };
  button.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(button.dataset.theme ?? "auto") + 1) % ORDER.length];
    remember(KEY, next);
    set(next);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  // In somebody else's page that page decides.
  const chosen = alone ? hostTheme() : remembered(KEY);
  set(ORDER.includes(chosen) ? chosen : "auto");
}

let printing = false;

/**
 * Paper is always light. Media queries tell of it too late for what is drawn, so the events say it.
 * @param {() => void} redraw
 */
export function watchPrinting(redraw) {
  const set = (/** @type {boolean} */ on) => () => {
    printing = on;
    redraw();
  };
  addEventListener("beforeprint", set(true));
  addEventListener("afterprint", set(false));
}

/** The theme that is on screen or on paper, for what is drawn. */
export function themeNow() {
  if (printing || matchMedia("print").matches) return "print";
  const chosen = document.documentElement.dataset.theme;
  return chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}
