/** Two owners side by side: which two is part of the query. */

import { format_label } from "../gen/hubstate.js";
import { h } from "./dom.js";

/** The table of the two. */
export const PAIR = "pair";

/**
 * @param {import("../types.js").Section} section
 * @param {import("./section.js").Surroundings} around
 */
export function pairView({ tables, metrics }, { report, change }) {
  const owners = tables.find(({ id }) => id === "owners");
  const pair = tables.find(({ id }) => id === PAIR);
  if (!owners || owners.rows.length < 2) return null;
  const nameAt = owners.columns.findIndex(({ id }) => id === "owner");
  const names = pair ? pair.rows.map((row) => String(row[0])) : asked(report.basket.query);
  const fields = ["a", "b"].map((which, at) => field(which, names[at] ?? "", () => {
    const [a, b] = fields.map((input) => input.value.trim());
    if (a && b) change("pair", `${a},${b}`);
  }));
  const ratio = metrics.pair_ratio;
  return h("div", { class: "pair" },
    h("datalist", { id: "pair-owners" }, ...owners.rows.map((row) => h("option", { value: String(row[nameAt]) }))),
    h("p", { class: "pair-sentence" },
      h("label", { for: "pair-a" }, "Compare"), fields[0], h("label", { for: "pair-b" }, "with"), fields[1],
      h("strong", { id: "pair-ratio" }, typeof ratio?.value === "number" ? `${format_label(ratio.value, "ratio")} as much` : ratio?.reason ?? "")),
    pair && bars(pair.rows, pair.columns.findIndex(({ id }) => id === "downloads" || id === "likes")));
}

/** @param {string} query */
function asked(query) {
  const term = /(?:^| )"?pair:([^"]+?)(?:"|$| )/.exec(query);
  return term ? term[1].split(",") : [];
}

/**
 * @param {string} which
 * @param {string} value
 * @param {() => void} change
 */
function field(which, value, change) {
  const input = h("input", { id: `pair-${which}`, value, list: "pair-owners", autocomplete: "off", spellcheck: "false", autocapitalize: "none" });
  input.addEventListener("change", change);
  // A list that is filtered by what stands in the field shows only that: it is emptied to choose from all.
  input.addEventListener("focus", () => input.select());
  return input;
}

/**
 * @param {import("../types.js").Value[][]} rows
 * @param {number} at
 */
function bars(rows, at) {
  const most = Math.max(...rows.map((row) => Number(row[at])), 1);
  return h("dl", { class: "pair-bars" }, ...rows.map((row, i) => {
    const bar = h("span", { class: i ? "pair-bar other" : "pair-bar", "aria-hidden": "true" });
    bar.style.width = `${(Number(row[at]) / most) * 100}%`;
    return h("div", {}, h("dt", {}, String(row[0])), h("dd", {}, h("span", { class: "track" }, bar), h("span", {}, format_label(Number(row[at]), "downloads"))));
  }));
}
