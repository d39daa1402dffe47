/** One chart on a canvas: sized at device pixels, redrawn when its room or the theme changes, read by pointer and keys. */

import { Picture } from "../gen/hubstate.js";
import { h } from "./dom.js";
import { themeNow, watchPrinting } from "./theme.js";
import { makeTooltip } from "./tooltip.js";

/** @typedef {import("../types.js").Chart} Chart */
/** @typedef {import("../types.js").Hit} Hit */

/** @type {Set<() => void>} redraws of the charts on the page */
const drawn = new Set();
/** @type {string | undefined} the label pointed at, accent in every chart */
let pointed;
/** @type {string | undefined} the label looked for, accent while nothing is pointed at */
let sought;
let ready = false;
const PAPER = 3;
/** The charts have no arrangement for less; only a printed column is ever narrower, and shrinks the picture. */
const NARROWEST = 288;

/** Draws every chart that is on the page, and from now on every one that comes. */
export function redrawAll() {
  for (const redraw of drawn) {
    try {
      redraw();
    } catch (error) {
      // One chart that fails must not take the others with it.
      reportError(error);
    }
  }
}

/** Nothing is drawn before its font is there; a font that never comes must not leave the page empty. */
export async function waitForFont() {
  const faces = Promise.all(["400", "700"].map((weight) => document.fonts.load(`${weight} 13px Inter`)));
  await Promise.race([faces, new Promise((resolve) => setTimeout(resolve, 3000))]).catch(() => {});
  ready = true;
  watchScale();
  watchPrinting(redrawAll);
}

/** The device pixel ratio changes when the page is zoomed or moved to another screen. */
function watchScale() {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => {
    redrawAll();
    watchScale();
  }, { once: true });
}

/** Forgets the charts that have left the page. */
export function forgetCharts() {
  drawn.clear();
}

/** @param {string | undefined} label */
function point(label) {
  if (pointed === label) return;
  pointed = label;
  redrawAll();
}

/**
 * Turns a label accent wherever it is drawn, and the former accents context.
 * @param {string | undefined} label
 */
export function seek(label) {
  if (sought === label) return;
  sought = label;
  redrawAll();
}

/**
 * @param {Chart} chart
 * @param {string} id
 * @param {(label: string) => void} [narrow] the basket to a mark
 */
export function chartView(chart, id, narrow) {
  const canvas = h("canvas", { id, class: "chart", role: "img", tabindex: "0", "aria-label": chart.alt || chart.title, "data-form": chart.form });
  const live = h("p", { class: "unseen", "aria-live": "polite" });
  const tooltip = makeTooltip();
  const box = h("div", { class: "plot" }, canvas, tooltip.element, live);
  /** @type {Picture | undefined} */
  let picture;
  /** @type {Hit[]} */
  let hits = [];
  /** @type {number | undefined} */
  let focus;
  let before = "";

  const redraw = () => {
    if (!ready || box.clientWidth === 0) return;
    const width = Math.max(NARROWEST, Math.floor(box.clientWidth));
    const label = pointed ?? sought;
    const holds = label !== undefined && chart.marks.some((mark) => mark.label === label);
    const theme = themeNow();
    // Paper has more dots than the screen.
    const scale = theme === "print" ? Math.max(PAPER, devicePixelRatio) : devicePixelRatio;
    const highlight = holds ? label : undefined;
    const state = [width, scale, theme, focus, highlight].join();
    if (state === before) return;
    before = state;
    picture ??= new Picture(JSON.stringify(chart));
    const height = picture.height(width);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    hits = picture.draw(canvas, width, scale, theme, highlight, focus);
    canvas.dataset.marks = String(hits.length);
  };
  drawn.add(redraw);
  new ResizeObserver(redraw).observe(box);

  const show = (/** @type {Hit | undefined} */ hit, pinned = false) => {
    if (hit) tooltip.show(hit, pinned, chart, chart.marks[hit.mark].tone === "unknown" ? undefined : narrow);
    else tooltip.hide();
  };
  byPointer(canvas, () => hits, show, tooltip);
  byKeys(canvas, () => hits, (at, pinned) => {
    const hit = at === undefined ? undefined : hits[at];
    focus = hit?.mark;
    if (hit && pinned && tooltip.pinned && tooltip.mark === hit.mark) return tooltip.narrow?.();
    redraw();
    show(hit, pinned);
    live.textContent = hit ? said(hit) : "";
  });
  return box;
}

/** @param {Hit} hit */
function said({ label, value, share, note }) {
  return [label, value, share, note].filter(Boolean).join(", ");
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => Hit[]} hits
 * @param {(hit: Hit | undefined, pinned?: boolean) => void} show
 * @param {ReturnType<typeof makeTooltip>} tooltip
 */
function byPointer(canvas, hits, show, tooltip) {
  const under = (/** @type {MouseEvent} */ { offsetX: x, offsetY: y }) => smallest(hits().filter((hit) =>
    x >= hit.x && x <= hit.x + hit.width && y >= hit.y && y <= hit.y + hit.height), x, y);
  canvas.addEventListener("pointermove", (event) => {
    if (tooltip.pinned || event.pointerType === "touch") return;
    const hit = under(event);
    canvas.classList.toggle("over", hit !== undefined);
    show(hit);
    point(hit?.label);
  });
  canvas.addEventListener("pointerleave", () => {
    point(undefined);
    if (!tooltip.pinned) show(undefined);
  });
  canvas.addEventListener("click", (event) => {
    const hit = under(event);
    show(hit, hit !== undefined && !(tooltip.pinned && tooltip.mark === hit.mark));
  });
}

/**
 * Boxes may overlap where marks are thin or many: the smallest is meant, of equal ones the nearest.
 * @param {Hit[]} hits
 * @param {number} x
 * @param {number} y
 */
function smallest(hits, x, y) {
  const area = (/** @type {Hit} */ hit) => Math.round(hit.width * hit.height);
  const far = (/** @type {Hit} */ hit) => Math.hypot(hit.x + hit.width / 2 - x, hit.y + hit.height / 2 - y);
  return hits.reduce((/** @type {Hit | undefined} */ least, hit) =>
    (!least || (area(hit) - area(least) || far(hit) - far(least)) < 0 ? hit : least), undefined);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => Hit[]} hits
 * @param {(at: number | undefined, pinned: boolean) => void} move
 */
function byKeys(canvas, hits, move) {
  /** @type {number | undefined} */
  let at;
  const go = (/** @type {number | undefined} */ next, pinned = false) => {
    at = next;
    move(at, pinned);
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || hits().length === 0) return;
    const last = hits().length - 1;
    const here = at ?? -1;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowRight: () => go(Math.min(here + 1, last)),
      ArrowDown: () => go(Math.min(here + 1, last)),
      ArrowLeft: () => go(Math.max(here - 1, 0)),
      ArrowUp: () => go(Math.max(here - 1, 0)),
      Home: () => go(0),
      End: () => go(last),
      Enter: () => go(Math.max(here, 0), true),
      Escape: () => go(undefined),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  canvas.addEventListener("blur", () => at !== undefined && go(undefined));
}
