/** A table one can sort and search; its cells are written by the core. */

import { format_cell, format_count } from "../gen/hubstate.js";
import { h, present } from "./dom.js";

/** @typedef {import("../types.js").Table} Table */
/** @typedef {import("../types.js").Column} Column */
/** @typedef {import("../types.js").Value} Value */

const FIRST = 10;
const SEARCH_FROM = 12;
const NUMBERS = new Set(["count", "downloads", "likes", "share", "points", "ratio", "index", "days", "parameters", "year"]);

/**
 * @param {Table} table
 * @param {string} id
 * @param {{ links: boolean }} options whether names of repositories lead to the Hub
 */
export function tableView(table, id, { links }) {
  if (table.rows.length === 0) return h("p", { class: "table", id }, `${table.title}: none.`);
  const state = { ...sortedAsGiven(table), text: "", all: table.rows.length <= SEARCH_FROM };
  // Sorted by a number as it comes, a table speaks of its first row.
  const subject = state.column < 0 ? undefined : table.rows[0];
  const body = h("tbody");
  const note = h("p", { class: "table-note", "aria-live": "polite" });
  const heads = table.columns.map((column, at) => h("th", { scope: "col", class: isNumber(column) && "number", "data-title": column.title },
    h("button", { type: "button", class: "sort", id: `${id}-${column.id}`, onclick: () => sortBy(at) }, column.title, h("span", { class: "triangle", "aria-hidden": "true" }))));

  const fill = () => {
    const rows = chosen(table, state);
    const shown = state.all ? rows : rows.slice(0, FIRST);
    const largest = table.columns.map((_, at) => Math.max(0, ...table.rows.map((row) => Number(row[at]) || 0)));
    body.replaceChildren(...shown.map((row) => h("tr", { class: row === subject ? "subject" : undefined }, ...row.map((value, at) => cell(table.columns[at], value, at, state.column, largest[at], links)))));
    heads.forEach((head, at) => {
      if (at === state.column) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    note.replaceChildren(...foot(table, rows.length, shown.length, state, fill));
  };
  const sortBy = (/** @type {number} */ at) => {
    state.descending = state.column === at ? !state.descending : isNumber(table.columns[at]);
    state.column = at;
    fill();
  };
  fill();
  return h("div", { class: "table", id },
    h("div", { class: "table-head" }, h("p", { class: "caption", id: `${id}-title` }, table.title),
      table.rows.length > SEARCH_FROM && search(table, (text) => { state.text = text; fill(); })),
    h("div", { class: "scroller", tabindex: "0", role: "region", "aria-labelledby": `${id}-title` },
      h("table", { "aria-labelledby": `${id}-title` }, h("thead", {}, h("tr", {}, ...heads)), body)),
    note);
}

/**
 * Which column the rows come sorted by: the first of numbers that nowhere rises.
 * @param {Table} table
 */
function sortedAsGiven({ columns, rows }) {
  const falls = (/** @type {number} */ at) => rows.length > 1 && Number(rows[0][at]) > Number(rows.at(-1)?.[at]) && rows.every((row, i) => typeof row[at] === "number" && (i === 0 || Number(rows[i - 1][at]) >= Number(row[at])));
  return { column: columns.findIndex((column, at) => isNumber(column) && falls(at)), descending: true };
}

/**
 * @param {Table} table
 * @param {{ column: number, descending: boolean, text: string }} state
 */
function chosen({ rows }, { column, descending, text }) {
  const wanted = text.trim().toLowerCase();
  const kept = wanted ? rows.filter((row) => row.some((value) => typeof value === "string" && value.toLowerCase().includes(wanted))) : [...rows];
  if (column < 0) return kept;
  const sign = descending ? -1 : 1;
  return kept.sort((a, b) => {
    const [x, y] = [a[column], b[column]];
    // What is not known stands last, whichever way the rest is sorted.
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return x === y ? 0 : sign * (x < y ? -1 : 1);
  });
}

/**
 * @param {Column} column
 * @param {Value} value
 * @param {number} at
 * @param {number} sorted
 * @param {number} largest
 * @param {boolean} links
 */
function cell(column, value, at, sorted, largest, links) {
  const text = format_cell(value, column.type);
  const classes = [isNumber(column) && "number", column.type === "day" && "whole", at === sorted && "sorted"].filter(Boolean).join(" ");
  const tag = at === 0 ? "th" : "td";
  const attributes = { class: classes || undefined, scope: at === 0 ? "row" : undefined };
  if (column.type === "share" && typeof value === "number") {
    const bar = h("span", { class: "cell-bar", "aria-hidden": "true" });
    const fill = h("span");
    fill.style.width = `${largest > 0 ? (value / largest) * 100 : 0}%`;
    bar.append(fill);
    return h(tag, attributes, h("span", { class: "with-bar" }, bar, h("span", {}, text)));
  }
  if (links && column.type === "repo" && typeof value === "string") {
    return h(tag, attributes, h("a", { href: `https://huggingface.co/${encodeURI(value)}`, rel: "noopener noreferrer" }, text));
  }
  return h(tag, attributes, text);
}

/** @param {Column} column */
function isNumber(column) {
  return NUMBERS.has(column.type);
}

/**
 * @param {Table} table
 * @param {(text: string) => void} change
 */
function search(table, change) {
  const field = h("input", { type: "search", placeholder: "Search this table", "aria-label": `Search: ${table.title}`, autocomplete: "off", spellcheck: "false" });
  field.addEventListener("input", () => change(field.value));
  return h("p", { class: "table-search" }, field);
}

/**
 * @param {Table} table
 * @param {number} found
 * @param {number} shown
 * @param {{ all: boolean, text: string }} state
 * @param {() => void} fill
 */
function foot(table, found, shown, state, fill) {
  const parts = [];
  if (state.text) parts.push(`${format_count(found)} of ${format_count(table.rows.length)} found`);
  else if (shown < found) parts.push(`${format_count(shown)} of ${format_count(found)} shown`);
  if (table.note) parts.push(table.note);
  const more = found > FIRST && table.rows.length > SEARCH_FROM;
  const button = more && h("button", { type: "button", class: "link", onclick: () => { state.all = !state.all; fill(); } },
    state.all ? `Show the first ${FIRST}` : `Show all ${format_count(found)}`);
  return present([parts.join(" · "), button]);
}
