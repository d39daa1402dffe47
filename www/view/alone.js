/** The page as an embed, `?embed=section` or `?embed=section.chart`: one figure, and nothing of the page around it. */

import { h } from "./dom.js";
import * as status from "./status.js";

/** @typedef {import("../types.js").Report} Report */

const search = new URLSearchParams(location.search);
/** The figure that the address asks for alone; empty where the whole page is wanted. */
export const alone = search.get("embed") ?? "";

/** The theme that the host asks for. */
export const hostTheme = () => search.get("theme") ?? "";

/** What stands before the hash of the whole report. */
export function wholeReport() {
  if (!alone) return "";
  const url = new URL(location.href);
  for (const name of ["embed", "theme"]) url.searchParams.delete(name);
  return url.pathname + url.search;
}

/**
 * A report with nothing in it but the figure that the address asks for.
 * @param {Report} report
 * @param {boolean} [complete] what is not in it now comes no more
 */
export function onlyAsked(report, complete) {
  if (!alone) return report;
  const cut = `${alone}.`.indexOf(".");
  const chart = alone.slice(cut + 1);
  const sections = report.sections.filter(({ id }) => id === alone.slice(0, cut)).map((section) => (
    { ...section, charts: section.charts.filter(({ id }, at) => (chart ? id === chart : at === 0)) }));
  const found = sections.filter(({ charts, outcome }) => !chart || charts.length || outcome !== "ready");
  if (complete && !found.length) {
    status.alert("There is no such figure", [`The address asks for ?embed=${alone}; expected one of: ${report.sections.map(({ id }) => id).join(", ")}.`]);
  }
  return { ...report, sections: found };
}

/** Tells the host how tall the figure is, as `static/embed.js` does, once it is there. */
export function tellHeight() {
  const { body } = document;
  const tell = () => {
    if (!document.querySelector(".figure, .folded-section")) return;
    const height = Math.ceil(body.getBoundingClientRect().height);
    for (const message of [{ type: "hubstate:height", id: alone, height, version: 1 }, { "datawrapper-height": { [alone]: height } }, JSON.stringify({ context: "iframe.resize", height, src: location.href })]) parent.postMessage(message, "*");
  };
  document.documentElement.classList.add("embed");
  if (parent === window) return;
  new ResizeObserver(tell).observe(body);
  addEventListener("message", ({ source, data }) => { if (source === parent && data?.type === "hubstate:ping") tell(); });
}

/** @param {string} href */
export const linkToWhole = (href) => h("a", { class: "foot-action", href, target: "_blank", rel: "noopener" }, "Live report");
