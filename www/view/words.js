/** What the repositories of a kind are called. */

import { format_count } from "../gen/hubstate.js";

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
