/** The basket as a sentence one can change; every change is a new query. */

import { format_count } from "../gen/hubstate.js";
import { byId, h } from "./dom.js";

/** @typedef {import("../types.js").QueryParts} QueryParts */

const TOPS = ["100", "200", "500", "1000", "2000", "5000", "10000", "all"];
/** @type {Record<string, [value: string, words: string, inLine: string][]>} */
const CHOICES = {
  by: [
    ["downloads", "Downloads", "by downloads"], ["downloads-all", "All-time", "by all-time downloads"],
    ["likes", "Likes", "by likes"], ["trending", "Trending", "by trending score"], ["created", "Newest", "by day of creation"],
  ],
  window: [["30d", "30 days", "30 days"], ["all", "All time", "all time"]],
  registry: [["reviewed", "Reviewed", "reviewed regions"], ["seed", "Seed list", "seed list"], ["custom", "Your table", "your own table"]],
  attribution: [["owner", "Uploader", ""], ["entity", "Merged bodies", "accounts of a body merged"], ["base", "Base model’s owner", "credited to the base model’s owner"]],
  mapping: [["hub", "Hub", ""], ["wide", "Wide", "wide modalities"]],
};

/** @param {string} value */
const topWords = (value) => (value === "all" ? "All" : `Top ${format_count(Number(value))}`);

/** @param {(name: string, value: string) => void} change */
export function buildControls(change) {
  const form = byId("basket-form");
  const toggle = byId("basket-toggle");
  const field = h("input", { id: "filter", type: "search", placeholder: "Filter, for example license:mit", autocomplete: "off", spellcheck: "false", autocapitalize: "none", "aria-label": "Filter", "aria-describedby": "filter-count" });
  field.addEventListener("change", () => change("filter", field.value));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === field) event.preventDefault(), change("filter", field.value);
  });
  form.replaceChildren(
    labelled("Basket", select("top", TOPS.map((value) => [value, topWords(value)]), change)),
    labelled("by", select("by", CHOICES.by, change)),
    segments("over", "window", change),
    segments("Regions by", "registry", change),
    labelled("Credit", select("attribution", CHOICES.attribution, change)),
    h("div", { class: "filter" }, field, h("span", { id: "filter-count" })),
    h("button", { type: "button", id: "reset", class: "link", hidden: true, onclick: () => change("", "") }, "Reset"),
  );
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Done" : "Change";
    byId("basket").classList.toggle("open", open);
  });
}

/**
 * Shows a query in the controls.
 * @param {QueryParts} parts
 * @param {string} [repos] how many repositories the basket holds, in words
 */
export function showQuery(parts, repos) {
  const top = byId("top");
  if (![...top.querySelectorAll("option")].some((option) => option.value === parts.top)) {
    top.append(h("option", { value: parts.top }, topWords(parts.top)));
  }
  /** @type {HTMLSelectElement} */ (top).value = parts.top;
  /** @type {HTMLSelectElement} */ (byId("by")).value = parts.by;
  check("window", parts.window);
  check("registry", parts.registry);
  /** @type {HTMLSelectElement} */ (byId("attribution")).value = parts.attribution;
  const field = /** @type {HTMLInputElement} */ (byId("filter"));
  if (document.activeElement !== field || repos !== undefined) field.value = parts.filters;
  if (repos !== undefined) byId("filter-count").textContent = repos;
  byId("reset").hidden = parts.is_default;
  byId("basket-words").textContent = inWords(parts);
}

/**
 * @param {string} name
 * @param {string} value
 * @param {ParentNode} [within]
 */
function check(name, value, within = document) {
  const chosen = within.querySelector(`#${name}-${value}`);
  if (chosen instanceof HTMLInputElement) chosen.checked = true;
}

/**
 * The switch that stands under the only section it changes.
 * @param {import("./section.js").Surroundings} around
 */
export function mappingView({ parts, change }) {
  const control = h("div", { class: "section-control" }, segments("Modalities by", "mapping", change));
  check("mapping", parts.mapping, control);
  return control;
}

/** @param {QueryParts} parts */
function inWords(parts) {
  const said = (/** @type {string} */ name) => {
    const value = parts[/** @type {"by" | "window" | "registry" | "mapping" | "attribution"} */ (name)];
    return CHOICES[name].find(([known]) => known === value)?.[2] ?? value;
  };
  const rest = [said("window"), said("registry"), said("mapping"), said("attribution"), parts.filters].filter(Boolean);
  return `${topWords(parts.top)} ${said("by")}, ${rest.join(", ")}`;
}

/**
 * @param {string} words
 * @param {HTMLElement} control
 */
function labelled(words, control) {
  return h("div", { class: "control" }, h("label", { for: control.id }, words), control);
}

/**
 * @param {string} name
 * @param {string[][]} options
 * @param {(name: string, value: string) => void} change
 */
function select(name, options, change) {
  const control = h("select", { id: name }, ...options.map(([value, words]) => h("option", { value }, words)));
  control.addEventListener("change", () => change(name, control.value));
  return control;
}

/**
 * @param {string} words
 * @param {string} name
 * @param {(name: string, value: string) => void} change
 */
function segments(words, name, change) {
  const choices = CHOICES[name].map(([value, label]) => h("label", { class: "segment" },
    h("input", { type: "radio", name, id: `${name}-${value}`, value, onchange: () => change(name, value) }),
    h("span", {}, label)));
  return h("fieldset", { class: "control" }, h("legend", {}, words), h("span", { class: "segments" }, ...choices));
}
