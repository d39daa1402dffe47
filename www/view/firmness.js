/** How firm a finding is: the same share in other baskets, as a strip of small columns, and in words. */

import { format_cell, format_count } from "../gen/hubstate.js";
import { h } from "./dom.js";

/** @typedef {import("../types.js").Section} Section */
/** @typedef {import("../types.js").Trial} Trial */

/**
 * The note beside a section whose findings were tried.
 * @param {Section} section
 */
export function firmnessView({ findings }) {
  const firmness = findings.find((finding) => finding.firmness)?.firmness;
  if (!firmness) return undefined;
  return h("div", { class: "note firmness" },
    h("h3", {}, firmness.fragile ? "Fragile" : "Firm"),
    firmness.baskets.length > 1 && strip(firmness.baskets),
    // Each figure with its range is a line of its own.
    ...firmness.words.split(/(?<=\.) (?=\d)/).map((line) => h("p", {}, line)));
}

/** @param {Trial[]} baskets */
function strip(baskets) {
  const most = Math.max(...baskets.map(({ values: [value] }) => Number(value) || 0)) || 1;
  const ends = [baskets[0], baskets[baskets.length - 1]].map(({ size }) => h("span", {}, format_count(size)));
  return h("div", { "aria-hidden": "true" },
    h("div", { class: "trials" }, ...baskets.map((trial) => column(trial, most))),
    h("div", { class: "trial-ends" }, ...ends));
}

/**
 * @param {Trial} trial
 * @param {number} most the largest share of the strip
 */
function column({ size, holds, values: [value] }, most) {
  const state = holds === null ? "unknown" : holds ? "holds" : "fails";
  const written = typeof value === "number" ? `: ${format_cell(value, "share")}` : "";
  const fill = h("span", { class: "trial-fill" });
  if (typeof value === "number") fill.style.height = `${(value / most) * 100}%`;
  return h("span", { class: `trial ${state}`, title: `${format_count(size)}${written}` }, fill);
}
