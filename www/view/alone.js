/** The page as an embed, `?embed=section` or `?embed=section.chart`: one figure, and nothing of the page around it. */

import "../static/numbers.js";
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
  for (const name of ["embed", "theme", "lang", "behind"]) url.searchParams.delete(name);
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

/** Numbers as `?lang=` asks for them: what is drawn as it is drawn, what stands in the page as it comes. Names of rows stay. */
export function writeNumbers() {
  const rewrite = numbersIn(search.get("lang"));
  if (!rewrite) return;
  const { prototype } = CanvasRenderingContext2D;
  const { fillText } = prototype;
  prototype.fillText = function (text, ...rest) { fillText.call(this, rewrite(text), ...rest); };
  /** @type {WeakMap<Node, string>} what was written: rewritten twice, 1.000 would become 1,000 */
  const written = new WeakMap();
  const take = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) => (node.parentElement?.closest("script, tbody th") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      if (written.get(node) === node.nodeValue) continue;
      written.set(node, node.nodeValue = rewrite(node.nodeValue ?? ""));
    }
  };
  new MutationObserver(take).observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** Where the page cannot draw the figure, as it was last published takes its place; one that stands before this page is that already. */
export async function showPublished() {
  const url = `embed/${alone}/index.html`;
  if (search.has("behind") || !(await fetch(url, { method: "HEAD" }).catch(() => undefined))?.ok) return;
  const theme = hostTheme();
  location.replace(`${url}?${new URLSearchParams({ instead: "", ...(theme && { theme }), ...(search.get("lang") && { lang: search.get("lang") ?? "" }) })}`);
}

/** Tells the host how tall the figure is, as `static/embed.js` does, once it is there. */
export function tellHeight() {
  const { body } = document;
  const tell = () => {
    if (!document.querySelector(".figure, .folded-section")) return;
    const height = Math.ceil(body.getBoundingClientRect().height);
    for (const message of [{ type: "hubstate:height", id: alone, height, version: 1 }, { "datawrapper-height": { [alone]: height } }, JSON.stringify({ context: "iframe.resize", height, src: location.href })]) parent.postMessage(message, "*");
  };
  if (parent === window) return;
  new ResizeObserver(tell).observe(body);
  addEventListener("message", ({ source, data }) => { if (source === parent && data?.type === "hubstate:ping") tell(); });
}

/** @param {string} href */
export const linkToWhole = (href) => h("a", { class: "foot-action", href, target: "_blank", rel: "noopener" }, "Live report");
