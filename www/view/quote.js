/** A figure in words that one pastes elsewhere: prose, a table, a reference, code that loads the same table. */

import { format_cell } from "../gen/hubstate.js";

/** @typedef {import("../types.js").Report} Report */
/** @typedef {import("../types.js").Section} Section */
/** @typedef {import("../types.js").Table} Table */

/**
 * Where a view stands, if it stands anywhere.
 * @param {string} hash
 */
export const addressOf = (hash) => (location.protocol.startsWith("http") ? new URL(hash, location.href).href : "");

/**
 * The findings with what they rest on.
 * @param {Section} section
 * @param {string} source
 * @param {string} address
 */
export function proseOf({ findings, charts, coverage, title }, source, address) {
  const said = findings.map(({ text }) => text).join(" ") || title;
  const measure = charts[0]?.subtitle ?? coverage?.text ?? "";
  return `${said} (${[measure, source, address].filter(Boolean).join(". ")})`;
}

/** @param {Table} table */
export function markdownOf({ title, columns, rows, note }) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|]/g, "\\$&")).join(" | ")} |`;
  const numbers = columns.map((_, at) => rows.some((row) => typeof row[at] === "number"));
  return [
    `**${title}**`, "",
    line(columns.map((column) => column.title)),
    `|${numbers.map((number) => (number ? " ---: |" : " --- |")).join("")}`,
    ...rows.map((row) => line(row.map((value, at) => format_cell(value, columns[at].type)))),
    ...(note ? ["", note] : []), "",
  ].join("\n");
}

/**
 * The report with one section, as the command line writes it for `--only`.
 * @param {Report} report
 * @param {Section} section
 */
export function jsonOf(report, section) {
  return JSON.stringify({ ...report, deck: [], key_findings: report.key_findings.filter((id) => id === section.id), sections: [section] }, null, 1);
}

/**
 * @param {Report} report
 * @param {string} address
 * @param {Section} [section] none for the report as a whole
 */
export function bibtexOf({ snapshot, basket }, address, section) {
  const { captured_at: day, sha256, source } = snapshot;
  const year = (day ?? "").slice(0, 4);
  const note = [capturedOn(day), `basket ${basket.query}`, sha256 && `sha256 ${sha256}`, source].filter(Boolean).join("; ");
  const named = section ? `{${section.title}} {State} of the {Hugging Face Hub}` : "State of the Hugging Face Hub";
  return [
    `@misc{hubstate${year}${section ? `-${section.id}` : ""},`,
    `  title  = {${named}},`,
    "  author = {hubstate},",
    ...(year ? [`  year   = {${year}},`] : []),
    ...(address ? [`  url    = {${address}},`] : []),
    `  note   = {${note}}`,
    "}",
  ].join("\n");
}

/**
 * @param {Report} report
 * @param {string} address
 * @param {Section} section
 */
export function citationOf({ snapshot, basket }, address, { title }) {
  return `hubstate: ${title} State of the Hugging Face Hub. ${[capturedOn(snapshot.captured_at), `basket ${basket.query}`].join(", ")}.${address && ` ${address}`}`;
}

/** @param {string | null} day */
const capturedOn = (day) => (day ? `Snapshot of ${day}` : "Snapshot without a day of capture");

/** @param {string} text as one word of a shell */
const word = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Code that loads the first table of a section, from the file that "CSV" saves or that the command line writes.
 * @param {Report} report
 * @param {Section} section
 * @param {string} dump where the snapshot can be fetched, or the name of its file
 * @returns {Record<"curl" | "pandas" | "DuckDB", string>}
 */
export function codeOf({ basket, snapshot }, { id, tables: [table] }, dump) {
  const name = `${id}.${table.id}`;
  const remote = /^https?:/.test(dump);
  const report = `hubstate report ${remote ? "-" : word(dump)} --kind ${snapshot.kind} --where ${word(basket.query)} --only ${name} --as csv > ${name}.csv`;
  return {
    curl: remote ? `curl -fsSL ${word(dump)} | ${report}` : report,
    pandas: `import pandas as pd\n\n${table.id.replace(/\W/g, "_")} = pd.read_csv("${name}.csv")`,
    DuckDB: `SELECT * FROM read_csv('${name}.csv');`,
  };
}
