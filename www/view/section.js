/** One question and its answer: findings, the figure with its tabs, and beside it what one must know to believe it. */

import { alone } from "./alone.js";
import { chartView } from "./chart.js";
import { coded, h, prose } from "./dom.js";
import { mappingView } from "./controls.js";
import { figureView } from "./figure.js";
import { firmnessView } from "./firmness.js";
import { narrowing } from "./narrow.js";
import { pairView } from "./pair.js";
import { paragraphView } from "./paragraph.js";

/** @typedef {import("../types.js").Section} Section */
/** @typedef {import("../types.js").Report} Report */

/**
 * @typedef {object} Surroundings
 * @property {Report} report
 * @property {() => Report} now the report on screen: it grows after the first paint
 * @property {import("../types.js").QueryParts} parts of the query
 * @property {string} source the line under every figure
 * @property {boolean} published whether its charts have pages of their own beside this one
 * @property {string} dump where the snapshot can be fetched, or the name of its file
 * @property {boolean} links whether names of repositories lead to the Hub
 * @property {(section: string) => string} href
 * @property {(name: string, value: string) => void} change
 * @property {(form: string, only: string) => void} save
 * @property {(text: string) => Promise<import("../types.js").Tied[]>} check a paragraph
 */

/** Findings that make a paragraph; more of them are a list. */
const MANY = 4;
/** Columns beyond which a table wants the width of the notes too. */
const WIDE = 6;
/** Charts that open the page and are not shown again in their section. */
const OPENING = { section: "concentration", chart: "share-bar" };

/**
 * The whole basket as one bar: the opening of the page.
 * @param {Surroundings} around
 */
export function openingView(around) {
  const section = around.report.sections.find(({ id }) => id === OPENING.section);
  const chart = section?.charts.find(({ id }) => id === OPENING.chart);
  if (!section || !chart) return [];
  return [h("h2", { class: "chart-title" }, chart.title), h("p", { class: "chart-subtitle" }, ...subtitle(chart.subtitle)), chartView(chart, "chart-opening", aboutMarks(section, chart, around))];
}

/**
 * @param {Section} section
 * @param {import("../types.js").Chart} chart
 * @param {Surroundings} around
 * @returns {import("./chart.js").About}
 */
export function aboutMarks(section, chart, around) {
  return { narrow: narrowing(section.id, chart, around), coverage: section.coverage?.text };
}

/**
 * Items of a subtitle that are short do not break.
 * @param {string} text
 */
export function subtitle(text) {
  return text.split(" · ").map((item, at) => h("span", {}, at > 0 && h("span", { class: "dot" }, " · "), item));
}

/**
 * The charts that a section shows itself.
 * @param {Section} section
 */
export function chartsOf({ id: section, charts }) {
  return charts.filter(({ id }) => alone || section !== OPENING.section || id !== OPENING.chart);
}

/**
 * @param {Section} section
 * @param {Surroundings} around
 */
export function sectionView(section, around) {
  const charts = chartsOf(section);
  const wide = charts.length > 1 || section.tables.some(({ columns }) => columns.length > WIDE);
  return h("section", { id: section.id, class: `section${wide ? " wide" : ""}`, "aria-labelledby": `${section.id}-title` },
    h("p", { class: "section-id" }, section.id),
    h("h2", { id: `${section.id}-title`, tabindex: "-1" }, section.title),
    section.findings.length > 0 && h("p", { class: section.findings.length > MANY ? "findings apart" : "findings" }, ...sentences(section)),
    section.id === "modalities" && mappingView(around),
    h("div", { class: "exhibit" },
      h("div", { class: "exhibit-main" },
        figureView(section, charts, around),
        section.id === "organizations" && pairView(section, around),
        section.id === "claims" && paragraphView(around.check)),
      notes(section)));
}

/** @param {Section} section */
function sentences({ findings }) {
  return findings.flatMap(({ parts }, at) => [at ? " " : "", h("span", {}, ...prose(parts))]);
}

/**
 * What was found out about the findings of a section on the page since; adds it when it is called.
 * @param {HTMLElement} element
 * @param {Section} section
 */
export function firmnessSince(element, section) {
  const note = firmnessView(section);
  if (!note || element.querySelector(".firmness")) return () => {};
  const findings = sentences(section);
  return () => {
    element.querySelector(".findings")?.replaceChildren(...findings);
    element.querySelector(".notes")?.prepend(note);
  };
}

/** @param {Section} section */
function notes(section) {
  const { coverage, caveats, method, id } = section;
  return h("aside", { class: "notes", "aria-label": `Notes on ${id}` },
    firmnessView(section),
    coverage && h("div", { class: "note" }, h("h3", {}, "Coverage"), coverageBar(coverage.share), h("p", {}, ...coded(coverage.text))),
    caveats.length > 0 && h("div", { class: "note" }, h("h3", {}, "The catch"), ...caveats.map((caveat) => h("p", {}, ...coded(caveat)))),
    h("div", { class: "note" }, h("h3", {}, "Method"), h("p", {}, ...coded(method))));
}

/** @param {import("../types.js").Value} share */
function coverageBar(share) {
  const known = h("span", { class: "known" });
  // It covers the outline that the hatch keeps.
  known.style.width = share ? `calc(${Number(share) * 100}% + 2px)` : "0";
  return h("div", { class: "coverage-bar", "aria-hidden": "true" }, known);
}

/**
 * The questions that this snapshot or basket cannot answer, each with its reason.
 * @param {Section[]} sections
 */
export function foldedView(sections) {
  return sections.map(({ id, short, reason, outcome }) => h("div", { id, class: "folded-section" },
    h("h3", {}, h("span", { class: "hatch-square", "aria-hidden": "true" }), short),
    h("p", {}, h("span", { class: "folded-word" }, outcome === "too-few" ? "Too few. " : "Not recorded. "), ...coded(reason ?? ""))));
}
