/** The charts on the page, and the name that lights up in all of them. */

import { pause } from "../turns.js";
import { WAITING, layOutNext } from "./later.js";

/**
 * @typedef {object} Drawn a chart on the page, or about to be
 * @property {(width: number) => boolean | undefined} measure makes room for it, at once; whether it is to be painted anew
 * @property {() => void} paint
 * @property {() => void} light after another name is to stand out
 * @property {() => void} come near the window: what only then is needed
 * @property {boolean} near
 */

/** @type {Map<Element, Drawn>} */
const charts = new Map();
/** @type {string | undefined} the name pointed at */
let pointed;
/** @type {string | undefined} the name looked for, accent while nothing is pointed at */
let sought;
/** @type {(() => void) | undefined} lets go of the mark that is pinned, on whichever chart it is */
let release;

/** @type {Map<Element, Drawn>} charts that have their room and no paint yet */
const waiting = new Map();
/** @type {Promise<void> | undefined} */
let painting;

/** A chart that is far off is lit when it comes near. */
const watch = typeof IntersectionObserver === "undefined" ? undefined : new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const chart = charts.get(target);
    if (!chart) continue;
    chart.near = isIntersecting;
    if (isIntersecting) chart.come();
    chart.light();
  }
}, { rootMargin: "50%" });

/**
 * @param {Element} plot
 * @param {Omit<Drawn, "near">} chart
 */
export function addChart(plot, chart) {
  const drawn = { ...chart, near: false };
  charts.set(plot, drawn);
  watch?.observe(plot);
  return drawn;
}

/** Forgets the charts that are not on the page, or no longer. */
export function forgetCharts() {
  for (const plot of charts.keys()) {
    if (plot.isConnected) continue;
    watch?.unobserve(plot);
    charts.delete(plot);
    waiting.delete(plot);
  }
  release = pointed = undefined;
}

/** One chart that fails must not take the others with it. @template T @param {() => T} draw */
function guarded(draw) {
  try {
    return draw();
  } catch (error) {
    reportError(error);
  }
}

/** Draws every chart that is on the page anew. */
export function redrawAll() {
  layOutAll();
  waiting.forEach((_, plot) => paint(plot));
}

/**
 * Where a chart stands, or the one whose place it will take; none where that is not laid out.
 * @param {Element} plot
 */
function standing(plot) {
  const there = plot.isConnected ? plot : document.getElementById(plot.children[0].id)?.parentElement;
  return there?.closest(WAITING) ? undefined : there;
}

/** Gives every chart its height, so that nothing moves when it is painted. */
export function makeRoom() {
  // All widths first: after a height the next one would cost a layout of the page.
  const widths = [...charts.keys()].map((plot) => standing(plot)?.clientWidth ?? 0);
  [...charts].forEach(([plot, chart], at) => {
    if (guarded(() => chart.measure(widths[at]))) waiting.set(plot, chart);
  });
}

/** Gives every part of the page its place. */
export function layOutAll() {
  while (layOutNext());
  makeRoom();
}

/** @param {Element} plot */
function paint(plot) {
  const chart = waiting.get(plot);
  waiting.delete(plot);
  if (chart) guarded(chart.paint);
}

/**
 * Gives the charts off the page the height of those whose place they take, and paints them where that is seen: nobody
 * sees the others go.
 * @param {() => boolean} live whether they are still wanted
 */
export async function paintAhead(live) {
  for (const [plot, chart] of charts) {
    const place = !plot.isConnected && standing(plot);
    if (!place) continue;
    await pause();
    if (!live()) return;
    if (guarded(() => chart.measure(place.clientWidth))) waiting.set(plot, chart);
    const { top, bottom } = place.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) paint(plot);
  }
}

/** Paints the charts near the window, then lays out what waits for it and paints the rest, a little in each task; until all is done. */
export function paintSoon() {
  painting ??= paintRest().finally(() => { painting = undefined; });
  return painting;
}

async function paintRest() {
  for (;;) {
    await pause();
    const near = [...waiting].find(([, chart]) => chart.near);
    if (!near && layOutNext()) makeRoom();
    else if (waiting.size) paint((near ?? [...waiting][0])[0]);
    else return;
  }
}

/** The name that stands out, if any. */
export const lit = () => pointed ?? sought;

function light() {
  for (const chart of charts.values()) if (chart.near) chart.light();
}

/** @param {string | undefined} label turned accent wherever it is drawn, while the former accents turn context */
export function point(label) {
  if (pointed === label) return;
  pointed = label;
  light();
}

/** @param {string | undefined} label the same, while nothing is pointed at */
export function seek(label) {
  if (sought === label) return;
  sought = label;
  light();
}

/**
 * One mark is pinned at a time.
 * @param {(() => void) | undefined} letGo of it
 */
export function pin(letGo) {
  const former = release;
  release = letGo;
  if (former !== letGo) former?.();
}

if (typeof document !== "undefined") {
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Element && !target.closest(".plot")) release?.();
  });
}
