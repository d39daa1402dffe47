/** What the repositories of a kind are called, and what the values of a chart are. */

import { format_count } from "../gen/hubstate.js";
import { byId } from "./dom.js";

/** @type {Record<string, string>} */
const VALUES = { downloads: "Downloads", likes: "Likes", share: "Share", parameters: "Parameters", index: "Index", ratio: "Ratio" };

/** @type {Record<string, [one: string, many: string, title: string]>} */
const NOUNS = { models: ["model", "models", "Models"], datasets: ["dataset", "datasets", "Datasets"], spaces: ["Space", "Spaces", "Spaces"] };

/**
 * @param {string} [kind]
 * @returns {[one: string, many: string, title: string]}
 */
export function nouns(kind) {
  return NOUNS[kind ?? "models"] ?? NOUNS.models;
}

/**
 * `1,000 datasets`.
 * @param {string} kind
 * @param {number} count
 */
export function counted(kind, count) {
  const [one, many] = nouns(kind);
  return `${format_count(count)} ${count === 1 ? one : many}`;
}

/**
 * What a value is called, by the chart's unit.
 * @param {string} unit
 */
export function valueName(unit) {
  return unit === "count" ? nouns(byId("page").dataset.kind)[2] : VALUES[unit] ?? "Value";
}
