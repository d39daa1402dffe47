/** The charts on the page, and the name that lights up in all of them. */

/**
 * @typedef {object} Drawn a chart on the page
 * @property {() => boolean | undefined} measure makes room for it, at once; whether it is to be painted anew
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

/** Milliseconds of painting after which the page has its turn. */
const SLICE = 16;
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

/** Forgets the charts that have left the page. */
export function forgetCharts() {
  watch?.disconnect();
  charts.clear();
  waiting.clear();
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
  makeRoom();
  waiting.forEach((_, plot) => paint(plot));
}

/** Gives every chart its height, so that nothing moves when it is painted. */
export function makeRoom() {
  for (const [plot, chart] of charts) if (guarded(chart.measure)) waiting.set(plot, chart);
}

/** @param {Element} plot */
function paint(plot) {
  const chart = waiting.get(plot);
  waiting.delete(plot);
  if (chart) guarded(chart.paint);
}

/** Paints what is seen now, and the rest a few at a time, those near the window first; until all are painted. */
export function paintSoon() {
  for (const plot of [...waiting.keys()]) {
    const { top, bottom } = plot.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) paint(plot);
  }
  painting ??= paintRest().finally(() => { painting = undefined; });
  return painting;
}

async function paintRest() {
  while (waiting.size) {
    await new Promise((resolve) => setTimeout(resolve));
    const begun = performance.now();
    while (waiting.size && performance.now() - begun < SLICE) {
      const [next] = [...waiting].find(([, { near }]) => near) ?? [...waiting][0];
      paint(next);
    }
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
