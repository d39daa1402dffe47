/** Check a paragraph: figures in prose that can be tied to a metric stand beside their value here. */

import { h, sentence } from "./dom.js";

/** @typedef {import("../types.js").Tied} Tied */

/** What the reader wrote; a new basket keeps it. */
let written = "";

/** @param {(text: string) => Promise<Tied[]>} check */
export function paragraphView(check) {
  const field = h("textarea", { id: "paragraph", rows: "4", "aria-label": "A paragraph to check", placeholder: "Paste a sentence with figures, for example: Qwen leads with 18.5% of downloads." });
  const marked = h("div", { class: "checked", "aria-live": "polite" });
  field.value = written;
  const run = async () => {
    written = field.value;
    try {
      marked.replaceChildren(...answer(written, await check(written)));
    } catch (error) {
      marked.replaceChildren(h("p", {}, sentence(error instanceof Error ? error.message : String(error))));
    }
  };
  return h("div", { class: "paragraph" },
    h("h3", {}, "Check a paragraph"),
    h("p", {}, "Figures that can be tied to a metric are marked, with their value here. What cannot be tied is left alone. The text stays in this browser."),
    field,
    h("button", { type: "button", class: "button", onclick: () => void run() }, "Check"),
    marked);
}

/**
 * @param {string} text
 * @param {Tied[]} tied in the order of the text
 */
function answer(text, tied) {
  if (!text.trim()) return [];
  if (tied.length === 0) return [h("p", {}, "No figure of this text can be tied to a metric.")];
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const { start, end, verdict, here } of tied) {
    parts.push(text.slice(at, start), h("mark", { class: `tied ${verdict === "holds" ? "holds" : "differs"}` }, text.slice(start, end)), h("span", { class: "tied-here" }, ` [${told(verdict, here)}]`));
    at = end;
  }
  parts.push(text.slice(at));
  return [
    h("p", { class: "checked-text" }, ...parts),
    h("ul", {}, ...tied.map(({ start, end, metric, here, verdict, why }) => h("li", {},
      h("strong", {}, text.slice(start, end)), `: ${told(verdict, here)}, by `, h("code", {}, metric), why && `. ${sentence(why)}`))),
  ];
}

/**
 * @param {string} verdict
 * @param {string} here empty where there is no value
 */
function told(verdict, here) {
  return here ? `${verdict}: ${here} here` : verdict;
}
