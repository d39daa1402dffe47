/** Says plainly which data is on screen; it is never dismissed. */

import { format_bytes, format_count, format_day } from "../gen/hubstate.js";
import { byId, h, mark, sentence } from "./dom.js";
import { counted } from "./words.js";

/** @typedef {import("../types.js").Report} Report */
/** @typedef {import("../types.js").Origin} Origin */
/** @typedef {{ fetch: () => void, save: () => void, back: () => void, choose: (kind: string) => void }} Actions */

const MARKS = {
  sample: ["dashed", "M2 2h12v12H2z"],
  published: ["solid", "M2 2h12v12H2z"],
  fetched: ["lines", "M8 1.5v8.5M4.5 6.5 8 10l3.5-3.5M2 14h12"],
  file: ["solid", "M5 7V5a3 3 0 0 1 6 0v2h-2V5a1 1 0 0 0-2 0v2zM3 7h10v8H3z"],
  early: ["dashed", "M5 7V5a3 3 0 0 1 6 0v2h-2V5a1 1 0 0 0-2 0v2zM3 7h10v8H3z"],
  address: ["lines", "M2 8h11M9.5 4.5 13 8l-3.5 3.5M2 2v12"],
};

/**
 * Whether single rows are invented, as the snapshot says of itself.
 * @param {Report} report
 */
export function isSample(report) {
  return /^illustrative sample/i.test(report.snapshot.source ?? "");
}

/** Says that there is nothing on screen. */
export function showNoData() {
  byId("banner").replaceChildren(h("p", { class: "banner-text" }, h("strong", {}, "No data"), h("span", {}, "Nothing is loaded.")));
}

/**
 * @param {Report} report
 * @param {Origin} origin
 * @param {Actions} actions
 */
export function showBanner(report, origin, actions) {
  const sample = isSample(report);
  const state = sample && origin.kind !== "file" ? "sample" : origin.kind;
  const [word, sentence] = words(report, origin, sample);
  const [style, ...paths] = MARKS[state];
  byId("banner").replaceChildren(
    h("p", { class: "banner-text" }, mark(style, ...paths), h("strong", {}, word), h("span", {}, sentence)),
    ...report.snapshot.other_kinds.map(({ kind, rows }) => link(`Show its ${counted(kind, rows)}`, () => actions.choose(kind))),
    action(origin, sample, actions) ?? "",
  );
}

/**
 * @param {string} text
 * @param {() => void} run
 */
function link(text, run) {
  return h("button", { type: "button", class: "link", onclick: run }, text);
}

/**
 * @param {Report} report
 * @param {Origin} origin
 * @param {boolean} sample
 * @returns {[string, string]}
 */
function words(report, origin, sample) {
  const { captured_at, source, rows: all } = report.snapshot;
  const day = captured_at ? format_day(captured_at) : "an unstated day";
  const own = sentence((source ?? "").replace(/\d{4}-\d\d-\d\d/g, format_day));
  const itself = sample ? ` ${own}` : "";
  switch (origin.kind) {
    case "file":
      return ["Your file", `${origin.name}: ${rows(origin.note)}. It stays in this browser.${itself}`];
    case "early":
      return ["So far", `The first ${format_count(origin.rows)} rows. ${origin.name} goes on.`];
    case "address":
      return ["From an address", `${origin.url}: ${rows(origin.note)}${spared(origin.note)}.${itself}`];
    case "fetched":
      return ["Fetched", `From the Hub on ${day}: ${format_count(origin.note.kept)} models in ${format_count(origin.note.pages)} ${origin.note.pages === 1 ? "page" : "pages"}${origin.note.complete ? "" : ", not all asked for"}.`];
    default:
      return sample ? ["Sample", own] : ["Published", `Captured ${day}: ${format_count(all)} rows.${source ? ` Source: ${own}` : ""}`];
  }
}

/**
 * What a file that is read in parts did not cost.
 * @param {import("../types.js").ReadNote} note
 */
function spared({ bytes = 0, of = 0 }) {
  return bytes < of ? `, ${format_bytes(bytes)} fetched of ${format_bytes(of)}` : "";
}

/** @param {import("../types.js").ReadNote} note */
function rows({ rows, rejected_count }) {
  const read = `${format_count(rows)} ${rows === 1 ? "row" : "rows"}`;
  return rejected_count ? `${read}, ${format_count(rejected_count)} of them rejected` : read;
}

/**
 * @param {Origin} origin
 * @param {boolean} sample
 * @param {Actions} actions
 */
function action(origin, sample, actions) {
  switch (origin.kind) {
    case "early":
      return undefined;
    case "fetched":
      return link("Save this snapshot", actions.save);
    case "published":
      return link(sample ? "Show live data instead" : "Fetch a newer one", actions.fetch);
    default:
      return link("Back to the published snapshot", actions.back);
  }
}
