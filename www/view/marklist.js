/** The marks of a chart in words: for the live region, and as a table that only a listener meets. */

import { h } from "./dom.js";
import { valueName } from "./words.js";

/** @typedef {import("../types.js").Chart} Chart */
/** @typedef {import("../types.js").Hit} Hit */

/** @type {[title: string, of: (chart: Chart, hit: Hit) => string | undefined][]} */
const COLUMNS = [
  ["Mark", (_, { label }) => label],
  ["Row", ({ marks }, { mark }) => marks[mark].group],
  ["", (_, { value }) => value],
  ["Share", (_, { share }) => share],
  ["Rank", (_, { rank }) => rank && `rank ${rank}`],
  ["Note", (_, { note }) => note],
];

/**
 * @param {Chart} chart
 * @param {Hit} hit
 */
export function said(chart, hit) {
  return COLUMNS.map(([, of]) => of(chart, hit)).filter(Boolean).join(", ");
}

/**
 * @param {Chart} chart
 * @param {Hit[]} hits
 */
export function markList(chart, hits) {
  const columns = COLUMNS.filter(([, of]) => hits.some((hit) => of(chart, hit)));
  return h("div", { class: "unseen marks" }, h("table", {},
    h("caption", {}, `Marks of the chart: ${chart.title}`),
    h("thead", {}, h("tr", {}, ...columns.map(([title]) => h("th", { scope: "col" }, title || valueName(chart.unit))))),
    h("tbody", {}, ...hits.map((hit) => h("tr", {}, ...columns.map(([, of], at) =>
      h(at ? "td" : "th", at ? {} : { scope: "row" }, of(chart, hit))))))));
}
