/** The head of the page: the report in a sentence, and where its data is from. */

import { format_day, format_label } from "../gen/hubstate.js";
import { byId, h, prose } from "./dom.js";
import { nouns } from "./words.js";

/** @param {import("../types.js").Report} report */
export function showHead(report) {
  byId("deck").replaceChildren(...prose(report.deck));
  byId("facts").replaceChildren(...facts(report).map(([name, value, full]) =>
    h("div", {}, h("dt", {}, name), h("dd", full ? { title: full } : {}, value))));
}

/**
 * @param {import("../types.js").Report} report
 * @returns {[name: string, value: string, full?: string][]}
 */
function facts({ snapshot, basket, sections }) {
  const overview = sections.find((section) => /(^|-)overview$/.test(section.id))?.metrics ?? {};
  const owners = overview.owners?.value;
  const sha = snapshot.sha256;
  return [
    [snapshot.captured_is_latest_date ? "Latest date in it" : "Captured", snapshot.captured_at ? format_day(snapshot.captured_at) : "not stated"],
    [nouns(snapshot.kind)[2], format_label(basket.repos, "count")],
    ["Owners", typeof owners === "number" ? format_label(owners, "count") : "–"],
    basket.downloads === null
      ? ["Likes", format_label(basket.likes ?? 0, "likes")]
      : [basket.window === "all" ? "Downloads, all time" : "Downloads, 30 days", format_label(basket.downloads, "downloads")],
    ["Rows rejected", format_label(snapshot.rejected, "count")],
    sha ? ["Snapshot", `sha256 ${sha.slice(0, 4)}…${sha.slice(-4)}`, sha] : ["Snapshot", "no checksum"],
  ];
}
