/** A section's figure: chart, table and what it is made of behind three tabs that keep their place. */

import { format_cell, format_count } from "../gen/hubstate.js";
import { alone, linkToWhole } from "./alone.js";
import { chartView } from "./chart.js";
import { coded, h } from "./dom.js";
import { keepMenu } from "./keep.js";
import { PAIR } from "./pair.js";
import { aboutMarks, subtitle } from "./section.js";
import { tableView } from "./table.js";

/** @typedef {import("../types.js").Section} Section */
/** @typedef {import("../types.js").Chart} Chart */
/** @typedef {import("./section.js").Surroundings} Surroundings */

/** @type {Map<string, string>} the tab that the reader chose, by section; a new basket keeps it */
const chosen = new Map();

/**
 * @param {Section} section
 * @param {Chart[]} charts
 * @param {Surroundings} around
 */
export function figureView(section, charts, around) {
  /** @type {[id: string, title: string, panel: HTMLElement][]} */
  const tabs = [];
  if (charts.length) tabs.push(["chart", "Chart", chartPanel(section, charts, around)]);
  // What is read first stands first; the two that are compared are a small part of it.
  const tables = [...section.tables].sort((a, b) => Number(a.id === PAIR) - Number(b.id === PAIR));
  if (tables.length) tabs.push(["table", "Table", h("div", {}, ...tables.map((table) => tableView(table, `${section.id}-${table.id}`, around)))]);
  tabs.push(["about", "About", aboutPanel(section, around)]);
  const figure = h("figure", { class: "figure", "aria-labelledby": `${section.id}-title` });
  const panels = h("div", { class: "panels" });
  figure.append(
    h("div", { class: "figure-head" }, h("p", { class: "figure-number-line" }), tabList(section.id, tabs, panels)),
    panels,
    figureFoot(section, charts, around, figure));
  return figure;
}

/**
 * @param {string} section
 * @param {[id: string, title: string, panel: HTMLElement][]} tabs
 * @param {HTMLElement} panels
 */
function tabList(section, tabs, panels) {
  const buttons = tabs.map(([id, title]) => h("button", { type: "button", role: "tab", id: `${section}-tab-${id}`, "aria-controls": `${section}-panel-${id}` }, title));
  const select = (/** @type {number} */ at, byHand = true) => {
    // The page must not jump under a tab that is pressed.
    if (byHand) panels.style.minHeight = `${panels.offsetHeight}px`;
    tabs.forEach(([, , panel], i) => {
      panel.hidden = i !== at;
      buttons[i].setAttribute("aria-selected", String(i === at));
      buttons[i].tabIndex = i === at ? 0 : -1;
    });
    if (byHand) chosen.set(section, tabs[at][0]);
  };
  tabs.forEach(([id, , panel], at) => {
    panel.id = `${section}-panel-${id}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", buttons[at].id);
    buttons[at].addEventListener("click", () => select(at));
    panels.append(panel);
  });
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Views of this figure" }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = (at + step + buttons.length) % buttons.length;
    buttons[next].focus();
    select(next);
    event.preventDefault();
  });
  select(Math.max(0, tabs.findIndex(([id]) => id === chosen.get(section))), false);
  return list;
}

/**
 * @param {Section} section
 * @param {Chart[]} charts
 * @param {Surroundings} around
 */
function chartPanel(section, charts, around) {
  // A matrix wants the width: beside another chart its columns have no names.
  const two = charts.length === 2 && charts.every(({ form }) => form !== "matrix");
  return h("div", { class: two ? "charts two" : "charts" }, ...charts.map((chart) => h("div", { class: "chart-block" },
    h("div", {}, h("h3", { class: "chart-title" }, chart.title), h("p", { class: "chart-subtitle" }, ...subtitle(chart.subtitle))),
    chartView(chart, `chart-${section.id}-${chart.id}`, aboutMarks(section, chart, around)))));
}

/**
 * What the figure is made of: method, basket and every metric under its id.
 * @param {Section} section
 * @param {Surroundings} around
 */
function aboutPanel({ method, metrics, id }, { report }) {
  const rows = Object.entries(metrics).map(([name, { value, unit, n, known, reason }]) => h("tr", {},
    h("th", { scope: "row" }, h("code", {}, name)),
    h("td", { class: "number sorted" }, value === null ? "–" : format_cell(value, unit ?? "text")),
    h("td", {}, reason ?? (n === undefined ? "" : `n = ${format_count(n)}${known === undefined || known === n ? "" : `, known for ${format_count(known)}`}`))));
  return h("div", { class: "about" },
    h("p", {}, ...coded(method)),
    h("p", {}, "Basket: ", h("code", {}, report.basket.query), ". The same figures from the command line: ", h("code", {}, `hubstate report FILE --only ${id}`), "."),
    rows.length > 0 && h("p", { class: "caption" }, "Metrics"),
    rows.length > 0 && h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": `Metrics of ${id}` },
      h("table", { "aria-label": `Metrics of ${id}` },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Metric"), h("th", { scope: "col", class: "number" }, "Value"), h("th", { scope: "col" }, "Of how many"))),
        h("tbody", {}, ...rows))));
}

/**
 * @param {Section} section
 * @param {Chart[]} charts
 * @param {Surroundings} around
 * @param {HTMLElement} figure
 */
function figureFoot(section, charts, around, figure) {
  return h("figcaption", { class: "figure-foot" },
    h("span", { class: "source" }, around.source),
    h("span", { class: "foot-actions" },
      keepMenu(section, charts, around),
      ...(alone ? [linkToWhole(around.href(section.id))] : [
        around.published && charts.length > 0 && h("a", { class: "foot-action hosted", href: `chart/${section.id}/index.html#embed`, "aria-label": `Embed: ${section.short}` }, "Embed"),
        h("a", { class: "foot-action", href: around.href("cite") }, "Cite")]),
      document.fullscreenEnabled && h("button", { type: "button", class: "foot-action", "aria-label": `Full screen: ${section.short}`, onclick: () => fullScreen(figure) }, "Full screen")));
}

/** @param {HTMLElement} figure */
function fullScreen(figure) {
  if (document.fullscreenElement) document.exitFullscreen();
  else figure.requestFullscreen().catch(() => {});
}
