/** The charts on the page, and the name that lights up in all of them. */

/**
 * @typedef {object} Drawn a chart on the page
 * @property {() => void} redraw after its room, the theme or the font has changed
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
  charts.set(plot, { ...chart, near: false });
  watch?.observe(plot);
}

/** Forgets the charts that have left the page. */
export function forgetCharts() {
  watch?.disconnect();
  charts.clear();
  release = pointed = undefined;
}

/** Draws every chart that is on the page, and from now on every one that comes. */
export function redrawAll() {
  for (const { redraw } of charts.values()) {
    try {
      redraw();
    } catch (error) {
      // One chart that fails must not take the others with it.
      reportError(error);
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
