/** What a mark says when pointed at: name, value, share, remark. It stays inside the chart and never covers its mark. */

import { byId, h, present } from "./dom.js";
import { nouns } from "./words.js";

/** @typedef {import("../types.js").Hit} Hit */

const GAP = 8;
/** What a value is called, by the chart's unit. */
const NAMES = { downloads: "Downloads", likes: "Likes", share: "Share", parameters: "Parameters", index: "Index", ratio: "Ratio" };

export function makeTooltip() {
  const element = h("div", { class: "tooltip", hidden: true });
  const tooltip = {
    element,
    pinned: false,
    mark: -1,
    /** @type {(() => void) | undefined} narrows the basket to the mark */
    narrow: undefined,
    /**
     * @param {Hit} hit
     * @param {boolean} pinned
     * @param {import("../types.js").Chart} chart
     * @param {(label: string) => void} [narrow]
     */
    show(hit, pinned, chart, narrow) {
      tooltip.narrow = narrow && (() => narrow(hit.label));
      tooltip.pinned = pinned;
      tooltip.mark = hit.mark;
      const things = chart.unit === "count" && nouns(byId("page").dataset.kind)[2];
      const name = things || (NAMES[/** @type {keyof typeof NAMES} */ (chart.unit)] ?? "Value");
      const row = (/** @type {string} */ term, /** @type {string} */ value) => value && h("div", {}, h("dt", {}, term), h("dd", {}, value));
      element.replaceChildren(...present([
        h("p", { class: "tooltip-name" }, hit.label),
        h("dl", {}, row(name, hit.value), row("Share", hit.share)),
        hit.note && h("p", { class: "tooltip-note" }, hit.note),
        pinned && narrow && h("p", { class: "tooltip-note" }, h("button", { type: "button", class: "link", onclick: () => narrow(hit.label) }, "Narrow the basket to it")),
        pinned && h("p", { class: "tooltip-note" }, narrow ? "Pinned · Enter narrows, Esc lets go" : "Pinned · Esc lets go"),
      ]));
      element.classList.toggle("pinned", pinned);
      element.hidden = false;
      place(element, hit);
    },
    hide() {
      tooltip.pinned = false;
      tooltip.mark = -1;
      element.hidden = true;
    },
  };
  return tooltip;
}

/**
 * At the right of the mark, else at its left, else below, else above.
 * @param {HTMLElement} element
 * @param {Hit} hit
 */
function place(element, hit) {
  const room = /** @type {HTMLElement} */ (element.parentElement);
  const { clientWidth: width, clientHeight: height } = room;
  const [w, t] = [element.offsetWidth, element.offsetHeight];
  const within = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ most) => Math.max(0, Math.min(at, most - size));
  const middle = within(hit.y + hit.height / 2 - t / 2, t, height);
  const centre = within(hit.x + hit.width / 2 - w / 2, w, width);
  const right = hit.x + hit.width + GAP;
  const below = hit.y + hit.height + GAP;
  let [x, y] = [centre, hit.y - t - GAP];
  if (right + w <= width) [x, y] = [right, middle];
  else if (hit.x - GAP - w >= 0) [x, y] = [hit.x - GAP - w, middle];
  else if (below + t <= height || y < 0) [x, y] = [centre, below];
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
}
