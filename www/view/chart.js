/** One chart: its marks drawn once on a canvas at device pixels, what stands out on a second one above, and a list to hear. */

import { Picture } from "../gen/hubstate.js";
import { restart, trapped, turn } from "../core.js";
import { alone } from "./alone.js";
import { h } from "./dom.js";
import { addChart, lit, pin, point, redrawAll } from "./light.js";
import { markList, said } from "./marklist.js";
import { byKeys, byPointer } from "./reach.js";
import { themeNow, watchPrinting } from "./theme.js";
import { makeTooltip } from "./tooltip.js";

/** @typedef {import("../types.js").Chart} Chart */
/** @typedef {import("../types.js").Hit} Hit */

/**
 * @typedef {object} About what a chart's marks lead to and rest on
 * @property {(mark: number) => (() => void) | undefined} narrow the basket to a mark, where a filter says the same
 * @property {string} [coverage]
 */

let ready = false;
const PAPER = 3;
/** The charts have no arrangement for less; only a printed column is ever narrower, and shrinks the picture. */
const NARROWEST = 288;

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

/**
 * @param {Chart} chart
 * @param {string} id
 * @param {About} about
 */
export function chartView(chart, id, { narrow, coverage }) {
  const canvas = h("canvas", {
    id, class: "chart", role: "application", "aria-roledescription": "chart", tabindex: "0", "aria-label": chart.alt || chart.title, "data-form": chart.form,
  });
  const above = h("canvas", { class: "above", "aria-hidden": "true", hidden: true });
  const live = h("p", { class: "unseen", "aria-live": "polite" });
  const tooltip = makeTooltip();
  const plot = h("div", { class: "plot" }, canvas, above, tooltip.element, live);
  /** @type {{ of: Picture, turn: number } | undefined} and the core that holds it */
  let held;
  let failed = false;
  /** @type {Hit[]} */
  let hits = [];
  /** @type {number | undefined} the mark with the ring of focus */
  let ring;
  /** @type {{ width: number, scale: number, theme: string } | undefined} */
  let frame;
  let before = "";
  let painted = "";
  let alight = "";

  const picture = () => {
    if (held?.turn !== turn) held = { of: new Picture(JSON.stringify(chart)), turn };
    return held.of;
  };
  /** What traps is not tried again; the other charts go on with another core. */
  const safely = (/** @type {(width: number) => boolean | void} */ draw) => (width = 0) => {
    if (failed) return false;
    try {
      return draw(width) === true;
    } catch (error) {
      if (!trapped(error)) throw error;
      failed = true;
      restart();
      console.error("hubstate: a chart could not be drawn", error);
      plot.replaceChildren(h("p", { class: "undrawn" }, "This chart could not be drawn: hubstate has a fault here. Its figures stand in the table."));
      return false;
    }
  };
  const measure = safely((room) => {
    if (!ready || room === 0) return;
    const theme = themeNow();
    // Paper has more dots than the screen.
    const scale = theme === "print" ? Math.max(PAPER, devicePixelRatio) : devicePixelRatio;
    frame = { width: Math.max(NARROWEST, Math.floor(room)), scale, theme };
    const state = JSON.stringify(frame);
    if (state === before) return;
    before = state;
    const height = picture().height(frame.width);
    for (const { style } of [canvas, above]) [style.width, style.height] = [`${frame.width}px`, `${height}px`];
    return true;
  });
  const paint = safely(() => {
    if (!frame || painted === before) return;
    painted = before;
    hits = picture().draw(canvas, frame.width, frame.scale, frame.theme);
    canvas.dataset.marks = String(hits.length);
    if (drawn.near || document.activeElement === canvas) come();
    light();
  });
  const light = safely(() => {
    const name = lit();
    const highlight = name !== undefined && frame && picture().lights(name) ? name : undefined;
    const state = highlight === undefined && ring === undefined ? "" : JSON.stringify([before, highlight, ring]);
    if (state === alight || !frame) return;
    alight = state;
    // What lies above covers what is below with the ground of this page; in another one that would show.
    if (alone) return void (hits = picture().draw(canvas, frame.width, frame.scale, frame.theme, highlight, ring));
    above.hidden = state === "";
    if (state) picture().over(above, frame.width, frame.scale, frame.theme, highlight, ring);
  });
  const come = () => {
    if (hits.length && !plot.querySelector(".marks")) plot.append(markList(chart, hits));
  };

  /** @type {import("./reach.js").Show} */
  const show = (hit, { pinned = false, byKey = false } = {}) => {
    ring = byKey ? hit?.mark : undefined;
    if (hit) tooltip.show(hit, pinned, chart, narrow(hit.mark), coverage);
    else tooltip.hide();
    pin(pinned ? letGo : undefined);
    live.textContent = hit && byKey ? said(chart, hit) : "";
    point(hit?.label);
    light();
  };
  const letGo = () => show(undefined);
  tooltip.element.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    letGo();
    canvas.focus();
  });
  canvas.addEventListener("focus", come);
  byPointer(canvas, () => hits, show, tooltip);
  byKeys(canvas, () => hits, show, tooltip);
  new ResizeObserver(() => { if (measure(plot.clientWidth)) paint(); }).observe(plot);
  const drawn = addChart(plot, { measure, paint, light, come });
  return plot;
}
